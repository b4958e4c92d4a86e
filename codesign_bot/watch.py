"""Notices that the wall clock was moved, by holding it against a clock that cannot be, and reads what others tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from codesign_bot.ports import Clock

TOLERANCE = timedelta(seconds=60)
"""Less than this is a time server doing its work."""


class Watch:
    """Compares both clocks since it was made, or begun anew."""

    def __init__(self, clock: Clock, tolerance: timedelta = TOLERANCE) -> None:
        self._clock = clock
        self._tolerance = tolerance
        self._since = self._read()

    @property
    def moved(self) -> timedelta:
        """How far the wall clock went ahead of the other (positive) or fell behind it.

        A machine that slept looks like one whose wall clock jumped ahead: its other clock slept with it.
        """
        (wall, monotonic), (wall_then, monotonic_then) = self._read(), self._since
        return wall - wall_then - timedelta(seconds=monotonic - monotonic_then)

    @property
    def has_jumped(self) -> bool:
        """Whether it moved by more than is tolerated."""
        return abs(self.moved) > self._tolerance

    def begin_anew(self) -> None:
        """From now on the wall clock is taken to be right."""
        self._since = self._read()

    def _read(self) -> tuple[datetime, float]:
        return self._clock.now(), self._clock.monotonic()


def dated(headers: Mapping[str, str]) -> datetime | None:
    """When an answer over HTTP was made, where its headers say so and no cache kept it for a while (RFC 9110)."""
    try:
        made = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None
    return made.astimezone(UTC) if "Age" not in headers else None
