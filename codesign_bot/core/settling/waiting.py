"""What comes about unless people say something in time. Whoever could not say it gets that time back first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.events import ClaimExtended, Event, IdeaDone, TopicExpired, Why, WindowExtended
from codesign_bot.core.outage import credit
from codesign_bot.core.rules import SECOND_WITHIN
from codesign_bot.core.state import there
from codesign_bot.core.windows import Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from codesign_bot.core.outage import Away, GivenBack
    from codesign_bot.core.state import Promised, Round


def given_back(
    window: Window, now: datetime, away: Sequence[Away], whole: timedelta, given: GivenBack
) -> tuple[Window, timedelta] | None:
    """A time to answer that would be over now, made longer, and how much of it was lost. None: it is over.

    Settled late it gets its time from now on: time nobody knew of is no time.
    """
    lost = credit(window, away, whole, given)
    return (Window(window.opened, max(window.closes, now) + lost), lost) if lost else None


def expire(state: Round, now: datetime, away: Sequence[Away]) -> tuple[Event, ...]:
    """The end of a topic that too few have seconded."""
    window = Window(state.suggested_at, state.expires_at)
    more = given_back(window, now, away, SECOND_WITHIN, state.pace.given_back)
    if more is None:
        return (TopicExpired(now),)
    longer, lost = more
    return (WindowExtended(now, Why.OUTAGE, window.closes, longer.closes, lost=lost),)


def settle_claim(state: Round, promise: Promised, now: datetime, away: Sequence[Away]) -> tuple[Event, ...]:
    """A promise is done where it was said and nobody disputed it."""
    window = Window(there(promise.claimed_at), there(promise.undisputed_until))
    more = given_back(window, now, away, there(state.rules).template.done_undisputed, promise.given_back)
    if more is None:
        return (IdeaDone(now, promise.idea, len(promise.confirmed_by)),)
    longer, lost = more
    return (ClaimExtended(now, promise.idea, window.closes, longer.closes, lost),)
