"""Requests with one thing wrong in each: what Discord refuses is refused here.

The first half breaks what Discord's OpenAPI document says; the second what it does not say, so those hold without it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from codesign_bot.testing.discord import DiscordServer, acts, posting
from codesign_bot.testing.discord.rules import commands, components, forms, messages
from codesign_bot.testing.discord.rules.shapes import ANSWER, CREATE, EDIT
from codesign_bot.testing.discord.schema import Schema

from .conftest import StartServer
from .raw import Raw, Reply

Body = dict[str, Any]
Given = Body | list[Body]
Break = Callable[[Any], object]
V2 = 1 << 15


def text(words: str = "Words") -> Body:
    return {"type": 10, "content": words}


def button(name: str, **more: object) -> Body:
    return {"type": 2, "style": 1, "label": name, "custom_id": name} | more


def row(*inside: Body) -> Body:
    return {"type": 1, "components": list(inside)}


def select(name: str, options: int = 2, **more: object) -> Body:
    shown = [{"label": f"Idea {number}", "value": str(number)} for number in range(options)]
    return {"type": 3, "custom_id": name, "options": shown} | more


def label(component: Body, **more: object) -> Body:
    return {"type": 18, "label": "Your idea", "component": component} | more


def option(name: str, **more: object) -> Body:
    return {"type": 3, "name": name, "description": "What"} | more


def radio(options: int) -> Body:
    shown = [{"label": str(number), "value": str(number)} for number in range(options)]
    return {"type": 21, "custom_id": "r", "options": shown}


PANEL: Body = {
    "flags": V2,
    "components": [{"type": 17, "components": [text(), row(button("a"), button("b")), row(select("s"))]}],
}
PLAIN: Body = {"content": "Words", "components": [row(button("a")), row(select("s"))]}
FORM: Body = {
    "custom_id": "f",
    "title": "Your idea",
    "components": [label({"type": 4, "custom_id": "t", "style": 1}), label(radio(2))],
}
COMMANDS: list[Body] = [
    {"name": "vote", "description": "Vote", "options": [option("idea", required=True), option("dots")]},
    {"name": "Turn into an idea", "type": 3},
]
POLL: Body = {"poll": {"question": {"text": "Which?"}, "answers": [{"poll_media": {"text": "This"}}]}}


def inside(body: Body) -> list[Body]:
    """The components within the container of PANEL."""
    held: list[Body] = body["components"][0]["components"]
    return held


# What the document says.
SAID: list[tuple[str, Given, Break]] = [
    (
        "an answer of more than 2000 characters",
        {"type": 4, "data": PLAIN},
        lambda b: b["data"].update(content="x" * 2001),
    ),
    (
        "41 components side by side",
        {"flags": V2, "components": [text("x")] * 40},
        lambda b: b["components"].append(text()),
    ),
    ("6 buttons in a row", PLAIN, lambda b: b["components"].insert(0, row(*(button(f"n{n}") for n in range(6))))),
    ("a custom id of 101 characters", PLAIN, lambda b: b["components"][0]["components"][0].update(custom_id="x" * 101)),
    ("a button label of 81 characters", PANEL, lambda b: inside(b)[1]["components"][0].update(label="x" * 81)),
    ("a form title of 46 characters", {"type": 9, "data": FORM}, lambda b: b["data"].update(title="x" * 46)),
    (
        "a field label of 46 characters",
        {"type": 9, "data": FORM},
        lambda b: b["data"]["components"][0].update(label="x" * 46),
    ),
    ("26 options", PANEL, lambda b: inside(b).__setitem__(2, row(select("s", 26)))),
    ("an empty text", PANEL, lambda b: inside(b)[0].update(content="")),
    ("a text of 4001 characters", PANEL, lambda b: inside(b)[0].update(content="x" * 4001)),
    (
        "a field for 4001 characters",
        {"type": 9, "data": FORM},
        lambda b: b["data"]["components"][0]["component"].update(max_length=4001),
    ),
    ("a choice of one", {"type": 9, "data": FORM}, lambda b: b["data"]["components"].append(label(radio(1)))),
    ("a choice of eleven", {"type": 9, "data": FORM}, lambda b: b["data"]["components"].append(label(radio(11)))),
    ("a command description of 101 characters", COMMANDS, lambda b: b[0].update(description="x" * 101)),
    ("11 answers of a poll", POLL, lambda b: b["poll"].update(answers=b["poll"]["answers"] * 11)),
    ("a nonce of 26 characters", PLAIN, lambda b: b.update(nonce="x" * 26)),
    ("a kind of answer that does not exist", {"type": 4, "data": PLAIN}, lambda b: b.update(type=99)),
    (
        "a select placeholder of 151 characters",
        PANEL,
        lambda b: inside(b)[2]["components"][0].update(placeholder="x" * 151),
    ),
]


def too_many_nested(body: Body) -> None:
    inside(body).extend(row(*(button(f"n{n}{m}") for m in range(5))) for n in range(7))


def many_texts(body: Body) -> None:
    inside(body).extend(text("x" * 1000) for _ in range(4))


def long_command(body: list[Body]) -> None:
    found = [{"name": f"{n:02}" + "x" * 30, "value": "x" * 300} for n in range(25)]
    body[0]["options"][0]["choices"] = found


# What it does not say, with the word of the fault.
UNSAID: list[tuple[str, str, Given, Break]] = [
    (
        "the flag with content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        PANEL,
        lambda b: b.update(content="Words"),
    ),
    ("new components without the flag", "UNION_TYPE_CHOICES", PANEL, lambda b: b.pop("flags")),
    ("more than 40 nested", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", PANEL, too_many_nested),
    (
        "6 rows",
        "BASE_TYPE_BAD_LENGTH",
        PLAIN,
        lambda b: b["components"].extend(row(button(f"n{n}")) for n in range(4)),
    ),
    (
        "a custom id twice",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
        PANEL,
        lambda b: inside(b)[1]["components"][1].update(custom_id="a"),
    ),
    (
        "an option value twice",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        PANEL,
        lambda b: inside(b)[2]["components"][0]["options"][1].update(value="0"),
    ),
    ("4001 characters over all texts", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", PANEL, many_texts),
    ("a misspelt key", "UNKNOWN_KEY", PANEL, lambda b: inside(b)[1]["components"][0].update(lable="x")),
    ("nothing to see", "", PLAIN, lambda b: b.clear()),
    (
        "6 items in a form",
        "BASE_TYPE_BAD_LENGTH",
        {"type": 9, "data": FORM},
        lambda b: b["data"]["components"].extend([text()] * 4),
    ),
    ("a command in capitals", "APPLICATION_COMMAND_INVALID_NAME", COMMANDS, lambda b: b[0].update(name="Vote")),
    (
        "a required option after another",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        COMMANDS,
        lambda b: b[0]["options"].append(option("late", required=True)),
    ),
    (
        "101 commands",
        "",
        COMMANDS,
        lambda b: b.extend({"name": f"c{n}", "description": "x"} for n in range(100)),
    ),
    ("a command of 8001 characters", "APPLICATION_COMMAND_TOO_LARGE", COMMANDS, long_command),
    (
        "56 characters in an answer of a poll",
        "BASE_TYPE_MAX_LENGTH",
        POLL,
        lambda b: b["poll"]["answers"][0]["poll_media"].update(text="x" * 56),
    ),
    ("2001 characters", "BASE_TYPE_MAX_LENGTH", PLAIN, lambda b: b.update(content="x" * 2001)),
    # Beyond the sixteen.
    (
        "a deferral with another flag",
        "MESSAGE_FLAGS_INVALID",
        {"type": 5, "data": {}},
        lambda b: b["data"].update(flags=V2),
    ),
    (
        "a link with a custom id",
        "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
        PLAIN,
        lambda b: b["components"][0]["components"][0].update(style=5, url="https://a.example"),
    ),
    (
        "a button without an id",
        "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
        PLAIN,
        lambda b: b["components"][0]["components"][0].pop("custom_id"),
    ),
    (
        "a button that says nothing",
        "BASE_TYPE_REQUIRED",
        PLAIN,
        lambda b: b["components"][0]["components"][0].pop("label"),
    ),
    (
        "a select beside a button",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        PLAIN,
        lambda b: b["components"][0]["components"].append(select("q")),
    ),
    ("a component id twice", "COMPONENT_ID_DUPLICATED", PANEL, lambda b: [one.update(id=7) for one in inside(b)]),
    (
        "two defaults where one can be chosen",
        "SELECT_COMPONENT_MAX_DEFAULTS",
        PANEL,
        lambda b: [one.update(default=True) for one in inside(b)[2]["components"][0]["options"]],
    ),
    (
        "more to choose at least than at most",
        "BASE_TYPE_MAX",
        PANEL,
        lambda b: inside(b)[2]["components"][0].update(min_values=2, max_values=1),
    ),
    (
        "6001 characters over all embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
        PLAIN,
        lambda b: b.update(embeds=[{"description": "x" * 3001}] * 2),
    ),
    ("a flag that cannot be set", "MESSAGE_FLAGS_INVALID", PLAIN, lambda b: b.update(flags=1 << 5)),
    ("an ephemeral message in a channel", "MESSAGE_FLAGS_INVALID", PLAIN, lambda b: b.update(flags=64)),
    (
        "a mention allowed twice over",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        PLAIN,
        lambda b: b.update(allowed_mentions={"parse": ["users"], "users": ["1"]}),
    ),
    (
        "a file that is not there",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        PANEL,
        lambda b: inside(b).append({"type": 13, "file": {"url": "attachment://a.csv"}}),
    ),
    (
        "a container in a container",
        "UNION_TYPE_CHOICES",
        PANEL,
        lambda b: inside(b).append({"type": 17, "components": [text()]}),
    ),
    (
        "a field whose least is above its most",
        "BASE_TYPE_MAX",
        {"type": 9, "data": FORM},
        lambda b: b["data"]["components"][0]["component"].update(min_length=9, max_length=8),
    ),
    (
        "a field filled with too much",
        "BASE_TYPE_MAX_LENGTH",
        {"type": 9, "data": FORM},
        lambda b: b["data"]["components"][0]["component"].update(value="abc", max_length=2),
    ),
    (
        "a button in a form",
        "UNION_TYPE_CHOICES",
        {"type": 9, "data": FORM},
        lambda b: b["data"]["components"].append(row(button("x"))),
    ),
    (
        "two options of one name",
        "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED",
        COMMANDS,
        lambda b: b[0]["options"].append(option("dots")),
    ),
    ("two commands of one name", "APPLICATION_COMMANDS_DUPLICATE_NAME", COMMANDS, lambda b: b.append(deepcopy(b[0]))),
    ("a command without a description", "BASE_TYPE_REQUIRED", COMMANDS, lambda b: b[0].pop("description")),
    (
        "a menu command with a description",
        "APPLICATION_COMMAND_INVALID",
        COMMANDS,
        lambda b: b[1].update(description="x"),
    ),
    (
        "a localised name in capitals",
        "APPLICATION_COMMAND_INVALID_NAME",
        COMMANDS,
        lambda b: b[0].update(name_localizations={"de": "Wahl"}),
    ),
]


async def send(raw: Raw, body: Given) -> Reply:
    """To where such a body belongs: commands, the answer to a press, or a message."""
    server = raw.server
    if isinstance(body, list):
        return await raw.ask("PUT", f"/applications/{server.world.bot.id}/commands", body)
    if "type" not in body:
        return await raw.post(body)
    world = server.world
    message = posting.post(world, server.channel, world.bot, deepcopy(PLAIN), {})
    asked = acts.press(world, server.owner.account, message, message.components[0]["components"][0])
    return await raw.ask("POST", f"/interactions/{asked.id}/{asked.token}/callback", body)


def broken(body: Given, change: Break) -> Given:
    copy = deepcopy(body)
    change(copy)
    return copy


@pytest.fixture
async def lenient(start_server: StartServer) -> AsyncIterator[Raw]:
    """Without Discord's document: only the hand-written rules."""
    async with start_server(openapi=None, bot_may=(1 << 53) - 1) as server, Raw(server) as raw:
        yield raw


