"""A short campaign: some weeks of the real bot among people and faults. `make soak` lives whole years."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.testing.year.weather import EVERY, Fault
from codesign_bot.testing.year.year import Plan, Summary, Year

from .campaign import told
from .plans import SHORT
from .planted import PLANTED

WEEKS = replace(SHORT, length=timedelta(days=25), villages=1)
"""Enough for one quick round to be counted."""
STORMY = replace(SHORT, length=timedelta(days=21), every={**EVERY, Fault.OUTAGE: timedelta(hours=9)})
"""Weeks in which people are cut off in the last hours of nearly every request."""


def lived(seed: int, folder: Path, plan: Plan) -> Summary:
    return Year(seed, folder, plan).lives()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_no_promise_is_broken_whatever_goes_wrong(seed: int, tmp_path: Path) -> None:
    year = lived(seed, tmp_path, SHORT)
    assert year.broken == (), f"seed {seed}:\n" + "\n".join(year.broken)
    assert year.rounds >= 5
    assert year.over >= 2, "no round went all its way"
    assert year.passed, "no request passed"
    assert year.processes > 20
    for fault in (Fault.CRASH, Fault.CRASH_IN_SENDING, Fault.CRASH_IN_STORING, Fault.TWICE, Fault.LATE, Fault.OUTAGE):
        assert year.faults[fault], f"{fault.value}: none, so nothing was shown"


CHILD = """
import sys
from pathlib import Path
from codesign_bot.testing.year.year import Plan, Year
from datetime import timedelta
print(Year(3, Path(sys.argv[1]), Plan(villages=1, members=5, length=timedelta(days=9))).lives().digest)
"""


def digest(folder: Path, hash_seed: str) -> str:
    """What a process of its own hears in nine days, hashed."""
    folder.mkdir()
    there = os.environ | {"PYTHONHASHSEED": hash_seed}
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, folder], env=there, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.slow
def test_a_seed_lives_the_same_in_every_process(tmp_path: Path) -> None:
    """Also where Python hashes words in another way: sets of them have another order."""
    first, second = digest(tmp_path / "one", "1"), digest(tmp_path / "two", "2")
    assert first == second
    assert len(first) == 64


def test_another_seed_lives_another_year(tmp_path: Path) -> None:
    plan = Plan(villages=1, members=3, length=timedelta(days=3))
    years: list[Summary] = []
    for seed in (1, 2):
        (tmp_path / str(seed)).mkdir()
        years.append(lived(seed, tmp_path / str(seed), plan))
    assert years[0].digest != years[1].digest
    assert not years[0].broken


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "seeds", "plan", "says"),
    [
        ("closed_a_minute_early", (1,), WEEKS, "ended before"),
        ("said_twice", (1,), WEEKS, "is said twice"),
        ("twice_counts_twice", (1,), WEEKS, "was acknowledged"),
        ("requests_do_not_wait", (3, 2, 6), STORMY, "passed, and people were cut off"),
    ],
)
def test_the_year_finds_a_planted_fault(name: str, seeds: Sequence[int], plan: Plan, says: str, tmp_path: Path) -> None:
    """Within so many seeds: whether a request passes at all is for its people to say."""
    broken: list[str] = []
    for seed in seeds:
        (tmp_path / str(seed)).mkdir()
        with PLANTED[name]():
            broken += lived(seed, tmp_path / str(seed), plan).broken
        if any(says in one for one in broken):
            return
    raise AssertionError(broken)


def test_the_summary_says_what_was_lived_and_how_many_promises_were_broken(tmp_path: Path) -> None:
    plan = Plan(villages=1, members=2, length=timedelta(days=1))
    lines = told([(lived(1, tmp_path, plan), 1.0)], plan)
    assert "seeds: 1" in lines
    assert "communities: 1" in lines
    assert lines[-1] == "promises broken: 0"
