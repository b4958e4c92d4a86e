"""What goes wrong, when, and how often it did: all of it decided by the dice of a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from random import Random

from codesign_bot.errors import NotAllowed, PlatformTrouble, Unreachable
from codesign_bot.testing.year.timeline import Timeline

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Fault(Enum):
    """A kind of trouble, in the words of the summary."""

    CRASH = "crashes"
    CRASH_IN_SENDING = "crashes while something was said"
    CRASH_IN_STORING = "crashes while something was stored"
    STOP = "stops over hours and days"
    TWICE = "messages of people offered twice"
    LATE = "messages of people late or out of order"
    OUTAGE = "outages of a platform"
    LOST_REPLY = "things said whose receipt was lost"
    SLOW_DOWN = "requests to slow down"
    UNANSWERED = "things said that nobody took"
    REFUSED = "places that refused for hours"
    FULL = "disks that were full"
    CLOCK_BACK = "clocks set back"
    CLOCK_AHEAD = "clocks set ahead"


EVERY: dict[Fault, timedelta] = {
    Fault.CRASH: 6 * DAY,
    Fault.CRASH_IN_SENDING: 6 * DAY,
    Fault.CRASH_IN_STORING: 6 * DAY,
    Fault.STOP: 30 * DAY,
    Fault.OUTAGE: 12 * DAY,
    Fault.REFUSED: 30 * DAY,
    Fault.FULL: 20 * DAY,
    Fault.CLOCK_BACK: 45 * DAY,
    Fault.CLOCK_AHEAD: 45 * DAY,
}
"""The mean time between two of a kind. Those that come with a message are counted by the hundred messages below."""
IN_A_HUNDRED = {Fault.TWICE: 4.0, Fault.LATE: 4.0, Fault.LOST_REPLY: 1.0, Fault.SLOW_DOWN: 1.0, Fault.UNANSWERED: 0.5}


@dataclass(slots=True)
class Weather:
    """One for a year. Nothing goes wrong any more once it `clears`."""

    timeline: Timeline
    dice: Random
    every: dict[Fault, timedelta] = field(default_factory=lambda: dict(EVERY))
    seen: Counter[Fault] = field(default_factory=Counter[Fault])
    has_cleared: bool = False
    kills: Callable[[int], None] | None = None
    """Has the process that is alive die after so many turns of its loop. None: none is alive."""
    stops: Callable[[], None] | None = None
    """Has the process that is alive come to an orderly end."""
    fills: Callable[[bool], None] = lambda _: None
    """Whether the disk is full from now on."""
    platforms: list[Outages] = field(default_factory=list["Outages"])
    away_s: float = 0.0
    """How long the process stays away that dies or stops next."""
    _armed: set[Fault] = field(default_factory=set[Fault])

    def gathers(self) -> None:
        """From now on it can happen."""
        for fault in self.every:
            self._waits(fault)

    def clears(self) -> None:
        """From now on all is well."""
        self.has_cleared = True
        self._armed.clear()
        self.fills(False)
        self.timeline.offset = timedelta(0)
        for platform in self.platforms:
            platform.comes_back()
            platform.refusing.clear()

    def _waits(self, fault: Fault) -> None:
        gap = self.dice.expovariate(1.0) * self.every[fault]
        self.timeline.after(gap, lambda: self._strikes(fault))

    def _strikes(self, fault: Fault) -> None:
        if self.has_cleared:
            return
        self._waits(fault)
        match fault:
            case Fault.CRASH | Fault.CRASH_IN_SENDING | Fault.CRASH_IN_STORING:
                self._armed.add(fault)
            case Fault.STOP:
                self._stop()
            case Fault.OUTAGE:
                self._outage(self.dice.choice(self.platforms))
            case Fault.REFUSED:
                self._refuses(self.dice.choice(self.platforms))
            case Fault.FULL:
                self._fills()
            case _:
                self._sets_clock(fault)

    def moment(self, what: Fault) -> None:
        """Something begins in which a process may die: the next message, sending, or transaction."""
        if what in self._armed and self.kills is not None:
            self._armed.discard(what)
            self.seen[what] += 1
            self.away_s = self.dice.choice([1.0, 5.0, 60.0, 3600.0 * self.dice.random()])
            self.kills(self.dice.randrange(40))

    def _stop(self) -> None:
        if self.stops is not None:
            self.seen[Fault.STOP] += 1
            self.away_s = self.dice.choice([60.0, 3600.0, 86400.0 * self.dice.uniform(0.1, 5.0)])
            self.stops()

    def _outage(self, platform: Outages) -> None:
        if not platform.is_out:
            self.seen[Fault.OUTAGE] += 1
            platform.goes(self._length(30 * HOUR), self.timeline)

    def _refuses(self, platform: Outages) -> None:
        place = platform.a_space(self.dice)
        if place is not None and place not in platform.refusing:
            self.seen[Fault.REFUSED] += 1
            platform.refusing.add(place)
            self.timeline.after(self._length(30 * HOUR), lambda: platform.refusing.discard(place))

    def _fills(self) -> None:
        self.seen[Fault.FULL] += 1
        self.fills(True)
        self.timeline.after(self._length(3 * HOUR), lambda: self.fills(False))

    def _sets_clock(self, fault: Fault) -> None:
        """Somebody sets it, and hours later somebody sets it right."""
        if self.timeline.offset:
            return
        self.seen[fault] += 1
        by = self._length(5 * HOUR) + timedelta(minutes=2)
        self.timeline.offset = by if fault is Fault.CLOCK_AHEAD else -by
        self.timeline.after(self._length(12 * HOUR), self._sets_right)

    def _sets_right(self) -> None:
        self.timeline.offset = timedelta(0)

    def _length(self, most: timedelta) -> timedelta:
        """Mostly short, at times long."""
        return most * self.dice.random() ** 6 + timedelta(seconds=30)

    def comes(self, fault: Fault) -> bool:
        """Whether this goes wrong now with one message."""
        if self.has_cleared or self.dice.random() * 100 >= IN_A_HUNDRED[fault]:
            return False
        self.seen[fault] += 1
        return True

    def awaits(self) -> int:
        """How often others get their turn before and after a call of the store."""
        self.moment(Fault.CRASH_IN_STORING)
        return 0 if self.dice.random() < 0.7 else self.dice.randrange(1, 4)

    def in_the_way(self) -> PlatformTrouble | None:
        """What a sending meets that nobody takes."""
        if self.comes(Fault.SLOW_DOWN):
            return Unreachable("slower, please", self.dice.choice([1.0, 5.0, 300.0, 4000.0]))
        return Unreachable("something went wrong there") if self.comes(Fault.UNANSWERED) else None


@dataclass(slots=True)
class Outages:
    """What is wrong with one platform now."""

    is_out: bool = False
    refusing: set[str] = field(default_factory=set[str])
    spaces: list[str] = field(default_factory=list[str])
    tells: Callable[[bool], None] = lambda _: None
    """Told whether it is out from now on."""

    def a_space(self, dice: Random) -> str | None:
        """Any of its spaces."""
        return dice.choice(self.spaces) if self.spaces else None

    def goes(self, length: timedelta, timeline: Timeline) -> None:
        """Nobody reaches it for so long."""
        self.is_out = True
        self.tells(True)
        timeline.after(length, self.comes_back)

    def comes_back(self) -> None:
        """Everybody reaches it again."""
        self.is_out = False
        self.tells(False)

    def check(self, place: str) -> None:
        """Raises what speaking there meets."""
        if self.is_out:
            raise Unreachable("out of reach")
        if place in self.refusing:
            raise NotAllowed("the bot may not speak here")
