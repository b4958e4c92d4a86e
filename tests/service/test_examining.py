"""Organisers are told what the bot may do in each of their spaces, and what to grant."""

from __future__ import annotations

import pytest

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, Unreachable
from codesign_bot.records import Place, Space
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World
from codesign_bot.view import Finding, say

from .test_previewing import asked

LOG = Place(PLATFORM, "log room")
ELSEWHERE = Place("carrier pigeons", "loft")
MISSING = Finding(say("lacks-send"), is_well=False)
WELL = Finding(say("doctor-rate", count=3))
NOTE = Finding(say("doctor-where-discord"), is_note=True)


async def begun(world: World) -> None:
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)


async def linked(world: World, place: Place, *, is_log: bool = False) -> None:
    """One more space of the community, as it is once linked."""
    community = world.bot.desk.book.community_at(ROOM)
    assert community is not None
    world.bot.desk.book.absorb([Space(place, community.id, is_log=is_log)])


async def test_where_nothing_is_missing_all_is_well(world: World) -> None:
    await begun(world)
    world.platform.findings[ROOM] = (WELL,)
    (told,) = await asked(world, "!round doctor")
    assert "All is well. I can do all that I need in 1 space." in told
    assert "I sent" not in told


async def test_what_is_missing_is_named_with_its_space_and_where_to_grant_it(world: World) -> None:
    await begun(world)
    await linked(world, LOG, is_log=True)
    world.platform.findings[LOG] = (MISSING, NOTE)
    (told,) = await asked(world, "!round doctor")
    assert "All is well" not in told
    assert "log room" in told
    assert "Give me the permission Send Messages." in told
    assert "open the settings of the channel" in told


async def test_a_note_alone_is_no_trouble(world: World) -> None:
    await begun(world)
    world.platform.findings[ROOM] = (NOTE,)
    (told,) = await asked(world, "!round doctor")
    assert "All is well" in told
    assert "open the settings of the channel" in told


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Gone("no room"), "I cannot get into this space."),
        (NotAllowed("not here"), "I cannot get into this space."),
        (Unreachable("later"), "I could not look at this space now."),
    ],
)
async def test_a_space_that_cannot_be_looked_at_is_told_and_the_others_still_are(
    world: World, trouble: PlatformTrouble, words: str
) -> None:
    await begun(world)
    await linked(world, LOG)
    world.platform.troubles[LOG] = trouble
    world.platform.findings[ROOM] = (MISSING,)
    (told,) = await asked(world, "!round doctor")
    assert words in told
    assert "Send Messages" in told


async def test_a_space_on_a_platform_without_a_door_is_told_too(world: World) -> None:
    await begun(world)
    await linked(world, ELSEWHERE)
    (told,) = await asked(world, "!round doctor")
    assert "I am not on this platform now." in told


async def test_the_space_that_it_is_asked_in_comes_first(world: World) -> None:
    await begun(world)
    await linked(world, LOG)
    world.platform.findings |= {ROOM: (MISSING,), LOG: (MISSING,)}
    olga = world.person("olga")
    await olga.presses("!round doctor", LOG)
    await world.everything_said()
    told = olga.hears()[-1]
    assert told.index("In “log room”") < told.index("In “room”")


async def test_it_is_for_those_who_can_do_something_about_it(world: World) -> None:
    await begun(world)
    (told,) = await asked(world, "!round doctor", "m5")
    assert "Only organisers can do that." in told
    await world.person("warden", may_manage=True).says("!round doctor", ROOM)
    await world.everything_said()
    assert "All is well" in world.room_says()[-1]


async def test_whoever_is_in_no_community_is_sent_to_a_space(world: World) -> None:
    (told,) = await asked(world, "!round doctor")
    assert "Please ask for this in a space of it." in told


@pytest.mark.parametrize("account", ["@ada:example.org", "123456789012345678", "123456789012345678 Ada of Elm Street"])
async def test_an_organiser_is_named_by_the_account_of_any_platform(world: World, account: str) -> None:
    await begun(world)
    (told,) = await asked_in_room(world, f"!setup organiser add {account}")
    name = account.partition(" ")[2] or account
    assert f"{name} is an organiser now." in told.replace("@ ", "@")
    community = world.bot.desk.book.community_at(ROOM)
    assert community is not None
    assert len(world.bot.desk.book.organisers(community.id)) == 2


@pytest.mark.parametrize("account", ["Ada", "@ada", "1234", "12345678901234567890123", "12345678901234567x"])
async def test_what_is_no_account_names_nobody(world: World, account: str) -> None:
    await begun(world)
    (told,) = await asked_in_room(world, f"!setup organiser add {account}")
    assert "setup organiser add" in told
    community = world.bot.desk.book.community_at(ROOM)
    assert community is not None
    assert len(world.bot.desk.book.organisers(community.id)) == 1


async def asked_in_room(world: World, text: str) -> list[str]:
    """What one organiser is told about something pressed in the room."""
    olga = world.person("olga")
    await world.everything_said()
    before = len(olga.hears())
    await olga.presses(text, ROOM)
    await world.everything_said()
    return olga.hears()[before:]
