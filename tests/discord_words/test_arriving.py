"""What is taken from an interaction is what discord.py's own objects say of it, and nothing is asked of machines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from operator import attrgetter
from typing import Any, cast

import discord
import pytest
from discord.state import AutoShardedConnectionState
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.errors import Unreachable
from codesign_discord.arriving import Arriving, Json, arrived
from codesign_discord.asking import Interaction, Kind
from codesign_discord.client import Client, News
from codesign_discord.custom_ids import Press, Turn, Turned, written
from codesign_discord.refusals import Refusals
from codesign_discord.starts import Starts

NAMES = st.sampled_from(["", "Ada", "Åsa \N{CLOWN FACE}"])
IDS = st.integers(1 << 22, (1 << 63) - 1).map(str)
NUMBERS = st.integers(0, (1 << 52) - 1).map(str)
TEXT, PRIVATE, THREADS = 0, 1, (10, 11, 12)
CUSTOM_IDS = st.sampled_from(["", "x", written(Press("vote show", 4)), written(Turned(Turn.YES, ("1", "2", "3"), 4))])
BOX: Json = {"type": 17, "id": 1, "spoiler": False, "components": [{"type": 10, "id": 2, "content": "Is it an idea?"}]}


US: Json = {"id": "9", "username": "us", "discriminator": "0", "avatar": None, "bot": True}


class Known:
    """As much of a client as the library's objects need: one that is in no server yet."""

    user = None


@pytest.fixture(scope="module")
def state() -> AutoShardedConnectionState[Any]:
    def nothing(*_: object) -> None:
        raise AssertionError("nothing is handed on here")

    hooks: dict[str, Any] = {"dispatch": nothing, "handlers": {}, "hooks": {}, "http": Http()}
    found = AutoShardedConnectionState[Any](**hooks, intents=discord.Intents(guilds=True), max_messages=None)
    found.user = cast("discord.ClientUser", discord.User(state=found, data=cast("Any", US)))
    found._get_client = Known  # type: ignore[assignment,method-assign,unused-ignore]  # noqa: SLF001 - as the library sets it
    return found


class Http:
    """Interactions remember the library's connections."""

    _HTTPClient__session = None


@st.composite
def users(draw: st.DrawFn) -> Json:
    about: dict[str, Any] = {"id": draw(IDS), "username": "ada1", "discriminator": "0", "avatar": None}
    about["global_name"] = draw(st.none() | NAMES)
    return about | draw(st.sampled_from([{}, {"bot": False}, {"bot": True}, {"system": True}]))


@st.composite
def channels(draw: st.DrawFn, *, in_server: bool) -> Json:
    kind = draw(st.sampled_from([TEXT, *THREADS])) if in_server else PRIVATE
    about: dict[str, Any] = {"id": draw(IDS), "type": kind, "name": "park", "position": 1, "permission_overwrites": []}
    if kind == PRIVATE:
        return about
    about["parent_id"] = draw(IDS)
    if kind in THREADS:
        times = {"archived": False, "archive_timestamp": "2026-11-01T00:00:00+00:00", "auto_archive_duration": 60}
        about |= {"owner_id": "5", "thread_metadata": times, "message_count": 0, "member_count": 1}
    return about


@st.composite
def messages(draw: st.DrawFn, channel: Json) -> Json:
    return {
        "id": draw(IDS),
        "channel_id": channel["id"],
        "type": 0,
        "author": US,
        "content": "",
        "timestamp": "2026-11-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "flags": draw(st.sampled_from([0, 1 << 6, 1 << 15, 1 << 15 | 1 << 6])),
        "components": draw(st.sampled_from([[], [BOX]])),
    }


@st.composite
def interactions(draw: st.DrawFn) -> Json:
    in_server, kind = draw(st.booleans()), draw(st.sampled_from([2, 3, 4, 5]))
    channel, user = draw(channels(in_server=in_server)), draw(users())
    asked: dict[str, Any] = {
        "id": draw(IDS),
        "application_id": "9",
        "type": kind,
        "token": "token",
        "version": 1,
        "data": {"custom_id": draw(CUSTOM_IDS), "component_type": 2},
        "channel": channel,
        "channel_id": channel["id"],
        "app_permissions": draw(NUMBERS),
        "attachment_size_limit": 10,
        "entitlements": [],
    }
    asked |= draw(st.sampled_from([{}, {"locale": "de"}, {"locale": "xx-new"}]))
    if in_server:
        member: dict[str, Any] = {"user": user, "roles": [], "joined_at": "2026-11-01T00:00:00+00:00", "flags": 0}
        member |= {"nick": draw(st.none() | NAMES), "permissions": draw(NUMBERS)}
        asked |= {"guild_id": draw(IDS), "member": member}
    else:
        asked["user"] = user
    return asked | ({"message": draw(messages(channel))} if kind == Kind.COMPONENT.value else {})


