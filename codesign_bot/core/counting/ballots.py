"""What one person may hand in: dots on ideas, within the rules that were fixed at the opening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.refusal import Refusal

Dots = Mapping[IdeaNo, int]
"""One ballot: how many dots a person put on which idea."""

MAX_IDEAS_ON_A_BALLOT = 24
"""More than this overloads the reader: vote in two halves, or sort again."""

CAP = 2
"""Most dots on one idea: stacked without a limit, five dots say no more than one dot does."""

_FEWEST_DOTS, _MOST_DOTS = 3, 8


def dots_for(ideas: int) -> int:
    """The dots each person holds for that many ideas: clamp(round(N / 3) + 1, 3, 8).

    `round` is to the nearest whole number. A third never ends in a half, so no rule for
    halves is needed: (N + 1) // 3 is the nearest whole number for every N.
    """
    return min(max((ideas + 1) // 3 + 1, _FEWEST_DOTS), _MOST_DOTS)


def places_for(wanted: int, ideas: int) -> int:
    """How many ideas go on: as many as wanted, never more than a third of the ideas, at least one."""
    return max(1, min(wanted, ideas // 3))


@dataclass(frozen=True, slots=True)
class BallotRules:
    """What a ballot is held against: the ideas it may name, the dots to spend, the most on one idea."""

    ideas: frozenset[IdeaNo]
    dots: int
    cap: int

    @classmethod
    def for_dots(cls, ideas: Iterable[IdeaNo]) -> BallotRules:
        """The ordinary dot ballot over these ideas."""
        named = frozenset(ideas)
        return cls(named, dots_for(len(named)), CAP)

    @classmethod
    def for_approval(cls, ideas: Iterable[IdeaNo]) -> BallotRules:
        """One dot an idea, on any number of ideas."""
        named = frozenset(ideas)
        return cls(named, len(named), 1)

    @classmethod
    def for_runoff(cls, tied: Iterable[IdeaNo]) -> BallotRules:
        """One dot in all, on one of the tied ideas."""
        return cls(frozenset(tied), 1, 1)


def check_ballot(dots: Dots, rules: BallotRules) -> None:
    """Refuse a ballot that breaks the rules; say nothing when it keeps them. Unused dots are allowed.

    Keys, in the order they are looked for: `ballot-idea-unknown` (idea), `ballot-negative` (idea),
    `ballot-over-cap` (idea, asked, cap), `ballot-over-budget` (asked, dots). Where several ideas
    break the same rule, the one written first on the ballot is named.
    """
    for idea in dots:
        if idea not in rules.ideas:
            raise Refusal("ballot-idea-unknown", idea=idea)
    for idea, asked in dots.items():
        if asked < 0:
            raise Refusal("ballot-negative", idea=idea)
    for idea, asked in dots.items():
        if asked > rules.cap:
            raise Refusal("ballot-over-cap", idea=idea, asked=asked, cap=rules.cap)
    spent = sum(dots.values())
    if spent > rules.dots:
        raise Refusal("ballot-over-budget", asked=spent, dots=rules.dots)


def clean_ballot(dots: Dots) -> dict[IdeaNo, int]:
    """The same ballot without the ideas that were given no dot. Nothing left means: cleared."""
    return {idea: given for idea, given in dots.items() if given}
