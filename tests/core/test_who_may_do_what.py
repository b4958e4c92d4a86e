"""Who may do what, and when: one table, walked whole. Every role tries every act in every step.

A cell names the roles that may; "." is nobody. Whoever is not named is refused, and nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import get_args

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.events import AnswerParked, Event, IdeaHidden, IdeaOffered, PhaseEntered, WindowShortened
from codesign_bot.core.ids import IdeaNo, RequestNo, WordingNo
from codesign_bot.core.phases import ENDED, MAY, Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Fate, Narrowing, Remark, Stance, there
from codesign_bot.testing.build import COMMUNITY, MEMBERS, ORGANISER, REASON, Life, plan, rules, text

P = Phase
DAY = timedelta(days=1)
STEPS = [phase for phase in Phase if phase not in ENDED]

# m: a participant. o: an organiser who takes part. x: an organiser who does not. l: who joined once voting had
# begun. z: nobody in the round.
PEOPLE = {"m": "ben", "o": ORGANISER, "x": "oren", "l": "gus", "z": "zoe"}
LATE = (P.VOTING, P.RUNOFF, P.COOLING_OFF, P.FEEDBACK, P.OUTCOME, P.FOLLOW_UP)

TABLE = """
                        proposed framing confirming ideas sorting voting runoff cooling_off feedback outcome follow_up
join                    xz       xz      xz         xz    xz      xz     xz     xz          xz       xz      xz
leave                   mo       mo      mo         mo    mo      mol    mol    mol         mol      mol     mol
second                  moxz     .       .          .     .       .      .      .           .        .       .
change settings         ox       .       .          .     .       .      .      .           .        .       .
state a problem         .        mo      .          .     .       .      .      .           .        .       .
word the question       .        mo      mo         .     .       .      .      .           .        .       .
support a wording       .        mo      mo         .     .       .      .      .           .        .       .
consent                 .        .       mo         .     .       .      .      .           .        .       .
object                  .        .       mo         .     .       .      .      mol         mol      .       .
take an objection back  .        .       mo         .     .       .      .      mol         mol      .       .
give an idea            .        mo      mo         mo    .       .      .      .           .        .       .
offer what was kept     .        .       .          mo    .       .      .      .           .        .       .
edit one's idea         .        .       .          mo    mo      .      .      .           .        .       .
withdraw one's idea     .        .       .          mo    mo      .      .      .           .        .       .
build on an idea        .        .       .          mo    mo      .      .      .           .        .       .
ask to join ideas       .        .       .          mo    mo      .      .      .           .        .       .
accept for one's idea   .        .       .          mo    mo      .      .      .           .        .       .
split what was joined   .        .       .          mo    mo      .      .      .           .        .       .
vote                    .        .       .          .     .       mo     mo     .           .        .       .
clear one's ballot      .        .       .          .     .       mo     mo     .           .        .       .
write a minority view   .        .       .          .     .       .      .      mol         mol      mol     .
sign a minority view    .        .       .          .     .       .      .      mol         mol      mol     .
take a stance           .        .       .          .     .       .      .      .           mol      .       .
give feedback           .        .       .          .     .       .      .      .           mol      .       .
fill in feedback        .        .       .          .     .       .      .      .           mol      .       .
give time               ox       ox      ox         ox    ox      ox     ox     ox          ox       .       .
ask for time            mo       mo      mo         mo    mo      mol    mol    mol         mol      .       .
request an earlier end  .        mo      mo         mo    mo      mol    mol    mol         mol      .       .
request a withdrawal    mo       mo      mo         mo    mo      mol    mol    mol         mol      mol     .
request to hide an idea .        .       .          mo    mo      .      .      .           .        .       .
support a request       m        m       m          m     m       ml     ml     ml          ml       ml      .
object to a request     mo       mo      mo         mo    mo      mol    mol    mol         mol      mol     .
set a fate              .        .       .          .     .       .      .      .           ox       ox      .
publish the outcome     .        .       .          .     .       .      .      .           .        ox      .
report progress         .        .       .          .     .       .      .      .           .        .       mol
say that it is done     .        .       .          .     .       .      .      .           .        .       mol
confirm that it is done .        .       .          .     .       .      .      .           .        .       mol
dispute that it is done .        .       .          .     .       .      .      .           .        .       mol
"""


def named(table: str) -> dict[str, dict[Phase, frozenset[str]]]:
    """The rows by their names, each with the roles by step."""
    head, *lines = table.strip("\n").splitlines()
    steps = [P(word) for word in head.split()]
    width = len(head) - len(head.lstrip())
    return {
        line[:width].strip(): {
            step: frozenset(cell.replace(".", "")) for step, cell in zip(steps, line[width:].split(), strict=True)
        }
        for line in lines
    }


ROWS = named(TABLE)


@dataclass(frozen=True)
class Tried:
    """How an act is tried: what has to be there for this person, and the command. `by` tells who prepares it."""

    command: Callable[[Life, str], c.Command]
    ready: Callable[[Life, str], None] = lambda _life, _who: None


def just(command: c.Command) -> Callable[[Life, str], c.Command]:
    """The same command whoever tries."""
    return lambda _life, _who: command


def own_idea(life: Life, who: str) -> IdeaNo:
    """An idea by this person, or by somebody else where they have none."""
    return next((no for no, idea in life.state.ideas.items() if idea.by == who and idea.is_live), IdeaNo(1))


def beside(life: Life, who: str) -> IdeaNo:
    """A live idea that is not this person's, by Cem or Dora."""
    return next(
        (no for no, idea in life.state.ideas.items() if idea.by in {"cem", "dora"} and idea.by != who), IdeaNo(3)
    )


