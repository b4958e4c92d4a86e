"""Each thing that can go wrong on the way, and what the real discord.py makes of it."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp
import discord
import pytest

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import (
    LEAST_FOR_BOT,
    Delay,
    DiscordServer,
    Drop,
    May,
    Overwrite,
    Refuse,
    Scope,
    SimulatorMistaken,
    Status,
    TooOften,
    Twist,
    When,
    places,
    posting,
)
from codesign_bot.testing.discord.faults import Faults

from .bots import Bot, running, text_channel
from .conftest import StartServer
from .raw import Raw

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


def words(server: DiscordServer) -> list[str]:
    return [one.content for one in server.channel.messages.values()]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_nothing_is_done_before_a_failure(server: DiscordServer, raw: Raw, status: int) -> None:
    server.faults.plant(Status(status), "POST", MESSAGES)
    assert (await raw.post({"content": "Once"})).status == status
    assert words(server) == []
    assert (await raw.post({"content": "Again"})).status == 200


async def test_it_is_done_although_the_answer_failed(server: DiscordServer, raw: Raw) -> None:
    server.faults.plant(Status(502, When.AFTER), "POST", MESSAGES)
    assert (await raw.post({"content": "Once"})).status == 502
    assert words(server) == ["Once"]


@pytest.mark.parametrize(("when", "kept"), [(When.BEFORE, []), (When.AFTER, ["Once"])])
async def test_a_connection_breaks(server: DiscordServer, raw: Raw, when: When, kept: list[str]) -> None:
    server.faults.plant(Drop(when), "POST", MESSAGES)
    with pytest.raises(aiohttp.ClientError):
        await raw.post({"content": "Once"})
    assert words(server) == kept


async def test_a_retry_with_the_same_nonce_makes_no_second_message(server: DiscordServer, raw: Raw) -> None:
    body = {"content": "Once", "nonce": "n1", "enforce_nonce": True}
    server.faults.plant(Status(502, When.AFTER), "POST", MESSAGES)
    assert (await raw.post(body)).status == 502
    again = await raw.post(body)
    assert again.status == 200
    assert words(server) == ["Once"]
    assert again.body["id"] == str(next(iter(server.channel.messages)))


async def test_without_the_nonce_being_enforced_there_are_two(server: DiscordServer, raw: Raw) -> None:
    for _ in range(2):
        await raw.post({"content": "Twice", "nonce": "n1"})
    assert words(server) == ["Twice", "Twice"]


async def test_a_nonce_is_forgotten_after_a_while(server: DiscordServer, raw: Raw, clock: ControlledClock) -> None:
    body = {"content": "x", "nonce": "n1", "enforce_nonce": True}
    await raw.post(body)
    clock.advance(timedelta(seconds=posting.NONCE_SECONDS) - timedelta(milliseconds=1))
    await raw.post(body)
    assert len(words(server)) == 1
    clock.advance(timedelta(milliseconds=1))
    await raw.post(body)
    assert len(words(server)) == 2


async def test_a_nonce_of_a_message_that_was_deleted_is_free(server: DiscordServer, raw: Raw) -> None:
    body = {"content": "x", "nonce": "n1", "enforce_nonce": True}
    first = await raw.post(body)
    await raw.ask("DELETE", f"/channels/{server.channel.id}/messages/{first.body['id']}")
    assert (await raw.post(body)).body["id"] != first.body["id"]


async def test_discord_py_sends_once_through_a_lost_answer(server: DiscordServer, bot: Bot) -> None:
    """Its retry carries the nonce that it made up for the first try."""
    server.faults.plant(Status(502, When.AFTER), "POST", MESSAGES)
    await text_channel(bot, server.channel.id).send("Once")
    assert words(server) == ["Once"]
    assert [one.status for one in server.records if one.path == MESSAGES] == [502, 200]


async def test_discord_py_gives_up_at_once_on_503_and_on_a_cut(server: DiscordServer, bot: Bot) -> None:
    """So the outbox owns those retries."""
    channel = text_channel(bot, server.channel.id)
    server.faults.plant(Status(503), "POST", MESSAGES)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("x")
    server.faults.plant(Drop(When.AFTER), "POST", MESSAGES)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel.send("x")
    assert len([one for one in server.records if one.path == MESSAGES]) <= 2


async def test_an_answer_takes_its_time(server: DiscordServer, raw: Raw) -> None:
    server.faults.plant(Delay(0.15), "GET")
    began = time.monotonic()
    assert (await raw.ask("GET", "/users/@me")).status == 200
    assert time.monotonic() - began >= 0.15


async def test_any_refusal_can_be_played(server: DiscordServer, bot: Bot) -> None:
    server.faults.plant(Refuse(403, 50013), "POST", MESSAGES)
    with pytest.raises(discord.Forbidden, match="50013"):
        await text_channel(bot, server.channel.id).send("x")
    assert [one.code for one in server.refused()] == [50013]


async def test_a_fault_waits_for_what_it_is_meant_for(server: DiscordServer, raw: Raw) -> None:
    server.faults.plant(Status(500), "POST", MESSAGES, times=2)
    assert (await raw.ask("GET", "/users/@me")).status == 200
    assert [(await raw.post({"content": str(n)})).status for n in range(3)] == [500, 500, 200]
    assert [path for _, path, _ in server.faults.happened] == [MESSAGES] * 2


def test_ends_take_turns_and_delays_add_up() -> None:
    faults = Faults()
    for kind in (Delay(1), Status(500), Delay(2), Drop()):
        faults.plant(kind)
    assert faults.due("GET", "/x") == [Delay(1), Status(500), Delay(2)]
    assert faults.due("GET", "/x") == [Drop()]
    assert faults.due("GET", "/x") == []
    faults.plant(Status(500), times=None)
    assert all(faults.due("GET", "/x") for _ in range(9))
    faults.clear()
    assert faults.due("GET", "/x") == []


async def test_a_failing_answer_to_a_press_can_be_retried_in_time(server: DiscordServer) -> None:
    bot = Bot()

    @bot.tree.command(description="Vote")
    async def vote(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Saved", ephemeral=True)

    async with running(bot, server):
        server.faults.plant(Status(502), "POST", CALLBACK)
        ana = server.member("Ana")
        await ana.types("/vote")
        await ana.sees("Saved")


# ------------------------------------------------------------------------------------- what people take away


async def test_a_message_that_was_deleted_cannot_be_edited(server: DiscordServer, bot: Bot) -> None:
    sent = await text_channel(bot, server.channel.id).send("Card")
    server.owner.deletes(server.owner.messages[0])
    with pytest.raises(discord.NotFound, match="10008"):
        await sent.edit(content="New")


async def test_a_channel_that_was_deleted_takes_nothing(server: DiscordServer, bot: Bot) -> None:
    channel = text_channel(bot, server.channel.id)
    places.remove_channel(server.world, server.channel)
    with pytest.raises(discord.NotFound, match="10003"):
        await channel.send("x")


async def test_a_bot_that_was_removed_has_no_access(server: DiscordServer, bot: Bot) -> None:
    channel = text_channel(bot, server.channel.id)
    places.leave(server.world, server.guild, server.world.bot)
    with pytest.raises(discord.Forbidden, match="50001"):
        await channel.send("x")
    with pytest.raises(discord.Forbidden, match="50001"):
        await bot.fetch_guild(server.guild.id)
    with pytest.raises(discord.NotFound, match="10004"):
        await bot.fetch_guild(1)


@pytest.mark.parametrize(
    ("taken", "code"), [(May.VIEW_CHANNEL, 50001), (May.SEND_MESSAGES, 50013), (May.ATTACH_FILES, None)]
)
async def test_a_right_that_was_taken_is_missed(server: DiscordServer, bot: Bot, taken: May, code: int | None) -> None:
    channel = text_channel(bot, server.channel.id)
    places.change_overwrite(
        server.world, server.channel, server.world.bot.id, Overwrite(deny=int(taken), is_role=False)
    )
    if code is None:
        await channel.send("Words still go")
        return
    with pytest.raises(discord.Forbidden, match=str(code)):
        await channel.send("x")


async def test_what_automod_forbids_is_not_written(server: DiscordServer, bot: Bot) -> None:
    server.guild.blocked_words.add("badword")
    with pytest.raises(discord.HTTPException, match="200000"):
        await text_channel(bot, server.channel.id).send("A BadWord here")


# ------------------------------------------------------------------------------------- the simulator itself


async def test_a_wrong_answer_of_the_simulator_is_caught(start_server: StartServer, openapi: object) -> None:
    async with start_server(openapi=openapi) as server, Raw(server) as raw:
        server.faults.plant(Twist(lambda answer: answer | {"id": 5}), "POST", MESSAGES)
        await raw.post({"content": "x"})
        (mistake,) = server.mistakes
        assert mistake.record.path == MESSAGES
        assert "id" in mistake.sentence
        server.mistakes.clear()


async def wrong_once(start_server: StartServer, openapi: object, error: Exception | None = None) -> None:
    async with start_server(openapi=openapi) as server, Raw(server) as raw:
        server.faults.plant(Twist(lambda answer: {"nothing": answer}), "GET")
        await raw.ask("GET", "/users/@me")
        if error:
            raise error


async def test_a_simulator_that_was_wrong_does_not_end_quietly(start_server: StartServer, openapi: object) -> None:
    with pytest.raises(SimulatorMistaken, match="id"):
        await wrong_once(start_server, openapi)


async def test_the_error_of_a_test_is_not_hidden_by_a_mistake(start_server: StartServer, openapi: object) -> None:
    with pytest.raises(LookupError):
        await wrong_once(start_server, openapi, LookupError())


async def test_what_is_not_there_is_not_found(server: DiscordServer, raw: Raw) -> None:
    assert (await raw.ask("GET", "/nowhere")).status == 404
    assert (await raw.ask("PUT", "/users/@me")).status == 405
    assert [(one.method, one.path, one.status) for one in server.refused()] == [
        ("GET", "/nowhere", 404),
        ("PUT", "/users/@me", 405),
    ], "so that nobody asks in vain without noticing"
    async with raw.session.get(server.world.url + "/attachments/1/2/x.png") as answer:
        assert answer.status == 404
    async with raw.session.get(server.world.url + "/elsewhere") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("path", ["/channels/x/messages", "/guilds/1x", "/applications/a/commands"])
async def test_an_id_is_a_number(server: DiscordServer, raw: Raw, path: str) -> None:
    assert (await raw.ask("GET", path)).code == 50035


async def test_what_is_no_json_is_refused(server: DiscordServer, raw: Raw) -> None:
    headers = {"Authorization": f"Bot {server.token}", "Content-Type": "application/json"}
    url = f"{server.api_base}/channels/{server.channel.id}/messages"
    async with raw.session.post(url, data=b"{", headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, 50109)


async def test_a_file_that_is_too_large_is_refused(server: DiscordServer, bot: Bot) -> None:
    file = discord.File(BytesIO(bytes(10 * 1024 * 1024 + 1)), "big.bin")
    with pytest.raises(discord.HTTPException, match="40005"):
        await text_channel(bot, server.channel.id).send(file=file)


async def test_many_things_at_once_all_happen(server: DiscordServer, bot: Bot) -> None:
    channel = text_channel(bot, server.channel.id)
    server.faults.plant(Delay(0.01), times=50)
    server.faults.plant(TooOften(0.01, Scope.SHARED), "POST", times=4)
    await asyncio.gather(*(channel.send(str(number)) for number in range(30)))
    assert sorted(map(int, words(server))) == list(range(30))
    assert server.limiter.invalid_answers == 0


async def test_the_least_permissions_are_enough_for_words_files_and_threads(server: DiscordServer, bot: Bot) -> None:
    channel = text_channel(bot, server.channel.id)
    sent = await channel.send("x", file=discord.File(BytesIO(b"x"), "x.txt"), embed=discord.Embed(title="x"))
    thread = await sent.create_thread(name="talk")
    await thread.send("x")
    assert not LEAST_FOR_BOT & (May.ADMINISTRATOR | May.MENTION_EVERYONE | May.MANAGE_MESSAGES)
    with pytest.raises(discord.Forbidden, match="50013"):
        await sent.pin()
