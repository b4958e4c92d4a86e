"""Writing, changing and removing messages, for people and for our bot alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from codesign_bot.testing.discord import components, media, mentions
from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.ids import MessageId
from codesign_bot.testing.discord.media import Unfurler, Uploads
from codesign_bot.testing.discord.model import Account, Attachment, Channel, Interaction, Message
from codesign_bot.testing.discord.rules import messages as rules
from codesign_bot.testing.discord.shapes import messages as shapes
from codesign_bot.testing.discord.shapes import places
from codesign_bot.testing.discord.wire import Intent, Json, MessageFlag, MessageKind, objects, timestamp
from codesign_bot.testing.discord.world import World

NONCE_SECONDS = 180.0
"""How long a nonce stays taken. The docs say "the past few minutes"; the simulator takes few for three."""
MOST_PINS = 250
_STARTS = (MessageFlag.SUPPRESS_EMBEDS, MessageFlag.COMPONENTS_V2, MessageFlag.SUPPRESS_NOTIFICATIONS)
_STARTING_FLAGS = sum(_STARTS)


@dataclass(frozen=True, slots=True)
class About:
    """The circumstances of a new message."""

    kind: MessageKind = MessageKind.PLAIN
    interaction: Interaction | None = None
    seen_only_by: Account | None = None
    reference: Message | None = None
    is_loading: bool = False
    webhook_name: str | None = None


PLAIN = About()


def post(
    world: World, channel: Channel, author: Account, body: Json, uploads: Uploads, *, about: About = PLAIN
) -> Message:
    """A new message; or the one that already bears its nonce, where the request enforces that."""
    if (same := _same_nonce(world, author, body)) is not None:
        return same
    if not about.is_loading and rules.is_empty(body, has_files=bool(uploads)):
        raise Refused(Code.EMPTY_MESSAGE)
    _refuse_blocked_words(channel, body)
    message = _made(world, channel, author, about)
    parts = _parts(world, message, body, uploads)
    message.nonce = body.get("nonce")
    message.flags |= (body.get("flags") or 0) & _STARTING_FLAGS
    _put(message, parts)
    _deliver(world, message, body)
    return message


def _made(world: World, channel: Channel, author: Account, about: About) -> Message:
    new = MessageId(world.ids.next())
    message = Message(new, channel, author, world.clock.now(), about.kind)
    message.interaction = about.interaction
    message.reference = about.reference
    message.seen_only_by = about.seen_only_by
    message.webhook_name = about.webhook_name
    if about.seen_only_by is not None:
        message.flags |= MessageFlag.EPHEMERAL
    if about.is_loading:
        message.flags |= MessageFlag.LOADING
    return message


def _deliver(world: World, message: Message, body: Json) -> None:
    channel = message.channel
    _note_mentions(world, message, body, notifies=not message.is_loading)
    channel.messages[message.id] = message
    if message.nonce is not None:
        world.nonces[message.author.id, str(message.nonce)] = (world.clock.monotonic(), message)
    if message.is_ephemeral:
        world.stir()
        return
    if channel.thread is not None:
        channel.thread.messages_ever += 1
    tell(world, "MESSAGE_CREATE", message)


def _same_nonce(world: World, author: Account, body: Json) -> Message | None:
    """Source: docs, "Create Message", `enforce_nonce`: by the same author, in the past few minutes."""
    nonce = body.get("nonce")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    at, message = world.nonces.get((author.id, str(nonce)), (0.0, None))
    is_recent = world.clock.monotonic() - at < NONCE_SECONDS
    return message if message is not None and is_recent and not message.is_deleted else None


def _refuse_blocked_words(channel: Channel, body: Json) -> None:
    """AutoMod, which does not spare our bot."""
    if channel.guild is None or not channel.guild.blocked_words:
        return
    words = _all_words(body.get("content") or "", objects(body.get("components"))).lower()
    if any(word in words for word in channel.guild.blocked_words):
        raise Refused(Code.BLOCKED_BY_AUTOMOD)


def _all_words(content: str, tree: Sequence[Json]) -> str:
    return "\n".join([content, *components.texts(tree)])


def _note_mentions(world: World, message: Message, body: Json, *, notifies: bool) -> None:
    words = _all_words(message.content, message.components)
    allowed = mentions.read(body.get("allowed_mentions"))
    mentions.note(world, message, words, allowed, by=message.author, notifies=notifies)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a message will consist of once its request is found to be right."""

    content: str
    attachments: list[Attachment]
    embeds: list[Json]
    components: list[Json]
    poll: Json | None

    @property
    def is_empty(self) -> bool:
        return not (self.content or self.attachments or self.embeds or self.components or self.poll)


def _parts(world: World, message: Message, body: Json, uploads: Uploads) -> _Parts:
    """What there was, with whatever the request speaks of replaced."""
    files = media.attachments(world, message.channel, body, uploads, message.attachments)
    unfurl = Unfurler(world, files)
    _refuse_missing_files(body.get("components"), unfurl)
    return _Parts(
        (body["content"] or "") if "content" in body else message.content,
        files,
        [_embed(one) for one in objects(body["embeds"])] if "embeds" in body else message.embeds,
        components.given_back(body["components"], unfurl) if "components" in body else message.components,
        _poll(world, body["poll"]) if body.get("poll") else message.poll,
    )


