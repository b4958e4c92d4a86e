"""The tally as people see it: the vote, and where there was one the runoff beside it, each with its own dots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.core.counting.tally import Count
from codesign_bot.core.events import Event
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round
from codesign_bot.messages import FluentVoice
from codesign_bot.view import Bars, Say
from codesign_bot.views import lists
from codesign_bot.views.announce import announcements
from codesign_bot.views.card import card
from codesign_bot.views.parts import TALLY_IS_PUBLIC

from .seeing import all_bars, bars_of
from .story import Story, there

ONE, THREE, FOUR, FIVE, EIGHT = (IdeaNo(no) for no in (1, 3, 4, 5, 8))


def shown(bars: Bars) -> list[tuple[int, int, str]]:
    return [(bar.number, bar.value, bar.remark.key) for bar in bars.bars]


def with_runoff(state: Round, count: Count | None) -> Round:
    return replace(state, tally=replace(there(state.tally), runoff_count=count))


def test_the_vote_and_the_runoff_stand_side_by_side_each_with_its_own_dots(whole: Story) -> None:
    (view,) = announcements(None, _counted_event(whole), whole.last(Phase.COOLING_OFF), whole.words)
    vote, runoff = all_bars(view)
    assert vote.title == Say("tally-before-runoff")
    assert runoff.title == Say("tally-runoff", {"ballots": 5})
    assert shown(vote)[:5] == [
        (1, 6, "bar-chosen"),
        (3, 3, "bar-chosen-after-runoff"),
        (4, 3, "bar-chosen-after-runoff"),
        (5, 3, "bar"),
        (8, 3, "bar"),
    ]
    assert shown(runoff) == [
        (3, 2, "bar-runoff-chosen"),
        (4, 2, "bar-runoff-chosen"),
        (5, 1, "bar-runoff"),
        (8, 0, "bar-none"),
    ]


def _counted_event(story: Story) -> Event:
    (found,) = [step.event for step in story.steps if type(step.event).__name__ == "VotesCounted"]
    return found


@pytest.mark.parametrize("phase", [Phase.COOLING_OFF, Phase.FEEDBACK])
def test_the_card_shows_the_runoff_too(whole: Story, phase: Phase) -> None:
    vote, runoff = all_bars(card(whole.last(phase), whole.words, whole.now))
    numbers = [bar.number for bar in runoff.bars]
    assert numbers == ([3, 4, 5, 8] if phase is Phase.COOLING_OFF else [3, 4])
    assert set(numbers) <= {bar.number for bar in vote.bars}


def test_the_runoff_is_told_with_its_own_order(whole: Story) -> None:
    state = whole.last(Phase.COOLING_OFF)
    ideas = (THREE, FOUR, FIVE, EIGHT)
    count = Count.of([{EIGHT: 1}, {EIGHT: 1}, {FOUR: 1}], ideas)
    _, runoff = all_bars(lists.tally_view(with_runoff(state, count), whole.words))
    assert [(bar.number, bar.value) for bar in runoff.bars] == [(8, 2), (4, 1), (3, 0), (5, 0)]
    assert [bar.label.words for bar in runoff.bars][:2] == [
        whole.words[state.ideas[no].content.id] for no in (EIGHT, FOUR)
    ]


def test_a_vote_without_a_runoff_has_one_tally_and_speaks_of_no_runoff(whole: Story) -> None:
    view = lists.tally_view(with_runoff(whole.last(Phase.COOLING_OFF), None), whole.words)
    (only,) = all_bars(view)
    assert only.title == Say("tally")
    assert {bar.remark.key for bar in only.bars} == {"bar", "bar-chosen", "bar-none"}


def test_a_runoff_that_nobody_voted_in_is_told_as_that(whole: Story, english: FluentVoice) -> None:
    nobody = Count.of([], (THREE, FOUR, FIVE, EIGHT))
    _, runoff = all_bars(lists.tally_view(with_runoff(whole.last(Phase.COOLING_OFF), nobody), whole.words))
    assert [bar.value for bar in runoff.bars] == [0, 0, 0, 0]
    assert [bar.remark.key for bar in runoff.bars] == ["bar-none-chosen", "bar-none-chosen", "bar-none", "bar-none"]
    assert there(runoff.title).arguments == {"ballots": 0}
    assert "Nobody" in english.words("tally-runoff", {"ballots": 0})


def test_no_dots_are_said_as_no_dots(whole: Story, english: FluentVoice) -> None:
    bars = bars_of(lists.tally_view(whole.last(Phase.COOLING_OFF), whole.words))
    assert bars.bars[-1].value == 0
    assert bars.bars[-1].remark == Say("bar-none")
    assert english.words("bar-none", {}) == "No dots"


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in TALLY_IS_PUBLIC])
def test_promise_3_a_planted_runoff_is_shown_nowhere_before_its_time(whole: Story, phase: Phase) -> None:
    """Also while the runoff itself goes on, when the vote before it is counted already."""
    state = replace(whole.last(Phase.COOLING_OFF), phase=phase)
    for view in (card(state, whole.words, whole.now), lists.tally_view(state, whole.words)):
        assert not all_bars(view)