def do_if_possible(life: Life, who: str, command: c.Command) -> None:
    """What helps to try an act, in those steps where it is possible."""
    try:
        life.do(who, command)
    except Refusal:
        return


def offers_a_merge(life: Life, who: str) -> None:
    do_if_possible(life, life.state.ideas[beside(life, who)].by if life.state.ideas else "cem", merge(life, who))


def merge(life: Life, who: str) -> c.Merge:
    return c.Merge(own_idea(life, who), beside(life, who))


def joins_ideas(life: Life, who: str) -> None:
    offers_a_merge(life, who)
    do_if_possible(life, who, c.AnswerMerge(own_idea(life, who), beside(life, who), is_yes=True))


def by_others(*commands: c.Command) -> Callable[[Life, str], None]:
    def ready(life: Life, _who: str) -> None:
        for command in commands:
            do_if_possible(life, "ada", command)

    return ready


def first_try(*commands: c.Command) -> Callable[[Life, str], None]:
    def ready(life: Life, who: str) -> None:
        for command in commands:
            do_if_possible(life, who, command)

    return ready


def ballot(life: Life, _who: str) -> c.Command:
    vote = life.state.vote
    return c.CastBallot({min(vote.ideas) if vote is not None else IdeaNo(1): 1})


def chosen(life: Life) -> IdeaNo:
    return min(life.state.chosen, default=IdeaNo(1))


def all_fates(life: Life, _who: str) -> None:
    for no in life.state.live_ideas:
        do_if_possible(life, "oren", c.SetFate(no, Fate.LATER, reason=REASON))


