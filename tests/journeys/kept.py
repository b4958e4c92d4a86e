"""A town in the middle of a vote, lived through once and kept: each test goes on from a copy of its own."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login, Synapse

from .town import Member, Town, town

MEMBERS = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """Two folders and who is who. `people`: everybody with the id of their direct message, Olga first."""

    folder: Path
    bot: Login
    room: str
    people: tuple[tuple[Login, str], ...]


@cache
def vote_under_way() -> Kept:
    """Voting has just begun, for an hour: 12 members in a room of version 11, each with a direct message."""
    folder = Path(tempfile.mkdtemp(prefix="town-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return asyncio.run(_lived(folder))


async def _lived(folder: Path) -> Kept:
    async with Synapse(folder / "homeserver") as synapse, town(synapse, folder / "bot") as made:
        await made.voting(MEMBERS)
        assert made.bot.stop() == 0
        people = tuple((one.client.login, one.dm) for one in (made.olga, *made.members))
        return Kept(folder, made.login, made.room, people)


@asynccontextmanager
async def resumed(
    kept: Kept,
    folder: Path,
    *,
    limits: Literal["none", "default"] = "none",
    extra: Mapping[str, object] | None = None,
) -> AsyncGenerator[Town]:
    """The town goes on in a copy of its folders: the homeserver and the people are there, the bot is not started."""
    await asyncio.to_thread(shutil.copytree, kept.folder, folder / "town")
    here = folder / "town"
    async with (
        Synapse(here / "homeserver", limits=limits, extra=extra) as synapse,
        town(synapse, here / "bot", kept.bot) as made,
    ):
        made.room = kept.room
        everybody = [await _again(made, login, dm) for login, dm in kept.people]
        made.olga, *made.members = everybody
        yield made


async def _again(made: Town, login: Login, dm: str) -> Member:
    client = await made.stack.enter_async_context(MatrixPerson(made.synapse.url, login))
    await client.sync()
    return Member(client, made.name, dm)
