"""How often connections begin and break off. Pure.

Discord lets an application log in 1,000 times a day and takes its token away beyond that [gateway, session start
limit]. discord.py logs in again at once, and a supervisor starts it again: neither of them counts.

Law 1. Whoever waits as long as `wait` says begins each connection at most 20 times an hour: half of what is allowed.
Law 2. The first rounds of an hour begin at once. Each further one waits twice as long as the one before, up to ten
       minutes.
Law 3. Logins of earlier processes count like those of this one, as far as they are recalled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

HOUR, MINUTE = 3600.0, 60.0
"""Seconds."""
AT_ONCE = 3
"""Rounds within an hour that wait for nothing: a start, and two restarts. In a round every connection begins once."""
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
"""Seconds."""
MOST_CUTS = 5
"""How often one connection may break off within a minute, on average, until all of them rest."""
TO_SPARE = 10
"""Logins of a day that are never used up, for whoever starts the bot by hand."""


@dataclass(slots=True)
class Starts:
    """Of one process, by the monotonic clock in seconds. `connections` is how many there are."""

    monotonic: Callable[[], float]
    connections: int = 1
    _begun: deque[float] = field(default_factory=deque[float])
    _cut: deque[float] = field(default_factory=deque[float])
    _of_round: int = 0
    """How many connections of the round that is on have begun. What is forgotten after an hour does not change it."""

    def begun(self) -> None:
        """A connection begins now: it logs in."""
        self._begun.append(self.monotonic())
        self._of_round = (self._of_round + 1) % self.connections

    def ages(self) -> list[float]:
        """How many seconds ago each login of the last hour began, the oldest first."""
        now = self.monotonic()
        _drop(self._begun, now - HOUR)
        return [now - one for one in self._begun]

    def recall(self, ages: Iterable[float]) -> None:
        """Before the first login: an earlier process logged in so many seconds ago.

        One that lies ahead, because the clock was set back, counts as one of just now.
        """
        now = self.monotonic()
        self._begun.extend(sorted(now - max(0.0, age) for age in ages))

    def wait(self) -> float:
        """Seconds until a connection may begin; 0: now."""
        now = self.monotonic()
        _drop(self._begun, now - HOUR)
        rounds = len(self._begun) // self.connections
        if self._of_round or rounds < AT_ONCE:
            return 0.0
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (rounds - AT_ONCE))
        return max(0.0, self._begun[-1] + pause - now)

    def cut(self) -> bool:
        """A connection broke off. Whether it happens so often that all should end and begin later."""
        now = self.monotonic()
        _drop(self._cut, now - MINUTE)
        self._cut.append(now)
        return len(self._cut) > MOST_CUTS * self.connections


def _drop(times: deque[float], until: float) -> None:
    while times and times[0] <= until:
        times.popleft()
