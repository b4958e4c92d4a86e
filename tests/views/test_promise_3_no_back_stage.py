"""Promise 3: until voting ends nobody sees a count. No view of any kind lets anybody work one out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.result import Outcome
from codesign_bot.core.events import BallotCast
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import MAY, Act, Phase
from codesign_bot.core.state import Round, Stance
from codesign_bot.view import Bars, View
from codesign_bot.views import ballots, honest, lists
from codesign_bot.views.announce import announcements
from codesign_bot.views.answers import answer
from codesign_bot.views.card import card
from codesign_bot.views.help import help_view
from codesign_bot.views.notices import notices
from codesign_bot.views.parts import TALLY_IS_PUBLIC

from .chapters import whole_round
from .seeing import keys, kind, says
from .story import ADA, PEOPLE, Story, there

BEFORE = [
    Phase.PROPOSED,
    Phase.FRAMING,
    Phase.CONFIRMING,
    Phase.IDEAS,
    Phase.SORTING,
    Phase.VOTING,
    Phase.RUNOFF,
]
OF_A_TALLY = (
    "tally",
    "bar",
    "bar-chosen",
    "bar-chosen-after-runoff",
    "bar-none",
    "bar-none-chosen",
    "bar-runoff",
    "bar-runoff-chosen",
    "tally-before-runoff",
    "tally-runoff",
    "chosen",
    "nothing-chosen",
    "tie-by-",
    "tie-step",
    "by-rule",
    "voters-with-an-idea",
    "tally-is-final",
)
STORY = whole_round()


def views_of(state: Round, story: Story) -> Iterator[View]:
    """Everything anybody can ask for about a round."""
    words, now = story.words, story.now
    yield card(state, words, now)
    yield lists.now_view(state, words, now)
    yield lists.tally_view(state, words)
    yield lists.feedback_view(state, words)
    yield lists.requests_view(state, words)
    yield lists.problem_statements(state, words)
    yield lists.wordings(state, words)
    yield lists.topics([state], words)
    yield honest.rules_view(state, words)
    yield help_view(state.phase, is_private=True)
    for person in PEOPLE:
        yield lists.ideas(state, words, person, state.live_ideas)
        yield lists.own_parked(state, words, person)
        yield lists.me_view(state, words, person, is_joined=True)
        yield ballots.my_ballot(state, {}, words)
    yield from (lists.one_idea(state, words, no) for no in state.ideas)


def tells_a_tally(view: View) -> bool:
    return any(isinstance(block, Bars) for block in view.blocks) or any(
        one.key in OF_A_TALLY or one.key.startswith(("tie-by-", "tie-step")) for one in says(view)
    )


@given(st.data())
def test_promise_3_no_view_tells_a_tally_before_voting_ends(data: st.DataObject) -> None:
    """Even if a state held the tally before its time, no view would show it."""
    phase = data.draw(st.sampled_from(BEFORE))
    states = [state for state in STORY.states if state.phase is phase]
    state = data.draw(st.sampled_from(states))
    known = STORY.last(Phase.ARCHIVED).ideas
    planted = replace(state, tally=_numbers(data, there(STORY.state.tally)), ideas={**known, **state.ideas})
    for view in views_of(planted, STORY):
        assert not tells_a_tally(view), view
    batch = replace(planted, phase=phase)
    for view in (answer(state, (event,), batch, STORY.words, STORY.now) for event in _acts()):
        assert not tells_a_tally(view)


def _numbers(data: st.DataObject, outcome: Outcome) -> Outcome:
    row = st.integers(min_value=0, max_value=99)
    ranking = tuple(replace(one, dots=data.draw(row), supporters=data.draw(row)) for one in outcome.ranking)
    return replace(outcome, ranking=ranking)


def _acts() -> list[BallotCast]:
    return [event for _, event in STORY.of(BallotCast)]


@pytest.mark.parametrize("phase", BEFORE)
def test_promise_3_the_tally_page_says_why_it_is_closed(phase: Phase) -> None:
    view = lists.tally_view(STORY.last(phase), STORY.words)
    assert keys(view) == ["tally-closed", "tally-closed-instead"]
    has_a_clock = phase in MAY[Act.TIME]
    assert ("time more" in [action.typed for action in view.actions]) is has_a_clock


def test_promise_3_the_tally_is_public_in_every_later_step() -> None:
    assert set(BEFORE) | TALLY_IS_PUBLIC | {Phase.EXPIRED} == set(Phase)
    shown = {
        phase
        for phase in TALLY_IS_PUBLIC - {Phase.WITHDRAWN}
        if tells_a_tally(lists.tally_view(STORY.last(phase), STORY.words))
    }
    assert shown == TALLY_IS_PUBLIC - {Phase.WITHDRAWN}


def test_promise_3_a_ballot_changes_nothing_that_others_can_see() -> None:
    """The state after a ballot is the state before it, so every public view is the same, to the letter."""
    steps = STORY.of(BallotCast)
    assert len(steps) > 10
    for step, event in steps:
        assert step.before == step.after
        assert not announcements(step.before, event, step.after, STORY.words)
        assert not notices(event, step.after, STORY.words)


def test_promise_3_a_card_is_the_same_after_the_first_ballot_as_after_the_last() -> None:
    first, *_, last = [step for step, _ in STORY.of(BallotCast) if step.after.phase is Phase.VOTING]
    assert card(there(first.before), STORY.words, STORY.now) == card(last.after, STORY.words, STORY.now)


def test_promise_3_nothing_said_aloud_before_the_count_tells_a_tally(stories: tuple[Story, ...]) -> None:
    for story in stories:
        for step in story.steps:
            if type(step.event).__name__ == "VotesCounted":
                break
            for view in announcements(step.before, step.event, step.after, story.words):
                assert not tells_a_tally(view), step.event
                assert not {"few-voices", "extended-few-heard"} & set(keys(view)) or (
                    step.after.phase not in {Phase.VOTING, Phase.RUNOFF}
                )


def test_promise_3_stances_are_not_counted_while_feedback_is_given() -> None:
    state = STORY.last(Phase.FEEDBACK)
    everyone = {IdeaNo(1): dict.fromkeys(PEOPLE, Stance.AGREE)}
    for taken in (state.stances, everyone):
        view = lists.feedback_view(replace(state, stances=taken), STORY.words)
        assert keys(view) == ["feedback-closed"]
        assert "stances" not in {one.key for one in says(card(state, STORY.words, STORY.now))}


def test_promise_3_a_person_sees_their_own_ballot_and_only_that() -> None:
    frozen = next(step.after for step, event in STORY.of(BallotCast) if event.person == ADA)
    view = ballots.my_ballot(frozen, {IdeaNo(1): 2}, STORY.words)
    assert [kind(block) for block in view.blocks] == ["Rows", "dots-left", "ballot-until"]
