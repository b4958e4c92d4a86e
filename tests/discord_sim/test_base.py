"""A bot made with the real discord.py logs in, registers, and lives through a whole conversation."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any, cast

import discord
import pytest
from discord import app_commands

from codesign_bot.testing.discord import ChannelKind, DiscordServer, Pick, Upload, places
from codesign_bot.testing.discord.wire import MessageFlag

from .bots import Bot, Sharded, running, text_channel, until
from .conftest import StartServer

IDEAS = ("Benches", "Bike shed", "Trees")
Asked = discord.Interaction[Any]


class Panel(discord.ui.LayoutView):
    """A ballot: one row for each idea."""

    def __init__(self, dots: dict[int, int]) -> None:
        super().__init__(timeout=None)
        box: discord.ui.Container[Panel] = discord.ui.Container()
        box.add_item(discord.ui.TextDisplay(f"## My ballot\n**{5 - sum(dots.values())} of 5 dots left**, saved"))
        for number, idea in enumerate(IDEAS, 1):
            box.add_item(discord.ui.TextDisplay(f"{number}. {idea}: {'●' * dots.get(number, 0) or 'none'}"))
            row: discord.ui.ActionRow[Panel] = discord.ui.ActionRow()
            row.add_item(discord.ui.Button(label="-", custom_id=f"b:{number}:{dots.get(number, 0) - 1}"))
            row.add_item(discord.ui.Button(label="+", custom_id=f"b:{number}:{dots.get(number, 0) + 1}"))
            box.add_item(row)
        self.add_item(box)


class Card(discord.ui.LayoutView):
    """A public card with what a member can do."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.TextDisplay("# Voting\nIt ends <t:1772445600:R>."))
        row: discord.ui.ActionRow[Card] = discord.ui.ActionRow()
        row.add_item(discord.ui.Button(label="My ballot", custom_id="open", style=discord.ButtonStyle.primary))
        row.add_item(discord.ui.Button(label="Add an idea", custom_id="idea"))
        self.add_item(row)


class IdeaForm(discord.ui.Modal, title="Your idea"):
    heading: discord.ui.Label[Any] = discord.ui.Label(text="Title", component=discord.ui.TextInput(max_length=80))
    more: discord.ui.Label[Any] = discord.ui.Label(
        text="What would happen?", component=discord.ui.TextInput(style=discord.TextStyle.paragraph, required=False)
    )
    name: discord.ui.Label[Any] = discord.ui.Label(
        text="Show my name",
        component=discord.ui.RadioGroup(
            options=[discord.RadioGroupOption(label="Yes", value="y"), discord.RadioGroupOption(label="No", value="n")]
        ),
    )

    async def on_submit(self, interaction: Asked, /) -> None:
        heading = cast(discord.ui.TextInput[Any], self.heading.component).value
        shown = cast(discord.ui.RadioGroup[Any], self.name.component).value
        await interaction.response.send_message(f"Thank you for **{heading}** ({shown}).", ephemeral=True)


