"""A community in an encrypted room, with members whose clients encrypt: the bot follows, and nothing is in clear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codesign_bot.testing.synapse import Login, Synapse
from codesign_matrix.client import Client, connected
from codesign_matrix.device import Account
from codesign_matrix.feed import Feed
from codesign_matrix.fields import objects
from codesign_matrix.records import Batch, MessageSeen
from codesign_matrix.sending import Sender
from codesign_matrix.wire import path

from .storm import journal
from .town import HONEST, IDEAS, IS_LONG, SAVED, Town, template, town, until

pytestmark = pytest.mark.synapse

WHOLE = {
    "algorithm": "m.megolm.v1.aes-sha2",
    "ciphertext": "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg",
    "session_id": "a session nobody has",
    "sender_key": "6a0rXa1y2jXPerpLLgth7/GY9qhch1ypBVUAXkvUuR4",
    "device_id": "ABCDEFGHIJ",
}


@dataclass(slots=True)
class Sealed:
    """A member whose client encrypts. `heard`: the body and the room of every message of the bot, as last edited."""

    client: Client
    sender: Sender
    bot: str
    heard: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    count: int = 0

    async def commit(self, batch: Batch) -> None:
        for one in batch.records:
            if isinstance(one, MessageSeen) and one.sender == self.bot:
                assert one.is_encrypted is self.client.rooms[one.room_id].is_encrypted
                self.heard.append((one.room_id, one.body))

    async def says(self, room: str, text: str) -> str:
        self.count += 1
        return await self.sender.send(room, {"msgtype": "m.text", "body": text}, f"m{self.count}")

    async def hears(self, part: str, room: str, times: int = 1) -> str:
        def found() -> list[str]:
            return [body for place, body in self.heard if place == room and part in body]

        try:
            await until(lambda: len(found()) >= times)
        except TimeoutError:
            raise AssertionError(f"{part!r} was not heard {times} times; heard was {self.heard}") from None
        return found()[times - 1]

    async def asks(self, room: str, text: str, part: str) -> str:
        before = sum(place == room and part in body for place, body in self.heard)
        await self.says(room, text)
        return await self.hears(part, room, before + 1)

    async def opens(self) -> str:
        room = await self.sender.create_private(self.bot, encrypted=True)
        await self.hears("Hello", room)
        return room


@asynccontextmanager
async def sealed(made: Town, folder: Path, login: Login | None = None) -> AsyncGenerator[Sealed]:
    """Somebody with a client that encrypts, reading all the time; without `login`, somebody new."""
    login = login or await made.synapse.register()
    account = Account(
        made.synapse.url,
        login.user_id,
        folder / login.device_id,
        "key",
        access_token=login.access_token,
        device_id=login.device_id,
    )
    async with connected(account) as client:
        member = Sealed(client, Sender(client), made.name)
        feed = Feed(client, member.commit, now=lambda: datetime.now(UTC))
        task = asyncio.ensure_future(feed.run())
        try:
            await feed.wait_live()
            yield member
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def closed_room(made: Town, ann: Sealed, *others: Sealed) -> str:
    """An encrypted room of all of them and the bot, which is a community now."""
    algorithm = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    body = {"preset": "private_chat", "initial_state": [algorithm], "invite": [one.client.user_id for one in others]}
    room = str((await ann.client.wire.call("POST", path("createRoom"), body))["room_id"])
    for one in others:
        await one.sender.join(room)
    await until(lambda: all(room in one.client.rooms for one in (ann, *others)))
    await until(lambda: {one.client.user_id for one in others} <= ann.client.rooms[room].joined)
    await ann.client.wire.call("POST", path("rooms", room, "invite"), {"user_id": made.name})
    await ann.hears("Nobody has set up a community here yet", room)
    await ann.asks(room, "!setup Riverside", "This is now the community")
    return room


async def test_a_round_in_an_encrypted_room_is_encrypted_whole_and_12_votes_sent_meanwhile_all_count_once(
    synapse: Synapse, tmp_path: Path
) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        made.write({"brisk": template(framing=1, confirming=1, ideas=12, sorting=1)})
        made.bot.start()
        async with sealed(made, tmp_path) as ann, sealed(made, tmp_path) as ben, sealed(made, tmp_path) as cyd:
            members = (ann, ben, cyd)
            room = await closed_room(made, *members)
            dms = [await one.opens() for one in members]
            await ben.asks(dms[1], "!topic suggest The park is empty", "Saved. This is topic")
            await ann.asks(dms[0], "!round plan brisk", "This is part 1 of")
            for number, answer in enumerate(HONEST[:-2], 2):
                await ann.asks(dms[0], answer, f"This is part {number} of")
            await ann.asks(dms[0], HONEST[-2], "Is it right?")
            await ann.asks(dms[0], "yes", "Saved. The round has a plan now")
            await cyd.asks(dms[2], "!second 1", "Saved. You seconded")
            await ann.asks(dms[0], "!join", "You are in this round now")
            await until(lambda: made.records.phase() == "ideas")
            for one, dm, idea in list(zip(members, dms, IDEAS, strict=False))[1:]:
                for more in ("", " and more of them"):
                    await one.asks(dm, f"!idea {idea}{more}", "Saved. This is idea")
            await until(lambda: made.records.phase() == "voting")
            assert made.bot.stop() == 0
            for ballot in ("1:1", "2:1", "3:1", "1:2 2:1"):
                for one, dm in zip(members, dms, strict=True):
                    await one.says(dm, f"!vote {ballot}")
            made.bot.start()
            for one, dm in zip(members, dms, strict=True):
                await one.hears(SAVED, dm, 4)
            assert journal(made.records) == {one.client.user_id: ["1:1", "2:1", "3:1", "1:2 2:1"] for one in members}
            await ann.hears("Step: voting", room)
            await _nothing_is_in_clear(made, ann, (room, *dms))
        assert made.bot.incidents() == []


async def _nothing_is_in_clear(made: Town, ann: Sealed, rooms: tuple[str, ...]) -> None:
    """What the homeserver keeps of the bot's words, card and answers."""
    for room in rooms:
        if room not in ann.client.rooms:
            continue
        page = await ann.client.wire.call("GET", path("rooms", room, "messages"), query={"dir": "b", "limit": "200"})
        events = [event for event in objects(page.get("chunk")) if event.get("sender") == made.name]
        kinds = {str(event["type"]) for event in events if "state_key" not in event}
        assert kinds == {"m.room.encrypted"}


@pytest.mark.skipif(not IS_LONG, reason="the bot waits a minute for a key: CODESIGN_LONG=1 for this")
async def test_messages_that_cannot_be_read_get_one_calm_answer(synapse: Synapse, tmp_path: Path) -> None:
    async with town(synapse, tmp_path / "bot") as made:
        made.write({})
        made.bot.start()
        async with sealed(made, tmp_path) as ann:
            room = await ann.opens()
            for number in range(3):
                place = path("rooms", room, "send", "m.room.encrypted", f"w{number}")
                await ann.client.wire.call("PUT", place, dict(WHOLE))
            await asyncio.sleep(60)
            await ann.hears("I could not read that message", room)
            await asyncio.sleep(5)
            assert len([body for _, body in ann.heard if "I could not read that message" in body]) == 1
