"""What is chosen when ideas are exactly equal: every way the count can go, and what all ways agree on.

Nothing in here knows an order among equal ideas, so nothing in here can break a tie. An idea that
is chosen in every way is chosen. Ideas that are chosen in some ways and not in others are tied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from codesign_bot.core.ids import IdeaNo


@dataclass(frozen=True, slots=True)
class Pool:
    """Any `take` of these ideas go on, and the count has nothing to say about which."""

    ideas: frozenset[IdeaNo]
    take: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way the count can go. Each pool takes fewer ideas than it has, and at least one."""

    certain: frozenset[IdeaNo]
    pools: frozenset[Pool] = frozenset()

    @property
    def ideas(self) -> frozenset[IdeaNo]:
        """All ideas that are, or could be, chosen this way."""
        return self.certain | union(pool.ideas for pool in self.pools)

    @property
    def size(self) -> int:
        """How many ideas are chosen this way."""
        return len(self.certain) + sum(pool.take for pool in self.pools)


@dataclass(frozen=True, slots=True)
class Standing:
    """What all ways agree on, and what they leave tied."""

    certain: frozenset[IdeaNo]
    tied: frozenset[Pool]

    @property
    def tied_ideas(self) -> frozenset[IdeaNo]:
        return union(pool.ideas for pool in self.tied)

    @property
    def open_places(self) -> int:
        """Places for which ideas are tied."""
        return sum(pool.take for pool in self.tied)


def union(sets: Iterable[frozenset[IdeaNo]]) -> frozenset[IdeaNo]:
    """All ideas in any of these sets."""
    return frozenset[IdeaNo]().union(*sets)


def way_of(pools: Sequence[Pool]) -> Way:
    """Sort pools into what is certain (all of a pool) and what is open; empty ones fall away."""
    certain = (pool.ideas for pool in pools if pool.take == len(pool.ideas))
    open_pools = (pool for pool in pools if 0 < pool.take < len(pool.ideas))
    return Way(union(certain), frozenset(open_pools))


def standing(ways: frozenset[Way]) -> Standing:
    """What is chosen and what is tied. One way keeps its pools apart; several ways are one tie."""
    if len(ways) == 1:
        (way,) = ways
        return Standing(way.certain, way.pools)
    possible = union(way.ideas for way in ways)
    certain = possible.intersection(*(way.certain for way in ways))
    open_places = max(way.size for way in ways) - len(certain)
    return Standing(certain, frozenset({Pool(possible - certain, open_places)}))


def narrowed(ways: frozenset[Way], measure: Mapping[IdeaNo, int]) -> frozenset[Way]:
    """The ways that a second measure prefers: those whose ideas have most of it together.

    Within a pool the ideas with most of it go first; ideas equal in that too stay in a pool.
    """
    scored = [(way, _narrowed_pools(way, measure)) for way in ways]
    most = max(_worth(narrow, measure) for _, narrow in scored)
    return frozenset(narrow for _, narrow in scored if _worth(narrow, measure) == most)


def _narrowed_pools(way: Way, measure: Mapping[IdeaNo, int]) -> Way:
    pools = [Pool(way.certain, len(way.certain))]
    for pool in way.pools:
        pools += _cut(pool, measure)
    return way_of(pools)


def _cut(pool: Pool, measure: Mapping[IdeaNo, int]) -> tuple[Pool, Pool]:
    """Those clearly within the places, and those level with the last place."""
    last = sorted((measure[idea] for idea in pool.ideas), reverse=True)[pool.take - 1]
    above = frozenset(idea for idea in pool.ideas if measure[idea] > last)
    level = frozenset(idea for idea in pool.ideas if measure[idea] == last)
    return Pool(above, len(above)), Pool(level, pool.take - len(above))


def _worth(way: Way, measure: Mapping[IdeaNo, int]) -> int:
    """What the ideas of this way have together. Ideas left in a pool are level, so any will do."""
    pooled = sum(pool.take * max(measure[idea] for idea in pool.ideas) for pool in way.pools)
    return pooled + sum(measure[idea] for idea in way.certain)
