"""What really goes over the wire: discord.py repeats requests by itself, and Discord counts every one of them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from codesign_discord.refusals import Refusals

log = logging.getLogger(__name__)

SCOPE, SHARED = "X-RateLimit-Scope", "shared"
"""A refusal because of others does not count [topics/rate-limits, invalid request limit]."""


@dataclass(slots=True)
class Attempt:
    """One request of ours, with everything that the library tries for it. Handed over as `trace_request_ctx`."""

    may_have_arrived: bool = False
    """Whether one try came to an end that does not tell whether Discord did what was asked."""


def watched(refusals: Refusals) -> aiohttp.TraceConfig:
    """Counts every refusal, and notes on each `Attempt` what cannot be known."""

    async def ended(_: aiohttp.ClientSession, context: SimpleNamespace, found: aiohttp.TraceRequestEndParams) -> None:
        status, headers = found.response.status, found.response.headers
        if headers.get(SCOPE) != SHARED and refusals.met(status):
            log.warning("Discord refuses so much that we hold back", extra={"action": "hold_back"})
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _doubt(context)

    async def broke(
        _: aiohttp.ClientSession, context: SimpleNamespace, __: aiohttp.TraceRequestExceptionParams
    ) -> None:
        _doubt(context)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    trace.on_request_exception.append(broke)
    return trace


def _doubt(context: SimpleNamespace) -> None:
    attempt = context.trace_request_ctx
    if isinstance(attempt, Attempt):
        attempt.may_have_arrived = True
