"""What happens to rooms in the middle of a round: replaced, closed to the bot, opened to it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codesign_bot.testing.synapse import Synapse

from .kept import Kept, resumed
from .town import SAVED, Town, is_edit, said, town, until

pytestmark = pytest.mark.synapse

GIVEN = "gave this step more time"


async def cards(town: Town, room: str) -> list[dict[str, Any]]:
    events = await said(town.olga.client, room, town.name)
    return [event for event in events if not is_edit(event) and "\nStep: " in event["content"]["body"]]


async def moved(town: Town) -> str:
    """Olga replaces the room, and everybody follows. Returns the new one."""
    new = await town.olga.client.upgrade(town.room, "12")
    for member in town.members:
        await member.client.join(new)
    return new


async def _goes_on_in(town: Town, new: str) -> None:
    """The round lives in the new room: its card, its announcements, its members' votes."""
    await until(lambda: town.records.now("SELECT place FROM space") == [(new,)])
    assert town.records.now("SELECT place FROM round_place") == [(new,)]
    await town.olga.hears("\nStep: voting", new)
    member = town.members[0]
    await member.asks("!vote 1:2 2", SAVED)
    await town.olga.asks("!time give 1 hour Half of us are away today.", "This step now ends")
    await town.olga.hears(GIVEN, new)
    assert len(await cards(town, new)) == 1
    assert len([text for text in await town.olga.heard(new) if GIVEN in text]) == 1
    assert not [text for text in await town.olga.heard() if GIVEN in text]
    assert town.records.ballots() == {member.id: "1:2 2:1"}
    assert town.bot.incidents() == []


