"""Days of rest of a community: what its organisers chose, and the days that a round planned today will keep to.

Law. A round keeps to the days that stand in its rules. Nothing here is asked about a round that is planned already.
"""

from __future__ import annotations

import asyncio
import logging
import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rest import NO_REST, Rest
from codesign_bot.core.rules import MOST_AHEAD, reach
from codesign_bot.names import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from codesign_bot.core.rest import Resting
    from codesign_bot.core.rules import Template
    from codesign_bot.records import Community
    from codesign_bot.service.desk import Desk

log = logging.getLogger(__name__)

NONE = frozenset({"none", "off"})
MOST_OWN_DAYS = 100
WEEKEND = frozenset({6, 7})
"""Saturday and Sunday, where no country says otherwise."""

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)


class Almanac(Protocol):
    """What knows the public holidays of the world. The first question about a region may read the disk."""

    def regions(self) -> Mapping[str, str]:
        """By the code of a country or of a part of one, such as "DE" or "DE-BE": the English name of the country."""
        ...

    def days(self, region: str, first: date, last: date) -> frozenset[date]:
        """The public holidays of a region from the first to the last day; none for one that is not known."""
        ...

    def weekend(self, region: str) -> frozenset[int]:
        """The days of its weekend, from 1, Monday, to 7, Sunday; Saturday and Sunday for one that is not known."""
        ...


def shown(rest: Resting) -> str:
    """The holidays, such as "DE-BE 2027-12-24", as they stand in the log; empty for none."""
    return " ".join([*([rest.region] if rest.region else []), *(day.isoformat() for day in rest.days)])


async def with_days(desk: Desk, rest: Resting, typed: str, today: date) -> Resting:
    """With a region and days as somebody typed them, in any order, in place of those before. Raises `Refusal`.

    "none" stands for neither.
    """
    words = unicodedata.normalize("NFKC", typed).replace(",", " ").split()
    if len(words) == 1 and words[0].casefold() in NONE:
        return replace(rest, region=None, days=())
    days = sorted({_day(word, today) for word in words if _DAY.fullmatch(word)})
    if len(days) > MOST_OWN_DAYS:
        raise Refusal("holidays-too-many", most=MOST_OWN_DAYS)
    name = " ".join(word for word in words if not _DAY.fullmatch(word))
    region = await asyncio.to_thread(_region, desk.almanac, name) if name else None
    return replace(rest, region=region, days=tuple(days))


def _day(word: str, today: date) -> date:
    try:
        day = date(*map(int, word.split("-")))
    except ValueError:
        raise Refusal("usage", command="setup holidays") from None
    if not today <= day <= today + MOST_AHEAD:
        raise Refusal("holidays-out-of-reach", day=day.isoformat())
    return day


def _region(almanac: Almanac | None, typed: str) -> str:
    if almanac is None:
        raise Refusal("holidays-not-here")
    regions = almanac.regions()
    called = _called(regions)
    wanted = typed.casefold()
    found = called.get(wanted) or called.get(wanted.replace(" ", "-"))
    if found is None:
        near = list(dict.fromkeys(called[name] for name in nearest(wanted, sorted(called), 20)))[:5]
        raise Refusal("holidays-unknown", near=", ".join(f"{code} ({regions[code]})" for code in near))
    return found


def _called(regions: Mapping[str, str]) -> dict[str, str]:
    """Codes by all that a region may be called: its code, and for a whole country its English name."""
    codes = {code.casefold(): code for code in regions}
    return {name.casefold(): code for code, name in regions.items() if "-" not in code} | codes


def rest_of(desk: Desk, community: Community, template: Template, now: datetime) -> Rest:
    """The days of rest for a round that is planned now, as far ahead as it can need them. A practice has none."""
    if template.is_practice:
        return NO_REST
    today = now.astimezone(desk.zone(community.zone)).date()
    last = today + reach(template)
    public, weekend = frozenset[date](), WEEKEND
    chosen = community.rest
    if desk.almanac is not None and chosen.region is not None:
        public = desk.almanac.days(chosen.region, today, last)
        weekend = desk.almanac.weekend(chosen.region)
    days = public | frozenset(chosen.days)
    return Rest(weekend if chosen.weekends else frozenset(), days).within(today, last)


async def look_up(desk: Desk, region: str | None) -> None:
    """Have the holidays of a region at hand before a round needs them: the first look reads the disk."""
    if region is None:
        return
    today = desk.clock.now().date()
    if desk.almanac is None:
        log.warning("no public holidays: the extra codesign-bot[holidays] is not installed", extra={"action": "rest"})
        return
    await asyncio.to_thread(desk.almanac.days, region, today, today + MOST_AHEAD)
    await asyncio.to_thread(desk.almanac.weekend, region)
