"""The decision log can be posted in a place of its own, which shows no rounds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from codesign_bot.records import Place
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World

ARCHIVE = Place(PLATFORM, "archive")


async def code_of(world: World) -> str:
    """A fresh code for another place."""
    olga = world.person("olga")
    await olga.says("!setup code", ROOM)
    await world.everything_said()
    told = [*olga.hears(), *world.room_says()]
    return next(one for one in reversed(told) if "!setup log " in one).split("!setup log ")[1].split()[0]


def said_there(world: World) -> list[str]:
    return [one.text for one in world.platform.said_in(ARCHIVE)]


async def test_the_log_is_posted_there_and_no_card_is(world: World) -> None:
    await stories.planned(world)
    code = await code_of(world)
    await world.person("olga").says(f"!setup log {code}", ARCHIVE)
    for name in stories.MEMBERS[1:4]:
        await world.person(name).says("!topic second 1", ROOM)
    await world.everything_said()
    space = world.bot.desk.book.spaces[ARCHIVE]
    assert space.is_log
    assert any("This round is open now." in one for one in said_there(world))
    assert not any(one.id.startswith("card/") for one in world.platform.said_in(ARCHIVE))


async def test_it_is_an_act_of_power_that_every_space_hears_and_the_log_keeps(world: World) -> None:
    await stories.planned(world)
    code = await code_of(world)
    await world.person("olga").says(f"!setup log {code}", ARCHIVE)
    await world.everything_said()
    for said in (world.room_says(), said_there(world)):
        assert sum("chose a space for the log: “archive”" in one for one in said) == 1
    entries = await world.bot.desk.store.entries(world.round.community)
    last = json.loads(entries[-1].leaf)["facts"]
    assert (entries[-1].kind, last["before"], last["after"]) == ("log-space-set", "", "archive")


async def test_a_space_of_the_community_becomes_a_log_space_by_name(world: World) -> None:
    await stories.planned(world)
    await world.person("olga").says("!setup log", ROOM)
    await world.everything_said()
    assert any("chose a space for the log: “room”" in one for one in world.room_says())
    assert world.bot.desk.book.spaces[ROOM].is_log


@pytest.mark.parametrize("code", ["4F9A02BC", "nonsense", "code"])
async def test_a_code_that_nobody_gave_opens_nothing(world: World, code: str) -> None:
    await stories.planned(world)
    await world.person("olga").says(f"!setup log {code}", ARCHIVE)
    await world.everything_said()
    assert ARCHIVE not in world.bot.desk.book.spaces


async def test_a_code_works_once_and_ten_minutes(world: World) -> None:
    await stories.planned(world)
    old = await code_of(world)
    await world.passes(timedelta(minutes=11))
    await world.person("olga").says(f"!setup log {old}", ARCHIVE)
    assert ARCHIVE not in world.bot.desk.book.spaces
    code = await code_of(world)
    await world.person("olga").says(f"!setup log {code}", ARCHIVE)
    await world.person("olga").says(f"!setup log {code}", Place(PLATFORM, "attic"))
    assert set(world.bot.desk.book.spaces) == {ROOM, ARCHIVE}


async def test_nobody_gives_away_a_place_that_they_do_not_manage(world: World) -> None:
    await stories.planned(world)
    code = await code_of(world)
    await world.person("m5").says(f"!setup log {code}", ARCHIVE)
    assert ARCHIVE not in world.bot.desk.book.spaces
    await world.person("olga").says(f"!setup log {code}", ARCHIVE)
    assert ARCHIVE in world.bot.desk.book.spaces


async def test_a_space_of_a_community_takes_no_code(world: World) -> None:
    await stories.planned(world)
    code = await code_of(world)
    await world.person("olga").says(f"!setup log {code}", ROOM)
    await world.everything_said()
    assert not world.bot.desk.book.spaces[ROOM].is_log


async def test_whoever_is_alone_with_the_bot_in_a_room_of_theirs_makes_it_the_log(world: World) -> None:
    await stories.planned(world)
    code = await code_of(world)
    olga = world.person("olga")
    alone = replace(olga.writes(f"!setup log {code}"), may_be_space=True, may_manage=True)
    await world.bot.host.receive([alone])
    assert world.bot.desk.book.spaces[olga.private].is_log
    assert not world.bot.host.is_private(olga.private)
