"""Time in which people could not take part is given back: when, how much, once, and never without end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.events import Event, PhaseEntered, WindowExtended
from codesign_bot.core.outage import LAST, SHORTEST, Away, GivenBack, credit, lost
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.state import Why, there
from codesign_bot.core.windows import Window
from codesign_bot.testing.build import COMMUNITY, MEMBERS, PRACTICE, Life, dots, rules, text

P = Phase
HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = Window(START, START + 7 * DAY)
NONE = timedelta(0)


def away(since_h: float, until_h: float) -> Away:
    """Hours from the opening of the week."""
    return Away(START + since_h * HOUR, START + until_h * HOUR)


def back(*stretches: Away, given: timedelta = NONE, until: datetime | None = None) -> timedelta:
    return credit(WEEK, stretches, 7 * DAY, GivenBack(given, until))


# --- how much was lost -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stretches", "hours"),
    [
        ((), 0),
        ((away(1, 3),), 2),
        ((away(1, 3), away(5, 6)), 3),
        ((away(5, 6), away(1, 3)), 3),
        ((away(1, 5), away(3, 8)), 7),
        ((away(1, 9), away(3, 4)), 8),
        ((away(-5, 2),), 2),
        ((away(160, 300),), 8),
        ((away(-5, -2), away(200, 300)), 0),
        ((away(-5, 900),), 168),
    ],
)
def test_what_was_lost_is_what_lies_in_the_window_and_counts_once(stretches: tuple[Away, ...], hours: float) -> None:
    assert lost(WEEK, stretches) == hours * HOUR


hours = st.integers(-50, 400)
some = st.lists(st.tuples(hours, hours).map(lambda two: away(min(two), max(two))), max_size=8)


@given(some)
def test_lost_is_every_hour_in_which_somebody_was_away(stretches: list[Away]) -> None:
    """The model: each hour of the week is looked at by itself."""
    begins = [START + hour * HOUR for hour in range(168)]
    gone = sum(any(one.since <= at < one.until for one in stretches) for at in begins)
    assert lost(WEEK, stretches) == gone * HOUR


# --- when it is given back -------------------------------------------------------------------------------


def test_up_to_a_tenth_of_the_window_is_borne_and_more_is_given_back_whole() -> None:
    tenth = WEEK.length / 10
    assert back(Away(START, START + tenth)) == NONE
    assert back(Away(START, START + tenth + TICK)) == tenth + TICK


def test_little_is_given_back_too_where_it_was_lost_in_the_last_24_hours() -> None:
    last = WEEK.closes - LAST
    assert back(Away(last - HOUR, last)) == NONE
    assert back(Away(last - HOUR, last + TICK)) == HOUR + TICK
    assert back(Away(WEEK.closes - HOUR, WEEK.closes + 5 * DAY)) == HOUR


def test_what_came_before_the_last_24_hours_is_given_back_with_it() -> None:
    assert back(away(1, 3), away(166, 167)) == 3 * HOUR


def test_a_break_that_people_hardly_met_counts_for_nothing() -> None:
    end = WEEK.closes
    assert back(Away(end - SHORTEST + TICK, end)) == NONE
    assert back(Away(end - SHORTEST, end)) == SHORTEST
    breaks = [Away(START + n * HOUR, START + n * HOUR + SHORTEST - TICK) for n in range(168)]
    assert back(*breaks) == NONE, "each of them is short, however many there are"


def test_a_break_is_as_long_as_it_was_and_not_as_much_of_it_as_lies_in_the_window() -> None:
    assert back(Away(WEEK.closes - TICK, WEEK.closes + HOUR)) == TICK


def test_nothing_is_given_back_twice() -> None:
    assert back(away(160, 164), until=START + 164 * HOUR) == NONE
    assert back(away(160, 164), away(165, 166), given=4 * HOUR, until=START + 164 * HOUR) == HOUR
    assert back(away(160, 166), given=4 * HOUR, until=START + 164 * HOUR) == 2 * HOUR


def test_one_step_gets_at_most_its_own_length_back() -> None:
    assert back(away(0, 168), given=6 * DAY) == DAY
    assert back(away(0, 168), given=7 * DAY) == NONE


def test_in_a_short_step_the_last_half_stands_for_the_last_24_hours() -> None:
    minute = timedelta(minutes=1)
    window = Window(START, START + 10 * minute)

    def practice(since: float, until: float) -> timedelta:
        return credit(window, [Away(START + since * minute, START + until * minute)], window.length, GivenBack())

    assert practice(4, 5) == NONE
    assert practice(5, 5.5) == 0.5 * minute
    assert practice(5, 5.4) == NONE, "shorter than a twentieth"
    assert practice(3, 4.5) == 1.5 * minute


@given(some, st.integers(0, 200), st.one_of(st.none(), st.integers(-10, 170)))
def test_what_is_given_back_is_never_less_than_nothing_and_never_more_than_was_lost(
    stretches: list[Away], given_h: int, until_h: int | None
) -> None:
    until = None if until_h is None else START + until_h * HOUR
    found = back(*stretches, given=min(given_h * HOUR, 7 * DAY), until=until)
    assert NONE <= found <= lost(WEEK, stretches)
    assert found <= 7 * DAY - min(given_h * HOUR, 7 * DAY)


# --- in a round ------------------------------------------------------------------------------------------


def heard(life: Life) -> None:
    """Enough people do something in the step, so that nothing but an outage makes it longer."""
    if life.is_in(P.IDEAS):
        life.everyone(c.OfferIdea(text("An idea of their own")), people=MEMBERS[:6])
    if life.is_in(P.VOTING):
        life.everyone(dots(i1=1), people=MEMBERS[:6])


def extensions(events: tuple[Event, ...]) -> list[WindowExtended]:
    return [event for event in events if isinstance(event, WindowExtended)]


@pytest.mark.parametrize("phase", [phase for phase in WINDOWED if phase is not P.RUNOFF])
def test_every_step_waits_where_the_bot_was_away_in_its_last_hours(phase: Phase) -> None:
    life = Life().to(phase)
    closes = there(life.state.window).closes
    life.outages.append(Away(closes - 3 * HOUR, closes - HOUR))
    (longer,) = life.end_step()
    rules_ = there(life.state.rules)
    until = rules_.extended(Window(START, closes), 2 * HOUR).closes
    assert longer == WindowExtended(life.now, Why.OUTAGE, closes, until, lost=2 * HOUR)
    assert life.state.phase is phase
    assert there(life.state.window).closes == until >= closes + 2 * HOUR
    assert life.state.pace.given_back.time == 2 * HOUR


def test_the_time_counts_from_the_return_where_the_bot_was_away_over_the_end() -> None:
    life = Life().to(P.IDEAS)
    heard(life)
    closes = there(life.state.window).closes
    life.outages.append(Away(closes - 5 * HOUR, closes + 2 * DAY))
    life.now = closes + 2 * DAY
    (longer,) = extensions(life.settle())
    assert longer.lost == 5 * HOUR
    assert longer.closes >= life.now + 5 * HOUR
    (entered,) = [one for one in life.end_step() if isinstance(one, PhaseEntered)]
    assert entered.phase is P.SORTING, "given back once, then the step ends"


def test_an_outage_in_the_time_that_was_given_back_is_given_back_as_well_but_not_for_ever() -> None:
    life = Life().to(P.VOTING)
    heard(life)
    given_back, whole = list[timedelta](), COMMUNITY.windows[P.VOTING]
    while life.is_in(P.VOTING):
        window = there(life.state.window)
        life.outages.append(Away(max(window.opened, window.closes - DAY), window.closes))
        given_back += [one.lost for one in extensions(life.end_step())]
        assert len(given_back) < 20, "it has no end"
    assert len(given_back) > 2
    assert sum(given_back, NONE) == whole


def test_the_next_step_begins_without_what_the_one_before_was_given() -> None:
    life = Life().to(P.IDEAS)
    heard(life)
    closes = there(life.state.window).closes
    life.outages.append(Away(closes - 5 * HOUR, closes))
    life.end_step()
    life.end_step()
    assert life.is_in(P.SORTING)
    assert life.state.pace.given_back == GivenBack()


def test_people_who_could_not_act_come_before_the_count_of_those_who_did() -> None:
    life = Life().to(P.IDEAS)
    closes = there(life.state.window).closes
    life.outages.append(Away(closes - 5 * HOUR, closes))
    assert [one.why for one in extensions(life.end_step())] == [Why.OUTAGE]
    assert [one.why for one in extensions(life.end_step())] == [Why.FEW_HEARD]
    assert life.state.pace.waited_for_voices == 1


def test_a_practice_gives_its_minutes_back_too() -> None:
    life = Life(rules=rules(PRACTICE)).to(P.IDEAS)
    window = there(life.state.window)
    length = PRACTICE.windows[P.IDEAS]
    life.outages.append(Away(window.closes - length / 4, window.closes))
    (longer,) = extensions(life.end_step())
    assert longer.lost == length / 4
    assert longer.closes == window.closes + length / 4
