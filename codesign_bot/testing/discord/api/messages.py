"""Messages and pins in channels. Source: docs, "Message Resource"."""

from __future__ import annotations

from codesign_bot.testing.discord import posting
from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.ids import MessageId
from codesign_bot.testing.discord.limits import OLD
from codesign_bot.testing.discord.model import Channel, Message
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.rules import messages as rules
from codesign_bot.testing.discord.rules.shapes import CREATE, EDIT
from codesign_bot.testing.discord.shapes import messages as shapes
from codesign_bot.testing.discord.wire import ChannelKind, Json, MessageFlag, MessageKind, timestamp, whole
from codesign_bot.testing.discord.world import World

MOST_AT_ONCE = 100
NOT_FOR_WORDS = frozenset({ChannelKind.CATEGORY, ChannelKind.FORUM})


def refuse(body: Json, known: frozenset[str], *, was_v2: bool = False) -> None:
    """Raises INVALID_FORM for what breaks a rule."""
    faults = tuple(rules.check(body, known=known, was_v2=was_v2))
    if (body.get("flags") or 0) & MessageFlag.EPHEMERAL:
        faults += (Fault(("flags",), "MESSAGE_FLAGS_INVALID", "Only an answer to an interaction can be ephemeral"),)
    if faults:
        raise Refused(Code.INVALID_FORM, faults=faults)


def may_write(world: World, channel: Channel, body: Json, *, has_files: bool) -> None:
    """Raises what stands against a message of our bot there: permissions, a lock, a closed door."""
    if channel.kind in NOT_FOR_WORDS:
        raise Refused(Code.NOT_A_TEXT_CHANNEL)
    needed = [May.SEND_MESSAGES_IN_THREADS if channel.is_thread else May.SEND_MESSAGES]
    needed += [May.ATTACH_FILES] if has_files else []
    needed += [May.EMBED_LINKS] if body.get("embeds") else []
    needed += [May.SEND_POLLS] if body.get("poll") else []
    if channel.is_private:
        _refuse_closed_door(world, channel)
        return
    world.require(channel, *needed)
    if channel.thread and channel.thread.is_locked and not world.bot_may(channel, May.MANAGE_THREADS):
        raise Refused(Code.THREAD_LOCKED)


def _refuse_closed_door(world: World, channel: Channel) -> None:
    others = [world.accounts[who] for who in channel.people if who != world.bot.id]
    shared = any(who.id in guild.members for guild in world.guilds.values() if guild.has_bot for who in others)
    if not shared or not all(who.takes_private_messages for who in others):
        raise Refused(Code.CANNOT_REACH_PERSON)


def create(call: Call) -> Answer:
    channel = call.channel
    refuse(call.body, CREATE)
    may_write(call.world, channel, call.body, has_files=bool(call.uploads))
    answered = _answered(call, channel)
    about = posting.About(MessageKind.REPLY if answered else MessageKind.PLAIN, reference=answered)
    message = posting.post(call.world, channel, call.world.bot, call.body, call.uploads, about=about)
    posting.wake(call.world, channel)
    return Answer(body=shapes.message(call.world, message))


