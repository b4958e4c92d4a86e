"""A community in memory with a real store: people speak, time passes, and everything that was said can be read."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from codesign_bot.catalogue import load_templates, template_folders
from codesign_bot.chance import SystemChance
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round
from codesign_bot.log.note import SignerKey
from codesign_bot.messages import all_voices
from codesign_bot.ports import Chance
from codesign_bot.records import Place
from codesign_bot.service.bot import Bot, Choices, assemble
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPerson, MemoryPlatform, Render, as_keys

LOG_KEY = SignerKey("codesign-bot", bytes(range(32)))
"""Signs the logs of every world."""
CHOICES = Choices(load_templates(template_folders()), all_voices(), key=LOG_KEY)
"""Read once, before any event loop runs, as the application does."""

ROOM = Place(PLATFORM, "room")
OTHER = "other"
"""The name of a second platform, where a world has one."""
YARD = Place(OTHER, "yard")
ANSWERS = (
    "1",
    "We all decide, here, by dots.",
    "2",
    "The money is fixed.",
    "Everything but the money is open.",
    "1",
    "We do it together with the council.",
    "2027-12-31",
    "yes",
)


@dataclass(slots=True)
class World:
    """One bot, one room, and people; with a second platform, a yard there and people in it."""

    bot: Bot
    platform: MemoryPlatform
    clock: ControlledClock
    people: dict[str, MemoryPerson] = field(default_factory=dict[str, MemoryPerson])
    other: MemoryPlatform | None = None
    others: dict[str, MemoryPerson] = field(default_factory=dict[str, MemoryPerson])

    def person(self, name: str, *, may_manage: bool = False) -> MemoryPerson:
        """Somebody in the room."""
        if name not in self.people:
            self.people[name] = MemoryPerson(
                self.bot.host, self.platform, name, self.clock.now, (ROOM,), may_manage=may_manage
            )
        return self.people[name]

    def outsider(self, name: str, *, may_manage: bool = False) -> MemoryPerson:
        """Somebody in the yard, on the other platform."""
        if self.other is None:
            raise LookupError("this world has one platform")
        if name not in self.others:
            host, now = self.bot.host, self.clock.now
            self.others[name] = MemoryPerson(host, self.other, name, now, (YARD,), may_manage=may_manage)
        return self.others[name]

    async def everything_said(self) -> None:
        """Let every outbox run dry."""
        while any([await delivery.deliver() for delivery in self.bot.deliveries.values()]):
            pass

    async def passes(self, time: timedelta) -> None:
        """Time passes, and the clock rings."""
        self.clock.advance(time)
        await self.bot.timekeeper.settle_due()
        await self.everything_said()

    async def step_ends(self) -> None:
        """The step that is on comes to its end."""
        window = self.round.window
        if window is None:
            raise ValueError("this step does not end by time")
        self.clock.advance_to(window.closes)
        await self.bot.timekeeper.settle_due()
        await self.everything_said()

    @property
    def round(self) -> Round:
        """The newest round."""
        newest = list(self.bot.desk.book.rounds)[-1]
        loaded = self.bot.desk.rounds.get(newest)
        if loaded is None:
            raise LookupError("the round is not at hand")
        return loaded.state

    def expect(self, phase: Phase) -> None:
        """Fail unless the newest round is in this step."""
        if self.round.phase is not phase:
            raise AssertionError(f"the round is in {self.round.phase.value}, not in {phase.value}")

    def room_says(self) -> list[str]:
        """Everything in the room, in order, as it reads now."""
        return [message.text for message in self.platform.said_in(ROOM)]

    def yard_says(self) -> list[str]:
        """Everything in the yard, in order, as it reads now."""
        return [message.text for message in self.other.said_in(YARD)] if self.other is not None else []

    async def all_say(self, names: Sequence[str], text: str) -> None:
        """Each of them in private."""
        for name in names:
            await self.person(name).says(text)


@asynccontextmanager
async def open_world(
    folder: Path,
    clock: ControlledClock | None = None,
    render: Render = as_keys,
    *,
    is_live: bool = True,
    chance: Chance | None = None,
    has_other: bool = False,
    key: SignerKey = LOG_KEY,
) -> AsyncGenerator[World]:
    """A bot on the store in a folder; what was there before goes on. `render` makes text of what is said.

    Not `is_live`: the bot has just come back, and what it missed has still to be offered. `has_other`: there is a
    second platform. `key`: what the logs are signed with now.
    """
    clock = clock or ControlledClock()
    platforms = [MemoryPlatform(render), *([MemoryPlatform(render, OTHER)] if has_other else [])]
    choices = replace(CHOICES, witness=folder / "log-witness.json", key=key)
    async with SqliteStore.open(folder / "bot.db") as store:
        bot = await assemble(store, clock, chance or SystemChance(), platforms, choices)
        for platform in platforms if is_live else ():
            bot.host.caught_up(platform.name)
        yield World(bot, platforms[0], clock, other=platforms[1] if has_other else None)
