"""Fair share beside a second one, written for slowness: one person at a time, every step, every order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, count, product
from unittest.mock import patch

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from codesign_bot.core.counting import completion
from codesign_bot.core.counting.fair_share import Stop, fair_share
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.counting.ways import Way
from codesign_bot.core.ids import IdeaNo

People = Sequence[frozenset[int]]
Costs = dict[int, int]
Sets = set[frozenset[int]]


def share_asked(cost: int, purses: list[Fraction]) -> Fraction | None:
    """The least amount that, paid by each who has it (others give all), makes up the cost."""
    if sum(purses) < cost:
        return None
    for rich in range(len(purses), 0, -1):
        poor_first = sorted(purses)
        rest = cost - sum(poor_first[: len(purses) - rich])
        share = Fraction(rest, rich)
        if poor_first[len(purses) - rich] >= share:
            return share
    raise AssertionError("the money is there, so somebody can pay")


class SlowFairShare:
    def __init__(self, people: People, costs: Costs, budget: int, steps_to_double: int) -> None:
        self.people = people
        self.costs = costs
        self.budget = budget
        self.first_purse = Fraction(budget, len(people))
        self.step = self.first_purse / steps_to_double
        self.supporters = {idea: [n for n, camp in enumerate(people) if idea in camp] for idea in costs}
        self.supported = {idea for idea in costs if self.supporters[idea]}

    def cost(self, ideas: frozenset[int]) -> int:
        return sum(self.costs[idea] for idea in ideas)

    def counted(self, purses: list[Fraction], chosen: frozenset[int] = frozenset()) -> Sets:
        """Every set of ideas that the count can end with."""
        asked = {
            idea: share
            for idea in self.supported - chosen
            if (share := share_asked(self.costs[idea], [purses[n] for n in self.supporters[idea]])) is not None
        }
        if not asked:
            return {chosen}
        turn = {
            idea: (share / self.costs[idea], self.costs[idea], -len(self.supporters[idea]))
            for idea, share in asked.items()
        }
        ends: Sets = set()
        for idea in (idea for idea in turn if turn[idea] == min(turn.values())):
            after = list(purses)
            for n in self.supporters[idea]:
                after[n] -= min(after[n], asked[idea])
            ends |= self.counted(after, chosen | {idea})
        return ends

    def filled(self, chosen: frozenset[int]) -> Sets:
        left = self.budget - self.cost(chosen)
        fits = [idea for idea in self.supported - chosen if self.costs[idea] <= left]
        if not fits:
            return {chosen}
        turn = {idea: (-len(self.supporters[idea]), self.costs[idea]) for idea in fits}
        best = [idea for idea in fits if turn[idea] == min(turn.values())]
        return set[frozenset[int]]().union(*(self.filled(chosen | {idea}) for idea in best))

    def is_full(self, chosen: frozenset[int]) -> bool:
        left = self.budget - self.cost(chosen)
        return all(self.costs[idea] > left for idea in self.supported - chosen)

    def grown(self) -> tuple[Sets, int]:
        """The ends at the purse that holds, and its number of steps."""
        held: Sets = set()
        for steps in count():
            ends = self.counted([self.first_purse + steps * self.step] * len(self.people))
            if any(self.cost(end) > self.budget for end in ends):
                return held, steps - 1
            if all(self.is_full(end) for end in ends):
                return ends, steps
            held = ends
        raise AssertionError("a purse that can buy everything has been reached by now")

    def result(self) -> tuple[Sets, int]:
        ends, steps = self.grown()
        return set[frozenset[int]]().union(*(self.filled(end) for end in ends)), steps


def spelled_out(way: Way) -> Iterator[frozenset[int]]:
    """Each set of ideas that one way stands for."""
    for picks in product(*(combinations(sorted(pool.ideas), pool.take) for pool in way.pools)):
        yield frozenset[int](way.certain).union(*picks)


def counted(people: People, ideas: int) -> Count:
    ballots = [{IdeaNo(idea): 1 for idea in camp} for camp in people]
    return Count.of(ballots, [IdeaNo(number) for number in range(1, ideas + 1)])


IDEAS = 4
camps = st.frozensets(st.integers(1, IDEAS), min_size=1, max_size=3)
peoples = st.integers(1, 8).flatmap(lambda people: st.lists(camps, min_size=people, max_size=people))
prices = st.lists(st.integers(1, 4), min_size=IDEAS, max_size=IDEAS)


@pytest.mark.parametrize("steps_to_double", [2, 7, 100])
@settings(max_examples=300)
@given(people=peoples, places=st.integers(1, 3))
def test_jumping_over_steps_and_counting_people_together_changes_nothing(
    steps_to_double: int, people: People, places: int
) -> None:
    costs = dict.fromkeys(range(1, IDEAS + 1), 1)
    expected, steps = SlowFairShare(people, costs, places, steps_to_double).result()
    with patch.object(completion, "STEPS_TO_DOUBLE", steps_to_double):
        result = fair_share(counted(people, IDEAS), places)
    note(str(result))
    assert {end for way in result.ways for end in spelled_out(way)} == expected
    assert result.steps == steps


@settings(max_examples=300)
@given(people=peoples, priced=prices, budget=st.integers(1, 9))
def test_with_costs_too_every_step_and_every_order_agree(people: People, priced: list[int], budget: int) -> None:
    costs = dict(enumerate(priced, 1))
    expected, steps = SlowFairShare(people, costs, budget, 10).result()
    with patch.object(completion, "STEPS_TO_DOUBLE", 10):
        result = fair_share(
            counted(people, IDEAS), budget, costs={IdeaNo(idea): price for idea, price in costs.items()}
        )
    assert {end for way in result.ways for end in spelled_out(way)} == expected
    assert result.steps == steps


def camps_of(ballots: str) -> list[frozenset[int]]:
    return [frozenset(int(idea) for idea in ballot) for ballot in ballots.split()]


@pytest.mark.parametrize(
    ("ballots", "costs", "budget", "steps"),
    [
        # Each would come out otherwise if one kind of change were jumped over:
        # somebody who gave all begins to pay the same as the others,
        ("4 12 134 1 3", {1: 1, 2: 1, 3: 1, 4: 1}, 3, 53),
        # another idea begins to ask least,
        ("1 34 123 24 134 12 2 12 4", {1: 1, 2: 1, 3: 1, 4: 1}, 3, 10),
        ("124 24 12 123 2 134 13 234", {1: 4, 2: 3, 3: 5, 4: 1}, 8, 17),
        # or if what is left were filled by cost before supporters.
        ("12 13 2", {1: 4, 2: 4, 3: 2, 4: 1}, 5, None),
        ("1 234 23", {1: 2, 2: 3, 3: 1, 4: 5}, 4, None),
    ],
)
@pytest.mark.parametrize("steps_to_double", [2, 100])
def test_counts_that_once_told_a_wrong_jump_from_a_right_one(
    ballots: str, costs: Costs, budget: int, steps: int | None, steps_to_double: int
) -> None:
    people = camps_of(ballots)
    expected, slow_steps = SlowFairShare(people, costs, budget, steps_to_double).result()
    with patch.object(completion, "STEPS_TO_DOUBLE", steps_to_double):
        priced = {IdeaNo(idea): price for idea, price in costs.items()}
        result = fair_share(counted(people, IDEAS), budget, costs=priced)
    assert {end for way in result.ways for end in spelled_out(way)} == expected
    assert result.steps == slow_steps
    assert steps is None or steps_to_double != 100 or result.steps == steps


@given(people=peoples, places=st.integers(1, 3))
def test_the_first_purse_alone_agrees_with_the_slow_count(people: People, places: int) -> None:
    slow = SlowFairShare(people, dict.fromkeys(range(1, IDEAS + 1), 1), places, 100)
    result = fair_share(counted(people, IDEAS), places, complete=False)
    ends = {end for way in result.ways for end in spelled_out(way)}
    assert ends == slow.counted([slow.first_purse] * len(people))
    assert result.stop is Stop.NOT_ASKED
