"""What somebody may do in a place. Source of the algorithm and the bits: docs, topics "Permissions"."""

from __future__ import annotations

from enum import IntFlag

from codesign_bot.testing.discord.ids import RoleId
from codesign_bot.testing.discord.model import Channel, Guild, Member
from codesign_bot.testing.discord.wire import ChannelKind


class May(IntFlag):
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    CREATE_EVENTS = 1 << 44
    SEND_POLLS = 1 << 49
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


ALL = (1 << 53) - 1
ORDINARY = (
    May.ADD_REACTIONS
    | May.VIEW_CHANNEL
    | May.SEND_MESSAGES
    | May.EMBED_LINKS
    | May.ATTACH_FILES
    | May.READ_MESSAGE_HISTORY
    | May.USE_APPLICATION_COMMANDS
    | May.CREATE_PUBLIC_THREADS
    | May.SEND_MESSAGES_IN_THREADS
)
"""What a new guild lets everyone do, as far as it matters to a bot that hosts rounds."""
LEAST_FOR_BOT = (
    May.VIEW_CHANNEL
    | May.SEND_MESSAGES
    | May.SEND_MESSAGES_IN_THREADS
    | May.EMBED_LINKS
    | May.ATTACH_FILES
    | May.READ_MESSAGE_HISTORY
    | May.CREATE_PUBLIC_THREADS
)
IN_PRIVATE = (
    May.ADD_REACTIONS
    | May.VIEW_CHANNEL
    | May.SEND_MESSAGES
    | May.EMBED_LINKS
    | May.ATTACH_FILES
    | May.READ_MESSAGE_HISTORY
    | May.MENTION_EVERYONE
    | May.USE_APPLICATION_COMMANDS
    | May.PIN_MESSAGES
)
WHEN_TIMED_OUT = May.VIEW_CHANNEL | May.READ_MESSAGE_HISTORY
_PART_OF_SENDING = May.MENTION_EVERYONE | May.ATTACH_FILES | May.EMBED_LINKS


def in_guild(guild: Guild, member: Member) -> int:
    """Before any channel has its say."""
    if member.account.id == guild.owner:
        return ALL
    granted = guild.everyone.permissions
    for role in member.roles:
        granted |= guild.roles[role].permissions
    return ALL if granted & May.ADMINISTRATOR else granted


def in_channel(guild: Guild, member: Member, channel: Channel) -> int:
    """With the overwrites of the channel, and what they imply. A thread has those of its parent."""
    base = in_guild(guild, member)
    if base & May.ADMINISTRATOR:
        return base
    home = channel.parent if channel.is_thread and channel.parent else channel
    return _implied(_overwritten(base, RoleId(guild.id), member, home), member, channel)


def _overwritten(base: int, everyone: RoleId, member: Member, channel: Channel) -> int:
    overwrites = channel.overwrites
    granted = base
    if for_all := overwrites.get(everyone):
        granted = granted & ~for_all.deny | for_all.allow
    theirs = [overwrites[role] for role in member.roles if role in overwrites]
    for one in theirs:
        granted &= ~one.deny
    for one in theirs:
        granted |= one.allow
    if own := overwrites.get(member.account.id):
        granted = granted & ~own.deny | own.allow
    return granted


def _implied(granted: int, member: Member, channel: Channel) -> int:
    """Docs: "Implicit Permissions", "Permissions for Timed Out Members", "Inherited Permissions (Threads)"."""
    if member.is_timed_out:
        granted &= WHEN_TIMED_OUT
    if not granted & May.VIEW_CHANNEL:
        return 0
    if channel.kind is ChannelKind.PRIVATE_THREAD and not may_enter(granted, member, channel):
        return 0
    sending = May.SEND_MESSAGES_IN_THREADS if channel.is_thread else May.SEND_MESSAGES
    return granted if granted & sending else granted & ~_PART_OF_SENDING


def may_enter(granted: int, member: Member, thread: Channel) -> bool:
    """Whether somebody is let into a private thread."""
    return bool(granted & May.MANAGE_THREADS) or member.account.id in thread.people
