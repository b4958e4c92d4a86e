"""Promise 10. A tie is a result: never broken by id, arrival time, organiser or silent lot."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.counting.ties import TieStep
from codesign_bot.core.events import RunoffNeeded, ShortlistMade
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, VoteKind, there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, Life, dots, rules, text

P = Phase
NUMBERS = [IdeaNo(no) for no in range(1, 7)]
VOTERS = (*MEMBERS, ORGANISER)

ballots = st.lists(st.lists(st.sampled_from(NUMBERS), max_size=3, unique=True), min_size=5, max_size=len(VOTERS))


@cache
def at_the_vote(rule: Rule) -> Life:
    return Life(rules=rules(replace(COMMUNITY, rule=rule))).to(P.VOTING)


def result(
    votes: list[list[IdeaNo]], rule: Rule = Rule.DOTS, voters: tuple[str, ...] = VOTERS
) -> tuple[set[int], set[int]]:
    """The ideas chosen, and those that are voted on again, by these ballots of one dot each."""
    life = at_the_vote(rule).fork()
    for name, wanted in zip(voters, votes, strict=False):
        life.do(name, c.CastBallot(dict.fromkeys(wanted, 1)))
    while life.is_in(P.VOTING):
        life.end_step()
    tied = {no for event in life.events if isinstance(event, RunoffNeeded) for no in event.ideas}
    if life.is_in(P.RUNOFF):
        life.end_step()
    return {int(no) for no in life.state.chosen}, {int(no) for no in tied}


@pytest.mark.parametrize("rule", Rule)
@given(votes=ballots, numbers=st.permutations(NUMBERS))
def test_promise_10_a_tie_is_a_result_that_other_numbers_would_not_change(
    rule: Rule, votes: list[list[IdeaNo]], numbers: list[IdeaNo]
) -> None:
    renamed = dict(zip(NUMBERS, numbers, strict=True))
    chosen, tied = result(votes, rule)
    assert result([[renamed[no] for no in wanted] for wanted in votes], rule) == (
        {renamed[IdeaNo(no)] for no in chosen},
        {renamed[IdeaNo(no)] for no in tied},
    )


@given(votes=ballots, voters=st.permutations(VOTERS))
def test_promise_10_a_tie_is_a_result_whoever_voted_how_and_when(votes: list[list[IdeaNo]], voters: list[str]) -> None:
    assert result(votes, voters=tuple(voters)) == result(votes)


@given(votes=ballots)
def test_promise_10_ideas_that_got_the_same_are_treated_the_same(votes: list[list[IdeaNo]]) -> None:
    """With a runoff that nobody uses, two ideas that the same people wanted both go on or neither does."""
    chosen, _ = result(votes)
    by = {no: frozenset(place for place, wanted in enumerate(votes) if no in wanted) for no in NUMBERS}
    for one in NUMBERS:
        for other in NUMBERS:
            if by[one] == by[other]:
                assert (one in chosen) is (other in chosen)


def test_promise_10_a_tie_is_reported_before_anything_is_done_about_it() -> None:
    life = Life().to_runoff()
    life.everyone(dots(i3=1))
    life.end_step()
    tie = there(there(life.state.tally).tie)
    assert tie.ideas == (2, 3, 4)
    assert [step.step for step in tie.steps] == [TieStep.OTHER_MEASURE, TieStep.WIDEN, TieStep.RUNOFF]


def test_promise_10_what_is_tied_to_the_end_goes_on_together() -> None:
    life = Life().to_runoff()
    life.everyone(dots(i2=1), people=MEMBERS[:3])
    life.everyone(dots(i4=1), people=MEMBERS[3:])
    life.end_step()
    assert life.state.chosen == (1, 2, 4)


def test_promise_10_no_organiser_has_a_say_in_a_tie() -> None:
    life = Life().to_runoff()
    for name in (ORGANISER, "ada"):
        refused = {
            life.refused(name, c.SetFate(IdeaNo(2), Fate.CHOSEN, owner=text(), due_on=life.now.date())).key,
            life.refused(name, c.PublishOutcome(text())).key,
        }
        assert refused == {"too-early"}
    life.do(ORGANISER, dots(i2=1))
    life.do("ada", dots(i3=1))
    life.end_step()
    assert life.state.chosen == (1, 2, 3)


@cache
def a_long_list(ideas: int) -> Life:
    life = Life(rules=rules(replace(COMMUNITY, ideas_each=20))).to(P.IDEAS)
    for no in range(ideas):
        life.do(MEMBERS[no % 6], c.OfferIdea(text(f"Idea {no}")))
    return life.to(P.VOTING)


taste = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 2)), max_size=6)


@given(ideas=st.sampled_from([25, 26, 31, 47, 49, 73]), tastes=st.lists(taste, min_size=5, max_size=7))
def test_promise_10_a_tie_at_the_cut_of_a_long_list_is_not_broken_and_no_ballot_is_too_long(
    ideas: int, tastes: list[list[tuple[int, int]]]
) -> None:
    life = a_long_list(ideas).fork()
    lists = there(life.state.vote).lists
    for name, wanted in zip(VOTERS, tastes, strict=False):
        life.do(name, c.CastBallot(within_budget(lists, wanted)))
    support = {no: [0, 0] for no in life.state.live_ideas}
    for cast in life.ballots[VoteKind.SHORTLIST].values():
        for no, given_dots in cast.dots:
            support[no] = [support[no][0] + 1, support[no][1] + given_dots]
    while life.is_in(P.VOTING) and not life.state.shortlist:
        life.end_step()
    vote = there(life.state.vote)
    assert all(len(one.ideas) <= 24 for one in vote.lists)
    if vote.vote_kind is VoteKind.SHORTLIST:
        assert life.is_in(P.COOLING_OFF)
        return
    assert len(vote.lists) == 1
    made = next(event for event in life.events if isinstance(event, ShortlistMade))
    for one in lists:
        on = [support[no] for no in one.ideas & vote.ideas]
        off = [support[no] for no in one.ideas - vote.ideas]
        assert not on or not off or min(on) > max(off), "of one list the more supported go on, level ones together"
    assert len({tuple(support[no]) for no in made.level}) <= 1
    assert not made.level or len(vote.ideas) < 24 < len(vote.ideas) + len(made.level), "there was room for some only"


def within_budget(lists: tuple[BallotRules, ...], wanted: list[tuple[int, int]]) -> dict[IdeaNo, int]:
    """What somebody would like, as far as the dots of each list go."""
    ballot: dict[IdeaNo, int] = {}
    for one in lists:
        listed, left = sorted(one.ideas), one.dots
        for place, given_dots in wanted:
            no = listed[place % len(listed)]
            if no not in ballot and given_dots <= left:
                ballot[no] = given_dots
                left -= given_dots
    return ballot
