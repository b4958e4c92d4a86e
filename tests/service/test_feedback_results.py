"""Feedback on a real store: nobody sees any of it while it is given, and the room hears it when its step ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.testing.stories import MEMBERS, counted
from codesign_bot.testing.world import World, open_world

WORRY = "Bats do not like light"


async def _feedback_given(world: World) -> IdeaNo:
    """Five people on one chosen idea: three agree, two do not, one says why. Returns the idea."""
    await counted(world)
    await world.step_ends()
    world.expect(Phase.FEEDBACK)
    no = min(world.round.chosen)
    await world.all_say(MEMBERS[:3], f"!feedback {no} agree")
    await world.all_say(MEMBERS[3:5], f"!feedback {no} disagree")
    await world.person(MEMBERS[3]).says(f"!feedback {no} worry {WORRY}")
    await world.everything_said()
    return no


def _told(text: str) -> bool:
    return "stance-range" in text or "feedback-heard" in text or WORRY in text


async def test_the_room_hears_the_feedback_when_its_step_ends_and_not_before(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await _feedback_given(world)
        before = world.room_says()
        assert not [text for text in before if _told(text)]
        await world.step_ends()
        world.expect(Phase.OUTCOME)
        results = [text for text in world.room_says()[len(before) :] if "feedback-is-over" in text]
        assert len(results) == 1
        assert WORRY in results[0]
        assert "stance-range" in results[0]
        assert "stance-divides" in results[0]


async def test_the_results_come_ahead_of_the_step_that_they_lead_to(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await _feedback_given(world)
        before = len(world.room_says())
        await world.step_ends()
        said = world.room_says()[before:]
        places = {
            key: place for place, text in enumerate(said) for key in ("feedback-is-over", "now-outcome") if key in text
        }
        assert places["feedback-is-over"] < places["now-outcome"]


AT_ONCE = "!feedback {no} agree\n!like The light\nby night\n!Worry: " + WORRY + "\n!work A switch"


async def test_what_is_said_at_once_is_kept_at_once_and_answered_once(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        no = await _feedback_given(world)
        person, before, told = world.person("m5"), world.round, len(world.person("m5").hears())
        await person.says(AT_ONCE.format(no=no))
        await world.everything_said()
        (answer,) = person.hears()[told:]
        assert all(words in answer for words in ("saved-stance", "The light\\nby night", WORRY, "A switch"))
        new = world.round.said[len(before.said) :]
        assert [one.remark.value for one in new] == ["like", "worry", "work"]
        assert len(world.round.stances[no]) == len(before.stances[no]) + 1


@pytest.mark.parametrize(
    "text",
    [
        "!feedback {no} agree\n!like The light\n!worry " + "x" * 1001,
        "!feedback {no} agree\n!like @everyone should see this",
        "!feedback 77 agree\n!like The light",
        "!feedback {no} agree\n!disagree",
        "!feedback {no} agree\n!like",
        "!feedback {no} like The light\n!pass though I am not sure",
    ],
)
async def test_of_what_is_refused_in_part_nothing_is_kept_and_every_word_comes_back(tmp_path: Path, text: str) -> None:
    async with open_world(tmp_path) as world:
        text = text.format(no=await _feedback_given(world))
        person, before, told = world.person("m5"), world.round, len(world.person("m5").hears())
        await person.says(text)
        await world.everything_said()
        (answer,) = person.hears()[told:]
        assert "nothing-changed" in answer
        assert repr(text)[1:-1] in answer
        assert (world.round.said, world.round.stances) == (before.said, before.stances)


async def test_a_line_that_only_looks_like_a_part_stays_in_the_words_before_it(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        no = await _feedback_given(world)
        told = len(world.round.said)
        await world.person("m5").says(f"!feedback {no} like The light\n!liked by all\n!join us")
        await world.everything_said()
        (said,) = world.round.said[told:]
        kept = await world.bot.desk.store.words([said.content.id])
        assert kept == {said.content.id: "The light\n!liked by all\n!join us"}


async def test_no_question_brings_the_feedback_out_early(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        no = await _feedback_given(world)
        curious = world.person("m6")
        for question in ("!feedback", "!now", "!log", f"!idea show {no}", "!outcome", "!tally"):
            await curious.says(question)
        await world.everything_said()
        assert not [text for text in curious.hears() if _told(text)]
        await world.step_ends()
        await curious.says("!feedback")
        await world.everything_said()
        assert _told(curious.hears()[-1])
