"""The people on Discord do what their story says, with the real bot, and show what they do and what they read."""

from __future__ import annotations

import io
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.demo.neighbours import Neighbour
from codesign_bot.demo.people import Expect, Scene
from codesign_bot.demo.square import NEIGHBOURS, Square, square
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.testing.discord import CannotDo

from ..discord.story import begun, suggested, voting  # noqa: TID252 - tests are no package
from ..discord.town import Town, open_town  # noqa: TID252 - as above
from .scripted import Quick, Stage


@pytest.fixture
async def town(tmp_path: Path) -> AsyncGenerator[Town]:
    """A real bot on the simulated Discord."""
    async with open_town(tmp_path) as found:
        yield found


@pytest.fixture
def scene(stage: Stage) -> Scene:
    """Somebody waits a little, because the bot is real."""
    stage.scene.pace = Patient()
    return stage.scene


class Patient(Quick):
    """As long as a real bot needs."""

    @property
    def answer_seconds(self) -> float:
        return 5.0


def somebody(town: Town, scene: Scene, name: str = "Noor") -> Neighbour:
    return Neighbour(name, town.person(name), town.server, scene)


def shown(scene: Scene) -> str:
    screen = scene.paper.screen
    assert isinstance(screen, io.StringIO)
    return " ".join(screen.getvalue().split())


async def test_everybody_comes_in_and_one_of_them_manages_the_place(town: Town, scene: Scene) -> None:
    everybody: Square = square(town.server, scene)
    assert [getattr(everybody, name.lower()).name for name in NEIGHBOURS] == list(NEIGHBOURS)
    await everybody.maya.types("/setup begin", form=("action-setup", "Our street"), expects=Expect.ANYTHING)
    assert [one.name for one in town.book.communities.values()] == ["Our street"]
    assert everybody.page_of(everybody.noor).startswith("http://127.0.0.1:")


async def test_a_command_and_its_form_are_shown_with_the_answer(town: Town, scene: Scene) -> None:
    await begun(town)
    said = await somebody(town, scene).types("/topic suggest", form=("action-topic-suggest", "Nobody has a ladder"))
    assert "Saved. This is topic 1." in said.answer
    assert "Noor, on Discord: /topic suggest, and fills in: Nobody has a ladder" in shown(scene)
    assert "to Noor alone: Saved. This is topic 1." in shown(scene)


async def test_a_button_is_pressed_once_it_is_there(town: Town, scene: Scene) -> None:
    await suggested(town)
    await somebody(town, scene).presses("action-topic-second")
    assert len(town.round.seconders) == 1
    assert "Noor, on Discord, presses [Second this topic]." in shown(scene)
    assert "[" not in shown(scene).partition("to Noor alone:")[2], "buttons are not what an answer says"


async def test_a_refusal_ends_the_story_where_it_was_not_expected(town: Town, scene: Scene) -> None:
    await suggested(town)
    noor = somebody(town, scene)
    await noor.presses("action-topic-second")
    with pytest.raises(DemoTrouble, match="because the bot said: You have seconded this topic already"):
        await noor.presses("action-topic-second")
    await noor.presses("action-topic-second", expects=Expect.REFUSED)


async def test_a_button_that_never_comes_ends_the_demo(town: Town, scene: Scene) -> None:
    await begun(town)
    town.server.patience_seconds = 0.1
    with pytest.raises(DemoTrouble, match=r"Noor does not see \[Vote\] on Discord"):
        await somebody(town, scene).presses("action-vote")


async def test_a_ballot_is_pressed_dot_by_dot_and_read_as_it_stands(town: Town, scene: Scene) -> None:
    await voting(town)
    ana = somebody(town, scene, "Ana")
    await ana.presses("action-vote", expects=Expect.ANYTHING)
    await ana.adds_a_dot(3)
    await ana.adds_a_dot(3)
    assert "open air films\u201d \u2013 2 dots" in ana.newest_own()
    assert dict((await town.ballot("Ana")).dots) == {3: 2}
    with pytest.raises(CannotDo, match="switched off"):
        await ana.adds_a_dot(3)
    town.expect(Phase.VOTING)


async def test_only_what_is_there_for_everybody_is_read_in_the_channel(town: Town, scene: Scene) -> None:
    await suggested(town)
    ana = somebody(town, scene, "Ana")
    await ana.person.sees("Saved. This is topic 1.")
    card = await ana.reads(lambda words: "[Second this topic]" in words, "the card")
    assert "Only you" not in card
    with pytest.raises(DemoTrouble, match="a secret, on the screen of Ana, did not come"):
        await ana.reads(lambda words: "Saved. This is topic 1." in words, "a secret")
