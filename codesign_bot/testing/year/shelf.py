"""The real store, statement by statement, on the thread of the event loop: the same in every run, and mortal.

`aiosqlite` does its work in threads, whose turns nobody can foresee. Here each of its calls is done at once, between
two awaits. What was committed when the process dies is in the file, and nothing else.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self, TypeVar

from codesign_bot.store.epoch import take
from codesign_bot.store.erasing import WITHOUT, without
from codesign_bot.store.linking import refuse_broken
from codesign_bot.store.sqlite import ROWS_AT_A_TIME, SETTINGS, SqliteStore
from codesign_bot.store.turns import Connection
from codesign_bot.store.writer import Writer

T = TypeVar("T")

ENOUGH_PAGES = 1 << 24
"""The file may have so many while the disk has room."""


def _no_delay() -> int:
    return 0


class SameThread(Connection):
    """As aiosqlite's connection. `awaits` says how often others get their turn before each call, and after it."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], awaits: Callable[[], int]) -> None:
        super().__init__(connect, ROWS_AT_A_TIME)
        self._awaits = awaits
        self.raw: sqlite3.Connection | None = None

    def __await__(self) -> Generator[Any, None, Self]:
        return self._opened().__await__()

    async def _opened(self) -> Self:
        self.raw = self._connection = self._connector()
        return self

    async def _execute(self, fn: Callable[..., T], *args: object, **named: object) -> T:
        await self._others()
        if self._connection is None:
            raise ValueError("Connection closed")
        done = fn(*args, **named)
        await self._others()
        return done

    async def _others(self) -> None:
        for _ in range(self._awaits()):
            await asyncio.sleep(0)

    async def close(self) -> None:
        self.drop()

    def drop(self) -> None:
        """Closed where it stands: what was not committed is gone."""
        if self.raw is not None:
            self.raw.close()
        self.raw = self._connection = None


@cache
def _empty() -> Path:
    """A store that the real program made, with every migration, and that nothing was stored in."""

    async def made(path: Path) -> None:
        async with SqliteStore.open(path):
            pass

    folder = Path(mkdtemp(prefix="codesign-year-"))
    asyncio.run(made(folder / "empty.db"))
    return folder / "empty.db"


@dataclass(slots=True)
class Shelf:
    """One file that processes of the bot use one after the other."""

    path: Path
    awaits: Callable[[], int] = _no_delay
    is_full: bool = False
    _open: list[SameThread] = field(default_factory=list[SameThread])

    def __post_init__(self) -> None:
        if not self.path.exists():
            shutil.copyfile(_empty(), self.path)

    @asynccontextmanager
    async def open(self, path: Path) -> AsyncGenerator[SqliteStore]:
        """As `SqliteStore.open`, for this very file."""
        writing = await self._connect("rw")
        await writing.create_function(WITHOUT, 2, without, deterministic=True)  # pyright: ignore[reportUnknownMemberType] - any function
        for setting in (*SETTINGS, "PRAGMA synchronous = OFF"):  # no power is cut here, only processes end
            await writing.execute_fetchall(setting)
        await refuse_broken(writing, self.path)
        reading = await self._connect("ro")
        await reading.execute_fetchall("PRAGMA query_only = ON")
        self._set_room()
        writer = Writer(writing, 0, await take(writing))
        async with asyncio.TaskGroup() as group:
            group.create_task(writer.run())
            try:
                yield SqliteStore(path, reading, writer)
            finally:
                writer.close()
        self.drop()

    async def _connect(self, mode: str) -> SameThread:
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        made = SameThread(lambda: sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None), self.awaits)
        self._open.append(made)
        return await made

    def drop(self) -> None:
        """The process that had it open is no more."""
        for connection in self._open:
            connection.drop()
        self._open.clear()

    def fill(self, *, is_full: bool) -> None:
        """The disk takes nothing more, or has room again."""
        self.is_full = is_full
        self._set_room()

    def _set_room(self) -> None:
        for connection in self._open[:1]:
            if connection.raw is not None:
                connection.raw.execute(f"PRAGMA max_page_count = {1 if self.is_full else ENOUGH_PAGES}")

    def asked(self, question: str, *values: str | int) -> list[Any]:
        """The rows of a question to what is committed."""
        with sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True) as connection:
            found = connection.execute(question, values).fetchall()
        connection.close()
        return found