ONE = IdeaNo(1)
WITHDRAWAL = c.MakeRequest(Narrowing.WITHDRAW_ROUND, REASON)
CLAIM = c.ClaimDone(ONE)
TRIES: dict[str, Tried] = {
    "join": Tried(just(c.Join())),
    "leave": Tried(just(c.Leave())),
    "second": Tried(just(c.SecondTopic())),
    "change settings": Tried(just(plan(rules(replace(COMMUNITY, ideas_each=1))))),
    "state a problem": Tried(just(c.StateProblem(text()))),
    "word the question": Tried(just(c.WordQuestion(text("How might we?")))),
    "support a wording": Tried(just(c.SupportWording(WordingNo(2)))),
    "consent": Tried(just(c.Consent())),
    "object": Tried(just(c.Object(REASON))),
    "take an objection back": Tried(just(c.WithdrawObjection()), first_try(c.Object(REASON))),
    "give an idea": Tried(just(c.OfferIdea(text("One more idea")))),
    "offer what was kept": Tried(just(c.OfferParked(1))),
    "edit one's idea": Tried(lambda life, who: c.EditIdea(own_idea(life, who), text("Better words"))),
    "withdraw one's idea": Tried(lambda life, who: c.WithdrawIdea(own_idea(life, who))),
    "build on an idea": Tried(lambda life, who: c.BuildOn(beside(life, who), text())),
    "ask to join ideas": Tried(merge),
    "accept for one's idea": Tried(
        lambda life, who: c.AnswerMerge(own_idea(life, who), beside(life, who), is_yes=True), offers_a_merge
    ),
    "split what was joined": Tried(lambda life, who: c.Split(own_idea(life, who)), joins_ideas),
    "vote": Tried(ballot),
    "clear one's ballot": Tried(just(c.CastBallot({}))),
    "write a minority view": Tried(just(c.StateMinorityView(text()))),
    "sign a minority view": Tried(just(c.CosignMinorityView(1)), by_others(c.StateMinorityView(text()))),
    "take a stance": Tried(lambda life, _: c.TakeStance(chosen(life), Stance.AGREE)),
    "give feedback": Tried(lambda life, _: c.GiveFeedback(chosen(life), Remark.WORRY, text())),
    "fill in feedback": Tried(lambda life, _: c.FillFeedback((c.TakeStance(chosen(life), Stance.AGREE),))),
    "give time": Tried(just(c.GiveTime(DAY, REASON))),
    "ask for time": Tried(just(c.AskForTime())),
    "request an earlier end": Tried(just(c.MakeRequest(Narrowing.END_STEP, REASON))),
    "request a withdrawal": Tried(just(WITHDRAWAL)),
    "request to hide an idea": Tried(lambda life, who: c.MakeRequest(Narrowing.HIDE_IDEA, REASON, beside(life, who))),
    "support a request": Tried(just(c.SupportRequest(RequestNo(1))), by_others(WITHDRAWAL)),
    "object to a request": Tried(just(c.ObjectToRequest(RequestNo(1), REASON)), by_others(WITHDRAWAL)),
    "set a fate": Tried(just(c.SetFate(ONE, Fate.LATER, reason=REASON))),
    "publish the outcome": Tried(just(c.PublishOutcome(text(), REASON)), all_fates),
    "report progress": Tried(just(c.ReportProgress(ONE, text()))),
    "say that it is done": Tried(just(CLAIM)),
    "confirm that it is done": Tried(just(c.ConfirmDone(ONE)), by_others(CLAIM)),
    "dispute that it is done": Tried(just(c.DisputeDone(ONE, REASON)), by_others(CLAIM)),
}


@cache
def round_in(phase: Phase) -> Life:
    """A round in this step in which everything that the step allows can be tried by everybody."""
    life = Life(rules=rules(replace(COMMUNITY, ideas_each=9)), organisers=frozenset({ORGANISER, "oren"}))
    if phase is P.PROPOSED:
        life.everyone(c.Join(), people=("ben", ORGANISER))
        return life
    life.to(P.FRAMING)
    life.do("ada", c.WordQuestion(text("How might we keep the gate clean?")))
    life.do("dora", c.SupportWording(WordingNo(1)))
    life.do("cem", c.WordQuestion(text("How might we have fewer bins?")))
    life.everyone(c.OfferIdea(text("A kept answer")), people=("ben", ORGANISER))
    if phase in {P.FRAMING, P.CONFIRMING}:
        return life.to(phase)
    life.to(P.IDEAS)
    for name in (*MEMBERS, "ada"):
        life.do(name, c.OfferIdea(text(f"Something {name} thought of: {len(life.state.ideas)}")))
    step = there(life.state.window)
    life.wait_until(step.opened + step.length / 2)
    life.do(ORGANISER, c.OfferIdea(text("What an organiser thought of")))
    if phase is P.RUNOFF:
        life.to_runoff()
    elif phase is not P.IDEAS:
        life.to(P.VOTING if phase in LATE else phase)
    if phase in LATE:
        life.do("gus", c.Join())
    return life.to(phase)


@pytest.mark.parametrize("row", ROWS)
def test_who_may_do_what_in_every_step(row: str) -> None:
    tried = TRIES[row]
    for phase, may in ROWS[row].items():
        for role, name in PEOPLE.items():
            if role == "l" and phase not in LATE:
                continue  # nobody can be late for a vote that has not begun
            events = attempt(round_in(phase), name, tried)
            assert bool(events) is (role in may), f"{row} in {phase.value} by {name}: {events}"


def attempt(lived: Life, who: str, tried: Tried) -> tuple[Event, ...]:
    """What comes of it when this person tries; nothing where the rules refuse."""
    life = lived.fork()
    tried.ready(life, who)
    before = life.state
    try:
        return life.do(who, tried.command(life, who))
    except Refusal:
        assert life.state == before
        return ()


