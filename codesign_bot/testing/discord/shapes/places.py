"""Guilds, channels and threads as JSON."""

from __future__ import annotations

from codesign_bot.testing.discord.model import Account, Channel, Guild, ThreadState
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.shapes import people
from codesign_bot.testing.discord.wire import ChannelKind, Json, timestamp
from codesign_bot.testing.discord.world import World

OBFUSCATED = 1 << 17
"""The flag of a channel the reader cannot see. Source: docs, Channel Resource, "Obfuscated Channels" (mandatory
since 16 November 2026)."""
NEEDS_TAG = 1 << 4


WORKING = (1, 2)
"""Scheduled, active: the status of events that are not over. Source: docs, "Guild Scheduled Event Status"."""


def channel(world: World, one: Channel) -> Json:
    """A channel of any kind, as our bot sees it."""
    if one.is_private:
        return _private(world, one)
    return _thread(world, one, one.thread) if one.thread else _in_guild(one)


def channel_on_gateway(world: World, one: Channel) -> Json:
    """The same, its words hidden where our bot cannot see it."""
    shown = channel(world, one)
    if one.is_private or world.bot_may(one, May.VIEW_CHANNEL):
        return shown
    return shown | {"name": "obfuscated", "topic": None, "last_message_id": None, "flags": shown["flags"] | OBFUSCATED}


def _private(world: World, one: Channel) -> Json:
    others = [world.accounts[who] for who in one.people if who != world.bot.id]
    return {
        "id": str(one.id),
        "type": int(one.kind),
        "flags": 0,
        "last_message_id": _last(one),
        "recipients": [people.account(who) for who in others],
    }


def _in_guild(one: Channel) -> Json:
    shown: Json = {
        "id": str(one.id),
        "type": int(one.kind),
        "guild_id": _guild_id(one),
        "name": one.name,
        "parent_id": str(one.parent.id) if one.parent else None,
        "position": one.position,
        "flags": NEEDS_TAG if one.needs_tag else 0,
        "nsfw": False,
        "permission_overwrites": [
            {"id": str(of), "type": 0 if over.is_role else 1, "allow": str(over.allow), "deny": str(over.deny)}
            for of, over in one.overwrites.items()
        ],
    }
    if one.kind is not ChannelKind.CATEGORY:
        shown |= {"topic": one.topic, "last_message_id": _last(one), "rate_limit_per_user": one.slow_seconds}
    if one.kind is ChannelKind.FORUM:
        shown |= {"available_tags": one.tags, "default_forum_layout": 0, "default_sort_order": None}
        shown |= {"default_reaction_emoji": None}
    return shown


def _thread(world: World, one: Channel, state: ThreadState) -> Json:
    shown: Json = {
        "id": str(one.id),
        "type": int(one.kind),
        "guild_id": _guild_id(one),
        "parent_id": str(one.parent.id) if one.parent else None,
        "name": one.name,
        "flags": 0,
        "owner_id": str(state.owner),
        "last_message_id": _last(one),
        "rate_limit_per_user": one.slow_seconds,
        "message_count": sum(not message.is_ephemeral for message in one.messages.values()),
        "member_count": min(len(one.people), 50),
        "total_message_sent": state.messages_ever,
        "thread_metadata": {
            "archived": state.is_archived,
            "archive_timestamp": timestamp(state.archived_at or one.made_at),
            "auto_archive_duration": state.archive_after_minutes,
            "locked": state.is_locked,
            "create_timestamp": timestamp(one.made_at),
        },
    }
    if one.applied_tags:
        shown["applied_tags"] = one.applied_tags
    if world.bot.id in one.people:
        shown["member"] = thread_member(one, world.bot)
    return shown


def thread_member(thread: Channel, who: Account) -> Json:
    return {"id": str(thread.id), "user_id": str(who.id), "join_timestamp": timestamp(thread.made_at), "flags": 0}


def _guild_id(one: Channel) -> str:
    if one.guild is None:
        raise ValueError("only a direct message has no guild")
    return str(one.guild.id)


def _last(one: Channel) -> str | None:
    return next((str(known.id) for known in reversed(one.messages.values()) if not known.is_ephemeral), None)


def guild(one: Guild) -> Json:
    """A guild without its channels and people."""
    return {
        "id": str(one.id),
        "name": one.name,
        "owner_id": str(one.owner),
        "preferred_locale": one.locale,
        "roles": [people.role(role) for role in one.roles.values()],
        **_NEVER_SET,
    }


_NEVER_SET: Json = {
    "icon": None,
    "description": None,
    "home_header": None,
    "splash": None,
    "discovery_splash": None,
    "features": [],
    "banner": None,
    "application_id": None,
    "region": "rotterdam",
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "widget_enabled": False,
    "widget_channel_id": None,
    "verification_level": 1,
    "default_message_notifications": 1,
    "mfa_level": 0,
    "explicit_content_filter": 2,
    "max_presences": None,
    "max_members": 500000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "vanity_url_code": None,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "rules_channel_id": None,
    "safety_alerts_channel_id": None,
    "public_updates_channel_id": None,
    "premium_progress_bar_enabled": False,
    "nsfw": False,
    "nsfw_level": 0,
    "emojis": [],
    "stickers": [],
    "incidents_data": None,
}


def guild_on_gateway(world: World, one: Guild) -> Json:
    """As GUILD_CREATE carries it: with channels, active threads and our bot, without anybody else."""
    threads = [
        channel(world, known)
        for known in one.threads.values()
        if known.thread and not known.thread.is_archived and world.bot_may(known, May.VIEW_CHANNEL)
    ]
    return guild(one) | {
        "joined_at": timestamp(one.members[world.bot.id].joined_at),
        "large": len(one.members) > 50,
        "unavailable": False,
        "member_count": len(one.members),
        "members": [people.member_of(one.members[world.bot.id])],
        "channels": [channel_on_gateway(world, known) for known in one.channels.values()],
        "threads": threads,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [event for event in one.events.values() if event["status"] in WORKING],
        "soundboard_sounds": [],
    }


def partial_guild(one: Guild) -> Json:
    """As interactions carry it."""
    return {"id": str(one.id), "locale": one.locale, "features": []}
