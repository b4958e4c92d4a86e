"""The page about time is what the functions of the core say, and says it of the days that go wrong."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from codesign_bot.core.deciding.power import MOST_TIME_GIVEN
from codesign_bot.core.rules import LONGEST
from codesign_bot.core.windows import LONGEST_REST

from .pages import ROOT, page

PROGRAM = ROOT / "docs" / "make_time.py"
TABLE = "## Days that went through"


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_time", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_time"] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


def rows() -> list[list[str]]:
    """The cells of each hard day."""
    _, _, after = page("docs/time.md").text.partition(TABLE)
    lines = [line for line in after.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_page_is_what_the_functions_say(program: ModuleType) -> None:
    assert page("docs/time.md").text == program.page(), "run: .venv/bin/python docs/make_time.py"


def test_the_program_writes_the_page_beside_itself_and_nothing_else(tmp_path: Path) -> None:
    shutil.copy(PROGRAM, tmp_path)
    subprocess.run([sys.executable, "-B", tmp_path / PROGRAM.name], check=True, cwd=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {PROGRAM.name, "time.md"}
    assert (tmp_path / "time.md").read_text("utf-8") == page("docs/time.md").text


def test_every_hard_day_has_a_row_of_its_own() -> None:
    found = rows()
    assert len(found) >= 30
    assert len({cells[0] for cells in found}) == len(found)
    zones = {cells[1].strip("`") for cells in found}
    assert {"Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Kiritimati", "Etc/GMT+12"} <= zones
    assert {"Asia/Kolkata", "Asia/Kathmandu", "US/Pacific", "Asia/Jerusalem"} <= zones


def test_no_row_ends_earlier_than_wished_nor_at_night_where_there_is_one() -> None:
    moved = 0
    for what, zone, _, _, plain, ends, why in rows():
        assert (why == "stays") is (plain == ends), what
        moved += why != "stays"
        if "night" in why:
            assert "08:00" in ends or "left out" in what, what
        day, wished = (cell.split()[1] for cell in (ends, plain))
        assert day >= wished, (what, zone)
    assert moved >= 15


@pytest.mark.parametrize(
    ("what", "ends"),
    [
        ("a holiday", "Thu 2024-12-26 08:00"),
        ("holidays, a night, a weekend", "Mon 2024-12-30 08:00"),
        ("a weekend, then Easter Monday", "Tue 2024-04-02 08:00 +0100"),
        ("every day a day of rest", "Mon 2024-11-11 12:00"),
        ("the end is an hour that is left out", "Sun 2024-03-31 03:30 +0200"),
        ("the end is an hour that comes twice", "Sun 2024-10-27 02:30 +0100"),
        ("a leap day that is a holiday", "Fri 2024-03-01 08:00"),
        ("and one after it", "Sun 2012-01-01 08:00 +1400"),
    ],
)
def test_hard_days_end_as_worked_out_by_hand(what: str, ends: str) -> None:
    assert [cells[5] for cells in rows() if cells[0] == what] == [ends]


def test_the_bounds_on_the_page_are_those_of_the_rules() -> None:
    text = " ".join(page("docs/time.md").text.split())
    assert f"{MOST_TIME_GIVEN.days} days at a time | until a step is {LONGEST.days} days long" in text
    assert f"moving into the open adds {LONGEST_REST.days} days at most" in text
