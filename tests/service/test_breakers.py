"""A place that refuses is left alone, tried once a pause, and well with the first word that gets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path

import aiosqlite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.errors import Full, Gone, NotAllowed, PlatformTrouble, Unwelcome
from codesign_bot.ports import PlaceBack, PlaceLost, Reading
from codesign_bot.records import Kind, Outgoing, Place, Queued, Urgency
from codesign_bot.service.breakers import FIRST_PAUSE, LONGEST_PAUSE, Breakers
from codesign_bot.service.effects import encoded
from codesign_bot.service.keeping import KeepWork
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import MemoryPlatform
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import Audience, View, say

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
PLACES = tuple(Place("memory", name) for name in ("hall", "yard", "attic"))

# --- the rules alone -----------------------------------------------------------------------------------------

steps = st.lists(
    st.tuples(
        st.sampled_from(PLACES),
        st.sampled_from(("refused", "well", "nothing")),
        st.timedeltas(timedelta(0), timedelta(hours=2)),
    ),
    max_size=60,
)


@given(steps)
def test_law_1_and_2_a_place_is_left_alone_for_a_pause_that_doubles_until_something_gets_through(
    happened: Sequence[tuple[Place, str, timedelta]],
) -> None:
    breakers, now = Breakers(), NOW
    refusals: dict[Place, list[datetime]] = {place: [] for place in PLACES}
    for place, what, later in happened:
        now += later
        if what == "refused":
            breakers.refused(place, now, place.id)
            refusals[place].append(now)
        elif what == "well":
            assert breakers.is_well(place) is bool(refusals[place])
            refusals[place] = []
        for one, times in refusals.items():
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (len(times) - 1)) if times else timedelta(0)
            assert breakers.is_shut(one, now) is (bool(times) and now < times[-1] + pause)


@given(steps)
def test_law_3_each_refusal_is_followed_by_one_try_and_never_within_the_pause(
    happened: Sequence[tuple[Place, str, timedelta]],
) -> None:
    breakers, now, owed = Breakers(), NOW, set[Place]()
    for place, what, later in happened:
        now += later
        due = breakers.next_try("memory")
        tried = breakers.to_try("memory", now)
        assert set(tried) <= owed
        assert not any(breakers.is_shut(one, now) for one in tried)
        assert all(breakers.is_shut(one, now) for one in owed - set(tried))
        assert bool(tried) is (due is not None and due <= now)
        assert breakers.to_try("memory", now) == []
        owed -= set(tried)
        if what == "refused":
            breakers.refused(place, now, place.id)
            owed.add(place)
        elif what == "well":
            breakers.is_well(place)
            owed.discard(place)
    assert breakers.to_try("another", now + timedelta(days=1)) == []


def test_however_often_a_place_refused_it_is_tried_once_an_hour() -> None:
    breakers = Breakers()
    for number in range(5_000):
        breakers.refused(PLACES[0], NOW + number * LONGEST_PAUSE, "a")
    assert breakers.next_try("memory") == NOW + 5_000 * LONGEST_PAUSE


def test_a_place_that_refused_an_earlier_process_may_be_asked_at_once_and_is_well_with_the_first_word() -> None:
    breakers = Breakers()
    breakers.remember(PLACES[0], NOW)
    assert not breakers.is_shut(PLACES[0], NOW)
    assert breakers.to_try("memory", NOW) == [PLACES[0]]
    assert breakers.is_well(PLACES[0])
    breakers.refused(PLACES[1], NOW, "a")
    breakers.remember(PLACES[1], NOW)
    assert breakers.is_shut(PLACES[1], NOW), "what is known of this process counts more"


def test_a_place_is_tried_with_the_first_message_that_it_refused() -> None:
    breakers, place = Breakers(), PLACES[0]
    assert breakers.first(place) is None
    breakers.refused(place, NOW, "a")
    breakers.refused(place, NOW, "answer")
    assert breakers.first(place) == "a"
    breakers.tries(place, "b")
    breakers.refused(place, NOW, "b")
    assert breakers.first(place) == "b"
    breakers.is_well(place)
    assert breakers.first(place) is None
    breakers.refused(place, NOW, "c")
    assert breakers.first(place) == "c"


def test_a_try_that_tells_nothing_of_the_place_is_followed_by_another_one() -> None:
    breakers, place = Breakers(), PLACES[0]
    breakers.refused(place, NOW, "a")
    later = NOW + FIRST_PAUSE
    assert breakers.to_try("memory", later) == [place]
    assert not breakers.unclear(place, "another")
    assert breakers.to_try("memory", later) == []
    assert breakers.unclear(place, "a")
    assert breakers.first(place) is None
    assert breakers.to_try("memory", later) == [place]
    assert not breakers.unclear(place, "a"), "nothing is tried now"


def test_a_place_that_is_well_meanwhile_is_not_tried_any_more() -> None:
    breakers, place = Breakers(), PLACES[0]
    breakers.refused(place, NOW, "a")
    breakers.to_try("memory", NOW + FIRST_PAUSE)
    breakers.is_well(place)
    breakers.tries(place, "a")
    assert not breakers.unclear(place, "a")
    assert breakers.to_try("memory", NOW + LONGEST_PAUSE) == []


# --- in the outbox -------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Place, str]]:
    """Every request to the platform: where, and under which key."""
    found: list[tuple[Place, str]] = []
    send, edit = MemoryPlatform.send, MemoryPlatform.edit

    async def noted(platform: MemoryPlatform, queued: Queued, view: View, reading: Reading) -> str:
        found.append((queued.message.place, queued.message.key))
        return await send(platform, queued, view, reading)

    async def noted_edit(platform: MemoryPlatform, queued: Queued, view: View, reading: Reading) -> str:
        found.append((queued.message.place, queued.message.key))
        return await edit(platform, queued, view, reading)

    monkeypatch.setattr(MemoryPlatform, "send", noted)
    monkeypatch.setattr(MemoryPlatform, "edit", noted_edit)
    return found


async def queue(world: World, count: int, place: Place = ROOM, urgency: Urgency = Urgency.ANNOUNCEMENT) -> None:
    body, now = encoded(View(None, (say("trouble-none"),), (), Audience.EVERYONE)), world.clock.now()
    rows = [Outgoing(f"news/{urgency.value}/{n:04}", Kind.APPEND, place, now, body, urgency) for n in range(count)]
    await world.bot.desk.store.apply(KeepWork(rows))


async def refused_in_the_room(world: World, count: int) -> None:
    """A topic is open, and the room takes none of so many announcements."""
    await stories.opened(world)
    await world.everything_said()
    world.platform.troubles[ROOM] = NotAllowed("403 50013")
    await queue(world, count)
    await world.everything_said()


@pytest.mark.parametrize("trouble", [NotAllowed("403 50013"), Gone("404 10003")], ids=lambda one: type(one).__name__)
async def test_two_thousand_announcements_meet_a_refusal_once_and_then_once_a_pause(
    world: World, asked: list[tuple[Place, str]], trouble: PlatformTrouble
) -> None:
    await stories.opened(world)
    await world.everything_said()
    world.platform.troubles[ROOM] = trouble
    await queue(world, 2_000)
    asked.clear()
    await world.everything_said()
    assert [key for place, key in asked if place == ROOM] == ["news/1/0000"]
    met: list[int] = []
    for minute in range(1, 70):
        asked.clear()
        await world.passes(timedelta(minutes=1))
        met += [minute] * sum(place == ROOM for place, _ in asked)
    assert met == [1, 3, 7, 15, 31, 63], "pauses of 1, 2, 4, 8, 16 and 32 minutes"


async def test_a_try_that_gets_through_brings_everything_in_order_and_ends_the_trouble(
    world: World, asked: list[tuple[Place, str]]
) -> None:
    await refused_in_the_room(world, 120)
    assert world.bot.desk.book.spaces[ROOM].trouble == "trouble-cannot-speak"
    await world.passes(FIRST_PAUSE - timedelta(seconds=1))
    del world.platform.troubles[ROOM]
    asked.clear()
    await world.everything_said()
    assert asked == [], "not before the pause is over"
    await world.passes(timedelta(seconds=1))
    told = [message.id for message in world.platform.said_in(ROOM) if message.id.startswith("news/")]
    assert told == sorted(told)
    assert len(told) == 120
    assert world.bot.desk.book.spaces[ROOM].trouble is None
    assert await world.bot.desk.store.parked_places(world.platform.name) == []


def written(world: World) -> int:
    """How many rows the store has written until now."""
    connection: aiosqlite.Connection = attrgetter("_writer._connection")(world.bot.desk.store)
    return connection.total_changes


@pytest.mark.parametrize("count", [10, 400])
async def test_a_try_writes_two_rows_however_much_waits(
    world: World, asked: list[tuple[Place, str]], count: int
) -> None:
    """Let go, parked again, and that is all. It wrote each message that waits twice: 20,000 rows where 10,000 wait."""
    await refused_in_the_room(world, count)
    for tries in range(1, 4):
        asked.clear()
        before = written(world)
        world.clock.advance(LONGEST_PAUSE)
        await world.everything_said()
        assert [key for place, key in asked if place == ROOM] == ["news/1/0000"], tries
        assert written(world) - before == 2
    del world.platform.troubles[ROOM]
    await world.passes(LONGEST_PAUSE)
    told = [message.id for message in world.platform.said_in(ROOM) if message.id.startswith("news/")]
    assert told == [f"news/1/{number:04}" for number in range(count)]


async def test_a_try_looks_at_one_row_where_it_is_known_which(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in instructions of SQLite: as many where ten wait as where four hundred do."""
    guesses: list[str | None] = []
    first = SqliteStore.first_parked

    async def noted(of: SqliteStore, place: Place, guess: str | None = None) -> str | None:
        guesses.append(guess)
        return await first(of, place, guess)

    monkeypatch.setattr(SqliteStore, "first_parked", noted)
    efforts: list[int] = []
    store, taken = world.bot.desk.store, [0]

    def count() -> int:
        taken[0] += 1
        return 0

    reading: aiosqlite.Connection = attrgetter("_connection")(store)
    await stories.opened(world)
    await world.everything_said()
    world.platform.troubles[ROOM] = NotAllowed("403 50013")
    for total in (10, 400):
        await queue(world, total)
        await world.everything_said()
        await store.first_parked(ROOM, "news/1/0000")  # the first time it also reads what the tables are
        await reading.set_progress_handler(count, 1)
        taken[0] = 0
        assert await store.first_parked(ROOM, "news/1/0000") == "news/1/0000"
        efforts.append(taken[0])
        await reading.set_progress_handler(count, 0)
    assert 0 < efforts[0] == efforts[1]
    guesses.clear()
    await world.passes(FIRST_PAUSE)
    assert guesses == ["news/1/0000"]


