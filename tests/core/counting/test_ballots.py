"""What one person may hand in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.ballots import (
    CAP,
    MAX_IDEAS_ON_A_BALLOT,
    BallotRules,
    check_ballot,
    clean_ballot,
    dots_for,
    places_for,
)
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.refusal import Argument, Refusal

RULES = BallotRules(frozenset({IdeaNo(1), IdeaNo(2), IdeaNo(7)}), dots=4, cap=2)


def ballot(written: Mapping[int, int]) -> dict[IdeaNo, int]:
    return {IdeaNo(idea): dots for idea, dots in written.items()}


def refusal_of(written: Mapping[int, int], rules: BallotRules = RULES) -> tuple[str, Mapping[str, Argument]]:
    with pytest.raises(Refusal) as caught:
        check_ballot(ballot(written), rules)
    return caught.value.key, caught.value.arguments


def test_the_dots_for_every_number_of_ideas_a_ballot_can_have() -> None:
    table = {
        **dict.fromkeys(range(8), 3),
        **dict.fromkeys((8, 9, 10), 4),
        **dict.fromkeys((11, 12, 13), 5),
        **dict.fromkeys((14, 15, 16), 6),
        **dict.fromkeys((17, 18, 19), 7),
        **dict.fromkeys((20, 21, 22, 23, 24), 8),
    }
    assert {ideas: dots_for(ideas) for ideas in range(MAX_IDEAS_ON_A_BALLOT + 1)} == table


@given(ideas=st.integers(0, 10_000))
def test_a_third_never_ends_in_a_half_so_every_way_of_rounding_gives_the_same_dots(ideas: int) -> None:
    assert (2 * ideas) % 3 != 0 or ideas % 3 == 0
    assert dots_for(ideas) == min(max(round(ideas / 3) + 1, 3), 8)


def test_a_twelfth_idea_brings_the_five_dots_that_were_simulated() -> None:
    assert (dots_for(12), CAP) == (5, 2)


@given(wanted=st.integers(-3, 30), ideas=st.integers(0, 30))
def test_places_are_never_more_than_a_third_nor_fewer_than_one(wanted: int, ideas: int) -> None:
    places = places_for(wanted, ideas)
    assert places >= 1
    assert places == 1 or (places <= wanted and 3 * places <= ideas)


@pytest.mark.parametrize(
    ("wanted", "ideas", "places"), [(3, 9, 3), (3, 8, 2), (3, 24, 3), (8, 24, 8), (3, 2, 1), (0, 9, 1)]
)
def test_as_many_places_as_wanted_where_the_ideas_allow_it(wanted: int, ideas: int, places: int) -> None:
    assert places_for(wanted, ideas) == places


@pytest.mark.parametrize("written", [{}, {1: 2, 2: 2}, {1: 1}, {7: 2, 2: 1, 1: 1}, {1: 0, 2: 0}])
def test_a_ballot_within_the_rules_is_let_through_also_with_dots_unused(written: dict[int, int]) -> None:
    check_ballot(ballot(written), RULES)


def test_an_idea_that_is_not_on_the_ballot_is_refused_by_name_even_without_dots() -> None:
    assert refusal_of({1: 1, 9: 0}) == ("ballot-idea-unknown", {"idea": 9})


def test_fewer_dots_than_none_are_refused_and_cannot_pay_for_others() -> None:
    assert refusal_of({1: 2, 2: 2, 7: -2}) == ("ballot-negative", {"idea": 7})


def test_more_dots_than_the_cap_on_one_idea_are_refused_with_both_numbers() -> None:
    assert refusal_of({2: 3}) == ("ballot-over-cap", {"idea": 2, "asked": 3, "cap": 2})


def test_more_dots_than_a_person_holds_are_refused_with_both_numbers() -> None:
    assert refusal_of({1: 2, 2: 2, 7: 1}) == ("ballot-over-budget", {"asked": 5, "dots": 4})


def test_of_several_faults_the_one_that_has_to_be_mended_first_is_named() -> None:
    everything = {7: 3, 1: 3, 2: -1, 9: 1, 8: 1}
    assert refusal_of(everything) == ("ballot-idea-unknown", {"idea": 9})
    assert refusal_of({7: 3, 1: 3, 2: -1}) == ("ballot-negative", {"idea": 2})
    assert refusal_of({7: 3, 1: 3}) == ("ballot-over-cap", {"idea": 7, "asked": 3, "cap": 2})


@given(written=st.dictionaries(st.integers(1, 9), st.integers(-1, 4), max_size=6))
def test_what_is_let_through_keeps_every_rule_and_what_keeps_every_rule_is_let_through(
    written: dict[int, int],
) -> None:
    keeps = (
        set(written) <= set(RULES.ideas)
        and all(0 <= dots <= RULES.cap for dots in written.values())
        and sum(written.values()) <= RULES.dots
    )
    if keeps:
        check_ballot(ballot(written), RULES)
    else:
        assert refusal_of(written)[0].startswith("ballot-")


def test_the_rules_of_the_three_kinds_of_ballot() -> None:
    twelve = [IdeaNo(number) for number in range(1, 13)]
    assert BallotRules.for_dots(twelve) == BallotRules(frozenset(twelve), 5, 2)
    assert BallotRules.for_approval(twelve) == BallotRules(frozenset(twelve), 12, 1)
    assert BallotRules.for_runoff(twelve[:2]) == BallotRules(frozenset(twelve[:2]), 1, 1)


def test_an_approval_ballot_may_name_every_idea_once() -> None:
    rules = BallotRules.for_approval(RULES.ideas)
    check_ballot(ballot({1: 1, 2: 1, 7: 1}), rules)
    assert refusal_of({1: 2}, rules) == ("ballot-over-cap", {"idea": 1, "asked": 2, "cap": 1})


def test_a_runoff_ballot_is_one_dot_on_one_tied_idea() -> None:
    rules = BallotRules.for_runoff(RULES.ideas)
    check_ballot(ballot({7: 1}), rules)
    assert refusal_of({1: 1, 7: 1}, rules) == ("ballot-over-budget", {"asked": 2, "dots": 1})


def test_a_cleaned_ballot_keeps_only_ideas_that_were_given_dots_in_the_order_written() -> None:
    assert list(clean_ballot(ballot({7: 1, 2: 0, 1: 2})).items()) == [(7, 1), (1, 2)]
    assert clean_ballot(ballot({7: 0})) == {}
