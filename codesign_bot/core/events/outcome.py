"""What will be done, and whether it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from codesign_bot.core.content import Content
from codesign_bot.core.events.base import Happening
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.state import Fate


@dataclass(frozen=True, slots=True)
class FateSet(Happening):
    idea: IdeaNo
    fate: Fate
    reason: Content | None
    owner: Content | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OutcomePublished(Happening):
    by: PersonId
    content: Content
    difference: Content | None


@dataclass(frozen=True, slots=True)
class ReplyMissed(Happening):
    """The date by which an outcome was promised went by."""

    promised_on: date


@dataclass(frozen=True, slots=True)
class PromiseMissed(Happening):
    idea: IdeaNo
    promised_on: date


@dataclass(frozen=True, slots=True)
class ProgressReported(Happening):
    idea: IdeaNo
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class DoneClaimed(Happening):
    idea: IdeaNo
    by: PersonId


@dataclass(frozen=True, slots=True)
class DoneConfirmed(Happening):
    idea: IdeaNo
    by: PersonId


@dataclass(frozen=True, slots=True)
class DoneDisputed(Happening):
    idea: IdeaNo
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class ClaimExtended(Happening):
    """People can dispute a claim until `closes` instead: `lost` of the time they had is given back to them."""

    idea: IdeaNo
    before: datetime
    closes: datetime
    lost: timedelta


@dataclass(frozen=True, slots=True)
class IdeaDone(Happening):
    idea: IdeaNo
    confirmations: int


@dataclass(frozen=True, slots=True)
class CheckHeld(Happening):
    """A follow-up check: what was promised is read out in the room."""

    no: int
    of: int


OutcomeEvent = (
    FateSet
    | OutcomePublished
    | ReplyMissed
    | PromiseMissed
    | ProgressReported
    | DoneClaimed
    | DoneConfirmed
    | DoneDisputed
    | ClaimExtended
    | IdeaDone
    | CheckHeld
)
