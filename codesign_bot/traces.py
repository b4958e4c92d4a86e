"""What a store keeps only for a while: that an event came, what came of a message, that something was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from codesign_bot.records import Account, Origin


@dataclass(frozen=True, slots=True)
class OldSeen:
    """The events of a platform that came before `before`. Offered once more, such an event counts as new."""

    platform: str
    before: datetime


@dataclass(frozen=True, slots=True)
class OldOrigins:
    """What came of messages in rounds that have ended; and what is about no round, from before `before`."""

    before: datetime


@dataclass(frozen=True, slots=True)
class OldSent:
    """What was sent once and for all, was queued before `before`, and belongs to no round that is still on.

    Never a card, and nothing that waits, is delayed or parked. Queued once more, it is said once more.
    """

    before: datetime


@dataclass(frozen=True, slots=True)
class OldCopies:
    """Copies of the whole store that were made for an upgrade before `before`, but for the newest three."""

    before: datetime


Old = OldSeen | OldOrigins | OldSent | OldCopies


class Traces(Protocol):
    """Part of `storage.Store`."""

    async def origin(self, account: Account, key: str) -> Origin | None:
        """What came of the message that this account wrote."""
        ...

    async def forget(self, old: Old, after: str = "", most: int = 500) -> str | None:
        """Remove a bit of what is old: at most `most` rows, with one commit, so that nobody waits long behind it.

        Returns the `after` with which to go on; None: that was all. Going on from the beginning does no harm.
        """
        ...
