"""Making and changing guilds, channels, threads and direct messages. Each change is told to whoever listens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from codesign_bot.testing.discord.errors import Code, Refused
from codesign_bot.testing.discord.ids import ChannelId, RoleId
from codesign_bot.testing.discord.model import (
    Account,
    Channel,
    Guild,
    Member,
    Message,
    Overwrite,
    Role,
    ThreadState,
)
from codesign_bot.testing.discord.permissions import LEAST_FOR_BOT, ORDINARY
from codesign_bot.testing.discord.shapes import people as person_shapes
from codesign_bot.testing.discord.shapes import places as shapes
from codesign_bot.testing.discord.wire import NO_INTENT, THREADS, ChannelKind, Intent, Json
from codesign_bot.testing.discord.world import World

MOST_ACTIVE_THREADS = 1000
"""In a guild. Source: docs, "Threads", and the error 160006; the figure is that of Discord's help pages."""


# ------------------------------------------------------------------------------------- guilds and people


def make_guild(
    world: World, name: str, *, owner: Account, with_bot: bool = True, bot_may: int = LEAST_FOR_BOT
) -> Guild:
    """A guild with its owner, and our bot under a role of its own with these permissions."""
    new = world.ids.next_guild()
    everyone = Role(RoleId(new), "@everyone", int(ORDINARY), 0)
    guild = Guild(new, name, owner.id, everyone, roles={everyone.id: everyone}, has_bot=with_bot)
    world.guilds[new] = guild
    guild.members[owner.id] = Member(owner, world.clock.now())
    bot_role = add_role(world, guild, world.bot.name, bot_may)
    if with_bot:
        guild.members[world.bot.id] = Member(world.bot, world.clock.now(), [bot_role.id])
        tell_guild(world, guild)
    return guild


def tell_guild(world: World, guild: Guild) -> None:
    world.emit("GUILD_CREATE", guild, shapes.guild_on_gateway(world, guild), Intent.GUILDS)


def outage(world: World, guild: Guild) -> None:
    """The guild cannot be reached for a while; `tell_guild` says that it is back."""
    world.emit("GUILD_DELETE", guild, {"id": str(guild.id), "unavailable": True}, Intent.GUILDS)


def add_role(world: World, guild: Guild, name: str, permissions: int = 0, *, is_mentionable: bool = False) -> Role:
    role = Role(RoleId(world.ids.next()), name, int(permissions), len(guild.roles), is_mentionable)
    guild.roles[role.id] = role
    tell_role(world, guild, role, "GUILD_ROLE_CREATE")
    return role


def tell_role(world: World, guild: Guild, role: Role, event: str = "GUILD_ROLE_UPDATE") -> None:
    if guild.has_bot:
        world.emit(event, guild, {"guild_id": str(guild.id), "role": person_shapes.role(role)}, Intent.GUILDS)


def join(world: World, guild: Guild, account: Account, roles: Iterable[Role] = ()) -> Member:
    member = Member(account, world.clock.now(), [role.id for role in roles])
    guild.members[account.id] = member
    _tell_member(world, guild, member, "GUILD_MEMBER_ADD")
    return member


def tell_member(world: World, guild: Guild, member: Member) -> None:
    """That something about a member is different now. Our bot always hears of itself."""
    _tell_member(world, guild, member, "GUILD_MEMBER_UPDATE")


def _tell_member(world: World, guild: Guild, member: Member, event: str) -> None:
    needs = NO_INTENT if member.account is world.bot else Intent.GUILD_MEMBERS
    world.emit(event, guild, person_shapes.member_of(member) | {"guild_id": str(guild.id)}, needs)


def leave(world: World, guild: Guild, account: Account) -> None:
    """Somebody leaves, or is removed. Where it is our bot, it hears that the guild is gone."""
    if account is world.bot:
        guild.has_bot = False
        guild.members.pop(account.id, None)
        world.emit("GUILD_DELETE", guild, {"id": str(guild.id)}, Intent.GUILDS)
        return
    guild.members.pop(account.id, None)
    data: Json = {"guild_id": str(guild.id), "user": person_shapes.account(account)}
    world.emit("GUILD_MEMBER_REMOVE", guild, data, Intent.GUILD_MEMBERS)


# ------------------------------------------------------------------------------------- channels


def make_channel(
    world: World,
    guild: Guild,
    name: str,
    kind: ChannelKind = ChannelKind.TEXT,
    *,
    parent: Channel | None = None,
    topic: str | None = None,
) -> Channel:
    new = ChannelId(world.ids.next())
    channel = Channel(new, kind, name, world.clock.now(), guild, parent, topic, position=len(guild.channels))
    guild.channels[new] = channel
    world.channels[new] = channel
    _tell(world, "CHANNEL_CREATE", channel)
    return channel


