"""The measurement of exports works on a log that is whole, and says which promise was not kept."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import long_log
from benchmarks.long_log import CHECK, HAND_OUT, Cost, Measured
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict

SMALL = Measured(50_000, 100_000_000, Cost(2.5, 15_000_000), Cost(2.5, 2_000_000), 0.05, 0.25)
LARGE = Measured(100_000, 200_000_000, Cost(5.0, 16_000_000), Cost(5.0, 3_000_000), 0.1, 0.5)


def missed(large: Measured) -> list[str]:
    return [words for is_kept, words in long_log.verdicts(SMALL, large) if not is_kept]


def test_all_is_kept_where_all_is_within_its_limit() -> None:
    assert missed(LARGE) == []
    assert len(long_log.verdicts(SMALL, LARGE)) == 5


@pytest.mark.parametrize(
    ("large", "said"),
    [
        (replace(LARGE, handed_out=Cost(40.5, 16_000_000)), "handed out: 81.0 of the bare reading (limit 80.0)"),
        (replace(LARGE, checked=Cost(9.9, 2_000_000), read=0.3), "checked: 33.0 of the bare reading (limit 25.0)"),
        (
            replace(LARGE, checked=Cost(5.0, 5_000_000)),
            "checked: 60 bytes held of each further entry (limit 50)",
        ),
        (replace(LARGE, checked=Cost(10.4, 2_000_000)), "100,000 entries checked in 10.4 s (limit 10)"),
    ],
)
def test_whatever_was_not_kept_is_said(large: Measured, said: str) -> None:
    assert missed(large) == [said]


def test_of_a_short_log_neither_its_memory_nor_its_seconds_are_judged() -> None:
    short = replace(LARGE, size=80_000, checked=Cost(11.0, 10**9))
    assert missed(short) == []
    assert len(long_log.verdicts(SMALL, short)) == 2


def test_every_row_of_the_table_says_its_times() -> None:
    rows = [row.split("|") for row in SMALL.table().splitlines()]
    assert len(rows) == 4
    assert [row[2].strip() for row in rows] == ["1.00", "5.00", "50.00", "50.00"]
    assert [row[5].strip() for row in rows] == ["", "", "15.0", "2.0"]


def test_a_long_log_is_handed_out_and_checked_in_processes_of_their_own(tmp_path: Path) -> None:
    (store, size), archive = long_log.lengthened(tmp_path, 700), tmp_path / "log.zip"
    assert 700 <= size < 760
    handed_out, checked = long_log.cost_of(HAND_OUT, store, archive), long_log.cost_of(CHECK, archive)
    assert handed_out.seconds > 0
    assert checked.seconds > 0
    report = check(archive, Asked())
    assert report.verdict is Verdict.INTACT
    assert f"{size} entries" in report.lines[0]
    assert sum("was counted anew" in line for line in report.lines) > 10
    with zipfile.ZipFile(archive) as held:
        assert held.read("log.jsonl").count(b"\n") == size
        assert len(set(held.read("words.jsonl").splitlines())) > 300
    assert long_log.hashed_bare(archive) >= 0
    assert long_log.read_bare(archive) > 0


def test_an_archive_that_is_not_intact_is_not_measured(tmp_path: Path) -> None:
    (store, _), archive = long_log.lengthened(tmp_path, 60), tmp_path / "log.zip"
    long_log.cost_of(HAND_OUT, store, archive)
    archive.write_bytes(archive.read_bytes()[:-1])
    with pytest.raises(RuntimeError):
        long_log.cost_of(CHECK, archive)
