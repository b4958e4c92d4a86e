"""Until voting ends nobody sees a count: two votes that differ look the same to everybody who asks anything."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.ports import Reading
from codesign_bot.testing import stories
from codesign_bot.testing.chance import CountedChance
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import View
from codesign_matrix.render import MatrixLook, render

ASKED = (
    "!now",
    "!rules",
    "!ideas",
    "!idea 1",
    "!idea 2",
    "!tally",
    "!outcome",
    "!feedback",
    "!requests",
    "!topics",
    "!log",
    "!log before 12",
    "!log power",
    "!log voting",
    "!log checkpoint",
    "!log entry 12",
    "!receipt amber otter",
    "!me",
    "!help",
    "!vote show",
    "!export",
    "!export 1",
    "!fate 1 later There is no money",
    "!outcome publish Lamps it is",
    "!time give 1d Somebody may be ill",
)
ALL_IN = ("1:2 2", "1:2", "1:2 3", "1", "1:2", "1:2 4")
HARDLY_ANY = ("", "", "", "", "", "6:1")


def as_text(view: View, reading: Reading) -> str:
    return "\n".join(payload.body for payload in render(view, reading, MatrixLook("@bot:memory")))


async def seen_by(folder: Path, name: str, ballots: Sequence[str]) -> list[object]:
    """Everything that one person and the room see of a vote in which others vote like this."""
    folder.mkdir()
    async with open_world(folder, ControlledClock(), as_text, chance=CountedChance()) as world:
        await stories.voting(world)
        for voter, ballot in zip(stories.MEMBERS, ballots, strict=False):
            world.clock.advance(timedelta(minutes=1))
            if ballot:
                await world.person(voter).says(f"!vote {ballot}")
        await world.passes(timedelta(minutes=5))
        before = len(world.person(name).hears())
        for text in ASKED:
            world.clock.advance(timedelta(minutes=1))
            await world.person(name).says(text)
            await world.everything_said()
        await world.passes(timedelta(minutes=5))
        assert world.round.phase is Phase.VOTING
        files = [m.file[2] for m in world.platform.messages.values() if m.file is not None]
        cards = [(m.edits, m.text) for m in world.platform.messages.values() if m.id.startswith("card/")]
        told = world.person(name).hears()[before:]
        return [told, world.room_says(), files, cards]


@pytest.mark.parametrize("name", ["olga", "m7"])
async def test_promise_3_two_different_votes_look_the_same_to_everybody_else(tmp_path: Path, name: str) -> None:
    """To an organiser and to a member who did not vote: every answer, the room, the card and its edits, the export."""
    one = await seen_by(tmp_path / "one", name, ALL_IN)
    other = await seen_by(tmp_path / "other", name, HARDLY_ANY)
    assert one == other


async def test_promise_3_no_line_for_operators_holds_a_ballot(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Not even at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    await stories.voting(world)
    caplog.clear()
    await world.person("m0").says("!vote 4:2 6:1")
    await world.person("m1").says("!vote 4:9")
    await world.everything_said()
    lines = "\n".join(record.getMessage() for record in caplog.records)
    assert "4:2" not in lines
    assert "4:9" not in lines


async def test_promise_3_an_extension_of_a_vote_does_not_say_how_many_voted(world: World) -> None:
    """While people vote, how many were heard is how many ballots there are."""
    await stories.voting(world)
    await world.person("m0").says("!vote 1:2")
    said = len(world.platform.said_in(ROOM))
    await world.step_ends()
    assert world.round.phase is Phase.VOTING
    told = [message.text for message in world.platform.said_in(ROOM)[said:]]
    assert told
    assert not any(re.search(r"[0-4] (person|people|ballot)|heard from [0-9]", text) for text in told), told
    await world.person("m0").says("!log")
    await world.everything_said()
    told = [world.person("m0").hears()[-1]]
    assert "Too few people were heard." in told[0]  # as the room was told, and no more
    assert not re.search(r"[0-9]+ (person|people|ballot)|heard from", told[0])
