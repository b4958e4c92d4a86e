"""The question, how many took part, and the rules they had: what the rest of a record rests on."""

from __future__ import annotations

from collections.abc import Iterator

from codesign_bot.core.events import AccountsLinked, ParticipantJoined
from codesign_bot.core.phases import Phase
from codesign_bot.log.document import Item, Items, Part, Piece, pieces
from codesign_bot.log.shown import Shown
from codesign_bot.view import Quote, Say, Typed, say
from codesign_bot.views.honest import every_rule
from codesign_bot.views.parts import FEEDBACK_IS_PUBLIC


def the_question(shown: Shown) -> tuple[Part, ...]:
    """The agreed question; while it is open, what may become it. The topic where nobody worded one."""
    if not shown.has_reached(Phase.FRAMING):
        return ()
    return (Part(say("record-question"), tuple(_asked(shown))),)


def _asked(shown: Shown) -> Iterator[Piece]:
    state = shown.state
    is_agreed = shown.has_reached(Phase.IDEAS)
    if not is_agreed:
        yield say("record-question-never") if shown.is_over else say("record-question-open")
    if not shown.has_reached(Phase.CONFIRMING):
        return
    if not state.question:
        yield say("question-is-the-topic")
    contents = [state.wordings[no].content for no in state.question] or [state.title]
    yield from (Quote(shown.quoted(one), None if is_agreed else say("question-offered")) for one in contents)
    if is_agreed:
        yield say("record-consented", count=len(state.consents))
        standing = sum(one.stands for one in state.question_objections)
        yield from () if standing == 0 else (say("question-objections-stay", count=standing),)


def who_took_part(shown: Shown) -> tuple[Part, ...]:
    """How many did what. No number that depends on a ballot before the count, none of feedback before it is public."""
    items = tuple(Item((one,)) for one in _counts(shown))
    return (Part(say("record-people"), (Items(items), say("record-names"))),)


def who_joined(shown: Shown) -> Say:
    """How many ever joined, and how many of them as organisers."""
    joins = _joins(shown)
    joined, organisers = {one.person for one in joins}, {one.person for one in joins if one.is_organiser}
    return say("record-joined", count=len(joined), organisers=len(organisers))


def _joins(shown: Shown) -> list[ParticipantJoined]:
    return [event for _, event in shown.events if isinstance(event, ParticipantJoined)]


def _counts(shown: Shown) -> Iterator[Say]:
    state = shown.state
    yield say("record-suggested")
    yield say("record-seconded", count=len(state.seconders))
    joined = {one.person for one in _joins(shown)}
    linked = sum(isinstance(event, AccountsLinked) and event.both_in for _, event in shown.events)
    yield who_joined(shown)
    yield from () if linked == 0 else (say("record-linked", count=linked),)
    if state.joined < len(joined) - linked:
        yield say("record-left", count=len(joined) - linked - state.joined)
    if shown.tally is not None:
        yield say("record-voted", count=shown.tally.ballots)
    if state.phase in FEEDBACK_IS_PUBLIC and shown.has_reached(Phase.FEEDBACK):
        gave = {person for taken in state.stances.values() for person in taken} | {one.by for one in state.said}
        yield say("record-gave-feedback", count=len(gave))


def the_rules(shown: Shown) -> tuple[Part, ...]:
    """Every rule in a sentence, and the mark that was posted when they were frozen."""
    state = shown.state
    if state.rules is None:
        return ()
    frozen: tuple[Say, ...] = (say("rules-not-frozen"),)
    if state.rules_hash is not None:
        frozen = (say("record-rules-frozen"), say("record-rules-mark", hash=Typed(state.rules_hash)))
    return (Part(say("record-rules"), (*frozen, *pieces(every_rule(state.rules)))),)
