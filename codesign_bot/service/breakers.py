"""Places that refuse what we say are left alone for a while, ever longer. Pure.

A platform that is asked again and again for what it refuses takes us for an attacker: Discord bans an address after
10,000 refusals in ten minutes [topics/rate-limits, invalid request limit].

Law 1. After a refusal a place is not asked until its pause is over; then one try tells whether it is well again.
Law 2. A pause doubles with each refusal in a row, up to the longest. One message that gets through ends it all.
Law 3. When a pause is over, its place is named once, so that what waits there is tried without anything new to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from codesign_bot.records import Place

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
_MOST_DOUBLINGS = 10
"""Enough for the longest pause; more would only make large numbers."""


@dataclass(slots=True)
class Breakers:
    """The places that refused, each with how often in a row and until when it is left alone."""

    _shut: dict[Place, tuple[int, datetime]] = field(default_factory=dict[Place, tuple[int, datetime]])
    _untried: set[Place] = field(default_factory=set[Place])
    """Those that were not named since they refused last."""

    def is_shut(self, place: Place, now: datetime) -> bool:
        """Whether the place is not to be asked."""
        _, until = self._shut.get(place, (0, now))
        return now < until

    def refused(self, place: Place, now: datetime) -> None:
        """The place refused, at this time."""
        times, _ = self._shut.get(place, (0, now))
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(times, _MOST_DOUBLINGS))
        self._shut[place] = times + 1, now + pause
        self._untried.add(place)

    def remember(self, place: Place, now: datetime) -> None:
        """The place refused before this process began. It may be asked, and is to be tried, at once."""
        if place not in self._shut:
            self._shut[place] = 0, now
            self._untried.add(place)

    def to_try(self, platform: str, now: datetime) -> list[Place]:
        """The places of a platform whose pause is over, each once a pause."""
        over = [one for one in self._untried if one.platform == platform and self._shut[one][1] <= now]
        self._untried.difference_update(over)
        return over

    def next_try(self, platform: str) -> datetime | None:
        """When there is a place to try; None: there is none."""
        return min((self._shut[one][1] for one in self._untried if one.platform == platform), default=None)

    def is_well(self, place: Place) -> bool:
        """Something got through, or the platform says that we may again. Whether it had refused before."""
        self._untried.discard(place)
        return self._shut.pop(place, None) is not None
