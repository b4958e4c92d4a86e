"""A platform that comes back, and a space that the bot was removed from: on the platform in memory, to the second."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.state import VoteKind
from codesign_bot.errors import Unreachable
from codesign_bot.ports import PlaceLost
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as made:
        yield made


async def votes_in(world: World) -> int:
    return len([one async for one in world.bot.desk.store.ballots(world.round.id, VoteKind.VOTE)])


async def test_once_a_platform_is_back_nobody_waits_for_minutes(world: World) -> None:
    await stories.confirmed(world)
    await world.everything_said()
    m0 = world.person("m0")
    world.platform.troubles[m0.private] = Unreachable("away")
    await m0.says("!idea a bridge")
    for _ in range(40):
        await world.passes(timedelta(seconds=30))
    before = len(m0.hears())
    del world.platform.troubles[m0.private]
    await world.passes(timedelta(seconds=17))
    assert len(m0.hears()) == before + 1


async def test_to_remove_the_bot_from_its_space_is_not_to_end_the_vote(world: World) -> None:
    """Who is in the space cannot be seen any more; who is in the round is known."""
    await stories.voting(world)
    await world.bot.host.receive([PlaceLost(ROOM, "gone", "trouble-removed")])
    for name in ("m0", "stranger"):
        person = world.person(name)
        person.spaces = ()
        await person.says("!vote 1:2")
    olga = world.person("olga")
    olga.spaces = ()
    await olga.says("!time give 2h Half of us are away today.")
    await world.everything_said()
    assert await votes_in(world) == 1
    assert "saved-ballot" in world.person("m0").hears()[-1]
    assert "no-round" in world.person("stranger").hears()[-1]
    assert any("step-now-ends" in text for text in olga.hears())


async def test_where_the_bot_is_in_the_space_being_in_the_round_is_not_enough(world: World) -> None:
    """The control: a member who left the space is near no round, as before."""
    await stories.voting(world)
    m0 = world.person("m0")
    m0.spaces = ()
    await m0.says("!vote 1:2")
    await world.everything_said()
    assert await votes_in(world) == 0
    assert "no-round" in m0.hears()[-1]
