"""Virtual time: it passes when nobody has anything left to do, and everything that is to happen has its instant.

It outlives every process of the bot. What happens outside (somebody writes, a platform fails) is on the timeline; what
happens inside waits in the event loop of the process that is alive, and both go by the same clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""A Monday morning: both changes of the clocks, a summer and a turn of the year lie within a year of it."""


@dataclass(slots=True)
class Timeline:
    """`elapsed_s` is the true time, which the platforms go by too. `offset` is how wrong the bot's wall clock is."""

    start: datetime = START
    elapsed_s: float = 0.0
    offset: timedelta = timedelta(0)
    _to_come: list[tuple[float, int, Callable[[], None]]] = field(
        default_factory=list[tuple[float, int, "Callable[[], None]"]]
    )
    _numbered: int = 0

    def true(self) -> datetime:
        """The true time."""
        return self.start + timedelta(seconds=self.elapsed_s)

    def now(self) -> datetime:
        """What the bot's wall clock shows, as `ports.Clock`."""
        return self.true() + self.offset

    def monotonic(self) -> float:
        """What the bot's other clock shows, as `ports.Clock`."""
        return self.elapsed_s

    def after(self, by: timedelta, do: Callable[[], None]) -> None:
        """Have something happen in so long. What is to happen at the same instant happens in the order it was asked."""
        self._numbered += 1
        heappush(self._to_come, (self.elapsed_s + max(0.0, by.total_seconds()), self._numbered, do))

    def passes(self, most_s: float) -> None:
        """Let time pass up to so many seconds, or until the next thing happens, which then does."""
        end = self.elapsed_s + max(0.0, most_s)
        if not self._to_come or self._to_come[0][0] > end:
            self.elapsed_s = end
            return
        at, _, do = heappop(self._to_come)
        self.elapsed_s = max(self.elapsed_s, at)
        do()

    def passes_to(self, end_s: float) -> None:
        """Let time pass to an instant, with everything that happens until then: nobody is there to see it."""
        while self.elapsed_s < end_s:
            self.passes(end_s - self.elapsed_s)
