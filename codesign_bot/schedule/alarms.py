"""APScheduler, reduced to what is used of it: one wake-up that is replaced, and things done at intervals.

Its jobs are kept in memory and only ring bells. They hold no truth: all can be lost and are made anew at the
start. Two facts shape this module. APScheduler drops what is late by more than a second unless told
`misfire_grace_time=None`. And it reads the machine's wall clock itself, so that its interval jobs stand still
for the hour when that clock is set back by one; `Schedule` has a heartbeat beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from codesign_bot.ports import Clock

_WAKE = "wake"


class Alarms:
    """Rings at intervals and at one instant. Runs between `start` and `stop`, on the running event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler: Any = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Takes effect when the event loop next comes round."""
        self._scheduler.shutdown(wait=False)

    def every(self, name: str, interval: timedelta, ring: Callable[[], None]) -> None:
        """Ring at this interval from now on; again under the same name: from now on anew."""
        self._add(name, ring, trigger="interval", seconds=interval.total_seconds())

    def wake_at(self, due: datetime, ring: Callable[[], None]) -> None:
        """Ring once at this instant of the given clock, or at once if it is past. Replaces the one before."""
        ahead = max(due - self._clock.now(), timedelta(0))
        at = datetime.now(UTC) + ahead  # noqa: TID251 # as APScheduler reads it; the given clock may be another
        self._add(_WAKE, ring, trigger="date", run_date=at)

    def nudge(self) -> None:
        """Let APScheduler read the wall clock now. Between its own alarms it does not notice a jump."""
        self._scheduler.wakeup()

    def _add(self, name: str, ring: Callable[[], None], **when: object) -> None:
        # As a coroutine function, for APScheduler runs all others in a thread.
        async def job() -> None:
            ring()

        self._scheduler.add_job(job, id=name, name=name, replace_existing=True, **when)
