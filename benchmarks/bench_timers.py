"""Many deadlines: what it costs to start with 100,000 of them, and whether 10,000 due at once stall the loop.

Run it with `.venv/bin/python -m benchmarks.bench_timers [--short]`. It prints Markdown tables and ends with 1 where a
promise was not kept: a start in less than 100 ms, no stall of more than 50 ms, and both better than with APScheduler's
own stores in the same run. The store and the schedule are the real ones; what a deadline brings about is one row in
place of a round's events, and nothing at all with the rivals.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from benchmarks import rival_timers as rival
from benchmarks.rival_timers import Burst
from benchmarks.stalls import watched
from codesign_bot.clock import SystemClock
from codesign_bot.core.ids import RoundId
from codesign_bot.records import Kept, Row, Timer
from codesign_bot.schedule import Schedule
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import Change

AT_ONCE = 200
START_MS, STALL_MS = 100, 50
OF_THE_RIVAL = 0.5
"""The longest stall may be so much of that of APScheduler with as many jobs in memory."""

Settle = Callable[[SqliteStore, Sequence[Timer]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Load:
    """`on_disk`: jobs in APScheduler's own store on disk, which takes ten milliseconds for each."""

    armed: int = 100_000
    due: int = 10_000
    on_disk: int = 1_000


@dataclass(slots=True)
class Service:
    """Stands for the service: takes what is due in portions, and settles it in the way given."""

    store: SqliteStore
    clock: SystemClock
    settle: Settle
    late_s: list[float] = field(default_factory=list[float])
    armed: asyncio.Event = field(default_factory=asyncio.Event)

    async def on_due(self) -> None:
        while True:
            found = await self.store.due(self.clock.now(), AT_ONCE)
            if not found:
                return
            await self.settle(self.store, found)
            now = self.clock.now()
            self.late_s += [(now - timer.due).total_seconds() for timer in found if timer.due is not None]

    async def next_due(self) -> datetime | None:
        try:
            return await self.store.next_due()
        finally:
            self.armed.set()


def effect(timer: Timer) -> tuple[Row, ...]:
    """The timer is done with, and something was written in the same transaction."""
    return Timer(timer.id, timer.round, None), Kept("bench", timer.id, "fired")


async def together(store: SqliteStore, timers: Sequence[Timer]) -> None:
    """A portion in one piece of work."""
    await store.apply(Change(rows=[row for timer in timers for row in effect(timer)]))


async def apart(store: SqliteStore, timers: Sequence[Timer]) -> None:
    """A piece of work for each, as rounds are settled; the writer shares the commits."""
    async with asyncio.TaskGroup() as group:
        for timer in timers:
            group.create_task(store.apply(Change(rows=effect(timer))))


async def arm(store: SqliteStore, clock: SystemClock, load: Load) -> float:
    """Deadlines over the next year, none of them near. Returns microseconds for each."""
    start = clock.now() + timedelta(days=1)
    step = timedelta(days=365) / load.armed
    began = perf_counter()
    for first in range(0, load.armed, 1000):
        numbers = range(first, min(first + 1000, load.armed))
        rows = [Timer(f"armed-{no}", RoundId(f"round-{no}"), start + no * step) for no in numbers]
        await store.apply(Change(rows=rows))
    return (perf_counter() - began) / load.armed * 1e6


async def make_due(store: SqliteStore, clock: SystemClock, name: str, number: int) -> None:
    """All at the same instant: now."""
    due = clock.now()
    rows = [Timer(f"{name}-{no}", RoundId(f"round-{no}"), due) for no in range(number)]
    await store.apply(Change(rows=rows))


@dataclass(frozen=True, slots=True)
class Started:
    opened_ms: float
    armed_ms: float


async def start(path: Path, clock: SystemClock) -> Started:
    """From a closed file to a schedule that knows when to wake."""
    began = perf_counter()
    async with SqliteStore.open(path) as store:
        opened = perf_counter()
        service = Service(store, clock, together)
        async with schedule_of(service, clock):
            await service.armed.wait()
            return Started((opened - began) * 1000, (perf_counter() - opened) * 1000)


def schedule_of(service: Service, clock: SystemClock) -> Schedule:
    return Schedule(clock, next_due=service.next_due, on_due=service.on_due, new_incident=lambda: "bench")


