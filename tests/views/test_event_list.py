"""When a step ends as an event, and what organisers are told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import WINDOWED, Phase
from codesign_bot.core.state import Round, there
from codesign_bot.core.windows import Window
from codesign_bot.testing.build import PRACTICE, Life, rules
from codesign_bot.view import Audience, Quoted, View, Who
from codesign_bot.views import community
from codesign_bot.views.event_list import date_of
from codesign_bot.views.terms import PHASE

from .seeing import keys, rows_titled, the

OLU = PersonId("olu")
ENDLESS = (Phase.PROPOSED, Phase.OUTCOME, Phase.FOLLOW_UP)


@pytest.mark.parametrize("phase", [one for one in WINDOWED if one is not Phase.RUNOFF])
def test_the_end_of_each_step_that_ends_by_time_is_a_date(phase: Phase) -> None:
    state = Life().to(phase).state
    date = there(date_of(state, {state.title.id: "The park"}))
    assert date.at == there(state.window).closes
    assert date.name.arguments == {"step": PHASE[phase], "number": 1, "title": Quoted("The park", state.title.id)}
    assert [one.key for one in date.told] == ["event-told", "event-rings"]


@pytest.mark.parametrize("phase", ENDLESS)
def test_a_step_that_ends_by_an_act_is_none(phase: Phase) -> None:
    assert date_of(Life().to(phase).state, {}) is None


def test_a_practice_is_none() -> None:
    assert date_of(Life(rules(PRACTICE)).to(Phase.FRAMING).state, {}) is None


def test_a_step_keeps_its_name_when_its_end_moves_and_gives_it_to_no_other() -> None:
    life = Life().to(Phase.CONFIRMING)
    window = there(life.state.window)
    first = there(date_of(life.state, {}))
    moved = there(date_of(replaced(life, Window(window.opened, window.closes + timedelta(days=1))), {}))
    again = there(date_of(replaced(life, Window(window.closes, window.closes + timedelta(days=2))), {}))
    assert (moved.step, moved.at > first.at) == (first.step, True)
    assert again.step != first.step, "a step can come again, as where a question finds new words"
    assert there(date_of(Life().to(Phase.IDEAS).state, {})).step != first.step


def replaced(life: Life, window: Window) -> Round:
    return replace(life.state, window=window)


def test_words_that_were_erased_are_not_in_it() -> None:
    state = Life().to(Phase.IDEAS).state
    assert there(date_of(state, {state.title.id: None})).name.arguments["title"] == Quoted(None, state.title.id)


def test_whoever_wishes_it_reads_who_will_see_it_that_nobody_is_rung_and_what_to_grant() -> None:
    on = community.event_list_changed(is_on=True, has_list=True, lacks=("lacks-events",))
    assert on.audience is Audience.ONLY_YOU
    assert keys(on)[:3] == ["setup-events", "setup-events-seen", "setup-events-quiet"]
    assert len(rows_titled(on, "trouble-list").rows) == 1
    assert "setup-events-nowhere" not in keys(on)
    assert "trouble-list" not in keys(community.event_list_changed(is_on=True, has_list=True))


def test_where_no_space_has_such_a_list_it_is_said() -> None:
    assert "setup-events-nowhere" in keys(community.event_list_changed(is_on=True, has_list=False))
    assert keys(community.event_list_changed(is_on=False, has_list=False)) == ["setup-no-events"]


@pytest.mark.parametrize(
    ("before", "after", "key"), [("off", "on", "power-events-listed"), ("on", "off", "power-events-ended")]
)
def test_such_an_act_is_said_with_who_did_it(before: str, after: str, key: str) -> None:
    view: View = community.power_used(OLU, "EventListChanged", before, after)
    assert the(view, key).arguments == {"who": Who(OLU)}
    assert "power-in-log" in keys(view)
