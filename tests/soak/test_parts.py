"""The parts that a simulated year is made of: time, death, the store on one thread, a platform that stays."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from codesign_bot.errors import Full, Unreachable
from codesign_bot.ports import Reading
from codesign_bot.records import Found, Kept, Kind, Outgoing, Place, Queued, Reads, Row, Urgency
from codesign_bot.schedule import alarms
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.world import CHOICES
from codesign_bot.testing.year import weather as troubles
from codesign_bot.testing.year.hearsay import Told
from codesign_bot.testing.year.loop import VirtualLoop, lives, one_clock
from codesign_bot.testing.year.shelf import Shelf
from codesign_bot.testing.year.square import Door, Square
from codesign_bot.testing.year.timeline import START, Timeline
from codesign_bot.testing.year.weather import Fault, Weather
from codesign_bot.view import View, say

DAY = timedelta(days=1)


# --- time --------------------------------------------------------------------------------------------------


def test_a_month_of_sleep_passes_at_once_and_exactly() -> None:
    timeline = Timeline()

    async def sleeps() -> datetime:
        await asyncio.sleep(30 * 86400)
        return timeline.now()

    assert lives(VirtualLoop(timeline), sleeps) == START + 30 * DAY


def test_what_happens_outside_happens_in_its_order_while_a_process_sleeps() -> None:
    timeline, seen = Timeline(), list[str]()
    for name, days in (("second", 2), ("first", 1), ("never", 9)):
        timeline.after(days * DAY, lambda name=name: seen.append(f"{name} {timeline.true():%d}"))  # type: ignore[misc] # bound now

    async def sleeps() -> None:
        await asyncio.sleep(3 * 86400)

    lives(VirtualLoop(timeline), sleeps)
    assert seen == ["first 06", "second 07"]


def test_a_wrong_wall_clock_changes_neither_the_true_time_nor_the_other_clock() -> None:
    timeline = Timeline()
    timeline.offset = -timedelta(hours=3)
    timeline.passes_to(60)
    assert timeline.now() == START + timedelta(minutes=1) - timedelta(hours=3)
    assert timeline.true() == START + timedelta(minutes=1)
    assert timeline.monotonic() == 60


def clock_of(module: ModuleType) -> type[datetime]:
    """What a module takes for `datetime`."""
    found: type[datetime] = vars(module)["datetime"]
    return found


def test_who_reads_the_clock_of_the_machine_reads_the_virtual_one() -> None:
    timeline = Timeline()
    with one_clock(timeline):
        assert clock_of(alarms).now(UTC) == START
        timeline.passes_to(5)
        assert clock_of(alarms).now(UTC) == START + timedelta(seconds=5)
        assert isinstance(START, clock_of(alarms))
    assert clock_of(alarms) is datetime


def test_who_waits_for_what_never_comes_is_told() -> None:
    async def waits() -> None:
        await asyncio.Event().wait()

    loop = VirtualLoop(Timeline())
    with pytest.raises(AssertionError, match="will never happen"):
        lives(loop, waits)


def test_what_would_run_in_a_thread_runs_at_once() -> None:
    async def asks() -> tuple[int, str]:
        try:
            await asyncio.to_thread(lambda: int("x"))
        except ValueError:
            return await asyncio.to_thread(lambda: 7), "refused"
        return 0, ""

    assert lives(VirtualLoop(Timeline()), asks) == (7, "refused")


# --- death -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turns", range(6))
def test_a_process_can_die_at_any_await(turns: int) -> None:
    seen: list[int] = []

    async def counts() -> bool:
        for number in range(5):
            seen.append(number)
            await asyncio.sleep(0)
        return True

    loop = VirtualLoop(Timeline())
    loop.dies_in = turns
    assert lives(loop, counts) is None
    assert seen == list(range(turns))


def test_who_lives_to_the_end_gives_an_answer() -> None:
    async def answers() -> int:
        await asyncio.sleep(0)
        return 3

    loop = VirtualLoop(Timeline())
    loop.dies_in = 100
    assert lives(loop, answers) == 3


# --- the store ---------------------------------------------------------------------------------------------


@dataclass
class Keeps:
    """Stores one thing."""

    value: str
    reads: Reads = Reads()  # noqa: RUF009 - a frozen value

    def decide(self, found: Found) -> tuple[Row, ...]:
        del found
        return (Kept("plaza", "what", self.value),)

    def committed(self) -> None:
        pass


async def value(store: SqliteStore) -> list[str | None]:
    return [row.value for row in await store.kept("plaza")]


def test_what_was_acknowledged_is_there_whenever_the_process_dies(tmp_path: Path) -> None:
    """At each turn of the loop in turn, until it lives through all of it."""
    deaths, stored = 0, set[bool]()
    for turns in range(200):
        folder = tmp_path / str(turns)
        folder.mkdir()
        shelf, acknowledged, loop = Shelf(folder / "bot.db", lambda: 1), list[str](), VirtualLoop(Timeline())
        loop.dies_in = turns

        async def stores(shelf: Shelf = shelf, acknowledged: list[str] = acknowledged) -> bool:
            async with shelf.open(shelf.path) as store:
                await store.apply(Keeps("one"))
                acknowledged.append("one")
            return True

        has_lived = lives(loop, stores)
        shelf.drop()
        kept = [row[0] for row in shelf.asked("SELECT value FROM kept WHERE platform <> 'store'")]
        assert kept in ([], ["one"])
        assert not acknowledged or kept == ["one"], f"lost at turn {turns}"
        stored.add(bool(kept))
        if has_lived:
            break
        deaths += 1
    assert 10 < deaths < 199
    assert stored == {True, False}


def test_a_full_disk_stores_nothing_and_heals(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "bot.db")

    async def stores() -> tuple[int, list[str | None]]:
        refused = 0
        async with shelf.open(shelf.path) as store:
            shelf.fill(is_full=True)
            for number in range(40):
                try:
                    await store.apply(Keeps(f"{number}" * 2000))
                except Full:
                    refused += 1
            shelf.fill(is_full=False)
            await store.apply(Keeps("at last"))
            return refused, await value(store)

    refused, kept = lives(VirtualLoop(Timeline()), stores) or (0, [])
    assert refused
    assert kept == ["at last"]


# --- a platform --------------------------------------------------------------------------------------------


@dataclass
class Town:
    """One platform, one door, and what was heard."""

    square: Square
    door: Door
    heard: list[Told]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    for fault in troubles.IN_A_HUNDRED:
        monkeypatch.setitem(troubles.IN_A_HUNDRED, fault, 0.0)
    timeline = Timeline()
    weather = Weather(timeline, Random(1), {})  # noqa: S311 - dice of a test
    heard: list[Told] = []
    square = Square("plaza", timeline, weather, [heard.append])
    square.trouble.spaces = ["v0"]
    return Town(square, Door(square, weather), heard)


def queued(key: str, message_id: str | None = None) -> Queued:
    place = Place("plaza", "v0")
    return Queued(Outgoing(key, Kind.APPEND, place, START, "", Urgency.ANNOUNCEMENT), 0, 1, message_id, None)


READING = Reading(CHOICES.voices["en"], {}, START)
HELLO = View(None, (say("welcome"),))


def said(town: Town, key: str, message_id: str | None = None) -> str | None:
    async def speaks() -> str:
        if message_id is not None:
            return await town.door.edit(queued(key, message_id), HELLO, READING)
        return await town.door.send(queued(key), HELLO, READING)

    return lives(VirtualLoop(town.square.timeline), speaks)


def test_the_same_key_is_said_once(town: Town) -> None:
    first, again, other = said(town, "one"), said(town, "one"), said(town, "two")
    assert first == again != other
    assert [one.key for one in town.heard] == ["one", "two"]
    assert not any(one.is_changed for one in town.heard)


def test_what_is_changed_is_heard_as_changed(town: Town) -> None:
    first = said(town, "one")
    said(town, "one", first)
    assert [one.is_changed for one in town.heard] == [False, True]


def test_a_receipt_can_get_lost_though_the_message_is_there(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(troubles.IN_A_HUNDRED, Fault.LOST_REPLY, 100.0)
    with pytest.raises(Unreachable):
        said(town, "one")
    assert [one.key for one in town.heard] == ["one"]
    monkeypatch.setitem(troubles.IN_A_HUNDRED, Fault.LOST_REPLY, 0.0)
    assert said(town, "one")
    assert len(town.heard) == 1


def test_nobody_is_reached_while_the_platform_is_out(town: Town) -> None:
    town.square.trouble.is_out = True
    with pytest.raises(Unreachable):
        said(town, "one")
    assert town.heard == []


def test_a_message_can_come_late_and_twice(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(troubles.IN_A_HUNDRED, Fault.TWICE, 100.0)
    monkeypatch.setitem(troubles.IN_A_HUNDRED, Fault.LATE, 100.0)
    for _ in range(5):
        town.square.happens("somebody wrote")  # type: ignore[arg-type] # nothing looks into it
    assert town.square.happened == []
    town.square.timeline.passes_to(86400)
    assert len(town.square.happened) == 10
