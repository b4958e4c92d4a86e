"""The real command on a simulated Discord, on a backup that is older than what its channel was shown as signed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.cli import BEHIND
from codesign_bot.log.spotted import notes_in
from codesign_bot.records import Place
from codesign_bot.testing.world import LOG_KEY

from ..journeys.town import Process  # noqa: TID252 - tests are no package
from . import story
from .test_process import process, status
from .town import Town, open_town, until


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as found:
        yield found


async def signed(town: Town) -> list[str]:
    """Sign what is to be signed, and read all that stands in the channel."""
    assert town.bot is not None
    await town.bot.housekeeper.keep_house()
    await town.quiet()
    place = Place("discord", str(town.server.channel.id))
    return [note for text in await town.bot.desk.doors["discord"].checkpoints(place) for note in notes_in(text)]


def backed_up(town: Town, folder: Path) -> Process:
    """The command with a copy of the store as it is now, and the key."""
    bot = process(folder, town.server, town.server.token)
    key = folder / "log-key"
    key.write_text(f"{LOG_KEY.text()}\n")
    key.chmod(0o600)
    with closing(sqlite3.connect(town.folder / "bot.db")) as now, closing(sqlite3.connect(folder / "bot.db")) as copy:
        now.backup(copy)
    return bot


async def lives_on(town: Town) -> None:
    """One more entry, which is signed a day later."""
    olga = town.person("Olga")
    await olga.types("/setup zone", zone="Europe/Paris")
    await olga.sees("Europe/Paris")
    await town.passes(timedelta(days=2))


async def test_a_restored_old_backup_ends_with_a_status_of_its_own_and_says_nothing(tmp_path: Path, town: Town) -> None:
    await story.suggested(town)
    assert len(await signed(town)) == 1
    bot = await asyncio.to_thread(backed_up, town, tmp_path / "old")
    await lives_on(town)
    newest, _ = await signed(town)
    await town.stop()
    said = len(town.server.channel.messages)
    bot.start()
    try:
        assert await status(bot) == BEHIND
    finally:
        bot.clear()
    size = newest.split("\n")[1]
    assert f"but {size} were signed: this store is an older one. Restore the newest backup." in bot.log()
    assert "Traceback" not in bot.log()
    assert len(town.server.channel.messages) == said
    # The channel need not be asked a second time.
    bot.start()
    try:
        assert await status(bot) == BEHIND
    finally:
        bot.clear()


async def test_the_newest_backup_begins(tmp_path: Path, town: Town) -> None:
    await story.suggested(town)
    await lives_on(town)
    (newest,) = await signed(town)
    bot = await asyncio.to_thread(backed_up, town, tmp_path / "new")
    await town.stop()
    bot.start()
    try:
        await until(lambda: '"started"' in bot.log() or "the bot is at work" in bot.log())
        assert bot.stop() == 0
    finally:
        bot.clear()
    assert newest


async def test_a_note_in_a_message_to_the_bot_is_not_what_the_bot_said(town: Town) -> None:
    """Discord shows the bot what mentions it, by whomever."""
    await story.suggested(town)
    (note,) = await signed(town)
    ana = town.person("Ana")
    ana.says(f"<@{town.server.world.bot.id}> look:\n{note}")
    newest = list(town.server.channel.messages.values())[-1]
    assert note.strip() in newest.content
    assert await signed(town) == [note]
