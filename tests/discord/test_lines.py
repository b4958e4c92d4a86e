"""A login that is given up, wherever it stands, leaves neither a thread that beats nor a socket."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from weakref import WeakSet

import aiohttp
import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from discord.gateway import KeepAliveHandler, ReconnectWebSocket

from codesign_bot.errors import Unreachable
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.contract import Recorder
from codesign_bot.testing.discord import DiscordServer
from codesign_bot.testing.world import CHOICES
from codesign_discord import lines
from codesign_discord.client import Client
from codesign_discord.lines import Line
from codesign_discord.platform import DiscordPlatform
from codesign_discord.refusals import Refusals
from codesign_discord.starts import Starts

from .town import discord_of_our_own, until


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_of_our_own() as found:
        yield found


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Client]:
    """Logged in over HTTP, and not connected to the gateway yet."""
    clock = ControlledClock()
    now = clock.monotonic
    found = Client(
        lambda _: None,
        on_live=_nothing,
        on_lost=_nothing,
        on_login=_kept,
        starts=Starts(now),
        refusals=Refusals(now),
    )
    found.shard_count = 1
    async with found:
        await found.login(server.token)
        yield found


def _nothing() -> None:
    """Nobody is told."""


async def _kept() -> None:
    """Nothing is kept."""


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No five seconds between one login and the next."""

    async def at_once(client: object, shard_id: int | None, *, initial: bool = False) -> None:
        del client, shard_id, initial

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)


class Stuck:
    """A login that gets as far as to Discord's hello, and no further until it is given up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_reached = asyncio.Event()

        async def stuck(client: object, shard_id: int | None, *, initial: bool = False) -> None:
            del client, shard_id, initial
            self.is_reached.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(Client, "before_identify_hook", stuck)

    async def reached(self, server: DiscordServer) -> None:
        """Wait until a login hangs, with a thread that beats: else nothing would be shown."""
        async with asyncio.timeout(10):
            await self.is_reached.wait()
        assert hearts() == len(server.gateway.lines) == 1


def hearts() -> int:
    return sum(isinstance(one, KeepAliveHandler) for one in threading.enumerate())


async def nothing_is_left(server: DiscordServer) -> None:
    """No thread, long before its next beat, and no socket as soon as the other side has noticed."""
    async with asyncio.timeout(5):
        await until(lambda: hearts() == 0 and not server.gateway.lines)


async def cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(task, return_exceptions=True)


async def test_a_login_that_takes_too_long_leaves_nothing(
    server: DiscordServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = Stuck(monkeypatch)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(Line.from_client(client, shard_id=0), 0.3)
    assert login.is_reached.is_set()
    await nothing_is_left(server)


async def test_a_login_that_we_refuse_ourselves_leaves_nothing(
    server: DiscordServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(of: object, shard_id: int | None, *, initial: bool = False) -> None:
        del of, shard_id, initial
        assert hearts() == 1
        raise Unreachable("too often")

    monkeypatch.setattr(Client, "before_identify_hook", refuses)
    with pytest.raises(Unreachable, match="too often"):
        await Line.from_client(client, shard_id=0)
    await nothing_is_left(server)


async def test_a_start_that_is_cancelled_leaves_nothing(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    login = Stuck(monkeypatch)
    bot = DiscordPlatform(server.token, ControlledClock(), CHOICES.voices, shard_count=1)
    task = asyncio.create_task(bot.run(Recorder()))
    await login.reached(server)
    await cancelled(task)
    assert hearts() == 0, "whoever waits for the end may close its loop then: no thread may need it any more"
    await nothing_is_left(server)


async def test_an_end_while_it_connects_again_leaves_nothing(
    server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """discord.py swallows this end: the client is closed while a connection of it is just beginning."""
    host = Recorder()
    bot = DiscordPlatform(server.token, ControlledClock(), CHOICES.voices, shard_count=1)
    task = asyncio.create_task(bot.run(host))
    await host.until(lambda found: found.is_live)
    login = Stuck(monkeypatch)
    server.gateway.invalidate()
    await login.reached(server)
    await cancelled(task)
    await nothing_is_left(server)


@pytest.mark.usefixtures("in_a_hurry")
async def test_a_session_that_cannot_be_resumed_leaves_no_more_than_the_new_one(server: DiscordServer) -> None:
    host = Recorder()
    bot = DiscordPlatform(server.token, ControlledClock(), CHOICES.voices, shard_count=1)
    task = asyncio.create_task(bot.run(host))
    await host.until(lambda found: found.is_live)
    server.gateway.sessions.clear()
    server.gateway.drop()
    await until(lambda: server.gateway.identified == 2 and len(server.gateway.connected) == 1)
    await until(lambda: hearts() == len(server.gateway.lines) == 1)
    await cancelled(task)
    await nothing_is_left(server)


async def test_a_client_that_is_closed_while_a_connection_logs_in_has_none_afterwards(
    server: DiscordServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library closes only what it holds already, and takes this one afterwards."""
    closed_at: list[int] = []

    async def closes(line: Line) -> None:
        del line
        closed_at.append(hearts())
        await client.close()
        closed_at.append(hearts())

    monkeypatch.setattr(Line, "identify", closes)
    line = await Line.from_client(client, shard_id=0)
    assert closed_at == [1, 0]
    assert not line.open
    await nothing_is_left(server)


