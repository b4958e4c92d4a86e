"""The real clock. Everything else is given one."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """The machine's clock, as `ports.Clock`."""

    def now(self) -> datetime:
        """The wall clock, in UTC. It can jump, also backwards."""
        return datetime.now(UTC)  # noqa: TID251 # the one place that reads the wall clock

    def monotonic(self) -> float:
        """Seconds since some moment. They do not jump; on Linux they stand still while the machine sleeps."""
        return time.monotonic()
