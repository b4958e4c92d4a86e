"""Scheduled events: what the simulator lets a bot do with them, and what happens to them by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import discord
import pytest

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import DiscordServer, May
from codesign_bot.testing.discord.api import events

from .bots import Bot, running
from .conftest import StartServer
from .raw import Raw

HOUR = timedelta(hours=1)
Body = dict[str, Any]


@pytest.fixture
async def server(start_server: StartServer, clock: ControlledClock) -> AsyncIterator[DiscordServer]:
    async with start_server(bot_may=int(May.CREATE_EVENTS), clock=clock) as one:
        yield one


def body(server: DiscordServer, **other: object) -> Body:
    """An event that begins in an hour and lasts one."""
    now = server.clock.now()
    return {
        "name": "End of framing",
        "scheduled_start_time": (now + HOUR).isoformat(),
        "scheduled_end_time": (now + 2 * HOUR).isoformat(),
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "#general"},
    } | other


def path(server: DiscordServer, event: str = "") -> str:
    return f"/guilds/{server.guild.id}/scheduled-events" + (f"/{event}" if event else "")


async def made(server: DiscordServer, raw: Raw) -> str:
    return str((await raw.ask("POST", path(server), body(server))).body["id"])


async def statuses(server: DiscordServer, raw: Raw) -> list[int]:
    return [one["status"] for one in (await raw.ask("GET", path(server))).body]


# --- by itself --------------------------------------------------------------------------------------------


async def test_an_event_begins_and_is_over_by_itself(server: DiscordServer, raw: Raw, clock: ControlledClock) -> None:
    event = await made(server, raw)
    assert await statuses(server, raw) == [events.SCHEDULED]
    clock.advance(HOUR)
    assert await statuses(server, raw) == [events.ACTIVE]
    clock.advance(HOUR)
    assert await statuses(server, raw) == []
    assert (await raw.ask("GET", path(server, event))).body["status"] == events.COMPLETED


async def test_an_event_of_which_nobody_asked_meanwhile_is_over_at_once(
    server: DiscordServer, raw: Raw, clock: ControlledClock
) -> None:
    await made(server, raw)
    clock.advance(3 * HOUR)
    assert await statuses(server, raw) == []


async def test_who_listens_hears_that_it_begins(server: DiscordServer, raw: Raw, clock: ControlledClock) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()

    class Listening(Bot):
        async def on_scheduled_event_update(self, _: discord.ScheduledEvent, after: discord.ScheduledEvent) -> None:
            heard.put_nowait(after.status.name)

    async with running(Listening(discord.Intents(guilds=True, guild_scheduled_events=True)), server):
        await made(server, raw)
        clock.advance(HOUR)
        await statuses(server, raw)
        async with asyncio.timeout(5):
            assert await heard.get() == "active"


async def test_a_bot_that_comes_in_is_told_of_those_that_are_not_over(
    server: DiscordServer, raw: Raw, clock: ControlledClock
) -> None:
    await made(server, raw)
    clock.advance(HOUR + HOUR / 2)
    await made(server, raw)
    async with running(Bot(), server) as bot:
        assert len(bot.guilds[0].scheduled_events) == 2
    clock.advance(HOUR / 2)
    await statuses(server, raw)
    async with running(Bot(), server) as bot:
        assert len(bot.guilds[0].scheduled_events) == 1


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"scheduled_start_time": "2026-03-02T09:00:00+00:00"}, "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"),
        ({"scheduled_end_time": "2026-03-02T10:00:00+00:00"}, "GUILD_SCHEDULED_EVENT_END_BEFORE_START"),
        ({"scheduled_end_time": None}, "BASE_TYPE_REQUIRED"),
        ({"name": ""}, "BASE_TYPE_BAD_LENGTH"),
        ({"entity_metadata": {"location": ""}}, "BASE_TYPE_BAD_LENGTH"),
    ],
)
async def test_what_an_event_must_not_be(server: DiscordServer, raw: Raw, wrong: Body, word: str) -> None:
    reply = await raw.ask("POST", path(server), body(server, **wrong))
    assert (reply.code, reply.words) == (50035, {word})
    assert await statuses(server, raw) == []


@pytest.mark.parametrize(
    "wrong", [{"name": "x" * 101}, {"description": "x" * 1001}, {"entity_metadata": {"location": "x" * 101}}]
)
async def test_what_the_document_says_of_lengths_holds(
    openapi: object, server: DiscordServer, raw: Raw, wrong: Body
) -> None:
    assert openapi
    assert (await raw.ask("POST", path(server), body(server, **wrong))).code == 50035


async def test_those_that_are_over_make_room(
    server: DiscordServer, raw: Raw, clock: ControlledClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_EVENTS", 1)
    await made(server, raw)
    assert (await raw.ask("POST", path(server), body(server))).code == 30038
    clock.advance(2 * HOUR)
    assert (await raw.ask("POST", path(server), body(server))).status == 200


async def test_an_event_that_has_begun_keeps_its_start_and_may_last_longer(
    server: DiscordServer, raw: Raw, clock: ControlledClock
) -> None:
    event = await made(server, raw)
    same = body(server)["scheduled_start_time"]
    clock.advance(HOUR)
    reply = await raw.ask("PATCH", path(server, event), {"scheduled_start_time": same})
    assert reply.words == {"GUILD_SCHEDULED_EVENT_INVALID_START_BY_STATUS"}
    later = (clock.now() + 5 * HOUR).isoformat()
    assert (await raw.ask("PATCH", path(server, event), {"scheduled_end_time": later})).status == 200
    clock.advance(4 * HOUR)
    assert await statuses(server, raw) == [events.ACTIVE]


async def test_an_event_is_not_moved_into_the_past(server: DiscordServer, raw: Raw) -> None:
    event = await made(server, raw)
    past = (server.clock.now() - HOUR).isoformat()
    reply = await raw.ask("PATCH", path(server, event), {"scheduled_start_time": past})
    assert reply.words == {"GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"}
    begins = datetime.fromisoformat((await raw.ask("GET", path(server, event))).body["scheduled_start_time"])
    assert begins > server.clock.now()


async def test_an_event_that_was_called_off_is_finished(server: DiscordServer, raw: Raw) -> None:
    event = await made(server, raw)
    assert (await raw.ask("PATCH", path(server, event), {"status": events.CANCELED})).status == 200
    assert await statuses(server, raw) == []
    assert (await raw.ask("PATCH", path(server, event), {"name": "Once more"})).code == 180000


async def test_an_event_goes_only_where_its_status_leads(server: DiscordServer, raw: Raw) -> None:
    event = await made(server, raw)
    wrong = await raw.ask("PATCH", path(server, event), {"status": events.COMPLETED})
    assert wrong.words == {"GUILD_SCHEDULED_EVENT_INVALID_STATUS"}
    assert (await raw.ask("PATCH", path(server, event), {"status": events.ACTIVE})).status == 200
    assert (await raw.ask("PATCH", path(server, event), {"status": events.COMPLETED})).status == 200


OWN, OTHERS = "own", "others"


@pytest.mark.parametrize("change", [("PATCH", {"name": "Other"}), ("DELETE", None)])
@pytest.mark.parametrize(
    ("may", "whose", "status"),
    [
        (May.CREATE_EVENTS, OWN, {200, 204}),
        (May.MANAGE_EVENTS, OWN, {200, 204}),
        (May.SEND_MESSAGES, OWN, {403}),
        (May.CREATE_EVENTS, OTHERS, {403}),
        (May.MANAGE_EVENTS, OTHERS, {200, 204}),
    ],
)
async def test_ones_own_events_are_changed_with_either_right_and_others_with_one(
    raw: Raw, change: tuple[str, Body | None], may: May, whose: str, status: set[int]
) -> None:
    server = raw.server
    event = await made(server, raw)
    if whose is OTHERS:
        server.guild.events[int(event)]["creator_id"] = str(server.owner.account.id)
    (role,) = [server.guild.roles[one] for one in server.guild.members[server.world.bot.id].roles]
    role.permissions = int(may)
    method, sent = change
    assert (await raw.ask(method, path(server, event), sent)).status in status


async def test_an_event_that_is_gone_is_unknown(server: DiscordServer, raw: Raw) -> None:
    event = await made(server, raw)
    events.take_away(server.world, server.guild, int(event))
    for method, sent in (("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)):
        assert (await raw.ask(method, path(server, event), sent)).code == 10070
