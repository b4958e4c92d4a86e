"""Statements, wordings, consent."""

from __future__ import annotations

from typing import assert_never

from codesign_bot.core.events import (
    AnswerParked,
    ConsentGiven,
    FramingEvent,
    ObjectionWithdrawn,
    ProblemStated,
    QuestionChosen,
    QuestionConfirmed,
    QuestionObjected,
    QuestionWorded,
    WordingSupported,
)
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Objection, Parked, Round, Statement, Wording


def evolve(state: Round, event: FramingEvent) -> Round:
    """The round after an event of framing or confirming."""
    match event:
        case ProblemStated():
            return replace(state, statements=(*state.statements, Statement(event.no, event.by, event.content)))
        case AnswerParked():
            return replace(state, parked=(*state.parked, Parked(event.by, event.content)))
        case QuestionWorded():
            worded = Wording(event.no, event.by, event.content, frozenset({event.by}), event.is_by_organiser)
            return replace(state, wordings={**state.wordings, event.no: worded})
        case WordingSupported(no=no, by=by):
            wording = state.wordings[no]
            supported = replace(wording, supporters=wording.supporters | {by})
            return replace(state, wordings={**state.wordings, no: supported})
        case QuestionChosen():
            return _chosen(state, event)
        case ConsentGiven(by=by):
            return replace(_withdrawn(state, event), consents=state.consents | {by})
        case QuestionObjected():
            objection = Objection(event.by, event.content, event.at)
            objections = (*_withdrawn(state, event).question_objections, objection)
            return replace(state, consents=state.consents - {event.by}, question_objections=objections)
        case ObjectionWithdrawn():
            return _withdrawn(state, event)
        case QuestionConfirmed(wordings=numbers):
            by_organisers = bool(numbers) and all(state.wordings[no].is_by_organiser for no in numbers)
            return replace(state, happened=replace(state.happened, is_question_by_organisers=by_organisers))
        case _:
            assert_never(event)


def _chosen(state: Round, event: QuestionChosen) -> Round:
    """The question to confirm; one that was objected to before is set aside, and consent is asked anew."""
    wordings = {
        no: replace(wording, is_set_aside=wording.is_set_aside or no in state.question)
        for no, wording in state.wordings.items()
    }
    skipped = state.happened.is_framing_skipped or not event.wordings
    return replace(
        state,
        wordings=wordings,
        question=event.wordings,
        consents=frozenset(),
        question_objections=(),
        happened=replace(state.happened, is_framing_skipped=skipped),
    )


def _withdrawn(state: Round, event: ConsentGiven | QuestionObjected | ObjectionWithdrawn) -> Round:
    """Whoever consents, objects anew or takes back has no earlier objection standing."""
    objections = tuple(replace(one, stands=False) if one.by == event.by else one for one in state.question_objections)
    return replace(state, question_objections=objections)
