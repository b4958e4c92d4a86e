"""The bot may stop at any moment and come back: nobody's word is lost and nobody's time is shortened."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.ports import Heard
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPerson
from codesign_bot.testing.world import ROOM, World, open_world


async def load(world: World) -> None:
    """Have the rounds at hand, as the first message would."""
    for found in world.bot.desk.book.rounds:
        await world.bot.desk.rounds.load(found)


def known(world: World, name: str) -> MemoryPerson:
    """Somebody who had written before the stop."""
    person = world.person(name)
    person.sent = 1000
    return person


async def test_a_round_goes_on_after_a_restart_at_every_step(tmp_path: Path) -> None:
    """Stopped and started between any two steps, the same round comes to the same end."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.given(world)
    for phase in (Phase.SORTING, Phase.VOTING):
        async with open_world(tmp_path, clock) as world:
            await load(world)
            await world.step_ends()
            assert world.round.phase is phase
    async with open_world(tmp_path, clock) as world:
        await load(world)
        for name in stories.MEMBERS[:6]:
            await known(world, name).says("!vote 1:2 2:1")
    async with open_world(tmp_path, clock) as world:
        await load(world)
        await world.step_ends()
        while world.round.phase is Phase.VOTING:
            await world.step_ends()
        assert world.round.tally is not None
        assert world.round.tally.ballots == 6


async def test_events_repeated_after_a_restart_have_no_effect_twice(tmp_path: Path) -> None:
    """The inbox is in the store."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.confirmed(world)
        heard = world.person("m0").writes("!idea a bridge")
        await world.bot.host.receive([heard])
    async with open_world(tmp_path, clock) as world:
        await world.bot.host.receive([heard])
        await load(world)
        assert len(world.round.ideas) == 1


@pytest.mark.parametrize(("before", "after", "counted"), [(5, 1, 6), (40 * 60, 60, 7)])
async def test_votes_sent_while_the_bot_was_away_over_the_end_are_counted(
    tmp_path: Path, before: int, after: int, counted: int
) -> None:
    """They were in time by the platform's clock, which is believed for the gap alone.

    Where the gap was so long that the step gets its time back, whoever came after the end that was announced is in
    time as well. `before` and `after` the end: how long the bot was away, in minutes.
    """
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.voting(world)
        closes = world.round.window
        assert closes is not None
        people = [world.person(name) for name in stories.MEMBERS]
        for person in people[:5]:
            await person.says("!vote 1:2")
        clock.advance_to(closes.closes - timedelta(minutes=before))
        world.bot.host.caught_up(PLATFORM)
        await world.bot.timekeeper.note_presence()
        in_time: list[Heard] = []
        for person in people[5:6]:
            clock.advance(timedelta(seconds=30))
            in_time.append(person.writes("!vote 1:2"))
        clock.advance_to(closes.closes + timedelta(minutes=after))
        too_late = people[6].writes("!vote 2:2")
    async with open_world(tmp_path, clock, is_live=False) as world:
        await world.bot.timekeeper.settle_due()
        await load(world)
        assert world.round.phase is Phase.VOTING, "nothing ends before what was missed is taken in"
        await world.bot.host.receive([too_late, *reversed(in_time)])
        world.bot.host.caught_up(PLATFORM)
        await world.bot.timekeeper.settle_due()
        while world.round.phase is Phase.VOTING:
            await world.step_ends()
        assert world.round.tally is not None
        assert world.round.tally.ballots == counted


async def test_a_forged_time_before_the_gap_is_not_believed(tmp_path: Path) -> None:
    """A message that claims to be older than our last sight of the platform counts from then."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.voting(world)
        window = world.round.window
        assert window is not None
        forged = world.person("m0").writes("!vote 1:2")
        clock.advance_to(window.closes + timedelta(minutes=1))
        await world.bot.timekeeper.note_presence()
        clock.advance(timedelta(minutes=1))
    async with open_world(tmp_path, clock, is_live=False) as world:
        await world.bot.host.receive([forged])
        world.bot.host.caught_up(PLATFORM)
        await world.everything_said()
        assert not any("Saved" in text and "dots" in text for text in world.person("m0").hears())


async def test_no_step_ends_while_the_platform_is_out_of_reach(world: World) -> None:
    """People who cannot be heard are waited for."""
    await stories.voting(world)
    world.bot.host.lost_touch(PLATFORM)
    await world.passes(timedelta(days=30))
    assert world.round.phase is Phase.VOTING
    world.bot.host.caught_up(PLATFORM)
    await world.passes(timedelta(seconds=1))
    window = world.round.window
    assert world.round.phase is Phase.VOTING, "too few were heard, so there is more time"
    assert window is not None
    assert window.closes > world.clock.now()


async def test_a_write_after_the_end_is_refused_even_if_no_job_has_run(world: World) -> None:
    """The clock on the wall decides nothing."""
    await stories.given(world)
    await world.step_ends()
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes)
    await world.person("m0").says("!merge 1 2")
    await world.everything_said()
    assert world.round.phase is Phase.VOTING
    assert not world.round.neighbours, "an offer that was taken and lapsed would stand here"
    assert "Nothing has changed" in world.person("m0").hears()[-1]


async def test_the_next_step_is_announced_once_however_often_time_is_settled(world: World) -> None:
    """Settling is a look, not an order."""
    await stories.framed(world)
    for _ in range(5):
        await world.bot.timekeeper.settle_due()
    await world.everything_said()
    begun = [text for text in world.room_says() if "A new step begins: confirming" in text]
    assert len(begun) == 1
    assert ROOM in world.bot.desk.book.spaces
