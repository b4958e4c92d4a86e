"""The gateway lets in who may come, keeps sessions over broken lines, and tells each what it may hear."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import Any

import aiohttp
import discord
import pytest

from codesign_bot.testing.discord import (
    Allowance,
    ChannelKind,
    DiscordServer,
    Intent,
    Limits,
    May,
    NoAnswer,
    Overwrite,
    acts,
    places,
)
from codesign_bot.testing.discord.gateway import KEPT_FOR_REPLAY

from .bots import Bot, Sharded, card, point_at, running, text_channel, until
from .conftest import StartServer
from .raw import Raw, Wire

Asked = discord.Interaction[Any]


async def identified(raw: Raw, intents: int = 1, **more: object) -> tuple[Wire, dict[str, Any]]:
    """A connection by hand, with its READY."""
    wire = await raw.dial()
    await wire.hear()
    await wire.send(2, {"token": raw.server.token, "intents": intents, **more})
    return wire, (await wire.hear())["d"]


async def test_the_gateway_says_hello_and_answers_heartbeats(raw: Raw) -> None:
    wire = await raw.dial()
    assert (await wire.hear()) == {"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None}
    await wire.send(1, None)
    assert (await wire.hear())["op"] == 11


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"token": "wrong", "intents": 1}, 4004),
        ({"intents": 1 << 30}, 4013),
        ({"intents": "1"}, 4013),
        ({"intents": int(Intent.MESSAGE_CONTENT)}, 4014),
        ({"intents": int(Intent.GUILD_MEMBERS)}, 4014),
        ({"intents": 1, "shard": [2, 2]}, 4010),
    ],
)
async def test_who_may_not_come_is_turned_away(raw: Raw, data: dict[str, object], code: int) -> None:
    wire = await raw.dial()
    await wire.send(2, {"token": raw.server.token} | data)
    assert await wire.until_closed() == code
    assert raw.server.gateway.sessions == {}


@pytest.mark.parametrize(
    ("payload", "code"),
    [("{", 4002), ("[]", 4002), ('{"op": 99}', 4001), ('{"op": 3, "d": {}}', 4003), ('{"op": 8, "d": {}}', 4003)],
)
async def test_what_nobody_understands_ends_the_line(raw: Raw, payload: str, code: int) -> None:
    wire = await raw.dial()
    await wire.socket.send_str(payload)
    assert await wire.until_closed() == code


async def test_nobody_identifies_twice_on_one_line(raw: Raw) -> None:
    wire, _ = await identified(raw)
    await wire.send(2, {"token": raw.server.token, "intents": 1})
    assert await wire.until_closed() == 4005


async def test_who_sends_too_much_is_cut_off(start_server: StartServer) -> None:
    async with start_server(limits=Limits(sends=Allowance(5, 60))) as server, Raw(server) as raw:
        wire, _ = await identified(raw)
        for _ in range(5):
            await wire.send(1, None)
        assert await wire.until_closed() == 4008


async def test_too_many_identifies_reset_the_token(start_server: StartServer) -> None:
    async with start_server(limits=Limits(identifies=Allowance(2, 86_400))) as server, Raw(server) as raw:
        old = server.token
        first, _ = await identified(raw)
        await identified(raw)
        assert (await raw.ask("GET", "/gateway/bot")).body["session_start_limit"]["remaining"] == 0
        third = await raw.dial()
        await third.send(2, {"token": old, "intents": 1})
        assert await third.until_closed() == 4004
        assert await first.until_closed() == 4004
        assert server.token != old
        assert (await raw.ask("GET", "/users/@me", token=old)).status == 401


async def test_frames_are_compressed_for_those_who_ask(raw: Raw) -> None:
    wire = await raw.dial("?v=10&encoding=json&compress=zlib-stream")
    inflate = zlib.decompressobj()
    async with asyncio.timeout(5):
        frame = await wire.socket.receive()
    assert frame.type is aiohttp.WSMsgType.BINARY
    assert frame.data.endswith(b"\x00\x00\xff\xff")
    assert json.loads(inflate.decompress(frame.data))["op"] == 10


async def test_a_session_is_resumed_and_misses_nothing(server: DiscordServer, raw: Raw) -> None:
    wire, ready = await identified(raw)
    created = await wire.hear()
    assert created["t"] == "GUILD_CREATE"
    server.gateway.drop()
    await until(lambda: not server.gateway.connected)
    places.make_channel(server.world, server.guild, "later")
    again = await raw.dial()
    await again.hear()
    await again.send(6, {"token": server.token, "session_id": ready["session_id"], "seq": created["s"]})
    missed, resumed = await again.hear(), await again.hear()
    assert (missed["t"], missed["d"]["name"], missed["s"]) == ("CHANNEL_CREATE", "later", created["s"] + 1)
    assert resumed["t"] == "RESUMED"
    assert (server.gateway.identified, server.gateway.resumed) == (1, 1)


@pytest.mark.parametrize("session", ["wrong", None])
async def test_an_unknown_session_must_identify_anew(server: DiscordServer, raw: Raw, session: str | None) -> None:
    _, ready = await identified(raw)
    server.gateway.drop()
    await until(lambda: not server.gateway.connected)
    if session is None:
        server.gateway.forget()
    again = await raw.dial()
    await again.hear()
    await again.send(6, {"token": server.token, "session_id": session or ready["session_id"], "seq": 1})
    assert await again.hear() == {"op": 9, "d": False, "s": None, "t": None}


async def test_a_resume_from_the_future_is_refused(server: DiscordServer, raw: Raw) -> None:
    _, ready = await identified(raw)
    again = await raw.dial()
    await again.send(6, {"token": server.token, "session_id": ready["session_id"], "seq": 999})
    assert await again.until_closed() == 4007


async def test_what_is_too_old_to_replay_ends_the_session(server: DiscordServer, raw: Raw) -> None:
    _, ready = await identified(raw)
    server.gateway.drop()
    await until(lambda: not server.gateway.connected)
    for _ in range(KEPT_FOR_REPLAY + 1):
        places.tell_channel(server.world, server.channel)
    again = await raw.dial()
    await again.hear()
    await again.send(6, {"token": server.token, "session_id": ready["session_id"], "seq": 1})
    assert (await again.hear())["op"] == 9


async def test_a_client_that_says_goodbye_has_no_session_left(server: DiscordServer, raw: Raw) -> None:
    wire, _ = await identified(raw)
    await wire.socket.close(code=1000)
    await until(lambda: not server.gateway.sessions)


async def test_a_client_that_leaves_otherwise_keeps_its_session(server: DiscordServer, raw: Raw) -> None:
    wire, _ = await identified(raw)
    await wire.socket.close(code=4000)
    await until(lambda: not server.gateway.connected)
    assert len(server.gateway.sessions) == 1


@pytest.mark.parametrize("how", ["drop", "reconnect", "resumable"])
async def test_discord_py_resumes_and_answers_what_came_meanwhile(server: DiscordServer, how: str) -> None:
    bot = Bot()

    @bot.tree.command(description="Say hello")
    async def hello(interaction: Asked) -> None:
        await interaction.response.send_message("Hello")

    async with running(bot, server):
        ana = server.member("Ana")
        match how:
            case "drop":
                server.gateway.drop()
            case "reconnect":
                server.gateway.ask_to_reconnect()
            case _:
                server.gateway.invalidate(is_resumable=True)
        await ana.types("/hello")
        await ana.sees("Hello")
        await until(lambda: server.gateway.resumed == 1)
        assert server.gateway.identified == 1


async def test_discord_py_identifies_anew_when_its_session_is_over(server: DiscordServer, bot: Bot) -> None:
    server.gateway.invalidate()
    await until(lambda: server.gateway.identified == 2 and server.gateway.connected)
    assert server.gateway.resumed == 0


async def test_a_connection_that_died_unnoticed_is_replaced(start_server: StartServer) -> None:
    async with start_server(heartbeat_seconds=0.1) as server, running(Bot(heartbeat_timeout=0.3), server):
        server.gateway.is_deaf = True
        await until(lambda: not server.gateway.connected)
        server.gateway.is_deaf = False
        await until(lambda: server.gateway.connected)
        assert server.gateway.resumed >= 1


async def test_fatal_codes_end_the_client(server: DiscordServer) -> None:
    bot = Bot(intents=discord.Intents(guilds=True, message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(bot, server):
            pytest.fail("it must not get in")


async def test_a_wrong_token_is_no_login(server: DiscordServer) -> None:
    point_at(server)
    old = server.token
    server.world.reset_token()
    async with Bot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login(old)


async def test_two_processes_on_one_token_both_hear_and_one_answers(server: DiscordServer) -> None:
    first, second = Bot(), Bot()
    failed: list[discord.HTTPException] = []
    for one in (first, second):

        async def answer(interaction: Asked) -> None:
            try:
                await interaction.response.send_message("Saved")
            except discord.HTTPException as error:
                failed.append(error)

        one.on_component = answer
    async with running(first, server), running(second, server):
        message = card(server, "Press")
        ana = server.member("Ana")
        await ana.presses("Press", on=message)
        await until(lambda: failed)
    assert [error.code for error in failed] == [40060]
    assert ana.screen.count("Saved") == 1


async def test_words_are_heard_only_with_the_intent_for_them(start_server: StartServer) -> None:
    async with start_server(allowed=Intent.MESSAGE_CONTENT) as server:
        without = Bot(intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
        both = discord.Intents(guilds=True, guild_messages=True, message_content=True)
        with_words = Bot(intents=both)
        async with running(without, server), running(with_words, server):
            ana = server.member("Ana")
            ana.says("Plain words")
            ana.says(f"Hello <@{server.world.bot.id}>")
            ana.opens_private()
            ana.says("In private")
            await until(lambda: len(without.came) == 3 and len(with_words.came) == 2)
    assert [one.content for one in without.came] == ["", f"Hello <@{server.world.bot.id}>", "In private"]
    assert [one.content for one in with_words.came] == ["Plain words", f"Hello <@{server.world.bot.id}>"]


async def test_what_happens_to_places_is_heard_with_the_least_intents(server: DiscordServer, bot: Bot) -> None:
    world = server.world
    yard = places.make_channel(world, server.guild, "yard")
    thread = places.make_thread(world, yard, "talk", owner=server.owner.account)
    places.archive(world, thread, is_locked=True)
    places.change_overwrite(world, yard, server.guild.id, Overwrite(deny=int(May.SEND_MESSAGES)))
    places.remove_channel(world, thread)
    places.remove_channel(world, yard)
    places.leave(world, server.guild, world.bot)
    await until(lambda: "GUILD_DELETE" in bot.heard)
    assert [name for name in bot.heard if name.startswith(("CHANNEL", "THREAD", "GUILD_DELETE"))] == [
        "CHANNEL_CREATE",
        "THREAD_CREATE",
        "THREAD_UPDATE",
        "CHANNEL_UPDATE",
        "THREAD_DELETE",
        "CHANNEL_DELETE",
        "GUILD_DELETE",
    ]
    assert list(bot.guilds) == []


async def test_a_bot_that_comes_back_gets_its_guild_again(server: DiscordServer, bot: Bot) -> None:
    world = server.world
    places.leave(world, server.guild, world.bot)
    await until(lambda: not list(bot.guilds))
    server.guild.has_bot = True
    places.join(world, server.guild, world.bot)
    places.tell_guild(world, server.guild)
    await until(lambda: len(bot.guilds) == 1)


async def test_a_guild_that_cannot_be_reached_is_not_gone(server: DiscordServer, bot: Bot) -> None:
    places.outage(server.world, server.guild)
    await until(lambda: bot.guilds[0].unavailable)
    places.tell_guild(server.world, server.guild)
    await until(lambda: not bot.guilds[0].unavailable)
    assert bot.get_channel(server.channel.id)


async def test_a_channel_the_bot_cannot_see_has_no_name(server: DiscordServer, bot: Bot) -> None:
    secret = places.make_channel(server.world, server.guild, "secret plans", topic="Hush")
    places.change_overwrite(server.world, secret, server.guild.id, Overwrite(deny=int(May.VIEW_CHANNEL)))
    await until(lambda: "CHANNEL_UPDATE" in bot.heard)
    assert text_channel(bot, secret.id).name == "obfuscated"
    assert text_channel(bot, secret.id).topic is None
    with pytest.raises(discord.Forbidden, match="50001"):
        await bot.fetch_channel(secret.id)
    assert [one.name for one in await bot.guilds[0].fetch_channels()] == ["general"]


async def test_people_come_and_go_for_those_who_may_know(start_server: StartServer) -> None:
    async with start_server(allowed=Intent.GUILD_MEMBERS) as server:
        knowing = Bot(intents=discord.Intents(guilds=True, members=True))
        least = Bot()
        async with running(knowing, server), running(least, server):
            ana = server.member("Ana")
            places.tell_member(server.world, server.guild, server.guild.members[ana.account.id])
            places.leave(server.world, server.guild, ana.account)
            await until(lambda: "GUILD_MEMBER_REMOVE" in knowing.heard)
            names = [one.name for one in await knowing.guilds[0].query_members("ol")]
    assert names == ["olive"]
    assert not any("MEMBER" in name for name in least.heard)
    assert "GUILD_MEMBER_ADD" in knowing.heard
    assert "GUILD_MEMBER_UPDATE" in knowing.heard


async def test_members_are_asked_for_by_id_without_any_intent(server: DiscordServer, bot: Bot) -> None:
    ana = server.member("Ana")
    found = await bot.guilds[0].query_members(user_ids=[ana.account.id])
    assert [one.id for one in found] == [ana.account.id]


async def test_direct_messages_go_to_the_first_shard(start_server: StartServer) -> None:
    async with start_server() as server:
        server.world.shards = 2
        async with running(Sharded(), server) as bot:
            private = places.private_with_bot(server.world, server.owner.account)
            message = card(server, "Press", channel=private)
            asked = acts.press(server.world, server.owner.account, message, message.components[0]["components"][0])
            async with asyncio.timeout(10):
                await asked.answered
            (took,) = bot.took
            assert took.guild is None
            assert took.context.dm_channel
            assert took.user.id == server.owner.account.id


async def test_a_press_while_nobody_is_there_is_lost(server: DiscordServer) -> None:
    message = card(server, "Press")
    ana = server.member("Ana")
    with pytest.raises(NoAnswer):
        await ana.presses("Press", on=message)
    bot = Bot()
    async with running(bot, server):
        await server.quiet()
    assert "INTERACTION_CREATE" not in bot.heard
    assert "! This interaction failed" in ana.screen


async def test_shards_and_sessions_say_what_they_are(raw: Raw) -> None:
    _, ready = await identified(raw, shard=[1, 4])
    assert ready["shard"] == [1, 4]
    assert ready["resume_gateway_url"] == raw.server.gateway_url
    assert ready["application"]["id"] == str(raw.server.world.bot.id)


async def test_without_the_intent_for_guilds_nothing_is_told_of_them(raw: Raw) -> None:
    wire, ready = await identified(raw, intents=0)
    assert [one["id"] for one in ready["guilds"]] == [str(raw.server.guild.id)]
    places.make_channel(raw.server.world, raw.server.guild, "yard", ChannelKind.TEXT)
    await wire.send(1, None)
    assert (await wire.hear())["op"] == 11
