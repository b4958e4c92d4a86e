"""The steps that lie ahead: the one that is on with its announced end, and those after it as they would come.

Law. Only the first is a promise. The others begin where the one before them ends, and take what the rules give them;
     whatever makes a step longer moves all of them, and a tie or a vote that chooses nothing can lead elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codesign_bot.core.phases import Phase
from codesign_bot.core.state import there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codesign_bot.core.state import Round
    from codesign_bot.core.windows import Window

USUAL: tuple[Phase, ...] = (
    Phase.FRAMING,
    Phase.CONFIRMING,
    Phase.IDEAS,
    Phase.SORTING,
    Phase.VOTING,
    Phase.COOLING_OFF,
    Phase.FEEDBACK,
)
"""The steps with a window, in the order in which a round without a runoff goes through them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step and its window. `is_announced`: it has begun, and its end only moves later."""

    phase: Phase
    window: Window
    is_announced: bool


def steps_ahead(state: Round) -> tuple[Step, ...]:
    """The step that is on and all that are to come. Empty where no step is on that ends by time."""
    return tuple(_steps(state)) if state.window is not None else ()


def _steps(state: Round) -> Iterator[Step]:
    window, rules = there(state.window), there(state.rules)
    yield Step(state.phase, window, is_announced=True)
    first = Phase.VOTING if state.phase is Phase.RUNOFF else state.phase
    for phase in USUAL[USUAL.index(first) + 1 :]:
        window = rules.window(phase, window.closes)
        yield Step(phase, window, is_announced=False)
