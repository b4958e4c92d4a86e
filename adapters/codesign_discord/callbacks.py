"""The first answer to an interaction: the one request that every press costs, made with as little ado as can be.

The library keeps a lock and a rate limit for each webhook. An interaction has one first answer in its whole life, and
nothing that could be kept from one for the next; in a storm of presses that was a tenth of what a press cost.

Law 1. Where one try may have arrived although nobody said so, "answered already" says that it did.
Law 2. What is refused counts like all that is refused (`refusals`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import aiohttp
import discord
from discord.http import Route, json_or_text

from codesign_discord.errors import ANSWERED_ALREADY
from codesign_discord.refusals import Refusals
from codesign_discord.watching import count

TRIES = 5
"""As often as the library does. Whoever waits has less time than that."""
_AGAIN_AFTER = 1.0
"""Seconds, where Discord is in trouble."""

_written = json.JSONEncoder(separators=(",", ":")).encode


def callback_session(user_agent: str) -> aiohttp.ClientSession:
    """Connections for first answers: without cookies, and without a time limit beside that of the caller."""
    return aiohttp.ClientSession(
        headers={"User-Agent": user_agent, "Content-Type": "application/json"},
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),
    )


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Gives first answers. `session`: as `callback_session` makes it, and not watched."""

    session: aiohttp.ClientSession
    refusals: Refusals

    async def give(self, interaction: str, token: str, body: Mapping[str, Any]) -> None:
        """Give it. Raises `discord.HTTPException` or an error of the network; has no time limit of its own."""
        address = f"{Route.BASE}/interactions/{interaction}/{quote(token, safe='')}/callback"
        data, is_in_doubt = _written(body).encode(), False
        for tried in range(TRIES):
            async with self.session.post(address, data=data) as response:
                if response.ok:
                    return
                said = await json_or_text(response)
            count(self.refusals, response)
            refused = discord.HTTPException(response, said)
            if is_in_doubt and refused.code == ANSWERED_ALREADY:
                return
            is_in_doubt = is_in_doubt or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
            wait = _wait(response, said)
            if wait is None or tried == TRIES - 1:
                raise refused
            await asyncio.sleep(wait)


def _wait(response: aiohttp.ClientResponse, said: Mapping[str, Any] | str) -> float | None:
    """Seconds until it may be tried again; None where that is of no use. A ban says nothing by way of Discord."""
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _AGAIN_AFTER
    is_limit = response.status == HTTPStatus.TOO_MANY_REQUESTS and "Via" in response.headers
    return float(said["retry_after"]) if is_limit and not isinstance(said, str) else None
