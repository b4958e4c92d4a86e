"""The bot never logs in so often that Discord would take its token: it waits, says so, and ends where it should."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from itertools import pairwise
from time import monotonic
from typing import cast

import discord
import pytest

from codesign_bot import app
from codesign_bot.clock import SystemClock
from codesign_bot.errors import NotAllowed, Unreachable
from codesign_bot.ports import Host, Platform
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.contract import Recorder
from codesign_bot.testing.discord import DiscordServer, Twist
from codesign_bot.testing.discord.wire import Json
from codesign_bot.testing.world import CHOICES
from codesign_discord.platform import DiscordPlatform
from codesign_discord.starts import AT_ONCE

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
    with pytest.RaisesGroup(Unreachable, flatten_subgroups=True, allow_unwrapped=True):
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
