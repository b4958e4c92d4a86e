"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday morning, far from any change of the clocks."""


class ControlledClock:
    """A clock for tests, as `ports.Clock`. Wall time and monotonic time can be moved together or apart."""

    def __init__(self, now: datetime = _START) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock shows an aware instant")
        self._now = now.astimezone(UTC)
        self._monotonic = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, by: timedelta) -> datetime:
        """Let time pass on both clocks. Returns the wall clock."""
        if by < timedelta(0):
            raise ValueError("time passes forwards; `step` sets the wall clock back")
        self._monotonic += by.total_seconds()
        return self.step(by)

    def advance_to(self, at: datetime) -> datetime:
        """Let time pass until this instant. Returns the wall clock."""
        return self.advance(at - self._now)

    def step(self, by: timedelta) -> datetime:
        """Set the wall clock forwards or back, as somebody's hand or a time server would. Returns it."""
        self._now += by
        return self._now
