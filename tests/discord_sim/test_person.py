"""People can do what an app would let them do, and a test is told plainly where it asked for something else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, cast

import discord
import pytest
from discord import app_commands

from codesign_bot.testing.discord import (
    CannotDo,
    DiscordServer,
    FormRefused,
    Intent,
    May,
    NotOffered,
    NotThere,
    Overwrite,
    Pick,
    Upload,
    places,
    posting,
)
from codesign_bot.testing.discord.finding import buttons, selects
from codesign_bot.testing.discord.forms import Value, filled, slug
from codesign_bot.testing.discord.model import Form, Interaction

from .bots import Bot, card, running, until
from .conftest import StartServer, started

Asked = discord.Interaction[Any]
Json = dict[str, Any]


class Clerk(Bot):
    """Writes down what it gets, and says that it did."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Json] = []
        self.on_component = self.take

        @self.tree.command(description="Everything an option can be")
        @app_commands.choices(colour=[app_commands.Choice(name="Red", value="r")])
        async def all_kinds(
            interaction: Asked,
            words: app_commands.Range[str, 2, 5],
            count: app_commands.Range[int, 1, 9],
            share: app_commands.Range[float, 0.0, 1.0],
            *,
            sure: bool,
            colour: str | None = None,
            role: discord.Role | None = None,
        ) -> None:
            self.got.append(
                {"words": words, "count": count, "share": share, "sure": sure, "colour": colour}
                | ({"role": role.name} if role else {})
            )
            await interaction.response.send_message("Got it", ephemeral=True)

        @self.tree.command(description="For keepers")
        @app_commands.default_permissions(manage_guild=True)
        async def keep(interaction: Asked) -> None:
            await interaction.response.send_message("Kept", ephemeral=True)

        @self.tree.command(description="My data")
        @app_commands.allowed_contexts(guilds=False, dms=True, private_channels=False)
        async def data(interaction: Asked) -> None:
            await interaction.response.send_message("Your data", ephemeral=True)

        @self.tree.command(description="For nobody")
        @app_commands.default_permissions()
        async def nobody(interaction: Asked) -> None:
            await interaction.response.send_message("Hello", ephemeral=True)

        @self.tree.command(description="Find")
        async def find(interaction: Asked, idea: str) -> None:
            await interaction.response.send_message(f"Found {idea}", ephemeral=True)

        @find.autocomplete("idea")
        async def found(_: Asked, current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=one, value=one.upper()) for one in ("Bench", "Tree") if current in one]

    async def take(self, interaction: Asked) -> None:
        self.got.append(cast(Json, dict(interaction.data or {})))
        await interaction.response.send_message("Got it", ephemeral=True)


@pytest.fixture
async def clerk(server: DiscordServer) -> AsyncIterator[Clerk]:
    async with running(Clerk(), server) as bot:
        yield bot


# ------------------------------------------------------------------------------------- commands

RIGHT: dict[str, Any] = {"words": "abc", "count": 2, "share": 0.5, "sure": True}


async def test_options_arrive_as_what_they_are(server: DiscordServer, clerk: Clerk) -> None:
    role = places.add_role(server.world, server.guild, "hosts")
    await server.member("Ana").types("/all_kinds", **RIGHT, colour="Red", role=role)
    assert clerk.got == [RIGHT | {"colour": "r", "role": "hosts"}]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"words": "a"}, "words takes from 2 to 5 characters"),
        ({"words": "abcdef"}, "words takes"),
        ({"words": 3}, "words does not take 3"),
        ({"count": 0}, "count takes a number from 1 to 9"),
        ({"count": 10}, "count takes"),
        ({"count": "two"}, "count does not take 'two'"),
        ({"share": 1.1}, "share takes"),
        ({"sure": "yes"}, "sure does not take"),
        ({"colour": "Blue"}, "colour offers Red, not 'Blue'"),
        ({"shape": "x"}, "has no shape"),
    ],
)
async def test_an_app_does_not_send_what_does_not_fit(
    server: DiscordServer, clerk: Clerk, wrong: Json, told: str
) -> None:
    with pytest.raises(NotOffered, match=told):
        await server.member("Ana").types("/all_kinds", RIGHT | wrong)
    assert clerk.got == []


