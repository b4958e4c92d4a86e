"""The private journal as a chain: whoever changes, removes or slips in a row breaks what follows it.

Law 1. The digest of a row is SHA-256(digest of the row before ‖ the row), where a row is the JSON array of what its
       function names here, in UTF-8 without blanks; before the first row stand 32 zero bytes.
Law 2. The events of each round are a chain by version; all ballots together are one, by number.
Law 3. A row gets its digest in the transaction that stores it, from the one writer.
Law 4. What is removed on purpose leaves the numbers and the last digest of the stretch in `journal_gap`, written by the
       database itself. What follows goes on from there.

It finds what bit rot, a bad disk and a hand in the file do. There is no secret in it: who can write the file and knows
these laws can make a chain anew. Against that stand the signed checkpoints of the shared log, which others hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

FIRST = bytes(32)

_row = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Cast = tuple[str, str, str, str, int, int]
"""round, vote_kind, person, dots, at, revision."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest ballot of the journal: its number, from 1, and its digest."""

    no: int = 0
    digest: bytes = FIRST


@dataclass(frozen=True, slots=True)
class Gap:
    """Ballots that were removed on purpose: their numbers, and the digest of the last."""

    first: int
    last: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A ballot as the journal holds it."""

    no: int
    cast: Cast
    digest: bytes


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as the record of its round holds it."""

    round: str
    version: int
    body: str
    digest: bytes


def of_ballot(before: bytes, no: int, cast: Cast) -> bytes:
    """The digest of a ballot: ["ballot", no, round, vote_kind, person, dots, at, revision]."""
    return sha256(before + _row(("ballot", no, *cast)).encode()).digest()


def of_event(before: bytes, round_id: str, version: int, body: str) -> bytes:
    """The digest of an event: ["event", round, version, body]."""
    return sha256(before + _row(("event", round_id, version, body)).encode()).digest()


def added(head: Head, casts: Iterable[Cast]) -> tuple[Head, list[JournalRow]]:
    """Ballots that follow the head, with the new head."""
    rows: list[JournalRow] = []
    for cast in casts:
        head = Head(head.no + 1, of_ballot(head.digest, head.no + 1, cast))
        rows.append(JournalRow(head.no, cast, head.digest))
    return head, rows


# --- looking it over -------------------------------------------------------------------------------------


def broken_ballots(rows: Iterable[JournalRow], gaps: Sequence[Gap], begin: Head | None) -> Iterator[str]:
    """What is wrong with ballots in the order of their numbers, each place once, in words without a full stop.

    `begin`: what they follow; None: the first is believed, because what came before is not looked at.
    """
    by_first = {gap.first: gap for gap in gaps}
    head = begin
    for row in rows:
        if head is not None:
            head, missing = _over_gaps(head, row.no, by_first)
            if missing is not None:
                yield missing
            elif of_ballot(head.digest, row.no, row.cast) != row.digest:
                yield f"row {row.no} of ballot_journal is not as it was stored"
        head = Head(row.no, row.digest)


def _over_gaps(head: Head, no: int, by_first: Mapping[int, Gap]) -> tuple[Head, str | None]:
    """The head right before `no`, over what was removed on purpose, or what is missing without a reason."""
    while head.no + 1 < no and (gap := by_first.get(head.no + 1)) is not None and gap.last < no:
        head = Head(gap.last, gap.digest)
    if head.no + 1 == no:
        return head, None
    last = no - 1
    which = f"row {last}" if last <= head.no + 1 else f"rows {head.no + 1} to {last}"
    return head, f"{which} of ballot_journal should be there and cannot be found"


def broken_events(rows: Iterable[EventRow], begin: EventRow | None = None) -> Iterator[str]:
    """What is wrong with the events of rounds, each round's in the order of their versions, as `broken_ballots`.

    `begin`: an event that is believed, because what came before it is not looked at.
    """
    before = begin
    for row in rows:
        if before is None or before.round != row.round:
            before = EventRow(row.round, 0, "", FIRST)
        if row.version != before.version + 1:
            yield f"row {before.version + 1} of round_event for round {row.round} cannot be found"
        elif of_event(before.digest, row.round, row.version, row.body) != row.digest:
            yield f"row {row.version} of round_event for round {row.round} is not as it was stored"
        before = row
