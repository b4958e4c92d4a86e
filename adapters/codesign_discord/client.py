"""The connection: discord.py with nothing kept, no privileged intent, and every interaction handed on as it came."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, NoReturn, cast

import discord

from codesign_bot.errors import Unreachable
from codesign_discord.asking import Interaction, Kind
from codesign_discord.custom_ids import Turned, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

log = logging.getLogger(__name__)

# The library warns at each start that voice will not work. Nobody asked for it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

INTENTS = discord.Intents(guilds=True)
"""Servers and channels: enough for interactions, threads and losing a place. No words of people, no member lists."""
LONGEST_RATE_LIMIT = 60.0
"""Seconds. What has to wait longer for a rate limit waits in the outbox instead."""

READY_AFTER = 0.1
"""Seconds after the last server was named until we are ready. We need none of them to be known before we serve."""

_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Lost:
    """A channel is no more, or the bot was removed from its server."""

    channel: str


@dataclass(frozen=True, slots=True)
class Regained:
    """The bot is in the server of a channel, perhaps once more."""

    channel: str


News = Interaction | Lost | Regained


class Client(discord.AutoShardedClient):
    """Hands interactions and losses on; knows nothing of rounds."""

    def __init__(
        self,
        on_news: Callable[[News], None],
        *,
        on_live: Callable[[], None],
        on_lost: Callable[[], None],
        shard_count: int | None = None,
    ) -> None:
        super().__init__(
            shard_count=shard_count,
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            guild_ready_timeout=READY_AFTER,
        )
        self._on_news = on_news
        self._on_live = on_live
        self._on_lost = on_lost
        self._broke = asyncio.Event()

    def channels_of(self, guild: str) -> list[str]:
        """The text channels of a server, as far as the bot sees them."""
        known = self.get_guild(int(guild))
        return [str(channel.id) for channel in known.text_channels] if known is not None else []

    async def broken(self) -> NoReturn:
        """Raises `Unreachable` where an event could not even be handed on, so that all of it is started anew."""
        await self._broke.wait()
        raise Unreachable("an event could not be handed on")

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody asks for something."""
        asked = asked_by(interaction)
        if asked is not None:
            self._on_news(asked)

    async def on_ready(self) -> None:
        """Connected anew. Discord repeats nothing of what happened before."""
        self._on_live()

    async def on_resumed(self) -> None:
        """Connected again, with everything that happened in between."""
        self._on_live()

    async def on_disconnect(self) -> None:
        """Cut off. discord.py connects again by itself."""
        self._on_lost()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        for channel in guild.text_channels:
            self._on_news(Lost(str(channel.id)))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was let into a server, perhaps once more."""
        for channel in guild.text_channels:
            self._on_news(Regained(str(channel.id)))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is no more."""
        self._on_news(Lost(str(channel.id)))

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """A fault of ours ends the connection, so that it is started anew, and is not only logged."""
        del args, kwargs
        log.error("an event of Discord could not be handed on", extra={"action": "event", "event": event_method})
        self._broke.set()


def asked_by(interaction: discord.Interaction[Any]) -> Interaction | None:
    """An interaction as far as we need it; None for kinds that ask for nothing, and for whoever is no person."""
    kind, user = _KINDS.get(interaction.type.value), interaction.user
    if kind is None or interaction.channel_id is None or user.bot or user.system:
        return None
    channel = interaction.channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    data = cast("Mapping[str, Any]", interaction.data or {})
    return Interaction(
        id=str(interaction.id),
        token=interaction.token,
        kind=kind,
        user=str(user.id),
        name=user.display_name,
        channel=str(interaction.channel_id),
        sent_at=interaction.created_at.astimezone(UTC),
        data=data,
        guild=str(interaction.guild_id) if interaction.guild_id is not None else None,
        parent=str(parent) if parent is not None else None,
        permissions=interaction.permissions.value,
        app_permissions=interaction.app_permissions.value,
        is_on_own=interaction.message is not None and interaction.message.flags.ephemeral,
        pressed_on=str(interaction.message.id) if interaction.message is not None else None,
        shown=_shown(interaction.message) if isinstance(read(str(data.get("custom_id", ""))), Turned) else (),
    )


def _shown(message: discord.Message | None) -> Sequence[Mapping[str, Any]]:
    """What a message of ours shows, as Discord writes it."""
    return [cast("Mapping[str, Any]", one.to_dict()) for one in message.components] if message is not None else ()
