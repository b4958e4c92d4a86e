"""Who may be reminded of what, and when: only of what is left, once a step, half way through at the latest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import ENDED, WINDOWED, Phase
from codesign_bot.core.reminding import (
    AGAIN_AFTER,
    LEAD,
    MOST_A_STEP,
    Left,
    Reminder,
    Told,
    is_left,
    lead,
    may_tell,
    next_look,
    reminders,
)
from codesign_bot.core.state import Objection, there
from codesign_bot.core.windows import Window
from codesign_bot.testing.build import MEMBERS, ORGANISER, PRACTICE, START, Life, content, rules, text

P = Phase
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("hours", "before"), [(24, 12), (48, 24), (72, 36), (96, 48), (168, 48), (336, 48), (1, 0.5), (95, 47.5)]
)
def test_a_reminder_is_due_two_days_before_the_end_or_when_half_of_the_time_is_over(hours: int, before: float) -> None:
    assert lead(hours * HOUR) == before * HOUR


@given(some.timedeltas(min_value=HOUR, max_value=366 * DAY))
def test_it_never_comes_in_the_first_half_of_a_step(length: timedelta) -> None:
    assert length / 2 <= length - lead(length)
    assert lead(length) <= LEAD


@pytest.mark.parametrize("phase", [P.FRAMING, P.CONFIRMING, P.IDEAS, P.VOTING, P.FEEDBACK])
def test_each_step_that_waits_for_people_has_one_reminder(phase: Phase) -> None:
    life = Life().to(phase)
    window = there(life.state.window)
    (only,) = reminders(life.state)
    assert only.until == window.closes
    assert only.at == window.closes - lead(window.length)
    assert window.opened < only.at


@pytest.mark.parametrize("phase", [P.PROPOSED, P.SORTING, P.COOLING_OFF])
def test_where_nobody_has_to_do_anything_nobody_is_reminded(phase: Phase) -> None:
    life = Life()
    if phase is not P.PROPOSED:
        life.to(phase)
    assert life.state.phase is phase
    assert reminders(life.state) == ()
    assert next_look(life.state, None, life.now) is None


@pytest.mark.parametrize("phase", sorted(WINDOWED, key=str))
def test_a_practice_reminds_nobody(phase: Phase) -> None:
    life = Life().to(phase) if phase is not P.RUNOFF else Life().to_runoff()
    practice = replace(life.state, rules=rules(PRACTICE))
    assert reminders(practice) == ()


@pytest.mark.parametrize("phase", sorted(ENDED, key=str))
def test_a_round_that_is_over_reminds_nobody(phase: Phase) -> None:
    assert reminders(replace(Life().to(P.IDEAS).state, phase=phase)) == ()


def left(life: Life, name: str, *, has_voted: bool = False) -> list[Left]:
    who = life.actor(name)
    return [one.left for one in reminders(life.state) if is_left(life.state, one, who, has_voted=has_voted)]


def test_whoever_said_something_in_this_step_is_left_alone() -> None:
    life = Life().to(P.FRAMING)
    assert left(life, "ada") == [Left.PROBLEM]
    life.do("ada", c.StateProblem(text("It is dark there.")))
    assert left(life, "ada") == []
    assert left(life, "ben") == [Left.PROBLEM]


def test_a_yes_and_a_no_to_the_question_both_count() -> None:
    life = Life().to(P.CONFIRMING)
    assert left(life, "ada") == [Left.CONSENT]
    life.do("ada", c.Consent())
    assert left(life, "ada") == []
    no = Objection(life.actor("ben").person, content("no"), life.now)
    objected = replace(life.state, question_objections=(no,))
    (only,) = reminders(objected)
    assert not is_left(objected, only, life.actor("ben"), has_voted=False)
    taken_back = replace(objected, question_objections=(replace(no, stands=False),))
    assert is_left(taken_back, only, life.actor("ben"), has_voted=False)


def test_an_idea_is_asked_for_once_and_feedback_too() -> None:
    life = Life().to(P.IDEAS)
    life.do("ada", c.OfferIdea(text("A lamp by the gate")))
    assert (left(life, "ada"), left(life, "ben")) == ([], [Left.IDEA])


def test_who_has_a_dot_on_the_ballot_is_left_alone_and_who_came_too_late_to_vote_too() -> None:
    life = Life().to(P.VOTING)
    assert left(life, "ada") == [Left.VOTE]
    assert left(life, "ada", has_voted=True) == []
    (only,) = reminders(life.state)
    late = replace(life.actor("ada"), joined_at=there(life.state.roll_closed_at))
    assert not is_left(life.state, only, late, has_voted=False)
    runoff = Life().to_runoff()
    assert left(runoff, "ada") == [Left.VOTE]


def test_who_is_not_in_the_round_or_left_it_is_never_reminded() -> None:
    life = Life().to(P.VOTING)
    (only,) = reminders(life.state)
    assert not is_left(life.state, only, c.Actor(life.actor("ada").person), has_voted=False)


def test_only_the_authors_who_have_not_answered_are_asked_about_a_merge() -> None:
    life = Life().to(P.SORTING)
    first, second = life.state.live_ideas[:2]
    author = {name: life.actor(name).person for name in MEMBERS}
    by = {no: next(name for name, who in author.items() if who == life.state.ideas[no].by) for no in (first, second)}
    life.do(by[first], c.Merge(first, second))
    (only,) = reminders(life.state)
    (merge,) = life.state.merges
    assert (only.left, only.ideas, only.until) == (Left.MERGE, (first, second), merge.closes)
    assert only.at == merge.closes - 24 * HOUR
    assert left(life, by[first]) == []
    assert left(life, by[second]) == [Left.MERGE]
    assert left(life, next(name for name in MEMBERS if name not in by.values())) == []


def test_organisers_and_nobody_else_are_reminded_of_the_reply_that_was_promised() -> None:
    life = Life().to(P.OUTCOME)
    (only,) = reminders(life.state)
    assert only.left is Left.OUTCOME
    answers = there(there(life.state.rules).answers)
    assert only.until.astimezone(there(life.state.rules).tz).date() == answers.reply_by + DAY
    assert only.at == only.until - LEAD
    assert (left(life, ORGANISER), left(life, "ada")) == ([Left.OUTCOME], [])
    assert reminders(replace(life.state, is_reply_missed=True)) == ()
    unplanned = replace(there(life.state.rules), answers=None)
    assert reminders(replace(life.state, rules=unplanned)) == ()


def test_promises_of_one_day_are_one_reminder_and_those_that_are_done_claimed_or_missed_none() -> None:
    life = Life().to(P.OUTCOME)
    life.publish(date(2026, 9, 1))
    assert life.state.phase is P.FOLLOW_UP
    (only,) = reminders(life.state)
    assert only.left is Left.PROGRESS
    assert only.ideas == tuple(sorted(life.state.promises))
    assert (left(life, ORGANISER), left(life, "ada")) == ([Left.PROGRESS], [])
    no = min(life.state.promises)
    promise = life.state.promises[no]
    for over in (
        replace(promise, is_done=True),
        replace(promise, is_missed=True),
        replace(promise, claimed_at=life.now),
    ):
        rest = reminders(replace(life.state, promises={**life.state.promises, no: over}))
        assert all(no not in one.ideas for one in rest)
    other = replace(promise, due_on=date(2026, 10, 1))
    both = reminders(replace(life.state, promises={no: promise, IdeaNo(99): other}))
    assert [one.ideas for one in both] == [(no,), (99,)]


def reminder(until: float, at: float = 0) -> Reminder:
    return Reminder("voting/x", Left.VOTE, START + at * HOUR, START + until * HOUR)


def test_a_second_reminder_needs_an_end_that_moved_by_days_and_there_is_never_a_third() -> None:
    first = reminder(48)
    told = Told(first.until)
    assert may_tell(first, None)
    assert not may_tell(first, told)
    assert not may_tell(reminder(48 + 47), told)
    assert may_tell(reminder(48 + 48), told)
    assert AGAIN_AFTER == 2 * DAY
    assert not may_tell(reminder(48 + 480), replace(told, times=MOST_A_STEP))


def test_one_that_is_late_by_half_of_its_lead_is_not_worth_it_any_more() -> None:
    one = reminder(48)
    assert one.is_worth_it(START)
    assert one.is_worth_it(START + 24 * HOUR - timedelta(microseconds=1))
    assert not one.is_worth_it(START + 24 * HOUR)
    assert not one.is_worth_it(START + 100 * HOUR)


def test_it_is_looked_at_what_is_to_come_and_at_what_is_not_too_late() -> None:
    life = Life().to(P.VOTING)
    (only,) = reminders(life.state)
    assert next_look(life.state, None, life.now) == only.at
    assert next_look(life.state, only.at - HOUR, life.now) == only.at
    assert next_look(life.state, only.at, only.at) is None
    assert next_look(life.state, None, only.until - HOUR) is None


def test_a_step_that_got_longer_is_the_same_step_and_its_reminder_moves_with_the_end() -> None:
    life = Life().to(P.VOTING)
    (before,) = reminders(life.state)
    window = there(life.state.window)
    longer = replace(life.state, window=Window(window.opened, window.closes + 3 * DAY))
    (after,) = reminders(longer)
    assert after.step == before.step
    assert after.at == before.at + 3 * DAY
