"""Promise 3. Until voting ends nobody sees a count: no event, no state and no instant depends on the ballots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.counting.fair_share import FairShare
from codesign_bot.core.counting.result import Outcome, Row, Verdict
from codesign_bot.core.counting.tally import Count, IdeaCount, Rule
from codesign_bot.core.counting.ties import TieReport
from codesign_bot.core.due import deadlines
from codesign_bot.core.events import BallotCast, Event, PhaseEntered, VotesCounted
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, Life, rules, text

P = Phase
COUNTS = (Outcome, Count, IdeaCount, Row, Verdict, FairShare, TieReport)

ballots = st.lists(
    st.tuples(
        st.sampled_from(MEMBERS),
        st.dictionaries(st.integers(1, 6).map(IdeaNo), st.integers(0, 1), max_size=3),
    ),
    max_size=12,
)


def inside(value: object) -> Iterator[object]:
    """The value and everything in it."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from inside(getattr(value, part.name))
    elif isinstance(value, dict):
        for pair in cast("dict[object, object]", value).items():
            yield from inside(pair)
    elif isinstance(value, tuple | frozenset | list):
        for one in cast("tuple[object, ...]", value):
            yield from inside(one)


def counts_in(value: object) -> list[object]:
    return [one for one in inside(value) if isinstance(one, COUNTS)]


@cache
def at_the_vote() -> Life:
    return Life().to(P.VOTING)


def vote(casts: list[tuple[str, dict[IdeaNo, int]]]) -> tuple[Life, list[tuple[Event, ...]]]:
    """A vote up to its last instant: the round, and what each voter's command led to."""
    life = at_the_vote().fork()
    answers = [life.do(name, c.CastBallot(given_)) for name, given_ in casts]
    return life, answers


def test_the_search_for_counts_finds_them() -> None:
    life = Life().to(P.COOLING_OFF)
    counted = next(event for event in life.events if isinstance(event, VotesCounted))
    assert counts_in(counted)
    assert counts_in(life.state)


@given(ballots, ballots)
def test_promise_3_no_event_and_no_state_depends_on_a_ballot_until_voting_ends(
    some: list[tuple[str, dict[IdeaNo, int]]], others: list[tuple[str, dict[IdeaNo, int]]]
) -> None:
    one, said_to_some = vote(some)
    other, said_to_others = vote(others)
    assert one.state == other.state
    assert one.events == other.events
    assert deadlines(one.state) == deadlines(other.state)
    # Whoever votes is told of their own ballot, and nobody else is told anything.
    for (name, given_), events in zip([*some, *others], [*said_to_some, *said_to_others], strict=True):
        (cast_,) = events
        assert isinstance(cast_, BallotCast)
        assert cast_.person == name
        assert dict(cast_.dots) == {no: dots for no, dots in given_.items() if dots}


@given(ballots)
def test_promise_3_what_others_voted_changes_no_answer_to_anybody(
    casts: list[tuple[str, dict[IdeaNo, int]]],
) -> None:
    busy, _ = vote(casts)
    quiet, _ = vote([])
    for command in (c.CastBallot({IdeaNo(1): 1}), c.CastBallot({IdeaNo(1): 9}), c.AskForTime(), c.Leave()):
        for name in ("ada", "fay"):
            assert _answer(busy, name, command) == _answer(quiet, name, command)


def _answer(life: Life, name: str, command: c.Command) -> object:
    try:
        return life.do(name, command)
    except Refusal as refusal:
        return refusal.key, dict(refusal.arguments)


@pytest.mark.parametrize("rule", Rule)
def test_promise_3_no_event_before_the_end_of_voting_holds_a_count(rule: Rule) -> None:
    life = Life(rules=rules(replace(COMMUNITY, rule=rule))).to(P.COOLING_OFF)
    before = [event for event in life.events if not isinstance(event, VotesCounted)]
    counted = [event for event in life.events if isinstance(event, VotesCounted)]
    assert len(counted) == 1
    assert counts_in(before) == []
    for chapter in life.chapters:
        if chapter.after.phase is not P.COOLING_OFF:
            assert counts_in(chapter.after) == []


def test_promise_3_a_runoff_tells_which_ideas_are_tied_and_nothing_of_how() -> None:
    life = Life().to_runoff()
    assert counts_in(life.events) == []
    assert counts_in(life.state) == []
    life.everyone(c.CastBallot({IdeaNo(3): 1}))
    assert counts_in(life.events) == []
    assert counts_in(life.state) == []


def test_promise_3_a_shortlist_tells_which_ideas_go_on_and_nothing_of_how() -> None:
    life = Life(rules=rules(replace(COMMUNITY, ideas_each=9))).to(P.IDEAS)
    for no in range(30):
        life.do(MEMBERS[no % 6], c.OfferIdea(text(f"Idea {no}")))
    life.to(P.VOTING)
    first, second = there(life.state.vote).lists
    life.everyone(c.CastBallot({min(first.ideas): 2, min(second.ideas): 1}))
    life.end_step()
    assert life.is_in(P.VOTING)
    assert counts_in(life.events) == []
    assert counts_in(life.state) == []


def test_promise_3_no_more_time_for_a_late_surge_says_how_many_voted() -> None:
    life = Life().to(P.VOTING)
    life.wait_until(there(life.state.window).closes)
    life = Life().to(P.VOTING)
    life.wait_until(there(life.state.window).closes - there(life.state.window).length / 20)
    life.everyone(c.CastBallot({IdeaNo(1): 1}))
    (extended,) = life.end_step()
    numbers = [one for one in inside(extended) if isinstance(one, int)]
    assert set(numbers) == {0}


def test_promise_3_the_count_is_there_for_everybody_at_the_same_instant() -> None:
    life = Life().to(P.VOTING)
    closes = there(life.state.window).closes
    life.everyone(c.CastBallot({IdeaNo(1): 1}))
    life.wait_until(closes)
    counted, entered = life.chapters[-1].events
    assert isinstance(counted, VotesCounted)
    assert isinstance(entered, PhaseEntered)
    assert counted.at == entered.at == closes
