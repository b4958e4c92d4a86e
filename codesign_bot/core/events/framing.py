"""How the problem is stated and the question is agreed."""

from __future__ import annotations

from dataclasses import dataclass

from codesign_bot.core.content import Content
from codesign_bot.core.events.base import Happening
from codesign_bot.core.ids import PersonId, StatementNo, WordingNo


@dataclass(frozen=True, slots=True)
class ProblemStated(Happening):
    no: StatementNo
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class AnswerParked(Happening):
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class QuestionWorded(Happening):
    no: WordingNo
    by: PersonId
    content: Content
    is_by_organiser: bool


@dataclass(frozen=True, slots=True)
class WordingSupported(Happening):
    no: WordingNo
    by: PersonId


@dataclass(frozen=True, slots=True)
class QuestionChosen(Happening):
    """The wordings that go to confirming; more than one where they tied twice. Empty: the title stands in."""

    wordings: tuple[WordingNo, ...]


@dataclass(frozen=True, slots=True)
class ConsentGiven(Happening):
    by: PersonId


@dataclass(frozen=True, slots=True)
class QuestionObjected(Happening):
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class ObjectionWithdrawn(Happening):
    by: PersonId


@dataclass(frozen=True, slots=True)
class QuestionConfirmed(Happening):
    """The question goes on; `open_objections` of them could not be met. `dissent` is what they say, without names.

    A question that went on before dissent was kept here has open objections and no dissent.
    """

    wordings: tuple[WordingNo, ...]
    open_objections: int
    dissent: tuple[Content, ...] = ()


FramingEvent = (
    ProblemStated
    | AnswerParked
    | QuestionWorded
    | WordingSupported
    | QuestionChosen
    | ConsentGiven
    | QuestionObjected
    | ObjectionWithdrawn
    | QuestionConfirmed
)
