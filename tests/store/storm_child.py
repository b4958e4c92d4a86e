"""A bot that does nothing but take ballots: one line "key person idea" on stdin, the key on stdout when it is durable.

`storm_child.py DATABASE [BYTES]`: with BYTES no file may grow larger; the line "room" takes that limit away.
What the store refuses is answered by "no KEY ERROR".
"""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path

from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import StoreTrouble
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import Cast

ROUND = RoundId("storm")


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def cast(store: SqliteStore, key: str, person: str, idea: str) -> None:
    try:
        await store.apply(Cast(ROUND, PersonId(person), ((IdeaNo(int(idea)), 1),), key))
        say(key)
    except StoreTrouble as trouble:
        say("no", key, type(trouble).__name__)


async def main(path: Path) -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async with SqliteStore.open(path) as store:
        say("ready")
        async with asyncio.TaskGroup() as group:
            async for line in lines:
                if line == b"room\n":
                    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                    say("roomy")
                elif line == b"read\n":
                    ballots = [ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)]
                    say("read", len(ballots))
                else:
                    group.create_task(cast(store, *line.decode().split()))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    asyncio.run(main(Path(sys.argv[1])))
