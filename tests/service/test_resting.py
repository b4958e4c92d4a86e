"""Organisers say on which days no step ends; a round keeps to the days that were known when it was planned."""

from __future__ import annotations

import json
import logging
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rest import NO_REST, NO_RESTING, Rest, Resting
from codesign_bot.core.rules import MOST_AHEAD, reach
from codesign_bot.core.state import there
from codesign_bot.records import Community
from codesign_bot.service.resting import look_up, rest_of, shown, with_days
from codesign_bot.testing import stories
from codesign_bot.testing.works import Change
from codesign_bot.testing.world import ANSWERS, ROOM, World, open_world

DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)


class Fixed:
    """An almanac with a holiday on the first of each month in "DE", and on the second besides in "DE-BE"."""

    def regions(self) -> Mapping[str, str]:
        return {
            "DE": "Germany",
            "DE-BE": "Germany",
            "DE-BY": "Germany",
            "DK": "Denmark",
            "IL": "Israel",
            "NZ": "New Zealand",
        }

    def days(self, region: str, first: date, last: date) -> frozenset[date]:
        wanted = {"DE": {1}, "DE-BE": {1, 2}}.get(region, set[int]())
        every = (first + n * DAY for n in range((last - first).days + 1))
        return frozenset(day for day in every if day.day in wanted)

    def weekend(self, region: str) -> frozenset[int]:
        return frozenset({5, 6} if region == "IL" else {6, 7})


@pytest.fixture
def home(world: World) -> World:
    world.bot.desk.almanac = Fixed()
    return world


def resting(world: World) -> Resting:
    return world.bot.desk.book.communities[next(iter(world.bot.desk.book.communities))].rest


