"""Dots, and what people say of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.commands import GiveFeedback, TakeStance
from codesign_bot.core.counting.ballots import check_ballot, clean_ballot
from codesign_bot.core.deciding.gate import live_idea, measure, measure_reason, require
from codesign_bot.core.events import (
    BallotCast,
    Event,
    FeedbackGiven,
    MinorityViewCosigned,
    MinorityViewStated,
    ResultObjected,
    ResultObjectionWithdrawn,
    StanceTaken,
)
from codesign_bot.core.phases import Act
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import there

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.commands import (
        Actor,
        CastBallot,
        CosignMinorityView,
        FillFeedback,
        Object,
        StateMinorityView,
        WithdrawObjection,
    )
    from codesign_bot.core.ids import IdeaNo
    from codesign_bot.core.state import Round


def cast(state: Round, command: CastBallot, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """A whole ballot, in place of an earlier one. Costs the same however many were cast."""
    joined_at = require(Act.VOTE, state, actor, now)
    vote, roll = there(state.vote), there(state.roll_closed_at)
    if joined_at >= roll:
        raise Refusal("joined-too-late", joined=joined_at, closed=roll)
    known = vote.ideas
    for no in command.dots:
        if no not in known:
            live_idea(state, no)
            raise Refusal("idea-not-on-ballot", idea=no)
    for one in vote.lists:
        check_ballot({no: dots for no, dots in command.dots.items() if no in one.ideas}, one)
    dots = tuple(sorted(clean_ballot(command.dots).items()))
    return (BallotCast(now, vote.vote_kind, actor.person, dots),)


def object_to_result(_state: Round, command: Object, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """A reasoned no to the result. It stands in the record beside the outcome."""
    measure_reason(command.text)
    return (ResultObjected(now, actor.person, command.text.content),)


def withdraw_objection(state: Round, _command: WithdrawObjection, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Take an own objection to the result back."""
    if not any(one.stands and one.by == actor.person for one in state.objections):
        raise Refusal("objection-none")
    return (ResultObjectionWithdrawn(now, actor.person),)


def state_minority_view(state: Round, command: StateMinorityView, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """What some hold to against the result. The outcome cannot be published without it."""
    require(Act.MINORITY_VIEW, state, actor, now)
    measure(command.text, "minority")
    return (MinorityViewStated(now, len(state.minority_views) + 1, actor.person, command.text.content),)


def cosign(state: Round, command: CosignMinorityView, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Put one's name under somebody else's minority view."""
    require(Act.MINORITY_VIEW, state, actor, now)
    view = next((one for one in state.minority_views if one.no == command.no), None)
    if view is None:
        raise Refusal("minority-unknown", view=command.no, last=len(state.minority_views))
    if actor.person == view.by or actor.person in view.cosigners:
        raise Refusal("minority-signed-already", view=command.no)
    return (MinorityViewCosigned(now, command.no, actor.person),)


def take_stance(state: Round, command: TakeStance, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Agree, disagree or pass on a chosen idea; the newest stance counts."""
    require(Act.GIVE_FEEDBACK, state, actor, now)
    _chosen(state, command.idea)
    return (StanceTaken(now, command.idea, actor.person, command.stance),)


def give_feedback(state: Round, command: GiveFeedback, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """What I like, what worries me, what would make it work for me."""
    require(Act.GIVE_FEEDBACK, state, actor, now)
    _chosen(state, command.idea)
    measure(command.text, "feedback")
    return (FeedbackGiven(now, command.idea, actor.person, command.remark, command.text.content),)


def fill_feedback(state: Round, command: FillFeedback, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Every part as it would be alone. None changes what another may do, so their order does not matter."""
    stances = [take_stance(state, part, actor, now) for part in command.parts if isinstance(part, TakeStance)]
    remarks = [give_feedback(state, part, actor, now) for part in command.parts if isinstance(part, GiveFeedback)]
    return tuple(event for events in (*stances, *remarks) for event in events)


def _chosen(state: Round, no: IdeaNo) -> None:
    live_idea(state, no)
    if no not in state.chosen:
        raise Refusal("idea-not-chosen", idea=no, chosen=", ".join(map(str, state.chosen)))
