"""Promise 10: a tie is a result. It is never broken by id, arrival time, organiser or silent lot."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from inspect import signature
from itertools import permutations
from random import Random
from typing import TypeVar, cast
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting import purses
from codesign_bot.core.counting.result import (
    DEFAULT_CHAIN,
    Outcome,
    TieStep,
    decide_places,
    settle_runoff,
)
from codesign_bot.core.counting.tally import Count, Rule
from codesign_bot.core.ids import IdeaNo

# Far above any count of dots, so that a number can be told to be an idea wherever it stands.
NAMES = [IdeaNo(number) for number in range(100_001, 100_007)]
T = TypeVar("T")
Ballots = list[dict[IdeaNo, int]]

# Few dots on few ideas by few people: most of these have a tie at the cut.
ballots = st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(1, 2), max_size=3), max_size=9)
places = st.integers(1, 3)
chains = st.one_of(st.just(DEFAULT_CHAIN), st.lists(st.sampled_from(TieStep), max_size=4).map(tuple))
rules = st.sampled_from(Rule)


def renamed(value: T, new: Mapping[IdeaNo, IdeaNo]) -> T:
    """The same value, with each idea in it, however deep, called by its new number."""
    return cast("T", _renamed(value, new))


def _renamed(value: object, new: Mapping[IdeaNo, IdeaNo]) -> object:
    match value:
        case None | Enum() | Fraction():
            return value
        case int():
            return new.get(IdeaNo(value), value)
        case tuple() | frozenset():
            parts = cast("tuple[object, ...] | frozenset[object]", value)
            return type(parts)(_renamed(part, new) for part in parts)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
            return dataclasses.replace(value, **{name: _renamed(part, new) for name, part in fields.items()})
        case _:
            raise AssertionError(f"an outcome holds something unforeseen: {type(value)}")


def renamed_ballots(cast_: Ballots, new: Mapping[IdeaNo, IdeaNo]) -> Ballots:
    return [{new[idea]: dots for idea, dots in ballot.items()} for ballot in cast_]


def unordered(outcome: Outcome) -> object:
    """What an outcome says, leaving aside in which order level ideas are listed."""
    tie = outcome.tie and (
        frozenset((frozenset(group.ideas), group.places, group.from_place) for group in outcome.tie.tied),
        [
            (s.step, s.measure, *map(frozenset, (s.chosen, s.dropped, s.still_tied)), s.places_left)
            for s in outcome.tie.steps
        ],
    )
    runoff = outcome.runoff and frozenset((frozenset(g.ideas), g.places) for g in outcome.runoff.groups)
    ranks = frozenset((row.idea, row.dots, row.supporters, row.rank, row.tie_group) for row in outcome.ranking)
    beside = frozenset((verdict.rule, frozenset(verdict.chosen)) for verdict in outcome.verdicts)
    ways = outcome.fair_share_count.ways
    return frozenset(outcome.chosen), tie, runoff, ranks, beside, outcome.differs, ways


@given(cast_=ballots, rule=rules, seats=places, chain=chains, names=st.permutations(NAMES))
def test_promise_10_a_tie_is_a_result_other_numbers_for_the_ideas_rename_the_outcome_and_nothing_else(
    cast_: Ballots, rule: Rule, seats: int, chain: tuple[TieStep, ...], names: list[IdeaNo]
) -> None:
    new = dict(zip(NAMES, names, strict=True))
    plain = decide_places(Count.of(cast_, NAMES), rule, seats, chain)
    other = decide_places(Count.of(renamed_ballots(cast_, new), names), rule, seats, chain)
    assert other == renamed(plain, new)


@given(cast_=ballots, seats=places, names=st.permutations(NAMES))
def test_promise_10_a_tie_is_a_result_also_where_there_are_more_equal_ways_than_are_followed(
    cast_: Ballots, seats: int, names: list[IdeaNo]
) -> None:
    new = dict(zip(NAMES, names, strict=True))
    with patch.object(purses, "MAX_WAYS", 2):
        plain = decide_places(Count.of(cast_, NAMES), Rule.FAIR_SHARE, seats)
        other = decide_places(Count.of(renamed_ballots(cast_, new), names), Rule.FAIR_SHARE, seats)
    assert other == renamed(plain, new)


@given(cast_=ballots, rule=rules, seats=places, listed=st.permutations(NAMES))
def test_promise_10_a_tie_is_a_result_whatever_order_the_ideas_are_listed_in(
    cast_: Ballots, rule: Rule, seats: int, listed: list[IdeaNo]
) -> None:
    plain = decide_places(Count.of(cast_, NAMES), rule, seats)
    other = decide_places(Count.of(cast_, listed), rule, seats)
    assert unordered(other) == unordered(plain)


@given(cast_=ballots, rule=rules, seats=places, shuffled=st.randoms(use_true_random=False))
def test_promise_10_a_tie_is_a_result_whoever_voted_first(
    cast_: Ballots, rule: Rule, seats: int, shuffled: Random
) -> None:
    other = list(cast_)
    shuffled.shuffle(other)
    plain = decide_places(Count.of(cast_, NAMES), rule, seats)
    assert decide_places(Count.of(other, NAMES), rule, seats) == plain


@given(
    cast_=ballots,
    rule=rules,
    seats=places,
    names=st.permutations(NAMES),
    votes=st.lists(st.integers(0, 5), max_size=6),
)
def test_promise_10_a_tie_is_a_result_in_the_runoff_as_well(
    cast_: Ballots, rule: Rule, seats: int, names: list[IdeaNo], votes: list[int]
) -> None:
    chain = (TieStep.RUNOFF,)
    new = dict(zip(NAMES, names, strict=True))
    plain = decide_places(Count.of(cast_, NAMES), rule, seats, chain)
    other = decide_places(Count.of(renamed_ballots(cast_, new), names), rule, seats, chain)
    if plain.runoff is None:
        assert other.runoff is None
        return
    again = [{plain.runoff.ideas[vote % len(plain.runoff.ideas)]: 1} for vote in votes]
    settled = settle_runoff(plain, Count.of(again, plain.runoff.ideas))
    tied = [new[idea] for idea in plain.runoff.ideas]
    assert settle_runoff(other, Count.of(renamed_ballots(again, new), tied)) == renamed(settled, new)


@given(cast_=ballots, rule=rules, seats=places, chain=chains, swap=st.permutations(NAMES))
def test_promise_10_a_tie_is_a_result_ideas_nothing_tells_apart_share_one_fate(
    cast_: Ballots, rule: Rule, seats: int, chain: tuple[TieStep, ...], swap: list[IdeaNo]
) -> None:
    """Where exchanging two ideas leaves the same ballots, both are chosen, both wait, or neither does."""
    one, two = swap[:2]
    new = dict(zip(NAMES, NAMES, strict=True)) | {one: two, two: one}
    both_ways = cast_ + renamed_ballots(cast_, new)
    outcome = decide_places(Count.of(both_ways, NAMES), rule, seats, chain)
    waiting = outcome.runoff.ideas if outcome.runoff else ()
    assert (one in outcome.chosen) is (two in outcome.chosen)
    assert (one in waiting) is (two in waiting)


def test_promise_10_a_tie_is_a_result_with_everything_level_all_ideas_are_in_the_report() -> None:
    for rule in Rule:
        outcome = decide_places(Count.of([{idea: 1} for idea in NAMES], NAMES), rule, 2)
        assert outcome.tie
        assert set(outcome.tie.ideas) == set(NAMES)
        assert outcome.runoff
        assert set(outcome.runoff.ideas) == set(NAMES)
        assert outcome.chosen == ()


def test_promise_10_a_tie_is_a_result_for_each_of_the_orders_three_level_ideas_can_stand_in() -> None:
    level = NAMES[:3]
    for order in permutations(level):
        for rule in Rule:
            outcome = decide_places(Count.of([{idea: 1} for idea in order], list(order)), rule, 1)
            assert outcome.chosen == ()
            assert outcome.runoff
            assert set(outcome.runoff.ideas) == set(level)


def test_promise_10_a_tie_is_a_result_there_is_no_step_for_chance_or_for_anyone_to_decide() -> None:
    assert {step.value for step in TieStep} == {"other_measure", "widen", "runoff", "all_go_on"}
    assert list(signature(decide_places).parameters) == ["count", "rule", "places", "chain"]
    assert list(signature(settle_runoff).parameters) == ["outcome", "count"]


def test_the_renaming_of_these_tests_reaches_every_corner_of_an_outcome() -> None:
    """A renaming that missed a field would make the promise easier to keep than it is."""
    outcome = decide_places(Count.of([{idea: 1} for idea in NAMES], NAMES), Rule.DOTS, 2)
    shifted = {idea: IdeaNo(idea + 100) for idea in NAMES}
    said = repr(renamed(outcome, shifted))
    assert not any(str(idea) in said for idea in NAMES)
    assert all(str(idea) in said for idea in shifted.values())
