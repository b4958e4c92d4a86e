"""Promise 7 on Matrix: a round on a real homeserver, and then somebody is forgotten, in the data and in the rooms."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from codesign_bot.testing.grep import traces
from codesign_bot.testing.synapse import Synapse

from .town import IDEAS, Member, Town, template, town, until

pytestmark = pytest.mark.synapse

STALL, QUESTION = IDEAS[1], "How might we make the park a place for evenings?"
BUILD, REFUSED = "with cups of our own", "what I never meant to say"
OWN = (STALL, QUESTION, BUILD, REFUSED)


async def in_the_history(reader: Member, bot: str, room: str) -> str:
    """Everything of the bot's that the homeserver still hands out for a room, edits included."""
    found: list[object] = []
    query = {"dir": "b", "limit": "500"}
    while True:
        page = await reader.client.request("GET", f"/client/v3/rooms/{quote(room)}/messages", **query)
        found += [one["content"] for one in page["chunk"] if one["sender"] == bot]
        if "end" not in page or not page["chunk"]:
            return json.dumps(found)
        query["from"] = str(page["end"])


async def collected(made: Town) -> list[Member]:
    """Voting has begun, over a question, ideas and a build of the second member."""
    made.write({"brisk": template(framing=6, confirming=4, ideas=9, sorting=1)})
    made.bot.start()
    await made.hosted("11")
    await made.olga.client.set_power(made.room, made.name, 50)
    members = await made.grows(5)
    first, second, *_ = members
    await made.opened("brisk", members, made.olga, made.room)
    await second.asks(f"!question {QUESTION}", "Saved. This is wording 1")
    await until(lambda: made.records.phase() == "confirming")
    for one in members:
        await one.says("!consent")
    await until(lambda: made.records.phase() == "ideas")
    for one, idea in zip(members, IDEAS, strict=False):
        await one.asks(f"!idea {idea}", "Saved. This is idea")
    await first.asks("!idea show 2", STALL)
    await second.asks(f"!idea build 1 {BUILD}", "Saved")
    await second.asks(f"!vote {REFUSED}", "Nothing has changed")
    await until(lambda: made.records.phase() == "voting")
    return members


async def forgotten(one: Member) -> None:
    told = await one.asks("!me forget", "All your words go")
    code = re.search(r"!me forget ([A-Z]{4})", told)
    assert code is not None
    await one.asks(f"!me forget {code[1]}", "you are forgotten")


async def test_promise_7_nothing_is_left_of_somebody_who_is_forgotten_on_matrix(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        members = await collected(made)
        first, second, third, *_ = members
        rooms = [(third, made.room), (first, first.dm), (second, second.dm)]
        await second.asks("!vote 1:2", "Saved. This is your whole ballot")
        await third.asks("!ideas", IDEAS[0])
        before = [await in_the_history(who, made.name, room) for who, room in rooms]
        assert [words for words in OWN if not any(words in said for said in before)] == []
        assert traces(made.folder, [*OWN, second.id])
        cards = made.records.now("SELECT message_id FROM outbox WHERE key LIKE 'card/%'")
        await forgotten(second)
        assert traces(made.folder, OWN) == []
        assert made.records.now("SELECT count(*) FROM person WHERE account = ?", second.id) == [(0,)]
        left = "SELECT (SELECT count(*) FROM quoted WHERE is_due) + (SELECT count(*) FROM outbox WHERE state <> 1)"
        await until(lambda: made.records.now(left) == [(0,)], within=90)
        for who, room in rooms:
            said = await in_the_history(who, made.name, room)
            assert [words for words in OWN if words in said] == [], room
        assert traces(made.folder, OWN) == []
        [pinned] = (await third.client.get_state(made.room, "m.room.pinned_events"))["pinned"]
        assert (pinned,) not in cards, "a card that quoted the question is said anew"
        assert IDEAS[2] in await in_the_history(third, made.name, third.dm)
        assert made.bot.incidents() == []
        made.bot.kill()
        made.bot.start()
        await second.asks("!now", "Step: voting")
        assert traces(made.folder, OWN) == []
