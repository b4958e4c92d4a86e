"""What was sent is marked along with the commit of somebody else, and never much later than without."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from operator import attrgetter
from pathlib import Path
from time import monotonic

import aiosqlite
import pytest

from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
from codesign_bot.records import Kind, Outgoing, Place, Queued, Urgency
from codesign_bot.store import writer
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.store.turns import Connection
from codesign_bot.testing.works import NOW, Cast, Change

ROUND, ADA, HALL = RoundId("round"), PersonId("ada"), Place("test", "hall")
LONG = 3600.0


def answer(key: str) -> Outgoing:
    return Outgoing(key, Kind.APPEND, HALL, NOW, "{}", Urgency.ANSWER)


async def statements(store: SqliteStore) -> list[str]:
    """Every statement from here on, as SQLite runs it."""
    seen: list[str] = []
    connection: Connection = attrgetter("_writer._connection")(store)  # nobody sees it from outside
    trace: Callable[..., Awaitable[None]] = attrgetter("set_trace_callback")(connection)
    await trace(seen.append)
    return seen


async def waiting(store: SqliteStore) -> list[str]:
    queued: list[Queued] = list(await store.outbox("test", NOW, 50))
    return [one.message.key for one in queued]


async def test_a_mark_goes_along_with_the_next_ballot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PATIENCE", LONG)
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Change([answer("a")]))
        seen = await statements(store)
        marking = asyncio.ensure_future(store.sent("a", 1, "$1", ""))
        await asyncio.sleep(0.05)
        assert not marking.done(), "it waits for company"
        assert seen == []
        await asyncio.wait_for(store.apply(Cast(ROUND, ADA, ((IdeaNo(1), 1),), "event")), 20)
        await asyncio.wait_for(marking, 20)
        assert seen.count("COMMIT") == 1
        assert await waiting(store) == []


async def test_a_mark_that_nobody_comes_along_with_is_durable_all_the_same(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Change([answer("a"), answer("b")]))
        seen = await statements(store)
        async with asyncio.timeout(20):
            await asyncio.gather(store.sent("a", 1, "$1", ""), store.sent("b", 1, "$2", ""))
        assert seen.count("COMMIT") == 1
        assert await waiting(store) == []


async def test_nothing_else_waits_for_company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PATIENCE", LONG)
    async with SqliteStore.open(tmp_path / "bot.db") as store, asyncio.timeout(20):
        await store.apply(Change([answer("a")]))
        await store.delayed("a", NOW)
        await store.parked("a", "shut")
        await store.unpark(HALL)
        assert await waiting(store) == ["a"]


async def test_a_store_that_is_left_marks_what_was_sent_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PATIENCE", LONG)
    began = monotonic()
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Change([answer("a")]))
        marking = asyncio.ensure_future(store.sent("a", 1, "$1", ""))
        await asyncio.sleep(0)
    await marking
    assert monotonic() - began < LONG / 2
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        assert await waiting(store) == []


async def test_a_process_that_dies_before_the_mark_says_the_same_key_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost: the outbox still has it. Nothing is said twice: the key is the same for the platform."""
    monkeypatch.setattr(writer, "PATIENCE", LONG)
    left = tmp_path / "left"
    left.mkdir()
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Change([answer("a"), answer("b")]))
        await asyncio.gather(store.sent("a", 1, "$1", ""), store.apply(Change([])))
        marking = asyncio.ensure_future(store.sent("b", 1, "$2", ""))
        await asyncio.sleep(0.05)
        for part in tmp_path.glob("bot.db*"):
            shutil.copy(part, left)  # what lies on the disk at this moment is what a kill would leave
        assert not marking.done()
    await marking
    async with SqliteStore.open(left / "bot.db") as store:
        assert await waiting(store) == ["b"]


async def test_a_ballot_takes_two_turns_of_the_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[object] = []
    execute: Callable[..., Awaitable[object]] = attrgetter("_execute")(aiosqlite.Connection)

    async def counted(self: Connection, do: object, *of: object, **named: object) -> object:
        turns.append(do)
        return await execute(self, do, *of, **named)

    async with SqliteStore.open(tmp_path / "bot.db") as store:
        monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
        await store.apply(Cast(ROUND, ADA, ((IdeaNo(1), 1),), "event"))
        assert len(turns) == 2
        monkeypatch.undo()


async def test_what_fails_in_a_turn_fails_for_whoever_asked(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        connection: Connection = attrgetter("_writer._connection")(store)
        with pytest.raises(ZeroDivisionError):
            await connection.in_one_turn(lambda _: 1 // 0)
        assert await connection.in_one_turn(lambda one: one.execute("SELECT 7").fetchone()) == (7,)
    with pytest.raises(ValueError, match="no active connection"):
        await connection.in_one_turn(lambda _: None)
