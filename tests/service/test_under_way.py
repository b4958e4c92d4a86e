"""Which spaces people have to be able to reach: those of a community whose round has not ended."""

from __future__ import annotations

from datetime import timedelta

from codesign_bot.records import Place
from codesign_bot.testing import stories
from codesign_bot.testing.world import ROOM, World


async def test_a_space_without_a_round_may_rest(world: World) -> None:
    assert not world.bot.host.is_under_way(ROOM)
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    assert world.bot.host.hosts(ROOM)
    assert not world.bot.host.is_under_way(ROOM)


async def test_a_space_with_a_round_may_not(world: World) -> None:
    await stories.opened(world)
    assert world.bot.host.is_under_way(ROOM)
    assert not world.bot.host.is_under_way(Place(ROOM.platform, "elsewhere"))


async def test_once_its_round_has_ended_it_may_rest_again(world: World) -> None:
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    await world.person("ana").says("!topic suggest The park is empty in the evening", ROOM)
    assert world.bot.host.is_under_way(ROOM)
    await world.passes(timedelta(days=15))
    assert not world.bot.host.is_under_way(ROOM)