@pytest.fixture
async def strict(start_server: StartServer, openapi: object) -> AsyncIterator[Raw]:
    async with start_server(openapi=openapi, bot_may=(1 << 53) - 1) as server, Raw(server) as raw:
        yield raw


RIGHT: list[Given] = [
    PANEL,
    PLAIN,
    POLL,
    COMMANDS,
    {"type": 4, "data": PLAIN},
    {"type": 9, "data": FORM},
    {"type": 5, "data": {}},
]


@pytest.mark.parametrize("body", RIGHT, ids=str)
async def test_what_is_right_is_taken(lenient: Raw, body: Given) -> None:
    assert (await send(lenient, body)).status in {200, 204}


@pytest.mark.parametrize("body", RIGHT, ids=str)
async def test_what_is_right_is_taken_by_the_document_too(strict: Raw, body: Given) -> None:
    assert (await send(strict, body)).status in {200, 204}


@pytest.mark.parametrize(("name", "body", "change"), SAID, ids=[one[0] for one in SAID])
async def test_what_the_document_forbids_is_refused(strict: Raw, name: str, body: Given, change: Break) -> None:
    reply = await send(strict, broken(body, change))
    assert (reply.status, reply.code) == (400, 50035), name
    assert reply.body["errors"]


@pytest.mark.parametrize(("name", "word", "body", "change"), UNSAID, ids=[one[0] for one in UNSAID])
async def test_what_the_document_misses_is_refused_without_it(
    lenient: Raw, name: str, word: str, body: Given, change: Break
) -> None:
    reply = await send(lenient, broken(body, change))
    assert reply.status == 400, name
    if word:
        assert reply.code == 50035
        assert word in reply.words
    else:
        assert reply.code in {50006, 30032}


