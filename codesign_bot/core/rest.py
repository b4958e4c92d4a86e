"""Days of rest: what the organisers of a community chose, and the days that a round made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Resting:
    """What a community chose for its new rounds: the public holidays of a region, days of its own, and weekends."""

    region: str | None = None
    """A country or a part of one, such as "DE-BE"."""
    days: tuple[date, ...] = ()
    weekends: bool = False


NO_RESTING = Resting()


@dataclass(frozen=True, slots=True)
class Rest:
    """Whole days of the local calendar on which no step ends."""

    weekdays: frozenset[int] = frozenset()
    """From 1, Monday, to 7, Sunday (ISO 8601). Which days are a weekend differs by country."""
    dates: frozenset[date] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.weekdays or self.dates)

    def within(self, first: date, last: date) -> Rest:
        """The same with only the dates from the first to the last day, both included."""
        return Rest(self.weekdays, frozenset(day for day in self.dates if first <= day <= last))


NO_REST = Rest()
