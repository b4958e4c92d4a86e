"""Checkpoints: signed when a step begins or a day went by, said everywhere, and never of a log that was changed."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.records import Signed
from codesign_bot.testing import stories
from codesign_bot.testing.world import LOG_KEY, ROOM, World, open_world


def home(world: World) -> CommunityId:
    """The only community."""
    (community,) = world.bot.desk.book.heads
    return community


async def signed(world: World) -> list[Signed]:
    """Every checkpoint of the community, each true to the entries that were there."""
    desk, community = world.bot.desk, home(world)
    origin = desk.origin_of(community)
    entries = await desk.store.entries(community)
    found = list(await desk.store.checkpoints(community))
    for one in found:
        read = Checkpoint.checked(one.note, origin, (LOG_KEY.named(origin).verifier,))
        tree = Frontier().extended(leaf_hash(entry.leaf) for entry in entries[: one.size])
        assert read.head == tree.head == Frontier.decode(one.frontier).head
        assert read.size == one.size
    return found


async def test_a_step_that_begins_is_signed_at_once_and_said_in_the_space(world: World) -> None:
    await stories.opened(world)
    await world.bot.housekeeper.keep_house()
    await world.everything_said()
    (first,) = await signed(world)
    assert sum(first.note.strip() in said for said in world.room_says()) == 1
    await world.bot.housekeeper.keep_house()
    assert len(await signed(world)) == 1
    await world.step_ends()
    await world.bot.housekeeper.keep_house()
    one, other = await signed(world)
    assert one == first
    assert other.size > first.size


async def test_what_is_no_hurry_is_signed_within_a_day(world: World) -> None:
    await stories.opened(world)
    await world.bot.housekeeper.keep_house()
    await world.person("olga").says("!setup zone Europe/Paris", ROOM)
    await world.passes(timedelta(hours=1))
    await world.bot.housekeeper.keep_house()
    assert len(await signed(world)) == 1
    await world.passes(timedelta(hours=23))
    await world.bot.housekeeper.keep_house()
    assert len(await signed(world)) == 2
    await world.passes(timedelta(days=1, hours=1))
    await world.bot.housekeeper.keep_house()
    assert len(await signed(world)) == 2  # nothing was logged since


async def test_a_bot_that_starts_again_goes_on_from_the_last_checkpoint(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.opened(world)
        await world.bot.housekeeper.keep_house()
        clock = world.clock
    async with open_world(tmp_path, clock) as world:
        await world.bot.housekeeper.keep_house()
        assert len(await signed(world)) == 1
        await world.passes(timedelta(days=8))
        await world.bot.housekeeper.keep_house()
        assert len(await signed(world)) == 2


CHANGES = (
    "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'facts', 'fact5') AS BLOB) WHERE no > 4",
    "DELETE FROM entry WHERE no = (SELECT max(no) FROM entry)",
    "UPDATE log_head SET size = size - 1",
    "UPDATE log_head SET frontier = zeroblob(length(frontier))",
    "UPDATE checkpoint SET note = replace(note, substr(note, 30, 1), 'x')",
    "UPDATE checkpoint SET frontier = zeroblob(length(frontier))",
    "UPDATE checkpoint SET frontier = CAST(substr(frontier, 1, 8) || zeroblob(length(frontier) - 8) AS BLOB)",
)


@pytest.mark.parametrize("change", CHANGES)
async def test_a_log_that_was_changed_is_never_signed(
    tmp_path: Path, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Also not by whoever has the key and the database: what was signed before stands against it."""
    async with open_world(tmp_path) as world:
        await stories.opened(world)
        await world.bot.housekeeper.keep_house()
        await world.person("olga").says("!setup zone Europe/Paris", ROOM)
        await world.step_ends()
        clock = world.clock
    with closing(sqlite3.connect(tmp_path / "bot.db")) as by_hand, by_hand:
        by_hand.execute("DROP TRIGGER entry_is_never_changed")
        by_hand.execute("DROP TRIGGER entry_never_goes")
        by_hand.execute(change)
    async with open_world(tmp_path, clock) as world:
        before = await world.bot.desk.store.checkpoints(home(world))
        with caplog.at_level(logging.CRITICAL):
            for _ in range(2):
                await world.bot.housekeeper.keep_house()
        assert await world.bot.desk.store.checkpoints(home(world)) == before
    assert len([one for one in caplog.records if "never signed" in one.message]) == 1


async def test_without_a_key_nothing_is_signed(world: World) -> None:
    await stories.opened(world)
    world.bot.housekeeper.notary = None
    await world.bot.housekeeper.keep_house()
    assert await signed(world) == []
