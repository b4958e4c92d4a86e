"""What the pages of a community are made from. Whoever fills it in knows the store; the pages know only this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from codesign_bot.log.leaf import Leaf
from codesign_bot.log.shown import Shown
from codesign_bot.view import Say, Term
from codesign_bot.views.entries import LogLine, about
from codesign_bot.views.logs import kind_of


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the log as a reader sees it: facts, and never anybody's words.

    `no` counts from 1 without a gap. `topic` is the number of a round that is among those of the site; None for an
    entry about the community.
    """

    no: int
    at: datetime
    kind: Term
    about: Say | None = None
    topic: int | None = None

    @classmethod
    def of(cls, leaf: Leaf, zone: str, topic: int | None) -> Line:
        """The entry in a line. Times in it are told in `zone`."""
        told = LogLine(leaf.no, leaf.at, leaf.kind, leaf.facts)
        return cls(leaf.no, leaf.at, kind_of(told), about(told, zone), topic)


@dataclass(frozen=True, slots=True)
class Head:
    """The state of the log that the pages were made from.

    `root` is the Merkle tree hash in hexadecimal (RFC 9162, section 2.1.1) over `size` entries. `note` is the newest
    checkpoint, a signed note, byte for byte as it was posted; `key` is what its signature is checked with. Both are
    None where nothing was signed yet.
    """

    origin: str
    size: int
    root: str
    note: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A community's decision log. `rounds` and `entries` are walked through once, in order, one at a time.

    Each round is shown as of `made_at`; no two have the same topic. `community` is its name, as people wrote it.
    `language` is the code of the language that the pages are in, `zone` the zone that times are told in.
    `dates` is the address of a file for calendars among the pages; None where there is none.
    """

    community: str
    language: str
    zone: str
    made_at: datetime
    rounds: Iterable[Shown]
    entries: Iterable[Line] = ()
    head: Head | None = None
    dates: str | None = None
