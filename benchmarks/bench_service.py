"""Durable ballots a second through the whole service, beside the bare store and plain sqlite3 in the same run.

A ballot through the service: a message is heard, its author and the round are found, the rules decide on the newest
state, and the ballot, the event's id and the answer are stored in one transaction; 64 members vote at once, each a
ballot of their own. The rows that this stored are then stored again without the service: by `SqliteStore.apply`
with 64 callers, and by plain sqlite3 with 64 ballots and with one in a commit. All on fresh copies of one file.

    python -m benchmarks.bench_service [--short]
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.bench_store import CALLERS, Figures, Lines, found_by, table
from codesign_bot.app import spare_the_collector
from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.records import Account, Ballot, Participant, Person, Place, Reads, Row
from codesign_bot.store.linking import ballots_linked, head_of
from codesign_bot.store.questions import HEAD
from codesign_bot.store.rows import Writes, writes
from codesign_bot.store.sqlite import SETTINGS, SqliteStore
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.stories import voting
from codesign_bot.testing.works import Change
from codesign_bot.testing.world import World, open_world

LEAST = 0.5
"""What of the bare store's figure the service has to reach."""
SIZES = (100, 1_000, 10_000, 100_000)
Stored = tuple[Reads, Sequence[Row]]


@dataclass(slots=True)
class Recording:
    """The store, which also notes what went through it: appending to a list costs nothing that shows."""

    store: SqliteStore
    works: list[Stored] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self.store, name)

    async def apply(self, work: Any) -> None:  # noqa: ANN401 - a `Work` that keeps its rows
        await self.store.apply(work)
        self.works.append((work.reads, work.rows))


async def prepare(folder: Path, voters: int, cast: int) -> datetime:
    """A vote under way, with so many people who may still vote and so many ballots of others. Returns its now."""
    await asyncio.to_thread(folder.mkdir)
    async with open_world(folder) as world:
        await voting(world)
        joined = world.clock.now() - timedelta(days=20)
        round_id = world.round.id
        for first in range(0, voters + cast, 5000):
            numbers = range(first, min(first + 5000, voters + cast))
            rows = [row for no in numbers for row in person(round_id, no, joined, has_cast=no >= voters)]
            await world.bot.desk.store.apply(Change(rows))
        return world.clock.now()


def person(round_id: RoundId, no: int, joined: datetime, *, has_cast: bool) -> list[Row]:
    who, private = PersonId(f"person-{no}"), Place(PLATFORM, f"dm-v{no}")
    rows: list[Row] = [
        Person(Account(PLATFORM, f"@v{no}:memory"), who, f"v{no}", private),
        Participant(round_id, who, joined, is_organiser=False),
    ]
    if has_cast:
        rows.append(Ballot(round_id, VoteKind.VOTE, who, ((IdeaNo(no % 6 + 1), 1),), joined + timedelta(days=19), 1))
    return rows


async def by_64(works: Sequence[Callable[[], Awaitable[object]]]) -> Figures:
    """So many callers share the work; each waits for its answer before it goes on."""
    waits: list[float] = []
    left = iter(works)

    async def caller() -> None:
        for work in left:
            asked = perf_counter()
            await work()
            waits.append(perf_counter() - asked)

    started = perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(CALLERS):
            group.create_task(caller())
    return Figures.of(waits, perf_counter() - started)


async def through_the_service(folder: Path, now: datetime, voters: int) -> Figures:
    clock = ControlledClock()
    clock.advance_to(now)
    async with open_world(folder, clock) as world:
        return await by_64([ballot(world, no) for no in range(voters)])


async def recorded(folder: Path, now: datetime, voters: int) -> list[Stored]:
    """What the service stores for the same ballots. Not timed: to keep it all costs time too."""
    clock = ControlledClock()
    clock.advance_to(now)
    async with open_world(folder, clock) as world:
        recording = Recording(world.bot.desk.store)
        world.bot.desk.store = recording
        await by_64([ballot(world, no) for no in range(voters)])
    assert len(recording.works) == voters
    assert all(any(isinstance(row, Ballot) for row in rows) for _, rows in recording.works)
    return recording.works


