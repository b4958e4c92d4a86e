"""Somebody is alone with the bot in a room of theirs: it becomes a space when they say so, and only then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from codesign_bot.records import Place
from codesign_bot.testing.memory import PLATFORM, MemoryPerson
from codesign_bot.testing.world import ROOM, World, open_world


async def says(person: MemoryPerson, text: str, *, may_be_space: bool = True, may_manage: bool = True) -> None:
    """Write where nobody else is; whether that could be a space, and whose it is, is for the platform to say."""
    heard = replace(person.writes(text), may_be_space=may_be_space, may_manage=may_manage)
    await person.host.receive([replace(heard, lacks=("trouble-cannot-pin",) if may_be_space else ())])


def spaces(world: World) -> list[Place]:
    return list(world.bot.desk.book.spaces)


async def test_whoever_manages_the_room_begins_a_community_there(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        olga = world.person("olga")
        await says(olga, "!setup Riverside")
        await world.everything_said()
        assert spaces(world) == [olga.private]
        begun = next(text for text in olga.hears() if "setup-done" in text)
        assert "trouble-cannot-pin" in begun
        assert any("power-community-began" in text for text in olga.hears())


async def test_from_then_on_nothing_private_is_told_there(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        olga = world.person("olga")
        await says(olga, "!now")
        assert world.bot.host.is_private(olga.private)
        await says(olga, "!setup Riverside")
        assert not world.bot.host.is_private(olga.private)
        assert world.bot.host.hosts(olga.private)
        person = world.bot.desk.book.person(olga.account)
        assert person is not None
        assert person.private is None


async def test_a_direct_message_elsewhere_stays_where_it_was(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        olga = world.person("olga")
        await olga.opens_private()
        attic = Place(PLATFORM, "attic")
        heard = replace(olga.writes("!now"), place=attic)
        await world.bot.host.receive([heard])  # her newest direct message
        room = replace(olga.writes("!setup Riverside"), may_be_space=True, may_manage=True)
        await world.bot.host.receive([room])
        assert spaces(world) == [olga.private]
        assert not world.bot.host.is_private(olga.private)
        assert world.bot.host.is_private(attic)


async def test_an_organiser_links_a_room_that_is_empty_but_for_them(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        olga = world.person("olga", may_manage=True)
        await olga.says("!setup Riverside", ROOM)
        await olga.says("!setup code", ROOM)
        await world.everything_said()
        code = next(text for text in world.room_says() if "setup link " in text).split("setup link ")[1].split("'")[0]
        await says(olga, f"!setup link {code}")
        assert set(spaces(world)) == {ROOM, olga.private}


@pytest.mark.parametrize(
    ("text", "may_be_space", "may_manage"),
    [
        ("!setup Riverside", False, True),  # somebody called it a direct message
        ("!setup Riverside", True, False),  # it is not theirs
        ("!setup zone Europe/London", True, True),  # there is nothing yet to set
        ("!setup log", True, True),
    ],
)
async def test_what_is_not_meant_or_not_theirs_changes_nothing(
    tmp_path: Path,
    text: str,
    may_be_space: bool,  # noqa: FBT001 - a column of the table
    may_manage: bool,  # noqa: FBT001 - a column of the table
) -> None:
    async with open_world(tmp_path) as world:
        olga = world.person("olga")
        await says(olga, text, may_be_space=may_be_space, may_manage=may_manage)
        await world.everything_said()
        assert spaces(world) == []
        assert "setup-in-space" in olga.hears()[-1]
        assert world.bot.host.is_private(olga.private)


async def test_help_offers_to_set_up_a_community_only_where_that_can_be_done(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        olga = world.person("olga", may_manage=True)
        await olga.says("!help")
        await olga.says("!help", ROOM)
        await world.everything_said()
        in_private, in_room = olga.hears()
        assert "action-setup" not in in_private
        assert "action-setup" in in_room
