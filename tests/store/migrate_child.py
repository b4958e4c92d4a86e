"""Opens a store again and again, each time in a process of its own that is killed one move later.

`migrate_child.py FOLDER [BASE]`: makes 1.db, 2.db … in the folder, each from the database BASE or from nothing,
until one start is not killed any more. Moves are whatever SQLite is asked for, and what is done to files.
Prints how many starts there were.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import aiosqlite

from codesign_bot.store import copies
from codesign_bot.store.migrate import Step, shipped
from codesign_bot.store.sqlite import SqliteStore

NEXT = len(shipped()) + 1
LATER = (
    Step(NEXT, "tea", "CREATE TABLE tea (id TEXT PRIMARY KEY) STRICT;\nINSERT INTO tea SELECT id FROM community;\n"),
    Step(NEXT + 1, "cups", "ALTER TABLE tea ADD COLUMN cups INTEGER;\nUPDATE tea SET cups = 2;\n"),
)


def counted(function: Callable[..., Any], moves: count[int], last: int) -> Callable[..., Any]:
    def move(*arguments: object, **named: object) -> object:
        if next(moves) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    return move


async def open_once(path: Path) -> None:
    async with SqliteStore.open(path, steps=(*shipped(), *LATER)):
        pass


def start(path: Path, last: int) -> int:
    """The status of a start that is killed before its move number `last`."""
    child = os.fork()
    if not child:
        moves = count(1)
        for home, name in ((aiosqlite.Connection, "_execute"), (copies, "_begin"), (copies, "_finish")):
            setattr(home, name, counted(getattr(home, name), moves, last))
        asyncio.run(open_once(path))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path, base: Path | None) -> None:
    for last in count(1):
        path = folder / f"{last}.db"
        if base is not None:
            shutil.copy(base, path)
        status = start(path, last)
        if status == 0:
            sys.stdout.write(f"{last}\n")
            return
        assert status == -signal.SIGKILL, f"start {last} ended with {status}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
