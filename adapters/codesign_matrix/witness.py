"""What a room holds of the checkpoints that the bot said in it: its messages, and a copy that only its account sees.

The copy stands in the account's data of the room. It is there in an encrypted room too, whose old messages a new device
cannot read, and it outlives the database.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble
from codesign_bot.log.spotted import notes_in
from codesign_bot.view import Verbatim, View
from codesign_matrix.client import Client
from codesign_matrix.fields import Json, inner, objects, text
from codesign_matrix.guard import Missing
from codesign_matrix.timeline import is_encrypted
from codesign_matrix.wire import path

log = logging.getLogger(__name__)

CHECKPOINT = "checkpoint/"
"""What the keys of messages with a checkpoint begin with."""
KIND = "org.codesign-bot.checkpoint"
PAGES, PAGE = 3, 100
"""So many requests with so many messages of ours each."""
WITHIN = 5.0
"""Seconds for one request."""


async def note_down(client: Client, room_id: str, view: View) -> None:
    """Keep the note that is about to be said. Without it the message itself is the witness: no trouble is raised."""
    held = [block.text for block in view.blocks if isinstance(block, Verbatim)]
    place = path("user", client.user_id, "rooms", room_id, "account_data", KIND)
    try:
        await client.wire.call("PUT", place, {"note": "".join(held)}, timeout_seconds=WITHIN)
    except PlatformTrouble as trouble:
        kind = type(trouble).__name__
        log.info("a checkpoint was not kept with the account", extra={"action": "checkpoint", "trouble": kind})


async def found(client: Client, room_id: str) -> Sequence[str]:
    """The copy, and the newest messages of ours with a checkpoint, newest first. Raises `PlatformTrouble`."""
    copy = await _copy(client, room_id)
    try:
        said = await _said(client, room_id)
    except (NotAllowed, Gone):
        if not copy:
            raise
        return copy
    return [*copy, *said]


async def _copy(client: Client, room_id: str) -> list[str]:
    place = path("user", client.user_id, "rooms", room_id, "account_data", KIND)
    try:
        held = await client.wire.call("GET", place, timeout_seconds=WITHIN)
    except (Gone, NotAllowed):
        return []
    return [text(held, "note") or ""]


async def _said(client: Client, room_id: str) -> list[str]:
    """Page by page, until one holds any."""
    only = {"senders": [client.user_id], "types": ["m.room.message", "m.room.encrypted"]}
    query = {"dir": "b", "limit": str(PAGE), "filter": json.dumps(only)}
    for _ in range(PAGES):
        page = await client.wire.call("GET", path("rooms", room_id, "messages"), query=query, timeout_seconds=WITHIN)
        # The filter is the server's; whose message it is, is looked at here.
        ours = [one for one in objects(page.get("chunk")) if text(one, "sender") == client.user_id]
        bodies = [text(inner(one, "content"), "body") or "" for one in await _clear(client, room_id, ours)]
        held = [body for body in bodies if any(notes_in(body))]
        start = text(page, "end")
        if held or start is None:
            return held
        query["from"] = start
    return []


async def _clear(client: Client, room_id: str, events: Sequence[Json]) -> Sequence[Json]:
    """Those that can be read."""
    sealed = [(room_id, one) for one in events if is_encrypted(one)]
    opened = iter(await client.encryption.decrypt(sealed))
    whole = [next(opened) if is_encrypted(one) else one for one in events]
    return [one for one in whole if not isinstance(one, Missing)]
