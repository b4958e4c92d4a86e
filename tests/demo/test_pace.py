"""The demo's steps are as long as the machine needs, and its silences never make it late."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.catalogue import load_template, load_templates
from codesign_bot.core.phases import WINDOWED
from codesign_bot.demo.pace import (
    CALM_SECONDS,
    QUIET_SECONDS,
    SCALES,
    TEMPLATE,
    Pace,
    scale_for,
    scaled,
    template_name,
    write_templates,
)


def test_the_template_is_a_practice_whose_steps_fit_into_two_minutes() -> None:
    template = load_template(TEMPLATE)
    assert template.is_practice
    steps = sum((template.windows[phase] for phase in WINDOWED), timedelta())
    assert timedelta(seconds=60) < steps + template.checks[-1] <= timedelta(seconds=110)
    assert template.done_confirmations == 3
    assert template.seconders == 3


@given(st.floats(0, 100))
def test_a_slower_machine_gets_at_least_the_time_it_needs_up_to_a_bound(round_trip: float) -> None:
    scale = scale_for(round_trip)
    assert scale in SCALES
    assert scale * QUIET_SECONDS >= round_trip or scale == SCALES[-1]
    assert scale == SCALES[0] or SCALES[SCALES.index(scale) - 1] * QUIET_SECONDS < round_trip


def test_a_quiet_machine_keeps_the_template_as_it_is() -> None:
    assert scale_for(QUIET_SECONDS / 3) == 1
    assert template_name(1) == "demo"
    assert scaled(TEMPLATE.read_text(), 1) == TEMPLATE.read_text()


def test_every_length_of_the_template_that_is_given_in_seconds_grows() -> None:
    text = TEMPLATE.read_text()
    assert re.findall(r'"(\d+) second', text) == re.findall(r'"(\d+) seconds"', text)
    before = [int(one) for one in re.findall(r'"(\d+) seconds"', text)]
    after = [int(one) for one in re.findall(r'"(\d+) seconds"', scaled(text, 3))]
    assert before
    assert after == [3 * one for one in before]


def test_the_organiser_finds_a_template_for_each_scale(tmp_path: Path) -> None:
    write_templates(tmp_path / "templates")
    found = load_templates([tmp_path / "templates"])
    assert set(found) == {template_name(scale, is_short=is_short) for scale in SCALES for is_short in (False, True)}
    quiet = found["demo"]
    for scale in SCALES:
        slow = found[template_name(scale)]
        assert slow.windows == {phase: length * scale for phase, length in quiet.windows.items()}
        assert slow.request_window == quiet.request_window * scale
        assert slow.checks == tuple(check * scale for check in quiet.checks)
        assert slow.done_confirmations == quiet.done_confirmations
        short = found[template_name(scale, is_short=True)]
        assert all(timedelta(0) < slow.windows[phase] / 2 <= length for phase, length in short.windows.items())
        assert all(length < slow.windows[phase] for phase, length in short.windows.items())


@given(st.floats(0, 100), st.integers(0, 30), st.sampled_from(SCALES))
def test_the_silences_of_a_step_leave_the_reserve_untouched(left: float, acts: int, scale: int) -> None:
    pace = Pace(scale, acts)
    pace.begin(left)
    assert 0 <= pace.beat_seconds <= CALM_SECONDS
    spent = pace.beat_seconds * (acts + 1)
    assert spent == 0 or spent <= left - pace.reserve_seconds + 0.01


def test_there_is_a_silence_where_there_is_time_and_none_where_there_is_not() -> None:
    pace = Pace(acts_left=3)
    pace.begin(20)
    assert pace.beat_seconds == CALM_SECONDS
    pace.begin(pace.reserve_seconds)
    assert pace.beat_seconds == 0


def test_a_step_without_an_end_has_no_time_left_to_mind() -> None:
    pace = Pace()
    assert pace.left_seconds is None
    assert pace.beat_seconds > 0
    pace.longer(60)
    assert pace.left_seconds is None


def test_more_time_is_counted() -> None:
    pace = Pace()
    pace.begin(5)
    pace.longer(60)
    assert pace.left_seconds == pytest.approx(65, abs=1)
    pace.begin(None)
    assert pace.left_seconds is None


def test_acts_are_counted_down_and_never_below_none() -> None:
    pace = Pace(acts_left=1)
    pace.acted()
    pace.acted()
    assert pace.acts_left == 0
