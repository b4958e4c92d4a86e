"""Discord keeps the contract: the real adapter and its real library, on a Discord of our own on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from codesign_bot.records import Account, Place
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.contract import DoorPerson, NotTaken, PlatformContract, Recorder
from codesign_bot.testing.discord import DiscordServer, Drop, Limits, NoAnswer, TooOften, When, acts, forms, places
from codesign_bot.testing.discord.faults import Kind, Planted
from codesign_bot.testing.discord.ids import MessageId
from codesign_bot.testing.discord.model import Acknowledged, Channel, Interaction, Message
from codesign_bot.testing.discord.person import Person as Member
from codesign_bot.testing.discord.show import text as shown
from codesign_bot.testing.discord.show.names import Eyes
from codesign_bot.testing.discord.wire import ChannelKind, Intent
from codesign_bot.testing.door import PATIENCE
from codesign_bot.testing.world import CHOICES
from codesign_discord.asking import PLATFORM, only
from codesign_discord.platform import DiscordPlatform

OPENAPI = Path("../shared/data/discord/openapi.json")
NOWHERE = Place(PLATFORM, "111111111111111111")
REACTIONS = Intent(1 << 10)
"""Who hears of reactions [gateway intents]. The simulator has none; the bot must not even ask to hear of them."""
SAYING = frozenset(
    {
        ("POST", "/channels/{channel_id}/messages"),
        ("PATCH", "/channels/{channel_id}/messages/{message_id}"),
        ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"),
        ("POST", "/webhooks/{webhook_id}/{webhook_token}"),
        ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
    }
)
"""The requests by which somebody reads something."""


@dataclass(slots=True)
class Next(Planted):
    """A fault of the next request that says something, after so many that go well."""

    after: int = 0

    def fits(self, method: str, path: str) -> bool:
        if (method, path) not in SAYING:
            return False
        self.after -= 1
        return self.after < 0


@dataclass(slots=True)
class Person:
    """Somebody with an app. What they say to the bot they write into a form."""

    member: Member
    server: DiscordServer
    host: Recorder
    was_met: bool = False

    @property
    def account(self) -> Account:
        return Account(PLATFORM, str(self.member.account.id))

    @property
    def alone(self) -> Place:
        return only(self.account.id)

    async def says(self, place: Place, text: str) -> str:
        self._goes_to(place)
        try:
            await self.member.types("/topic suggest")
        except NoAnswer:
            raise NotTaken from None
        form, self.member.form = self.member.form, None
        assert form is not None
        sent = acts.submit(self.server.world, form, forms.filled(form, {"words": text}).components)
        async with asyncio.timeout(PATIENCE):
            while all(one.key != str(sent.id) for one in self.host.told):
                if _is_refused(sent) or not self.server.gateway.sessions:
                    raise NotTaken
                await asyncio.sleep(0.002)
        self.was_met = self.was_met or place != self.alone
        return str(sent.id)

    async def writes(self, place: Place, text: str) -> str:
        self._goes_to(place)
        return str(self.member.says(text).id)

    async def edits(self, place: Place, key: str, text: str) -> None:
        self.member.edits(self._channel(place).messages[MessageId(int(key))], text)

    async def removes(self, place: Place, key: str) -> None:
        self.member.deletes(self._channel(place).messages[MessageId(int(key))])

    async def reacts(self, place: Place, key: str, sign: str) -> None:
        channel = self._channel(place)
        told = {"user_id": self.account.id, "channel_id": place.id, "message_id": key, "emoji": {"name": sign}}
        self.server.world.emit("MESSAGE_REACTION_ADD", channel.guild, told, REACTIONS)

    async def opens_private(self) -> Place:
        """A bot is not told who is in a server: it knows whom it has met where."""
        if not self.was_met:
            await self.says(next(iter(self.host.spaces)), "hello")
        places.private_with_bot(self.server.world, self.member.account)
        return self.alone

    async def sees(self, place: Place) -> list[str]:
        return [_words(self.server, one) for one in self._read(place)]

    async def files(self, place: Place) -> list[tuple[str, bytes]]:
        found = [
            file
            for one in self._read(place)
            for file in one.attachments
            if f"[file: {file.filename}]" in _words(self.server, one)
        ]
        async with aiohttp.ClientSession() as session:
            return [(one.filename, await _download(session, one.url)) for one in found]

    async def rung(self) -> int:
        notified = self.server.world.notified
        return sum(one.is_everyone or self.member.account.id in one.people for one in notified)

    def _goes_to(self, place: Place) -> None:
        self.member.goes_to(self._channel(place))

    def _channel(self, place: Place) -> Channel:
        if place == self.alone:
            return places.private_with_bot(self.server.world, self.member.account)
        return next(one for one in self.server.world.channels.values() if str(one.id) == place.id)

    def _read(self, place: Place) -> list[Message]:
        """The bot's messages to everybody in a channel; or all that are for this person alone, wherever they stand."""
        world = self.server.world
        everything = [one for channel in world.channels.values() for one in self._visible(channel)]
        own = [one for one in everything if one.author is world.bot and not one.is_loading]
        if place.id.startswith("user/"):
            alone = [one for one in own if one.is_ephemeral or one.channel.is_private]
            return sorted(alone, key=lambda one: one.id) if place == self.alone else []
        return [one for one in own if not one.is_ephemeral and str(one.channel.id) == place.id]

    def _visible(self, channel: Channel) -> list[Message]:
        return shown.visible(self.server.world, self.member.account, channel)


