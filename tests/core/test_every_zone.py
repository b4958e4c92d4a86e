"""Every zone there is, at every change of its clocks: what is announced holds there too.

All zones over ten years on every run, zones with the same clocks once; all changes since 1990 in the long one. Which
changes there are is found out from the zones themselves, so a new release of the time zone database is tested as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from codesign_bot.core.phases import LEAST
from codesign_bot.core.rest import Rest
from codesign_bot.core.windows import (
    LONGEST_REST,
    NO_NIGHT,
    Calendar,
    Night,
    Shut,
    Window,
    closing,
    extended,
    into_the_open,
    wished,
)

DAY, HOUR, MINUTE, TICK = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(microseconds=1)
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)

Clocks = tuple[timedelta, tuple[tuple[datetime, timedelta], ...]]
"""By how much a zone is ahead of UTC at first, and from which instants on by how much."""


def clocks(zone: ZoneInfo, first: datetime, last: datetime) -> Clocks:
    """Found by looking every 20 hours, and then ever closer: nobody changes their clocks twice in a day."""
    looks = [first + n * 20 * HOUR for n in range(int((last - first) / (20 * HOUR)) + 1)]
    ahead = [offset(zone, look) for look in looks]
    changes = [
        (changed(zone, before, after), offset(zone, after))
        for (before, old), (after, new) in pairwise(zip(looks, ahead, strict=True))
        if old != new
    ]
    return ahead[0], tuple(changes)


def changed(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second with the new offset."""
    old = offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if offset(zone, middle) == old else (before, middle)
    return after


def offset(zone: ZoneInfo, at: datetime) -> timedelta:
    ahead = at.astimezone(zone).utcoffset()
    assert ahead is not None
    return ahead


@cache
def all_clocks(first: datetime, last: datetime) -> dict[Clocks, list[str]]:
    found: dict[Clocks, list[str]] = {}
    for name in sorted(available_timezones() - {"Factory", "localtime", "posixrules"}):
        found.setdefault(clocks(ZoneInfo(name), first, last), []).append(name)
    return found


BESIDE = (
    -26 * HOUR,
    -9 * HOUR,
    -90 * MINUTE,
    -30 * MINUTE,
    -TICK,
    0 * HOUR,
    15 * MINUTE,
    70 * MINUTE,
    3 * HOUR,
    15 * HOUR,
)
"""Where ends are looked at, from a change on."""

WISHES = ((7 * DAY, 48 * HOUR), (3 * DAY, 72 * HOUR), (DAY, 24 * HOUR), (14 * HOUR, 2 * HOUR))


def calendars(day: date) -> tuple[Calendar, ...]:
    around = frozenset(day + n * DAY for n in (-1, 0, 1))
    return (
        Calendar(),
        Calendar(Night(), Rest(frozenset({6, 7}), frozenset({day}))),
        Calendar(NO_NIGHT, Rest(frozenset({5, 6}), around)),
        Calendar(Night(time(2, 30), time(1, 45)), Rest(frozenset({7}), frozenset({day + DAY}))),
    )


def ends_near(zone: ZoneInfo, change: datetime) -> Iterator[tuple[datetime, timedelta, timedelta, Calendar]]:
    around = calendars(change.astimezone(zone).date())
    for number, beside in enumerate(BESIDE):
        wish, least = WISHES[number % len(WISHES)]
        for calendar in around:
            yield change + beside - wish, wish, least, calendar


def hold(zone: ZoneInfo, opened: datetime, wish: timedelta, least: timedelta, calendar: Calendar) -> None:
    """Everything that people are promised of one step with one extension."""
    plain = wished(opened, wish, least, zone)
    ends = closing(opened, wish, least, zone, calendar)
    assert opened + least <= plain <= ends <= plain + LONGEST_REST
    local = ends.astimezone(zone)
    assert calendar.shut(local) is None, f"{zone.key}: a step that opens {opened} ends {local}"
    if wish >= DAY:
        before = (opened.astimezone(zone) + wish).replace(tzinfo=None)
        assert local.replace(tzinfo=None) >= before or ends == plain == opened + least
    window = Window(opened, ends)
    longer = extended(window, least / 2, zone, calendar).closes
    assert ends + least / 2 <= longer <= ends + least / 2 + LONGEST_REST
    assert calendar.shut(longer.astimezone(zone)) is None
    assert extended(window, timedelta(0), zone, calendar) == window, "what lies in the open stays"


