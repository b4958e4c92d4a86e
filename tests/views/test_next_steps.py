"""After an act: what is offered next is new to the person, and would not be refused to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from codesign_bot.core.commands import Actor, CastBallot, Text
from codesign_bot.core.decide import decide
from codesign_bot.core.deciding.ideas import require_own_first
from codesign_bot.core.events import (
    BallotCast,
    ConsentGiven,
    Event,
    IdeaBuiltOn,
    MergeOffered,
    MinorityViewStated,
    ParticipantJoined,
    ParticipantLeft,
    StanceTaken,
    TimeAsked,
    TopicSeconded,
)
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Round, Stance
from codesign_bot.service.asked import Do, Page, Show, Spend
from codesign_bot.service.grammar import read
from codesign_bot.service.verbs import VERBS
from codesign_bot.view import Action
from codesign_bot.views.next_steps import next_steps

from .story import ADA, ELI, GUS, HAL, OLU, START, Batch, Story, there

WORDS = "some words of my own"


def acts(story: Story) -> Iterator[Batch]:
    """Everything that a person brought about."""
    return (batch for batch in story.batches if batch.by is not None)


def after(story: Story, name: str, number: int = 0) -> tuple[Batch, list[str]]:
    """The act that began with an event of this type, and what is offered after it."""
    batch = [one for one in acts(story) if type(one.events[0]).__name__ == name][number]
    return batch, offered(batch.events, batch.after)


def offered(events: tuple[Event, ...], state: Round, now: datetime | None = None) -> list[str]:
    return [action.typed for action in next_steps(events, state, now or events[0].at)]


class Draft:
    """Makes commands as the service does."""

    def __init__(self, story: Story, state: Round) -> None:
        self.story, self.state = story, state

    def text(self, words: str) -> Text:
        return self.story.text(words)

    def twin(self, words: str, besides: IdeaNo | None = None) -> IdeaNo | None:
        del words, besides
        return None

    def kept(self, words: str) -> int | None:
        del words
        return None

    def twin_of_kept(self, which: int) -> IdeaNo | None:
        del which
        return None


def understood(action: Action) -> object:
    found = read(f"!{action.typed.replace('…', WORDS)}", frozenset(), is_private=True)
    assert found is not None
    return VERBS[found.verb](found.rest)


def actor(story: Story, batch: Batch) -> Actor:
    """The person as the rules saw them right after the act."""
    person = there(batch.by)
    joined = None
    for step in story.steps:
        match step.event:
            case ParticipantJoined(person=someone) if someone == person:
                joined = step.event.at
            case ParticipantLeft(person=someone) if someone == person:
                joined = None
            case _:
                pass
        if step.after is batch.after:
            return Actor(person, person == OLU, joined)
    raise AssertionError("the act is not in the story")


def what_it_does(story: Story, batch: Batch, action: Action) -> tuple[Event, ...]:
    """The events of the command, if it is one; raises `Refusal` as the bot would."""
    asked, who = understood(action), actor(story, batch)
    if isinstance(asked, Show) and asked.page is Page.IDEAS:
        require_own_first(batch.after, who, batch.now)
    if isinstance(asked, Spend):
        return decide(batch.after, CastBallot(asked.dots), who, batch.now)
    if not isinstance(asked, Do):
        return ()
    before = dict(story.words)
    try:
        return decide(batch.after, asked.make(Draft(story, batch.after)), who, batch.now)
    finally:
        story.words.clear()
        story.words.update(before)


def what_for(event: Event) -> tuple[object, ...]:
    """What an act is about, as far as a second one about something else is no repetition."""
    about = getattr(event, "idea", None)
    return (type(event), about, bool(event.dots) if isinstance(event, BallotCast) else None)


def test_nothing_is_offered_that_the_rules_would_refuse(stories: tuple[Story, ...]) -> None:
    tried = 0
    for story in stories:
        for batch in acts(story):
            for action in next_steps(batch.events, batch.after, batch.now):
                try:
                    tried += bool(what_it_does(story, batch, action))
                except Refusal as refusal:
                    raise AssertionError((batch.events, action.typed, refusal.key)) from None
    assert tried > 60


def test_nothing_is_offered_that_was_just_done(stories: tuple[Story, ...]) -> None:
    for story in stories:
        for batch in acts(story):
            for action in next_steps(batch.events, batch.after, batch.now):
                for event in what_it_does(story, batch, action)[:1]:
                    assert what_for(event) != what_for(batch.events[0]), (batch.events, action.typed)


def test_somebody_who_has_just_done_something_is_offered_little_and_nothing_twice(stories: tuple[Story, ...]) -> None:
    for story in stories:
        for batch in acts(story):
            steps = next_steps(batch.events, batch.after, batch.now)
            assert 1 <= len(steps) <= 3, batch.events
            assert len(set(steps)) == len(steps)


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("TopicSuggested", ["round plan community", "topics"]),
        ("TopicSeconded", ["topics"]),
        ("RoundPlanned", ["rules", "topics"]),
        ("ProblemStated", ["question …", "statements"]),
        ("QuestionWorded", ["questions", "frame …"]),
        ("WordingSupported", ["questions", "frame …"]),
        ("AnswerParked", ["parked", "frame …"]),
        ("ConsentGiven", ["object …", "now"]),
        ("QuestionObjected", ["object withdraw", "question …"]),
        ("ObjectionWithdrawn", ["consent", "question …"]),
        ("IdeaOffered", ["ideas", "idea edit 1 …"]),
        ("IdeaEdited", ["idea show 1", "ideas"]),
        ("IdeaBuiltOn", ["idea show 1", "ideas"]),
        ("IdeaWithdrawn", ["idea …", "ideas"]),
        ("MergeOffered", ["ideas"]),
        ("MergeAccepted", ["split 2", "ideas"]),
        ("BallotCast", ["vote show", "vote clear"]),
        ("ResultObjected", ["object withdraw", "minority …"]),
        ("ResultObjectionWithdrawn", ["minority …", "rules"]),
        ("StanceTaken", ["feedback 1 worry …", "feedback 3 agree"]),
        ("FeedbackGiven", ["feedback 1 agree", "now"]),
        ("RequestMade", ["requests", "now"]),
        ("RequestSupported", ["requests", "now"]),
        ("TimeAsked", ["now"]),
        ("ProgressReported", ["progress 1 done", "now"]),
        ("DoneClaimed", ["now", "log"]),
        ("DoneConfirmed", ["now", "log"]),
        ("DoneDisputed", ["progress 1 …", "now"]),
        ("OutcomePublished", ["now", "log"]),
        ("ParticipantLeft", ["join", "topics"]),
    ],
)
def test_each_act_leads_on_to_what_lies_near(whole: Story, name: str, steps: list[str]) -> None:
    assert after(whole, name)[1] == steps


def test_whoever_consented_is_not_asked_to_consent_again(whole: Story) -> None:
    for batch in acts(whole):
        if isinstance(batch.events[0], ConsentGiven):
            assert "consent" not in offered(batch.events, batch.after)


def test_an_empty_ballot_can_be_filled_and_not_cleared_again(whole: Story) -> None:
    cleared = next(b for b in acts(whole) if isinstance(b.events[0], BallotCast) and not b.events[0].dots)
    assert offered(cleared.events, cleared.after) == ["vote 1:2 2:1"]


def test_a_plan_is_offered_in_private_to_whoever_suggested_the_topic(whole: Story) -> None:
    batch, _ = after(whole, "TopicSuggested")
    assert next_steps(batch.events, batch.after, batch.now)[0].is_private


def test_the_organiser_goes_from_fate_to_fate_and_then_to_the_outcome(whole: Story) -> None:
    fates = [b for b in acts(whole) if type(b.events[0]).__name__ == "FateSet"]
    steps = [offered(b.events, b.after)[0] for b in fates]
    assert steps[0] == "fate 2 later …"
    assert steps[1].startswith("fate 3 chosen … by 20")
    assert steps[-1] == "outcome publish … !because …"  # idea 4 was chosen by the vote, and is to come later
    last = fates[-1]
    decided = {**last.after.fates, IdeaNo(4): last.after.fates[IdeaNo(1)]}
    assert offered(last.events, replace(last.after, fates=decided))[0] == "outcome publish …"


def test_the_example_of_a_fate_has_a_day_to_come(whole: Story) -> None:
    fates = [b for b in acts(whole) if type(b.events[0]).__name__ == "FateSet"]
    examples = [
        (b.now.date().isoformat(), step) for b in fates for step in offered(b.events, b.after) if " by " in step
    ]
    assert examples
    assert all(step.rsplit(" ", 1)[1] > today for today, step in examples)


def test_who_joins_a_topic_can_second_it_unless_they_have(whole: Story) -> None:
    state = whole.steps[0].after
    assert offered((ParticipantJoined(START, HAL, is_organiser=False),), state) == ["topic second 4", "topics"]
    assert offered((ParticipantJoined(START, ADA, is_organiser=False),), state) == ["topics"]
    seconded = replace(state, seconders=frozenset({HAL}))
    assert offered((ParticipantJoined(START, HAL, is_organiser=False),), seconded) == ["topics"]
    enough = replace(state, seconded_at=START)
    assert offered((ParticipantJoined(START, HAL, is_organiser=False),), enough) == ["topics"]


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.RUNOFF])
def test_who_joins_during_a_vote_is_not_invited_to_vote(whole: Story, phase: Phase) -> None:
    late = ParticipantJoined(whole.now, PersonId("late"), is_organiser=False)
    assert offered((late,), whole.last(phase)) == ["rules", "now"]


def test_who_comes_back_after_consenting_is_not_asked_again(whole: Story) -> None:
    state = whole.last(Phase.CONFIRMING)
    assert ADA in replace(state, consents=frozenset({ADA})).consents
    back = ParticipantJoined(whole.now, ADA, is_organiser=False)
    assert "consent" not in offered((back,), replace(state, consents=frozenset({ADA})))
    assert "consent" in offered((back,), replace(state, consents=frozenset()))


def test_an_organiser_who_joins_is_not_asked_for_ideas(whole: Story) -> None:
    state = whole.last(Phase.IDEAS)
    assert "idea …" not in offered((ParticipantJoined(whole.now, OLU, is_organiser=True),), state)
    assert "idea …" in offered((ParticipantJoined(whole.now, ELI, is_organiser=False),), state)


def test_while_people_think_alone_nobody_is_led_to_a_list_that_is_closed_to_them(whole: Story) -> None:
    state = whole.last(Phase.IDEAS)
    opened = there(state.ideas_opened).opened
    stranger = PersonId("new")
    joined = ParticipantJoined(opened, stranger, is_organiser=False)
    built = IdeaBuiltOn(opened, IdeaNo(1), stranger, whole.text("And a switch").content)
    asked = MergeOffered(opened, IdeaNo(4), IdeaNo(5), stranger, opened, frozenset())
    for early in (joined, built, asked):
        assert not {"ideas", "idea show 1"} & set(offered((early,), state, opened))
        assert "idea …" in offered((early,), state, opened)
        assert "ideas" in offered((early,), state, opened + timedelta(days=1))
    given = {**state.ideas, IdeaNo(90): replace(state.ideas[IdeaNo(1)], by=stranger)}
    assert "ideas" in offered((joined,), replace(state, ideas=given), opened)


def test_a_second_that_opens_the_round_leads_into_its_first_step(whole: Story) -> None:
    opening = [b for b in acts(whole) if isinstance(b.events[0], TopicSeconded)][-1]
    assert opening.after.phase is Phase.FRAMING
    assert offered(opening.events, opening.after) == ["frame …", "question …"]


def test_in_sorting_a_withdrawn_idea_is_not_followed_by_a_new_one(whole: Story) -> None:
    withdrawn = next(b for b in acts(whole) if type(b.events[0]).__name__ == "IdeaWithdrawn")
    assert offered(withdrawn.events, whole.last(Phase.SORTING)) == ["ideas", "now"]


def test_while_the_question_is_confirmed_a_wording_leads_to_the_others(whole: Story) -> None:
    worded = next(b for b in acts(whole) if type(b.events[0]).__name__ == "QuestionWorded")
    parked = next(b for b in acts(whole) if type(b.events[0]).__name__ == "AnswerParked")
    state = whole.last(Phase.CONFIRMING)
    assert offered(worded.events, state) == ["questions", "now"]
    assert offered(parked.events, state) == ["parked", "question …"]


def test_feedback_goes_from_idea_to_idea_until_each_has_a_stance(whole: Story) -> None:
    state = whole.last(Phase.FEEDBACK)
    assert state.chosen == (1, 3, 4)
    everywhere = {no: {ADA: Stance.AGREE} for no in state.chosen}
    taken = (StanceTaken(whole.now, IdeaNo(4), ADA, Stance.AGREE),)
    assert offered(taken, replace(state, stances=everywhere)) == ["feedback 4 worry …"]
    two = {no: everywhere[no] for no in (IdeaNo(1), IdeaNo(4))}
    assert offered(taken, replace(state, stances=two)) == ["feedback 4 worry …", "feedback 3 agree"]


@pytest.mark.parametrize(
    ("phase", "person", "steps"),
    [
        (Phase.COOLING_OFF, ADA, ["object …", "now"]),
        (Phase.COOLING_OFF, GUS, ["now", "rules"]),
        (Phase.FEEDBACK, GUS, ["feedback 1 agree", "now"]),
        (Phase.OUTCOME, ADA, ["now", "rules"]),
    ],
)
def test_a_minority_view_leads_back_to_the_step(whole: Story, phase: Phase, person: PersonId, steps: list[str]) -> None:
    stated = MinorityViewStated(whole.now, 2, person, whole.text("I see it another way").content)
    assert offered((stated,), whole.last(phase)) == steps


def test_time_asked_for_leads_to_where_we_are(whole: Story) -> None:
    assert offered((TimeAsked(whole.now, ADA),), whole.last(Phase.VOTING)) == ["now"]
