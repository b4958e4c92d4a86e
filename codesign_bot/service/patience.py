"""When things count: a write is judged by the time it reached us, or by its own time while we were away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.outage import SHORTEST, Away
from codesign_bot.core.rules import LONGEST
from codesign_bot.service.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codesign_bot.ports import Clock

REMEMBERED = timedelta(days=180)
"""How long it is known at least that an event was taken in. Longer than a slow round takes to its outcome: a command
that is edited counts once. A homeserver that was put back to an old backup may offer again what is younger than that.
"""
BURST = 10
A_PRESS = 0.2
"""What a press of a button takes of a token: eight dots are eight presses, and only the one who presses is answered."""
REFILL = timedelta(seconds=6)
ACCOUNTS_REMEMBERED = 10_000


KEPT = LONGEST + timedelta(days=30)
"""How long it is known when a platform was away: no window is longer."""
SHORT_KEPT = timedelta(days=2)
"""The same for stretches below ten minutes: they count only in steps of a few hours (`core.outage`)."""
WORTH_KEEPING = timedelta(seconds=5)
"""A shorter silence is how a connection lives."""


@dataclass(slots=True)
class Presence:
    """Since when each platform has been followed, and when it was not."""

    clock: Clock
    trust: Trust = field(init=False)
    away: dict[str, list[Away]] = field(default_factory=dict[str, list[Away]])
    """By platform: the stretches that are over, in order."""
    _away_since: dict[str, datetime] = field(default_factory=dict[str, datetime])
    _live: set[str] = field(default_factory=set[str])
    _gaps: set[str] = field(default_factory=set[str])
    """The platforms that were not followed since `_away_since`, or for which that is not settled yet."""
    _jumped_at: float = float("-inf")
    _unkept: list[tuple[str, Away]] = field(default_factory=list[tuple[str, Away]])
    _forgotten: list[tuple[str, Away]] = field(default_factory=list[tuple[str, Away]])

    def __post_init__(self) -> None:
        self.trust = Trust(self.clock)

    def remember(self, platform: str, last_alive: datetime) -> None:
        """At the start: until when the platform was followed, as it was stored."""
        self._away_since[platform] = last_alive
        self._gaps.add(platform)

    def remember_away(self, platform: str, stretch: Away) -> None:
        """At the start: when the platform was away, as it was stored, in order."""
        self.away.setdefault(platform, []).append(stretch)

    @property
    def last_alive(self) -> datetime | None:
        """When a platform was last followed, as far as it is known."""
        return max(self._away_since.values(), default=None)

    def caught_up(self, platform: str, asked_at: float | None = None) -> bool:
        """Everything that happened until `asked_at`, or until now, has been offered. Whether that is news.

        `asked_at` is of the monotonic clock. What was asked for before a jump may lack what was sent in it.
        """
        self.look()
        if asked_at is not None and asked_at < self._jumped_at:
            return False
        is_news = platform not in self._live
        self._live.add(platform)
        if not self.trust.is_held:
            self._followed(platform)
        return is_news

    def believed(self) -> None:
        """The wall clock is believed again: what was away until now, by a clock that was not, is back."""
        for platform in sorted(self._live):
            self._followed(platform)

    def _followed(self, platform: str) -> None:
        now, since = self.clock.now(), self._away_since.get(platform)
        if platform in self._gaps and since is not None and now - since >= WORTH_KEEPING:
            stretch = Away(since, now)
            self.away.setdefault(platform, []).append(stretch)
            self._unkept.append((platform, stretch))
            self._forget(platform, now)
        self._gaps.discard(platform)
        self._away_since[platform] = now

    def _forget(self, platform: str, now: datetime) -> None:
        """Short stretches of the past, so that a connection that breaks off every minute does not fill the store."""
        stretches = self.away[platform]
        old = [one for one in stretches if one.until - one.since < SHORTEST and one.until < now - SHORT_KEPT]
        if old:
            self.away[platform] = [one for one in stretches if one not in old]
            self._forgotten += ((platform, one) for one in old)

    def take_forgotten(self) -> list[tuple[str, Away]]:
        """The stretches that nobody asks for any more since this was last asked, to be removed."""
        taken, self._forgotten = self._forgotten, []
        return taken

    def take_unkept(self) -> list[tuple[str, Away]]:
        """The stretches that ended since this was last asked, to be stored."""
        taken, self._unkept = self._unkept, []
        return taken

    def lost(self, platform: str) -> None:
        """The platform does not answer. The gap began when it was last heard of, not when that was noticed."""
        self._live.discard(platform)
        self._gaps.add(platform)

    def look(self) -> None:
        """Notice a jump of the clock, or a sleep. To be called before anything is judged by the clock."""
        if self.trust.look():
            self.jumped()

    def jumped(self) -> None:
        """The clock jumped, or the machine slept: whatever was sent meanwhile has still to be offered."""
        self._gaps |= self._live
        self._live.clear()
        self._jumped_at = self.clock.monotonic()

    def is_live(self, platform: str) -> bool:
        """Whether the platform is followed without a gap."""
        return platform in self._live

    def is_clock_held(self) -> bool:
        """Whether nothing may end by the wall clock."""
        return self.trust.is_held

    def away_from(self, platform: str) -> Sequence[Away]:
        """When a platform was not followed, in order, with the stretch that goes on now.

        What was missed is heard while that goes on: who wrote something then must not cost the others their time.
        """
        over, since = self.away.get(platform, ()), self._away_since.get(platform)
        if platform in self._live or platform not in self._gaps or since is None or self.trust.is_held:
            return over
        return (*over, Away(since, max(since, self.clock.now())))

    @property
    def live(self) -> frozenset[str]:
        """The platforms that are followed now."""
        return frozenset(self._live)

    def judged_at(self, platform: str, sent_at: datetime) -> datetime:
        """The instant by which a message is judged.

        The platform's own time can be forged by a sender's server, so it is believed only for the gap in which
        nobody here could have received the message: never before the gap began, never after now.
        """
        self.look()
        now = self.clock.now()
        if platform in self._live and not self.trust.is_held:
            return now
        since = self._away_since.get(platform, datetime.min.replace(tzinfo=UTC))
        return min(max(sent_at, since), now)

    def is_long_past(self, platform: str, sent_at: datetime) -> bool:
        """Whether what is offered after a gap was sent so long before it that we may have taken it in and forgotten.

        A platform that fills a gap from too far back would otherwise have old commands carried out again. Not to be
        asked while a platform is followed: a server whose clock is wrong must not make its people unheard.
        """
        since = self._away_since.get(platform)
        return since is not None and sent_at < since - REMEMBERED


@dataclass(slots=True)
class Flood:
    """Ten commands at once, then one every six seconds, for each account. Kept in memory only."""

    _tokens: dict[str, tuple[float, datetime]] = field(default_factory=dict[str, tuple[float, datetime]])
    _verdicts: dict[str, bool] = field(default_factory=dict[str, bool])
    _told: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def is_too_much(self, account: str, key: str, at: datetime, cost: float = 1.0) -> bool:
        """Take a token, or part of one; True where none is left. The same event, offered again, takes no second one."""
        if key in self._verdicts:
            return self._verdicts[key]
        tokens, last = self._tokens.pop(account, (float(BURST), at))
        tokens = min(float(BURST), tokens + max(timedelta(0), at - last) / REFILL)
        self._tokens[account] = (tokens - cost if tokens >= cost else tokens, max(at, last))
        self._verdicts[key] = tokens < cost
        for known in (self._tokens, self._verdicts):
            if len(known) > ACCOUNTS_REMEMBERED:
                known.pop(next(iter(known)))
        return tokens < cost

    def may_tell(self, account: str, at: datetime) -> bool:
        """Whether the account should be told; once a minute is enough."""
        last = self._told.get(account)
        if last is not None and at - last < timedelta(minutes=1):
            return False
        self._told[account] = at
        return True
