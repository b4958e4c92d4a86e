"""Restores a backup again and again, each time in a process of its own that is killed one move later.

`restore_child.py STORE FILE`: the folder of STORE is put back after each kill. After each kill it prints "old" or
"new" for what the store then holds; and "done" after the one that was not killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from codesign_bot.store import placing, restoring, staying_erased
from codesign_bot.store.migrate import shipped

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
MOVES = (
    (restoring, "drafted"),
    (restoring, "one_file"),
    (restoring, "refuse_damage"),
    (restoring, "erase"),
    (staying_erased, "_erase_quotes"),
    (restoring, "_settle"),
    (restoring, "flush"),
    (placing, "flush"),
    (shutil, "copyfile"),
    (os, "link"),
    (os, "ftruncate"),
    (Path, "replace"),
    (Path, "unlink"),
)


def counted(function: Callable[..., Any], moves: count[int], last: int) -> Callable[..., Any]:
    def move(*arguments: object, **named: object) -> object:
        if next(moves) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    return move


def attempt(store: Path, file: Path, last: int) -> int:
    child = os.fork()
    if not child:
        moves = count(1)
        for home, name in MOVES:
            setattr(home, name, counted(getattr(home, name), moves, last))
        with restoring.prepared(store, file, now=NOW, steps=shipped()) as ready:
            ready.put_in_place(NOW)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def found(store: Path) -> str:
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return str(connection.execute("SELECT name FROM community").fetchone()[0])


def main(store: Path, file: Path) -> None:
    before = store.parent.with_name("before")
    shutil.copytree(store.parent, before)
    for last in count(1):
        shutil.rmtree(store.parent)
        shutil.copytree(before, store.parent)
        status = attempt(store, file, last)
        sys.stdout.write(found(store) + "\n")
        if status == 0:
            return
        assert status == -signal.SIGKILL, f"attempt {last} ended with {status}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
