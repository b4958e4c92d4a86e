"""Fair share: the method of equal shares in exact arithmetic, and how it fills the places that are left.

1. Everyone's purse starts at budget / ballots (an idea costs 1 and the budget is the number of
   places, unless costs are given). The count at one size of purse is in `purses`.
2. While places are left, every purse grows by the same step, one hundredth of the first purse,
   and the count begins anew. Steps that provably change nothing are jumped over.
3. It stops at the first size of purse where nothing more would fit. A step that would take more
   than fits, in any of the equally good ways, is taken back, and so is one with more than
   `MAX_WAYS` such ways.
4. What is left is filled by supporters: most supporters first, then lower cost, as long as it fits.
5. Ideas that are level to the end are reported as tied (see `ways`). Nobody's number, no order of
   arrival and no listing order has a say in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from codesign_bot.core.counting.completion import (
    Filled,
    Growth,
    Stop,
    bought_only,
    fill,
    first_count,
    grow,
)
from codesign_bot.core.counting.purses import Bought, Camp, Electorate, State, Twins
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.counting.ways import Standing, Way, standing, union, way_of
from codesign_bot.core.ids import IdeaNo

__all__ = ["CameBy", "FairShare", "Payment", "Purchase", "Stop", "fair_share"]


class CameBy(Enum):
    """How a place was come by; where equal ways differ, the last of these that applies."""

    FIRST_PURSE = "first_purse"
    GROWN_PURSE = "grown_purse"
    SUPPORTERS = "supporters"


@dataclass(frozen=True, slots=True)
class Payment:
    """What each of these people paid: those whose ballots support exactly these ideas."""

    supported: frozenset[IdeaNo]
    people: int
    each: Fraction


@dataclass(frozen=True, slots=True)
class Purchase:
    """One place that was paid for. `ideas` has several where only a tie can say which of them it is."""

    ideas: frozenset[IdeaNo]
    cost: int
    most_paid: Fraction
    payments: frozenset[Payment] = field(repr=False)  # tells ballots apart, so it never reaches a log


@dataclass(frozen=True, slots=True)
class FairShare:
    """What fair share chose, and how.

    `purse` is what everyone had in the count that held, after `steps` steps up from `first_purse`.
    `purchases` come in the order of the count. Where the count can end in several ways they are
    empty: nobody can say then what each person paid. `came_by` covers every idea that is chosen
    in some way, in listing order.
    """

    ways: frozenset[Way]
    purchases: tuple[Purchase, ...]
    came_by: tuple[tuple[IdeaNo, CameBy], ...]
    first_purse: Fraction
    purse: Fraction
    steps: int
    stop: Stop

    @property
    def standing(self) -> Standing:
        """The ideas that are chosen in every way, and those that are tied."""
        return standing(self.ways)


_NOBODY = FairShare(frozenset({Way(frozenset())}), (), (), Fraction(0), Fraction(0), 0, Stop.FULL)


def fair_share(
    count: Count, budget: int, *, costs: Mapping[IdeaNo, int] | None = None, complete: bool = True
) -> FairShare:
    """Choose by equal shares; `budget` is the number of places, or of money where `costs` are given.

    With `complete=False` only the first purse is counted and nothing is filled. ValueError where
    the budget or a cost is not above nought, or an idea has no cost.
    """
    if budget < 1 or (costs is not None and any(costs.get(idea, 0) < 1 for idea in count.ideas)):
        raise ValueError("fair share needs a budget and costs above nought")
    if not count.ballots:
        return _NOBODY
    electorate = _electorate(count, costs or dict.fromkeys(count.ideas, 1))
    first = first_count(electorate, Fraction(budget, count.ballots), budget)
    if complete:
        grown = grow(electorate, first.purse, budget)
        return _report(count, electorate, first, grown, lambda state: fill(electorate, state, budget))
    return _report(count, electorate, first, first, lambda state: [bought_only(electorate, state)])


def _electorate(count: Count, costs: Mapping[IdeaNo, int]) -> Electorate:
    camps = tuple(count.camps().items())
    supporters = count.supporters()
    alike: dict[tuple[int, frozenset[int]], list[IdeaNo]] = {}
    for idea in count.in_listing_order(count.supported):
        backers = frozenset(number for number, (camp, _) in enumerate(camps) if idea in camp)
        alike.setdefault((costs[idea], backers), []).append(idea)
    twins = [Twins(frozenset(ideas), cost, supporters[ideas[0]]) for (cost, _), ideas in alike.items()]
    bits = {idea: 1 << number for number, same in enumerate(twins) for idea in same.ideas}
    return Electorate(
        tuple(twins),
        tuple(Camp(sum({bits[idea] for idea in camp}), camp, people) for camp, people in camps),
    )


def _report(
    count: Count,
    electorate: Electorate,
    first: Growth,
    held: Growth,
    finish: Callable[[State], list[Filled]],
) -> FairShare:
    ends = {state: finish(state) for state in held.states}
    finished = [filled for options in ends.values() for filled in options]
    return FairShare(
        ways=frozenset(way_of(filled.pools) for filled in finished),
        purchases=_purchases(electorate, held) if len(ends) == 1 else (),
        came_by=_came_by(count, electorate, first, held, finished),
        first_purse=first.purse,
        purse=held.purse,
        steps=held.steps,
        stop=held.stop,
    )


def _came_by(
    count: Count, electorate: Electorate, first: Growth, held: Growth, finished: list[Filled]
) -> tuple[tuple[IdeaNo, CameBy], ...]:
    filled_up = union(filled.by_supporters for filled in finished)
    by_growth = union(
        twins.ideas for number, twins in enumerate(electorate.twins) if _most(held, number) > _least(first, number)
    )
    chosen = union(way_of(filled.pools).ideas for filled in finished)
    return tuple((idea, _how(idea, by_growth, filled_up)) for idea in count.in_listing_order(chosen))


def _how(idea: IdeaNo, by_growth: frozenset[IdeaNo], filled_up: frozenset[IdeaNo]) -> CameBy:
    if idea in filled_up:
        return CameBy.SUPPORTERS
    return CameBy.GROWN_PURSE if idea in by_growth else CameBy.FIRST_PURSE


def _most(growth: Growth, twins: int) -> int:
    return max(state.taken[twins] for state in growth.states)


def _least(growth: Growth, twins: int) -> int:
    return min(state.taken[twins] for state in growth.states)


def _purchases(electorate: Electorate, held: Growth) -> tuple[Purchase, ...]:
    """Pay again in the order of the count: the share asked never falls while purses only empty."""
    (state,) = held.states
    left = dict.fromkeys(electorate.camps, held.purse)
    in_order = sorted(state.bought, key=lambda it: _order(electorate.twins[it.twins], it))
    return tuple(_paid(electorate, left, bought) for bought in in_order)


def _order(twins: Twins, bought: Bought) -> tuple[Fraction, int, int, int, int]:
    return bought.most_paid / twins.cost, twins.cost, -twins.supporters, bought.twins, bought.nth


def _paid(electorate: Electorate, left: dict[Camp, Fraction], bought: Bought) -> Purchase:
    """Take the payments out of `left`."""
    twins = electorate.twins[bought.twins]
    payments: set[Payment] = set()
    for camp in electorate.camps:
        if camp.support >> bought.twins & 1:
            each = min(left[camp], bought.most_paid)
            left[camp] -= each
            payments.add(Payment(camp.ideas, camp.people, each))
    return Purchase(twins.ideas, twins.cost, bought.most_paid, frozenset(payments))
