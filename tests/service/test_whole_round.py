"""A whole round through the service on a real store: from a room that knows nothing to a kept promise."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from codesign_bot.core.phases import Phase
from codesign_bot.testing.stories import IDEAS, MEMBERS, opened
from codesign_bot.testing.world import open_world


async def test_a_whole_round_from_an_empty_room_to_a_kept_promise(tmp_path: Path) -> None:
    """Every step, with its texts."""
    async with open_world(tmp_path) as world:
        await opened(world)
        await world.all_say(MEMBERS, "!join")
        await world.all_say(MEMBERS[:6], "!frame It is dark and nobody feels safe")
        await world.person("m1").says("!question How might we make the park a place for evenings?")
        await world.all_say(MEMBERS[2:5], "!support 1")
        await world.person("m2").says("!idea Put lamps along the path")
        await world.step_ends()
        world.expect(Phase.CONFIRMING)
        await world.all_say(MEMBERS[:6], "!consent")
        await world.step_ends()
        world.expect(Phase.IDEAS)
        for name, idea in zip(MEMBERS, IDEAS, strict=False):
            await world.person(name).says(f"!idea {idea}")
        await world.step_ends()
        world.expect(Phase.SORTING)
        await world.step_ends()
        world.expect(Phase.VOTING)
        for name, ballot in zip(MEMBERS, ["1:2 2:1", "1:2 3", "1 2", "2:2 3", "1:2", "4:2", "1:1 4:1"], strict=False):
            await world.person(name).says(f"vote {ballot}")
        await world.step_ends()
        while world.round.phase in {Phase.VOTING, Phase.RUNOFF}:
            await world.step_ends()
        world.expect(Phase.COOLING_OFF)
        assert world.round.tally is not None
        assert world.round.tally.ballots == 7
        await world.person("m5").says("!minority We still want the dog run for all of us.")
        await world.step_ends()
        first = world.round.chosen[0]
        await world.all_say(MEMBERS[:6], f"!feedback {first} agree")
        await world.step_ends()
        world.expect(Phase.OUTCOME)
        olga = world.person("olga")
        for no in world.round.live_ideas:
            fate = "chosen The council by 2027-11-01" if no in world.round.chosen else "later There is no money yet"
            await olga.says(f"!fate {no} {fate}")
        await olga.says("!outcome publish You asked for light. We will build lamps.")
        world.expect(Phase.FOLLOW_UP)
        await world.person("m0").says(f"!progress {first} done")
        for name in MEMBERS[1:4]:
            await world.person(name).says(f"!confirm {first}")
        assert world.round.promises[first].is_done
        await world.person("m1").says("!export 1")
        await world.passes(timedelta(days=31))
        await world.passes(timedelta(days=60))
        await world.passes(timedelta(days=500))
        world.expect(Phase.ARCHIVED)
