"""What people type to read the log: filters in any order, and bad ones handed back with an example."""

from __future__ import annotations

from datetime import date

import pytest

from codesign_bot.core.refusal import Refusal
from codesign_bot.service.asked import Link, Log, LogPage, Page, Receipt, Show
from codesign_bot.service.grammar import read
from codesign_bot.service.verbs import VERBS
from codesign_bot.service.verbs.log import MOST_SOUGHT, as_typed, log, typed

MARCH = (date(2026, 3, 1), date(2026, 4, 1))
A_DAY = (date(2026, 3, 2), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("rest", "asked"),
    [
        ("", Log()),
        ("decisions", Log()),
        ("power", Log(LogPage.POWER)),
        ("Checkpoint", Log(LogPage.CHECKPOINT)),
        ("entry 12", Log(LogPage.ENTRY, no=12)),
        ("entry #12.", Log(LogPage.ENTRY, no=12)),
        ("4", Log(topic=4)),
        ("#4", Log(topic=4)),
        ("topic 4", Log(topic=4)),
        ("round 4", Log(topic=4)),
        ("\uff14", Log(topic=4)),
        ("2026-03", Log(days=MARCH)),
        ("2026-3", Log(days=MARCH)),
        ("2026/03", Log(days=MARCH)),
        ("2026-03-02", Log(days=A_DAY)),
        ("2026.3.2", Log(days=A_DAY)),
        ("2026-12", Log(days=(date(2026, 12, 1), date(2027, 1, 1)))),
        ("2028-02-29", Log(days=(date(2028, 2, 29), date(2028, 3, 1)))),
        ("lamps", Log(words="lamps")),
        ("“lamps by the pond”", Log(words="lamps by the pond")),
        ("before 85", Log(before=85)),
        ("<85", Log(before=85)),
        ("  <", Log()),
        (
            "power #4 2026-03 before 85 lamps tea",
            Log(LogPage.POWER, topic=4, days=MARCH, before=85, words="lamps tea"),
        ),
        ("tea 2026-03, power, lamps 4", Log(LogPage.POWER, topic=4, days=MARCH, words="tea lamps")),
    ],
)
def test_filters_are_read_in_any_order(rest: str, asked: Log) -> None:
    assert log(rest) == asked


@pytest.mark.parametrize(
    "rest", ["entry", "entry twelve", "before", "before soon", "topic", "round x", "<x", "entry 0"]
)
def test_a_number_that_is_missing_is_answered_with_the_usage(rest: str) -> None:
    with pytest.raises(Refusal) as refused:
        log(rest)
    assert refused.value.key == "usage"
    assert refused.value.arguments["command"] == ("log entry" if rest.startswith("entry") else "log")


@pytest.mark.parametrize("rest", ["2026-13", "2026-02-30", "2026-00", "02/03/2026", "0999-01", "1-2"])
def test_a_day_that_is_none_is_handed_back(rest: str) -> None:
    with pytest.raises(Refusal) as refused:
        log(rest)
    assert (refused.value.key, refused.value.arguments) == ("log-no-such-day", {"given": rest})


def test_what_is_looked_for_has_to_fit_on_a_button() -> None:
    assert log("x" * MOST_SOUGHT).__class__ is Log
    with pytest.raises(Refusal) as refused:
        log("x " * MOST_SOUGHT)
    assert refused.value.key == "log-words-too-long"
    longest = Log(LogPage.POWER, 999_999_999, A_DAY, "x" * MOST_SOUGHT)
    assert len(typed(longest, 999_999_999)) <= 90


@pytest.mark.parametrize(
    "asked", [Log(), Log(LogPage.POWER, topic=4, days=MARCH, words="lamps tea"), Log(topic=4, days=A_DAY)]
)
def test_what_goes_on_asks_for_the_same_entries(asked: Log) -> None:
    line = typed(asked, 85)
    found = read(f"!{line}", (), is_private=False)
    assert found is not None
    again = VERBS[found.verb](found.rest)
    assert isinstance(again, Log)
    assert (again.page, again.days, again.words, again.before) == (asked.page, asked.days, asked.words, 85)
    assert (again.topic or found.topic) == asked.topic


def test_days_are_typed_as_they_are_read() -> None:
    assert [as_typed(days) for days in (MARCH, A_DAY)] == ["2026-03", "2026-03-02"]


def test_a_receipt_is_read_leniently_and_none_means_one_s_own() -> None:
    assert VERBS["receipt"]("Amber-Otter") == Receipt("amber otter")
    assert VERBS["receipt"]("  amber   otter ") == Receipt("amber otter")
    assert VERBS["receipt"]("") == Show(Page.RECEIPT)
    assert VERBS["me"]("receipt") == Show(Page.RECEIPT)
    assert VERBS["me"]("link AB") == Link("AB")


def test_what_only_looks_a_little_like_a_day_is_looked_for() -> None:
    assert log("2026-3-x").words == "2026-3-x"
