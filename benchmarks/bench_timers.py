"""Many deadlines: what it costs to start with 100,000 of them, and whether 10,000 due at once stall the loop.

Run it with `.venv/bin/python -m benchmarks.bench_timers [--short]`. It prints a Markdown table and ends with 1 where a
promise was not kept: a start in less than 100 ms, and no stall of more than 50 ms. The store and the schedule are
the real ones; what a deadline brings about is one row in place of a round's events.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from codesign_bot.clock import SystemClock
from codesign_bot.core.ids import RoundId
from codesign_bot.records import Kept, Row, Timer
from codesign_bot.schedule import Schedule
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import Change

AT_ONCE = 200
START_MS, STALL_MS = 100, 50
PROBE_S = 0.001


Settle = Callable[[SqliteStore, Sequence[Timer]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Load:
    armed: int = 100_000
    due: int = 10_000


@dataclass(slots=True)
class Stalls:
    """How long the loop kept a task waiting that only wants to sleep for a millisecond."""

    worst_s: float = 0.0

    async def watch(self) -> None:
        while True:
            before = perf_counter()
            await asyncio.sleep(PROBE_S)
            self.worst_s = max(self.worst_s, perf_counter() - before - PROBE_S)


@asynccontextmanager
async def watched() -> AsyncGenerator[Stalls]:
    stalls = Stalls()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(stalls.watch())
        await asyncio.sleep(PROBE_S * 5)
        yield stalls
        task.cancel()


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


async def arm(store: SqliteStore, clock: SystemClock, load: Load) -> None:
    """Deadlines over the next year, none of them near."""
    start = clock.now() + timedelta(days=1)
    step = timedelta(days=365) / load.armed
    for first in range(0, load.armed, 1000):
        numbers = range(first, min(first + 1000, load.armed))
        rows = [Timer(f"armed-{no}", RoundId(f"round-{no}"), start + no * step) for no in numbers]
        await store.apply(Change(rows=rows))


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


@dataclass(frozen=True, slots=True)
class Fired:
    seconds: float
    late_p50_ms: float
    late_p99_ms: float
    stall_ms: float


async def fire(path: Path, clock: SystemClock, load: Load, name: str, settle: Settle) -> Fired:
    """All that is due at once, among all that is armed."""
    async with SqliteStore.open(path) as store:
        await make_due(store, clock, name, load.due)
        service = Service(store, clock, settle)
        async with watched() as stalls:
            began = perf_counter()
            async with schedule_of(service, clock):
                await service.armed.wait()
            seconds = perf_counter() - began
    assert len(service.late_s) == load.due
    cuts = quantiles(service.late_s, n=100)
    return Fired(seconds, cuts[49] * 1000, cuts[98] * 1000, stalls.worst_s * 1000)


async def measure(folder: Path, load: Load) -> bool:
    """Print the table; whether both promises were kept."""
    path, clock = folder / "timers.db", SystemClock()
    async with SqliteStore.open(path) as store:
        began = perf_counter()
        await arm(store, clock, load)
        print(f"| arm {load.armed:,} deadlines | {perf_counter() - began:.1f} s |")
    starts = [await start(path, clock) for _ in range(5)]
    worst = max(one.armed_ms for one in starts)
    print(f"| open the store with them (it checks its file) | {min(one.opened_ms for one in starts):.0f} ms |")
    print(f"| from there to an armed wake-up, worst of 5 | {worst:.1f} ms |")
    is_kept = worst < START_MS
    for name, settle in (("in one piece of work", together), ("in a piece of work each", apart)):
        fired = await fire(path, clock, load, name.replace(" ", "-"), settle)
        print(f"| {load.due:,} due at once, {AT_ONCE} a time {name} | {fired.seconds:.2f} s |")
        print(f"| &nbsp; how late: p50, p99 | {fired.late_p50_ms:.0f}, {fired.late_p99_ms:.0f} ms |")
        print(f"| &nbsp; longest stall of the loop | {fired.stall_ms:.1f} ms |")
        is_kept = is_kept and fired.stall_ms < STALL_MS
    return is_kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a quick look: a tenth of everything")
    parser.add_argument("--folder", type=Path, help="where the database is made (default: a temporary folder)")
    asked = parser.parse_args()
    print("| | |\n|---|---:|")
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        is_kept = asyncio.run(measure(Path(name), Load(10_000, 1_000) if asked.short else Load()))
    print(f"\nBoth promises {'kept' if is_kept else 'NOT KEPT'}: start < {START_MS} ms, stall < {STALL_MS} ms.")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
