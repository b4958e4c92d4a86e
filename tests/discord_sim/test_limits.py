"""Whoever asks too often is told so, in Discord's words, and counted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import (
    Allowance,
    DiscordServer,
    Limits,
    May,
    Overwrite,
    Scope,
    TooOften,
    acts,
    places,
    posting,
)
from codesign_bot.testing.discord.limits import OLD, USUAL, Limiter, Window

from .bots import Bot, card, running, text_channel
from .conftest import StartServer
from .raw import Raw

MESSAGES = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"


def only(**limits: Any) -> Limits:  # noqa: ANN401 # what each of them is, `replace` asks
    """These limits and no others."""
    return replace(Limits.none(), **limits)


def test_a_window_counts_what_happened_lately(clock: ControlledClock) -> None:
    window = Window(clock, Allowance(2, 10))
    window.count()
    clock.advance(timedelta(seconds=4))
    window.count()
    assert (window.wait_seconds(), window.left) == (6.0, 0)
    clock.advance(timedelta(seconds=6))
    assert (window.wait_seconds(), window.left) == (0.0, 1)
    window.count()
    assert window.wait_seconds() == 4.0


async def test_a_route_has_an_allowance_for_each_channel(start_server: StartServer, clock: ControlledClock) -> None:
    limits = only(routes={MESSAGES: Allowance(2, 5)})
    async with start_server(limits=limits, pace=clock) as server, Raw(server) as raw:
        first = await raw.post({"content": "1"})
        assert first.headers["X-RateLimit-Limit"] == "2"
        assert first.headers["X-RateLimit-Remaining"] == "1"
        assert (await raw.post({"content": "2"})).headers["X-RateLimit-Remaining"] == "0"
        third = await raw.post({"content": "3"})
        assert third.status == 429
        assert third.body == {
            "message": "You are being rate limited.",
            "retry_after": 5.0,
            "global": False,
            "code": 0,
        }
        assert third.headers["X-RateLimit-Scope"] == "user"
        assert third.headers["Retry-After"] == "5"
        assert third.headers["Via"]
        assert third.headers["X-RateLimit-Bucket"] == first.headers["X-RateLimit-Bucket"]
        other = places.make_channel(server.world, server.guild, "other")
        assert (await raw.ask("POST", f"/channels/{other.id}/messages", {"content": "4"})).status == 200
        clock.advance(timedelta(seconds=5))
        assert (await raw.post({"content": "5"})).status == 200


async def test_all_requests_together_have_one_but_interactions_do_not_count(
    start_server: StartServer, clock: ControlledClock
) -> None:
    async with start_server(limits=only(everything=Allowance(3, 1)), pace=clock) as server, Raw(server) as raw:
        for _ in range(3):
            assert (await raw.ask("GET", "/users/@me")).status == 200
        limited = await raw.ask("GET", "/users/@me")
        assert limited.status == 429
        assert limited.body["global"] is True
        assert limited.headers["X-RateLimit-Global"] == "true"
        assert limited.headers["X-RateLimit-Scope"] == "global"
        message = card(server, "Press")
        button = message.components[0]["components"][0]
        for _ in range(9):
            asked = acts.press(server.world, server.owner.account, message, button)
            path = f"/interactions/{asked.id}/{asked.token}/callback"
            assert (await raw.ask("POST", path, {"type": 6})).status == 204


async def test_messages_older_than_an_hour_are_edited_three_times_in_six_seconds(
    start_server: StartServer, clock: ControlledClock
) -> None:
    limits = only(old_edits=Limits().old_edits)
    async with start_server(limits=limits, clock=clock, pace=clock) as server, Raw(server) as raw:
        old = posting.post(server.world, server.channel, server.world.bot, {"content": "Old"}, {})
        clock.advance(OLD)
        path = f"/channels/{server.channel.id}/messages/{old.id}"
        assert [(await raw.ask("PATCH", path, {"content": str(n)})).status for n in range(5)] == [200] * 5
        clock.advance(timedelta(milliseconds=1))
        assert [(await raw.ask("PATCH", path, {"content": str(n)})).status for n in range(4)] == [200] * 3 + [429]
        reply = await raw.ask("PATCH", path, {"content": "More"})
        assert (reply.code, reply.body["retry_after"]) == (30046, 6.0)
        young = posting.post(server.world, server.channel, server.world.bot, {"content": "Young"}, {})
        young_path = f"/channels/{server.channel.id}/messages/{young.id}"
        assert (await raw.ask("PATCH", young_path, {"content": "x"})).status == 200
        clock.advance(timedelta(seconds=6))
        assert (await raw.ask("PATCH", path, {"content": "Now"})).status == 200


async def test_what_a_press_changes_is_no_old_edit(start_server: StartServer, clock: ControlledClock) -> None:
    limits = only(old_edits=Allowance(1, 6))
    async with start_server(limits=limits, clock=clock, pace=clock) as server, Raw(server) as raw:
        message = card(server, "Press")
        clock.advance(timedelta(hours=2))
        for number in range(5):
            asked = acts.press(server.world, server.owner.account, message, message.components[0]["components"][0])
            path = f"/interactions/{asked.id}/{asked.token}/callback"
            assert (await raw.ask("POST", path, {"type": 7, "data": {"content": str(number)}})).status == 204


async def test_too_many_invalid_requests_ban_the_address(start_server: StartServer, clock: ControlledClock) -> None:
    async with start_server(limits=only(invalid=Allowance(3, 600)), pace=clock) as server, Raw(server) as raw:
        away = places.make_channel(server.world, server.guild, "away")
        places.change_overwrite(
            server.world, away, server.world.bot.id, Overwrite(deny=int(May.VIEW_CHANNEL), is_role=False)
        )
        assert (await raw.ask("GET", "/users/@me", token="wrong")).status == 401
        assert (await raw.ask("GET", f"/channels/{away.id}")).status == 403
        assert (await raw.ask("GET", "/channels/1")).status == 404, "404 does not count"
        server.faults.plant(TooOften(scope=Scope.SHARED))
        assert (await raw.ask("GET", "/users/@me")).status == 429, "what is shared does not count"
        server.faults.plant(TooOften())
        assert (await raw.ask("GET", "/users/@me")).status == 429
        assert server.limiter.invalid_answers == 3
        assert server.limiter.is_banned
        async with raw.session.get(server.api_base + "/users/@me") as banned:
            assert banned.status == 429
            assert banned.content_type == "text/html"
            assert "Via" not in banned.headers
        clock.advance(timedelta(minutes=10))
        assert (await raw.ask("GET", "/users/@me")).status == 200


async def test_new_commands_have_a_daily_allowance(start_server: StartServer, clock: ControlledClock) -> None:
    async with start_server(limits=only(new_commands=Allowance(2, 86_400)), pace=clock) as server, Raw(server) as raw:
        base = f"/applications/{server.world.bot.id}/commands"
        made = [{"name": f"c{number}", "description": "x"} for number in range(2)]
        assert (await raw.ask("PUT", base, made)).status == 200
        assert (await raw.ask("PUT", base, made)).status == 200, "the same again are not new"
        reply = await raw.ask("PUT", base, [*made, {"name": "c3", "description": "x"}])
        assert reply.code == 30034


async def test_discord_py_waits_and_gets_through(start_server: StartServer) -> None:
    limits = only(routes={MESSAGES: Allowance(2, 0.2)})
    async with start_server(limits=limits) as server, running(Bot(), server) as bot:
        channel = text_channel(bot, server.channel.id)
        await asyncio.gather(*(channel.send(f"No {number}") for number in range(5)))
        assert sorted(one.content for one in server.channel.messages.values()) == [f"No {n}" for n in range(5)]


async def test_discord_py_retries_what_it_was_told_to_do_later(server: DiscordServer, bot: Bot) -> None:
    channel = text_channel(bot, server.channel.id)
    for scope in Scope:
        server.faults.plant(TooOften(0.01, scope), "POST")
    await channel.send("At last")
    assert [one.status for one in server.records if one.method == "POST"] == [429, 429, 429, 200]


async def test_an_old_card_makes_discord_py_wait_for_six_seconds(
    start_server: StartServer, clock: ControlledClock
) -> None:
    """The code that an outbox must avoid, as it comes out of the library: only after its five tries."""
    limits = only(old_edits=Allowance(1, 0.05))
    async with start_server(limits=limits, clock=clock) as server, running(Bot(), server) as bot:
        sent = await text_channel(bot, server.channel.id).send("Card")
        clock.advance(timedelta(hours=2))
        server.limiter.old_edit(server.channel.id)
        await sent.edit(content="New")
        codes = [one.code for one in server.records if one.method == "PATCH"]
    assert codes == [30046, 0]


def test_without_limits_nothing_is_limited(clock: ControlledClock) -> None:
    limiter = Limiter(Limits.none(), clock)
    for _ in range(100):
        assert limiter.limited(MESSAGES, "1", is_interaction=False) is None
        assert limiter.old_edit(1) is None
        assert limiter.new_command(None)
        assert limiter.identify()
        limiter.invalid()
    assert limiter.headers(MESSAGES, "1") == {}
    assert not limiter.is_banned
    assert limiter.window_of_sends() is None


def test_the_usual_limits_are_those_that_are_documented() -> None:
    usual = Limits()
    assert usual.everything == Allowance(50, 1)
    assert usual.invalid == Allowance(10_000, 600)
    assert usual.old_edits == Allowance(3, 6)
    assert usual.sends == Allowance(120, 60)
    assert usual.identifies == Allowance(1000, 86_400)
    assert usual.new_commands == Allowance(200, 86_400)
    assert {MESSAGES, EDIT} <= set(USUAL)


@pytest.mark.parametrize("scope", [Scope.USER, Scope.SHARED, Scope.GLOBAL])
async def test_a_webhook_may_be_limited_too(server: DiscordServer, raw: Raw, scope: Scope) -> None:
    server.faults.plant(TooOften(1.5, scope), "POST", "/webhooks/{webhook_id}/{webhook_token}")
    reply = await raw.ask("POST", "/webhooks/1/x", {"content": "x"})
    assert (reply.status, reply.body["retry_after"], reply.headers["Retry-After"]) == (429, 1.5, "2")
    assert reply.headers["X-RateLimit-Scope"] == scope.value


async def test_a_client_with_little_patience_is_told_how_long_it_would_take(start_server: StartServer) -> None:
    limits = only(routes={EDIT: Allowance(1, 300)})
    async with start_server(limits=limits) as server:
        bot = Bot(max_ratelimit_timeout=30.0)
        async with running(bot, server):
            sent = await text_channel(bot, server.channel.id).send("Card")
            await sent.edit(content="1")
            with pytest.raises(discord.RateLimited) as limited:
                await sent.edit(content="2")
    assert limited.value.retry_after > 200
