"""Where the bot can speak: each change is told once, with its reason, whatever brought it about."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from codesign_bot.ports import Happening, PlaceBack, PlaceLost
from codesign_bot.records import Kept, Place
from codesign_bot.service.host import ServiceHost
from codesign_bot.testing.contract import Recorder
from codesign_bot.testing.discord import ChannelKind, May, Overwrite, places
from codesign_bot.testing.discord.model import Role
from codesign_bot.testing.discord.wire import Opcode
from codesign_bot.testing.world import CHOICES
from codesign_discord.client import Client
from codesign_discord.platform import DiscordPlatform

from .story import begun, suggested
from .town import Town, discord_of_our_own


def space(town: Town) -> Place:
    return Place("discord", str(town.server.channel.id))


def trouble(town: Town) -> str | None:
    return town.book.spaces[space(town)].trouble


def bots_role(town: Town) -> Role:
    """The role that a server made for the bot when it was invited."""
    (role,) = [one for one in town.server.guild.roles.values() if one.name == town.server.world.bot.name]
    return role


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the service is told of places coming and going, once it knows of a space."""
    found: list[str] = []
    receive = ServiceHost.receive

    async def noted(host: ServiceHost, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        moved = [one for one in happenings if isinstance(one, PlaceLost | PlaceBack)]
        found.extend("back" if isinstance(one, PlaceBack) else one.reason for one in moved)
        await receive(host, happenings, keep)

    monkeypatch.setattr(ServiceHost, "receive", noted)
    return found


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """No five seconds between one connection and the next."""

    async def at_once(client: Client, shard_id: int | None, *, initial: bool = False) -> None:
        del client, shard_id, initial

    monkeypatch.setattr(Client, "before_identify_hook", at_once)


async def test_a_right_that_is_taken_in_the_channel_and_given_back_is_told(town: Town, moves: list[str]) -> None:
    await suggested(town)
    world, channel = town.server.world, town.server.channel
    places.change_overwrite(world, channel, world.bot.id, Overwrite(deny=May.SEND_MESSAGES, is_role=False))
    await town.until(lambda: trouble(town) == "trouble-cannot-speak")
    places.change_overwrite(world, channel, world.bot.id, None)
    await town.until(lambda: trouble(town) is None)
    assert moves == ["trouble-cannot-speak", "back"]


async def test_a_channel_that_is_hidden_from_the_bot_is_lost(town: Town, moves: list[str]) -> None:
    await suggested(town)
    world, channel = town.server.world, town.server.channel
    places.change_overwrite(world, channel, town.server.guild.everyone.id, Overwrite(deny=May.VIEW_CHANNEL))
    await town.until(lambda: trouble(town) == "trouble-cannot-speak")
    assert moves == ["trouble-cannot-speak"]


async def test_a_right_that_is_taken_from_the_role_of_the_bot_is_told(town: Town, moves: list[str]) -> None:
    await suggested(town)
    world, guild, role = town.server.world, town.server.guild, bots_role(town)
    for one in (guild.everyone, role):
        one.permissions &= ~May.SEND_MESSAGES
        places.tell_role(world, guild, one)
    await town.until(lambda: trouble(town) == "trouble-cannot-speak")
    role.permissions |= May.SEND_MESSAGES
    places.tell_role(world, guild, role)
    await town.until(lambda: trouble(town) is None)
    assert moves == ["trouble-cannot-speak", "back"]


async def test_a_role_that_is_taken_from_the_bot_is_told(town: Town, moves: list[str]) -> None:
    await suggested(town)
    world, guild, role = town.server.world, town.server.guild, bots_role(town)
    guild.everyone.permissions &= ~May.SEND_MESSAGES
    places.tell_role(world, guild, guild.everyone)
    member = guild.members[world.bot.id]
    member.roles.remove(role.id)
    places.tell_member(world, guild, member)
    await town.until(lambda: trouble(town) == "trouble-cannot-speak")
    member.roles.append(role.id)
    places.tell_member(world, guild, member)
    await town.until(lambda: trouble(town) is None)
    assert moves == ["trouble-cannot-speak", "back"]


async def test_what_could_not_be_said_is_said_once_when_the_right_is_back(town: Town) -> None:
    await begun(town)
    world, channel = town.server.world, town.server.channel
    places.change_overwrite(world, channel, world.bot.id, Overwrite(deny=May.SEND_MESSAGES, is_role=False))
    await town.until(lambda: trouble(town) == "trouble-cannot-speak")
    ana = town.person("Ana")
    await ana.types("/topic suggest")
    await ana.fills("Suggest a topic", words="The park is empty in the evening")
    await ana.sees("Saved. This is topic 1.")
    watcher = town.person("Watcher")
    await watcher.sees_nothing_of("The park is empty")
    places.change_overwrite(world, channel, world.bot.id, None)
    await watcher.sees("The park is empty")
    await town.quiet()
    assert sum("Do you want to talk" in str(one.components) for one in watcher.messages) == 1


async def test_a_right_that_was_given_while_the_bot_was_away_is_noticed_at_the_start(town: Town) -> None:
    await suggested(town)
    world, channel = town.server.world, town.server.channel
    places.change_overwrite(world, channel, world.bot.id, Overwrite(deny=May.SEND_MESSAGES, is_role=False))
    await town.until(lambda: trouble(town) == "trouble-cannot-speak")
    await town.stop()
    places.change_overwrite(world, channel, world.bot.id, None)
    await town.start()
    await town.until(lambda: trouble(town) is None)


async def test_a_right_that_is_still_missing_after_a_restart_is_not_taken_for_given(
    town: Town, moves: list[str]
) -> None:
    await suggested(town)
    world, channel = town.server.world, town.server.channel
    places.change_overwrite(world, channel, world.bot.id, Overwrite(deny=May.SEND_MESSAGES, is_role=False))
    await town.until(lambda: trouble(town) == "trouble-cannot-speak")
    await town.restart()
    await town.server.quiet()
    assert trouble(town) == "trouble-cannot-speak"
    assert moves == ["trouble-cannot-speak"]


@pytest.mark.usefixtures("in_a_hurry")
async def test_what_was_lost_while_the_connection_was_away_is_noticed_when_it_is_new(
    town: Town, moves: list[str]
) -> None:
    """Not resumed: Discord repeats nothing of what happened in between."""
    await suggested(town)
    town.server.guild.has_bot = False
    town.server.gateway.invalidate()
    await town.until(lambda: trouble(town) == "trouble-removed")
    assert moves == ["trouble-removed"]


@pytest.mark.usefixtures("in_a_hurry")
async def test_a_connection_that_begins_anew_loses_nothing_that_is_still_there(town: Town, moves: list[str]) -> None:
    await suggested(town)
    for _ in range(3):
        town.server.gateway.invalidate()
        await town.until(lambda: not town.host.presence.is_live("discord"))
        await town.is_live()
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")
    assert moves == []


async def lost_and_found(host: Recorder, touches: int) -> None:
    """Wait until touch was lost so often, and is found again."""
    await host.until(lambda host: host.touches >= touches and host.is_live)


@pytest.mark.usefixtures("in_a_hurry")
async def test_a_bot_with_two_connections_is_live_once_both_stand_again() -> None:
    """Whichever was lost, and also where it begins anew."""
    host = Recorder()
    async with discord_of_our_own() as server:
        server.world.shards = 2
        task = asyncio.create_task(DiscordPlatform(server.token, server.clock, CHOICES.voices).run(host))
        await host.until(lambda host: host.is_live)
        assert {one.shard for one in server.gateway.connected} == {0, 1}
        for touches, shard in enumerate((1, 0), start=1):
            (session,) = [one for one in server.gateway.connected if one.shard == shard]
            assert session.line is not None
            del server.gateway.sessions[session.id]
            session.line.say(Opcode.INVALID_SESSION, False)
            await lost_and_found(host, touches)
        server.gateway.drop()
        await lost_and_found(host, 4)
        assert {one.shard for one in server.gateway.connected} == {0, 1}
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_an_outage_of_discord_is_not_a_loss(town: Town, moves: list[str]) -> None:
    await suggested(town)
    places.outage(town.server.world, town.server.guild)
    await town.server.quiet()
    assert trouble(town) is None
    places.tell_guild(town.server.world, town.server.guild)
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")
    assert moves == []


async def test_a_channel_that_is_deleted_is_lost_as_removed(town: Town, moves: list[str]) -> None:
    await suggested(town)
    places.remove_channel(town.server.world, town.server.channel)
    await town.until(lambda: trouble(town) == "trouble-removed")
    assert moves == ["trouble-removed"]


async def test_what_happens_to_other_channels_is_nobodys_news(town: Town, moves: list[str]) -> None:
    """A chatty server costs nothing: only spaces are told of, and only what is different about them."""
    await suggested(town)
    world, guild = town.server.world, town.server.guild
    other = places.make_channel(world, guild, "offtopic")
    places.make_channel(world, guild, "forum", ChannelKind.FORUM)
    places.change_overwrite(world, other, world.bot.id, Overwrite(deny=May.SEND_MESSAGES, is_role=False))
    places.tell_channel(world, town.server.channel)
    thread = places.make_thread(world, other, "Aside", owner=town.server.owner.account)
    places.archive(world, thread)
    places.remove_channel(world, other)
    await town.person("Ben").types("/topic second", topic=1)
    await town.person("Ben").sees("Saved")
    assert moves == []
