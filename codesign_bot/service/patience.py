"""When things count: a write is judged by the time it reached us, or by its own time while we were away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


@dataclass(slots=True)
class Presence:
    """Since when each platform has been followed, and until when it was followed before."""

    clock: Clock
    _away_since: dict[str, datetime] = field(default_factory=dict[str, datetime])
    _live: set[str] = field(default_factory=set[str])

    def remember(self, platform: str, last_alive: datetime) -> None:
        """At the start: until when the platform was followed, as it was stored."""
        self._away_since[platform] = last_alive

    def caught_up(self, platform: str) -> None:
        """Everything that happened until now has been offered."""
        self._live.add(platform)
        self._away_since[platform] = self.clock.now()

    def lost(self, platform: str) -> None:
        """The platform does not answer. The gap began when it was last heard of, not when that was noticed."""
        self._live.discard(platform)

    def jumped(self) -> None:
        """The clock jumped, or the machine slept: whatever was sent meanwhile has still to be offered."""
        self._live.clear()

    def is_live(self, platform: str) -> bool:
        """Whether the platform is followed without a gap."""
        return platform in self._live

    @property
    def live(self) -> frozenset[str]:
        """The platforms that are followed now."""
        return frozenset(self._live)

    def judged_at(self, platform: str, sent_at: datetime) -> datetime:
        """The instant by which a message is judged.

        The platform's own time can be forged by a sender's server, so it is believed only for the gap in which
        nobody here could have received the message: never before the gap began, never after now.
        """
        now = self.clock.now()
        if platform in self._live:
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
