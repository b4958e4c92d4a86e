"""The bot on Discord, as `ports.Platform`: connects, feeds the host, and says what the outbox gives it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import NoReturn, assert_never

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, StoreTrouble, Unreachable, worst
from codesign_bot.lease import held
from codesign_bot.ports import Clock, Host, PlaceBack, PlaceLost, Reading, Voice
from codesign_bot.records import Kept, Kind, Place, Queued
from codesign_bot.view import Examined, Finding, View
from codesign_discord import render, witness
from codesign_discord.acting import SEEN, Acting, seen_of
from codesign_discord.asking import PLATFORM, Interaction
from codesign_discord.callbacks import callback_session
from codesign_discord.client import Client, News
from codesign_discord.doctor import Doctor, examined
from codesign_discord.errors import as_trouble, trouble
from codesign_discord.events import Events
from codesign_discord.limits import MOST_FILE_BYTES
from codesign_discord.lines import FATAL
from codesign_discord.logins import Logins
from codesign_discord.manifest import hash_of, manifest
from codesign_discord.reach import Asleep, Lost, Moved, Regained
from codesign_discord.refusals import Refusals
from codesign_discord.rest import File, Rest
from codesign_discord.sending import Sender, is_private
from codesign_discord.starts import TO_SPARE, Starts
from codesign_discord.threads import Threads, known_of
from codesign_discord.waiting import Interactions
from codesign_discord.watching import watched

log = logging.getLogger(__name__)

DECLARED = "commands"
LONGEST_WAIT = 3600.0
"""Seconds after which Discord is asked again whether the bot may log in."""
END_WITHIN = 10.0
"""Seconds that closing all connections may take."""
LOGS_IN_WITHIN = 5.0
"""Seconds that what is to be said waits for a connection that is begun."""
STANDS_EVERY = 15.0
"""Seconds after which it is said again that the connections stand."""
STORE_PAUSE = 1.0
"""Seconds until a store that is in trouble is asked again."""
_KEEPING = {"action": "keep"}


@dataclass(slots=True)
class DiscordPlatform:
    """One application. `shard_count`: None lets Discord say how many connections are right."""

    token: str
    clock: Clock
    voices: Mapping[str, Voice]
    language: str = "en"
    name: str = PLATFORM
    edits_erase: bool = True
    shard_count: int | None = None
    _acting: Acting | None = None
    _is_at_work: asyncio.Event = field(default_factory=asyncio.Event)
    _client: Client | None = None
    refusals: Refusals = field(init=False)
    event_list: Events = field(init=False)
    _logins: Logins = field(init=False)
    """Both outlast a connection: Discord counts on."""
    _keys: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.refusals = Refusals(self.clock.monotonic)
        self.event_list = Events(self._line, Doctor(self.token))
        self._logins = Logins(Starts(self.clock.monotonic), self.clock, self.name)

    async def run(self, host: Host) -> None:
        """Stay connected until cancelled. Raises `NotAllowed` where only an operator can help."""
        news: asyncio.Queue[News] = asyncio.Queue()
        client = Client(
            news.put_nowait,
            on_live=lambda: host.caught_up(self.name),
            on_lost=lambda: host.lost_touch(self.name),
            on_login=lambda: self._logins.keep(host),
            starts=self._logins.starts,
            refusals=self.refusals,
        )
        try:
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(client)
                with as_trouble():
                    await client.login(self.token)
                tracing = [watched(self.refusals)]
                session = await stack.enter_async_context(aiohttp.ClientSession(trace_configs=tracing))
                quick = await stack.enter_async_context(callback_session(client.http.user_agent))
                rest = Rest(client.http, session, quick, refusals=self.refusals)
                await rest.whoami()
                stack.enter_context(held(f"{self.name} {Route.BASE} {rest.application}"))
                self._client = client
                self._acting = await self._prepared(client, rest, host)
                self._is_at_work.set()
                await self._serve(client, host, self._acting, news)
        except* PlatformTrouble as group:
            raise worst(group) from None
        finally:
            self._is_at_work.clear()
            self._acting = self._client = None

    async def _serve(self, client: Client, host: Host, acting: Acting, news: asyncio.Queue[News]) -> NoReturn:
        """Take what comes from the connection, as long as it lasts."""
        moves: asyncio.Queue[Moved] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stay_connected(client, acting.sender.rest), name="discord: gateway")
            group.create_task(acting.sender.rest.refused(), name="discord: token")
            group.create_task(client.broken(), name="discord: broken")
            group.create_task(acting.in_time(), name="discord: in time")
            group.create_task(_closed_at_the_end(client), name="discord: end")
            group.create_task(self._follow(host, acting.threads, moves), name="discord: places")
            group.create_task(acting.threads.wake_all(), name="discord: threads")
            group.create_task(self._stay_followed(client, host), name="discord: followed")
            while True:
                one = await news.get()
                if isinstance(one, Interaction):
                    group.create_task(acting.serve(one), name="discord: interaction")
                else:
                    moves.put_nowait(one)

    async def _stay_followed(self, client: Client, host: Host) -> NoReturn:
        """While the connections stand, say so: Discord offers nothing twice, so there is nothing to catch up with."""
        while True:
            began = self.clock.monotonic()
            await asyncio.sleep(STANDS_EVERY)
            if client.stands:
                host.caught_up(self.name, began)

    async def _stay_connected(self, client: Client, rest: Rest) -> NoReturn:
        """Connect as soon as Discord and our own count of logins let us."""
        while (wait := await self._wait(client, rest)) > 0:  # noqa: ASYNC110 - nobody tells when Discord lets us
            await asyncio.sleep(min(wait, LONGEST_WAIT))
        await _connected(client)

    async def _wait(self, client: Client, rest: Rest) -> float:
        """Seconds until it may connect. `client` learns where, and with how many connections."""
        found, starts = await rest.gateway(), self._logins.starts
        DiscordWebSocket.DEFAULT_GATEWAY = URL(found["url"])  # the library knows one address a process
        client.shard_count = starts.connections = self.shard_count or int(found["shards"])
        left, spare = found["session_start_limit"], min(TO_SPARE, found["session_start_limit"]["total"] // 100)
        if left["remaining"] < starts.connections + spare:
            wait = max(1.0, float(left["reset_after"]) / 1000)
            told = "Discord lets the bot log in %d times more today: it waits %d seconds until it connects"
            log.warning(told, left["remaining"], wait, extra={"action": "logins_spent"})
            return wait
        wait = starts.wait()
        if wait > 0:
            log.warning("too many logins: it waits %d seconds until it connects", wait, extra={"action": "login_waits"})
        return wait

    async def _prepared(self, client: Client, rest: Rest, host: Host) -> Acting:
        interactions = Interactions()
        kept = await host.kept(self.name)
        self._logins.recall(kept)
        commands = manifest(self.voices, self.language)
        if kept.get(DECLARED) != hash_of(commands):
            await rest.declare(commands)
            try:
                await host.receive((), [Kept(self.name, DECLARED, hash_of(commands))])
            except StoreTrouble:
                log.warning("that the commands are declared was not kept: they will be again", extra=_KEEPING)
        sender = Sender(rest, interactions, self.clock.now, self.clock.monotonic)
        threads = Threads(host, rest, self.clock.monotonic, known_of(kept))
        voices, language, seen = self.voices, self.language, seen_of(kept)
        return Acting(host, sender, interactions, self.clock, voices, language, threads, seen, client.channels_of)

    async def _follow(self, host: Host, threads: Threads, moves: asyncio.Queue[Moved]) -> NoReturn:
        """Places that are lost or there again, one after the other; a store in trouble is asked until it takes it."""
        while True:
            one = await moves.get()
            place = Place(self.name, one.channel)
            key = f"{type(one).__name__}/{one.channel}/{self.clock.now().isoformat()}/{next(self._keys)}"
            if not host.hosts(place):
                continue
            match one:
                case Lost(reason=reason):
                    await self._stored(host, PlaceLost(place, key, reason))
                case Regained():
                    await self._stored(host, PlaceBack(place, key))
                case Asleep():
                    await threads.fell_asleep(one.channel)
                case _:
                    assert_never(one)

    async def _stored(self, host: Host, moved: PlaceBack | PlaceLost) -> None:
        while True:
            try:
                await host.receive([moved])
            except StoreTrouble:
                log.warning("that a place moved could not be stored yet", extra=_KEEPING)
                await asyncio.sleep(STORE_PAUSE)
            else:
                return

    async def time_there(self) -> datetime | None:
        """What time Discord has."""
        return await self._connected().sender.rest.time_there()

    async def examine(self) -> Sequence[Finding]:
        """What the application can do, and how it is invited."""
        return await Doctor(self.token).examine()

    async def most_bytes(self, place: Place) -> int:  # noqa: ARG002 - the same wherever nobody paid for more
        """What every channel and every direct message takes."""
        return MOST_FILE_BYTES

    async def examine_place(self, place: Place) -> Examined:
        """What the bot may do in a channel, as far as Discord has told us."""
        self._connected()
        found = self._client.allowed(place.id) if self._client is not None else None
        if found is None:
            raise Gone("the bot is not in this channel")
        return examined(*found)

    async def checkpoints(self, place: Place) -> Sequence[str]:
        """From the channel. An application has no place of its own where it could keep one."""
        return await witness.found(self._connected().sender.rest, place.id)

    def digest(self, view: View, reading: Reading) -> str:
        """A hash of what `send` would show."""
        return render.digest(view, reading)

    async def send(self, queued: Queued, view: View, reading: Reading) -> str:
        """Say it; several messages where one is too long. Returns the id of the first."""
        message, sender = queued.message, (await self._at_work()).sender
        if message.kind is Kind.CARD:
            said = await sender.send(queued, [dict(render.card(view, reading))])
        else:
            files = [File(*message.file)] if message.file is not None else []
            payloads = [dict(one) for one in render.payloads(view, reading)]
            said = await sender.send(queued, payloads, files, is_panel=render.is_panel(view))
        if message.pin and not is_private(message.place):
            await self._pin(message.place, said)
        return said

    async def edit(self, queued: Queued, view: View, reading: Reading) -> str:
        """Change what a card shows. That of a round that is over is pinned no longer."""
        place, was = queued.message.place, queued.message_id
        said = await (await self._at_work()).sender.edit(queued, dict(render.card(view, reading)))
        if queued.message.pin and said != was:
            await self._pin(place, said)
        if queued.message.kind is Kind.CARD and not queued.message.pin and said == was:
            await self._pin(place, said, is_on=False)
        return said

    def parts(self, key: str) -> Sequence[str]:
        """The messages that it became. Of an answer that only one person saw there is none."""
        return self._acting.sender.parts(key) if self._acting is not None else ()

    async def take_back(self, place: Place, messages: Sequence[str]) -> None:
        """Delete them."""
        await (await self._at_work()).sender.take_back(place, messages)

    def about(self, account: str, kept: Mapping[str, str]) -> Sequence[Kept]:
        """In which spaces they were met."""
        return [Kept(self.name, key, None) for key in kept if key == f"{SEEN}{account}"]

    def let_go(self, account: str) -> None:
        """Where they were met, and where their direct message is."""
        if self._acting is not None:
            self._acting.seen.pop(account, None)
            self._acting.sender.let_go(account)

    async def _pin(self, place: Place, message: str, *, is_on: bool = True) -> None:
        """Pinned where the server lets us; elsewhere the card is a message like others."""
        rest = self._connected().sender.rest
        try:
            await (rest.pin if is_on else rest.unpin)(place.id, message)
        except PlatformTrouble:
            log.info("a card could not be pinned or let go", extra={"action": "pin", "channel": place.id})

    async def _at_work(self) -> Acting:
        """Waits a little for a connection that is just begun: otherwise all that waits would be a pause late."""
        if self._acting is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOGS_IN_WITHIN):
                    await self._is_at_work.wait()
        return self._connected()

    def _line(self) -> tuple[Rest, Client]:
        rest, client = self._connected().sender.rest, self._client
        if client is None:
            raise Unreachable("not connected yet", 1.0)
        return rest, client

    def _connected(self) -> Acting:
        if self._acting is None:
            raise Unreachable("not connected yet", 1.0)
        return self._acting


async def _connected(client: Client) -> NoReturn:
    """The gateway, which connects again by itself. Its end is a trouble, whatever ended it."""
    try:
        await client.connect()
    except discord.ConnectionClosed as closed:
        if closed.code in FATAL:
            raise NotAllowed(f"Discord closed the connection for good, with code {closed.code}") from closed
        raise Unreachable(f"the connection was closed, with code {closed.code}") from closed
    except discord.PrivilegedIntentsRequired as error:
        raise NotAllowed("Discord asks for an intent that the bot does not need") from error
    except (discord.DiscordException, OSError) as error:
        raise trouble(error) from error
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
    raise Unreachable("the connection ended")


async def _closed_at_the_end(client: Client) -> NoReturn:
    """While it logs in again, discord.py swallows that it should end, and would wait for ever. Closing it ends it."""
    try:
        await asyncio.Event().wait()
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(END_WITHIN):
                await client.close()
    raise AssertionError("nobody sets this event")
