"""What really goes over the wire: discord.py repeats requests by itself, and Discord counts every one of them."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from codesign_discord.refusals import Refusals

log = logging.getLogger(__name__)

SCOPE, SHARED = "X-RateLimit-Scope", "shared"
"""A refusal because of others does not count [topics/rate-limits, invalid request limit]."""


def count(refusals: Refusals, response: aiohttp.ClientResponse) -> None:
    """Count an answer, if it is a refusal of ours."""
    if response.headers.get(SCOPE) != SHARED and refusals.met(response.status):
        log.warning("Discord refuses so much that we hold back", extra={"action": "hold_back"})


def watched(refusals: Refusals) -> aiohttp.TraceConfig:
    """Counts every refusal."""

    async def ended(_: aiohttp.ClientSession, __: SimpleNamespace, found: aiohttp.TraceRequestEndParams) -> None:
        count(refusals, found.response)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(ended)
    return trace
