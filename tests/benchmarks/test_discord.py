"""The measurement on Discord measures what it says, and says where a promise was not kept."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import bench_discord as bench
from benchmarks.bench_discord import Crowd, Exact
from benchmarks.bench_latency import process

EXACT = Exact(Counter({1: 3}), Counter({1: 3}), presses=3, slowed=0, old_edits=0, late=0)
QUICK = Crowd(500, [0.5] * 500)


def missed(costs: dict[str, list[float]], many: Crowd, vote: Exact) -> list[str]:
    return [words for is_kept, words in bench.verdicts(costs, many, vote) if not is_kept]


def test_all_is_kept_where_all_is_within_its_limit() -> None:
    assert missed({"bare": [0.001], "ours": [0.0024]}, QUICK, EXACT) == []


@pytest.mark.parametrize(
    ("costs", "many", "vote", "said"),
    [
        ({"bare": [0.001], "ours": [0.003]}, QUICK, EXACT, "ours: 3.00 of bare"),
        ({"bare": [1.0], "ours": [1.0]}, Crowd(100, [0.1] * 90 + [2.0] * 10), EXACT, "p99 2.00 s"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter({1: 3}), Counter({1: 2}), 3, 0, 0, 0), "2 are stored"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter(), Counter(), 3, 1, 0, 0), "1 times 429"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter(), Counter(), 3, 0, 1, 0), "1 times 30046"),
        ({"bare": [1.0], "ours": [1.0]}, QUICK, Exact(Counter(), Counter(), 3, 0, 0, 2), "2 acknowledgements"),
    ],
)
def test_whatever_was_not_kept_is_said(costs: dict[str, list[float]], many: Crowd, vote: Exact, said: str) -> None:
    (words,) = missed(costs, many, vote)
    assert said in words


async def test_the_time_of_another_process_on_the_processor_is_read(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ntime.sleep(60)"
    log = tmp_path / "log"
    async with process(["-c", busy], log) as pid:
        began = bench.processor_seconds(pid)
        while "done" not in log.read_text():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
        used = bench.processor_seconds(pid)
        await asyncio.sleep(0.3)
        assert bench.processor_seconds(pid) - used < 0.1, "asleep it uses none"
    assert began < 0.3 <= used < 2


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_short_run_counts_every_dot() -> None:
    run = [sys.executable, "-m", "benchmarks.bench_discord", "--turns", "1", "--people", "200"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=280)
    assert "| codesign-bot, a vote |" in done.stdout, done.stderr[-3000:]
    assert "Kept: 1000 dots were given, 1000 are stored" in done.stdout
    assert "Kept: 1000 answers, 0 times 429" in done.stdout
    assert "Kept: 0 times 30046" in done.stdout
    assert "Kept: 0 acknowledgements came too late" in done.stdout
