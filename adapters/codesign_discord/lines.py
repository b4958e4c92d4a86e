"""The connections to the gateway: none of them outlives the login it was begun for.

As soon as Discord says hello, discord.py starts a thread that beats for the connection. Where the login is given up
after that (a time limit, a refusal, the end of the bot), the library forgets the connection: nobody stops the thread,
nobody closes the socket. In a process that logs in for years they would gather.

Law 1. A login that is given up leaves neither thread nor socket.
Law 2. The connection of a shard is over when its next one begins.
Law 3. A client that is closed has no connection, also none that was just beginning.
Law 4. Where Discord hangs up for good, with one of the codes that are `FATAL`, nothing is begun anew.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any
from weakref import WeakSet

import aiohttp
import discord
import discord.shard
from discord.gateway import DiscordWebSocket, KeepAliveHandler

from codesign_discord.errors import NETWORK

FATAL = frozenset({4004, 4010, 4011, 4012, 4013, 4014})
"""Close codes after which connecting again is useless, and too often done resets the token (gateway close codes)."""
BYE_WITHIN = 2.0
"""Seconds that Discord has to say goodbye, until we hang up."""
STILL_WITHIN = 2.0
"""Seconds that the threads have to end. They need some milliseconds."""

_OWN: ContextVar[WeakSet[Line]] = ContextVar("own")
"""Where whoever begins a connection keeps it."""


class Line(DiscordWebSocket):
    """One connection, from the moment at which the network stands."""

    def __init__(self, socket: Any, *, loop: asyncio.AbstractEventLoop) -> None:  # noqa: ANN401 - a class of aiohttp
        super().__init__(socket, loop=loop)
        self._receive = socket.receive
        socket.receive = self._heard
        _OWN.get().add(self)

    async def _heard(self, timeout: float | None = None) -> aiohttp.WSMessage:  # noqa: ASYNC109 - that of aiohttp
        """What the socket receives.

        Where the other side is gone before it is told goodbye in turn, the socket says that it does not know why, and
        the library would begin anew. The code of a goodbye for good is kept.
        """
        message: aiohttp.WSMessage = await self._receive(timeout=timeout)
        if message.type is aiohttp.WSMsgType.CLOSE and message.data in FATAL:
            self._close_code = message.data
        return message

    @classmethod
    async def from_client(cls, client: discord.Client, **how: Any) -> Line:  # noqa: ANN401 - the library's own
        """A connection that asked to log in, or to go on. Whatever this raises, nothing of it is left."""
        lines = client.lines if isinstance(client, Lined) else WeakSet[Line]()
        shard: int | None = how.get("shard_id")
        await _ended(lines, shard)
        _OWN.set(lines)
        try:
            return await super().from_client(client, **how)
        except BaseException:
            await _ended(lines, shard)
            raise

    async def close(self, code: int = 4000) -> None:
        """Hang up, at the latest when the other side has had its time to say goodbye. The thread is told to end."""
        with suppress(*NETWORK):
            async with asyncio.timeout(BYE_WITHIN):
                await super().close(code)


discord.shard.DiscordWebSocket = Line  # type: ignore[misc]  # the library asks nobody which class it should take


class Lined(discord.AutoShardedClient):
    """A client that knows every connection it began, and leaves none."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the library's own
        super().__init__(**options)
        self.lines: WeakSet[Line] = WeakSet()
        """A thread that beats holds its connection: none that has one can be missing here."""

    async def close(self) -> None:
        """End everything, also where whoever asked does not wait for it. Harmless if it is repeated."""
        await asyncio.shield(super().close())
        await _ended(self.lines)
        with suppress(TimeoutError):
            async with asyncio.timeout(STILL_WITHIN):
                while _beat(self.lines):  # noqa: ASYNC110 - a thread tells nobody that it ends
                    await asyncio.sleep(0.005)

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _ended(lines: Iterable[Line], *shards: int | None) -> None:
    """End all of them, or those of the shards that are named."""
    for line in list(lines):
        if not shards or line.shard_id in shards:
            await line.close()


def _beat(lines: Iterable[Line]) -> bool:
    """Whether a thread still runs for one of them."""
    hearts = [one for one in threading.enumerate() if isinstance(one, KeepAliveHandler)]
    return any(heart.ws is line for line in list(lines) for heart in hearts)
