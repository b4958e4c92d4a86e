"""The measurement of the log measures what it says, and the promised ratios hold in a short run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import pytest

from benchmarks import bench_log as bench
from codesign_bot.log.tree import Frontier

LOG = bench.Log.of(50)

RIGHT: Mapping[str, float] = {
    bench.BARE: 1.0,
    bench.TREE: 5.0,
    bench.BARE_JSON: 1.0,
    bench.CANONICAL: 10.0,
    bench.FIRST: 2.0,
    bench.LAST: 3.0,
    bench.WHOLE: 100.0,
    bench.BARE_SIGN: 1.0,
    bench.SIGNED: 4.0,
}


def missed(cost: Mapping[str, float]) -> list[str]:
    return [words for is_kept, words in bench.verdicts(cost) if not is_kept]


def test_all_is_kept_where_all_is_within_its_limit() -> None:
    assert missed(RIGHT) == []
    assert len(bench.verdicts(RIGHT)) == 4


@pytest.mark.parametrize(
    ("line", "cost", "said"),
    [
        (bench.TREE, 5.1, "the tree over all entries: 5.10 of sha256 of each entry, bare (limit 5.0)"),
        (bench.CANONICAL, 10.1, "canonical JSON: 10.10 of json with sorted keys, bare (limit 10.0)"),
        (bench.SIGNED, 4.1, "a signed checkpoint: 4.10 of Ed25519 signature, bare (limit 4.0)"),
        (bench.LAST, 3.1, "an entry kept, of the last: 1.55 of an entry kept, of the first (limit 1.5)"),
    ],
)
def test_whatever_was_not_kept_is_said(line: str, cost: float, said: str) -> None:
    assert missed({**RIGHT, line: cost}) == [said]


def test_an_entry_is_as_long_as_one_of_a_real_log_and_each_is_another() -> None:
    assert all(380 <= len(leaf) <= 420 for leaf in LOG.leaves)
    assert len(set(LOG.hashes)) == 50


def test_every_line_has_its_cost_and_the_table_says_of_what() -> None:
    cost = bench.costs(LOG, 1)
    assert cost.keys() == RIGHT.keys()
    assert all(one >= 0 for one in cost.values())
    first, *others = bench.table(RIGHT).splitlines()[2:]
    assert first == "| sha256 of each entry, bare | 1000000.00 | 1.0 |"
    assert "| an entry kept and signed | 100000000.00 | 100.0 |" in others


def test_an_entry_that_is_kept_moves_the_frontier_by_one() -> None:
    frontier = Frontier().extended(LOG.hashes[:49])
    assert bench.keep(frontier, LOG.values[49:]) == Frontier().extended(LOG.hashes)


def test_the_proofs_are_checked_before_their_size_is_told() -> None:
    said = bench.proofs(LOG)
    assert said.startswith("50 entries of 39")
    assert "with 6 hashes" in said


@pytest.mark.timeout(120)
def test_in_a_short_run_every_promised_ratio_holds() -> None:
    run = [sys.executable, "-m", "benchmarks.bench_log", "--entries", "2000", "--turns", "5"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert done.stdout.count("\nKept: ") == 12
    assert "NOT KEPT" not in done.stdout