async def fire(path: Path, clock: SystemClock, due: int, name: str, settle: Settle) -> Burst:
    """All that is due at once, among all that is armed."""
    async with SqliteStore.open(path) as store:
        await make_due(store, clock, name, due)
        service = Service(store, clock, settle)
        async with watched() as stalls, schedule_of(service, clock):
            await service.armed.wait()
    ran = len(service.late_s)
    cuts = quantiles(service.late_s, n=100)
    return Burst(due, 0.0, ran, due - ran, cuts[49] * 1e3, cuts[98] * 1e3, stalls.worst_s * 1e3)


async def rivals(folder: Path, load: Load) -> Mapping[str, Burst]:
    """APScheduler's own stores, told never to drop what is late; the one on disk also as it comes."""
    memory, disk = "APScheduler, jobs in memory", "APScheduler, jobs on disk"
    as_it_comes = f"{disk}, as it comes"
    found = {memory: await rival.burst(rival.memory(), load.due, grace=None)}
    found[disk] = await rival.burst(rival.on_disk(folder / "1.db"), load.on_disk, grace=None)
    found[as_it_comes] = await rival.burst(rival.on_disk(folder / "2.db"), load.on_disk, grace=rival.GRACE_SECONDS)
    return found


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of the quickest opening, and of the slowest way from there to an armed wake-up."""

    opened_ms: float
    armed_ms: float
    ours: Mapping[str, Burst]
    theirs: Mapping[str, Burst]


async def measure(folder: Path, load: Load) -> Measured:
    """Everything, one after the other."""
    path, clock = folder / "timers.db", SystemClock()
    async with SqliteStore.open(path) as store:
        arm_us = await arm(store, clock, load)
    starts = [await start(path, clock) for _ in range(5)]
    ours: dict[str, Burst] = {}
    for name, settle in (("in one piece of work", together), ("in a piece of work each", apart)):
        fired = await fire(path, clock, load.due, name, settle)
        ours[f"codesign-bot, {AT_ONCE} a time {name}"] = replace(fired, arm_us=arm_us)
    opened, armed = min(one.opened_ms for one in starts), max(one.armed_ms for one in starts)
    return Measured(opened, armed, ours, await rivals(folder, load))


def verdicts(found: Measured) -> list[tuple[bool, str]]:
    """What was promised: whether it was kept, and by what figures."""
    memory = next(iter(found.theirs.values()))
    stall, dropped = max(one.stall_ms for one in found.ours.values()), sum(one.dropped for one in found.ours.values())
    share = stall / memory.stall_ms
    return [
        (found.armed_ms < START_MS, f"an armed wake-up {found.armed_ms:.1f} ms after the store is open ({START_MS})"),
        (stall < STALL_MS, f"the loop stalls for {stall:.1f} ms at most ({STALL_MS})"),
        (share <= OF_THE_RIVAL, f"that is {share:.2f} of APScheduler's with as many jobs in memory ({OF_THE_RIVAL})"),
        (dropped == 0, f"{dropped} deadlines were dropped"),
    ]


def table(found: Measured) -> str:
    """The bursts beside each other."""
    lines = [
        "| due at one instant | | to arm one | ran | dropped | late p50 | p99 | longest stall |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {one.jobs:,} | {one.arm_us:,.0f} µs | {one.ran:,} | {one.dropped:,} | {one.late_p50_ms:,.0f} ms"
        f" | {one.late_p99_ms:,.0f} ms | {one.stall_ms:,.1f} ms |"
        for name, one in {**found.ours, **found.theirs}.items()
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: a tenth of everything")
    parser.add_argument("--folder", type=Path, help="where the databases are made (default: a temporary folder)")
    asked = parser.parse_args()
    load = Load(10_000, 1_000, 100) if asked.short else Load()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        found = asyncio.run(measure(Path(name), load))
    print(table(found))
    print(f"\nAmong {load.armed:,} armed deadlines; the store opens with them in {found.opened_ms:.0f} ms.\n")
    told = verdicts(found)
    for is_kept, words in told:
        print(f"{'Kept' if is_kept else 'NOT KEPT'}: {words}")
    return 0 if all(is_kept for is_kept, _ in told) else 1


if __name__ == "__main__":
    sys.exit(main())
