"""A piece of work that is done whenever somebody rings for it, and never twice at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


class Bell:
    """Rung while it works, it works once more; rung several times, still only once.

    `answer` has to run for anything to happen. What goes wrong in the work is logged with an incident id and
    ends neither the bell nor whoever rang it.
    """

    def __init__(self, name: str, work: Callable[[], Awaitable[object]], new_incident: Callable[[], str]) -> None:
        self.name = name
        self._work = work
        self._new_incident = new_incident
        self._rung = asyncio.Event()
        self._is_closed = False

    def ring(self) -> None:
        """Ask for the work. Returns at once."""
        self._rung.set()

    def close(self) -> None:
        """Let `answer` end as soon as the work in hand is done."""
        self._is_closed = True
        self._rung.set()

    async def answer(self) -> None:
        """Work at every ring until closed."""
        while True:
            await self._rung.wait()
            if self._is_closed:
                return
            self._rung.clear()
            await self._worked()

    async def _worked(self) -> None:
        try:
            await self._work()
        except Exception:
            incident = self._new_incident()
            log.exception("%s failed: incident %s", self.name, incident, extra={"incident": incident})
