"""Acts that narrow, waiting for the participants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from codesign_bot.core.content import Content
from codesign_bot.core.events.base import Happening
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo
from codesign_bot.core.state import Narrowing


@dataclass(frozen=True, slots=True)
class RequestMade(Happening):
    no: RequestNo
    act: Narrowing
    by: PersonId
    reason: Content
    idea: IdeaNo | None
    closes: datetime
    support_needed: int
    days: int = 0
    """How long a pause is asked for; nothing in any other request."""


@dataclass(frozen=True, slots=True)
class RequestSupported(Happening):
    no: RequestNo
    by: PersonId


@dataclass(frozen=True, slots=True)
class RequestObjected(Happening):
    no: RequestNo
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class RequestPassed(Happening):
    no: RequestNo


@dataclass(frozen=True, slots=True)
class RequestFell(Happening):
    no: RequestNo
    support: int
    support_needed: int
    objections: int


@dataclass(frozen=True, slots=True)
class RequestExtended(Happening):
    """People can answer it until `closes` instead: `lost` of the time they had is given back to them."""

    no: RequestNo
    before: datetime
    closes: datetime
    lost: timedelta


RequestsEvent = RequestMade | RequestSupported | RequestObjected | RequestPassed | RequestFell | RequestExtended
