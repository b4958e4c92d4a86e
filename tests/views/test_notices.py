"""What single people are told because of what others did."""

from __future__ import annotations

from codesign_bot.core.events import MergeAccepted
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.view import Audience, Quote, Quoted, Say, View, Who
from codesign_bot.views.notices import notices

from .seeing import arguments, keys, quotes, remark_key, rows_titled, typed
from .story import ADA, BEN, CYD, DEE, ELI, FAY, GUS, HAL, OLU, Story


def told(story: Story, name: str, number: int = 0) -> dict[PersonId, View]:
    """Who is told what by the event of this type."""
    steps = [step for step in story.steps if type(step.event).__name__ == name]
    return dict(notices(steps[number].event, steps[number].after, story.words))


def test_notices_are_private_and_few(whole: Story) -> None:
    sent = [view for step in whole.steps for _, view in notices(step.event, step.after, whole.words)]
    assert 10 < len(sent) < len(whole.steps) / 4
    assert all(view.audience is Audience.ONLY_YOU for view in sent)


def test_nobody_is_told_of_an_act_of_their_own(whole: Story) -> None:
    for step in whole.steps:
        by = getattr(step.event, "by", None)
        assert by not in dict(notices(step.event, step.after, whole.words))


def test_the_other_author_is_asked_before_ideas_are_joined(whole: Story) -> None:
    asked = told(whole, "MergeOffered")
    assert set(asked) == {BEN}
    view = asked[BEN]
    assert keys(view) == ["merge-asked", "merge-answer-until"]
    assert typed(view) == ["merge yes 1 2", "merge no 1 2"]
    assert ADA not in [value for _, _, value in arguments(view)]
    assert not [value for _, _, value in arguments(view) if isinstance(value, Who)]


def test_the_last_yes_is_told_to_the_other_author(whole: Story) -> None:
    joined = told(whole, "MergeAccepted")
    assert set(joined) == {ADA}
    assert keys(joined[ADA]) == ["ideas-are-joined"]


def test_a_yes_that_is_not_the_last_tells_nobody(whole: Story) -> None:
    ((step, event),) = whole.of(MergeAccepted)
    assert step.before is not None
    assert not notices(event, step.before, whole.words)


def test_a_no_and_a_silence_are_told(whole: Story) -> None:
    assert set(told(whole, "MergeDeclined")) == {CYD}
    assert set(told(whole, "MergeLapsed")) == {CYD, FAY}
    assert set(told(whole, "MergeLapsed", 1)) == {DEE, HAL}


def test_a_split_tells_the_author_unless_it_was_theirs(whole: Story) -> None:
    assert not told(whole, "IdeaSplit")


def test_a_build_reaches_the_author_without_a_name(whole: Story) -> None:
    view = told(whole, "IdeaBuiltOn")[ADA]
    assert quotes(view) == [Quote(Quoted("And a switch that saves power"), Say("idea-was-built-on", {"idea": 1}))]


def test_the_author_of_a_hidden_idea_is_told(whole: Story) -> None:
    assert set(told(whole, "IdeaHidden")) == {HAL}


def test_promise_9_every_author_learns_what_becomes_of_each_idea(whole: Story) -> None:
    sent = told(whole, "OutcomePublished")
    assert set(sent) == {ADA, BEN, CYD, DEE, ELI, FAY, GUS, HAL}
    assert OLU not in sent  # the organiser who published it
    rows = rows_titled(sent[HAL], "your-ideas-became").rows
    assert [(row.number, remark_key(row)) for row in rows] == [(8, "fate-is-other"), (9, "fate-is-hidden")]
    told_ideas = {row.number for view in sent.values() for row in rows_titled(view, "your-ideas-became").rows}
    assert told_ideas == set(whole.state.ideas) - {IdeaNo(10), IdeaNo(11)}  # taken back; the organiser's own


def test_a_kept_answer_is_remembered_when_its_time_has_come(whole: Story) -> None:
    for step in whole.steps:
        sent = dict(notices(step.event, step.after, whole.words))
        if "parked-time-has-come" in {key for view in sent.values() for key in keys(view)}:
            assert set(sent) == {ELI}
            assert typed(sent[ELI]) == ["parked"]
            return
    raise AssertionError("nobody was reminded")
