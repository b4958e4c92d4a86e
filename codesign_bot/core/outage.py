"""Outage credit: time in which people could not take part is given back when it would be over.

The rule. Where the bot, or a platform that the round lives on, was away for more than a tenth of the window, or at all
in its last 24 hours, the window gets the time that was lost. Two that were away at once lost it once. Short breaks
count for nothing, what was given back is not given twice, and none gets more than its own length as it was planned.

It holds for every step, and for whatever else happens unless people say no in time: a request, a promise that is said
to be done, a topic that waits for seconders.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from codesign_bot.core.windows import Window

SHARE = 10
"""More than a tenth of the window is much."""
LAST = timedelta(hours=24)
SHORTEST = timedelta(minutes=10)
"""A break below this counts for nothing: whoever met it came again."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """How much time was given back for everything that was lost until an instant; None: it was not looked for yet."""

    time: timedelta = timedelta(0)
    until: datetime | None = None

    def and_more(self, lost: timedelta, now: datetime) -> GivenBack:
        """As it is when `lost` is given back now."""
        return GivenBack(self.time + lost, now)


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch in which the bot or a platform could not be reached: from `since` to `until`, aware instants."""

    since: datetime
    until: datetime


def lost(window: Window, stretches: Iterable[Away]) -> timedelta:
    """How much of the window lies in these stretches. Where they overlap it counts once."""
    total, reached = timedelta(0), window.opened
    for one in sorted(stretches, key=lambda one: one.since):
        begins, ends = max(one.since, reached), min(one.until, window.closes)
        if ends > begins:
            total, reached = total + (ends - begins), ends
    return total


def beside(stretches: Iterable[Away], pause: Window | None) -> list[Away]:
    """What of these stretches lies in no pause of the step: while it stood still nobody could take part anyway."""
    if pause is None:
        return list(stretches)
    parts = [
        part
        for one in stretches
        for part in (Away(one.since, min(one.until, pause.opened)), Away(max(one.since, pause.closes), one.until))
    ]
    return [part for part in parts if part.since < part.until]


def credit(
    window: Window,
    stretches: Iterable[Away],
    whole: timedelta,
    given: GivenBack,
    *,
    pause: Window | None = None,
) -> timedelta:
    """How much time a window gets back that would end now; nothing where the rule does not hold.

    `whole`: how long it was planned to be. `given`: what it got back before. `pause`: when the step stood still, which
    is no part of its time. In a window that is shorter than two days the last half counts as the last 24 hours do.
    """
    shortest = min(SHORTEST, whole / 20)
    counted = Window(max(window.opened, given.until or window.opened), window.closes)
    open_for = window.length - (pause.length if pause is not None else timedelta(0))
    long = [one for one in beside(stretches, pause) if one.until - one.since >= shortest]
    last = Window(max(counted.opened, window.closes - min(LAST, whole / 2)), window.closes)
    time = lost(counted, long)
    if time * SHARE > open_for or lost(last, long) > timedelta(0):
        return min(time, whole - given.time)
    return timedelta(0)
