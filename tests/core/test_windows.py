"""When a step ends, by table for the days that go wrong and by property for every zone there is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.windows import (
    EVER_OPEN,
    NO_NIGHT,
    Calendar,
    Night,
    Window,
    closing,
    extended,
    instant,
    out_of_night,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NIGHT = Night()
CALENDAR = Calendar(NIGHT)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside it
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=90))
nights = st.builds(Night, st.times(), st.times()) | st.just(NIGHT) | st.just(NO_NIGHT)
calendars = nights.map(Calendar)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- from wall time to an instant ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        ("Europe/London", "2026-01-05 12:00", "2026-01-05 12:00"),
        ("Europe/London", "2026-07-05 12:00", "2026-07-05 11:00"),
        ("Europe/London", "2026-03-29 01:30", "2026-03-29 01:30"),  # does not exist: half past two in summer
        ("Europe/London", "2026-10-25 01:30", "2026-10-25 01:30"),  # exists twice: the second one
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:30"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 06:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45"),  # half an hour is left out
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 15:15"),  # half an hour comes twice
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 22:00"),  # a day that was left out
        ("Pacific/Kiritimati", "2026-06-01 00:00", "2026-05-31 10:00"),
        ("Etc/GMT+12", "2026-06-01 00:00", "2026-06-01 12:00"),
        ("Asia/Kathmandu", "2026-06-01 00:00", "2026-05-31 18:15"),
    ],
)
def test_a_wall_time_has_one_instant_and_it_is_the_later(zone: str, wall: str, expected: str) -> None:
    assert instant(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))) == utc(expected)


@given(zones, instants)
def test_reading_an_instant_on_the_wall_never_gives_an_earlier_one(zone: ZoneInfo, at: datetime) -> None:
    back = instant(at.astimezone(zone))
    assert at <= back <= at + DAY + HOUR


@given(zones, st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)), st.sampled_from([0, 1]))  # noqa: DTZ001 - wall times
def test_the_fold_of_a_wall_time_does_not_matter(zone: ZoneInfo, wall: datetime, fold: int) -> None:
    assert instant(wall.replace(tzinfo=zone, fold=fold)) == instant(wall.replace(tzinfo=zone, fold=1 - fold))


# --- the end of a step -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "opened", "wish", "least", "expected"),
    [
        # A week is a week on the wall, also when the clocks change: an hour less, an hour more of time.
        ("Europe/London", "2026-03-25 12:00", 7 * DAY, 48 * HOUR, "2026-04-01 11:00"),
        ("Europe/London", "2026-10-20 11:00", 7 * DAY, 48 * HOUR, "2026-10-27 12:00"),
        # The least window is elapsed time: three days over the spring change are 71 hours, so one is added.
        ("Europe/London", "2026-03-27 12:00", 3 * DAY, 72 * HOUR, "2026-03-30 12:00"),
        ("Europe/London", "2026-10-23 11:00", 3 * DAY, 72 * HOUR, "2026-10-26 12:00"),
        # Less than a day is elapsed time.
        ("Europe/London", "2026-03-28 20:00", 14 * HOUR, 2 * HOUR, "2026-03-29 10:00"),
        # A wish below the least gives the least.
        ("Europe/London", "2026-01-05 12:00", 1 * DAY, 48 * HOUR, "2026-01-07 12:00"),
        # Over a leap day, into one, and over the end of a year.
        ("Europe/London", "2028-02-27 12:00", 3 * DAY, 24 * HOUR, "2028-03-01 12:00"),
        ("Europe/London", "2028-02-28 12:00", 1 * DAY, 24 * HOUR, "2028-02-29 12:00"),
        ("Europe/London", "2026-12-28 12:00", 7 * DAY, 24 * HOUR, "2027-01-04 12:00"),
        # A zone that never changes its clocks, and the two ends of the world.
        ("Asia/Kolkata", "2026-03-27 06:30", 7 * DAY, 48 * HOUR, "2026-04-03 06:30"),
        ("Pacific/Kiritimati", "2026-03-27 00:00", 2 * DAY, 24 * HOUR, "2026-03-29 00:00"),
        ("Etc/GMT+12", "2026-03-27 22:00", 2 * DAY, 24 * HOUR, "2026-03-29 22:00"),
        # At night the end waits for the morning, whose clock may have changed in between.
        ("Europe/London", "2026-01-05 22:00", 2 * DAY, 24 * HOUR, "2026-01-08 08:00"),
        ("Europe/London", "2026-01-05 07:59", 2 * DAY, 24 * HOUR, "2026-01-07 08:00"),
        ("Europe/London", "2026-01-05 08:00", 2 * DAY, 24 * HOUR, "2026-01-07 08:00"),
        ("Europe/London", "2026-01-05 21:59", 2 * DAY, 24 * HOUR, "2026-01-07 21:59"),
        ("Europe/London", "2026-03-27 23:00", 1 * DAY, 24 * HOUR, "2026-03-29 07:00"),
        ("Europe/London", "2026-10-23 22:00", 1 * DAY, 24 * HOUR, "2026-10-25 08:00"),
        # The day that Samoa left out: the morning after is the one that came.
        ("Pacific/Apia", "2011-12-29 08:30", 1 * DAY, 24 * HOUR, "2011-12-30 18:00"),
    ],
)
def test_a_step_ends_at_the_same_time_of_day_by_day_and_never_below_its_least(
    zone: str, opened: str, wish: timedelta, least: timedelta, expected: str
) -> None:
    assert closing(utc(opened), wish, least, ZoneInfo(zone), CALENDAR) == utc(expected)


@given(instants, lengths, lengths, zones, calendars)
def test_no_step_is_shorter_than_its_least_nor_than_its_wish_on_the_wall(
    opened: datetime, wish: timedelta, least: timedelta, zone: ZoneInfo, calendar: Calendar
) -> None:
    ends = closing(opened, wish, least, zone, calendar)
    assert ends.tzinfo is UTC
    assert ends >= opened + least
    if wish >= DAY:
        assert ends >= instant(opened.astimezone(zone) + wish)
    else:
        assert ends >= opened + wish


@given(instants, lengths, zones)
def test_no_step_ends_at_night_in_any_zone(opened: datetime, wish: timedelta, zone: ZoneInfo) -> None:
    ends = closing(opened, wish, HOUR, zone, CALENDAR)
    assert time(8) <= ends.astimezone(zone).time() < time(22)


@given(instants, lengths, zones)
def test_the_night_costs_at_most_a_night(opened: datetime, wish: timedelta, zone: ZoneInfo) -> None:
    by_day = closing(opened, wish, HOUR, zone, CALENDAR)
    ever = closing(opened, wish, HOUR, zone, EVER_OPEN)
    # A night of ten hours, an hour for the clocks, and a day where a zone once left one out.
    assert ever <= by_day <= ever + 11 * HOUR + DAY


@given(instants, lengths, lengths, zones, calendars)
def test_a_longer_wish_never_ends_earlier(
    opened: datetime, wish: timedelta, more: timedelta, zone: ZoneInfo, calendar: Calendar
) -> None:
    days = timedelta(days=wish.days + 1)
    longer = days + timedelta(days=more.days)
    assert closing(opened, days, HOUR, zone, calendar) <= closing(opened, longer, HOUR, zone, calendar)


# --- more time -------------------------------------------------------------------------------------------


@given(instants, lengths, st.timedeltas(timedelta(0), timedelta(days=60)), zones, calendars)
def test_more_time_is_at_least_what_was_given(
    opened: datetime, length: timedelta, by: timedelta, zone: ZoneInfo, calendar: Calendar
) -> None:
    before = Window(opened, opened + length)
    after = extended(before, by, zone, calendar)
    assert after.opened == before.opened
    assert after.closes >= before.closes + by


@given(instants, lengths, st.timedeltas(timedelta(days=-60), timedelta(days=60)), zones, calendars)
def test_whatever_is_added_a_window_never_ends_earlier(
    opened: datetime, length: timedelta, by: timedelta, zone: ZoneInfo, calendar: Calendar
) -> None:
    before = Window(opened, opened + length)
    assert extended(before, by, zone, calendar).closes >= before.closes


# --- night -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends", "local", "is_night", "over"),
    [
        ("22:00", "08:00", "2026-01-05 22:00", True, "2026-01-06 08:00"),
        ("22:00", "08:00", "2026-01-05 23:59:59.999999", True, "2026-01-06 08:00"),
        ("22:00", "08:00", "2026-01-06 00:00", True, "2026-01-06 08:00"),
        ("22:00", "08:00", "2026-01-06 07:59", True, "2026-01-06 08:00"),
        ("22:00", "08:00", "2026-01-06 08:00", False, "2026-01-06 08:00"),
        ("22:00", "08:00", "2026-01-06 21:59", False, "2026-01-06 21:59"),
        ("01:00", "05:00", "2026-01-06 00:59", False, "2026-01-06 00:59"),
        ("01:00", "05:00", "2026-01-06 01:00", True, "2026-01-06 05:00"),
        ("01:00", "05:00", "2026-01-06 05:00", False, "2026-01-06 05:00"),
        ("22:00", "08:00", "2026-12-31 23:00", True, "2027-01-01 08:00"),
        ("00:00", "00:00", "2026-01-06 00:00", False, "2026-01-06 00:00"),
        ("12:00", "12:00", "2026-01-06 12:00", False, "2026-01-06 12:00"),
    ],
)
def test_a_night_begins_and_ends_on_the_minute(
    begins: str, ends: str, local: str, over: str, *, is_night: bool
) -> None:
    night = Night(time.fromisoformat(begins), time.fromisoformat(ends))
    wall = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London"))
    assert night.holds(wall) is is_night
    assert night.over(wall) == datetime.fromisoformat(over).replace(tzinfo=ZoneInfo("Europe/London"))


@given(instants, zones, nights)
def test_morning_never_comes_before_the_night_it_ends(at: datetime, zone: ZoneInfo, night: Night) -> None:
    out = out_of_night(at, zone, night)
    assert out >= at
    assert (out == at) or night.holds(at.astimezone(zone))


@given(instants, zones)
def test_by_day_nothing_moves(at: datetime, zone: ZoneInfo) -> None:
    by_day = out_of_night(at, zone, NIGHT)
    assert out_of_night(by_day, zone, NIGHT) == by_day


def test_a_window_includes_its_beginning_and_not_its_end() -> None:
    window = Window(utc("2026-01-05 12:00"), utc("2026-01-07 12:00"))
    instant_before, second = timedelta(microseconds=1), timedelta(seconds=1)
    assert window.length == 2 * DAY
    assert window.is_open(window.opened)
    assert window.is_open(window.closes - instant_before)
    assert not window.is_open(window.closes)
    assert not window.is_open(window.opened - second)
