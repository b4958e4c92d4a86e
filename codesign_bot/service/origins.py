"""What came of a message: stored with its effect, so that editing it later changes that, and deleting it undoes it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.events import IdeaOffered
from codesign_bot.records import Origin

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import IdeaNo, RoundId
    from codesign_bot.ports import Heard
    from codesign_bot.service.saying import Turn
    from codesign_bot.service.works import Done
    from codesign_bot.storage import Store

LATE = timedelta(seconds=30)
"""Who edits needs some seconds. What comes sooner than that is the newest version and needs no look-up."""


async def earlier(store: Store, heard: Heard, key: str) -> Origin | None:
    """What came of the versions of somebody's message before this one. None: nothing.

    Talk that was not for the bot had no effect; what was answered and not refused had one.
    """
    origin = await store.origin(heard.account, key)
    if origin is not None:
        return None if origin.is_refused else origin
    was_seen = await store.was_seen(heard.place.platform, key)
    return Origin(heard.account, key, heard.sent_at) if was_seen else None


async def was_overtaken(store: Store, heard: Heard, now: datetime) -> bool:
    """Whether a new version of the message was carried out before this first one could be read."""
    is_late = heard.edits is None and now - heard.sent_at >= LATE
    return is_late and await store.origin(heard.account, heard.key) is not None


def came_of(turn: Turn, done: Done) -> tuple[Origin, ...]:
    """The rows for a command to a round that was carried out."""
    offered = [event.no for event in done.events if isinstance(event, IdeaOffered)]
    return _effect(turn, done.after.state.id, offered[0] if offered else None)


def came_of_setting(turn: Turn) -> tuple[Origin, ...]:
    """The rows for what was said about a community and was carried out."""
    return _effect(turn, None, None)


def _effect(turn: Turn, round_id: RoundId | None, idea: IdeaNo | None) -> tuple[Origin, ...]:
    """Ideas are found by their message. Anything else needs rows only where the first version had no effect."""
    if idea is None and turn.mends is None:
        return ()
    versions = (turn.heard.key,) if turn.mends is None else (turn.mends, turn.heard.key)
    return tuple(Origin(turn.heard.account, key, turn.at, round_id, idea) for key in versions)


def nothing_came(turn: Turn) -> tuple[Origin, ...]:
    """The row for a message that had no effect. What a later version comes to changes nothing about the first."""
    heard = turn.heard
    return (Origin(heard.account, heard.key, turn.at, is_refused=True),) if heard.edits is None else ()
