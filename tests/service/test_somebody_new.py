"""Whoever does two things at their first moment here, as with two buttons, is one person, and both count."""

from __future__ import annotations

import asyncio
from pathlib import Path

from codesign_bot.core.state import VoteKind
from codesign_bot.ports import Heard
from codesign_bot.testing import stories
from codesign_bot.testing.world import World, open_world


async def at_once(world: World, *heard: Heard) -> None:
    """Taken in at the same moment, as by a platform that tells several things at once."""
    await asyncio.gather(*(world.bot.host.receive([one]) for one in heard))
    await world.everything_said()


async def who_is_in(world: World) -> set[str]:
    return {one.person for one in await world.bot.desk.store.participants(world.round.id)}


async def test_whoever_joins_and_looks_at_once_is_in(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.opened(world)
        eve = world.person("eve")
        await at_once(world, eve.writes("!join"), eve.writes("!now"))
        person = await world.bot.desk.store.person(eve.account)
        assert person is not None
        assert person.id in await who_is_in(world)
        assert len(eve.hears()) == 2


async def test_a_look_before_the_joining_changes_nothing_about_that(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.opened(world)
        eve = world.person("eve")
        await at_once(world, eve.writes("!now"), eve.writes("!join"), eve.writes("!rules"))
        person = await world.bot.desk.store.person(eve.account)
        assert person is not None
        assert person.id in await who_is_in(world)


async def test_two_acts_at_once_both_count_and_are_no_incident(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.opened(world)
        eve, before = world.person("eve"), len(await who_is_in(world))
        await at_once(world, eve.writes("!join"), eve.writes("!time more"))
        assert len(await who_is_in(world)) == before + 1
        assert not any("incident" in text for text in eve.hears())
        assert len(eve.hears()) == 2


async def test_nobody_gets_a_second_ballot_that_way(tmp_path: Path) -> None:
    """Joined and framed as one person, and looked as another: they could have joined, and voted, once more."""
    async with open_world(tmp_path) as world:
        await stories.given(world)
        eve = world.person("eve")
        await at_once(world, eve.writes("!join"), eve.writes("!me"))
        await world.step_ends()
        await world.step_ends()
        await eve.says("!join")
        await eve.says("!vote 1:2")
        await eve.says("!vote 2:2")
        ballots = [one async for one in world.bot.desk.store.ballots(world.round.id, VoteKind.VOTE)]
        assert len(ballots) == 1
