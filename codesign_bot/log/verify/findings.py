"""What a check found, in sentences for whoever asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

LONGEST = 2_000
"""Characters of one sentence."""


class Verdict(IntEnum):
    """As the exit status of `codesign-bot verify`."""

    INTACT = 0
    TAMPERED = 1
    USAGE = 2
    INCOMPLETE = 3


class Tampered(Exception):
    """Something is not as it was signed. Says in a sentence what, naming the first bad entry."""


class Incomplete(Exception):
    """Something that was signed is missing. Says in a sentence what."""


class Misused(Exception):
    """What was asked for cannot be done: no such file, a key that is none. Says in a sentence what."""


@dataclass(slots=True)
class Report:
    """What the check comes to. `lines` are to be read from the first to the last."""

    verdict: Verdict = Verdict.INTACT
    lines: list[str] = field(default_factory=list[str])

    def note(self, line: str) -> None:
        """Something to know. What stands in an export may be long, or so that a terminal would obey it: it does not."""
        short = line if len(line) <= LONGEST else f"{line[:LONGEST]} …"
        self.lines.append("".join(one if one.isprintable() else ascii(one)[1:-1] for one in short))
