"""Interactions as JSON: what is sent to our bot, and what it gets back when it answers."""

from __future__ import annotations

from codesign_bot.testing.discord.media import MOST_BYTES_OF_A_FILE
from codesign_bot.testing.discord.model import Guild, Interaction
from codesign_bot.testing.discord.shapes import messages, people, places
from codesign_bot.testing.discord.wire import CallbackKind, Json
from codesign_bot.testing.discord.world import World

IN_GUILD, WITH_BOT = 0, 1
"""Interaction context types."""


def interaction(world: World, asked: Interaction) -> Json:
    """As INTERACTION_CREATE carries it."""
    channel = asked.channel
    shown: Json = {
        "id": str(asked.id),
        "application_id": str(world.bot.id),
        "type": int(asked.kind),
        "token": asked.token,
        "version": 1,
        "data": asked.data,
        "channel_id": str(channel.id),
        "channel": places.channel(world, channel) | {"permissions": str(world.granted(asked.person, channel))},
        "locale": asked.person.locale,
        "app_permissions": str(world.granted(world.bot, channel)),
        "entitlements": [],
        "authorizing_integration_owners": messages.owners(asked),
        "context": IN_GUILD if channel.guild else WITH_BOT,
        "attachment_size_limit": MOST_BYTES_OF_A_FILE,
    }
    if channel.guild is None:
        shown["user"] = people.account(asked.person)
    else:
        shown |= _in_guild(channel.guild, asked)
    if asked.message is not None:
        shown["message"] = messages.message(world, asked.message)
    return shown


def _in_guild(guild: Guild, asked: Interaction) -> Json:
    member = guild.members[asked.person.id]
    return {
        "guild_id": str(guild.id),
        "guild": places.partial_guild(guild),
        "guild_locale": guild.locale,
        "member": people.member_in(guild, member, asked.channel),
    }


def callback(world: World, asked: Interaction, kind: CallbackKind) -> Json:
    """What an answer gets back where it asks for it."""
    about: Json = {"id": str(asked.id), "type": int(asked.kind)}
    shown: Json = {"interaction": about}
    if asked.original is None:
        return shown
    about["response_message_id"] = str(asked.original.id)
    about["response_message_loading"] = asked.original.is_loading
    about["response_message_ephemeral"] = asked.original.is_ephemeral
    if kind in {CallbackKind.MESSAGE, CallbackKind.UPDATE}:
        shown["resource"] = {"type": int(kind), "message": messages.message(world, asked.original)}
    return shown
