"""What happened on Matrix, in plain records: no type of a library, nothing that has to be looked up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from codesign_bot.ports import Pointed
from codesign_matrix.fields import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What all events of a room have.

    `sent_at` is what the sender's homeserver claims, never later than `received_at`; both in UTC.
    `is_backlog`: was sent before this process's first sync ended, so it may be old.
    """

    room_id: str
    event_id: str
    sender: str
    sent_at: datetime
    received_at: datetime
    is_backlog: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen(Event):
    """A message of somebody else. An edit comes as its new text, with `edits` naming what it replaces: whether
    that was by the same sender is for the caller to see, for servers let anybody send an edit of anything.

    `kind` is Matrix's msgtype (m.text, m.notice, m.file …); `body` is as written, fallbacks included.
    `reply_to` and `thread` are event ids; `mentions` are the people named in m.mentions. `points_at` is looked up for
    words that need it.
    """

    kind: str
    body: str
    is_encrypted: bool
    edits: str | None = None
    reply_to: str | None = None
    thread: str | None = None
    mentions: tuple[str, ...] = ()
    mentions_room: bool = False
    points_at: Pointed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(Event):
    """A reaction of somebody else, always sent in clear: the homeserver can read it."""

    target: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted(Event):
    """Somebody else deleted a message or took a reaction back: `target` is its event id."""

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(Event):
    """A message whose key did not come in a minute. One for each room and session; the key may come yet."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanged(Event):
    """`user_id` is now join, invite, leave, ban or knock; `previous`: what it was, if the server says so.

    Also for the bot itself. `sender` is who did it: somebody else where a person was removed or invited.
    """

    user_id: str
    membership: str
    previous: str | None
    display_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged(Event):
    """One of `rooms.KEPT_STATE` was written; for a room new to this process, also what stood there already."""

    kind: str
    state_key: str
    content: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomUpgraded(Event):
    """The room was replaced; `replacement` is the new room's id, to be joined through the sender's server."""

    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridged(Event):
    """The room is bridged to another network: `protocol` names it, as in discord."""

    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The bot is invited. The server says it once, so the answer must not be forgotten."""

    room_id: str
    inviter: str
    is_direct: bool
    name: str | None
    received_at: datetime


Record = MessageSeen | Reacted | Redacted | Unreadable | MemberChanged | StateChanged | RoomUpgraded | Bridged | Invited


@dataclass(frozen=True, slots=True)
class Kept:
    """An event that cannot be read yet, to be kept by the caller: `blob` is JSON, `key` its event id."""

    key: str
    blob: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What one sync brought. To be committed in one transaction, or not at all.

    `records` are in the order of each room. `keep` replaces entries of the same key; `forget` are keys.
    `next_batch` is the checkpoint to start from next time. `is_first`: there was no checkpoint before, so the
    records are history that nobody has seen.
    """

    records: tuple[Record, ...]
    keep: tuple[Kept, ...]
    forget: tuple[str, ...]
    next_batch: str
    is_first: bool = False
    asked_at: float | None = None
    """When the sync was asked for, by the monotonic clock: what came later may still be missing."""
