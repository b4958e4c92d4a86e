"""From counts to the ideas that go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.counting.result import (
    DEFAULT_CHAIN,
    Outcome,
    Row,
    TieStep,
    TieStepTaken,
    decide_places,
    settle_runoff,
)
from codesign_bot.core.counting.tally import Count, IdeaCount, Rule
from codesign_bot.core.counting.ties import Runoff, RunoffGroup, TiedFor
from codesign_bot.core.ids import IdeaNo

A, B, C, D, E, F = IDEAS = tuple(IdeaNo(number) for number in range(1, 7))


def spread(**people_and_dots: str) -> Count:
    """`a="22 1"`: idea a has dots from three people, 2, 2 and 1; each person has one idea only."""
    names = dict(zip("abcdef", IDEAS, strict=True))
    ballots = [{names[name]: int(dots)} for name, each in people_and_dots.items() for dots in each.replace(" ", "")]
    return Count.of(ballots, [names[name] for name in people_and_dots])


def last_vote(outcome: Outcome, *votes: IdeaNo) -> Outcome:
    assert outcome.runoff
    return settle_runoff(outcome, Count.of([{vote: 1} for vote in votes], outcome.runoff.ideas))


# --- the plain case


def test_the_ideas_with_most_dots_take_the_places() -> None:
    outcome = decide_places(spread(a="1", b="222", c="22", d="111"), Rule.DOTS, 2)
    assert outcome.chosen == (B, C)
    assert outcome.tie is None
    assert outcome.runoff is None
    assert (outcome.ballots, outcome.voters_with_a_chosen_idea) == (9, 5)


def test_the_ideas_with_most_people_take_the_places_where_supporters_decide() -> None:
    count = spread(a="1", b="222", c="22", d="1111")
    assert decide_places(count, Rule.SUPPORTERS, 2).chosen == (D, B)
    assert decide_places(count, Rule.APPROVAL, 2).chosen == (D, B)


def test_ideas_that_are_level_share_a_rank_and_the_next_rank_counts_them_all() -> None:
    outcome = decide_places(spread(a="2", b="2222", c="11", d="2", e="1", f="1"), Rule.DOTS, 1)
    assert outcome.ranking == (
        Row(B, 8, 4, 1, None),
        Row(A, 2, 1, 2, 1),
        Row(C, 2, 2, 2, 1),
        Row(D, 2, 1, 2, 1),
        Row(E, 1, 1, 5, 2),
        Row(F, 1, 1, 5, 2),
    )


def test_the_ranking_is_by_people_where_people_decide() -> None:
    for rule in (Rule.SUPPORTERS, Rule.APPROVAL, Rule.FAIR_SHARE):
        outcome = decide_places(spread(a="22", b="111", c=""), rule, 1)
        assert outcome.ranking == (Row(B, 3, 3, 1, None), Row(A, 4, 2, 2, None), Row(C, 0, 0, 3, None))


def test_ideas_level_within_the_places_are_no_tie_at_the_cut() -> None:
    outcome = decide_places(spread(a="2", b="2", c="1"), Rule.DOTS, 2)
    assert outcome.chosen == (A, B)
    assert outcome.tie is None
    assert [row.tie_group for row in outcome.ranking] == [1, 1, None]


def test_no_ballot_at_all_chooses_nothing_and_ties_nothing() -> None:
    for rule in Rule:
        outcome = decide_places(Count.of([{}, {A: 0}], [A, B]), rule, 1)
        assert outcome.chosen == ()
        assert (outcome.tie, outcome.runoff, outcome.differs) == (None, None, ())
        assert (outcome.ballots, outcome.voters_with_a_chosen_idea) == (0, 0)
        assert [row.rank for row in outcome.ranking] == [1, 1]


def test_an_idea_without_a_dot_is_not_chosen_even_where_places_are_left() -> None:
    for rule in Rule:
        assert decide_places(spread(a="1", b="", c=""), rule, 3).chosen == (A,)


def test_a_count_for_no_place_is_a_fault() -> None:
    with pytest.raises(ValueError, match="no place"):
        decide_places(spread(a="1"), Rule.DOTS, 0)


# --- ties at the cut, step by step


def test_a_tie_is_reported_with_its_dots_its_people_and_its_place_before_any_step() -> None:
    outcome = decide_places(spread(a="222", b="22", c="1111", d="1"), Rule.DOTS, 2)
    assert outcome.tie
    assert outcome.tie.tied == (TiedFor((IdeaCount(B, 4, 2, 2), IdeaCount(C, 4, 4, 1)), 1, from_place=2),)
    assert outcome.tie.ideas == (B, C)


def test_the_other_measure_settles_a_tie_of_dots_by_people() -> None:
    outcome = decide_places(spread(a="222", b="22", c="1111", d="1"), Rule.DOTS, 2)
    assert outcome.chosen == (A, C)
    assert outcome.tie
    assert outcome.tie.steps == (TieStepTaken(TieStep.OTHER_MEASURE, Rule.SUPPORTERS, (C,), (B,), (), 0, 0),)


def test_the_other_measure_settles_a_tie_of_people_by_dots() -> None:
    outcome = decide_places(spread(a="111", b="22", c="12", d="1"), Rule.SUPPORTERS, 2)
    assert outcome.chosen == (A, B)
    assert outcome.tie
    assert outcome.tie.steps == (TieStepTaken(TieStep.OTHER_MEASURE, Rule.DOTS, (B,), (C,), (), 0, 0),)


def test_the_other_measure_may_settle_a_part_and_leave_the_rest_to_the_next_step() -> None:
    count = spread(a="222", b="22", c="1111", d="211", e="112", f="22")
    outcome = decide_places(count, Rule.DOTS, 3)
    assert outcome.tie
    first, second = outcome.tie.steps
    assert first == TieStepTaken(TieStep.OTHER_MEASURE, Rule.SUPPORTERS, (C,), (B, F), (D, E), 1, 0)
    assert second == TieStepTaken(TieStep.WIDEN, None, (D, E), (), (), 0, 1)
    assert outcome.chosen == (A, C, D, E)


def test_one_place_more_is_given_only_where_it_lets_all_tied_ideas_in() -> None:
    two = decide_places(spread(a="22", b="2", c="2"), Rule.DOTS, 2)
    assert two.chosen == (A, B, C)
    three = decide_places(spread(a="22", b="2", c="2", d="2"), Rule.DOTS, 2)
    assert three.chosen == (A,)
    assert three.tie
    assert three.tie.steps[1] == TieStepTaken(TieStep.WIDEN, None, (), (), (B, C, D), 1, 0)


def test_three_ideas_level_for_two_places_fit_with_one_place_more() -> None:
    assert decide_places(spread(a="2", b="2", c="2", d="1"), Rule.DOTS, 2).chosen == (A, B, C)


def test_what_is_still_level_goes_to_a_runoff_with_the_places_that_are_left() -> None:
    outcome = decide_places(spread(a="22", b="2", c="2", d="2", e="1"), Rule.DOTS, 2)
    assert outcome.runoff == Runoff((RunoffGroup((B, C, D), 1),))
    assert outcome.runoff
    assert outcome.runoff.ideas == (B, C, D)
    assert outcome.runoff.places == 1
    assert outcome.runoff.ballot_rules == BallotRules(frozenset({B, C, D}), 1, 1)
    assert outcome.chosen == (A,)
    assert outcome.voters_with_a_chosen_idea == 2
    assert outcome.tie
    assert [step.step for step in outcome.tie.steps] == list(DEFAULT_CHAIN[:3])
    assert outcome.tie.steps[-1] == TieStepTaken(TieStep.RUNOFF, None, (), (), (B, C, D), 1, 0)


def test_all_go_on_where_the_chain_says_so() -> None:
    outcome = decide_places(spread(a="22", b="2", c="2", d="2"), Rule.DOTS, 2, (TieStep.ALL_GO_ON,))
    assert outcome.chosen == (A, B, C, D)
    assert outcome.runoff is None
    assert outcome.tie
    assert outcome.tie.steps == (TieStepTaken(TieStep.ALL_GO_ON, None, (B, C, D), (), (), 0, 2),)


@pytest.mark.parametrize("chain", [(), (TieStep.WIDEN,), (TieStep.OTHER_MEASURE, TieStep.WIDEN)])
def test_a_chain_that_runs_out_lets_all_go_on_and_says_so(chain: tuple[TieStep, ...]) -> None:
    outcome = decide_places(spread(a="22", b="2", c="2", d="2"), Rule.DOTS, 2, chain)
    assert outcome.chosen == (A, B, C, D)
    assert outcome.tie
    assert [step.step for step in outcome.tie.steps] == [*chain, TieStep.ALL_GO_ON]


def test_steps_are_taken_in_the_order_of_the_chain() -> None:
    count = spread(a="222", b="22", c="1111", d="1")
    widened = decide_places(count, Rule.DOTS, 2, (TieStep.WIDEN, TieStep.OTHER_MEASURE))
    assert widened.chosen == (A, B, C)
    asked = decide_places(count, Rule.DOTS, 2, (TieStep.RUNOFF, TieStep.OTHER_MEASURE))
    assert asked.runoff == Runoff((RunoffGroup((B, C), 1),))


def test_approval_has_no_other_measure_that_could_differ() -> None:
    outcome = decide_places(spread(a="11", b="1", c="1", d="1"), Rule.APPROVAL, 2)
    assert outcome.tie
    assert outcome.tie.steps[0] == TieStepTaken(TieStep.OTHER_MEASURE, Rule.DOTS, (), (), (B, C, D), 1, 0)


def test_the_books_first_example_ties_d_and_f_for_the_last_place_by_people() -> None:
    """Lackner and Skowron, Multi-Winner Voting with Approval Preferences: {a, b, c, d} or {a, b, c, f}."""
    kinds = [(3, (A, B)), (3, (A, C)), (2, (A, D)), (1, (B, C, F)), (1, (E,)), (1, (F,)), (1, (IdeaNo(7),))]
    ballots = [dict.fromkeys(ideas, 1) for people, ideas in kinds for _ in range(people)]
    outcome = decide_places(Count.of(ballots, [*IDEAS, IdeaNo(7), IdeaNo(8)]), Rule.SUPPORTERS, 4, ())
    assert [(row.idea, row.supporters, row.rank) for row in outcome.ranking] == [
        *((A, 8, 1), (B, 4, 2), (C, 4, 2), (D, 2, 4), (F, 2, 4), (E, 1, 6)),
        *((IdeaNo(7), 1, 6), (IdeaNo(8), 0, 8)),
    ]
    assert outcome.tie
    assert (outcome.tie.ideas, outcome.tie.tied[0].places, outcome.tie.tied[0].from_place) == ((D, F), 1, 4)
    assert outcome.fair_share == (A, B, C, D)


def test_51_people_take_all_ten_places_by_dots_and_the_outcome_says_that_fair_share_would_not() -> None:
    """electowiki, Method of Equal Shares."""
    reds, blues = ([IdeaNo(number) for number in numbers] for numbers in (range(1, 11), range(11, 21)))
    ballots = [dict.fromkeys(reds, 1)] * 51 + [dict.fromkeys(blues, 1)] * 49
    outcome = decide_places(Count.of(ballots, [*reds, *blues]), Rule.DOTS, 10)
    assert (outcome.chosen, outcome.tie) == (tuple(reds), None)
    assert outcome.differs == (Rule.FAIR_SHARE,)
    assert outcome.voters_with_a_chosen_idea == 51
    beside = next(verdict for verdict in outcome.verdicts if verdict.rule is Rule.FAIR_SHARE)
    assert beside.runoff == Runoff((RunoffGroup(tuple(reds), 5), RunoffGroup(tuple(blues), 5)))


# --- the run-off


def four_level() -> Outcome:
    return decide_places(spread(a="22", b="2", c="2", d="2", e="2", f="1"), Rule.DOTS, 3)


def test_the_runoff_fills_the_places_left_by_its_own_dots() -> None:
    outcome = last_vote(four_level(), C, C, E, E, E, B)
    assert outcome.chosen == (A, C, E)
    assert outcome.runoff is None
    assert outcome.tie
    assert outcome.tie.steps[-1] == TieStepTaken(TieStep.RUNOFF, Rule.DOTS, (C, E), (B, D), (), 0, 0)
    assert [step.step for step in outcome.tie.steps] == list(DEFAULT_CHAIN[:3])
    assert outcome.voters_with_a_chosen_idea == 4
    assert outcome.runoff_count
    assert outcome.runoff_count.ballots == 6


def test_ideas_level_again_in_the_runoff_all_go_on_and_the_report_says_so() -> None:
    outcome = last_vote(four_level(), C, C, E, B)
    assert outcome.chosen == (A, B, C, E)
    assert outcome.tie
    assert outcome.tie.steps[-2:] == (
        TieStepTaken(TieStep.RUNOFF, Rule.DOTS, (C,), (D,), (B, E), 1, 0),
        TieStepTaken(TieStep.ALL_GO_ON, None, (B, E), (), (), 0, 1),
    )


def test_a_runoff_without_a_ballot_leaves_all_level_so_all_go_on() -> None:
    outcome = last_vote(four_level())
    assert outcome.chosen == (A, B, C, D, E)
    assert outcome.tie
    assert outcome.tie.steps[-1].extra_places == 2


def test_a_runoff_that_names_one_idea_leaves_the_others_level_for_the_rest() -> None:
    assert last_vote(four_level(), D).chosen == (A, B, C, D, E)


def test_only_an_outcome_that_waits_for_a_runoff_takes_one_and_only_over_its_ideas() -> None:
    waiting = four_level()
    with pytest.raises(ValueError, match="tied ideas"):
        settle_runoff(waiting, Count.of([], [B, C]))
    with pytest.raises(ValueError, match="tied ideas"):
        settle_runoff(waiting, Count.of([], [A, B, C, D, E]))
    settled = last_vote(waiting, C, C, D)
    with pytest.raises(ValueError, match="no run-off"):
        settle_runoff(settled, Count.of([], [B, C, D, E]))


# --- fair share deciding


TWO_CAMPS = Count.of([{A: 1, B: 2, C: 1}] * 4 + [{D: 1, E: 1}] * 4, IDEAS)


def test_fair_share_reports_ties_that_do_not_compete_with_each_other_apart() -> None:
    outcome = decide_places(TWO_CAMPS, Rule.FAIR_SHARE, 2, (TieStep.WIDEN, TieStep.RUNOFF))
    assert outcome.tie
    assert [([line.idea for line in group.ideas], group.places) for group in outcome.tie.tied] == [
        ([A, B, C], 1),
        ([D, E], 1),
    ]
    assert outcome.runoff == Runoff((RunoffGroup((A, B, C), 1), RunoffGroup((D, E), 1)))
    assert outcome.runoff
    assert outcome.runoff.places == 2


def test_each_group_of_a_runoff_fills_its_own_places() -> None:
    outcome = decide_places(TWO_CAMPS, Rule.FAIR_SHARE, 2, (TieStep.RUNOFF,))
    settled = last_vote(outcome, A, A, A, B, B, E)
    assert settled.chosen == (A, E)
    assert settled.voters_with_a_chosen_idea == 8


def test_dots_are_the_other_measure_of_fair_share_within_what_it_left_open() -> None:
    outcome = decide_places(TWO_CAMPS, Rule.FAIR_SHARE, 2)
    assert outcome.chosen == (B, D, E)
    assert outcome.tie
    assert outcome.tie.steps == (
        TieStepTaken(TieStep.OTHER_MEASURE, Rule.DOTS, (B,), (A, C), (D, E), 1, 0),
        TieStepTaken(TieStep.WIDEN, None, (D, E), (), (), 0, 1),
    )
    assert outcome.fair_share_count.standing.open_places == 2


def test_the_minority_that_dots_leave_out_is_heard_by_fair_share() -> None:
    ballots = [{A: 2, B: 1, C: 1}] * 6 + [{D: 2}] * 3
    outcome = decide_places(Count.of(ballots, IDEAS), Rule.DOTS, 3)
    assert outcome.by_dots == outcome.chosen
    assert set(outcome.fair_share) >= {A, D}
    assert Rule.FAIR_SHARE in outcome.differs


# --- other rules beside it


def test_rules_that_choose_the_same_ideas_in_another_order_do_not_differ() -> None:
    outcome = decide_places(spread(a="222", b="11111", c="1"), Rule.DOTS, 2)
    assert (outcome.by_dots, outcome.by_supporters) == ((A, B), (B, A))
    assert outcome.differs == ()


def test_a_rule_that_would_have_chosen_otherwise_is_named_and_what_it_would_have_chosen() -> None:
    outcome = decide_places(spread(a="222", b="11111", c="1"), Rule.DOTS, 1)
    assert (outcome.chosen, outcome.by_supporters) == ((A,), (B,))
    assert outcome.differs == (Rule.SUPPORTERS, Rule.FAIR_SHARE)
    reach = {verdict.rule: verdict.voters_with_a_chosen_idea for verdict in outcome.verdicts}
    assert reach == {Rule.DOTS: 3, Rule.SUPPORTERS: 5, Rule.FAIR_SHARE: 5}


def test_a_rule_that_would_have_asked_for_the_same_runoff_does_not_differ() -> None:
    count = spread(a="22", b="2", c="2", d="2", e="1111")
    outcome = decide_places(count, Rule.DOTS, 3, (TieStep.RUNOFF,))
    assert outcome.runoff == Runoff((RunoffGroup((B, C, D), 1),))
    assert outcome.differs == ()
    assert last_vote(outcome, C).differs == ()


def test_a_rule_that_would_have_asked_for_a_runoff_between_other_ideas_differs() -> None:
    outcome = decide_places(spread(a="222", b="2", c="11", d="11"), Rule.DOTS, 2, (TieStep.RUNOFF,))
    by_people = next(verdict for verdict in outcome.verdicts if verdict.rule is Rule.SUPPORTERS)
    assert outcome.chosen == by_people.chosen == (A,)
    assert outcome.runoff == Runoff((RunoffGroup((B, C, D), 1),))
    assert by_people.runoff == Runoff((RunoffGroup((C, D), 1),))
    assert Rule.SUPPORTERS in outcome.differs
    assert Rule.SUPPORTERS in last_vote(outcome, C).differs


def test_a_rule_that_needed_no_runoff_differs_unless_the_runoff_ends_where_it_did() -> None:
    count = spread(a="222", b="22", c="1111", d="1")
    outcome = decide_places(count, Rule.DOTS, 2, (TieStep.RUNOFF,))
    assert outcome.runoff == Runoff((RunoffGroup((B, C), 1),))
    assert (outcome.by_supporters, set(outcome.fair_share)) == ((C, A), {A, C})
    assert outcome.differs == (Rule.SUPPORTERS, Rule.FAIR_SHARE)
    assert last_vote(outcome, B).differs == (Rule.SUPPORTERS, Rule.FAIR_SHARE)
    assert last_vote(outcome, C).differs == ()


@pytest.mark.parametrize("rule", Rule)
def test_the_deciding_rule_never_differs_from_itself(rule: Rule) -> None:
    outcome = decide_places(spread(a="222", b="11111", c="1", d="1"), rule, 1)
    assert rule not in outcome.differs


# --- what must hold for any ballots


ballots = st.lists(st.dictionaries(st.sampled_from(IDEAS), st.integers(1, 2), max_size=4), max_size=12)
simple_rules = st.sampled_from([Rule.DOTS, Rule.SUPPORTERS, Rule.APPROVAL])


def hopes(outcome: Outcome) -> frozenset[IdeaNo]:
    return frozenset(outcome.chosen) | frozenset(outcome.runoff.ideas if outcome.runoff else ())


@given(
    cast=ballots,
    rule=simple_rules,
    places=st.integers(1, 3),
    idea=st.sampled_from(IDEAS),
    voter=st.integers(0, 12),
)
def test_a_dot_more_never_lowers_an_idea(
    cast: list[dict[IdeaNo, int]], rule: Rule, places: int, idea: IdeaNo, voter: int
) -> None:
    """Whether somebody who has voted gives it, or somebody new."""
    more = [ballot | {idea: ballot.get(idea, 0) + (n == voter)} for n, ballot in enumerate(cast)]
    if voter >= len(cast):
        more.append({idea: 1})
    before, after = (decide_places(Count.of(each, IDEAS), rule, places) for each in (cast, more))
    ranks = [next(row.rank for row in outcome.ranking if row.idea == idea) for outcome in (before, after)]
    assert ranks[1] <= ranks[0]
    assert idea not in hopes(before) or idea in hopes(after)
    assert idea not in before.chosen or idea in after.chosen


@given(cast=ballots, rule=simple_rules, places=st.integers(1, 3))
def test_no_idea_is_chosen_over_one_that_is_ahead_in_both_measures(
    cast: list[dict[IdeaNo, int]], rule: Rule, places: int
) -> None:
    """Fair share is left out: to let a smaller group have its share is what it is for."""
    outcome = decide_places(Count.of(cast, IDEAS), rule, places)
    rows = {row.idea: row for row in outcome.ranking}
    for idea in outcome.chosen:
        mine = rows[idea]
        ahead = {o for o, row in rows.items() if row.dots > mine.dots and row.supporters > mine.supporters}
        assert ahead <= set(outcome.chosen)


@given(cast=ballots, rule=st.sampled_from(Rule), places=st.integers(1, 3))
def test_the_places_are_filled_and_only_ties_add_to_them(
    cast: list[dict[IdeaNo, int]], rule: Rule, places: int
) -> None:
    count = Count.of(cast, IDEAS)
    outcome = decide_places(count, rule, places)
    wanted = min(places, len(count.supported))
    extra = sum(step.extra_places for step in outcome.tie.steps) if outcome.tie else 0
    left = outcome.runoff.places if outcome.runoff else 0
    assert len(outcome.chosen) + left == wanted + extra
    assert 0 <= extra <= 1
    assert set(outcome.chosen) <= count.supported
    assert outcome.voters_with_a_chosen_idea == sum(any(b.get(i) for i in outcome.chosen) for b in cast)


@given(cast=ballots, rule=st.sampled_from(Rule), places=st.integers(1, 3))
def test_each_step_of_a_report_begins_where_the_one_before_ended(
    cast: list[dict[IdeaNo, int]], rule: Rule, places: int
) -> None:
    outcome = decide_places(Count.of(cast, IDEAS), rule, places)
    tied = frozenset(outcome.tie.ideas) if outcome.tie else frozenset[IdeaNo]()
    for step in outcome.tie.steps if outcome.tie else ():
        assert {*step.chosen, *step.dropped, *step.still_tied} == tied
        assert len(step.chosen) + len(step.dropped) + len(step.still_tied) == len(tied)
        assert set(step.chosen) <= set(outcome.chosen)
        assert not set(step.dropped) & hopes(outcome)
        tied = frozenset(step.still_tied)
    assert tied == frozenset(outcome.runoff.ideas if outcome.runoff else ())


@given(cast=ballots, places=st.integers(1, 3))
def test_an_idea_that_everyone_supports_goes_on_by_people_and_by_fair_share(
    cast: list[dict[IdeaNo, int]], places: int
) -> None:
    count = Count.of([ballot | {F: 1} for ballot in cast] or [{F: 1}], IDEAS)
    for rule in (Rule.SUPPORTERS, Rule.APPROVAL, Rule.FAIR_SHARE):
        outcome = decide_places(count, rule, places, (TieStep.ALL_GO_ON,))
        assert F in outcome.chosen


@given(cast=ballots, rule=st.sampled_from(Rule), places=st.integers(1, 3))
def test_the_count_of_the_deciding_rule_stands_beside_the_others_unchanged(
    cast: list[dict[IdeaNo, int]], rule: Rule, places: int
) -> None:
    count = Count.of(cast, IDEAS)
    outcome = decide_places(count, rule, places)
    for verdict in outcome.verdicts:
        alone = decide_places(count, verdict.rule, places)
        assert (verdict.chosen, verdict.runoff) == (alone.chosen, alone.runoff)
        same = set(verdict.chosen) == set(outcome.chosen) and verdict.runoff == outcome.runoff
        assert (verdict.rule in outcome.differs) is not same
