"""What came since somebody last wrote is told to them alone, where ideas are decided about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, World, open_world

KEY = "so-far-new"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as made:
        yield made


async def now(world: World, name: str) -> str:
    """What somebody reads who asks in private."""
    person = world.person(name)
    await person.says("!now")
    await world.everything_said()
    return person.hears()[-1]


@pytest.mark.parametrize("phase", [Phase.SORTING, Phase.VOTING])
async def test_whoever_asks_alone_reads_which_ideas_came_since(world: World, phase: Phase) -> None:
    await stories.given(world)
    while world.round.phase is not phase:
        await world.step_ends()
    said = await now(world, "m2")
    assert f"Say(key='{KEY}', arguments={{'count': 3, 'ideas': Ideas(numbers=(4, 5, 6))}})" in said
    assert KEY not in await now(world, "m5"), "the last idea was theirs"


async def test_while_ideas_are_thought_of_alone_nobody_is_told_of_those_of_others(world: World) -> None:
    await stories.given(world)
    assert world.round.phase is Phase.IDEAS
    assert KEY not in await now(world, "m2")


async def test_the_room_is_not_told_what_is_new_to_one(world: World) -> None:
    await stories.given(world)
    await world.step_ends()
    await world.person("m2").says("!now", ROOM)
    assert not [text for text in world.room_says() if KEY in text]


async def test_reading_changes_nothing(world: World) -> None:
    await stories.given(world)
    await world.step_ends()
    first = await now(world, "m2")
    assert await now(world, "m2") == first, "what somebody read is noted nowhere"
