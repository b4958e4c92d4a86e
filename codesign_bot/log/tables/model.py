"""What a table is: its columns, each with what it means, and how it reads an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from codesign_bot.log.kinds import KINDS
from codesign_bot.log.leaf import Leaf
from codesign_bot.log.tables.cells import Cell
from codesign_bot.plain import Plain

Row = tuple[Cell, ...]
Opened = tuple[str, str]
"""Somebody's words, and what is known of them: `THERE`, `ERASED` or `HELD_BACK`; both empty where there are none."""

THERE, ERASED, HELD_BACK = "there", "erased", "held back"


class Openings:
    """What opens the commitments of the entries at hand: by commitment the salt and the words."""

    def __init__(self, openings: Mapping[str, tuple[bytes, str]], held_back: frozenset[str]) -> None:
        self._openings = openings
        self._held_back = held_back

    def read(self, commitment: str) -> tuple[bytes | None, str | None, str]:
        """The salt, the words, and what is known of them. What is not there is erased."""
        if commitment in self._held_back:
            return None, None, HELD_BACK
        salt, words = self._openings.get(commitment, (None, None))
        return salt, words, ERASED if words is None else THERE

    def words(self, fact: Plain) -> Opened:
        """What somebody wrote, as an entry commits to it."""
        commitment = fact.get("commitment") if isinstance(fact, dict) else None
        if not isinstance(commitment, str):
            return "", ""
        _, words, known = self.read(commitment)
        return words or "", known


@dataclass(frozen=True, slots=True)
class Column:
    """`meaning` and `unit` are keys of texts; `source` is the place in an entry of `log.jsonl`."""

    name: str
    meaning: str
    unit: str
    example: str
    source: str


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as it is read: `line` are the bytes that were hashed, `at` the instant as they write it."""

    leaf: Leaf
    line: bytes
    at: str
    openings: Openings


Reads = Callable[[Read], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are those of one entry, without the columns that every table begins with (`columns.EVERYWHERE`)."""

    name: str
    columns: Sequence[Column]
    rows: Reads
    kinds: frozenset[str] = KINDS
    """Entries of other kinds give it no row."""

    @property
    def file(self) -> str:
        """Where it stands in an export."""
        return f"csv/{self.name}.csv"


def cell(facts: Mapping[str, Plain], key: str) -> Cell:
    """A fact that is one value. Where there is none, or it holds more than one, the cell is empty."""
    value = facts.get(key)
    return value if isinstance(value, str | int) else None


def listed(fact: Plain) -> list[dict[str, Plain]]:
    """The objects in a list of facts."""
    return [one for one in fact if isinstance(one, dict)] if isinstance(fact, list) else []


def inner(facts: Mapping[str, Plain], key: str) -> dict[str, Plain]:
    """The facts within a fact; none where it is not there."""
    value = facts.get(key)
    return value if isinstance(value, dict) else {}


def numbers(fact: Plain) -> str:
    """Numbers in one cell, with a space between two: no spreadsheet takes that for a date or a sum."""
    return " ".join(str(one) for one in cast("list[Plain]", fact or []))
