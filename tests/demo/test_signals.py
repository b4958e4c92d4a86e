"""Ctrl-C at any moment leaves no process and no folder behind."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from .running import Demo, running

pytestmark = [
    pytest.mark.synapse,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc"),
]

MOMENTS = random.Random()  # noqa: S311 - other moments at each run, and what fails names it
BEFORE = "Stopped before anything was begun."
AFTER = "Stopped. Nothing was left behind."


def assert_nothing_is_left(demo: Demo, tmp_path: Path) -> None:
    assert demo.survivors() == []
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("number", range(6))
def test_an_interrupt_at_any_moment_leaves_nothing_behind(number: int, tmp_path: Path) -> None:
    seconds = MOMENTS.uniform(0.3, 1.5) if number < 2 else MOMENTS.uniform(1, 14)
    with running(tmp_path) as demo:
        time.sleep(seconds)
        status = demo.interrupt()
        assert status == 130, (seconds, demo.errors)
        assert demo.errors.strip() in {BEFORE, AFTER}, seconds
        assert "Traceback" not in demo.shown + demo.errors
        assert_nothing_is_left(demo, tmp_path)


def test_an_interrupt_while_the_homeserver_starts_takes_the_homeserver_with_it(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        give_up = time.monotonic() + 60
        while len(demo.survivors()) < 2:
            assert time.monotonic() < give_up, "the homeserver never came up"
            time.sleep(0.02)
        assert demo.interrupt() == 130
        assert demo.errors.strip() == AFTER
        assert_nothing_is_left(demo, tmp_path)


def test_an_impatient_person_presses_ctrl_c_several_times(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        demo.until("Before the round", within_seconds=90)
        for _ in range(4):
            demo.process.send_signal(signal.SIGINT)
            time.sleep(0.05)
        assert demo.process.wait(40) == 130
        assert demo.errors.strip() == AFTER
        assert_nothing_is_left(demo, tmp_path)


def test_a_closed_terminal_ends_it_as_well(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        demo.until("Before the round", within_seconds=90)
        demo.process.send_signal(signal.SIGHUP)
        assert demo.process.wait(40) == 128 + signal.SIGHUP
        assert_nothing_is_left(demo, tmp_path)


def test_a_demo_that_is_killed_takes_its_homeserver_with_it_and_the_next_one_tidies_up(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        demo.until("Before the round", within_seconds=90)
        demo.process.kill()
        demo.process.wait()
        give_up = time.monotonic() + 20
        while demo.survivors() and time.monotonic() < give_up:
            time.sleep(0.1)
        assert demo.survivors() == []
        assert (demo.folder / "data").exists()
    with running(tmp_path) as following:
        following.until("starts", within_seconds=60)
        assert following.interrupt() == 130
        assert not (following.folder / "data").exists()