@pytest.mark.usefixtures("in_a_hurry")
async def test_the_connection_before_is_over_when_the_next_one_of_its_shard_begins(
    server: DiscordServer, client: Client
) -> None:
    """Else the library forgets it, as where it fails at a reply to the gateway. Other shards keep theirs."""
    first, other = [await Line.from_client(client, shard_id=number) for number in range(2)]
    assert hearts() == 2
    second = await Line.from_client(client, shard_id=0)
    assert (first.open, second.open, other.open) == (False, True, True)
    await until(lambda: hearts() == len(server.gateway.lines) == 2)
    await client.close()
    await nothing_is_left(server)


@pytest.mark.usefixtures("in_a_hurry")
async def test_whoever_does_not_say_goodbye_is_hung_up_on(
    server: DiscordServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """aiohttp would wait for half a minute, and with it the end of the bot."""
    monkeypatch.setattr(lines, "BYE_WITHIN", 0.1)
    line = await Line.from_client(client, shard_id=0)

    async def waits(**_: object) -> bool:
        await asyncio.sleep(30)
        return True

    monkeypatch.setattr(line.socket, "close", waits)
    async with asyncio.timeout(5):
        await line.close()
        await until(lambda: hearts() == 0)
        monkeypatch.undo()
        await client.close()
    await nothing_is_left(server)


@pytest.mark.usefixtures("in_a_hurry")
async def test_a_network_that_breaks_while_we_hang_up_is_no_trouble(
    server: DiscordServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = await Line.from_client(client, shard_id=0)

    async def breaks(**_: object) -> bool:
        raise aiohttp.ClientConnectionResetError("the cable is cut")

    with monkeypatch.context() as patched:
        patched.setattr(line.socket, "close", breaks)
        await line.close()
    await client.close()
    await nothing_is_left(server)


@pytest.mark.usefixtures("in_a_hurry")
async def test_a_close_that_nobody_waits_for_is_finished_and_may_be_repeated(
    server: DiscordServer, client: Client
) -> None:
    """discord.py closes within one task: whoever is cancelled while waiting for it would end it half-way."""
    await Line.from_client(client, shard_id=0)
    closing = asyncio.create_task(client.close())
    await asyncio.sleep(0)
    await cancelled(closing)
    await client.__aexit__(None, None, None)
    assert hearts() == 0
    await client.close()
    await nothing_is_left(server)
    with pytest.raises(RuntimeError, match="closed"):
        await client.http.ws_connect(server.gateway_url)


async def test_a_thousand_logins_that_are_given_up_gather_neither_threads_nor_connections(
    server: DiscordServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty, for time. Each gets as far as to the hello."""

    async def refuses(of: object, shard_id: int | None, *, initial: bool = False) -> None:
        del of, shard_id, initial
        raise Unreachable("too often")

    monkeypatch.setattr(Client, "before_identify_hook", refuses)
    for _ in range(50):
        with suppress(Unreachable):
            await Line.from_client(client, shard_id=0)
        await nothing_is_left(server)
    assert server.gateway.identified == 0


@asynccontextmanager
async def hung_up(code: int) -> AsyncGenerator[aiohttp.ClientWebSocketResponse]:
    """A socket whose other side said goodbye with this code and was gone before anybody read it."""

    async def greet(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        assert request.transport is not None
        request.transport.write(b"\x88\x02" + code.to_bytes(2))  # a closing frame (RFC 6455, 5.5.1)
        request.transport.close()
        return socket

    app = web.Application()
    app.router.add_get("/", greet)
    async with TestServer(app) as there, aiohttp.ClientSession() as session:
        socket = await session.ws_connect(there.make_url("/"))
        await asyncio.sleep(0.05)
        yield socket


@pytest.mark.parametrize("code", [1001, 4000, *sorted(lines.FATAL)])
async def test_law_4_a_goodbye_for_good_is_understood_also_from_somebody_who_is_gone(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Line, "shard_id", 0, raising=False)
    monkeypatch.setattr(Line, "_max_heartbeat_timeout", 5.0, raising=False)
    own: ContextVar[WeakSet[Line]] = ContextVar("own")
    own.set(WeakSet())
    monkeypatch.setattr(lines, "_OWN", own)
    async with hung_up(code) as socket:
        line = Line(socket, loop=asyncio.get_running_loop())
        ended = discord.ConnectionClosed if code in lines.FATAL else ReconnectWebSocket
        with pytest.raises(ended) as found:
            await line.poll_event()
        assert getattr(found.value, "code", code) == code
