"""What is said with a button or a form in a space: unseen by others, answered to one person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from codesign_bot.core.label import Decider, Fixed, Use
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import ROOM, World, open_world

FIRST = (
    ("decider", "1"),
    ("who_decides", "We all decide, here, by dots."),
    ("fixed", "2"),
    ("what_is_fixed", "The money is fixed."),
    ("what_is_open", "Everything but the money is open."),
)
SECOND = (("use", "1"), ("what_happens", "We do it together with the council."), ("reply_by", "2027-12-31"))


async def pressed(world: World, name: str, text: str) -> str:
    """The answer to what somebody presses in the room."""
    await world.person(name).presses(text, ROOM)
    await world.everything_said()
    return world.person(name).hears()[-1]


async def test_a_ballot_that_nobody_saw_counts_also_in_a_room(world: World) -> None:
    await stories.voting(world)
    await world.everything_said()
    said = len(world.platform.said_in(ROOM))
    told = await pressed(world, "m0", "!vote 3:2")
    assert "open air films" in told
    assert len(world.platform.said_in(ROOM)) == said
    ballot = await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, world.round.suggested_by)
    assert ballot is not None


async def test_a_ballot_that_was_typed_in_a_room_still_does_not_count(world: World) -> None:
    await stories.voting(world)
    await world.person("m0").says("!vote 3:2", ROOM)
    assert await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, world.round.suggested_by) is None


async def test_ones_own_ballot_is_shown_to_oneself_alone(world: World) -> None:
    await stories.voting(world)
    await pressed(world, "m0", "!vote 3:2")
    said = len(world.platform.said_in(ROOM))
    assert "open air films" in await pressed(world, "m0", "!vote show")
    assert len(world.platform.said_in(ROOM)) == said


async def test_what_is_refused_is_refused_in_private_with_the_words_handed_back(world: World) -> None:
    await stories.confirmed(world)
    await world.everything_said()
    said = len(world.platform.said_in(ROOM))
    assert "!vote 3:2" in await pressed(world, "m0", "!vote 3:2")
    assert len(world.platform.said_in(ROOM)) == said


async def test_a_ballot_of_many_presses_is_no_flood_but_a_machine_that_presses_is(world: World) -> None:
    await stories.voting(world)
    for number in range(40):
        told = await pressed(world, "m0", f"!vote {number % 6 + 1}:1")
        assert "You have 2 dots left." in told
    answers = [await pressed(world, "m0", "!vote 1:1") for _ in range(40)]
    assert "That was a lot at once." in answers[-1]


async def test_a_press_is_about_the_round_of_its_room(world: World) -> None:
    """No other space is looked at: the room says which round is meant."""
    await stories.confirmed(world)
    await pressed(world, "m0", "!idea lamps by the pond")
    assert len(world.round.ideas) == 1


async def test_who_only_ever_presses_can_be_told_things(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.opened(world)
        await world.person("shy").presses("!join", ROOM)
        known = world.bot.desk.book.person(world.person("shy").account)
        assert known is not None
    async with open_world(tmp_path, clock) as world:
        assert world.bot.desk.book.privates[known.id] == world.person("shy").private


async def suggested(world: World) -> None:
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    await world.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    await world.everything_said()


async def test_a_round_is_planned_with_two_forms_and_a_yes(world: World) -> None:
    await suggested(world)
    olga = world.person("olga")
    await olga.presses("!round plan community", ROOM, FIRST)
    await answer(world, SECOND)
    await answer(world, (), "yes")
    plan = world.round.rules
    assert plan is not None
    assert plan.answers is not None
    assert (plan.answers.decider, plan.answers.fixed, plan.answers.use) == (
        next(iter(Decider)),
        list(Fixed)[1],
        next(iter(Use)),
    )
    assert world.round.phase is Phase.PROPOSED


async def test_an_answer_that_does_not_fit_is_asked_for_again_and_those_before_it_are_kept(world: World) -> None:
    await suggested(world)
    olga = world.person("olga")
    await olga.presses("!round plan community", ROOM, (*FIRST[:2], ("fixed", "9"), FIRST[3]))
    await world.everything_said()
    asked = olga.hears()[-1]
    assert "3 of 8" in asked
    await answer(world, FIRST[2:])
    assert "6 of 8" in olga.hears()[-1]


async def test_a_whole_form_plans_nothing_before_the_yes(world: World) -> None:
    await suggested(world)
    await world.person("olga").presses("!round plan community", ROOM, (*FIRST, *SECOND))
    assert world.round.rules is None


async def test_nobody_but_an_organiser_or_the_one_who_suggested_it_plans(world: World) -> None:
    await suggested(world)
    await world.person("m5").presses("!round plan community", ROOM, FIRST)
    assert not world.bot.desk.book.dialogues


async def test_a_form_that_is_sent_again_changes_only_its_own_answers(world: World) -> None:
    """As after a day that could not be read."""
    await suggested(world)
    olga = world.person("olga")
    await olga.presses("!round plan community", ROOM, FIRST)
    await answer(world, (*SECOND[:2], ("reply_by", "2027-13-45")))
    assert "2027-01-31" in olga.hears()[-1]
    await answer(world, (("use", "2"), *SECOND[1:]))
    await answer(world, (), "yes")
    plan = world.round.rules
    assert plan is not None
    assert plan.answers is not None
    assert (plan.answers.decider, plan.answers.use) == (next(iter(Decider)), list(Use)[1])


async def answer(world: World, answers: tuple[tuple[str, str], ...], text: str = "") -> None:
    """Fill in the next form, or say yes to all of it."""
    olga = world.person("olga")
    await world.bot.host.receive([replace(olga.writes(text), answers=answers)])
    await world.everything_said()
