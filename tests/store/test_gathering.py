"""In a storm one commit holds what several people did; whoever comes alone never waits, and nobody waits for long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.records import Kind, Outgoing, Place, Urgency
from codesign_bot.store import writer
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import NOW, Cast, Change

from .test_patience import statements

ROUND, HALL = RoundId("round"), Place("test", "hall")
LONG, WHILE = 3600.0, 0.05
"""Seconds: for ever, and as long as a commit takes at most where nobody waits."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    async with SqliteStore.open(tmp_path / "bot.db") as found:
        yield found


@pytest.fixture
async def seen(store: SqliteStore) -> list[str]:
    """Every statement from here on, as SQLite runs it."""
    return await statements(store)


def ballot(no: int) -> Cast:
    return Cast(ROUND, PersonId(f"p{no}"), ((IdeaNo(1), 1),), f"event {no}")


def casts(store: SqliteStore, *numbers: int) -> list[asyncio.Task[None]]:
    """Ballots of different people, under way."""
    return [asyncio.ensure_future(store.apply(ballot(no))) for no in numbers]


async def done(tasks: list[asyncio.Task[None]]) -> None:
    async with asyncio.timeout(20):
        await asyncio.gather(*tasks)


async def stored(store: SqliteStore) -> list[str]:
    return sorted([str(one.person) async for one in store.ballots(ROUND, VoteKind.VOTE)])


async def test_whoever_comes_alone_never_waits(
    store: SqliteStore, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GATHER", LONG)
    for no in range(4):
        await done(casts(store, no))
    assert seen.count("COMMIT") == 4


async def test_those_who_come_one_after_the_other_in_a_storm_share_a_commit(
    store: SqliteStore, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GATHER", 10 * WHILE)
    await done(casts(store, 1, 2))
    assert seen.count("COMMIT") == 1
    first = casts(store, 3)
    await asyncio.sleep(2 * WHILE)
    assert not first[0].done(), "it gathers"
    await done([*first, *casts(store, 4)])
    assert seen.count("COMMIT") == 2
    assert await stored(store) == ["p1", "p2", "p3", "p4"]


async def test_a_storm_is_over_with_the_first_who_comes_alone(
    store: SqliteStore, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GATHER", WHILE)
    await done(casts(store, 1, 2))
    await asyncio.sleep(2 * WHILE)
    monkeypatch.setattr(writer, "GATHER", LONG)
    for no in (3, 4, 5):
        await done(casts(store, no))
    assert seen.count("COMMIT") == 4


async def test_what_came_during_a_commit_goes_at_once_and_begins_a_storm(
    store: SqliteStore, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GATHER", 10 * WHILE)
    first = casts(store, 1)
    while not seen:  # noqa: ASYNC110 - nobody tells that a commit is under way
        await asyncio.sleep(0)
    await done([*first, *casts(store, 2)])
    assert seen.count("COMMIT") == 2
    third = casts(store, 3)
    await asyncio.sleep(2 * WHILE)
    assert not third[0].done()
    await done(third)


async def test_where_enough_have_come_nobody_else_is_waited_for(
    store: SqliteStore, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GATHER", LONG)
    await done(casts(store, 1, 2))
    others = casts(store, *range(3, 2 + writer.ENOUGH))
    await asyncio.sleep(WHILE)
    assert not any(one.done() for one in others), "one is missing"
    await done([*others, *casts(store, 2 + writer.ENOUGH)])
    assert seen.count("COMMIT") == 2


async def test_a_mark_is_no_company_and_goes_along_in_a_storm(
    store: SqliteStore, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Outgoing("a", Kind.APPEND, HALL, NOW, "{}", Urgency.ANSWER)
    await store.apply(Change([answer]))
    seen.clear()
    monkeypatch.setattr(writer, "GATHER", LONG)
    monkeypatch.setattr(writer, "PATIENCE", LONG)
    await done([asyncio.ensure_future(store.sent("a", 1, "$1", "")), *casts(store, 1)])
    await done(casts(store, 2))
    assert seen.count("COMMIT") == 2, "nobody gathered"
    monkeypatch.setattr(writer, "GATHER", 2 * WHILE)
    await done(casts(store, 3, 4))
    await done([asyncio.ensure_future(store.sent("a", 1, "$1", "")), *casts(store, 5)])
    assert seen.count("COMMIT") == 4


async def test_in_a_storm_a_mark_waits_no_longer_than_without(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of the two times is over first counts for all who wait."""
    monkeypatch.setattr(writer, "GATHER", LONG)
    await done(casts(store, 1, 2))
    ballots = casts(store, 3)
    await asyncio.sleep(WHILE)
    assert not ballots[0].done()
    await done([*ballots, asyncio.ensure_future(store.sent("a", 1, "$1", ""))])


async def test_a_store_that_closes_stores_what_gathers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GATHER", LONG)
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await done(casts(store, 1, 2))
        waiting = casts(store, 3)
        await asyncio.sleep(WHILE)
        assert not waiting[0].done()
    await done(waiting)
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        assert await stored(store) == ["p1", "p2", "p3"]


async def test_whoever_goes_away_takes_nothing_along(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Their own ballot is stored too: they may have been answered already, and are not asked."""
    monkeypatch.setattr(writer, "GATHER", 4 * WHILE)
    await done(casts(store, 1, 2))
    gone, stays = casts(store, 3, 4)
    await asyncio.sleep(WHILE)
    gone.cancel()
    await done([stays])
    assert gone.cancelled()
    assert await stored(store) == ["p1", "p2", "p3", "p4"]
    assert caplog.messages == []
