"""Everything the store keeps, as values. A row replaces the one with the same key; all times are aware UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from codesign_bot.core.events import Event
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.rest import NO_RESTING, Resting
from codesign_bot.core.state import VoteKind
from codesign_bot.core.windows import Night
from codesign_bot.reminded import OfReminders, Reminders


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account on a platform, such as ("matrix", "@ada:example.org")."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages go: a room, a channel or a direct message, such as ("matrix", "!abc:example.org")."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Key: all. A platform event whose effects are stored. `key` is the platform's own id of the event."""

    platform: str
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Key: account, key. What came of somebody's message, for when they, and nobody else, edit or delete it."""

    account: Account
    key: str
    """The platform's id of the message; for one that was edited, the id of its first version."""
    at: datetime
    round: RoundId | None = None  # where it took effect. None: in no round
    idea: IdeaNo | None = None
    is_refused: bool = False
    """The rules said no to it: its next version counts as new."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Key: round, version. Appended only; a second row with the same key is a `Conflict`."""

    round: RoundId
    version: int
    """Counts from 1."""
    event: Event


@dataclass(frozen=True, slots=True)
class Ballot:
    """Key: round, vote_kind, person. The ballot as it stands; every cast is also appended to the private journal."""

    round: RoundId
    vote_kind: VoteKind
    person: PersonId
    dots: tuple[tuple[IdeaNo, int], ...]
    """(idea, dots) by idea, no zeroes. Empty: taken back."""
    at: datetime
    revision: int
    """Counts from 1 with every change."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Key: round, person."""

    round: RoundId
    person: PersonId
    joined_at: datetime
    is_organiser: bool
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Key: id. What somebody wrote. `salt` has 32 random bytes; `words` and `salt` are None once erased."""

    id: ContentId
    round: RoundId
    by: PersonId
    at: datetime
    salt: bytes | None
    words: str | None


FIRST_TOPIC = TopicNo(1)


@dataclass(frozen=True, slots=True)
class Community:
    """Key: id. `quiet`: local times between which nobody is rung; None: at any time people may be."""

    id: CommunityId
    name: str
    zone: str
    language: str
    next_topic: TopicNo = FIRST_TOPIC
    quiet: Night | None = None
    rest: Resting = NO_RESTING
    has_event_list: bool = False  # the dates of its rounds stand in the lists of events of its servers


@dataclass(frozen=True, slots=True)
class Space:
    """Key: place. A room or channel that belongs to a community."""

    place: Place
    community: CommunityId
    is_log: bool = False
    trouble: str | None = None
    """Why nothing can be said there now: the key of a message for the organisers. None: all is well."""


@dataclass(frozen=True, slots=True)
class RoundKey:
    """Key: round. 32 random bytes that a round's pseudonyms are made with. None stands for: destroyed."""

    round: RoundId
    key: bytes | None


@dataclass(frozen=True, slots=True)
class SpaceMoved:
    """The space's room was replaced (a Matrix room upgrade): every row that names it follows."""

    old: Place
    new: Place


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A direct message is private no more: what waits to be said there never is, and its words are gone."""

    place: Place


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What quotes these words must not any more: what waits to be said is said without them, what was said is due.

    The words themselves go with their own rows. `stale` is the view that is said in place of a file that waits.
    """

    contents: tuple[ContentId, ...]
    rounds: tuple[RoundId, ...]
    stale: str


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Nothing leads from these accounts to these people any more, and what was said to them alone is forgotten.

    `answer` is the key of the one message that they are still sent.
    """

    people: tuple[PersonId, ...]
    accounts: tuple[Account, ...]
    places: tuple[Place, ...]
    answer: str


ANEW = "anew"
"""Stands in the place of the digest of a card that is to be said anew."""


@dataclass(frozen=True, slots=True)
class Anew:
    """The card of this key shows what it must not any more: it is said anew, without what stood there before."""

    key: str


@dataclass(frozen=True, slots=True)
class Mended:
    """Words are taken out of what was said under this key there, or will be: nothing is due any more."""

    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class Person:
    """Key: account. One person can have several accounts."""

    account: Account
    id: PersonId
    name: str
    private: Place | None = None  # the direct message that the person opened with the bot
    language: str | None = None  # what they chose; empty: again that of their community; None: they never said
    reminders: Reminders | None = None  # None: they never said, and get them
    zone: str | None = None  # as with the language


@dataclass(frozen=True, slots=True)
class Organiser:
    """Key: community, person."""

    community: CommunityId
    person: PersonId
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoundPlace:
    """Key: round. Where a round lives and how it is found without folding it."""

    round: RoundId
    community: CommunityId
    topic: TopicNo
    place: Place
    phase: Phase


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Key: person. A form being filled in by direct message. `state` is JSON; None: finished or given up."""

    person: PersonId
    state: str | None


@dataclass(frozen=True, slots=True)
class Timer:
    """Key: id. `due` None: nothing to wait for."""

    id: str
    round: RoundId
    due: datetime | None


