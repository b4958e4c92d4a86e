"""What can be voted on, what the count was, and what people say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.events import (
    BallotCast,
    FeedbackGiven,
    IdeasFrozen,
    MinorityViewCosigned,
    MinorityViewStated,
    ResultObjected,
    ResultObjectionWithdrawn,
    RunoffNeeded,
    ShortlistMade,
    StanceTaken,
    VotesCounted,
    VotesEvent,
)
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import MinorityView, Objection, Round, Said, Vote, VoteKind

if TYPE_CHECKING:
    from codesign_bot.core.ids import PersonId


def evolve(state: Round, event: VotesEvent) -> Round:
    """The round after an event of voting, cooling off or feedback."""
    match event:
        case IdeasFrozen():
            return _frozen(state, event)
        case BallotCast():
            return state
        case ShortlistMade(ideas=ideas):
            return replace(state, shortlist=ideas)
        case RunoffNeeded():
            return state  # the ballot of the runoff says all that may be known
        case VotesCounted(result=result):
            return replace(state, tally=result)
        case ResultObjected(by=by):
            objections = (*_withdrawn(state.objections, by), Objection(by, event.content, event.at))
            return replace(state, objections=objections)
        case ResultObjectionWithdrawn(by=by):
            return replace(state, objections=_withdrawn(state.objections, by))
        case MinorityViewStated():
            view = MinorityView(event.no, event.by, event.content)
            return replace(state, minority_views=(*state.minority_views, view))
        case MinorityViewCosigned(no=no, by=by):
            views = tuple(
                replace(view, cosigners=view.cosigners | {by}) if view.no == no else view
                for view in state.minority_views
            )
            return replace(state, minority_views=views)
        case StanceTaken(idea=idea, by=by, stance=stance):
            taken = {**state.stances.get(idea, {}), by: stance}
            return replace(state, stances={**state.stances, idea: taken})
        case FeedbackGiven():
            return replace(state, said=(*state.said, Said(event.idea, event.by, event.remark, event.content)))
        case _:
            assert_never(event)


def _frozen(state: Round, event: IdeasFrozen) -> Round:
    vote = Vote(event.vote_kind, event.lists)
    roll = state.roll_closed_at or event.roll_closed_at
    voted_on = tuple(sorted(vote.ideas)) if event.vote_kind is VoteKind.VOTE else state.voted_on
    return replace(state, vote=vote, roll_closed_at=roll, voted_on=voted_on)


def _withdrawn(objections: tuple[Objection, ...], by: PersonId) -> tuple[Objection, ...]:
    return tuple(replace(one, stands=False) if one.by == by else one for one in objections)
