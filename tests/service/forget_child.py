"""Has somebody forgotten again and again, each time in a process of its own that is killed one move later.

`forget_child.py FOLDER BASE CODE NOW`: copies the folder BASE to FOLDER/1, FOLDER/2 … and confirms with CODE in each,
as m1, until one is not killed any more. Moves are whatever SQLite is asked for since the confirmation, and what is done
to files. Prints how many there were.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import aiosqlite

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import open_world

KEY = 4711
"""So many messages m1 has written before: the same one is offered again after a crash."""


def counted(function: Callable[..., Any], moves: count[int], last: int) -> Callable[..., Any]:
    def move(*arguments: object, **named: object) -> object:
        if next(moves) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)

    return move


async def confirm(folder: Path, code: str, now: datetime, last: int) -> None:
    async with open_world(folder, ControlledClock(now)) as world:
        moves = count(1)
        for home, name in ((aiosqlite.Connection, "_execute"), (Path, "unlink")):
            setattr(home, name, counted(getattr(home, name), moves, last))
        world.person("m1").sent = KEY
        await world.person("m1").says(f"!me forget {code}")
        await world.everything_said()
        os._exit(0)


def main(folder: Path, base: Path, code: str, now: datetime) -> None:
    for last in count(1):
        shutil.copytree(base, folder / str(last))
        child = os.fork()
        if not child:
            asyncio.run(confirm(folder / str(last), code, now, last))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            sys.stdout.write(f"{last}\n")
            return
        assert status == -signal.SIGKILL, f"number {last} ended with {status}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], datetime.fromisoformat(sys.argv[4]))
