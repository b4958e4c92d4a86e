"""Feedback on a real store: nobody sees any of it while it is given, and the room hears it when its step ends."""

from __future__ import annotations

from pathlib import Path

from codesign_bot.core.phases import Phase
from codesign_bot.testing.stories import MEMBERS, counted
from codesign_bot.testing.world import World, open_world

WORRY = "Bats do not like light"


async def _feedback_given(world: World) -> int:
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
