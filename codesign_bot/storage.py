"""What the service asks of a store, and what a store asks of the work it is given."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from codesign_bot.core.events import Event
from codesign_bot.core.ids import CommunityId, ContentId, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.records import (
    Account,
    Ballot,
    Community,
    Entry,
    Found,
    Kept,
    LogHead,
    Organiser,
    Participant,
    Person,
    Place,
    Queued,
    Reads,
    RoundKey,
    RoundPlace,
    Row,
    Signed,
    Space,
    Timer,
)
from codesign_bot.reminded import Reminded, Reminders
from codesign_bot.traces import Shown, Traces

ENTRIES_AT_ONCE = 500
"""So many entries of a log are read in one go: few enough to hold, many enough to be quick."""

Hashed = tuple[int, RoundId | None, bytes]
"""What alone leaves this house of an entry: its number, the round that it is about, and the bytes that were hashed."""

PLACE_REFUSES = "place"
"""Why a message is parked that another place would take."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries of a log are wanted. What is None or empty does not matter."""

    community: CommunityId
    round: RoundId | None = None
    kinds: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    """The first instant that is not meant any more."""

    @property
    def is_all(self) -> bool:
        """Whether every entry is wanted."""
        return self == Sought(self.community)


class Work(Protocol):
    """One indivisible change. All of its rows are stored, or none."""

    @property
    def reads(self) -> Reads:
        """What `decide` needs to know."""
        ...

    def decide(self, found: Found) -> Sequence[Row]:
        """The rows to write. Called inside the transaction; it may be called again if the batch has to be split,
        so it changes nothing but `found.scratch`, and that last. What it raises goes to whoever applied it and
        to nobody else in the batch.
        """
        ...

    def committed(self) -> None:
        """Called once, right after the commit and before any other work is decided. Must not raise."""
        ...


