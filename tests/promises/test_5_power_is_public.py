"""Promise 5. Each act with an organiser's right says who, what, before, after and why, in the same breath."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.content import Content
from codesign_bot.core.events import Power, PowerUsed
from codesign_bot.core.ids import IdeaNo, RequestNo, WordingNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance, there
from codesign_bot.testing.build import (
    COMMUNITY,
    MEMBERS,
    ORGANISER,
    REASON,
    Life,
    dots,
    plan,
    rules,
    text,
)

P = Phase
ONE, TWO = IdeaNo(1), IdeaNo(2)

ACTS_OF_POWER: set[type[c.Command]] = {c.PlanRound, c.GiveTime, c.MakeRequest, c.SetFate, c.PublishOutcome}
"""What takes an organiser's right, or is said aloud when somebody with that right does it."""

ANYBODYS: dict[type[c.Command], tuple[Phase, c.Command]] = {
    c.SecondTopic: (P.PROPOSED, c.SecondTopic()),
    c.Join: (P.PROPOSED, c.Join()),
    c.Leave: (P.IDEAS, c.Leave()),
    c.StateProblem: (P.FRAMING, c.StateProblem(text())),
    c.WordQuestion: (P.FRAMING, c.WordQuestion(text())),
    c.SupportWording: (P.CONFIRMING, c.SupportWording(WordingNo(1))),
    c.Consent: (P.CONFIRMING, c.Consent()),
    c.Object: (P.COOLING_OFF, c.Object(REASON)),
    c.WithdrawObjection: (P.COOLING_OFF, c.WithdrawObjection()),
    c.OfferIdea: (P.IDEAS, c.OfferIdea(text())),
    c.OfferParked: (P.IDEAS, c.OfferParked(1)),
    c.EditIdea: (P.SORTING, c.EditIdea(ONE, text())),
    c.WithdrawIdea: (P.SORTING, c.WithdrawIdea(ONE)),
    c.BuildOn: (P.SORTING, c.BuildOn(ONE, text())),
    c.Merge: (P.SORTING, c.Merge(ONE, TWO)),
    c.AnswerMerge: (P.SORTING, c.AnswerMerge(ONE, TWO, is_yes=True)),
    c.Split: (P.SORTING, c.Split(ONE)),
    c.CastBallot: (P.VOTING, dots(i1=1)),
    c.StateMinorityView: (P.COOLING_OFF, c.StateMinorityView(text())),
    c.CosignMinorityView: (P.COOLING_OFF, c.CosignMinorityView(1)),
    c.TakeStance: (P.FEEDBACK, c.TakeStance(ONE, Stance.AGREE)),
    c.GiveFeedback: (P.FEEDBACK, c.GiveFeedback(ONE, Remark.LIKE, text())),
    c.FillFeedback: (P.FEEDBACK, c.FillFeedback((c.GiveFeedback(ONE, Remark.LIKE, text()),))),
    c.ReportProgress: (P.FOLLOW_UP, c.ReportProgress(ONE, text())),
    c.ClaimDone: (P.FOLLOW_UP, c.ClaimDone(ONE)),
    c.ConfirmDone: (P.FOLLOW_UP, c.ConfirmDone(ONE)),
    c.DisputeDone: (P.FOLLOW_UP, c.DisputeDone(ONE, REASON)),
    c.AskForTime: (P.IDEAS, c.AskForTime()),
    c.SupportRequest: (P.IDEAS, c.SupportRequest(RequestNo(1))),
    c.ObjectToRequest: (P.IDEAS, c.ObjectToRequest(RequestNo(1), REASON)),
}


def said(life: Life, command: c.Command, name: str = ORGANISER) -> PowerUsed:
    """The one entry about the command, which went through in the same events."""
    events = life.do(name, command)
    (entry,) = [event for event in events if isinstance(event, PowerUsed)]
    assert len(events) > 1, "something was done, and said"
    assert entry.by == name
    assert entry.at == life.now
    return entry


def test_promise_5_every_command_is_an_act_of_power_or_anybodys() -> None:
    assert ACTS_OF_POWER.isdisjoint(ANYBODYS)
    assert ACTS_OF_POWER | set(ANYBODYS) == set(get_args(c.Command))


def entry_of_a_plan() -> tuple[PowerUsed, tuple[Power, str, str, str], Content | None]:
    life = Life()
    life.do("ada", plan())
    entry = said(life, plan(rules(replace(COMMUNITY, name="slow"))))
    return entry, (Power.PLANNED, "topic 1", "community", "slow"), None


def entry_of_given_time() -> tuple[PowerUsed, tuple[Power, str, str, str], Content | None]:
    life = Life().to(P.VOTING)
    before = there(life.state.window).closes
    entry = said(life, c.GiveTime(timedelta(days=2), REASON))
    after = there(life.state.window).closes
    assert datetime.fromisoformat(entry.before) < datetime.fromisoformat(entry.after)
    return entry, (Power.GAVE_TIME, "voting", before.isoformat(), after.isoformat()), REASON.content


def entry_of_a_request() -> tuple[PowerUsed, tuple[Power, str, str, str], Content | None]:
    entry = said(Life().to(P.IDEAS), c.MakeRequest(Narrowing.END_STEP, REASON))
    return entry, (Power.REQUESTED, "request 1", "", "end_step"), REASON.content


