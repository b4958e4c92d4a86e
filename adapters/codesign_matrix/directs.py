"""Which rooms are direct messages with the bot.

Matrix does not say. Whoever invites can call the room one, and that is told to the invited once, in the invitation;
so it is kept for as long as the bot is there. Apps that do not say it still leave such a room without a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from codesign_bot.ports import Host
from codesign_bot.records import Kept, Place
from codesign_matrix.client import Client
from codesign_matrix.records import MemberChanged, Record
from codesign_matrix.rooms import Room

PLATFORM = "matrix"
PAIR = 2
"""One person and the bot."""

DIRECT = "direct/"


@dataclass(frozen=True, slots=True)
class Directs:
    """Tells spaces from direct messages, also where a space has one member only."""

    client: Client
    host: Host
    _called: set[str] = field(default_factory=set[str])
    """The rooms whose invitation called them a direct message."""

    def resume(self, kept: Mapping[str, str]) -> None:
        """Take up what was kept before a stop."""
        self._called.update(key.removeprefix(DIRECT) for key in kept if key.startswith(DIRECT))

    def note(self, room_id: str, inviter: str) -> Kept:
        """An invitation that is followed calls the room a direct message. Returns what has to be kept of it."""
        self._called.add(room_id)
        return Kept(PLATFORM, f"{DIRECT}{room_id}", inviter)

    def forgotten(self, records: Iterable[Record]) -> Iterator[Kept]:
        """What need not be kept any more, because the bot is not there now."""
        for record in records:
            if not isinstance(record, MemberChanged) or record.user_id != self.client.user_id:
                continue
            if record.membership in {"leave", "ban"}:
                self._called.discard(record.room_id)
                yield Kept(PLATFORM, f"{DIRECT}{record.room_id}", None)

    def is_private(self, room_id: str) -> bool:
        """Whether the room is a direct message. A space of a community is none, however few are in it."""
        room = self.client.rooms.get(room_id)
        if room is None or self.host.hosts(Place(PLATFORM, room_id)):
            return False
        return is_direct(room, is_called=room_id in self._called)

    def may_be_space(self, room_id: str) -> bool:
        """Whether a direct message could as well be a space that nobody has named yet."""
        return self.is_private(room_id) and room_id not in self._called


def is_direct(room: Room, *, is_called: bool) -> bool:
    """Whether a room looks like a direct message: nobody but one person and the bot, and nothing of a space about it.

    A room that anybody can walk into is none. Where the invitation did not call it one, a room with a name or an
    address is a space whose people are still to come.
    """
    if len(room.present) > PAIR or room.is_open:
        return False
    return is_called or not (room.name or room.alias)
