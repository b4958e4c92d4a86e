"""From what happened on Matrix to what the service understands. Nothing is decided here but what is for nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import assert_never

from codesign_bot import ports
from codesign_bot.core.words import clean
from codesign_bot.ports import (
    Entered,
    Happening,
    Heard,
    Host,
    PlaceBack,
    PlaceLost,
    PlaceMoved,
    PrivateClosed,
    PrivateOpened,
)
from codesign_bot.records import Account, Place
from codesign_matrix.client import Client
from codesign_matrix.directs import PLATFORM, Directs
from codesign_matrix.fields import inner, text
from codesign_matrix.power import Act
from codesign_matrix.records import (
    Bridged,
    Invited,
    MemberChanged,
    MessageSeen,
    Reacted,
    Record,
    Redacted,
    RoomUpgraded,
    StateChanged,
    Unreadable,
)
from codesign_matrix.rooms import Room

_SPOKEN = frozenset({"m.text", "m.emote"})
"""What people write. Notices come from other programs, and answering them would never end."""
MESSAGES_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Intake:
    """Reads records for one host. `ghosts` are patterns of accounts that stand for people elsewhere."""

    client: Client
    host: Host
    directs: Directs
    ghosts: Sequence[str] = ()
    _writers: dict[str, str] = field(default_factory=dict[str, str])

    def happenings(self, record: Record) -> Iterator[Happening]:
        """What a record means for the service, if anything."""
        match record:
            case MessageSeen():
                yield from self._heard(record)
            case Reacted():
                yield from self._reacted(record)
            case Redacted():
                who, where = _account(record.sender), _place(record.room_id)
                yield ports.Removed(who, where, record.event_id, record.target, record.sent_at)
            case Unreadable():
                yield from self._unreadable(record)
            case MemberChanged():
                yield from self._member(record)
            case StateChanged():
                yield from self._state(record)
            case RoomUpgraded() | Bridged() | Invited():
                return  # a space has moved once the bot is in the room that took its place
            case _:
                assert_never(record)

    def is_ghost(self, user_id: str) -> bool:
        """Whether the account only stands for somebody on another network."""
        return any(fnmatchcase(user_id, pattern) for pattern in self.ghosts)

    def near(self, user_id: str) -> tuple[Place, ...]:
        """The spaces of communities that the person is in."""
        rooms = self.client.rooms.items()
        return tuple(
            _place(room_id)
            for room_id, room in rooms
            if room.membership(user_id) == "join" and self.host.hosts(_place(room_id))
        )

    def _heard(self, record: MessageSeen) -> Iterator[Heard]:
        if record.kind not in _SPOKEN or self.is_ghost(record.sender) or self._is_meddling(record):
            return
        room, is_private = self._room(record.room_id), self.directs.is_private(record.room_id)
        may_be_space = self.directs.may_be_space(record.room_id)
        yield Heard(
            account=_account(record.sender),
            name=self._name(record.sender, room),
            place=_place(record.room_id),
            key=record.event_id,
            text=clean(record.body),
            sent_at=record.sent_at,
            is_private=is_private,
            edits=record.edits,
            reply_to=record.reply_to,
            points_at=record.points_at,
            may_manage=room.power.may(record.sender, Act.ORGANISE),
            near=self.near(record.sender) if is_private else (),
            lacks=() if is_private and not may_be_space else tuple(self._lacks(room)),
            may_be_space=may_be_space,
        )

    def _is_meddling(self, record: MessageSeen) -> bool:
        """Whether somebody gives new words to a message of somebody else, as far as that message is remembered."""
        self._writers[record.event_id] = record.sender
        if len(self._writers) > MESSAGES_REMEMBERED:
            self._writers.pop(next(iter(self._writers)))
        return record.edits is not None and self._writers.get(record.edits, record.sender) != record.sender

    def _lacks(self, room: Room) -> Iterator[str]:
        """What the bot would need in a space and does not have."""
        if not room.power.may(self.client.user_id, Act.PIN):
            yield "trouble-cannot-pin"
        if room.is_encrypted:
            yield "trouble-encrypted"
        if room.bridges:
            yield "trouble-bridged"

    def _reacted(self, record: Reacted) -> Iterator[ports.Reacted]:
        if self.is_ghost(record.sender):
            return
        name = self._name(record.sender, self._room(record.room_id))
        who, where = _account(record.sender), _place(record.room_id)
        yield ports.Reacted(who, name, where, record.event_id, record.target, record.key, record.sent_at)

    def _unreadable(self, record: Unreadable) -> Iterator[ports.Unreadable]:
        """Said where it can matter: in direct messages and in spaces of communities."""
        is_private = self.directs.is_private(record.room_id)
        if not is_private and not self.host.hosts(_place(record.room_id)):
            return
        name = self._name(record.sender, self._room(record.room_id))
        who, where = _account(record.sender), _place(record.room_id)
        yield ports.Unreadable(who, name, where, record.event_id, record.sent_at, is_private)

    def _member(self, record: MemberChanged) -> Iterator[Happening]:
        place = _place(record.room_id)
        if record.user_id != self.client.user_id:
            if record.membership in {"leave", "ban"} and not self.host.hosts(place):
                yield PrivateClosed(_account(record.user_id), place, record.event_id)
            else:
                yield from self._private_no_more(record)
            return
        if record.membership == "join" and record.previous != "join":
            yield from self._came_in(record, place)
        elif record.membership in {"leave", "ban"}:
            yield PlaceLost(place, record.event_id, "trouble-removed")

    def _private_no_more(self, record: MemberChanged | StateChanged) -> Iterator[PrivateClosed]:
        """Where somebody else comes in, or anybody may, nobody has a direct message any more.

        Who is invited counts as in: they are given the keys of what is said from then on.
        """
        place = _place(record.room_id)
        if not self.host.is_private(place) or self.directs.is_private(record.room_id):
            return
        for user_id in sorted(self._room(record.room_id).present - {self.client.user_id}):
            yield PrivateClosed(_account(user_id), place, f"{record.event_id}/{user_id}")

    def _came_in(self, record: MemberChanged, place: Place) -> Iterator[Happening]:
        if self.host.hosts(place):
            yield PlaceBack(place, record.event_id)
            return
        old = self.predecessor(record.room_id)
        if old is not None:
            yield PlaceMoved(_place(old), place, record.event_id)
            return
        if not self.directs.is_private(record.room_id):
            yield Entered(place, record.event_id)
            return
        room = self._room(record.room_id)
        people = room.present - {self.client.user_id}
        for other in sorted(one for one in people if not self.is_ghost(one)):
            yield PrivateOpened(_account(other), self._name(other, room), place, record.event_id)

    def predecessor(self, room_id: str) -> str | None:
        """The space that this room took the place of. Both rooms have to say so: either alone could be a lie."""
        create = self._room(room_id).content("m.room.create") or {}
        old = text(inner(create, "predecessor"), "room_id")
        if old is None or not self.host.hosts(_place(old)):
            return None
        return old if self._room(old).replacement == room_id else None

    def _state(self, record: StateChanged) -> Iterator[Happening]:
        """New levels may take the bot's word away, or give it back; a name or an open door ends a direct message."""
        place = _place(record.room_id)
        yield from self._private_no_more(record)
        room = self.client.rooms.get(record.room_id)
        if record.kind != "m.room.power_levels" or not self.host.hosts(place) or room is None:
            return  # a room that the bot was removed from tells its levels once more: that is no news of them
        speak = Act.SPEAK_ENCRYPTED if room.is_encrypted else Act.SPEAK
        if room.power.may(self.client.user_id, speak):
            yield PlaceBack(place, record.event_id)
        else:
            yield PlaceLost(place, record.event_id, "trouble-cannot-speak")

    def _room(self, room_id: str) -> Room:
        return self.client.rooms.get(room_id) or Room(room_id)

    def _name(self, user_id: str, room: Room) -> str:
        shown = clean(room.display_name(user_id) or "")[:60]
        return shown or user_id.split(":", 1)[0].removeprefix("@")


def _account(user_id: str) -> Account:
    return Account(PLATFORM, user_id)


def _place(room_id: str) -> Place:
    return Place(PLATFORM, room_id)