async def test_what_waited_comes_before_what_was_said_since(world: World) -> None:
    """Also where both may go in the same moment."""
    await refused_in_the_room(world, 5)
    del world.platform.troubles[ROOM]
    world.clock.advance(FIRST_PAUSE)
    await queue(world, 9)
    await world.everything_said()
    told = [message.id for message in world.platform.said_in(ROOM) if message.id.startswith("news/")]
    assert told == [f"news/1/{number:04}" for number in range(9)]


@pytest.mark.parametrize("fault", [Unwelcome("400 200000"), ValueError("it cannot be made")], ids=str)
async def test_a_message_at_fault_itself_does_not_keep_the_others_waiting(
    world: World, asked: list[tuple[Place, str]], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """The try meets a filter, or a fault of ours: the next message is tried at once, in order."""
    await refused_in_the_room(world, 4)
    del world.platform.troubles[ROOM]
    send = MemoryPlatform.send

    async def filtered(platform: MemoryPlatform, queued: Queued, view: View, reading: Reading) -> str:
        if queued.message.key in {"news/1/0000", "news/1/0001"}:
            asked.append((queued.message.place, queued.message.key))
            raise fault
        return await send(platform, queued, view, reading)

    monkeypatch.setattr(MemoryPlatform, "send", filtered)
    asked.clear()
    world.clock.advance(FIRST_PAUSE)
    await queue(world, 6)
    await world.everything_said()
    met = [int(key[-4:]) for place, key in asked if place == ROOM and key.startswith("news/")]
    assert met[:3] == [0, 1, 2]
    assert sorted(set(met)) == list(range(6))
    told = [message.id for message in world.platform.said_in(ROOM) if message.id.startswith("news/")]
    assert told == [f"news/1/{number:04}" for number in range(2, 6)]


async def test_where_only_messages_at_fault_wait_they_are_tried_once_after_a_restart(
    tmp_path: Path, asked: list[tuple[Place, str]]
) -> None:
    """Perhaps the new version can make them. Nothing is tried without end."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.opened(world)
        await world.everything_said()
        world.platform.troubles[ROOM] = Unwelcome("400 200000")
        await queue(world, 3)
        await world.everything_said()
    async with open_world(tmp_path, clock) as world:
        world.platform.troubles[ROOM] = Unwelcome("400 200000")
        asked.clear()
        await world.everything_said()
        await world.passes(timedelta(hours=2))
        assert [key for _, key in asked if key.startswith("news/")] == [f"news/1/{n:04}" for n in range(3)]


async def test_a_store_that_fails_when_a_place_is_well_again_is_asked_once_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refused_in_the_room(world, 3)
    del world.platform.troubles[ROOM]
    store = world.bot.desk.store

    async def full(*_: object) -> None:
        raise Full("no room on the disk")

    with monkeypatch.context() as patched:
        patched.setattr(type(store), "unpark", full)
        world.clock.advance(FIRST_PAUSE)
        with pytest.RaisesGroup(Full):
            await world.everything_said()
    await world.everything_said()
    assert sum(message.id.startswith("news/") for message in world.platform.said_in(ROOM)) == 3


async def test_a_place_that_is_given_back_is_asked_at_once(world: World) -> None:
    await stories.opened(world)
    world.platform.troubles[ROOM] = NotAllowed("403 50013")
    await queue(world, 20)
    await world.everything_said()
    del world.platform.troubles[ROOM]
    await world.bot.host.receive([PlaceBack(ROOM, "back/1")])
    await world.everything_said()
    assert sum(message.id.startswith("news/") for message in world.platform.said_in(ROOM)) == 20
    assert not world.bot.desk.breakers.is_shut(ROOM, world.clock.now())


async def test_a_space_that_was_removed_stays_told_so_until_it_is_back(world: World) -> None:
    """Only what was found out by speaking is healed by speaking."""
    await stories.opened(world)
    await world.everything_said()
    await world.bot.host.receive([PlaceLost(ROOM, "lost/1", "trouble-removed")])
    world.platform.troubles[ROOM] = Gone("404 10003")
    await queue(world, 2)
    await world.everything_said()
    del world.platform.troubles[ROOM]
    await world.passes(FIRST_PAUSE)
    assert sum(message.id.startswith("news/") for message in world.platform.said_in(ROOM)) == 2
    assert world.bot.desk.book.spaces[ROOM].trouble == "trouble-removed"


async def test_answers_are_always_tried_and_the_first_that_gets_through_brings_what_waited(
    world: World, asked: list[tuple[Place, str]]
) -> None:
    """Whoever asked is there. And nobody knocks at a direct message without a reason."""
    await stories.opened(world)
    await world.everything_said()
    m0 = world.person("m0")
    world.platform.troubles[m0.private] = NotAllowed("403 50007")
    await queue(world, 5, m0.private)
    asked.clear()
    await world.everything_said()
    assert [place for place, _ in asked] == [m0.private]
    for _ in range(3):
        await m0.says("!now")
    await world.everything_said()
    assert [place for place, _ in asked] == [m0.private] * 4
    await world.passes(timedelta(hours=5))
    assert sum(place == m0.private for place, _ in asked) == 4
    del world.platform.troubles[m0.private]
    await m0.says("!now")
    await world.everything_said()
    assert sum(message.id.startswith("news/") for message in world.platform.said_in(m0.private)) == 5


async def test_what_a_place_refused_before_a_restart_is_tried_once_after_it(
    tmp_path: Path, asked: list[tuple[Place, str]]
) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.opened(world)
        await world.everything_said()
        m0 = world.person("m0")
        trouble = NotAllowed("403 50013")
        world.platform.troubles |= {ROOM: trouble, m0.private: trouble}
        await queue(world, 30)
        await queue(world, 4, m0.private, Urgency.ANSWER)
        await world.everything_said()
    async with open_world(tmp_path, clock) as world:
        world.platform.troubles[ROOM] = trouble
        asked.clear()
        await world.everything_said()
        assert asked == [(ROOM, "news/1/0000")], "one try, of the first one, and none where nobody asked"
        del world.platform.troubles[ROOM]
        await world.passes(FIRST_PAUSE)
        assert sum(message.id.startswith("news/") for message in world.platform.said_in(ROOM)) == 30
        person = world.person("m0")
        person.sent = 1_000  # what was said before the restart has its keys
        await person.says("!now")
        await world.everything_said()
        told = [one.id for one in world.platform.said_in(m0.private) if one.id.startswith("news/")]
        assert len(told) == 4


async def test_the_outbox_wakes_by_itself_when_a_pause_is_over(world: World) -> None:
    await refused_in_the_room(world, 1)
    later = world.clock.now() + FIRST_PAUSE
    assert world.bot.desk.breakers.next_try(world.platform.name) == later
    assert await world.bot.desk.store.next_delivery(world.platform.name, world.clock.now()) is None


def test_what_is_parked_says_nothing_of_other_platforms() -> None:
    breakers, elsewhere = Breakers(), replace(PLACES[0], platform="another")
    breakers.refused(elsewhere, NOW, "a")
    assert breakers.next_try("memory") is None
    assert breakers.to_try("memory", NOW + LONGEST_PAUSE) == []
    assert breakers.to_try("another", NOW + LONGEST_PAUSE) == [elsewhere]
