"""A line to a homeserver that can be cut, or lose an answer, as lines do: everything else goes through as it is."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web
from yarl import URL

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
        self._well = 0
        self._busy_ms: int | None = None
        self._loses = False

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

    def loses(self, after: int = 0) -> None:
        """So many more messages go well; of the one after them the answer is lost."""
        self._well, self._loses = after, True

    def refuses(self, busy_ms: int, after: int = 0) -> None:
        """So many more messages go well; the one after them is refused, and may come again after so long."""
        self._well, self._busy_ms = after, busy_ms

    async def _pass_on(self, request: web.BaseRequest) -> web.StreamResponse:
        line = request.transport
        assert line is not None
        if asyncio.get_running_loop().time() < self._down_until:
            line.abort()
            raise web.HTTPBadGateway
        is_due = self._is_due(request)
        if is_due and self._busy_ms is not None:
            told = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": self._busy_ms}
            self._busy_ms = None
            return web.json_response(told, status=429)
        self._open.add(line)
        try:
            answer = await self._answer(request)
        finally:
            self._open.discard(line)
        if is_due and self._loses:
            self._loses = False
            return web.Response(status=502)
        return answer

    def _is_due(self, request: web.BaseRequest) -> bool:
        """Whether it is the turn of this request, if any, to go wrong."""
        if request.method != "PUT" or SAYING not in request.path:
            return False
        self._well -= 1
        return self._well < 0

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        assert self._session is not None
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOP}
        body, address = await request.read(), URL(f"{self._to}{request.raw_path}", encoded=True)
        async with self._session.request(request.method, address, data=body, headers=headers) as answer:
            kind = {"Content-Type": answer.headers.get("Content-Type", "")}
            return web.Response(status=answer.status, body=await answer.read(), headers=kind)
