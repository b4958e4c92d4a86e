"""The part of a room's history that a sync left out: everything between the checkpoint and its timeline."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from codesign_matrix.fields import Json, objects, text
from codesign_matrix.wire import Wire, path

PAGE = 500


async def gap(
    wire: Wire, room_id: str, newest: str, oldest: str, is_enough: Callable[[Sequence[Json]], bool]
) -> list[Json]:
    """The events of a room from checkpoint `oldest` up to `newest` (a `prev_batch`), oldest first.

    Ends early with the page for which `is_enough` holds. Raises PlatformTrouble; NotAllowed where the room's
    history may not be read any more.
    """
    found: list[Json] = []
    start: str | None = newest
    asked: set[str] = set()
    while start is not None and start not in asked:
        asked.add(start)
        query = {"dir": "b", "from": start, "to": oldest, "limit": str(PAGE)}
        page = await wire.call("GET", path("rooms", room_id, "messages"), query=query)
        chunk = objects(page.get("chunk"))
        found.extend(chunk)
        start = None if is_enough(chunk) else text(page, "end")
    found.reverse()
    return found


def sync_filter(limit: int) -> str:
    """Only what we read: no presence, typing or receipts, and timelines long enough for an ordinary night."""
    nothing = {"types": list[str]()}
    wanted = {
        "presence": nothing,
        "account_data": nothing,
        "room": {"timeline": {"limit": limit}, "ephemeral": nothing, "account_data": nothing},
    }
    return json.dumps(wanted)
