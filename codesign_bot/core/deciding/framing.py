"""Problem before plan: what happens and why it matters, then one question that people consent to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.deciding.gate import measure, measure_reason, require
from codesign_bot.core.events import (
    ConsentGiven,
    Event,
    ObjectionWithdrawn,
    ProblemStated,
    QuestionObjected,
    QuestionWorded,
    WordingSupported,
)
from codesign_bot.core.ids import StatementNo, WordingNo
from codesign_bot.core.phases import Act
from codesign_bot.core.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.commands import (
        Actor,
        Consent,
        Object,
        StateProblem,
        SupportWording,
        WithdrawObjection,
        WordQuestion,
    )
    from codesign_bot.core.state import Round


def state_problem(state: Round, command: StateProblem, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """What happens, to whom, why it matters, what was tried."""
    require(Act.STATE_PROBLEM, state, actor, now)
    measure(command.text, "statement")
    no = StatementNo(len(state.statements) + 1)
    return (ProblemStated(now, no, actor.person, command.text.content),)


def word_question(state: Round, command: WordQuestion, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """A wording of the question; while it is being confirmed, one that may answer an objection."""
    require(Act.WORD_QUESTION, state, actor, now)
    measure(command.text, "wording")
    no = WordingNo(len(state.wordings) + 1)
    return (QuestionWorded(now, no, actor.person, command.text.content, actor.is_organiser),)


def support_wording(state: Round, command: SupportWording, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """One person may support several wordings, each once."""
    require(Act.SUPPORT_WORDING, state, actor, now)
    wording = state.wordings.get(command.no)
    if wording is None:
        raise Refusal("wording-unknown", wording=command.no, last=len(state.wordings))
    if wording.is_set_aside:
        raise Refusal("wording-set-aside", wording=command.no)
    if actor.person in wording.supporters:
        raise Refusal("wording-supported-already", wording=command.no)
    return (WordingSupported(now, command.no, actor.person),)


def consent(state: Round, _command: Consent, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Good enough to go on with. Takes back an own objection."""
    require(Act.CONSENT, state, actor, now)
    if actor.person in state.consents:
        raise Refusal("consent-again")
    return (ConsentGiven(now, actor.person),)


def object_to_question(_state: Round, command: Object, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """A reasoned no to the question as it is worded."""
    measure_reason(command.text)
    return (QuestionObjected(now, actor.person, command.text.content),)


def withdraw_objection(state: Round, _command: WithdrawObjection, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Take an own objection to the question back."""
    if not any(one.stands and one.by == actor.person for one in state.question_objections):
        raise Refusal("objection-none")
    return (ObjectionWithdrawn(now, actor.person),)
