"""Channels themselves. Source: docs, "Channel Resource"."""

from __future__ import annotations

from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.api import threads
from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.ids import ChannelId
from codesign_bot.testing.discord.model import Overwrite
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.shapes import places as shapes
from codesign_bot.testing.discord.wire import ChannelKind, objects, whole


def show(call: Call) -> Answer:
    return Answer(body=shapes.channel(call.world, call.channel))


def change(call: Call) -> Answer:
    channel = call.channel
    if channel.thread is not None:
        return threads.change(call)
    call.world.require(channel, May.MANAGE_CHANNELS)
    channel.name = call.body.get("name") or channel.name
    channel.topic = call.body.get("topic", channel.topic)
    channel.slow_seconds = call.body.get("rate_limit_per_user") or 0
    if "permission_overwrites" in call.body:
        channel.overwrites = {
            whole(one["id"]): Overwrite(whole(one.get("allow")), whole(one.get("deny")), one.get("type") == 0)
            for one in objects(call.body["permission_overwrites"])
        }
    places.tell_channel(call.world, channel)
    return Answer(body=shapes.channel(call.world, channel))


def remove(call: Call) -> Answer:
    channel = call.channel
    call.world.require(channel, May.MANAGE_THREADS if channel.is_thread else May.MANAGE_CHANNELS)
    shown = shapes.channel(call.world, channel)
    places.remove_channel(call.world, channel)
    return Answer(body=shown)


def typing(call: Call) -> Answer:
    call.world.require(call.channel, May.SEND_MESSAGES)
    return DONE


def listed(call: Call) -> Answer:
    """Without those our bot cannot see. Source: docs, "Obfuscated Channels"."""
    seen = [one for one in call.guild.channels.values() if call.world.bot_may(one, May.VIEW_CHANNEL)]
    return Answer(body=[shapes.channel(call.world, one) for one in seen])


def make(call: Call) -> Answer:
    guild = call.guild
    call.world.require_in_guild(guild, May.MANAGE_CHANNELS)
    kind = ChannelKind(call.body.get("type") or 0)
    parent = guild.channels.get(ChannelId(whole(call.body.get("parent_id"))))
    name, topic = str(call.body["name"]), call.body.get("topic")
    made = places.make_channel(call.world, guild, name, kind, parent=parent, topic=topic)
    return Answer(201, shapes.channel(call.world, made))


ROUTES = (
    Route("GET", "/channels/{channel_id}", show),
    Route("PATCH", "/channels/{channel_id}", change),
    Route("DELETE", "/channels/{channel_id}", remove),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("GET", "/guilds/{guild_id}/channels", listed),
    Route("POST", "/guilds/{guild_id}/channels", make),
)
