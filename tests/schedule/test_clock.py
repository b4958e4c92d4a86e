"""The real clock, and the one that tests move."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from codesign_bot.clock import SystemClock
from codesign_bot.ports import Clock
from codesign_bot.testing.clock import ControlledClock

CLOCKS: tuple[Clock, ...] = (SystemClock(), ControlledClock())


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: type(clock).__name__)
def test_every_clock_shows_aware_instants_in_utc(clock: Clock) -> None:
    assert clock.now().tzinfo is UTC
    assert isinstance(clock.monotonic(), float)


def test_the_real_clock_goes_with_the_machine() -> None:
    clock = SystemClock()
    before, began = datetime.now(UTC), clock.monotonic()
    shown = clock.now()
    time.sleep(0.01)
    assert before <= shown <= datetime.now(UTC)
    assert 0.009 < clock.monotonic() - began < 5


def test_a_controlled_clock_stands_still() -> None:
    clock = ControlledClock()
    first = clock.now(), clock.monotonic()
    time.sleep(0.005)
    assert (clock.now(), clock.monotonic()) == first


def test_time_passes_on_both_of_its_clocks() -> None:
    clock = ControlledClock()
    at, monotonic = clock.now(), clock.monotonic()
    assert clock.advance(timedelta(hours=2)) == clock.now() == at + timedelta(hours=2)
    assert clock.monotonic() == monotonic + 7200
    assert clock.advance_to(at + timedelta(days=1)) == at + timedelta(days=1)
    assert clock.monotonic() == monotonic + 86400


def test_a_step_moves_only_the_wall_clock() -> None:
    clock = ControlledClock()
    at, monotonic = clock.now(), clock.monotonic()
    assert clock.step(timedelta(hours=-1)) == clock.now() == at - timedelta(hours=1)
    assert clock.monotonic() == monotonic


def test_time_never_passes_backwards() -> None:
    clock = ControlledClock()
    with pytest.raises(ValueError, match="forwards"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="forwards"):
        clock.advance_to(clock.now() - timedelta(seconds=1))


def test_it_can_start_at_any_aware_instant() -> None:
    at = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    assert ControlledClock(at).now() == at
    assert ControlledClock(at).now().tzinfo is UTC
    with pytest.raises(ValueError, match="aware"):
        ControlledClock(datetime(2026, 1, 1))  # noqa: DTZ001 # that is the point
