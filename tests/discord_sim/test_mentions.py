"""Who was really notified by a message: written down for whoever has to prove that nobody was."""

from __future__ import annotations

from typing import Any, cast

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.discord import DiscordServer, May, Person, places, posting
from codesign_bot.testing.discord.mentions import check, read
from codesign_bot.testing.discord.model import Message

from .bots import Bot, card, running, text_channel
from .raw import Raw


class Town:
    """Ana, Ben and a role that only Ben has, in a guild where the bot may or may not call everyone."""

    def __init__(self, *, bot_may_call: bool = True, is_mentionable: bool = False) -> None:
        self.server = DiscordServer(clock=ControlledClock(), bot_may=int(May.MENTION_EVERYONE) if bot_may_call else 0)
        self.ana, self.ben = self.server.member("Ana"), self.server.member("Ben")
        self.role = places.add_role(self.server.world, self.server.guild, "hosts", is_mentionable=is_mentionable)
        self.server.guild.members[self.ben.account.id].roles.append(self.role.id)

    @property
    def words(self) -> str:
        """A text that calls everybody in every way."""
        return f"{self.ana.mention} <@&{self.role.id}> @everyone @here"

    def post(self, words: str, allowed: object = "silent", **more: object) -> Message:
        body: dict[str, Any] = {"content": words, **more}
        if allowed != "silent":
            body["allowed_mentions"] = allowed
        return posting.post(self.server.world, self.server.channel, self.server.world.bot, body, {})

    def called(self, message: Message) -> set[str]:
        return {self.server.world.accounts[one].name for one in message.pinged.people}


ALL = {"Ana", "Ben", "Olive"}


NONE: set[str] = set()
CASES: list[tuple[object, set[str]]] = [
    ("silent", ALL),
    (None, ALL),
    ({"parse": []}, NONE),
    ({}, NONE),
    ({"parse": ["users"]}, {"Ana"}),
    ({"parse": ["roles"]}, {"Ben"}),
    ({"parse": ["everyone"]}, ALL),
    ({"parse": ["users", "roles"]}, {"Ana", "Ben"}),
    ({"users": ["1"]}, NONE),
]


@pytest.mark.parametrize(("allowed", "called"), CASES)
def test_only_what_is_allowed_notifies(allowed: object, called: set[str]) -> None:
    town = Town()
    message = town.post(town.words, allowed)
    assert town.called(message) == called
    assert bool(town.server.world.notified) is bool(called)


def test_one_person_and_one_role_can_be_named() -> None:
    town = Town()
    words = f"{town.ana.mention} {town.ben.mention}"
    assert town.called(town.post(words, {"users": [str(town.ana.account.id)]})) == {"Ana"}
    assert town.called(town.post(town.words, {"roles": [str(town.role.id)]})) == {"Ben"}


def test_a_bot_without_the_right_calls_nobody_together() -> None:
    town = Town(bot_may_call=False)
    message = town.post(town.words)
    assert town.called(message) == {"Ana"}
    assert not message.mentions_everyone


def test_a_role_that_anybody_may_mention_can_be_called() -> None:
    town = Town(bot_may_call=False, is_mentionable=True)
    assert town.called(town.post(f"<@&{town.role.id}>")) == {"Ben"}


def test_somebody_who_is_not_there_is_not_called() -> None:
    town = Town()
    stranger = town.server.stranger("Cleo")
    assert town.called(town.post(stranger.mention)) == set()
    assert town.called(town.post("<@1> <@&2> <#3>")) == set()


def test_a_reply_notifies_whom_it_answers_unless_it_says_otherwise() -> None:
    town = Town()
    said = town.ana.says("Hello")
    about = posting.About(reference=said)
    world, channel = town.server.world, town.server.channel
    cases: list[tuple[object, set[str]]] = [
        ("silent", {"Ana"}),
        ({"replied_user": True}, {"Ana"}),
        ({"parse": []}, NONE),
    ]
    for allowed, called in cases:
        body: dict[str, Any] = {"content": "Yes"} | ({} if allowed == "silent" else {"allowed_mentions": allowed})
        assert town.called(posting.post(world, channel, world.bot, body, {}, about=about)) == called


