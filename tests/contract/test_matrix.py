"""Matrix keeps the contract: the real adapter on a real Synapse, in the rooms of old and of new versions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from codesign_bot.records import Account, Place, Urgency
from codesign_bot.testing.contract import PlatformContract, Recorder, queued, reading, words
from codesign_bot.testing.matrix_person import MatrixPerson
from codesign_bot.testing.synapse import Synapse
from codesign_bot.view import Audience
from codesign_matrix import device
from codesign_matrix.directs import PLATFORM
from codesign_matrix.invitations import Welcome
from codesign_matrix.platform import MatrixPlatform

pytestmark = pytest.mark.synapse


@pytest.fixture(scope="module")
def synapse() -> Iterator[Synapse]:
    """One homeserver for the whole suite."""
    with Synapse() as server:
        yield server


@dataclass
class Person:
    """Somebody with an ordinary client that shares no code with the bot's."""

    client: MatrixPerson
    bot: str

    @property
    def account(self) -> Account:
        return Account(PLATFORM, self.client.user_id)

    async def says(self, place: Place, text: str) -> str:
        return await self.client.send(place.id, text)

    async def edits(self, place: Place, key: str, text: str) -> None:
        await self.client.edit(place.id, key, text)

    async def removes(self, place: Place, key: str) -> None:
        await self.client.redact(place.id, key)

    async def reacts(self, place: Place, key: str, sign: str) -> None:
        await self.client.react(place.id, key, sign)

    async def opens_private(self) -> Place:
        room = await self.client.create_room(invite=[self.bot], is_public=False, is_direct=True)
        return Place(PLATFORM, room)

    async def sees(self, place: Place) -> list[str]:
        events = await self.client.history(place.id, limit=500)
        own = [one for one in events if one["sender"] == self.bot and one["type"] == "m.room.message"]
        shown = {one["event_id"]: one["content"]["body"] for one in own if not _replaces(one)}
        for one in own:
            if _replaces(one):
                shown[_replaces(one)] = one["content"]["m.new_content"]["body"]
        return [text for text in shown.values() if text]


def _replaces(event: dict[str, Any]) -> str:
    relation = event["content"].get("m.relates_to", {})
    return str(relation["event_id"]) if relation.get("rel_type") == "m.replace" else ""


@dataclass
class MatrixDoor:
    """A room with two people, and the bot that is connected and taken away."""

    platform: MatrixPlatform
    host: Recorder
    space: Place
    ada: Person
    ben: Person
    task: asyncio.Task[None] | None = field(default=None)

    async def start(self) -> None:
        self.host.is_live = False
        self.task = asyncio.create_task(self.platform.run(self.host))
        await self.host.until(lambda host: host.is_live)

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


class TestMatrix(PlatformContract):
    """The contract, on Matrix."""

    @pytest.fixture(params=["11", "12"])
    async def door(self, request: pytest.FixtureRequest, synapse: Synapse, tmp_path: Path) -> AsyncIterator[MatrixDoor]:
        bot = await synapse.register()
        account = device.Account(synapse.url, bot.user_id, tmp_path / "device", "a secret", password=bot.password)
        platform = MatrixPlatform(account, lambda: datetime.now(UTC), Welcome(allowed=("localhost",)))
        async with (
            MatrixPerson(synapse.url, await synapse.register()) as ada,
            MatrixPerson(synapse.url, await synapse.register()) as ben,
        ):
            room = await ada.create_room("Riverside", invite=[bot.user_id], room_version=request.param)
            await ben.join(room)
            place = Place(PLATFORM, room)
            host = Recorder({place})
            door = MatrixDoor(platform, host, place, Person(ada, bot.user_id), Person(ben, bot.user_id))
            await door.start()
            await self._is_in(door, ada)
            yield door
            await door.stop()

    async def test_an_answer_is_quiet_and_what_comes_unasked_rings(self, door: MatrixDoor) -> None:
        """Homeservers and apps keep still for a notice, whatever it says: that is in everybody's push rules."""
        private = words("only for you", Audience.ONLY_YOU)
        answer = queued(door.space, "answer")
        unasked = replace(answer, message=replace(answer.message, key="unasked", urgency=Urgency.ANNOUNCEMENT))
        sent = [await door.platform.send(one, private, reading()) for one in (answer, unasked)]
        events = await door.ada.client.history(door.space.id)
        kinds = {one["event_id"]: one["content"].get("msgtype") for one in events}
        assert [kinds[one] for one in sent] == ["m.notice", "m.text"]
        rules = await door.ada.client.request("GET", "/client/v3/pushrules/")
        quiet = next(one for one in rules["global"]["override"] if one["rule_id"] == ".m.rule.suppress_notices")
        assert quiet["conditions"] == [{"kind": "event_match", "key": "content.msgtype", "pattern": "m.notice"}]

    async def _is_in(self, door: MatrixDoor, ada: MatrixPerson) -> None:
        """Wait until the bot has followed the invitation and knows the room."""
        await ada.wait_for(
            door.space.id,
            lambda event: (
                event["type"] == "m.room.member"
                and event.get("state_key") == door.ada.bot
                and event["content"]["membership"] == "join"
            ),
        )
        async with asyncio.timeout(20):
            while not door.platform.is_in(door.space.id):
                await door.ada.client.sync(wait_seconds=0.2)
