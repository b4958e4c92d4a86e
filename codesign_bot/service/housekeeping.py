"""What is done every minute whether or not anything happens: note that we are here, and forget what nobody needs.

Law 1. The events of a platform are forgotten only while it is followed without a gap. Then its checkpoint is stored
       behind every event that was taken in, and what lies behind it is not offered again, however long an outage
       was. Should it be, as by a server that fills a gap from too far back, then `Presence.is_long_past` tells.
Law 2. Nothing is forgotten that a round that is still on may ask for: what came of its messages, what was said of it.
Law 3. Words that were erased are taken out of what was said, as long as any of it is due.
Law 4. The store is never held up: a bit at a time, so many bits a minute, and the rest a minute later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.reminding import AT_MOST_EVERY
from codesign_bot.reminded import RemindersPast
from codesign_bot.retention import Retention
from codesign_bot.service.codes import sweep
from codesign_bot.service.keeping import KeepWork
from codesign_bot.traces import (
    Old,
    OldBallots,
    OldCopies,
    OldKeys,
    OldNames,
    OldOrigins,
    OldQuotes,
    OldSeen,
    OldSent,
    OldWords,
)

if TYPE_CHECKING:
    from codesign_bot.service.dates import Dates
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.mending import Mender
    from codesign_bot.service.notary import Notary
    from codesign_bot.service.patience import Presence
    from codesign_bot.service.timekeeping import Timekeeper

TIDIED_EVERY = timedelta(days=1)
BITS = 20
"""So many a minute: 14 million rows a day are looked at."""


@dataclass(slots=True)
class Housekeeper:
    """Looked after once a minute. Where it had got to is kept in memory: to begin anew does no harm."""

    desk: Desk
    presence: Presence
    timekeeper: Timekeeper
    mender: Mender
    retention: Retention = field(default_factory=Retention)
    notary: Notary | None = None
    """None: there is no key to sign with."""
    dates: Dates | None = None
    """None: nobody publishes any."""
    _places: dict[str, str] = field(default_factory=dict[str, str])
    _tidied: dict[str, datetime] = field(default_factory=dict[str, datetime])

    async def keep_house(self) -> None:
        """Whatever is to be done this minute. By a clock that is in doubt nothing is old: what is gone stays gone."""
        self.presence.look()
        await self.timekeeper.note_presence()
        await self.mender.mend()
        if self.notary is not None:
            await self.notary.sign_due()
        if not self.presence.is_clock_held():
            await sweep(self.desk)
            await self.tidy()
        if self.dates is not None:
            await self.dates.keep()

    async def tidy(self) -> None:
        """Forget a few bits of what is old. Each kind is gone through once a day."""
        await self._forget_reminders(self.desk.clock.now())
        for _ in range(BITS):
            now = self.desk.clock.now()
            due = next(((name, old) for name, old in self._kinds(now).items() if self._is_due(name, now)), None)
            if due is None:
                return
            await self._forget(*due, now)

    async def _forget_reminders(self, now: datetime) -> None:
        """When somebody was last reminded matters for a day. A table of few rows: all at once."""
        if self._is_due("reminders", now):
            await self.desk.store.apply(KeepWork((RemindersPast(now - AT_MOST_EVERY),)))
            self._tidied["reminders"] = now

    def _kinds(self, now: datetime) -> dict[str, Old]:
        before = {name: now - timedelta(days=days) for name, days in self.retention.days.items()}
        kinds: dict[str, Old] = {
            "copies": OldCopies(before["copies"]),
            "messages": OldSent(before["messages"]),
            "origins": OldOrigins(before["events"]),
            "quotes": OldQuotes(before["quotes"]),
            "words": OldWords(before["words"]),
            "ballots": OldBallots(before["ballots"]),
            "keys": OldKeys(before["keys"]),
            "names": OldNames(before["names"], now),
        }
        live = sorted(self.presence.live)
        return kinds | {f"seen/{name}": OldSeen(name, before["events"]) for name in live}

    def _is_due(self, name: str, now: datetime) -> bool:
        last = self._tidied.get(name)
        return last is None or now - last >= TIDIED_EVERY

    async def _forget(self, name: str, old: Old, now: datetime) -> None:
        """One bit. The place is kept for the next one, or the day on which all was gone through."""
        place = await self.desk.store.forget(old, self._places.pop(name, ""))
        if isinstance(old, OldWords):
            self.desk.rounds.read_anew(old.before)
        if place is None:
            self._tidied[name] = now
        else:
            self._places[name] = place
