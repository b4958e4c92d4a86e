"""Every refusal the rules know, each provoked once. A key that nobody can provoke fails the last tests."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.counting.ballots import BallotRules, check_ballot
from codesign_bot.core.deciding.ideas import require_own_first
from codesign_bot.core.ids import IdeaNo, RequestNo, WordingNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import Fate, Narrowing, Stance
from codesign_bot.testing.build import (
    COMMUNITY,
    ORGANISER,
    REASON,
    Life,
    answers,
    dots,
    plan,
    rules,
    text,
)

ONE, TWO, THREE = IdeaNo(1), IdeaNo(2), IdeaNo(3)
P = Phase
A_MONTH_MORE = (ORGANISER, c.GiveTime(timedelta(days=30), REASON))


def pause(days: int) -> c.MakeRequest:
    return c.MakeRequest(Narrowing.PAUSE_STEP, REASON, days=days)


def stood_still() -> Life:
    """A round whose ideas step is paused."""
    life = Life().to(P.IDEAS)
    life.do("ada", pause(5))
    life.everyone(c.SupportRequest(RequestNo(1)), people=("ben", "cem", "dora"))
    life.wait(days=2)
    return life


def in_phase(phase: Phase, name: str, command: c.Command) -> Callable[[], Refusal]:
    """This person's command in the first minute of a phase."""
    return lambda: Life().to(phase).refused(name, command)


def after(phase: Phase, *acts: tuple[str, c.Command], then: tuple[str, c.Command]) -> Callable[[], Refusal]:
    """The last command, after the others went through."""

    def story() -> Refusal:
        life = Life().to(phase)
        for name, command in acts:
            life.do(name, command)
        return life.refused(*then)

    return story


def with_ideas(*acts: tuple[str, c.Command], then: tuple[str, c.Command]) -> Callable[[], Refusal]:
    """In the ideas step: ada wrote idea 1, ben idea 2, cem idea 3."""
    offered = [(name, c.OfferIdea(text(f"Something {name} wants"))) for name in ("ada", "ben", "cem")]
    return after(P.IDEAS, *offered, *acts, then=then)


def hidden_idea() -> Refusal:
    life = Life().to(P.IDEAS)
    life.do("ada", c.OfferIdea(text()))
    life.do("ben", c.MakeRequest(Narrowing.HIDE_IDEA, REASON, ONE))
    life.everyone(c.SupportRequest(RequestNo(1)), people=("cem", "dora", "eli"))
    life.wait(days=2)
    return life.refused("dora", c.BuildOn(ONE, text()))


def late_joiner() -> Refusal:
    life = Life().to(P.VOTING)
    life.do("gus", c.Join())
    return life.refused("gus", dots(i1=1))


def second_thoughts_after_a_promise_was_kept() -> Refusal:
    life = Life().to(P.FOLLOW_UP)
    life.do("ada", c.ClaimDone(ONE))
    life.everyone(c.ConfirmDone(ONE), people=("ben", "cem", "dora"))
    return life.refused("eli", c.DisputeDone(ONE, REASON))


def wording_that_was_objected_to() -> Refusal:
    life = Life().to(P.FRAMING)
    life.do("ada", c.WordQuestion(text("How might we have fewer bins?")))
    life.do("ben", c.SupportWording(WordingNo(1)))
    life.do("cem", c.WordQuestion(text("How might we keep the gate clean?")))
    life.everyone(c.StateProblem(text()))
    life.end_step()
    life.do("dora", c.Object(REASON))
    life.everyone(c.WordQuestion(text()), people=("ada", "ben", "cem", "eli"))
    life.end_step()
    return life.refused("eli", c.SupportWording(WordingNo(1)))


def nobody_had_an_idea() -> Refusal:
    life = Life().to(P.IDEAS)
    while life.state.phase is not P.OUTCOME:
        life.end_step()
    return life.refused("ada", dots(i1=1))


def another_organiser() -> Refusal:
    life = Life()
    life.do(ORGANISER, plan())
    return life.refused("ada", plan())


