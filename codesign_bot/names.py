"""Names people type: the zones of the world, and the known names nearest to a misspelt one."""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher
from functools import cache
from zoneinfo import available_timezones

_NOT_FOR_PEOPLE = frozenset({"Factory", "localtime", "posixrules"})


def nearest(name: str, names: Collection[str], most: int = 5) -> tuple[str, ...]:
    """Up to `most` of the names, the nearest first; equally near ones by name.

    Letter case, blanks and underscores do not count, and a name with parts ("Europe/Berlin") is as near as
    the nearest of the whole and its last part.
    """
    wanted = _folded(name)
    ranked = sorted(names, key=lambda known: (-_likeness(wanted, known), known))
    return tuple(ranked[:most])


def likeness(name: str, known: str) -> float:
    """How alike two names are, from 0 (nothing in common) to 1 (the same but for case and blanks)."""
    return _likeness(_folded(name), known)


@cache
def known_zones() -> frozenset[str]:
    """The IANA zones this machine knows. Reads the disk the first time, so ask before the event loop runs."""
    return frozenset(available_timezones() - _NOT_FOR_PEOPLE)


def _likeness(wanted: str, known: str) -> float:
    folded = _folded(known)
    return max(
        SequenceMatcher(None, wanted, part, autojunk=False).ratio() for part in (folded, folded.rpartition("/")[2])
    )


def _folded(name: str) -> str:
    return "_".join(name.casefold().replace("_", " ").split())
