"""The private answer: what was saved, told back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest

from codesign_bot.core.events import (
    BallotCast,
    Event,
    FeedbackGiven,
    IdeaOffered,
    ParticipantJoined,
    PowerUsed,
    StanceTaken,
)
from codesign_bot.core.evolve import evolve
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Remark
from codesign_bot.view import Audience, Quote, Quoted, Row, Say, Term, View, When, Who
from codesign_bot.views.answers import answer, similar_ideas

from .seeing import arguments, keys, quotes, rows_titled, the, typed
from .story import ADA, ELI, GUS, HAL, OLU, Batch, Story, there


def to(story: Story, batch: Batch) -> View:
    return answer(batch.before, batch.events, batch.after, story.words, batch.now)


def batches(story: Story, name: str) -> list[Batch]:
    """The acts that began with an event of this type."""
    found = [batch for batch in story.batches if batch.by is not None and type(batch.events[0]).__name__ == name]
    assert found, name
    return found


def first(story: Story, name: str) -> View:
    return to(story, batches(story, name)[0])


def test_promise_6_every_act_is_answered_with_what_was_saved(stories: tuple[Story, ...]) -> None:
    for story in stories:
        for batch in story.batches:
            if batch.by is None:
                continue
            view = to(story, batch)
            assert view.audience is Audience.ONLY_YOU
            assert any(key == "saved" or key.startswith("saved-") for key in keys(view)), batch.events


def test_an_answer_offers_little_because_something_was_just_done(whole: Story) -> None:
    for batch in whole.batches:
        if batch.by is not None:
            assert len(to(whole, batch).actions) <= 3


def test_no_answer_tells_who_else_did_something(whole: Story) -> None:
    for batch in whole.batches:
        assert not [value for _, _, value in arguments(to(whole, batch)) if isinstance(value, Who)]


def test_a_topic_is_told_its_number_and_what_it_needs(whole: Story) -> None:
    view = first(whole, "TopicSuggested")
    assert keys(view) == ["saved-topic", "topic-needs", "topic-waits-until", "joined-too", "joined-reminders"]
    assert the(view, "topic-needs").arguments == {"count": 3}
    assert typed(view) == ["round plan community", "topics"]


def test_seconding_says_how_many_are_missing(whole: Story) -> None:
    views = [to(whole, batch) for batch in batches(whole, "TopicSeconded")]
    assert the(views[0], "seconders-missing").arguments == {"count": 2}
    assert "seconders-enough" in keys(views[2])
    assert the(views[2], "saved-step-begins").arguments == {"step": Term("phase-framing")}


def test_joining_shows_what_can_be_done_now(whole: Story) -> None:
    view = first(whole, "ParticipantJoined")
    assert keys(view) == ["saved-join", "joined-reminders"]
    assert typed(view) == ["frame …", "question …", "statements"]


def test_joining_after_voting_began_says_what_is_too_late(whole: Story) -> None:
    state = whole.last(Phase.VOTING)
    event = ParticipantJoined(whole.now, ELI, is_organiser=False)
    assert keys(answer(state, (event,), state, whole.words, whole.now)) == [
        "saved-join",
        "joined-after-roll",
        "joined-reminders",
    ]


def test_what_was_written_comes_back_word_for_word(whole: Story) -> None:
    for name, words in (
        ("ProblemStated", "ada is afraid to walk home"),
        ("QuestionWorded", "How might we make the park feel safe?"),
        ("AnswerParked", "More lamps"),
        ("IdeaOffered", "Lamps on the path"),
        ("IdeaEdited", "Warm lamps on the path"),
        ("IdeaBuiltOn", "And a switch that saves power"),
        ("ResultObjected", "The river is forgotten again"),
        ("MinorityViewStated", "A dog run would bring people at night"),
        ("DoneDisputed", "One lamp is still dark"),
    ):
        assert [quote.quoted for quote in quotes(first(whole, name))] == [Quoted(words)]


def test_an_answer_before_its_time_is_kept_and_not_refused(whole: Story) -> None:
    view = first(whole, "AnswerParked")
    assert keys(view) == ["saved-parked", "parked-is-yours"]


def test_a_first_idea_opens_the_ideas_of_others(whole: Story) -> None:
    view = first(whole, "IdeaOffered")
    assert the(view, "saved-idea").arguments == {"idea": 1}
    assert "others-are-listed" in keys(view)
    assert the(view, "ideas-left").arguments == {"count": 4}
    late = next(batch for batch in batches(whole, "IdeaOffered") if batch.by == OLU)
    assert "others-are-listed" not in keys(to(whole, late))


def test_similar_ideas_are_asked_about_and_never_joined(whole: Story) -> None:
    state = whole.last(Phase.SORTING)
    view = similar_ideas(state, IdeaNo(2), (IdeaNo(7), IdeaNo(1)), whole.words)
    assert the(view, "similar-ideas").arguments == {"idea": 2, "count": 2}
    assert [row.number for row in rows_titled(view, "ideas-alike").rows] == [1, 7]
    assert typed(view) == ["merge 1 2", "idea withdraw 2"]


def test_a_ballot_is_told_back_whole_with_the_dots_that_are_left(whole: Story) -> None:
    batch = next(b for b in batches(whole, "BallotCast") if b.by == GUS)
    view = to(whole, batch)
    assert keys(view) == ["saved-ballot", "dots-left", "ballot-until"]
    assert rows_titled(view, "ballot-title").rows == (
        Row(Quoted("A dog run"), 6, Say("dots-on-idea", {"count": 1})),
        Row(Quoted("More lamps"), 7, Say("dots-on-idea", {"count": 1})),
        Row(Quoted("Idea 21"), 8, Say("dots-on-idea", {"count": 1})),
    )
    assert the(view, "dots-left").arguments == {"count": 1}
    assert the(view, "ballot-until").arguments == {"closes": When(there(batch.after.window).closes, "Europe/London")}
    assert typed(view) == ["vote show", "vote clear"]


def test_dots_are_told_in_rising_order_of_ideas(whole: Story) -> None:
    batch = batches(whole, "BallotCast")[0]
    event = batch.events[0]
    assert isinstance(event, BallotCast)
    turned: tuple[Event, ...] = (replace(event, dots=tuple(reversed(event.dots))),)
    view = answer(batch.before, turned, batch.after, whole.words, batch.now)
    assert [row.number for row in rows_titled(view, "ballot-title").rows] == [1, 3, 8]


def test_dots_left_are_told_for_each_list(stories: tuple[Story, ...]) -> None:
    view = first(stories[3], "BallotCast")
    left = [b.arguments for b in view.blocks if isinstance(b, Say) and b.key == "dots-left-in-list"]
    assert [one["number"] for one in left] == [1, 2]


def test_a_cleared_ballot_says_that_it_is_empty(whole: Story) -> None:
    batch = [b for b in batches(whole, "BallotCast") if b.by == HAL][1]
    assert keys(to(whole, batch)) == ["saved-ballot-cleared", "ballot-until"]


def test_asking_for_time_says_how_many_asked_and_what_came_of_it(whole: Story) -> None:
    views = [to(whole, batch) for batch in batches(whole, "TimeAsked")]
    assert the(views[0], "saved-time-ask").arguments == {"count": 1, "needed": 3}
    assert "step-now-ends" not in keys(views[1])
    assert "step-now-ends" in keys(views[2])


def test_power_is_told_to_be_public_last(whole: Story) -> None:
    acts = [b for b in whole.batches if any(isinstance(event, PowerUsed) for event in b.events)]
    for batch in acts:
        shown = [key for key in keys(to(whole, batch)) if key != "saved-step-begins"]
        assert shown[0].startswith("saved")
        assert shown[-1] == "power-is-public"


def test_a_merge_that_both_authors_want_is_done_at_once(whole: Story) -> None:
    assert keys(first(whole, "MergeOffered")) == ["saved-merge", "merge-until"]
    assert keys(first(whole, "MergeAccepted")) == ["saved-merge-yes", "ideas-are-joined"]
    assert keys(first(whole, "MergeDeclined")) == ["saved-merge-no"]
    assert keys(first(whole, "IdeaSplit")) == ["saved-split"]


def test_a_stance_and_feedback_name_the_idea(whole: Story) -> None:
    assert the(first(whole, "StanceTaken"), "saved-stance").arguments == {
        "idea": 1,
        "stance": Term("stance-agree"),
    }
    view = first(whole, "FeedbackGiven")
    assert quotes(view) == [Quote(Quoted("Bats do not like light"), Say("remark-own-worry"))]


def filled(whole: Story, *events: Event) -> View:
    return answer(whole.state, events, whole.state, whole.words, whole.now)


def test_one_answer_names_all_that_somebody_said_of_an_idea(whole: Story) -> None:
    stance = next(event for batch in batches(whole, "StanceTaken") for event in batch.events)
    (worry,) = batches(whole, "FeedbackGiven")[0].events
    assert isinstance(stance, StanceTaken)
    assert isinstance(worry, FeedbackGiven)
    like = replace(worry, remark=Remark.LIKE)
    both = [Quote(Quoted("Bats do not like light"), Say(f"remark-own-{name}")) for name in ("like", "worry")]
    view = filled(whole, stance, like, worry)
    assert keys(view) == ["saved-stance", "saved-feedback-too"]
    assert quotes(view) == both
    assert not [action for action in view.actions if action.key == "action-remark"]
    view = filled(whole, like, worry)
    assert keys(view) == ["saved-feedback"]
    assert quotes(view) == both


def test_a_fate_is_told_back_with_its_owner_and_day(whole: Story) -> None:
    view = first(whole, "FateSet")
    assert the(view, "fate-is-chosen").arguments["owner"] == Quoted("The parks team")


def test_confirming_counts_down(whole: Story) -> None:
    views = [to(whole, batch) for batch in batches(whole, "DoneConfirmed")]
    assert [the(view, "confirmations-missing").arguments["count"] for view in views[:2]] == [2, 1]
    assert "confirmations-missing" not in keys(views[2])
    assert "idea-is-done" in keys(views[2])


@pytest.mark.parametrize("undisputed", [timedelta(seconds=6), timedelta(minutes=5), timedelta(days=7)])
def test_a_claim_says_until_when_somebody_can_say_no(whole: Story, undisputed: timedelta) -> None:
    """Seconds in a practice, days elsewhere: what stands there is the instant at which the claim holds."""
    batch = batches(whole, "DoneClaimed")[0]
    before = there(batch.before)
    rules = there(before.rules)
    hurried = replace(rules, template=replace(whole.template, is_practice=True, done_undisputed=undisputed))
    before = replace(before, rules=hurried)
    view = answer(before, batch.events, reduce(evolve, batch.events, before), whole.words, batch.now)
    assert the(view, "confirmations-missing").arguments == {
        "count": 3,
        "closes": When(batch.events[0].at + undisputed, "Europe/London"),
    }


def test_whoever_confirms_reads_the_same_instant_as_whoever_claimed(whole: Story) -> None:
    claimed = batches(whole, "DoneClaimed")[1]
    confirmed = batches(whole, "DoneConfirmed")[0]
    assert confirmed.now > claimed.now
    closes = the(to(whole, claimed), "confirmations-missing").arguments["closes"]
    assert the(to(whole, confirmed), "confirmations-missing").arguments["closes"] == closes
    assert closes == When(claimed.events[0].at + timedelta(days=7), "Europe/London")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("WordingSupported", "saved-wording-support"),
        ("ConsentGiven", "saved-consent"),
        ("QuestionObjected", "saved-objection"),
        ("ObjectionWithdrawn", "saved-objection-back"),
        ("ResultObjectionWithdrawn", "saved-objection-back"),
        ("IdeaWithdrawn", "saved-idea-back"),
        ("MinorityViewCosigned", "saved-cosign"),
        ("RequestMade", "saved-request"),
        ("RequestSupported", "saved-request-support"),
        ("RequestObjected", "saved-request-objection"),
        ("OutcomePublished", "saved-outcome"),
        ("ProgressReported", "saved-progress"),
        ("DoneClaimed", "saved-claim"),
        ("ParticipantLeft", "saved-leave"),
        ("RoundPlanned", "saved-plan"),
    ],
)
def test_each_act_has_an_answer_of_its_own(whole: Story, name: str, key: str) -> None:
    assert keys(first(whole, name))[0] == key


def test_erased_words_come_back_as_erased(whole: Story) -> None:
    batch = batches(whole, "IdeaOffered")[0]
    view = answer(batch.before, batch.events, batch.after, {}, batch.now)
    assert quotes(view) == [Quote(Quoted(None))]


def test_an_idea_of_another_person_never_shows_in_an_answer(whole: Story) -> None:
    for batch in batches(whole, "IdeaOffered"):
        event = batch.events[0]
        assert isinstance(event, IdeaOffered)
        own = whole.words[event.content.id]
        assert [quote.quoted.words for quote in quotes(to(whole, batch))] == [own]


def test_the_first_answer_of_all_has_no_state_before_it(whole: Story) -> None:
    batch = whole.batches[0]
    assert batch.before is None
    assert batch.by == ADA
    assert to(whole, batch).heading is not None