def by_the_library(interaction: discord.Interaction[Any], data: Json) -> Interaction | None:
    """The same, from discord.py's objects."""
    user, channel, message = interaction.user, interaction.channel, interaction.message
    if user.bot or user.system:
        return None
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    is_turned = message is not None and ":yes:" in str(data["data"]["custom_id"])
    shown = [one.to_dict() for one in message.components] if message is not None and is_turned else ()
    return Interaction(
        id=str(interaction.id),
        token=interaction.token,
        kind=Kind(interaction.type.value),
        user=str(user.id),
        name=user.display_name,
        channel=str(interaction.channel_id),
        sent_at=interaction.created_at.astimezone(UTC),
        data=cast("Mapping[str, Any]", interaction.data),
        locale=interaction.locale.value,
        guild=str(interaction.guild_id) if interaction.guild_id is not None else None,
        parent=str(parent) if parent is not None else None,
        permissions=interaction.permissions.value,
        app_permissions=interaction.app_permissions.value,
        is_on_own=message is not None and message.flags.ephemeral,
        pressed_on=str(message.id) if message is not None else None,
        shown=cast("list[Json]", shown),
    )


@given(data=interactions())
def test_it_is_what_the_library_says(state: AutoShardedConnectionState[Any], data: Json) -> None:
    theirs = discord.Interaction[Any](data=cast("Any", data), state=state)
    assert arrived(data) == by_the_library(theirs, data)


def press(**other: object) -> dict[str, Any]:
    user = {"id": "7", "username": "ada", "global_name": None}
    member = {"user": user, "nick": None, "permissions": "8"}
    asked = {"id": str(1 << 22), "type": 3, "token": "t", "channel": {"id": "3", "type": 0, "parent_id": "2"}}
    return {**asked, "guild_id": "1", "member": member, "data": {"custom_id": "x"}, **other}


def kinds() -> Iterator[object]:
    yield pytest.param({"type": 1}, id="a ping")
    yield pytest.param({"type": 99}, id="something new")
    yield pytest.param({"channel": None}, id="nowhere")
    for mark in ("bot", "system"):
        yield pytest.param({"member": {"user": {"id": "7", "username": "it", mark: True}}}, id=mark)


@pytest.mark.parametrize("other", list(kinds()))
def test_what_asks_for_nothing_or_is_no_person_is_none(other: Mapping[str, object]) -> None:
    assert arrived(press()) is not None
    assert arrived(press(**other)) is None


def test_a_category_is_no_parent_and_a_channel_may_be_named_by_its_id_alone() -> None:
    first, second = arrived(press()), arrived(press(channel=None, channel_id="4"))
    assert first is not None
    assert second is not None
    assert (first.channel, first.parent) == ("3", None)
    assert (second.channel, second.parent) == ("4", None)


def test_what_a_message_shows_is_kept_only_for_a_question_to_its_author() -> None:
    """Thousands of presses are at hand for minutes: a ballot stays with none of them."""
    message = {"id": "8", "flags": 1 << 6, "components": [BOX]}
    asked = {"custom_id": written(Turned(Turn.NO, ("7",)))}
    vote, question = arrived(press(message=message)), arrived(press(message=message, data=asked))
    assert vote is not None
    assert question is not None
    assert (vote.shown, question.shown) == ((), [BOX])
    assert vote.is_on_own


def test_interactions_are_handed_on_as_they_came_and_all_else_is_the_librarys() -> None:
    told: list[Json] = []
    hooks: dict[str, Any] = {"dispatch": told.clear, "handlers": {}, "hooks": {}, "http": Http()}
    state = Arriving(told.append, **hooks, intents=discord.Intents(guilds=True), max_messages=None)
    data = press()
    state.parsers["INTERACTION_CREATE"](data)
    assert told == [data]
    assert told[0] is data
    others = AutoShardedConnectionState[Any](**hooks, intents=discord.Intents(guilds=True), max_messages=None).parsers
    assert state.parsers.keys() == others.keys()


async def test_an_interaction_that_cannot_be_read_begins_the_connection_anew(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """And is not only logged: whoever pressed waits, and Discord has changed its shape."""
    told: list[News] = []

    async def kept() -> None:
        raise AssertionError("nobody logs in here")

    def nobody() -> None:
        raise AssertionError("nobody connects here")

    client = Client(
        told.append,
        on_live=nobody,
        on_lost=nobody,
        on_login=kept,
        starts=Starts(lambda: 0.0),
        refusals=Refusals(lambda: 0.0),
    )
    hands_on: Callable[[Json], None] = attrgetter("_connection")(client).parsers["INTERACTION_CREATE"]
    hands_on(press())
    assert [one.user for one in told if isinstance(one, Interaction)] == ["7"]
    hands_on({"id": "1", "type": 3, "words": "somebody's"})
    with pytest.raises(Unreachable, match="could not be handed on"):
        await asyncio.wait_for(client.broken(), 20)
    assert len(told) == 1
    assert caplog.messages == ["an event of Discord could not be handed on"]
