"""One event of a timeline → its records: what nobody acts on, and what makes no sense, gives none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict

from codesign_matrix.fields import Json, inner, number, text, texts
from codesign_matrix.records import (
    Bridged,
    MemberChanged,
    MessageSeen,
    Reacted,
    Record,
    Redacted,
    RoomUpgraded,
    StateChanged,
    Unreadable,
)
from codesign_matrix.rooms import BRIDGES, KEPT_STATE, protocol

_LONGEST_ID = 255
"""In bytes; the specification's limit for ids of events, rooms and people."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When and how events were received."""

    received_at: datetime
    is_backlog: bool


class _Common(TypedDict):
    room_id: str
    event_id: str
    sender: str
    sent_at: datetime
    received_at: datetime
    is_backlog: bool


def read(room_id: str, raw: Json, moment: Moment, own_id: str, *, is_encrypted: bool = False) -> list[Record]:
    """The records of one event, in clear. The bot's own messages, reactions and redactions give none."""
    common = _common(room_id, raw, moment)
    kind = text(raw, "type")
    if common is None or kind is None:
        return []
    state_key = text(raw, "state_key")
    if state_key is not None:
        return _read_state(common, raw, kind, state_key)
    if common["sender"] == own_id:
        return []
    return _read_message(common, raw, kind, is_encrypted=is_encrypted)


def unreadable(room_id: str, raw: Json, moment: Moment) -> list[Record]:
    common = _common(room_id, raw, moment)
    session = text(inner(raw, "content"), "session_id") or ""
    return [Unreadable(session_id=session, **common)] if common else []


def sent_at(raw: Json, received_at: datetime) -> datetime:
    """The time the sender's homeserver claims; never in the future; absurd, it is the time of receipt."""
    claimed = number(raw, "origin_server_ts")
    if claimed is None:
        return received_at
    try:
        return min(datetime.fromtimestamp(claimed / 1000, UTC), received_at)
    except (OverflowError, ValueError, OSError):
        return received_at


def _common(room_id: str, raw: Json, moment: Moment) -> _Common | None:
    event_id, sender = text(raw, "event_id"), text(raw, "sender")
    if not event_id or not sender or max(len(event_id), len(sender)) > _LONGEST_ID:
        return None
    return {
        "room_id": room_id,
        "event_id": event_id,
        "sender": sender,
        "sent_at": sent_at(raw, moment.received_at),
        "received_at": moment.received_at,
        "is_backlog": moment.is_backlog,
    }


def _read_message(common: _Common, raw: Json, kind: str, *, is_encrypted: bool) -> list[Record]:
    content = inner(raw, "content")
    match kind:
        case "m.room.message":
            seen = _message(common, content, is_encrypted=is_encrypted)
            return [seen] if seen else []
        case "m.reaction":
            relation = inner(content, "m.relates_to")
            target, key = text(relation, "event_id"), text(relation, "key")
            return [Reacted(target=target, key=key, **common)] if target and key else []
        case "m.room.redaction":
            # Room version 11 moved the target into the content.
            gone = text(content, "redacts") or text(raw, "redacts")
            return [Redacted(target=gone, **common)] if gone else []
        case _:
            return []


def _message(common: _Common, content: Json, *, is_encrypted: bool) -> MessageSeen | None:
    relation = inner(content, "m.relates_to")
    kind = text(relation, "rel_type")
    target = text(relation, "event_id")
    edits = target if kind == "m.replace" else None
    shown = inner(content, "m.new_content") if edits else content
    body, msgtype = text(shown, "body"), text(shown, "msgtype")
    if body is None or msgtype is None:
        return None
    mentions = inner(shown, "m.mentions")
    return MessageSeen(
        kind=msgtype,
        body=body,
        is_encrypted=is_encrypted,
        edits=edits,
        reply_to=_reply(relation),
        thread=target if kind == "m.thread" else None,
        mentions=texts(mentions.get("user_ids")),
        mentions_room=mentions.get("room") is True,
        **common,
    )


def _reply(relation: Json) -> str | None:
    """The message that somebody replied to. In a thread apps name its newest message, for those who show no threads:
    that is no reply [client-server API, threads].
    """
    if text(relation, "rel_type") == "m.thread" and relation.get("is_falling_back") is True:
        return None
    return text(inner(relation, "m.in_reply_to"), "event_id")


def _read_state(common: _Common, raw: Json, kind: str, state_key: str) -> list[Record]:
    content = inner(raw, "content")
    if kind == "m.room.member":
        return _member(common, raw, content, state_key)
    if kind not in KEPT_STATE:
        return []
    found: list[Record] = [StateChanged(kind=kind, state_key=state_key, content=content, **common)]
    replacement = text(content, "replacement_room")
    if kind == "m.room.tombstone" and replacement:
        found.append(RoomUpgraded(replacement=replacement, **common))
    if kind in BRIDGES and content:
        found.append(Bridged(protocol=protocol(content), **common))
    return found


def _member(common: _Common, raw: Json, content: Json, user_id: str) -> list[Record]:
    membership = text(content, "membership")
    if membership is None:
        return []
    previous = text(inner(raw, "unsigned", "prev_content"), "membership")
    changed = MemberChanged(
        user_id=user_id,
        membership=membership,
        previous=previous,
        display_name=text(content, "displayname"),
        **common,
    )
    return [changed]
