"""Whether the bench of the timers measures what it says, and finds out what was not kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import bench_timers as bench
from benchmarks import rival_timers as rival
from benchmarks.bench_timers import Load, Measured
from benchmarks.rival_timers import Burst

OURS = Burst(1000, 17.0, 1000, 0, 60.0, 90.0, 7.0)
THEIRS = Burst(1000, 46.0, 1000, 0, 27.0, 28.0, 17.0)
KEPT = Measured(11.0, 3.0, {"ours": OURS}, {"theirs": THEIRS})


def test_all_is_kept_where_all_is_within_its_limit() -> None:
    assert [is_kept for is_kept, _ in bench.verdicts(KEPT)] == [True] * 4


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (replace(KEPT, armed_ms=100.0), "an armed wake-up 100.0 ms"),
        (replace(KEPT, ours={"ours": replace(OURS, stall_ms=50.0)}, theirs={"theirs": replace(THEIRS, stall_ms=500.0)}),
         "the loop stalls for 50.0 ms"),
        (replace(KEPT, ours={"ours": OURS, "other": replace(OURS, stall_ms=9.0)}), "that is 0.53 of APScheduler's"),
        (replace(KEPT, ours={"ours": replace(OURS, ran=999, dropped=1)}), "1 deadlines were dropped"),
    ],
)  # fmt: skip
def test_whatever_was_not_kept_is_said(found: Measured, said: str) -> None:
    (not_kept,) = [words for is_kept, words in bench.verdicts(found) if not is_kept]
    assert not_kept.startswith(said)


async def test_every_deadline_that_was_due_is_settled_and_none_that_was_not(tmp_path: Path) -> None:
    found = await bench.measure(tmp_path, Load(armed=500, due=300, on_disk=5))
    assert [(one.jobs, one.ran, one.dropped) for one in found.ours.values()] == [(300, 300, 0)] * 2
    assert [(one.jobs, one.ran) for one in found.theirs.values()][:2] == [(300, 300), (5, 5)]
    shown = bench.table(found)
    assert shown.count("\n| codesign-bot, 200 a time") == 2
    assert shown.count("\n| APScheduler, jobs on disk") == 2


async def test_a_rival_that_is_told_to_never_drops_what_is_late() -> None:
    """With as many jobs it does not come to its end within what it would take for late."""
    found = await rival.burst(rival.memory(), 50, grace=None)
    assert (found.ran, found.dropped) == (50, 0)
    assert found.late_p50_ms >= 0
    assert found.arm_us > 0


async def test_what_a_rival_drops_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it comes, APScheduler drops what is late; here all is, for the instant comes before it has begun."""
    monkeypatch.setattr(rival, "SPARE_SECONDS", -30.0)
    found = await rival.burst(rival.on_disk(tmp_path / "jobs.db"), 5, grace=rival.GRACE_SECONDS)
    assert (found.ran, found.dropped) == (0, 5)
    assert found.late_p99_ms == 0.0
