"""A new topic: told to the room once, by its card, which can be seconded by a word or by a thumb."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.ports import Reacted
from codesign_bot.records import Account
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM, Message
from codesign_bot.testing.world import ROOM, World, open_world

TITLE = "The park is empty in the evening"


async def _suggested(world: World) -> None:
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    await world.everything_said()
    ada = world.person("ada")
    await ada.opens_private()
    await ada.says(f"!topic suggest {TITLE}", ROOM)
    await world.everything_said()


def about(world: World) -> list[Message]:
    """What the room holds about the topic, answers to single people apart."""
    said = world.platform.said_in(ROOM)
    return [message for message in said if TITLE in message.text and message.reply_to is None]


async def thumb(world: World, who: str, message: Message, sign: str = "\N{THUMBS UP SIGN}") -> None:
    key = f"{who} puts {sign} on {message.id}"
    await world.bot.host.receive(
        [Reacted(Account(PLATFORM, who), who, message.place, key, message.id, sign, world.clock.now())]
    )
    await world.everything_said()


async def test_a_new_topic_is_one_message_in_the_room_and_that_is_its_card(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await _suggested(world)
        (card,) = about(world)
        assert card.edits == 0
        assert "now-proposed" in card.text
        assert "topic-waits-until" in card.text
        assert "topic second 1" in card.text
        assert card.view.heading is not None


async def test_the_card_of_a_topic_comes_at_once(tmp_path: Path) -> None:
    """It is what people are told by, so it does not wait as a card does that has only changed."""
    async with open_world(tmp_path) as world:
        await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
        await world.person("ada").says(f"!topic suggest {TITLE}", ROOM)
        waiting = await world.bot.desk.store.outbox(PLATFORM, world.clock.now(), 50)
        assert [one.message.not_before for one in waiting if one.message.key.startswith("card/")] == [None]


async def test_a_thumb_on_the_card_seconds_the_topic_also_once_the_card_has_changed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await _suggested(world)
        (card,) = about(world)
        await thumb(world, "ben", card)
        assert len(world.round.seconders) == 1
        await world.passes(timedelta(minutes=1))
        (card,) = about(world)
        assert card.edits == 1
        assert "topic second 1" in card.text
        await thumb(world, "cyd", card)
        assert len(world.round.seconders) == 2
        world.expect(Phase.PROPOSED)


async def test_another_sign_or_another_message_seconds_nothing(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await _suggested(world)
        (card,) = about(world)
        await thumb(world, "ben", card, "\N{HEAVY BLACK HEART}")
        other = next(one for one in world.platform.said_in(ROOM) if TITLE not in one.text)
        await thumb(world, "cyd", other)
        assert not world.round.seconders


# --- numbers and settings --------------------------------------------------------------------------------


async def numbered(world: World, name: str, title: str) -> int:
    """The number that a topic gets which this person suggests now."""
    before = {one.topic for one in world.bot.desk.book.rounds.values()}
    await world.person(name).says(f"!topic suggest {title}")
    (new,) = {one.topic for one in world.bot.desk.book.rounds.values()} - before
    return int(new)


async def test_a_setting_that_takes_its_time_gives_no_number_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zone is looked up on the disk. Whoever suggests a topic meanwhile must not share its number with the next."""
    await stories.opened(world)
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(zone: str) -> str:
        begun.set()
        await goes_on.wait()
        return zone

    monkeypatch.setattr("codesign_bot.service.managing.known_zone", slowly)
    setting = asyncio.create_task(world.person("olga").says("!setup zone Europe/Paris", ROOM))
    await begun.wait()
    first = await numbered(world, "m1", "The bins")
    goes_on.set()
    await setting
    (community,) = world.bot.desk.book.communities.values()
    assert community.zone == "Europe/Paris"
    assert await numbered(world, "m2", "The benches") == first + 1


async def test_a_setting_and_topics_that_are_stored_together_keep_what_each_of_them_brought(world: World) -> None:
    await stories.opened(world)
    before = len(world.bot.desk.book.rounds)
    said = [("m1", "!topic suggest The bins", None), ("olga", "!setup weekends on", ROOM)]
    said += [("m2", "!topic suggest The benches", None), ("m3", "!topic suggest The lamps", None)]
    heard = [world.person(name).writes(text, place) for name, text, place in said]
    await asyncio.gather(*(world.bot.host.receive([one]) for one in heard))
    topics = [one.topic for one in world.bot.desk.book.rounds.values()]
    assert len(topics) == before + 3
    assert len(set(topics)) == len(topics), "each has a number of its own"
    (kept,) = await world.bot.desk.store.communities()
    assert kept.rest.weekends
    assert kept.next_topic == max(topics) + 1
    assert kept == world.bot.desk.book.communities[kept.id]
