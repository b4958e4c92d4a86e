"""Fencing: whoever opens the store last is the only one who writes to it.

The lock beside the file keeps a second process out. It does not help where it was taken away while its holder was
suspended: somebody removed the file, or the file system forgot it. So each opening counts one further in the store, and
each commit looks whether that number still stands there, within its own transaction. A holder that wakes up after
another has opened the store commits nothing more.
"""

from __future__ import annotations

import sqlite3

import aiosqlite

from codesign_bot.errors import Fenced

_TAKE = """
INSERT INTO kept (platform, key, value) VALUES ('store', 'epoch', '1')
ON CONFLICT DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) RETURNING value"""
_WHOSE = "SELECT value FROM kept WHERE platform = 'store' AND key = 'epoch'"


async def take(connection: aiosqlite.Connection) -> str:
    """From now on the store is ours. Returns the number under which it is."""
    rows = list(await connection.execute_fetchall(_TAKE))
    return str(rows[0][0])


def refuse_if_taken(connection: sqlite3.Connection, ours: str) -> None:
    """Raise `Fenced` where another has opened the store since. To be called within the transaction that writes."""
    row = connection.execute(_WHOSE).fetchone()
    if row is None or row[0] != ours:
        raise Fenced(
            "another codesign-bot has opened this store while this one slept: it is the other's now, and this one"
            " stores nothing more. Let only one of them run."
        )
