"""What was erased stays erased, also when a backup from before is restored in place of the store.

A store remembers the ids of what was erased in it: of words, and of people. They say nothing of anybody. Out of a
backup the same words and people go again, with whatever quotes them that waited to be said or was half filled in.

What this cannot reach: an older backup file itself, and a store that is lost or cannot be read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SURELY_A_QUOTE = 12
"""Letters from which on a text inside of a longer one is that text, and no chance."""

_UNSAID = (
    "UPDATE outbox SET state = 1, body = '', file_bytes = NULL, reason = 'unsaid', delayed_until = NULL WHERE no = ?"
)

# What leads to a person, the accounts last.
_FORGET = (
    "DELETE FROM dialogue WHERE person = ?",
    "DELETE FROM reminded WHERE person = ?",
    "DELETE FROM origin WHERE (platform, account) IN (SELECT platform, account FROM person WHERE id = ?)",
    """DELETE FROM outbox WHERE kind <> 'card' AND (platform, place) IN (
        SELECT private_platform, private_place FROM person WHERE id = ?)""",
    "DELETE FROM person WHERE id = ?",
)

# Each with its key, what may quote somebody, and what becomes of the row.
_QUOTING = (
    ("SELECT no, body FROM outbox WHERE body <> '' AND kind <> 'card'", _UNSAID),
    ("SELECT no, CAST(file_bytes AS TEXT) FROM outbox WHERE file_bytes IS NOT NULL", _UNSAID),
    ("SELECT person, state FROM dialogue", "DELETE FROM dialogue WHERE person = ?"),
    ("SELECT platform || char(10) || key, value FROM kept", "DELETE FROM kept WHERE platform || char(10) || key = ?"),
)


@dataclass(frozen=True, slots=True)
class Erased:
    """Ids of what was erased: of words, and of people."""

    words: frozenset[str] = field(default_factory=frozenset[str])
    people: frozenset[str] = field(default_factory=frozenset[str])


def erased_in(connection: sqlite3.Connection) -> Erased:
    """What was erased in this store. Works on the tables of every version. Raises `sqlite3.Error`."""
    words = {row[0] for row in connection.execute("SELECT id FROM words WHERE words IS NULL")}
    noted = list(connection.execute("SELECT what, id FROM erased")) if _remembers(connection) else []
    return Erased(
        frozenset(words | {one for what, one in noted if what == "words"}),
        frozenset(one for what, one in noted if what == "person"),
    )


def erase(connection: sqlite3.Connection, erased: Erased) -> Erased:
    """Erase the same in this store, which may be an older one. Returns what was found in it and erased."""
    texts = dict(_texts(connection, erased))
    people = {one for one in erased.people if _knows(connection, one)}
    connection.executemany("UPDATE words SET words = NULL, salt = NULL WHERE id = ?", [(one,) for one in texts])
    for statement in _FORGET:
        if _has(connection, statement.split()[2]):
            connection.executemany(statement, [(one,) for one in people])
    _erase_quotes(connection, texts.values())
    if _remembers(connection):
        noted = [("words", one) for one in erased.words] + [("person", one) for one in erased.people]
        connection.executemany("INSERT INTO erased (what, id) VALUES (?, ?) ON CONFLICT DO NOTHING", noted)
    return Erased(frozenset(texts), frozenset(people))


def _remembers(connection: sqlite3.Connection) -> bool:
    return _has(connection, "erased")


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is not None


def _knows(connection: sqlite3.Connection, person: str) -> bool:
    asked = "SELECT 1 FROM person WHERE id = ?"
    return connection.execute(asked, (person,)).fetchone() is not None


def _texts(connection: sqlite3.Connection, erased: Erased) -> Iterator[tuple[str, str]]:
    """Ids and texts of the words that are still there: those that were erased, and all of people who are gone."""
    for content, person, text in connection.execute("SELECT id, person, words FROM words WHERE words IS NOT NULL"):
        if content in erased.words or person in erased.people:
            yield content, text


def _erase_quotes(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    needles = [needle for text in texts for needle in _needles(text)]
    for question, removal in _QUOTING if needles else ():
        keys = [key for key, body in connection.execute(question) if any(needle in body for needle in needles)]
        connection.executemany(removal, [(key,) for key in keys])


def _needles(text: str) -> Iterator[str]:
    """How a text stands in what is stored: as a JSON text of its own, in a longer one, and in a file."""
    for is_ascii in (False, True):
        quoted = json.dumps(text, ensure_ascii=is_ascii)
        yield quoted
        if len(text) >= SURELY_A_QUOTE:
            yield quoted[1:-1]
    if len(text) >= SURELY_A_QUOTE:
        yield text
