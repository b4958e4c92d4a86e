"""What is said to everybody about the question, the vote, requests and promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from codesign_bot.core.events import DoneClaimed, QuestionConfirmed, QuestionObjected, ShortlistMade, VotesCounted
from codesign_bot.view import Action, Quote, Quoted, Say, Term, View, When, Who, say
from codesign_bot.views.announce import announcements
from codesign_bot.views.parts import numbers

from .seeing import arguments, bars_of, content_key, keys, quotes, rows_titled, the, typed, words_on
from .story import OLU, START, Step, Story, there


def said(story: Story, step: Step) -> tuple[View, ...]:
    return announcements(step.before, step.event, step.after, story.words)


def one(story: Story, name: str, number: int = 0) -> View:
    """What is said for the event of this type."""
    steps = [step for step in story.steps if type(step.event).__name__ == name]
    (view,) = said(story, steps[number])
    return view


# ---- the question and the vote


def test_a_question_that_nobody_stands_against_is_said_as_ours(whole: Story) -> None:
    ((step, _),) = whole.of(QuestionConfirmed)
    (view,) = said(whole, step)
    assert keys(view) == ["question-confirmed"]
    assert [quote.label for quote in quotes(view)] == [say("question")]


def test_a_question_that_goes_on_against_objections_says_so_and_what_they_were(whole: Story) -> None:
    ((step, confirmed),) = whole.of(QuestionConfirmed)
    objections = tuple(event.content for _, event in whole.of(QuestionObjected))[:2]
    event = replace(confirmed, open_objections=2, dissent=objections)
    (view,) = announcements(step.before, event, step.after, whole.words)
    assert keys(view) == ["question-goes-on", "question-objections-stay"]
    assert the(view, "question-objections-stay").arguments == {"count": 2}
    against = [quote.quoted for quote in quotes(view) if quote.label == say("dissent")]
    assert against == [Quoted("It leaves out the children"), Quoted("It leaves out the river")]


def test_a_topic_that_went_on_as_the_question_before_dissent_was_kept_is_still_said(whole: Story) -> None:
    ((step, confirmed),) = whole.of(QuestionConfirmed)
    event = replace(confirmed, open_objections=2, wordings=(), dissent=())
    (view,) = announcements(step.before, event, step.after, whole.words)
    assert keys(view) == ["question-goes-on", "question-is-the-topic", "question-objections-stay"]


def test_promise_10_a_tie_is_reported_before_anything_else_and_step_by_step(whole: Story) -> None:
    view = one(whole, "VotesCounted")
    assert keys(view)[0] == "tie-by-dots"
    tie = the(view, "tie-by-dots")
    assert (tie.arguments["places"], tie.arguments["count"]) == (2, 3)
    assert [content_key(row) for row in rows_titled(view, "tie-steps").rows] == [
        "tie-step-other-measure-none",
        "tie-step-not-widened",
        "tie-step-runoff-all",
    ]
    assert keys(view)[-2:] == ["tally-is-final", "tally-receipts"]


def test_the_tally_stands_beside_what_other_rules_would_choose(whole: Story) -> None:
    view = one(whole, "VotesCounted")
    assert len(bars_of(view).bars) == 9
    rows = rows_titled(view, "other-rules").rows
    assert [row.content.arguments["rule"] for row in rows if isinstance(row.content, Say)] == [
        Term("rule-name-dots"),
        Term("rule-name-supporters"),
        Term("rule-name-fair-share"),
    ]
    assert "rules-agree" in keys(view)
    assert the(view, "voters-with-an-idea").arguments == {"voters": 6, "ballots": 7}


def test_a_rule_that_differs_is_said_to_differ_and_shows_its_own_runoff(whole: Story) -> None:
    ((step, counted),) = whole.of(VotesCounted)
    rules = counted.result.verdicts
    differing = replace(counted.result, differs=(rules[1].rule, rules[2].rule))
    (view,) = announcements(step.before, VotesCounted(START, differing), step.after, whole.words)
    found = [content_key(row) for row in rows_titled(view, "other-rules").rows]
    assert found == ["by-rule", "by-rule-and-runoff", "by-rule-and-runoff"]
    assert "rules-differ" in keys(view)


def test_a_runoff_names_the_tied_ideas_and_keeps_every_number_closed(whole: Story) -> None:
    view = one(whole, "RunoffNeeded")
    assert keys(view) == ["runoff-needed", "tally-stays-closed"]
    assert {name for _, name, _ in arguments(view)} == {"number", "title", "ideas", "places"}


def test_a_shortlist_lists_the_ideas_and_no_ballots(stories: tuple[Story, ...]) -> None:
    ((step, made),) = stories[3].of(ShortlistMade)
    whole = announcements(step.before, replace(made, level=()), step.after, stories[3].words)
    assert [keys(one) for one in whole] == [["shortlist-made"]]
    view = one(stories[3], "ShortlistMade")
    assert keys(view) == ["shortlist-made", "shortlist-level"]
    assert the(view, "shortlist-level").arguments == {"ideas": numbers(made.level)}
    assert {name for _, name, _ in arguments(view)} == {"number", "title", "ideas"}
    rows = rows_titled(view, "shortlist").rows
    assert rows
    assert all(row.remark is None for row in rows)


# ---- requests, outcome, promises


def test_a_request_says_who_why_what_it_needs_and_how_to_answer(whole: Story) -> None:
    view = one(whole, "RequestMade")
    assert the(view, "request-made").arguments == {
        "who": Who(OLU),
        "request": 1,
        "act": Term("narrowing-hide-idea"),
    }
    assert quotes(view) == [Quote(Quoted("It names a person"), Say("reason"))]
    assert Say("idea-meant-number", {"idea": 9}) in view.blocks
    assert the(view, "request-only-if").arguments["count"] == 3
    assert typed(view) == ["request support 1", "request object 1 …"]


def test_a_request_that_passes_or_falls_says_what_it_was(whole: Story) -> None:
    assert the(one(whole, "RequestPassed"), "request-passed").arguments == {
        "request": 1,
        "act": Term("narrowing-hide-idea"),
    }
    fell = one(whole, "RequestFell")
    assert keys(fell) == ["request-fell", "request-support", "request-objections", "nothing-changed"]
    assert the(fell, "request-objections").arguments == {"count": 1}


def test_a_shorter_step_says_its_new_end(stories: tuple[Story, ...]) -> None:
    assert keys(one(stories[2], "WindowShortened")) == ["step-shortened"]


def test_an_outcome_stands_beside_what_it_leaves_out(whole: Story) -> None:
    view = one(whole, "OutcomePublished")
    assert keys(view)[0] == "outcome-published"
    assert [there(quote.label).key for quote in quotes(view)] == ["outcome", "outcome-differs-because"]
    assert "outcome-differs" in keys(view)
    for title in ("fates", "minority-views", "objections"):
        assert rows_titled(view, title).rows
    assert "label-result-overridden" in keys(view)
    assert typed(view) == ["log", "export"]


def test_ideas_of_organisers_are_counted_in_the_outcome_where_they_weigh(whole: Story) -> None:
    step = next(s for s in whole.steps if type(s.event).__name__ == "OutcomePublished")
    assert "ideas-by-organisers" not in keys(said(whole, step)[0])
    theirs = {no: replace(idea, is_by_organiser=no < 4) for no, idea in step.after.ideas.items()}
    (view,) = announcements(step.before, step.event, replace(step.after, ideas=theirs), whole.words)
    assert the(view, "ideas-by-organisers").arguments == {"count": 3, "all": 9}
    chosen = {no: replace(idea, is_by_organiser=no == 1) for no, idea in step.after.ideas.items()}
    (view,) = announcements(step.before, step.event, replace(step.after, ideas=chosen), whole.words)
    assert the(view, "ideas-by-organisers").arguments == {"count": 1, "all": 9}


def test_promise_9_a_missed_date_is_said_in_the_room(whole: Story) -> None:
    reply, promise = one(whole, "ReplyMissed"), one(whole, "PromiseMissed")
    assert the(reply, "reply-missed-on").arguments["day"] == there(there(whole.state.rules).answers).reply_by
    assert the(promise, "promise-was-missed").arguments["idea"] == 3
    assert promise.actions == (Action("action-progress", "progress 3 …"),)


def test_promises_are_claimed_disputed_confirmed_and_read_out(whole: Story) -> None:
    claim = one(whole, "DoneClaimed")
    assert typed(claim) == ["confirm 1", "dispute 1 …"]
    ((_, claimed), *_) = whole.of(DoneClaimed)
    assert the(claim, "done-undisputed").arguments == {"closes": When(claimed.at + timedelta(days=7), "Europe/London")}
    assert "One lamp is still dark" in words_on(one(whole, "DoneDisputed"))
    assert the(one(whole, "IdeaDone"), "idea-is-done").arguments == {"idea": 1, "count": 3}
    check = one(whole, "CheckHeld")
    assert the(check, "check-held").arguments == {"number": 1, "of": 2}
    assert len(rows_titled(check, "promises").rows) == 2
