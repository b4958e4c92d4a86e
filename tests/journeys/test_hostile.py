"""Members, strangers and their programs that mean no good, or only mean well: the whole bot holds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from codesign_bot.testing.matrix_person import Json

from .kept import Kept, resumed
from .town import SAVED, Town, is_edit, said, until

pytestmark = pytest.mark.synapse

POISON: tuple[Json, ...] = (
    {"algorithm": "m.megolm.v1.aes-sha2", "sender_key": "", "ciphertext": "AwgA", "session_id": "", "device_id": "X"},
    {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "x", "ciphertext": {}},
    {"algorithm": 7},
    {},
)
BROKEN = {"msgtype": "m.text", "body": "hm", "m.relates_to": {"rel_type": "m.replace"}, "m.new_content": 7}
NASTY = "<b>bold</b> <img src=x onerror=alert(1)> **md** [x](https://evil.example) <script>alert(2)</script>"


async def versions(town: Town) -> list[tuple[object, ...]]:
    """How much the rounds have lived through: the same twice means that nothing happened to them."""
    return town.records.now("SELECT round, max(version) FROM round_event GROUP BY round")


async def test_poison_costs_only_itself(kept: Kept, tmp_path: Path) -> None:
    """In the room, in a direct message, and before the bot starts: it reads on, and the votes around it count."""
    async with resumed(kept, tmp_path) as town:
        eve, ben = town.members[:2]
        for content in POISON:
            await eve.client.send_event(town.room, "m.room.encrypted", content)
        town.bot.start()
        await ben.asks("!vote 1:2", SAVED)
        for content in POISON:
            await eve.client.send_event(eve.dm, "m.room.encrypted", content)
        await eve.client.send_event(eve.dm, "m.room.message", BROKEN)
        await eve.client.send_event(eve.dm, "m.reaction", {"m.relates_to": {"event_id": 7, "rel_type": []}})
        body = {"messages": {town.name: {town.login.device_id: POISON[1], "*": POISON[0]}}}
        await eve.client.request("PUT", "/client/v3/sendToDevice/m.room.encrypted/t1", body)
        await eve.asks("!vote 2:2", SAVED)
        await ben.asks("!vote 3:2", SAVED)
        assert town.records.ballots() == {eve.id: "2:2", ben.id: "3:2"}
        assert town.bot.incidents() == []


async def test_a_flood_by_one_is_calmed_once_and_keeps_nobody_else_waiting(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        eve, ben = town.members[:2]
        town.bot.start()
        await eve.asks("!now", "Step: voting")
        await asyncio.gather(*(eve.says("!vote 1:1") for _ in range(60)))
        async with asyncio.timeout(15):
            await ben.asks("!vote 2:2", SAVED)
        await eve.hears("That was a lot at once")
        answers = [text for text in await eve.heard() if SAVED in text]
        assert 5 <= len(answers) <= 12
        assert len([text for text in await eve.heard() if "That was a lot at once" in text]) == 1
        assert town.records.ballots() == {eve.id: "1:1", ben.id: "2:2"}


async def test_a_changed_or_deleted_vote_message_never_makes_a_second_ballot(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        eve = town.members[0]
        town.bot.start()
        vote = await eve.says("!vote 1:2 2:1")
        await eve.hears(SAVED)
        await eve.client.edit(eve.dm, vote, "!vote 3:2")
        await eve.hears_often(2, SAVED)
        assert town.records.ballots() == {eve.id: "3:2"}
        await eve.client.redact(eve.dm, vote)
        await eve.asks("!vote show", "\n\nYour dots:\n3. ")
        assert town.records.ballots() == {eve.id: "3:2"}
        assert town.records.now("SELECT count(*) FROM ballot_journal") == [(2,)]
        await eve.client.redact(eve.dm, await eve.says("!vote 4:2"))
        await eve.asks("!now", "Step: voting")
        assert town.records.ballots()[eve.id] in {"3:2", "4:2"}  # read before it was deleted, or not at all


async def test_the_command_in_a_quote_is_nobodys_and_an_edit_of_anothers_message_is_not_theirs(
    kept: Kept, tmp_path: Path
) -> None:
    async with resumed(kept, tmp_path) as town:
        eve, ben = town.members[:2]
        town.bot.start()
        await ben.asks("!vote 1:2", SAVED)
        before = await versions(town)
        told = await ben.says("I would like more time", town.room)
        await eve.client.send(town.room, f"> <{ben.id}> !time more\n\nwhat do you think?", reply_to=told)
        await eve.client.send(town.room, f"> <{ben.id}> !leave\n> !leave", reply_to=told)
        await eve.client.edit(town.room, told, "!leave")
        await eve.asks("!now", "Step: voting")
        assert await versions(town) == before
        assert town.records.ballots() == {ben.id: "1:2"}


async def test_no_bridge_ghost_has_a_voice(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        ghost = await town.person("ghost_dan")
        town.bot.start()
        before = await versions(town)
        await ghost.client.join(town.room)
        await ghost.says("!join", town.room)
        await ghost.says("!time more", town.room)
        await town.members[0].asks("!now", "Step: voting")
        assert await versions(town) == before
        assert town.records.now("SELECT count(*) FROM person WHERE account = ?", ghost.id) == [(0,)]


async def test_strangers_get_no_further_than_the_door(kept: Kept, tmp_path: Path) -> None:
    """Twenty invitations, and a direct message from somebody who shares no room with the bot."""
    async with resumed(kept, tmp_path) as town:
        town.write({}, allowed=("elsewhere.example",))
        stranger = await town.person()
        rooms = [await stranger.client.create_room(invite=[town.name]) for _ in range(20)]
        town.bot.start()
        rooms.append(await stranger.client.create_room(invite=[town.name], is_public=False, is_direct=True))
        await stranger.says("!vote 1:2", rooms[-1])
        await town.members[0].asks("!vote 2:2", SAVED)
        newcomer = await town.person()
        await town.welcomed(newcomer)
        for room in rooms:
            members = await stranger.client.request("GET", f"/client/v3/rooms/{room}/members", membership="join")
            assert [one["state_key"] for one in members["chunk"]] == [stranger.id]
        assert set(town.records.ballots()) == {town.members[0].id}
        assert town.bot.incidents() == []


async def test_no_tag_and_no_call_of_a_member_gets_through_the_bot(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        eve, ben = town.members[:2]
        town.bot.start()
        await eve.client.request("PUT", f"/client/v3/profile/{eve.id}/displayname", {"displayname": NASTY})
        await ben.asks("!object " + NASTY, "It is too early")
        await eve.asks(f"!request end {NASTY} for a reason", "Saved. This is request 1")
        await eve.asks("!topic suggest " + NASTY, "Saved. This is topic 2")
        await eve.asks("!topic suggest @room come all", "That word would call everybody")
        await town.olga.hears("Somebody suggested this topic", town.room)
        await ben.asks("!requests", "alert(1)")
        places = ((eve, eve.dm), (ben, ben.dm), (town.olga, town.room))
        events = [event for who, place in places for event in await said(who.client, place, town.name)]
        shown = [str(event["content"]["formatted_body"]) for event in events]
        assert any("&lt;script&gt;" in html for html in shown), "the words were never shown, so nothing was shown"
        for html in shown:
            for tag in ("<b>", "<img", "<script", 'href="https://evil'):
                assert tag not in html
        for event in events:
            assert event["content"]["m.mentions"] == {}
            if is_edit(event):
                assert event["content"]["m.new_content"]["m.mentions"] == {}


async def test_a_message_of_60_kb_is_answered_calmly(kept: Kept, tmp_path: Path) -> None:
    async with resumed(kept, tmp_path) as town:
        eve = town.members[0]
        town.bot.start()
        await eve.asks("!request end " + "long " * 12_000, "That is too long")
        await eve.asks("!" + "x" * 60_000, "I do not know this command")
        await eve.asks("!vote " + "1:1 " * 15_000, "Nothing has changed")
        await eve.asks("!vote 1:2", SAVED)
        await until(lambda: town.records.ballots() == {eve.id: "1:2"})
        assert town.bot.incidents() == []
