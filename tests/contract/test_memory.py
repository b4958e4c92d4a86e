"""The platform in memory keeps the contract, so that what is tested on it holds elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from codesign_bot import ports
from codesign_bot.core.words import clean
from codesign_bot.records import Account, Place
from codesign_bot.testing.contract import PlatformContract, Recorder
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform, as_keys

SPACE = Place(PLATFORM, "space")


@dataclass
class Person:
    """Somebody on the platform in memory."""

    name: str
    platform: MemoryPlatform
    written: int = 0

    @property
    def account(self) -> Account:
        return Account(PLATFORM, f"@{self.name}:memory")

    def _key(self) -> str:
        self.written += 1
        return f"{self.name}/{self.written}"

    async def _write(self, place: Place, text: str, edits: str | None = None) -> str:
        key, now = self._key(), datetime.now(UTC)
        private = place != SPACE
        heard = ports.Heard(
            self.account,
            self.name,
            place,
            key,
            clean(text),
            now,
            is_private=private,
            edits=edits,
            near=(SPACE,) if private else (),
        )
        await self.platform.arrives(heard)
        return key

    async def says(self, place: Place, text: str) -> str:
        return await self._write(place, text)

    async def edits(self, place: Place, key: str, text: str) -> None:
        await self._write(place, text, edits=key)

    async def removes(self, place: Place, key: str) -> None:
        await self.platform.arrives(ports.Removed(self.account, place, self._key(), key, datetime.now(UTC)))

    async def reacts(self, place: Place, key: str, sign: str) -> None:
        reacted = ports.Reacted(self.account, self.name, place, self._key(), key, sign, datetime.now(UTC))
        await self.platform.arrives(reacted)

    async def opens_private(self) -> Place:
        place = Place(PLATFORM, f"private-{self.name}")
        await self.platform.arrives(ports.PrivateOpened(self.account, self.name, place, self._key()))
        return place

    async def sees(self, place: Place) -> list[str]:
        return [message.text for message in self.platform.said_in(place)]


@dataclass
class MemoryDoor:
    """A space in memory."""

    platform: MemoryPlatform
    host: Recorder
    ada: Person
    ben: Person
    space: Place = SPACE
    task: asyncio.Task[None] | None = field(default=None)

    async def start(self) -> None:
        self.task = asyncio.create_task(self.platform.run(self.host))
        await asyncio.sleep(0)

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        await asyncio.wait([self.task])


class TestMemory(PlatformContract):
    """The contract, in memory."""

    @pytest.fixture
    async def door(self) -> AsyncIterator[MemoryDoor]:
        platform = MemoryPlatform(as_keys, places={SPACE})
        host = Recorder({SPACE})
        door = MemoryDoor(platform, host, Person("ada", platform), Person("ben", platform))
        await door.start()
        yield door
        await door.stop()
