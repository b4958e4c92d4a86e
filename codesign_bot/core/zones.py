"""Zones by their name, also where this machine's copy of the time zone database does not have it (any more).

Zones are renamed, and systems move old names into a package of their own. A round that lives in such a zone goes on:
under another name of the same place, else in UTC. What was announced is an instant and does not change with it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from codesign_bot.core.zone_names import ALIKE

LAST_RESORT = "UTC"
"""The zone where nobody knows any other name of the one that is missing."""


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The zone of this name, or what stands in for it. The first look at one reads the disk.

    What was read then is what counts until the process ends, whatever becomes of the file.
    """
    found = _own(name)
    return found if found is not None else ZoneInfo(stand_in(name))


def is_known(name: str) -> bool:
    """Whether this machine has a zone of exactly this name. Reads the disk the first time."""
    return _own(name) is not None


@cache
def stand_in(name: str) -> str:
    """The name under which a zone is found that this machine does not have. The answer is kept until it ends."""
    lines = map(str.split, ALIKE.splitlines())
    alike = next((names for names in lines if name in names), list[str]())
    return next((other for other in alike if _own(other) is not None), LAST_RESORT)


def _own(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except Exception:  # noqa: BLE001 - not there, no name at all, or whatever reading a broken file leads to
        return None
