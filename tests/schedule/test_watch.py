"""A wall clock that is moved is noticed; one that only runs is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.clock import SystemClock
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.watch import TOLERANCE, Watch, dated

HOUR = timedelta(hours=1)


def test_time_that_passes_on_both_clocks_is_no_jump(clock: ControlledClock) -> None:
    watch = Watch(clock)
    clock.advance(timedelta(days=42))
    assert not watch.has_jumped
    assert watch.moved == timedelta(0)


@pytest.mark.parametrize("jump", [HOUR, -HOUR, TOLERANCE + timedelta(seconds=1), timedelta(days=-400)])
def test_a_jump_is_measured_with_its_direction(clock: ControlledClock, jump: timedelta) -> None:
    watch = Watch(clock)
    clock.advance(timedelta(minutes=7))
    clock.step(jump)
    assert watch.has_jumped
    assert watch.moved == jump


@pytest.mark.parametrize("jump", [TOLERANCE, -TOLERANCE, timedelta(seconds=2)])
def test_up_to_a_minute_is_the_work_of_a_time_server(clock: ControlledClock, jump: timedelta) -> None:
    watch = Watch(clock)
    clock.step(jump)
    assert not watch.has_jumped


def test_a_clock_set_in_small_steps_is_noticed_all_the_same(clock: ControlledClock) -> None:
    watch = Watch(clock)
    for _ in range(3):
        clock.advance(timedelta(seconds=15))
        clock.step(timedelta(seconds=-30))
    assert watch.moved == timedelta(seconds=-90)
    assert watch.has_jumped


def test_begun_anew_the_new_time_is_the_right_one(clock: ControlledClock) -> None:
    watch = Watch(clock)
    clock.step(HOUR)
    watch.begin_anew()
    assert not watch.has_jumped
    clock.step(-HOUR)
    assert watch.moved == -HOUR


@given(
    st.lists(
        st.tuples(st.timedeltas(timedelta(0), timedelta(days=2)), st.timedeltas(-HOUR * 30, HOUR * 30)),
        max_size=20,
    )
)
def test_what_is_noticed_is_the_sum_of_all_that_was_moved(life: list[tuple[timedelta, timedelta]]) -> None:
    clock = ControlledClock()
    watch = Watch(clock)
    for passed, moved in life:
        clock.advance(passed)
        clock.step(moved)
    # The monotonic clock is a float of seconds, so up to a millisecond of rounding over forty days.
    assert abs(watch.moved - sum((moved for _, moved in life), timedelta(0))) < timedelta(milliseconds=1)


def test_the_real_clock_has_not_jumped_since_a_moment_ago() -> None:
    watch = Watch(SystemClock())
    assert abs(watch.moved) < timedelta(seconds=5)
    assert not watch.has_jumped


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Date": "Mon, 23 Nov 2026 19:11:53 GMT"}, datetime(2026, 11, 23, 19, 11, 53, tzinfo=UTC)),
        ({"Date": "Mon, 23 Nov 2026 21:11:53 +0200"}, datetime(2026, 11, 23, 19, 11, 53, tzinfo=UTC)),
        ({"Date": "Mon, 23 Nov 2026 19:11:53 GMT", "Age": "3600"}, None),
        ({"Date": "yesterday"}, None),
        ({"Date": ""}, None),
        ({}, None),
    ],
)
def test_the_date_of_an_answer_is_read_and_nothing_is_guessed(
    headers: dict[str, str], expected: datetime | None
) -> None:
    assert dated(headers) == expected
