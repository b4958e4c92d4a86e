"""Everything that exists, and who is told when it changes.

Nothing here knows HTTP or websockets. Whoever listens gets an `Event` for each change, in order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from codesign_bot.ports import Clock
from codesign_bot.testing.discord import permissions
from codesign_bot.testing.discord.errors import Code, Refused
from codesign_bot.testing.discord.ids import AccountId, ChannelId, GuildId, InteractionId, MessageId, RoleId, Snowflakes
from codesign_bot.testing.discord.model import Account, Channel, Command, Guild, Interaction, Member, Message
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.wire import NO_INTENT, Intent, Json


@dataclass(frozen=True, slots=True)
class Event:
    """A gateway event. `needs`: it goes to connections with any of these intents; none means to all."""

    name: str
    guild: Guild | None
    data: Json
    needs: Intent = NO_INTENT
    message: Message | None = None
    """The message it shows, whose words some connections may not read."""


@dataclass(slots=True)
class Application:
    """Our bot's entry in the developer portal."""

    bot: Account
    owner: Account
    token: str
    allowed: Intent
    """Privileged intents that are switched on in the portal."""
    resets: int = 0
    """How often the token was reset because of too many identifies."""


@dataclass(frozen=True, slots=True)
class Notified:
    """One message that notified somebody, in the order it happened."""

    message: Message
    people: frozenset[AccountId]
    is_everyone: bool


class World:
    """`clock` dates everything and measures the 3 s and the 15 minutes of an interaction."""

    def __init__(self, clock: Clock, *, bot_name: str = "Codesign", allowed: Intent = NO_INTENT) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.url = "http://127.0.0.1"
        """Where the simulated API and content network are; set once they listen."""
        self.shards = 1
        """How many connections Discord recommends."""
        self.accounts: dict[AccountId, Account] = {}
        self.guilds: dict[GuildId, Guild] = {}
        self.channels: dict[ChannelId, Channel] = {}
        self.commands: list[Command] = []
        self.interactions: dict[str, Interaction] = {}
        """By token."""
        self.notified: list[Notified] = []
        self.nonces: dict[tuple[AccountId, str], tuple[float, Message]] = {}
        self._listeners: list[Callable[[Event], None]] = []
        self._wants: list[Callable[[Intent], bool]] = []
        self._waiting: list[asyncio.Future[None]] = []
        owner = self.add_account("Owner of the application")
        self.application = Application(self.add_account(bot_name, is_bot=True), owner, "", allowed)
        self.application.token = f"simulated.{self.application.bot.id}.0"

    @property
    def bot(self) -> Account:
        return self.application.bot

    # -------------------------------------------------------------------------------- who hears of what

    def listen(self, listener: Callable[[Event], None], *, wants: Callable[[Intent], bool]) -> None:
        """`wants` tells whether events with these intents would reach anybody."""
        self._listeners.append(listener)
        self._wants.append(wants)

    def is_wanted(self, needs: Intent) -> bool:
        """Whether it is worth writing such an event at all."""
        return any(wants(needs) for wants in self._wants)

    def emit(
        self,
        name: str,
        guild: Guild | None,
        data: Json,
        needs: Intent = NO_INTENT,
        *,
        message: Message | None = None,
    ) -> None:
        event = Event(name, guild, data, needs, message)
        for listener in self._listeners:
            listener(event)
        self.stir()

    def stir(self) -> None:
        """Wake whoever waits to see something new."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def stirs(self) -> None:
        """Return when anything has changed. The caller gives it a time limit."""
        one: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(one)
        await one

    # -------------------------------------------------------------------------------- who is who

    def add_account(self, name: str, *, is_bot: bool = False, locale: str = "en-GB") -> Account:
        account = Account(AccountId(self.ids.next()), name, is_bot=is_bot, locale=locale)
        self.accounts[account.id] = account
        return account

    def reset_token(self) -> None:
        """As Discord does after too many identifies: nobody can use the old one."""
        self.application.resets += 1
        self.application.token = f"simulated.{self.bot.id}.{self.application.resets}"

    # -------------------------------------------------------------------------------- finding

    def channel(self, channel_id: ChannelId) -> Channel:
        """Raises UNKNOWN_CHANNEL."""
        found = self.channels.get(channel_id)
        if found is None:
            raise Refused(Code.UNKNOWN_CHANNEL)
        return found

    def seen_channel(self, channel_id: ChannelId) -> Channel:
        """One that our bot can see; raises UNKNOWN_CHANNEL, or NO_ACCESS."""
        channel = self.channel(channel_id)
        self.require(channel, May.VIEW_CHANNEL)
        return channel

    def guild(self, guild_id: GuildId) -> Guild:
        """One that our bot is in. Raises UNKNOWN_GUILD where there is none, NO_ACCESS where it is not a member."""
        guild = self.guilds.get(guild_id)
        if guild is None:
            raise Refused(Code.UNKNOWN_GUILD)
        if not guild.has_bot:
            raise Refused(Code.NO_ACCESS)
        return guild

    def message(self, channel: Channel, message_id: MessageId) -> Message:
        """A message that a channel request can reach, which an ephemeral one is not. Raises UNKNOWN_MESSAGE."""
        found = channel.messages.get(message_id)
        if found is None or found.is_ephemeral:
            raise Refused(Code.UNKNOWN_MESSAGE)
        return found

    def interaction(self, interaction_id: InteractionId, token: str) -> Interaction:
        """Raises UNKNOWN_INTERACTION."""
        found = self.interactions.get(token)
        if found is None or found.id != interaction_id:
            raise Refused(Code.UNKNOWN_INTERACTION)
        return found

    # -------------------------------------------------------------------------------- who may do what

    def granted(self, account: Account, channel: Channel) -> int:
        """The permissions of an account in a place; none where it is not a member."""
        if channel.guild is None:
            return int(permissions.IN_PRIVATE) if account.id in channel.people else 0
        member = channel.guild.members.get(account.id)
        return permissions.in_channel(channel.guild, member, channel) if member else 0

    def bot_may(self, channel: Channel, what: May) -> bool:
        return self.granted(self.bot, channel) & what == what

    def require(self, channel: Channel, *what: May) -> None:
        """Raises NO_ACCESS if our bot cannot see the place, NO_PERMISSION if it lacks any of `what` there."""
        granted = self.granted(self.bot, channel)
        if not granted & May.VIEW_CHANNEL:
            raise Refused(Code.NO_ACCESS)
        if any(granted & one != one for one in what):
            raise Refused(Code.NO_PERMISSION)

    def require_in_guild(self, guild: Guild, what: May) -> None:
        """Raises NO_PERMISSION."""
        if not permissions.in_guild(guild, guild.members[self.bot.id]) & what:
            raise Refused(Code.NO_PERMISSION)

    def members_seeing(self, channel: Channel) -> Iterable[Member]:
        """Whom a mention of everyone in this channel reaches."""
        if channel.guild is None:
            return ()
        return [
            member
            for member in channel.guild.members.values()
            if not member.account.is_bot and self.granted(member.account, channel) & May.VIEW_CHANNEL
        ]

    def members_with(self, channel: Channel, role: RoleId) -> Iterable[Member]:
        """Whom a mention of a role reaches."""
        return [member for member in self.members_seeing(channel) if role in member.roles]
