"""F22: many events later the process holds no more memory and no more files than before."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.testing import stories
from codesign_bot.testing.world import World, open_world

from ..journeys.town import IS_LONG  # noqa: TID252 - tests are no package

EVENTS = 1_000_000 if IS_LONG else 12_000
WARM_UP = 14_000
MORE_BYTES = (96 if IS_LONG else 24) << 20
"""What a process may grow by: SQLite keeps up to 32 MiB of pages for each of its two connections."""
SOME = 200


def memory() -> int:
    """Bytes of this process that are in memory (proc(5), statm)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def votes(world: World, count: int) -> None:
    """So many ballots, each by a message of its own, and as much time as keeps them from being a flood."""
    people = [world.person(name) for name in stories.MEMBERS]
    for first in range(0, count, SOME):
        for no in range(first, first + SOME):
            await people[no % len(people)].says(f"!vote {no % 3 + 1}:{no % 2 + 1}")
            if no % len(people) == 0:
                world.clock.advance(timedelta(seconds=6))
                world.bot.host.caught_up(world.platform.name)
        await world.everything_said()
        world.platform.messages.clear()
        world.platform.history.clear()


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell how much memory is held")
async def test_f22_many_events_later_memory_and_files_are_as_before(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with open_world(tmp_path) as world:
        await stories.voting(world)
        await world.person("olga").says("!time give 30d We have very many votes to cast.")
        window = world.round.window
        assert window is not None
        await votes(world, WARM_UP)
        before, open_before = await asyncio.to_thread(memory), await asyncio.to_thread(files)
        await votes(world, EVENTS)
        after, open_after = await asyncio.to_thread(memory), await asyncio.to_thread(files)
        grown = after - before
        record_property(
            "figure", f"{EVENTS} events: {grown / 1024:.0f} KiB more, {open_after - open_before} files more"
        )
        assert world.clock.now() < window.closes, "the vote was over, so nothing was taken in"
        assert grown < MORE_BYTES
        assert open_after <= open_before
