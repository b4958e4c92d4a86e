"""The commitments in a log, on the disk: which entry speaks of each first, whether the log says that its words were
erased, and where the line stands that opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from codesign_bot.log.aside import Aside

AT_ONCE = 4096
"""Mentions, and lines, that are written down together, in the order of the tree that they go into: a commitment may
belong anywhere in it, and few of its pages are in memory.
"""


class Mentioned:
    """Take the entries, then their lines, then ask for these."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._waiting: list[tuple[str, int]] = []
        aside.do("CREATE TABLE mentioned (commitment TEXT PRIMARY KEY, entry INTEGER, at INTEGER) WITHOUT ROWID")
        aside.do("CREATE TABLE erased (commitment TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, commitments: Iterable[str], entry: int) -> None:
        """What the next entry mentions."""
        self._waiting += [(commitment, entry) for commitment in commitments]
        if len(self._waiting) >= AT_ONCE:
            self.settle()

    def settle(self) -> None:
        """After the last entry."""
        self._waiting.sort()
        self._aside.do_all("INSERT OR IGNORE INTO mentioned (commitment, entry) VALUES (?, ?)", self._waiting)
        self._waiting.clear()

    def erase(self, commitments: Iterable[str]) -> None:
        """The log says that these words were erased."""
        self._aside.do_all("INSERT OR IGNORE INTO erased VALUES (?)", ((one,) for one in commitments))

    def open(self, lines: Iterable[tuple[str, int]]) -> bool:
        """Each commitment, with the place where its line stands. Of two lines of one the first one counts.

        False where one has a line already, or is mentioned nowhere.
        """
        rows = [(at, commitment) for commitment, at in sorted(lines)]
        return self._aside.do_all("UPDATE mentioned SET at = ? WHERE commitment = ? AND at IS NULL", rows) == len(rows)

    def entry(self, commitment: str) -> int | None:
        """The entry that speaks of it first; None where none does."""
        return self._number("SELECT entry FROM mentioned WHERE commitment = ?", commitment)

    def is_erased(self, commitment: str) -> bool:
        return self._number("SELECT 1 FROM erased WHERE commitment = ?", commitment) is not None

    def unopened(self) -> int | None:
        """The first entry that mentions one without a line; None where all have theirs."""
        return self._number("SELECT min(entry) FROM mentioned WHERE at IS NULL")

    def line(self, commitment: str) -> int | None:
        """Where its line stands; None where it has none."""
        return self._number("SELECT at FROM mentioned WHERE commitment = ?", commitment)

    def _number(self, question: str, *values: str) -> int | None:
        row = self._aside.one(question, *values)
        return None if row is None else cast("int | None", row[0])
