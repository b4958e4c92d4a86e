"""Fair share: published worked examples, and what must hold for any ballots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting import purses
from codesign_bot.core.counting.fair_share import CameBy, FairShare, Stop, fair_share
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.counting.ways import Pool, Standing, Way
from codesign_bot.core.ids import IdeaNo


def counted(groups: str, names: str) -> Count:
    """`3*ab 1*c` over the ideas named: three people with a dot on a and on b, one with a dot on c."""
    ballots = [
        {IdeaNo(names.index(letter) + 1): 1 for letter in letters}
        for people, letters in (group.split("*") for group in groups.split())
        for _ in range(int(people))
    ]
    return Count.of(ballots, [IdeaNo(number) for number in range(1, len(names) + 1)])


def named(ideas: frozenset[IdeaNo], names: str) -> str:
    return "".join(sorted(names[idea - 1] for idea in ideas))


def chosen(result: FairShare, names: str) -> str:
    """The ideas chosen, where there is no tie."""
    assert not result.standing.tied
    return named(result.standing.certain, names)


def paid(result: FairShare, names: str) -> list[tuple[str, dict[str, tuple[int, Fraction]]]]:
    """For each purchase: what, and per kind of ballot how many people paid how much each."""
    return [
        (
            named(purchase.ideas, names),
            {named(each.supported, names): (each.people, each.each) for each in purchase.payments},
        )
        for purchase in result.purchases
    ]


# Lackner and Skowron, Multi-Winner Voting with Approval Preferences, examples 2.1 to 2.11.
BOOK = "3*ab 3*ac 2*ad 1*bcf 1*e 1*f 1*g"


def test_the_books_first_example_pays_for_one_idea_with_the_first_purse() -> None:
    result = fair_share(counted(BOOK, "abcdefgh"), 4, complete=False)
    eighth = Fraction(1, 8)
    assert chosen(result, "abcdefgh") == "a"
    assert paid(result, "abcdefgh") == [("a", {"ab": (3, eighth), "ac": (3, eighth), "ad": (2, eighth)})]
    assert result.first_purse - eighth == Fraction(5, 24)
    assert (result.stop, result.steps, result.purse) == (Stop.NOT_ASKED, 0, Fraction(1, 3))


def test_the_books_first_example_is_completed_with_the_ideas_the_book_names() -> None:
    result = fair_share(counted(BOOK, "abcdefgh"), 4)
    assert chosen(result, "abcdefgh") == "abcd"
    assert dict(result.came_by) == {
        1: CameBy.FIRST_PURSE,
        2: CameBy.GROWN_PURSE,
        3: CameBy.GROWN_PURSE,
        4: CameBy.GROWN_PURSE,
    }
    # d can be had when its two people have half left each, after an eighth for a: from 5/8 on.
    assert result.first_purse + 87 * result.first_purse / 100 < Fraction(5, 8) <= result.purse
    assert (result.stop, result.steps) == (Stop.FULL, 88)


def test_the_books_second_example_goes_c_then_a_then_d_by_completion() -> None:
    names, ballots = "abcd", "3*cd 2*ab 2*ac 1*bd"
    assert chosen(fair_share(counted(ballots, names), 3, complete=False), names) == "ac"
    result = fair_share(counted(ballots, names), 3)
    fifth, ac_left = Fraction(1, 5), Fraction(161, 800)
    assert result.purse == Fraction(321, 800) == fifth + ac_left
    assert paid(result, names) == [
        ("c", {"ac": (2, fifth), "cd": (3, fifth)}),
        ("a", {"ac": (2, ac_left), "ab": (2, Fraction(239, 800))}),
        ("d", {"cd": (3, ac_left), "bd": (1, Fraction(317, 800))}),
    ]
    assert dict(result.came_by) == {1: CameBy.FIRST_PURSE, 3: CameBy.FIRST_PURSE, 4: CameBy.GROWN_PURSE}


def test_the_city_example_with_costs_buys_bike_playground_and_library() -> None:
    """equalshares.net, Explanation, example 1."""
    names = "bgpyl"  # bike lane, gym, park, playground (yard), library
    costs = {IdeaNo(n): cost for n, cost in enumerate((700, 400, 250, 200, 100), 1)}
    supporters = {
        1: [1, 2, 3, 4, 5, 6, 11],
        2: range(1, 7),
        3: [2, 4, 5, 7, 10],
        4: range(7, 11),
        5: [7, 9, 10],
    }
    ballots = [{IdeaNo(idea): 1 for idea, who in supporters.items() if voter in who} for voter in range(1, 12)]
    count = Count.of(ballots, list(costs))

    result = fair_share(count, 1100, costs=costs, complete=False)

    assert chosen(result, names) == "bly"
    assert [what for what, _ in paid(result, names)] == ["b", "y", "l"]
    effective_votes = [purchase.cost / purchase.most_paid for purchase in result.purchases]
    assert effective_votes == [7, 4, 3]
    left = {
        "bg": Fraction(0),
        "bgp": Fraction(0),
        "b": Fraction(0),
        "pyl": Fraction(50, 3),
        "yl": Fraction(50, 3),
        "y": Fraction(50),
    }
    spent = dict.fromkeys(left, Fraction(0))
    for _, payments in paid(result, names):
        for ballot, (_, each) in payments.items():
            spent["".join(sorted(ballot, key=names.index))] += each
    assert {ballot: 100 - each for ballot, each in spent.items()} == left


def test_of_two_ideas_with_equal_votes_the_cheaper_one_goes_first() -> None:
    """equalshares.net, tie-breaking. Only one of them can be paid for."""
    count = counted("2*xy", "xy")
    costs = {IdeaNo(1): 4, IdeaNo(2): 3}
    assert chosen(fair_share(count, 4, costs=costs, complete=False), "xy") == "y"


def test_of_two_ideas_with_equal_effective_votes_the_one_with_more_people_goes_first() -> None:
    """Once a is paid for, b and c both ask one half; b has three people, c has two."""
    result = fair_share(counted("2*a 1*bc 1*c 2*ab", "abc"), 3, complete=False)
    assert chosen(result, "abc") == "ab"
    assert [purchase.most_paid for purchase in result.purchases] == [Fraction(1, 4), Fraction(1, 2)]


def test_51_and_49_people_share_ten_places_five_and_five() -> None:
    """electowiki, Method of Equal Shares: the sum gives the 51 everything."""
    reds, blues = "abcdefghij", "klmnopqrst"
    count = counted(f"51*{reds} 49*{blues}", reds + blues)
    red, blue = (frozenset(IdeaNo(number) for number in numbers) for numbers in (range(1, 11), range(11, 21)))

    plain = fair_share(count, 10, complete=False)
    assert plain.standing == Standing(frozenset(), frozenset({Pool(red, 5), Pool(blue, 4)}))
    assert len(plain.purchases) == 9

    result = fair_share(count, 10)
    assert result.standing == Standing(frozenset(), frozenset({Pool(red, 5), Pool(blue, 5)}))
    assert {how for idea, how in result.came_by if idea in red} == {CameBy.FIRST_PURSE}
    assert {how for idea, how in result.came_by if idea in blue} == {CameBy.GROWN_PURSE}
    # The fifth blue idea needs 5/49 in each purse; the purse grows by a thousandth at a time.
    assert (result.steps, result.purse) == (3, Fraction(103, 1000))


def test_a_step_that_takes_more_than_fits_is_taken_back_and_the_rest_goes_by_supporters() -> None:
    """At a purse of 1 all three ideas could be had at once, so it stays just under that."""
    result = fair_share(counted("2*bc 1*a", "abc"), 2)
    assert result.stop is Stop.OVERSHOT
    assert result.purse < 1 <= result.purse + result.first_purse / 100
    assert chosen(result, "abc") == "bc"
    assert dict(result.came_by) == {2: CameBy.SUPPORTERS, 3: CameBy.SUPPORTERS}
    assert len(result.purchases) == 1


def test_filling_can_leave_a_tie_of_its_own() -> None:
    result = fair_share(counted("1*a 1*b", "abc"), 1)
    assert result.stop is Stop.OVERSHOT
    assert result.standing == Standing(frozenset(), frozenset({Pool(frozenset({IdeaNo(1), IdeaNo(2)}), 1)}))
    assert result.purchases == ()


def test_filling_begun_twins_is_followed_every_way() -> None:
    """One of a, b and one of c, d are paid for; the third place is level between the two left over."""
    result = fair_share(counted("1*cd 1*ab", "abcd"), 3)
    ab, cd = frozenset({IdeaNo(1), IdeaNo(2)}), frozenset({IdeaNo(3), IdeaNo(4)})
    assert result.ways == {
        Way(cd, frozenset({Pool(ab, 1)})),
        Way(ab, frozenset({Pool(cd, 1)})),
    }
    assert result.standing == Standing(frozenset(), frozenset({Pool(ab | cd, 3)}))


def test_with_costs_the_rest_is_filled_with_what_still_fits() -> None:
    """Nothing can be paid for before everything can; then a is too dear for what b leaves."""
    costs = {IdeaNo(1): 4, IdeaNo(2): 4, IdeaNo(3): 1}
    count = counted("3*b 2*a 1*c", "abc")
    result = fair_share(count, 5, costs=costs)
    assert chosen(result, "abc") == "bc"
    assert {idea for idea, _ in result.came_by} == {2, 3}


def test_where_the_count_can_go_several_ways_nobody_is_said_to_have_paid() -> None:
    result = fair_share(counted("1*abc 1*c 1*b", "abc"), 1)
    b, c = IdeaNo(2), IdeaNo(3)
    assert result.ways == {Way(frozenset({b})), Way(frozenset({c}))}
    assert result.standing == Standing(frozenset(), frozenset({Pool(frozenset({b, c}), 1)}))
    assert result.purchases == ()
    assert dict(result.came_by) == {b: CameBy.GROWN_PURSE, c: CameBy.GROWN_PURSE}


def test_no_ballots_choose_nothing() -> None:
    for complete in (True, False):
        result = fair_share(Count.of([], [IdeaNo(1)]), 3, complete=complete)
        assert result.ways == {Way(frozenset())}
        assert (result.purse, result.steps, result.stop) == (Fraction(0), 0, Stop.FULL)
        assert (result.purchases, result.came_by) == ((), ())


def test_fewer_supported_ideas_than_places_are_all_chosen_and_no_other() -> None:
    result = fair_share(counted("3*a 1*b", "abcd"), 3)
    assert chosen(result, "abcd") == "ab"
    assert result.stop is Stop.FULL


@pytest.mark.parametrize(
    ("budget", "costs"),
    [(0, None), (-1, None), (3, {}), (3, {IdeaNo(1): 0}), (3, {IdeaNo(2): 1}), (3, {IdeaNo(1): -2})],
)
def test_a_budget_or_cost_that_is_not_above_nought_is_a_fault(budget: int, costs: dict[IdeaNo, int] | None) -> None:
    with pytest.raises(ValueError, match="above nought"):
        fair_share(counted("1*a", "a"), budget, costs=costs)


def test_more_ways_than_are_followed_count_as_a_step_too_far() -> None:
    """a and b are level and so are their pairings; with room for one way the first purse is not used."""
    count = counted("1*ac 1*ad 1*bc 1*bd", "abcd")
    with patch.object(purses, "MAX_WAYS", 1):
        for complete in (True, False):
            result = fair_share(count, 2, complete=complete)
            assert (result.stop, result.steps) == (Stop.TOO_MANY_WAYS, 0)
        filled = fair_share(count, 2)
    everyone = frozenset(count.ideas)
    assert filled.standing == Standing(frozenset(), frozenset({Pool(everyone, 2)}))
    assert {how for _, how in filled.came_by} == {CameBy.SUPPORTERS}


def test_too_many_ways_after_some_steps_take_back_only_the_last_step() -> None:
    """a is paid for at once; b, c and d are level as soon as a purse holds one half."""
    count = counted("4*a 1*bc 1*bd 1*cd", "abcd")
    with patch.object(purses, "MAX_WAYS", 2):
        result = fair_share(count, 2)
    assert result.stop is Stop.TOO_MANY_WAYS
    assert result.purse < Fraction(1, 2) <= result.purse + result.first_purse / 100
    rest = frozenset(count.ideas[1:])
    assert result.standing == Standing(frozenset(count.ideas[:1]), frozenset({Pool(rest, 1)}))
    assert fair_share(count, 2).stop is Stop.FULL


def test_what_people_paid_does_not_show_when_a_purchase_is_printed() -> None:
    assert "payments" not in repr(fair_share(counted("2*a", "a"), 1).purchases)


IDEAS = [IdeaNo(number) for number in range(1, 7)]
ballots_of_one = st.dictionaries(st.sampled_from(IDEAS), st.integers(1, 2), max_size=4)
cast = st.integers(0, 14).flatmap(lambda people: st.lists(ballots_of_one, min_size=people, max_size=people))
prices = st.one_of(st.none(), st.fixed_dictionaries({idea: st.integers(1, 5) for idea in IDEAS}))


@given(ballots=cast, budget=st.integers(1, 6), costs=prices, complete=st.booleans())
def test_payments_make_up_the_price_and_nobody_pays_more_than_their_purse(
    ballots: Sequence[dict[IdeaNo, int]], budget: int, costs: dict[IdeaNo, int] | None, *, complete: bool
) -> None:
    result = fair_share(Count.of(ballots, IDEAS), budget, costs=costs, complete=complete)
    spent: dict[frozenset[IdeaNo], Fraction] = {}
    for purchase in result.purchases:
        assert sum(each.people * each.each for each in purchase.payments) == purchase.cost
        assert max(each.each for each in purchase.payments) == purchase.most_paid
        for each in purchase.payments:
            assert each.supported >= purchase.ideas
            spent[each.supported] = spent.get(each.supported, Fraction(0)) + each.each
    assert all(0 <= each <= result.purse for each in spent.values())


@given(ballots=cast, budget=st.integers(1, 6), costs=prices)
def test_those_with_less_than_the_others_pay_gave_all_they_had(
    ballots: Sequence[dict[IdeaNo, int]], budget: int, costs: dict[IdeaNo, int] | None
) -> None:
    result = fair_share(Count.of(ballots, IDEAS), budget, costs=costs)
    spent: dict[frozenset[IdeaNo], Fraction] = {}
    for purchase in result.purchases:
        for each in purchase.payments:
            spent[each.supported] = spent.get(each.supported, Fraction(0)) + each.each
            assert each.each == purchase.most_paid or spent[each.supported] == result.purse


@given(ballots=cast, places=st.integers(1, 6))
def test_every_way_fills_the_places_with_supported_ideas_as_far_as_there_are_any(
    ballots: Sequence[dict[IdeaNo, int]], places: int
) -> None:
    count = Count.of(ballots, IDEAS)
    for way in fair_share(count, places).ways:
        assert way.size == min(places, len(count.supported))
        assert way.ideas <= count.supported


@given(
    ballots=cast,
    budget=st.integers(1, 12),
    costs=st.fixed_dictionaries({i: st.integers(1, 5) for i in IDEAS}),
)
def test_money_is_never_overspent_and_what_is_left_buys_nothing_more(
    ballots: Sequence[dict[IdeaNo, int]], budget: int, costs: dict[IdeaNo, int]
) -> None:
    count = Count.of(ballots, IDEAS)
    for way in fair_share(count, budget, costs=costs).ways:
        pooled = sum(pool.take * costs[min(pool.ideas)] for pool in way.pools)
        left = budget - pooled - sum(costs[idea] for idea in way.certain)
        assert left >= 0
        assert all(costs[idea] > left for idea in count.supported - way.ideas)
        assert all(len({costs[idea] for idea in pool.ideas}) == 1 for pool in way.pools)


@given(ballots=cast, places=st.integers(1, 4), everyone=st.sampled_from(IDEAS))
def test_an_idea_that_everyone_supports_is_chosen_or_level_only_with_others_like_it(
    ballots: Sequence[dict[IdeaNo, int]], places: int, everyone: IdeaNo
) -> None:
    count = Count.of([ballot | {everyone: 1} for ballot in ballots] or [{everyone: 1}], IDEAS)
    unanimous = {line.idea for line in count.lines if line.supporters == count.ballots}
    now = fair_share(count, places).standing
    assert everyone in now.certain or (everyone in now.tied_ideas and len(unanimous) > places)


@given(ballots=cast, places=st.integers(1, 4), size=st.integers(1, 8))
def test_a_group_that_agrees_and_is_large_enough_gets_its_share(
    ballots: Sequence[dict[IdeaNo, int]], places: int, size: int
) -> None:
    """People who all support just the same ideas get as many of them as their purses together pay for."""
    theirs = frozenset({IdeaNo(101), IdeaNo(102)})
    count = Count.of([*ballots, *[dict.fromkeys(theirs, 1)] * size], [*IDEAS, *theirs])
    deserved = min(size * places // count.ballots, len(theirs))
    for way in fair_share(count, places).ways:
        pooled = sum(pool.take for pool in way.pools if pool.ideas <= theirs)
        assert len(way.certain & theirs) + pooled >= deserved


@given(ballots=cast, places=st.integers(1, 4), extra=st.integers(2, 4))
def test_only_who_is_supported_matters_never_how_many_dots_were_stacked(
    ballots: Sequence[dict[IdeaNo, int]], places: int, extra: int
) -> None:
    stacked = [{idea: dots * extra for idea, dots in ballot.items()} for ballot in ballots]
    assert fair_share(Count.of(stacked, IDEAS), places) == fair_share(Count.of(ballots, IDEAS), places)
