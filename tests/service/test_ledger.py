"""The shared log grows with the acts it tells of: numbered without a gap, hashed as stored, said where it is posted."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.log.leaf import decoded
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.records import Community, Entry, Found, LogHead, Reads, Row
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.ledger import Ledger, Logged
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, World, open_world

HOME, AWAY = CommunityId("home"), CommunityId("away")
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


async def holds(world: World, community: CommunityId) -> list[Entry]:
    """The entries of a log, which are numbered without a gap and hash to its head."""
    entries = list(await world.bot.desk.store.entries(community))
    assert [one.no for one in entries] == [*range(1, len(entries) + 1)]
    frontier = Frontier().extended(leaf_hash(one.leaf) for one in entries)
    heads = {one.community: one for one in await world.bot.desk.store.log_heads()}
    assert heads[community] == LogHead(community, len(entries), frontier.encode())
    assert world.bot.desk.book.heads[community] == heads[community]
    for one in entries:
        leaf = decoded(one.leaf)
        assert (leaf.no, leaf.at, leaf.kind, leaf.round) == (one.no, one.at, one.kind, one.round)
        assert leaf.origin == f"codesign-bot/{community}"
    return entries


async def test_a_round_leaves_a_log_that_hashes_to_its_head(world: World) -> None:
    await stories.opened(world)
    await world.step_ends()
    await world.person("olga").says("!time give 2 days we were away")
    entries = await holds(world, world.round.community)
    assert {"community-began", "round-opened", "phase-entered", "power-used"} <= {one.kind for one in entries}


async def test_who_acted_stands_in_the_log_by_a_commitment_that_their_name_opens(world: World) -> None:
    await stories.planned(world)
    entries = await holds(world, world.round.community)
    began = decoded(entries[0].leaf).facts
    assert began["role"] == "organiser"
    assert b"olga" not in b"".join(one.leaf for one in entries)
    words = await world.bot.desk.store.words_of_round(RoundId(world.round.community))
    assert "olga" in words.values()


@dataclass
class Writes:
    """Appends so many entries, and then fails or not."""

    world: World
    community: CommunityId
    times: int
    fails: bool = False
    rows: tuple[Row, ...] = ()

    @property
    def reads(self) -> Reads:
        return Reads()

    def decide(self, found: Found) -> Sequence[Row]:
        ledger = Ledger(self.world.bot.desk, found)
        entries = [ledger.append(Logged(self.community, AT, "check-held", {"no": n})) for n in range(self.times)]
        if self.fails:
            raise ValueError("the act failed")
        self.rows = (*entries, *ledger.heads())
        return self.rows

    def committed(self) -> None:
        self.world.bot.desk.book.absorb(self.rows)


async def test_an_act_that_fails_leaves_no_gap_in_the_log(world: World) -> None:
    """Acts of two communities in one batch: those that fail have never been, whoever comes after them."""
    store = world.bot.desk.store
    await store.apply(KeepWork((Community(HOME, "Home", "UTC", "en"), Community(AWAY, "Away", "UTC", "en"))))
    acts = [Writes(world, HOME if n % 3 else AWAY, times=1 + n % 2, fails=n % 4 == 1) for n in range(40)]
    results = await asyncio.gather(*(store.apply(act) for act in acts), return_exceptions=True)
    assert sum(isinstance(one, ValueError) for one in results) == 10
    for community in (HOME, AWAY):
        entries = await holds(world, community)
        assert len(entries) == sum(act.times for act in acts if act.community == community and not act.fails) > 0


async def test_every_entry_is_posted_with_its_number_where_the_community_wants_its_log(world: World) -> None:
    await stories.opened(world)
    await world.person("olga").says("!setup log", ROOM)
    await world.step_ends()
    await world.everything_said()
    entries = await holds(world, world.round.community)
    chosen = next(one.no for one in entries if one.kind == "log-space-set")
    later = [one.no for one in entries if one.no > chosen]
    assert later
    said = "\n".join(world.room_says())
    for no in later:
        assert said.count(f"Entry {no} of the log") == 1


@pytest.mark.parametrize("change", ["UPDATE entry SET leaf = x'00' WHERE no = 1", "DELETE FROM entry WHERE no = 1"])
async def test_the_database_itself_refuses_to_change_an_entry(tmp_path: Path, change: str) -> None:
    async with open_world(tmp_path) as world:
        await stories.planned(world)
        before = await holds(world, world.round.community)
    with closing(sqlite3.connect(tmp_path / "bot.db")) as by_hand, pytest.raises(sqlite3.Error, match="of the log"):
        by_hand.execute(change)
    async with open_world(tmp_path) as world:
        assert await world.bot.desk.store.entries(before[0].community) == before
