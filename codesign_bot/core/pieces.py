"""What a round is made of: small values, each a fact that an event put there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from codesign_bot.core.content import Content
from codesign_bot.core.counting.ballots import BallotRules
from codesign_bot.core.ids import IdeaNo, PersonId, RequestNo, StatementNo, WordingNo
from codesign_bot.core.outage import GivenBack
from codesign_bot.core.phases import Phase


class Fate(Enum):
    """What becomes of an idea."""

    CHOSEN = "chosen"
    LATER = "later"
    NOT_NOW = "not_now"
    JOINED = "joined"


class Stance(Enum):
    """What a participant thinks of a chosen idea."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - a stance, not a password


class Remark(Enum):
    """The three questions of the feedback step."""

    LIKE = "like"
    WORRY = "worry"
    WORK = "work"


class Narrowing(Enum):
    """Acts that take something away. They wait for the participants."""

    END_STEP = "end_step"
    WITHDRAW_ROUND = "withdraw_round"
    HIDE_IDEA = "hide_idea"
    PAUSE_STEP = "pause_step"


class Why(Enum):
    """Why a step got more time. Each is a sentence people read."""

    FEW_HEARD = "few_heard"
    LATE_SURGE = "late_surge"
    ASKED = "asked"
    GIVEN = "given"
    SORT_AGAIN = "sort_again"
    TIED_WORDINGS = "tied_wordings"
    REWORDING = "rewording"
    OUTAGE = "outage"
    PAUSED = "paused"


class VoteKind(Enum):
    """Which votes a ballot belongs to. Each person has one ballot in each."""

    SHORTLIST = "shortlist"
    VOTE = "vote"
    RUNOFF = "runoff"

    __hash__ = object.__hash__  # part of the key of every ballot: an enum's own is slow


@dataclass(frozen=True, slots=True)
class Statement:
    """A problem statement: what happens, to whom, why it matters, what was tried."""

    no: StatementNo
    by: PersonId
    content: Content


@dataclass(frozen=True, slots=True)
class Parked:
    """An answer given before its time. It waits for the ideas step; its author can offer it there."""

    by: PersonId
    content: Content
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to word the question. Whoever writes it supports it."""

    no: WordingNo
    by: PersonId
    content: Content
    supporters: frozenset[PersonId]
    is_by_organiser: bool
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """A reasoned no. It stands until the objector takes it back or a new wording answers it."""

    by: PersonId
    content: Content
    at: datetime
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea. Its number never changes and its earlier wordings are kept."""

    no: IdeaNo
    by: PersonId
    content: Content
    is_by_organiser: bool
    earlier: tuple[Content, ...] = ()
    builds: tuple[Content, ...] = ()
    joined_to: IdeaNo | None = None
    is_withdrawn: bool = False
    is_hidden: bool = False

    @property
    def is_live(self) -> bool:
        """Whether the idea can still go on by itself."""
        return self.joined_to is None and not self.is_withdrawn and not self.is_hidden


@dataclass(frozen=True, slots=True)
class Merge:
    """An offer to join one idea to another. It needs the yes of both authors within its window."""

    keep: IdeaNo
    join: IdeaNo
    by: PersonId
    closes: datetime
    accepted: frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class Request:
    """An act that narrows, waiting for the participants."""

    no: RequestNo
    act: Narrowing
    by: PersonId
    reason: Content
    phase: Phase
    made_at: datetime
    closes: datetime
    support_needed: int
    idea: IdeaNo | None = None
    supporters: frozenset[PersonId] = frozenset()
    objections: tuple[Objection, ...] = ()
    step_opened: datetime | None = None
    """When the step it was made in began, which tells two steps of the same phase apart."""
    days: int = 0
    """How long a pause is asked for; nothing in any other request."""
    given_back: GivenBack = field(default_factory=GivenBack)


@dataclass(frozen=True, slots=True)
class MinorityView:
    """What the majority did not choose and some hold to. Stands beside the outcome."""

    no: int
    by: PersonId
    content: Content
    cosigners: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """Words of feedback on one idea."""

    idea: IdeaNo
    by: PersonId
    remark: Remark
    content: Content


@dataclass(frozen=True, slots=True)
class Decided:
    """The fate of one idea. A chosen one has an owner and a date; every other one has a reason."""

    idea: IdeaNo
    fate: Fate
    reason: Content | None = None
    owner: Content | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """A chosen idea on its way to be done."""

    idea: IdeaNo
    due_on: date
    reports: tuple[Content, ...] = ()
    claimed_at: datetime | None = None
    claimed_by: PersonId | None = None
    undisputed_until: datetime | None = None
    """Until when a claim has to stand to hold by itself."""
    given_back: GivenBack = field(default_factory=GivenBack)
    """What the claim got back of that time."""
    confirmed_by: frozenset[PersonId] = frozenset()
    disputes: tuple[Objection, ...] = ()
    is_done: bool = False
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """What can be voted on now: one list, or several while a long list is made shorter."""

    vote_kind: VoteKind
    lists: tuple[BallotRules, ...]

    @property
    def ideas(self) -> frozenset[IdeaNo]:
        """Every idea that a dot can be put on."""
        return frozenset(no for one in self.lists for no in one.ideas)
