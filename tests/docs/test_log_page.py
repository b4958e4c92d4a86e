"""The page about the log names every kind of entry, with every fact that such an entry really holds."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import cast

import pytest

from codesign_bot.log.kinds import KINDS, OF_COMMUNITIES, OF_ROUNDS, POWER

from ..log import whole  # noqa: TID252 - tests are no package
from ..log.test_facts import leaves  # noqa: TID252 - as above
from .pages import ROOT, page

PROGRAM = ROOT / "docs" / "make_log.py"
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \| (always|not always) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_log", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sections(under: str) -> dict[str, str]:
    """What stands below the heading of each kind, in one of the two chapters."""
    chapter = page("docs/log.md").text.partition(f"\n## {under}\n")[2].partition("\n## ")[0]
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in chapter.split("\n### ")[1:]}


EVERYTHING = {**sections("About a community"), **sections("About a round")}


def test_the_page_is_what_the_program_writes(program: ModuleType) -> None:
    assert page("docs/log.md").text == program.page(), "run: .venv/bin/python docs/make_log.py"


def test_every_kind_stands_there_once_and_in_its_chapter() -> None:
    assert sections("About a community").keys() == OF_COMMUNITIES
    assert sections("About a round").keys() == OF_ROUNDS
    assert page("docs/log.md").text.count("\n### ") == len(KINDS)


def test_acts_of_power_are_marked_and_no_others() -> None:
    marked = {kind for kind, text in EVERYTHING.items() if re.search(r"\*power[,*]", text.split("|")[0])}
    assert marked == POWER


def paths(facts: object, path: str = "") -> Iterator[str]:
    """Every fact in these, as the page names it. What is named by something else, such as a step, is one fact."""
    if isinstance(facts, list):
        for one in cast("list[object]", facts):
            yield from paths(one, f"{path}[].".replace(".[]", "[]"))
    elif isinstance(facts, dict):
        for key, value in cast("Mapping[str, object]", facts).items():
            yield f"{path}{key}"
            yield from paths(value, f"{path}{key}" if isinstance(value, list) else f"{path}{key}.")


def is_told(path: str, told: Mapping[str, str]) -> bool:
    """Whether the page has it, or says that it is words or facts by other names."""
    if path in told:
        return True
    above = path.rpartition(".")[0]
    return told.get(above.removesuffix("[]"), "").startswith(("words", "a list of words", "numbers by name"))


def test_every_fact_of_a_round_in_which_nearly_everything_happens_is_told_there() -> None:
    seen = 0
    for leaf in leaves(whole.told()):
        entry = json.loads(leaf)
        told = {name: what for name, what, _ in ROW.findall(EVERYTHING[entry["type"]])}
        for path in paths(entry["facts"]):
            assert is_told(path, told), (entry["type"], path)
            seen += 1
    assert seen > 500


def test_a_fact_that_is_always_there_is_in_every_entry_of_its_kind() -> None:
    seen = 0
    for leaf in leaves(whole.told()):
        entry = json.loads(leaf)
        for name, _, there in ROW.findall(EVERYTHING[entry["type"]]):
            if there == "always" and "." not in name:
                assert name in entry["facts"], (entry["type"], name)
                seen += 1
    assert seen > 100


def test_a_search_for_facts_finds_those_within_others() -> None:
    found = set(paths({"a": 1, "b": {"c": 2}, "d": [{"e": 3}], "f": [[1, 2]]}))
    assert found == {"a", "b", "b.c", "d", "d[].e", "f"}
    assert is_told("reason.commitment", {"reason": "words"})
    assert not is_told("reason.words", {"other": "words"})


def test_the_program_writes_the_page_beside_itself(tmp_path: Path) -> None:
    copy = tmp_path / PROGRAM.name
    copy.write_text(PROGRAM.read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run([sys.executable, str(copy)], check=True, timeout=60)
    assert {path.name for path in tmp_path.iterdir()} == {PROGRAM.name, "log.md"}
    assert (tmp_path / "log.md").read_text(encoding="utf-8") == page("docs/log.md").text
