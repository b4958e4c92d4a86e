"""The real command on a simulated Discord: it ends with a status that tells its keeper not to start it again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from codesign_bot.records import Kept
from codesign_bot.service.keeping import KeepWork
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.discord import DiscordServer
from codesign_discord.logins import LOGINS
from codesign_discord.starts import AT_ONCE, FIRST_PAUSE

from ..journeys.town import Process  # noqa: TID252 - tests are no package
from .town import discord_of_our_own

OPERATOR = 3


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with discord_of_our_own() as found:
        yield found


def process(folder: Path, server: DiscordServer, token: str) -> Process:
    """`codesign-bot run` with a data folder of its own."""
    folder.mkdir()
    secret = folder / "token"
    secret.write_text(token)
    secret.chmod(0o600)
    config = folder / "config.toml"
    config.write_text(f'[store]\npath = "bot.db"\n\n[discord]\ntoken_file = "token"\napi = "{server.api_base}"\n')
    return Process(config)


async def connected(server: DiscordServer) -> None:
    async with asyncio.timeout(30):
        while not server.gateway.connected:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)


async def logged_in(server: DiscordServer, times: int) -> None:
    async with asyncio.timeout(30):
        while server.gateway.identified < times:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)


async def status(bot: Process) -> int:
    async with asyncio.timeout(30):
        while bot.is_running:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    assert bot.status is not None
    return bot.status


async def test_a_fatal_close_code_ends_the_command_with_the_operators_status(
    tmp_path: Path, server: DiscordServer
) -> None:
    bot = process(tmp_path / "one", server, server.token)
    bot.start()
    try:
        await connected(server)
        server.gateway.close_all(4004)
        assert await status(bot) == OPERATOR
    finally:
        bot.clear()
    assert server.gateway.identified == 1
    assert bot.log().endswith("Discord closed the connection for good, with code 4004\n")
    assert server.token not in bot.log()


async def test_a_token_that_is_not_taken_ends_the_command_before_it_logs_in(
    tmp_path: Path, server: DiscordServer
) -> None:
    bot = process(tmp_path / "one", server, "MTk4NjIyNDgzNDcxOTI1MjQ4.not-a-token")
    bot.start()
    try:
        assert await status(bot) == OPERATOR
    finally:
        bot.clear()
    assert server.gateway.identified == 0
    assert "Discord does not take the token" in bot.log()


@pytest.mark.slow
async def test_a_bot_that_is_killed_and_started_again_and_again_waits_before_it_logs_in(
    tmp_path: Path, server: DiscordServer
) -> None:
    """As a service manager does it. Nothing of the process is left but its store.

    A machine that takes longer to start the bot than the pause is has nothing to wait for.
    """
    bot, at = process(tmp_path / "one", server, server.token), list[float]()
    try:
        for number in range(1, AT_ONCE + 3):
            bot.start()
            await logged_in(server, number)
            at.append(monotonic())
            bot.kill()
    finally:
        bot.clear()
    assert at[-1] - at[-2] > 2 * FIRST_PAUSE - 0.5, "the second login that has to wait"


async def test_a_bot_that_used_up_its_logins_waits_when_it_is_started_again(
    tmp_path: Path, server: DiscordServer
) -> None:
    bot = process(tmp_path / "one", server, server.token)
    now = datetime.now(UTC)
    async with SqliteStore.open(tmp_path / "one" / "bot.db") as store:
        begun = [(now - timedelta(minutes=number)).timestamp() for number in range(18, -1, -1)]
        await store.apply(KeepWork([Kept("discord", LOGINS, json.dumps(begun))]))
    bot.start()
    try:
        async with asyncio.timeout(30):
            while "too many logins: it waits" not in bot.log():  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)
        assert bot.stop() == 0
    finally:
        bot.clear()
    assert server.gateway.identified == 0


async def test_of_two_processes_with_one_account_the_second_ends_and_the_first_goes_on(
    tmp_path: Path, server: DiscordServer
) -> None:
    """Also with data folders of their own, where no lock of the store keeps them apart."""
    first, second = (process(tmp_path / name, server, server.token) for name in ("one", "two"))
    first.start()
    try:
        await connected(server)
        second.start()
        assert await status(second) == OPERATOR
        assert f"another process ({first.pid}) on this machine is at work" in second.log()
        olga = server.member("Olga", may=1 << 4)
        await olga.types("/help")
        assert olga.notices == []
        assert server.gateway.identified == 1
        first.kill()
        second.start()
        async with asyncio.timeout(30):
            while server.gateway.identified < 2:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)
        assert second.stop() == 0
    finally:
        first.clear()
        second.clear()
