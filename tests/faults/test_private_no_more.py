"""A direct message that others join: what is for one person alone is not told there any more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from codesign_bot.ports import PrivateClosed
from codesign_bot.records import Kind, Outgoing
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World, open_world


async def test_a_direct_message_that_others_have_joined_is_private_no_more(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.given(world)
        m0, m1 = world.person("m0"), world.person("m1")
        await world.step_ends()  # sorting, where authors are asked in private
        await m0.says("!now", m0.private)  # somebody else is there now: the same place, not private
        await world.everything_said()
        before = len(m0.hears())
        await m0.says("!me", ROOM)
        await m1.says("!merge 2 1")
        await world.everything_said()
        assert any("merge-asked" in text or "saved-merge" in text for text in m1.hears())
        assert len(m0.hears()) == before
        await m0.says("!now")  # a direct message of two again
        await world.everything_said()
        between = len(m0.hears())
        await m1.says("!merge no 2 1")
        await world.everything_said()
        assert len(m0.hears()) > between


def closed(world: World, *names: str) -> list[PrivateClosed]:
    """Somebody came into the direct message of the first: nobody in the room is told anything in private there."""
    place = world.person(names[0]).private
    return [PrivateClosed(world.person(name).account, place, f"joined/{name}") for name in names]


async def _waiting(world: World) -> list[Outgoing]:
    queued = await world.bot.desk.store.outbox(PLATFORM, world.clock.now() + timedelta(days=9), 999)
    return [one.message for one in queued]


async def test_nothing_is_sent_to_a_direct_message_once_somebody_else_came_in(tmp_path: Path) -> None:
    """Not even what was on its way: the ballot that was just read back, and a notice of the ideas step."""
    async with open_world(tmp_path) as world:
        await stories.voting(world)
        m0 = world.person("m0")
        await m0.says("vote 1:2 2")
        await m0.says("!me")
        assert [one for one in await _waiting(world) if one.place == m0.private and one.kind is Kind.BALLOT]
        before = len(m0.hears())
        await world.bot.host.receive(closed(world, "m0", "eve"))
        await world.everything_said()
        assert len(m0.hears()) == before
        assert not world.bot.host.is_private(m0.private)


async def test_what_is_meant_for_one_person_goes_nowhere_after_that(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.given(world)
        await world.step_ends()  # sorting, where authors are asked in private
        m0, m1 = world.person("m0"), world.person("m1")
        await m0.says("!now")
        await world.everything_said()
        before = len(m0.hears())
        await world.bot.host.receive(closed(world, "m0", "eve"))
        await m1.says("!merge 2 1")  # m0 wrote one of them
        await world.everything_said()
        assert any("saved-merge" in text for text in m1.hears())
        assert len(m0.hears()) == before


async def test_a_direct_message_that_was_closed_stays_closed_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.voting(world)
        m0 = world.person("m0")
        await m0.says("vote 1:2 2")
        await world.person("m1").says("!now")
        place = m0.private
        assert [one for one in await _waiting(world) if one.place == place]
        await world.bot.host.receive(closed(world, "m0", "eve"))
    async with open_world(tmp_path) as world:
        assert not world.bot.host.is_private(place)
        assert not [one for one in await _waiting(world) if one.place == place]
        assert await _waiting(world)  # what others are told waits as before


async def test_only_the_direct_message_of_that_person_is_closed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.voting(world)
        m0, m1 = world.person("m0"), world.person("m1")
        await m0.says("!now")
        await m1.says("vote 1:2 2")
        await world.bot.host.receive([PrivateClosed(m1.account, m0.private, "m1 looked in")])
        await world.everything_said()
        assert any("saved-ballot" in text for text in m1.hears())
        assert world.bot.host.is_private(m0.private)


async def test_who_writes_alone_there_again_is_answered_there_again(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.voting(world)
        m0 = world.person("m0")
        await m0.says("!now")
        await world.bot.host.receive(closed(world, "m0", "eve"))
        assert not world.bot.host.is_private(m0.private)
        await m0.says("vote 1:2 2")
        await world.everything_said()
        assert any("saved-ballot" in text for text in m0.hears())
        assert world.bot.host.is_private(m0.private)
