"""What is stored without a look at anything that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign_bot.records import Found, Reads, Row


@dataclass(slots=True)
class KeepWork:
    """Rows that depend on nothing: what an adapter keeps, stored behind everything it was told."""

    keep: Sequence[Row]

    @property
    def reads(self) -> Reads:
        """Nothing."""
        return Reads()

    def decide(self, found: Found) -> Sequence[Row]:
        """The rows as given."""
        del found
        return self.keep

    def committed(self) -> None:
        """Nobody waits for it."""