def test_the_document_misses_sixteen(openapi: Path) -> None:
    """As was measured; should a newer document say more, the hand-written rule may go."""
    schema = Schema(openapi)
    missed = 0
    for _, _, body, change in UNSAID[:16]:
        wrong = broken(body, change)
        route = ("POST", "/channels/{channel_id}/messages")
        if isinstance(wrong, list):
            route = ("PUT", "/applications/{application_id}/commands")
        elif "type" in wrong:
            route = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
        missed += not schema.wrong_request(*route, wrong)
    assert missed == 16


def test_faults_say_where_they_are() -> None:
    wrong = deepcopy(PANEL)
    inside(wrong)[1]["components"][1]["custom_id"] = "a"
    (found,) = messages.check(wrong, known=CREATE)
    assert found.path == ("components", 0, "components", 1, "components", 1, "custom_id")


def test_the_rules_hold_for_what_our_own_limits_will_ask() -> None:
    assert components.MOST_COMPONENTS == 40
    assert components.MOST_TEXT == 4000
    assert messages.MOST_CONTENT == 2000
    assert forms.MOST_ITEMS == 5
    assert commands.MOST_CHARACTERS == 8000
    assert list(messages.check(PANEL, known=ANSWER)) == []
    assert list(forms.check(FORM)) == []
    assert list(commands.check(COMMANDS)) == []
    assert [fault.path for fault in messages.check({"content": "x", "nonce": "1"}, known=EDIT)] == [("nonce",)]