# --- what is typed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("DE", "DE"),
        ("de-be", "DE-BE"),
        ("DE BE", "DE-BE"),
        ("Germany", "DE"),
        ("new zealand", "NZ"),
        ("2026-12-24", "2026-12-24"),
        ("2026-12-31, 2026-12-24", "2026-12-24 2026-12-31"),
        ("2026-12-24 2026-12-24", "2026-12-24"),
        ("2026-12-24 DE-BE 2027-1-6", "DE-BE 2026-12-24 2027-01-06"),
        ("\uff12\uff10\uff12\uff16-12-24", "2026-12-24"),
        ("2026-03-02", "2026-03-02"),
        ("2036-03-06", "2036-03-06"),
        ("none", ""),
        ("OFF", ""),
    ],
)
async def test_places_and_days_are_read_in_any_order(home: World, typed: str, found: str) -> None:
    before = Resting("DK", (date(2026, 5, 5),), weekends=True)
    after = await with_days(home.bot.desk, before, typed, TODAY)
    assert shown(after) == found
    assert after.weekends, "weekends are another matter"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2026-02-30", "usage"),
        ("2026-13-01", "usage"),
        ("2026-03-01", "holidays-out-of-reach"),
        ("2036-12-24", "holidays-out-of-reach"),
        ("Atlantis", "holidays-unknown"),
        ("none 2026-12-24", "holidays-unknown"),
        (" ".join(f"{date(2027, 1, 1) + n * DAY}" for n in range(101)), "holidays-too-many"),
    ],
)
async def test_what_is_no_place_and_no_day_to_come_is_refused(home: World, typed: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        await with_days(home.bot.desk, NO_RESTING, typed, TODAY)
    assert refused.value.key == key


async def test_an_unknown_place_is_answered_with_the_nearest_five(home: World) -> None:
    with pytest.raises(Refusal) as refused:
        await with_days(home.bot.desk, NO_RESTING, "Germny", TODAY)
    near = str(refused.value.arguments["near"]).split(", ")
    assert near[0] == "DE (Germany)"
    assert len(near) == 5
    assert len(set(near)) == 5


async def test_without_the_library_days_of_ones_own_are_always_possible(world: World) -> None:
    desk = world.bot.desk
    desk.almanac = None
    assert (await with_days(desk, NO_RESTING, "2026-12-24", TODAY)).days == (date(2026, 12, 24),)
    with pytest.raises(Refusal) as refused:
        await with_days(desk, NO_RESTING, "DE 2026-12-24", TODAY)
    assert refused.value.key == "holidays-not-here"


# --- what a round makes of it ----------------------------------------------------------------------------


async def rests(world: World, rest: Resting, template: str = "community", zone: str = "UTC") -> Rest:
    desk = world.bot.desk
    await desk.learn_zone(zone)
    community = Community(CommunityId("c"), "Elm Street", zone, "en", rest=rest)
    return rest_of(desk, community, desk.templates[template], datetime.fromisoformat("2026-03-02T23:30+00:00"))


async def test_a_round_knows_the_days_as_far_ahead_as_it_can_last(home: World) -> None:
    template = home.bot.desk.templates["community"]
    found = await rests(home, Resting("DE"))
    last = TODAY + reach(template)
    assert found.dates == Fixed().days("DE", TODAY, last)
    assert max(found.dates) > last - 32 * DAY
    assert len(found.dates) > 15
    longer = await rests(home, Resting("DE"), "slow")
    assert found.dates < longer.dates


async def test_days_of_ones_own_stand_beside_the_public_ones_and_those_out_of_reach_are_left_out(home: World) -> None:
    own = (date(2026, 3, 1), date(2026, 12, 24), TODAY + MOST_AHEAD)
    found = await rests(home, Resting("DE-BE", own))
    assert date(2026, 12, 24) in found.dates
    assert {date(2026, 4, 1), date(2026, 4, 2)} <= found.dates
    assert not {own[0], own[2]} & found.dates


async def test_today_is_today_where_the_community_lives(home: World) -> None:
    tomorrow_there = Resting(None, (TODAY, TODAY + DAY))
    assert (await rests(home, tomorrow_there)).dates == {TODAY, TODAY + DAY}
    assert (await rests(home, tomorrow_there, zone="Asia/Tokyo")).dates == {TODAY + DAY}


@pytest.mark.parametrize(
    ("rest", "weekdays"),
    [
        (Resting(), set[int]()),
        (Resting(weekends=True), {6, 7}),
        (Resting("DE", weekends=True), {6, 7}),
        (Resting("IL", weekends=True), {5, 6}),
        (Resting("IL"), set[int]()),
    ],
)
async def test_the_weekend_is_that_of_the_country_where_one_is_chosen(
    home: World, rest: Resting, weekdays: set[int]
) -> None:
    assert (await rests(home, rest)).weekdays == weekdays


async def test_a_practice_has_no_days_of_rest(home: World) -> None:
    assert await rests(home, Resting("DE", (date(2026, 12, 24),), weekends=True), "practice") == NO_REST


async def test_where_the_library_is_gone_the_days_of_ones_own_and_weekends_still_count(world: World) -> None:
    world.bot.desk.almanac = None
    found = await rests(world, Resting("IL", (date(2026, 12, 24),), weekends=True))
    assert found == Rest(frozenset({6, 7}), frozenset({date(2026, 12, 24)}))


# --- what is said and stored -----------------------------------------------------------------------------


async def test_an_organiser_chooses_holidays_and_ends_that_and_all_are_told(home: World) -> None:
    await stories.planned(home)
    olga = home.person("olga")
    await olga.says("!setup holidays DE-BE 2028-12-24", ROOM)
    await home.everything_said()
    assert resting(home) == Resting("DE-BE", (date(2028, 12, 24),))
    assert "No step ends on a public holiday of DE-BE." in olga.hears()[-1]
    assert "Sunday 24 December 2028" in olga.hears()[-1]
    assert "Rounds that are planned or open keep their days." in olga.hears()[-1]
    assert any("olga chose the holidays on which no step ends: DE-BE 2028-12-24." in one for one in home.room_says())
    await olga.says("!setup holidays none", ROOM)
    await home.everything_said()
    assert resting(home) == NO_RESTING
    assert "Steps can end on holidays from now on." in olga.hears()[-1]
    assert any("olga ended the rule that no step ends on a holiday." in one for one in home.room_says())
    assert await logged(home, "holidays-changed") == [("", "DE-BE 2028-12-24"), ("DE-BE 2028-12-24", "")]


async def test_an_organiser_keeps_ends_out_of_weekends_and_ends_that_and_all_are_told(home: World) -> None:
    await stories.planned(home)
    olga = home.person("olga")
    await olga.says("!setup weekends on", ROOM)
    await home.everything_said()
    assert resting(home).weekends
    assert "No step ends at a weekend." in olga.hears()[-1]
    assert any("olga set that no step ends at a weekend." in one for one in home.room_says())
    await olga.says("!setup weekends OFF", ROOM)
    await home.everything_said()
    assert not resting(home).weekends
    assert any("olga set that steps can end at weekends." in one for one in home.room_says())
    assert await logged(home, "weekends-changed") == [("off", "on"), ("on", "off")]


async def test_holidays_and_weekends_are_two_settings(home: World) -> None:
    await stories.planned(home)
    for said in ("weekends on", "holidays DE", "holidays 2028-12-24", "holidays none"):
        await home.person("olga").says(f"!setup {said}", ROOM)
        assert resting(home).weekends
    await home.person("olga").says("!setup holidays IL", ROOM)
    await home.person("olga").says("!setup weekends off", ROOM)
    assert resting(home) == Resting("IL")


async def logged(world: World, kind: str) -> list[tuple[str, str]]:
    entries = [one for one in await world.bot.desk.store.entries(world.round.community) if one.kind == kind]
    facts = [json.loads(one.leaf)["facts"] for one in entries]
    return [(one["before"], one["after"]) for one in facts]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("holidays", "setup holidays"),
        ("holidays 2026-02-30", "setup holidays"),
        ("holidays none", "already"),
        ("holidays Atlantis", "I do not know the holidays of this place."),
        ("holidays 2001-01-01", "No step can end on this day: 2001-01-01."),
        ("weekends", "setup weekends"),
        ("weekends sometimes", "setup weekends"),
        ("weekends off", "already"),
    ],
)
async def test_half_a_wish_changes_nothing(home: World, typed: str, told: str) -> None:
    await stories.planned(home)
    entries = len(await home.bot.desk.store.entries(home.round.community))
    await home.person("olga").says(f"!setup {typed}", ROOM)
    await home.everything_said()
    assert told in home.person("olga").hears()[-1]
    assert resting(home) == NO_RESTING
    assert len(await home.bot.desk.store.entries(home.round.community)) == entries


