"""A round as it stands: everything the rules need, and no ballot.

Ballots are looked up by person when they are cast and counted in one pass when voting closes, so a round
with a million ballots is as small as one with ten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from codesign_bot.core.content import Content
from codesign_bot.core.counting.result import Outcome
from codesign_bot.core.ids import CommunityId, IdeaNo, PersonId, RequestNo, RoundId, TopicNo, WordingNo
from codesign_bot.core.label import Happened, Rung, rung
from codesign_bot.core.outage import GivenBack
from codesign_bot.core.phases import Phase
from codesign_bot.core.pieces import (
    Decided,
    Fate,
    Idea,
    Merge,
    MinorityView,
    Narrowing,
    Objection,
    Parked,
    Promised,
    Remark,
    Request,
    Said,
    Stance,
    Statement,
    Vote,
    VoteKind,
    Why,
    Wording,
)
from codesign_bot.core.rules import Rules
from codesign_bot.core.windows import Window

__all__ = [
    "Decided",
    "Fate",
    "Idea",
    "Merge",
    "MinorityView",
    "Narrowing",
    "Objection",
    "Pace",
    "Parked",
    "Promised",
    "Remark",
    "Request",
    "Round",
    "Said",
    "Sitting",
    "Stance",
    "Statement",
    "Vote",
    "VoteKind",
    "Why",
    "Wording",
    "there",
]

T = TypeVar("T")


def there(value: T | None) -> T:
    """What the life cycle says is there by now, such as the rules of a round that has opened.

    ValueError where it is not: the record is damaged, or was folded without some of its events.
    """
    if value is None:
        raise ValueError("the record of this round lacks something that it needs here")
    return value


@dataclass(frozen=True, slots=True)
class Pace:
    """What the clock of the current step has been through. Begins anew with every step."""

    heard: frozenset[PersonId] = frozenset()
    asked_for_time: frozenset[PersonId] = frozenset()
    waited_for_voices: int = 0
    """How often the step was made longer because too few were heard."""
    granted: frozenset[Why] = frozenset()
    """The other reasons for more time that were used. Each counts once a step."""
    last_merge_at: datetime | None = None
    given_back: GivenBack = field(default_factory=GivenBack)
    """What of the step was lost because the bot or a platform was away, and was added again."""
    pause: Window | None = None
    """When the step stood still, or does. At most once a step."""
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """Fates that one organiser set one after the other, each idea once. They are told together."""

    by: PersonId
    last_at: datetime
    ideas: tuple[IdeaNo, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """A round folded from its events. `version` is the number of events it was folded from."""

    id: RoundId
    community: CommunityId
    topic: TopicNo
    title: Content
    suggested_by: PersonId
    suggested_at: datetime
    expires_at: datetime
    phase: Phase = Phase.PROPOSED
    version: int = 0
    seconders: frozenset[PersonId] = frozenset()
    seconded_at: datetime | None = None
    rules: Rules | None = None
    planned_by: PersonId | None = None
    rules_hash: str | None = None
    window: Window | None = None
    pace: Pace = field(default_factory=Pace)
    left_at: Mapping[Phase, datetime] = field(default_factory=dict[Phase, datetime])
    """When each step that is over ended."""
    happened: Happened = field(default_factory=Happened)
    joined: int = 0
    organisers_in: frozenset[PersonId] = frozenset()
    """Those who were organisers when they joined, and have not left."""
    statements: tuple[Statement, ...] = ()
    parked: tuple[Parked, ...] = ()
    wordings: Mapping[WordingNo, Wording] = field(default_factory=dict[WordingNo, Wording])
    question: tuple[WordingNo, ...] = ()
    confirmings: int = 0
    consents: frozenset[PersonId] = frozenset()
    question_objections: tuple[Objection, ...] = ()
    ideas: Mapping[IdeaNo, Idea] = field(default_factory=dict[IdeaNo, Idea])
    merges: tuple[Merge, ...] = ()
    neighbours: tuple[tuple[IdeaNo, IdeaNo], ...] = ()
    """Pairs that somebody found alike and whose authors did not join them: shown side by side."""
    ideas_opened: Window | None = None
    """The ideas step as it was announced when it opened: halves and first hours are measured by it."""
    vote: Vote | None = None
    roll_closed_at: datetime | None = None
    """Who joined before this instant may vote."""
    shortlist: tuple[IdeaNo, ...] = ()
    voted_on: tuple[IdeaNo, ...] = ()
    """The ideas on the ballot of the vote itself, by number; a runoff is counted together with it."""
    tally: Outcome | None = None
    """The final count. Set when cooling off begins and never before."""
    objections: tuple[Objection, ...] = ()
    minority_views: tuple[MinorityView, ...] = ()
    stances: Mapping[IdeaNo, Mapping[PersonId, Stance]] = field(default_factory=dict[IdeaNo, Mapping[PersonId, Stance]])
    said: tuple[Said, ...] = ()
    fates: Mapping[IdeaNo, Decided] = field(default_factory=dict[IdeaNo, Decided])
    sittings: tuple[Sitting, ...] = ()
    outcome: Content | None = None
    outcome_difference: Content | None = None
    outcome_at: datetime | None = None
    is_reply_missed: bool = False
    promises: Mapping[IdeaNo, Promised] = field(default_factory=dict[IdeaNo, Promised])
    checks_done: int = 0
    requests: Mapping[RequestNo, Request] = field(default_factory=dict[RequestNo, Request])
    next_request: int = 1

    @property
    def rung(self) -> Rung:
        """The label to print on every card."""
        return rung(self.rules.answers if self.rules else None, self.happened)

    @property
    def joined_organisers(self) -> int:
        """How many of those who joined are organisers."""
        return len(self.organisers_in)

    @property
    def chosen(self) -> tuple[IdeaNo, ...]:
        """The ideas the vote chose; empty until the count is public."""
        return self.tally.chosen if self.tally is not None else ()

    @property
    def live_ideas(self) -> tuple[IdeaNo, ...]:
        """The ideas that can go on, by number."""
        return tuple(sorted(no for no, idea in self.ideas.items() if idea.is_live))

    def parked_by(self, person: PersonId) -> tuple[tuple[int, Parked], ...]:
        """The answers that this person gave too early, in order, each with its place among all that are parked."""
        return tuple((place, one) for place, one in enumerate(self.parked) if one.by == person)

    @property
    def is_practice(self) -> bool:
        """Whether this round is only for learning."""
        return self.rules is not None and self.rules.template.is_practice