class Kind(Enum):
    """How a message is delivered."""

    APPEND = "append"
    """Once, in order within its place. The key makes a repeated delivery the same message."""
    CARD = "card"
    """Only the newest matters: rendered when it is sent, edited in place, skipped where unchanged."""
    BALLOT = "ballot"
    """As APPEND. `body` holds the vote and the dots that were saved; the voter's answer is worded when it is sent."""
    FILE = "file"
    """As APPEND, with a file. `body` holds the view, `file` the name and the bytes."""
    REMINDER = "reminder"  # as BALLOT: worded when it is sent, or dropped where nothing is left to do
    MEND = "mend"
    """Takes words out of messages that were sent. `body` holds these and the view in their place, or none."""


class Urgency(Enum):
    """What goes first when a platform lets only little through. Lower goes first."""

    ANSWER = 0
    ANNOUNCEMENT = 1
    CARD = 2
    REMINDER = 3  # may wait for the morning, and holds nothing else up


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Key: key. Something to be said. `body` is a view as JSON; that of a round's card is empty until it is sent."""

    key: str
    kind: Kind
    place: Place
    at: datetime
    body: str
    urgency: Urgency
    round: RoundId | None = None
    not_before: datetime | None = None
    reply_to: str | None = None  # the platform's id of the message that this answers
    pin: bool = False
    file: tuple[str, str, bytes] | None = None  # (name, media type, bytes)
    language: str | None = None  # of the one person who will read it; None: that of the community


@dataclass(frozen=True, slots=True)
class Queued:
    """An `Outgoing` as the outbox holds it."""

    message: Outgoing
    attempts: int
    revision: int  # for cards: counts the times it was marked as changed
    message_id: str | None  # the platform's id of the message, once it was sent. A card is edited there
    digest: str | None  # what was last sent, hashed by whoever rendered it


@dataclass(frozen=True, slots=True)
class Kept:
    """Key: platform, key. Something small an adapter must not forget: a sync token, a pending event. None: gone."""

    platform: str
    key: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """Key: community, no. One entry of the shared log. Appended only; `no` counts from 1."""

    community: CommunityId
    no: int
    round: RoundId | None
    at: datetime
    kind: str
    leaf: bytes  # what is hashed, and all of the entry that leaves this house (`log.leaf`)
    by: PersonId | None = None  # who did it, for the pages of the log here; it is in no leaf and in no export


@dataclass(frozen=True, slots=True)
class LogHead:
    """Key: community. How far its shared log has come: the number of entries, and the tree over them."""

    community: CommunityId
    size: int
    frontier: bytes  # as `log.tree.Frontier` encodes it


@dataclass(frozen=True, slots=True)
class Signed:
    """Key: community, size. A checkpoint that was signed, with the tree it speaks of. Appended only."""

    community: CommunityId
    size: int
    at: datetime
    frontier: bytes
    note: str  # as it is posted (`log.checkpoint`)


@dataclass(frozen=True, slots=True)
class LogBlock:
    """Key: community, no. The root over one row of entries of a log (`log.blocks`). Appended only."""

    community: CommunityId
    no: int  # from 0 on
    root: bytes


OfErasing = RoundKey | TakenOut | Unlinked | Anew | Mended

Row = (
    Seen
    | Origin
    | Recorded
    | Ballot
    | Participant
    | Words
    | Community
    | Space
    | SpaceMoved
    | Unsaid
    | OfErasing
    | Person
    | Organiser
    | RoundPlace
    | OfReminders
    | Dialogue
    | Timer
    | Outgoing
    | Kept
    | Entry
    | LogHead
    | LogBlock
    | Signed
)

BallotKey = tuple[RoundId, VoteKind, PersonId]


@dataclass(frozen=True, slots=True)
class Reads:
    """What a piece of work has to know before it decides. Fetched for a whole batch at once."""

    seen: tuple[tuple[str, str], ...] = ()
    accounts: tuple[Account, ...] = ()
    participants: tuple[tuple[RoundId, PersonId], ...] = ()
    ballots: tuple[BallotKey, ...] = ()
    dialogues: tuple[PersonId, ...] = ()
    written: tuple[PersonId, ...] = ()  # everything that these people wrote
    counts: tuple[tuple[RoundId, VoteKind], ...] = ()  # whole votes: whoever asks for one is decided by itself


@dataclass(slots=True)
class Found:
    """What was read, kept up to date with the rows of the pieces of work decided earlier in the same batch."""

    seen: set[tuple[str, str]]
    people: dict[Account, Person]
    participants: dict[tuple[RoundId, PersonId], Participant]
    ballots: dict[BallotKey, Ballot]
    dialogues: dict[PersonId, str]
    written: dict[ContentId, Words]
    votes: Mapping[tuple[RoundId, VoteKind], tuple[Ballot, ...]]  # all that were not taken back, in no order
    logs: dict[CommunityId, LogHead]  # the logs that grew in this batch
    scratch: dict[str, object]  # for the caller: shared by the pieces of work of one batch, gone with it
