"""What the bot says for itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codesign_bot.core.label import Decider, Fixed, Use
from codesign_bot.core.phases import Phase
from codesign_bot.view import Audience, Length, Quote, Quoted, Rows, Say, Term, ToType, Typed
from codesign_bot.views import greetings
from codesign_bot.views.greetings import CHOICES, Ask

from .seeing import content_key, keys, quotes, rows_titled, the, typed
from .story import Story, there


def test_a_greeting_in_private_says_where_to_vote() -> None:
    view = greetings.welcome()
    assert keys(view) == ["welcome", "welcome-private"]
    assert view.audience is Audience.ONLY_YOU


def test_a_greeting_in_a_new_space_is_for_all_and_says_how_to_begin() -> None:
    view = greetings.invited()
    assert view.audience is Audience.EVERYONE
    assert typed(view)[0] == "setup …"


def test_troubles_are_listed_by_their_own_sentences() -> None:
    view = greetings.cannot(("trouble-cannot-speak",))
    assert [content_key(row) for row in rows_titled(view, "trouble-list").rows] == ["trouble-cannot-speak"]
    assert keys(greetings.cannot(())) == ["trouble-none"]


def test_the_bot_says_what_it_never_does() -> None:
    assert len(rows_titled(greetings.limits(), "never-title").rows) == 4


def test_a_vote_in_a_room_is_not_counted_and_its_author_is_asked_to_delete_it(whole: Story) -> None:
    view = greetings.vote_in_room(whole.last(Phase.VOTING))
    assert keys(view) == ["vote-in-room", "vote-in-room-delete", "nothing-changed"]
    assert view.audience is Audience.ONLY_YOU
    assert all(action.is_private for action in view.actions)
    assert not quotes(view), "a ballot is not repeated where others may read it"


@pytest.mark.parametrize("is_private", [True, False])
def test_a_message_that_cannot_be_read_is_answered(*, is_private: bool) -> None:
    view = greetings.unreadable(is_private)
    assert keys(view) == [
        "unreadable",
        "unreadable-private" if is_private else "unreadable-public",
        "nothing-changed",
    ]


@pytest.mark.parametrize("question", Ask)
def test_every_question_says_where_it_stands_and_how_to_stop(question: Ask) -> None:
    view = greetings.ask(question, number=3, of=8)
    assert the(view, "ask-place").arguments == {"number": 3, "of": 8}
    assert f"ask-{question.value.replace('_', '-')}" in keys(view)
    assert the(view, "ask-back-or-stop").arguments == {"back": ToType("back"), "stop": ToType("stop")}
    assert "ask-choose" in keys(view) if question in CHOICES else "ask-choose" not in keys(view)


def test_the_first_question_has_nothing_to_go_back_to() -> None:
    assert "ask-stop" in keys(greetings.ask(Ask.DECIDER, number=1, of=8))


@pytest.mark.parametrize("question", CHOICES)
def test_choices_are_numbered_in_the_order_that_is_read_back(question: Ask) -> None:
    (rows,) = [b for b in greetings.ask(question, number=1, of=8).blocks if isinstance(b, Rows)]
    assert [row.number for row in rows.rows] == list(range(1, len(CHOICES[question]) + 1))
    assert [content_key(row) for row in rows.rows] == [
        f"{question.value}-{choice.value.replace('_', '-')}" for choice in CHOICES[question]
    ]
    assert CHOICES[question] in {tuple(Decider), tuple(Fixed), tuple(Use)}


def test_an_answer_that_is_not_understood_brings_the_question_back_with_the_words() -> None:
    view = greetings.ask_again(Ask.REPLY_BY, "soon", number=8, of=8)
    assert keys(view)[0] == "ask-not-a-day"
    assert quotes(view) == [Quote(Quoted("soon"), Say("your-words"))]
    assert "ask-reply-by" in keys(view)
    assert keys(greetings.ask_again(Ask.USE, "9", number=6, of=8))[0] == "ask-not-a-choice"


def test_a_plan_is_reviewed_with_the_label_it_leads_to(whole: Story) -> None:
    rules = there(whole.state.rules)
    view = greetings.review(rules, whole.words)
    assert the(view, "label").arguments["rung"] == Term("rung-coproduction")
    assert len(quotes(view)) == 4
    assert the(view, "review-confirm").arguments["yes"] == ToType("yes")
    assert the(view, "review").arguments == {"template": Typed("community")}


def test_stopping_keeps_nothing() -> None:
    assert keys(greetings.given_up()) == ["dialogue-stopped", "nothing-changed"]


def test_an_incident_gives_a_code_and_no_detail() -> None:
    view = greetings.incident("1a2b")
    assert keys(view) == ["incident", "incident-code"]
    assert the(view, "incident-code").arguments == {"code": Typed("1a2b")}


def test_an_early_end_is_answered_with_the_request_instead() -> None:
    view = greetings.no_early_end()
    assert keys(view) == ["no-early-end", "nothing-changed"]
    assert typed(view) == ["request end …"]


def test_a_flood_is_told_how_long_to_wait() -> None:
    view = greetings.flood(timedelta(seconds=30))
    assert the(view, "flood").arguments == {"length": Length(timedelta(seconds=30))}


def test_an_export_says_how_many_files_and_that_anyone_can_check_them() -> None:
    assert keys(greetings.export_ready(2)) == ["export-ready", "export-check"]