def parked_answer_offered_twice() -> Refusal:
    life = Life().to(P.FRAMING)
    life.do("ada", c.OfferIdea(text("A second bin")))
    life.to(P.IDEAS).do("ada", c.OfferParked(1))
    return life.refused("ada", c.OfferParked(1))


def seconded_topic() -> Refusal:
    life = Life()
    life.everyone(c.SecondTopic(), people=("ben", "cem", "dora"))
    return life.refused("ada", c.AskForTime())


def reading_before_writing() -> Refusal:
    life = Life().to(P.IDEAS)
    with pytest.raises(Refusal) as caught:
        require_own_first(life.state, life.actor("ada"), life.now)
    return caught.value


def ballot_with_a_stranger_on_it() -> Refusal:
    with pytest.raises(Refusal) as caught:
        check_ballot({ONE: 1}, BallotRules.for_dots([TWO]))
    return caught.value


def published_otherwise(*, says_why: bool) -> Life:
    life = Life().to(P.OUTCOME)
    for no in life.state.live_ideas:
        life.do(ORGANISER, c.SetFate(no, Fate.NOT_NOW, reason=REASON))
    if says_why:
        life.do(ORGANISER, c.PublishOutcome(text(), difference=REASON))
    return life


UNANSWERED = c.PlanRound(Rules(COMMUNITY, "Europe/London"), ())
OWNER = text("The parents' council")
SOON = date(2026, 6, 1)


def a_framing_of(length: timedelta) -> c.PlanRound:
    return plan(rules(replace(COMMUNITY, windows={**COMMUNITY.windows, P.FRAMING: length})))


