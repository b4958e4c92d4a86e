"""Fates, promises and whether they were kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.events import (
    CheckHeld,
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
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Decided, Fate, Objection, Promised, Round

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
        case PromiseMissed() | ProgressReported() | DoneClaimed() | DoneConfirmed() | DoneDisputed() | IdeaDone():
            after = _kept(state.promises[event.idea], event)
            return replace(state, promises={**state.promises, event.idea: after})
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


def _kept(
    promise: Promised,
    event: PromiseMissed | ProgressReported | DoneClaimed | DoneConfirmed | DoneDisputed | IdeaDone,
) -> Promised:
    match event:
        case PromiseMissed():
            return replace(promise, is_missed=True)
        case ProgressReported(content=content):
            return replace(promise, reports=(*promise.reports, content))
        case DoneClaimed(by=by):
            return replace(promise, claimed_at=event.at, claimed_by=by, confirmed_by=frozenset())
        case DoneConfirmed(by=by):
            return replace(promise, confirmed_by=promise.confirmed_by | {by})
        case DoneDisputed():
            dispute = Objection(event.by, event.content, event.at)
            return replace(promise, claimed_at=None, disputes=(*promise.disputes, dispute))
        case IdeaDone():
            return replace(promise, is_done=True)
        case _:
            assert_never(event)
