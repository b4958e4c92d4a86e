"""Threads and forum posts. Source: docs, "Channel Resource" and topic "Threads"."""

from __future__ import annotations

from codesign_bot.testing.discord import places, posting
from codesign_bot.testing.discord.api import messages
from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Refused
from codesign_bot.testing.discord.model import Channel, ThreadState
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.rules.shapes import CREATE
from codesign_bot.testing.discord.shapes import messages as message_shapes
from codesign_bot.testing.discord.shapes import places as shapes
from codesign_bot.testing.discord.wire import THREADS, ChannelKind, Json, MessageKind

IN_TEXT = frozenset({ChannelKind.TEXT, ChannelKind.ANNOUNCEMENT})


def make(call: Call) -> Answer:
    """A thread without a message, or a post in a forum."""
    parent = call.channel
    if parent.kind is ChannelKind.FORUM:
        return _post_in_forum(call, parent)
    if parent.kind not in IN_TEXT:
        raise Refused(Code.NOT_ON_THIS_KIND)
    kind = ChannelKind(call.body.get("type") or ChannelKind.PRIVATE_THREAD)
    if kind not in THREADS:
        raise Refused(Code.NOT_ON_THIS_KIND)
    is_private = kind is ChannelKind.PRIVATE_THREAD
    call.world.require(parent, May.CREATE_PRIVATE_THREADS if is_private else May.CREATE_PUBLIC_THREADS)
    thread = places.make_thread(
        call.world,
        parent,
        call.body["name"],
        owner=call.world.bot,
        kind=kind,
        archive_after_minutes=call.body.get("auto_archive_duration") or 4320,
    )
    if not is_private:
        about = posting.About(MessageKind.THREAD_CREATED)
        posting.post(call.world, parent, call.world.bot, {"content": thread.name}, {}, about=about)
    return Answer(201, shapes.channel(call.world, thread))


def _post_in_forum(call: Call, forum: Channel) -> Answer:
    body: Json = call.body.get("message") or {}
    messages.refuse(body, CREATE)
    call.world.require(forum, May.SEND_MESSAGES)
    tags = [str(one) for one in call.body.get("applied_tags") or ()]
    if forum.needs_tag and not tags:
        raise Refused(Code.TAG_REQUIRED)
    thread = places.make_thread(
        call.world,
        forum,
        call.body["name"],
        owner=call.world.bot,
        archive_after_minutes=call.body.get("auto_archive_duration") or 4320,
        applied_tags=tags,
    )
    message = posting.post(call.world, thread, call.world.bot, body, call.uploads)
    shown = shapes.channel(call.world, thread) | {"message": message_shapes.message(call.world, message)}
    return Answer(201, shown)


def start_from_message(call: Call) -> Answer:
    message = call.message
    if message.channel.kind not in IN_TEXT:
        raise Refused(Code.NOT_ON_THIS_KIND)
    call.world.require(message.channel, May.CREATE_PUBLIC_THREADS, May.READ_MESSAGE_HISTORY)
    thread = places.make_thread(
        call.world,
        message.channel,
        call.body["name"],
        owner=call.world.bot,
        archive_after_minutes=call.body.get("auto_archive_duration") or 4320,
        started_from=message,
    )
    posting.changed(call.world, message)
    return Answer(201, shapes.channel(call.world, thread))


def change(call: Call) -> Answer:
    """Called for threads only. Source of who may: topic "Threads", "Editing & Deleting Threads"."""
    thread = call.channel
    state = thread.thread
    if state is None:
        raise Refused(Code.NOT_ON_THIS_KIND)
    _may_change(call, thread, state)
    thread.name = call.body.get("name") or thread.name
    state.archive_after_minutes = call.body.get("auto_archive_duration") or state.archive_after_minutes
    thread.applied_tags = [str(one) for one in call.body.get("applied_tags") or thread.applied_tags]
    is_archived = call.body.get("archived")
    is_locked = call.body.get("locked")
    archived = state.is_archived if is_archived is None else is_archived
    places.archive(call.world, thread, is_archived=archived, is_locked=is_locked)
    return Answer(body=shapes.channel(call.world, thread))


def _may_change(call: Call, thread: Channel, state: ThreadState) -> None:
    if call.world.bot_may(thread, May.MANAGE_THREADS):
        return
    is_ours = state.owner == call.world.bot.id
    is_waking = call.body.get("archived") is False
    if call.body.get("locked") is not None or "rate_limit_per_user" in call.body:
        raise Refused(Code.NO_PERMISSION)
    if is_waking and set(call.body) == {"archived"} and call.world.bot.id in thread.people and not state.is_locked:
        return
    if state.is_archived and not is_waking:
        raise Refused(Code.ARCHIVED)
    if not is_ours or state.is_locked:
        raise Refused(Code.NO_PERMISSION)


def join(call: Call) -> Answer:
    thread = _active(call)
    thread.people.add(call.world.bot.id)
    return DONE


def leave(call: Call) -> Answer:
    _active(call).people.discard(call.world.bot.id)
    return DONE


def add(call: Call) -> Answer:
    _active(call).people.add(call.account_id)
    return DONE


def drop(call: Call) -> Answer:
    thread = _active(call)
    call.world.require(thread, May.MANAGE_THREADS)
    thread.people.discard(call.account_id)
    return DONE


def _active(call: Call) -> Channel:
    thread = call.channel
    if thread.thread is None:
        raise Refused(Code.NOT_ON_THIS_KIND)
    if thread.thread.is_archived:
        raise Refused(Code.ARCHIVED)
    return thread


def active(call: Call) -> Answer:
    """All that are not archived, of a guild."""
    seen = [
        one
        for one in call.guild.threads.values()
        if one.thread and not one.thread.is_archived and call.world.bot_may(one, May.VIEW_CHANNEL)
    ]
    joined = [shapes.thread_member(one, call.world.bot) for one in seen if call.world.bot.id in one.people]
    shown = [shapes.channel(call.world, one) for one in seen]
    return Answer(body={"threads": shown, "members": joined, "has_more": False})


def archived(call: Call) -> Answer:
    """The public ones of a channel that are archived."""
    parent = call.channel
    call.world.require(parent, May.READ_MESSAGE_HISTORY)
    guild = parent.guild
    found = [one for one in (guild.threads.values() if guild else ()) if one.parent is parent and one.thread]
    shown = [shapes.channel(call.world, one) for one in found if one.thread and one.thread.is_archived]
    return Answer(body={"threads": shown, "members": [], "has_more": False})


ROUTES = (
    Route("POST", "/channels/{channel_id}/threads", make),
    Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", start_from_message),
    Route("PUT", "/channels/{channel_id}/thread-members/@me", join),
    Route("DELETE", "/channels/{channel_id}/thread-members/@me", leave),
    Route("PUT", "/channels/{channel_id}/thread-members/{user_id}", add),
    Route("DELETE", "/channels/{channel_id}/thread-members/{user_id}", drop),
    Route("GET", "/guilds/{guild_id}/threads/active", active),
    Route("GET", "/channels/{channel_id}/threads/archived/public", archived),
)
