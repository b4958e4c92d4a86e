"""What really goes over the wire: discord.py repeats requests by itself, and Discord counts every one of them."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Generator

    from codesign_discord.refusals import Refusals

log = logging.getLogger(__name__)

SCOPE, SHARED = "X-RateLimit-Scope", "shared"
"""A refusal because of others does not count [topics/rate-limits, invalid request limit]."""


@dataclass(slots=True)
class Attempt:
    """One request of ours, with everything that the library tries for it."""

    may_have_arrived: bool = False
    """Whether one try came to an end that does not tell whether Discord did what was asked."""


_OURS: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def attempted() -> Generator[Attempt]:
    """What this task asks of Discord meanwhile is one attempt."""
    attempt = Attempt()
    before = _OURS.set(attempt)
    try:
        yield attempt
    finally:
        _OURS.reset(before)


def watched(refusals: Refusals) -> aiohttp.TraceConfig:
    """Counts every refusal, and notes on each `Attempt` what cannot be known."""

    async def ended(_: aiohttp.ClientSession, __: SimpleNamespace, found: aiohttp.TraceRequestEndParams) -> None:
        status, headers = found.response.status, found.response.headers
        if headers.get(SCOPE) != SHARED and refusals.met(status):
            log.warning("Discord refuses so much that we hold back", extra={"action": "hold_back"})
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _doubt()

    async def broke(_: aiohttp.ClientSession, __: SimpleNamespace, ___: aiohttp.TraceRequestExceptionParams) -> None:
        _doubt()

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(broke)
    return trace


def _doubt() -> None:
    attempt = _OURS.get()
    if attempt is not None:
        attempt.may_have_arrived = True
