"""What has to be remembered of every entry and every round while a log is handed out or checked: on the disk.

Law 1. In memory are so many pages (`PAGES`) and so many values of each shelf (`AT_HAND`), however long the log is.
Law 2. Nothing stays. The file has no name, and is gone once it is let go of, however that comes about.
Law 3. What the disk refuses is an `OSError`, as with any other file.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Generic, Self, TypeVar, cast

PAGES = 128
"""Of 4 KiB each."""
AT_HAND = 128
"""A round is spoken of again and again while it is on, and there are never so many at a time."""

SET_UP = (
    "PRAGMA temp_store = FILE",
    f"PRAGMA cache_size = {PAGES}",
    # Whoever is stopped begins anew: nothing has ever to be taken back, and nothing to be there tomorrow.
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "BEGIN",
    "CREATE TABLE shelved (shelf INTEGER, place INTEGER, name TEXT, held TEXT, UNIQUE (shelf, place))",
    "CREATE UNIQUE INDEX shelved_name ON shelved (shelf, name)",
)

Value = str | bytes | int | None
Row = tuple[Value, ...]
Held = TypeVar("Held")


class Aside:
    """Tables on the disk, in a file without a name. Only one thread at a time may use them; it need not be the same.

    Every method raises `OSError` where the disk refuses. A context: on leaving it the file is let go of.
    """

    def __init__(self) -> None:
        try:
            self._store = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            for order in SET_UP:
                self._store.execute(order)
        except sqlite3.Error as error:
            raise _refused(error) from error
        self._shelves = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. It may be called again."""
        self._store.close()

    def do(self, order: str, *values: Value) -> int:
        """Returns how many rows were changed."""
        try:
            return self._store.execute(order, values).rowcount
        except sqlite3.Error as error:
            raise _refused(error) from error

    def do_all(self, order: str, rows: Iterable[Sequence[Value]]) -> int:
        """The same once for each of these."""
        try:
            return self._store.executemany(order, rows).rowcount
        except sqlite3.Error as error:
            raise _refused(error) from error

    def one(self, question: str, *values: Value) -> Row | None:
        """The first row of the answer; None where there is none."""
        try:
            return cast("Row | None", self._store.execute(question, values).fetchone())
        except sqlite3.Error as error:
            raise _refused(error) from error

    def rows(self, question: str, *values: Value) -> Iterator[Row]:
        """The answer row by row. Its tables must not change meanwhile."""
        try:
            yield from self._store.execute(question, values)
        except sqlite3.Error as error:
            raise _refused(error) from error

    def new_shelf(self) -> int:
        """A number that no other shelf has."""
        self._shelves += 1
        return self._shelves


def _refused(error: sqlite3.Error) -> OSError:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return OSError(errno.ENOSPC, "no room is left in the folder for temporary files")
    return OSError(errno.EIO, f"temporary files cannot be kept ({error})")


class Shelf(Generic[Held]):
    """Values by name, in the order in which the names first came. Those used last are at hand, all others on the disk.

    A value that was asked for may be changed as long as no other is asked for: then it may be put down.
    """

    def __init__(self, aside: Aside, write: Callable[[Held], object], read: Callable[[list[object]], Held]) -> None:
        """`write` tells a value as a list that JSON can hold, and `read` makes the value of it again."""
        self._aside, self._write, self._read = aside, write, read
        self._number = aside.new_shelf()
        self._at_hand: dict[str, tuple[int, Held]] = {}
        self._places = 0

    def get(self, name: str) -> Held | None:
        """The value of this name; None where there is none."""
        found = self._found(name)
        return None if found is None else found[1]

    def put(self, name: str, value: Held) -> None:
        """From now on the value of this name. It stands where the one before it stood."""
        found = self._found(name)
        if found is None:
            self._places += 1
        self._at_hand[name] = self._places if found is None else found[0], value
        if len(self._at_hand) > AT_HAND:
            self._put_down(AT_HAND // 2)

    def drop(self, name: str) -> None:
        """There is no value of this name any more."""
        self._at_hand.pop(name, None)
        self._aside.do("DELETE FROM shelved WHERE shelf = ? AND name = ?", self._number, name)

    def values(self) -> Iterator[Held]:
        """All of them, in order. None may be put meanwhile."""
        self._put_down(len(self._at_hand))
        for (held,) in self._aside.rows("SELECT held FROM shelved WHERE shelf = ? ORDER BY place", self._number):
            yield self._read(json.loads(cast("str", held)))

    def _found(self, name: str) -> tuple[int, Held] | None:
        """With its place. It is at hand then, as the one that was used last."""
        found = self._at_hand.pop(name, None)
        if found is None:
            ask = "SELECT place, held FROM shelved WHERE shelf = ? AND name = ?"
            row = self._aside.one(ask, self._number, name)
            if row is None:
                return None
            found = cast("int", row[0]), self._read(json.loads(cast("str", row[1])))
        self._at_hand[name] = found
        if len(self._at_hand) > AT_HAND:
            self._put_down(AT_HAND // 2)
        return found

    def _put_down(self, many: int) -> None:
        """Those that were not used for longest."""
        names = list(islice(self._at_hand, many))
        order = "INSERT OR REPLACE INTO shelved (shelf, place, name, held) VALUES (?, ?, ?, ?)"
        self._aside.do_all(order, (self._row(name, *self._at_hand.pop(name)) for name in names))

    def _row(self, name: str, place: int, value: Held) -> Row:
        return self._number, place, name, json.dumps(self._write(value))
