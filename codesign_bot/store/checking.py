"""Whether a whole store is sound: as a file, as a chain, and as what follows from the journal.

Everything else that is stored of a round follows from its events and its ballots. So the journal is replayed by the
rules, and what comes out is held against the tables. What is wrong is said in sentences that name tables, rows and
rounds, and never a person, their words or a ballot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from codesign_bot.core.due import next_due
from codesign_bot.core.events import AccountsLinked, Event, ParticipantJoined, ParticipantLeft
from codesign_bot.core.evolve import fold
from codesign_bot.core.ids import PersonId, RoundId
from codesign_bot.core.state import Round
from codesign_bot.errors import Damaged
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.records import Participant
from codesign_bot.store import questions
from codesign_bot.store.chain import EventRow, Gap, Head, JournalRow, broken_ballots, broken_events
from codesign_bot.store.codec import decode
from codesign_bot.store.columns import instant_or_none
from codesign_bot.store.faults import trouble
from codesign_bot.store.finding import participant
from codesign_bot.store.linking import journal_row

MOST_TOLD = 20
"""So many troubles are told; who has more, has enough."""

_ALL = -1

# A bare column beside max() is that of the row which has it: "SELECT", section 2.5, in SQLite's description.
_STANDING = """
WITH newest AS (
    SELECT round, vote_kind, person, dots, at, revision, max(no) AS no FROM ballot_journal
    GROUP BY round, vote_kind, person)
SELECT b.round, n.no FROM ballot AS b LEFT JOIN newest AS n
    ON (n.round, n.vote_kind, n.person) = (b.round, b.vote_kind, b.person)
WHERE (n.dots, n.at, n.revision) IS NOT (b.dots, b.at, b.revision)
UNION ALL
SELECT n.round, n.no FROM newest AS n LEFT JOIN ballot AS b
    ON (n.round, n.vote_kind, n.person) = (b.round, b.vote_kind, b.person)
WHERE b.person IS NULL
ORDER BY 1, 2"""

_ENTRIES = """
SELECT community, count(*), max(no) FROM entry GROUP BY community HAVING max(no) <> count(*) ORDER BY community"""

_ROUNDS = """
SELECT round, community, topic, phase FROM round_place ORDER BY no"""

_LOST_ROUNDS = """
SELECT DISTINCT round FROM round_event WHERE round NOT IN (SELECT round FROM round_place) ORDER BY round"""


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of `round_place`."""

    round: RoundId
    community: str
    topic: int
    phase: str