class BallotBot(Bot):
    """Keeps ballots in memory; routes what is pressed by its custom id."""

    def __init__(self) -> None:
        super().__init__()
        self.ballots: dict[int, dict[int, int]] = {}
        self.on_component = self.pressed
        round_group = app_commands.Group(name="round", description="Set up a round")

        @self.tree.command(description="Put dots on an idea")
        @app_commands.describe(idea="Which idea", dots="How many dots")
        async def vote(interaction: Asked, idea: int, dots: app_commands.Range[int, 0, 2]) -> None:
            await self.save(interaction, idea, dots, is_new=True)

        @vote.autocomplete("idea")
        async def ideas(_: Asked, current: str) -> list[app_commands.Choice[int]]:
            found = [(n, one) for n, one in enumerate(IDEAS, 1) if current.lower() in one.lower()]
            return [app_commands.Choice(name=f"{n} {one}", value=n) for n, one in found]

        @round_group.command(description="Choose a template")
        @app_commands.choices(template=[app_commands.Choice(name="Community", value="community")])
        async def plan(interaction: Asked, template: str, place: discord.TextChannel, host: discord.Member) -> None:
            await interaction.response.send_message(f"{template} in {place.name} by {host.display_name}")

        @self.tree.context_menu(name="Turn into an idea")
        async def turn(interaction: Asked, message: discord.Message) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.edit_original_response(content=f"An idea: {message.content}")

        @self.tree.context_menu(name="Ask to host")
        async def host(interaction: Asked, member: discord.Member) -> None:
            await interaction.response.send_message(f"{member.display_name} was asked.", ephemeral=True)

        self.tree.add_command(round_group)

    async def save(self, interaction: Asked, idea: int, dots: int, *, is_new: bool = False) -> None:
        ballot = self.ballots.setdefault(interaction.user.id, {})
        ballot[idea] = dots
        if is_new:
            await interaction.response.send_message(view=Panel(ballot), ephemeral=True)
        else:
            await interaction.response.edit_message(view=Panel(ballot))

    async def pressed(self, interaction: Asked) -> None:
        data = cast("dict[str, Any]", interaction.data)
        if data["custom_id"] == "open":
            panel = Panel(self.ballots.get(interaction.user.id, {}))
            await interaction.response.send_message(view=panel, ephemeral=True)
        elif data["custom_id"] == "idea":
            await interaction.response.send_modal(IdeaForm())
        elif data["custom_id"].startswith("b:"):
            _, idea, dots = data["custom_id"].split(":")
            await self.save(interaction, int(idea), int(dots))


@pytest.fixture
async def ballot_bot(server: DiscordServer) -> AsyncIterator[BallotBot]:
    async with running(BallotBot(), server) as bot:
        yield bot


async def test_a_member_votes_by_pressing_and_sees_what_is_left(server: DiscordServer, ballot_bot: BallotBot) -> None:
    await text_channel(ballot_bot, server.channel.id).send(view=Card())
    ana, ben = server.member("Ana"), server.member("Ben")
    await ana.presses("My ballot")
    await ana.sees("5 of 5 dots left")
    await ana.presses("+", beside="Bike shed")
    await ana.sees("4 of 5 dots left", "Bike shed: ●", "Only you can see this")
    await ana.presses("+", beside="Bike shed")
    await ana.presses("-", beside="Bike shed")
    await ana.sees("4 of 5 dots left", "Benches: none")
    await ben.sees_nothing_of("dots left")
    await ben.sees("Voting", "It ends in 1 hour.")
    assert ballot_bot.ballots == {ana.account.id: {2: 1}}


async def test_two_people_have_each_their_own_panel(server: DiscordServer, ballot_bot: BallotBot) -> None:
    await text_channel(ballot_bot, server.channel.id).send(view=Card())
    ana, ben = server.member("Ana"), server.member("Ben")
    await ana.presses("My ballot")
    await ben.presses("My ballot")
    await ben.presses("+", beside="Trees")
    await ana.sees("5 of 5 dots left")
    await ben.sees("4 of 5 dots left")
    await ana.sees_nothing_of("4 of 5")


async def test_a_typed_vote_is_completed_while_it_is_typed(server: DiscordServer, ballot_bot: BallotBot) -> None:
    ana = server.member("Ana")
    offered = await ana.autocompletes("/vote", idea="b")
    assert [(one.name, one.value) for one in offered] == [("1 Benches", 1), ("2 Bike shed", 2)]
    await ana.types("/vote", idea=Pick("bike"), dots=2)
    await ana.sees("3 of 5 dots left")
    assert ballot_bot.ballots == {ana.account.id: {2: 2}}


async def test_a_form_is_opened_filled_in_and_sent(server: DiscordServer, ballot_bot: BallotBot) -> None:
    await text_channel(ballot_bot, server.channel.id).send(view=Card())
    ana = server.member("Ana")
    await ana.presses("Add an idea")
    await ana.sees("== Your idea ==", "What would happen?: []", "( ) Yes ( ) No")
    await ana.fills("Your idea", title="More benches", show_my_name="No")
    await ana.sees("Thank you for More benches (n).")
    assert ana.form is None


