"""Ends move out of nights and days of rest, by table for the days that go wrong and by property for any calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.rest import NO_REST, Rest
from codesign_bot.core.windows import (
    EVER_OPEN,
    LONGEST_REST,
    NO_NIGHT,
    Calendar,
    Night,
    Shut,
    Window,
    closing,
    extended,
    into_the_open,
    out_of_night,
    shut_out_by,
    wished,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SATURDAY_SUNDAY, FRIDAY_SATURDAY = frozenset({6, 7}), frozenset({5, 6})
EVERY_DAY = frozenset(range(1, 8))
H, W, N = Shut.HOLIDAY, Shut.WEEKEND, Shut.NIGHT
NOTHING = set[Shut]()


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def resting(*days: str, weekdays: frozenset[int] = frozenset(), night: Night | None = None) -> Calendar:
    return Calendar(night or Night(), Rest(weekdays, frozenset(map(date.fromisoformat, days))))


# --- by table --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "calendar", "local", "ends", "reasons"),
    [
        # 24 December 2026 is a Thursday.
        ("Europe/Berlin", resting(), "2026-12-24T15:00", "2026-12-24T15:00", NOTHING),
        ("Europe/Berlin", resting("2026-12-24"), "2026-12-24T15:00", "2026-12-25T08:00", {H, N}),
        ("Europe/Berlin", resting("2026-12-24"), "2026-12-24T00:00", "2026-12-25T08:00", {H, N}),
        ("Europe/Berlin", resting("2026-12-24"), "2026-12-23T22:00", "2026-12-25T08:00", {H, N}),
        ("Europe/Berlin", resting("2026-12-24"), "2026-12-23T21:59", "2026-12-23T21:59", NOTHING),
        ("Europe/Berlin", resting("2026-12-24"), "2026-12-25T00:00", "2026-12-25T08:00", {N}),
        ("Europe/Berlin", resting("2026-12-24", night=NO_NIGHT), "2026-12-24T15:00", "2026-12-25T00:00", {H}),
        # A holiday, a holiday, a weekend, a night.
        (
            "Europe/Berlin",
            resting("2026-12-24", "2026-12-25", weekdays=SATURDAY_SUNDAY),
            "2026-12-23T23:00",
            "2026-12-28T08:00",
            {H, W, N},
        ),
        # A holiday after a weekend: Easter Monday.
        (
            "Europe/London",
            resting("2026-04-06", weekdays=SATURDAY_SUNDAY),
            "2026-04-04T12:00",
            "2026-04-07T08:00",
            {H, W, N},
        ),
        # The weekend of another country.
        ("Asia/Jerusalem", resting(weekdays=FRIDAY_SATURDAY), "2026-11-27T12:00", "2026-11-29T08:00", {W, N}),
        ("Asia/Jerusalem", resting(weekdays=FRIDAY_SATURDAY), "2026-11-29T12:00", "2026-11-29T12:00", NOTHING),
        # A night by day, for people who work at night: open from 20:00 to 06:00.
        ("UTC", resting("2026-12-24", night=Night(time(6), time(20))), "2026-12-23T07:00", "2026-12-23T20:00", {N}),
        ("UTC", resting("2026-12-24", night=Night(time(6), time(20))), "2026-12-24T01:00", "2026-12-25T00:00", {H}),
        # The end of the year, and a leap day.
        ("UTC", resting("2026-12-31", "2027-01-01"), "2026-12-31T12:00", "2027-01-02T08:00", {H, N}),
        ("UTC", resting("2028-02-29"), "2028-02-29T12:00", "2028-03-01T08:00", {H, N}),
        ("UTC", resting("2028-02-28"), "2028-02-28T12:00", "2028-02-29T08:00", {H, N}),
        # The night after a holiday is the one in which the clocks go forward, and back.
        ("Europe/Berlin", resting("2026-03-28"), "2026-03-28T12:00", "2026-03-29T08:00+02:00", {H, N}),
        ("Europe/Berlin", resting("2026-10-24"), "2026-10-24T12:00", "2026-10-25T08:00+01:00", {H, N}),
        # A night that ends in the hour that is not there, or that is there twice.
        (
            "Europe/Berlin",
            resting(night=Night(time(22), time(2, 30))),
            "2026-03-29T00:30+01:00",
            "2026-03-29T03:30+02:00",
            {N},
        ),
        (
            "Europe/Berlin",
            resting(night=Night(time(22), time(2, 30))),
            "2026-10-25T01:00+02:00",
            "2026-10-25T02:30+01:00",
            {N},
        ),
        # Only the hour that is not there would be open: the next day it is there.
        ("Europe/Berlin", resting(night=Night(time(3), time(2))), "2026-03-28T12:00", "2026-03-30T02:00+02:00", {N}),
        # Where the clocks go forward at midnight, the day after a holiday begins at one.
        ("Africa/Cairo", resting("2024-04-25", night=NO_NIGHT), "2024-04-25T12:00", "2024-04-26T01:00+03:00", {H}),
        # Where they go back at midnight, the holiday is an hour longer.
        ("Africa/Cairo", resting("2024-10-31", night=NO_NIGHT), "2024-10-31T12:00", "2024-11-01T00:00+02:00", {H}),
        ("America/Havana", resting("2026-10-31", night=NO_NIGHT), "2026-10-31T12:00", "2026-11-01T00:00-05:00", {H}),
        # Half an hour, on Lord Howe Island.
        (
            "Australia/Lord_Howe",
            resting("2026-10-03", night=Night(time(22), time(2, 15))),
            "2026-10-03T12:00",
            "2026-10-04T02:45+11:00",
            {H, N},
        ),
        (
            "Australia/Lord_Howe",
            resting("2026-04-04", night=Night(time(22), time(1, 45))),
            "2026-04-04T12:00",
            "2026-04-05T01:45+10:30",
            {H, N},
        ),
        # Half hours and quarters that never change.
        ("Asia/Kolkata", resting("2026-11-26"), "2026-11-26T12:00", "2026-11-27T08:00", {H, N}),
        ("Asia/Kathmandu", resting("2026-11-26"), "2026-11-26T12:00", "2026-11-27T08:00", {H, N}),
        ("Pacific/Chatham", resting("2026-11-26"), "2026-11-26T12:00", "2026-11-27T08:00", {H, N}),
        # Both ends of the world have the same holiday on different days.
        ("Pacific/Kiritimati", resting("2026-12-25"), "2026-12-25T12:00", "2026-12-26T08:00+14:00", {H, N}),
        ("Etc/GMT+12", resting("2026-12-25"), "2026-12-25T12:00", "2026-12-26T08:00-12:00", {H, N}),
        # In Morocco the clocks go back for Ramadan and forward after it.
        ("Africa/Casablanca", resting("2024-03-09"), "2024-03-09T12:00", "2024-03-10T08:00+00:00", {H, N}),
        ("Africa/Casablanca", resting("2024-04-13"), "2024-04-13T12:00", "2024-04-14T08:00+01:00", {H, N}),
        # Samoa had no 30 December 2011: the morning after the 29th is that of the 31st. Both were days of rest here.
        ("Pacific/Apia", resting("2011-12-29"), "2011-12-29T12:00", "2011-12-31T08:00+14:00", {H, N}),
        ("Pacific/Apia", resting("2011-12-29", "2011-12-31"), "2011-12-29T12:00", "2012-01-01T08:00+14:00", {H, N}),
        ("Pacific/Apia", resting("2011-12-30"), "2011-12-29T23:00", "2011-12-31T08:00+14:00", {N}),
        # A zone under its old name is the same zone.
        ("US/Pacific", resting("2026-11-26"), "2026-11-26T12:00", "2026-11-27T08:00-08:00", {H, N}),
        ("Asia/Calcutta", resting("2026-11-26"), "2026-11-26T12:00", "2026-11-27T08:00+05:30", {H, N}),
    ],
)
def test_an_end_moves_out_of_all_that_is_shut_one_after_the_other(
    zone: str, calendar: Calendar, local: str, ends: str, reasons: set[Shut]
) -> None:
    home = ZoneInfo(zone)
    at, expected = (
        (wall if wall.tzinfo is not None else wall.replace(tzinfo=home)).astimezone(UTC)
        for wall in map(datetime.fromisoformat, (local, ends))
    )
    assert into_the_open(at, home, calendar) == expected
    assert shut_out_by(at, home, calendar) == reasons


def test_weekdays_are_counted_from_monday() -> None:
    for day in range(1, 8):
        calendar = resting(weekdays=frozenset({day}), night=NO_NIGHT)
        shut = [now for now in range(23, 30) if calendar.shut(datetime(2026, 11, now, 12, tzinfo=UTC)) is W]
        assert shut == [22 + day], "23 November 2026 is a Monday"


def test_a_date_is_the_reason_before_a_weekday_and_both_before_the_night() -> None:
    night = datetime(2026, 11, 28, 23, tzinfo=UTC)
    assert resting("2026-11-28", weekdays=SATURDAY_SUNDAY).shut(night) is H
    assert resting(weekdays=SATURDAY_SUNDAY).shut(night) is W
    assert resting().shut(night) is N
    assert EVER_OPEN.shut(night) is None


# --- where nothing is open -------------------------------------------------------------------------------


def test_where_every_day_is_a_day_of_rest_only_the_night_counts() -> None:
    calendar, zone = resting(weekdays=EVERY_DAY), ZoneInfo("Europe/Berlin")
    assert into_the_open(utc("2026-11-23 12:00"), zone, calendar) == utc("2026-11-23 12:00")
    assert shut_out_by(utc("2026-11-23 12:00"), zone, calendar) == set()
    assert into_the_open(utc("2026-11-23 22:00"), zone, calendar) == utc("2026-11-24 07:00")
    assert shut_out_by(utc("2026-11-23 22:00"), zone, calendar) == {N}


@pytest.mark.parametrize(("days", "moves"), [(1, True), (30, True), (31, True), (32, False), (60, False), (366, False)])
def test_no_end_waits_longer_than_a_month_for_an_open_day(days: int, *, moves: bool) -> None:
    first = date(2026, 6, 1)
    calendar = Calendar(NO_NIGHT, Rest(frozenset(), frozenset(first + n * DAY for n in range(days))))
    found = into_the_open(utc("2026-06-01 00:00"), ZoneInfo("UTC"), calendar)
    assert found == utc("2026-06-01 00:00") + (days * DAY if moves else timedelta(0))
    assert bool(shut_out_by(utc("2026-06-01 00:00"), ZoneInfo("UTC"), calendar)) is moves


# --- by property -----------------------------------------------------------------------------------------

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside it
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=90))
nights = st.builds(Night, st.times(), st.times()) | st.sampled_from([Night(), NO_NIGHT])


@st.composite
def places(draw: st.DrawFn) -> tuple[datetime, ZoneInfo, Calendar]:
    """An instant in a zone, and a calendar with days of rest around it."""
    at, zone = draw(instants), draw(zones)
    near = st.integers(-2, 40).map(lambda days: (at + days * DAY).astimezone(zone).date())
    weekdays = draw(
        st.sampled_from([frozenset[int](), SATURDAY_SUNDAY, FRIDAY_SATURDAY, frozenset({1, 3, 5}), EVERY_DAY])
    )
    dates = draw(st.frozensets(near, max_size=40))
    return at, zone, Calendar(draw(nights), Rest(weekdays, dates))


@given(places())
def test_an_end_is_never_moved_earlier_and_by_a_month_at_most(place: tuple[datetime, ZoneInfo, Calendar]) -> None:
    at, zone, calendar = place
    found = into_the_open(at, zone, calendar)
    assert at <= found <= at + LONGEST_REST
    assert (found == at) is (shut_out_by(at, zone, calendar) == set())


@given(places())
def test_an_end_lies_in_the_open_or_nothing_is_open_for_a_month(place: tuple[datetime, ZoneInfo, Calendar]) -> None:
    at, zone, calendar = place
    found = into_the_open(at, zone, calendar)
    shut = calendar.shut(found.astimezone(zone))
    if shut is None:
        return
    assert shut is not N
    assert found == out_of_night(at, zone, calendar.night)
    hours = (at + hours * HOUR for hours in range(31 * 24))
    assert all(calendar.shut(hour.astimezone(zone)) is not None for hour in hours)


@given(places())
def test_no_open_hour_is_passed_over_but_where_the_clocks_change(place: tuple[datetime, ZoneInfo, Calendar]) -> None:
    at, zone, calendar = place
    found = into_the_open(at, zone, calendar)
    if calendar.shut(found.astimezone(zone)) is not None:
        return
    offsets = {(at + hours * HOUR).astimezone(zone).utcoffset() for hours in range(int((found - at) / HOUR) + 3)}
    if len(offsets) == 1:
        between = (at + n * (found - at) / 50 for n in range(50)) if found > at else ()
        assert all(calendar.shut(one.astimezone(zone)) is not None for one in between)


@given(places())
def test_what_lies_in_the_open_stays_where_it_is(place: tuple[datetime, ZoneInfo, Calendar]) -> None:
    at, zone, calendar = place
    found = into_the_open(at, zone, calendar)
    if calendar.shut(found.astimezone(zone)) is None:
        assert into_the_open(found, zone, calendar) == found


@given(places(), lengths, lengths)
def test_no_step_is_below_its_least_nor_below_its_wish_nor_much_above(
    place: tuple[datetime, ZoneInfo, Calendar], wish: timedelta, least: timedelta
) -> None:
    opened, zone, calendar = place
    ends, plain = closing(opened, wish, least, zone, calendar), wished(opened, wish, least, zone)
    assert opened + least <= plain <= ends <= plain + LONGEST_REST
    assert plain == closing(opened, wish, least, zone, EVER_OPEN)
    assert plain <= opened + max(wish, least) + 26 * HOUR, "the clocks, and the day that some zones left out"


@given(places(), lengths, st.lists(st.timedeltas(timedelta(0), timedelta(days=60)), max_size=4))
def test_more_time_is_at_least_what_was_given_and_a_month_more_each_time(
    place: tuple[datetime, ZoneInfo, Calendar], length: timedelta, given_: list[timedelta]
) -> None:
    opened, zone, calendar = place
    window = Window(opened, opened + length)
    for by in given_:
        longer = extended(window, by, zone, calendar)
        assert longer.opened == opened
        assert window.closes + by <= longer.closes <= window.closes + by + LONGEST_REST
        window = longer


# --- days of rest ----------------------------------------------------------------------------------------


def test_only_the_days_that_a_round_can_reach_are_kept() -> None:
    days = frozenset(date(2026, 12, day) for day in (23, 24, 25, 26))
    found = Rest(SATURDAY_SUNDAY, days).within(date(2026, 12, 24), date(2026, 12, 25))
    assert found == Rest(SATURDAY_SUNDAY, frozenset({date(2026, 12, 24), date(2026, 12, 25)}))


def test_days_of_rest_are_there_or_not() -> None:
    assert not NO_REST
    assert Rest(SATURDAY_SUNDAY)
    assert Rest(dates=frozenset({date(2026, 12, 24)}))
