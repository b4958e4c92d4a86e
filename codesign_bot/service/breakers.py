"""Places that refuse what we say are left alone for a while, ever longer. Pure.

A platform that is asked again and again for what it refuses takes us for an attacker: Discord bans an address after
10,000 refusals in ten minutes [topics/rate-limits, invalid request limit].

Law 1. After a refusal a place is not asked until its pause is over; then one try tells whether it is well again.
Law 2. A pause doubles with each refusal in a row, up to the longest. One message that gets through ends it all.
Law 3. When a pause is over, its place is named once, so that what waits there is tried without anything new to say.
       A try that tells nothing of the place, because the message itself is at fault, is followed by another one.
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
    _first: dict[Place, str] = field(default_factory=dict[Place, str])
    """The message that each of them refused first, by its key: the one to try."""

    def is_shut(self, place: Place, now: datetime) -> bool:
        """Whether the place is not to be asked."""
        _, until = self._shut.get(place, (0, now))
        return now < until

    def refused(self, place: Place, now: datetime, key: str) -> None:
        """The place refused the message with this key, at this time."""
        times, _ = self._shut.get(place, (0, now))
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(times, _MOST_DOUBLINGS))
        self._shut[place] = times + 1, now + pause
        self._untried.add(place)
        self._first.setdefault(place, key)

    def first(self, place: Place) -> str | None:
        """The message to try there, by its key. None: it is not known."""
        return self._first.get(place)

    def tries(self, place: Place, key: str) -> None:
        """It is this message that is tried now."""
        if place in self._shut:
            self._first[place] = key

    def unclear(self, place: Place, key: str) -> bool:
        """This message is at fault itself. Whether it was the try: then the place is to be tried with another one."""
        was_tried = self._first.get(place) == key
        if was_tried:
            del self._first[place]
            self._untried.add(place)
        return was_tried

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
        self._first.pop(place, None)
        return self._shut.pop(place, None) is not None
