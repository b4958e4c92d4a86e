"""A line to a homeserver that can be cut, or lose an answer, as lines do: everything else goes through as it is."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

SAYING = "/send/m."
"""Stands in the path of every request by which somebody reads something."""
MOMENT = 0.3
"""Seconds."""
HOP = frozenset({"host", "content-length", "transfer-encoding", "connection", "content-encoding", "accept-encoding"})


class Between:
    """`async with Between(url) as line:` listens at `line.url` and passes on to `url`."""

    def __init__(self, url: str) -> None:
        self._to = url
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.ServerRunner | None = None
        self._open: set[asyncio.Transport] = set()
        self._down_until = 0.0
        self.url = ""
        self.loses_after: int | None = None
        """So many more messages go well; of the one after them the answer is lost."""
        self.busy_ms: int | None = None
        """The next message is refused, and may come again after so long."""

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(auto_decompress=True)
        self._runner = web.ServerRunner(web.Server(self._pass_on, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port: int = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def cut(self) -> None:
        """Whatever is on the line now is lost, and so is what is sent within a moment: libraries try again at once."""
        self._down_until = asyncio.get_running_loop().time() + MOMENT
        for one in tuple(self._open):
            one.abort()

    async def _pass_on(self, request: web.BaseRequest) -> web.StreamResponse:
        assert self._session is not None
        line = request.transport
        assert line is not None
        if asyncio.get_running_loop().time() < self._down_until:
            line.abort()
            raise web.HTTPBadGateway
        is_saying = request.method == "PUT" and SAYING in request.path
        if is_saying and self.busy_ms is not None:
            told = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": self.busy_ms}
            self.busy_ms = None
            return web.json_response(told, status=429)
        self._open.add(line)
        try:
            body = await request.read()
            headers = {name: value for name, value in request.headers.items() if name.lower() not in HOP}
            address = f"{self._to}{request.raw_path}"
            async with self._session.request(request.method, address, data=body, headers=headers) as answer:
                found = await answer.read()
                kind = answer.headers.get("Content-Type", "")
                if is_saying and self._loses():
                    return web.Response(status=502)
                return web.Response(status=answer.status, body=found, headers={"Content-Type": kind})
        finally:
            self._open.discard(line)

    def _loses(self) -> bool:
        if self.loses_after is None:
            return False
        self.loses_after -= 1
        if self.loses_after >= 0:
            return False
        self.loses_after = None
        return True