async def test_an_app_asks_for_what_is_needed(server: DiscordServer, clerk: Clerk) -> None:
    with pytest.raises(NotOffered, match="needs count, share, sure"):
        await server.member("Ana").types("/all_kinds", words="abc")


async def test_a_command_is_offered_to_those_it_is_for(server: DiscordServer, clerk: Clerk) -> None:
    ana, keeper = server.member("Ana"), server.member("Kim", may=int(May.MANAGE_GUILD))
    with pytest.raises(NotOffered, match="Ana is not offered /keep"):
        await ana.types("/keep")
    await keeper.types("/keep")
    with pytest.raises(NotOffered):
        await keeper.types("/nobody")
    await server.owner.types("/nobody")
    with pytest.raises(NotOffered):
        await ana.types("/data")
    ana.opens_private()
    await ana.types("/data")
    await ana.sees("Your data")
    with pytest.raises(NotOffered):
        await ana.types("/no_such_command")


async def test_who_may_not_use_commands_is_offered_none(server: DiscordServer, clerk: Clerk) -> None:
    taken = Overwrite(deny=int(May.USE_APPLICATION_COMMANDS))
    places.change_overwrite(server.world, server.channel, server.guild.id, taken)
    with pytest.raises(NotOffered, match="but nothing"):
        await server.member("Ana").types("/find", idea="x")


async def test_a_suggestion_is_picked_or_missed(server: DiscordServer, clerk: Clerk) -> None:
    ana = server.member("Ana")
    await ana.types("/find", idea=Pick("Tre"))
    await ana.sees("Found TREE")
    await ana.types("/find", idea="anything typed")
    with pytest.raises(NotThere, match="nothing like 'Pig'"):
        await ana.types("/find", idea=Pick("Pig"))


async def test_half_a_command_is_not_sent(server: DiscordServer) -> None:
    bot = Bot()
    group = app_commands.Group(name="round", description="Rounds")
    inner = app_commands.Group(name="time", description="Time", parent=group)

    @inner.command(description="Give more")
    async def give(interaction: Asked, days: int) -> None:
        await interaction.response.send_message(f"{days} more days")

    bot.tree.add_command(group)
    async with running(bot, server):
        ana = server.member("Ana")
        for line in ("/round", "/round time"):
            with pytest.raises(NotOffered, match="needs one of"):
                await ana.types(line)
        with pytest.raises(NotOffered, match="/round has time"):
            await ana.types("/round place")
        asked = await ana.types("/round time give", days=3)
        await ana.sees("3 more days")
    assert asked.name == "round time give"


async def test_commands_are_found_by_their_name_in_the_language_of_the_person(server: DiscordServer) -> None:
    class German(app_commands.Translator):
        async def translate(
            self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
        ) -> str | None:
            return {"vote": "abstimmen"}.get(string.message) if locale is discord.Locale.german else None

    bot = Bot()

    @bot.tree.command(name=app_commands.locale_str("vote"), description="Vote")
    async def vote(interaction: Asked) -> None:
        await interaction.response.send_message(f"{interaction.locale}", ephemeral=True)

    async def with_german() -> None:
        await bot.tree.set_translator(German())
        await bot.tree.sync()

    bot.setup_hook = with_german  # type: ignore[method-assign] # as discord.py documents for small bots
    async with running(bot, server):
        ana, ben = server.member("Ana", locale="de"), server.member("Ben")
        await ana.types("/abstimmen")
        await ana.types("/vote")
        await ana.sees("de")
        with pytest.raises(NotOffered):
            await ben.types("/abstimmen")


async def test_a_menu_that_is_not_there_is_not_used(server: DiscordServer, clerk: Clerk) -> None:
    ana = server.member("Ana")
    with pytest.raises(NotOffered, match="Turn"):
        await ana.context_menu("Turn into an idea", ana.says("Words"))


