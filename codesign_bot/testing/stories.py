"""Beginnings of stories: a round brought to a step, told through what people type."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.phases import Phase
from codesign_bot.testing.world import ANSWERS, ROOM

if TYPE_CHECKING:
    from codesign_bot.testing.world import World

MEMBERS = tuple(f"m{number}" for number in range(8))
IDEAS = ("lamps by the pond", "a tea stall", "open air films", "a walking group", "more benches", "a dog run")


async def planned(world: World, template: str = "community") -> None:
    """A community, a topic, and its plan."""
    olga = world.person("olga", may_manage=True)
    await olga.says("!setup Riverside", ROOM)
    await world.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    await olga.opens_private()
    await olga.says(f"!round plan {template}")
    for answer in ANSWERS:
        await olga.says(answer)


async def opened(world: World) -> None:
    """Framing has begun and everybody is in."""
    await planned(world)
    for name in MEMBERS[1:4]:
        await world.person(name).says("!topic second 1", ROOM)
    await world.all_say(MEMBERS[4:], "!join")
    await world.everything_said()


async def framed(world: World) -> None:
    """Confirming has begun, with one question."""
    await opened(world)
    await world.all_say(MEMBERS[:6], "!frame It is dark and nobody feels safe there")
    await world.person("m1").says("!question How might we make the park a place for evenings?")
    await world.step_ends()


async def confirmed(world: World) -> None:
    """The ideas step has begun."""
    await framed(world)
    await world.all_say(MEMBERS[:6], "!consent")
    await world.step_ends()


async def given(world: World) -> None:
    """Six ideas are there, by six people."""
    await confirmed(world)
    for name, idea in zip(MEMBERS, IDEAS, strict=False):
        await world.person(name).says(f"!idea {idea}")


async def voting(world: World) -> None:
    """Voting has begun: six ideas, three dots, two places."""
    await given(world)
    await world.step_ends()
    await world.step_ends()
    if world.round.phase is not Phase.VOTING:
        raise AssertionError(f"voting should have begun, not {world.round.phase}")


async def counted(world: World) -> None:
    """Cooling off has begun: ideas 1 and 2 are chosen."""
    await voting(world)
    await from_vote_to_count(world)


async def from_vote_to_count(world: World) -> None:
    """Seven ballots, and the end of voting."""
    for name, ballot in zip(MEMBERS, ("1:2 2", "1:2 3", "1 2", "2:2 3", "1:2", "4:2", "1 4"), strict=False):
        await world.person(name).says(f"vote {ballot}")
    while world.round.phase is not Phase.COOLING_OFF:
        await world.step_ends()


async def outcome(world: World) -> None:
    """The outcome is to be written."""
    await counted(world)
    while world.round.phase is not Phase.OUTCOME:
        await world.step_ends()


async def over(world: World) -> None:
    """The round is over: its outcome was published, one promise was kept, and the other one missed."""
    await outcome(world)
    await from_outcome_to_end(world)


async def from_outcome_to_end(world: World) -> None:
    """Fates, an outcome, what became of the promises, and time."""
    olga, chosen = world.person("olga"), world.round.chosen
    for no in world.round.live_ideas:
        fate = "chosen The council by 2026-06-01" if no in chosen else "later There is no money yet"
        await olga.says(f"!fate {no} {fate}")
    await olga.says("!outcome publish You asked for light and tea. We will build lamps, and find a stall.")
    first = min(chosen)
    await world.person("m0").says(f"!progress {first} The lamps are ordered")
    await world.person("m0").says(f"!progress {first} done")
    await world.all_say(MEMBERS[1:4], f"!confirm {first}")
    for days in (31, 60, 500):
        await world.passes(timedelta(days=days))
    if world.round.phase is not Phase.ARCHIVED:
        raise AssertionError(f"the round should be over, not in {world.round.phase}")
