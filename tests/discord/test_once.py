"""Each message once, whatever it says: hours later the nonce is forgotten, and what was said has to be recognised."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from codesign_bot.errors import PlatformTrouble
from codesign_bot.records import Kind, Place
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.contract import Recorder, queued, reading, words
from codesign_bot.testing.discord import DiscordServer, Drop, Intent, When
from codesign_bot.testing.discord.model import Message
from codesign_bot.testing.world import CHOICES
from codesign_discord.platform import DiscordPlatform
from codesign_discord.sending import LEAST_MARK, mark

from .town import discord_of_our_own

CREATE = "/channels/{channel_id}/messages"


@dataclass
class Speaker:
    """A bot that only says things, three hours after they were to be said."""

    server: DiscordServer
    clock: ControlledClock
    platform: DiscordPlatform
    host: Recorder = field(default_factory=Recorder)
    task: asyncio.Task[None] | None = None

    @property
    def place(self) -> Place:
        return Place("discord", str(self.server.channel.id))

    @property
    def said(self) -> list[Message]:
        return [one for one in self.server.channel.messages.values() if one.author is self.server.world.bot]

    async def start(self) -> None:
        self.host.is_live = False
        self.task = asyncio.create_task(self.platform.run(self.host))
        await self.host.until(lambda host: host.is_live)

    async def stop(self) -> None:
        assert self.task is not None
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def says(self, key: str, text: str = "please come") -> str:
        return await self.platform.send(queued(self.place, key), words(text), reading())


@pytest.fixture
async def bot() -> AsyncIterator[Speaker]:
    clock = ControlledClock()
    async with discord_of_our_own(clock) as server:
        bot = Speaker(server, clock, DiscordPlatform(server.token, clock, CHOICES.voices, shard_count=1))
        clock.advance(timedelta(hours=3))
        await bot.start()
        yield bot
        await bot.stop()


async def test_two_messages_with_the_same_words_are_two_also_hours_later(bot: Speaker) -> None:
    """Such as two people who ask for more time during one outage."""
    assert await bot.says("monday") != await bot.says("friday")
    assert len(bot.said) == 2


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_message_is_recognised_hours_after_its_reply_got_lost(bot: Speaker, *, is_restarted: bool) -> None:
    """Also among others that say the same, and after people have said things as well."""
    await bot.says("monday")
    bot.server.faults.plant(Drop(When.AFTER), "POST", CREATE)
    with pytest.raises(PlatformTrouble):
        await bot.says("friday")
    ana = bot.server.member("Ana")
    for number in range(30):
        ana.says(f"words {number}")
    if is_restarted:
        await bot.stop()
        await bot.start()
    bot.clock.advance(timedelta(hours=3))
    assert await bot.says("friday") == str(bot.said[-1].id)
    assert await bot.says("monday") == str(bot.said[0].id)
    assert len(bot.said) == 2


async def test_a_card_that_is_said_anew_is_said_once_although_the_reply_got_lost(bot: Speaker) -> None:
    card = queued(bot.place, "card", Kind.CARD)
    said = await bot.platform.send(card, words("as it was"), reading())
    bot.server.owner.deletes(bot.said[0])
    changed = replace(card, message_id=said, revision=2)
    bot.server.faults.plant(Drop(When.AFTER), "POST", CREATE)
    with pytest.raises(PlatformTrouble):
        await bot.platform.edit(changed, words("as it is"), reading())
    bot.clock.advance(timedelta(hours=1))
    assert await bot.platform.edit(changed, words("as it is"), reading()) == str(bot.said[0].id)
    assert len(bot.said) == 1


async def test_a_message_is_recognised_although_it_would_be_worded_differently_now(bot: Speaker) -> None:
    """Words that depend on the time, or on who has left since."""
    first = await bot.says("monday", "in three hours")
    assert await bot.says("monday", "now") == first
    assert len(bot.said) == 1


async def test_a_card_that_was_changed_is_no_other_message(bot: Speaker) -> None:
    card = queued(bot.place, "card", Kind.CARD)
    said = await bot.platform.send(card, words("as it was"), reading())
    await bot.platform.edit(replace(card, message_id=said, revision=2), words("as it is"), reading())
    bot.clock.advance(timedelta(hours=1))
    assert await bot.platform.send(card, words("as it was"), reading()) == said
    assert len(bot.said) == 1


async def test_nobody_else_can_pass_for_the_bot(bot: Speaker) -> None:
    """Other bots choose the ids of their components as they like, and ours may be allowed to see them."""
    bot.server.world.application.allowed = Intent.MESSAGE_CONTENT
    message = bot.server.webhook_says("Somebody", "please come")
    words_of_theirs = {"type": 10, "content": "please come", "id": 1}
    box = {"type": 17, "components": [words_of_theirs], "accent_color": None, "spoiler": False}
    message.components = [{**box, "id": mark("friday/0")}]
    await bot.says("friday")
    assert len(bot.said) == 1


def test_a_mark_is_a_number_that_discord_takes_and_never_gives_by_itself() -> None:
    """Ids of components are whole numbers of 32 bits, counted from 1 where none is given [components reference]."""
    marks = {mark(f"key {number}") for number in range(10_000)}
    assert len(marks) == 10_000
    assert all(LEAST_MARK <= one < 2**31 for one in marks)
    assert mark("key 1") in marks
