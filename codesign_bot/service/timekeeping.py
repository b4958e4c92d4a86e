"""Looks at the store when something may be due, and lets time do its part. Knows no rule and holds no truth."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.outage import Away
from codesign_bot.errors import StoreTrouble
from codesign_bot.records import Kept, Timer
from codesign_bot.service.acting import settle
from codesign_bot.service.held import HeldEnds
from codesign_bot.service.jumps import NoteJump
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.looks import REMIND
from codesign_bot.service.patience import KEPT
from codesign_bot.service.reminding import remind

if TYPE_CHECKING:
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.patience import Presence
    from codesign_bot.service.trust import Believed

log = logging.getLogger(__name__)

AT_ONCE = 200
HELD_FOR = timedelta(seconds=30)
ALIVE = "alive"
AWAY = "away"
HOST = "host"
"""Under this name the service keeps things of its own among what adapters keep."""


@dataclass(slots=True)
class Timekeeper:
    """Settles rounds that are due, while its platforms are followed: nobody's step ends while they are cut off."""

    desk: Desk
    presence: Presence
    _to_tell: Believed | None = None
    _held: HeldEnds = field(init=False)

    def __post_init__(self) -> None:
        self._held = HeldEnds(self.desk)

    async def remember_presence(self) -> None:
        """At the start: until when each platform was followed, and when it was away before."""
        horizon = self.desk.clock.now() - KEPT
        for row in sorted(await self.desk.store.kept(HOST), key=lambda row: row.key):
            what, _, name = row.key.partition("/")
            if what == ALIVE and row.value is not None:
                self.presence.remember(name, datetime.fromisoformat(row.value))
            elif what == AWAY and row.value is not None:
                stretch = Away(*(datetime.fromisoformat(one) for one in row.value.split()))
                if stretch.until >= horizon:
                    self.presence.remember_away(name.partition("/")[0], stretch)
                else:
                    await self.desk.store.apply(KeepWork((replace(row, value=None),)))

    async def note_presence(self) -> None:
        """Keep that the platforms were followed until now, and when they were not."""
        if self.presence.trust.is_held:
            return  # by this clock nobody can say when anything was
        now = self.desk.clock.now().isoformat()
        alive = tuple(Kept(HOST, f"{ALIVE}/{platform}", now) for platform in sorted(self.presence.live))
        unkept = self.presence.take_unkept()
        away = [_kept(platform, stretch) for platform, stretch in unkept]
        away += [replace(_kept(*one), value=None) for one in self.presence.take_forgotten()]
        if alive or away:
            await self.desk.store.apply(KeepWork((*alive, *away)))

    def begin(self) -> None:
        """A process starts: the wall clock is believed once a platform has confirmed it."""
        self.presence.trust.begin(self.presence.last_alive)

    def beat(self) -> None:
        """The heart beats: every 15 seconds, whatever the wall clock does."""
        if self.presence.trust.beat():
            self.presence.jumped()

    async def clock_jumped(self, jump: timedelta) -> None:
        """Nothing ends before the platforms have told what happened while the machine slept or the clock was wrong."""
        del jump  # the trust measures it too, and knows of those before
        self.presence.look()
        self.presence.jumped()

    async def _believe(self) -> None:
        """Where the clock is in doubt: ask. Once it is believed again, the communities are told in their logs."""
        believed = await self.presence.trust.ask(tuple(self.desk.doors.values()))
        if believed is not None:
            self.presence.believed()
            self._to_tell = believed if believed.moved is not None else self._to_tell

    async def _tell(self) -> None:
        """Of a jump, once; where the store is in trouble it is told at the next look."""
        if self._to_tell is not None:
            await self.desk.store.apply(NoteJump(self.desk, self._to_tell, self.desk.clock.now()))
            self._to_tell = None

    async def next_due(self) -> datetime | None:
        """When to look next; later than the store says where a round waits for its platform."""
        due = await self.desk.store.next_due()
        now = self.desk.clock.now()
        return max(due, now + HELD_FOR) if due is not None and self._is_any_held(now, due) else due

    def _is_any_held(self, now: datetime, due: datetime) -> bool:
        return due <= now and any(self.desk.waits_for(found) for found in self.desk.book.active())

    async def settle_due(self) -> None:
        """Settle everything that is due, in the order in which it became due."""
        self.presence.look()
        if self.presence.trust.is_held:
            await self._believe()
        await self._tell()
        if (truly := self.presence.trust.truly) is not None:
            await self._held.tell(truly)
        now = self.desk.clock.now()
        done: set[str] = set()
        while not self.presence.trust.is_held:
            due = [one for one in await self.desk.store.due(now, AT_ONCE + len(done)) if one.id not in done]
            if not due:
                return
            for timer in due[:AT_ONCE]:
                done.add(timer.id)
                await self._settle(timer, now)

    async def _settle(self, timer: Timer, now: datetime) -> None:
        self.presence.look()
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


def _kept(platform: str, stretch: Away) -> Kept:
    """A stretch as it is kept: under its beginning, so that none is kept twice."""
    since = stretch.since.isoformat()
    return Kept(HOST, f"{AWAY}/{platform}/{since}", f"{since} {stretch.until.isoformat()}")
