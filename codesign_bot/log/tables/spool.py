"""Writes all tables side by side, each into a file of its own that is gone afterwards: entries come one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

from codesign_bot.log.aside import Aside
from codesign_bot.log.kinds import KINDS
from codesign_bot.log.tables import columns
from codesign_bot.log.tables.cells import MARK, row, written
from codesign_bot.log.tables.model import Read
from codesign_bot.log.tables.reading import TABLES, beginning, head
from codesign_bot.log.tables.rounds import FILE, Rounds

_CHUNK = 1 << 16
_ROWS = 200
"""Rows of one table that wait until they are written together."""
_ABOUT = {kind: tuple(table for table in TABLES if kind in table.kinds) for kind in KINDS}


class Spool:
    """Take the entries in order, then write the files out. A context: on leaving it nothing is left on the disk."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._rounds = Rounds(self._stack.enter_context(Aside()))
        self._files: dict[str, IO[bytes]] = {}
        self._waiting: dict[str, list[str]] = {table.name: [] for table in TABLES}

    def __enter__(self) -> Self:
        for table in TABLES:
            self._files[table.name] = file = self._stack.enter_context(TemporaryFile())
            file.write(MARK + row(head(table.columns)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def take(self, read: Read) -> None:
        """The next entry. Raises `KeyError` where it lacks what its kind always has."""
        begins = written(beginning(read))
        self._rounds.take(read)
        for table in _ABOUT.get(read.leaf.kind, ()):
            waiting = self._waiting[table.name]
            waiting += [f"{begins},{written(cells)}\r\n" for cells in table.rows(read)]
            if len(waiting) >= _ROWS:
                self._put_down(table.name)

    def _put_down(self, name: str) -> None:
        self._files[name].write("".join(self._waiting[name]).encode())
        self._waiting[name].clear()

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each table as the name of its file and the pieces of it, to be read before the next one is asked for."""
        yield FILE, self._of_rounds()
        for table in TABLES:
            self._put_down(table.name)
            yield table.file, _pieces(self._files[table.name])

    def _of_rounds(self) -> Iterator[bytes]:
        yield MARK + row(head(columns.ROUNDS))
        yield from map(row, self._rounds.rows())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_CHUNK):
        yield piece
