"""Keeps us far from the number of refusals at which Discord bans an address: 10,000 in ten minutes. Pure.

What counts are answers 401, 403 and 429 [topics/rate-limits, invalid request limit].

Law 1. In any ten minutes we begin nothing after `MOST` refusals but answers to somebody who waits, and after
       `MOST_WITH_ANSWERS` nothing at all. What is under way at that moment comes on top.
Law 2. Below half of that nothing is held up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

COUNTED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
WINDOW = 600.0
"""Seconds."""
MOST = 5_000
"""Refusals within the window after which only answers to interactions are tried."""
MOST_WITH_ANSWERS = 8_000
"""And after which nothing is."""


@dataclass(slots=True)
class Refusals:
    """Counts them by the monotonic clock, in seconds."""

    monotonic: Callable[[], float]
    _met: deque[float] = field(default_factory=deque[float])

    def met(self, status: int) -> bool:
        """An answer with this status came. Whether it is the one with which holding up begins."""
        if status not in COUNTED:
            return False
        now = self.monotonic()
        self._forget(now)
        self._met.append(now)
        return len(self._met) == MOST

    def wait(self, *, is_answer: bool = False) -> float:
        """Seconds until the next request may be made; 0: now."""
        now, most = self.monotonic(), MOST_WITH_ANSWERS if is_answer else MOST
        self._forget(now)
        if len(self._met) < most:
            return 0.0
        return self._met[len(self._met) - most] + WINDOW - now

    def _forget(self, now: float) -> None:
        while self._met and now - self._met[0] >= WINDOW:
            self._met.popleft()
