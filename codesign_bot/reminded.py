"""What is kept about reminders: who wants none, and who was told what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from codesign_bot.core.ids import PersonId, RoundId


class Reminders(Enum):
    """Whether somebody is reminded."""

    ON = "on"
    OFF = "off"
    REFUSED = "refused"
    """Their platform does not let us write to them: it is never tried again, until they ask for it."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """Key: round, person, step. Somebody was reminded of a step (`core.reminding`), which then had the end `until`.

    The last message with reminders that they got of a community stands under the id of that one, and no step.
    """

    round: RoundId
    person: PersonId
    step: str
    until: datetime
    at: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class RemindersOver:
    """Nobody is reminded of anything in this round any more: what is kept of that goes."""

    round: RoundId


@dataclass(frozen=True, slots=True)
class RemindedJoined:
    """Two people are one: what `joined` was reminded of is what `kept` was. Of two the later and the higher holds."""

    kept: PersonId
    joined: PersonId


@dataclass(frozen=True, slots=True)
class RemindersRefused:
    """The platform does not let us write to this person: `Reminders.REFUSED` for every account. Nobody comes back."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class RemindersPast:
    """Whose last message of a community came before `before` is not kept any more: they may get the next one."""

    before: datetime


OfReminders = Reminded | RemindersOver | RemindedJoined | RemindersRefused | RemindersPast
