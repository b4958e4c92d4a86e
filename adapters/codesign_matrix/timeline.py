"""The part of a sync that speaks of one room, read safely: where the bot's own time in it begins, what is in
an encrypted event, who invites.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence

from codesign_matrix.fields import Json, inner, objects, text
from codesign_matrix.reading import Moment, read
from codesign_matrix.records import Invited, Record

_log = logging.getLogger(__name__)


def fenced(room_id: str, raw: Json, moment: Moment, own_id: str, *, is_encrypted: bool = False) -> list[Record]:
    """`read`, but a mistake in it costs one event and not all that come after: it would be met at each start."""
    try:
        return read(room_id, raw, moment, own_id, is_encrypted=is_encrypted)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is written down and the feed lives
        where = traceback.extract_tb(error.__traceback__)[-1]
        _log.error("bug in reading an event: %s at %s:%s", type(error).__name__, where.name, where.lineno)
        return []


def is_encrypted(event: Json) -> bool:
    return text(event, "type") == "m.room.encrypted" and "state_key" not in event


def is_about(event: Json, user_id: str) -> bool:
    return text(event, "type") == "m.room.member" and text(event, "state_key") == user_id


def since_joining(events: Sequence[Json], user_id: str) -> Sequence[Json]:
    """The events from the bot's own last joining on; all of them if it was there throughout."""
    for index in range(len(events) - 1, -1, -1):
        if is_joining(events[index], user_id):
            return events[index:]
    return events


def is_joining(event: Json, user_id: str) -> bool:
    """The person came in; a mere change of name writes the same event, but was preceded by another."""
    before = text(inner(event, "unsigned", "prev_content"), "membership")
    is_in = text(inner(event, "content"), "membership") == "join"
    return is_about(event, user_id) and is_in and before != "join"


def merged(event: Json, clear: Json) -> Json:
    """The event in clear. Who, when and where come from outside; only type and content from within.

    Only messages: a state event or a redaction wrapped in encryption is neither to the server.
    """
    shown = {key: event[key] for key in ("event_id", "sender", "origin_server_ts") if key in event}
    kind = text(clear, "type")
    shown["type"] = kind if kind in ("m.room.message", "m.reaction") else "m.room.encrypted"
    shown["content"] = inner(clear, "content")
    return shown


def invitations(sync: Json, moment: Moment, own_id: str) -> list[Record]:
    invites = inner(sync, "rooms", "invite")
    found = (_invitation(room_id, inner(invites, room_id), moment, own_id) for room_id in invites)
    return [one for one in found if one]


def _invitation(room_id: str, invite: Json, moment: Moment, own_id: str) -> Invited | None:
    events = objects(inner(invite, "invite_state").get("events"))
    own = [event for event in events if is_about(event, own_id)]
    names = [inner(event, "content") for event in events if text(event, "type") == "m.room.name"]
    inviter = text(own[-1], "sender") if own else None
    if inviter is None:
        return None
    return Invited(
        room_id=room_id,
        inviter=inviter,
        is_direct=inner(own[-1], "content").get("is_direct") is True,
        name=text(names[-1], "name") if names else None,
        received_at=moment.received_at,
    )
