"""What is told of the steps to come is what comes, where nothing makes a step longer."""

from __future__ import annotations

import pytest

from codesign_bot.core.ahead import USUAL, steps_ahead
from codesign_bot.core.events import PhaseEntered
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.state import there
from codesign_bot.testing.build import Life


@pytest.mark.parametrize("phase", USUAL)
def test_the_steps_that_were_told_come_when_it_was_told(phase: Phase) -> None:
    life = Life().to(phase)
    told = steps_ahead(life.state)
    life.to(Phase.OUTCOME)
    lived = {event.phase: event.window for event in life.events if isinstance(event, PhaseEntered)}
    assert [(step.phase, step.window) for step in told] == [(one, lived[one]) for one in USUAL[USUAL.index(phase) :]]
    assert [step.is_announced for step in told] == [True] + [False] * (len(told) - 1)


def test_after_a_runoff_comes_what_comes_after_a_vote() -> None:
    life = Life().to_runoff()
    runoff, *others = steps_ahead(life.state)
    assert (runoff.phase, runoff.window) == (Phase.RUNOFF, life.state.window)
    assert [step.phase for step in others] == [Phase.COOLING_OFF, Phase.FEEDBACK]
    assert others[0].window.opened == there(life.state.window).closes


@pytest.mark.parametrize("phase", [Phase.PROPOSED, Phase.OUTCOME, Phase.FOLLOW_UP])
def test_where_no_step_ends_by_time_none_is_told(phase: Phase) -> None:
    assert steps_ahead(Life().to(phase).state) == ()


def test_every_step_that_ends_by_time_is_told_but_the_runoff_that_nobody_can_foresee() -> None:
    assert set(USUAL) == {*WINDOWED} - {Phase.RUNOFF}