def held(zones: dict[Clocks, list[str]], every: int = 1) -> int:
    """How many steps there are near the changes; each, or only every so manyth, was held to its word."""
    steps = 0
    for (_, changes), names in zones.items():
        zone = ZoneInfo(names[0])
        for change in [at for at, _ in changes] or [FIRST, datetime(2028, 2, 29, 22, tzinfo=UTC)]:
            for opened, wish, least, calendar in ends_near(zone, change):
                steps += 1
                if steps % every == 0:
                    hold(zone, opened, wish, least, calendar)
    return steps


def test_at_every_change_of_every_zone_over_ten_years_a_step_keeps_its_word() -> None:
    zones = all_clocks(FIRST, LAST)
    names = {name for alike in zones.values() for name in alike}
    changes = sum(len(changes) for _, changes in zones)
    assert len(names) > 400, "the machine's zones"
    assert len(zones) > 60, "zones that differ in these years"
    assert changes > 400
    assert held(zones) >= changes * 40


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_at_every_change_of_every_zone_since_1990_a_step_keeps_its_word() -> None:
    """Days left out, zones that changed sides, summer times of two hours: the past has them all."""
    zones = all_clocks(datetime(1990, 1, 1, tzinfo=UTC), LAST)
    changes = sum(len(changes) for _, changes in zones)
    assert changes > 5_000
    assert held(zones, every=3) >= changes * 40  # of 40 beside each change, three changes have all of them


# --- the changes that are found are the ones there are ---------------------------------------------------


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("Europe/Berlin", {"2026-03-29T01:00": 2 * HOUR, "2026-10-25T01:00": HOUR}),
        ("Asia/Kolkata", {}),
        ("Australia/Lord_Howe", {"2026-04-04T15:00": 10.5 * HOUR, "2026-10-03T15:30": 11 * HOUR}),
        ("Africa/Casablanca", {"2024-03-10T02:00": 0 * HOUR, "2024-04-14T02:00": HOUR}),
        ("Etc/GMT+12", {}),
        ("Pacific/Kiritimati", {}),
    ],
)
def test_every_change_of_a_year_is_found_to_the_second(name: str, changes: dict[str, timedelta]) -> None:
    first = next((datetime.fromisoformat(at).replace(month=1, day=1, tzinfo=UTC) for at in changes), FIRST)
    _, found = clocks(ZoneInfo(name), first, first + 360 * DAY)
    assert dict(found) == {datetime.fromisoformat(at).replace(tzinfo=UTC): ahead for at, ahead in changes.items()}


def test_the_day_that_samoa_left_out_is_found() -> None:
    ahead, found = clocks(
        ZoneInfo("Pacific/Apia"), datetime(2011, 12, 1, tzinfo=UTC), datetime(2012, 1, 20, tzinfo=UTC)
    )
    assert (ahead, found) == (-10 * HOUR, ((datetime(2011, 12, 30, 10, tzinfo=UTC), 14 * HOUR),))


def test_names_of_one_place_have_the_same_clocks() -> None:
    alike = {name: names for names in all_clocks(FIRST, LAST).values() for name in names}
    for one, other in (("Asia/Calcutta", "Asia/Kolkata"), ("US/Pacific", "America/Los_Angeles")):
        assert alike[one] is alike[other]


def test_no_template_can_wish_for_less_than_what_is_tested_here() -> None:
    assert min(LEAST.values()) == 24 * HOUR
    assert {least for _, least in WISHES} >= {24 * HOUR, 48 * HOUR, 72 * HOUR}


@pytest.mark.parametrize("shut", [Shut.HOLIDAY, Shut.WEEKEND, Shut.NIGHT])
def test_the_calendars_of_these_tests_shut_for_each_reason(shut: Shut) -> None:
    day = date(2026, 3, 29)
    hours = [datetime(2026, 3, 27, tzinfo=UTC) + n * HOUR for n in range(96)]
    assert any(calendar.shut(hour) is shut for calendar in calendars(day) for hour in hours)
    assert all(into_the_open(hour, ZoneInfo("UTC"), calendar) >= hour for calendar in calendars(day) for hour in hours)
