"""A community grows over the platforms, from either side, by somebody who may manage the space that joins it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codesign_bot.testing.discord.person import Person as Presser

from ..journeys.town import Member  # noqa: TID252 - tests are no package
from .story import gathered, link_code
from .town import Both

pytestmark = pytest.mark.synapse

UNKNOWN = "I do not know this code."


async def begun_on_discord(both: Both) -> Presser:
    """A community in the channel; its organiser, who may manage it."""
    otto = both.there("Otto", may_manage=True)
    await otto.types("/setup begin")
    await otto.fills("Set up a community", words="Riverside")
    await otto.sees("This is now the community")
    return otto


async def code_from(otto: Presser) -> str:
    await otto.types("/setup code")
    await otto.sees("Give the code below in the other space.", "On Matrix, use !setup link.")
    return otto.screen.rsplit("/setup link code:", 1)[1].split()[0]


async def room_of(both: Both, olga: Member) -> str:
    """A room of hers, with the bot in it."""
    room = await olga.client.create_room("The same people", room_version="11")
    await olga.client.invite(room, olga.bot)
    await olga.hears("Nobody has set up a community here yet", room)
    return room


async def test_a_room_joins_a_community_that_began_on_discord_and_shows_its_topics_at_once(both: Both) -> None:
    otto = await begun_on_discord(both)
    eli = both.there("Eli")
    await eli.types("/topic suggest")
    await eli.fills("Suggest a topic", words="The bins are full")
    await eli.sees("Saved. This is topic 1.")
    olga = await both.here("Olga")
    both.room = await room_of(both, olga)
    await olga.says(f"!setup link {await code_from(otto)}", both.room)
    await olga.hears("This space is now part of “Riverside”.", both.room)
    await olga.hears("The bins are full", both.room)
    await olga.asks("!topic second 1", "Saved. You seconded", both.room)
    await both.see("The bins are full", "1 person has seconded it.")


async def test_a_room_that_is_bridged_says_so_when_it_joins_because_its_people_could_vote_twice(both: Both) -> None:
    otto = await begun_on_discord(both)
    olga = await both.here("Olga")
    room = await room_of(both, olga)
    bridge = {"protocol": {"id": "discord"}, "channel": {"id": str(otto.channel.id)}}
    await olga.client.put_state(room, "m.bridge", bridge, "discord")
    await olga.says(f"!setup link {await code_from(otto)}", room)
    told = await olga.hears("This space is now part of “Riverside”.", room)
    assert "This space is bridged to another network. Some people could vote twice." in told


async def test_a_code_for_a_space_works_once_for_ten_minutes_and_only_for_who_may_manage(both: Both) -> None:
    await gathered(both)
    olga, ana, eli = await both.here("Olga"), await both.here("Ana"), both.there("Eli")
    await eli.types("/setup link", code=await link_code(both))
    await eli.sees("Only somebody who may manage this space can do that.")
    room = await room_of(both, ana)
    await ana.client.join(room)
    await olga.client.join(room)
    await olga.says(f"!setup link {await link_code(both)}", room)
    await olga.hears("Only somebody who may manage this space can do that.")
    late = await link_code(both)
    await both.town.passes(timedelta(minutes=10, seconds=1))
    await ana.says(f"!setup link {late}", room)
    await ana.hears(UNKNOWN)
    code = await link_code(both)
    await ana.says(f"!setup link {code}", room)
    await ana.hears("This space is now part of “Riverside”.")
    another = await room_of(both, ana)
    await ana.says(f"!setup link {code}", another)
    await ana.hears_often(2, UNKNOWN)
    assert sum(entry.kind == "space-linked" for entry in await both.entries()) == 2
