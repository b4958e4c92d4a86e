"""Notices that somebody else answers what was for us: another machine has the token. Pure.

One sign proves nothing: a reply of Discord may have got lost on the way.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

HOUR = 3600.0
"""Seconds."""
LEAST = 3
"""Signs within an hour that an operator is told of."""


@dataclass(slots=True)
class Doubles:
    """Counts by the monotonic clock, in seconds."""

    _met: deque[float] = field(default_factory=deque[float])
    _told: float | None = None

    def met(self, now: float) -> int:
        """Somebody else had answered. How many of the last hour to tell of now; 0: none. At most once an hour."""
        self._met.append(now)
        while now - self._met[0] >= HOUR:
            self._met.popleft()
        if len(self._met) < LEAST or (self._told is not None and now - self._told < HOUR):
            return 0
        self._told = now
        return len(self._met)
