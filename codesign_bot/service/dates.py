"""Keeps the dates among the pages of a log up to date, for the calendars that look there again and again.

Law 1. Nobody's act waits for it or fails by it: what happens is only noted, and written down within a minute or so,
       once for all that came together. After a start everything is looked at, so a crash loses nothing.
Law 2. Only where the pages of a community were published is there a file to keep: somebody asked for it there.
Law 3. What cannot be written is told to the operator once, until it is well again, and tried again every minute.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from codesign_bot.errors import Busy, ConfigError, StoreTrouble
from codesign_bot.records import Community, Entry, Recorded, TakenOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codesign_bot.core.ids import CommunityId, RoundId
    from codesign_bot.records import Row
    from codesign_bot.service.book import Book
    from codesign_bot.service.desk import Desk, Renew

WITHIN = timedelta(seconds=30)
"""So long the disk may take for one file."""

log = logging.getLogger(__name__)


_MOVING = (Recorded, TakenOut, Entry, Community)


def moved_by(book: Book, rows: Sequence[Row]) -> set[CommunityId]:
    """The communities whose dates, or the words beside them, may be others once these rows are stored."""
    # Every press comes by here, and few rows move anything.
    return {one for row in rows if isinstance(row, _MOVING) for one in _moved(book, row)}


def _moved(book: Book, row: Recorded | TakenOut | Entry | Community) -> Iterator[CommunityId]:
    match row:
        case Recorded():
            yield from _home(book, row.round)
        case TakenOut():
            for one in row.rounds:
                yield from _home(book, one)
        case Entry():
            yield row.community
        case Community():
            yield row.id
        case _:
            assert_never(row)


def _home(book: Book, of: RoundId) -> Iterator[CommunityId]:
    if of in book.rounds:
        yield book.rounds[of].community


@dataclass(slots=True)
class Dates:
    """One per process, on a desk whose book is filled."""

    desk: Desk
    _stale: set[CommunityId] = field(init=False)
    """Those whose dates may have moved since they were written down."""
    _public: set[CommunityId] = field(default_factory=set["CommunityId"])
    _told: set[CommunityId] = field(default_factory=set["CommunityId"])

    def __post_init__(self) -> None:
        self._stale = set(self.desk.book.communities)

    def is_public(self, community: CommunityId) -> bool:
        """Whether there is a file that is kept, as far as was seen at the last look."""
        return community in self._public

    def stored(self, rows: Sequence[Row]) -> None:
        """Note whose dates or words may be others now."""
        self._stale |= moved_by(self.desk.book, rows)

    async def keep(self) -> None:
        """Write down whatever may have moved since the last time. Raises nothing."""
        renew = self.desk.renew
        if renew is None:
            return
        due, self._stale = self._stale, set()
        for community in sorted(due):
            if not await self._is_kept(renew, community):
                self._stale.add(community)

    async def _is_kept(self, renew: Renew, community: CommunityId) -> bool:
        """Whether nothing of it is left to do."""
        try:
            async with asyncio.timeout(WITHIN.total_seconds()):
                # A thread: rounds are read from the store and a file is written, and nobody should wait for that.
                is_there = await asyncio.to_thread(renew, community, self.desk.clock.now())
        except Busy:
            return False
        except (ConfigError, StoreTrouble, OSError) as error:  # TimeoutError is one of OSError
            self._tell(community, error)
            return False
        (self._public.add if is_there else self._public.discard)(community)
        self._told.discard(community)
        return True

    def _tell(self, community: CommunityId, error: Exception) -> None:
        if community not in self._told:
            self._told.add(community)
            told = "the dates among the pages cannot be kept up to date; they are tried again every minute: %s"
            log.error(told, str(error) or type(error).__name__, extra={"action": "dates"})