# ------------------------------------------------------------------------------------- pressing and choosing


async def test_a_button_that_is_not_there_is_not_pressed(server: DiscordServer, clerk: Clerk) -> None:
    ana = server.member("Ana")
    with pytest.raises(NotThere, match="Ana sees no button 'My ballot', but:\n#general"):
        await ana.presses("My ballot")


async def test_a_button_that_is_off_is_not_pressed(server: DiscordServer, clerk: Clerk) -> None:
    message = card(server, "Press")
    message.components[0]["components"][0]["disabled"] = True
    with pytest.raises(CannotDo, match="switched off"):
        await server.member("Ana").presses("Press")
    assert "[Press] (off)" in server.owner.screen


async def test_the_newest_button_is_pressed_unless_a_message_is_named(server: DiscordServer, clerk: Clerk) -> None:
    ana = server.member("Ana")
    old, new = card(server, "Press"), card(server, "Press")
    assert (await ana.presses("Press")).message is new
    assert (await ana.presses("Press", on=old)).message is old


async def test_nobody_presses_what_only_another_sees(server: DiscordServer, clerk: Clerk) -> None:
    ana, ben = server.member("Ana"), server.member("Ben")
    message = card(server, "Secret")
    message.seen_only_by = ana.account
    with pytest.raises(NotThere):
        await ben.presses("Secret")
    await ana.presses("Secret")


def panel(*parts: Json) -> Json:
    return {"flags": 1 << 15, "components": list(parts)}


def words(text: str) -> Json:
    return {"type": 10, "content": text}


def button(label: str, custom_id: str, **more: object) -> Json:
    return {"type": 2, "style": 2, "label": label, "custom_id": custom_id, **more}


def row(*inside: Json) -> Json:
    return {"type": 1, "components": list(inside)}


def test_a_button_is_found_beside_the_words_it_belongs_to() -> None:
    server = DiscordServer()
    section = {"type": 9, "components": [words("Trees")], "accessory": button("+", "t+")}
    inside = [words("**Benches**"), row(button("-", "b-"), button("+", "b+")), section, row(button("+", "none"))]
    body = panel(words("Ideas"), {"type": 17, "components": inside})
    message = posting.post(server.world, server.channel, server.world.bot, body, {})
    for beside, expected in (("Benches", ["b+"]), ("Trees", ["t+"]), (None, ["b+", "t+", "none"])):
        found = buttons(server.world, [message], "+", beside)
        assert [one["custom_id"] for _, one in found] == expected
    assert buttons(server.world, [message], "+", "Pigs") == []
    assert buttons(server.world, [message], "b-") != [], "by custom id too"


def test_a_link_is_no_button_to_press() -> None:
    server = DiscordServer()
    link = {"type": 2, "style": 5, "label": "Rules", "url": "https://a.example"}
    emoji = button("", "e", emoji={"name": "🌳"}) | {"label": None}
    body = panel(row(link, emoji))
    message = posting.post(server.world, server.channel, server.world.bot, body, {})
    assert buttons(server.world, [message], "Rules") == []
    assert len(buttons(server.world, [message], "🌳")) == 1
    assert "[Rules -> https://a.example] [🌳]" in server.owner.screen


async def test_options_are_chosen_by_what_they_say(server: DiscordServer, clerk: Clerk) -> None:
    shown = [{"label": f"Idea {number}", "value": f"v{number}"} for number in range(3)]
    select = {"type": 3, "custom_id": "s", "placeholder": "Ideas", "options": shown, "max_values": 2}
    posting.post(server.world, server.channel, server.world.bot, panel(row(select)), {})
    ana = server.member("Ana")
    await ana.chooses("Idea 1", "v2")
    await ana.chooses("Idea 0", select="Ideas")
    assert [one["values"] for one in clerk.got] == [["v1", "v2"], ["v0"]]
    with pytest.raises(CannotDo, match="1 to 2 can be chosen, not 3"):
        await ana.chooses("Idea 0", "Idea 1", "Idea 2")
    with pytest.raises(NotThere, match="does not offer"):
        await ana.chooses("Idea 0", "Idea 9")
    with pytest.raises(NotThere, match="no select"):
        await ana.chooses("Idea 9")
    assert selects(ana.messages, None)


