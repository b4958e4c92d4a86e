"""Public holidays by country, from the optional library `holidays`. Nothing else in this house knows of it.

What the library says changes from one release to the next. So nobody asks it about a round that is open: the days
stand in the rules of the round since they were made.
"""

# ruff: noqa: PLC0415 # the library may be missing, and takes a tenth of a second that only some need

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY_AND_SUNDAY = frozenset({6, 7})
_ANY_YEAR = 2026
"""The library knows one weekend for each country, whatever the year."""


def almanac() -> Almanac | None:
    """What knows public holidays; None where the optional library is not installed. Imports nothing yet."""
    return Almanac() if find_spec("holidays") is not None else None


class Almanac:
    """As `service.resting.Almanac`. The first question about a region reads the disk; what was found is kept."""

    def regions(self) -> Mapping[str, str]:
        return _regions()

    def days(self, region: str, first: date, last: date) -> frozenset[date]:
        years = range(first.year, last.year + 1) if region in _regions() else ()
        return frozenset(day for year in years for day in _days(region, year) if first <= day <= last)

    def weekend(self, region: str) -> frozenset[int]:
        found = _weekend(region) if region in _regions() else frozenset[int]()
        return found or _SATURDAY_AND_SUNDAY


@cache
def _regions() -> Mapping[str, str]:
    from holidays import list_supported_countries
    from holidays.registry import COUNTRIES

    names = {entry[1]: _apart(entry[0]) for entry in COUNTRIES.values()}
    found: dict[str, str] = {}
    for country, parts in list_supported_countries(include_aliases=False).items():
        name = names.get(country, country)
        found |= {country: name, **{f"{country}-{part}": name for part in parts}}
    return MappingProxyType(found)


def _apart(name: str) -> str:
    """The words of such a name as "NewZealand"."""
    return "".join(f" {sign}" if place and sign.isupper() else sign for place, sign in enumerate(name))


@cache
def _days(region: str, year: int) -> frozenset[date]:
    return frozenset(_holidays(region, year))


@cache
def _weekend(region: str) -> frozenset[int]:
    return frozenset(day + 1 for day in _holidays(region, _ANY_YEAR).weekend)


def _holidays(region: str, year: int) -> HolidayBase:
    from holidays import country_holidays

    country, _, part = region.partition("-")
    return country_holidays(country, part or None, years=year)
