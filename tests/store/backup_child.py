"""Makes a backup again and again, each time in a process of its own that is killed one move later.

`backup_child.py STORE FILE REPLACE`: REPLACE is 1 or 0. Moves are what is done to files. After each kill it prints a
line: "none", "old" or "new" for what has the name of the backup then; and "done" after the one that was not killed.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from codesign_bot.store import backups, holdings, placing
from codesign_bot.store.migrate import shipped

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
MOVES = (
    (backups, "copied"),
    (backups, "write_manifest"),
    (backups, "refuse_damage"),
    (backups, "publish"),
    (holdings, "remove_manifest"),
    (placing, "flush"),
    (os, "ftruncate"),
    (os, "link"),
    (Path, "replace"),
    (Path, "unlink"),
    (os, "close"),
)


def counted(function: Callable[..., Any], moves: count[int], last: int) -> Callable[..., Any]:
    def move(*arguments: object, **named: object) -> object:
        if next(moves) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    return move


def attempt(store: Path, file: Path, last: int, *, is_replacing: bool) -> int:
    child = os.fork()
    if not child:
        moves = count(1)
        for home, name in MOVES:
            setattr(home, name, counted(getattr(home, name), moves, last))
        backups.back_up(store, file, now=NOW, bot=f"try {last}", steps=shipped(), is_replacing=is_replacing)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def found(file: Path) -> str:
    if not file.exists():
        return "none"
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        manifest = holdings.read_manifest(connection)
    assert manifest is not None
    return "new" if manifest.bot.startswith("try ") else "old"


def main(store: Path, file: Path, *, is_replacing: bool) -> None:
    old = file.read_bytes() if is_replacing else None
    for last in count(1):
        status = attempt(store, file, last, is_replacing=is_replacing)
        sys.stdout.write(("done" if status == 0 else found(file)) + "\n")
        if status == 0:
            return
        assert status == -signal.SIGKILL, f"try {last} ended with {status}"
        if old is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(old)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), is_replacing=sys.argv[3] == "1")