def change_overwrite(world: World, channel: Channel, target: int, overwrite: Overwrite | None) -> None:
    """Grant to or take from a role or a person in one channel; None forgets what was granted and taken."""
    channel.overwrites.pop(target, None)
    if overwrite is not None:
        channel.overwrites[target] = overwrite
    tell_channel(world, channel)


def tell_channel(world: World, channel: Channel) -> None:
    """That something about a channel or thread is different now."""
    _tell(world, "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE", channel)


def remove_channel(world: World, channel: Channel) -> None:
    """With its threads, of which nothing is said."""
    guild = channel.guild
    world.channels.pop(channel.id, None)
    if guild is None:
        return
    for thread in [one for one in guild.threads.values() if one.parent is channel]:
        _forget(world, guild, thread)
    _forget(world, guild, channel)
    if channel.is_thread:
        home = str(channel.parent.id) if channel.parent else None
        data: Json = {"id": str(channel.id), "guild_id": str(guild.id), "parent_id": home, "type": int(channel.kind)}
        world.emit("THREAD_DELETE", guild, data, Intent.GUILDS)
    else:
        _tell(world, "CHANNEL_DELETE", channel)


def _forget(world: World, guild: Guild, channel: Channel) -> None:
    world.channels.pop(channel.id, None)
    guild.channels.pop(channel.id, None)
    guild.threads.pop(channel.id, None)


def _tell(world: World, event: str, channel: Channel) -> None:
    if channel.guild is not None and channel.guild.has_bot:
        world.emit(event, channel.guild, shapes.channel_on_gateway(world, channel), Intent.GUILDS)


def private_with_bot(world: World, account: Account) -> Channel:
    """The direct message of somebody with our bot; always the same one."""
    if account.private is None:
        new = ChannelId(world.ids.next())
        account.private = Channel(new, ChannelKind.PRIVATE, account.name, world.clock.now())
        account.private.people = {account.id, world.bot.id}
        world.channels[new] = account.private
        world.emit("CHANNEL_CREATE", None, shapes.channel(world, account.private), Intent.DIRECT_MESSAGES)
    return account.private


# ------------------------------------------------------------------------------------- threads


def make_thread(
    world: World,
    parent: Channel,
    name: str,
    *,
    owner: Account,
    kind: ChannelKind = ChannelKind.PUBLIC_THREAD,
    archive_after_minutes: int = 4320,
    started_from: Message | None = None,
    applied_tags: Iterable[str] = (),
) -> Channel:
    """A thread below a channel. One that is started from a message has the id of that message."""
    guild = parent.guild
    if guild is None or kind not in THREADS:
        raise Refused(Code.NOT_ON_THIS_KIND)
    if started_from is not None and started_from.thread is not None:
        raise Refused(Code.THREAD_EXISTS)
    if sum(not one.thread.is_archived for one in guild.threads.values() if one.thread) >= MOST_ACTIVE_THREADS:
        raise Refused(Code.TOO_MANY_THREADS)
    new = ChannelId(started_from.id if started_from else world.ids.next())
    thread = Channel(new, kind, name, world.clock.now(), guild, parent)
    thread.thread = ThreadState(owner.id, archive_after_minutes=archive_after_minutes)
    thread.people = {owner.id}
    thread.applied_tags = list(applied_tags)
    guild.threads[new] = thread
    world.channels[new] = thread
    if started_from is not None:
        started_from.thread = thread
    created = shapes.channel(world, thread) | {"newly_created": True}
    world.emit("THREAD_CREATE", guild, created, Intent.GUILDS)
    return thread


def archive(world: World, thread: Channel, *, is_archived: bool = True, is_locked: bool | None = None) -> None:
    """Archive, lock, or bring back. `is_locked` None leaves the lock as it is."""
    if thread.thread is None:
        raise Refused(Code.NOT_ON_THIS_KIND)
    thread.thread.is_archived = is_archived
    thread.thread.archived_at = world.clock.now()
    if is_locked is not None:
        thread.thread.is_locked = is_locked
    tell_channel(world, thread)


def archive_idle(world: World) -> None:
    """Archive what nobody wrote in for as long as its thread stays active."""
    for guild in world.guilds.values():
        for thread in guild.threads.values():
            state = thread.thread
            if state is None or state.is_archived:
                continue
            last = max([thread.made_at, *(one.sent_at for one in thread.messages.values())])
            if world.clock.now() - last >= timedelta(minutes=state.archive_after_minutes):
                archive(world, thread)
