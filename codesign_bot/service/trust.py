"""Whether the wall clock may be believed. Nothing ends by a clock that jumped until somebody else has told the time.

Law 1. Where the wall clock and the machine's other clock came apart, and at every start, nothing ends until a platform
       tells the time of the wall clock and none tells another. Where no platform tells the time, until three looks
       agree.
Law 2. A wall clock that a platform contradicts is not believed, however long that lasts. The operator is told.
Law 3. A jump is noticed before anything is judged by the clock: whoever judges looks first.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from codesign_bot.errors import PlatformTrouble
from codesign_bot.watch import TOLERANCE, Watch

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from codesign_bot.ports import Clock, Platform

log = logging.getLogger(__name__)

ASK_WITHIN = 5.0
"""Seconds for a platform to tell the time."""
ASK_EVERY = 10.0
"""Seconds until platforms that told another time are asked again."""
LOOKS, LOOK_EVERY = 3, 20.0
"""So many looks have to agree where no platform tells the time, and so many seconds lie between two of them."""
STILL = 30.0
"""Seconds without a beat of the heart after which the process is taken to have slept."""
TELL_EVERY = 6 * 3600.0
"""Seconds until the operator is told again that the clock is wrong."""

_CLOCK = {"action": "clock"}


class By(Enum):
    """What made the clock believed again, as the log of a community says it."""

    PLATFORM = "platform"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class Believed:
    """The end of a doubt. `moved`: how far the clock had jumped at the most; None: it was only not known yet."""

    moved: timedelta | None
    by: By


@dataclass(slots=True)
class Doubt:
    """Since when nothing ends, and why."""

    moved: timedelta | None
    """How far the clock had jumped at the most; None: it is only not known yet whether it did."""
    is_off: timedelta = timedelta(0)
    """What its jumps come to: one back makes good for one ahead."""
    looks: int = 0
    looked_at: float = float("-inf")
    asked_at: float = float("-inf")
    wrong_by: timedelta | None = None
    """How far the wall clock is ahead of a platform that contradicts it."""


@dataclass(slots=True)
class Trust:
    """One a process. `look` costs two readings of a clock, so it can stand in front of everything."""

    clock: Clock
    _watch: Watch = field(init=False)
    _doubt: Doubt | None = None
    _beat_at: float | None = None
    _told_at: float = float("-inf")

    def __post_init__(self) -> None:
        self._watch = Watch(self.clock)

    @property
    def is_held(self) -> bool:
        """Whether the wall clock is not believed, so that nothing may end."""
        return self._doubt is not None

    @property
    def truly(self) -> datetime | None:
        """What time it is by a platform that contradicts the wall clock. None: none does, or none was asked."""
        by = None if self._doubt is None else self._doubt.wrong_by
        return None if by is None else self.clock.now() - by

    def begin(self, last_alive: datetime | None) -> None:
        """At the start of a process nobody knows what became of the clock meanwhile.

        `last_alive`: by the wall clock, when this bot was last at work. It cannot lie ahead of us.
        """
        moved = None if last_alive is None else self.clock.now() - last_alive
        self._hold(moved if moved is not None and moved < -TOLERANCE else None)

    def beat(self) -> bool:
        """As `look`. Once it is called, it has to be called every 15 seconds: a longer silence is sleep."""
        found = self.look()
        self._beat_at = self.clock.monotonic()
        return found

    def look(self) -> bool:
        """Whether the clock was found to have jumped, or the process to have slept, since the last look."""
        has_slept = self._beat_at is not None and self.clock.monotonic() - self._beat_at > STILL
        if has_slept:
            log.warning("this process slept: what was said meanwhile is waited for", extra=_CLOCK)
            self._beat_at = self.clock.monotonic()
        if self._watch.has_jumped:
            self._hold(self._watch.moved)
            self._watch.begin_anew()
            return True
        return has_slept

    def _hold(self, moved: timedelta | None) -> None:
        before = self._doubt or Doubt(None)
        is_off = before.is_off + (moved or timedelta(0))
        known = [one for one in (before.moved, is_off if moved is not None else None) if one is not None]
        self._doubt = Doubt(max(known, key=abs, default=None), is_off)
        if moved is not None:
            told = "the wall clock moved by %d seconds: no step ends until the time is confirmed"
            log.warning(told, round(moved.total_seconds()), extra=_CLOCK)

    async def ask(self, doors: Collection[Platform]) -> Believed | None:
        """Try to end the doubt. None: it goes on, or there is none."""
        doubt = self._doubt
        if doubt is None or self.clock.monotonic() - doubt.asked_at < ASK_EVERY:
            return None
        told = await self._told(doors)
        if self.look() or doubt is not self._doubt:
            return None  # it jumped while they answered
        off = {name: by for name, by in told.items() if by is not None}
        wrong = {name: by for name, by in off.items() if abs(by) > TOLERANCE}
        if wrong:
            name = max(wrong, key=lambda one: abs(wrong[one]))
            doubt.asked_at, doubt.looks, doubt.wrong_by = self.clock.monotonic(), 0, wrong[name]
            self._complain(name, wrong[name])
            return None
        if off:
            return self._believe(doubt, By.PLATFORM)
        return self._looked(doubt) if told or not doors else None

    def _looked(self, doubt: Doubt) -> Believed | None:
        """One look more at a clock that nobody can confirm, and that has not jumped again."""
        now = self.clock.monotonic()
        if now - doubt.looked_at >= LOOK_EVERY:
            doubt.looks, doubt.looked_at = doubt.looks + 1, now
        return self._believe(doubt, By.LOOKS) if doubt.looks >= LOOKS else None

    def _believe(self, doubt: Doubt, by: By) -> Believed:
        self._doubt, self._told_at = None, float("-inf")
        log.info("the time is confirmed, and steps end again", extra={**_CLOCK, "by": by.value})
        return Believed(doubt.moved, by)

    async def _told(self, doors: Collection[Platform]) -> Mapping[str, timedelta | None]:
        """By platform that answered: how far the wall clock is ahead of it; None where it does not tell the time."""
        found: dict[str, timedelta | None] = {}

        async def ask(platform: Platform) -> None:
            try:
                async with asyncio.timeout(ASK_WITHIN):
                    there = await platform.time_there()
            except (PlatformTrouble, TimeoutError):
                return
            found[platform.name] = None if there is None else self.clock.now() - there.astimezone(UTC)

        async with asyncio.TaskGroup() as group:
            for platform in doors:
                group.create_task(ask(platform))
        return found

    def _complain(self, name: str, by: timedelta) -> None:
        """Tell the operator what to do, and not at every look."""
        now = self.clock.monotonic()
        if now - self._told_at < TELL_EVERY:
            return
        self._told_at = now
        way = "ahead of" if by > timedelta(0) else "behind"
        told = "the clock of this machine is %d seconds %s that of %s: set it right. Until then no step ends."
        log.error(told, round(abs(by).total_seconds()), way, name, extra=_CLOCK)
