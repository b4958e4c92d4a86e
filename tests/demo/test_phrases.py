"""The demo understands the bot: every text it waits for is found in what the bot really says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.demo.phrases import Phrases
from codesign_bot.ports import Reading
from codesign_bot.testing.world import ANSWERS, ROOM, World, open_world
from codesign_bot.view import View
from codesign_matrix.render import MatrixLook, render

MEMBERS = tuple(f"m{number}" for number in range(8))
IDEAS = ("lamps by the pond", "a tea stall", "open air films", "a walking group", "benches", "a dog run")


def as_text(view: View, reading: Reading) -> str:
    return "\n".join(payload.body for payload in render(view, reading, MatrixLook("@bot:memory")))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, render=as_text) as found:
        yield found


async def told(world: World, name: str, text: str) -> str:
    """What the bot answers to somebody in private."""
    await world.person(name).says(text)
    await world.everything_said()
    return world.person(name).hears()[-1]


async def opened(world: World) -> list[str]:
    """A round in framing. Returns the answers on the way."""
    olga = world.person("olga", may_manage=True)
    await olga.says("!setup Riverside", ROOM)
    await world.person("m0").opens_private()
    said = [await told(world, "m0", "!topic suggest The park is empty in the evening")]
    await olga.opens_private()
    await olga.says("!round plan community")
    for answer in ANSWERS:
        await olga.says(answer)
    said += [await told(world, name, "!topic second 1") for name in MEMBERS[1:4]]
    await world.all_say(MEMBERS, "!join")
    await world.all_say(MEMBERS[:6], "!frame It is dark and nobody feels safe")
    return said


async def counted(world: World) -> list[str]:
    """From framing to the end of the vote. Returns what was answered to those who offered ideas."""
    said: list[str] = []
    await world.step_ends()
    await world.all_say(MEMBERS[:6], "!consent")
    await world.step_ends()
    for name, idea in zip(MEMBERS, IDEAS, strict=False):
        said.append(await told(world, name, f"!idea {idea}"))
    await world.step_ends()
    await world.step_ends()
    for name, ballot in zip(MEMBERS, ["1:2 2:1", "1:2 3", "1 2", "2:2 3", "1:2", "4:2", "1:1 4:1"], strict=False):
        await world.person(name).says(f"vote {ballot}")
    await world.step_ends()
    while world.round.phase in {Phase.VOTING, Phase.RUNOFF}:
        await world.step_ends()
    return said


async def test_each_step_is_noticed_once_when_it_begins(world: World, phrases: Phrases) -> None:
    await opened(world)
    await counted(world)
    await world.step_ends()
    await world.all_say(MEMBERS[:6], f"!feedback {world.round.chosen[0]} agree")
    await world.step_ends()
    world.expect(Phase.OUTCOME)
    begun = [phase for phase in map(phrases.step, world.room_says()) if phase is not None]
    assert begun == [*(one for one in WINDOWED if one is not Phase.RUNOFF), Phase.OUTCOME]


async def test_a_step_that_waits_for_more_people_is_told_from_one_that_ends(world: World, phrases: Phrases) -> None:
    await opened(world)
    await counted(world)
    await world.step_ends()
    await world.all_say(MEMBERS[:3], f"!feedback {world.round.chosen[0]} agree")
    assert not any(phrases.waits_for_more(one, 3) for one in world.room_says())
    await world.step_ends()
    world.expect(Phase.FEEDBACK)
    assert [phrases.waits_for_more(one, 3) for one in world.room_says()].count(True) == 1
    assert not any(phrases.waits_for_more(one, 4) for one in world.room_says())


async def test_the_number_of_a_topic_is_read_from_the_answer(world: World, phrases: Phrases) -> None:
    suggested, *seconded = await opened(world)
    assert phrases.topic(suggested) == 1
    assert [phrases.topic(one) for one in seconded] == [None] * 3


async def test_the_numbers_of_ideas_are_read_from_the_answers(world: World, phrases: Phrases) -> None:
    await opened(world)
    assert [phrases.idea(one) for one in await counted(world)] == [1, 2, 3, 4, 5, 6]


async def test_what_the_vote_chose_is_read_from_the_tally(world: World, phrases: Phrases) -> None:
    await opened(world)
    await counted(world)
    found = {phrases.chosen(one) for one in world.room_says()} - {()}
    assert found == {tuple(world.round.chosen)}


async def test_the_ideas_without_a_fate_are_read_from_the_refusal(world: World, phrases: Phrases) -> None:
    await opened(world)
    await counted(world)
    await world.step_ends()
    while world.round.phase is not Phase.OUTCOME:
        await world.step_ends()
    refusal = await told(world, "olga", "!outcome publish We will build lamps.")
    assert phrases.is_refused(refusal)
    assert phrases.without_fate(refusal) == tuple(world.round.live_ideas) == (1, 2, 3, 4, 5, 6)
    await told(world, "olga", f"!fate {world.round.live_ideas[0]} later There is no money yet")
    assert phrases.without_fate(await told(world, "olga", "!outcome publish Lamps.")) == (2, 3, 4, 5, 6)


async def test_saved_and_refused_are_told_apart(world: World, phrases: Phrases) -> None:
    for answer in await opened(world):
        assert phrases.is_saved(answer)
        assert not phrases.is_refused(answer)
    refusal = await told(world, "m1", "!vote 1:2")
    assert phrases.is_refused(refusal)
    assert not phrases.is_saved(refusal)


async def test_an_answer_is_shown_without_its_heading_and_without_what_can_be_typed_next(
    world: World, phrases: Phrases
) -> None:
    await opened(world)
    answer = await told(world, "m1", "!frame Nobody is there after six")
    assert answer.startswith("Round 1: “The park is empty in the evening”")
    assert "What you can do now" in answer
    bare = phrases.without_actions(phrases.without_heading(answer))
    assert bare.startswith("Saved. This is problem statement")
    assert bare.endswith("> Nobody is there after six")


async def test_a_message_without_heading_or_actions_stays_as_it_is(phrases: Phrases) -> None:
    words = "Nothing has changed.\n\nYou wrote:\n> !vote"
    assert phrases.without_heading(words) == words
    assert phrases.without_actions(words) == words


async def test_the_honest_label_is_read_from_a_card(world: World, phrases: Phrases) -> None:
    await opened(world)
    labels = {phrases.label(one) for one in world.room_says()} - {""}
    assert labels == {"Label: co-production. You help to make the plan, and to carry it out."}


async def test_the_end_of_a_round_is_noticed(world: World, phrases: Phrases) -> None:
    await opened(world)
    assert not any(map(phrases.is_over, world.room_says()))
    assert phrases.is_over("Round 1: x\n\nThis round is over. Its log stays open to all.\n\nWhat becomes of it")


@pytest.mark.parametrize("count", [1, 2, 3, 24])
def test_any_number_of_chosen_ideas_is_understood(count: int, phrases: Phrases) -> None:
    numbers = ", ".join(map(str, range(1, count))) + f" and {count}" if count > 1 else "1"
    said = phrases.voice.words("chosen", {"count": count, "ideas": numbers})
    assert phrases.chosen(f"The tally:\n\n{said}\n\n1. x") == tuple(range(1, count + 1))


def test_words_of_people_that_look_like_a_pattern_are_only_words(phrases: Phrases) -> None:
    assert phrases.found("saved-idea", "Saved. This is idea [4]+.", ("idea",)) == {"idea": "[4]+"}
    assert phrases.idea("I think that this is idea 3.") is None
