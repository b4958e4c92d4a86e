"""How steps begin, get longer, and who used which power."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from codesign_bot.core.content import Content
from codesign_bot.core.events.base import Happening, Power
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Why
from codesign_bot.core.windows import Window


@dataclass(frozen=True, slots=True)
class PhaseEntered(Happening):
    """A step began. `window` is None for steps that end by an act and not by time."""

    phase: Phase
    window: Window | None


@dataclass(frozen=True, slots=True)
class WindowExtended(Happening):
    """The step ends later; for a topic that is proposed: it waits longer for its seconders."""

    why: Why
    before: datetime
    closes: datetime
    heard: int = 0
    needed: int = 0
    lost: timedelta = timedelta(0)
    """How long the bot or a platform was away, where that is why."""


@dataclass(frozen=True, slots=True)
class WindowShortened(Happening):
    """Only ever follows a `RequestPassed`."""

    before: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class RoundPaused(Happening):
    """The step stands still until then. Only ever follows a `RequestPassed`; a `WindowExtended` moves the end."""

    until: datetime


@dataclass(frozen=True, slots=True)
class RoundResumed(Happening):
    """The pause is over and the step goes on."""


@dataclass(frozen=True, slots=True)
class FewVoicesNoted(Happening):
    heard: int
    needed: int


@dataclass(frozen=True, slots=True)
class TimeAsked(Happening):
    by: PersonId


@dataclass(frozen=True, slots=True)
class PowerUsed(Happening):
    """Who used which right on what, from what, to what, why. Texts are short facts, never people's words."""

    by: PersonId
    act: Power
    target: str
    before: str
    after: str
    reason: Content | None


Paused = RoundPaused | RoundResumed
PaceEvent = PhaseEntered | WindowExtended | WindowShortened | Paused | FewVoicesNoted | TimeAsked | PowerUsed
