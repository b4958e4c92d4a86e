"""The clock on the wall: it makes the service look at the store, and decides nothing.

Law 1. A deadline is a fact in the store. Whether a job has run is none: rings can be lost, doubled or late.
Law 2. Looks never overlap, and a look that fails is tried again.
Law 3. A jump of the wall clock is told before the next look, so that nothing is closed by a wrong clock.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from codesign_bot.ports import Clock
from codesign_bot.schedule.alarms import Alarms
from codesign_bot.schedule.bell import Bell
from codesign_bot.watch import Watch

__all__ = ["Schedule"]

log = logging.getLogger(__name__)

_FIRST_PAUSE = timedelta(seconds=1)
_MOST_DOUBLINGS = 5


async def _nothing() -> None:
    pass


def _not_felt() -> None:
    pass


async def _only_logged(_jump: timedelta) -> None:
    pass


class Schedule:
    """Calls `on_due` whenever something may be due, as long as its context is open; at once when it opens.

    `on_due` looks at the store and settles what is due by its own clock; `next_due` says what is due next;
    both may find nothing. `housekeeping` is called at its own interval, beside them. `on_jump` is told how
    far the wall clock jumped (ahead: positive), before anybody looks; `on_beat` is called at every beat of the
    heart. `new_incident` names in the log what went wrong. At the end a look in hand has `patience` to finish.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        next_due: Callable[[], Awaitable[datetime | None]],
        on_due: Callable[[], Awaitable[object]],
        new_incident: Callable[[], str],
        housekeeping: Callable[[], Awaitable[object]] = _nothing,
        on_jump: Callable[[timedelta], Awaitable[object]] = _only_logged,
        on_beat: Callable[[], object] = _not_felt,
        sweep_every: timedelta = timedelta(seconds=30),
        housekeeping_every: timedelta = timedelta(hours=1),
        heartbeat_every: timedelta = timedelta(seconds=15),
        patience: timedelta = timedelta(seconds=10),
    ) -> None:
        self._clock = clock
        self._next_due = next_due
        self._on_due = on_due
        self._on_jump = on_jump
        self._on_beat = on_beat
        self._sweep_every = sweep_every
        self._housekeeping_every = housekeeping_every
        self._heartbeat_every = heartbeat_every
        self._patience = patience
        self._alarms = Alarms(clock)
        self._watch = Watch(clock)
        self._eye = Bell("a look at what is due", self._looked, new_incident)
        self._broom = Bell("housekeeping", housekeeping, new_incident)
        self._wake: datetime | None = None
        self._looked_at = clock.monotonic()
        self._pauses = 0
        self._tasks = asyncio.TaskGroup()
        self._owned: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._alarms.start()
        self._set_intervals()
        await self._tasks.__aenter__()
        self._owned = [
            self._tasks.create_task(self._eye.answer(), name="schedule: look"),
            self._tasks.create_task(self._broom.answer(), name="schedule: housekeeping"),
            self._tasks.create_task(self._beat(), name="schedule: heartbeat"),
        ]
        self._eye.ring()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        *working, heartbeat = self._owned
        heartbeat.cancel()
        self._alarms.stop()
        self._eye.close()
        self._broom.close()
        try:
            _, late = await asyncio.wait(working, timeout=self._patience.total_seconds())
            if late:
                log.warning("%d pieces of scheduled work were not done in time and are given up", len(late))
        finally:
            for task in working:
                task.cancel()
            # The body's own error is not ours to wrap, so the group is not told of it.
            await self._tasks.__aexit__(None, None, None)

    def look(self, due: datetime | None = None) -> None:
        """Look at `due` too; without it, now. A look asked for earlier stays: one too many is harmless."""
        if due is None or due <= self._clock.now():
            self._eye.ring()
        elif self._wake is None or due < self._wake:
            self._wake = due
            self._alarms.wake_at(due, self._eye.ring)

    async def _looked(self) -> None:
        """One look. Whatever happens in it, there is a next one."""
        self._looked_at = self._clock.monotonic()
        self._wake = None
        due: datetime | None = self._clock.now()
        try:
            await self._tell_of_a_jump()
            await self._on_due()
            due = await self._next_due()
        finally:
            self._look_again(due)

    def _look_again(self, due: datetime | None) -> None:
        """What was left undone is looked at again after a second, then less and less often."""
        now = self._clock.now()
        if due is not None and due <= now:
            pause = _FIRST_PAUSE * 2**self._pauses
            self._pauses = min(self._pauses + 1, _MOST_DOUBLINGS)
            self.look(now + pause)
            return
        self._pauses = 0
        if due is not None:
            self.look(due)

    async def _tell_of_a_jump(self) -> None:
        if not self._watch.has_jumped:
            return
        jump = self._watch.moved
        log.warning("the wall clock jumped by %d seconds", round(jump.total_seconds()))
        self._set_intervals()
        await self._on_jump(jump)
        self._watch.begin_anew()

    def _set_intervals(self) -> None:
        self._alarms.every("sweep", self._sweep_every, self._eye.ring)
        self._alarms.every("housekeeping", self._housekeeping_every, self._broom.ring)

    async def _beat(self) -> None:
        """Goes on whatever the wall clock does, for `sleep` counts on the loop's monotonic clock."""
        while True:
            self._on_beat()
            await asyncio.sleep(self._heartbeat_every.total_seconds())
            self._alarms.nudge()
            if self._is_look_missing():
                self._eye.ring()

    def _is_look_missing(self) -> bool:
        is_overdue = self._wake is not None and self._wake <= self._clock.now()
        idle_s = self._clock.monotonic() - self._looked_at
        return is_overdue or idle_s > self._sweep_every.total_seconds() or self._watch.has_jumped
