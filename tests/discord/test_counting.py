"""What is counted so that Discord never bans us nor takes the token: refusals, logins, and answers of somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codesign_discord import refusals
from codesign_discord.doubles import HOUR, LEAST, Doubles
from codesign_discord.refusals import MOST, MOST_WITH_ANSWERS, WINDOW, Refusals
from codesign_discord.starts import AT_ONCE, FIRST_PAUSE, LONGEST_PAUSE, MINUTE, MOST_CUTS, Starts


@dataclass
class Hands:
    """A clock that is moved by hand. Whole seconds, so that nothing is lost in fractions."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Begun:
    """The monotonic clock of a process that began at this moment."""

    wall: Hands
    at: float

    def __call__(self) -> float:
        return self.wall() - self.at


moments = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from((401, 403, 429, 200, 404, 502)), st.booleans()), max_size=80
)


@pytest.fixture(autouse=True)
def small_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test of eighty steps reaches the limits."""
    monkeypatch.setattr(refusals, "MOST", 6)
    monkeypatch.setattr(refusals, "MOST_WITH_ANSWERS", 10)


@given(moments)
@example([(1, 403, False)] * 30)
@example([(60, 429, True)] * 40)
def test_refusals_are_held_up_as_a_slow_model_says(happened: Sequence[tuple[int, int, bool]]) -> None:
    """Laws 1 and 2. The model keeps every moment for ever, and tries each second whether it may go on."""
    clock = Hands()
    counted, met = Refusals(clock), list[float]()

    def lately(at: float) -> int:
        return sum(at - one < WINDOW for one in met)

    for later, status, is_answer in happened:
        clock.now += later
        most = 10 if is_answer else 6
        wait = counted.wait(is_answer=is_answer)
        assert wait == next(float(s) for s in range(int(WINDOW) + 1) if lately(clock.now + s) < most)
        if wait:
            continue
        begins = counted.met(status)
        if status in {401, 403, 429}:
            met.append(clock.now)
            assert lately(clock.now) <= most, "in any ten minutes no more than that"
            assert begins is (lately(clock.now) == 6)
        assert begins is False or status in {401, 403, 429}


def test_the_real_numbers_are_those_that_operators_are_told_of() -> None:
    """And answers go on longer than everything else (docs/adr/0011). Read before the fixture makes them small."""
    assert (MOST, MOST_WITH_ANSWERS) == (5_000, 8_000)
    assert (HOUR, LEAST) == (3_600.0, 3), "answers of somebody else"


def test_that_holding_back_begins_is_said_for_what_happened_lately_only() -> None:
    clock = Hands()
    counted = Refusals(clock)
    assert [counted.met(403) for _ in range(5)] == [False] * 5
    clock.now += WINDOW
    assert [counted.met(403) for _ in range(6)] == [False] * 5 + [True]


def test_the_numbers_stay_far_from_those_at_which_discord_bans() -> None:
    """10,000 in ten minutes [topics/rate-limits]. Not from the module: the numbers of this file are small."""
    clock = Hands()
    counted = Refusals(clock)
    for _ in range(100):
        counted.met(403)
    assert counted.wait() == counted.wait(is_answer=True) == WINDOW
    clock.now += WINDOW
    assert counted.wait() == 0.0


# --- logins --------------------------------------------------------------------------------------------------


@given(st.integers(1, 4), st.lists(st.integers(0, 900), min_size=1, max_size=150))
@example(3, [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 845, 900, 900, 900, 19])
def test_whoever_waits_as_told_logs_in_at_most_twenty_times_an_hour_with_each_connection(
    connections: int, pauses: Sequence[int]
) -> None:
    clock = Hands()
    starts, begun = Starts(clock, connections), list[float]()
    for pause in pauses:
        clock.now += starts.wait() + pause
        assert starts.wait() == 0.0, "it is told how long, not how long yet"
        starts.begun()
        begun.append(clock.now)
    for first in begun:
        assert sum(first <= one < first + 3600 for one in begun) <= 20 * connections


def test_the_hungriest_loop_logs_in_less_than_half_as_often_as_discord_allows() -> None:
    clock = Hands()
    starts, count = Starts(clock), 0
    while clock.now < 1_000.0 + 86_400:
        clock.now += starts.wait()
        starts.begun()
        count += 1
    assert 100 < count < 500


def test_pauses_between_logins_double_and_what_is_long_past_is_forgotten() -> None:
    clock = Hands()
    starts, waits = Starts(clock), list[float]()
    for _ in range(11):
        waits.append(starts.wait())
        clock.now += waits[-1]
        starts.begun()
    assert waits[:AT_ONCE] == [0.0] * AT_ONCE
    assert waits[AT_ONCE:] == [min(LONGEST_PAUSE, FIRST_PAUSE * 2**n) for n in range(8)]
    clock.now += 3600
    assert starts.wait() == 0.0


def test_a_round_of_many_connections_is_not_held_up_in_the_middle() -> None:
    clock = Hands()
    starts = Starts(clock, connections=16)
    for number in range(16 * AT_ONCE):
        assert starts.wait() == 0.0, number
        starts.begun()
    assert starts.wait() == FIRST_PAUSE
    clock.now += FIRST_PAUSE
    for number in range(16):
        assert starts.wait() == 0.0, f"the others of a round that waited do not wait once more: {number}"
        starts.begun()
    assert starts.wait() == 2 * FIRST_PAUSE


def test_where_a_round_ends_does_not_shift_when_old_logins_are_forgotten() -> None:
    """A round whose connections began at different times is forgotten bit by bit."""
    clock = Hands(0.0)
    starts = Starts(clock, connections=2)
    for at in (0.0, 10.0, 10.0, 10.0, 20.0, 20.0, 3_595.0, 3_601.0):
        clock.now = at
        assert starts.wait() == 0.0
        starts.begun()
    assert starts.wait() == FIRST_PAUSE


@given(st.integers(1, 3), st.lists(st.tuples(st.integers(0, 900), st.booleans()), min_size=1, max_size=120))
def test_a_process_that_ends_again_and_again_logs_in_no_oftener_than_one_that_lives(
    connections: int, happened: Sequence[tuple[int, bool]]
) -> None:
    """Law 3: only what is told on outlasts it, and each has a clock of its own that begins anywhere."""
    wall, begun = Hands(), list[float]()
    starts, lives = Starts(wall, connections), Starts(wall, connections)
    for number, (pause, ends) in enumerate(happened):
        wall.now += pause
        if ends:
            ages, starts = starts.ages(), Starts(Begun(wall, 7_777.0 * number), connections)
            starts.recall(ages)
        if connections == 1:
            assert starts.wait() == lives.wait()
        wall.now += starts.wait()
        for one in (starts, lives):
            one.begun()
        begun.append(wall.now)
    for first in begun:
        assert sum(first <= one < first + 3600 for one in begun) <= 20 * connections


def test_logins_of_a_clock_that_was_set_back_count_as_if_they_were_of_now_and_old_ones_do_not() -> None:
    clock = Hands()
    starts = Starts(clock)
    starts.recall([3_600.0, 5_000.0])
    assert starts.ages() == []
    starts.recall([-90_000.0, 20.0, -5.0])
    assert starts.ages() == [20.0, 0.0, 0.0]
    assert starts.wait() == FIRST_PAUSE
    clock.now += 3600
    assert starts.wait() == 0.0


@pytest.mark.parametrize("connections", [1, 3])
def test_connections_that_break_off_again_and_again_within_a_minute_are_too_many(connections: int) -> None:
    clock = Hands()
    starts = Starts(clock, connections)
    assert [starts.cut() for _ in range(MOST_CUTS * connections + 1)] == [False] * MOST_CUTS * connections + [True]
    clock.now += MINUTE
    assert not starts.cut()


def test_connections_that_break_off_now_and_then_are_fine_for_years() -> None:
    clock = Hands()
    starts = Starts(clock)
    for _ in range(1_000):
        clock.now += MINUTE / MOST_CUTS
        assert not starts.cut()


# --- answers of somebody else --------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 2_000), max_size=100))
@example([0, 0, 3_600])
@example([0, 0, 0, 3_598, 1, 1])
def test_somebody_else_is_told_of_at_most_once_an_hour_and_for_several_signs_of_one_hour(
    pauses: Sequence[int],
) -> None:
    doubles, now, met, told = Doubles(), 0.0, list[float](), list[float]()
    for pause in pauses:
        now += pause
        met.append(now)
        lately = sum(now - one < HOUR for one in met)
        found = doubles.met(now)
        is_quiet = bool(told) and now - told[-1] < HOUR
        assert found == (lately if lately >= LEAST and not is_quiet else 0)
        if found:
            told.append(now)