async def test_options_of_every_kind_reach_a_subcommand(server: DiscordServer, ballot_bot: BallotBot) -> None:
    ana, ben = server.member("Ana"), server.member("Ben")
    await ana.types("/round plan", template="Community", place=server.channel, host=ben)
    await ana.sees("community in general by Ben")
    await ben.sees("community in general by Ben")


async def test_menus_of_messages_and_of_people_reach_the_bot(server: DiscordServer, ballot_bot: BallotBot) -> None:
    ana, ben = server.member("Ana"), server.member("Ben")
    said = ben.says("We need shade")
    await ana.context_menu("Turn into an idea", said)
    await ana.sees("An idea: We need shade")
    await ana.context_menu("Ask to host", ben)
    await ana.sees("Ben was asked.")
    await ben.sees_nothing_of("An idea", "was asked")


async def test_a_file_is_sent_read_back_and_described(server: DiscordServer, bot: Bot) -> None:
    content = bytes(range(256)) * 40
    file = discord.File(io.BytesIO(content), "tally chart.png", description="Benches lead")
    sent = await text_channel(bot, server.channel.id).send("The tally", file=file)
    assert await sent.attachments[0].read() == content
    await server.member("Ana").sees("The tally", "[file: tally chart.png] (Benches lead)")


async def test_files_stand_in_components_and_only_there(server: DiscordServer, bot: Bot) -> None:
    view = discord.ui.LayoutView()
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    gallery.add_item(media="attachment://a.png", description="A chart")
    view.add_item(gallery)
    view.add_item(discord.ui.File("attachment://b.csv"))
    files = [discord.File(io.BytesIO(b"x"), name) for name in ("a.png", "b.csv")]
    await text_channel(bot, server.channel.id).send(view=view, files=files)
    ana = server.member("Ana")
    await ana.sees("[picture: A chart]", "[file: b.csv]")
    assert ana.screen.count("b.csv") == 1


async def test_an_edit_changes_what_everyone_sees(server: DiscordServer, bot: Bot) -> None:
    sent = await text_channel(bot, server.channel.id).send("Before")
    await sent.edit(content="**After**")
    ana = server.member("Ana")
    await ana.sees("After", "(edited)")
    await ana.sees_nothing_of("Before", "**")
    await sent.delete()
    await ana.sees_nothing_of("After")


async def test_history_is_read_by_pages(server: DiscordServer, bot: Bot) -> None:
    channel = text_channel(bot, server.channel.id)
    sent = [await channel.send(f"No {number}") for number in range(7)]
    after = [message.content async for message in channel.history(after=sent[3], limit=10)]
    before = [message.content async for message in channel.history(before=sent[3], limit=2)]
    around = [message.content async for message in channel.history(around=sent[3], limit=3)]
    assert after == ["No 4", "No 5", "No 6"]
    assert before == ["No 2", "No 1"]
    assert around == ["No 4", "No 3", "No 2"]


async def test_an_answer_is_followed_up_changed_and_taken_back(server: DiscordServer) -> None:
    bot = Bot()

    @bot.tree.command(description="Export")
    async def export(interaction: Asked) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("Ready", file=discord.File(io.BytesIO(b"a,b"), "log.csv"))
        second = await interaction.followup.send("Second", ephemeral=True, wait=True)
        await second.edit(content="Second, changed")
        third = await interaction.followup.send("Third", ephemeral=False, wait=True)
        original = await interaction.original_response()
        await original.edit(content="Ready indeed")
        await third.delete()

    async with running(bot, server):
        ana, ben = server.member("Ana"), server.member("Ben")
        await ana.types("/export")
        await ana.sees("Ready indeed", "[file: log.csv]", "Second, changed")
        await ana.sees_nothing_of("thinking", "Third")
        await ben.sees_nothing_of("Ready", "Second")


