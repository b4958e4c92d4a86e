"""Which places are being spoken to, and where something waits that only the outbox knows. Pure.

Law 1. A place is spoken to by one at a time.
Law 2. An answer that was just stored is said without asking the outbox, unless an earlier answer may wait in its place.
Law 3. What was stored, became due or was let go while a place was spoken to is looked for when that is over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from codesign_bot.records import Kind, Outgoing, Queued, Urgency

FIRST_REVISION = 1
Ticket = int
"""How much of the news had been read when a lane began. `PERHAPS_MORE`: not all of what waited then."""
PERHAPS_MORE: Ticket = -1


def as_stored(message: Outgoing) -> Queued:
    """A message that is no card, as the outbox holds it before anybody tried to send it."""
    return Queued(message, 0, FIRST_REVISION, None, None)


@dataclass(slots=True)
class Lanes:
    """Of one platform. Places are known by their ids. Nothing goes past the outbox before `begin`."""

    _busy: set[str] = field(default_factory=set[str])
    _behind: dict[str, Ticket] | None = None
    """Where answers wait that have to be read, and how much news there was when the last one came. None: not known."""
    _begun: set[str] = field(default_factory=set[str])
    """The lanes that began since the outbox was asked last: it may still hold what they say."""
    _news: int = 0
    _known: Ticket = PERHAPS_MORE
    """How much of it was read: a lane that goes past the outbox may leave the rest behind it."""

    @property
    def is_open(self) -> bool:
        """Whether it is known where answers wait."""
        return self._behind is not None

    def begin(self, behind: Collection[str]) -> None:
        """These are the places where answers wait in the outbox."""
        self._behind = dict.fromkeys(behind, 0)

    def note(self) -> None:
        """Something may be there to be read."""
        self._news += 1

    def asks(self) -> tuple[frozenset[str], Ticket]:
        """The outbox is asked now: about all places but these."""
        self._begun.clear()
        return frozenset(self._busy), self._news

    def found(self, queued: Sequence[Queued], ticket: Ticket) -> Mapping[str, Sequence[Queued]]:
        """What may be sent of what was read, by place. What began meanwhile is left to whoever began it.

        `ticket`: what `asks` gave; `PERHAPS_MORE` where not all that waits was read.
        """
        self._known = ticket
        lanes: dict[str, list[Queued]] = {}
        for one in queued:
            if one.message.place.id in self._begun:
                self.note()
            else:
                lanes.setdefault(one.message.place.id, []).append(one)
        return lanes

    def stored(self, messages: Sequence[Outgoing]) -> tuple[Mapping[str, Sequence[Queued]], Ticket, bool]:
        """What of these may be sent at once, by place, and whether there is more that has to be read."""
        at_once: dict[str, list[Queued]] = {}
        rest = [message for message in messages if not self._is_next(message)]
        if rest:
            self.note()
        for message in messages:
            place = message.place.id
            if self._is_next(message):
                at_once.setdefault(place, []).append(as_stored(message))
            elif message.urgency is Urgency.ANSWER and self._behind is not None:
                self._behind[place] = self._news
        return at_once, self._known, bool(rest)

    def _is_next(self, message: Outgoing) -> bool:
        """An answer which nothing has to go before."""
        if self._behind is None or message.place.id in self._behind or message.place.id in self._busy:
            return False
        return message.urgency is Urgency.ANSWER and message.kind is not Kind.CARD and message.not_before is None

    def starts(self, place: str) -> None:
        """The place is spoken to from now on."""
        self._busy.add(place)
        self._begun.add(place)

    def ends(self, place: str, lane: Sequence[Queued], ticket: Ticket, *, is_done: bool) -> bool:
        """The place is spoken to no more. Whether the outbox is to be asked about it."""
        self._busy.discard(place)
        if self._behind is not None and any(one.message.urgency is Urgency.ANSWER for one in lane):
            if not is_done:
                self._behind[place] = self._news
            elif self._behind.get(place, ticket) <= ticket:
                self._behind.pop(place, None)
        return not is_done or ticket != self._news
