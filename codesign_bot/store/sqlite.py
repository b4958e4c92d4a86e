"""The store on SQLite: one file, one writer, readers apart."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Self

import aiosqlite

from codesign_bot.errors import Damaged, Full, StoreTrouble
from codesign_bot.records import Place
from codesign_bot.storage import Work
from codesign_bot.store import lock
from codesign_bot.store.copies import copy_to
from codesign_bot.store.epoch import take
from codesign_bot.store.erasing import WITHOUT, without
from codesign_bot.store.faults import is_locked, translated, trouble
from codesign_bot.store.forgetting import bit, thin_out
from codesign_bot.store.linking import refuse_broken
from codesign_bot.store.migrate import Step, check, claim, migrate, shipped
from codesign_bot.store.reading import Reader
from codesign_bot.store.rows import Delayed, Parked, Sent, Unparked, UnparkedOne
from codesign_bot.store.statements import WIPED
from codesign_bot.store.turns import Connection
from codesign_bot.store.writer import Writer
from codesign_bot.traces import EVERY_COPY, Old, OldCopies, Shown

log = logging.getLogger(__name__)

# It writes every statement with its values at its most talkative: people's words, and their ballots.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)

PATIENCE_MS = 5000
"""How long we wait for another program that holds the file."""

ROWS_AT_A_TIME = 64
"""That aiosqlite fetches where one walks through rows; we ask for pages of our own."""

CHECKED_BYTES = 1 << 28
"""A larger database is not looked through at every start: that takes about a second for a gigabyte."""

SETTINGS = (
    "PRAGMA synchronous = FULL",  # costs nothing where commits are shared, and survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is written over
    "PRAGMA temp_store = MEMORY",  # nobody's words in a file that nobody wipes
    "PRAGMA cache_size = -32768",  # 32 MiB, so that a large vote does not read its pages anew
)


class SqliteStore(Reader):
    """As `Store`, in one file. Made by `open`."""

    def __init__(self, path: Path, reading: aiosqlite.Connection, writer: Writer) -> None:
        super().__init__(reading)
        self._path = path
        self._writer = writer

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, *, steps: Sequence[Step] | None = None, patience_ms: int = PATIENCE_MS
    ) -> AsyncGenerator[Self, None]:
        """The store in the file at `path`, which is made where it is missing.

        On leaving, what was asked for is stored first. Raises `ConfigError` where the file is in use or not
        ours, `Damaged` where it cannot be used.
        """
        _warn_once()
        failure: BaseException | None = None
        async with AsyncExitStack() as stack:
            await asyncio.to_thread(_prepare, path)
            stack.callback(os.close, await asyncio.to_thread(lock.take, path))
            with translated():
                writing = _connect(path, "rw", patience_ms)
                _ = await stack.enter_async_context(writing)
                await _set_up(writing, path)
                await _teach(writing)
                await migrate(writing, path, await asyncio.to_thread(shipped) if steps is None else steps)
                await refuse_broken(writing, path)
                epoch = await take(writing)
                # A killed bot may have left what was erased in the write-ahead log.
                await writing.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
                reading = await stack.enter_async_context(_connect(path, "ro", patience_ms))
                await reading.execute_fetchall("PRAGMA query_only = ON")
            writer = Writer(writing, patience_ms, epoch)
            async with asyncio.TaskGroup() as group:
                group.create_task(writer.run())
                try:
                    yield cls(path, reading, writer)
                except BaseException as error:  # noqa: BLE001 - raised below, outside of the group, as it is
                    failure = error
                finally:
                    writer.close()
        if failure is not None:
            raise failure

    async def back_up(self, copy: Path) -> None:
        """Put a whole copy, as of now, into the file at `copy`, in place of one that is there.

        It can be opened as a store. Nobody waits for it. Raises `StoreTrouble` where it cannot be written.
        """
        try:
            # A connection of its own: it sees one moment, however much is written meanwhile.
            async with _connect(self._path, "ro", PATIENCE_MS) as reading:
                await copy_to(reading, copy)
        except (OSError, sqlite3.Error) as error:
            raise StoreTrouble(f"no copy could be made at {copy}: {error}") from error

    async def apply(self, work: Work) -> None:
        await self._writer.apply(work)

    async def sent(self, key: str, revision: int, message_id: str, digest: str, shown: Shown | None = None) -> None:
        await self._writer.mark(Sent(key, revision, message_id, digest, shown), is_patient=True)

    async def delayed(self, key: str, until: datetime) -> None:
        await self._writer.mark(Delayed(key, until))

    async def parked(self, key: str, reason: str) -> None:
        await self._writer.mark(Parked(key, reason))

    async def unpark(self, place: Place) -> None:
        await self._writer.mark(Unparked(place))

    async def unpark_one(self, key: str) -> None:
        await self._writer.mark(UnparkedOne(key))

    async def forget(self, old: Old, after: str = "", most: int = 500) -> str | None:
        if isinstance(old, OldCopies):
            await self._thin_out(old)
            return None
        next_bit = bit(old, after)
        rows = await self._rows(next_bit.question, *next_bit.place, most)
        marks = [mark for mark in next_bit.gone(rows) if mark.keys]
        if any(mark.statement in WIPED for mark in marks):
            await self._thin_out(EVERY_COPY)  # first: they hold it too
        for mark in marks:
            await self._writer.mark(mark)
        return next_bit.behind(rows[-1]) if len(rows) == most else None

    async def _thin_out(self, old: OldCopies) -> None:
        try:
            await asyncio.to_thread(thin_out, self._path, old.before, old.spared)
        except OSError as error:
            raise StoreTrouble(f"old copies of the store cannot be removed: {error}") from error


@asynccontextmanager
async def reading(path: Path, patience_ms: int = PATIENCE_MS) -> AsyncGenerator[Reader, None]:
    """Only to read, also while another process has the store open.

    Raises `StoreTrouble` where it cannot be read, `ConfigError` where it is not ours or not up to date.
    """
    async with AsyncExitStack() as stack:
        with translated():
            connection = await stack.enter_async_context(_connect(path, "ro", patience_ms))
            await connection.execute_fetchall("PRAGMA query_only = ON")
            await check(connection, path, await asyncio.to_thread(shipped))
        yield Reader(connection)


def _connect(path: Path, mode: str, patience_ms: int) -> Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return Connection(
        lambda: sqlite3.connect(uri, uri=True, timeout=patience_ms / 1000, isolation_level=None), ROWS_AT_A_TIME
    )


async def _teach(writing: aiosqlite.Connection) -> None:
    """What SQL cannot do by itself, for the connection that writes."""
    await writing.create_function(  # pyright: ignore[reportUnknownMemberType] - it takes any function
        WITHOUT, 2, without, deterministic=True
    )


async def _set_up(connection: aiosqlite.Connection, path: Path) -> None:
    try:
        is_small = await asyncio.to_thread(_size, path) <= CHECKED_BYTES
        look = "PRAGMA quick_check(1)" if is_small else "SELECT 'ok', count(*) FROM sqlite_schema"
        await _expect(connection, look, "ok", "it is damaged")
        await claim(connection, path)
        await _expect(connection, "PRAGMA journal_mode = WAL", "wal", "no write-ahead log can be kept here")
        for setting in SETTINGS:
            await connection.execute_fetchall(setting)
    except sqlite3.Error as error:
        found = trouble(error)
        if is_locked(error) or isinstance(found, Full):
            raise type(found)(f"{path}: {found}") from error
        raise Damaged(f"{path} cannot be used ({error}): restore the newest backup") from error


async def _expect(connection: aiosqlite.Connection, question: str, wanted: str, reason: str) -> None:
    rows = list(await connection.execute_fetchall(question))
    if rows[0][0] != wanted:
        raise sqlite3.DatabaseError(reason)


def _size(path: Path) -> int:
    return path.stat().st_size


def _prepare(path: Path) -> None:
    """Make the folder for us alone, and the file: what SQLite puts beside it gets the same rights."""
    try:
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise Damaged(f"{path} cannot be opened for writing: {error.strerror}") from error


@cache
def _warn_once() -> None:
    # Before 3.51.3 two connections that write or checkpoint at the same moment can damage the file. Ours never do.
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < (3, 51, 3):
        log.info("SQLite %s is older than 3.51.3: never open the file with another program meanwhile", version)
