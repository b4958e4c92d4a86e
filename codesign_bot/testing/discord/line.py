"""One websocket of a client: what it is told, in order, compressed if it asked for that."""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress

from aiohttp import web

from codesign_bot.testing.discord.limits import Window
from codesign_bot.testing.discord.wire import Close, Json, Opcode, decode, encode

SEND_WITHIN_SECONDS = 10.0


class Line:
    """`say` queues and never waits; `write` sends until it is told to hang up."""

    def __init__(self, request: web.BaseRequest, socket: web.WebSocketResponse, sends: Window | None) -> None:
        self._request = request
        self._socket = socket
        self._queue: asyncio.Queue[bytes | int] = asyncio.Queue()
        self._deflate = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None
        self.sends = sends

    def say(self, op: Opcode, data: object = None) -> None:
        """Anything but an event."""
        self.pass_on(encode({"op": int(op), "d": data, "s": None, "t": None}))

    def pass_on(self, frame: bytes) -> None:
        self._queue.put_nowait(frame)

    def hang_up(self, code: int | Close) -> None:
        """Close with this code, after what was said before."""
        self._queue.put_nowait(int(code))

    def drop(self) -> None:
        """Break the connection as a cut cable would: no closing words."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Send what was queued, until the line is closed."""
        while not self._socket.closed:
            item = await self._queue.get()
            if isinstance(item, int):
                with suppress(TimeoutError, ConnectionError):
                    async with asyncio.timeout(SEND_WITHIN_SECONDS):
                        await self._socket.close(code=item)
                return
            with suppress(TimeoutError, ConnectionError):
                async with asyncio.timeout(SEND_WITHIN_SECONDS):
                    await self._send(item)

    async def _send(self, frame: bytes) -> None:
        if self._deflate is None:
            await self._socket.send_frame(frame, _TEXT)
        else:
            await self._socket.send_bytes(self._deflate.compress(frame) + self._deflate.flush(zlib.Z_SYNC_FLUSH))

    async def read(self) -> Json | None:
        """The next payload; None when the client hung up. Raises ValueError for what is not an object."""
        message = await self._socket.receive()  # waits as long as the client is silent; ended by hang_up and drop
        if message.type not in {web.WSMsgType.TEXT, web.WSMsgType.BINARY}:
            return None
        return decode(message.data)

    @property
    def closed_with(self) -> int | None:
        """The code the client hung up with."""
        return self._socket.close_code


_TEXT = web.WSMsgType.TEXT
