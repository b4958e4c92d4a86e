"""How a round begins, and who is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from codesign_bot.core.content import Content
from codesign_bot.core.events.base import Happening
from codesign_bot.core.ids import CommunityId, PersonId, RoundId, TopicNo
from codesign_bot.core.rules import Rules


@dataclass(frozen=True, slots=True)
class TopicSuggested(Happening):
    """The first event of every round."""

    round: RoundId
    community: CommunityId
    topic: TopicNo
    by: PersonId
    title: Content
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TopicSeconded(Happening):
    by: PersonId
    seconders_needed: int


@dataclass(frozen=True, slots=True)
class RoundPlanned(Happening):
    by: PersonId
    rules: Rules


@dataclass(frozen=True, slots=True)
class RoundOpened(Happening):
    rules: Rules
    rules_hash: str


@dataclass(frozen=True, slots=True)
class TopicExpired(Happening):
    pass


@dataclass(frozen=True, slots=True)
class ParticipantJoined(Happening):
    person: PersonId
    is_organiser: bool


@dataclass(frozen=True, slots=True)
class ParticipantLeft(Happening):
    person: PersonId
    is_organiser: bool


@dataclass(frozen=True, slots=True)
class AccountsLinked(Happening):
    """Two accounts were found to be one person. What `joined` gave is what `kept` gave, from here on."""

    kept: PersonId
    joined: PersonId
    both_in: bool
    """Whether both had joined the round, so that one person fewer is in it now."""


OpeningEvent = (
    TopicSuggested
    | TopicSeconded
    | RoundPlanned
    | RoundOpened
    | TopicExpired
    | ParticipantJoined
    | ParticipantLeft
    | AccountsLinked
)
