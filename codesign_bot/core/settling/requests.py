"""A request passes with enough support and no standing objection; otherwise it falls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.deciding.power import request_window, support_needed
from codesign_bot.core.events import (
    Event,
    IdeaHidden,
    PhaseEntered,
    RequestExtended,
    RequestFell,
    RequestPassed,
    RoundPaused,
    Why,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.phases import HIDEABLE, TRANSITIONS, Phase
from codesign_bot.core.rules import LONGEST
from codesign_bot.core.settling.waiting import given_back
from codesign_bot.core.state import Narrowing, there
from codesign_bot.core.windows import Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from codesign_bot.core.outage import Away
    from codesign_bot.core.state import Request, Round


def settle_request(state: Round, request: Request, now: datetime, away: Sequence[Away]) -> tuple[Event, ...]:
    """What becomes of a request whose time is over; more time first, where people could not answer it."""
    window = Window(request.made_at, request.closes)
    more = given_back(window, now, away, request_window(state), request.given_back)
    if more is not None:
        longer, lost = more
        return (RequestExtended(now, request.no, window.closes, longer.closes, lost),)
    objections = sum(one.stands for one in request.objections)
    effect = _effect(state, request, now)
    # Asked for while few were in, it still takes the support of all who are in by now.
    needed = max(request.support_needed, support_needed(state))
    if len(request.supporters) < needed or objections or effect is None:
        fell = RequestFell(now, request.no, len(request.supporters), needed, objections)
        return (fell,)
    return (RequestPassed(now, request.no), *effect)


def _effect(state: Round, request: Request, now: datetime) -> tuple[Event, ...] | None:
    """What passing would do now; None where what was asked for is no longer there to be done."""
    match request.act:
        case Narrowing.END_STEP:
            return _end_step(state, request, now)
        case Narrowing.WITHDRAW_ROUND:
            may = Phase.WITHDRAWN in TRANSITIONS[state.phase]  # an outcome that is published stays
            return (PhaseEntered(now, Phase.WITHDRAWN, None),) if may else None
        case Narrowing.HIDE_IDEA:
            there_to_hide = state.live_ideas if state.phase in HIDEABLE else ()
            return tuple(IdeaHidden(now, no) for no in there_to_hide if no == request.idea) or None
        case Narrowing.PAUSE_STEP:
            return _pause_step(state, request, now)
        case _:
            assert_never(request.act)


def _end_step(state: Round, request: Request, now: datetime) -> tuple[Event, ...] | None:
    """The step ends now, never below its least window nor in a pause nor at night, if it is still the step meant."""
    window = state.window
    if window is None or window.opened != request.step_opened:
        return None
    rules, pause = there(state.rules), state.pace.pause
    least = window.opened + rules.least(state.phase)
    if pause is not None:  # what stood still is no part of the least window
        least = max(least + pause.length, pause.closes)
    ends = rules.by_day(max(now, least))
    return (WindowShortened(now, window.closes, ends),) if ends < window.closes else None


def _pause_step(state: Round, request: Request, now: datetime) -> tuple[Event, ...] | None:
    """The step stands still from now on and ends so much later, if it is still the step meant.

    Settled late, it has at least the whole pause from now on: nobody is locked out of a step and then told it is over.
    """
    window = state.window
    if window is None or window.opened != request.step_opened:
        return None
    length = timedelta(days=request.days)
    longer = there(state.rules).extended(Window(window.opened, max(window.closes, now)), length)
    if longer.length > LONGEST:
        return None
    return (
        RoundPaused(now, now + length),
        WindowExtended(now, Why.PAUSED, window.closes, longer.closes),
    )
