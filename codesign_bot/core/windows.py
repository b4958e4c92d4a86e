"""When a step ends: wall-clock wishes turned into instants that only ever move later.

All instants are aware. Lengths wished for are wall time ("seven days" ends at the same time of day, also
over a change of the clocks); least windows are elapsed time. The end is the later of the two, and is moved
forward out of the night of the community's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


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


def instant(wall: datetime) -> datetime:
    """The UTC instant of a local wall time. One that does not exist moves forward; of two the later."""
    late = wall.replace(fold=1)
    early = wall.replace(fold=0)
    # PEP 495: in a gap fold=0 uses the offset before the change, which gives the later instant;
    # in an overlap fold=1 is the second, later one. The later of both is right in either case.
    return max(late.astimezone(UTC), early.astimezone(UTC))


def out_of_night(at: datetime, zone: ZoneInfo, night: Night) -> datetime:
    """The same instant by day; by night the following morning. Never earlier than `at`."""
    local = at.astimezone(zone)
    if not night.holds(local):
        return at
    return max(at, instant(night.over(local)))


def closing(opened: datetime, wish: timedelta, least: timedelta, zone: ZoneInfo, night: Night) -> datetime:
    """When a step that opens now ends: never before `opened + least` in elapsed time."""
    wall = instant(opened.astimezone(zone) + wish) if wish >= timedelta(days=1) else opened + wish
    return out_of_night(max(wall, opened + least), zone, night)


def extended(window: Window, by: timedelta, zone: ZoneInfo, night: Night) -> Window:
    """The window with at least `by` more time."""
    return Window(window.opened, max(window.closes, out_of_night(window.closes + by, zone, night)))