def test_every_command_and_every_step_stands_in_the_table() -> None:
    assert set(TRIES) == set(ROWS)
    assert all(list(cells) == STEPS for cells in ROWS.values())
    life = round_in(P.IDEAS)
    commands = {type(tried.command(life, "ben")) for tried in TRIES.values()}
    assert commands == set(get_args(c.Command))


ACTS = {
    Act.JOIN: ("join", "leave"),
    Act.SECOND: ("second",),
    Act.PLAN: ("change settings",),
    Act.STATE_PROBLEM: ("state a problem",),
    Act.WORD_QUESTION: ("word the question",),
    Act.SUPPORT_WORDING: ("support a wording",),
    Act.CONSENT: ("consent",),
    Act.OBJECT: ("object", "take an objection back"),
    Act.CHANGE_IDEA: ("edit one's idea", "withdraw one's idea"),
    Act.BUILD_ON: ("build on an idea",),
    Act.MERGE: ("ask to join ideas", "accept for one's idea", "split what was joined"),
    Act.VOTE: ("vote", "clear one's ballot"),
    Act.MINORITY_VIEW: ("write a minority view", "sign a minority view"),
    Act.GIVE_FEEDBACK: ("take a stance", "give feedback", "fill in feedback"),
    Act.SET_FATE: ("set a fate",),
    Act.WRITE_OUTCOME: ("publish the outcome",),
    Act.FOLLOW_UP: ("report progress", "say that it is done", "confirm that it is done", "dispute that it is done"),
    Act.TIME: ("give time", "ask for time"),
    Act.REQUEST: ("request a withdrawal", "object to a request"),
    Act.OFFER_IDEA: ("offer what was kept",),
}


@pytest.mark.parametrize("act", Act)
def test_the_steps_of_an_act_are_those_in_which_somebody_may_do_it(act: Act) -> None:
    """So the picture in the docs, the help and the table say the same."""
    if act is Act.PARK_ANSWER:
        parked = {phase for phase, may in ROWS["give an idea"].items() if may} - MAY[Act.OFFER_IDEA]
        assert parked == MAY[act]
        return
    for row in ACTS[act]:
        assert {phase for phase, may in ROWS[row].items() if may} == MAY[act]


@pytest.mark.parametrize("phase", [phase for phase in STEPS if ROWS["give an idea"][phase]])
def test_an_idea_that_is_given_early_is_kept_and_becomes_no_idea(phase: Phase) -> None:
    (event,) = attempt(round_in(phase), "ben", TRIES["give an idea"])
    assert isinstance(event, IdeaOffered if phase is P.IDEAS else AnswerParked)


@pytest.mark.parametrize("phase", STEPS)
def test_nobody_sees_a_count_before_the_vote_is_over_and_everybody_does_after_it(phase: Phase) -> None:
    is_over = phase in {P.COOLING_OFF, P.FEEDBACK, P.OUTCOME, P.FOLLOW_UP}
    assert (round_in(phase).state.tally is not None) is is_over


@pytest.mark.parametrize("row", ["request an earlier end", "request a withdrawal", "request to hide an idea"])
def test_what_takes_something_away_does_nothing_at_once_whoever_asks(row: str) -> None:
    for phase, may in ROWS[row].items():
        for role in may:
            life = round_in(phase).fork()
            events = life.do(PEOPLE[role], TRIES[row].command(life, PEOPLE[role]))
            assert events
            assert not any(isinstance(event, WindowShortened | PhaseEntered | IdeaHidden) for event in events)


def test_whoever_suggested_a_topic_may_plan_it_too_unless_an_organiser_did() -> None:
    life = round_in(P.PROPOSED)
    assert attempt(life, "ada", TRIES["change settings"])
    planned = life.fork()
    planned.do("oren", plan())
    assert not attempt(planned, "ada", TRIES["change settings"])
    assert attempt(planned, ORGANISER, TRIES["change settings"])


def test_an_organiser_who_takes_part_gives_ideas_only_in_the_second_half() -> None:
    life = Life().to(P.IDEAS)
    assert not attempt(life, ORGANISER, TRIES["give an idea"])
    assert attempt(life, "ben", TRIES["give an idea"])
    assert attempt(round_in(P.IDEAS), ORGANISER, TRIES["give an idea"])
