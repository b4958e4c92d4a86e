"""What the optional library says of public holidays. Nothing here pins a day that a parliament can move next year."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from codesign_bot.almanac import Almanac, almanac

pytest.importorskip("holidays", reason="the extra codesign-bot[holidays] is not installed")

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def found() -> Almanac:
    known = almanac()
    assert known is not None
    return known


def test_countries_and_their_parts_are_known_by_code_and_name(found: Almanac) -> None:
    regions = found.regions()
    assert len(regions) > 500
    assert regions["DE"] == regions["DE-BE"] == "Germany"
    assert regions["NZ"] == "New Zealand"
    assert "UK" not in regions, "one name for each: aliases are left out"


def test_the_holidays_of_a_part_of_a_country_are_its_own(found: Almanac) -> None:
    country, part = found.days("DE", *YEAR), found.days("DE-BE", *YEAR)
    assert country < part
    assert date(2026, 12, 25) in country
    assert date(2026, 3, 8) in part - country
    assert all(day.year == 2026 for day in part)


def test_days_are_told_from_the_first_to_the_last_over_several_years(found: Almanac) -> None:
    days = found.days("DE", date(2026, 12, 26), date(2028, 1, 1))
    assert {day.year for day in days} == {2026, 2027, 2028}
    assert min(days) == date(2026, 12, 26)
    assert max(days) == date(2028, 1, 1)
    assert found.days("DE", date(2026, 12, 26), date(2026, 12, 25)) == set()


@pytest.mark.parametrize(("region", "weekend"), [("IL", {5, 6}), ("DE", {6, 7}), ("US-CA", {6, 7}), ("XX", {6, 7})])
def test_the_weekend_is_that_of_the_country(found: Almanac, region: str, weekend: set[int]) -> None:
    assert found.weekend(region) == weekend


@pytest.mark.parametrize("region", ["XX", "", "DE-XX", "de", "DE-", "../DE"])
def test_a_region_that_is_not_known_has_no_holidays(found: Almanac, region: str) -> None:
    assert found.days(region, *YEAR) == set()


def test_every_region_can_be_asked_for_ten_years(found: Almanac) -> None:
    """All of them would take long: every tenth, which are others with each release of the library."""
    regions = sorted(found.regions())[::10]
    assert len(regions) > 60
    for region in regions:
        days = found.days(region, date(2026, 1, 1), date(2035, 12, 31))
        assert all(date(2026, 1, 1) <= day <= date(2035, 12, 31) for day in days)
        assert 0 < len(found.weekend(region)) < 7


def test_without_the_library_there_is_no_almanac(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_: str) -> None:
        return None

    monkeypatch.setattr("codesign_bot.almanac.find_spec", nothing)
    assert almanac() is None


def test_the_library_is_not_loaded_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "holidays"]:
        monkeypatch.delitem(sys.modules, name)
    assert almanac() is not None
    assert "holidays" not in sys.modules
