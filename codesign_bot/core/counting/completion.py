"""Growing the purses step by step until the places are filled, and filling what no purse can fill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import groupby, product
from math import ceil

from codesign_bot.core.counting.purses import Electorate, Level, Overrun, State, Twins
from codesign_bot.core.counting.ways import Pool, union
from codesign_bot.core.ids import IdeaNo

STEPS_TO_DOUBLE = 100
"""A step is this part of the first purse."""


class Stop(Enum):
    """Why the purses grew no further."""

    FULL = "full"
    """Nothing more fits, whichever way it goes, or every supported idea is in."""
    OVERSHOT = "overshot"
    """The next step would have taken more than fits, so it was taken back."""
    TOO_MANY_WAYS = "too_many_ways"
    """The next step (or the first purse) had more equal ways than are followed: taken back too."""
    NOT_ASKED = "not_asked"
    """Only the first purse was asked for."""


@dataclass(frozen=True, slots=True)
class Growth:
    """All equal ways the count can end at the purse that held."""

    states: frozenset[State]
    steps: int
    purse: Fraction
    stop: Stop


def first_count(electorate: Electorate, first_purse: Fraction, budget: int) -> Growth:
    """The count with the first purse and no other."""
    level = Level(electorate, first_purse)
    end = level.final_states(budget)
    if isinstance(end, Overrun):
        return Growth(frozenset({level.first_state()}), 0, first_purse, Stop(end.value))
    return Growth(end, 0, first_purse, Stop.NOT_ASKED)


def grow(electorate: Electorate, first_purse: Fraction, budget: int) -> Growth:
    """Raise every purse in equal steps to the first size where nothing more would fit.

    An overrun is taken back by one step. That the step before holds follows from how steps are
    jumped over (see `purses`): it takes the same course as the last size that was counted.
    """
    step, steps, stop = first_purse / STEPS_TO_DOUBLE, 0, None
    while True:
        level = Level(electorate, first_purse + steps * step)
        end = level.final_states(budget)
        if isinstance(end, Overrun):
            if not steps:
                return first_count(electorate, first_purse, budget)
            steps, stop = steps - 1, Stop(end.value)
        elif stop is None and not all(_is_full(electorate, state, budget) for state in end):
            steps += max(1, ceil(level.room / step))
        else:
            return Growth(end, steps, first_purse + steps * step, stop or Stop.FULL)


def _is_full(electorate: Electorate, state: State, budget: int) -> bool:
    left = budget - electorate.spent(state.taken)
    return all(twins.cost > left for twins, rest in _rests(electorate, state) if rest)


def _rests(electorate: Electorate, state: State) -> list[tuple[Twins, int]]:
    """How many of each twins are not bought."""
    return [(twins, len(twins.ideas) - taken) for twins, taken in zip(electorate.twins, state.taken, strict=True)]


@dataclass(frozen=True, slots=True)
class Filled:
    """One way to fill up: the pools of the whole choice, and the ideas that came by filling."""

    pools: tuple[Pool, ...]
    by_supporters: frozenset[IdeaNo]


def bought_only(electorate: Electorate, state: State) -> Filled:
    """What was paid for, and nothing else."""
    pairs = zip(electorate.twins, state.taken, strict=True)
    return Filled(tuple(Pool(twins.ideas, taken) for twins, taken in pairs), frozenset())


def fill(electorate: Electorate, state: State, budget: int) -> list[Filled]:
    """Add ideas by supporters (then lower cost) while they fit; every equal way of it.

    Ideas level in both are interchangeable here, so where only some of them fit they make one
    pool; twins of which some are bought already share theirs out in every possible way.
    """
    left = budget - electorate.spent(state.taken)
    options: list[list[Filled]] = []
    rests = sorted(zip(_rests(electorate, state), state.taken, strict=True), key=lambda it: _turn(it[0][0]))
    for _, level in groupby(rests, key=lambda it: _turn(it[0][0])):
        group = [(twins, rest, taken) for (twins, rest), taken in level]
        wanted = min(left // group[0][0].cost, sum(rest for _, rest, _ in group))
        left -= wanted * group[0][0].cost
        options.append(_shared_out(group, wanted))
    return [_joined(parts) for parts in product(*options)]


def _turn(twins: Twins) -> tuple[int, int]:
    return -twins.supporters, twins.cost


def _shared_out(group: list[tuple[Twins, int, int]], wanted: int) -> list[Filled]:
    """Every way to add `wanted` of these (twins, not bought, bought)."""
    begun = [member for member in group if member[2]]
    fresh = union(twins.ideas for twins, _, taken in group if not taken)
    options: list[Filled] = []
    for shares in product(*(range(rest + 1) for _, rest, _ in begun)):
        others = wanted - sum(shares)
        if 0 <= others <= len(fresh):
            given = zip(begun, shares, strict=True)
            shared = [(twins.ideas, taken, more) for (twins, _, taken), more in given]
            options.append(_with_added([*shared, (fresh, 0, others)]))
    return options


def _with_added(given: list[tuple[frozenset[IdeaNo], int, int]]) -> Filled:
    pools = tuple(Pool(ideas, taken + more) for ideas, taken, more in given)
    return Filled(pools, union(ideas for ideas, _, more in given if more))


def _joined(parts: tuple[Filled, ...]) -> Filled:
    pools = tuple(pool for part in parts for pool in part.pools)
    return Filled(pools, union(part.by_supporters for part in parts))
