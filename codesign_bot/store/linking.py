"""The chain of the journal in the database: carried on by the writer, begun by a migration, looked at by the start."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import cast

import aiosqlite

from codesign_bot.errors import Damaged
from codesign_bot.store import questions, statements
from codesign_bot.store.chain import (
    FIRST,
    Cast,
    EventRow,
    Gap,
    Head,
    JournalRow,
    added,
    broken_ballots,
    broken_events,
    of_event,
)
from codesign_bot.store.rows import Parameters, Writes

LINKS_AT_START = 1000
"""How many of the newest ballots, and of the newest rounds' events, every start looks at: some milliseconds."""

_PAGE = 1000


class Links:
    """Gives the rows of the journal their digests, for the one writer on its one connection."""

    def __init__(self) -> None:
        self._head: Head | None = None

    def carry_on(self, connection: sqlite3.Connection, decided: Writes) -> None:
        """Complete the rows that are to be written. Called inside of the transaction that writes them."""
        events = decided.of(statements.RECORDED)
        if events:
            decided.put(statements.RECORDED, _with_digests(connection, events))
        if decided.of(statements.BALLOT_JOURNAL):
            if self._head is None:
                self._head = head_of(connection.execute(questions.HEAD))
            self._head = ballots_linked(self._head, decided)

    def forget(self) -> None:
        """What was decided is not stored: the head is looked up anew."""
        self._head = None


def _with_digests(connection: sqlite3.Connection, events: Iterable[Parameters]) -> list[Parameters]:
    rows = cast("list[tuple[str, int, str]]", events)
    asked = json.dumps([(round_id, version - 1) for round_id, version, _ in rows])
    found = connection.execute(questions.LINKS, (asked,))
    return events_linked({(row[0], row[1]): row[2] for row in found}, rows)


def events_linked(known: Mapping[tuple[str, int], bytes], rows: Iterable[tuple[str, int, str]]) -> list[Parameters]:
    """Events with their digests, as they are written. `known`: the digests of events that some of them follow."""
    digests, linked = dict(known), list[Parameters]()
    for round_id, version, body in rows:
        digest = of_event(digests.get((round_id, version - 1), FIRST), round_id, version, body)
        digests[round_id, version] = digest
        linked.append((round_id, version, body, digest))
    return linked


def ballots_linked(head: Head, decided: Writes) -> Head:
    """Complete the ballots that are to be written, which follow the head. Returns the new head."""
    casts = decided.of(statements.BALLOT_JOURNAL)
    head, rows = added(head, cast("list[Cast]", casts))
    decided.put(statements.BALLOT_JOURNAL, [(*row.cast, row.no, row.digest) for row in rows])
    return head


def head_of(rows: Iterable[sqlite3.Row]) -> Head:
    """The answer to `questions.HEAD`: the newest ballot, or the end of the newest stretch that was removed."""
    return max((Head(row[0], row[1]) for row in rows), key=lambda head: head.no, default=Head())


# --- the first digests -----------------------------------------------------------------------------------


async def link_all(connection: aiosqlite.Connection) -> None:
    """Give rows that were stored before there were digests theirs, inside of the migration's transaction."""
    head = Head()
    while rows := list(await connection.execute_fetchall(questions.JOURNAL_BIT, (head.no, _PAGE))):
        # Numbers never had gaps: nothing was ever removed before there were digests.
        head, linked = added(Head(rows[0][0] - 1, head.digest), (tuple(row[1:7]) for row in rows))
        await connection.executemany(statements.BALLOT_LINKED, [(row.digest, row.no) for row in linked])
    place: tuple[str, int] = ("", 0)
    known: dict[tuple[str, int], bytes] = {}
    while events := list(await connection.execute_fetchall(questions.EVENT_BIT, (*place, _PAGE))):
        made = events_linked(known, (tuple(row[:3]) for row in events))
        await connection.executemany(statements.EVENT_LINKED, [(row[3], row[0], row[1]) for row in map(tuple, made)])
        place = (events[-1][0], events[-1][1])
        known = {place: cast("bytes", tuple(made[-1])[3])}


FOLLOWED_BY: Mapping[str, Callable[[aiosqlite.Connection], Awaitable[None]]] = MappingProxyType({"chain": link_all})
"""What has to be done after the statements of a migration, by its name, in the same transaction."""


# --- the look at every start -----------------------------------------------------------------------------


async def refuse_broken(connection: aiosqlite.Connection, path: Path, links: int = LINKS_AT_START) -> None:
    """Raise `Damaged`, and name the row, where one of the newest rows of the journal is not as it was stored."""
    wrong = [*await _newest_ballots(connection, links), *await _newest_events(connection, links)]
    if wrong:
        raise Damaged(
            f"{path}: {wrong[0]}. Something else than the bot has changed the file, or the disk is failing:"
            " run `codesign-bot check`, then restore the newest backup"
        )


async def _newest_ballots(connection: aiosqlite.Connection, links: int) -> list[str]:
    found = list(await connection.execute_fetchall(questions.NEWEST_BALLOTS, (links + 1,)))[::-1]
    rows = [journal_row(tuple(row)) for row in found]
    if not rows:
        return []
    begin = Head() if len(rows) <= links else None
    gaps = [
        Gap(*row) for row in await connection.execute_fetchall(questions.GAPS, (rows[0].no if begin is None else 0,))
    ]
    return list(islice(broken_ballots(rows, gaps, begin), 1))


async def _newest_events(connection: aiosqlite.Connection, links: int) -> list[str]:
    """Of the newest rounds, and of each its newest. Of the one that does not fit whole, the first is believed."""
    found = list(await connection.execute_fetchall(questions.NEWEST_EVENTS, (links + 1,)))[::-1]
    rows = [EventRow(*row) for row in found]
    if rows and rows[0].version > 1 and len(rows) > links:
        return list(islice(broken_events(rows[1:], rows[0]), 1))
    return list(islice(broken_events(rows), 1))


def journal_row(row: tuple[object, ...]) -> JournalRow:
    """From no, round, vote_kind, person, dots, at, revision, chain."""
    return JournalRow(cast("int", row[0]), cast("Cast", tuple(row[1:7])), cast("bytes", row[7]))
