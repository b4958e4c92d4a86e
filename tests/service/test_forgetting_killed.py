"""Whenever the bot is killed while it forgets somebody, nothing is forgotten, or all of it; and then it goes on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.grep import traces
from codesign_bot.testing.world import World, open_world

from .conftest import as_text
from .forget_child import KEY

HERE = Path(__file__).parent
OWN = ("a tea stall", "How might we make the park a place for evenings?", "m1:memory")


async def told_how(folder: Path, clock: ControlledClock) -> str:
    """A round that is nearly over, an export that waits, copies that upgrades left; and m1 knows the code."""
    async with open_world(folder, clock, as_text) as world:
        await stories.outcome(world)
        await world.person("m1").says("!me forget")
        await world.everything_said()
        await world.person("m2").says("!export")
        found = re.search(r"me forget ([A-Z]{4})\b", world.person("m1").hears()[-1])
        assert found is not None
    for name in ("bot.db.before-0002", "bot.db.before-0003", "bot.db.before-0003.unfinished"):
        (folder / name).write_bytes((folder / "bot.db").read_bytes())
    return found[1]


async def is_known(world: World) -> bool:
    return await world.bot.desk.store.person(world.person("m1").account) is not None


async def erasures(world: World) -> int:
    [community] = world.bot.desk.book.communities
    return [one.kind for one in await world.bot.desk.store.entries(community)].count("words-erased")


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_promise_7_a_bot_that_is_killed_while_it_forgets_somebody_finishes_after_the_restart(
    tmp_path: Path,
) -> None:
    base, folder, clock = tmp_path / "base", tmp_path / "killed", ControlledClock()
    base.mkdir()
    folder.mkdir()
    code = await told_how(base, clock)
    assert len(traces(base, OWN)) > 9
    command = [sys.executable, str(HERE / "forget_child.py"), str(folder), str(base), code, clock.now().isoformat()]
    done = subprocess.run(command, check=True, capture_output=True)
    moves = int(done.stdout)
    assert moves > 20
    before = after = 0
    for no in range(1, moves):
        async with open_world(folder / str(no), ControlledClock(clock.now()), as_text) as world:
            if await is_known(world):
                before += 1
            else:
                after += 1
                assert traces(folder / str(no), OWN) == [], f"move {no}: it is told to be gone, and is there"
            world.person("m1").sent = KEY
            await world.person("m1").says(f"!me forget {code}")
            await world.everything_said()
            await world.bot.housekeeper.keep_house()
            assert not await is_known(world)
            assert await erasures(world) == 1
            assert traces(folder / str(no), OWN) == [], f"move {no}"
        assert traces(folder / str(no), OWN) == [], f"move {no}, ended"
    assert before > 3
    assert after > 3
