"""People who ask a bot and look at the clock: one whose client writes in clear, one whose client encrypts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter
from types import TracebackType
from typing import Protocol, Self

from nio import AsyncClient, AsyncClientConfig, MatrixRoom, RoomMessage
from nio.responses import RoomCreateResponse, RoomSendResponse, SyncResponse
from nio.store import SqliteMemoryStore

from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Login

WAIT_SECONDS = 10
OPENS_WITHIN_SECONDS = 60.0
ALGORITHM = {"algorithm": "m.megolm.v1.aes-sha2"}


class Asker(Protocol):
    """Somebody with a client. Everything is read by syncs that only `opens`, `settles` and `asks` make."""

    login: Login

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def opens(self, bot: str) -> str:
        """A direct message that the bot has come into. Returns the room's id."""
        ...

    async def settles(self) -> None:
        """Reads all that has come, and does what a client does between messages."""
        ...

    async def asks(self, room: str, bot: str, question: str, answer: str) -> float:
        """Seconds from sending the question until one more message of the bot that holds `answer` is read."""
        ...


class PlainAsker:
    """Raw requests over aiohttp."""

    def __init__(self, url: str, login: Login) -> None:
        self.login = login
        self._client = MatrixPerson(url, login)

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    async def opens(self, bot: str) -> str:
        room = await self._client.create_room(invite=[bot], is_public=False, is_direct=True)
        joined = ("m.room.member", bot, "join")
        await self._client.wait_for(
            room,
            lambda e: (e["type"], e.get("state_key"), e["content"].get("membership")) == joined,
            within_seconds=OPENS_WITHIN_SECONDS,
        )
        return room

    async def settles(self) -> None:
        await self._client.sync()

    async def asks(self, room: str, bot: str, question: str, answer: str) -> float:
        def answers() -> int:
            return sum(answer in text for text in self._client.texts(room, bot))

        return await _timed(
            answers, lambda: self._client.send(room, question), lambda: self._client.sync(wait_seconds=WAIT_SECONDS)
        )


class SealedAsker:
    """matrix-nio as it comes, with its keys in memory. What a bot says in clear is not counted as an answer."""

    def __init__(self, url: str, login: Login) -> None:
        config = AsyncClientConfig(store=SqliteMemoryStore, store_sync_tokens=False)
        self.login = login
        self._client = AsyncClient(url, login.user_id, login.device_id, "in memory", config)
        self._heard: list[tuple[str, str, str]] = []
        """Room, sender and body of each message that came encrypted."""

    async def __aenter__(self) -> Self:
        self._client.restore_login(self.login.user_id, self.login.device_id, self.login.access_token)
        self._client.add_event_callback(self._hear, RoomMessage)
        await self.settles()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    async def _hear(self, room: MatrixRoom, event: RoomMessage) -> None:
        if event.decrypted:
            self._heard.append((room.room_id, event.sender, str(event.source["content"].get("body"))))

    async def _sync(self, wait_seconds: float) -> None:
        answer = await self._client.sync(timeout=int(wait_seconds * 1000))
        assert isinstance(answer, SyncResponse), answer

    async def opens(self, bot: str) -> str:
        encryption = {"type": "m.room.encryption", "state_key": "", "content": ALGORITHM}
        made = await self._client.room_create(is_direct=True, invite=[bot], initial_state=[encryption])
        assert isinstance(made, RoomCreateResponse), made
        async with asyncio.timeout(OPENS_WITHIN_SECONDS):
            while not self._has_come(made.room_id, bot):
                await self._sync(2)
                await self._tidies()
        return str(made.room_id)

    def _has_come(self, room_id: str, bot: str) -> bool:
        room = self._client.rooms.get(room_id)
        return room is not None and bot in room.users and bot not in room.invited_users

    async def settles(self) -> None:
        await self._sync(0)
        await self._tidies()

    async def _tidies(self) -> None:
        """What nio's own loop does between two syncs."""
        await self._client.send_to_device_messages()
        if self._client.should_upload_keys:
            await self._client.keys_upload()
        if self._client.should_query_keys:
            await self._client.keys_query()
        if self._client.should_claim_keys:
            await self._client.keys_claim(self._client.get_users_for_key_claiming())

    async def asks(self, room: str, bot: str, question: str, answer: str) -> float:
        def answers() -> int:
            return sum(one[:2] == (room, bot) and answer in one[2] for one in self._heard)

        async def send() -> None:
            content = {"msgtype": "m.text", "body": question}
            sent = await self._client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
            assert isinstance(sent, RoomSendResponse), sent

        seconds = await _timed(answers, send, lambda: self._sync(WAIT_SECONDS))
        await self._tidies()
        return seconds


async def _timed(
    answers: Callable[[], int], send: Callable[[], Awaitable[object]], sync: Callable[[], Awaitable[object]]
) -> float:
    before, started = answers(), perf_counter()
    await send()
    while answers() <= before:
        await sync()
    return perf_counter() - started