def _put(message: Message, parts: _Parts) -> None:
    for file in parts.attachments:
        file.is_ephemeral = message.is_ephemeral
    message.content, message.attachments, message.embeds = parts.content, parts.attachments, parts.embeds
    message.components, message.poll = parts.components, parts.poll


def _refuse_missing_files(tree: object, unfurl: Unfurler) -> None:
    sentence = "The referenced attachment was not found"
    missing = [path for path, address in components.addresses(tree) if not unfurl.has(address)]
    if missing:
        faults = [Fault(path, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", sentence) for path in missing]
        raise Refused(Code.INVALID_FORM, faults=faults)


def _embed(embed: Json) -> Json:
    shown = {key: value for key, value in embed.items() if value is not None} | {"type": "rich"}
    if "fields" in shown:
        shown["fields"] = [{"inline": False} | field for field in objects(shown["fields"])]
    return shown


def _poll(world: World, asked: Json) -> Json:
    answers = objects(asked.get("answers"))
    return {
        "question": asked["question"],
        "answers": [{"answer_id": number, "poll_media": one["poll_media"]} for number, one in enumerate(answers, 1)],
        "expiry": timestamp(world.clock.now() + timedelta(hours=asked.get("duration") or 24)),
        "allow_multiselect": bool(asked.get("allow_multiselect")),
        "layout_type": asked.get("layout_type") or 1,
        "results": {"answer_counts": [], "is_finalized": False},
    }


def edit(world: World, message: Message, body: Json, uploads: Uploads) -> None:
    """Change what the request speaks of. A message that was being waited for is there from now on."""
    was_loading = message.is_loading
    flags = message.flags & ~MessageFlag.LOADING | (body.get("flags") or 0) & _STARTING_FLAGS
    _refuse_blocked_words(message.channel, body)
    parts = _parts(world, message, body, uploads)
    _refuse_words_beside_components(flags, parts.content)
    if parts.is_empty:
        raise Refused(Code.EMPTY_MESSAGE)
    message.flags = flags
    _put(message, parts)
    message.edits += 1
    if not was_loading:
        message.edited_at = world.clock.now()
    # The first words of a deferred answer do notify; a later edit never does.
    _note_mentions(world, message, body, notifies=was_loading)
    changed(world, message)


def _refuse_words_beside_components(flags: int, content: str) -> None:
    """IS_COMPONENTS_V2 can be set by an edit that also empties the content, and can never be taken away."""
    if flags & MessageFlag.COMPONENTS_V2 and content:
        raise Refused(Code.INVALID_FORM, faults=rules.legacy_fields({"content": content}))


def changed(world: World, message: Message) -> None:
    """Tell that a message is different now."""
    if message.is_ephemeral:
        world.stir()
    else:
        tell(world, "MESSAGE_UPDATE", message)


def remove(world: World, message: Message) -> None:
    message.is_deleted = True
    channel = message.channel
    channel.messages.pop(message.id, None)
    channel.pins.pop(message.id, None)
    if message.is_ephemeral:
        world.stir()
        return
    data: Json = {"id": str(message.id), "channel_id": str(channel.id)}
    if channel.guild is not None:
        data["guild_id"] = str(channel.guild.id)
    world.emit("MESSAGE_DELETE", channel.guild, data, _needs(channel))


def pin(world: World, message: Message, *, is_pinned: bool) -> None:
    """Pin or unpin. Raises TOO_MANY_PINS."""
    channel = message.channel
    if not is_pinned:
        channel.pins.pop(message.id, None)
    elif message.id not in channel.pins:
        if len(channel.pins) >= MOST_PINS:
            raise Refused(Code.TOO_MANY_PINS)
        channel.pins[message.id] = world.clock.now()
    data: Json = {"channel_id": str(channel.id), "last_pin_timestamp": None}
    if channel.guild is not None:
        data["guild_id"] = str(channel.guild.id)
    world.emit("CHANNEL_PINS_UPDATE", channel.guild, data, Intent.GUILDS if channel.guild else Intent.DIRECT_MESSAGES)


def wake(world: World, thread: Channel) -> None:
    """A message brings an archived thread back. Source: docs, "Threads", "Active & Archived Threads"."""
    if thread.thread is None or not thread.thread.is_archived:
        return
    thread.thread.is_archived = False
    thread.thread.archived_at = world.clock.now()
    world.emit("THREAD_UPDATE", thread.guild, places.channel(world, thread), Intent.GUILDS)


def tell(world: World, name: str, message: Message) -> None:
    """Emit an event that shows a message. What each connection may read of it is decided there."""
    if not world.is_wanted(_needs(message.channel)):
        world.stir()
        return
    shown = shapes.message_on_gateway(world, message, may_read=True)
    world.emit(name, message.channel.guild, shown, _needs(message.channel), message=message)


def _needs(channel: Channel) -> Intent:
    return Intent.GUILD_MESSAGES if channel.guild else Intent.DIRECT_MESSAGES