async def test_a_thread_is_begun_spoken_in_and_archived(server: DiscordServer, bot: Bot) -> None:
    sent = await text_channel(bot, server.channel.id).send("Framing")
    thread = await sent.create_thread(name="Talk about framing", auto_archive_duration=10080)
    await thread.send("Here we talk")
    ana = server.member("Ana")
    await ana.sees("Thread: Talk about framing")
    ana.goes_to(server.world.channels[cast(Any, thread.id)])
    await ana.sees("Here we talk")
    await thread.edit(archived=True)
    await ana.sees("(archived)")
    ana.says("One more thing")
    await ana.sees_nothing_of("(archived)")
    assert {"THREAD_CREATE", "THREAD_UPDATE"} <= set(bot.heard)


async def test_a_post_in_a_forum_is_a_thread_with_a_message(server: DiscordServer, bot: Bot) -> None:
    forum = places.make_channel(server.world, server.guild, "ideas", ChannelKind.FORUM)
    await until(lambda: bot.get_channel(forum.id))
    found = cast(discord.ForumChannel, bot.get_channel(forum.id))
    thread, message = await found.create_thread(name="Benches", content="Idea 1")
    assert message.content == "Idea 1"
    ana = server.member("Ana")
    ana.goes_to(server.world.channels[cast(Any, thread.id)])
    await ana.sees("Idea 1")


async def test_a_direct_message_goes_both_ways(server: DiscordServer, bot: Bot) -> None:
    ana = server.member("Ana")
    user = await bot.fetch_user(ana.account.id)
    await user.send("Your receipt")
    ana.opens_private()
    await ana.sees("Direct message", "Your receipt")
    assert await (await bot.fetch_user(ana.account.id)).create_dm() == user.dm_channel


async def test_a_file_is_uploaded_with_a_form(server: DiscordServer) -> None:
    bot = Bot()
    got: list[str] = []

    class Form(discord.ui.Modal, title="Picture"):
        file: discord.ui.Label[Any] = discord.ui.Label(text="File", component=discord.ui.FileUpload())

        async def on_submit(self, interaction: Asked, /) -> None:
            uploads = cast(discord.ui.FileUpload[Any], self.file.component).values
            got.extend(one.filename for one in uploads)
            await interaction.response.send_message("Got it", ephemeral=True)

    @bot.tree.command(description="Show a picture")
    async def picture(interaction: Asked) -> None:
        await interaction.response.send_modal(Form())

    async with running(bot, server):
        ana = server.member("Ana")
        await ana.types("/picture")
        await ana.fills("Picture", file=Upload("map.png", b"png"))
        await ana.sees("Got it")
    assert got == ["map.png"]


async def test_each_shard_hears_of_its_own_guilds(start_server: StartServer) -> None:
    async with start_server() as server:
        server.world.shards = 3
        guilds = [server.guild, *(server.make_guild(f"Guild {number}") for number in range(5))]
        async with running(Sharded(), server) as bot:
            assert len(server.gateway.connected) == 3
            assert bot.shard_count == 3
            assert {guild.id for guild in bot.guilds} == {guild.id for guild in guilds}
            for guild in guilds:
                found = bot.get_guild(guild.id)
                assert found
                assert found.shard_id == (guild.id >> 22) % 3
        assert {(guild.id >> 22) % 3 for guild in guilds} == {0, 1, 2}


async def test_the_least_intents_are_enough_for_everything_that_is_pressed(
    server: DiscordServer, ballot_bot: BallotBot
) -> None:
    ana = server.member("Ana")
    ana.says("Words nobody may read")
    await ana.types("/vote", idea=1, dots=1)
    await server.quiet()
    assert ballot_bot.came == []
    assert "MESSAGE_CREATE" not in ballot_bot.heard
    assert "INTERACTION_CREATE" in ballot_bot.heard


async def test_ephemeral_answers_cannot_be_fetched_by_channel(server: DiscordServer, ballot_bot: BallotBot) -> None:
    ana = server.member("Ana")
    asked = await ana.types("/vote", idea=1, dots=1)
    assert asked.original
    assert asked.original.flags & MessageFlag.EPHEMERAL
    channel = text_channel(ballot_bot, server.channel.id)
    with pytest.raises(discord.NotFound, match="10008"):
        await channel.fetch_message(asked.original.id)
    assert [message async for message in channel.history()] == []