def troubles(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong, one sentence each. The connection sees one moment; its tables are up to date.

    Where the file itself is damaged nothing else is looked at. Raises `sqlite3.Error` where it cannot be read.
    """
    damage = _damage(connection)
    if damage:
        yield from (f"The file is damaged: {one}." for one in damage)
        return
    for table, row, parent in connection.execute('SELECT "table", rowid, parent FROM pragma_foreign_key_check'):
        which = "a row" if row is None else f"row {row}"
        yield f"{table}: {which} points to nothing in {parent}."
    yield from (f"{_capital(one)}." for one in journal(connection))
    yield from _entries(connection)
    yield from _logs(connection)
    yield from _ballots(connection)
    yield from _rounds(connection)


def _damage(connection: sqlite3.Connection) -> list[str]:
    try:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({MOST_TOLD})")]
    except sqlite3.DatabaseError as error:
        if isinstance(trouble(error), Damaged):
            return [str(error)]
        raise
    return found if found != ["ok"] else []


def journal(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the chain of the journal, from its beginning, as `chain` says it."""
    gaps = [Gap(*row) for row in connection.execute(questions.GAPS, (0,))]
    yield from broken_ballots(_casts(connection), gaps, Head())
    yield from broken_events(_events(connection))


def _casts(connection: sqlite3.Connection) -> Iterator[JournalRow]:
    return map(journal_row, connection.execute(questions.JOURNAL_BIT, (_ALL, _ALL)))


def _events(connection: sqlite3.Connection) -> Iterator[EventRow]:
    return (EventRow(*row) for row in connection.execute(questions.EVENT_BIT, ("", _ALL, _ALL)))


def _entries(connection: sqlite3.Connection) -> Iterator[str]:
    for community, count, newest in connection.execute(_ENTRIES):
        yield f"entry: the log of {community} goes up to {newest} and has {count} entries."


def _logs(connection: sqlite3.Connection) -> Iterator[str]:
    """The tree over the entries of each shared log, made anew."""
    trees: dict[str, Frontier] = {}
    for community, leaf in connection.execute("SELECT community, leaf FROM entry ORDER BY community, no"):
        trees[community] = trees.get(community, Frontier()).push(leaf_hash(leaf))
    heads = {row[0]: (row[1], row[2]) for row in connection.execute("SELECT community, size, frontier FROM log_head")}
    made = {community: (tree.size, tree.encode()) for community, tree in trees.items()}
    for community in sorted({*heads, *made}):
        if heads.get(community) != made.get(community):
            yield f"log_head: the log of {community} is not what its entries come to."


def _ballots(connection: sqlite3.Connection) -> Iterator[str]:
    """What stands is the newest of each in the journal. Where some were removed on purpose, both go together."""
    for round_id, no in connection.execute(_STANDING):
        because = "nothing in ballot_journal" if no is None else f"row {no} of ballot_journal"
        yield f"ballot: what stands in round {round_id} does not follow from {because}."


# --- the rounds, replayed --------------------------------------------------------------------------------


def _rounds(connection: sqlite3.Connection) -> Iterator[str]:
    for (round_id,) in connection.execute(_LOST_ROUNDS):
        yield f"round_place: round {round_id} has a record and no place."
    for row in connection.execute(_ROUNDS):
        place = _Place(*row)
        try:
            events = _read(connection, place.round)
            state = fold(events)
        except Damaged as damaged:
            yield f"round_event: of round {place.round} {damaged}."
        except (ValueError, LookupError, TypeError, AssertionError):
            yield f"round_event: the record of round {place.round} makes no sense."
        else:
            if state is None:
                yield f"round_event: round {place.round} has no record."
            else:
                yield from _compared(connection, place, state, events)


def _read(connection: sqlite3.Connection, round_id: RoundId) -> list[Event]:
    return [decode(body) for _, body in connection.execute(questions.EVENTS, (round_id,))]


def _compared(connection: sqlite3.Connection, place: _Place, state: Round, events: Iterable[Event]) -> Iterator[str]:
    known = (state.community, state.topic, state.phase.value)
    if (place.community, place.topic, place.phase) != known:
        yield f"round_place: round {place.round} stands otherwise than in its record."
    if _timer(connection, place.round) != next_due(state):
        yield f"timer: round {place.round} is due at another time than by its record."
    stored = {one.person: one for one in map(participant, connection.execute(questions.PARTICIPANTS, (place.round,)))}
    replayed = participants(place.round, events)
    if stored != replayed:
        count = sum(stored.get(person) != replayed.get(person) for person in {*stored, *replayed})
        yield f"participant: {count} of round {place.round} stand otherwise than in its record."


def _timer(connection: sqlite3.Connection, round_id: RoundId) -> datetime | None:
    row = connection.execute("SELECT due FROM timer WHERE id = ? AND round = ?", (round_id, round_id)).fetchone()
    return instant_or_none(row[0]) if row is not None else None


def participants(round_id: RoundId, events: Iterable[Event]) -> dict[PersonId, Participant]:
    """Who is in, and who was, by the record of a round alone."""
    found: dict[PersonId, Participant] = {}
    for event in events:
        match event:
            case ParticipantJoined():
                was = found.get(event.person)
                since = was.joined_at if was is not None else event.at
                found[event.person] = Participant(round_id, event.person, since, event.is_organiser)
            case ParticipantLeft():
                found[event.person] = replace(found[event.person], left_at=event.at)
            case AccountsLinked():
                found |= _linked(found, event)
            case _:
                pass
    return found


def _linked(found: dict[PersonId, Participant], event: AccountsLinked) -> dict[PersonId, Participant]:
    """Two who are one: in since the earlier time, as long as one of the two is in."""
    one, other = found.get(event.kept), found.get(event.joined)
    if other is None:
        return {}
    each = [other] if one is None else [one, other]
    still = [entry for entry in each if entry.left_at is None]
    whole = Participant(
        other.round,
        event.kept,
        min(entry.joined_at for entry in each),
        any(entry.is_organiser for entry in still or each),
        None if still else max(entry.left_at for entry in each if entry.left_at is not None),
    )
    return {event.kept: whole, event.joined: replace(other, left_at=other.left_at or event.at)}


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
