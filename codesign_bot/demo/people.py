"""The people of the demo: each is one account that types, reads, and waits for what it reads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar, assert_never

from codesign_bot.demo.inbox import Inbox
from codesign_bot.demo.pace import Pace
from codesign_bot.demo.paper import Paper
from codesign_bot.demo.phrases import Phrases
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.service.patience import Flood
from codesign_bot.testing.matrix_person import MatrixPerson

T = TypeVar("T")


_MOST_PATIENCE = 30
"""Seconds; the bot never asks for more than a few."""


class Expect(Enum):
    """What the bot must answer for the story to go on."""

    SAVED = "saved"
    REFUSED = "refused"
    ANYTHING = "anything"


async def _nothing() -> None:
    pass


@dataclass(slots=True)
class Scene:
    """What all people of the demo share."""

    room: str
    bot: str
    paper: Paper
    phrases: Phrases
    pace: Pace
    before_each: Callable[[], Awaitable[None]] = _nothing
    """Awaited before anything is typed."""
    flood: Flood = field(default_factory=Flood)

    def fits(self, expects: Expect) -> Callable[[str], bool]:
        """Which answers are the expected ones."""
        match expects:
            case Expect.SAVED:
                return self._is_saved
            case Expect.REFUSED:
                return self.phrases.is_refused
            case Expect.ANYTHING:
                return bool
            case _:
                assert_never(expects)

    def _is_saved(self, answer: str) -> bool:
        if self.phrases.is_refused(answer):
            raise DemoTrouble(f"The story cannot go on, because the bot said: {self.phrases.brief(answer)}")
        return self.phrases.is_saved(answer)

    async def in_time(self, waiting: Coroutine[Any, Any, T], for_what: str) -> T:
        """Wait no longer than an answer may take. Raises `DemoTrouble`."""
        limit = self.pace.answer_seconds
        try:
            async with asyncio.timeout(limit):
                return await waiting
        except TimeoutError:
            raise DemoTrouble(f"The demo gives up after {limit:.0f} seconds: {for_what} did not come.") from None


@dataclass(frozen=True, slots=True)
class Said:
    """A message of somebody, by its id, and what the bot answered."""

    id: str
    answer: str


@dataclass(slots=True)
class Member:
    """Somebody with a name. `dm` is what the bot says to them in the direct message, once that is open."""

    name: str
    client: MatrixPerson
    scene: Scene
    dm: Inbox | None = None
    _room: Inbox = field(init=False)

    def __post_init__(self) -> None:
        self._room = Inbox(self.client, self.scene.bot, self.scene.room)

    async def open_private(self) -> str:
        """Open a direct message with the bot, as everybody does for themselves. Returns the bot's hello."""
        room = await self.client.create_room(invite=[self.scene.bot], is_public=False, is_direct=True)
        self.has_private(room)
        return (await self.scene.in_time(self._private.until(bool), f"the bot's hello to {self.name}"))[0]

    def has_private(self, room: str) -> None:
        """From now on the bot answers this person there."""
        self.dm = Inbox(self.client, self.scene.bot, room)

    async def aloud(self, text: str, expects: Expect = Expect.SAVED) -> Said:
        """Type in the room. The answer comes in private where that is open."""
        await self._ready()
        self.scene.paper.typed(self.name, text)
        message = await self.client.send(self.scene.room, text)
        return await self._answered(message, text, expects)

    async def private(self, text: str, expects: Expect = Expect.SAVED, *, is_command: bool = True) -> Said:
        """Type in the direct message. `is_command`: not an answer to a question of the bot."""
        await self._ready(is_command=is_command)
        self.scene.paper.typed(f"{self.name}, in private", text)
        message = await self.client.send(self._private.room, text)
        return await self._answered(message, text, expects)

    async def correct(self, message: str, text: str) -> Said:
        """Change an own message in the room."""
        await self._ready()
        self.scene.paper.typed(f"{self.name}, changing that message", text)
        await self.client.edit(self.scene.room, message, text)
        return await self._answered(message, text, Expect.SAVED)

    async def thumb(self, message: str, what: str) -> Said:
        """A thumb on a message in the room."""
        await self._ready()
        self.scene.paper.deed(f"{self.name} puts a thumb, 👍, on {what}.")
        sign = await self.client.react(self.scene.room, message, "👍")
        return await self._answered(sign, "👍", Expect.SAVED)

    async def delete(self, message: str) -> None:
        """Delete an own message in the room."""
        self.scene.paper.deed(f"{self.name} deletes that message.")
        await self.client.redact(self.scene.room, message)
        await self.beat()

    async def hears(self) -> str:
        """What the bot says to this person unasked. Returns it."""
        words, _ = await self.scene.in_time(self._private.until(bool), f"word from the bot to {self.name}")
        self.show(words)
        await self.beat()
        return words

    async def chat(self, text: str) -> None:
        """Talk that is not for the bot."""
        self.scene.paper.typed(self.name, text)
        await self.client.send(self.scene.room, text)
        await self.beat()

    async def quietly(self, text: str, expects: Expect = Expect.SAVED) -> str:
        """Type in private without showing anything. Returns the answer."""
        await self._patience()
        await self.client.send(self._private.room, text)
        return (await self._next(self._private, text, expects))[0]

    async def files(self, count: int) -> dict[str, bytes]:
        """The files that the bot sent to this person alone, by name, downloaded from the homeserver."""
        return await self.scene.in_time(self._private.files(count), f"the files that {self.name} asked for")

    async def beat(self) -> None:
        """A short silence."""
        self.scene.pace.acted()
        await asyncio.sleep(self.scene.pace.beat_seconds)

    def show(self, words: str, whom: str = "") -> None:
        """Show what the bot said to this person alone."""
        self.scene.paper.private(whom or self.name, self.scene.phrases.brief(words))

    @property
    def _private(self) -> Inbox:
        if self.dm is None:
            raise DemoTrouble(f"{self.name} has no direct message with the bot.")
        return self.dm

    async def _ready(self, *, is_command: bool = True) -> None:
        """Time for it, patience for it, and nothing unread."""
        await self.scene.before_each()
        if is_command:
            await self._patience()
        if self.dm is not None:
            for words in await self.dm.new():
                self.show(words)

    async def _answered(self, message: str, text: str, expects: Expect) -> Said:
        """The answer, shown unless it stands in the room, where it is shown anyway."""
        if self.dm is None:
            answer, _ = await self._next(self._room, text, expects, message)
        else:
            answer, before = await self._next(self.dm, text, expects)
            for words in (*before, answer):
                self.show(words)
        await self.beat()
        return Said(message, answer)

    async def _next(self, inbox: Inbox, text: str, expects: Expect, reply_to: str = "") -> tuple[str, list[str]]:
        waiting = inbox.until(self.scene.fits(expects), reply_to)
        return await self.scene.in_time(waiting, f"the answer to what {self.name} typed (“{text}”)")

    async def _patience(self) -> None:
        """The bot takes so many commands at once from each of us; these people know, and wait."""
        for _ in range(_MOST_PATIENCE):
            now = datetime.now(UTC)
            if not self.scene.flood.is_too_much(self.name, f"{self.name}/{now.isoformat()}", now):
                return
            await asyncio.sleep(1)
