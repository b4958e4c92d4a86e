"""The bot never logs in so often that Discord would take its token: it waits, says so, and ends where it should."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise
from time import monotonic
from typing import cast

import discord
import pytest

from codesign_bot import app
from codesign_bot.clock import SystemClock
from codesign_bot.errors import Full, NotAllowed, Unreachable
from codesign_bot.ports import Happening, Host, Platform
from codesign_bot.records import Kept
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.contract import Recorder
from codesign_bot.testing.discord import DiscordServer, Twist
from codesign_bot.testing.discord.wire import Json
from codesign_bot.testing.world import CHOICES
from codesign_discord.client import MOST_TRIES, Client
from codesign_discord.lines import Line
from codesign_discord.logins import LOGINS
from codesign_discord.platform import DiscordPlatform
from codesign_discord.starts import AT_ONCE, FIRST_PAUSE, Starts

from .town import discord_of_our_own, until

GATEWAY = "/gateway/bot"


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_of_our_own() as found:
        yield found


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No five seconds between one login and the next; our own pauses stay."""

    async def at_once(client: object, shard_id: int | None, *, initial: bool = False) -> None:
        del client, shard_id, initial

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)


def left(remaining: int, reset_after: int = 200, shards: int = 1) -> Callable[[Json], object]:
    """What Discord says of the logins of today, and when there are more, in milliseconds."""

    def twisted(answer: Json) -> object:
        limit = {"total": 1000, "remaining": remaining, "reset_after": reset_after, "max_concurrency": 1}
        return answer | {"session_start_limit": limit, "shards": shards}

    return twisted


def platform_of(server: DiscordServer, shards: int | None = None) -> DiscordPlatform:
    return DiscordPlatform(server.token, ControlledClock(), CHOICES.voices, shard_count=shards)


def has_logged_in(server: DiscordServer, times: int) -> bool:
    return server.gateway.identified == times


def asked(server: DiscordServer) -> int:
    return sum(one.path == GATEWAY for one in server.records)


@pytest.mark.parametrize("remaining", [0, 1, 10])
async def test_where_hardly_a_login_is_left_the_bot_waits_and_says_so(
    server: DiscordServer, caplog: pytest.LogCaptureFixture, remaining: int
) -> None:
    server.faults.plant(Twist(left(remaining)), "GET", GATEWAY, times=None)
    task = asyncio.create_task(platform_of(server).run(Recorder()))
    await until(lambda: asked(server) >= 2)
    assert server.gateway.identified == 0
    assert f"Discord lets the bot log in {remaining} times more today: it waits 1 seconds" in caplog.text
    server.faults.clear()
    await until(lambda: server.gateway.identified == 1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_every_connection_needs_a_login_of_its_own(server: DiscordServer) -> None:
    """Two connections, eleven logins left, ten of which are never used up."""
    server.faults.plant(Twist(left(11, shards=2)), "GET", GATEWAY, times=None)
    task = asyncio.create_task(platform_of(server).run(Recorder()))
    await until(lambda: asked(server) >= 2)
    assert server.gateway.identified == 0
    server.faults.clear()
    server.faults.plant(Twist(left(12, shards=2)), "GET", GATEWAY, times=None)
    await until(lambda: server.gateway.identified == 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013, 4014])
async def test_a_fatal_code_ends_with_what_only_an_operator_can_heal(server: DiscordServer, code: int) -> None:
    host = Recorder()
    task = asyncio.create_task(platform_of(server).run(host))
    await host.until(lambda found: found.is_live)
    server.gateway.close_all(code)
    with pytest.RaisesGroup(NotAllowed, flatten_subgroups=True, allow_unwrapped=True):
        await asyncio.wait_for(task, 10)
    assert server.gateway.identified == 1


async def test_connections_that_break_off_again_and_again_end_and_are_not_begun_at_once(
    server: DiscordServer,
) -> None:
    """Code 4000 all the time: discord.py would resume, and log in, without a pause and without end."""
    bot, host = DiscordPlatform(server.token, ControlledClock(), CHOICES.voices), Recorder()
    task = asyncio.create_task(bot.run(host))
    async with asyncio.timeout(40):
        while not task.done():
            if server.gateway.connected:
                server.gateway.close_all(4000)
            await asyncio.sleep(0.02)
    with pytest.raises(Unreachable, match="break off too often"):
        await task
    assert server.gateway.identified <= AT_ONCE


async def test_sessions_that_are_declared_over_again_and_again_log_in_no_oftener(server: DiscordServer) -> None:
    """Opcode 9: discord.py logs in at once, within the same connection."""
    bot, host = DiscordPlatform(server.token, ControlledClock(), CHOICES.voices), Recorder()
    task = asyncio.create_task(bot.run(host))
    for number in range(1, AT_ONCE + 1):
        await until(partial(has_logged_in, server, number))
        await until(lambda: bool(server.gateway.connected))
        server.gateway.invalidate()
    with pytest.RaisesGroup(Unreachable, flatten_subgroups=True, allow_unwrapped=True):
        await asyncio.wait_for(task, 10)
    assert server.gateway.identified == AT_ONCE


async def logged_in(server: DiscordServer, host: Recorder, clock: ControlledClock) -> None:
    """A process that logs in and ends, with nothing of it left but what was kept."""
    before = server.gateway.identified
    task = asyncio.create_task(DiscordPlatform(server.token, clock, CHOICES.voices, shard_count=1).run(host))
    await until(partial(has_logged_in, server, before + 1))
    await cancelled(task)