@pytest.mark.parametrize("typed", ["holidays 2028-12-24", "weekends on"])
async def test_only_organisers_say_when_no_step_ends(home: World, typed: str) -> None:
    await stories.planned(home)
    await home.person("m0").says(f"!setup {typed}", ROOM)
    await home.everything_said()
    assert resting(home) == NO_RESTING


async def test_what_was_chosen_is_there_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.bot.desk.almanac = Fixed()
        await stories.planned(world)
        for said in ("holidays DE 2028-12-24 2028-12-31", "weekends on"):
            await world.person("olga").says(f"!setup {said}", ROOM)
        clock = world.clock
    async with open_world(tmp_path, clock) as world:
        assert resting(world) == Resting("DE", (date(2028, 12, 24), date(2028, 12, 31)), weekends=True)


# --- a round ---------------------------------------------------------------------------------------------


async def at_rest(world: World) -> date:
    """A round whose first step would end on a holiday, which is told; the day of that holiday."""
    olga = world.person("olga", may_manage=True)
    await olga.says("!setup Riverside", ROOM)
    day = (world.clock.now() + 7 * DAY).date()
    await olga.says(f"!setup holidays {day}", ROOM)
    await world.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    await olga.opens_private()
    await olga.says("!round plan community")
    for answer in ANSWERS:
        await olga.says(answer)
    return day


async def seconded(world: World) -> None:
    for name in stories.MEMBERS[1:4]:
        await world.person(name).says("!topic second 1", ROOM)
    await world.everything_said()


async def test_a_step_that_would_have_ended_on_a_holiday_ends_after_it_and_says_why(world: World) -> None:
    day = await at_rest(world)
    await seconded(world)
    closes = there(world.round.window).closes
    assert (closes.date(), closes.hour) == (day + DAY, 8)
    said = [one for one in world.room_says() if "A new step begins" in one]
    assert "This step would have ended on a holiday. So it ends later." in said[-1]


