"""What the pages point to is there: pages, headings, tests and files. The numbers they tell are those of the code."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from inspect import signature
from pathlib import Path

import pytest

from codesign_bot.core.rules import PLAN_WITHIN, SECONDERS
from codesign_bot.log.bundle import NEEDED
from codesign_bot.schedule import Schedule
from codesign_bot.service.patience import BURST, REFILL
from codesign_bot.store.writer import MOST
from codesign_matrix.pending import KEPT_DAYS, PATIENCE_SECONDS

from .pages import BY_NAME, OPERATING, PAGES, README, ROOT, Page, page

TEST = re.compile(r"\btest_\w+\b(?!\.py)")
BASES = ("", "docs", "codesign_bot", "adapters/codesign_matrix", "docs/adr")
FILE = re.compile(r"[\w.-]+(/[\w.<>-]+)*(/|\.(py|md|toml|ftl|txt))")
ELSEWHERE = re.compile(r"^(data/|venv/|build/|device\.json|config\.toml|[\w-]+-password)|<")
"""Files that an operator has, or that a command makes."""
OF_WHAT_WAS_NOT_DONE = {"docs/adr/0001-adapters-is-a-source-root.md"}
"""A decision also names the layouts that were tried and left."""


@cache
def names_of_tests() -> frozenset[str]:
    """The names of all tests, those of the suites that are shipped for others included."""
    sources = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "codesign_bot/testing").rglob("*.py")]
    return frozenset(
        name
        for path in sources
        for name in re.findall(r"^\s*(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
    )


@pytest.mark.parametrize("one", PAGES, ids=BY_NAME)
def test_tests_that_are_named_are_there(one: Page) -> None:
    assert {name for name in TEST.findall(one.text) if name not in names_of_tests()} == set()


def test_every_promise_names_tests_that_hold_it() -> None:
    why = page("docs/why.md").text
    parts = re.split(r"^\*\*(\d+)\. ", why, flags=re.MULTILINE)
    held = dict(zip(map(int, parts[1::2]), parts[2::2], strict=True))
    assert sorted(held) == list(range(1, 11))
    for number, said in held.items():
        assert len(TEST.findall(said)) >= 2, number


def test_a_test_that_is_not_there_would_be_found() -> None:
    assert TEST.findall("`test_a_pig_can_fly` in tests/test_pigs.py") == ["test_a_pig_can_fly"]
    assert "test_a_pig_can_fly" not in names_of_tests() - {"test_a_pig_can_fly"}
    assert len(names_of_tests()) > 500


@pytest.mark.parametrize("one", PAGES, ids=BY_NAME)
def test_links_lead_somewhere(one: Page) -> None:
    for link in one.links:
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        found = (ROOT / one.path).parent / target if target else ROOT / one.path
        assert found.exists(), link
        assert found.resolve().is_relative_to(ROOT.resolve()), link
        if anchor:
            assert anchor in Page(one.path, found.read_text(encoding="utf-8")).anchors, link


def test_the_readme_leads_to_every_page() -> None:
    """Decisions are found by way of the page about how it is built."""
    reached = {Path(link.partition("#")[0]).as_posix() for link in README.links}
    expected = {name for name in BY_NAME if name.startswith("docs/") and "/adr/" not in name}
    assert expected <= reached
    assert "adr/" in page("docs/architecture.md").links


IN_AN_EXPORT = frozenset(NEEDED)


@pytest.mark.parametrize("one", PAGES, ids=BY_NAME)
def test_files_that_are_named_are_there(one: Page) -> None:
    spans = () if one.path.as_posix() in OF_WHAT_WAS_NOT_DONE else one.spans
    for span in spans:
        if FILE.fullmatch(span) and not ELSEWHERE.search(span) and span not in IN_AN_EXPORT:
            assert any((ROOT / base / span).exists() for base in BASES), span


def test_enough_files_and_links_are_named_to_mean_anything() -> None:
    files = [span for one in PAGES for span in one.spans if FILE.fullmatch(span)]
    assert len(files) > 20
    assert sum(len(one.links) for one in PAGES) > 20


def test_decisions_are_numbered_without_a_gap_and_say_what_they_must() -> None:
    decisions = [one for one in PAGES if one.path.parent.name == "adr"]
    assert [int(one.path.name[:4]) for one in decisions] == list(range(1, len(decisions) + 1))
    for one in decisions:
        number = int(one.path.name[:4])
        assert one.text.startswith(f"# {number}. ")
        assert re.search(r"^Status: accepted, \w+ \d{4}$", one.text, re.MULTILINE)
        for heading in ("Context", "Decision", "Consequences"):
            assert f"\n## {heading}\n" in one.text, one.path


# ------------------------------------------------------------------------------------- numbers of the code

IN_WORDS = {1: "one", 2: "two", 3: "three", 6: "six", 7: "seven", 10: "ten"}


def test_the_limit_for_each_account_is_what_the_pages_say() -> None:
    said = f"{IN_WORDS[BURST]} commands at once, then one every {IN_WORDS[REFILL // timedelta(seconds=1)]} seconds"
    assert said in OPERATING.text
    assert said in page("docs/threats.md").text


def test_seconders_and_the_wait_for_a_plan_are_what_the_readme_says() -> None:
    assert f"when {IN_WORDS[SECONDERS]} others have seconded it" in README.text
    assert f"opens by itself after {IN_WORDS[PLAN_WITHIN // timedelta(days=1)]} days" in README.text


def test_an_unreadable_message_is_kept_and_told_as_the_page_says() -> None:
    assert PATIENCE_SECONDS == 60
    assert "gets an answer after a minute" in OPERATING.text
    assert KEPT_DAYS == 14
    assert "is kept for two\nweeks" in OPERATING.text


def test_the_paces_in_the_decisions_are_those_of_the_code() -> None:
    timers = page("docs/adr/0004-one-wake-up.md").text
    assert f"a sweep every {seconds_of('sweep_every')} seconds" in timers
    assert f"every {seconds_of('heartbeat_every')} seconds" in timers
    assert f"up to {MOST} pieces" in page("docs/adr/0003-sqlite-group-commit.md").text


def seconds_of(pace: str) -> int:
    default: timedelta = signature(Schedule).parameters[pace].default
    return default // timedelta(seconds=1)
