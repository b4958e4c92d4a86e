"""The real command on a simulated Discord: it ends with a status that tells its keeper not to start it again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from codesign_bot.testing.discord import DiscordServer

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
