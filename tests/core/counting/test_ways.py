"""Equal ways a count can go, and what they agree on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.ways import Pool, Standing, Way, narrowed, standing, way_of
from codesign_bot.core.ids import IdeaNo

A, B, C, D, E = (IdeaNo(number) for number in range(1, 6))


def pool(take: int, *ideas: IdeaNo) -> Pool:
    return Pool(frozenset(ideas), take)


def way(*certain: IdeaNo, pools: tuple[Pool, ...] = ()) -> Way:
    return Way(frozenset(certain), frozenset(pools))


def test_a_pool_that_takes_all_is_certain_and_one_that_takes_none_falls_away() -> None:
    assert way_of([pool(2, A, B), pool(0, C), pool(1, D, E)]) == way(A, B, pools=(pool(1, D, E),))


def test_a_way_knows_how_many_ideas_it_chooses_and_which_it_could() -> None:
    one = way(A, pools=(pool(1, B, C), pool(1, D, E)))
    assert one.size == 3
    assert one.ideas == {A, B, C, D, E}


def test_one_way_leaves_its_own_pools_tied() -> None:
    now = standing(frozenset({way(A, pools=(pool(1, B, C),))}))
    assert now == Standing(frozenset({A}), frozenset({pool(1, B, C)}))
    assert now.tied_ideas == {B, C}
    assert now.open_places == 1


def test_what_several_ways_share_is_chosen_and_what_they_differ_in_is_tied() -> None:
    now = standing(frozenset({way(A, B), way(A, C), way(A, pools=(pool(1, B, D),))}))
    assert now == Standing(frozenset({A}), frozenset({pool(1, B, C, D)}))


def test_an_idea_that_is_only_possible_in_one_way_is_not_certain() -> None:
    now = standing(frozenset({way(A, B), way(B, C)}))
    assert now.certain == {B}
    assert now.tied_ideas == {A, C}


def test_a_second_measure_takes_those_above_the_cut_and_drops_those_below() -> None:
    tied = frozenset({way(pools=(pool(2, A, B, C, D),))})
    assert narrowed(tied, {A: 9, B: 5, C: 5, D: 1}) == {way(A, pools=(pool(1, B, C),))}


def test_ideas_level_in_the_second_measure_too_stay_tied() -> None:
    tied = frozenset({way(E, pools=(pool(1, A, B),))})
    assert narrowed(tied, {A: 3, B: 3, E: 0}) == tied


def test_of_several_ways_the_one_with_most_of_the_second_measure_is_kept() -> None:
    tied = frozenset({way(A, B), way(C, D)})
    assert narrowed(tied, {A: 1, B: 5, C: 4, D: 3}) == {way(C, D)}


def test_ways_that_are_level_in_the_second_measure_are_all_kept() -> None:
    tied = frozenset({way(A, B), way(C, D), way(A, E)})
    assert narrowed(tied, {A: 1, B: 5, C: 3, D: 3, E: 0}) == {way(A, B), way(C, D)}


def test_a_pool_is_worth_its_best_ideas_when_ways_are_compared() -> None:
    tied = frozenset({way(pools=(pool(1, A, B),)), way(C)})
    assert narrowed(tied, {A: 1, B: 5, C: 4}) == {way(B)}
    assert narrowed(tied, {A: 5, B: 5, C: 9}) == {way(C)}
    assert narrowed(tied, {A: 5, B: 5, C: 5}) == tied


@given(
    measure=st.fixed_dictionaries({idea: st.integers(0, 3) for idea in (A, B, C, D, E)}),
    take=st.integers(1, 4),
)
def test_narrowing_never_changes_how_many_ideas_are_chosen(measure: dict[IdeaNo, int], take: int) -> None:
    before = frozenset({way(pools=(pool(take, A, B, C, D, E),))})
    (after,) = narrowed(before, measure)
    assert after.size == take
    assert all(measure[inside] >= measure[out] for inside in after.certain for out in {A, B, C, D, E} - after.ideas)
    assert all(len({measure[idea] for idea in each.ideas}) == 1 for each in after.pools)
