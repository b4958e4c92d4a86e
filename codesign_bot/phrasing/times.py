"""Instants and lengths of time in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache, reduce
from typing import cast

from codesign_bot.core.zones import zone_named
from codesign_bot.phrasing.templates import filled
from codesign_bot.ports import Voice

_REMEMBERED = 4096
"""Days and instants that were told last, each in its words: a record and its pages tell the same ones again."""
_UNITS = (("time-days", 86_400), ("time-hours", 3_600), ("time-minutes", 60), ("time-seconds", 1))
_WEEKDAYS = (
    "time-weekday-1",
    "time-weekday-2",
    "time-weekday-3",
    "time-weekday-4",
    "time-weekday-5",
    "time-weekday-6",
    "time-weekday-7",
)
_MONTHS = (
    "time-month-1",
    "time-month-2",
    "time-month-3",
    "time-month-4",
    "time-month-5",
    "time-month-6",
    "time-month-7",
    "time-month-8",
    "time-month-9",
    "time-month-10",
    "time-month-11",
    "time-month-12",
)


def moment(at: datetime, zone: str, voice: Voice, now: datetime | None) -> str:
    """Such as "Friday 27 November 2026, 18:00 (Europe/London), in 2 days"; without `now`, up to the zone."""
    if now is None:
        return _lasting(at.astimezone(UTC), zone, cast("Hashable", voice))
    known, local = _zone(zone)
    there, away = at.astimezone(local), distance(at - now, voice)
    return filled(voice, "time-moment", date=day(there, voice), clock=_clock(there, voice), zone=known, distance=away)


@lru_cache(maxsize=_REMEMBERED)
def _lasting(at: datetime, zone: str, voice: Voice) -> str:
    # In UTC, as below: two instants an hour apart on a local clock that is put back are taken for the same.
    known, local = _zone(zone)
    there = at.astimezone(local)
    return filled(voice, "time-moment-lasting", date=day(there, voice), clock=_clock(there, voice), zone=known)


def moment_and_utc(at: datetime, zone: str, voice: Voice) -> str:
    """Such as "Friday 27 November 2026, 18:00 (17:00 UTC)", with the day in UTC too where it is another one.

    The zone goes without saying: what is told this way names it once. In UTC itself the instant stands once.
    """
    return _recorded(at.astimezone(UTC), zone, cast("Hashable", voice))


@lru_cache(maxsize=_REMEMBERED)
def _recorded(at: datetime, zone: str, voice: Voice) -> str:
    known, local = _zone(zone)
    there, utc = at.astimezone(local), at
    date, clock = day(there, voice), _clock(there, voice)
    if known == "UTC":
        return filled(voice, "time-moment-lasting", date=date, clock=clock, zone=known)
    beside = _clock(utc, voice)
    if utc.date() != there.date():
        beside = filled(voice, "time-date-and-clock", date=day(utc, voice), clock=beside)
    return filled(voice, "time-moment-recorded", date=date, clock=clock, utc=beside)


def _clock(at: datetime, voice: Voice) -> str:
    return filled(voice, "time-clock", hours=f"{at.hour:02}", minutes=f"{at.minute:02}")


def day(on: date, voice: Voice) -> str:
    """Such as "Friday 27 November 2026"."""
    return _day(on.toordinal(), cast("Hashable", voice))


@lru_cache(maxsize=_REMEMBERED)
def _day(ordinal: int, voice: Voice) -> str:
    on = date.fromordinal(ordinal)
    return filled(
        voice,
        "time-date",
        weekday=filled(voice, _WEEKDAYS[on.weekday()]),
        day=str(on.day),
        month=filled(voice, _MONTHS[on.month - 1]),
        year=str(on.year),
    )


def distance(from_now: timedelta, voice: Voice) -> str:
    """Such as "in 2 days", "45 minutes ago", "now".

    One unit, and the next smaller one only beside "1". Never more than there is, but for a twentieth of a
    unit, so that a step of seven days that opened a minute ago still ends "in 7 days".
    """
    seconds = abs(from_now).total_seconds()
    for unit, (key, size) in enumerate(_UNITS):
        count, rest = divmod(seconds + size / 20, size)
        if count >= 1:
            words = _units(voice, key, int(count))
            if count == 1 and unit + 1 < len(_UNITS):
                smaller_key, smaller = _UNITS[unit + 1]
                more = int(max(0.0, rest - size / 20 + smaller / 20) // smaller)
                words = _both(words, _units(voice, smaller_key, more), voice) if more else words
            return filled(voice, "time-in" if from_now > timedelta(0) else "time-ago", length=words)
    return filled(voice, "time-now")


def length(lasting: timedelta, voice: Voice) -> str:
    """Such as "3 days" or "1 day and 12 hours": at most two units, the second rounded to the nearest."""
    return _length(lasting, cast("Hashable", voice))


@lru_cache(maxsize=_REMEMBERED)
def _length(lasting: timedelta, voice: Voice) -> str:
    left = round(abs(lasting).total_seconds())
    for unit, (_, size) in enumerate(_UNITS):
        if left >= size:
            step = _UNITS[min(unit + 1, len(_UNITS) - 1)][1]
            left = (left + step // 2) // step * step if step > 1 else left
            break
    said = [_units(voice, key, count) for key, count in _counts(left) if count]
    return reduce(lambda first, second: _both(first, second, voice), said or [_units(voice, "time-seconds", 0)])


def _counts(seconds: int) -> Iterator[tuple[str, int]]:
    for key, size in _UNITS:
        count, seconds = divmod(seconds, size)
        yield key, count


def _units(voice: Voice, key: str, count: int) -> str:
    return filled(voice, key, count=count)


def _both(first: str, second: str, voice: Voice) -> str:
    return filled(voice, "time-both", first=first, second=second)


@lru_cache(maxsize=256)
def _zone(name: str) -> tuple[str, tzinfo]:
    """The zone, or what stands in for it, and so named, where this machine does not know it."""
    zone = zone_named(name)
    return zone.key, zone
