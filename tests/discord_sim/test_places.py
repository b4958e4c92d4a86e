"""Threads, forums, pins, private messages, events and rights: what Discord lets a bot do where."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import discord
import pytest

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import (
    CannotDo,
    ChannelKind,
    DiscordServer,
    Intent,
    May,
    NotOffered,
    Overwrite,
    Person,
    permissions,
    places,
    posting,
)
from codesign_bot.testing.discord.ids import GuildId, Snowflakes, instant_of, shard_of
from codesign_bot.testing.discord.model import Channel, Guild
from codesign_bot.testing.discord.permissions import ALL, ORDINARY

from .bots import Bot, card, running, text_channel, until
from .conftest import StartServer
from .raw import Raw

# ------------------------------------------------------------------------------------- ids and rights


def test_an_id_tells_when_it_was_given_and_none_comes_twice(clock: ControlledClock) -> None:
    ids = Snowflakes(clock)
    given = [ids.next() for _ in range(1000)]
    assert given == sorted(set(given))
    assert instant_of(given[0]) == clock.now()
    clock.step(timedelta(hours=-1))
    assert ids.next() > given[-1], "also when somebody sets the clock back"
    clock.step(timedelta(hours=2))
    assert instant_of(ids.next()) == clock.now()


def test_guilds_made_in_a_row_fall_on_different_shards(clock: ControlledClock) -> None:
    ids = Snowflakes(clock)
    assert {shard_of(ids.next_guild(), 4) for _ in range(8)} == {0, 1, 2, 3}
    assert shard_of(GuildId(5 << 22), 4) == 1


def granted(server: DiscordServer, person: Person) -> int:
    return server.world.granted(person.account, server.channel)


def test_overwrites_apply_in_the_documented_order() -> None:
    server = DiscordServer()
    guild, channel = server.guild, server.channel
    role = places.add_role(server.world, guild, "role")
    ana = server.member("Ana")
    guild.members[ana.account.id].roles.append(role.id)
    send = int(May.SEND_MESSAGES)
    assert granted(server, ana) & send
    channel.overwrites[guild.id] = Overwrite(deny=send)
    assert not granted(server, ana) & send
    channel.overwrites[role.id] = Overwrite(allow=send)
    assert granted(server, ana) & send
    channel.overwrites[ana.account.id] = Overwrite(deny=send, is_role=False)
    assert not granted(server, ana) & send
    assert granted(server, server.owner) == ALL


def test_what_is_implied_by_not_seeing_and_not_sending() -> None:
    server = DiscordServer()
    ana = server.member("Ana")
    server.channel.overwrites[server.guild.id] = Overwrite(deny=int(May.SEND_MESSAGES))
    assert not granted(server, ana) & (May.ATTACH_FILES | May.EMBED_LINKS)
    assert granted(server, ana) & May.READ_MESSAGE_HISTORY
    server.channel.overwrites[server.guild.id] = Overwrite(deny=int(May.VIEW_CHANNEL))
    assert granted(server, ana) == 0
    assert ana.screen == "You cannot see this channel."
    assert "You cannot see this channel" in ana.page()
    assert ana.messages == []


def test_an_administrator_may_everything_and_somebody_timed_out_little() -> None:
    server = DiscordServer()
    ana = server.member("Ana", may=int(May.ADMINISTRATOR))
    server.channel.overwrites[server.guild.id] = Overwrite(deny=ALL)
    assert granted(server, ana) == ALL
    ben = server.member("Ben")
    del server.channel.overwrites[server.guild.id]
    server.guild.members[ben.account.id].is_timed_out = True
    assert granted(server, ben) == int(May.VIEW_CHANNEL | May.READ_MESSAGE_HISTORY)
    with pytest.raises(CannotDo):
        ben.says("x")


def test_a_thread_has_the_rights_of_its_channel_but_one() -> None:
    server = DiscordServer()
    ana = server.member("Ana")
    thread = places.make_thread(server.world, server.channel, "talk", owner=server.owner.account)
    server.channel.overwrites[server.guild.id] = Overwrite(deny=int(May.SEND_MESSAGES))
    ana.goes_to(thread)
    ana.says("One can talk in threads where one cannot in the channel")
    server.channel.overwrites[server.guild.id] = Overwrite(deny=int(May.SEND_MESSAGES_IN_THREADS))
    with pytest.raises(CannotDo):
        ana.says("x")


def test_a_private_thread_is_for_those_who_were_added() -> None:
    server = DiscordServer()
    ana, ben = server.member("Ana"), server.member("Ben", may=int(May.MANAGE_THREADS))
    cleo = server.member("Cleo")
    kind = ChannelKind.PRIVATE_THREAD
    thread = places.make_thread(server.world, server.channel, "hush", owner=ana.account, kind=kind)
    for person, sees in ((ana, True), (ben, True), (cleo, False)):
        person.goes_to(thread)
        assert (person.screen != "You cannot see this channel.") is sees
    assert permissions.may_enter(0, server.guild.members[ana.account.id], thread)


def test_everyone_begins_with_what_a_new_guild_grants() -> None:
    server = DiscordServer()
    assert server.guild.everyone.permissions == ORDINARY
    assert not ORDINARY & (May.MENTION_EVERYONE | May.MANAGE_GUILD | May.CREATE_PRIVATE_THREADS)


# ------------------------------------------------------------------------------------- threads


@pytest.fixture
def thread(server: DiscordServer) -> Channel:
    return places.make_thread(server.world, server.channel, "talk", owner=server.world.bot)


async def test_an_archived_thread_wakes_when_somebody_writes(server: DiscordServer, raw: Raw, thread: Channel) -> None:
    places.archive(server.world, thread)
    sent = await raw.ask("POST", f"/channels/{thread.id}/messages", {"content": "Hello"})
    assert sent.status == 200
    assert thread.thread
    assert not thread.thread.is_archived


async def test_nothing_is_edited_in_an_archived_thread(server: DiscordServer, raw: Raw, thread: Channel) -> None:
    sent = await raw.ask("POST", f"/channels/{thread.id}/messages", {"content": "Hello"})
    path = f"/channels/{thread.id}/messages/{sent.body['id']}"
    places.archive(server.world, thread)
    assert (await raw.ask("PATCH", path, {"content": "New"})).code == 50083
    assert (await raw.ask("PATCH", f"/channels/{thread.id}", {"name": "New"})).code == 50083
    assert (await raw.ask("PUT", f"/channels/{thread.id}/thread-members/@me")).code == 50083
    assert (await raw.ask("PATCH", f"/channels/{thread.id}", {"archived": False})).status == 200
    assert (await raw.ask("PATCH", path, {"content": "New"})).status == 200
    assert (await raw.ask("DELETE", path)).status == 204


async def test_a_locked_thread_is_for_those_who_manage_threads(
    server: DiscordServer, raw: Raw, thread: Channel
) -> None:
    sent = await raw.ask("POST", f"/channels/{thread.id}/messages", {"content": "Hello"})
    places.archive(server.world, thread, is_locked=True)
    assert (await raw.ask("POST", f"/channels/{thread.id}/messages", {"content": "x"})).code == 160005
    path = f"/channels/{thread.id}/messages/{sent.body['id']}"
    assert (await raw.ask("PATCH", path, {"content": "x"})).code == 160005
    assert (await raw.ask("PATCH", f"/channels/{thread.id}", {"archived": False})).code == 50013
    assert (await raw.ask("PATCH", f"/channels/{thread.id}", {"locked": False})).code == 50013
    places.archive(server.world, thread, is_archived=False)
    assert (await raw.ask("PATCH", path, {"content": "x"})).code == 160005
    ana = server.member("Ana")
    ana.goes_to(thread)
    with pytest.raises(CannotDo):
        ana.says("x")
    server.guild.members[server.world.bot.id].roles.append(
        places.add_role(server.world, server.guild, "keeper", int(May.MANAGE_THREADS)).id
    )
    assert (await raw.ask("PATCH", path, {"content": "x"})).status == 200
    places.archive(server.world, thread)
    assert (await raw.ask("PATCH", path, {"content": "y"})).code == 50083
    assert (await raw.ask("PATCH", f"/channels/{thread.id}", {"locked": False, "archived": False})).status == 200
    assert (await raw.ask("DELETE", f"/channels/{thread.id}")).status == 200
    assert (await raw.ask("GET", f"/channels/{thread.id}")).code == 10003


async def test_a_thread_of_somebody_else_is_not_ours_to_change(server: DiscordServer, raw: Raw) -> None:
    thread = places.make_thread(server.world, server.channel, "theirs", owner=server.owner.account)
    assert (await raw.ask("PATCH", f"/channels/{thread.id}", {"name": "Ours"})).code == 50013
    assert (await raw.ask("PUT", f"/channels/{thread.id}/thread-members/@me")).status == 204
    places.archive(server.world, thread)
    assert (await raw.ask("PATCH", f"/channels/{thread.id}", {"archived": False})).status == 200
    assert (await raw.ask("DELETE", f"/channels/{thread.id}/thread-members/@me")).status == 204


async def test_buttons_in_an_archived_thread_do_not_reach_the_bot(
    server: DiscordServer, bot: Bot, thread: Channel
) -> None:
    card(server, "Press", channel=thread)
    places.archive(server.world, thread)
    ana = server.member("Ana")
    ana.goes_to(thread)
    with pytest.raises(CannotDo, match="archived"):
        await ana.presses("Press")
    with pytest.raises(NotOffered):
        await ana.types("/anything")
    assert "INTERACTION_CREATE" not in bot.heard


def test_a_thread_that_nobody_uses_is_archived(server: DiscordServer, thread: Channel, clock: ControlledClock) -> None:
    assert thread.thread
    clock.advance(timedelta(minutes=thread.thread.archive_after_minutes) - timedelta(seconds=1))
    places.archive_idle(server.world)
    assert not thread.thread.is_archived
    clock.advance(timedelta(seconds=1))
    places.archive_idle(server.world)
    assert thread.thread.is_archived


async def test_threads_are_made_where_they_can_be(server: DiscordServer, raw: Raw) -> None:
    path = f"/channels/{server.channel.id}/threads"
    made = await raw.ask("POST", path, {"name": "talk", "type": 11})
    assert (made.status, made.body["thread_metadata"]["archived"]) == (201, False)
    assert (await raw.ask("POST", path, {"name": "hush", "type": 12})).code == 50013
    voice = places.make_channel(server.world, server.guild, "voice", ChannelKind.VOICE)
    assert (await raw.ask("POST", f"/channels/{voice.id}/threads", {"name": "x", "type": 11})).code == 50024
    sent = await raw.post({"content": "x"})
    start = f"/channels/{server.channel.id}/messages/{sent.body['id']}/threads"
    first = await raw.ask("POST", start, {"name": "talk"})
    assert first.body["id"] == sent.body["id"]
    assert (await raw.ask("POST", start, {"name": "talk"})).code == 160004
    places.archive(server.world, server.world.channels[cast(Any, int(first.body["id"]))])
    active = await raw.ask("GET", f"/guilds/{server.guild.id}/threads/active")
    archived = await raw.ask("GET", f"/channels/{server.channel.id}/threads/archived/public")
    assert [one["name"] for one in active.body["threads"]] == ["talk"]
    assert [one["id"] for one in archived.body["threads"]] == [first.body["id"]]


async def test_there_can_be_too_many_threads(server: DiscordServer, raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_ACTIVE_THREADS", 1)
    path = f"/channels/{server.channel.id}/threads"
    assert (await raw.ask("POST", path, {"name": "1", "type": 11})).status == 201
    assert (await raw.ask("POST", path, {"name": "2", "type": 11})).code == 160006


async def test_a_forum_may_want_a_tag_and_takes_no_bare_words(server: DiscordServer, raw: Raw) -> None:
    forum = places.make_channel(server.world, server.guild, "ideas", ChannelKind.FORUM)
    forum.needs_tag = True
    body = {"name": "Benches", "message": {"content": "More of them"}}
    assert (await raw.ask("POST", f"/channels/{forum.id}/messages", {"content": "x"})).code == 50008
    assert (await raw.ask("POST", f"/channels/{forum.id}/threads", body)).code == 40067
    made = await raw.ask("POST", f"/channels/{forum.id}/threads", body | {"applied_tags": ["1"]})
    assert made.body["message"]["content"] == "More of them"
    assert made.body["applied_tags"] == ["1"]
    assert (await raw.ask("GET", f"/channels/{forum.id}")).body["flags"] == 16


# ------------------------------------------------------------------------------------- messages


async def test_only_its_author_edits_a_message_and_moderators_delete(server: DiscordServer, raw: Raw) -> None:
    ana, ben = server.member("Ana"), server.member("Ben")
    said = ana.says("Mine")
    path = f"/channels/{server.channel.id}/messages/{said.id}"
    assert (await raw.ask("PATCH", path, {"content": "x"})).code == 50005
    assert (await raw.ask("DELETE", path)).code == 50013
    with pytest.raises(CannotDo):
        ben.edits(said, "x")
    with pytest.raises(CannotDo):
        ben.deletes(said)
    ana.edits(said, "Mine, better")
    assert "Mine, better" in ben.screen
    ana.deletes(said)
    assert "Mine" not in ben.screen


async def test_words_of_others_are_read_only_with_the_intent(start_server: StartServer) -> None:
    for allowed, words in ((Intent(0), ""), (Intent.MESSAGE_CONTENT, "Secret")):
        async with start_server(allowed=allowed) as server, Raw(server) as raw:
            said = server.member("Ana").says("Secret")
            assert (await raw.ask("GET", f"/channels/{server.channel.id}/messages/{said.id}")).body["content"] == words
            (one,) = (await raw.ask("GET", f"/channels/{server.channel.id}/messages")).body
            assert one["content"] == words


async def test_without_the_right_to_the_past_there_is_none(server: DiscordServer, raw: Raw) -> None:
    sent = await raw.post({"content": "x"})
    taken = Overwrite(deny=int(May.READ_MESSAGE_HISTORY), is_role=False)
    places.change_overwrite(server.world, server.channel, server.world.bot.id, taken)
    assert (await raw.ask("GET", f"/channels/{server.channel.id}/messages")).body == []
    assert (await raw.ask("GET", f"/channels/{server.channel.id}/messages/{sent.body['id']}")).code == 50013
    reply = {"content": "x", "message_reference": {"message_id": sent.body["id"]}}
    assert (await raw.post(reply)).code == 160002


async def test_a_reply_needs_what_it_replies_to(server: DiscordServer, raw: Raw) -> None:
    said = server.member("Ana").says("Hello")
    answered = await raw.post({"content": "Yes", "message_reference": {"message_id": str(said.id)}})
    assert answered.body["type"] == 19
    assert answered.body["referenced_message"]["id"] == str(said.id)
    assert (await raw.post({"content": "x", "message_reference": {"message_id": "1"}})).code == 50035
    kind = {"message_id": "1", "fail_if_not_exists": False}
    assert (await raw.post({"content": "x", "message_reference": kind})).body["type"] == 0
    server.owner.deletes(said)
    path = f"/channels/{server.channel.id}/messages/{answered.body['id']}"
    assert (await raw.ask("GET", path)).body["referenced_message"] is None


async def test_v2_is_for_good(server: DiscordServer, raw: Raw) -> None:
    plain = await raw.post({"content": "Words"})
    path = f"/channels/{server.channel.id}/messages/{plain.body['id']}"
    tree = [{"type": 10, "content": "New words"}]
    both = await raw.ask("PATCH", path, {"components": tree, "flags": 1 << 15})
    assert both.code == 50035
    assert "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2" in both.words
    upgraded = await raw.ask("PATCH", path, {"components": tree, "flags": 1 << 15, "content": None})
    assert upgraded.body["flags"] == 1 << 15
    assert (await raw.ask("PATCH", path, {"content": "Old words"})).code == 50035
    again = await raw.ask("PATCH", path, {"components": tree, "flags": 0})
    assert again.body["flags"] == 1 << 15
    assert (await raw.ask("PATCH", path, {"components": []})).code == 50006


async def test_an_edit_that_fails_changes_nothing(server: DiscordServer, raw: Raw) -> None:
    sent = await raw.post({"content": "Words"})
    path = f"/channels/{server.channel.id}/messages/{sent.body['id']}"
    body = {"content": None, "flags": 1 << 15, "components": [{"type": 13, "file": {"url": "attachment://no.csv"}}]}
    assert (await raw.ask("PATCH", path, body)).code == 50035
    after = (await raw.ask("GET", path)).body
    assert (after["content"], after["flags"], after["components"]) == ("Words", 0, [])


async def test_messages_are_pinned_and_unpinned(
    server: DiscordServer, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.join(
        server.world,
        server.guild,
        server.world.bot,
        [places.add_role(server.world, server.guild, "pins", int(May.PIN_MESSAGES))],
    )
    sent = [(await raw.post({"content": str(number)})).body["id"] for number in range(2)]
    base = f"/channels/{server.channel.id}/messages/pins"
    for one in sent:
        assert (await raw.ask("PUT", f"{base}/{one}")).status == 204
    assert [one["message"]["content"] for one in (await raw.ask("GET", base)).body["items"]] == ["0", "1"]
    assert (await raw.ask("GET", f"/channels/{server.channel.id}/pins")).body[0]["pinned"] is True
    assert (await raw.ask("DELETE", f"{base}/{sent[0]}")).status == 204
    assert len((await raw.ask("GET", base)).body["items"]) == 1
    monkeypatch.setattr(posting, "MOST_PINS", 1)
    assert (await raw.ask("PUT", f"{base}/{sent[0]}")).code == 30003


async def test_a_poll_is_made_and_ended(start_server: StartServer) -> None:
    async with start_server(bot_may=ALL) as server, running(Bot(), server) as bot:
        poll = discord.Poll("Which day?", timedelta(hours=2))
        poll.add_answer(text="Monday")
        poll.add_answer(text="Tuesday")
        sent = await text_channel(bot, server.channel.id).send(poll=poll)
        assert "( ) Monday" in server.owner.screen
        assert sent.poll
        ended = await sent.poll.end()
        assert ended.is_finalized()
        raw_path = f"/channels/{server.channel.id}/polls/{sent.id}/answers/1"
        async with Raw(server) as raw:
            assert (await raw.ask("GET", raw_path)).body == {"users": []}


# ------------------------------------------------------------------------------------- people and guilds


async def test_a_closed_door_stays_closed(server: DiscordServer, bot: Bot) -> None:
    ana, stranger = server.member("Ana"), server.stranger("Cleo")
    await (await bot.fetch_user(ana.account.id)).send("Hello")
    ana.account.takes_private_messages = False
    for person in (ana, stranger):
        with pytest.raises(discord.Forbidden, match="50007"):
            await (await bot.fetch_user(person.account.id)).send("Hello")
    with pytest.raises(discord.NotFound, match="10013"):
        await bot.fetch_user(1)


async def test_members_are_looked_up_one_by_one(server: DiscordServer, bot: Bot) -> None:
    ana = server.member("Ana")
    member = await bot.guilds[0].fetch_member(ana.account.id)
    assert (member.id, member.joined_at) == (ana.account.id, server.clock.now())
    with pytest.raises(discord.NotFound, match="10007"):
        await bot.guilds[0].fetch_member(server.stranger("Cleo").account.id)
    with pytest.raises(discord.NotFound, match="10013"):
        await bot.guilds[0].fetch_member(1)


async def test_a_guild_tells_of_itself(server: DiscordServer, bot: Bot, raw: Raw) -> None:
    guild = await bot.fetch_guild(server.guild.id)
    assert guild.name == "Neighbourhood"
    assert {role.name for role in await guild.fetch_roles()} == {"@everyone", "Codesign"}
    assert (await raw.ask("DELETE", f"/users/@me/guilds/{server.guild.id}")).status == 204
    await until(lambda: not list(bot.guilds))


async def test_channels_are_made_and_changed_by_those_who_may(start_server: StartServer) -> None:
    async with start_server() as server, Raw(server) as raw:
        assert (await raw.ask("POST", f"/guilds/{server.guild.id}/channels", {"name": "x"})).code == 50013
        assert (await raw.ask("PATCH", f"/channels/{server.channel.id}", {"name": "x"})).code == 50013
        assert (await raw.ask("DELETE", f"/channels/{server.channel.id}")).code == 50013
    async with start_server(bot_may=ALL) as server, running(Bot(), server) as bot:
        guild = bot.guilds[0]
        made = await guild.create_text_channel("log", topic="Decisions")
        quiet = discord.PermissionOverwrite(send_messages=False)
        await made.edit(name="the-log", overwrites={guild.default_role: quiet})
        ana = server.member("Ana")
        ana.goes_to(server.world.channels[cast(Any, made.id)])
        assert ana.screen == "#the-log"
        with pytest.raises(CannotDo):
            ana.says("x")
        async with made.typing():
            pass
        await made.delete()
        assert made.id not in server.world.channels


async def test_events_are_scheduled_changed_and_called_off(start_server: StartServer) -> None:
    async with start_server(bot_may=int(May.CREATE_EVENTS)) as server, running(Bot(), server) as bot:
        start = discord.utils.utcnow() + timedelta(days=1)
        event = await bot.guilds[0].create_scheduled_event(
            name="Framing",
            start_time=start,
            end_time=start + timedelta(days=7),
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location="#general",
        )
        changed = await event.edit(name="Framing, longer")
        assert [one.name for one in await bot.guilds[0].fetch_scheduled_events()] == ["Framing, longer"]
        await changed.delete()
        with pytest.raises(discord.NotFound, match="10070"):
            await bot.guilds[0].fetch_scheduled_event(event.id)


async def test_events_need_a_right_an_end_and_a_place(start_server: StartServer) -> None:
    body: dict[str, Any] = {
        "name": "Framing",
        "scheduled_start_time": "2026-03-03T00:00:00+00:00",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "here"},
    }
    async with start_server() as server, Raw(server) as raw:
        assert (await raw.ask("POST", f"/guilds/{server.guild.id}/scheduled-events", body)).code == 50013
    async with start_server(bot_may=int(May.CREATE_EVENTS)) as server, Raw(server) as raw:
        path = f"/guilds/{server.guild.id}/scheduled-events"
        assert (await raw.ask("POST", path, body)).words == {"BASE_TYPE_REQUIRED"}
        voice = body | {"entity_type": 2, "channel_id": str(server.channel.id)}
        assert (await raw.ask("POST", path, voice)).code == 50035


def test_a_guild_without_the_bot_offers_nothing(clock: ControlledClock) -> None:
    server = DiscordServer(clock=clock)
    guild: Guild = server.make_guild("Elsewhere", with_bot=False)
    assert not guild.has_bot
    assert server.world.bot.id not in guild.members
    ana = server.member("Ana", guild=guild)
    assert ana.screen == "#general"


async def test_the_gateway_is_found_by_those_who_ask(server: DiscordServer, raw: Raw) -> None:
    assert (await raw.ask("GET", "/gateway")).body == {"url": server.gateway_url}
    told = (await raw.ask("GET", "/gateway/bot")).body
    assert told["session_start_limit"] == {
        "total": 1000,
        "remaining": 1000,
        "reset_after": 0,
        "max_concurrency": 1,
    }
    assert (await raw.ask("GET", "/applications/@me")).body["name"] == "Codesign"
