"""The rivals of bench_timers: what APScheduler's own stores do with timers that are a job each.

What a job brings about is less than with us: it takes note of the time, and stores nothing.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from apscheduler.events import EVENT_JOB_MISSED
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.stalls import watched

GRACE_SECONDS = 1
"""What APScheduler goes by where nobody tells it otherwise: a job that is later than this is dropped."""
WITHIN_SECONDS = 120.0
PROBED = 50
SPARE_SECONDS = 1.0
"""Beyond twice what arming should take, until the instant comes."""

logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it has a line for each job that it drops

_ran_at: list[datetime] = []


@dataclass(frozen=True, slots=True)
class Burst:
    """So many jobs that were due at one instant. Milliseconds; the lateness is that of the jobs that ran."""

    jobs: int
    arm_us: float
    """Microseconds of the loop to arm one."""
    ran: int
    dropped: int
    late_p50_ms: float
    late_p99_ms: float
    stall_ms: float


async def ring() -> None:
    """The job. A store on disk keeps its name, so it stands in a module."""
    _ran_at.append(_now())


def memory() -> object:
    """APScheduler's store for jobs that need not outlive the process."""
    return MemoryJobStore()


def on_disk(path: Path) -> object:
    """APScheduler's store for jobs that do, in an SQLite file."""
    return SQLAlchemyJobStore(url=f"sqlite:///{path}")


async def burst(store: object, jobs: int, *, grace: int | None) -> Burst:
    """Arm so many jobs for one instant, and let it come. `grace`: seconds after which a job is dropped; None: never.

    Raises `TimeoutError` where not all of them have run or been dropped within two minutes.
    """
    _ran_at.clear()
    settings = {"coalesce": True, "max_instances": 1, "misfire_grace_time": grace}
    scheduler: Any = AsyncIOScheduler(timezone=UTC, jobstores={"default": store}, job_defaults=settings)
    dropped: list[object] = []
    scheduler.add_listener(dropped.append, EVENT_JOB_MISSED)
    scheduler.start(paused=True)
    try:
        probe_s = _armed(scheduler, range(-PROBED, 0), _now() + timedelta(days=1)) / PROBED
        scheduler.remove_all_jobs()
        due = _now() + timedelta(seconds=SPARE_SECONDS + 2 * probe_s * jobs)
        arm_s = _armed(scheduler, range(jobs), due)
        async with watched() as stalls:
            scheduler.resume()
            async with asyncio.timeout(WITHIN_SECONDS):
                while len(_ran_at) + len(dropped) < jobs:  # noqa: ASYNC110 - nobody tells when
                    await asyncio.sleep(0.01)
    finally:
        scheduler.shutdown(wait=False)
    late_ms = [(at - due).total_seconds() * 1000 for at in _ran_at]
    p50, p99 = _cuts(late_ms)
    return Burst(jobs, arm_s / jobs * 1e6, len(late_ms), len(dropped), p50, p99, stalls.worst_s * 1000)


def _armed(scheduler: Any, numbers: range, due: datetime) -> float:  # noqa: ANN401 # APScheduler has no types
    """Seconds that it took."""
    began = perf_counter()
    for no in numbers:
        scheduler.add_job(ring, id=str(no), trigger="date", run_date=due)
    return perf_counter() - began


def _cuts(late_ms: list[float]) -> tuple[float, float]:
    """The median and the 99th percentile; nothing of nothing."""
    if not late_ms:
        return 0.0, 0.0
    cuts = quantiles(late_ms, n=100, method="inclusive") if len(late_ms) > 1 else late_ms * 99
    return cuts[49], cuts[98]


def _now() -> datetime:
    return datetime.now(UTC)  # the clock that APScheduler reads