async def test_people_and_channels_are_chosen_by_id(server: DiscordServer, clerk: Clerk) -> None:
    tree = [row({"type": kind, "custom_id": name}) for kind, name in ((5, "who"), (6, "role"), (8, "where"))]
    posting.post(server.world, server.channel, server.world.bot, panel(*tree), {})
    ana = server.member("Ana")
    await ana.chooses(str(ana.account.id), select="who")
    await ana.chooses(str(server.channel.id), select="where")
    await ana.chooses(str(server.guild.id), select="role")
    resolved = [set(one["resolved"]) for one in clerk.got]
    assert resolved == [{"users", "members"}, {"channels"}, {"roles"}]


# ------------------------------------------------------------------------------------- forms


def label(name: str, component: Json, **more: object) -> Json:
    return {"type": 18, "id": 1, "label": name, "component": component, **more}


def options(*names: str, default: str = "") -> list[Json]:
    return [{"label": name, "value": name.lower(), "default": name == default} for name in names]


def form(*parts: Json) -> Form:
    """Whose question it answers does not matter here."""
    return Form("A form", "f", list(parts), cast(Interaction, None))


TEXT: Json = {"type": 4, "id": 2, "custom_id": "t", "style": 1}
CASES: list[tuple[str, Json, Json, object]] = [
    ("words", TEXT, {"t": "abc"}, "abc"),
    ("what stood there", TEXT | {"value": "old"}, {}, "old"),
    ("nothing where nothing is needed", TEXT | {"required": False}, {}, ""),
    ("a ticked box", {"type": 23, "id": 2, "custom_id": "c"}, {"c": True}, True),
    ("a box ticked at the start", {"type": 23, "id": 2, "custom_id": "c", "default": True}, {}, True),
    ("one of several", {"type": 21, "id": 2, "custom_id": "r", "options": options("Yes", "No")}, {"r": "No"}, "no"),
    (
        "the one chosen at the start",
        {"type": 21, "id": 2, "custom_id": "r", "options": options("Yes", "No", default="Yes")},
        {},
        "yes",
    ),
    (
        "none, where none is needed",
        {"type": 21, "id": 2, "custom_id": "r", "options": options("Yes", "No"), "required": False},
        {},
        None,
    ),
    (
        "some",
        {"type": 22, "id": 2, "custom_id": "g", "options": options("A", "B", "C")},
        {"g": ["A", "c"]},
        ["a", "c"],
    ),
    ("a select", {"type": 3, "id": 2, "custom_id": "s", "options": options("A", "B")}, {"s": "B"}, ["b"]),
    ("a person", {"type": 5, "id": 2, "custom_id": "p"}, {"p": "77"}, ["77"]),
]


@pytest.mark.parametrize(("name", "component", "values", "sent"), CASES, ids=[one[0] for one in CASES])
def test_a_field_is_filled_in(name: str, component: Json, values: dict[str, Value], sent: object) -> None:
    (shown,) = filled(form(label("Field", component)), values).components
    inner = shown["component"]
    assert shown["type"] == 18
    assert inner["custom_id"] == component["custom_id"]
    assert inner.get("value", inner.get("values")) == sent, name


WRONG: list[tuple[str, Json, Json]] = [
    ("must be filled in", TEXT, {}),
    ("takes 3 to 4000 characters, not 2", TEXT | {"min_length": 3}, {"t": "ab"}),
    ("takes 0 to 2 characters, not 3", TEXT | {"max_length": 2}, {"t": "abc"}),
    ("wants at least 1 chosen", {"type": 21, "id": 2, "custom_id": "r", "options": options("A", "B")}, {}),
    ("does not offer C", {"type": 21, "id": 2, "custom_id": "r", "options": options("A", "B")}, {"r": "C"}),
    (
        "lets at most 1 be chosen",
        {"type": 22, "id": 2, "custom_id": "g", "options": options("A", "B"), "max_values": 1},
        {"g": ["A", "B"]},
    ),
    ("wants a file", {"type": 19, "id": 2, "custom_id": "u"}, {}),
    ("has no field other; it has field", TEXT, {"other": "x"}),
]


