"""A whole round through the real command in real time, in rooms of an old and a new version at once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from codesign_bot.testing.synapse import Synapse

from .town import Member, Town, is_edit, said, template, town, until

pytestmark = [pytest.mark.synapse, pytest.mark.slow]

VERSIONS = ("11", "12")
STEPS = ("framing", "confirming", "ideas", "sorting", "voting", "cooling_off", "feedback")
IDEAS = ("lamps by the pond", "a tea stall", "open air films", "a walking group", "more benches")
BALLOTS = ("1:2 2", "1:2 3", "1:1 2:2", "1:2 4", "1:2 5")
"""Idea 1 has nine dots; there is one place for five ideas."""


@dataclass(slots=True)
class Community:
    """One room with its people; what they do in each step is told below."""

    town: Town
    version: str
    room: str = ""
    olga: Member = field(init=False)
    members: list[Member] = field(default_factory=list[Member])

    async def gathers(self) -> None:
        self.olga = await self.town.person()
        self.room = await self.town.founded(self.olga, self.version)
        await self.olga.client.set_power(self.room, self.town.name, 50)
        self.members = [await self.town.person() for _ in IDEAS]
        await asyncio.gather(*(self.town.welcomed(one, self.room) for one in self.members))

    async def opens(self) -> None:
        await self.town.opened("brisk", self.members, self.olga, self.room)

    async def frames(self, part: slice) -> None:
        await self.all_ask("!frame It is dark and nobody feels safe there", "Saved. This is problem", part)

    async def words(self) -> None:
        question = "!question How might we make the park a place for evenings?"
        await self.members[0].asks(question, "Saved. This is wording 1")

    async def consents(self) -> None:
        await self.all_ask("!consent", "Saved. You consent")

    async def offers(self, part: slice) -> None:
        numbers = range(1, len(IDEAS) + 1)
        for one, idea, number in list(zip(self.members, IDEAS, numbers, strict=True))[part]:
            await one.asks(f"!idea {idea}", f"Saved. This is idea {number}")

    async def votes(self, part: slice) -> None:
        given = list(zip(self.members, BALLOTS, strict=True))[part]
        await asyncio.gather(*(one.asks(f"!vote {ballot}", "Saved. This is your whole") for one, ballot in given))

    async def judges(self) -> None:
        await self.all_ask("!feedback 1 agree", "Saved. Idea 1: agree")

    async def publishes(self) -> None:
        day = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
        await self.olga.asks(f"!fate 1 chosen Olga and the council by {day}", "Saved. This is the fate of idea 1")
        for number in range(2, len(IDEAS) + 1):
            await self.olga.asks(
                f"!fate {number} later There is no money for it yet", f"Saved. This is the fate of idea {number}"
            )
        await self.olga.asks("!outcome publish You asked for light. We will build lamps.", "Saved. The outcome")

    async def all_ask(self, text: str, part: str, some: slice = slice(None)) -> None:
        await asyncio.gather(*(one.asks(text, part) for one in self.members[some]))

    def phase(self) -> str:
        question = "SELECT phase FROM round_place WHERE place = ?"
        return str(self.town.records.now(question, self.room)[0][0])

    def topic(self) -> int:
        question = "SELECT topic FROM round_place WHERE place = ?"
        return int(self.town.records.now(question, self.room)[0][0])

    async def reaches(self, phase: str) -> None:
        await until(lambda: self.phase() == phase)


async def both(communities: list[Community], act: Callable[[Community], Any]) -> None:
    await asyncio.gather(*(act(one) for one in communities))


async def test_a_whole_round_survives_a_restart_in_each_of_three_steps_in_old_and_new_rooms(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        lengths = {"framing": 9, "confirming": 7, "ideas": 12, "sorting": 1, "voting": 9, "cooling_off": 2}
        made.write({"brisk": template(**lengths, feedback=6)})
        made.bot.start()
        communities = [Community(made, version) for version in VERSIONS]
        await both(communities, Community.gathers)
        await both(communities, Community.opens)

        await both(communities, lambda one: one.frames(slice(2)))
        assert made.bot.stop() == 0
        made.bot.start()
        await both(communities, lambda one: one.frames(slice(2, None)))
        await both(communities, Community.words)
        await both(communities, lambda one: one.reaches("confirming"))
        await both(communities, Community.consents)
        await both(communities, lambda one: one.reaches("ideas"))
        await both(communities, lambda one: one.offers(slice(2)))
        made.bot.kill()
        made.bot.start()
        await both(communities, lambda one: one.offers(slice(2, None)))
        await both(communities, lambda one: one.reaches("voting"))
        await both(communities, lambda one: one.votes(slice(3)))
        made.bot.kill()
        made.bot.start()
        await both(communities, lambda one: one.votes(slice(3, None)))
        await both(communities, lambda one: one.reaches("feedback"))
        await both(communities, Community.judges)
        await both(communities, lambda one: one.reaches("outcome"))
        await both(communities, Community.publishes)

        for community in communities:
            assert community.phase() == "follow_up"
            await _the_files_are_right(community)
            await _the_room_is_right(community)
        assert made.bot.incidents() == []
        assert made.bot.stop() == 0
        for community in communities:
            _the_operator_exports_the_same(community)


async def _the_files_are_right(community: Community) -> None:
    """The export that any member gets holds the whole round, once."""
    member = community.members[1]
    await member.says(f"!export {community.topic()}")
    await member.client.wait_for(member.dm, lambda event: _name(event).endswith(".md"))
    files = {_name(event): event for event in member.client.seen[member.dm] if _name(event)}
    assert len(files) == 2
    jsonl = next(event for name, event in files.items() if name.endswith(".jsonl"))
    lines = [json.loads(line) for line in (await member.client.download(jsonl["content"]["url"])).splitlines()]
    kinds = Counter(line["event"] for line in lines if line["line"] == "event")
    assert (kinds["ProblemStated"], kinds["IdeaOffered"], kinds["VotesCounted"], kinds["OutcomePublished"]) == (
        len(IDEAS),
        len(IDEAS),
        1,
        1,
    )
    counted = next(line["result"] for line in lines if line.get("event") == "VotesCounted")
    assert (counted["ballots"], counted["chosen"]) == (len(BALLOTS), [1])
    assert {row["idea"]: row["dots"] for row in counted["ranking"]} == {1: 9, 2: 3, 3: 1, 4: 1, 5: 1}
    markdown = next(event for name, event in files.items() if name.endswith(".md"))
    written = (await member.client.download(markdown["content"]["url"])).decode()
    assert "We will build lamps." in written


def _name(event: dict[str, Any]) -> str:
    content = event.get("content", {})
    return str(content.get("filename", "")) if content.get("msgtype") == "m.file" else ""


async def _the_room_is_right(community: Community) -> None:
    """One card, edited and pinned; every announcement once, each step announced."""
    events = await said(community.olga.client, community.room, community.town.name)
    first = [event for event in events if not is_edit(event)]
    cards = [event for event in first if "\nStep: " in event["content"]["body"]]
    assert len(cards) == 1
    pinned = await community.olga.client.get_state(community.room, "m.room.pinned_events")
    assert pinned["pinned"] == [cards[0]["event_id"]]
    edits = [event for event in events if is_edit(event)]
    assert edits
    fates = [event["event_id"] for event in first if "set the fate" in event["content"]["body"]]
    assert len(fates) == 1, "fates of one sitting are one message that grows"
    assert {event["content"]["m.relates_to"]["event_id"] for event in edits} == {cards[0]["event_id"], *fates}
    bodies = Counter(event["content"]["body"] for event in first)
    # In steps of seconds two outages can be told in the same words, by the minute.
    assert [body for body, times in bodies.items() if times > 1 and "could reach me" not in body] == []
    steps = [event for event in first if "A new step begins" in event["content"]["body"]]
    assert len(steps) >= len(STEPS)


def _the_operator_exports_the_same(community: Community) -> None:
    """The command of the operator, once the bot has stopped."""
    folder = community.town.folder / f"export-{community.version}"
    folder.mkdir()
    (found,) = community.town.records.rows("SELECT round FROM round_place WHERE place = ?", community.room)
    config = community.town.bot.config
    done = subprocess.run(
        [sys.executable, "-m", "codesign_bot", "export", found[0], "--out", folder, "--config", config],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (jsonl,) = folder.glob("*.jsonl")
    lines = [json.loads(line) for line in jsonl.read_text().splitlines()]
    ballots = [line for line in lines if line["line"] not in {"header", "event"}]
    assert len(ballots) == len(BALLOTS)
