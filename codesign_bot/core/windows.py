"""When a step ends: wall-clock wishes turned into instants that only ever move later.

All instants are aware. Lengths wished for are wall time ("seven days" ends at the same time of day, also
over a change of the clocks); least windows are elapsed time. The end is the later of the two, and is moved
forward into the open: out of the night of the community's zone, and out of its days of rest.

Law 1. Nothing here ever gives an earlier end than it was given, whatever the zone and the calendar.
Law 2. Moving ends keeps their order: a later end never moves to before where an earlier one does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from codesign_bot.core.rest import NO_REST, Rest


@dataclass(frozen=True, slots=True)
class Window:
    """From `opened` (included) to `closes` (excluded), both aware instants in UTC."""

    opened: datetime
    closes: datetime

    def is_open(self, at: datetime) -> bool:
        """Whether a write at this instant falls into the window."""
        return self.opened <= at < self.closes

    @property
    def length(self) -> timedelta:
        """How long the window is in elapsed time."""
        return self.closes - self.opened


@dataclass(frozen=True, slots=True)
class Night:
    """Local times between which no step ends. The same time twice means that there is no night."""

    begins: time = time(22)
    ends: time = time(8)

    def holds(self, local: datetime) -> bool:
        """Whether a local time falls into the night."""
        if self.begins <= self.ends:
            return self.begins <= local.time() < self.ends
        return local.time() >= self.begins or local.time() < self.ends

    def over(self, local: datetime) -> datetime:
        """The morning after, as local wall time; unchanged by day."""
        if not self.holds(local):
            return local
        day = local.date() if local.time() < self.ends else local.date() + timedelta(days=1)
        return datetime.combine(day, self.ends, tzinfo=local.tzinfo)


NO_NIGHT = Night(time(0), time(0))

LONGEST_REST = timedelta(days=31)
"""No end waits longer than this for an open hour. Where none comes in that time, days of rest do not count for it."""


class Shut(Enum):
    """Why no step ends at a certain time."""

    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a step can end in local time, and when not."""

    night: Night = field(default_factory=Night)
    rest: Rest = NO_REST

    def shut(self, local: datetime) -> Shut | None:
        """What speaks against an end at a local time; a date before a weekday, and both before the night."""
        if local.date() in self.rest.dates:
            return Shut.HOLIDAY
        if local.isoweekday() in self.rest.weekdays:
            return Shut.WEEKEND
        return Shut.NIGHT if self.night.holds(local) else None

    def after(self, local: datetime, shut: Shut) -> datetime:
        """When that is over, as local wall time: the next midnight, or the morning. There something else may begin."""
        if shut is Shut.NIGHT:
            return self.night.over(local)
        return datetime.combine(local.date() + timedelta(days=1), time(0), tzinfo=local.tzinfo)


EVER_OPEN = Calendar(NO_NIGHT)

_TICK = timedelta(microseconds=1)


def instant(wall: datetime) -> datetime:
    """The UTC instant of a local wall time. One that does not exist moves forward; of two the later."""
    late = wall.replace(fold=1)
    early = wall.replace(fold=0)
    # PEP 495: in a gap fold=0 uses the offset before the change, which gives the later instant;
    # in an overlap fold=1 is the second, later one. The later of both is right in either case.
    return max(late.astimezone(UTC), early.astimezone(UTC))


def into_the_open(at: datetime, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The first instant from `at` on that lies in no night and on no day of rest.

    Where that is more than `LONGEST_REST` away, the first that lies in no night.
    """
    found, _ = _first_open(at, zone, calendar)
    return found if found - at <= LONGEST_REST else out_of_night(at, zone, calendar.night)


def shut_out_by(at: datetime, zone: ZoneInfo, calendar: Calendar) -> frozenset[Shut]:
    """Everything that `into_the_open` moves this instant out of, one after the other; nothing where it stays."""
    found, reasons = _first_open(at, zone, calendar)
    return reasons if found - at <= LONGEST_REST else _first_open(at, zone, Calendar(calendar.night))[1]


def out_of_night(at: datetime, zone: ZoneInfo, night: Night) -> datetime:
    """The same instant by day; by night the following morning. Never earlier than `at`."""
    return _first_open(at, zone, Calendar(night))[0]


def _first_open(at: datetime, zone: ZoneInfo, calendar: Calendar) -> tuple[datetime, frozenset[Shut]]:
    """Where something shuts after what was over, such as the weekend after a holiday, it is looked for again.

    So it is where the clocks change in between, or a day is left out. Gives up beyond `LONGEST_REST`.
    """
    found, reasons = at, frozenset[Shut]()
    while found - at <= LONGEST_REST:
        local = found.astimezone(zone)
        shut = calendar.shut(local)
        if shut is None:
            break
        reasons |= {shut}
        found = max(found + _TICK, instant(calendar.after(local, shut)))
    return found, reasons


def closing(opened: datetime, wish: timedelta, least: timedelta, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """When a step that opens now ends: never before `opened + least` in elapsed time."""
    return into_the_open(wished(opened, wish, least, zone), zone, calendar)


def wished(opened: datetime, wish: timedelta, least: timedelta, zone: ZoneInfo) -> datetime:
    """When it would end if it could end at any time."""
    wall = instant(opened.astimezone(zone) + wish) if wish >= timedelta(days=1) else opened + wish
    return max(wall, opened + least)


def extended(window: Window, by: timedelta, zone: ZoneInfo, calendar: Calendar) -> Window:
    """The window with at least `by` more time."""
    return Window(window.opened, max(window.closes, into_the_open(window.closes + by, zone, calendar)))