def test_words_in_components_notify_too() -> None:
    town = Town()
    tree = [{"type": 17, "components": [{"type": 10, "content": town.ana.mention}]}]
    message = posting.post(
        town.server.world, town.server.channel, town.server.world.bot, {"components": tree, "flags": 1 << 15}, {}
    )
    assert town.called(message) == {"Ana"}


def test_an_edit_never_notifies() -> None:
    town = Town()
    message = town.post("Words")
    posting.edit(town.server.world, message, {"content": town.words}, {})
    assert not message.pinged
    assert [one.name for one in message.mentions] == ["Ana"]


def test_no_backslash_or_code_block_is_trusted() -> None:
    """Where clients differ, the simulator errs towards a notification."""
    town = Town()
    for words in (f"\\{town.ana.mention}", f"`{town.ana.mention}`", f"```\n{town.ana.mention}\n```"):
        assert town.called(town.post(words)) == {"Ana"}


def test_people_notify_as_far_as_they_may() -> None:
    town = Town(bot_may_call=False)
    assert town.called(town.ana.says(f"@everyone {town.ben.mention}")) == {"Ben"}
    assert town.ben.pings == [town.ben.messages[-1]]
    assert town.called(town.server.owner.says("@here")) == ALL


def test_what_the_request_may_not_say_twice() -> None:
    assert [fault.path for fault in check({"parse": ["roles"], "roles": ["1"]})] == [("allowed_mentions",)]
    assert list(check({"parse": ["roles"], "users": ["1"]})) == []
    assert list(check(None)) == []
    assert read({"users": ["5", 6]}).people == frozenset({5, 6})


async def test_without_a_word_of_the_bot_everything_notifies(server: DiscordServer) -> None:
    """What AllowedMentions.none() on the client is for."""
    ana = server.member("Ana")
    async with running(Bot(mentions=None), server) as careless:
        await text_channel(careless, server.channel.id).send(f"Hello {ana.mention}")
    assert len(ana.pings) == 1
    async with running(Bot(), server) as careful:
        await text_channel(careful, server.channel.id).send(f"Hello {ana.mention}")
        allowed = discord.AllowedMentions(users=[discord.Object(ana.account.id)])
        await text_channel(careful, server.channel.id).send(f"Hello {ana.mention}", allowed_mentions=allowed)
    assert len(ana.pings) == 2


async def test_an_ephemeral_answer_notifies_nobody_and_a_deferred_one_only_at_last(server: DiscordServer) -> None:
    bot = Bot(mentions=None)
    ana, ben = server.member("Ana"), server.member("Ben")

    async def handle(interaction: discord.Interaction[Any]) -> None:
        data = cast("dict[str, Any]", interaction.data)
        if data["custom_id"] == "ephemeral":
            await interaction.response.send_message(ben.mention, ephemeral=True)
        else:
            await interaction.response.defer(thinking=True)
            assert not ben.pings
            await interaction.edit_original_response(content=ben.mention)

    bot.on_component = handle
    card(server, "ephemeral", "deferred")
    async with running(bot, server):
        await ana.presses("ephemeral")
        assert not ben.pings
        await ana.presses("deferred")
        await ana.sees("@Ben")
    assert len(ben.pings) == 1


WORDS = st.lists(
    st.sampled_from(
        ["@everyone", "@here", "<@{ana}>", "<@!{ana}>", "<@&{role}>", "\\", "`", "*", "\n", " ", "x", "||"]
    ),
    max_size=12,
).map("".join)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(WORDS)
def test_with_nothing_allowed_no_words_notify_anybody(words: str) -> None:
    town = Town()
    said = words.format(ana=town.ana.account.id, role=town.role.id)
    message = town.post(said or "x", {"parse": [], "users": [], "roles": [], "replied_user": False})
    assert not message.pinged
    assert town.server.world.notified == []


async def test_the_answer_says_whom_it_mentions(server: DiscordServer, raw: Raw) -> None:
    ana: Person = server.member("Ana")
    reply = await raw.post({"content": f"{ana.mention} @everyone", "allowed_mentions": {"parse": []}})
    assert [one["id"] for one in reply.body["mentions"]] == [str(ana.account.id)]
    assert reply.body["mention_everyone"] is False
