"""A jump of the clock, in the log of each community that has a round open: everybody can see how far it moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codesign_bot.log.kinds import kind_of
from codesign_bot.records import Kind, Outgoing, Reads, Urgency
from codesign_bot.service.effects import encoded, line
from codesign_bot.service.ledger import Ledger, Logged
from codesign_bot.views.logs import posted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.records import Found, Row
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.trust import Believed


@dataclass(slots=True)
class NoteJump:
    """One entry for each of these communities, and a line in its log spaces."""

    desk: Desk
    believed: Believed
    now: datetime
    rows: tuple[Row, ...] = ()

    @property
    def reads(self) -> Reads:
        """Nothing: the logs are at hand."""
        return Reads()

    def decide(self, found: Found) -> Sequence[Row]:
        """The entries, and what is posted of them."""
        ledger = Ledger(self.desk, found)
        communities = sorted({one.community for one in self.desk.book.active()})
        rows = [row for community in communities for row in self._logged(community, ledger)]
        self.rows = (*rows, *ledger.heads())
        return self.rows

    def _logged(self, community: CommunityId, ledger: Ledger) -> Iterator[Row]:
        moved = 0 if self.believed.moved is None else round(self.believed.moved.total_seconds())
        facts = {"moved_seconds": moved, "confirmed_by": self.believed.by.value}
        entry = ledger.append(Logged(community, self.now, kind_of("ClockJumped"), facts))
        yield entry
        view = encoded(posted(line(entry), self.desk.book.communities[community].zone))
        for space in self.desk.book.spaces_of(community):
            if space.is_log:
                said = f"clock/{community}/{entry.no}/{space.place.platform}/{space.place.id}"
                yield Outgoing(said, Kind.APPEND, space.place, self.now, view, Urgency.ANNOUNCEMENT)

    def committed(self) -> None:
        """The books follow the commit."""
        self.desk.book.absorb(self.rows)
        self.desk.stored(self.rows)