CASES = MappingProxyType(
    {
        "answers-missing": lambda: Life().refused(ORGANISER, UNANSWERED),
        "ballot-idea-unknown": ballot_with_a_stranger_on_it,
        "ballot-negative": in_phase(P.VOTING, "ada", dots(i1=-1)),
        "ballot-over-budget": in_phase(P.VOTING, "ada", dots(i1=2, i2=2)),
        "ballot-over-cap": in_phase(P.VOTING, "ada", dots(i1=3)),
        "confirm-again": after(
            P.FOLLOW_UP,
            ("ada", c.ClaimDone(ONE)),
            ("ben", c.ConfirmDone(ONE)),
            then=("ben", c.ConfirmDone(ONE)),
        ),
        "confirm-own": after(P.FOLLOW_UP, ("ada", c.ClaimDone(ONE)), then=("ada", c.ConfirmDone(ONE))),
        "consent-again": after(P.CONFIRMING, ("ada", c.Consent()), then=("ada", c.Consent())),
        "date-too-far": lambda: Life().refused(ORGANISER, plan(rules(honest=answers(reply_by=date.max)))),
        "difference-unsaid": lambda: published_otherwise(says_why=False).refused(ORGANISER, c.PublishOutcome(text())),
        "done-already": second_thoughts_after_a_promise_was_kept,
        "done-claimed-already": after(P.FOLLOW_UP, ("ada", c.ClaimDone(ONE)), then=("ben", c.ClaimDone(ONE))),
        "done-not-claimed": in_phase(P.FOLLOW_UP, "ada", c.ConfirmDone(ONE)),
        "due-on-past": in_phase(
            P.OUTCOME, ORGANISER, c.SetFate(ONE, Fate.CHOSEN, owner=OWNER, due_on=date(2026, 3, 2))
        ),
        "fate-needs-owner": in_phase(P.OUTCOME, ORGANISER, c.SetFate(ONE, Fate.CHOSEN, due_on=SOON)),
        "fate-needs-reason": in_phase(P.OUTCOME, ORGANISER, c.SetFate(ONE, Fate.LATER)),
        "fate-not-joined": in_phase(P.OUTCOME, ORGANISER, c.SetFate(ONE, Fate.JOINED, reason=REASON)),
        "fates-missing": in_phase(P.OUTCOME, ORGANISER, c.PublishOutcome(text())),
        "idea-hidden": hidden_idea,
        "idea-joined": with_ideas(
            ("ada", c.Merge(ONE, TWO)),
            ("ben", c.AnswerMerge(ONE, TWO, is_yes=True)),
            then=("ben", c.EditIdea(TWO, text())),
        ),
        "idea-not-chosen": in_phase(P.FEEDBACK, "ada", c.TakeStance(THREE, Stance.AGREE)),
        "idea-not-on-ballot": lambda: Life().to_runoff().refused("ada", dots(i6=1)),
        "idea-not-promised": in_phase(P.FOLLOW_UP, "ada", c.ClaimDone(THREE)),
        "idea-not-yours": with_ideas(then=("ben", c.EditIdea(ONE, text()))),
        "idea-same": in_phase(P.IDEAS, "ada", c.OfferIdea(text(), twin=ONE)),
        "idea-unknown": with_ideas(then=("ada", c.Merge(ONE, IdeaNo(9)))),
        "idea-withdrawn": with_ideas(("ada", c.WithdrawIdea(ONE)), then=("ada", c.EditIdea(ONE, text()))),
        "ideas-alone-first": reading_before_writing,
        "ideas-enough": after(
            P.IDEAS,
            *(("ada", c.OfferIdea(text(f"Number {n}"))) for n in range(5)),
            then=("ada", c.OfferIdea(text("One too many"))),
        ),
        "ideas-frozen": in_phase(P.VOTING, "ada", c.MakeRequest(Narrowing.HIDE_IDEA, REASON, ONE)),
        "joined-already": in_phase(P.IDEAS, "ada", c.Join()),
        "joined-too-late": late_joiner,
        "mentions-everyone": in_phase(P.IDEAS, "ada", c.OfferIdea(text("Look here @room"))),
        "merge-accepted-already": with_ideas(
            ("ada", c.Merge(ONE, TWO)), then=("ada", c.AnswerMerge(TWO, ONE, is_yes=True))
        ),
        "merge-not-yours": with_ideas(("ada", c.Merge(ONE, TWO)), then=("cem", c.AnswerMerge(ONE, TWO, is_yes=False))),
        "merge-offered-already": with_ideas(("ada", c.Merge(ONE, TWO)), then=("ben", c.Merge(TWO, ONE))),
        "merge-unknown": with_ideas(then=("ada", c.AnswerMerge(ONE, TWO, is_yes=True))),
        "merge-with-itself": with_ideas(then=("ada", c.Merge(ONE, ONE))),
        "minority-signed-already": after(
            P.COOLING_OFF, ("ada", c.StateMinorityView(text())), then=("ada", c.CosignMinorityView(1))
        ),
        "minority-unknown": in_phase(P.COOLING_OFF, "ada", c.CosignMinorityView(1)),
        "no-window": in_phase(P.OUTCOME, "ada", c.MakeRequest(Narrowing.END_STEP, REASON)),
        "not-joined": in_phase(P.IDEAS, "zoe", c.OfferIdea(text())),
        "objection-none": in_phase(P.CONFIRMING, "ada", c.WithdrawObjection()),
        "organisers-only": in_phase(P.IDEAS, "ada", c.GiveTime(timedelta(days=1), REASON)),
        "organisers-speak-later": in_phase(P.IDEAS, ORGANISER, c.OfferIdea(text())),
        "parked-offered": parked_answer_offered_twice,
        "parked-same": in_phase(P.FRAMING, "ada", c.OfferIdea(text(), kept=1)),
        "parked-unknown": in_phase(P.IDEAS, "ada", c.OfferParked(1)),
        "plan-exists": another_organiser,
        "heard-too-few": lambda: Life().refused(ORGANISER, plan(rules(replace(COMMUNITY, heard_floor=4)))),
        "window-too-long": lambda: Life().refused(ORGANISER, a_framing_of(timedelta(days=367))),
        "window-too-short": lambda: Life().refused(ORGANISER, a_framing_of(timedelta(hours=47))),
        "reason-too-short": in_phase(P.CONFIRMING, "ada", c.Object(text("No!"))),
        "reply-by-past": lambda: Life().refused(ORGANISER, plan(rules(honest=answers(reply_by=date(2026, 3, 2))))),
        "request-made-already": after(
            P.IDEAS,
            ("ada", c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON)),
            then=("ben", c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON, ONE)),
        ),
        "nothing-to-pause": in_phase(P.OUTCOME, "ada", pause(5)),
        "pause-days": in_phase(P.IDEAS, "ada", pause(15)),
        "paused": lambda: stood_still().refused("ada", c.OfferIdea(text())),
        "paused-already": lambda: stood_still().refused("ada", pause(5)),
        "request-unknown": in_phase(P.IDEAS, "ada", c.SupportRequest(RequestNo(1))),
        "request-which-idea": in_phase(P.IDEAS, "ada", c.MakeRequest(Narrowing.HIDE_IDEA, REASON)),
        "round-ended": in_phase(P.ARCHIVED, "gus", c.Join()),
        "second-again": after(P.PROPOSED, ("ben", c.SecondTopic()), then=("ben", c.SecondTopic())),
        "second-own": in_phase(P.PROPOSED, "ada", c.SecondTopic()),
        "split-nothing": with_ideas(then=("ada", c.Split(ONE))),
        "support-again": after(
            P.IDEAS,
            ("ada", c.MakeRequest(Narrowing.END_STEP, REASON)),
            ("ben", c.SupportRequest(RequestNo(1))),
            then=("ben", c.SupportRequest(RequestNo(1))),
        ),
        "support-organiser": after(
            P.IDEAS,
            ("ada", c.MakeRequest(Narrowing.END_STEP, REASON)),
            then=(ORGANISER, c.SupportRequest(RequestNo(1))),
        ),
        "support-own": after(
            P.IDEAS,
            ("ada", c.MakeRequest(Narrowing.END_STEP, REASON)),
            then=("ada", c.SupportRequest(RequestNo(1))),
        ),
        "time-asked-already": after(P.IDEAS, ("ada", c.AskForTime()), then=("ada", c.AskForTime())),
        "time-given-already": after(
            P.IDEAS,
            *((name, c.AskForTime()) for name in ("ada", "ben", "cem")),
            then=("dora", c.AskForTime()),
        ),
        "time-only-longer": in_phase(P.IDEAS, ORGANISER, c.GiveTime(timedelta(0), REASON)),
        "step-too-long": after(P.IDEAS, *[A_MONTH_MORE] * 11, then=A_MONTH_MORE),
        "time-too-long": in_phase(P.IDEAS, ORGANISER, c.GiveTime(timedelta(days=31), REASON)),
        "too-early": in_phase(P.FRAMING, "ada", dots(i1=1)),
        "too-late": in_phase(P.COOLING_OFF, "ada", dots(i1=1)),
        "topic-seconded": seconded_topic,
        "wording-set-aside": wording_that_was_objected_to,
        "wording-supported-already": after(
            P.FRAMING, ("ada", c.WordQuestion(text())), then=("ada", c.SupportWording(WordingNo(1)))
        ),
        "wording-unknown": in_phase(P.FRAMING, "ada", c.SupportWording(WordingNo(1))),
        "words-blank": in_phase(P.FRAMING, "ada", c.StateProblem(text("?!"))),
        "words-too-long": in_phase(P.IDEAS, "ada", c.OfferIdea(text("x" * 281))),
        "wrong-phase": nobody_had_an_idea,
    }
)


def keys_in_the_core() -> set[str]:
    spec = find_spec("codesign_bot.core")
    assert spec is not None
    assert spec.submodule_search_locations
    found: set[str] = set()
    for file in Path(spec.submodule_search_locations[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                key = node.args[0]
                assert isinstance(key, ast.Constant), f"{file}:{node.lineno}: a key that nobody can look up"
                found.add(str(key.value))
    return found


@pytest.mark.parametrize("key", CASES)
def test_each_refusal_can_be_provoked_and_is_named_by_its_key(key: str) -> None:
    assert CASES[key]().key == key


def test_there_is_a_case_for_every_refusal_in_the_core() -> None:
    assert keys_in_the_core() == set(CASES)


def test_a_refusal_shows_its_key_and_its_arguments() -> None:
    assert repr(Refusal("idea-same", idea=3)) == "Refusal('idea-same', {'idea': 3})"
    assert str(Refusal("idea-same", idea=3)) == "idea-same"
