"""Dots, counts, and what people say of the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from codesign_bot.core.content import Content
from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.counting.result import Outcome
from codesign_bot.core.events.base import Happening
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.state import Remark, Stance, VoteKind


@dataclass(frozen=True, slots=True)
class IdeasFrozen(Happening):
    """What can be voted on, and from when the roll is closed. No text changes from here on."""

    vote_kind: VoteKind
    lists: tuple[BallotRules, ...]
    roll_closed_at: datetime


@dataclass(frozen=True, slots=True)
class BallotCast(Happening):
    """Private journal only. An empty ballot takes back an earlier one."""

    vote_kind: VoteKind
    person: PersonId
    dots: tuple[tuple[IdeaNo, int], ...]


@dataclass(frozen=True, slots=True)
class ShortlistMade(Happening):
    """What goes on to one ballot. `level` are the first that stayed off: level, and too many for the room left.

    In a shortlist that was made before this was kept they are empty, and level ideas all went on.
    """

    ideas: tuple[IdeaNo, ...]
    ballots: int
    level: tuple[IdeaNo, ...] = ()


@dataclass(frozen=True, slots=True)
class RunoffNeeded(Happening):
    """A tie is left for `places` places. The count itself stays closed until the runoff is over."""

    ideas: tuple[IdeaNo, ...]
    places: int


@dataclass(frozen=True, slots=True)
class VotesCounted(Happening):
    """Final, and public from here on."""

    result: Outcome


@dataclass(frozen=True, slots=True)
class ResultObjected(Happening):
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class ResultObjectionWithdrawn(Happening):
    by: PersonId


@dataclass(frozen=True, slots=True)
class MinorityViewStated(Happening):
    no: int
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class MinorityViewCosigned(Happening):
    no: int
    by: PersonId


@dataclass(frozen=True, slots=True)
class StanceTaken(Happening):
    idea: IdeaNo
    by: PersonId
    stance: Stance


@dataclass(frozen=True, slots=True)
class FeedbackGiven(Happening):
    idea: IdeaNo
    by: PersonId
    remark: Remark
    content: Content


VotesEvent = (
    IdeasFrozen
    | BallotCast
    | ShortlistMade
    | RunoffNeeded
    | VotesCounted
    | ResultObjected
    | ResultObjectionWithdrawn
    | MinorityViewStated
    | MinorityViewCosigned
    | StanceTaken
    | FeedbackGiven
)
