"""The pieces that views share keep to the rules of the round."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.core.content import Content
from codesign_bot.core.ids import ContentId, IdeaNo
from codesign_bot.core.label import Happened
from codesign_bot.core.phases import BY_TIME, ENDED, TRANSITIONS, WINDOWED, Phase
from codesign_bot.view import Ideas, Quoted, Row, Say, Term, When
from codesign_bot.views.parts import (
    FEEDBACK_IS_PUBLIC,
    NEXT,
    TALLY_IS_PUBLIC,
    ends,
    heading,
    idea_row,
    numbers,
    question_quotes,
    quoted,
    when,
    why_lowered,
)

from .story import START, Story


def test_what_is_said_to_come_next_is_a_move_of_the_table() -> None:
    assert set(NEXT) == set(Phase) - ENDED
    assert all(after in TRANSITIONS[before] for before, after in NEXT.items())
    assert all((phase, NEXT[phase]) in BY_TIME for phase in WINDOWED)


def test_numbers_stand_in_rising_order_so_that_no_order_tells_a_rank() -> None:
    assert numbers((IdeaNo(7), IdeaNo(3), IdeaNo(11))) == Ideas((3, 7, 11))
    assert numbers(()) == Ideas(())


def test_erased_and_unknown_words_look_the_same() -> None:
    content = Content(ContentId("c1"), "digest")
    assert quoted({ContentId("c1"): "hello"}, content) == Quoted("hello")
    assert quoted({ContentId("c1"): None}, content) == quoted({}, content) == Quoted(None)


def test_a_time_keeps_the_zone_of_the_round_and_a_topic_without_rules_has_none_yet(whole: Story) -> None:
    assert when(whole.state, START) == When(START, "Europe/London")
    assert when(whole.steps[0].after, START) == When(START, "UTC")


def test_a_heading_says_topic_until_the_rules_are_frozen(whole: Story) -> None:
    topic, opened = whole.steps[0].after, whole.last(Phase.FRAMING)
    assert heading(topic, whole.words).key == "heading-topic"
    assert heading(opened, whole.words).key == "heading-round"
    assert heading(opened, whole.words).arguments == {"number": 4, "title": Quoted("The park is dark at night")}


def test_every_reason_for_a_lower_label_is_told(whole: Story) -> None:
    assert not why_lowered(replace(whole.state, happened=Happened()))
    everything = Happened(
        is_framing_skipped=True,
        is_question_by_organisers=True,
        has_few_voices=True,
        is_result_overridden=True,
    )
    assert [one.key for one in why_lowered(replace(whole.state, happened=everything))] == [
        "label-framing-skipped",
        "label-question-by-organisers",
        "label-few-voices",
        "label-result-overridden",
    ]


@pytest.mark.parametrize("phase", WINDOWED)
def test_the_end_of_a_step_names_the_next_one(whole: Story, phase: Phase) -> None:
    (said,) = ends(whole.last(phase))
    assert said.arguments["next"] == Term(f"phase-{NEXT[phase].value.replace('_', '-')}")


def test_tied_wordings_are_all_asked_about(whole: Story) -> None:
    state = whole.last(Phase.CONFIRMING)
    both = replace(state, question=tuple(sorted(state.wordings)))
    assert len(question_quotes(both, whole.words)) == 2


def test_an_idea_keeps_its_number_and_a_hidden_one_loses_its_words(whole: Story) -> None:
    row = idea_row(whole.state, whole.words, IdeaNo(9))
    assert row == Row(Say("idea-was-hidden"), 9)
    assert idea_row(whole.state, whole.words, IdeaNo(4)).content == Quoted("Cut the hedges")


def test_feedback_is_never_public_before_the_tally() -> None:
    assert FEEDBACK_IS_PUBLIC < TALLY_IS_PUBLIC
