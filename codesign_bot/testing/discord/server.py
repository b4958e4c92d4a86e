"""The simulated Discord as one thing that is started and stopped."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from codesign_bot.clock import SystemClock
from codesign_bot.ports import Clock
from codesign_bot.testing.discord import places, posting
from codesign_bot.testing.discord.faults import Faults
from codesign_bot.testing.discord.front import API, GATEWAY, PAGES, Front, Mistake, Record, large_request
from codesign_bot.testing.discord.gateway import Gateway
from codesign_bot.testing.discord.limits import Limiter, Limits
from codesign_bot.testing.discord.model import Channel, Guild, Message
from codesign_bot.testing.discord.permissions import LEAST_FOR_BOT
from codesign_bot.testing.discord.person import Person
from codesign_bot.testing.discord.schema import Schema
from codesign_bot.testing.discord.wire import NO_INTENT, Intent, Json
from codesign_bot.testing.discord.world import World


class SimulatorMistaken(AssertionError):
    """The simulator answered what Discord's own document forbids."""


class DiscordServer:
    """`async with DiscordServer() as server:` listens on loopback, on a port nobody else has.

    `openapi`: Discord's document, or where it lies; every request and every answer is held to it. None: only the
    hand-written rules hold. `unchecked`: requests that are not, as "POST /channels/{channel_id}/messages".
    `clock` dates everything and measures the 3 s and 15 minutes of interactions and the hour of old messages;
    `pace` measures the stretches of rate limits, and is real unless given, because clients really wait.
    `limits`: `Limits()` as Discord does, `Limits.none()` for those who are in a hurry.
    `allowed`: privileged intents that are switched on for the application.

    There is one guild with one channel from the start. At the end it raises `SimulatorMistaken` if `mistakes` is
    not empty: a test that plants one clears the list.
    """

    def __init__(
        self,
        *,
        openapi: Path | Json | None = None,
        unchecked: Collection[str] = (),
        clock: Clock | None = None,
        pace: Clock | None = None,
        limits: Limits | None = None,
        allowed: Intent = NO_INTENT,
        bot_may: int = LEAST_FOR_BOT,
        heartbeat_seconds: float = 41.25,
        patience_seconds: float = 10.0,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.patience_seconds = patience_seconds
        """How long, in real seconds, people wait for what they expect to see."""
        self.world = World(self.clock, allowed=allowed)
        self.limiter = Limiter(limits or Limits(), pace or SystemClock())
        self.faults = Faults()
        self.gateway = Gateway(self.world, self.limiter, heartbeat_seconds=heartbeat_seconds)
        self.schema = None if openapi is None else Schema(openapi, unchecked)
        self.front = Front(self.world, self.gateway, self.limiter, self.faults, self.schema)
        owner = self.world.add_account("Olive")
        self.guild: Guild = places.make_guild(self.world, "Neighbourhood", owner=owner, bot_may=bot_may)
        self.channel: Channel = places.make_channel(self.world, self.guild, "general")
        self.owner = Person(self, owner, self.channel)
        """Who owns the guild, and may do everything there."""
        self._runner: web.ServerRunner | None = None

    # -------------------------------------------------------------------------------- starting and stopping

    async def __aenter__(self) -> Self:
        listening = web.Server(self.front.handle, request_factory=large_request, access_log=None)
        self._runner = web.ServerRunner(listening, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port: int = self._runner.addresses[0][1]
        self.world.url = f"http://127.0.0.1:{port}"
        self.gateway.url = f"ws://127.0.0.1:{port}{GATEWAY}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()
        if kind is None and self.mistakes:
            told = "\n".join(
                f"{one.record.method} {one.record.path} {one.record.status}: {one.sentence}" for one in self.mistakes
            )
            raise SimulatorMistaken(told)

    @property
    def api_base(self) -> str:
        """For `discord.http.Route.BASE`."""
        return f"{self.world.url}{API}"

    @property
    def gateway_url(self) -> str:
        """For `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY`."""
        return self.gateway.url

    @property
    def token(self) -> str:
        return self.world.application.token

    # -------------------------------------------------------------------------------- what happened

    @property
    def records(self) -> deque[Record]:
        """Every request and its answer."""
        return self.front.records

    @property
    def mistakes(self) -> list[Mistake]:
        """Answers of the simulator that the OpenAPI document forbids."""
        return self.front.mistakes

    def refused(self) -> list[Record]:
        """The requests that were answered with an error, of whatever kind."""
        return [one for one in self.records if one.status >= 400]

    async def quiet(self, seconds: float = 0.05) -> None:
        """Return when no request has been under way for this long, in real time. Fails after `patience_seconds`."""
        async with asyncio.timeout(self.patience_seconds):
            seen = -1
            while self.front.under_way or seen != len(self.records):
                seen = len(self.records)
                await asyncio.sleep(seconds)

    # -------------------------------------------------------------------------------- people and places

    def member(self, name: str, *, guild: Guild | None = None, may: int = 0, locale: str = "en-GB") -> Person:
        """Somebody new in the guild, looking at its first channel. `may`: permissions beside those of everyone."""
        home = guild or self.guild
        account = self.world.add_account(name, locale=locale)
        roles = [places.add_role(self.world, home, f"Role of {name}", may)] if may else []
        places.join(self.world, home, account, roles)
        return Person(self, account, next(iter(home.channels.values()), self.channel))

    def page_of(self, person: Person, *, refresh_seconds: int | None = 1) -> str:
        """The address, on loopback, of a page with what this person sees, which loads itself anew."""
        name = str(person.account.id)
        self.front.pages[name] = lambda: person.page(refresh_seconds=refresh_seconds)
        return f"{self.world.url}{PAGES}{name}"

    def stranger(self, name: str) -> Person:
        """Somebody with an account who is in no guild."""
        return Person(self, self.world.add_account(name), self.channel)

    def webhook_says(self, name: str, words: str, *, channel: Channel | None = None) -> Message:
        """A message of a webhook that is not ours, as a bridge writes for people who are elsewhere."""
        author = self.world.add_account(name, is_bot=True)
        about = posting.About(webhook_name=name)
        return posting.post(self.world, channel or self.channel, author, {"content": words}, {}, about=about)

    def make_guild(self, name: str, *, with_bot: bool = True, bot_may: int = LEAST_FOR_BOT) -> Guild:
        """Another guild, with a channel named general."""
        guild = places.make_guild(self.world, name, owner=self.owner.account, with_bot=with_bot, bot_may=bot_may)
        places.make_channel(self.world, guild, "general")
        return guild
