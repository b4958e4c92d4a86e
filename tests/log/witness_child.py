"""Records in the witness again and again, each time in a process of its own that is killed one move later.

`witness_child.py FILE`: FILE is put back after each kill. Prints the size that is remembered after each, and in the
end that of the one that was not killed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from codesign_bot.log.witness import read, record

MOVES = ((os, "open"), (os, "fdopen"), (os, "fsync"), (os, "close"), (Path, "replace"), (Path, "unlink"))


def counted(function: Callable[..., Any], moves: count[int], last: int) -> Callable[..., Any]:
    def move(*arguments: object, **named: object) -> object:
        if next(moves) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    return move


def attempt(path: Path, last: int) -> int:
    child = os.fork()
    if not child:
        moves = count(1)
        for home, name in MOVES:
            setattr(home, name, counted(getattr(home, name), moves, last))
        record(path, "home", 9, bytes(32))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(path: Path) -> None:
    old = path.read_bytes()
    for last in count(1):
        path.write_bytes(old)
        status = attempt(path, last)
        sys.stdout.write(f"{read(path).logs['home'].size}\n")
        if status == 0:
            return
        assert status == -signal.SIGKILL, f"attempt {last} ended with {status}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