def entry_of_a_fate() -> tuple[PowerUsed, tuple[Power, str, str, str], Content | None]:
    life = Life().to(P.OUTCOME)
    life.do(ORGANISER, c.SetFate(ONE, Fate.CHOSEN, owner=text(), due_on=date(2026, 6, 1)))
    entry = said(life, c.SetFate(ONE, Fate.NOT_NOW, reason=REASON))
    return entry, (Power.SET_FATE, "idea 1", "chosen", "not_now"), REASON.content


def entry_of_an_outcome() -> tuple[PowerUsed, tuple[Power, str, str, str], Content | None]:
    life = Life().to(P.OUTCOME)
    for no in life.state.live_ideas:
        life.do(ORGANISER, c.SetFate(no, Fate.NOT_NOW, reason=REASON))
    entry = said(life, c.PublishOutcome(text(), difference=REASON))
    return entry, (Power.PUBLISHED, "outcome", "", "published"), REASON.content


def entry_of_a_length() -> tuple[PowerUsed, tuple[Power, str, str, str], Content | None]:
    life = Life()
    life.do("ada", plan())
    longer = {**COMMUNITY.windows, P.VOTING: timedelta(days=10)}
    entry = said(life, plan(rules(replace(COMMUNITY, windows=longer))))
    return entry, (Power.SET_WINDOW, "voting", "604800", "864000"), None


def entry_of_who_must_be_heard() -> tuple[PowerUsed, tuple[Power, str, str, str], Content | None]:
    life = Life()
    life.do("ada", plan())
    entry = said(life, plan(rules(replace(COMMUNITY, heard_floor=8, heard_percent=30))))
    return entry, (Power.SET_HEARD, "topic 1", "5 20", "8 30"), None


ENTRIES: dict[type[c.Command], Callable[[], tuple[PowerUsed, tuple[Power, str, str, str], Content | None]]] = {
    c.PlanRound: entry_of_a_plan,
    c.GiveTime: entry_of_given_time,
    c.MakeRequest: entry_of_a_request,
    c.SetFate: entry_of_a_fate,
    c.PublishOutcome: entry_of_an_outcome,
}


OF_A_PLAN = (entry_of_a_length, entry_of_who_must_be_heard)
"""What changes one thing of a plan is said as that one thing."""

TOLD = (*ENTRIES.values(), *OF_A_PLAN)


@pytest.mark.parametrize("tell", TOLD, ids=lambda tell: tell.__name__)
def test_promise_5_an_act_of_power_says_who_what_before_after_and_why(
    tell: Callable[[], tuple[PowerUsed, tuple[Power, str, str, str], Content | None]],
) -> None:
    entry, expected, reason = tell()
    assert (entry.act, entry.target, entry.before, entry.after) == expected
    assert entry.reason == reason


def test_promise_5_there_is_a_story_for_every_act_of_power_and_every_kind_of_entry() -> None:
    assert set(ENTRIES) == ACTS_OF_POWER
    assert {tell()[1][0] for tell in TOLD} == set(Power)


@pytest.mark.parametrize("command", ANYBODYS, ids=lambda command: command.__name__)
def test_promise_5_what_anybody_does_is_no_act_of_power_when_an_organiser_does_it(
    command: type[c.Command],
) -> None:
    """The same events for an organiser as for anybody: an organiser's right does nothing silently."""
    phase, example = ANYBODYS[command]
    as_organiser, as_anybody = _prepared(phase, command), _prepared(phase, command)
    as_organiser.organisers |= {"ben"}
    by_right, by_anybody = _tried(as_organiser, example), _tried(as_anybody, example)
    assert not any(isinstance(event, PowerUsed) for event in by_right)
    if by_right:
        assert [type(event) for event in by_right] == [type(event) for event in by_anybody]


def _prepared(phase: Phase, command: type[c.Command]) -> Life:
    life = Life().to(phase)
    match command:
        case c.WithdrawObjection:
            life.do("ben", c.Object(REASON))
        case c.AnswerMerge:
            life.do("ada", c.Merge(ONE, TWO))
        case c.CosignMinorityView:
            life.do("cem", c.StateMinorityView(text()))
        case c.ConfirmDone | c.DisputeDone:
            life.do("cem", c.ClaimDone(ONE))
        case c.SupportRequest | c.ObjectToRequest:
            life.do("ada", c.MakeRequest(Narrowing.END_STEP, REASON))
        case _:
            pass
    return life


def _tried(life: Life, command: c.Command) -> tuple[object, ...]:
    try:
        return life.do("ben", command)
    except Refusal:
        return ()


UNEXPLAINED: list[tuple[Phase, Callable[[c.Text], c.Command]]] = [
    (P.IDEAS, lambda reason: c.GiveTime(timedelta(days=1), reason)),
    (P.IDEAS, lambda reason: c.MakeRequest(Narrowing.END_STEP, reason)),
    (P.OUTCOME, lambda reason: c.SetFate(ONE, Fate.LATER, reason=reason)),
]


@pytest.mark.parametrize(("phase", "make"), UNEXPLAINED)
def test_promise_5_power_without_a_reason_is_no_power(phase: Phase, make: Callable[[c.Text], c.Command]) -> None:
    life = Life().to(phase)
    assert life.refused(ORGANISER, make(text("Because!!"))).key == "reason-too-short"
    assert said(life, make(text("Because!!!")))


def test_promise_5_the_people_of_a_round_hold_no_power_over_it() -> None:
    life = Life().to(P.ARCHIVED)
    by = {event.by for event in life.events if isinstance(event, PowerUsed)}
    assert by == {ORGANISER}
    assert not by & set(MEMBERS)
