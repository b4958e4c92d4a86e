"""Quiet hours of a community: what nobody asked for and would ring somebody waits until they are over.

Law. Answers, cards and what is said to all never wait: nobody's telephone is rung by them, and no vote is held back.
"""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING

from codesign_bot.core.windows import Night, out_of_night

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId, PersonId
    from codesign_bot.service.desk import Desk

_TIME = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])(?:[:.h]([0-5]\d))?(?![\d:.])", re.IGNORECASE)
_BOTH = 2


def night_in(words: str) -> Night | None:
    """The hours in "22:00 8:00", "22-8" or "22 bis 8 Uhr"; None where there are not two times, or twice the same."""
    times = [time(int(hours), int(minutes or 0)) for hours, minutes in _TIME.findall(words)]
    if len(times) != _BOTH or times[0] == times[1]:
        return None
    return Night(*times)


def shown(night: Night | None) -> str:
    """Such as "22:00-08:00", as it stands in the log; empty where there are no quiet hours."""
    return "" if night is None else f"{night.begins:%H:%M}-{night.ends:%H:%M}"


def not_before(desk: Desk, community: CommunityId, now: datetime) -> datetime | None:
    """Until when somebody in this community is not rung. None: they may be rung now."""
    known = desk.book.communities[community]
    if known.quiet is None:
        return None
    until = out_of_night(now, desk.zone(known.zone), known.quiet)
    return until if until > now else None


def not_before_for(desk: Desk, community: CommunityId, person: PersonId, now: datetime) -> datetime | None:
    """The same for one person, who may live in another zone: the same hours are quiet there too."""
    known, own = desk.book.communities[community], desk.book.zones.get(person)
    until = not_before(desk, community, now)
    if until is not None or known.quiet is None or own is None:
        return until
    theirs = out_of_night(now, desk.zone(own), known.quiet)
    return theirs if theirs > now else None
