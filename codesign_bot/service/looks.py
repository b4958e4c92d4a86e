"""When to look whom to remind: a timer of its own beside that of a round, so that neither waits for the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.phases import ENDED
from codesign_bot.core.reminding import next_look, reminders
from codesign_bot.records import Timer
from codesign_bot.reminded import RemindersOver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from codesign_bot.core.ids import RoundId
    from codesign_bot.core.state import Round

REMIND = "remind/"
"""Begins the id of such a timer; the round follows."""


def look_at(round_id: RoundId, due: datetime | None) -> Timer:
    """When to look whom to remind in a round. None: there is nothing to come."""
    return Timer(f"{REMIND}{round_id}", round_id, due)


def looks(before: Round | None, after: Round, now: datetime) -> Iterator[Timer | RemindersOver]:
    """What follows for the reminders of a round that has changed. Nothing where they are as they were."""
    if (reminders(before) if before is not None else ()) != reminders(after):
        yield look_at(after.id, next_look(after, None, now))
    if after.phase in ENDED and before is not None and before.phase not in ENDED:
        yield RemindersOver(after.id)