class Store(Traces, Protocol):
    """Keeps what was decided. One writer; readers apart, which see only what is committed."""

    async def apply(self, work: Work) -> None:
        """Return once the work is durable. Raises what `decide` raised, or a `StoreTrouble`; then nothing changed.
        Cancelling the caller does not cancel the work.
        """
        ...

    async def events(self, round_id: RoundId) -> Sequence[Event]:
        """The events of a round in order, without ballots."""
        ...

    async def words(self, ids: Sequence[ContentId]) -> Mapping[ContentId, str | None]:
        """The words for these ids; None where they were erased. Unknown ids are left out."""
        ...

    async def words_of_round(self, round_id: RoundId) -> Mapping[ContentId, str | None]: ...

    async def communities(self) -> Sequence[Community]: ...

    async def spaces(self) -> Sequence[Space]: ...

    async def organisers(self) -> Sequence[Organiser]: ...

    async def round_places(self) -> Sequence[RoundPlace]:
        """Every round that has not ended, and every round that ended, oldest first."""
        ...

    async def person(self, account: Account) -> Person | None: ...

    async def accounts(self, person: PersonId) -> Sequence[Person]: ...

    async def names(self, people: Sequence[PersonId]) -> Mapping[PersonId, str]: ...

    async def participants(self, round_id: RoundId) -> Sequence[Participant]: ...

    async def participant(self, round_id: RoundId, person: PersonId) -> Participant | None: ...

    async def ballot(self, round_id: RoundId, vote_kind: VoteKind, person: PersonId) -> Ballot | None: ...

    def ballots(self, round_id: RoundId, vote_kind: VoteKind) -> AsyncIterator[Ballot]: ...

    async def entries(self, community: CommunityId, after: int = 0, most: int = ENTRIES_AT_ONCE) -> Sequence[Entry]:
        """The entries of a log that follow number `after`, in order, at most so many."""
        ...

    async def leaves(self, community: CommunityId, after: int = 0, most: int = ENTRIES_AT_ONCE) -> Sequence[Hashed]:
        """The same entries, for whoever hands them out."""
        ...

    async def entries_before(self, community: CommunityId, no: int, most: int) -> Sequence[Entry]:
        """The entries before number `no`, the newest first, at most so many."""
        ...

    async def entries_sought(self, sought: Sought, before: int, most: int) -> Sequence[Entry]:
        """Of these entries those before number `before`, the newest first, at most so many. Reads no others."""
        ...

    async def log_blocks(self, community: CommunityId) -> Sequence[bytes]:
        """The roots over the rows of a log that were kept, from the first on without a gap (`log.blocks`)."""
        ...

    async def log_heads(self) -> Sequence[LogHead]: ...

    async def round_keys(self) -> Sequence[RoundKey]:
        """Those that were not destroyed."""
        ...

    async def openings(self, round_id: RoundId) -> Mapping[str, tuple[bytes, str]]:
        """By commitment: the salt and the words that make it, of all words of a round that were not erased."""
        ...

    async def last_checkpoint(self, community: CommunityId) -> Signed | None: ...

    async def checkpoints(self, community: CommunityId) -> Sequence[Signed]:
        """Every checkpoint that was signed, oldest first."""
        ...

    async def dialogues(self) -> Mapping[PersonId, str]:
        """Every form that is being filled in."""
        ...

    async def privates(self) -> Sequence[tuple[PersonId, Place]]:
        """Every direct message that somebody opened. Of several of one person the last is where they are told."""
        ...

    async def languages(self) -> Mapping[PersonId, str]:
        """What everybody reads in who chose a language."""
        ...

    async def wishes(self) -> Sequence[tuple[PersonId, Reminders | None, str | None]]:
        """Of every account that says something of it: whose it is, whether they are reminded, and their zone."""
        ...

    async def reminded(self, round_id: RoundId) -> Sequence[Reminded]:
        """Who was reminded of what in a round, by person."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest timer is due."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Timer]:
        """The timers due at `now`, earliest first."""
        ...

    async def kept(self, platform: str) -> Sequence[Kept]: ...

    async def outbox(self, platform: str, now: datetime, limit: int, but: Iterable[str] = ()) -> Sequence[Queued]:
        """What may be sent now: by urgency, in order within a place, nothing behind a delayed one of its place.

        `but`: places of the platform, by their ids, that are not asked about.
        """
        ...

    async def next_delivery(self, platform: str, now: datetime) -> datetime | None:
        """When something that is delayed may be sent. None: nothing is waiting."""
        ...

    async def sent(self, key: str, revision: int, message_id: str, digest: str, shown: Shown | None = None) -> None:
        """The message is out. Its body is forgotten; a card that changed meanwhile stays queued.

        Durable when this returns. It may wait a few hundredths of a second for a commit to go along with.
        `shown` is kept, so that words in it can be taken out. Where they were erased meanwhile it is due at once.
        """
        ...

    async def delayed(self, key: str, until: datetime) -> None: ...

    async def parked(self, key: str, reason: str) -> None:
        """The message can never be sent as things are. It waits until its space works again.

        `PLACE_REFUSES` as the reason: it is the place that takes nothing, whatever is said there.
        """
        ...

    async def unpark(self, place: Place) -> None:
        """Everything that waits there may be sent."""
        ...

    async def unpark_one(self, key: str) -> None:
        """This message may be sent. Those behind it wait on."""
        ...

    async def first_parked(self, place: Place, guess: str | None = None) -> str | None:
        """The key of the first message that waits because the place refuses. None: there is none.

        At once, however much waits there, where `guess` is one that waits.
        """
        ...

    async def was_seen(self, platform: str, key: str) -> bool:
        """Whether the effects of this event of the platform are stored."""
        ...

    async def answers_waiting(self, platform: str) -> Collection[str]:
        """The places of a platform, by their ids, in which somebody is to be answered, now or later."""
        ...

    async def parked_places(self, platform: str) -> Sequence[Place]:
        """Where something waits until its space works again, each place once."""
        ...

    async def key_of(self, place: Place, message_id: str) -> str | None:
        """The key of the message that the platform knows by this id there."""
        ...
