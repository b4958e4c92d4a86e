"""What goes over the wire is seen as it is: what was refused, and what may have arrived although nobody said so."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from codesign_discord import refusals
from codesign_discord.refusals import Refusals
from codesign_discord.watching import SCOPE, SHARED, attempted, watched


async def answers(request: web.Request) -> web.Response:
    """With the status that the path names; "/cut" breaks the connection instead."""
    what = request.match_info["what"]
    if what == "cut":
        assert request.transport is not None
        request.transport.abort()
        return web.Response()
    return web.Response(status=int(what), headers={SCOPE: SHARED} if "shared" in request.query else {})


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
    try:
        async with session.get(address):
            pass
    except aiohttp.ClientError:
        return


@pytest.mark.parametrize(
    ("what", "is_in_doubt"),
    [("200", False), ("403", False), ("429", False), ("500", True), ("502", True), ("cut", True)],
)
async def test_what_may_have_arrived_is_what_nobody_said_anything_certain_of(
    session: aiohttp.ClientSession, address: str, what: str, *, is_in_doubt: bool
) -> None:
    with attempted() as attempt:
        await asks(session, address + what)
    assert attempt.may_have_arrived is is_in_doubt


async def test_one_doubt_among_the_tries_of_an_attempt_is_enough_and_others_have_nothing_to_do_with_it(
    session: aiohttp.ClientSession, address: str
) -> None:
    with attempted() as attempt:
        await asks(session, address + "502")
        await asks(session, address + "200")
    assert attempt.may_have_arrived
    with attempted() as another:
        await asks(session, address + "200")
    await asks(session, address + "cut")
    assert not another.may_have_arrived, "it was over by then"


async def test_an_attempt_within_another_one_does_not_end_it(session: aiohttp.ClientSession, address: str) -> None:
    with attempted() as outer:
        with attempted() as inner:
            await asks(session, address + "200")
        await asks(session, address + "cut")
    assert (outer.may_have_arrived, inner.may_have_arrived) == (True, False)


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
