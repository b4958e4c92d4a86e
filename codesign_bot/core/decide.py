"""What the rules say to a command. Pure: the same state, command, person and instant give the same answer.

`decide` returns events or raises a `Refusal`, and nothing else. It expects a state that time has caught up
with: whoever calls it settles everything that is due at `now` first (see `core.due`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.commands import (
    Actor,
    AnswerMerge,
    AskForTime,
    BuildOn,
    CastBallot,
    ClaimDone,
    Command,
    ConfirmDone,
    Consent,
    CosignMinorityView,
    DisputeDone,
    EditIdea,
    FillFeedback,
    GiveFeedback,
    GiveTime,
    Join,
    Leave,
    MakeRequest,
    Merge,
    Object,
    ObjectToRequest,
    OfferIdea,
    OfferParked,
    PlanRound,
    PublishOutcome,
    ReportProgress,
    SecondTopic,
    SetFate,
    Split,
    StateMinorityView,
    StateProblem,
    SupportRequest,
    SupportWording,
    TakeStance,
    WithdrawIdea,
    WithdrawObjection,
    WordQuestion,
)
from codesign_bot.core.deciding import framing, ideas, opening, outcome, power, votes
from codesign_bot.core.deciding.gate import require
from codesign_bot.core.phases import Act, Phase

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.events import Event
    from codesign_bot.core.state import Round

suggest = opening.suggest

Opening = SecondTopic | PlanRound | Join | Leave
Framing = StateProblem | WordQuestion | SupportWording | Consent
Ideas = OfferIdea | OfferParked | EditIdea | WithdrawIdea | BuildOn | Merge | AnswerMerge | Split
Votes = CastBallot | StateMinorityView | CosignMinorityView | TakeStance | GiveFeedback | FillFeedback
Closing = SetFate | PublishOutcome | ReportProgress | ClaimDone | ConfirmDone | DisputeDone
Power = AskForTime | GiveTime | MakeRequest | SupportRequest | ObjectToRequest


def decide(state: Round, command: Command, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """The events that the command leads to. Raises `Refusal` where a rule says no: nothing has changed."""
    if isinstance(command, Votes):
        return _votes(state, command, actor, now)
    if isinstance(command, Opening):
        return _opening(state, command, actor, now)
    if isinstance(command, Framing):
        return _framing(state, command, actor, now)
    if isinstance(command, Object | WithdrawObjection):
        return _objecting(state, command, actor, now)
    if isinstance(command, Ideas):
        return _ideas(state, command, actor, now)
    if isinstance(command, Closing):
        return _closing(state, command, actor, now)
    return _power(state, command, actor, now)


def _opening(state: Round, command: Opening, actor: Actor, now: datetime) -> tuple[Event, ...]:
    match command:
        case SecondTopic():
            return opening.second(state, command, actor, now)
        case PlanRound():
            return opening.plan(state, command, actor, now)
        case Join():
            return opening.join(state, command, actor, now)
        case Leave():
            return opening.leave(state, command, actor, now)
        case _:
            assert_never(command)


def _framing(state: Round, command: Framing, actor: Actor, now: datetime) -> tuple[Event, ...]:
    match command:
        case StateProblem():
            return framing.state_problem(state, command, actor, now)
        case WordQuestion():
            return framing.word_question(state, command, actor, now)
        case SupportWording():
            return framing.support_wording(state, command, actor, now)
        case Consent():
            return framing.consent(state, command, actor, now)
        case _:
            assert_never(command)


def _objecting(state: Round, command: Object | WithdrawObjection, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """The same word objects to the question while it is confirmed, and to the result once that is public."""
    require(Act.OBJECT, state, actor, now)
    is_question = state.phase is Phase.CONFIRMING
    match command:
        case Object():
            on = framing.object_to_question if is_question else votes.object_to_result
            return on(state, command, actor, now)
        case WithdrawObjection():
            back = framing.withdraw_objection if is_question else votes.withdraw_objection
            return back(state, command, actor, now)
        case _:
            assert_never(command)


def _ideas(state: Round, command: Ideas, actor: Actor, now: datetime) -> tuple[Event, ...]:
    match command:
        case OfferIdea():
            return ideas.offer(state, command, actor, now)
        case OfferParked():
            return ideas.offer_parked(state, command, actor, now)
        case EditIdea():
            return ideas.edit(state, command, actor, now)
        case WithdrawIdea():
            return ideas.withdraw(state, command, actor, now)
        case BuildOn():
            return ideas.build_on(state, command, actor, now)
        case Merge():
            return ideas.merge(state, command, actor, now)
        case AnswerMerge():
            return ideas.answer_merge(state, command, actor, now)
        case Split():
            return ideas.split(state, command, actor, now)
        case _:
            assert_never(command)


def _votes(state: Round, command: Votes, actor: Actor, now: datetime) -> tuple[Event, ...]:
    match command:
        case CastBallot():
            return votes.cast(state, command, actor, now)
        case StateMinorityView():
            return votes.state_minority_view(state, command, actor, now)
        case CosignMinorityView():
            return votes.cosign(state, command, actor, now)
        case TakeStance():
            return votes.take_stance(state, command, actor, now)
        case GiveFeedback():
            return votes.give_feedback(state, command, actor, now)
        case FillFeedback():
            return votes.fill_feedback(state, command, actor, now)
        case _:
            assert_never(command)


def _closing(state: Round, command: Closing, actor: Actor, now: datetime) -> tuple[Event, ...]:
    match command:
        case SetFate():
            return outcome.set_fate(state, command, actor, now)
        case PublishOutcome():
            return outcome.publish(state, command, actor, now)
        case ReportProgress():
            return outcome.report(state, command, actor, now)
        case ClaimDone():
            return outcome.claim_done(state, command, actor, now)
        case ConfirmDone():
            return outcome.confirm_done(state, command, actor, now)
        case DisputeDone():
            return outcome.dispute_done(state, command, actor, now)
        case _:
            assert_never(command)


def _power(state: Round, command: Power, actor: Actor, now: datetime) -> tuple[Event, ...]:
    match command:
        case AskForTime():
            return power.ask_for_time(state, command, actor, now)
        case GiveTime():
            return power.give_time(state, command, actor, now)
        case MakeRequest():
            return power.make_request(state, command, actor, now)
        case SupportRequest():
            return power.support_request(state, command, actor, now)
        case ObjectToRequest():
            return power.object_to_request(state, command, actor, now)
        case _:
            assert_never(command)
