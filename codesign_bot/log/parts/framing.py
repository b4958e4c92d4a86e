"""The problem as people stated it, the wordings of the question, and every objection to one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from codesign_bot.core.events import ConsentGiven, ObjectionWithdrawn, QuestionChosen, QuestionObjected
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Wording
from codesign_bot.log.document import Item, Items, Part, Piece
from codesign_bot.log.shown import QUESTION_IS_OPEN, Shown
from codesign_bot.view import Quoted, Say, say


def the_problem(shown: Shown) -> tuple[Part, ...]:
    """What was said in framing and confirming."""
    if not shown.has_reached(Phase.FRAMING):
        return ()
    return (Part(say("record-problem"), tuple(_said(shown))),)


def _said(shown: Shown) -> Iterator[Piece]:
    state = shown.state
    stated = tuple(Item((), shown.quoted(one.content), int(one.no)) for one in state.statements)
    yield Items(stated, say("statements-title")) if stated else say("record-no-statements")
    worded = tuple(
        Item(tuple(_about(shown, one)), shown.quoted(one.content), int(no))
        for no, one in sorted(state.wordings.items())
    )
    yield Items(worded, say("wordings-title")) if worded else say("wordings-none")
    yield Items(_objections(shown), say("record-question-objections"))
    left = sum(not one.is_offered for one in state.parked)
    if left and shown.has_reached(Phase.SORTING):
        yield say("record-kept-answers", count=left)


def _about(shown: Shown, wording: Wording) -> Iterator[Say]:
    """How many stood behind a wording is told only once the question is settled."""
    if wording.is_by_organiser:
        yield say("by-organiser")
    if shown.state.phase in QUESTION_IS_OPEN:
        yield from (say("wording-is-set-aside"),) if wording.is_set_aside else ()
        return
    yield say("record-wording-supported", count=len(wording.supporters))
    if wording.is_set_aside:
        yield say("wording-is-set-aside")
    elif wording.no in shown.state.question and shown.has_reached(Phase.IDEAS):
        yield say("record-wording-chosen")


@dataclass(frozen=True, slots=True)
class _Objected:
    """An objection and what came of it. The state of a round keeps only those to the last wording."""

    by: PersonId
    words: Quoted
    became: Say


def _objections(shown: Shown) -> tuple[Item, ...]:
    said: list[_Objected] = []
    for _, event in shown.events:
        match event:
            case QuestionObjected(by=by, content=content):
                said = _ended(said, say("record-objection-anew"), by)
                said.append(_Objected(by, shown.quoted(content), say("record-objection-stands")))
            case ObjectionWithdrawn(by=by) | ConsentGiven(by=by):
                said = _ended(said, say("record-objection-back"), by)
            case QuestionChosen():
                said = _ended(said, say("record-objection-met"))
            case _:
                pass
    return tuple(Item((one.became,), one.words) for one in said)


def _ended(said: list[_Objected], became: Say, by: PersonId | None = None) -> list[_Objected]:
    """Those that stand no longer do; all of them, or one person's."""
    return [
        replace(one, became=became) if one.became.key == "record-objection-stands" and by in {None, one.by} else one
        for one in said
    ]
