"""Counting closed ballots once, exactly, whatever order they came in and whatever the ideas are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from codesign_bot.core.counting.ballots import Dots
from codesign_bot.core.ids import IdeaNo

Ballot = frozenset[tuple[IdeaNo, int]]
"""A ballot in a form that can be compared: the pairs (idea, dots), all dots above nought."""


class Rule(Enum):
    """The rule that decides, fixed before the opening."""

    DOTS = "dots"
    SUPPORTERS = "supporters"
    FAIR_SHARE = "fair_share"
    APPROVAL = "approval"
    """One dot an idea, on any number of ideas; counted like supporters."""

    @property
    def sentence_key(self) -> str:
        """The message key of the one plain sentence that stands on the ballot and in the log."""
        return f"rule-{self.value.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class IdeaCount:
    """What one idea was given: all dots, different people, and the most from one person."""

    idea: IdeaNo
    dots: int
    supporters: int
    most_from_one: int


@dataclass(frozen=True, slots=True)
class Count:
    """All that the rules need to know of the ballots.

    `lines` stand in the order the ideas were given in; that order is used to list ideas, never to
    choose between them. `ballots` are those with at least one dot. `alike` holds each different
    ballot with the number of people who handed it in, so size follows the different ballots.
    """

    lines: tuple[IdeaCount, ...]
    ballots: int
    alike: frozenset[tuple[Ballot, int]] = field(repr=False)  # a ballot never reaches a log by accident

    @classmethod
    def of(cls, ballots: Iterable[Dots], ideas: Sequence[IdeaNo]) -> Count:
        """Count in one pass. Ballots that give no dot at all are not ballots.

        Ballots were checked when they were cast, so an idea named twice in `ideas`, a ballot with
        an idea that is not among them, or with fewer dots than none, is a fault: ValueError.
        """
        alike = _non_empty(Counter(frozenset(ballot.items()) for ballot in ballots))
        dots, supporters, most = (dict.fromkeys(ideas, 0) for _ in range(3))
        if len(dots) != len(ideas):
            raise ValueError("an idea stands twice among the ideas to be counted")
        for ballot, people in alike.items():
            for idea, given in ballot:
                if idea not in dots or given < 0:
                    raise ValueError(f"a stored ballot cannot be counted: {given} on idea {idea}")
                dots[idea] += given * people
                supporters[idea] += people
                most[idea] = max(most[idea], given)
        lines = tuple(IdeaCount(idea, dots[idea], supporters[idea], most[idea]) for idea in ideas)
        return cls(lines, sum(alike.values()), frozenset(alike.items()))

    @property
    def ideas(self) -> tuple[IdeaNo, ...]:
        return tuple(line.idea for line in self.lines)

    @property
    def supported(self) -> frozenset[IdeaNo]:
        """The ideas with at least one dot. No other idea is ever chosen."""
        return frozenset(line.idea for line in self.lines if line.supporters)

    def dots(self) -> dict[IdeaNo, int]:
        return {line.idea: line.dots for line in self.lines}

    def supporters(self) -> dict[IdeaNo, int]:
        return {line.idea: line.supporters for line in self.lines}

    def in_listing_order(self, ideas: Collection[IdeaNo]) -> tuple[IdeaNo, ...]:
        """These ideas in the order of `lines`: for reading only."""
        return tuple(line.idea for line in self.lines if line.idea in ideas)

    def camps(self) -> dict[frozenset[IdeaNo], int]:
        """How many people supported exactly which ideas, however many dots they gave."""
        camps: Counter[frozenset[IdeaNo]] = Counter()
        for ballot, people in self.alike:
            camps[frozenset(idea for idea, _ in ballot)] += people
        return dict(camps)

    def voters_with_any_of(self, ideas: Collection[IdeaNo]) -> int:
        """How many people gave a dot to at least one of these ideas."""
        wanted = frozenset(ideas)
        return sum(people for camp, people in self.camps().items() if not camp.isdisjoint(wanted))


def _non_empty(ballots: Mapping[Ballot, int]) -> dict[Ballot, int]:
    cleaned: Counter[Ballot] = Counter()
    for ballot, people in ballots.items():
        cleaned[frozenset(pair for pair in ballot if pair[1])] += people
    cleaned.pop(frozenset(), None)
    return dict(cleaned)
