"""The connection: discord.py with nothing kept, no privileged intent, and every interaction handed on as it came."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import discord

from codesign_bot.errors import Unreachable
from codesign_discord.arriving import Arriving, Json, arrived
from codesign_discord.asking import Interaction
from codesign_discord.lines import Lined
from codesign_discord.reach import Moved, Reach
from codesign_discord.starts import Starts
from codesign_discord.watching import watched

if TYPE_CHECKING:
    from yarl import URL

    from codesign_discord.refusals import Refusals

log = logging.getLogger(__name__)

# The library warns at each start that voice will not work. Nobody asked for it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

INTENTS = discord.Intents(guilds=True)
"""Servers and channels: enough for interactions, threads and losing a place. No words of people, no member lists."""
LONGEST_RATE_LIMIT = 60.0
"""Seconds. What has to wait longer for a rate limit waits in the outbox instead."""

MOST_TRIES = 3
"""To begin the first connection of a shard, five seconds apart, until all of them are begun anew, and later."""

READY_AFTER = 0.1
"""Seconds after the last server was named until we are ready. We need none of them to be known before we serve."""

News = Interaction | Moved


class Client(Lined):
    """Hands interactions and losses on; knows nothing of rounds."""

    def __init__(
        self,
        on_news: Callable[[News], None],
        *,
        on_live: Callable[[], None],
        on_lost: Callable[[], None],
        on_login: Callable[[], Awaitable[None]],
        starts: Starts,
        refusals: Refusals,
    ) -> None:
        super().__init__(
            http_trace=watched(refusals),
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
        self._on_login = on_login
        self._starts = starts
        self._broke: asyncio.Queue[Unreachable] = asyncio.Queue()
        self._tried: Counter[int] = Counter()
        self._reach = Reach()
        self._known: dict[int, discord.Guild] = {}
        self._away: set[int] = set()
        self._is_up = False

    @property
    def stands(self) -> bool:
        """Whether every connection stands."""
        return self._is_up and not self._away

    def channels_of(self, guild: str) -> list[str]:
        """The channels and the threads of a server, as far as the bot sees them."""
        known = self.get_guild(int(guild))
        return [str(one.id) for one in (*known.channels, *known.threads)] if known is not None else []

    def allowed(self, channel: str) -> tuple[str, int] | None:
        """The name of a channel, and what the bot is allowed there. None: there is no such channel for the bot."""
        found = self.get_channel(int(channel))
        if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
            return None
        return f"#{found.name}", found.permissions_for(found.guild.me).value

    def home(self, channel: str) -> tuple[str, int] | None:
        """The server of a channel, and what the bot is allowed in it as a whole. None: no such channel for the bot."""
        found = self.get_channel(int(channel))
        if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
            return None
        return str(found.guild.id), found.guild.me.guild_permissions.value

    @property
    def account(self) -> str:
        """The id of the bot itself; empty before it has logged in."""
        return str(self.user.id) if self.user is not None else ""

    async def broken(self) -> NoReturn:
        """Raises `Unreachable` where all of it should be started anew, with why."""
        raise await self._broke.get()

    async def launch_shard(self, gateway: URL, shard_id: int, *, initial: bool = False) -> None:
        """The first connection of a shard. Raises `Unreachable` when the library has tried often enough.

        It tries for ever by itself, from within the try before, until Python allows no call within a call more.
        """
        self._tried[shard_id] += 1
        if self._tried[shard_id] > MOST_TRIES:
            raise Unreachable("a connection could not be begun")
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """A connection logs in, as seldom as `Starts` says. Raises `Unreachable` where it is too early.

        The library may swallow that and try again: `broken` raises it, too.
        """
        await super().before_identify_hook(shard_id, initial=initial)
        wait = self._starts.wait()
        if wait > 0:
            trouble = Unreachable("connections begin too often", wait)
            self._broke.put_nowait(trouble)
            raise trouble
        self._starts.begun()
        await self._on_login()

    def _get_state(self, **options: Any) -> Arriving:  # noqa: ANN401 - the library's own
        hooks = {"dispatch": self.dispatch, "handlers": self._handlers, "hooks": self._hooks, "http": self.http}
        return Arriving(self._on_interaction, **hooks, **options)

    def _on_interaction(self, data: Json) -> None:
        """Somebody asks for something."""
        try:
            asked = arrived(data)
        except (KeyError, TypeError, ValueError):
            self._give_up("interaction")
        else:
            if asked is not None:
                self._on_news(asked)

    async def on_ready(self) -> None:
        """Every connection stands for the first time. Discord repeats nothing of what happened before."""
        self._is_up = True
        self._on_live()

    async def on_shard_connect(self, shard_id: int) -> None:
        """A connection begins anew. A server that was known and is not named again is one we were removed from."""
        for guild in [guild for guild in self.guilds if guild.shard_id == shard_id]:
            # Discord.py makes a new object of each server that is named, and keeps those that are not.
            if self._known.get(guild.id) is guild:
                await self.on_guild_remove(guild)
            else:
                self._known[guild.id] = guild

    async def on_shard_ready(self, shard_id: int) -> None:
        """A connection that began anew stands."""
        self._found(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """A connection stands again, with everything that happened in between."""
        self._found(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """A connection was cut off. discord.py connects again by itself."""
        self._away.add(shard_id)
        self._on_lost()
        if self._starts.cut():
            self._broke.put_nowait(Unreachable("connections break off too often"))

    def _found(self, shard_id: int) -> None:
        """While one connection is away, somebody cannot be heard."""
        self._away.discard(shard_id)
        if self.stands:
            self._on_live()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is in a server, perhaps once more: told of each when a connection begins anew, too."""
        self._known[guild.id] = guild
        self._tell(self._reach.look(guild))

    on_guild_available = on_guild_join
    """A server can be reached again; or the bot was let in: Discord does not always say which."""

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        self._known.pop(guild.id, None)
        self._tell(self._reach.without(guild.id))

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """There is a new channel."""
        self._tell(self._reach.look(channel.guild))

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """Something about a channel is different, perhaps who may speak there."""
        del before
        self._tell(self._reach.look(after.guild))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is no more."""
        self._tell(self._reach.without_place(channel.guild.id, str(channel.id)))

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role may do more or less than before."""
        del before
        self._tell(self._reach.look(after.guild))

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """The bot was given a role, or lost one. Of others we are told nothing."""
        del before
        self._tell(self._reach.look(after.guild))

    async def on_raw_thread_update(self, update: discord.RawThreadUpdateEvent) -> None:
        """A thread was archived, locked, woken or opened again."""
        guild, about = self.get_guild(update.guild_id), update.data["thread_metadata"]
        if guild is None:
            return
        if not about["archived"]:
            self._tell(self._reach.look(guild))
            return
        thread, home, is_locked = str(update.thread_id), str(update.parent_id), bool(about.get("locked"))
        self._tell(self._reach.sleeps(guild, thread, home, is_locked=is_locked))

    async def on_thread_create(self, thread: discord.Thread) -> None:
        """There is a new thread."""
        self._tell(self._reach.look(thread.guild))

    async def on_thread_join(self, thread: discord.Thread) -> None:
        """The bot was let into a thread, or can see it now."""
        self._tell(self._reach.look(thread.guild))

    async def on_thread_remove(self, thread: discord.Thread) -> None:
        """The bot is no member of a thread any more: of a private one it then sees nothing."""
        if thread.is_private():
            self._tell(self._reach.without_place(thread.guild.id, str(thread.id)))

    async def on_raw_thread_delete(self, gone: discord.RawThreadDeleteEvent) -> None:
        """A thread is no more."""
        self._tell(self._reach.without_place(gone.guild_id, str(gone.thread_id)))

    def _tell(self, moved: Iterable[Moved]) -> None:
        for one in moved:
            self._on_news(one)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """A fault of ours ends the connection, so that it is started anew, and is not only logged."""
        del args, kwargs
        self._give_up(event_method)

    def _give_up(self, event: str) -> None:
        log.error("an event of Discord could not be handed on", extra={"action": "event", "event": event})
        self._broke.put_nowait(Unreachable("an event could not be handed on"))
