"""What goes over the wire is seen as it is: what was refused."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from codesign_discord import refusals
from codesign_discord.refusals import Refusals
from codesign_discord.watching import SCOPE, SHARED, watched


async def answers(request: web.Request) -> web.Response:
    """With the status that the path names."""
    status = int(request.match_info["what"])
    return web.Response(status=status, headers={SCOPE: SHARED} if "shared" in request.query else {})


@pytest.fixture
async def address() -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_get("/{what}", answers)
    async with TestServer(application) as server:
        yield str(server.make_url("/"))


@pytest.fixture
def counted() -> Refusals:
    return Refusals(lambda: 0.0)


@pytest.fixture
async def session(counted: Refusals) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(trace_configs=[watched(counted)]) as found:
        yield found


async def asks(session: aiohttp.ClientSession, address: str) -> None:
    async with session.get(address):
        pass


async def test_that_the_bot_holds_back_is_said_once_and_refusals_because_of_others_count_for_nothing(
    session: aiohttp.ClientSession,
    address: str,
    counted: Refusals,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refusals, "MOST", 3)
    for what in ("401", "404", "429?shared", "403"):
        await asks(session, address + what)
    assert counted.wait() == 0.0
    assert caplog.messages == []
    for _ in range(3):
        await asks(session, address + "429")
    assert counted.wait() > 0
    assert caplog.messages == ["Discord refuses so much that we hold back"]
