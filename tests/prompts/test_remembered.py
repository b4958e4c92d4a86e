"""What is remembered so that it need not be put into words again: of our own words alone, and nothing is mixed up."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import _lru_cache_wrapper  # pyright: ignore[reportPrivateUsage] # there is no other name of the class
from typing import Any, cast
from zoneinfo import ZoneInfo

from codesign_bot.core.ids import PersonId
from codesign_bot.log import markdown
from codesign_bot.log.site.element import element, html
from codesign_bot.log.site.words import sentence
from codesign_bot.messages import FluentVoice
from codesign_bot.phrasing import day, length, moment, recorded, runs
from codesign_bot.phrasing.times import moment_and_utc
from codesign_bot.ports import Reading
from codesign_bot.view import Quoted, Typed, Who, say

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 25, 17, 59, tzinfo=UTC)
ADA = PersonId("p1")


def test_the_hour_that_comes_twice_is_told_as_the_instant_that_is_meant(english: FluentVoice) -> None:
    """A clock that is put back shows 02:30 twice. Two instants of one zone are equal where the clock shows the same."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo(BERLIN))
    second = first.replace(fold=1)
    assert first == second
    said = [moment_and_utc(one, BERLIN, english) for one in (first, second, first)]
    assert "00:30 UTC" in said[0]
    assert "01:30 UTC" in said[1]
    assert said[2] == said[0]
    assert ["00:30" in moment(one, "UTC", english, None) for one in (first, second, first)] == [True, False, True]


def test_an_instant_is_told_in_the_zone_that_is_asked_for_each_time(english: FluentVoice) -> None:
    for _ in range(2):
        assert "17:59" in moment(NOW, "UTC", english, None)
        assert "18:59" in moment(NOW, BERLIN, english, None)
        assert "18:59 (17:59 UTC)" in moment_and_utc(NOW, BERLIN, english)


def test_a_day_and_a_length_are_told_by_each_voice_for_itself(voices: Mapping[str, FluentVoice]) -> None:
    german, english = voices["de"], voices["en"]
    on = date(2026, 11, 25)
    for _ in range(2):
        assert day(on, english) == day(NOW, english) == "Wednesday 25 November 2026"
        assert day(on, german) != day(on, english)
        assert length(timedelta(days=3), english) == "3 days"
        assert length(timedelta(days=3), german) == "3 Tage"
        assert moment(NOW, "UTC", german, None) != moment(NOW, "UTC", english, None)


def remembered() -> list[_lru_cache_wrapper[Any]]:
    """All of our functions that keep what they answered."""
    found = cast("list[_lru_cache_wrapper[Any]]", [one for one in gc.get_objects() if type(one) is _lru_cache_wrapper])
    return [one for one in found if one.__module__.startswith("codesign_bot.")]


def tell(secret: str, reading: Reading) -> str:
    """The same sentences on a page and in a file, each time with other words of somebody."""
    told: list[str] = []
    for said in (
        say("log-words", words=Quoted(secret)),
        say("site-title", community=secret),
        say("record-planned", who=Who(ADA)),
        say("log-planned", after=Typed(secret)),
    ):
        told += [run.words for run in runs(said, reading)]
        told.append(markdown.sentence(said, reading))
        told.append(html(element("p", *sentence(said, reading), aria_label=secret)))
    return "\n".join(told)


def test_nobodys_words_are_remembered(english: FluentVoice) -> None:
    """They can be erased, and then they have to be gone from the memory as well."""
    caches = remembered()
    assert len(caches) > 10
    assert tell("the first secret", recorded(Reading(english, {ADA: "Ada"}, NOW))).count("the first secret") > 9
    before = [one.cache_info().misses for one in caches]
    assert sum(before) > 0
    told = tell("another one", recorded(Reading(english, {ADA: "Another name"}, NOW)))
    assert told.count("another one") > 9
    assert told.count("Another name") > 1
    assert [one.cache_info().misses for one in caches] == before
