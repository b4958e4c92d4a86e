"""A line between the bot and its homeserver that breaks in the ways in which lines break."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from urllib.parse import urlsplit

PIECE = 1 << 14
_ABORTS = struct.pack("ii", 1, 0)
"""For SO_LINGER: whoever closes says so with a reset."""


class Trouble(Enum):
    """What becomes of an answer on its way to the bot. What the bot asks always gets through."""

    RESETS = "its first bytes come, and then a reset"
    ENDS = "its first bytes come, and then the end of the line, as if that were all"
    DRIBBLES = "it comes a few bytes at a time"
    SWALLOWS = "nothing of it comes, and nothing else either"


@dataclass(slots=True)
class Line:
    """Listens on loopback, and passes all on to the port `target` there. `trouble` may change at any time."""

    target: int
    dice: Random
    trouble: Trouble | None = None
    seen: Counter[Trouble] = field(default_factory=Counter["Trouble"])
    """How many answers met with which trouble."""
    _server: asyncio.Server | None = None
    _lines: set[asyncio.Task[None]] = field(default_factory=set["asyncio.Task[None]"])

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def has_seen(self, trouble: Trouble) -> bool:
        return self.seen[trouble] > 0

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Line]:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        try:
            yield self
        finally:
            self._server.close()
            for one in self._lines:
                one.cancel()
            await asyncio.gather(*self._lines, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            with contextlib.suppress(OSError):
                async with asyncio.TaskGroup() as group:
                    asks = group.create_task(self._asks(reader, back))
                    await self._answers(there, writer)
                    asks.cancel()
        except (OSError, ExceptionGroup, asyncio.CancelledError):
            pass  # a line that breaks breaks for both ends; only `open` cancels, and that is the end
        finally:
            self._lines.discard(task)
            writer.close()

    async def _asks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(PIECE):
                writer.write(piece)
                await writer.drain()
        finally:
            writer.close()

    async def _answers(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(PIECE):
            # One answer in three: with less than that something always gets through.
            trouble = self.trouble if self.dice.random() < 1 / 3 else None
            if trouble is None:
                writer.write(piece)
                await writer.drain()
                continue
            self.seen[trouble] += 1
            if not await self._goes_wrong(trouble, piece, writer):
                return

    async def _goes_wrong(self, trouble: Trouble, piece: bytes, writer: asyncio.StreamWriter) -> bool:
        """Whether the line is still there afterwards."""
        match trouble:
            case Trouble.RESETS | Trouble.ENDS:
                writer.write(piece[: len(piece) // 2])
                await writer.drain()
                if trouble is Trouble.RESETS:
                    sock: socket.socket = writer.get_extra_info("socket")
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORTS)
                return False
            case Trouble.SWALLOWS:
                await asyncio.sleep(3600)
                return False
            case Trouble.DRIBBLES:
                for at in range(0, len(piece), 200):
                    writer.write(piece[at : at + 200])
                    await writer.drain()
                    await asyncio.sleep(0.01)
                return True


def to(url: str, seed: int) -> Line:
    """A line to the server of this address."""
    port = urlsplit(url).port
    assert port is not None
    return Line(port, Random(seed))  # noqa: S311 - to be repeated, not to be secret
