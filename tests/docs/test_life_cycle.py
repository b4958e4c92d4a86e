"""The page about the life cycle is what the tables of the core say, in the picture and in words."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from codesign_bot.core.phases import BY_TIME, IN_A_PAUSE, LEAST, MAY, TRANSITIONS, Act, Phase

from .pages import ROOT, page

PROGRAM = ROOT / "docs" / "make_life_cycle.py"
ARROW = re.compile(r"^    (\w+) --> (\w+): (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_life_cycle", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoken(phase: Phase) -> str:
    return phase.value.replace("_", " ").replace("follow up", "follow-up")


def rows(heading: str) -> dict[str, list[str]]:
    """The cells of a table by the first of each row."""
    _, _, after = page("docs/life-cycle.md").text.partition(f"## {heading}\n")
    table = after.partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "|" in line]
    return {first: rest for first, *rest in cells[2:]}


def test_the_page_is_what_the_program_writes(program: ModuleType) -> None:
    assert page("docs/life-cycle.md").text == program.page(), "run: .venv/bin/python docs/make_life_cycle.py"


def test_the_picture_has_every_move_of_the_table_and_no_other() -> None:
    drawn = {(Phase(begin), Phase(end)) for begin, end, _ in ARROW.findall(page("docs/life-cycle.md").text)}
    assert drawn == {(begin, end) for begin, ends in TRANSITIONS.items() for end in ends}


def test_the_picture_marks_what_the_clock_does() -> None:
    marked = {
        (Phase(begin), Phase(end)) for begin, end, by in ARROW.findall(page("docs/life-cycle.md").text) if "time" in by
    }
    assert marked == BY_TIME


def test_the_words_say_the_same_as_the_picture() -> None:
    drawn = {(begin, end): by for begin, end, by in ARROW.findall(page("docs/life-cycle.md").text)}
    told = rows("The same in words")
    assert told.keys() == {spoken(phase) for phase in Phase}
    for begin in Phase:
        ways, _ = told[spoken(begin)]
        expected = [f"{spoken(end)} (by {drawn[begin.value, end.value]})" for end in Phase if end in TRANSITIONS[begin]]
        assert ways == (", ".join(expected) or "nothing: the round is over")


def test_the_words_tell_the_least_time_of_each_step() -> None:
    for phase in Phase:
        least = rows("The same in words")[spoken(phase)][1]
        assert least == (f"{LEAST[phase].total_seconds() / 3600:.0f} hours" if phase in LEAST else "no end of its own")


def test_every_act_is_told_with_the_steps_it_is_possible_in(program: ModuleType) -> None:
    told = rows("Who may do what, when")
    assert len(told) == len(Act)
    for act in Act:
        where, in_a_pause = told[program.WORDS[act]]
        assert (in_a_pause == "yes") is (act in IN_A_PAUSE)
        named = {phase for phase in Phase if re.search(rf"(^|, |but ){spoken(phase)}(,|$)", where)}
        assert (set(Phase) - named if where.startswith("in every step but") else named) == MAY[act]


def test_the_program_writes_the_page_beside_itself(tmp_path: Path) -> None:
    copy = tmp_path / PROGRAM.name
    copy.write_text(PROGRAM.read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run([sys.executable, str(copy)], check=True, timeout=60)
    assert {path.name for path in tmp_path.iterdir()} == {PROGRAM.name, "life-cycle.md"}
    assert (tmp_path / "life-cycle.md").read_text(encoding="utf-8") == page("docs/life-cycle.md").text
