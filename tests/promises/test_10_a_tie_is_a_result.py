"""Promise 10. A tie is a result: never broken by id, arrival time, organiser or silent lot."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.counting.tally import Rule
from codesign_bot.core.counting.ties import TieStep
from codesign_bot.core.events import RunoffNeeded, ShortlistMade
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, there
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


def test_promise_10_a_tie_in_a_shortlist_goes_on_whole() -> None:
    life = Life(rules=rules(replace(COMMUNITY, ideas_each=9))).to(P.IDEAS)
    for no in range(30):
        life.do(MEMBERS[no % 6], c.OfferIdea(text(f"Idea {no}")))
    life.to(P.VOTING)
    while there(life.state.vote).vote_kind.value == "shortlist":
        life.end_step()
    made = next(event for event in life.events if isinstance(event, ShortlistMade))
    assert made.ideas == tuple(range(1, 31))