@pytest.mark.parametrize("name", ["vote", "größe", "投票", "i'd", "a-b_c", "วัน", "x" * 32])
def test_a_name_may_be_in_any_script(name: str) -> None:
    assert list(commands.names({"name": name})) == []


@pytest.mark.parametrize("name", ["", "two words", "Größe", "x" * 33, "a!", "/vote"])
def test_a_name_may_not_be_anything(name: str) -> None:
    assert [fault.word for fault in commands.names({"name": name})] == ["APPLICATION_COMMAND_INVALID_NAME"]


def test_of_each_text_the_longest_language_counts() -> None:
    node: Body = {"name": "ab", "description": "x", "description_localizations": {"de": "x" * 7998, "fr": "x" * 100}}
    assert list(commands.size(node)) == []
    node["name_localizations"] = {"de": "abc"}
    assert [fault.word for fault in commands.size(node)] == ["APPLICATION_COMMAND_TOO_LARGE"]


async def test_a_whole_catalogue_is_registered_changed_and_taken_back(server: DiscordServer, raw: Raw) -> None:
    base = f"/applications/{server.world.bot.id}/commands"
    made = (await raw.ask("PUT", base, COMMANDS)).body
    again = (await raw.ask("PUT", base, COMMANDS)).body
    assert [one["id"] for one in made] == [one["id"] for one in again]
    assert [one["version"] for one in made] == [one["version"] for one in again]
    changed = broken(COMMANDS, lambda b: b[0].update(description="Vote now"))
    newer = (await raw.ask("PUT", base, changed)).body
    assert newer[0]["id"] == made[0]["id"]
    assert newer[0]["version"] != made[0]["version"]
    one = f"{base}/{made[1]['id']}"
    assert (await raw.ask("PATCH", one, {"name": "Make it an idea"})).body["name"] == "Make it an idea"
    assert (await raw.ask("GET", one)).body["name"] == "Make it an idea"
    added = await raw.ask("POST", base, {"name": "help", "description": "Help"})
    assert added.status == 201
    assert (await raw.ask("POST", base, {"name": "help", "description": "More help"})).status == 200
    assert (await raw.ask("DELETE", one)).status == 204
    assert (await raw.ask("GET", one)).code == 10063
    assert {one["name"] for one in (await raw.ask("GET", base)).body} == {"vote", "help"}
    guild = f"/applications/{server.world.bot.id}/guilds/{server.guild.id}/commands"
    assert (await raw.ask("PUT", guild, COMMANDS[:1])).body[0]["guild_id"] == str(server.guild.id)
    assert (await raw.ask("GET", "/applications/1/commands")).code == 10002
