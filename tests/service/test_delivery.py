"""What is said is said once, in order, and says the newest; what cannot be said waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.errors import Gone, NotAllowed, Unreachable
from codesign_bot.ports import PlaceBack, PlaceLost, PlaceMoved
from codesign_bot.records import Kind, Outgoing, Place, Queued, Urgency
from codesign_bot.service.delivery import AT_ONCE
from codesign_bot.service.effects import encoded
from codesign_bot.service.keeping import KeepWork
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import Audience, View, say


async def test_a_message_whose_reply_got_lost_is_not_said_twice(world: World) -> None:
    """The same key is the same message."""
    await stories.confirmed(world)
    await world.everything_said()
    world.platform.lost_replies = 3
    await world.person("m0").says("!idea a bridge")
    for _ in range(6):
        await world.passes(timedelta(seconds=20))
    answers = [text for text in world.person("m0").hears() if "a bridge" in text]
    assert len(answers) == 1


async def test_a_platform_that_is_away_gets_everything_later_in_order(world: World) -> None:
    """Nothing acknowledged is lost; patience grows."""
    await stories.confirmed(world)
    await world.everything_said()
    m0 = world.person("m0")
    world.platform.troubles[m0.private] = Unreachable("away")
    before = len(m0.hears())
    for number in range(4):
        await m0.says(f"!frame too late {number}")
        await world.passes(timedelta(seconds=10))
    assert len(m0.hears()) == before
    del world.platform.troubles[m0.private]
    await world.passes(timedelta(minutes=10))
    told = m0.hears()[before:]
    assert [f"too late {number}" in text for number, text in enumerate(told)] == [True] * 4


async def test_a_rate_limit_is_waited_for_as_long_as_the_platform_says(world: World) -> None:
    """And not shorter."""
    await stories.confirmed(world)
    await world.everything_said()
    m0 = world.person("m0")
    world.platform.troubles[m0.private] = Unreachable("slow down", retry_after=40.0)
    await m0.says("!idea a bridge")
    await world.everything_said()
    del world.platform.troubles[m0.private]
    before = len(m0.hears())
    await world.passes(timedelta(seconds=39))
    assert len(m0.hears()) == before
    await world.passes(timedelta(seconds=2))
    assert len(m0.hears()) == before + 1


async def test_one_place_that_cannot_be_reached_does_not_hold_up_the_others(world: World) -> None:
    """Places do not wait for each other."""
    await stories.confirmed(world)
    world.platform.troubles[world.person("m0").private] = Gone("left for good")
    await world.person("m0").says("!idea a bridge")
    await world.person("m1").says("!idea a tunnel")
    await world.everything_said()
    assert any("a tunnel" in text for text in world.person("m1").hears())


async def test_every_message_of_a_place_is_marked_however_many_go_at_once(world: World) -> None:
    """Else it would be said once more after a restart."""
    await stories.confirmed(world)
    await world.everything_said()
    now, store = world.clock.now(), world.bot.desk.store
    view = encoded(View(None, (say("time-now"),), (), Audience.EVERYONE))
    keys = [f"several/{number}" for number in range(4)]
    await store.apply(KeepWork([Outgoing(key, Kind.APPEND, ROOM, now, view, Urgency.ANNOUNCEMENT) for key in keys]))
    waiting = {one.message.key for one in await store.outbox(PLATFORM, now, AT_ONCE)}
    assert waiting == set(keys)
    assert await world.bot.deliveries[PLATFORM].deliver()
    assert await store.outbox(PLATFORM, now, AT_ONCE) == []


async def so(is_so: Callable[[], bool]) -> None:
    """Until it is so, by the outbox's own worker."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.01)


def heard(world: World, name: str, words: str) -> Callable[[], bool]:
    """Whether somebody was told this in private."""
    return lambda: any(words in text for text in world.person(name).hears())


async def test_a_room_where_a_limit_is_waited_for_holds_up_nobodys_answer(world: World) -> None:
    """Nor anything that is asked while it waits."""
    await stories.confirmed(world)
    await world.everything_said()
    world.platform.held[ROOM] = asyncio.Event()
    before = world.room_says()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(world.bot.deliveries[PLATFORM].run())
        await world.person("olga").says("!setup zone Europe/London")
        for number in range(3):
            await world.person("m0").says(f"!idea a bridge of {number} planks")
            await so(heard(world, "m0", f"a bridge of {number} planks"))
        assert world.room_says() == before
        world.platform.held.pop(ROOM).set()
        await so(lambda: any("Europe/London" in text for text in world.room_says()))
        running.cancel()


