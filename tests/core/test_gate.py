"""Who may do anything at all: every command in every phase, by insiders and outsiders."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import get_args

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.ids import IdeaNo, RequestNo, WordingNo
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance
from codesign_bot.testing.build import MEMBERS, ORGANISER, REASON, Life, dots, plan, text
from codesign_bot.testing.watcher.judging import ORGANISERS_ONLY, OUTSIDERS_TOO, WHEN

P = Phase
ONE = IdeaNo(1)
EXAMPLES: list[c.Command] = [
    c.SecondTopic(),
    plan(),
    c.Join(),
    c.Leave(),
    c.StateProblem(text()),
    c.WordQuestion(text()),
    c.SupportWording(WordingNo(1)),
    c.Consent(),
    c.Object(REASON),
    c.WithdrawObjection(),
    c.OfferIdea(text()),
    c.OfferParked(1),
    c.EditIdea(ONE, text()),
    c.WithdrawIdea(ONE),
    c.BuildOn(ONE, text()),
    c.Merge(ONE, IdeaNo(2)),
    c.AnswerMerge(ONE, IdeaNo(2), is_yes=True),
    c.Split(ONE),
    dots(i1=1),
    c.StateMinorityView(text()),
    c.CosignMinorityView(1),
    c.TakeStance(ONE, Stance.AGREE),
    c.GiveFeedback(ONE, Remark.LIKE, text()),
    c.FillFeedback((c.TakeStance(ONE, Stance.AGREE),)),
    c.SetFate(ONE, Fate.LATER, reason=REASON),
    c.PublishOutcome(text()),
    c.ReportProgress(ONE, text()),
    c.ClaimDone(ONE),
    c.ConfirmDone(ONE),
    c.DisputeDone(ONE, REASON),
    c.AskForTime(),
    c.GiveTime(timedelta(days=1), REASON),
    c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON),
    c.SupportRequest(RequestNo(1)),
    c.ObjectToRequest(RequestNo(1), REASON),
]
OF_THE_STEP = {"too-early", "too-late", "wrong-phase", "round-ended"}


def kind(command: c.Command) -> str:
    return type(command).__name__


@cache
def round_in(phase: Phase) -> Life:
    match phase:
        case P.RUNOFF:
            return Life().to_runoff()
        case P.EXPIRED:
            life = Life()
            life.wait(days=15)
        case P.WITHDRAWN:
            life = Life().open()
            life.do("ada", c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON))
            life.everyone(c.SupportRequest(RequestNo(1)), people=MEMBERS[1:5])
            life.wait(days=2)
        case _:
            return Life().to(phase)
    assert life.is_in(phase)
    return life


def refusal_of(life: Life, name: str, command: c.Command) -> Refusal | None:
    try:
        life.fork().do(name, command)
    except Refusal as refusal:
        return refusal
    return None


def test_there_is_an_example_of_every_command() -> None:
    assert {type(command) for command in EXAMPLES} == set(get_args(c.Command)) == set(WHEN)


@pytest.mark.parametrize("command", EXAMPLES, ids=kind)
def test_a_command_outside_its_steps_is_refused_with_the_step_it_belongs_to(command: c.Command) -> None:
    possible = set(WHEN[type(command)].split())
    for phase in Phase:
        for name in ("ada", ORGANISER):
            refusal = refusal_of(round_in(phase), name, command)
            if phase.value in possible:
                assert refusal is None or refusal.key not in OF_THE_STEP
                continue
            assert refusal is not None
            assert refusal.key in OF_THE_STEP
            assert refusal.arguments["phase"] == phase.value
            assert (refusal.key == "round-ended") is (phase in ENDED)
            if phase not in ENDED:
                assert refusal.arguments["possible"] in possible


@pytest.mark.parametrize("is_organiser", [False, True])
@pytest.mark.parametrize("command", EXAMPLES, ids=kind)
def test_whoever_is_not_in_the_round_is_refused_organiser_or_not(command: c.Command, *, is_organiser: bool) -> None:
    for phase in Phase:
        if phase.value not in WHEN[type(command)].split():
            continue
        life = round_in(phase).fork()
        life.organisers |= {"zoe"} if is_organiser else set()
        refusal = refusal_of(life, "zoe", command)
        if not isinstance(command, OUTSIDERS_TOO):
            assert refusal is not None
            assert refusal.key == "not-joined"
        elif isinstance(command, ORGANISERS_ONLY) and not is_organiser:
            assert refusal is not None
            assert refusal.key == "organisers-only"


@pytest.mark.parametrize("name", ["ada", ORGANISER])
def test_a_step_that_was_too_short_to_take_part_in_is_named_with_its_end(name: str) -> None:
    life = Life().to(P.VOTING)
    ended = life.now
    life.to(P.COOLING_OFF)
    refusal = life.refused(name, dots(i1=1))
    assert refusal.arguments == {
        "act": "vote",
        "phase": "cooling_off",
        "possible": "voting",
        "ended": life.now,
        "now": life.now,
    }
    assert ended < life.now


def test_what_comes_is_named_by_the_first_step_it_comes_in() -> None:
    refusal = Life().to(P.IDEAS).refused("ada", c.StateMinorityView(text()))
    assert refusal.key == "too-early"
    assert refusal.arguments == {"act": "minority_view", "phase": "ideas", "possible": "cooling_off"}
    assert Life().to(P.IDEAS).refused("ada", dots(i1=1)).arguments["possible"] == "voting"


def test_in_a_step_that_began_again_what_is_over_is_over_since_the_first_time() -> None:
    life = Life().to(P.CONFIRMING)
    framing_ended = life.now
    life.do("ada", c.WordQuestion(text("How might we begin again?")))
    life.everyone(c.Consent(), people=MEMBERS[1:])
    life.do("ada", c.Object(REASON))
    life.end_step()
    assert life.is_in(P.CONFIRMING)
    refusal = life.refused("ada", c.StateProblem(text()))
    assert (refusal.key, refusal.arguments["ended"]) == ("too-late", framing_ended)


def test_a_runoff_that_was_the_last_vote_is_named_as_that() -> None:
    life = Life().to_runoff()
    life.end_step()
    assert life.refused("ada", dots(i1=1)).arguments["possible"] == "runoff"


def test_a_round_without_an_idea_names_the_vote_that_never_was() -> None:
    life = Life().to(P.IDEAS)
    while not life.is_in(P.OUTCOME):
        life.end_step()
    assert life.refused("ada", dots(i1=1)).arguments == {
        "act": "vote",
        "phase": "outcome",
        "possible": "voting",
    }
