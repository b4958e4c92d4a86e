"""Durable ballots a second: the store with 64 callers, beside plain sqlite3 doing the same statements.

Run it with `.venv/bin/python -m benchmarks.bench_store [--short]`. It prints Markdown tables. Both sides write to a
file in the same folder, with synchronous=FULL, in turns, so that a noisy machine is noisy for both.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from math import isnan, nan
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from codesign_bot.core.ids import CommunityId, IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.records import (
    Account,
    Ballot,
    Community,
    Found,
    Kind,
    Outgoing,
    Participant,
    Person,
    Place,
    Reads,
    Row,
    Seen,
    Urgency,
)
from codesign_bot.store import finding
from codesign_bot.store.linking import ballots_linked, head_of
from codesign_bot.store.questions import HEAD
from codesign_bot.store.rows import Writes, writes
from codesign_bot.store.sqlite import SETTINGS, SqliteStore
from codesign_bot.testing.works import Change

CALLERS = 64
ROUND = RoundId("round")
NOW = datetime(2026, 5, 4, tzinfo=UTC)
BODY = '{"heading":{"key":"ballot-saved","arguments":{"used":3,"left":1}},"blocks":[],"actions":[]}'


def event_key(no: int) -> str:
    """As long and as shuffled as the ids of a platform are: the worst for a tree."""
    return "$" + b64encode(sha256(str(no).encode()).digest()).decode()


@dataclass(slots=True)
class Cast:
    """One ballot as the service casts it: look up four things, write the event, the ballot and the answer."""

    no: int
    person: int

    @property
    def key(self) -> str:
        return event_key(self.no)

    @property
    def reads(self) -> Reads:
        who = PersonId(f"person-{self.person}")
        return Reads(
            seen=(("bench", self.key),),
            accounts=(Account("bench", f"@{self.person}"),),
            participants=((ROUND, who),),
            ballots=((ROUND, VoteKind.VOTE, who),),
        )

    def decide(self, found: Found) -> Sequence[Row]:
        person = found.people[Account("bench", f"@{self.person}")].id
        assert ("bench", self.key) not in found.seen
        assert (ROUND, person) in found.participants
        last = found.ballots.get((ROUND, VoteKind.VOTE, person))
        dots = ((IdeaNo(self.no % 24 + 1), 2), (IdeaNo(25), 1))
        return (
            Seen("bench", self.key, NOW),
            Ballot(ROUND, VoteKind.VOTE, person, dots, NOW, 1 if last is None else last.revision + 1),
            Outgoing(
                f"answer {self.key}",
                Kind.APPEND,
                Place("bench", f"dm-{self.person}"),
                NOW,
                BODY,
                Urgency.ANSWER,
            ),
        )

    def committed(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Figures:
    """Ballots a second, milliseconds from asking to the answer, and microseconds of processor time a ballot."""

    rate: float
    p50: float
    p99: float
    effort: float
    """Not a number where it was not measured."""

    @classmethod
    def of(cls, waits: Sequence[float], seconds: float, worked: float = nan) -> Figures:
        cuts = quantiles(waits, n=100)
        return cls(len(waits) / seconds, 1000 * cuts[49], 1000 * cuts[98], 1_000_000 * worked / len(waits))

    @property
    def parts(self) -> tuple[float, float, float, float]:
        return self.rate, self.p50, self.p99, self.effort


Lines = list[tuple[str, list[Figures]]]


async def fill(store: SqliteStore, people: int, cast: int) -> None:
    """A round with so many people and so many ballots cast."""
    await store.apply(Change([Community(CommunityId("home"), "Home", "UTC", "en")]))
    for first in range(0, max(people, cast), 5000):
        rows: list[Row] = []
        for no in range(first, min(first + 5000, max(people, cast))):
            who = PersonId(f"person-{no}")
            rows.append(Person(Account("bench", f"@{no}"), who, f"Person {no}"))
            rows.append(Participant(ROUND, who, NOW, is_organiser=False))
            if no < cast:
                rows.append(Seen("bench", event_key(-1 - no), NOW))
                rows.append(Ballot(ROUND, VoteKind.VOTE, who, ((IdeaNo(no % 24 + 1), 1),), NOW, 1))
        await store.apply(Change(rows))


async def through_the_store(store: SqliteStore, people: int, seconds: float, numbers: Iterator[int]) -> Figures:
    """64 callers, each waiting for its answer before it casts again."""
    waits: list[float] = []
    worked, end = process_time(), perf_counter() + seconds

    async def caller() -> None:
        while (asked := perf_counter()) < end:
            no = next(numbers)
            await store.apply(Cast(no, no * 7919 % people))
            waits.append(perf_counter() - asked)

    async with asyncio.TaskGroup() as group:
        for _ in range(CALLERS):
            group.create_task(caller())
    return Figures.of(waits, seconds, process_time() - worked)


def through_sqlite(path: Path, people: int, seconds: float, group: int, numbers: Iterator[int]) -> Figures:
    """One thread, the same statements, so many ballots in one commit; nobody waits for an event loop."""
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in SETTINGS:
        connection.execute(setting)
    head = head_of(connection.execute(HEAD))
    waits: list[float] = []
    worked, end = process_time(), perf_counter() + seconds
    while (asked := perf_counter()) < end:
        casts = [Cast(no, no * 7919 % people) for no in (next(numbers) for _ in range(group))]
        connection.execute("BEGIN IMMEDIATE")
        found = found_by(connection, [cast.reads for cast in casts])
        written = Writes()
        for cast in casts:
            rows = cast.decide(found)
            written.add(write for row in rows for write in writes(row))
            finding.remember(found, rows)
        head = ballots_linked(head, written)
        for statement, parameters in written:
            connection.executemany(statement, parameters)
        connection.execute("COMMIT")
        waits.extend([perf_counter() - asked] * group)
    connection.close()
    return Figures.of(waits, seconds, process_time() - worked)


def found_by(connection: sqlite3.Connection, reads: Sequence[Reads]) -> Found:
    """As the store reads, without its event loop."""
    asked = finding.questions(reads)
    return finding.found([list(connection.execute(*question)) if question else [] for question in asked])


async def beside(folder: Path, seconds: float, turns: int) -> Lines:
    """The store and plain sqlite3 in turns, each on a file of its own."""
    numbers, ours, groups, singles = count(), list[Figures](), list[Figures](), list[Figures]()
    store_file, plain_file = folder / "store.db", folder / "plain.db"
    for path in (store_file, plain_file):
        async with SqliteStore.open(path) as store:
            await fill(store, people=5000, cast=0)
    for _ in range(turns):
        async with SqliteStore.open(store_file) as store:
            ours.append(await through_the_store(store, 5000, seconds, numbers))
        groups.append(through_sqlite(plain_file, 5000, seconds, CALLERS, numbers))
        singles.append(through_sqlite(plain_file, 5000, seconds, 1, numbers))
    return [
        (f"`SqliteStore.apply`, {CALLERS} callers", ours),
        (f"plain sqlite3, one thread, {CALLERS} ballots a commit", groups),
        ("plain sqlite3, one thread, 1 ballot a commit", singles),
    ]


async def curve(folder: Path, seconds: float, turns: int, sizes: Sequence[int]) -> Lines:
    """The same ballots with more and more of them cast before, in turns as well."""
    measured: dict[int, list[Figures]] = {size: [] for size in sizes}
    for turn in range(turns):
        for size in sizes:
            async with SqliteStore.open(folder / f"{size}-{turn}.db") as store:
                await fill(store, people=5000, cast=size)
                measured[size].append(await through_the_store(store, 5000, seconds, count()))
    return [(f"{size:,} cast before", figures) for size, figures in measured.items()]


def table(title: str, lines: Lines) -> None:
    print(f"\n### {title}\n")
    print("| | ballots/s | of the first line | p50 ms | p99 ms | µs of processor a ballot |")
    print("|---|---:|---:|---:|---:|---:|")
    first = median(figures.rate for figures in lines[0][1])
    for name, measured in lines:
        rate, p50, p99, effort = (median(values) for values in zip(*(one.parts for one in measured), strict=True))
        worked = "-" if isnan(effort) else f"{effort:.0f}"
        print(f"| {name} | {rate:,.0f} | {rate / first:.2f} | {p50:.2f} | {p99:.2f} | {worked} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: less time, fewer turns")
    parser.add_argument("--folder", type=Path, help="where the databases are made (default: a temporary folder)")
    asked = parser.parse_args()
    seconds, turns = (1.0, 2) if asked.short else (4.0, 5)
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        print(f"SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]},", end=" ")
        print(f"medians of {turns} turns of {seconds:g} s")
        table("Durable ballots, beside plain sqlite3", asyncio.run(beside(folder, seconds, turns)))
        sizes = (100, 1_000, 10_000, 100_000)
        table("The same with more ballots cast before", asyncio.run(curve(folder, seconds, turns, sizes)))


if __name__ == "__main__":
    main()
