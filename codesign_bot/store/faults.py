"""What SQLite says when it cannot do as asked, in the words of `errors`."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from codesign_bot.errors import Conflict, Damaged, Full, StoreTrouble

_BYTE = 0xFF
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})
_TAKEN = frozenset({sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE})


def extended_code(error: Exception) -> int:
    """The extended result code of SQLite; 0 where the trouble is not SQLite's own."""
    found: int | None = getattr(error, "sqlite_errorcode", None)
    return found or 0


def code(error: Exception) -> int:
    """The primary result code of SQLite; 0 where the trouble is not SQLite's own."""
    return extended_code(error) & _BYTE


def is_locked(error: Exception) -> bool:
    """Whether another program held the file for longer than we wait."""
    return code(error) in _LOCKED


def trouble(error: Exception) -> StoreTrouble:
    """The same trouble, named by whose move it is. Its sentence holds nothing of what was to be stored."""
    if extended_code(error) in _TAKEN:
        return Conflict("somebody else wrote first: read again and decide anew")
    if code(error) in _DAMAGE:
        return Damaged("the database is damaged: stop the bot and restore the newest backup")
    if extended_code(error) in _NO_ROOM:
        return Full("the disk takes nothing more: free some room, and writing resumes by itself")
    if is_locked(error):
        return StoreTrouble("another program holds the database: nothing was stored, try again")
    if isinstance(error, sqlite3.Error):
        return StoreTrouble(f"the database could not do it: {error}")
    return StoreTrouble(f"this cannot be stored: {type(error).__name__}")


@contextmanager
def translated() -> Generator[None]:
    """SQLite's errors from within come out as `StoreTrouble`."""
    try:
        yield
    except sqlite3.Error as error:
        raise trouble(error) from error
