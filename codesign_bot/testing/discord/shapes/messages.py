"""Messages as JSON."""

from __future__ import annotations

from codesign_bot.testing.discord.model import Attachment, Interaction, Message
from codesign_bot.testing.discord.shapes import people, places
from codesign_bot.testing.discord.wire import Intent, InteractionKind, Json, MessageFlag, timestamp
from codesign_bot.testing.discord.world import World


def message(world: World, one: Message, *, may_read: bool = True, with_reference: bool = True) -> Json:
    """A whole message. Not `may_read`: without what the intent MESSAGE_CONTENT protects."""
    shown = _basics(one) | (_words(one) if may_read else NO_WORDS)
    if one.webhook_name is not None:
        shown["webhook_id"] = str(one.author.id)
    if one.nonce is not None:
        shown["nonce"] = one.nonce
    if one.thread is not None and one.thread.id in world.channels:
        shown["thread"] = places.channel(world, one.thread)
    if one.reference is not None:
        shown |= _reference(world, one.reference, may_read=may_read, whole=with_reference)
    if one.author is world.bot:
        shown["application_id"] = str(world.bot.id)
    if one.interaction is not None:
        shown |= _from_interaction(world, one.interaction)
    return shown


def message_on_gateway(world: World, one: Message, *, may_read: bool) -> Json:
    """As MESSAGE_CREATE and MESSAGE_UPDATE carry it."""
    shown = message(world, one, may_read=may_read)
    guild = one.channel.guild
    if guild is None:
        return shown | {"channel_type": 1}
    shown["guild_id"] = str(guild.id)
    member = guild.members.get(one.author.id)
    if member is not None:
        shown["member"] = people.partial_member(member) | {"mute": False, "deaf": False}
    return shown


def may_read(world: World, one: Message, intents: int) -> bool:
    """Whether our bot gets the words. Source: docs, Gateway, "Message Content Intent"."""
    return bool(
        intents & Intent.MESSAGE_CONTENT
        or one.author is world.bot
        or one.channel.is_private
        or world.bot in one.mentions
        or one.interaction is not None
    )


NO_WORDS: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def _words(one: Message) -> Json:
    shown: Json = {
        "content": one.content,
        "embeds": one.embeds,
        "attachments": [attachment(file) for file in one.attachments],
        "components": one.components,
    }
    return shown | ({"poll": one.poll} if one.poll else {})


def _basics(one: Message) -> Json:
    author = people.account(one.author)
    if one.webhook_name is not None:
        author |= {"username": one.webhook_name, "global_name": None}
    return {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": int(one.kind),
        "author": author,
        "timestamp": timestamp(one.sent_at),
        "edited_timestamp": timestamp(one.edited_at) if one.edited_at else None,
        "mentions": [people.account(who) for who in one.mentions],
        "mention_roles": [str(role) for role in one.mentioned_roles],
        "mention_everyone": one.mentions_everyone,
        "flags": one.flags | (MessageFlag.HAS_THREAD if one.thread else 0),
        "pinned": one.id in one.channel.pins,
        "tts": False,
    }


def attachment(file: Attachment) -> Json:
    shown: Json = {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.content),
        "url": file.url,
        "proxy_url": file.url,
        "content_type": file.content_type,
    }
    if file.description is not None:
        shown["description"] = file.description
    return shown | ({"ephemeral": True} if file.is_ephemeral else {})


def _reference(world: World, answered: Message, *, may_read: bool, whole: bool) -> Json:
    guild = answered.channel.guild
    pointer: Json = {"type": 0, "channel_id": str(answered.channel.id), "message_id": str(answered.id)}
    if guild is not None:
        pointer["guild_id"] = str(guild.id)
    if not whole:
        return {"message_reference": pointer}
    original = None if answered.is_deleted else message(world, answered, may_read=may_read, with_reference=False)
    return {"message_reference": pointer, "referenced_message": original}


def _from_interaction(world: World, asked: Interaction) -> Json:
    shown: Json = {"interaction_metadata": metadata(world, asked), "webhook_id": str(world.bot.id)}
    if asked.kind is InteractionKind.COMMAND:
        command = {"id": str(asked.id), "type": int(asked.kind), "name": asked.name}
        shown["interaction"] = command | {"user": people.account(asked.person)}
    return shown


def metadata(world: World, asked: Interaction) -> Json:
    """What a message tells of the interaction it answers."""
    shown: Json = {
        "id": str(asked.id),
        "type": int(asked.kind),
        "user": people.account(asked.person),
        "authorizing_integration_owners": owners(asked),
    }
    if asked.kind is InteractionKind.COMPONENT and asked.message is not None:
        shown["interacted_message_id"] = str(asked.message.id)
    if asked.kind is InteractionKind.MODAL and asked.opened_by is not None:
        shown["triggering_interaction_metadata"] = metadata(world, asked.opened_by)
    if asked.target_person is not None:
        shown["target_user"] = people.account(asked.target_person)
    if asked.target_message is not None:
        shown["target_message_id"] = str(asked.target_message.id)
    return shown


def owners(asked: Interaction) -> Json:
    """By which installation it came: always that of the guild, "0" standing for a direct message with our bot."""
    return {"0": str(asked.guild.id) if asked.guild else "0"}
