"""What is said to everybody, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from codesign_bot.core.events import (
    Event,
    FewVoicesNoted,
    PhaseEntered,
    Power,
    PowerUsed,
    RoundOpened,
    Why,
    WindowExtended,
)
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.windows import Window
from codesign_bot.view import Audience, Ideas, Quote, Quoted, Rows, Say, Typed, View, When, Who
from codesign_bot.views.announce import announcements
from codesign_bot.views.card import card

from .seeing import arguments, keys, quotes, remark_key, rows_titled, says, the, typed
from .story import OLU, START, Step, Story, there

SILENT = {
    "TopicSuggested",
    "TopicSeconded",
    "RoundPlanned",
    "ParticipantJoined",
    "RoundPaused",
    "ParticipantLeft",
    "AccountsLinked",
    "TimeAsked",
    "ProblemStated",
    "AnswerParked",
    "QuestionWorded",
    "WordingSupported",
    "QuestionChosen",
    "ConsentGiven",
    "QuestionObjected",
    "ObjectionWithdrawn",
    "IdeaOffered",
    "IdeaEdited",
    "IdeaWithdrawn",
    "IdeaBuiltOn",
    "IdeaHidden",
    "MergeOffered",
    "MergeAccepted",
    "MergeDeclined",
    "MergeLapsed",
    "IdeasJoined",
    "IdeaSplit",
    "IdeasFrozen",
    "BallotCast",
    "ResultObjected",
    "ResultObjectionWithdrawn",
    "MinorityViewStated",
    "MinorityViewCosigned",
    "StanceTaken",
    "FeedbackGiven",
    "FateSet",
    "DoneConfirmed",
    "RequestSupported",
    "RequestObjected",
}


def said(story: Story, step: Step) -> tuple[View, ...]:
    return announcements(step.before, step.event, step.after, story.words)


def one(story: Story, name: str, number: int = 0) -> View:
    """What is said for the event of this type."""
    steps = [step for step in story.steps if type(step.event).__name__ == name]
    (view,) = said(story, steps[number])
    return view


def entered(story: Story, phase: Phase) -> View:
    """What is said of the step that begins; what came of the one before is told ahead of it."""
    steps = [s for s in story.steps if isinstance(s.event, PhaseEntered) and s.event.phase is phase]
    return said(story, steps[0])[-1]


def test_the_stories_hold_every_kind_of_event(stories: tuple[Story, ...]) -> None:
    told = {type(step.event) for story in stories for step in story.steps}
    assert told == set(get_args(Event))


def test_what_people_do_one_by_one_is_silent_and_nothing_else(stories: tuple[Story, ...]) -> None:
    quiet: dict[str, set[bool]] = {}
    for story in stories:
        for step in story.steps:
            quiet.setdefault(type(step.event).__name__, set()).add(not said(story, step))
    assert {name for name, silent in quiet.items() if silent == {True}} == SILENT


def test_everything_said_is_for_everybody_and_names_its_round(stories: tuple[Story, ...]) -> None:
    views = [view for story in stories for step in story.steps for view in said(story, step)]
    assert len(views) > 60
    for view in views:
        assert view.audience is Audience.EVERYONE
        assert view.heading is not None
        assert view.heading.key.startswith("heading-")


def test_most_of_what_happens_is_not_said_aloud(whole: Story) -> None:
    spoken = sum(len(said(whole, step)) for step in whole.steps)
    assert len(whole.steps) > 130
    assert spoken < len(whole.steps) / 3


# ---- promise 5: power is public


def test_promise_5_every_act_of_power_is_said_with_who_did_it(stories: tuple[Story, ...]) -> None:
    batches = [
        (story, batch)
        for story in stories
        for batch in story.batches
        if any(isinstance(event, PowerUsed) for event in batch.events)
    ]
    assert {e.act for _, b in batches for e in b.events if isinstance(e, PowerUsed)} == set(Power)
    for story, batch in batches:
        steps = [step for step in story.steps if step.event in batch.events]
        named = [value for step in steps for view in said(story, step) for _, _, value in arguments(view)]
        assert Who(OLU) in named, batch.events


def test_time_given_says_until_when_and_why(whole: Story) -> None:
    view = one(whole, "PowerUsed", 5)
    given = next(s.event for s in whole.steps if isinstance(s.event, WindowExtended) and s.event.why is Why.GIVEN)
    assert the(view, "power-gave-time").arguments == {
        "who": Who(OLU),
        "closes": When(given.closes, "Europe/London"),
    }
    assert quotes(view) == [Quote(Quoted("Easter is in this week"), Say("reason"))]


def test_a_fate_is_said_with_its_owner_or_its_reason(whole: Story) -> None:
    fates = [s for s in whole.steps if isinstance(s.event, PowerUsed) and s.event.act is Power.SET_FATE]
    chosen, both = (said(whole, fates[place])[0] for place in (0, 1))
    assert keys(chosen) == ["power-set-fate", "fate-is-chosen"]
    assert the(chosen, "power-set-fate").arguments == {"who": Who(OLU), "idea": 1}
    assert keys(both) == ["power-set-fates"]
    first, second = fates[1].after.sittings[-1].ideas
    assert the(both, "power-set-fates").arguments == {"who": Who(OLU), "ideas": Ideas((int(first), int(second)))}
    assert [(row.number, remark_key(row)) for row in rows_titled(both, "fates").rows] == [
        (int(first), "fate-is-chosen"),
        (int(second), "fate-is-other"),
    ]


def test_a_request_by_an_organiser_is_said_to_be_an_act_of_power(whole: Story) -> None:
    asked = [step for step, event in whole.of(PowerUsed) if event.act is Power.REQUESTED]
    (view,) = said(whole, asked[0])
    assert the(view, "power-requested").arguments == {"who": Who(OLU), "request": 1}


def test_an_outcome_is_said_once_and_with_its_author(whole: Story) -> None:
    (published,) = [step for step, event in whole.of(PowerUsed) if event.act is Power.PUBLISHED]
    assert not said(whole, published)
    assert the(one(whole, "OutcomePublished"), "outcome-published").arguments == {"who": Who(OLU)}


# ---- opening


def test_an_opening_tells_the_label_the_five_answers_and_the_mark_of_the_rules(whole: Story) -> None:
    view = one(whole, "RoundOpened")
    assert keys(view) == ["round-opened", "label", "reply-promised", "rules-frozen"]
    assert [there(quote.label).key for quote in quotes(view)] == [
        "decider-together",
        "fixed-some",
        "what-is-open",
        "use-done-together",
    ]
    assert the(view, "rules-frozen").arguments["hash"] == Typed(there(whole.state.rules_hash))
    assert typed(view) == ["join", "rules"]


def test_an_opening_without_answers_says_that_nothing_is_promised(whole: Story) -> None:
    ((step, opened),) = whole.of(RoundOpened)
    rules = replace(opened.rules, answers=None)
    event = replace(opened, rules=rules)
    (view,) = announcements(step.before, event, replace(step.after, rules=rules), whole.words)
    assert "answers-none" in keys(view)
    assert not quotes(view)


def test_a_topic_that_expired_can_be_suggested_again(stories: tuple[Story, ...]) -> None:
    view = one(stories[1], "TopicExpired")
    assert keys(view) == ["now-expired"]
    assert typed(view) == ["topic suggest …"]


# ---- steps and time


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in {Phase.PROPOSED, Phase.EXPIRED}])
def test_every_step_is_announced_with_what_to_do(stories: tuple[Story, ...], phase: Phase) -> None:
    story = stories[2] if phase is Phase.WITHDRAWN else stories[0]
    view = entered(story, phase)
    assert ("step-begins" in keys(view)) is (phase not in ENDED)
    assert any(key.startswith("now-") for key in keys(view))
    assert view.actions


def test_a_step_announces_the_end_of_its_own_window(whole: Story) -> None:
    step, event = next(pair for pair in whole.of(PhaseEntered) if pair[1].phase is Phase.IDEAS)
    later = replace(step.after, phase=Phase.VOTING, window=None)
    (view,) = announcements(step.before, event, later, whole.words)
    closes = there(event.window).closes
    assert the(view, "step-ends").arguments["closes"] == When(closes, "Europe/London")


def test_what_the_message_before_showed_is_not_shown_again(whole: Story) -> None:
    assert not quotes(entered(whole, Phase.IDEAS))
    assert len(quotes(one(whole, "QuestionConfirmed"))) == 1
    assert keys(entered(whole, Phase.COOLING_OFF)) == ["step-begins", "now-cooling-off", "step-ends"]
    assert not [b for b in entered(whole, Phase.OUTCOME).blocks if isinstance(b, Rows)]


def test_a_second_confirming_says_why(whole: Story) -> None:
    steps = [s for s in whole.steps if isinstance(s.event, PhaseEntered) and s.event.phase is Phase.CONFIRMING]
    first, second = (said(whole, step)[0] for step in steps)
    assert "confirming-again" not in keys(first)
    assert "confirming-again" in keys(second)


def test_in_the_time_for_other_words_the_step_asks_for_them(whole: Story) -> None:
    state = whole.last(Phase.CONFIRMING)
    assert "find-other-words" not in keys(card(state, whole.words, START))
    waiting = replace(state, pace=replace(state.pace, granted=frozenset({Why.REWORDING})))
    assert "find-other-words" in keys(card(waiting, whole.words, START))


def test_few_heard_says_how_many_and_that_no_one_person_chose_it(whole: Story) -> None:
    steps = [s for s in whole.steps if isinstance(s.event, WindowExtended) and s.event.why is Why.FEW_HEARD]
    (view,) = said(whole, steps[0])
    assert keys(view) == ["extended-few-heard", "nobody-chose-this"]
    assert the(view, "extended-few-heard").arguments["needed"] == 5


def test_a_topic_that_gets_time_back_is_not_called_a_step(whole: Story) -> None:
    closes = START + timedelta(days=15)
    event = WindowExtended(START, Why.OUTAGE, START, closes, lost=timedelta(hours=5))
    (view,) = announcements(None, event, whole.last(Phase.PROPOSED), whole.words)
    assert keys(view) == ["topic-longer-outage", "nobody-chose-this"]


@pytest.mark.parametrize("why", Why)
def test_every_reason_for_more_time_is_a_sentence(whole: Story, why: Why) -> None:
    event = WindowExtended(START, why, START, START + timedelta(days=1), 4, 8)
    state = whole.last(Phase.SORTING)
    stood = replace(state, pace=replace(state.pace, pause=Window(START, START + timedelta(days=1)), is_paused=True))
    views = announcements(None, event, stood, whole.words)
    if why is Why.GIVEN:
        assert not views  # the act of power says it, with the name
        return
    if why is Why.PAUSED:
        assert keys(views[0]) == ["extended-paused", "pause-means"], "people chose this one"
        return
    assert keys(views[0])[1] == "nobody-chose-this"
    assert keys(views[0])[0] == f"extended-{why.value.replace('_', '-')}"


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.RUNOFF])
def test_in_a_vote_the_number_of_people_heard_is_not_said(whole: Story, phase: Phase) -> None:
    state = whole.last(phase)
    longer = WindowExtended(START, Why.FEW_HEARD, START, START, heard=6, needed=8)
    few = FewVoicesNoted(START, heard=6, needed=8)
    for event, key in ((longer, "extended-few-votes"), (few, "few-voices-in-vote")):
        (view,) = announcements(state, event, state, whole.words)
        assert keys(view)[0] == key
        assert 6 not in [value for _, _, value in arguments(view) if isinstance(value, int)]


def test_few_voices_outside_a_vote_are_told_with_the_label(whole: Story) -> None:
    view = one(whole, "FewVoicesNoted")
    assert the(view, "few-voices").arguments == {"heard": 0, "needed": 5}
    assert "label" in keys(view)


def test_no_one_is_named_but_for_what_they_did_with_power_or_promised(whole: Story) -> None:
    may_name = {"power-", "request-made", "outcome-published", "progress-by", "done-was-claimed"}
    for step in whole.steps:
        for view in said(whole, step):
            named = {s.key for s in says(view) for value in s.arguments.values() if isinstance(value, Who)}
            assert all(any(key.startswith(prefix) for prefix in may_name) for key in named), named
