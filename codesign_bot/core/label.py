"""The honest label: which rung of participation a round really stands on.

The rungs follow the ladder of co-production of Think Local Act Personal (seven steps). What is promised at
the opening sets the highest rung; what really happens only ever lowers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from codesign_bot.core.content import Content


class Rung(IntEnum):
    """From the lowest to the highest."""

    COERCION = 1
    EDUCATING = 2
    INFORMING = 3
    CONSULTATION = 4
    ENGAGEMENT = 5
    CODESIGN = 6
    COPRODUCTION = 7


class Decider(Enum):
    """Who decides in the end."""

    PARTICIPANTS = "participants"
    TOGETHER = "together"
    OTHERS = "others"


class Fixed(Enum):
    """What is settled before the round begins."""

    NOTHING = "nothing"
    SOME = "some"
    PLAN = "plan"


class Use(Enum):
    """What will happen with the result."""

    DONE_TOGETHER = "done_together"
    DONE = "done"
    ADVICE = "advice"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answers:
    """The five honest answers that a round needs before it opens."""

    decider: Decider
    who_decides: Content
    fixed: Fixed
    what_is_fixed: Content
    what_is_open: Content
    use: Use
    what_happens_with_it: Content
    reply_by: date


@dataclass(frozen=True, slots=True)
class Happened:
    """What has come about in a round so far, as far as it bears on the label. Each only ever turns true."""

    is_framing_skipped: bool = False
    is_question_by_organisers: bool = False
    has_few_voices: bool = False
    is_result_overridden: bool = False


def promised(answers: Answers | None) -> Rung:
    """The highest rung that the answers allow. Without answers one only knows that people were asked."""
    if answers is None:
        return Rung.CONSULTATION
    if answers.use is Use.NOTHING:
        return Rung.INFORMING
    if answers.fixed is Fixed.PLAN:
        return Rung.CONSULTATION
    if answers.use is Use.DONE_TOGETHER and answers.decider is not Decider.OTHERS:
        return Rung.COPRODUCTION
    return Rung.CODESIGN


def rung(answers: Answers | None, happened: Happened) -> Rung:
    """The rung a round stands on: the promised one, lowered by what happened."""
    ceilings = [promised(answers)]
    if happened.is_framing_skipped:
        ceilings.append(Rung.CONSULTATION)
    if happened.has_few_voices or happened.is_result_overridden:
        ceilings.append(Rung.ENGAGEMENT)
    if happened.is_question_by_organisers:
        ceilings.append(Rung.ENGAGEMENT if _is_advice_only(answers) else Rung.CODESIGN)
    return min(ceilings)


def _is_advice_only(answers: Answers | None) -> bool:
    return answers is None or answers.use is Use.ADVICE or answers.decider is Decider.OTHERS
