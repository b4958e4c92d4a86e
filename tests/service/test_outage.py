"""Who was away, since when, and what it brings the rounds: kept over restarts, for the right platform, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot.core.events import WindowExtended
from codesign_bot.core.ids import RequestNo
from codesign_bot.core.outage import Away
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Request, Why
from codesign_bot.core.windows import Window
from codesign_bot.log.leaf import decoded
from codesign_bot.service.patience import KEPT, Presence
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import OTHER, ROOM, World, open_world

from .test_linked_spaces import linked

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock() -> ControlledClock:
    return ControlledClock()


@pytest.fixture
def presence(clock: ControlledClock) -> Presence:
    return Presence(clock)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as made:
        yield made


# --- who was away ----------------------------------------------------------------------------------------


def test_a_platform_that_is_followed_all_the_time_was_never_away(clock: ControlledClock, presence: Presence) -> None:
    for _ in range(100):
        presence.caught_up(PLATFORM)
        clock.advance(30 * MINUTE)
    assert presence.away_from(PLATFORM) == ()


def test_a_gap_begins_when_the_platform_was_last_heard_of(clock: ControlledClock, presence: Presence) -> None:
    presence.caught_up(PLATFORM)
    since = clock.now()
    clock.advance(5 * MINUTE)
    presence.lost(PLATFORM)
    clock.advance(HOUR)
    presence.lost(PLATFORM)
    assert presence.caught_up(PLATFORM), "that is news"
    assert not presence.caught_up(PLATFORM)
    assert presence.away_from(PLATFORM) == [Away(since, since + 5 * MINUTE + HOUR)]
    assert presence.away_from(OTHER) == ()


def test_a_connection_that_breathes_was_not_away(clock: ControlledClock, presence: Presence) -> None:
    presence.caught_up(PLATFORM)
    clock.advance(timedelta(seconds=4))
    presence.lost(PLATFORM)
    presence.caught_up(PLATFORM)
    assert presence.away_from(PLATFORM) == ()


def test_a_platform_that_is_met_for_the_first_time_was_not_away(clock: ControlledClock, presence: Presence) -> None:
    clock.advance(DAY)
    presence.lost(PLATFORM)
    presence.caught_up(PLATFORM)
    assert presence.away_from(PLATFORM) == ()


def test_a_machine_that_slept_was_away_from_everybody(clock: ControlledClock, presence: Presence) -> None:
    for name in (PLATFORM, OTHER):
        presence.caught_up(name)
    since = clock.now()
    presence.trust.beat()
    clock.advance(3 * HOUR)
    presence.look()
    assert presence.live == frozenset()
    for name in (PLATFORM, OTHER):
        presence.caught_up(name, clock.monotonic())
        assert presence.away_from(name) == [Away(since, since + 3 * HOUR)]


async def test_no_gap_is_measured_by_a_clock_in_doubt(clock: ControlledClock, presence: Presence) -> None:
    presence.caught_up(PLATFORM)
    since = clock.now()
    clock.step(7 * HOUR)
    presence.caught_up(PLATFORM)
    assert presence.trust.is_held
    assert presence.away_from(PLATFORM) == ()
    clock.step(-7 * HOUR)
    clock.advance(2 * MINUTE)
    presence.caught_up(PLATFORM)
    for _ in range(3):
        await presence.trust.ask(())
        clock.advance(20 * timedelta(seconds=1))
    assert not presence.trust.is_held
    presence.believed()
    assert presence.away_from(PLATFORM) == [Away(since, since + 3 * MINUTE)]


# --- kept over restarts ----------------------------------------------------------------------------------


async def test_a_bot_that_was_down_was_away_from_its_last_minute_on(tmp_path: Path, clock: ControlledClock) -> None:
    async with open_world(tmp_path, clock) as world:
        await world.bot.timekeeper.note_presence()
        since = clock.now()
    clock.advance(5 * HOUR)
    async with open_world(tmp_path, clock) as world:
        assert world.bot.desk.away(PLATFORM) == [Away(since, since + 5 * HOUR)]
        await world.bot.timekeeper.note_presence()
    clock.advance(MINUTE)
    async with open_world(tmp_path, clock) as world:
        both = world.bot.desk.away(PLATFORM)
        assert both == [Away(since, since + 5 * HOUR), Away(since + 5 * HOUR, since + 5 * HOUR + MINUTE)]


async def test_a_bot_that_crashed_before_it_kept_a_gap_knows_it_again(tmp_path: Path, clock: ControlledClock) -> None:
    """What was kept last is when the bot was alive, and both are kept together."""
    async with open_world(tmp_path, clock) as world:
        await world.bot.timekeeper.note_presence()
    since = clock.now()
    clock.advance(5 * HOUR)
    async with open_world(tmp_path, clock):
        pass  # caught up, and killed within the minute
    clock.advance(HOUR)
    async with open_world(tmp_path, clock) as world:
        assert world.bot.desk.away(PLATFORM) == [Away(since, since + 6 * HOUR)]


async def test_what_was_longer_ago_than_any_step_lasts_is_forgotten(tmp_path: Path, clock: ControlledClock) -> None:
    async with open_world(tmp_path, clock) as world:
        await world.bot.timekeeper.note_presence()
    clock.advance(5 * HOUR)
    async with open_world(tmp_path, clock) as world:
        await world.bot.timekeeper.note_presence()
        assert len(await world.bot.desk.store.kept("host")) == 2
    clock.advance(KEPT + DAY)
    async with open_world(tmp_path, clock, is_live=False) as world:
        (still,) = world.bot.desk.away(PLATFORM)
        assert still.until == clock.now(), "only what goes on now"
        assert [row.key for row in await world.bot.desk.store.kept("host")] == [f"alive/{PLATFORM}"]


async def test_a_connection_that_breaks_off_all_the_time_does_not_fill_the_store(world: World) -> None:
    for _ in range(5 * 24):
        world.bot.host.lost_touch(PLATFORM)
        world.clock.advance(5 * MINUTE)
        world.bot.host.caught_up(PLATFORM)
        world.clock.advance(55 * MINUTE)
        world.bot.host.caught_up(PLATFORM)
        await world.bot.timekeeper.note_presence()
    stretches = world.bot.desk.away(PLATFORM)
    assert 47 <= len(stretches) <= 49, "those of two days"
    kept = [row.key for row in await world.bot.desk.store.kept("host") if row.key.startswith("away/")]
    assert kept == [f"away/{PLATFORM}/{one.since.isoformat()}" for one in stretches]


# --- what it brings a round ------------------------------------------------------------------------------


async def extensions(world: World) -> list[WindowExtended]:
    events = await world.bot.desk.store.events(world.round.id)
    return [event for event in events if isinstance(event, WindowExtended)]


def window_of(world: World) -> Window:
    window = world.round.window
    assert window is not None
    return window


async def outage(world: World, since: timedelta, lasting: timedelta, platform: str = PLATFORM) -> None:
    """A platform is away; `since` is before the end of the step."""
    world.clock.advance_to(window_of(world).closes - since)
    world.bot.host.caught_up(platform)
    world.bot.host.lost_touch(platform)
    await world.passes(lasting)
    world.bot.host.caught_up(platform)


async def test_the_time_lost_in_the_last_hours_is_added_said_and_logged(world: World) -> None:
    await stories.given(world)
    closes = window_of(world).closes
    await outage(world, 5 * HOUR, 3 * HOUR)
    assert window_of(world).closes == closes
    world.clock.advance_to(closes)
    await world.passes(timedelta(0))
    world.expect(Phase.IDEAS)
    assert window_of(world).closes >= closes + 3 * HOUR
    (longer,) = await extensions(world)
    assert (longer.why, longer.lost) == (Why.OUTAGE, 3 * HOUR)
    said = [text for text in world.room_says() if "extended-outage" in text]
    assert len(said) == 1
    assert "nobody-chose-this" in said[0]
    await world.passes(MINUTE)
    card = world.platform.messages[f"card/{world.round.id}/{ROOM.platform}/{ROOM.id}"].text
    assert repr(window_of(world).closes) in card, "the card shows the new end"
    entries = await world.bot.desk.store.entries(world.round.community)
    (facts,) = [decoded(one.leaf).facts for one in entries if one.kind == "window-extended"]
    assert facts["why"] == "outage"
    assert facts["lost"] == 3 * 3600 * 1_000_000


async def test_other_extensions_say_nothing_of_lost_time(world: World) -> None:
    await stories.given(world)
    await world.person("olga").says("!time give 2h Half of us are away today.")
    entries = await world.bot.desk.store.entries(world.round.community)
    (facts,) = [decoded(one.leaf).facts for one in entries if one.kind == "window-extended"]
    assert "lost" not in facts


async def test_a_short_outage_long_before_the_end_changes_nothing(world: World) -> None:
    await stories.given(world)
    await outage(world, 5 * DAY, 3 * HOUR)
    await world.step_ends()
    world.expect(Phase.SORTING)


async def test_a_bot_that_was_down_over_the_end_gives_the_time_back_from_its_return(
    tmp_path: Path, clock: ControlledClock
) -> None:
    async with open_world(tmp_path, clock) as world:
        await stories.given(world)
        closes = window_of(world).closes
        clock.advance_to(closes - 2 * HOUR)
        world.bot.host.caught_up(PLATFORM)
        await world.bot.timekeeper.note_presence()
        round_id = world.round.id
    clock.advance_to(closes + DAY)
    async with open_world(tmp_path, clock) as world:
        await world.bot.desk.rounds.load(round_id)
        await world.passes(timedelta(0))
        world.expect(Phase.IDEAS)
        assert [one.lost for one in await extensions(world)] == [2 * HOUR]
        assert window_of(world).closes >= clock.now() + 2 * HOUR
        await world.step_ends()
        world.expect(Phase.SORTING)


@pytest.mark.parametrize("words", ["!now", "!ideas", "!idea a bridge", "!time more"])
async def test_who_writes_after_the_end_while_all_are_away_costs_nobody_the_time_that_is_owed(
    world: World, words: str
) -> None:
    """What was missed is heard before it is said that all was; a step that is owed time must not end by it."""
    await stories.given(world)
    closes = window_of(world).closes
    world.clock.advance_to(closes - 20 * HOUR)
    world.bot.host.caught_up(PLATFORM)
    world.bot.host.lost_touch(PLATFORM)
    world.clock.advance_to(closes + HOUR / 2)
    missed = world.person("m1").writes(words)
    world.clock.advance_to(closes + 2 * HOUR)
    await world.bot.host.receive([missed])
    world.bot.host.caught_up(PLATFORM)
    await world.passes(timedelta(0))
    world.expect(Phase.IDEAS)
    assert window_of(world).closes >= closes + 20 * HOUR
    assert sum((one.lost for one in await extensions(world)), timedelta(0)) <= 22 * HOUR


def test_what_goes_on_is_not_measured_by_a_clock_in_doubt(clock: ControlledClock, presence: Presence) -> None:
    presence.caught_up(PLATFORM)
    presence.lost(PLATFORM)
    since = clock.now()
    clock.advance(HOUR)
    assert presence.away_from(PLATFORM) == (Away(since, since + HOUR),)
    clock.step(9 * HOUR)
    presence.look()
    assert presence.away_from(PLATFORM) == ()


async def test_of_two_platforms_the_one_that_was_away_counts_and_both_at_once_count_once(both: World) -> None:
    await stories.given(both)
    await linked(both)
    closes = window_of(both).closes
    both.clock.advance_to(closes - 10 * HOUR)
    for name in (PLATFORM, OTHER):
        both.bot.host.caught_up(name)
    both.bot.host.lost_touch(OTHER)
    both.clock.advance(HOUR)
    both.bot.host.caught_up(PLATFORM)
    both.bot.host.lost_touch(PLATFORM)
    both.clock.advance(HOUR)
    both.bot.host.caught_up(OTHER)
    both.clock.advance(HOUR)
    both.bot.host.caught_up(PLATFORM)
    both.clock.advance_to(closes)
    await both.passes(timedelta(0))
    assert [(one.why, one.lost) for one in await extensions(both)] == [(Why.OUTAGE, 3 * HOUR)]


# --- what waits beside the step --------------------------------------------------------------------------


async def requested(world: World) -> None:
    """The round is asked to be withdrawn, and all would let it."""
    await world.person("m1").says("!request withdraw The hall is sold and there is nothing to decide.")
    for name in ("m2", "m3", "m4"):
        await world.person(name).says("!request support 1")


async def cut_off(world: World, before: datetime) -> None:
    """Nobody can reach the bot for three hours, until an hour before that."""
    world.clock.advance_to(before - 4 * HOUR)
    world.bot.host.caught_up(PLATFORM)
    world.bot.host.lost_touch(PLATFORM)
    await world.passes(3 * HOUR)
    world.bot.host.caught_up(PLATFORM)
    world.clock.advance_to(before)
    await world.passes(timedelta(0))


def request(world: World) -> Request:
    return world.round.requests[RequestNo(1)]


async def test_a_request_waits_for_those_who_could_not_object(world: World) -> None:
    await stories.given(world)
    await requested(world)
    closes = request(world).closes
    await cut_off(world, closes)
    assert request(world).closes == closes + 3 * HOUR
    (said,) = [text for text in world.room_says() if "request-extended" in text]
    assert repr(closes + 3 * HOUR) in said
    assert "nobody-chose-this" in said
    entries = await world.bot.desk.store.entries(world.round.community)
    (facts,) = [decoded(one.leaf).facts for one in entries if one.kind == "request-extended"]
    assert (facts["no"], facts["lost"]) == (1, 3 * 3600 * 1_000_000)
    await world.person("m5").says("!request object 1 I was cut off, and I want to go on.")
    world.clock.advance_to(closes + 3 * HOUR)
    await world.passes(timedelta(0))
    world.expect(Phase.IDEAS)
    assert not world.round.requests
    assert [text for text in world.room_says() if "request-fell" in text]


async def test_a_request_that_all_could_answer_passes_on_the_minute(world: World) -> None:
    await stories.given(world)
    await requested(world)
    world.clock.advance_to(request(world).closes)
    await world.passes(timedelta(0))
    assert world.round.phase is Phase.WITHDRAWN


async def test_a_request_waits_while_the_platform_is_still_away(world: World) -> None:
    """Nothing of the round is settled before it was heard what people said meanwhile."""
    await stories.given(world)
    await requested(world)
    closes = request(world).closes
    world.clock.advance_to(closes - HOUR)
    world.bot.host.caught_up(PLATFORM)
    world.bot.host.lost_touch(PLATFORM)
    await world.passes(5 * HOUR)
    assert request(world).closes == closes
    missed = world.person("m5").writes("!request object 1 I want to go on.")
    await world.bot.host.receive([missed])
    world.bot.host.caught_up(PLATFORM)
    await world.passes(timedelta(0))
    assert request(world).closes == world.clock.now() + HOUR
    assert request(world).objections


# --- late ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "is_said"), [(5 * MINUTE, False), (3 * HOUR, True)])
async def test_a_step_that_ended_late_says_so_and_by_how_much(world: World, late: timedelta, *, is_said: bool) -> None:
    """Held up by a clock in doubt, say: nobody was away."""
    await stories.given(world)
    world.clock.advance_to(window_of(world).closes + late)
    await world.passes(timedelta(0))
    world.expect(Phase.SORTING)
    said = [text for text in world.room_says() if "step-ended-late" in text]
    assert len(said) == is_said
    assert not is_said or repr(late) in said[0]
