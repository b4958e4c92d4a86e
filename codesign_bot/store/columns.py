"""How single values stand in a column: instants as microseconds since 1970, dots as "idea:dots", a night as two
times of day, days of the calendar with a blank between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.windows import Night
from codesign_bot.records import Place

Dots = tuple[tuple[IdeaNo, int], ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Microseconds since 1970. The instant must be aware."""
    return (at - _EPOCH) // _MICROSECOND


def micros_or_none(at: datetime | None) -> int | None:
    """As `micros`, where there may be no instant."""
    return None if at is None else micros(at)


def instant(stored: int) -> datetime:
    """The instant in UTC. Exact: no float comes between."""
    return _EPOCH + stored * _MICROSECOND


def instant_or_none(stored: int | None) -> datetime | None:
    """As `instant`, where there may be none."""
    return None if stored is None else instant(stored)


def place_or_none(platform: str | None, place: str | None) -> Place | None:
    """The place of two columns that are both filled or both empty."""
    return None if platform is None or place is None else Place(platform, place)


def night_text(night: Night | None) -> str | None:
    """Such as "22:00-08:00"; nothing where there is no night."""
    return None if night is None else f"{night.begins:%H:%M}-{night.ends:%H:%M}"


def night_or_none(stored: str | None) -> Night | None:
    """The night that `night_text` wrote."""
    if stored is None:
        return None
    begins, _, ends = stored.partition("-")
    return Night(time.fromisoformat(begins), time.fromisoformat(ends))


def days_text(days: Iterable[date]) -> str:
    """Such as "2026-12-24 2026-12-31"; the empty text for none."""
    return " ".join(day.isoformat() for day in days)


def days(text: str) -> tuple[date, ...]:
    """The days that `days_text` wrote."""
    return tuple(map(date.fromisoformat, text.split()))


def dots_text(dots: Dots) -> str:
    """Such as "3:2 7:1"; the empty text for a ballot that was taken back."""
    return " ".join(f"{idea}:{count}" for idea, count in dots)


@lru_cache(maxsize=4096)  # a vote has few different ballots and many voters
def dots(text: str) -> Dots:
    """The dots that `dots_text` wrote."""
    pairs = (pair.split(":") for pair in text.split())
    return tuple((IdeaNo(int(idea)), int(count)) for idea, count in pairs)
