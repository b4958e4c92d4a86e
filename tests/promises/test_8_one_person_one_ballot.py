"""Promise 8. One person, one ballot: the last one counts, whole, in the vote it belongs to."""

from __future__ import annotations

from collections import Counter
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import VoteKind, there
from codesign_bot.testing.build import MEMBERS, Life, dots

P = Phase
ballots = st.dictionaries(st.integers(1, 6).map(IdeaNo), st.integers(0, 3), max_size=4)
casts = st.lists(st.tuples(st.sampled_from(MEMBERS), ballots), max_size=25)


@cache
def at_the_vote() -> Life:
    return Life().to(P.VOTING)


@given(casts)
def test_promise_8_one_person_one_ballot_and_never_more_dots_than_everybody_has(
    tried: list[tuple[str, dict[IdeaNo, int]]],
) -> None:
    life = at_the_vote().fork()
    (one,) = there(life.state.vote).lists
    last: dict[str, dict[IdeaNo, int]] = {}
    for name, given_ in tried:
        try:
            life.do(name, c.CastBallot(given_))
        except Refusal:
            assert sum(given_.values()) > one.dots or max(given_.values()) > one.cap
            continue
        last[name] = given_
    count = life.count(VoteKind.VOTE, sorted(one.ideas))
    by_hand = Counter[IdeaNo]()
    for given_ in last.values():
        by_hand.update({no: number for no, number in given_.items() if number})
    assert count.dots() == {no: by_hand[no] for no in sorted(one.ideas)}
    assert count.ballots == sum(any(given_.values()) for given_ in last.values())
    assert all(number <= one.cap * len(MEMBERS) for number in count.dots().values())
    assert sum(count.dots().values()) <= one.dots * count.ballots


@given(casts)
def test_promise_8_the_count_knows_nothing_of_who_came_when(
    tried: list[tuple[str, dict[IdeaNo, int]]],
) -> None:
    last = {name: given_ for name, given_ in tried if sum(given_.values()) <= 3 and max([0, *given_.values()]) <= 2}
    one, other = at_the_vote().fork(), at_the_vote().fork()
    for name, given_ in last.items():
        one.do(name, c.CastBallot(given_))
    for name, given_ in sorted(last.items(), reverse=True):
        other.do(name, c.CastBallot({}))
        other.wait(1)
        other.do(name, c.CastBallot(given_))
    numbers = sorted(there(one.state.vote).ideas)
    assert one.count(VoteKind.VOTE, numbers) == other.count(VoteKind.VOTE, numbers)


def test_promise_8_whoever_leaves_and_comes_back_has_no_second_ballot() -> None:
    life = Life().to(P.VOTING)
    life.do("ada", dots(i1=2))
    life.wait(1)
    life.do("ada", c.Leave())
    life.do("ada", c.Join())
    assert life.refused("ada", dots(i2=2)).key == "joined-too-late"
    assert len(life.ballots[VoteKind.VOTE]) == 1


def test_promise_8_a_runoff_has_a_ballot_of_its_own_and_leaves_the_first_as_it_was() -> None:
    life = Life().to_runoff()
    before = life.count(VoteKind.VOTE, life.state.voted_on)
    life.everyone(dots(i3=1))
    life.everyone(dots(i4=1), people=("ada",))
    life.end_step()
    assert life.count(VoteKind.VOTE, life.state.voted_on) == before
    tally = there(life.state.tally)
    assert tally.ballots == 6
    assert there(tally.runoff_count).ballots == 6


def test_promise_8_an_organisers_dots_count_the_same() -> None:
    life = Life().to(P.VOTING)
    life.do("olga", dots(i1=2, i2=1))
    assert life.refused("olga", dots(i1=2, i2=2)).key == "ballot-over-budget"
    assert life.count(VoteKind.VOTE, [IdeaNo(1), IdeaNo(2)]).dots() == {1: 2, 2: 1}
