"""Dots, the count, shortlists and ties: from the frozen ballot to the public result."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.counting.tally import Count, Rule
from codesign_bot.core.due import Facts, is_due, needs_count, settle
from codesign_bot.core.events import (
    BallotCast,
    FewVoicesNoted,
    IdeasFrozen,
    PhaseEntered,
    RunoffNeeded,
    ShortlistMade,
    VotesCounted,
    WindowExtended,
)
from codesign_bot.core.evolve import evolve
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.settling.steps import Turnout
from codesign_bot.core.state import VoteKind, Why, there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, Life, dots, rules, text

P = Phase
DAY = timedelta(days=1)


def crowd(ideas: int) -> Life:
    """A vote over so many ideas; everybody gives as many as they may."""
    life = Life(rules=rules(replace(COMMUNITY, ideas_each=200))).to(P.IDEAS)
    for no in range(ideas):
        life.do(MEMBERS[no % len(MEMBERS)], c.OfferIdea(text(f"Idea {no}")))
    return life


# --- casting ---------------------------------------------------------------------------------------------


def test_a_ballot_is_for_the_private_journal_and_changes_nothing_in_the_round() -> None:
    life = Life().to(P.VOTING)
    before = life.state
    cast = BallotCast(life.now, VoteKind.VOTE, PersonId("ada"), ((IdeaNo(1), 2), (IdeaNo(3), 1)))
    assert life.do("ada", dots(i3=1, i1=2, i2=0)) == (cast,)
    assert life.state is before
    assert evolve(before, cast) is before


def test_a_ballot_can_be_changed_and_cleared_until_the_end() -> None:
    life = Life().to(P.VOTING)
    life.do("ada", dots(i1=2, i2=1))
    life.do("ada", dots(i3=1))
    life.do("ben", dots(i1=1))
    life.do("ben", dots())
    assert {name: cast.dots for name, cast in life.ballots[VoteKind.VOTE].items()} == {"ada": ((3, 1),), "ben": ()}


def test_too_many_dots_are_refused_with_the_numbers() -> None:
    life = Life().to(P.VOTING)
    over = life.refused("ada", dots(i1=2, i2=2))
    assert (over.key, over.arguments) == ("ballot-over-budget", {"asked": 4, "dots": 3})
    stacked = life.refused("ada", dots(i2=3))
    assert (stacked.key, stacked.arguments) == ("ballot-over-cap", {"idea": 2, "asked": 3, "cap": 2})


def test_a_dot_on_an_idea_that_is_gone_is_told_what_became_of_it() -> None:
    life = Life().to(P.IDEAS)
    life.everyone(c.OfferIdea(text("Idea")))
    life.do("ada", c.WithdrawIdea(IdeaNo(1)))
    life.do("ben", c.Merge(IdeaNo(2), IdeaNo(3)))
    life.do("cem", c.AnswerMerge(IdeaNo(2), IdeaNo(3), is_yes=True))
    life.to(P.VOTING)
    assert life.refused("dora", dots(i1=1)).key == "idea-withdrawn"
    assert life.refused("dora", dots(i3=1)).arguments == {"idea": 3, "to": 2}
    assert life.refused("dora", dots(i9=1)).arguments == {"idea": 9, "last": 6}


def test_whoever_joins_after_the_roll_was_closed_does_not_vote() -> None:
    life = Life().to(P.SORTING)
    life.do("gus", c.Join())
    life.end_step()
    life.do("gus", dots(i1=1))
    life.do("hal", c.Join())
    refusal = life.refused("hal", dots(i1=1))
    assert (refusal.key, refusal.arguments) == ("joined-too-late", {"joined": life.now, "closed": life.now})


def test_leaving_keeps_the_ballot() -> None:
    life = Life().to(P.VOTING)
    life.do("ada", dots(i1=1))
    life.do("ada", c.Leave())
    assert life.refused("ada", dots()).key == "not-joined"
    assert life.count(VoteKind.VOTE, [IdeaNo(1)]).ballots == 1


# --- the rule that decides -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (COMMUNITY, (3, 2)),
        (replace(COMMUNITY, dots=5), (5, 2)),
        (replace(COMMUNITY, cap=3), (3, 3)),
        (replace(COMMUNITY, rule=Rule.SUPPORTERS), (3, 2)),
        (replace(COMMUNITY, rule=Rule.APPROVAL), (6, 1)),
        (replace(COMMUNITY, rule=Rule.APPROVAL, dots=4, cap=2), (6, 1)),
    ],
)
def test_the_ballot_follows_the_rule(template: object, expected: tuple[int, int]) -> None:
    assert isinstance(template, type(COMMUNITY))
    life = Life(rules=rules(template)).to(P.VOTING)
    (one,) = there(life.state.vote).lists
    assert one == BallotRules(frozenset(map(IdeaNo, range(1, 7))), *expected)


def test_the_count_is_public_when_voting_is_over() -> None:
    life = Life().to(P.VOTING)
    life.everyone(dots(i1=2, i2=1))
    counted, entered = life.end_step()
    assert isinstance(counted, VotesCounted)
    assert isinstance(entered, PhaseEntered)
    assert entered.phase is P.COOLING_OFF
    assert life.state.tally == counted.result
    assert life.state.chosen == (1, 2)
    assert counted.result.ballots == 6


def test_the_public_count_tells_nobodys_ballot() -> None:
    life = Life(rules=rules(replace(COMMUNITY, rule=Rule.FAIR_SHARE))).to(P.COOLING_OFF)
    tally = there(life.state.tally)
    assert tally.fair_share_count.purchases
    assert all(one.payments == frozenset() for one in tally.fair_share_count.purchases)
    assert tally.count.alike == frozenset()
    assert tally.count.dots()[IdeaNo(1)] == 10


def test_a_vote_without_a_ballot_chooses_nothing_and_goes_on_to_the_outcome() -> None:
    life = Life().to(P.VOTING)
    for _ in range(2):
        (waited,) = life.end_step()
        assert isinstance(waited, WindowExtended)
        assert waited.why is Why.FEW_HEARD
        assert (waited.heard, waited.needed) == (0, 5)
    few, counted, _ = life.end_step()
    assert isinstance(few, FewVoicesNoted)
    assert isinstance(counted, VotesCounted)
    assert life.state.chosen == ()
    life.end_step()
    assert life.is_in(P.OUTCOME)


def test_an_empty_ballot_is_not_a_voice() -> None:
    life = Life().to(P.VOTING)
    life.everyone(dots(i1=1), people=MEMBERS[:5])
    life.do("ada", dots())
    (waited,) = life.end_step()
    assert isinstance(waited, WindowExtended)
    assert waited.heard == 4


# --- closing ---------------------------------------------------------------------------------------------


def test_a_vote_cannot_be_closed_without_its_ballots() -> None:
    life = Life().to(P.VOTING)
    at_the_end = there(life.state.window).closes
    assert not needs_count(life.state, at_the_end - timedelta(microseconds=1))
    assert needs_count(life.state, at_the_end)
    with pytest.raises(ValueError, match="closed with its ballots"):
        settle(life.state, at_the_end, Facts(life.reserve))


def test_a_runoff_cannot_be_closed_without_the_first_vote() -> None:
    life = Life().to_runoff()
    at_the_end = there(life.state.window).closes
    alone = Turnout(Count.of([], sorted(there(life.state.vote).ideas)))
    assert needs_count(life.state, at_the_end)
    with pytest.raises(ValueError, match="ballots of the vote before"):
        settle(life.state, at_the_end, Facts(life.reserve, alone))


def test_no_other_step_needs_a_count() -> None:
    for phase in (P.FRAMING, P.IDEAS, P.SORTING, P.FEEDBACK):
        life = Life().to(phase)
        assert not needs_count(life.state, there(life.state.window).closes)
    assert not needs_count(Life().state, Life().now + 100 * DAY)


@pytest.mark.parametrize(
    ("late", "has_surged"),
    [(0, False), (1, False), (2, True), (8, True)],
)
def test_a_quarter_of_the_ballots_in_the_last_tenth_gives_a_day(late: int, *, has_surged: bool) -> None:
    life = Life().to(P.SORTING)
    extra = ("gus", "hal")
    life.everyone(c.Join(), people=extra)
    life.end_step()
    people = (*MEMBERS, *extra)
    closes = there(life.state.window).closes
    life.everyone(dots(i1=2, i2=1), people=people[: len(people) - late])
    life.wait_until(closes - timedelta(hours=16))
    life.everyone(dots(i1=2, i2=1), people=people[len(people) - late :])
    first = life.end_step()[0]
    if not has_surged:
        assert isinstance(first, VotesCounted)
        return
    assert isinstance(first, WindowExtended)
    assert (first.why, first.closes, first.heard) == (Why.LATE_SURGE, closes + DAY, 0)
    life.everyone(dots(i2=2, i3=1), people=people)
    assert isinstance(life.end_step()[0], VotesCounted)


# --- more ideas than fit on a ballot ---------------------------------------------------------------------


def test_a_crowd_of_ideas_is_sorted_again_and_then_made_shorter_by_lists_nobody_chose() -> None:
    life = crowd(31)
    life.to(P.SORTING)
    (waited,) = life.end_step()
    assert isinstance(waited, WindowExtended)
    assert waited.why is Why.SORT_AGAIN
    assert waited.closes - waited.before >= COMMUNITY.windows[P.SORTING]
    life.end_step()
    vote = there(life.state.vote)
    assert vote.vote_kind is VoteKind.SHORTLIST
    assert [len(one.ideas) for one in vote.lists] == [16, 15]
    assert vote.ideas == set(range(1, 32))
    by_hash = sorted(range(1, 32), key=lambda no: sha256(f"r1\0{no}".encode()).digest())
    assert vote.lists[0].ideas == set(by_hash[::2])
    assert life.state.voted_on == ()


def test_twenty_four_ideas_still_fit() -> None:
    life = crowd(24)
    life.to(P.VOTING)
    assert there(life.state.vote).vote_kind is VoteKind.VOTE


def test_each_list_of_a_shortlist_has_a_budget_of_its_own() -> None:
    life = crowd(31)
    life.to(P.VOTING)
    first, second = there(life.state.vote).lists
    full = {no: 2 for one in (first, second) for no in sorted(one.ideas)[: one.dots // 2]}
    assert life.do("ada", c.CastBallot(full))
    one_more = max(first.ideas)
    assert life.refused("ada", c.CastBallot({**full, one_more: 2})).key == "ballot-over-budget"


def test_from_each_list_the_most_supported_go_on_and_the_cut_is_never_broken_by_number() -> None:
    life = crowd(31)
    life.to(P.VOTING)
    lists = there(life.state.vote).lists
    closed = life.state.roll_closed_at
    loved = sorted(no for one in lists for no in sorted(one.ideas)[-3:])
    life.everyone(c.CastBallot(dict.fromkeys(loved, 1)))
    life.wait(days=1)
    life.do("gus", c.Join())
    made, frozen, entered = life.end_step()
    # The ballot has room for eighteen more, and nobody can say which of the twenty-five others these would be.
    others = tuple(no for no in range(1, 32) if no not in loved)
    assert made == ShortlistMade(life.now, tuple(loved), 6, tuple(map(IdeaNo, others)))
    assert isinstance(frozen, IdeasFrozen)
    assert frozen.vote_kind is VoteKind.VOTE
    assert [one.ideas for one in frozen.lists] == [frozenset(loved)]
    assert isinstance(entered, PhaseEntered)
    assert life.state.shortlist == life.state.voted_on == tuple(loved)
    assert life.state.roll_closed_at == closed
    assert life.refused("gus", dots(i1=1)).key == "joined-too-late"
    assert set(life.state.live_ideas) == set(range(1, 32)), "what stays off the ballot still gets a fate"


def test_level_ideas_go_on_together_where_the_ballot_has_room_for_all() -> None:
    life = crowd(26)
    life.to(P.VOTING)
    first, second = (sorted(one.ideas) for one in there(life.state.vote).lists)
    life.everyone(c.CastBallot(dict.fromkeys([*first[:2], *second[:2]], 1)))
    life.do("ada", c.CastBallot(dict.fromkeys([first[12], second[11], second[12]], 1)))
    made = life.end_step()[0]
    assert isinstance(made, ShortlistMade)
    # Each list sends what was backed; the nineteen that nobody backed would find seventeen places.
    assert set(made.ideas) == {*first[:2], *second[:2], first[12], second[11], second[12]}
    assert len(made.level) == 19


def test_a_shortlist_keeps_what_people_support() -> None:
    life = crowd(31)
    life.to(P.VOTING)
    first, second = there(life.state.vote).lists
    few, many = sorted(first.ideas)[:12], sorted(second.ideas)[:12]
    for start in (0, 4, 8):
        for name in MEMBERS[start // 2 : start // 2 + 2]:
            life.do(name, c.CastBallot(dict.fromkeys([*few[start : start + 4], *many[start : start + 4]], 1)))
    made = life.end_step()[0]
    assert isinstance(made, ShortlistMade)
    assert made.ideas == tuple(sorted([*few, *many]))
    assert life.state.voted_on == made.ideas
    assert life.refused("ada", c.CastBallot({max(first.ideas): 1})).key == "idea-not-on-ballot"


def test_in_a_huge_crowd_the_most_supported_of_all_lists_go_on() -> None:
    life = crowd(25 * 24 + 1)
    life.to(P.VOTING)
    lists = there(life.state.vote).lists
    assert len(lists) == 26
    best = sorted(max(one.ideas) for one in lists)
    life.everyone(c.CastBallot(dict.fromkeys(best, 1)), people=MEMBERS[:5])
    life.do("fay", c.CastBallot(dict.fromkeys(best[:20], 1)))
    made = life.end_step()[0]
    assert isinstance(made, ShortlistMade)
    assert (made.ideas, made.level) == (tuple(best[:20]), tuple(best[20:]))


def test_where_more_are_level_at_the_top_than_a_ballot_holds_all_of_them_go_on() -> None:
    """No ballot could name them all, so there is no vote to come, and no runoff either."""
    life = crowd(31)
    life.to(P.VOTING)
    lists = there(life.state.vote).lists
    everything = [sorted(one.ideas) for one in lists]
    for turn, name in enumerate(MEMBERS):
        mine = [no for one in everything for no in one[turn * 3 : turn * 3 + 3]]
        life.do(name, c.CastBallot(dict.fromkeys(mine, 1)))
    counted, entered = life.end_step()
    assert isinstance(counted, VotesCounted)
    assert set(counted.result.chosen) == set(range(1, 32))
    assert there(counted.result.tie).ideas == tuple(range(1, 32))
    assert counted.result.runoff is None
    assert isinstance(entered, PhaseEntered)
    assert entered.phase is P.COOLING_OFF
    assert life.state.shortlist == ()


def test_where_nobody_gave_a_dot_to_a_long_list_nothing_is_chosen() -> None:
    life = crowd(31)
    life.to(P.VOTING)
    while life.is_in(P.VOTING):
        life.end_step()
    assert life.is_in(P.COOLING_OFF)
    assert there(life.state.tally).ballots == 0
    assert life.state.chosen == ()
    assert not any(isinstance(event, ShortlistMade) for event in life.events)


def test_a_short_list_goes_on_whole() -> None:
    life = crowd(25)
    life.to(P.VOTING)
    assert [len(one.ideas) for one in there(life.state.vote).lists] == [13, 12]
    first = there(life.state.vote).lists[0]
    life.everyone(c.CastBallot(dict.fromkeys(sorted(first.ideas)[:5], 1)), people=MEMBERS[:3])
    life.everyone(c.CastBallot(dict.fromkeys(sorted(first.ideas)[5:10], 1)), people=MEMBERS[3:])
    life.do("ada", c.CastBallot(dict.fromkeys(sorted(first.ideas)[9:12], 1)))
    made = life.end_step()[0]
    assert isinstance(made, ShortlistMade)
    assert set(range(1, 26)) - set(made.ideas) == {max(first.ideas)}


# --- ties ------------------------------------------------------------------------------------------------


def test_a_tie_at_the_cut_is_voted_on_again_and_its_count_stays_closed() -> None:
    life = Life().to_runoff()
    needed = next(event for event in life.events if isinstance(event, RunoffNeeded))
    assert (needed.ideas, needed.places) == ((2, 3, 4), 1)
    assert life.state.tally is None
    vote = there(life.state.vote)
    assert vote.vote_kind is VoteKind.RUNOFF
    assert vote.ideas == {2, 3, 4}
    assert (vote.lists[0].dots, vote.lists[0].cap) == (1, 1)
    assert life.state.voted_on == (1, 2, 3, 4, 5, 6)


def test_a_runoff_settles_the_tie_and_then_the_count_is_public() -> None:
    life = Life().to_runoff()
    life.everyone(dots(i3=1))
    assert not is_due(life.state, life.now)
    counted, entered = life.end_step()
    assert isinstance(counted, VotesCounted)
    assert isinstance(entered, PhaseEntered)
    assert life.state.chosen == (1, 3)
    assert counted.result.runoff_count is not None
    assert counted.result.runoff_count.alike == frozenset()
    assert counted.result.count.dots()[IdeaNo(1)] == 12


@pytest.mark.parametrize("ballots", [{}, {"ada": 2, "ben": 3, "cem": 4}])
def test_what_is_tied_even_then_goes_on_together(ballots: dict[str, int]) -> None:
    life = Life().to_runoff()
    for name, no in ballots.items():
        life.do(name, c.CastBallot({IdeaNo(no): 1}))
    life.end_step()
    assert life.is_in(P.COOLING_OFF)
    assert life.state.chosen == (1, 2, 3, 4)


def test_the_ballots_of_a_runoff_are_apart_from_those_of_the_vote() -> None:
    life = Life().to_runoff()
    life.do("ada", dots(i2=1))
    life.do("ada", dots(i4=1))
    assert len(life.ballots[VoteKind.RUNOFF]) == 1
    assert len(life.ballots[VoteKind.VOTE]) == 6
    assert life.refused("ada", dots(i2=1, i3=1)).key == "ballot-over-budget"


def test_every_step_of_a_vote_follows_the_table() -> None:
    life = Life().to_runoff()
    life.everyone(dots(i3=1))
    life.to(P.ARCHIVED)
    entered = [event.phase for event in life.events if isinstance(event, PhaseEntered)]
    assert Counter(entered)[P.RUNOFF] == 1
    assert all(a is not b for a, b in pairwise(entered))