def _answered(call: Call, channel: Channel) -> Message | None:
    """The message that this one replies to."""
    reference: Json | None = call.body.get("message_reference")
    if not reference:
        return None
    if not channel.is_private and not call.world.bot_may(channel, May.READ_MESSAGE_HISTORY):
        raise Refused(Code.NO_HISTORY_TO_REPLY)
    found = channel.messages.get(MessageId(whole(reference.get("message_id"))))
    if found is None or found.is_ephemeral:
        if reference.get("fail_if_not_exists", True):
            raise Refused(
                Code.INVALID_FORM,
                faults=[Fault(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")],
            )
        return None
    return found


def history(call: Call) -> Answer:
    """Newest first; `after`, `before`, `around` and `limit` as documented."""
    channel = call.channel
    may_see = channel.is_private or call.world.bot_may(channel, May.READ_MESSAGE_HISTORY)
    seen = [one for one in channel.messages.values() if not one.is_ephemeral] if may_see else []
    limit = min(call.asked_number("limit") or 50, MOST_AT_ONCE)
    return Answer(body=[_read(call, one) for one in _page(call, seen, limit)])


def _page(call: Call, seen: list[Message], limit: int) -> list[Message]:
    if (after := call.asked_number("after")) is not None:
        return [one for one in seen if one.id > after][:limit][::-1]
    if (around := call.asked_number("around")) is not None:
        older = [one for one in seen if one.id <= around][-(limit // 2 + 1) :]
        return (older + [one for one in seen if one.id > around][: limit // 2])[::-1]
    before = call.asked_number("before")
    return [one for one in seen if before is None or one.id < before][-limit:][::-1]


def _read(call: Call, message: Message) -> Json:
    may_read = shapes.may_read(call.world, message, call.world.application.allowed)
    return shapes.message(call.world, message, may_read=may_read)


def show(call: Call) -> Answer:
    message = call.message
    if not message.channel.is_private:
        call.world.require(message.channel, May.READ_MESSAGE_HISTORY)
    return Answer(body=_read(call, message))


def change(call: Call) -> Answer:
    message = call.message
    if message.author is not call.world.bot:
        raise Refused(Code.NOT_YOUR_MESSAGE)
    _may_change_in_thread(call.world, message.channel)
    refuse(call.body, EDIT, was_v2=message.is_v2)
    if call.world.clock.now() - message.sent_at > OLD:
        limited = call.limiter.old_edit(message.channel.id)
        if limited is not None:
            return Answer(429, limited.body, limited.headers)
    posting.edit(call.world, message, call.body, call.uploads)
    return Answer(body=shapes.message(call.world, message))


def _may_change_in_thread(world: World, thread: Channel) -> None:
    """Docs, topic "Threads": nothing is edited while it sleeps, nor in a locked one but by who manages threads."""
    state = thread.thread
    if state and state.is_locked and not world.bot_may(thread, May.MANAGE_THREADS):
        raise Refused(Code.THREAD_LOCKED)
    if state and state.is_archived:
        raise Refused(Code.ARCHIVED)


def remove(call: Call) -> Answer:
    message = call.message
    if message.author is not call.world.bot:
        if message.channel.is_private:
            raise Refused(Code.NOT_IN_PRIVATE)
        call.world.require(message.channel, May.MANAGE_MESSAGES)
    posting.remove(call.world, message)
    return DONE


def pin(call: Call) -> Answer:
    _may_pin(call)
    posting.pin(call.world, call.message, is_pinned=True)
    return DONE


def unpin(call: Call) -> Answer:
    _may_pin(call)
    posting.pin(call.world, call.message, is_pinned=False)
    return DONE


def _may_pin(call: Call) -> None:
    """PIN_MESSAGES since 23 February 2026; before, MANAGE_MESSAGES. Source: docs, change log."""
    if not call.channel.is_private:
        call.world.require(call.channel, May.PIN_MESSAGES, May.READ_MESSAGE_HISTORY)


def pins(call: Call) -> Answer:
    channel = call.channel
    newest = sorted(channel.pins.items(), key=lambda one: one[1], reverse=True)
    items = [{"pinned_at": timestamp(at), "message": _read(call, channel.messages[one])} for one, at in newest]
    return Answer(body={"items": items, "has_more": False})


def old_pins(call: Call) -> Answer:
    return Answer(body=[_read(call, call.channel.messages[one]) for one in reversed(call.channel.pins)])


def end_poll(call: Call) -> Answer:
    message = call.message
    if message.author is not call.world.bot or message.poll is None:
        raise Refused(Code.NOT_YOUR_MESSAGE)
    message.poll["results"]["is_finalized"] = True
    message.poll["expiry"] = timestamp(call.world.clock.now())
    posting.changed(call.world, message)
    return Answer(body=shapes.message(call.world, message))


def voters(call: Call) -> Answer:
    """Of one answer of a poll. Nobody votes here: the house never counts polls."""
    if call.message.poll is None:
        raise Refused(Code.UNKNOWN_MESSAGE)
    return Answer(body={"users": []})


_ALL = "/channels/{channel_id}/messages"
_ONE = f"{_ALL}/{{message_id}}"

ROUTES = (
    Route("POST", _ALL, create),
    Route("GET", _ALL, history),
    Route("GET", _ONE, show),
    Route("PATCH", _ONE, change),
    Route("DELETE", _ONE, remove),
    Route("GET", f"{_ALL}/pins", pins),
    Route("PUT", f"{_ALL}/pins/{{message_id}}", pin),
    Route("DELETE", f"{_ALL}/pins/{{message_id}}", unpin),
    Route("GET", "/channels/{channel_id}/pins", old_pins),
    Route("PUT", "/channels/{channel_id}/pins/{message_id}", pin),
    Route("DELETE", "/channels/{channel_id}/pins/{message_id}", unpin),
    Route("POST", "/channels/{channel_id}/polls/{message_id}/expire", end_poll),
    Route("GET", "/channels/{channel_id}/polls/{message_id}/answers/{answer_id}", voters),
)