def ballot(world: World, no: int) -> Callable[[], Awaitable[object]]:
    heard = [world.person(f"v{no}").writes(f"!vote {no % 6 + 1}:2 {(no + 1) % 6 + 1}")]
    return lambda: world.bot.host.receive(heard)


async def through_the_store(folder: Path, works: Sequence[Stored]) -> Figures:
    async with SqliteStore.open(folder / "bot.db") as store:
        return await by_64([lambda reads=reads, rows=rows: store.apply(Change(rows, reads)) for reads, rows in works])


def through_sqlite(folder: Path, works: Sequence[Stored], together: int) -> Figures:
    """One thread, the same reads and writes; nobody waits for an event loop."""
    connection = sqlite3.connect(folder / "bot.db", isolation_level=None)
    for setting in SETTINGS:
        connection.execute(setting)
    head = head_of(connection.execute(HEAD))
    waits: list[float] = []
    started = perf_counter()
    for first in range(0, len(works), together):
        some, asked = works[first : first + together], perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        found_by(connection, [reads for reads, _ in some])
        written = Writes()
        for _, rows in some:
            written.add(write for row in rows for write in writes(row))
        head = ballots_linked(head, written)
        for statement, parameters in written:
            connection.executemany(statement, parameters)
        connection.execute("COMMIT")
        waits.extend([perf_counter() - asked] * len(some))
    seconds = perf_counter() - started
    connection.close()
    return Figures.of(waits, seconds)


def fresh(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


async def beside(folder: Path, voters: int, turns: int) -> Lines:
    """Service, store and sqlite3 in turns: a noisy machine is noisy for all."""
    now = await prepare(folder / "one", voters, 0)
    works = await recorded(fresh(folder / "one", folder / "copy"), now, voters)
    service, bare, groups, singles = (list[Figures]() for _ in range(4))
    for _ in range(turns):
        service.append(await through_the_service(fresh(folder / "one", folder / "copy"), now, voters))
        bare.append(await through_the_store(fresh(folder / "one", folder / "copy"), works))
        groups.append(through_sqlite(fresh(folder / "one", folder / "copy"), works, CALLERS))
        singles.append(through_sqlite(fresh(folder / "one", folder / "copy"), works[: voters // 4], 1))
    return [
        (f"`SqliteStore.apply` of the same rows, {CALLERS} callers", bare),
        (f"the whole service, {CALLERS} members at once", service),
        (f"plain sqlite3, one thread, {CALLERS} ballots a commit", groups),
        ("plain sqlite3, one thread, 1 ballot a commit", singles),
    ]


async def curve(folder: Path, voters: int, turns: int) -> Lines:
    """The service with more and more ballots cast before."""
    nows = {size: await prepare(folder / f"cast-{size}", voters, size) for size in SIZES}
    measured: dict[int, list[Figures]] = {size: [] for size in SIZES}
    for _ in range(turns):
        for size in SIZES:
            copy = fresh(folder / f"cast-{size}", folder / "copy")
            measured[size].append(await through_the_service(copy, nows[size], voters))
    return [(f"{size:,} cast before", figures) for size, figures in measured.items()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: fewer ballots, fewer turns")
    parser.add_argument("--folder", type=Path, help="where the databases are made (default: a temporary folder)")
    asked = parser.parse_args()
    spare_the_collector()  # as the bot does
    voters, turns = (2_000, 2) if asked.short else (8_000, 5)
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        print(f"SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]},", end=" ")
        print(f"medians of {turns} turns of {voters:,} ballots")
        lines = asyncio.run(beside(Path(name), voters, turns))
        table("Durable ballots through the service", lines)
        table("The same with more ballots cast before", asyncio.run(curve(Path(name), voters, turns)))
    bare, service = (median(figures.rate for figures in lines[place][1]) for place in (0, 1))
    print(f"\nThe service reaches {service / bare:.2f} of the bare store; {LEAST} is the least.")
    return 0 if service / bare >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
