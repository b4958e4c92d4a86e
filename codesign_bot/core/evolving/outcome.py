"""Fates, promises and whether they were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.events import (
    CheckHeld,
    ClaimExtended,
    DoneClaimed,
    DoneConfirmed,
    DoneDisputed,
    FateSet,
    IdeaDone,
    OutcomeEvent,
    OutcomePublished,
    ProgressReported,
    PromiseMissed,
    ReplyMissed,
)
from codesign_bot.core.outage import GivenBack
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Decided, Fate, Objection, Promised, Round, there

if TYPE_CHECKING:
    from codesign_bot.core.ids import IdeaNo


def evolve(state: Round, event: OutcomeEvent) -> Round:
    """The round after an event of its outcome or follow-up."""
    match event:
        case FateSet():
            decided = Decided(event.idea, event.fate, event.reason, event.owner, event.due_on)
            return replace(state, fates={**state.fates, event.idea: decided})
        case OutcomePublished():
            return _published(state, event)
        case ReplyMissed():
            return replace(state, is_reply_missed=True)
        case CheckHeld(no=no):
            return replace(state, checks_done=no)
        case DoneClaimed():
            return _with(state, _claimed(state, event))
        case PromiseMissed() | ProgressReported() | DoneConfirmed() | DoneDisputed() | ClaimExtended() | IdeaDone():
            return _with(state, _kept(state.promises[event.idea], event))
        case _:
            assert_never(event)


def _published(state: Round, event: OutcomePublished) -> Round:
    promises: dict[IdeaNo, Promised] = {
        no: Promised(no, decided.due_on)
        for no, decided in state.fates.items()
        if decided.fate is Fate.CHOSEN and decided.due_on is not None
    }
    return replace(
        state,
        outcome=event.content,
        outcome_difference=event.difference,
        outcome_at=event.at,
        promises=promises,
        happened=replace(state.happened, is_result_overridden=event.difference is not None),
    )


def _with(state: Round, promise: Promised) -> Round:
    return replace(state, promises={**state.promises, promise.idea: promise})


def _claimed(state: Round, event: DoneClaimed) -> Promised:
    """Each claim has the whole time to be disputed, however often one was made before."""
    return replace(
        state.promises[event.idea],
        claimed_at=event.at,
        claimed_by=event.by,
        undisputed_until=event.at + there(state.rules).template.done_undisputed,
        given_back=GivenBack(),
        confirmed_by=frozenset(),
    )


def _kept(
    promise: Promised,
    event: PromiseMissed | ProgressReported | DoneConfirmed | DoneDisputed | ClaimExtended | IdeaDone,
) -> Promised:
    match event:
        case PromiseMissed():
            return replace(promise, is_missed=True)
        case ProgressReported(content=content):
            return replace(promise, reports=(*promise.reports, content))
        case DoneConfirmed(by=by):
            return replace(promise, confirmed_by=promise.confirmed_by | {by})
        case DoneDisputed():
            dispute = Objection(event.by, event.content, event.at)
            return replace(promise, claimed_at=None, disputes=(*promise.disputes, dispute))
        case ClaimExtended(closes=closes):
            back = promise.given_back.and_more(event.lost, event.at)
            return replace(promise, undisputed_until=closes, given_back=back)
        case IdeaDone():
            return replace(promise, is_done=True)
        case _:
            assert_never(event)
