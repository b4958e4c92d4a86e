"""An interaction is answered once, within 3 seconds, and its token lives for 15 minutes: on a clock we move."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import DiscordServer, NoAnswer, acts, places, posting
from codesign_bot.testing.discord.interactions import ANSWER_WITHIN_SECONDS, TOKEN_SECONDS
from codesign_bot.testing.discord.model import Acknowledged, Interaction

from .bots import Bot, card, running, text_channel, until
from .raw import Raw, Reply

Asked = discord.Interaction[Any]
MOMENT = timedelta(milliseconds=1)


def pressed(server: DiscordServer, label: str = "Press") -> Interaction:
    message = card(server, label)
    return acts.press(server.world, server.owner.account, message, message.components[0]["components"][0])


async def answer(raw: Raw, asked: Interaction, kind: int = 4, **data: object) -> Reply:
    body = {"type": kind, "data": data or {"content": "Saved"}}
    return await raw.ask("POST", f"/interactions/{asked.id}/{asked.token}/callback", body)


def hook(raw: Raw, asked: Interaction, rest: str = "") -> str:
    return f"/webhooks/{raw.server.world.bot.id}/{asked.token}{rest}"


async def test_an_answer_comes_in_time(server: DiscordServer, raw: Raw, clock: ControlledClock) -> None:
    asked = pressed(server)
    clock.advance(timedelta(seconds=ANSWER_WITHIN_SECONDS))
    assert (await answer(raw, asked)).status == 204


async def test_an_answer_that_is_late_finds_nobody(server: DiscordServer, raw: Raw, clock: ControlledClock) -> None:
    asked = pressed(server)
    clock.advance(timedelta(seconds=ANSWER_WITHIN_SECONDS) + MOMENT)
    reply = await answer(raw, asked)
    assert (reply.status, reply.code) == (404, 10062)
    assert asked.state is Acknowledged.NOT_YET


async def test_the_person_is_told_that_nobody_answered(server: DiscordServer, clock: ControlledClock) -> None:
    bot = Bot()

    async def wait(_: Asked) -> None:
        clock.advance(timedelta(seconds=4))

    bot.on_component = wait
    card(server, "Press")
    async with running(bot, server):
        ana = server.member("Ana")
        with pytest.raises(NoAnswer, match="Ana"):
            await ana.presses("Press")
        assert "! This interaction failed" in ana.screen


async def test_nobody_answers_twice(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    assert (await answer(raw, asked)).status == 204
    reply = await answer(raw, asked)
    assert (reply.status, reply.code) == (400, 40060)


async def test_an_unknown_token_is_refused(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    wrong = await raw.ask("POST", f"/interactions/{asked.id}/wrong/callback", {"type": 6})
    other = await raw.ask("POST", f"/interactions/1/{asked.token}/callback", {"type": 6})
    assert (wrong.code, other.code) == (10062, 10062)


async def test_the_token_lives_for_15_minutes(server: DiscordServer, raw: Raw, clock: ControlledClock) -> None:
    asked = pressed(server)
    await answer(raw, asked)
    clock.advance(timedelta(seconds=TOKEN_SECONDS))
    assert (await raw.ask("POST", hook(raw, asked), {"content": "Still here"})).status == 200
    clock.advance(MOMENT)
    for method, rest, body in (
        ("POST", "", {"content": "Too late"}),
        ("PATCH", "/messages/@original", {"content": "Too late"}),
        ("GET", "/messages/@original", None),
        ("DELETE", "/messages/@original", None),
    ):
        reply = await raw.ask(method, hook(raw, asked, rest), body)
        assert (reply.status, reply.code) == (401, 50027)


async def test_nothing_follows_before_the_first_answer(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    assert (await raw.ask("POST", hook(raw, asked), {"content": "x"})).code == 10015
    assert (await raw.ask("POST", f"/webhooks/{server.world.bot.id}/wrong", {"content": "x"})).code == 10015
    await answer(raw, asked)
    assert (await raw.ask("POST", f"/webhooks/1/{asked.token}", {"content": "x"})).code == 10015


async def test_messages_of_other_tokens_are_out_of_reach(server: DiscordServer, raw: Raw) -> None:
    mine, other = pressed(server), pressed(server)
    await answer(raw, mine)
    await answer(raw, other)
    assert other.original
    reply = await raw.ask("PATCH", hook(raw, mine, f"/messages/{other.original.id}"), {"content": "x"})
    assert reply.code == 10008


async def test_what_was_deferred_is_filled_in_by_the_first_follow_up(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    await answer(raw, asked, 5, flags=64)
    assert asked.original
    assert asked.original.is_loading
    assert "is thinking" in server.owner.screen
    first = await raw.ask("POST", hook(raw, asked), {"content": "Done"})
    assert first.body["id"] == str(asked.original.id)
    assert first.body["flags"] & 64, "an answer that was ephemeral stays so"
    second = await raw.ask("POST", hook(raw, asked), {"content": "And more"})
    assert second.body["id"] != first.body["id"]
    assert not second.body["flags"] & 64


async def test_a_press_that_is_only_acknowledged_can_still_change_its_message(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    await answer(raw, asked, 6)
    reply = await raw.ask("PATCH", hook(raw, asked, "/messages/@original"), {"content": "Changed"})
    assert asked.message
    assert reply.body["id"] == str(asked.message.id)
    await server.owner.sees("Changed")


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [("button", {4, 5, 6, 7, 9}), ("slash", {4, 5, 9}), ("form", {4, 5}), ("form on a message", {4, 5, 6, 7})],
)
@pytest.mark.parametrize("callback", [4, 5, 6, 7, 8, 9, 12])
async def test_only_some_answers_fit(
    server: DiscordServer, raw: Raw, kind: str, allowed: set[int], callback: int
) -> None:
    asked = await made(server, raw, kind)
    data: dict[int, dict[str, object]] = {
        5: {"flags": 64},
        8: {"choices": []},
        9: {"custom_id": "f", "title": "x", "components": [{"type": 10, "content": "x"}]},
    }
    reply = await answer(raw, asked, callback, **data.get(callback, {"content": "x"}))
    assert (reply.status == 204) is (callback in allowed)
    if callback not in allowed:
        assert reply.code == 50035
        assert asked.state is Acknowledged.NOT_YET


async def made(server: DiscordServer, raw: Raw, kind: str) -> Interaction:
    """An interaction of a kind, not yet answered."""
    if kind == "button":
        return pressed(server)
    if kind == "form on a message":
        opened = pressed(server)
    else:
        base = f"/applications/{server.world.bot.id}/commands"
        await raw.ask("PUT", base, [{"name": "go", "description": "Go"}])
        opened = acts.run(server.world, server.owner.account, server.channel, server.world.commands[0], [])
    if kind == "slash":
        return opened
    form = {"custom_id": "f", "title": "Form", "components": [{"type": 10, "content": "Words"}]}
    await answer(raw, opened, 9, **form)
    assert opened.form
    return acts.submit(server.world, opened.form, [])


async def test_suggestions_are_answered_with_choices_only(server: DiscordServer, raw: Raw) -> None:
    option = {"type": 3, "name": "idea", "description": "Which", "autocomplete": True}
    body = [{"name": "vote", "description": "Vote", "options": [option]}]
    await raw.ask("PUT", f"/applications/{server.world.bot.id}/commands", body)
    command = server.world.commands[0]
    asked = acts.run(server.world, server.owner.account, server.channel, command, [], is_completing=True)
    assert (await answer(raw, asked, 4)).code == 50035
    choices = [{"name": str(number), "value": str(number)} for number in range(26)]
    assert (await answer(raw, asked, 8, choices=choices)).code == 50035
    assert (await answer(raw, asked, 8, choices=choices[:25])).status == 204
    assert len(asked.choices) == 25


async def test_an_update_of_a_message_that_is_gone_fails(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    assert asked.message
    posting.remove(server.world, asked.message)
    assert (await answer(raw, asked, 7)).code == 10008
    assert (await answer(raw, asked, 4)).status == 204


async def test_an_answer_into_a_channel_that_is_gone_fails(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    places.remove_channel(server.world, server.channel)
    assert (await answer(raw, asked)).code == 10003


async def test_whoever_asks_gets_the_message_back(server: DiscordServer, raw: Raw) -> None:
    asked = pressed(server)
    path = f"/interactions/{asked.id}/{asked.token}/callback?with_response=true"
    reply = await raw.ask("POST", path, {"type": 4, "data": {"content": "Saved", "flags": 64}})
    told = reply.body["interaction"]
    assert reply.body["resource"]["message"]["content"] == "Saved"
    assert told["response_message_id"] == reply.body["resource"]["message"]["id"]
    assert (told["response_message_ephemeral"], told["response_message_loading"]) == (True, False)


async def test_a_form_outlives_a_restart_of_the_bot(server: DiscordServer) -> None:
    took: list[dict[str, Any]] = []

    async def handle(interaction: Asked) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(Note(custom_id="note:1"))
        else:
            took.append(dict(interaction.data or {}))
            await interaction.response.send_message("Kept", ephemeral=True)

    card(server, "Write")
    ana = server.member("Ana")
    for _ in range(2):
        bot = Bot()
        bot.on_component = handle
        async with running(bot, server):
            if ana.form is None:
                await ana.presses("Write")
            else:
                await ana.fills("Note", note="Half written")
                await ana.sees("Kept")
    assert took[0]["custom_id"] == "note:1"
    assert took[0]["components"][0]["component"]["value"] == "Half written"


class Note(discord.ui.Modal, title="Note"):
    note: discord.ui.Label[Any] = discord.ui.Label(text="Note", component=discord.ui.TextInput())


async def test_a_form_that_nobody_took_stays_open(server: DiscordServer, clock: ControlledClock) -> None:
    bot = Bot()

    async def handle(interaction: Asked) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(Note())
        else:
            clock.advance(timedelta(seconds=4))

    bot.on_component = handle
    card(server, "Write")
    ana = server.member("Ana")
    async with running(bot, server):
        await ana.presses("Write")
        with pytest.raises(NoAnswer):
            await ana.fills("Note", note="My words")
    assert ana.form
    ana.dismisses()
    assert ana.form is None


async def test_an_interaction_tells_all_that_is_documented(server: DiscordServer, bot: Bot) -> None:
    got: list[Asked] = []

    async def keep(interaction: Asked) -> None:
        got.append(interaction)
        await interaction.response.defer()

    bot.on_component = keep
    card(server, "Press")
    ana = server.member("Ana", locale="de")
    await ana.presses("Press")
    (one,) = got
    assert one.user.id == ana.account.id
    assert one.guild_id == server.guild.id
    assert one.channel_id == server.channel.id
    assert one.locale is discord.Locale.german
    assert one.guild_locale is discord.Locale.british_english
    assert one.app_permissions.send_messages
    assert not one.app_permissions.mention_everyone
    assert one.permissions.use_application_commands
    assert one.context.guild
    assert one.is_guild_integration()
    assert one.message
    assert one.message.components
    assert one.filesize_limit == 10 * 1024 * 1024
    assert (one.created_at - server.clock.now()).total_seconds() < 1


async def test_an_answer_tells_whose_it_is(server: DiscordServer, bot: Bot) -> None:
    async def reply(interaction: Asked) -> None:
        await interaction.response.send_message("Public")

    bot.on_component = reply
    card(server, "Press")
    ana = server.member("Ana")
    asked = await ana.presses("Press")
    assert asked.original
    fetched = await text_channel(bot, server.channel.id).fetch_message(asked.original.id)
    assert fetched.interaction_metadata
    assert fetched.interaction_metadata.user.id == ana.account.id
    assert fetched.interaction_metadata.interacted_message_id == asked.message.id if asked.message else False
    assert fetched.reference
    await until(lambda: not server.front.under_way)
