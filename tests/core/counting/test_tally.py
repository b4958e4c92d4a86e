"""Counting: once, exactly, in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.ballots import Dots
from codesign_bot.core.counting.tally import Count, IdeaCount, Rule
from codesign_bot.core.ids import IdeaNo

ONE, TWO, THREE = IdeaNo(1), IdeaNo(2), IdeaNo(3)
IDEAS = [IdeaNo(number) for number in range(1, 6)]
ballots = st.lists(st.dictionaries(st.sampled_from(IDEAS), st.integers(0, 3), max_size=4), max_size=12)


def test_an_idea_has_its_dots_its_supporters_and_the_most_from_one_person() -> None:
    count = Count.of([{ONE: 2, TWO: 1}, {ONE: 1}, {ONE: 2, TWO: 1}], [ONE, TWO, THREE])
    assert count.lines == (IdeaCount(ONE, 5, 3, 2), IdeaCount(TWO, 2, 2, 1), IdeaCount(THREE, 0, 0, 0))
    assert count.ballots == 3
    assert count.supported == {ONE, TWO}
    assert count.dots() == {ONE: 5, TWO: 2, THREE: 0}
    assert count.supporters() == {ONE: 3, TWO: 2, THREE: 0}


def test_a_cleared_ballot_is_no_ballot() -> None:
    count = Count.of([{}, {ONE: 0}, {ONE: 0, TWO: 1}], [ONE, TWO])
    assert count.ballots == 1
    assert count == Count.of([{TWO: 1}], [ONE, TWO])


def test_no_ballots_at_all_count_as_nothing_for_each_idea() -> None:
    count = Count.of([], [ONE, TWO])
    assert count.ballots == 0
    assert count.supported == frozenset()
    assert count.lines == (IdeaCount(ONE, 0, 0, 0), IdeaCount(TWO, 0, 0, 0))


@pytest.mark.parametrize("stored", [{THREE: 1}, {ONE: -1}, {ONE: 2, TWO: -1}])
def test_a_stored_ballot_that_no_check_lets_through_is_a_fault_and_never_counted(stored: Dots) -> None:
    with pytest.raises(ValueError, match="cannot be counted"):
        Count.of([{ONE: 1}, stored], [ONE, TWO])


def test_an_idea_that_stands_twice_is_a_fault() -> None:
    with pytest.raises(ValueError, match="twice"):
        Count.of([{ONE: 1}], [ONE, TWO, ONE])


@given(cast=ballots)
def test_every_number_agrees_with_adding_up_by_hand(cast: list[Dots]) -> None:
    count = Count.of(cast, IDEAS)
    for line in count.lines:
        given_dots = [ballot.get(line.idea, 0) for ballot in cast]
        assert line.dots == sum(given_dots)
        assert line.supporters == sum(dots > 0 for dots in given_dots)
        assert line.most_from_one == max(given_dots, default=0)
    assert count.ballots == sum(any(ballot.values()) for ballot in cast)


@given(cast=ballots, shuffled=st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_and_of_the_ideas_on_them_changes_nothing(cast: list[Dots], shuffled: Random) -> None:
    rearranged = [dict(list(ballot.items())[::-1]) for ballot in cast]
    shuffled.shuffle(rearranged)
    assert Count.of(rearranged, IDEAS) == Count.of(cast, IDEAS)
    assert hash(Count.of(rearranged, IDEAS)) == hash(Count.of(cast, IDEAS))


@given(cast=ballots, names=st.permutations([IdeaNo(number) for number in range(101, 106)]))
def test_other_numbers_for_the_ideas_change_the_numbers_and_nothing_else(cast: list[Dots], names: list[IdeaNo]) -> None:
    new = dict(zip(IDEAS, names, strict=True))
    renamed = Count.of([{new[idea]: dots for idea, dots in ballot.items()} for ballot in cast], names)
    plain = Count.of(cast, IDEAS)
    assert renamed.ballots == plain.ballots
    assert renamed.lines == tuple(
        IdeaCount(new[line.idea], line.dots, line.supporters, line.most_from_one) for line in plain.lines
    )


@given(cast=ballots, wanted=st.frozensets(st.sampled_from(IDEAS)))
def test_people_with_a_chosen_idea_are_counted_once_each(cast: list[Dots], wanted: frozenset[IdeaNo]) -> None:
    expected = sum(any(ballot.get(idea, 0) for idea in wanted) for ballot in cast)
    assert Count.of(cast, IDEAS).voters_with_any_of(wanted) == expected


def test_camps_are_people_who_support_the_same_ideas_however_many_dots_they_give() -> None:
    count = Count.of([{ONE: 2, TWO: 1}, {ONE: 1, TWO: 1}, {TWO: 2}], [ONE, TWO])
    assert count.camps() == {frozenset({ONE, TWO}): 2, frozenset({TWO}): 1}
    assert len(count.alike) == 3


def test_ballots_are_read_once_and_alike_ones_are_kept_once() -> None:
    def stream() -> Iterator[Dots]:
        for _ in range(1000):
            yield {ONE: 1}
            yield {TWO: 2, ONE: 1}

    count = Count.of(stream(), [ONE, TWO])
    assert count.ballots == 2000
    assert len(count.alike) == 2


def test_ideas_are_listed_in_the_order_they_were_given() -> None:
    count = Count.of([], [THREE, ONE, TWO])
    assert count.ideas == (THREE, ONE, TWO)
    assert count.in_listing_order({TWO, THREE}) == (THREE, TWO)


def test_a_count_says_nothing_of_a_ballot_when_it_is_printed() -> None:
    ballot_of_someone: Sequence[Dots] = [{ONE: 2, TWO: 1}]
    assert "alike" not in repr(Count.of(ballot_of_someone, [ONE, TWO]))


def test_each_rule_has_a_sentence_of_its_own_named_by_a_key() -> None:
    keys = {rule: rule.sentence_key for rule in Rule}
    assert keys == {
        Rule.DOTS: "rule-dots",
        Rule.SUPPORTERS: "rule-supporters",
        Rule.FAIR_SHARE: "rule-fair-share",
        Rule.APPROVAL: "rule-approval",
    }
