"""The measurement of each form of an export counts what was done for it, and says which limit was not kept."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from benchmarks import forms, long_log
from benchmarks.forms import ALL, BESIDE, FILES, LIMITS, LINES, LOG_PAGES, PAGES, TABLES, Form, Shares, form_of

RIGHT = Form(LINES, 5.0, 1.0, 400)


def worked(seconds: float) -> None:
    """Keep the processor busy for so long."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        sha256(b"x").digest()


def test_what_is_done_within_another_form_is_counted_there_alone() -> None:
    shares = Shares()
    with shares.of(ALL):
        worked(0.01)
        with shares.of(LINES):
            worked(0.03)
        with shares.of(TABLES):
            worked(0.02)
            with shares.of(LINES):
                worked(0.03)
    assert shares.spent[ALL] == pytest.approx(0.01, abs=0.006)
    assert shares.spent[TABLES] == pytest.approx(0.02, abs=0.006)
    assert shares.spent[LINES] == pytest.approx(0.06, abs=0.012)


def fail(shares: Shares) -> None:
    with shares.of(ALL), shares.of(LINES):
        worked(0.01)
        raise ValueError("x")


def test_what_fails_is_counted_and_what_follows_is_not_mixed_up_with_it() -> None:
    shares = Shares()
    with pytest.raises(ValueError, match="x"):
        fail(shares)
    with shares.of(TABLES):
        worked(0.01)
    assert shares.spent[LINES] == pytest.approx(0.01, abs=0.005)
    assert shares.spent[ALL] < 0.005
    assert shares.spent[TABLES] == pytest.approx(0.01, abs=0.005)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("log.jsonl", LINES),
        ("words.jsonl", BESIDE),
        ("csv/entries.csv", TABLES),
        ("site/log/12.html", LOG_PAGES),
        ("markdown/0001-the-park.md", FILES),
        ("site/rounds/1.html", PAGES),
        ("site/index.html", ALL),
        ("README.md", ALL),
    ],
)
def test_every_file_belongs_to_a_form(name: str, form: str) -> None:
    assert form_of(name) == form


def test_the_lines_may_take_five_times_their_bare_hashing_and_no_more() -> None:
    assert LIMITS[LINES] == 5.0
    assert forms.verdicts([RIGHT]) == [(True, "log.jsonl: 5.0 of its bare hashing (limit 5.0)")]
    assert forms.verdicts([replace(RIGHT, seconds=5.1)]) == [(False, "log.jsonl: 5.1 of its bare hashing (limit 5.0)")]


@pytest.mark.parametrize("name", list(LIMITS))
def test_every_form_has_a_limit_that_it_can_miss(name: str) -> None:
    kept, missed = Form(name, LIMITS[name], 1.0, 1), Form(name, LIMITS[name] * 1.1, 1.0, 1)
    assert [is_kept for is_kept, _ in forms.verdicts([kept, missed])] == [True, False]


def test_a_row_says_what_it_is_by_entry_and_what_belongs_to_no_form_stands_below() -> None:
    first, last = forms.table([RIGHT], 2, 7.0).splitlines()
    assert first == "| `log.jsonl` | 200 | 500000.00 | 2500000.00 | 5.0 |"
    assert last == "| for all forms | | | 1000000.00 | |"


def test_every_form_of_a_real_export_is_measured_by_its_own_bytes(tmp_path: Path) -> None:
    (store, _), archive = long_log.lengthened(tmp_path, 150), tmp_path / "log.zip"
    cost = long_log.cost_of(long_log.HAND_OUT, store, archive)
    assert set(LIMITS) <= set(cost.spent)
    assert 0 < sum(cost.spent.values()) <= cost.seconds
    found = {one.name: one for one in forms.forms(archive, cost.spent, 1)}
    with zipfile.ZipFile(archive) as held:
        sizes = {one.filename: one.file_size for one in held.infolist()}
    for name, form in found.items():
        assert form.bytes == sum(size for file, size in sizes.items() if file.startswith(name))
        assert form.seconds == cost.spent[name]
        assert form.bare > 0
    assert sum(file.startswith(PAGES) for file in sizes) == sum(file.startswith(FILES) for file in sizes) > 3
