"""The platform in memory keeps the contract, so that what is tested on it holds elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from codesign_bot import ports
from codesign_bot.core.words import clean
from codesign_bot.errors import Unreachable
from codesign_bot.ports import Reading
from codesign_bot.records import Account, Place
from codesign_bot.testing.contract import DoorPerson, PlatformContract, Recorder
from codesign_bot.testing.memory import PLATFORM, MemoryPlatform, Message
from codesign_bot.view import Block, Quote, Verbatim, View

SPACE, NOWHERE = Place(PLATFORM, "space"), Place(PLATFORM, "nowhere")


def as_words(view: View, reading: Reading) -> str:
    """A view as nothing but the words of people in it, and what programs read."""
    del reading
    return "\n".join(_words(block) for block in view.blocks)


def _words(block: Block) -> str:
    match block:
        case Quote(quoted):
            return quoted.words or ""
        case Verbatim(text):
            return text
        case _:
            return ""


@dataclass
class Person:
    """Somebody on the platform in memory."""

    name: str
    platform: MemoryPlatform
    written: int = 0

    @property
    def account(self) -> Account:
        return Account(PLATFORM, f"@{self.name}:memory")

    @property
    def private(self) -> Place:
        return Place(PLATFORM, f"private-{self.name}")

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

    async def writes(self, place: Place, text: str) -> str:
        return await self._write(place, text)

    async def edits(self, place: Place, key: str, text: str) -> None:
        await self._write(place, text, edits=key)

    async def removes(self, place: Place, key: str) -> None:
        await self.platform.arrives(ports.Removed(self.account, place, self._key(), key, datetime.now(UTC)))

    async def reacts(self, place: Place, key: str, sign: str) -> None:
        reacted = ports.Reacted(self.account, self.name, place, self._key(), key, sign, datetime.now(UTC))
        await self.platform.arrives(reacted)

    async def opens_private(self) -> Place:
        await self.platform.arrives(ports.PrivateOpened(self.account, self.name, self.private, self._key()))
        return self.private

    def _read(self, place: Place) -> list[Message]:
        return self.platform.said_in(place) if place in {SPACE, self.private} else []

    async def sees(self, place: Place) -> list[str]:
        return [message.text for message in self._read(place)]

    async def files(self, place: Place) -> list[tuple[str, bytes]]:
        return [(one.file[0], one.file[2]) for one in self._read(place) if one.file is not None]

    async def rung(self) -> int:
        """Nothing rings here."""
        return 0


@dataclass
class MemoryDoor:
    """A space in memory."""

    platform: MemoryPlatform
    host: Recorder
    ada: Person
    ben: Person
    space: Place = SPACE
    nowhere: Place = NOWHERE
    overhears: bool = True
    keeps: bool = True
    tells_of_private: bool = True
    takes_unseen: bool = False
    times: int = 0
    task: asyncio.Task[None] | None = field(default=None)

    def told(self, text: str) -> str:
        return text

    def naming(self, person: DoorPerson) -> str:
        return f"{person.account.id} @room"

    async def start(self) -> None:
        self.task = asyncio.create_task(self.platform.run(self.host))
        await asyncio.sleep(0)

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        await asyncio.wait([self.task])

    async def breaks_off(self) -> None:
        self.platform.breaks_off()

    async def loses_replies(self, after: int = 0) -> None:
        """A message is one message here, however long: there is nothing that could be half said."""
        del after
        self.platform.lost_replies = 1

    async def is_too_busy(self, seconds: float, after: int = 0) -> None:
        del after
        self.platform.busy = Unreachable("too much", seconds)

    async def clears(self, key: str) -> None:
        del self.platform.messages[key]

    async def takes_away(self) -> None:
        assert self.platform.places is not None
        self.platform.places.remove(SPACE)
        await self.platform.arrives(ports.PlaceLost(SPACE, self._time(), "trouble-removed"))

    async def gives_back(self) -> None:
        assert self.platform.places is not None
        self.platform.places.add(SPACE)
        await self.platform.arrives(ports.PlaceBack(SPACE, self._time()))

    def _time(self) -> str:
        self.times += 1
        return f"time {self.times}"


class TestMemory(PlatformContract):
    """The contract, in memory."""

    @pytest.fixture
    async def door(self) -> AsyncIterator[MemoryDoor]:
        platform = MemoryPlatform(as_words, places={SPACE, *(Place(PLATFORM, f"private-{n}") for n in ("ada", "ben"))})
        host = Recorder({SPACE})
        door = MemoryDoor(platform, host, Person("ada", platform), Person("ben", platform))
        await door.start()
        yield door
        await door.stop()
