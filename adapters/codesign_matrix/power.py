"""Who may do what in a room, computed from its state events.

Follows the authorisation rules of the client-server specification (m.room.power_levels) and, from room
version 12 on, MSC4289: the creators of a room stand above every level and cannot be lowered. nio's own
answer is wrong for everybody named in the levels and for those creators, so it is not asked.

    a message    users[person] or users_default (0)   >=  events[type] or events_default (0)
    a state      the same                             >=  events[type] or state_default (50)
    invite (0), kick, ban, redact, notifications.room (50): the same against the named level

A level may be a string of digits in room versions below 10; anything else counts as not written.
Where the room's creation is unknown, nobody may do anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, assert_never

from codesign_matrix.fields import Json, as_object, inner, text, texts

CREATOR: Final = 1 << 53
"""Above every level: JSON numbers in Matrix end at 2^53 - 1."""

_ABOVE_ALL_FROM = 12
_SENDER_IS_CREATOR_FROM = 11
_ORGANISES = 50
_NEEDS_A_LEVEL = 50
_LONGEST_NUMBER = 20


class Act(Enum):
    """What the bot or an organiser may want to do in a room."""

    SPEAK = "speak"
    SPEAK_ENCRYPTED = "speak in an encrypted room"
    REACT = "react"
    PIN = "pin"
    TOPIC = "set the topic"
    INVITE = "invite"
    KICK = "remove people"
    BAN = "ban people"
    REDACT_OTHERS = "delete messages of others"
    NOTIFY_ALL = "notify the whole room"
    SET_LEVELS = "change levels"
    ENCRYPT = "turn encryption on"
    ORGANISE = "organise"
    """Not Matrix's word: a level of 50, which is what a room gives to its moderators."""


@dataclass(frozen=True, slots=True)
class Power:
    """The levels of one room at one moment."""

    levels: Json = field(default_factory=dict[str, object])
    creators: frozenset[str] = frozenset()
    is_known: bool = True
    creators_are_above_all: bool = False
    has_levels_event: bool = True

    def level_of(self, user_id: str) -> int:
        """The person's level; CREATOR for those above all."""
        if self.creators_are_above_all and user_id in self.creators:
            return CREATOR
        if not self.has_levels_event:
            return 100 if user_id in self.creators else 0
        own = _level(inner(self.levels, "users").get(user_id))
        return _named(self.levels, "users_default", 0) if own is None else own

    def needed_for(self, act: Act) -> int:
        """The level that `act` takes in this room."""
        match act:
            case Act.SPEAK:
                return self.needed_to_send("m.room.message")
            case Act.SPEAK_ENCRYPTED:
                return self.needed_to_send("m.room.encrypted")
            case Act.REACT:
                return self.needed_to_send("m.reaction")
            case Act.PIN:
                return self.needed_to_set("m.room.pinned_events")
            case Act.TOPIC:
                return self.needed_to_set("m.room.topic")
            case Act.INVITE:
                return _named(self.levels, "invite", 0)
            case Act.KICK:
                return _named(self.levels, "kick", _NEEDS_A_LEVEL)
            case Act.BAN:
                return _named(self.levels, "ban", _NEEDS_A_LEVEL)
            case Act.REDACT_OTHERS:
                redact = _named(self.levels, "redact", _NEEDS_A_LEVEL)
                return max(redact, self.needed_to_send("m.room.redaction"))
            case Act.NOTIFY_ALL:
                return _named(inner(self.levels, "notifications"), "room", _NEEDS_A_LEVEL)
            case Act.SET_LEVELS:
                return self.needed_to_set("m.room.power_levels")
            case Act.ENCRYPT:
                return self.needed_to_set("m.room.encryption")
            case Act.ORGANISE:
                return _ORGANISES
            case _:
                assert_never(act)

    def needed_to_send(self, event_type: str) -> int:
        own = _level(inner(self.levels, "events").get(event_type))
        return _named(self.levels, "events_default", 0) if own is None else own

    def needed_to_set(self, event_type: str) -> int:
        own = _level(inner(self.levels, "events").get(event_type))
        return _named(self.levels, "state_default", _NEEDS_A_LEVEL) if own is None else own

    def may(self, user_id: str, act: Act) -> bool:
        """Whether the room lets `user_id` do it. Says nothing of whether the person is in the room."""
        return self.is_known and self.level_of(user_id) >= self.needed_for(act)


UNKNOWN: Final = Power(is_known=False)


def power(create: Mapping[str, object] | None, creator: str | None, levels: Json | None) -> Power:
    """The power in a room, from the content and sender of m.room.create and the content of m.room.power_levels.

    `levels` is None where the room has no such event: its creator has 100 then, and everybody else 0.
    """
    if create is None or creator is None:
        return UNKNOWN
    version = _version(create)
    named = text(create, "creator")
    first = creator if version >= _SENDER_IS_CREATOR_FROM or named is None else named
    is_above = version >= _ABOVE_ALL_FROM
    more = texts(create.get("additional_creators")) if is_above else ()
    return Power(
        levels=as_object(levels),
        creators=frozenset((first, *more)),
        creators_are_above_all=is_above,
        has_levels_event=levels is not None,
    )


def _version(create: Mapping[str, object]) -> int:
    """The room version as a number; 1 where none is written, as the specification has it.

    An experimental version has a name instead. It is read by the rules of 11, which give nobody more than
    the levels do.
    """
    name = text(create, "room_version")
    if name is None:
        return 1
    return int(name) if name.isascii() and name.isdigit() and len(name) < _LONGEST_NUMBER else 11


def _named(levels: Json, key: str, default: int) -> int:
    written = _level(levels.get(key))
    return default if written is None else written


def _level(value: object) -> int | None:
    """A level as the specification allows it: an integer, or (in old rooms) its digits in a string."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value) < _LONGEST_NUMBER:
        try:
            return int(value)
        except ValueError:
            return None
    return None
