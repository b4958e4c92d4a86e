"""Requests and gateway payloads by hand: what no library would send."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, cast

import aiohttp

from codesign_bot.testing.discord import DiscordServer


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> int:
        return int(self.body["code"])

    @property
    def words(self) -> set[str]:
        """Discord's words for what is wrong with a form."""
        found: set[str] = set()
        todo: list[Any] = [self.body.get("errors", {})]
        while todo:
            node = todo.pop()
            found |= {error["code"] for error in node.get("_errors", [])}
            todo += [inner for key, inner in node.items() if key != "_errors"]
        return found


class Raw:
    """`async with Raw(server) as raw:`"""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        assert self._session
        return self._session

    async def ask(self, method: str, path: str, body: object = None, *, token: str | None = None) -> Reply:
        headers = {"Authorization": f"Bot {self.server.token if token is None else token}"}
        async with asyncio.timeout(10):
            sent = self.session.request(method, self.server.api_base + path, json=body, headers=headers)
            async with sent as answer:
                text = await answer.read()
                return Reply(answer.status, json.loads(text) if text else None, dict(answer.headers))

    async def post(self, body: object) -> Reply:
        """A message in the first channel."""
        return await self.ask("POST", f"/channels/{self.server.channel.id}/messages", body)

    async def dial(self, query: str = "") -> Wire:
        return Wire(await self.session.ws_connect(self.server.gateway_url + query))


class Wire:
    """A gateway connection by hand."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, op: int, data: object) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            return cast("dict[str, Any]", await self.socket.receive_json())

    async def until_closed(self) -> int | None:
        """The code the gateway hung up with; what it said before is thrown away."""
        async with asyncio.timeout(10):
            while (await self.socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        return self.socket.close_code