async def test_an_answer_is_said_without_asking_the_outbox(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever pressed waits for it; the outbox is for what could not be said at once."""
    await stories.confirmed(world)
    await world.everything_said()
    asked = 0
    ask = SqliteStore.outbox

    async def counted(
        store: SqliteStore, platform: str, now: datetime, limit: int, but: Iterable[str] = ()
    ) -> Sequence[Queued]:
        nonlocal asked
        asked += 1
        return await ask(store, platform, now, limit, but)

    monkeypatch.setattr(SqliteStore, "outbox", counted)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(world.bot.deliveries[PLATFORM].run())
        await so(lambda: asked == 1)
        await world.person("m0").says("!help")
        await so(heard(world, "m0", "!idea"))
        assert asked == 1
        running.cancel()
    world.clock.advance(timedelta(minutes=10))
    await world.everything_said()
    told = [text for text in world.person("m0").hears() if "!idea" in text]
    assert len(told) == len(set(told)), "what was said is marked"


async def test_what_came_for_a_place_while_it_was_spoken_to_is_said_as_soon_as_that_is_over(world: World) -> None:
    """Each once, in order, though nothing new is stored that would wake anybody."""
    await stories.confirmed(world)
    await world.everything_said()
    m0 = world.person("m0")
    world.platform.held[m0.private] = asyncio.Event()
    delivery = world.bot.deliveries[PLATFORM]
    async with asyncio.TaskGroup() as group:
        running = group.create_task(delivery.run())
        for number in range(AT_ONCE + 20):
            world.clock.advance(timedelta(seconds=10))
            await m0.says(f"!frame too late {number}")
        assert not heard(world, "m0", "too late")()
        world.platform.held.pop(m0.private).set()
        await so(heard(world, "m0", f"too late {AT_ONCE + 19}"))
        running.cancel()
    told = [text for text in m0.hears() if "too late" in text]
    assert [f"too late {number}\n" in f"{text}\n" for number, text in enumerate(told)] == [True] * (AT_ONCE + 20)


async def test_what_became_due_in_a_place_while_it_was_spoken_to_is_said_as_soon_as_that_is_over(world: World) -> None:
    """A card, for instance, whose changes are gathered for some seconds."""
    await stories.opened(world)
    await world.everything_said()
    now, body = world.clock.now(), encoded(View(None, (say("trouble-none"),), (), Audience.EVERYONE))
    first = Outgoing("news/1", Kind.APPEND, ROOM, now, body, Urgency.ANNOUNCEMENT)
    soon = replace(first, key="news/2", not_before=now + timedelta(milliseconds=200))
    await world.bot.desk.store.apply(KeepWork((first, soon)))
    world.platform.held[ROOM] = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(world.bot.deliveries[PLATFORM].run())
        await asyncio.sleep(0.1)
        world.clock.advance(timedelta(milliseconds=200))
        await asyncio.sleep(0.4)
        assert not {"news/1", "news/2"} & world.platform.messages.keys()
        world.platform.held.pop(ROOM).set()
        await so(lambda: {"news/1", "news/2"} <= world.platform.messages.keys())
        running.cancel()


async def test_what_becomes_due_while_the_outbox_is_asked_is_said_then_and_not_minutes_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What falls between what is due now and what is due next belongs to one of the two."""
    await stories.opened(world)
    await world.everything_said()
    now, body = world.clock.now(), encoded(View(None, (say("trouble-none"),), (), Audience.EVERYONE))
    soon = timedelta(milliseconds=200)
    news = Outgoing("news/1", Kind.APPEND, ROOM, now, body, Urgency.ANNOUNCEMENT, not_before=now + soon)
    await world.bot.desk.store.apply(KeepWork((news,)))
    ask, passing = SqliteStore.outbox, [soon]

    async def slow(
        store: SqliteStore, platform: str, at: datetime, limit: int, but: Iterable[str] = ()
    ) -> Sequence[Queued]:
        found = await ask(store, platform, at, limit, but)
        while passing:
            world.clock.advance(passing.pop())
        return found

    monkeypatch.setattr(SqliteStore, "outbox", slow)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(world.bot.deliveries[PLATFORM].run())
        await so(lambda: "news/1" in world.platform.messages)
        running.cancel()


async def test_a_space_that_forbids_speaking_says_everything_once_it_allows_it(world: World) -> None:
    """Parked, not lost; the round goes on meanwhile."""
    await stories.opened(world)
    world.platform.troubles[ROOM] = NotAllowed("no right to speak")
    await world.bot.host.receive([PlaceLost(ROOM, "lost/1", "trouble-cannot-speak")])
    await world.all_say(stories.MEMBERS[:6], "!frame It is dark and nobody feels safe there")
    await world.step_ends()
    assert world.round.phase is Phase.CONFIRMING
    assert world.bot.desk.book.spaces[ROOM].trouble == "trouble-cannot-speak"
    assert any("I cannot write in this space" in text for text in world.person("olga").hears())
    said = len(world.room_says())
    del world.platform.troubles[ROOM]
    await world.bot.host.receive([PlaceBack(ROOM, "back/1")])
    await world.everything_said()
    assert len(world.room_says()) > said
    assert world.bot.desk.book.spaces[ROOM].trouble is None


async def test_a_card_is_one_message_that_shows_the_newest_state(world: World) -> None:
    """Edited in place, never a flood."""
    await stories.given(world)
    await world.passes(timedelta(minutes=2))
    cards = [m for m in world.platform.messages.values() if m.id.startswith("card/")]
    assert len(cards) == 1
    assert "ideas" in cards[0].text
    edits = cards[0].edits
    await world.person("m6").says("!idea a bridge")
    await world.everything_said()
    assert cards[0].edits == edits, "a card has patience"
    await world.passes(timedelta(minutes=2))
    assert cards[0].edits <= edits + 1


async def test_a_card_that_would_look_the_same_is_not_edited(world: World) -> None:
    """A vote changes no card: nobody can read from a card when somebody voted."""
    await stories.voting(world)
    await world.passes(timedelta(minutes=5))
    card = next(m for m in world.platform.messages.values() if m.id.startswith("card/"))
    edits = card.edits
    for name in stories.MEMBERS:
        await world.person(name).says("!vote 1:2")
        await world.passes(timedelta(minutes=1))
    assert card.edits == edits


async def test_what_was_queued_before_a_stop_is_said_after_the_start(tmp_path: Path) -> None:
    """The outbox is in the store."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.confirmed(world)
        await world.person("m0").says("!idea a bridge")
    async with open_world(tmp_path, clock) as world:
        await world.everything_said()
        told = [m for m in world.platform.messages.values() if m.place.platform == PLATFORM]
        assert any("bridge" in message.text for message in told)


async def fates_told(world: World, place: Place) -> list[str]:
    """Every message that tells fates, as it reads now."""
    await world.everything_said()
    return [one.text for one in world.platform.said_in(place) if "set the fate" in one.text]


async def test_fates_of_one_sitting_are_one_message_each_told_at_once(world: World) -> None:
    await stories.outcome(world)
    olga = world.person("olga")
    await olga.says("!fate 1 later There is no money for it.")
    (first,) = await fates_told(world, ROOM)
    assert "There is no money for it." in first
    await olga.says("!fate 2 later There is no room for it.")
    (both,) = await fates_told(world, ROOM)
    assert "There is no money for it." in both
    assert "There is no room for it." in both
    await olga.says("!fate 1 not-now It would be too loud.")
    still, anew = await fates_told(world, ROOM)
    assert still == both
    assert "It would be too loud." in anew
    assert "It would be too loud." not in both, "what was told is not told in another way later"


async def test_fates_move_with_their_room(world: World) -> None:
    await stories.outcome(world)
    olga, new = world.person("olga"), Place(PLATFORM, "attic")
    await olga.says("!fate 1 later There is no money for it.")
    await olga.says("!fate 2 later There is no room for it.")
    await world.everything_said()
    world.platform.messages.clear()  # they stay in the old room, where nobody is
    await world.bot.host.receive([PlaceMoved(ROOM, new, "moved/1")])
    (told,) = await fates_told(world, new)
    assert "There is no room for it." in told
    assert "Step: " not in told, "it is no second card"


@pytest.mark.parametrize("was_refused", [False, True])
async def test_the_card_is_said_at_once_where_a_space_has_moved_to(world: World, *, was_refused: bool) -> None:
    """Nothing else wakes the outbox there; and that the old place took nothing does not count in the new one."""
    await stories.confirmed(world)
    await world.everything_said()
    new = Place(PLATFORM, "attic")
    if was_refused:
        world.platform.troubles[ROOM] = NotAllowed("it was replaced")
        await world.person("m1").says("!idea a bridge")
        await world.passes(timedelta(minutes=10))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(world.bot.deliveries[PLATFORM].run())
        await asyncio.sleep(0.2)
        world.platform.messages.clear()  # they stay in the old room, where nobody is
        await world.bot.host.receive([PlaceMoved(ROOM, new, "moved/1")])
        async with asyncio.timeout(5):
            while not world.platform.said_in(new):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
        running.cancel()


async def test_what_is_stored_while_the_outbox_stops_begins_nothing(world: World) -> None:
    """The store finishes what was asked for, and tells of it, after everything else was told to end."""
    delivery = world.bot.deliveries[PLATFORM]
    body = encoded(View(None, (say("trouble-none"),), (), Audience.EVERYONE))
    first, late = (
        Outgoing(key, Kind.APPEND, place, world.clock.now(), body, Urgency.ANSWER)
        for key, place in (("first", ROOM), ("late", Place(PLATFORM, "elsewhere")))
    )
    world.platform.held[ROOM] = asyncio.Event()
    await world.bot.desk.store.apply(KeepWork((first,)))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(delivery.run())
        await asyncio.sleep(0.05)
        running.cancel()
        await asyncio.sleep(0)
        delivery.stored([late])  # raised, and left a lane that nobody waited for
    assert "late" not in world.platform.messages
