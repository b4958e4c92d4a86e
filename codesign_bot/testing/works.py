"""Small pieces of work for those who test a store, or what stands on one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.records import Ballot, Found, Reads, Row, Seen

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOTHING = Reads()


def _nothing(_found: Found) -> None:
    pass


@dataclass(slots=True)
class Change:
    """Writes these rows. `look` is called when it decides, `heard` counts how often it was told of its commit."""

    rows: Sequence[Row]
    reads: Reads = NOTHING
    look: Callable[[Found], None] = _nothing
    heard: int = 0

    def decide(self, found: Found) -> Sequence[Row]:
        self.look(found)
        return self.rows

    def committed(self) -> None:
        self.heard += 1


@dataclass(slots=True)
class Cast:
    """A ballot as the service casts one: each platform event once, the revision one up from what stands."""

    round: RoundId
    person: PersonId
    dots: tuple[tuple[IdeaNo, int], ...]
    key: str
    vote_kind: VoteKind = VoteKind.VOTE
    at: datetime = NOW
    reads: Reads = field(init=False)
    decided: int = 0
    heard: int = 0

    def __post_init__(self) -> None:
        self.reads = Reads(seen=(("test", self.key),), ballots=((self.round, self.vote_kind, self.person),))

    def decide(self, found: Found) -> Sequence[Row]:
        self.decided += 1
        if ("test", self.key) in found.seen:
            return ()
        last = found.ballots.get((self.round, self.vote_kind, self.person))
        revision = 1 if last is None else last.revision + 1
        ballot = Ballot(self.round, self.vote_kind, self.person, self.dots, self.at, revision)
        return Seen("test", self.key, self.at), ballot

    def committed(self) -> None:
        self.heard += 1


@dataclass(slots=True)
class Poisoned:
    """Raises when it decides, so that it must never hear of a commit."""

    error: Exception
    reads: Reads = NOTHING
    heard: int = 0

    def decide(self, found: Found) -> Sequence[Row]:
        found.scratch["poison"] = True
        raise self.error

    def committed(self) -> None:
        self.heard += 1
