"""What the work of one batch has to know: read all at once, and kept up to date while it is decided."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

import aiosqlite

from codesign_bot.core.ids import PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.records import (
    Account,
    Ballot,
    Dialogue,
    Found,
    LogHead,
    Participant,
    Person,
    Reads,
    Seen,
    SpaceMoved,
    Unlinked,
    Words,
)
from codesign_bot.reminded import Reminders, RemindersRefused
from codesign_bot.store.columns import dots, instant, instant_or_none, place_or_none
from codesign_bot.store.rows import AnyRow

PAGE = 1000
"""Rows turned into values at a time: a few milliseconds, then others may go on."""

# CROSS JOIN keeps SQLite from turning the loop round: look up each wanted key, never walk the table.
_SEEN = """
SELECT s.platform, s.key FROM json_each(?) AS wanted CROSS JOIN seen AS s
    ON s.platform = json_extract(wanted.value, '$[0]') AND s.key = json_extract(wanted.value, '$[1]')"""

PEOPLE = """
SELECT p.platform, p.account, p.id, p.name, p.private_platform, p.private_place, p.language,
    p.reminders, p.zone
FROM json_each(?) AS wanted CROSS JOIN person AS p
    ON p.platform = json_extract(wanted.value, '$[0]') AND p.account = json_extract(wanted.value, '$[1]')"""

_PARTICIPANTS = """
SELECT p.round, p.person, p.joined_at, p.is_organiser, p.left_at
FROM json_each(?) AS wanted CROSS JOIN participant AS p
    ON p.round = json_extract(wanted.value, '$[0]') AND p.person = json_extract(wanted.value, '$[1]')"""

_BALLOTS = """
SELECT b.round, b.vote_kind, b.person, b.dots, b.at, b.revision
FROM json_each(?) AS wanted CROSS JOIN ballot AS b
    ON b.round = json_extract(wanted.value, '$[0]') AND b.vote_kind = json_extract(wanted.value, '$[1]')
    AND b.person = json_extract(wanted.value, '$[2]')"""

_DIALOGUES = """
SELECT d.person, d.state FROM json_each(?) AS wanted CROSS JOIN dialogue AS d ON d.person = wanted.value"""

_WRITTEN = """
SELECT w.id, w.round, w.person, w.at, w.salt, w.words
FROM json_each(?) AS wanted CROSS JOIN words AS w ON w.person = wanted.value"""

_VOTE = (
    "SELECT round, vote_kind, person, dots, at, revision FROM ballot WHERE round = ? AND vote_kind = ? AND dots <> ''"
)


def ballot(row: sqlite3.Row) -> Ballot:
    """From round, vote_kind, person, dots, at, revision."""
    return Ballot(row[0], VoteKind(row[1]), row[2], dots(row[3]), instant(row[4]), row[5])


def person(row: sqlite3.Row) -> Person:
    """From platform, account, id, name, private_platform, private_place, language, reminders, zone."""
    reminders = Reminders(row[7]) if row[7] is not None else None
    return Person(Account(row[0], row[1]), row[2], row[3], place_or_none(row[4], row[5]), row[6], reminders, row[8])


def participant(row: sqlite3.Row) -> Participant:
    """From round, person, joined_at, is_organiser, left_at."""
    return Participant(row[0], row[1], instant(row[2]), bool(row[3]), instant_or_none(row[4]))


def written(row: sqlite3.Row) -> Words:
    """From id, round, person, at, salt, words."""
    return Words(row[0], row[1], row[2], instant(row[3]), row[4], row[5])


Question = tuple[str, tuple[str]]
Answer = Iterable[sqlite3.Row]


def questions(reads: Sequence[Reads]) -> list[Question | None]:
    """What has to be asked for these pieces of work: at most one question for each kind of thing."""
    accounts = [(account.platform, account.id) for one in reads for account in one.accounts]
    ballots = [(round_id, vote_kind.value, who) for one in reads for round_id, vote_kind, who in one.ballots]
    return [
        _question(_SEEN, [key for one in reads for key in one.seen]),
        _question(PEOPLE, accounts),
        _question(_PARTICIPANTS, [key for one in reads for key in one.participants]),
        _question(_BALLOTS, ballots),
        _question(_DIALOGUES, [key for one in reads for key in one.dialogues]),
        _question(_WRITTEN, [key for one in reads for key in one.written]),
    ]


def _question(statement: str, keys: Sequence[str | tuple[str, ...]]) -> Question | None:
    return (statement, (json.dumps(list(dict.fromkeys(keys))),)) if keys else None


def found(answers: Sequence[Answer]) -> Found:
    """What was answered to `questions`, in their order."""
    seen, people, participants, ballots, dialogues, words = answers
    return Found(
        seen={(row[0], row[1]) for row in seen},
        people={one.account: one for one in map(person, people)},
        participants={(one.round, one.person): one for one in map(participant, participants)},
        ballots={(one.round, one.vote_kind, one.person): one for one in map(ballot, ballots)},
        dialogues={PersonId(row[0]): str(row[1]) for row in dialogues},
        written={one.id: one for one in map(written, words)},
        votes={},
        logs={},
        scratch={},
    )


async def votes(
    connection: aiosqlite.Connection, reads: Sequence[Reads]
) -> dict[tuple[RoundId, VoteKind], tuple[Ballot, ...]]:
    """All ballots of the votes that are counted."""
    return {key: await _vote(connection, *key) for one in reads for key in one.counts}


async def _vote(connection: aiosqlite.Connection, round_id: RoundId, vote_kind: VoteKind) -> tuple[Ballot, ...]:
    cast: list[Ballot] = []
    async with connection.execute(_VOTE, (round_id, vote_kind.value)) as cursor:
        while page := await cursor.fetchmany(PAGE):
            cast.extend(map(ballot, page))
    return tuple(cast)


def remember(known: Found, rows: Iterable[AnyRow]) -> None:
    """What was decided is found by whoever decides after it in the same batch."""
    for row in rows:
        match row:
            case Seen():
                known.seen.add((row.platform, row.key))
            case Ballot():
                known.ballots[row.round, row.vote_kind, row.person] = row
            case Participant():
                known.participants[row.round, row.person] = row
            case Person():
                known.people[row.account] = row
            case Dialogue(state=None):
                known.dialogues.pop(row.person, None)
            case Dialogue(state=str() as state):
                known.dialogues[row.person] = state
            case LogHead():
                known.logs[row.community] = row
            case SpaceMoved():
                _move(known, row)
            case Words():
                known.written[row.id] = row
            case Unlinked():
                _unlink(known, row)
            case RemindersRefused():
                _refuse(known, row.person)
            case _:
                pass


def _move(known: Found, moved: SpaceMoved) -> None:
    for account, who in known.people.items():
        if who.private == moved.old:
            known.people[account] = replace(who, private=moved.new)


def _refuse(known: Found, person: PersonId) -> None:
    for account, who in known.people.items():
        if who.id == person:
            known.people[account] = replace(who, reminders=Reminders.REFUSED)


def _unlink(known: Found, row: Unlinked) -> None:
    known.people = {account: who for account, who in known.people.items() if who.id not in row.people}
    known.dialogues = {person: state for person, state in known.dialogues.items() if person not in row.people}
