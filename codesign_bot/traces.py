"""What a store keeps only for a while: that an event came, what came of a message, that something was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from codesign_bot.core.ids import ContentId, PersonId, RoundId
from codesign_bot.records import Account, Origin, Place


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
class OldQuotes:
    """Which messages that were sent before `before` quote whose words. Nothing can be taken out of them any more."""

    before: datetime


@dataclass(frozen=True, slots=True)
class OldWords:
    """The words and their salts of rounds that were over before `before`."""

    before: datetime


@dataclass(frozen=True, slots=True)
class OldBallots:
    """Who cast which ballot in rounds that were over before `before`. The tally stays."""

    before: datetime


@dataclass(frozen=True, slots=True)
class OldKeys:
    """The keys of rounds that were over before `before`: their pseudonyms lead to nobody any more."""

    before: datetime


@dataclass(frozen=True, slots=True)
class OldNames:
    """The names of accounts that no round and no community has needed since before `before`.

    Since when that is so is noted by the walk itself, which is at `now`.
    """

    before: datetime
    now: datetime


COPIES_KEPT = 3


@dataclass(frozen=True, slots=True)
class OldCopies:
    """Copies of the whole store that were made for an upgrade before `before`, but for the newest `spared`."""

    before: datetime
    spared: int = COPIES_KEPT


EVERY_COPY = OldCopies(datetime.max.replace(tzinfo=UTC), spared=0)
"""Whatever the clock says: something in them must not be there any more."""

Old = OldSeen | OldOrigins | OldSent | OldQuotes | OldWords | OldBallots | OldKeys | OldNames | OldCopies

OWN = ContentId("*")
"""Stands for words that are given back to whoever wrote them and are kept nowhere else."""


WHOLE = ContentId("#")
"""Stands for the words of a whole round, as in a file."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message that was just sent shows: its parts by the platform's ids, and whose words are quoted in it."""

    messages: tuple[str, ...]
    contents: tuple[ContentId, ...]


Stored = str | int | None | Sequence["Stored"] | Mapping[str, "Stored"]
"""What stands in a column, as JSON."""


@dataclass(frozen=True, slots=True)
class About:
    """Somebody: every id by which they were ever known, their accounts, and where only they are told something."""

    people: tuple[PersonId, ...]
    accounts: tuple[Account, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Quoting:
    """Something that was said and quotes words that were erased since."""

    key: str
    place: Place
    messages: tuple[str, ...]
    round: RoundId | None


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

    async def to_mend(self, platform: str, limit: int) -> Sequence[Quoting]:
        """What was said on a platform and quotes words that were erased since."""
        ...

    async def round_key(self, round_id: RoundId) -> bytes | None:
        """The key of a round; None where it was destroyed or never made."""
        ...

    async def about(self, about: About) -> Mapping[str, Sequence[Mapping[str, Stored]]]:
        """Everything that is stored about somebody, by table: each row by column, instants as RFC 3339 in UTC.

        Nothing of anybody else is in it: others stand as "somebody" where a row speaks of several people.
        """
        ...
