"""The card: one for every step, and it says everything by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.label import Happened
from codesign_bot.core.phases import ENDED, WINDOWED, Phase
from codesign_bot.core.state import Decided, Fate, Round
from codesign_bot.view import Action, Audience, Fit, Quote, Quoted, Row, Rows, Say, Term, View, When
from codesign_bot.views.actions import actions
from codesign_bot.views.card import card

from .seeing import bars_of, content_key, keys, kind, quotes, remark_key, rows_titled, the, typed, words_on
from .story import Story, there

WHOLE_ROUND = [phase for phase in Phase if phase not in {Phase.WITHDRAWN, Phase.EXPIRED}]


At = Callable[[Phase], View]


@pytest.fixture
def at(stories: tuple[Story, ...]) -> At:
    """The card of a step as it was at its end."""
    by_phase = {state.phase: (state, story) for story in reversed(stories) for state in story.states}

    def _at(phase: Phase) -> View:
        state, story = by_phase[phase]
        return card(state, story.words, story.now)

    return _at


@pytest.mark.parametrize("phase", Phase)
def test_every_step_has_a_card_for_everybody(at: At, phase: Phase) -> None:
    shown = at(phase)
    assert shown.audience is Audience.EVERYONE
    assert shown.heading is not None
    assert isinstance(shown.heading.arguments["title"], Quoted)
    assert the(shown, "card-step").arguments["step"] == Term(f"phase-{phase.value.replace('_', '-')}")
    assert any(key.startswith("now-") for key in keys(shown))


@pytest.mark.parametrize("phase", Phase)
def test_a_card_always_offers_something_to_type_and_at_most_five(at: At, phase: Phase) -> None:
    actions = at(phase).actions
    assert 1 <= len(actions) <= 5
    assert all(action.typed and not action.typed.startswith("!") for action in actions)
    assert len({action.typed for action in actions}) == len(actions)


@pytest.mark.parametrize("phase", WINDOWED)
def test_a_step_with_an_end_says_when_with_the_zone_and_what_comes_next(at: At, phase: Phase) -> None:
    ends = the(at(phase), "step-ends")
    closes = ends.arguments["closes"]
    assert isinstance(closes, When)
    assert closes.zone == "Europe/London"
    assert isinstance(ends.arguments["next"], Term)


@pytest.mark.parametrize("phase", [Phase.OUTCOME, Phase.FOLLOW_UP, *ENDED])
def test_a_step_that_ends_by_an_act_names_no_end(at: At, phase: Phase) -> None:
    assert "step-ends" not in keys(at(phase))


@pytest.mark.parametrize("phase", [phase for phase in WHOLE_ROUND if phase is not Phase.PROPOSED])
def test_the_label_stands_on_every_card_with_what_it_means(at: At, phase: Phase) -> None:
    label = the(at(phase), "label")
    rung, means = label.arguments["rung"], label.arguments["means"]
    assert isinstance(rung, Term)
    assert means == Term(f"{rung.key}-means")


def test_a_lowered_label_says_why(whole: Story) -> None:
    state = replace(whole.last(Phase.VOTING), happened=Happened(has_few_voices=True))
    assert "label-few-voices" in keys(card(state, whole.words, whole.now))
    state = replace(state, happened=Happened())
    assert not [key for key in keys(card(state, whole.words, whole.now)) if key.startswith("label-")]


def test_a_topic_without_a_plan_has_no_label_and_says_how_to_second(whole: Story) -> None:
    state = whole.steps[0].after
    shown = card(state, whole.words, whole.now)
    assert "label" not in keys(shown)
    assert the(shown, "now-proposed").arguments["count"] == 0
    assert the(shown, "topic-waits-until").arguments["closes"] == When(state.expires_at, "UTC")
    assert "topic second 4" in typed(shown)


def test_a_seconded_topic_says_when_it_opens_by_itself(whole: Story) -> None:
    state = replace(whole.steps[0].after, seconded_at=whole.steps[0].event.at)
    opens = the(card(state, whole.words, whole.now), "topic-opens-unplanned").arguments["opens"]
    assert opens == When(state.suggested_at + timedelta(days=7), "UTC")


def test_a_practice_says_so_in_its_heading(stories: tuple[Story, ...]) -> None:
    practice = stories[3]
    shown = card(practice.state, practice.words, practice.now)
    assert practice.state.is_practice
    assert shown.heading is not None
    assert shown.heading.key == "heading-practice"
    assert "practice-not-real" in keys(shown)
    real = stories[0]
    assert "practice-not-real" not in keys(card(real.state, real.words, real.now))


def test_in_the_ideas_step_ideas_are_counted_and_not_shown(whole: Story) -> None:
    state = whole.last(Phase.IDEAS)
    shown = card(state, whole.words, whole.now)
    assert the(shown, "ideas-so-far").arguments["count"] == len(state.live_ideas) == 9
    ideas = {whole.words[idea.content.id] for idea in state.ideas.values()}
    assert not ideas & set(words_on(shown))


def test_alone_first_is_said_until_it_is_over(whole: Story) -> None:
    state = whole.last(Phase.IDEAS)
    listed = there(state.ideas_opened).opened + timedelta(days=1)
    before = card(state, whole.words, listed - timedelta(seconds=1))
    assert the(before, "alone-first").arguments["until"] == When(listed, "Europe/London")
    assert "alone-first" not in keys(card(state, whole.words, listed))


def test_ideas_are_listed_while_voting_by_number(whole: Story) -> None:
    frozen = next(step.after for step in whole.steps if type(step.event).__name__ == "IdeasFrozen")
    state = replace(frozen, phase=Phase.VOTING)
    shown = card(state, whole.words, whole.now)
    listed = rows_titled(shown, "ideas-to-vote-on").rows
    assert [row.number for row in listed] == [1, 2, 3, 4, 5, 6, 7, 8, 11]
    assert listed[0].content == Quoted("Warm lamps on the path")
    assert all(row.remark is None for row in listed)
    assert the(shown, "now-voting").arguments == {"dots": 4, "cap": 2}
    assert "rule-dots" in keys(shown)


def test_a_ballot_is_typed_in_private_with_an_example_that_keeps_the_rules(whole: Story) -> None:
    frozen = next(step.after for step in whole.steps if type(step.event).__name__ == "IdeasFrozen")
    shown = card(replace(frozen, phase=Phase.VOTING), whole.words, whole.now)
    assert shown.actions[0] == Action("action-vote", "vote 1:2 2:1", is_private=True, fit=Fit.EXAMPLE)
    runoff = card(whole.last(Phase.RUNOFF), whole.words, whole.now)
    assert runoff.actions[0] == Action("action-vote", "vote 3:1", is_private=True, fit=Fit.EXAMPLE)


def test_a_runoff_lists_the_tied_ideas_and_no_others(whole: Story) -> None:
    shown = card(whole.last(Phase.RUNOFF), whole.words, whole.now)
    assert [row.number for row in rows_titled(shown, "tied-ideas").rows] == [3, 4, 5, 8]


def test_two_lists_are_shown_apart_each_with_its_dots(stories: tuple[Story, ...]) -> None:
    crowded = stories[3]
    state = next(s for s in crowded.states if s.phase is Phase.VOTING and s.vote and len(s.vote.lists) == 2)
    shown = card(state, crowded.words, crowded.now)
    lists = [b for b in shown.blocks if isinstance(b, Rows)]
    assert [b.title.arguments["number"] for b in lists if b.title] == [1, 2]
    assert sum(len(b.rows) for b in lists) == 35
    assert the(shown, "now-shortlist").arguments == {"lists": 2}


def test_the_question_is_shown_to_be_confirmed_and_then_as_agreed(whole: Story) -> None:
    offered = card(whole.last(Phase.CONFIRMING), whole.words, whole.now)
    agreed = card(whole.last(Phase.IDEAS), whole.words, whole.now)
    for shown, key in ((offered, "question-offered"), (agreed, "question")):
        (quote,) = quotes(shown)
        assert quote == Quote(Quoted("How might we fund lamps?"), Say(key))


def test_without_a_wording_the_topic_itself_is_confirmed(stories: tuple[Story, ...]) -> None:
    withdrawn = stories[2]
    shown = card(withdrawn.last(Phase.CONFIRMING), withdrawn.words, withdrawn.now)
    assert "question-is-the-topic" in keys(shown)
    assert Quote(Quoted("The park is dark at night"), Say("question-offered")) in shown.blocks


def test_objections_that_stand_are_shown_without_names(whole: Story) -> None:
    state = next(s for s in whole.states if [one.stands for one in s.question_objections] == [False, True])
    rows = rows_titled(card(state, whole.words, whole.now), "objections").rows
    assert [row.content for row in rows] == [Quoted("It leaves out the river")]


def test_from_cooling_off_on_the_tally_is_on_the_card_with_the_tie_first(whole: Story) -> None:
    shown = card(whole.last(Phase.COOLING_OFF), whole.words, whole.now)
    places = {key: place for place, key in enumerate(k for k in map(kind, shown.blocks))}
    assert places["tie-by-dots"] < places["chosen"] < places["Bars"]
    bars = bars_of(shown)
    assert [bar.number for bar in bars.bars][:1] == [1]
    assert [bar.value for bar in bars.bars] == [6, 3, 3, 3, 3, 1, 1, 0, 0]
    assert bars.bars[0].remark == Say("bar-chosen", {"dots": 6, "supporters": 3})
    assert bars.bars[-1].remark == Say("bar-none")


def test_objections_and_minority_views_stand_beside_the_tally(whole: Story) -> None:
    shown = card(whole.last(Phase.COOLING_OFF), whole.words, whole.now)
    assert [r.content for r in rows_titled(shown, "objections").rows] == [Quoted("The river is forgotten again")]
    (view,) = rows_titled(shown, "minority-views").rows
    assert view == Row(Quoted("A dog run would bring people at night"), 1, Say("minority-signed", {"count": 2}))


def test_feedback_shows_the_chosen_ideas_only(whole: Story) -> None:
    shown = card(whole.last(Phase.FEEDBACK), whole.words, whole.now)
    bars = bars_of(shown)
    assert [bar.number for bar in bars.bars] == [1, 3, 4]
    assert "feedback 1 agree" in typed(shown)


def test_feedback_shows_what_stands_against_the_result_and_the_fates_that_are_drafted(whole: Story) -> None:
    state = whole.last(Phase.FEEDBACK)
    shown = card(state, whole.words, whole.now)
    assert [row.content for row in rows_titled(shown, "objections").rows] == [Quoted("The river is forgotten again")]
    assert "object …" in typed(shown)
    assert not [block for block in shown.blocks if isinstance(block, Rows) and block.title == Say("fates")]
    drafted = replace(state, fates={IdeaNo(4): Decided(IdeaNo(4), Fate.LATER)})
    assert [row.number for row in rows_titled(card(drafted, whole.words, whole.now), "fates").rows] == [4]


def test_nothing_chosen_is_said(whole: Story) -> None:
    state = whole.last(Phase.COOLING_OFF)
    nothing = replace(state, tally=replace(there(state.tally), chosen=(), tie=None))
    assert "nothing-chosen" in keys(card(nothing, whole.words, whole.now))


def test_the_outcome_step_shows_fates_the_reply_date_and_what_is_missing(whole: Story) -> None:
    states = [s for s in whole.states if s.phase is Phase.OUTCOME]
    begun = card(states[0], whole.words, whole.now)
    assert the(begun, "fates-open").arguments["count"] == 9
    assert "reply-promised" in keys(begun)
    done = card(next(s for s in states if s.is_reply_missed), whole.words, whole.now)
    assert the(done, "fates-open").arguments["count"] == 0
    assert "reply-missed-on" in keys(done)
    fates = {row.number: there(row.remark) for row in rows_titled(done, "fates").rows}
    assert fates[1].key == "fate-is-chosen"
    assert fates[4].key == "fate-is-other"
    assert fates[4].arguments["fate"] == Term("fate-later")


def test_promises_are_followed_on_the_card(whole: Story) -> None:
    def remarks(state: Round) -> tuple[list[str | None], list[str]]:
        shown = card(state, whole.words, whole.now)
        return [remark_key(row) for row in rows_titled(shown, "promises").rows], typed(shown)

    first, *_, last = [s for s in whole.states if s.phase is Phase.FOLLOW_UP]
    assert remarks(first) == (["promise-is-open"] * 2, ["progress 1 …", "progress 1 done", "log", "help"])
    claimed = next(s for s in whole.states if s.promises and s.promises[IdeaNo(1)].claimed_at)
    assert remarks(claimed)[0][0] == "promise-is-claimed"
    assert remarks(claimed)[1][:2] == ["confirm 1", "dispute 1 …"]
    missed = next(s for s in whole.states if s.promises and s.promises[IdeaNo(3)].is_missed)
    assert remarks(missed)[0] == ["promise-is-done", "promise-is-missed"]
    assert remarks(last) == (["promise-is-done"] * 2, ["log", "help"])


def test_each_chosen_idea_and_each_promise_can_be_spoken_of(whole: Story) -> None:
    """Where there are buttons, each has its own; where people type, one example is enough."""
    asked = actions(whole.last(Phase.FEEDBACK))
    assert [one.typed for one in asked[0].each] == [f"feedback {no} agree" for no in (1, 3, 4)]
    both = next(s for s in whole.states if s.phase is Phase.FOLLOW_UP)
    assert [[one.typed for one in action.each] for action in actions(both)][:2] == [
        ["progress 1 …", "progress 3 …"],
        ["progress 1 done", "progress 3 done"],
    ]
    claimed = next(s for s in whole.states if s.promises and s.promises[IdeaNo(1)].claimed_at)
    assert [action.typed for action in actions(claimed)] == [
        "confirm 1",
        "dispute 1 …",
        "progress 3 …",
        "progress 3 done",
        "help",
    ]


def test_an_archived_card_keeps_every_fate(whole: Story) -> None:
    rows = rows_titled(card(whole.state, whole.words, whole.now), "fates").rows
    assert [row.number for row in rows] == list(range(1, 12))
    remarks = {row.number: remark_key(row) for row in rows}
    assert remarks[1] == "promise-is-done"
    assert remarks[9] == "fate-is-hidden"
    assert remarks[10] == "fate-is-withdrawn"


def test_a_hidden_idea_is_not_told_again_anywhere_on_a_card(whole: Story) -> None:
    hidden = whole.words[whole.state.ideas[IdeaNo(9)].content.id]
    after = [s for s in whole.states if 9 in s.ideas and s.ideas[IdeaNo(9)].is_hidden]
    assert after
    for state in after:
        assert hidden not in words_on(card(state, whole.words, whole.now))


def test_requests_that_wait_stand_on_the_card(whole: Story) -> None:
    state = next(s for s in whole.states if len(s.requests) == 2)
    rows = rows_titled(card(state, whole.words, whole.now), "requests").rows
    assert [(row.number, content_key(row)) for row in rows] == [
        (1, "request-about-idea"),
        (2, "request-about"),
    ]
    assert isinstance(rows[1].content, Say)
    assert rows[1].content.arguments["act"] == Term("narrowing-end-step")


def test_erased_words_are_none_and_never_an_empty_text(whole: Story) -> None:
    words = dict.fromkeys(whole.words)
    for state in whole.states:
        assert set(words_on(card(state, words, whole.now))) <= {None}


@pytest.mark.parametrize("phase", WHOLE_ROUND)
def test_a_card_is_short_but_for_its_lists(at: At, phase: Phase) -> None:
    shown = at(phase)
    lines = 1 + len(shown.actions) + sum(2 if isinstance(b, Quote) else 1 for b in shown.blocks)
    assert lines <= 16
