"""From wordings to one question that nobody with a reason stands against, or that says who does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.events import Event, PhaseEntered, QuestionChosen, QuestionConfirmed
from codesign_bot.core.phases import Phase

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.ids import WordingNo
    from codesign_bot.core.rules import Rules
    from codesign_bot.core.state import Round

CONFIRMINGS_MOST = 3
"""So often people are asked about the question. Then it goes on, its open objections beside it: no one person
stops a round."""


def leading(state: Round, besides: tuple[WordingNo, ...] = ()) -> tuple[WordingNo, ...]:
    """The wordings with most supporters; several where they tie. Not those set aside, nor `besides`."""
    open_ones = [w for no, w in state.wordings.items() if not w.is_set_aside and no not in besides]
    most = max((len(w.supporters) for w in open_ones), default=0)
    return tuple(sorted(w.no for w in open_ones if len(w.supporters) == most))


def after_framing(state: Round, rules: Rules, now: datetime) -> tuple[Event, ...]:
    """The leading wordings go on to be confirmed; without any, the title stands in and the label says so."""
    return (QuestionChosen(now, leading(state)), _confirming(rules, now))


def may_be_reworded(state: Round) -> bool:
    """Whether an objection stands and the question can still be asked in other words."""
    return state.confirmings < CONFIRMINGS_MOST and any(one.stands for one in state.question_objections)


def another(state: Round) -> tuple[WordingNo, ...]:
    """The wordings that would be asked about next; none where nobody has worded the question otherwise."""
    return leading(state, besides=state.question)


def after_confirming(state: Round, rules: Rules, now: datetime) -> tuple[Event, ...]:
    """An objection brings the next wording, and time for it. Time to find one has been given before (`steps`)."""
    if may_be_reworded(state) and another(state):
        return (QuestionChosen(now, another(state)), _confirming(rules, now))
    dissent = tuple(one.content for one in state.question_objections if one.stands)
    return (
        QuestionConfirmed(now, state.question, len(dissent), dissent),
        PhaseEntered(now, Phase.IDEAS, rules.window(Phase.IDEAS, now)),
    )


def _confirming(rules: Rules, now: datetime) -> PhaseEntered:
    return PhaseEntered(now, Phase.CONFIRMING, rules.window(Phase.CONFIRMING, now))
