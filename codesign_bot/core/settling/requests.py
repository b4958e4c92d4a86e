"""A request passes with enough support and no standing objection; otherwise it falls."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.deciding.power import support_needed
from codesign_bot.core.events import (
    Event,
    IdeaHidden,
    PhaseEntered,
    RequestFell,
    RequestPassed,
    WindowShortened,
)
from codesign_bot.core.phases import HIDEABLE, TRANSITIONS, Phase
from codesign_bot.core.state import Narrowing, there

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.state import Request, Round


def settle_request(state: Round, request: Request, now: datetime) -> tuple[Event, ...]:
    """What becomes of a request whose time is over."""
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
        case _:
            assert_never(request.act)


def _end_step(state: Round, request: Request, now: datetime) -> tuple[Event, ...] | None:
    """The step ends now, never below its least window nor at night, if it is still the step meant."""
    window = state.window
    if window is None or window.opened != request.step_opened:
        return None
    rules = there(state.rules)
    ends = rules.by_day(max(now, window.opened + rules.least(state.phase)))
    return (WindowShortened(now, window.closes, ends),) if ends < window.closes else None
