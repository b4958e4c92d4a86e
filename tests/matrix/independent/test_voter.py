"""A member who plays by mautrix: another protocol library over another encryption library (libolm), no nio.

Strict as clients are that follow MSC4153: keys go only to devices that their account has cross-signed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from codesign_bot.testing.synapse import Login, Synapse
from codesign_matrix import trust
from codesign_matrix.wire import path

pytest.importorskip("olm", reason="python-olm is not installed: pip install 'mautrix[encryption]'")

from mautrix.client import Client
from mautrix.client.state_store import MemoryStateStore
from mautrix.crypto import OlmMachine
from mautrix.crypto.store import MemoryCryptoStore
from mautrix.types import EventType, Membership, MessageType, TextMessageEventContent, TrustState, UserID

if TYPE_CHECKING:
    from ..conftest import Bot  # noqa: TID252 - tests are no package

pytestmark = [
    pytest.mark.synapse,
    # mautrix warns itself of a field that it reads itself.
    pytest.mark.filterwarnings("ignore:The sender_key field in Megolm events:DeprecationWarning"),
]


class _Rooms(MemoryStateStore):
    """The room state that mautrix's two halves share."""

    async def find_shared_rooms(self, user_id: UserID) -> list[str]:
        rooms = ((room_id, members.get(user_id)) for room_id, members in self.members.items())
        return [room_id for room_id, member in rooms if member and member.membership == Membership.JOIN]


class Voter:
    """A member with an independent client. `heard`: what could be read, with how far its device is trusted."""

    def __init__(self, url: str, login: Login, *, is_strict: bool) -> None:
        rooms: Any = _Rooms()
        self.user_id = login.user_id
        self.heard: list[tuple[str, TrustState]] = []
        self._client: Any = Client(
            mxid=login.user_id,
            device_id=login.device_id,
            base_url=url,
            token=login.access_token,
            state_store=rooms,
        )
        self._machine: Any = OlmMachine(self._client, MemoryCryptoStore(login.user_id, "key"), rooms)
        self._client.crypto = self._machine
        if is_strict:
            self._machine.send_keys_min_trust = TrustState.CROSS_SIGNED_TOFU
        self._client.add_event_handler(EventType.ROOM_MESSAGE, self._hear)

    async def start(self) -> None:
        await self._machine.load()
        await self._machine.share_keys()
        self._client.start(None)

    async def stop(self) -> None:
        self._client.stop()
        await self._client.api.session.close()

    async def join(self, room_id: str) -> None:
        await self._client.join_room(room_id)

    async def send(self, room_id: str, body: str) -> str:
        return str(
            await self._client.send_message(room_id, TextMessageEventContent(msgtype=MessageType.TEXT, body=body))
        )

    async def until_heard(self, body: str, *, within_seconds: float = 15) -> TrustState:
        """How far the sender's device is trusted."""
        async with asyncio.timeout(within_seconds):
            while True:
                for said, trust in self.heard:
                    if said == body:
                        return trust
                await asyncio.sleep(0.05)

    async def _hear(self, event: Any) -> None:  # noqa: ANN401 - mautrix's event
        if event.sender != self.user_id:
            trust = event.get("mautrix", {}).get("trust_state") if hasattr(event, "get") else None
            self.heard.append((str(event.content.body), trust or TrustState.UNVERIFIED))


NewVoter = Callable[..., Awaitable[Voter]]


@pytest.fixture
async def new_voter(synapse: Synapse) -> AsyncIterator[NewVoter]:
    """Each call: a new account on an independent client; `is_strict=False` for a client of the old kind."""
    async with AsyncExitStack() as stack:

        async def newcomer(*, is_strict: bool = True) -> Voter:
            return await stack.enter_async_context(_started(synapse, is_strict=is_strict))

        yield newcomer


@asynccontextmanager
async def _started(synapse: Synapse, *, is_strict: bool) -> AsyncGenerator[Voter]:
    voter = Voter(synapse.url, await synapse.register(), is_strict=is_strict)
    try:
        await voter.start()
        yield voter
    finally:
        await voter.stop()


async def meet(bot: Bot, *voters: Voter) -> str:
    room_id = await bot.sender.create_private(voters[0].user_id, encrypted=True)
    await bot.until_in(room_id)
    for voter in voters[1:]:
        await bot.client.wire.call("POST", path("rooms", room_id, "invite"), {"user_id": voter.user_id})
    for voter in voters:
        await voter.join(room_id)
    await bot.until(lambda: {voter.user_id for voter in voters} <= bot.client.rooms[room_id].joined)
    return room_id


async def test_a_strict_independent_client_and_the_bot_read_each_other(bot: Bot, new_voter: NewVoter) -> None:
    await trust.bootstrap(bot.client)
    voter = await new_voter()
    room_id = await meet(bot, voter)
    await voter.send(room_id, "!dots 3 1")
    heard = await bot.until_said("!dots 3 1")
    assert (heard.sender, heard.is_encrypted) == (voter.user_id, True)
    await bot.sender.send(room_id, {"msgtype": "m.text", "body": "saved"}, "t1")
    assert await voter.until_heard("saved") == TrustState.CROSS_SIGNED_TOFU


async def test_without_cross_signing_a_strict_client_lets_the_bot_read_nothing(bot: Bot, new_voter: NewVoter) -> None:
    """The control: what the test above shows is the signature, not the library's kindness."""
    strict, lax = await new_voter(), await new_voter(is_strict=False)
    room_id = await meet(bot, strict, lax)
    await strict.send(room_id, "!dots 3 1")
    await lax.send(room_id, "after it")
    await bot.until_said("after it")
    assert bot.desk.bodies == ["after it"]
    assert len(bot.desk.kept) == 1
