"""One request to the homeserver: a path, a JSON body, a time limit, and an answer or a typed trouble.

Nothing here waits for a rate limit or tries again: whoever asked knows what waiting costs. Bodies, answers
and the access token are never logged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

import aiohttp
from yarl import URL

from codesign_bot.errors import Unreachable
from codesign_bot.watch import dated
from codesign_matrix.errors import trouble
from codesign_matrix.fields import Json, as_object

CLIENT = "_matrix/client/v3"
_LONGEST_ANSWER_SECONDS = 60.0
Query = Mapping[str, str | Sequence[str]]
"""What stands behind the path. A name with several values stands there as often; with none, not at all."""


def path(*segments: str) -> str:
    """A path below `/_matrix/client/v3`; each segment may hold any character."""
    return "/".join((CLIENT, *(quote(segment, safe="") for segment in segments)))


class Wire:
    """The connection to one homeserver. `token` may be set once it is known; `close` it at the end."""

    def __init__(self, homeserver: str, token: str = "") -> None:
        self.token = token
        self._base = homeserver.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        query: Query | None = None,
        timeout_seconds: float = _LONGEST_ANSWER_SECONDS,
    ) -> Json:
        """The answer's JSON object. Raises the PlatformTrouble that fits any other answer, or none at all."""
        data = None if body is None else json.dumps(body).encode()
        raw, _ = await self._request(
            method, path, data=data, mime="application/json", query=query, timeout_seconds=timeout_seconds
        )
        return _parsed(raw)

    async def time_there(self, *, timeout_seconds: float = 5) -> datetime | None:
        """What time the homeserver has, by the `Date` of an answer (RFC 9110, 6.6.1); None where it does not say."""
        _, headers = await self._request("GET", path("account", "whoami"), timeout_seconds=timeout_seconds)
        return dated(headers)

    async def upload(self, data: bytes, mime: str, name: str, *, timeout_seconds: float = 300) -> Json:
        query = {"filename": name} if name else {}
        raw, _ = await self._request(
            "POST",
            "_matrix/media/v3/upload",
            data=data,
            mime=mime,
            query=query,
            timeout_seconds=timeout_seconds,
        )
        return _parsed(raw)

    async def _request(
        self,
        method: str,
        path: str,
        *,
        data: bytes | None = None,
        mime: str = "",
        query: Query | None = None,
        timeout_seconds: float,
    ) -> tuple[bytes, Mapping[str, str]]:
        address = URL(f"{self._base}/{path}", encoded=True).with_query(query or None)
        headers = {"Content-Type": mime} if data is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        limit = aiohttp.ClientTimeout(total=timeout_seconds, sock_connect=15)
        try:
            async with self._open().request(
                method, address, data=data, headers=headers, timeout=limit, allow_redirects=False
            ) as answer:
                raw = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # `from None`: the library's error can quote the request, which holds the token.
            raise Unreachable(f"the homeserver did not answer: {type(error).__name__}") from None
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return raw, answer.headers
        raise trouble(answer.status, _lenient(raw), _seconds(answer.headers.get("Retry-After")))

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


def _parsed(raw: bytes) -> Json:
    try:
        found: object = json.loads(raw)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unreachable("the homeserver's answer was not a JSON object")
    return cast("Json", found)


def _lenient(raw: bytes) -> Json:
    """The body of an error; a proxy in front of the homeserver may have sent a page instead."""
    try:
        return as_object(json.loads(raw))
    except ValueError:
        return {}


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None
