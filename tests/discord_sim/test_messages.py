"""The finer points of messages, files and threads."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import discord
import pytest

from codesign_bot.testing.discord import (
    ChannelKind,
    DiscordServer,
    May,
    Overwrite,
    SimulatorMistaken,
    Upload,
    acts,
    components,
    media,
    places,
    posting,
)
from codesign_bot.testing.discord.api import events
from codesign_bot.testing.discord.errors import Refused
from codesign_bot.testing.discord.model import Message

from .bots import Bot, running, text_channel, until
from .conftest import StartServer
from .raw import Raw


def sent_with_files(server: DiscordServer, *names: str) -> Message:
    files = {str(number): Upload(name, name.encode()) for number, name in enumerate(names)}
    body: dict[str, Any] = {"attachments": [{"id": str(number), "description": "x"} for number in range(len(names))]}
    return posting.post(server.world, server.channel, server.world.bot, body | {"content": "Files"}, files)


def names(message: Message) -> list[str]:
    return [one.filename for one in message.attachments]


def test_an_edit_that_says_nothing_of_files_keeps_them(server: DiscordServer) -> None:
    message = sent_with_files(server, "a.txt", "b.txt")
    posting.edit(server.world, message, {"content": "New"}, {})
    assert names(message) == ["a.txt", "b.txt"]
    posting.edit(server.world, message, {"content": "New"}, {"0": Upload("c.txt", b"c")})
    assert names(message) == ["a.txt", "b.txt", "c.txt"]


def test_an_edit_that_lists_files_keeps_those_it_lists(server: DiscordServer) -> None:
    message = sent_with_files(server, "a.txt", "b.txt")
    kept = {"id": str(message.attachments[1].id), "description": "Still here"}
    new = {"0": Upload("c.txt", b"c")}
    posting.edit(server.world, message, {"attachments": [kept, {"id": "0", "filename": "named.txt"}]}, new)
    assert names(message) == ["b.txt", "named.txt"]
    assert message.attachments[0].description == "Still here"
    posting.edit(server.world, message, {"attachments": []}, {})
    assert names(message) == []


def test_a_file_that_was_never_sent_cannot_be_listed(server: DiscordServer) -> None:
    with pytest.raises(Refused, match="50035"):
        posting.post(server.world, server.channel, server.world.bot, {"attachments": [{"id": "7"}]}, {})


def test_a_file_of_an_ephemeral_answer_is_as_private(server: DiscordServer) -> None:
    about = posting.About(seen_only_by=server.owner.account)
    message = posting.post(
        server.world, server.channel, server.world.bot, {}, {"0": Upload("log.csv", b"a")}, about=about
    )
    assert message.attachments[0].is_ephemeral
    posting.remove(server.world, message)
    assert server.channel.messages == {}


def test_components_get_ids_of_their_own() -> None:
    tree = [
        {"type": 10, "content": "a", "id": 2},
        {"type": 1, "components": [{"type": 2, "style": 1, "label": None, "custom_id": "x"}]},
        {"type": 14},
    ]
    shown = components.given_back(tree, lambda address: {"url": address})
    assert [one["id"] for one in shown] == [2, 1, 4]
    assert shown[1]["components"][0]["id"] == 3
    assert "label" not in shown[1]["components"][0], "what is null is left out"
    assert shown[2] == {"type": 14, "id": 4, "spacing": 1, "divider": True}
    found = components.find(shown, "x")
    assert found
    assert found["id"] == 3
    assert components.find(shown, "y") is None


def test_an_address_within_the_message_becomes_one_of_the_content_network(server: DiscordServer) -> None:
    message = posting.post(
        server.world,
        server.channel,
        server.world.bot,
        {"flags": 1 << 15, "components": [{"type": 13, "file": {"url": "attachment://a b.csv"}}]},
        {"0": Upload("a b.csv", b"12345")},
    )
    (shown,) = message.components
    assert shown["file"]["url"].endswith("/a%20b.csv")
    assert (shown["name"], shown["size"]) == ("a%20b.csv", 5)
    assert shown["file"]["attachment_id"] == str(message.attachments[0].id)
    assert media.MOST_BYTES_OF_A_FILE == 10 * 1024 * 1024


async def test_a_page_of_history_begins_right_after_what_is_known(server: DiscordServer, raw: Raw) -> None:
    sent = [(await raw.post({"content": str(number)})).body["id"] for number in range(6)]
    path = f"/channels/{server.channel.id}/messages"

    async def page(query: str) -> list[str]:
        return [one["content"] for one in (await raw.ask("GET", f"{path}?{query}")).body]

    assert await page(f"after={sent[1]}&limit=2") == ["3", "2"]
    assert await page(f"before={sent[4]}&limit=2") == ["3", "2"]
    assert await page(f"around={sent[3]}&limit=2") == ["4", "3", "2"]
    assert await page("limit=2") == ["5", "4"]
    assert await page("") == ["5", "4", "3", "2", "1", "0"]


async def test_events_of_private_messages_have_no_guild(server: DiscordServer) -> None:
    bot = Bot(intents=discord.Intents(guilds=True, dm_messages=True))
    async with running(bot, server), Raw(server) as raw:
        ana = server.member("Ana")
        private = ana.opens_private()
        said = ana.says("Hello")
        path = f"/channels/{private.id}/messages/{said.id}"
        assert (await raw.ask("DELETE", path)).code == 50003
        assert (await raw.ask("PUT", f"/channels/{private.id}/messages/pins/{said.id}")).status == 204
        ana.deletes(said)
        await until(lambda: "MESSAGE_DELETE" in bot.heard)
        assert "CHANNEL_PINS_UPDATE" in bot.heard
        assert private.pins == {}
        mine = await raw.ask("POST", f"/channels/{private.id}/messages", {"content": "@everyone"})
        assert mine.body["mention_everyone"] is False
        assert (await raw.ask("DELETE", f"/channels/{private.id}/messages/{mine.body['id']}")).status == 204
        assert (await raw.ask("POST", f"/channels/{private.id}/threads", {"name": "x", "type": 11})).code == 50024


async def test_a_press_in_private_resolves_no_members(server: DiscordServer, bot: Bot) -> None:
    private = server.owner.opens_private()
    tree = {"type": 1, "components": [{"type": 5, "custom_id": "who"}]}
    message = posting.post(server.world, private, server.world.bot, {"content": "x", "components": [tree]}, {})
    asked = acts.choose(
        server.world,
        server.owner.account,
        message,
        message.components[0]["components"][0],
        [str(server.owner.account.id)],
    )
    assert set(asked.data["resolved"]) == {"users"}


async def test_only_a_thread_is_joined_left_or_filled(server: DiscordServer, raw: Raw) -> None:
    ana = server.member("Ana")
    base = f"/channels/{server.channel.id}/thread-members"
    assert (await raw.ask("PUT", f"{base}/@me")).code == 50024
    thread = places.make_thread(server.world, server.channel, "talk", owner=server.world.bot)
    base = f"/channels/{thread.id}/thread-members"
    assert (await raw.ask("PUT", f"{base}/{ana.account.id}")).status == 204
    assert ana.account.id in thread.people
    assert (await raw.ask("DELETE", f"{base}/{ana.account.id}")).code == 50013
    keeper = places.add_role(server.world, server.guild, "keeper", int(May.MANAGE_THREADS))
    server.guild.members[server.world.bot.id].roles.append(keeper.id)
    assert (await raw.ask("DELETE", f"{base}/{ana.account.id}")).status == 204
    assert ana.account.id not in thread.people
    with pytest.raises(Refused, match="50024"):
        places.archive(server.world, server.channel)


async def test_threads_go_with_their_channel(server: DiscordServer, raw: Raw) -> None:
    yard = places.make_channel(server.world, server.guild, "yard")
    thread = places.make_thread(server.world, yard, "talk", owner=server.world.bot)
    places.remove_channel(server.world, yard)
    assert (await raw.ask("POST", f"/channels/{thread.id}/messages", {"content": "x"})).code == 10003
    assert (await raw.ask("GET", f"/guilds/{server.guild.id}/threads/active")).body["threads"] == []


async def test_a_thread_has_the_kind_of_a_thread(server: DiscordServer, raw: Raw) -> None:
    forum = places.make_channel(server.world, server.guild, "ideas", ChannelKind.FORUM)
    made = await raw.ask("POST", f"/channels/{forum.id}/threads", {"name": "x", "message": {"content": "y"}})
    start = f"/channels/{made.body['id']}/messages/{made.body['message']['id']}/threads"
    assert (await raw.ask("POST", start, {"name": "z"})).code == 50024
    with pytest.raises(Refused, match="50024"):
        places.make_thread(server.world, server.channel, "x", owner=server.world.bot, kind=ChannelKind.TEXT)


async def test_rights_given_to_a_channel_can_be_forgotten(server: DiscordServer, raw: Raw) -> None:
    bot_id = server.world.bot.id
    places.change_overwrite(server.world, server.channel, bot_id, Overwrite(deny=int(May.SEND_MESSAGES), is_role=False))
    assert (await raw.post({"content": "x"})).code == 50013
    places.change_overwrite(server.world, server.channel, bot_id, None)
    assert (await raw.post({"content": "x"})).status == 200
    private = places.private_with_bot(server.world, server.owner.account)
    places.remove_channel(server.world, private)
    assert (await raw.ask("GET", f"/channels/{private.id}")).code == 10003


async def test_there_can_be_too_many_events(start_server: StartServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_EVENTS", 0)
    body = {
        "name": "Framing",
        "scheduled_start_time": "2026-03-03T00:00:00+00:00",
        "scheduled_end_time": "2026-03-04T00:00:00+00:00",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "here"},
    }
    async with start_server(bot_may=int(May.CREATE_EVENTS)) as server, Raw(server) as raw:
        reply = await raw.ask("POST", f"/guilds/{server.guild.id}/scheduled-events", body)
        assert reply.code == 30038


async def test_a_poll_of_somebody_else_is_not_ours_to_end(server: DiscordServer, raw: Raw) -> None:
    said = server.member("Ana").says("No poll")
    base = f"/channels/{server.channel.id}/polls/{said.id}"
    assert (await raw.ask("POST", f"{base}/expire")).code == 50005
    assert (await raw.ask("GET", f"{base}/answers/1")).code == 10008


async def stumble(start_server: StartServer) -> None:
    async with start_server(openapi=None) as server, Raw(server) as raw:
        reply = await raw.ask("POST", f"/channels/{server.channel.id}/threads", {"type": 11})
        assert reply.status == 500


async def test_a_request_that_the_simulator_stumbles_over_is_told(start_server: StartServer) -> None:
    with pytest.raises(SimulatorMistaken, match="KeyError: 'name'"):
        await stumble(start_server)


async def test_too_large_a_request_is_refused(server: DiscordServer, bot: Bot) -> None:
    files = [discord.File(BytesIO(bytes(9 * 1024 * 1024)), f"{number}.bin") for number in range(3)]
    with pytest.raises(discord.HTTPException, match="40005"):
        await text_channel(bot, server.channel.id).send(files=files)
