"""A schedule whose looks are counted, at a pace a test can wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from codesign_bot.ports import Clock
from codesign_bot.schedule import Schedule
from codesign_bot.testing.clock import ControlledClock

NEVER = timedelta(hours=5)
SOON = timedelta(milliseconds=20)


@dataclass
class Service:
    """Stands for the service: due instants in a set, settled by its own clock."""

    clock: Clock
    waiting: set[datetime] = field(default_factory=set[datetime])
    settled: list[datetime] = field(default_factory=list[datetime])
    looks: int = 0
    jumps: list[timedelta] = field(default_factory=list[timedelta])
    cleanings: int = 0

    async def on_due(self) -> None:
        self.looks += 1
        await asyncio.sleep(0)
        for due in sorted(self.waiting):
            if due <= self.clock.now():
                self.waiting.remove(due)
                self.settled.append(due)

    async def next_due(self) -> datetime | None:
        return min(self.waiting, default=None)

    async def on_jump(self, jump: timedelta) -> None:
        self.jumps.append(jump)

    async def clean(self) -> None:
        self.cleanings += 1

    def schedule(self, **changes: Any) -> Schedule:  # noqa: ANN401 # whatever a schedule takes
        """A schedule of which only what a test asks for ever happens by itself."""
        numbers = count(1)
        quiet: dict[str, Any] = {
            "next_due": self.next_due,
            "on_due": self.on_due,
            "on_jump": self.on_jump,
            "housekeeping": self.clean,
            "new_incident": lambda: f"incident-{next(numbers)}",
            "sweep_every": NEVER,
            "housekeeping_every": NEVER,
            "heartbeat_every": NEVER,
        }
        return Schedule(self.clock, **(quiet | changes))


@pytest.fixture
def clock() -> ControlledClock:
    return ControlledClock()


@pytest.fixture
def service(clock: ControlledClock) -> Service:
    return Service(clock)


async def until(is_so: Callable[[], bool], within_s: float = 5) -> None:
    """Wait until something is so; a test that waits in vain fails here."""
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110 # what is waited for is a plain value that changes
            await asyncio.sleep(0.002)
