"""Promise 2. More time is given at once; taking anything away is a request that the participants can refuse."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.events import IdeaHidden, PhaseEntered, RequestMade, WindowShortened
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo
from codesign_bot.core.phases import LEAST, WINDOWED, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Fate, Narrowing, Round, there
from codesign_bot.testing.build import MEMBERS, ORGANISER, REASON, Life, dots, plan, text

P = Phase
DAY = timedelta(days=1)
STEPS: list[Phase] = [phase for phase in WINDOWED if phase is not P.RUNOFF]

ONE = IdeaNo(1)
EVERYTHING_AN_ORGANISER_CAN_TRY: list[c.Command] = [
    plan(),
    c.Join(),
    c.WordQuestion(text()),
    c.Object(REASON),
    c.OfferIdea(text()),
    c.EditIdea(ONE, text()),
    c.WithdrawIdea(ONE),
    c.Merge(ONE, IdeaNo(2)),
    c.AnswerMerge(ONE, IdeaNo(2), is_yes=True),
    c.Split(ONE),
    dots(i1=1),
    c.SetFate(ONE, Fate.NOT_NOW, reason=REASON),
    c.PublishOutcome(text(), REASON),
    c.AskForTime(),
    c.GiveTime(-DAY, REASON),
    c.GiveTime(timedelta(0), REASON),
    c.GiveTime(DAY, REASON),
    *(c.MakeRequest(act, REASON, ONE) for act in Narrowing),
    c.SupportRequest(RequestNo(1)),
    c.ObjectToRequest(RequestNo(1), REASON),
]


def what_people_have(state: Round) -> tuple[object, ...]:
    """Everything that only a request may take away."""
    vote = state.vote.lists if state.vote else ()
    words = {no: (idea.content, idea.is_hidden) for no, idea in state.ideas.items() if idea.by != ORGANISER}
    return state.phase, state.live_ideas, vote, words, state.joined, state.rules


@pytest.mark.parametrize("phase", STEPS)
@pytest.mark.parametrize("command", EVERYTHING_AN_ORGANISER_CAN_TRY, ids=lambda command: type(command).__name__)
def test_promise_2_the_clock_only_widens_and_no_organiser_takes_anything_away_alone(
    phase: Phase, command: c.Command
) -> None:
    life = Life().to(phase)
    if phase is P.IDEAS:
        life.everyone(c.OfferIdea(text("Idea")))
    life.wait(1)
    before = life.state
    try:
        life.do(ORGANISER, command)
    except Refusal:
        assert life.state == before
        return
    assert there(life.state.window).closes >= there(before.window).closes
    if not isinstance(command, c.OfferIdea):
        assert what_people_have(life.state) == what_people_have(before)


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 30 * 24)), min_size=1, max_size=4))
def test_promise_2_the_clock_only_widens_with_every_hour_that_is_given(given_: list[tuple[Phase, int]]) -> None:
    life = Life()
    for phase, hours in sorted(given_, key=lambda one: STEPS.index(one[0])):
        life.to(phase)
        before = there(life.state.window)
        life.do(ORGANISER, c.GiveTime(timedelta(hours=hours), REASON))
        assert there(life.state.window).closes >= before.closes + timedelta(hours=hours)


def test_promise_2_the_clock_only_widens_at_once_and_narrows_only_after_two_days() -> None:
    life = Life().to(P.IDEAS)
    (made, _) = life.do(ORGANISER, c.MakeRequest(Narrowing.END_STEP, REASON))
    assert isinstance(made, RequestMade)
    assert made.closes - life.now >= 2 * DAY
    life.everyone(c.SupportRequest(RequestNo(1)))
    life.wait_until(made.closes - timedelta(microseconds=1))
    assert not any(isinstance(event, WindowShortened) for event in life.events)
    life.wait_until(made.closes)
    assert any(isinstance(event, WindowShortened) for event in life.events)


@pytest.mark.parametrize("phase", STEPS)
@pytest.mark.parametrize("objector", [None, *MEMBERS[3:5]])
def test_promise_2_the_clock_only_widens_unless_enough_agree_and_nobody_says_why_not(
    phase: Phase, objector: str | None
) -> None:
    life = Life().to(phase)
    life.do(ORGANISER, c.MakeRequest(Narrowing.END_STEP, REASON))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[:3])
    if objector is not None:
        life.do(objector, c.ObjectToRequest(RequestNo(1), REASON))
    life.wait(days=3)
    shortened = [event for event in life.events if isinstance(event, WindowShortened)]
    assert objector is None or not shortened
    for event in shortened:
        opened = next(e.at for e in life.events if isinstance(e, PhaseEntered) and e.phase is phase)
        assert event.closes >= opened + LEAST[phase]


def test_promise_2_the_clock_only_widens_and_no_step_ends_because_everybody_is_done() -> None:
    life = Life().to(P.VOTING)
    window = there(life.state.window)
    life.everyone(dots(i1=1), people=(*MEMBERS, ORGANISER))
    life.wait_until(window.closes - timedelta(microseconds=1))
    assert life.is_in(P.VOTING)
    assert life.state.window == window


def test_promise_2_nobody_can_be_removed_from_a_round_by_anybody() -> None:
    for command in get_args(c.Command):
        named = {one.name: get_type_hints(command)[one.name] for one in fields(command)}
        assert PersonId not in named.values(), f"{command.__name__} acts on a person"


def test_promise_2_a_frozen_text_is_not_edited_by_anybody() -> None:
    life = Life().to(P.VOTING)
    for name in (*MEMBERS, ORGANISER):
        assert life.refused(name, c.EditIdea(ONE, text("Other words"))).key == "too-late"


def test_promise_2_an_idea_is_hidden_by_no_command() -> None:
    life = Life().to(P.IDEAS)
    life.do("ada", c.OfferIdea(text()))
    life.do(ORGANISER, c.MakeRequest(Narrowing.HIDE_IDEA, REASON, ONE))
    life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:3])
    life.wait(days=3)
    assert not any(isinstance(event, IdeaHidden) for event in life.events)
