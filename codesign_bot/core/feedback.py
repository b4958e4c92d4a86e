"""What people think of a chosen idea, counted: how many, how far that carries, where it divides us or leaves us unsure.

Law. It never decides. Nothing here goes into a tally, a fate or the end of a step.

A count of few people is a hint, so it comes with a range: Wilson's score interval at 95 per cent for the share who
agree among those who agreed or disagreed (E. B. Wilson, "Probable inference, the law of succession, and statistical
inference", Journal of the American Statistical Association 22, 1927, pages 209 to 212; advised for small counts by
Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16, 2001).
A share p lies in it where n(a/n - p)² <= z²p(1 - p), with a of n people agreeing. Its ends are roots, and roots are
never computed here: whether a tenth lies in it is a question about whole numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codesign_bot.core.pieces import Stance

if TYPE_CHECKING:
    from codesign_bot.core.ids import IdeaNo
    from codesign_bot.core.state import Round

LEAST = 5
"""Fewer answers give no range and no word about sides: they would say more of single people than of a community."""

TENTHS = 10

_Z_SQUARED = (2401, 625)
"""The square of 1.96, as a fraction: 95 per cent of a normal distribution lie within so many deviations."""

_SHARE = 3
"""A side counts as large from a third on. Of those who chose a side that is 4ad/(a + d)² >= 8/9."""


@dataclass(frozen=True, slots=True)
class StanceCount:
    """How many agree, disagree and pass. Each person counts once."""

    agree: int
    disagree: int
    passed: int

    @classmethod
    def of(cls, stances: Iterable[Stance]) -> StanceCount:
        """Counted in one pass."""
        taken = Counter(stances)
        return cls(taken[Stance.AGREE], taken[Stance.DISAGREE], taken[Stance.PASS])

    @property
    def sided(self) -> int:
        """Those who agreed or disagreed."""
        return self.agree + self.disagree

    @property
    def answers(self) -> int:
        """Everybody who said anything, those who passed too."""
        return self.sided + self.passed

    @property
    def likely_tenths(self) -> tuple[int, int] | None:
        """Between how many of ten would agree, were more people like these asked: the interval, rounded outwards.

        None below `LEAST` who chose a side. The first number is always the smaller one.
        """
        if self.sided < LEAST:
            return None
        share = TENTHS * self.agree  # the share itself, in tenths of a person, against k * sided
        below = [k for k in range(TENTHS) if k * self.sided < share and self._is_outside(k)]
        above = [k for k in range(1, TENTHS + 1) if k * self.sided > share and self._is_outside(k)]
        return max(below, default=0), min(above, default=TENTHS)

    def _is_outside(self, k: int) -> bool:
        """Whether the share k/10 lies outside of the interval, or on its edge."""
        numerator, denominator = _Z_SQUARED
        off = TENTHS * self.agree - k * self.sided
        return denominator * off * off >= numerator * self.sided * k * (TENTHS - k)

    @property
    def divides(self) -> bool:
        """Whether both sides are large: of at least `LEAST` who chose one, a third or more on each."""
        return self.sided >= LEAST and _SHARE * min(self.agree, self.disagree) >= self.sided

    @property
    def is_unsure(self) -> bool:
        """Whether many pass: a third or more of at least `LEAST` answers."""
        return self.answers >= LEAST and _SHARE * self.passed >= self.answers


def stance_count(state: Round, no: IdeaNo) -> StanceCount:
    """What people think of one idea."""
    return StanceCount.of(state.stances.get(no, {}).values())


def heard(state: Round) -> int:
    """How many different people gave feedback, by a stance or in words."""
    people = {person for taken in state.stances.values() for person in taken}
    return len(people | {one.by for one in state.said})