@pytest.mark.parametrize(("told", "component", "values"), WRONG, ids=[one[0] for one in WRONG])
def test_a_form_that_an_app_would_not_send_is_refused(told: str, component: Json, values: dict[str, Value]) -> None:
    with pytest.raises(FormRefused, match=told):
        filled(form(label("Field", component)), values)


def test_a_field_goes_by_its_label_its_slug_or_its_custom_id() -> None:
    assert slug("What happens, to whom?") == "what_happens_to_whom"
    for name in ("What happens?", "what_happens", "t"):
        sent = filled(form(label("What happens?", TEXT)), {name: "x"})
        assert sent.components[0]["component"]["value"] == "x"


def test_text_and_old_rows_are_sent_as_apps_send_them() -> None:
    old = {"type": 1, "id": 5, "components": [TEXT | {"label": "Old"}]}
    sent = filled(form({"type": 10, "id": 9, "content": "Please read"}, old), {"old": "x"}).components
    assert sent[0] == {"type": 10, "id": 9}
    assert sent[1]["components"][0]["value"] == "x"


def test_files_get_numbers() -> None:
    upload = Upload("a.png", b"x")
    sent = filled(form(label("File", {"type": 19, "id": 2, "custom_id": "u"})), {"u": upload})
    assert sent.components[0]["component"]["values"] == ["0"]
    assert sent.files == {"0": upload}


async def test_a_form_stands_in_the_way_until_it_is_sent_or_closed(server: DiscordServer) -> None:
    class Note(discord.ui.Modal, title="Note"):
        note: discord.ui.Label[Any] = discord.ui.Label(text="Note", component=discord.ui.TextInput())

    bot = Bot()

    async def open_form(interaction: Asked) -> None:
        await interaction.response.send_modal(Note())

    bot.on_component = open_form
    card(server, "Write")
    async with running(bot, server):
        ana = server.member("Ana")
        with pytest.raises(NotThere, match='no form "Note" open, but none'):
            await ana.fills("Note", note="x")
        await ana.presses("Write")
        with pytest.raises(CannotDo, match="stands in the way"):
            await ana.presses("Write")
        with pytest.raises(NotThere, match='but "Note"'):
            await ana.fills("Other")
        ana.dismisses()
        await ana.presses("Write")


# ------------------------------------------------------------------------------------- seeing


async def test_who_waits_in_vain_is_told_what_there_is(start_server: StartServer) -> None:
    async with start_server(patience_seconds=0.3) as server:
        ana = server.member("Ana")
        ana.says("Something else")
        with pytest.raises(NotThere, match=r"does not see \['Benches'\], but:\n#general\n\nAna:\nSomething else"):
            await ana.sees("Something", "Benches")
        with pytest.raises(NotThere, match=r"Ana sees \['Something'\]"):
            await ana.sees_nothing_of("Benches", "Something")


async def test_somebody_without_a_bot_is_left_alone_at_once() -> None:
    async with started() as server:
        card(server, "Press")
        ana = server.member("Ana")
        with pytest.raises(AssertionError, match="nobody answered Ana"):
            await ana.presses("Press")
        assert ana.notices == ["This interaction failed"]


async def test_words_of_a_webhook_are_seen_as_such(start_server: StartServer) -> None:
    async with start_server(allowed=Intent.MESSAGE_CONTENT) as server:
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
        async with running(Bot(intents=intents), server) as bot:
            said = server.webhook_says("Ana from Matrix", "Hello")
            assert "Ana from Matrix [app]:\nHello" in server.owner.screen
            await until(lambda: bot.came)
            (message,) = bot.came
            assert message.webhook_id == said.author.id
            assert message.author.name == "Ana from Matrix"
