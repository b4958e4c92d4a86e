"""When people could not reach the bot, as it truly was, and whether something passed all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

BOT = "the bot"
"""Where it is not there, nobody reaches it on any platform."""
NOTICED = timedelta(minutes=45)
"""A platform with nothing to tell is asked every half hour: the bot may not notice what is over sooner."""
LAST = timedelta(hours=18)
"""So long before the end counts: less than the 24 hours of the rule, for a clock may be wrong by some. In what is
shorter than two days less than its last half does."""


@dataclass(slots=True)
class Asked:
    """A request that people can answer: until when, and since when nothing of that is owed to them."""

    closes: datetime
    since: datetime
    hides: int | None = None
    """The idea that it would hide."""
    longer: timedelta = timedelta(0)
    last: timedelta = field(init=False)

    def __post_init__(self) -> None:
        self.last = min(LAST, (self.closes - self.since) * 0.45)

    def gets_longer(self, closes: datetime, at: datetime) -> None:
        """What was lost until now is given back."""
        self.longer += closes - self.closes
        self.closes, self.since = closes, at


@dataclass(slots=True)
class CutOff:
    """The stretches, each with what was away. `goes` and `comes` are told the true time."""

    over: list[tuple[str, datetime, datetime]] = field(default_factory=list[tuple[str, datetime, datetime]])
    _since: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def goes(self, what: str, at: datetime) -> None:
        """The bot or a platform is away from now on."""
        self._since.setdefault(what, at)

    def comes(self, what: str, at: datetime) -> None:
        """It is there again; nothing happens where it was never away."""
        since = self._since.pop(what, None)
        if since is not None:
            self.over.append((what, since, at))

    def in_the_end_of(self, asked: Asked, platforms: Iterable[str]) -> tuple[datetime, datetime] | None:
        """A stretch in which people could not answer a request in its last hours, and that was not given back."""
        names = {BOT, *platforms}
        for what, since, until in self.over:
            begins, ends = max(since, asked.since, asked.closes - asked.last), min(until, asked.closes)
            if what in names and ends - begins >= NOTICED:
                return since, until
        return None
