"""What becomes of ideas until they are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from codesign_bot.core.content import Content
from codesign_bot.core.events.base import Happening
from codesign_bot.core.ids import IdeaNo, PersonId


@dataclass(frozen=True, slots=True)
class IdeaOffered(Happening):
    no: IdeaNo
    by: PersonId
    content: Content
    is_by_organiser: bool
    from_parked: int | None = None


@dataclass(frozen=True, slots=True)
class IdeaEdited(Happening):
    no: IdeaNo
    content: Content


@dataclass(frozen=True, slots=True)
class IdeaWithdrawn(Happening):
    no: IdeaNo


@dataclass(frozen=True, slots=True)
class IdeaBuiltOn(Happening):
    no: IdeaNo
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class MergeOffered(Happening):
    keep: IdeaNo
    join: IdeaNo
    by: PersonId
    closes: datetime
    accepted: frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class MergeAccepted(Happening):
    keep: IdeaNo
    join: IdeaNo
    by: PersonId


@dataclass(frozen=True, slots=True)
class MergeDeclined(Happening):
    keep: IdeaNo
    join: IdeaNo
    by: PersonId


@dataclass(frozen=True, slots=True)
class MergeLapsed(Happening):
    keep: IdeaNo
    join: IdeaNo


@dataclass(frozen=True, slots=True)
class IdeasJoined(Happening):
    keep: IdeaNo
    join: IdeaNo


@dataclass(frozen=True, slots=True)
class IdeaSplit(Happening):
    no: IdeaNo
    by: PersonId


@dataclass(frozen=True, slots=True)
class IdeaHidden(Happening):
    no: IdeaNo


IdeasEvent = (
    IdeaOffered
    | IdeaEdited
    | IdeaWithdrawn
    | IdeaBuiltOn
    | MergeOffered
    | MergeAccepted
    | MergeDeclined
    | MergeLapsed
    | IdeasJoined
    | IdeaSplit
    | IdeaHidden
)
