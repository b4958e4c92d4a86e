"""Steps beginning, getting longer, ending."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.events import (
    FewVoicesNoted,
    PaceEvent,
    PhaseEntered,
    Power,
    PowerUsed,
    RoundPaused,
    RoundResumed,
    TimeAsked,
    Why,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Pace, Round, Sitting, there
from codesign_bot.core.windows import Window

if TYPE_CHECKING:
    from datetime import datetime


def evolve(state: Round, event: PaceEvent) -> Round:
    """The round after an event of its clock."""
    match event:
        case PhaseEntered():
            return _entered(state, event)
        case WindowExtended():
            return _extended(state, event)
        case WindowShortened(closes=closes):
            return replace(state, window=_until(state, closes))
        case RoundPaused():
            return _paused(state, event)
        case RoundResumed():
            return replace(state, pace=replace(state.pace, is_paused=False))
        case FewVoicesNoted():
            return replace(state, happened=replace(state.happened, has_few_voices=True))
        case TimeAsked(by=by):
            return replace(state, pace=replace(state.pace, asked_for_time=state.pace.asked_for_time | {by}))
        case PowerUsed(act=Power.SET_FATE):
            return replace(state, sittings=_sat(state.sittings, event))
        case PowerUsed():
            return state
        case _:
            assert_never(event)


def _entered(state: Round, event: PhaseEntered) -> Round:
    after = replace(
        state,
        phase=event.phase,
        window=event.window,
        pace=Pace(),
        left_at={**state.left_at, state.phase: event.at},
    )
    if event.phase in ENDED:
        return replace(after, requests={}, merges=())
    if event.phase is Phase.IDEAS:
        return replace(after, ideas_opened=event.window)
    if event.phase is Phase.CONFIRMING:
        return replace(after, confirmings=state.confirmings + 1)
    return after


def _extended(state: Round, event: WindowExtended) -> Round:
    pace = state.pace
    if event.why is Why.FEW_HEARD:
        pace = replace(pace, waited_for_voices=pace.waited_for_voices + 1)
    elif event.why is Why.OUTAGE:
        pace = replace(pace, given_back=pace.given_back.and_more(event.lost, event.at))
    elif event.why is not Why.GIVEN:
        pace = replace(pace, granted=pace.granted | {event.why})
    if state.phase is Phase.PROPOSED:
        return replace(state, expires_at=event.closes, pace=pace)
    return replace(state, window=_until(state, event.closes), pace=pace)


def _paused(state: Round, event: RoundPaused) -> Round:
    """Offers to join ideas wait as the step does: nobody can answer them meanwhile."""
    pause = Window(event.at, event.until)
    merges = tuple(replace(merge, closes=merge.closes + pause.length) for merge in state.merges)
    return replace(state, merges=merges, pace=replace(state.pace, pause=pause, is_paused=True))


def _until(state: Round, closes: datetime) -> Window:
    return Window(there(state.window).opened, closes)


ONE_SITTING = timedelta(minutes=30)
"""Fates that are set with longer pauses are told apart."""
MOST_AT_A_SITTING = 6
"""With a reason as long as reasons can be for each, they still fit into one message everywhere."""


def _sat(before: tuple[Sitting, ...], event: PowerUsed) -> tuple[Sitting, ...]:
    """A sitting only grows: a fate that is set anew begins another one, so that nothing told is untold."""
    idea = _idea_of(event)
    last = before[-1] if before else None
    if (
        last is not None
        and last.by == event.by
        and event.at - last.last_at <= ONE_SITTING
        and idea not in last.ideas
        and len(last.ideas) < MOST_AT_A_SITTING
    ):
        return (*before[:-1], Sitting(event.by, event.at, (*last.ideas, idea)))
    return (*before, Sitting(event.by, event.at, (idea,)))


def _idea_of(event: PowerUsed) -> IdeaNo:
    """The idea that such an act is about: its target reads "idea 3"."""
    return IdeaNo(int(event.target.rsplit(maxsplit=1)[-1]))
