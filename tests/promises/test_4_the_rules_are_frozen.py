"""Promise 4. The rules are frozen at the opening, hashed and posted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.counting.ballots import places_for
from codesign_bot.core.events import RoundOpened
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, Life, plan, rules

P = Phase


def test_promise_4_the_hash_is_posted_with_the_rules_it_is_of() -> None:
    life = Life().open()
    (opened,) = [event for event in life.events if isinstance(event, RoundOpened)]
    assert opened.rules == rules()
    assert opened.rules_hash == opened.rules.hashed() == life.state.rules_hash


def test_promise_4_rules_that_nobody_planned_are_frozen_too() -> None:
    life = Life()
    life.everyone(c.SecondTopic(), people=MEMBERS[1:4])
    life.wait(days=7)
    (opened,) = [event for event in life.events if isinstance(event, RoundOpened)]
    assert opened.rules_hash == Rules(COMMUNITY, "Europe/London").hashed()


def test_promise_4_until_the_opening_a_plan_can_be_changed_and_the_last_one_counts() -> None:
    life = Life()
    slow = rules(replace(COMMUNITY, name="slow", cap=1))
    life.do(ORGANISER, plan())
    life.do(ORGANISER, plan(slow))
    life.everyone(c.SecondTopic(), people=MEMBERS[1:4])
    assert life.state.rules == slow


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in ENDED | {P.PROPOSED, P.RUNOFF}])
@pytest.mark.parametrize("name", [ORGANISER, "ada"])
def test_promise_4_no_plan_is_taken_after_the_opening_by_anybody(phase: Phase, name: str) -> None:
    life = Life().to(phase)
    assert life.refused(name, plan(rules(replace(COMMUNITY, places=1)))).key == "too-late"


def test_promise_4_the_rules_stay_the_same_to_the_end() -> None:
    life = Life().to_runoff().to(P.ARCHIVED)
    open_ones = [chapter.after for chapter in life.chapters if chapter.after.phase is not P.PROPOSED]
    assert len(open_ones) > 30
    assert {state.rules_hash for state in open_ones} == {rules().hashed()}
    assert all(state.rules == rules() for state in open_ones)


@given(st.integers(1, 6), st.integers(1, 4), st.none() | st.integers(1, 12))
def test_promise_4_places_dots_and_cap_are_those_of_the_opening(places: int, cap: int, dots: int | None) -> None:
    frozen = rules(replace(COMMUNITY, places=places, cap=cap, dots=dots))
    life = Life(rules=frozen).to(P.VOTING)
    (one,) = there(life.state.vote).lists
    assert (one.dots, one.cap) == (3 if dots is None else dots, cap)
    life.do("ada", c.CastBallot(dict.fromkeys(sorted(one.ideas)[: one.dots], 1)))
    while life.state.tally is None:
        life.end_step()
    assert life.state.tally.places == places_for(places, 6)
