"""Small bots made with the real discord.py, and how it is pointed at the simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from codesign_bot.testing.discord import DiscordServer, posting
from codesign_bot.testing.discord.model import Channel, Message

Client = TypeVar("Client", bound=discord.Client)
Took = list[discord.Interaction[Any]]
NOBODY = discord.AllowedMentions.none()
LEAST = discord.Intents(guilds=True)
SOON = 0.02
"""Seconds after the last guild until discord.py takes itself for ready; its own default is 2."""


def point_at(server: DiscordServer) -> None:
    """All clients of this process. A fixture puts things back."""
    Route.BASE = server.api_base
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)


class Quick:
    """No wait between two identifies: Discord's 5 s are its own business."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Waits for nothing."""


class Bot(Quick, discord.Client):
    """Registers what `tree` has. `on_component` gets what is pressed, chosen and submitted."""

    def __init__(
        self,
        intents: discord.Intents = LEAST,
        mentions: discord.AllowedMentions | None = NOBODY,
        heartbeat_timeout: float = 60.0,
        max_ratelimit_timeout: float | None = None,
    ) -> None:
        super().__init__(
            intents=intents,
            allowed_mentions=mentions,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            guild_ready_timeout=SOON,
            heartbeat_timeout=heartbeat_timeout,
            max_ratelimit_timeout=max_ratelimit_timeout,
        )
        self.tree = app_commands.CommandTree(self)
        self.on_component: Callable[[discord.Interaction[Any]], Awaitable[None]] | None = None
        self.heard: list[str] = []
        self.came: list[discord.Message] = []
        self.synced = False

    async def setup_hook(self) -> None:
        if self.tree.get_commands() or self.tree.get_commands(type=discord.AppCommandType.message):
            await self.tree.sync()

    async def on_socket_event_type(self, name: str) -> None:
        self.heard.append(name)

    async def on_message(self, message: discord.Message) -> None:
        self.came.append(message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if self.on_component and interaction.type.value in {3, 5}:
            await self.on_component(interaction)


class Sharded(Quick, discord.AutoShardedClient):
    """Counts what comes."""

    def __init__(self) -> None:
        super().__init__(intents=LEAST, guild_ready_timeout=SOON)
        self.took: Took = []

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.took.append(interaction)
        await interaction.response.send_message(f"shard {interaction.guild and interaction.guild.shard_id}")


@asynccontextmanager
async def running(client: Client, server: DiscordServer) -> AsyncGenerator[Client]:
    """The client, connected and ready. It is closed politely at the end."""
    point_at(server)
    client_task = asyncio.ensure_future(client.start(server.token))
    try:
        ready = asyncio.ensure_future(until_ready(client))
        await asyncio.wait({client_task, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if client_task.done():
            await client_task
        yield client
    finally:
        await client.close()
        await asyncio.wait({client_task})
    if not client_task.cancelled() and (error := client_task.exception()):
        raise error


async def until_ready(client: discord.Client) -> None:
    while not client.is_ready():  # noqa: ASYNC110 # before the login the client has no event to wait for
        await asyncio.sleep(0.005)


async def until(is_so: Callable[[], object], *, within_seconds: float = 10) -> None:
    async with asyncio.timeout(within_seconds):
        while not is_so():  # noqa: ASYNC110 # what is waited for tells nobody
            await asyncio.sleep(0.01)


def text_channel(client: discord.Client, channel_id: int) -> discord.TextChannel:
    return cast(discord.TextChannel, client.get_channel(channel_id))


def card(server: DiscordServer, *labels: str, channel: Channel | None = None) -> Message:
    """A message of the bot with a button for each label, whose custom id is the label too."""
    shown = [{"type": 2, "style": 2, "label": label, "custom_id": label} for label in labels]
    body = {"content": "Card", "components": [{"type": 1, "components": shown}]}
    return posting.post(server.world, channel or server.channel, server.world.bot, body, {})
