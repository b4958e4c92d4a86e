"""When a step ends, as an event in the list that a server shows its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codesign_bot.view import say
from codesign_bot.views.parts import title
from codesign_bot.views.terms import PHASE

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.state import Round
    from codesign_bot.view import Say
    from codesign_bot.views.parts import Words


@dataclass(frozen=True, slots=True)
class Date:
    """The end of a step. `step` names this step of this round for good: its end may move, another step has another."""

    step: str
    at: datetime
    name: Say
    told: tuple[Say, ...]


def date_of(state: Round, words: Words) -> Date | None:
    """The end that was announced of the step that is on. None: no step is on that ends by time, or all is practice."""
    if state.window is None or state.is_practice:
        return None
    name = say("event-name", step=PHASE[state.phase], number=int(state.topic), title=title(state, words))
    step = f"{state.phase.value}/{state.window.opened.isoformat()}"
    return Date(step, state.window.closes, name, (say("event-told"), say("event-rings")))
