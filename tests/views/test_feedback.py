"""What people think of the chosen ideas: closed while it is given, then said to everybody with what it is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.events import PhaseEntered
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Remark, Round, Said, Stance, there
from codesign_bot.messages import FluentVoice
from codesign_bot.view import Audience, Quote, Quoted, Row, Rows, Say, View
from codesign_bot.views.announce import announcements
from codesign_bot.views.card import card
from codesign_bot.views.feedback import MOST_IN_ROOM, feedback_said, feedback_view

from .chapters import whole_round
from .seeing import keys, rows_titled, says, the, typed, words_on
from .story import ELI, Story

ONE, FOUR = IdeaNo(1), IdeaNo(4)
STORY = whole_round()
CLOSED = [phase for phase in Phase if phase not in {Phase.OUTCOME, Phase.FOLLOW_UP, Phase.ARCHIVED}]


def people(count: int, start: int = 0) -> list[PersonId]:
    return [PersonId(f"p{number}") for number in range(start, start + count)]


def given_stances(agree: int, disagree: int, passed: int) -> dict[PersonId, Stance]:
    stances = [Stance.AGREE] * agree + [Stance.DISAGREE] * disagree + [Stance.PASS] * passed
    return dict(zip(people(len(stances)), stances, strict=True))


def with_stances(story: Story, agree: int, disagree: int, passed: int = 0) -> Round:
    return replace(story.last(Phase.OUTCOME), stances={ONE: given_stances(agree, disagree, passed)})


def with_words(story: Story, words: Iterable[tuple[IdeaNo, Remark, str]]) -> Round:
    said = tuple(Said(no, ELI, remark, story.text(text).content) for no, remark, text in words)
    return replace(story.last(Phase.OUTCOME), said=said)


def entering_the_outcome(story: Story) -> tuple[View, ...]:
    (step,) = [s for s, event in story.of(PhaseEntered) if event.phase is Phase.OUTCOME]
    return announcements(step.before, step.event, step.after, story.words)


# ---- when it is said


def test_the_results_are_said_when_the_step_ends_and_ahead_of_the_next_one(whole: Story) -> None:
    results, step = entering_the_outcome(whole)
    assert keys(results)[0] == "feedback-is-over"
    assert keys(step)[0] == "step-begins"
    assert typed(results) == ["feedback"]


def test_they_are_said_once_and_by_nothing_else(stories: tuple[Story, ...]) -> None:
    told = [
        type(step.event).__name__
        for story in stories
        for step in story.steps
        for view in announcements(step.before, step.event, step.after, story.words)
        if "feedback-is-over" in keys(view)
    ]
    assert told == ["PhaseEntered"]


def test_without_a_feedback_step_there_is_nothing_to_say(whole: Story) -> None:
    """Nothing was chosen, so cooling off leads straight to the outcome."""
    (step,) = [s for s, event in whole.of(PhaseEntered) if event.phase is Phase.OUTCOME]
    before = whole.last(Phase.COOLING_OFF)
    before = replace(before, window=replace(there(before.window), closes=step.event.at))
    (only,) = announcements(before, step.event, step.after, whole.words)
    assert keys(only)[0] == "step-begins"


def test_a_round_that_is_withdrawn_in_its_feedback_tells_nothing_of_it(whole: Story) -> None:
    before = whole.last(Phase.FEEDBACK)
    withdrawn = PhaseEntered(whole.now, Phase.WITHDRAWN, None)
    after = replace(before, phase=Phase.WITHDRAWN, window=None)
    views = announcements(before, withdrawn, after, whole.words)
    assert not [one for view in views for one in says(view) if one.key.startswith(("feedback", "stance"))]


@given(phase=st.sampled_from(CLOSED), agree=st.integers(0, 30), disagree=st.integers(0, 30))
def test_promise_3_nothing_of_the_feedback_is_shown_before_its_step_is_over(
    phase: Phase, agree: int, disagree: int
) -> None:
    state = replace(with_stances(STORY, agree, disagree), phase=phase)
    view = feedback_view(state, STORY.words)
    assert keys(view) == ["feedback-closed"]
    assert not words_on(view)[1:]
    shown = {one.key for one in says(card(state, STORY.words, STORY.now))}
    assert not {key for key in shown if key.startswith(("stance", "feedback-"))}


def test_the_card_leads_to_the_feedback_where_there_is_some(whole: Story) -> None:
    state = whole.last(Phase.OUTCOME)
    assert typed(card(state, whole.words, whole.now))[0] == "feedback"
    nothing = replace(state, tally=None)
    assert "feedback" not in typed(card(nothing, whole.words, whole.now))


# ---- what is said


def test_the_room_hears_how_many_people_and_how_many_agree_disagree_and_pass(whole: Story) -> None:
    results, _ = entering_the_outcome(whole)
    assert the(results, "feedback-heard").arguments == {"count": 6}
    stances = [b.arguments for b in results.blocks if isinstance(b, Say) and b.key == "stances"]
    assert stances == [{"agree": 2, "disagree": 1, "passed": 1}]
    assert keys(results).count("stances-none") == 2  # of three chosen ideas
    assert keys(results)[-1] == "feedback-decides-nothing"


def test_the_room_hears_what_people_wrote(whole: Story) -> None:
    results, _ = entering_the_outcome(whole)
    assert rows_titled(results, "remark-worry").rows == (Row(Quoted("Bats do not like light")),)
    assert rows_titled(results, "remark-like").rows == (Row(Quoted("We would meet people")),)
    assert "feedback-left-out" not in keys(results)


def test_much_that_was_written_is_shortened_in_the_room_and_whole_on_the_page(whole: Story) -> None:
    texts = [f"Thought {number}" for number in range(7)]
    state = with_words(whole, [(ONE, Remark.WORRY, text) for text in texts] + [(FOUR, Remark.LIKE, "Fine")])
    room, page = feedback_said(state, whole.words), feedback_view(state, whole.words)
    assert len(rows_titled(room, "remark-worry").rows) == MOST_IN_ROOM
    assert the(room, "feedback-left-out").arguments == {"count": 7 - MOST_IN_ROOM}
    assert [row.content for row in rows_titled(page, "remark-worry").rows] == [Quoted(text) for text in texts]
    assert "feedback-left-out" not in keys(page)
    assert typed(room) == ["feedback"]


def test_who_is_first_or_often_is_not_read_out_more(whole: Story) -> None:
    """What is read out goes by the digest of the words, which nobody chooses, and not by who wrote first."""
    texts = [(ONE, Remark.WORRY, f"Thought {number}") for number in range(9)]
    state = with_words(whole, texts)
    turned = replace(state, said=tuple(reversed(state.said)))
    first = rows_titled(feedback_said(state, whole.words), "remark-worry").rows
    assert first == rows_titled(feedback_said(turned, whole.words), "remark-worry").rows
    lowest = sorted(state.said, key=lambda one: one.content.digest)[:MOST_IN_ROOM]
    assert [row.content for row in first] == [Quoted(whole.words[one.content.id]) for one in lowest]


def test_a_list_of_words_never_runs_on_into_the_next_idea(whole: Story) -> None:
    """Two lists without a line between them read as one, aloud too."""
    state = with_words(whole, [(no, Remark.WORRY, f"A thought on {no}") for no in whole.last(Phase.OUTCOME).chosen])
    blocks = feedback_view(state, whole.words).blocks
    assert len([one for one in blocks if isinstance(one, Rows)]) == 3
    for before, after in pairwise(blocks):
        assert not isinstance(before, Rows) or not isinstance(after, Rows) or after.title is not None


def test_nobody_is_named(whole: Story) -> None:
    results, _ = entering_the_outcome(whole)
    assert not [one for one in says(results) if "who" in one.arguments]


def test_words_that_were_erased_are_said_to_be_erased(whole: Story) -> None:
    (step,) = [s for s, event in whole.of(PhaseEntered) if event.phase is Phase.OUTCOME]
    results, _ = announcements(step.before, step.event, step.after, {})
    assert rows_titled(results, "remark-worry").rows == (Row(Quoted(None)),)


def test_where_nobody_said_anything_that_is_all_that_is_said(whole: Story) -> None:
    state = replace(whole.last(Phase.OUTCOME), stances={}, said=())
    assert keys(feedback_said(state, whole.words)) == ["feedback-is-over", "feedback-heard"]
    assert the(feedback_view(state, whole.words), "feedback-heard").arguments == {"count": 0}


def test_without_a_chosen_idea_the_page_says_why_there_is_no_feedback(whole: Story) -> None:
    assert keys(feedback_view(replace(whole.state, tally=None), whole.words)) == ["feedback-none"]


# ---- what it is worth


@pytest.mark.parametrize(
    ("agree", "disagree", "said"),
    [
        (5, 5, Say("stance-range", {"low": 2, "high": 8})),
        (6, 2, Say("stance-range-least", {"low": 4})),
        (0, 5, Say("stance-range-most", {"high": 5})),
    ],
)
def test_a_range_is_said_in_tenths(whole: Story, agree: int, disagree: int, said: Say) -> None:
    view = feedback_said(with_stances(whole, agree, disagree), whole.words)
    assert said in view.blocks
    assert keys(view)[-2:] == ["stance-range-means", "feedback-decides-nothing"]


def test_below_five_there_is_no_range_and_no_word_about_one(whole: Story) -> None:
    view = feedback_said(with_stances(whole, 3, 1, 40), whole.words)
    assert not [key for key in keys(view) if key.startswith("stance-range")]


def test_an_idea_that_divides_us_and_one_we_are_unsure_of_are_called_so(whole: Story) -> None:
    assert "stance-divides" in keys(feedback_said(with_stances(whole, 3, 3), whole.words))
    assert "stance-divides" not in keys(feedback_said(with_stances(whole, 6, 1), whole.words))
    assert "stance-unsure" in keys(feedback_said(with_stances(whole, 2, 0, 5), whole.words))
    assert "stance-unsure" not in keys(feedback_said(with_stances(whole, 6, 0, 1), whole.words))


def test_each_idea_stands_above_its_own_numbers(whole: Story) -> None:
    state = replace(
        whole.last(Phase.OUTCOME),
        stances={ONE: given_stances(9, 0, 0), FOUR: given_stances(0, 9, 0)},
    )
    order: list[str] = []
    for block in feedback_said(state, whole.words).blocks:
        if isinstance(block, Quote) and block.label is not None:
            order.append(f"idea {block.label.arguments['idea']}")
        if isinstance(block, Say) and block.key.startswith("stances"):
            order.append(f"{block.key} {block.arguments.get('agree')}")
    assert order == ["idea 1", "stances 9", "idea 3", "stances-none None", "idea 4", "stances 0"]


def test_the_range_is_said_in_plain_words(english: FluentVoice) -> None:
    assert english.words("stance-range", {"low": 4, "high": 8}) == (
        "Among many people like these, between 4 and 8 of 10 would likely agree."
    )
    assert "did not answer" in english.words("stance-range-means", {})


def test_the_same_numbers_stand_on_the_page_as_in_the_room(whole: Story) -> None:
    state = with_stances(whole, 7, 4, 6)
    room, page = feedback_said(state, whole.words), feedback_view(state, whole.words)
    numbers = [one for one in room.blocks if isinstance(one, Say) and one.key.startswith("stance")]
    assert numbers == [one for one in page.blocks if isinstance(one, Say) and one.key.startswith("stance")]
    assert {one.key for one in numbers} >= {"stances", "stance-range", "stance-divides", "stance-unsure"}


def test_the_results_are_for_all_and_the_page_for_who_asks(whole: Story) -> None:
    state = with_stances(whole, 1, 1)
    assert feedback_said(state, whole.words).audience is Audience.EVERYONE
    assert feedback_view(state, whole.words).audience is Audience.ONLY_YOU
