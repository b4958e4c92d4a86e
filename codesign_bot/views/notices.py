"""What single people are told because somebody else did something that concerns them. Sent in private only.

Few on purpose: authors are asked before ideas are joined, and told what became of what they gave.
"""

from __future__ import annotations

from collections.abc import Iterable

from codesign_bot.core.events import (
    Event,
    IdeaBuiltOn,
    IdeaHidden,
    IdeaSplit,
    MergeAccepted,
    MergeDeclined,
    MergeLapsed,
    MergeOffered,
    OutcomePublished,
    PhaseEntered,
)
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round
from codesign_bot.view import Action, Block, Quote, Rows, View, say
from codesign_bot.views.actions import IDEAS, NOW, PARKED
from codesign_bot.views.parts import Words, heading, idea_row, idea_rows, private, quoted, when
from codesign_bot.views.promises import fate_of

Notice = tuple[PersonId, View]


def notices(event: Event, after: Round, words: Words) -> tuple[Notice, ...]:
    """Who is told what because of one event, by person. Nobody is told of an act of their own."""
    match event:
        case MergeOffered():
            return _asked_to_join(event, after, words)
        case MergeDeclined(keep=keep, join=join, by=by):
            both = _authors(after, (keep, join)) - {by}
            return _to(both, after, words, say("merge-declined", keep=int(keep), join=int(join)))
        case MergeLapsed(keep=keep, join=join):
            both = _authors(after, (keep, join))
            return _to(both, after, words, say("merge-lapsed", keep=int(keep), join=int(join)))
        case MergeAccepted():
            return _joined(event, after, words)
        case IdeaSplit(no=no, by=by):
            return _to(_authors(after, (no,)) - {by}, after, words, say("idea-was-split", idea=int(no)))
        case IdeaBuiltOn(no=no, by=by, content=content):
            built = Quote(quoted(words, content), say("idea-was-built-on", idea=int(no)))
            return _to(_authors(after, (no,)) - {by}, after, words, built)
        case IdeaHidden(no=no):
            return _to(_authors(after, (no,)), after, words, say("your-idea-was-hidden", idea=int(no)))
        case OutcomePublished(by=by):
            return _fates(after, words, by)
        case PhaseEntered(phase=Phase.IDEAS):
            return _parked(after, words)
        case _:
            return ()


def _authors(state: Round, ideas: Iterable[IdeaNo]) -> set[PersonId]:
    return {state.ideas[no].by for no in ideas if no in state.ideas}


def _to(people: set[PersonId], state: Round, words: Words, *blocks: Block) -> tuple[Notice, ...]:
    view = private(*blocks, heading=heading(state, words), actions=(NOW,))
    return tuple((person, view) for person in sorted(people))


def _asked_to_join(event: MergeOffered, after: Round, words: Words) -> tuple[Notice, ...]:
    """Every author who has not said yes is asked, with both ideas in full."""
    pair = idea_rows(after, words, (event.keep, event.join))
    actions = (
        Action("action-merge-yes", f"merge yes {event.keep} {event.join}"),
        Action("action-merge-no", f"merge no {event.keep} {event.join}"),
    )
    view = private(
        say("merge-asked", keep=int(event.keep), join=int(event.join)),
        pair,
        say("merge-answer-until", closes=when(after, event.closes)),
        heading=heading(after, words),
        actions=actions,
    )
    people = _authors(after, (event.keep, event.join)) - event.accepted
    return tuple((person, view) for person in sorted(people))


def _joined(event: MergeAccepted, after: Round, words: Words) -> tuple[Notice, ...]:
    """The other author learns of the last yes, which joins the ideas."""
    authors = _authors(after, (event.keep, event.join))
    offered = [one for one in after.merges if (one.keep, one.join) == (event.keep, event.join)]
    if not any(authors <= one.accepted for one in offered):
        return ()
    joined = say("ideas-are-joined", keep=int(event.keep), join=int(event.join))
    return _to(authors - {event.by}, after, words, joined)


def _fates(after: Round, words: Words, by: PersonId) -> tuple[Notice, ...]:
    """Every author learns what becomes of each of their ideas."""
    people = {idea.by for idea in after.ideas.values() if not idea.is_withdrawn} - {by}
    told: list[Notice] = []
    for person in sorted(people):
        own = sorted(no for no, idea in after.ideas.items() if idea.by == person and not idea.is_withdrawn)
        rows = tuple(idea_row(after, words, no, fate_of(after, words, no)) for no in own)
        listed = Rows(rows, say("your-ideas-became"))
        told.append((person, private(listed, heading=heading(after, words), actions=(NOW, IDEAS))))
    return tuple(told)


def _parked(after: Round, words: Words) -> tuple[Notice, ...]:
    """Whoever had an answer too early is told that its time has come."""
    people = {one.by for one in after.parked if not one.is_offered}
    view = private(say("parked-time-has-come"), heading=heading(after, words), actions=(PARKED,))
    return tuple((person, view) for person in sorted(people))
