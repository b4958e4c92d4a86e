"""When people were cut off in the end of a request, as the oracle of the year sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from codesign_bot.testing.year.cut_off import BOT, LAST, NOTICED, Asked, CutOff

HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
MADE = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLOSES = MADE + 2 * DAY


def cut_off(what: str, since: datetime, until: datetime) -> CutOff:
    found = CutOff()
    found.goes(what, since)
    found.goes(what, since + TICK)  # it is away already
    found.comes(what, until)
    found.comes(what, until + TICK)  # it is there already
    return found


@pytest.mark.parametrize(
    ("what", "since", "until", "counts"),
    [
        (BOT, CLOSES - 2 * HOUR, CLOSES - HOUR, True),
        ("plaza", CLOSES - 2 * HOUR, CLOSES - HOUR, True),
        ("yard", CLOSES - 2 * HOUR, CLOSES - HOUR, False),
        (BOT, CLOSES - NOTICED, CLOSES + DAY, True),
        (BOT, CLOSES - NOTICED + TICK, CLOSES + DAY, False),
        (BOT, MADE, CLOSES - LAST + NOTICED, True),
        (BOT, MADE, CLOSES - LAST + NOTICED - TICK, False),
        (BOT, CLOSES, CLOSES + DAY, False),
    ],
)
def test_what_lies_in_the_last_hours_on_a_platform_of_the_round_counts(
    what: str, since: datetime, until: datetime, *, counts: bool
) -> None:
    found = cut_off(what, since, until).in_the_end_of(Asked(CLOSES, MADE), {"plaza"})
    assert found == ((since, until) if counts else None)


def test_of_a_day_less_than_the_last_half_counts() -> None:
    asked = Asked(MADE + DAY, MADE)
    assert cut_off(BOT, MADE, MADE + 13 * HOUR).in_the_end_of(asked, ()) is None
    assert cut_off(BOT, MADE, MADE + 14 * HOUR).in_the_end_of(asked, ())


def test_what_was_given_back_is_not_asked_for_again() -> None:
    away, asked = cut_off(BOT, CLOSES - 5 * HOUR, CLOSES - HOUR), Asked(CLOSES, MADE)
    assert away.in_the_end_of(asked, ())
    asked.gets_longer(CLOSES + 4 * HOUR, CLOSES)
    assert asked.longer == 4 * HOUR
    assert away.in_the_end_of(asked, ()) is None
    away.goes(BOT, CLOSES + HOUR)
    away.comes(BOT, CLOSES + 2 * HOUR)
    assert away.in_the_end_of(asked, ()) == (CLOSES + HOUR, CLOSES + 2 * HOUR)


def test_whoever_was_there_all_the_time_was_never_away() -> None:
    away = CutOff()
    away.comes(BOT, MADE)
    assert not away.over
