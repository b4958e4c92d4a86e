"""Ideas and what their authors make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.events import (
    IdeaBuiltOn,
    IdeaEdited,
    IdeaHidden,
    IdeaOffered,
    IdeasEvent,
    IdeasJoined,
    IdeaSplit,
    IdeaWithdrawn,
    MergeAccepted,
    MergeDeclined,
    MergeLapsed,
    MergeOffered,
)
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Idea, Merge, Round

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import IdeaNo


def evolve(state: Round, event: IdeasEvent) -> Round:
    """The round after an event about its ideas."""
    match event:
        case IdeaOffered():
            return _offered(state, event)
        case IdeaEdited(no=no, content=content):
            idea = state.ideas[no]
            return _with(state, replace(idea, content=content, earlier=(*idea.earlier, idea.content)))
        case IdeaWithdrawn(no=no):
            return _gone(_with(state, replace(state.ideas[no], is_withdrawn=True)), no)
        case IdeaHidden(no=no):
            return _gone(_with(state, replace(state.ideas[no], is_hidden=True)), no)
        case IdeaBuiltOn(no=no, content=content):
            idea = state.ideas[no]
            return _with(state, replace(idea, builds=(*idea.builds, content)))
        case MergeOffered():
            merge = Merge(event.keep, event.join, event.by, event.closes, event.accepted)
            return replace(state, merges=(*state.merges, merge))
        case MergeAccepted(keep=keep, join=join, by=by):
            merges = tuple(
                replace(m, accepted=m.accepted | {by}) if (m.keep, m.join) == (keep, join) else m for m in state.merges
            )
            return replace(state, merges=merges)
        case MergeDeclined(keep=keep, join=join) | MergeLapsed(keep=keep, join=join):
            pairs = {*state.neighbours, (keep, join)}
            return replace(_without_merge(state, keep, join), neighbours=tuple(sorted(pairs)))
        case IdeasJoined():
            return _joined(state, event)
        case IdeaSplit(no=no):
            return _touched(_with(state, replace(state.ideas[no], joined_to=None)), event.at)
        case _:
            assert_never(event)


def _offered(state: Round, event: IdeaOffered) -> Round:
    idea = Idea(event.no, event.by, event.content, event.is_by_organiser)
    parked = tuple(
        replace(one, is_offered=True) if place == event.from_parked else one for place, one in enumerate(state.parked)
    )
    return _with(replace(state, parked=parked), idea)


def _with(state: Round, idea: Idea) -> Round:
    return replace(state, ideas={**state.ideas, idea.no: idea})


def _gone(state: Round, no: IdeaNo) -> Round:
    """An idea that leaves lets go of the ideas that were joined to it, and ends the merges it was offered."""
    ideas = {
        other: replace(idea, joined_to=None) if idea.joined_to == no else idea for other, idea in state.ideas.items()
    }
    merges = tuple(merge for merge in state.merges if no not in {merge.keep, merge.join})
    neighbours = tuple(pair for pair in state.neighbours if no not in pair)
    return replace(state, ideas=ideas, merges=merges, neighbours=neighbours)


def _without_merge(state: Round, keep: IdeaNo, join: IdeaNo) -> Round:
    return replace(state, merges=tuple(m for m in state.merges if (m.keep, m.join) != (keep, join)))


def _joined(state: Round, event: IdeasJoined) -> Round:
    """The joined idea and all that had been joined to it now stand with the kept one."""
    ideas = {
        no: replace(idea, joined_to=event.keep) if event.join in {no, idea.joined_to} else idea
        for no, idea in state.ideas.items()
    }
    left = tuple(m for m in state.merges if event.join not in {m.keep, m.join})
    return _touched(replace(state, ideas=ideas, merges=left), event.at)


def _touched(state: Round, at: datetime) -> Round:
    return replace(state, pace=replace(state.pace, last_merge_at=at))
