"""Whether what was promised was kept: each promise with all that was said of it, and the checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from codesign_bot.core.events import (
    CheckHeld,
    ClaimExtended,
    DoneClaimed,
    DoneConfirmed,
    DoneDisputed,
    Event,
    IdeaDone,
    ProgressReported,
    PromiseMissed,
)
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Promised, there
from codesign_bot.log.document import Item, Items, Part, Piece, dated
from codesign_bot.log.parts.words import idea_words
from codesign_bot.log.shown import Shown
from codesign_bot.view import Length, Quoted, Say, Who, say

_OfAPromise = ProgressReported | DoneClaimed | DoneConfirmed | DoneDisputed | ClaimExtended | IdeaDone | PromiseMissed


def follow_up(shown: Shown) -> tuple[Part, ...]:
    """A part for each promise, then the checks."""
    if not shown.has_reached(Phase.FOLLOW_UP):
        return ()
    promises = shown.state.promises
    each: tuple[Piece, ...] = tuple(_promise(shown, one) for _, one in sorted(promises.items()))
    return (Part(say("record-follow-up"), (*(each or (say("record-no-promises"),)), *_checks(shown))),)


def _promise(shown: Shown, promise: Promised) -> Part:
    decided = shown.state.fates[promise.idea]
    owner = Quoted(None) if decided.owner is None else shown.quoted(decided.owner)
    course = tuple(item for _, event in shown.events for item in _told(shown, event, promise.idea))
    return Part(
        idea_words(shown, promise.idea),
        (
            say("record-promise", owner=owner, day=promise.due_on),
            _standing(promise),
            Items(course, say("record-course")),
        ),
    )


def _standing(promise: Promised) -> Say:
    if promise.is_done:
        return say("record-promise-done-late") if promise.is_missed else say("record-promise-done")
    if promise.claimed_at is not None:
        return say("record-promise-claimed", count=len(promise.confirmed_by))
    return say("record-promise-missed") if promise.is_missed else say("record-promise-open")


def _told(shown: Shown, event: Event, idea: IdeaNo) -> Iterator[Item]:
    if isinstance(event, _OfAPromise) and event.idea == idea:
        content = event.content if isinstance(event, ProgressReported | DoneDisputed) else None
        words = None if content is None else shown.quoted(content)
        yield dated(event.at, shown.zone, _happened(shown, event), quoted=words)


def _happened(shown: Shown, event: _OfAPromise) -> Say:
    match event:
        case ProgressReported(by=by):
            return say("record-progress", who=Who(by))
        case DoneClaimed(by=by):
            return say("record-claimed", who=Who(by))
        case DoneConfirmed():
            return say("record-confirmed")
        case DoneDisputed():
            return say("record-disputed")
        case ClaimExtended(lost=lost, closes=closes):
            return say("record-claim-longer", lost=Length(lost), closes=shown.when(closes))
        case IdeaDone(confirmations=count):
            rules = there(shown.state.rules).template
            if count >= rules.done_confirmations:
                return say("record-settled", count=count)
            return say("record-settled-undisputed", length=Length(rules.done_undisputed))
        case PromiseMissed():
            return say("record-missed")
        case _:
            assert_never(event)


def _checks(shown: Shown) -> tuple[Piece, ...]:
    held = tuple(
        dated(event.at, shown.zone, say("record-check", number=event.no, of=event.of))
        for _, event in shown.events
        if isinstance(event, CheckHeld)
    )
    return (Items(held, say("record-checks")) if held else say("record-checks-none"),)
