"""Promise 1. A round cannot open with ideas in it; one that skips framing says "consultation" on every card."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.events import IdeaOffered, PhaseEntered, RoundOpened
from codesign_bot.core.label import Fixed, Rung
from codesign_bot.core.phases import ENDED, MAY, TRANSITIONS, Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.testing.build import MEMBERS, ORGANISER, PRACTICE, Life, answers, plan, rules, text

P = Phase


def by_the_last_seconder() -> Life:
    return Life().open()


def by_a_plan() -> Life:
    life = Life()
    life.everyone(c.SecondTopic(), people=MEMBERS[1:4])
    life.do(ORGANISER, plan())
    return life


def by_time() -> Life:
    life = Life()
    life.everyone(c.SecondTopic(), people=MEMBERS[1:4])
    life.wait(days=7)
    return life


def as_a_practice() -> Life:
    return Life(rules=rules(PRACTICE)).open()


WAYS_IN = [by_the_last_seconder, by_a_plan, by_time, as_a_practice]


@pytest.mark.parametrize("way_in", WAYS_IN)
def test_promise_1_every_way_into_a_round_leads_to_framing_without_an_idea(way_in: Callable[[], Life]) -> None:
    life = way_in()
    place = next(place for place, event in enumerate(life.events) if isinstance(event, RoundOpened))
    entered = life.events[place + 1]
    assert isinstance(entered, PhaseEntered)
    assert entered.phase is P.FRAMING
    assert life.state.ideas == {}


def test_promise_1_the_table_has_no_way_to_ideas_that_leaves_framing_out() -> None:
    reached: set[Phase] = {P.PROPOSED}
    edge = set(reached)
    while edge:
        edge = {after for before in edge for after in TRANSITIONS[before]} - reached - {P.FRAMING}
        reached |= edge
    assert reached == {P.PROPOSED, P.EXPIRED, P.WITHDRAWN}


@pytest.mark.parametrize("phase", [P.PROPOSED, P.FRAMING, P.CONFIRMING])
@pytest.mark.parametrize("name", ["ada", ORGANISER])
def test_promise_1_no_idea_is_taken_before_the_question_is_agreed(phase: Phase, name: str) -> None:
    life = Life().to(phase)
    for command in (c.OfferIdea(text()), c.OfferParked(1)):
        with suppress(Refusal):
            life.do(name, command)
    assert life.state.ideas == {}
    assert not any(isinstance(event, IdeaOffered) for event in life.events)
    assert MAY[Act.OFFER_IDEA] == {P.IDEAS}


def test_promise_1_an_answer_given_too_early_is_kept_and_waits_for_its_author() -> None:
    life = Life().to(P.FRAMING)
    life.do("ada", c.OfferIdea(text("A second bin")))
    life.to(P.IDEAS)
    assert life.state.ideas == {}
    life.do("ada", c.OfferParked(1))
    assert len(life.state.ideas) == 1


def test_promise_1_a_round_that_skips_framing_is_a_consultation_on_every_card() -> None:
    life = Life().to(P.FRAMING)
    life.everyone(c.StateProblem(text()))
    life.end_step()
    rungs = {life.state.rung}
    while life.state.phase not in ENDED:
        life.pass_step()
        rungs.add(life.state.rung)
    assert rungs == {Rung.CONSULTATION}


def test_promise_1_a_plan_that_is_written_already_is_a_consultation() -> None:
    life = Life(rules=rules(honest=answers(fixed=Fixed.PLAN))).to(P.IDEAS)
    assert life.state.rung is Rung.CONSULTATION
