"""How long the event loop keeps everybody waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

PROBE_S = 0.001


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
    """The stalls from here to the end of the block."""
    stalls = Stalls()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(stalls.watch())
        await asyncio.sleep(PROBE_S * 5)
        yield stalls
        task.cancel()
