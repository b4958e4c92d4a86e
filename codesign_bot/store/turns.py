"""A connection that can do several things in one turn of its thread.

A turn wakes that thread, and then the event loop: it costs more than what SQLite does in it for one ballot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from operator import attrgetter
from typing import TypeVar

import aiosqlite

T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """As aiosqlite's."""

    async def in_one_turn(self, do: Callable[[sqlite3.Connection], T]) -> T:
        """What `do` returns, called in the connection's thread with all other statements before or after it.

        Raises what `do` raises, and `ValueError` where the connection is closed. Whoever is cancelled here has had
        it done all the same.
        """
        execute: Callable[[Callable[[sqlite3.Connection], T], sqlite3.Connection], Awaitable[T]]
        execute = attrgetter("_execute")(self)  # aiosqlite's own way into its thread, which has no types
        return await execute(do, self._conn)