async def test_the_days_are_frozen_with_the_rules_and_stand_in_the_log_and_in_the_rules(world: World) -> None:
    day = await at_rest(world)
    await seconded(world)
    rest = there(world.round.rules).rest
    assert rest == Rest(frozenset(), frozenset({day}))
    await world.person("olga").says("!setup holidays none", ROOM)
    await world.person("olga").says("!setup weekends on", ROOM)
    assert there(world.round.rules).rest == rest
    (opened,) = [one for one in await world.bot.desk.store.entries(world.round.community) if one.kind == "round-opened"]
    facts = json.loads(opened.leaf)["facts"]
    assert facts["rules"]["rest"] == {"weekdays": [], "dates": [day.isoformat()]}
    assert facts["rules_hash"] == world.round.rules_hash == there(world.round.rules).hashed()
    ben = world.person("m1")
    await ben.says("!rules")
    await world.everything_said()
    told = "\n".join(ben.hears())
    assert "No step ends on a holiday that this round knows." in told
    assert f"{day:%A} {day.day} {day:%B} {day.year}" in told


async def test_a_change_after_the_plan_counts_for_the_next_plan(world: World) -> None:
    day = await at_rest(world)
    await world.person("olga").says(f"!setup holidays {day + 7 * DAY}", ROOM)
    assert there(world.round.rules).rest.dates == {day}
    await world.person("olga").says("!round plan community")
    for answer in ANSWERS:
        await world.person("olga").says(answer)
    await seconded(world)
    assert there(world.round.rules).rest.dates == {day + 7 * DAY}
    assert there(world.round.window).closes.date() == day


async def test_a_length_that_is_changed_in_the_plan_leaves_its_days_of_rest(world: World) -> None:
    day = await at_rest(world)
    await world.person("olga").says("!round window voting 10d", ROOM)
    await world.everything_said()
    assert there(world.round.rules).template.windows[Phase.VOTING] == 10 * DAY
    assert there(world.round.rules).rest.dates == {day}


async def test_a_round_that_nobody_planned_keeps_to_the_days_of_the_day_it_opens(home: World) -> None:
    olga = home.person("olga", may_manage=True)
    await olga.says("!setup Riverside", ROOM)
    await home.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    await seconded(home)
    await olga.says("!setup holidays DE", ROOM)
    await olga.says("!setup weekends on", ROOM)
    await home.passes(7 * DAY)
    home.expect(Phase.FRAMING)
    rest = there(home.round.rules).rest
    assert rest.weekdays == {6, 7}
    assert min(rest.dates) > home.clock.now().date() - DAY
    assert {day.day for day in rest.dates} == {1}


async def test_what_people_see_before_the_plan_is_saved_has_its_days_of_rest(home: World) -> None:
    olga = home.person("olga", may_manage=True)
    await olga.says("!setup Riverside", ROOM)
    await olga.says("!setup weekends on", ROOM)
    await home.person("m0").says("!topic suggest The park is empty in the evening", ROOM)
    await olga.opens_private()
    await olga.says("!round plan community")
    for answer in ANSWERS[:-1]:
        await olga.says(answer)
    await olga.says("!round preview framing")
    await home.everything_said()
    assert any("No step ends on a Saturday." in one and "No step ends on a Sunday." in one for one in olga.hears())


# --- what the operator is told ---------------------------------------------------------------------------


async def test_the_operator_is_told_where_the_holidays_of_a_community_cannot_be_looked_up(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await look_up(world.bot.desk, None)
        assert caplog.records == []
        await look_up(world.bot.desk, "DE")
    assert "codesign-bot[holidays] is not installed" in caplog.text


async def test_holidays_are_looked_up_before_a_round_needs_them(home: World) -> None:
    asked: list[tuple[str, int]] = []

    class Noting(Fixed):
        def days(self, region: str, first: date, last: date) -> frozenset[date]:
            asked.append((region, (last - first).days))
            return super().days(region, first, last)

    home.bot.desk.almanac = Noting()
    await look_up(home.bot.desk, "DE")
    assert asked == [("DE", MOST_AHEAD.days)]


async def test_a_zone_that_is_gone_does_not_stop_the_bot_and_the_operator_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_world(tmp_path) as world:
        await stories.planned(world)
        await world.person("olga").says("!setup zone US/Pacific", ROOM)
        community = world.bot.desk.book.communities[world.round.community]
        await world.bot.desk.store.apply(Change([replace(community, zone="US/Pacific-Gone")]))
        clock = world.clock
    zoneinfo.ZoneInfo.clear_cache()
    with caplog.at_level(logging.WARNING):
        async with open_world(tmp_path, clock) as world:
            assert "the time zone US/Pacific-Gone is not on this machine: UTC stands in for it" in caplog.text
            await seconded(world)
            world.expect(Phase.FRAMING)
