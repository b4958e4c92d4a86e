"""A bot on the simulated Discord, wired as it is in real life, and people who press and read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from codesign_bot.chance import SystemChance
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round
from codesign_bot.ports import Platform
from codesign_bot.records import Account, Ballot, Kept
from codesign_bot.service.book import Book
from codesign_bot.service.bot import Bot, assemble
from codesign_bot.service.host import ServiceHost
from codesign_bot.service.keeping import KeepWork
from codesign_bot.storage import Store
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import DiscordServer, Limits, May
from codesign_bot.testing.discord.person import Person
from codesign_bot.testing.world import CHOICES
from codesign_discord.logins import LOGINS
from codesign_discord.permissions import LEAST
from codesign_discord.platform import DiscordPlatform

OPENAPI = Path("../shared/data/discord/openapi.json")


@dataclass(slots=True)
class Town:
    """A server with one channel. `restart` takes the bot away, as a crash would, and starts it again."""

    folder: Path
    server: DiscordServer
    clock: ControlledClock
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    bot: Bot | None = None
    token: str = ""
    """Another token than the right one."""
    beside: Callable[[], Sequence[Platform]] = tuple
    """Opens the other platforms that the bot serves, anew at each start."""
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    def person(self, name: str, *, may_manage: bool = False) -> Person:
        """Somebody in the channel."""
        if name not in self.people:
            self.people[name] = self.server.member(name, may=May.MANAGE_CHANNELS if may_manage else May(0))
        return self.people[name]

    async def start(self) -> None:
        """Connect the bot and wait until it serves."""
        ready = asyncio.Event()
        self._stop = asyncio.Event()
        self._task = asyncio.create_task(self._run(ready))
        waits = asyncio.create_task(ready.wait())
        async with asyncio.timeout(20):
            await asyncio.wait({waits, self._task}, return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        if self._task.done():
            await self._task

    async def stop(self) -> None:
        """Take the bot away."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._task, self.bot = None, None

    async def restart(self) -> None:
        """Take the bot away and start it again, as if days lay between: logins are rationed, and a story has many."""
        await self.store.apply(KeepWork((Kept("discord", LOGINS, None),)))
        await self.stop()
        await self.start()

    async def _run(self, ready: asyncio.Event) -> None:
        discord = DiscordPlatform(self.token or self.server.token, self.clock, CHOICES.voices, shard_count=1)
        platforms: list[Platform] = [discord, *self.beside()]
        async with SqliteStore.open(self.folder / "bot.db") as store:
            self.bot = bot = await assemble(store, self.clock, SystemChance(), platforms, CHOICES)
            async with asyncio.TaskGroup() as group:
                for platform in platforms:
                    group.create_task(platform.run(bot.host))
                for delivery in bot.deliveries.values():
                    group.create_task(delivery.run())
                while not all(bot.host.presence.is_live(one.name) for one in platforms):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.01)
                ready.set()

    @property
    def host(self) -> ServiceHost:
        """The service's door."""
        assert self.bot is not None
        return self.bot.host

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        assert self.bot is not None
        return self.bot.desk.store

    @property
    def book(self) -> Book:
        """What the service knows by heart."""
        assert self.bot is not None
        return self.bot.desk.book

    async def ballot(self, name: str) -> Ballot:
        """What somebody's ballot says in the store."""
        assert self.bot is not None
        store, vote = self.bot.desk.store, self.round.vote
        person = await store.person(Account("discord", str(self.people[name].account.id)))
        assert person is not None
        assert vote is not None
        ballot = await store.ballot(self.round.id, vote.vote_kind, person.id)
        assert ballot is not None
        return ballot

    def expect(self, phase: Phase) -> None:
        """Fail unless the round is in this step."""
        assert self.round.phase is phase, self.round.phase

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(10):
            while not is_so():  # noqa: ASYNC110 - what is waited for tells nobody
                await asyncio.sleep(0.01)

    async def is_live(self) -> None:
        """Wait until the bot is connected again."""
        await self.until(lambda: self.host.presence.is_live("discord"))

    async def ended(self) -> BaseException | None:
        """Wait until the bot has ended by itself. Returns what it ended with."""
        assert self._task is not None
        async with asyncio.timeout(20):
            await asyncio.gather(self._task, return_exceptions=True)
        return self._task.exception()

    async def quiet(self) -> None:
        """Wait until nothing is to be said any more."""
        assert self.bot is not None
        tomorrow = timedelta(days=1)
        async with asyncio.timeout(20):
            while any([await self._is_busy(name, self.clock.now() + tomorrow) for name in self.bot.deliveries]):
                await self.passes(timedelta(seconds=3))
                await asyncio.sleep(0.05)

    async def _is_busy(self, platform: str, until: datetime) -> bool:
        """Whether something is still to be said, or words are still to be taken out of what was said."""
        assert self.bot is not None
        store = self.bot.desk.store
        return bool(await store.outbox(platform, until, 1) or await store.to_mend(platform, 1))

    async def passes_minutes(self, minutes: int) -> None:
        """Minutes pass, one by one."""
        for _ in range(minutes):
            await self.passes(timedelta(minutes=1))
            await asyncio.sleep(0.05)

    @property
    def round(self) -> Round:
        """The newest round."""
        assert self.bot is not None
        newest = list(self.bot.desk.book.rounds)[-1]
        loaded = self.bot.desk.rounds.get(newest)
        assert loaded is not None
        return loaded.state

    async def passes(self, time: timedelta) -> None:
        """Time passes, and the clock rings."""
        assert self.bot is not None
        self.clock.advance(time)
        await self.bot.timekeeper.settle_due()
        for delivery in self.bot.deliveries.values():
            delivery.wake()

    async def step_ends(self) -> Phase:
        """The step that is on comes to its end."""
        window = self.round.window
        assert window is not None
        await self.passes(window.closes - self.clock.now())
        return self.round.phase


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


@asynccontextmanager
async def discord_of_our_own(clock: ControlledClock | None = None) -> AsyncGenerator[DiscordServer]:
    """A simulated Discord that the library takes for the real one. A clock of its own, unless one is given."""
    openapi = OPENAPI if OPENAPI.exists() else None
    was = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    own = clock or ControlledClock()
    async with DiscordServer(openapi=openapi, clock=own, limits=Limits.none(), bot_may=LEAST) as server:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = server.api_base, yarl.URL(server.gateway_url)
        try:
            yield server
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = was


@asynccontextmanager
async def open_town(folder: Path) -> AsyncGenerator[Town]:
    """A town with a bot in it."""
    clock = ControlledClock()
    async with discord_of_our_own(clock) as server:
        town = Town(folder, server, clock)
        try:
            await town.start()
            yield town
        finally:
            await town.stop()
