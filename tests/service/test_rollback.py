"""A store that went back behind what was signed is found at the start, and nothing is done with it."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.errors import Damaged
from codesign_bot.log.witness import Seen, read
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import ROOM, open_world


def copied(folder: Path, target: Path, names: Iterable[str] = ("bot.db",)) -> None:
    target.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(folder / name, target / name)


def remembered(folder: Path) -> Mapping[str, Seen]:
    """What the file beside the key says, by log."""
    return read(folder / "log-witness.json").logs


async def lived(folder: Path) -> ControlledClock:
    """A community whose log was signed twice; the store of before the second time lies in `old`."""
    async with open_world(folder) as world:
        await stories.opened(world)
        await world.bot.housekeeper.keep_house()
        clock = world.clock
    copied(folder, folder / "old")
    async with open_world(folder, clock) as world:
        await world.person("olga").says("!setup zone Europe/Paris", ROOM)
        await world.passes(timedelta(days=8))
        await world.bot.housekeeper.keep_house()
    return clock


async def test_a_store_that_goes_on_begins_again_as_before(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    (seen,) = (await asyncio.to_thread(remembered, tmp_path)).values()
    async with open_world(tmp_path, clock) as world:
        (head,) = world.bot.desk.book.heads.values()
        assert head.size == seen.size > 0


async def test_a_restored_old_backup_is_refused_with_what_to_do(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    copied(tmp_path / "old", tmp_path)
    with pytest.raises(Damaged, match=r"were signed: this store is an older one\. Restore the newest backup"):
        async with open_world(tmp_path, clock):
            pytest.fail("it began")


async def test_an_empty_store_beside_an_old_witness_is_refused(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    for part in tmp_path.glob("bot.db*"):
        part.unlink()
    with pytest.raises(Damaged, match="has 0 entries"):
        async with open_world(tmp_path, clock):
            pytest.fail("it began")


async def test_another_log_of_the_same_length_is_refused(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    with closing(sqlite3.connect(tmp_path / "bot.db")) as by_hand, by_hand:
        by_hand.execute("DROP TRIGGER entry_is_never_changed")
        by_hand.execute(
            "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'facts', 'fact5') AS BLOB) WHERE no = 2"
        )
    with pytest.raises(Damaged, match="is not the one that was signed"):
        async with open_world(tmp_path, clock):
            pytest.fail("it began")


async def test_nothing_is_signed_that_cannot_be_remembered(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with open_world(tmp_path) as world:
        await stories.opened(world)
        (tmp_path / "log-witness.json").write_text("nonsense")
        with caplog.at_level(logging.CRITICAL):
            await world.bot.housekeeper.keep_house()
        (community,) = world.bot.desk.book.heads
        assert await world.bot.desk.store.checkpoints(community) == []
    assert "never signed" in caplog.text


async def test_what_is_remembered_is_on_the_disk_before_the_checkpoint_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash in between leaves a witness of what nobody saw: the next start signs the same again."""
    async with open_world(tmp_path) as world:
        await stories.opened(world)

        async def crashes(_work: object) -> None:
            raise RuntimeError("killed")

        (community,) = world.bot.desk.book.heads
        with monkeypatch.context() as broken:
            broken.setattr(world.bot.desk.store, "apply", crashes)
            notary = world.bot.housekeeper.notary
            assert notary is not None
            with pytest.raises(RuntimeError, match="killed"):
                await notary.sign_due()
        (seen,) = (await asyncio.to_thread(remembered, tmp_path)).values()
        assert await world.bot.desk.store.checkpoints(community) == []
        await notary.sign_due()
        (signed,) = await world.bot.desk.store.checkpoints(community)
        assert signed.size == seen.size
