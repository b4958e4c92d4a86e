"""A round as the public knows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from codesign_bot.testing.year.cut_off import Asked
from codesign_bot.testing.year.hearsay import Fact


@dataclass(slots=True)
class Idea:
    """One that somebody was told is saved."""

    by: str
    words: str
    is_unsure: bool = False
    """Taken back, joined with another, hidden or forgotten: it may be on no list."""


@dataclass(slots=True)
class Topic:
    """One round as the public knows it."""

    no: int
    home: str
    step: str = "proposed"
    closes: datetime | None = None
    is_planned: bool = False
    is_practice: bool = False
    is_over: bool = False
    is_unsure: bool = False
    """Somebody was forgotten, or was answered when the vote was over: the ballots may not add up."""
    passed: int = 0
    """Requests that passed."""
    ideas: dict[int, Idea] = field(default_factory=dict[int, Idea])
    joined: set[str] = field(default_factory=set[str])
    requests: set[int] = field(default_factory=set[int])
    asked: dict[int, Asked] = field(default_factory=dict[int, Asked])
    """Requests, by when they can be answered."""
    open_for: Asked | None = None
    """The step that is open, where it has an end."""
    chosen: tuple[int, ...] = ()
    vote: str = "vote"
    ballots: dict[str, dict[str, dict[int, int]]] = field(default_factory=lambda: defaultdict(dict))
    tally: dict[str, Mapping[int, tuple[int, int]]] = field(default_factory=dict[str, Mapping[int, tuple[int, int]]])
    fates: dict[int, date] = field(default_factory=dict[int, date])
    published: datetime | None = None
    claimed: set[int] = field(default_factory=set[int])
    reply_by: date | None = None

    def goes_on(self, fact: Fact, closes: datetime | None, at: datetime) -> None:
        """Its step has another end. What was lost is given back only where that is the reason."""
        step, until = self.open_for, fact.said.get("until")
        if step is None or closes is None:
            return
        if fact.key == "extended-outage":
            step.gets_longer(closes, at)
        step.closes = closes
        if isinstance(until, datetime):  # while it stood still nobody lost anything
            step.since = max(step.since, until)
