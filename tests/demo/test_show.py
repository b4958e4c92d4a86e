"""What all parts of the story share: idea numbers, ballots, several people at once, and time where it is short."""

from __future__ import annotations

import asyncio

import pytest

from codesign_bot.demo import words
from codesign_bot.demo.people import Expect, Said
from codesign_bot.demo.show import Cast, Show
from codesign_bot.demo.square import square
from codesign_bot.demo.stage import NAMES
from codesign_bot.demo.stay import stay
from codesign_bot.demo.story import end
from codesign_bot.testing.discord import DiscordServer

from .scripted import DM, ROOM, Scripted, Sent, Stage, message
from .test_room import soon, watching

GIVE = "!time give 1m This machine is slow, and nobody shall be late."


@pytest.fixture
def show(stage: Stage) -> Show:
    """The whole cast, each with a direct message with the bot."""
    members = {name.lower(): stage.member(name)[0] for name in NAMES}
    room, _ = stage.room()
    return Show("http://127.0.0.1:1", stage.scene, room, Cast(**members), square(DiscordServer(), stage.scene), {})


def client(show: Show, name: str) -> Scripted:
    found = getattr(show.cast, name).client
    assert isinstance(found, Scripted)
    return found


def test_ballots_are_typed_with_the_numbers_that_the_bot_gave(show: Show) -> None:
    show.offered("lamps", Said("$1", "Saved. This is idea 4."))
    show.offered("films", Said("$2", "Saved. This is idea 11.\n\nYou can offer 4 more ideas."))
    assert show.ballot(lamps=2, films=1) == "4:2 11:1"


def test_an_answer_without_a_number_changes_nothing(show: Show) -> None:
    show.offered("lamps", Said("$1", "Saved. This is idea 4."))
    show.offered("lamps", Said("$1", "Saved. Idea 4 has new words."))
    assert show.ideas == {"lamps": 4}


async def test_several_people_type_at_once_and_one_answer_is_shown(show: Show, stage: Stage) -> None:
    people = [show.cast.ben, show.cast.cleo, show.cast.dana]
    for name in ("ben", "cleo", "dana"):
        client(show, name).answers["!consent"] = [message("Saved. You consent.")]
    await show.chorus(people, "!consent")
    assert stage.shown.getvalue() == (
        "Ben, Cleo and Dana, in private: !consent\n    to each of them alone: Saved. You consent.\n"
    )
    assert all(client(show, name).sent == [Sent(DM, "!consent")] for name in ("ben", "cleo", "dana"))


async def test_an_organiser_gives_time_where_the_story_would_be_late(show: Show) -> None:
    show.scene.before_each = show.mind_the_time
    client(show, "olga").answers[GIVE] = [message("Saved. This step now ends later.")]
    client(show, "ben").answers["!join"] = [message("Saved. You are in.")]
    show.scene.pace.begin(show.scene.pace.reserve_seconds - 1)
    await show.cast.ben.private("!join")
    assert client(show, "olga").sent == [Sent(DM, GIVE)]
    assert show.scene.pace.left_seconds == pytest.approx(62, abs=2)
    await show.mind_the_time()
    assert len(client(show, "olga").sent) == 1, "there is time enough now"


@pytest.mark.parametrize("left", [None, 30.0, -1.0])
async def test_nobody_gives_time_where_there_is_enough_or_none_any_more(show: Show, left: float | None) -> None:
    show.scene.pace.begin(left)
    await show.mind_the_time()
    assert client(show, "olga").sent == []


def test_the_organiser_asks_for_the_template_that_this_machine_needs(show: Show) -> None:
    assert show.template == "demo"
    show.scene.pace.scale = 3
    assert (show.template, show.short_template) == ("demo-slow-3", "demo-short-slow-3")


async def test_every_idea_gets_a_fate_also_those_that_a_visitor_gave(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    show.ideas = {"lamps": 1, "films": 2, "tea": 3}
    show.chosen = (1, 4)
    olga = client(show, "olga")
    refusal = "3 ideas have no fate yet: 1, 3 and 4. Every idea needs one before the outcome is published."
    olga.answers["!outcome publish We will put up lamps."] = [message(f"{refusal}\n\nNothing has changed.")]
    published = message("Olga wrote this outcome.\n\nThe outcome:\n> Lamps.", sender="@codesign:localhost")

    async def send(room: str, body: str, *, reply_to: str = "", txn: str = "") -> str:
        olga.answers.setdefault(body, [message("Saved.")])
        return await Scripted.send(olga, room, body, reply_to=reply_to, txn=txn)

    monkeypatch.setattr(olga, "send", send)
    eyes = show.room.eyes
    assert isinstance(eyes, Scripted)
    eyes.brings(ROOM, message("A new step begins: outcome."))
    eyes.brings(ROOM, published)
    async with watching(show.room):
        await end.outcome(show)
    fates = [one.words for one in olga.sent if one.words.startswith("!fate")]
    assert [one.partition(" by ")[0] for one in fates] == [
        "!fate 1 chosen Ben and the parks office",
        "!fate 3 later We ask the café again in spring.",
        "!fate 4 chosen All of us",
    ]
    assert show.outcome.endswith("> Lamps.")
    assert olga.sent[-1].words.startswith("!outcome publish You said:")


async def test_while_the_demo_stays_open_the_people_second_what_a_visitor_suggests(show: Show) -> None:
    show.topic = 1
    eyes = show.room.eyes
    assert isinstance(eyes, Scripted)
    eyes.brings(ROOM, message("Topic 1: x\n\n- Second this topic: type !topic second 1"))
    for name in ("ben", "cleo", "dana"):
        client(show, name).answers["!topic second 7"] = [message("Saved. You seconded this topic.")]

    eyes.brings(ROOM, message("Topic 7: y\n\n- Second this topic: type !topic second 7"))
    eyes.brings(ROOM, message("the card of it, once more: !topic second 7"))
    async with watching(show.room), asyncio.TaskGroup() as group:
        staying = group.create_task(stay(show))
        await soon(lambda: bool(client(show, "dana").sent))
        await soon(lambda: len(show.room.posts) == 3)
        await asyncio.sleep(0.02)
        staying.cancel()
    for name in ("ben", "cleo", "dana"):
        assert client(show, name).sent == [Sent(ROOM, "!topic second 7")], name


def test_the_beginning_says_what_will_happen_and_how_to_end_it(stage: Stage) -> None:
    words.before(stage.scene.paper, stays=False)
    shown = stage.shown.getvalue()
    assert "four minutes" in shown
    assert "Ctrl-C" in shown
    assert "stays open" not in shown


def test_a_demo_that_stays_says_so(stage: Stage) -> None:
    words.before(stage.scene.paper, stays=True)
    assert "stays open" in stage.shown.getvalue()


def test_a_busy_machine_is_named_as_the_reason_for_longer_steps(stage: Stage) -> None:
    words.pace(stage.scene.paper, 1)
    assert stage.shown.getvalue() == ""
    words.pace(stage.scene.paper, 3)
    assert "every step gets 3 times the time" in stage.shown.getvalue()


def test_expectations_are_three_and_all_are_known(stage: Stage) -> None:
    for one in Expect:
        assert stage.scene.fits(one)("Saved. Nothing else.") is (one is not Expect.REFUSED)
