"""Promise 9. Every idea has a fate, every promise a date, and the bot says when a date was missed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core import commands as c
from codesign_bot.core.events import IdeaDone, PromiseMissed, ReplyMissed
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate
from codesign_bot.testing.build import ORGANISER, REASON, Life, answers, rules, text

P = Phase
OWNER = text("The parents' council")


def fate(no: IdeaNo, *, is_chosen: bool, due_on: date) -> c.SetFate:
    if is_chosen:
        return c.SetFate(no, Fate.CHOSEN, owner=OWNER, due_on=due_on)
    return c.SetFate(no, Fate.NOT_NOW, reason=REASON)


@cache
def at_the_outcome() -> Life:
    return Life().to(P.OUTCOME)


@given(st.sets(st.integers(1, 6), max_size=5))
def test_promise_9_no_outcome_is_published_while_an_idea_waits_for_its_fate(decided: set[int]) -> None:
    life = at_the_outcome().fork()
    for no in sorted(decided):
        life.do(ORGANISER, fate(IdeaNo(no), is_chosen=False, due_on=life.now.date()))
    refusal = life.refused(ORGANISER, c.PublishOutcome(text(), difference=REASON))
    assert refusal.key == "fates-missing"
    assert refusal.arguments["count"] == 6 - len(decided)


def test_promise_9_an_idea_that_was_joined_or_taken_back_has_its_fate_from_its_authors() -> None:
    life = Life().to(P.SORTING)
    life.do("ada", c.Merge(IdeaNo(1), IdeaNo(2)))
    life.do("ben", c.AnswerMerge(IdeaNo(1), IdeaNo(2), is_yes=True))
    life.do("cem", c.WithdrawIdea(IdeaNo(3)))
    life.to(P.FOLLOW_UP)
    assert set(life.state.fates) == {1, 4, 5, 6}
    assert life.state.ideas[IdeaNo(2)].joined_to == 1
    assert life.state.ideas[IdeaNo(3)].is_withdrawn


@pytest.mark.parametrize("key", ["owner", "due_on"])
def test_promise_9_nothing_is_promised_without_an_owner_and_a_day(key: str) -> None:
    life = Life().to(P.OUTCOME)
    command = c.SetFate(
        IdeaNo(1),
        Fate.CHOSEN,
        owner=None if key == "owner" else OWNER,
        due_on=None if key == "due_on" else date(2026, 6, 1),
    )
    assert life.refused(ORGANISER, command).key == "fate-needs-owner"


@given(
    st.lists(st.integers(0, 700), min_size=6, max_size=6),
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 200), st.booleans()), max_size=8),
)
def test_promise_9_every_promise_is_kept_or_its_missed_date_is_said_before_the_round_is_put_away(
    due_in: list[int], claims: list[tuple[int, int, bool]]
) -> None:
    life = at_the_outcome().fork()
    today = life.now.date()
    for no, days in enumerate(due_in, 1):
        life.do(ORGANISER, fate(IdeaNo(no), is_chosen=True, due_on=today + timedelta(days=days)))
    life.do(ORGANISER, c.PublishOutcome(text(), difference=REASON))
    for no, days, is_disputed in claims:
        life.wait(days=days)
        if not life.is_in(P.FOLLOW_UP) or life.state.promises[IdeaNo(no)].is_done:
            continue
        if life.state.promises[IdeaNo(no)].claimed_at is None:
            life.do("ada", c.ClaimDone(IdeaNo(no)))
        if is_disputed:
            life.do("ben", c.DisputeDone(IdeaNo(no), REASON))
    life.wait(days=1500)
    assert life.is_in(P.ARCHIVED)
    done = {event.idea for event in life.events if isinstance(event, IdeaDone)}
    missed = [event.idea for event in life.events if isinstance(event, PromiseMissed)]
    assert done | set(missed) == {1, 2, 3, 4, 5, 6}
    assert len(missed) == len(set(missed)), "a date is missed once"
    for event in life.events:
        if isinstance(event, PromiseMissed):
            assert event.at.astimezone(life.rules.tz).date() > event.promised_on
            assert event.promised_on == life.state.promises[event.idea].due_on


@pytest.mark.parametrize("late", [0, 1, 30, 400])
def test_promise_9_a_date_that_went_by_while_nobody_was_there_is_said_all_the_same(late: int) -> None:
    life = Life().to(P.OUTCOME)
    life.publish(due_on=life.now.date() + timedelta(days=5))
    life.away(days=6 + late)
    assert sum(isinstance(event, PromiseMissed) for event in life.events) == 2


@given(st.integers(1, 200))
def test_promise_9_a_reply_is_there_on_the_promised_day_or_its_absence_is_said(days: int) -> None:
    life = Life()
    promised = life.now.date() + timedelta(days=days)
    life.rules = rules(honest=answers(reply_by=promised))
    life.to(P.OUTCOME)
    life.wait(days=220)
    missed = [event for event in life.events if isinstance(event, ReplyMissed)]
    assert [event.promised_on for event in missed] == [promised]
    assert missed[0].at.astimezone(life.rules.tz).date() == promised + timedelta(days=1)


def test_promise_9_nobody_can_end_an_idea_by_calling_it_joined() -> None:
    life = Life().to(P.OUTCOME)
    assert life.refused(ORGANISER, c.SetFate(IdeaNo(1), Fate.JOINED, reason=REASON)).key == "fate-not-joined"