async def test_a_round_goes_on_where_its_room_was_replaced(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        town.bot.start()
        await town.members[0].asks("!now", "Step: voting")
        await _goes_on_in(town, await moved(town))


async def test_a_round_goes_on_where_its_room_was_replaced_while_the_bot_was_away(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        new = await moved(town)
        town.bot.start()
        await _goes_on_in(town, new)


async def test_who_is_removed_says_afterwards_what_was_to_be_said_and_counts_meanwhile(
    kept: Kept, tmp_path: Path
) -> None:
    async with resumed(kept, tmp_path) as town:
        town.bot.start()
        await town.olga.asks("!now", "Step: voting")
        await town.olga.client.kick(town.room, town.name)
        await until(lambda: town.records.now("SELECT trouble FROM space") == [("trouble-removed",)])
        member = town.members[0]
        await member.asks("!vote 1:2 2", SAVED)
        await town.olga.asks("!time give 1 hour Half of us are away today.", "This step now ends")
        assert not [text for text in await town.olga.heard(town.room) if GIVEN in text]
        await town.olga.client.invite(town.room, town.name)
        await town.olga.hears(GIVEN, town.room)
        assert town.records.now("SELECT trouble FROM space") == [(None,)]
        assert town.records.ballots() == {member.id: "1:2 2:1"}
        assert len([text for text in await town.olga.heard(town.room) if GIVEN in text]) == 1
        assert len(await cards(town, town.room)) == 1
        assert town.bot.incidents() == []


async def test_who_may_not_speak_for_a_while_says_afterwards_what_was_to_be_said(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        town.bot.start()
        await town.olga.asks("!now", "Step: voting")
        levels = await town.olga.client.get_state(town.room, "m.room.power_levels")
        await town.olga.client.put_state(town.room, "m.room.power_levels", levels | {"events_default": 50})
        await until(lambda: town.records.now("SELECT trouble FROM space") == [("trouble-cannot-speak",)])
        await town.olga.asks("!time give 1 hour Half of us are away today.", "This step now ends")
        await town.members[0].asks("!vote 1:2 2", SAVED)
        assert not [text for text in await town.olga.heard(town.room) if GIVEN in text]
        await town.olga.client.put_state(town.room, "m.room.power_levels", levels)
        await town.olga.hears(GIVEN, town.room)
        assert town.records.now("SELECT trouble FROM space") == [(None,)]
        assert len(await cards(town, town.room)) == 1
        assert town.bot.incidents() == []


async def test_what_was_said_before_the_bot_came_is_never_carried_out(kept: Kept, tmp_path: Path) -> None:
    """History full of commands, in a room that the bot enters, and again in one that it comes back to."""
    async with resumed(kept, tmp_path) as town:
        eve = town.members[0]
        old = await eve.client.create_room("Hillside")
        await town.members[1].client.join(old)
        for text in ("!setup Hillside", "!topic suggest Old matters", "!vote 1:2", "!leave", "!join"):
            await eve.says(text, old)
        town.bot.start()
        before = town.records.now("SELECT count(*) FROM round_event")
        await eve.client.invite(old, town.name)
        await eve.hears("Nobody has set up a community here yet", old)
        await eve.asks("!vote show", "You have not voted yet")
        assert await eve.heard(old) == [await eve.hears("Nobody has set up", old)]
        await town.olga.client.kick(town.room, town.name)
        await until(lambda: town.records.now("SELECT trouble FROM space") == [("trouble-removed",)])
        await eve.says("!leave", town.room)
        await town.olga.client.invite(town.room, town.name)
        await until(lambda: town.records.now("SELECT trouble FROM space") == [(None,)])
        await town.olga.asks("!now", "Step: voting", town.room if not town.olga.dm else "")
        assert town.records.now("SELECT count(*) FROM round_event") == before
        assert town.records.now("SELECT count(*) FROM community") == [(1,)]
        assert town.bot.incidents() == []


NOT_HERE = "Please set things up in the space itself"
ALONE = "The others do not see what we write here"


async def test_an_organiser_who_is_alone_with_the_bot_in_a_room_of_theirs_can_begin_there(
    synapse: Synapse, tmp_path: Path
) -> None:
    """A room with a name and one member is a space whose people are still to come."""
    async with town(synapse, tmp_path / "bot") as made:
        made.write({})
        made.bot.start()
        olga = await made.person()
        room = await olga.client.create_room("Riverside", invite=[made.name], is_public=False)
        hello = await olga.hears("Nobody has set up a community here yet", room)
        assert ALONE not in hello
        await olga.asks("!setup Riverside", "This is now the community", room)
        await olga.asks("!topic suggest The park is empty in the evening", "Saved. This is topic 1.", room)
        assert "!topic second 1" in await olga.hears("\nStep: topic", room)
        assert not [text for text in await olga.heard(room) if "suggested this topic" in text and "Step: " not in text]
        refused = await olga.asks("!vote show", "A room is not secret", room)
        assert f"https://matrix.to/#/{made.name}" in refused
        ben = await made.person()
        await olga.client.invite(room, ben.id)
        await ben.client.join(room)
        await ben.asks("!second 1", "Saved. You seconded this topic.", room)
        assert made.bot.incidents() == []


async def test_a_room_without_a_name_becomes_a_space_when_its_owner_says_so(synapse: Synapse, tmp_path: Path) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        made.write({})
        made.bot.start()
        olga = await made.person()
        room = await olga.client.create_room(invite=[made.name], is_public=False)
        await olga.hears(ALONE, room)
        begun = await olga.asks("!setup Riverside", "This is now the community", room)
        assert "I cannot pin the card of a round here" in begun
        assert made.records.now("SELECT private_place FROM person") == [(None,)]
        await olga.asks("!vote show", "A room is not secret", room)
        assert made.records.now("SELECT private_place FROM person") == [(None,)]
        await olga.opens()
        await olga.asks("!topics", "There is no topic yet")
        assert made.records.now("SELECT place FROM space") == [(room,)]
        assert made.bot.incidents() == []


async def test_a_direct_message_never_becomes_a_space(synapse: Synapse, tmp_path: Path) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        made.write({})
        made.bot.start()
        olga = await made.person()
        await olga.opens()
        assert "!setup" not in await olga.asks("!help", "No round is open here")
        await olga.asks("!setup Riverside", NOT_HERE)
        await olga.asks("setup Riverside", NOT_HERE)
        assert made.records.now("SELECT count(*) FROM space") == [(0,)]
        assert made.bot.incidents() == []


async def test_after_somebody_joined_a_direct_message_nothing_private_is_said_there(kept: Kept, tmp_path: Path) -> None:
    """The ballot is read back elsewhere, and what the bot would have told one person alone is told to nobody."""
    async with resumed(kept, tmp_path) as made:
        made.bot.start()
        member, curious = made.members[0], made.members[1]
        await member.asks("!vote 1:2 2", SAVED)
        await member.client.invite(member.dm, curious.id)
        await until(
            lambda: made.records.now("SELECT private_place FROM person WHERE account = ?", member.id) == [(None,)]
        )
        await curious.client.join(member.dm)
        before = len([text for text in await member.heard() if SAVED in text])
        for typed in ("!vote show", "!vote 1:2"):
            answer = await member.asks(typed, "A room is not secret")
            assert typed not in answer.splitlines()
        assert len([text for text in await member.heard() if SAVED in text]) == before
        assert made.records.ballots() == {member.id: "1:2 2:1"}
        assert made.bot.incidents() == []
