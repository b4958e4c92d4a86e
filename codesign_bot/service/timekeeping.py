"""Looks at the store when something may be due, and lets time do its part. Knows no rule and holds no truth."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.errors import StoreTrouble
from codesign_bot.records import Kept, Timer
from codesign_bot.service.acting import settle
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.looks import REMIND
from codesign_bot.service.reminding import remind

if TYPE_CHECKING:
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.patience import Presence

log = logging.getLogger(__name__)

AT_ONCE = 200
HELD_FOR = timedelta(seconds=30)
ALIVE = "alive"
HOST = "host"
"""Under this name the service keeps things of its own among what adapters keep."""


@dataclass(slots=True)
class Timekeeper:
    """Settles rounds that are due, while its platforms are followed: nobody's step ends while they are cut off."""

    desk: Desk
    presence: Presence

    async def remember_presence(self) -> None:
        """At the start: until when each platform was followed."""
        for row in await self.desk.store.kept(HOST):
            if row.key.startswith(f"{ALIVE}/") and row.value is not None:
                platform = row.key.removeprefix(f"{ALIVE}/")
                self.presence.remember(platform, datetime.fromisoformat(row.value))

    async def note_presence(self) -> None:
        """Keep that the platforms were followed until now."""
        now = self.desk.clock.now().isoformat()
        rows = tuple(Kept(HOST, f"{ALIVE}/{platform}", now) for platform in sorted(self.presence.live))
        if rows:
            await self.desk.store.apply(KeepWork(rows))

    async def clock_jumped(self, jump: timedelta) -> None:
        """Nothing ends before the platforms have told what happened while the machine slept or the clock was wrong."""
        del jump  # whichever way it went, what was sent meanwhile comes first
        self.presence.jumped()

    async def next_due(self) -> datetime | None:
        """When to look next; later than the store says where a round waits for its platform."""
        due = await self.desk.store.next_due()
        now = self.desk.clock.now()
        return max(due, now + HELD_FOR) if due is not None and self._is_any_held(now, due) else due

    def _is_any_held(self, now: datetime, due: datetime) -> bool:
        return due <= now and any(self.desk.waits_for(found) for found in self.desk.book.active())

    async def settle_due(self) -> None:
        """Settle everything that is due, in the order in which it became due."""
        now = self.desk.clock.now()
        done: set[str] = set()
        while True:
            due = [one for one in await self.desk.store.due(now, AT_ONCE + len(done)) if one.id not in done]
            if not due:
                return
            for timer in due[:AT_ONCE]:
                done.add(timer.id)
                await self._settle(timer, now)

    async def _settle(self, timer: Timer, now: datetime) -> None:
        found = self.desk.book.rounds.get(timer.round)
        if found is None or self.desk.waits_for(found):
            return
        try:
            if timer.id.startswith(REMIND):
                await remind(self.desk, found, now)
            else:
                await settle(self.desk, timer.round, now)
        except StoreTrouble:
            raise
        except Exception:
            # One round that cannot be settled must not keep the others from ending.
            code = self.desk.chance.code()
            log.exception("incident %s", code, extra={"action": "incident", "incident": code})
