"""Has the key of the log replaced again and again, each time in a process of its own that is killed one move later.

`key_child.py FOLDER BASE`: copies the folder BASE to FOLDER/1, FOLDER/2 … and runs `codesign-bot log-key --change` in
each, until one is not killed any more. Moves are whatever SQLite is asked for, and what is done to files. Prints how
many there were.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import aiosqlite

from codesign_bot import cli


def counted(function: Callable[..., Any], moves: count[int], last: int) -> Callable[..., Any]:
    def move(*arguments: object, **named: object) -> object:
        if next(moves) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    return move


def change(folder: Path, last: int) -> None:
    moves = count(1)
    for home, name in ((aiosqlite.Connection, "_execute"), (Path, "replace"), (os, "fsync")):
        setattr(home, name, counted(getattr(home, name), moves, last))
    os.chdir(folder)
    with Path(os.devnull).open("w") as nothing:
        sys.stdout = sys.stderr = nothing
        os._exit(cli.main(["log-key", "--change"]))


def main(folder: Path, base: Path) -> None:
    for last in count(1):
        shutil.copytree(base, folder / str(last))
        child = os.fork()
        if not child:
            change(folder / str(last), last)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            sys.stdout.write(f"{last}\n")
            return
        assert status == -signal.SIGKILL, f"number {last} ended with {status}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
