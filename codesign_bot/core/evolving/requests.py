"""Requests on their way to passing or falling."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.events import (
    RequestExtended,
    RequestFell,
    RequestMade,
    RequestObjected,
    RequestPassed,
    RequestsEvent,
    RequestSupported,
)
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Objection, Request, Round

if TYPE_CHECKING:
    from codesign_bot.core.ids import PersonId


def evolve(state: Round, event: RequestsEvent) -> Round:
    """The round after an event about a request. One that has passed or fallen is no longer waiting."""
    match event:
        case RequestMade():
            return _made(state, event)
        case RequestSupported(no=no, by=by):
            request = state.requests[no]
            supported = replace(request, supporters=request.supporters | {by}, objections=_taken_back(request, by))
            return _with(state, supported)
        case RequestObjected(no=no, by=by):
            request = state.requests[no]
            objections = (*_taken_back(request, by), Objection(by, event.content, event.at))
            return _with(state, replace(request, supporters=request.supporters - {by}, objections=objections))
        case RequestExtended(no=no, closes=closes):
            request = state.requests[no]
            back = request.given_back.and_more(event.lost, event.at)
            return _with(state, replace(request, closes=closes, given_back=back))
        case RequestPassed(no=no) | RequestFell(no=no):
            left = {other: request for other, request in state.requests.items() if other != no}
            return replace(state, requests=left)
        case _:
            assert_never(event)


def _with(state: Round, request: Request) -> Round:
    return replace(state, requests={**state.requests, request.no: request})


def _taken_back(request: Request, by: PersonId) -> tuple[Objection, ...]:
    """The objections, with none of this person's standing: one person objects once."""
    return tuple(replace(one, stands=False) if one.by == by else one for one in request.objections)


def _made(state: Round, event: RequestMade) -> Round:
    request = Request(
        no=event.no,
        act=event.act,
        by=event.by,
        reason=event.reason,
        phase=state.phase,
        made_at=event.at,
        closes=event.closes,
        support_needed=event.support_needed,
        idea=event.idea,
        step_opened=state.window.opened if state.window is not None else None,
        days=event.days,
    )
    return replace(_with(state, request), next_request=event.no + 1)