async def cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_process_that_is_started_again_knows_how_often_those_before_it_logged_in(
    server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    host, clock = Recorder(), ControlledClock()
    for _ in range(AT_ONCE):
        clock.advance(timedelta(minutes=1))
        await logged_in(server, host, clock)
    clock.advance(timedelta(seconds=2))
    task = asyncio.create_task(DiscordPlatform(server.token, clock, CHOICES.voices, shard_count=1).run(host))
    await until(lambda: "too many logins: it waits 3 seconds until it connects" in caplog.text)
    assert server.gateway.identified == AT_ONCE
    await cancelled(task)
    clock.advance(timedelta(seconds=FIRST_PAUSE))
    await logged_in(server, host, clock)


async def test_a_login_is_kept_before_it_goes_out(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the process right after it, it counts."""
    host, clock, seen = Recorder(), ControlledClock(), list[int]()
    identify = Line.identify

    async def looks(line: Line) -> None:
        send = line.send_as_json

        async def sends(data: object) -> None:
            seen.append(len(json.loads(host.memory["discord", LOGINS])))
            await send(data)

        monkeypatch.setattr(line, "send_as_json", sends)
        await identify(line)

    monkeypatch.setattr(Line, "identify", looks)
    await logged_in(server, host, clock)
    await logged_in(server, host, clock)
    assert seen == [1, 2]


async def test_logins_are_counted_once_however_often_the_platform_begins_anew_in_one_process(
    server: DiscordServer,
) -> None:
    host, clock = Recorder(), ControlledClock()
    bot = DiscordPlatform(server.token, clock, CHOICES.voices, shard_count=1)
    for number in range(1, AT_ONCE + 1):
        task = asyncio.create_task(bot.run(host))
        await until(partial(has_logged_in, server, number))
        await cancelled(task)
        assert len(json.loads(host.memory["discord", LOGINS])) == number


async def test_a_store_in_trouble_does_not_keep_the_bot_away(
    server: DiscordServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Recorder()
    receive = Recorder.receive

    async def full(of: Recorder, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        if any(one.key == LOGINS for one in keep):
            raise Full("no room on the disk")
        await receive(of, happenings, keep)

    monkeypatch.setattr(Recorder, "receive", full)
    await logged_in(server, host, ControlledClock())
    assert "how often the bot logged in was not kept" in caplog.text
    assert ("discord", LOGINS) not in host.memory


async def test_connections_log_in_one_after_the_other_as_the_library_spaces_them(
    server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five seconds apart, but for the first: Discord lets no more than that begin at once (max_concurrency)."""
    spaced: list[tuple[int | None, bool]] = []

    async def spaces(client: object, shard_id: int | None, *, initial: bool = False) -> None:
        del client
        spaced.append((shard_id, initial))

    monkeypatch.setattr(discord.Client, "before_identify_hook", spaces)
    task = asyncio.create_task(platform_of(server, shards=2).run(Recorder()))
    await until(partial(has_logged_in, server, 2))
    await cancelled(task)
    assert spaced == [(0, True), (1, False)]


async def test_a_login_that_is_too_early_is_not_swallowed_by_the_library(
    server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first connections of a client it would log it, and try again five seconds later, for ever."""
    waits = iter([0.0, 7.5])

    def wait(_: Starts) -> float:
        return next(waits)

    monkeypatch.setattr(Starts, "wait", wait)
    task = asyncio.create_task(platform_of(server).run(Recorder()))
    with pytest.raises(Unreachable, match="begin too often") as raised:
        await asyncio.wait_for(task, 3)
    assert raised.value.retry_after == 7.5
    assert server.gateway.identified == 0


async def test_a_gateway_that_cannot_be_reached_is_not_tried_without_end_by_the_library(
    server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its tries begins within the one before: after some hundred of them Python would end the bot."""
    tried: list[int] = []

    async def away(client: Client, **how: object) -> Line:
        del client
        tried.append(len(tried))
        assert how["shard_id"] == 0
        raise ConnectionRefusedError

    async def at_once(_: float) -> None:
        """No five seconds."""

    monkeypatch.setattr(Line, "from_client", away)
    monkeypatch.setattr(discord.shard, "asyncio", Hasty(at_once))
    task = asyncio.create_task(platform_of(server).run(Recorder()))
    with pytest.RaisesGroup(
        pytest.RaisesExc(Unreachable, match="could not be begun"), flatten_subgroups=True, allow_unwrapped=True
    ):
        await asyncio.wait_for(task, 10)
    assert tried == list(range(MOST_TRIES))


class Hasty:
    """`asyncio` for the library, with another sleep."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self.sleep = sleep

    def __getattr__(self, name: str) -> object:
        found: object = getattr(asyncio, name)
        return found


class Fickle:
    """A platform that cannot be reached, and notes when it was tried."""

    name = "fickle"

    def __init__(self, retry_after: float | None, times: int) -> None:
        self.tried: list[float] = []
        self._retry_after, self._times = retry_after, times

    async def run(self, host: Host) -> None:
        del host
        self.tried.append(monotonic())
        if len(self.tried) == self._times:
            raise NotAllowed("now it is for good")
        raise Unreachable("not yet", self._retry_after)


@pytest.mark.parametrize(("retry_after", "least"), [(None, [0.02, 0.04, 0.08]), (0.1, [0.1, 0.1, 0.1])])
async def test_a_platform_that_cannot_be_reached_is_tried_ever_later_and_never_before_it_asked_for(
    monkeypatch: pytest.MonkeyPatch, retry_after: float | None, least: list[float]
) -> None:
    monkeypatch.setattr(app, "FIRST_PAUSE", 0.02)
    found = Fickle(retry_after, times=4)
    with pytest.RaisesGroup(NotAllowed, flatten_subgroups=True, allow_unwrapped=True):
        await app.supervised(cast("Platform", found), Recorder(), SystemClock())
    pauses = [later - sooner for sooner, later in pairwise(found.tried)]
    assert all(pause >= one for pause, one in zip(pauses, least, strict=True)), pauses