def _is_refused(sent: Interaction) -> bool:
    """Whether it was answered before it was told: then the answer says that it was not stored."""
    is_word = sent.state is Acknowledged.WITH_MESSAGE and sent.original is not None
    return is_word and sent.original is not None and not sent.original.is_loading


def _words(server: DiscordServer, message: Message) -> str:
    """What stands below the name of the bot."""
    _, *lines = shown.message(Eyes(server.world, message.channel.guild), message).split("\n")
    return "\n".join(lines)


async def _download(session: aiohttp.ClientSession, url: str) -> bytes:
    async with session.get(url) as answer:
        answer.raise_for_status()
        return await answer.read()


@dataclass(slots=True)
class DiscordDoor:
    """A server with a channel and two people."""

    platform: DiscordPlatform
    host: Recorder
    server: DiscordServer
    space: Place
    ada: Person
    ben: Person
    nowhere: Place = NOWHERE
    overhears: bool = False
    keeps: bool = False
    tells_of_private: bool = False
    takes_unseen: bool = True
    task: asyncio.Task[None] | None = field(default=None)

    def told(self, text: str) -> str:
        return f"!topic suggest {text}"

    def naming(self, person: DoorPerson) -> str:
        return f"@everyone @here <@{person.account.id}> <@!{person.account.id}>"

    async def start(self) -> None:
        self.host.is_live = False
        self.task = asyncio.create_task(self.platform.run(self.host))
        live = asyncio.create_task(self.host.until(lambda host: host.is_live))
        await asyncio.wait({self.task, live}, return_when=asyncio.FIRST_COMPLETED)
        if not live.done():
            live.cancel()
            await self.task
        await live

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def breaks_off(self) -> None:
        self.server.gateway.drop()

    async def loses_replies(self, after: int = 0) -> None:
        self._plant(Drop(When.AFTER), after)

    async def is_too_busy(self, seconds: float, after: int = 0) -> None:
        self._plant(TooOften(seconds), after)

    def _plant(self, kind: Kind, after: int) -> None:
        self.server.faults.planted.append(Next(kind, after=after))

    async def clears(self, key: str) -> None:
        (channel,) = [one for one in self.server.world.channels.values() if str(one.id) == self.space.id]
        self.server.owner.deletes(channel.messages[MessageId(int(key))])

    async def takes_away(self) -> None:
        places.leave(self.server.world, self.server.guild, self.server.world.bot)

    async def gives_back(self) -> None:
        world, guild = self.server.world, self.server.guild
        guild.has_bot = True
        places.join(world, guild, world.bot, [one for one in guild.roles.values() if one.name == world.bot.name])
        places.tell_guild(world, guild)


def _made(server: DiscordServer, kind: str) -> Channel:
    """A place for a round: a channel; or a post in a forum, which is a thread in a channel where nobody can write."""
    if kind == "channel":
        return server.channel
    forum = places.make_channel(server.world, server.guild, "ideas", ChannelKind.FORUM)
    return places.make_thread(server.world, forum, "The park", owner=server.owner.account)


class TestDiscord(PlatformContract):
    """The contract, on Discord."""

    @pytest.fixture
    def addresses(self) -> Iterator[None]:
        """Whatever the library was pointed at, it is pointed back."""
        was = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        yield
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = was

    @pytest.fixture(params=["channel", "post"])
    async def door(self, request: pytest.FixtureRequest, addresses: None) -> AsyncIterator[DiscordDoor]:
        del addresses
        clock = ControlledClock()
        openapi = OPENAPI if OPENAPI.exists() else None
        async with DiscordServer(openapi=openapi, clock=clock, limits=Limits.none()) as server:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = server.api_base, yarl.URL(server.gateway_url)
            space = Place(PLATFORM, str(_made(server, request.param).id))
            host = Recorder({space})
            ada, ben = (Person(server.member(name), server, host) for name in ("Ada", "Ben"))
            platform = DiscordPlatform(server.token, clock, CHOICES.voices, shard_count=1)
            door = DiscordDoor(platform, host, server, space, ada, ben)
            await door.start()
            yield door
            await door.stop()
