"""Discord's own document judges requests and answers; where it is absent, nobody pretends."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest
from yarl import URL

from codesign_bot.testing.discord import DiscordServer, SchemaUnavailable, acts
from codesign_bot.testing.discord.api import ROUTES
from codesign_bot.testing.discord.api.call import Router
from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.schema import Schema, with_ids_as_text

from .bots import Bot, card, running, text_channel
from .conftest import StartServer
from .raw import Raw

MESSAGES = "/channels/{channel_id}/messages"


def test_ids_become_text_and_numbers_stay_numbers() -> None:
    said = {
        "attachments": [{"id": 0, "filename": "x"}],
        "message_reference": {"message_id": 5, "channel_id": 6, "fail_if_not_exists": True},
        "allowed_mentions": {"users": [1], "roles": [2], "parse": []},
        "applied_tags": [3],
        "flags": 4,
        "components": [{"type": 2, "id": 7}],
    }
    assert with_ids_as_text(said) == {
        "attachments": [{"id": "0", "filename": "x"}],
        "message_reference": {"message_id": "5", "channel_id": "6", "fail_if_not_exists": True},
        "allowed_mentions": {"users": ["1"], "roles": ["2"], "parse": []},
        "applied_tags": ["3"],
        "flags": 4,
        "components": [{"type": 2, "id": 7}],
    }
    assert with_ids_as_text([{"id": True}, None, "x"]) == [{"id": True}, None, "x"]


def test_every_path_of_the_simulator_is_one_of_discord(openapi: Path) -> None:
    schema = Schema(openapi)
    unknown = [
        route.name
        for route in ROUTES
        if any(fault.word == "UNKNOWN_PATH" for fault in schema.wrong_response(route.method, route.path, 200, {}))
    ]
    assert unknown == []
    assert len(ROUTES) > 60


def test_an_answer_is_judged_by_its_status(openapi: Path) -> None:
    schema = Schema(openapi)
    assert schema.wrong_response("POST", MESSAGES, 400, {"message": "x", "code": 1}) == ()
    assert schema.wrong_response("POST", MESSAGES, 400, {"message": "x"})
    assert [one.word for one in schema.wrong_response("POST", MESSAGES, 302, {})] == ["UNKNOWN_STATUS"]
    assert [one.word for one in schema.wrong_response("GET", "/pigs", 200, {})] == ["UNKNOWN_PATH"]
    assert [one.word for one in schema.wrong_response("DELETE", f"{MESSAGES}/{{message_id}}", 204, {})] == ["BODY"]
    assert schema.wrong_response("DELETE", f"{MESSAGES}/{{message_id}}", 204, None) == ()


def test_a_fault_is_told_of_the_shape_that_was_meant(openapi: Path) -> None:
    schema = Schema(openapi)
    tree = [{"type": 17, "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x" * 81}]}]}]
    (fault,) = schema.wrong_request("POST", MESSAGES, {"components": tree})
    assert fault.path == ("components", 0, "components", 0, "components", 0, "label")
    assert fault.sentence == "It is longer than 80 characters"


def test_the_word_of_a_fault_may_be_a_word(openapi: Path) -> None:
    """The one place where the document contradicts the documentation."""
    body = Refused(Code.INVALID_FORM, faults=[Fault(("content",), "BASE_TYPE_REQUIRED", "Needed")]).body
    assert Schema(openapi).wrong_response("POST", MESSAGES, 400, body) == ()


def test_where_the_document_is_absent_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(SchemaUnavailable, match="there is no"):
        DiscordServer(openapi=tmp_path / "openapi.json")


def test_where_the_validator_is_absent_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 # the shape of __import__
        if name == "jsonschema_rs":
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SchemaUnavailable, match="jsonschema-rs"):
        DiscordServer(openapi={"paths": {}, "components": {"schemas": {}}})
    DiscordServer(openapi=None)


async def test_a_kind_of_request_can_be_left_unchecked(start_server: StartServer, openapi: Path) -> None:
    body = {"content": "x", "nonce": "x" * 26}
    async with start_server(openapi=openapi) as server, Raw(server) as raw:
        assert (await raw.post(body)).code == 50035
    async with start_server(openapi=openapi, unchecked={f"POST {MESSAGES}"}) as server, Raw(server) as raw:
        assert (await raw.post(body)).status == 200


async def test_without_the_document_only_the_hand_written_rules_hold(start_server: StartServer) -> None:
    async with start_server(openapi=None) as server, Raw(server) as raw:
        assert (await raw.post({"content": "x", "nonce": "x" * 26})).status == 200
        assert (await raw.post({"content": "x" * 2001})).code == 50035


async def test_everything_the_simulator_says_is_held_to_the_document(start_server: StartServer, openapi: Path) -> None:
    """A walk over every answer that has a body; `start_server` fails at its end if one was wrong."""
    async with start_server(openapi=openapi, bot_may=(1 << 53) - 1) as server, running(Bot(), server) as bot:
        guild = bot.guilds[0]
        channel = text_channel(bot, server.channel.id)
        sent = await channel.send("x")
        thread = await sent.create_thread(name="talk")
        await thread.fetch_message((await thread.send("x")).id)
        await sent.pin()
        _ = [one async for one in channel.pins()]
        await guild.fetch_channels()
        await guild.fetch_member(server.owner.account.id)
        await bot.application_info()
        ana = server.member("Ana")
        message = card(server, "Press")

        async def take(interaction: Any) -> None:  # noqa: ANN401 # discord.py's own type names the client
            await interaction.response.send_message("Public", ephemeral=False)
            await interaction.followup.send("More", ephemeral=True)

        bot.on_component = take
        await ana.presses("Press", on=message)
        await server.quiet()
        assert server.schema
        assert server.mistakes == []
        judged = {(one.method, one.path) for one in server.records}
    assert len(judged) >= 11


def test_a_path_is_found_by_its_steps() -> None:
    router = Router(ROUTES)
    route, given = router.find("PATCH", "/webhooks/1/token/messages/@original")
    assert route.path.endswith("@original")
    assert given == {"webhook_id": "1", "webhook_token": "token"}
    route, given = router.find("GET", "/channels/5/messages/pins")
    assert route.path.endswith("/pins")
    assert router.find("GET", "/channels/5/messages/7")[1] == {"channel_id": "5", "message_id": "7"}
    for method, path, code in (("GET", "/channels", Code.NO_ROUTE), ("PUT", "/channels/5", Code.NO_METHOD)):
        with pytest.raises(Refused) as refused:
            router.find(method, path)
        assert refused.value.code is code


async def test_a_path_may_come_with_its_signs_written_out(server: DiscordServer, raw: Raw) -> None:
    """As discord.js writes `@original`."""
    message = card(server, "Press")
    asked = acts.press(server.world, server.owner.account, message, message.components[0]["components"][0])
    await raw.ask("POST", f"/interactions/{asked.id}/{asked.token}/callback", {"type": 6})
    path = URL(f"{server.api_base}/webhooks/{server.world.bot.id}/{asked.token}/messages/%40original", encoded=True)
    async with raw.session.get(path) as answer:
        assert (await answer.json())["id"] == str(message.id)


def test_a_refusal_reads_well() -> None:
    refused = Refused(Code.INVALID_FORM, faults=[Fault(("a", 0), "WORD", "is wrong")])
    assert str(refused) == "400 50035 Invalid Form Body (a.0: is wrong)"
    assert refused.body["errors"] == {"a": {"0": {"_errors": [{"code": "WORD", "message": "is wrong"}]}}}
    assert Fault(("b",), "W", "s").within("a", 1).path == ("a", 1, "b")
