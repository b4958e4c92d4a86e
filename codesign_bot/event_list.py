"""The list of events that a server shows its members, for platforms that have one. Others need not know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from codesign_bot.errors import NotAllowed
from codesign_bot.ports import Reading
from codesign_bot.records import Place
from codesign_bot.view import Finding
from codesign_bot.views.event_list import Date

LASTS = timedelta(minutes=15)
"""An event has to last. Its time has come when it begins; then it goes by itself."""


def shown_at(at: datetime) -> datetime:
    """The instant as a list shows it: to the second, rounded up, so that no event says that a step ends too early."""
    return at if at.microsecond == 0 else at.replace(microsecond=0) + timedelta(seconds=1)


class ListFull(NotAllowed):
    """The list takes no more events until somebody takes others out of it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An event of ours that stands in a list and is not over. `place`: the id of the space that it leads to."""

    event: str
    at: datetime
    place: str | None


class EventList(Protocol):
    """The lists of one platform. Every method may raise a `PlatformTrouble` and nothing else."""

    def where(self, place: Place) -> str:
        """The list that the members of a space see. Raises `Gone` where the bot is not in there, or not yet."""
        ...

    def lacks(self, place: Place) -> tuple[str, ...]:
        """What the bot is not allowed there that it takes, as keys of messages that say what to grant. As `where`."""
        ...

    async def standing(self, where: str) -> Sequence[Standing]:
        """Those that we made, whether or not we learned of it."""
        ...

    def digest(self, place: Place, date: Date, reading: Reading) -> str:
        """A hash of what would be shown: equal digests look equal."""
        ...

    async def add(self, where: str, place: Place, date: Date, reading: Reading) -> str:
        """Put it into the list. Rings nobody. Returns the id of the event. Raises `ListFull`."""
        ...

    async def change(self, where: str, event: str, place: Place, date: Date, reading: Reading) -> None:
        """Have it show this, before its time has come. Raises `Gone` where it was taken away or called off."""
        ...

    async def remove(self, where: str, event: str) -> None:
        """Take it out of the list. Harmless where it is gone, or the bot is."""
        ...

    async def examine(self, places: Sequence[Place]) -> Sequence[Finding]:
        """Whether the bot may do it where it is wished, for whoever runs it. Works without a connection."""
        ...


@runtime_checkable
class HasEventList(Protocol):
    """A platform with such lists."""

    event_list: EventList
