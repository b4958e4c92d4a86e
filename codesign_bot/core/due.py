"""What time alone brings about. Every deadline is worked out from the state; a job only makes somebody look.

Law 1. `deadlines` depends on the state alone, so a deadline cannot be lost with a timer.
Law 2. `settle` is given a deadline that is due and returns at least one event that removes or moves it,
       so settling one after the other comes to an end.
Law 3. A step that is settled late is closed late, never early, and the next one opens when it is announced:
       nobody's time is shortened by an outage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.deciding.opening import opening
from codesign_bot.core.events import (
    CheckHeld,
    Event,
    MergeLapsed,
    PhaseEntered,
    PromiseMissed,
    ReplyMissed,
    RoundResumed,
)
from codesign_bot.core.ids import IdeaNo, RequestNo
from codesign_bot.core.phases import COUNTED, ENDED, Phase
from codesign_bot.core.rules import PLAN_WITHIN
from codesign_bot.core.settling.requests import settle_request
from codesign_bot.core.settling.steps import Turnout, close_step
from codesign_bot.core.settling.waiting import expire, settle_claim
from codesign_bot.core.state import there
from codesign_bot.core.windows import instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from codesign_bot.core.outage import Away
    from codesign_bot.core.rules import Rules
    from codesign_bot.core.state import Promised, Round


class Kind(Enum):
    """What a deadline is about."""

    EXPIRE = "expire"
    OPEN_UNPLANNED = "open_unplanned"
    RESUME = "resume"
    CLOSE_STEP = "close_step"
    LAPSE_MERGE = "lapse_merge"
    CLOSE_REQUEST = "close_request"
    MISS_REPLY = "miss_reply"
    MISS_PROMISE = "miss_promise"
    SETTLE_DONE = "settle_done"
    HOLD_CHECK = "hold_check"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that becomes due at an instant. `about` numbers the idea, merge, request or check."""

    at: datetime
    kind: Kind
    about: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the state does not carry: the rules of a topic that nobody planned, a vote that closes, and when the bot or
    a platform of the round was away.
    """

    reserve: Rules
    turnout: Turnout | None = None
    away: tuple[Away, ...] = ()


def deadlines(state: Round) -> tuple[Deadline, ...]:
    """Everything this round waits for, the earliest first."""
    return tuple(sorted(_deadlines(state), key=lambda one: one.at))


def next_due(state: Round) -> datetime | None:
    """When something becomes due; None: nothing ever will by itself."""
    return min((one.at for one in _deadlines(state)), default=None)


def is_due(state: Round, now: datetime) -> bool:
    """Whether time has something to settle before anybody's command is decided."""
    due = next_due(state)
    return due is not None and due <= now


def needs_count(state: Round, now: datetime) -> bool:
    """Whether settling at `now` closes a vote, so that the ballots have to be counted first."""
    closes = state.window is not None and state.window.closes <= now
    return closes and state.phase in COUNTED


def settle(state: Round, now: datetime, facts: Facts) -> tuple[Event, ...]:
    """The events of the first deadline that is due at `now`; none where nothing is. Call until then."""
    first = next((one for one in deadlines(state) if one.at <= now), None)
    return _settled(state, first, now, facts) if first is not None else ()


def _settled(state: Round, deadline: Deadline, now: datetime, facts: Facts) -> tuple[Event, ...]:
    about = IdeaNo(deadline.about)
    match deadline.kind:
        case Kind.EXPIRE:
            return expire(state, now, facts.away)
        case Kind.OPEN_UNPLANNED:
            return opening(facts.reserve, now)
        case Kind.RESUME:
            return (RoundResumed(now),)
        case Kind.CLOSE_STEP:
            return close_step(state, now, facts.turnout, facts.away)
        case Kind.LAPSE_MERGE:
            merge = state.merges[deadline.about]
            return (MergeLapsed(now, merge.keep, merge.join),)
        case Kind.CLOSE_REQUEST:
            return settle_request(state, state.requests[RequestNo(deadline.about)], now, facts.away)
        case Kind.MISS_REPLY:
            return (ReplyMissed(now, there(there(state.rules).answers).reply_by),)
        case Kind.MISS_PROMISE:
            return (PromiseMissed(now, about, state.promises[about].due_on),)
        case Kind.SETTLE_DONE:
            return settle_claim(state, state.promises[about], now, facts.away)
        case Kind.HOLD_CHECK:
            return (CheckHeld(now, deadline.about, len(there(state.rules).template.checks)),)
        case Kind.ARCHIVE:
            return (PhaseEntered(now, Phase.ARCHIVED, None),)
        case _:
            assert_never(deadline.kind)


def _deadlines(state: Round) -> Iterator[Deadline]:
    if state.phase in ENDED:
        return
    if state.phase is Phase.PROPOSED:
        yield _proposed(state)
    elif state.outcome is None and not state.is_reply_missed:
        yield from _reply(there(state.rules))
    if state.pace.is_paused:  # before the end of the step, which can fall on the same instant
        yield Deadline(there(state.pace.pause).closes, Kind.RESUME)
    if state.window is not None:
        yield Deadline(state.window.closes, Kind.CLOSE_STEP)
    for place, merge in enumerate(state.merges):
        yield Deadline(merge.closes, Kind.LAPSE_MERGE, place)
    for no, request in state.requests.items():
        yield Deadline(request.closes, Kind.CLOSE_REQUEST, no)
    if state.phase is Phase.FOLLOW_UP:
        yield from _follow_up(state)


def _proposed(state: Round) -> Deadline:
    """A topic with enough seconders never expires: planned it is open by now, unplanned it will open."""
    if state.seconded_at is None:
        return Deadline(state.expires_at, Kind.EXPIRE)
    return Deadline(state.seconded_at + PLAN_WITHIN, Kind.OPEN_UNPLANNED)


def _reply(rules: Rules) -> Iterator[Deadline]:
    """A reply that was promised for a day is missed on that day, whatever step the round is in."""
    if rules.answers is not None:
        yield Deadline(end_of(rules.answers.reply_by, rules), Kind.MISS_REPLY)


def _follow_up(state: Round) -> Iterator[Deadline]:
    """Promises and checks. The round stays open until each promise is done or was said to be missed."""
    rules, published = there(state.rules), there(state.outcome_at)
    waiting = [due for no, promise in state.promises.items() for due in _promise(no, promise, rules)]
    yield from waiting
    checks = rules.template.checks
    if state.checks_done < len(checks):
        yield Deadline(published + checks[state.checks_done], Kind.HOLD_CHECK, state.checks_done + 1)
    elif not waiting:
        yield Deadline(published + max(checks, default=timedelta(0)), Kind.ARCHIVE)


def _promise(no: IdeaNo, promise: Promised, rules: Rules) -> Iterator[Deadline]:
    if promise.is_done:
        return
    if promise.claimed_at is not None:
        yield Deadline(there(promise.undisputed_until), Kind.SETTLE_DONE, no)
    elif not promise.is_missed:
        yield Deadline(end_of(promise.due_on, rules), Kind.MISS_PROMISE, no)


def end_of(day: date, rules: Rules) -> datetime:
    """The first instant after a day of the community's calendar."""
    return instant(datetime.combine(day + timedelta(days=1), time(0), tzinfo=rules.tz))
