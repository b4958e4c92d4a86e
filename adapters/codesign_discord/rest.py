"""The requests to Discord that we make, each with a time limit and our own errors.

They go through discord.py's HTTP client, which keeps to the rate limits. It serves without a connection too.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, NoReturn, TypeAlias

import aiohttp
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter

from codesign_bot.errors import Gone, NotAllowed, Unreachable
from codesign_bot.watch import dated
from codesign_discord.callbacks import Callbacks
from codesign_discord.errors import Archived, TokenRefused, as_trouble
from codesign_discord.refusals import Refusals

Json: TypeAlias = dict[str, Any]

WITHIN = 30.0
"""Seconds that a request may take, waiting for a rate limit included."""
ANSWER_WITHIN = 2.5
"""Seconds for an answer to an interaction: after 3 it counts no more."""
LOOK_WITHIN = 1.5
"""Seconds for a look at something before an interaction can be answered."""

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, SUGGESTIONS, MODAL = 4, 5, 6, 7, 8, 9
"""Interaction callback types."""


_EVENTS = "/guilds/{guild_id}/scheduled-events"
_EVENT = f"{_EVENTS}/{{event_id}}"


@dataclass(frozen=True, slots=True)
class File:
    """Something to attach."""

    name: str
    kind: str
    data: bytes


@dataclass(slots=True)
class Rest:
    """Discord over HTTP."""

    http: HTTPClient
    session: aiohttp.ClientSession
    quick: aiohttp.ClientSession
    """For first answers (`callback_session`)."""
    application: str = ""
    refusals: Refusals = field(default_factory=lambda: Refusals(monotonic))
    """What `watched` counts on the connections of `http` and of `session`, and `Callbacks` on those of `quick`."""
    _is_refused: asyncio.Event = field(default_factory=asyncio.Event)

    async def refused(self) -> NoReturn:
        """Raises `NotAllowed` as soon as Discord takes the token no more."""
        await self._is_refused.wait()
        raise NotAllowed("Discord takes the token no more: give the bot a new one and start it again")

    async def time_there(self) -> datetime | None:
        """What time Discord has, by the `Date` of an answer (RFC 9110, 6.6.1); None where it does not say."""
        address, who = f"{Route.BASE}/gateway", {"User-Agent": self.http.user_agent}
        async with self._counted(LOOK_WITHIN), self.session.get(address, headers=who) as answer:
            return dated(answer.headers)

    async def gateway(self) -> Json:
        """Where to connect, with how many connections, and how many logins are left (`GET /gateway/bot`)."""
        found: Json = await self._ask(Route("GET", "/gateway/bot"))
        return found

    _answers: AsyncWebhookAdapter = field(default_factory=AsyncWebhookAdapter)

    async def whoami(self) -> Json:
        """The application, and with it its id. Raises `NotAllowed` where the token is not taken."""
        found: Json = await self._ask(Route("GET", "/oauth2/applications/@me"))
        self.application = str(found["id"])
        return found

    async def respond(self, interaction: str, token: str, kind: int, data: Json | None = None) -> None:
        """The first answer to an interaction. Raises `TooLate` where somebody else gave it, or its time is over."""
        body: Json = {"type": kind} if data is None else {"type": kind, "data": data}
        async with self._counted(ANSWER_WITHIN, is_answer=True):
            await Callbacks(self.quick, self.refusals).give(interaction, token, body)

    async def follow_up(self, token: str, data: Json, files: Sequence[File] = ()) -> str:
        """A further answer. Returns the id of the message."""
        path = "/webhooks/{webhook_id}/{webhook_token}"
        route = Route("POST", path, webhook_id=self.application, webhook_token=token)
        found: Json = await self._tell(route, data, files, wait="true")
        return str(found["id"])

    async def edit_answer(self, token: str, data: Json, files: Sequence[File] = ()) -> str:
        """Put this in the place of the first answer, or of the "thinking" before it."""
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        route = Route("PATCH", path, webhook_id=self.application, webhook_token=token)
        found: Json = await self._tell(route, data, files)
        return str(found["id"])

    async def create(self, channel: str, data: Json, nonce: str, files: Sequence[File] = ()) -> str:
        """Say something. The same nonce within a few minutes is the same message. Returns its id."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        body = {**data, "nonce": nonce, "enforce_nonce": True}
        found: Json = await self._awake(channel, lambda: self._ask(route, body, files))
        return str(found["id"])

    async def edit(self, channel: str, message: str, data: Json) -> None:
        """Change what a message of ours shows."""
        path = "/channels/{channel_id}/messages/{message_id}"
        route = Route("PATCH", path, channel_id=channel, message_id=message)
        await self._awake(channel, lambda: self._ask(route, data))

    async def is_there(self, channel: str, message: str) -> bool:
        """Whether a message still stands there. Where the bot may not look, it is taken to be there."""
        path = "/channels/{channel_id}/messages/{message_id}"
        try:
            await self._ask(Route("GET", path, channel_id=channel, message_id=message), within=LOOK_WITHIN)
        except Gone:
            return False
        except NotAllowed:
            return True
        return True

    async def remove(self, channel: str, message: str) -> None:
        """Take back a message of ours."""
        path = "/channels/{channel_id}/messages/{message_id}"
        route = Route("DELETE", path, channel_id=channel, message_id=message)
        await self._awake(channel, lambda: self._ask(route))

    async def newest(self, channel: str, most: int, before: str = "") -> list[Json]:
        """The newest messages, or those that came before this one, the newest first: 100 at most."""
        route = Route("GET", "/channels/{channel_id}/messages", channel_id=channel)
        asked = {"limit": str(most)} | ({"before": before} if before else {})
        return list(await self._ask(route, None, (), **asked))

    def is_ours(self, message: Json) -> bool:
        """Whether the bot said this."""
        return str(message.get("application_id") or message["author"]["id"]) == self.application

    async def pin(self, channel: str, message: str) -> None:
        """Pin a message."""
        path = "/channels/{channel_id}/messages/pins/{message_id}"
        route = Route("PUT", path, channel_id=channel, message_id=message)
        await self._awake(channel, lambda: self._ask(route))

    async def wake(self, thread: str) -> None:
        """Bring an archived thread back, as whoever has joined it may; harmless if it is awake.

        Raises `NotAllowed` where it is locked, or was never joined.
        """
        await self._ask(Route("PATCH", "/channels/{channel_id}", channel_id=thread), {"archived": False})

    async def join(self, thread: str) -> None:
        """Become a member of a thread that is awake; harmless if we are one."""
        await self._ask(Route("PUT", "/channels/{channel_id}/thread-members/@me", channel_id=thread))

    async def _awake(self, channel: str, asks: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - as `_ask`
        """Ask for it; where the thread turns out to sleep, wake it and ask once more."""
        try:
            return await asks()
        except Archived:
            await self.wake(channel)
            return await asks()

    async def unpin(self, channel: str, message: str) -> None:
        """Pin a message no longer."""
        path = "/channels/{channel_id}/messages/pins/{message_id}"
        await self._ask(Route("DELETE", path, channel_id=channel, message_id=message))

    async def home(self, channel: str) -> str:
        """The server of a channel; empty for a direct message."""
        found: Json = await self._ask(Route("GET", "/channels/{channel_id}", channel_id=channel))
        return str(found.get("guild_id") or "")

    async def allowed_in(self, guild: str, account: str) -> tuple[str, int]:
        """The name of a server, and what an account is allowed in it as a whole [topics/permissions]."""
        found: Json = await self._ask(Route("GET", "/guilds/{guild_id}", guild_id=guild))
        path = "/guilds/{guild_id}/members/{user_id}"
        member: Json = await self._ask(Route("GET", path, guild_id=guild, user_id=account))
        granted = -1 if str(found["owner_id"]) == account else 0
        for role in found["roles"]:
            if role["id"] in {guild, *member["roles"]}:  # everyone has the role that is named as the server
                granted |= int(role["permissions"])
        return str(found["name"]), granted

    async def events(self, guild: str) -> list[Json]:
        """The events of a server that are not over."""
        return list(await self._ask(Route("GET", _EVENTS, guild_id=guild)) or ())

    async def add_event(self, guild: str, event: Json) -> str:
        """Make an event. Returns its id."""
        found: Json = await self._ask(Route("POST", _EVENTS, guild_id=guild), event)
        return str(found["id"])

    async def change_event(self, guild: str, number: str, event: Json) -> None:
        """Change an event of ours that has not begun."""
        await self._ask(Route("PATCH", _EVENT, guild_id=guild, event_id=number), event)

    async def remove_event(self, guild: str, number: str) -> None:
        """Take an event of ours away."""
        await self._ask(Route("DELETE", _EVENT, guild_id=guild, event_id=number))

    async def private_channel(self, user: str) -> str:
        """The direct message channel with somebody."""
        found: Json = await self._ask(Route("POST", "/users/@me/channels"), {"recipient_id": user})
        return str(found["id"])

    async def declare(self, commands: Sequence[Any]) -> None:
        """Put these in the place of all commands."""
        path = "/applications/{application_id}/commands"
        await self._ask(Route("PUT", path, application_id=self.application), list(commands))

    async def _ask(
        self,
        route: Route,
        body: Json | list[Any] | None = None,
        files: Sequence[File] = (),
        **query: Any,  # noqa: ANN401 - whatever the route takes
    ) -> Any:  # noqa: ANN401 - Discord's own
        more: Json = {"params": {name: str(value).lower() for name, value in query.items()}} if query else {}
        if files and isinstance(body, dict):
            more["form"] = _form(body, files)
        elif body is not None:
            more["json"] = body
        async with self._counted(WITHIN):
            return await self.http.request(route, **more)

    async def _tell(self, route: Route, body: Json, files: Sequence[File] = (), **query: str) -> Any:  # noqa: ANN401 - Discord's own
        """Answer an interaction further.

        Its limits are its own, and end with it: the client for all other requests would keep a bucket for each, and
        look through all of them at each request.
        """
        multipart = _form(body, files) if files else None
        payload = None if files else body
        async with self._counted(WITHIN, is_answer=True):
            return await self._answers.request(
                route, self.session, payload=payload, multipart=multipart, params=query or None
            )

    @asynccontextmanager
    async def _counted(self, within: float, *, is_answer: bool = False) -> AsyncGenerator[None]:
        """A request, with a time limit, our own errors, and an eye on how much is refused."""
        wait = self.refusals.wait(is_answer=is_answer)
        if wait > 0:
            raise Unreachable("Discord refused too much", wait)
        try:
            with as_trouble():
                async with asyncio.timeout(within):
                    yield
        except TokenRefused:
            self._is_refused.set()
            raise


def _form(body: Json, files: Sequence[File]) -> list[Json]:
    """A request with files: the message as JSON, and each file as a part of its own."""
    attached = [{"id": number, "filename": file.name} for number, file in enumerate(files)]
    parts: list[Json] = [{"name": "payload_json", "value": json.dumps({**body, "attachments": attached})}]
    for number, file in enumerate(files):
        parts.append({"name": f"files[{number}]", "value": file.data, "filename": file.name, "content_type": file.kind})
    return parts
