"""What nobody needs any more goes by itself, a little at a time; what a round may ask for stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot import app
from codesign_bot.config import Config, load_config
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import Full, StoreTrouble
from codesign_bot.records import Seen
from codesign_bot.retention import USUAL
from codesign_bot.service.housekeeping import BITS, TIDIED_EVERY
from codesign_bot.service.patience import REMEMBERED
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPerson, MemoryPlatform, as_keys
from codesign_bot.testing.works import Change
from codesign_bot.testing.world import CHOICES, ROOM, World, open_world
from codesign_bot.traces import (
    Old,
    OldBallots,
    OldCopies,
    OldKeys,
    OldNames,
    OldOrigins,
    OldQuotes,
    OldSeen,
    OldSent,
    OldWords,
)

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def known(world: World, name: str) -> MemoryPerson:
    """Somebody who had written before a restart."""
    person = world.person(name)
    person.sent += 1000
    return person


async def load(world: World) -> None:
    for found in world.bot.desk.book.rounds:
        await world.bot.desk.rounds.load(found)


async def tidied(world: World) -> None:
    """A day's housekeeping."""
    for _ in range(9):
        await world.bot.housekeeper.keep_house()


async def goes_on(world: World, time: timedelta) -> None:
    """Time passes while the platform is followed, and the house is kept at its end."""
    await world.passes(time)
    world.bot.host.caught_up(PLATFORM)
    await tidied(world)


async def withdrawn(world: World) -> None:
    """The people end the round."""
    await world.person("m7").says("!request withdraw Nobody needs this any more")
    await world.all_say(stories.MEMBERS[:4], "!request support 1")
    await goes_on(world, 3 * DAY)
    world.expect(Phase.WITHDRAWN)


async def is_seen(world: World, key: str) -> bool:
    return await world.bot.desk.store.was_seen(PLATFORM, key)


@pytest.fixture
def asked(world: World, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Old, str]]:
    """What the store is asked to forget, and from where on; it goes on for ever."""
    found: list[tuple[Old, str]] = []

    async def forget(old: Old, after: str = "", most: int = 500) -> str | None:
        del most
        found.append((old, after))
        return None if isinstance(old, OldCopies) else f"{after}+"

    monkeypatch.setattr(world.bot.desk.store, "forget", forget)
    return found


async def test_an_event_is_remembered_for_half_a_year_and_then_forgotten(world: World) -> None:
    await stories.confirmed(world)
    old = await world.person("m0").says("!idea a bridge")
    await goes_on(world, REMEMBERED)
    assert await is_seen(world, old)
    new = await world.person("m0").says("!now")
    await goes_on(world, TIDIED_EVERY)
    assert (await is_seen(world, old), await is_seen(world, new)) == (False, True)


async def test_nothing_is_forgotten_of_a_platform_that_is_not_followed_without_a_gap(tmp_path: Path) -> None:
    """What it has still to offer may overlap with what was taken in."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.confirmed(world)
        heard = world.person("m0").writes("!idea a bridge")
        await world.bot.host.receive([heard])
        await world.bot.timekeeper.note_presence()
    clock.advance(2 * REMEMBERED)
    async with open_world(tmp_path, clock, is_live=False) as world:
        await tidied(world)
        assert await is_seen(world, heard.key)
        await world.bot.host.receive([heard])
        await load(world)
        assert len(world.round.ideas) == 1
        world.bot.host.lost_touch(PLATFORM)
        await tidied(world)
        assert await is_seen(world, heard.key)
        world.bot.host.caught_up(PLATFORM)
        await tidied(world)
        assert not await is_seen(world, heard.key)


async def test_a_platform_that_fills_a_gap_from_too_far_back_has_nothing_done_again(tmp_path: Path) -> None:
    """What was forgotten is older than what can have been missed."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.planned(world)
        old = world.person("m1").writes("!topic suggest The bus is late", ROOM)
        await world.bot.host.receive([old])
        await goes_on(world, REMEMBERED + 2 * TIDIED_EVERY)
        assert not await is_seen(world, old.key), "it is forgotten, so nothing but its time can tell"
        await world.bot.timekeeper.note_presence()
        rounds = len(world.bot.desk.book.rounds)
        clock.advance(DAY)
        missed = known(world, "m2").writes("!topic suggest The road is wet", ROOM)
    async with open_world(tmp_path, clock, is_live=False) as world:
        await world.bot.host.receive([old, missed])
        assert len(world.bot.desk.book.rounds) == rounds + 1


async def test_after_an_outage_of_any_length_what_was_missed_is_taken_in_once(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.planned(world)
        taken = world.person("m1").writes("!topic suggest The bus is late", ROOM)
        await world.bot.host.receive([taken])
        await world.bot.timekeeper.note_presence()
        rounds = len(world.bot.desk.book.rounds)
        clock.advance(MINUTE)
        missed = [world.person("m2").writes("!topic suggest The road is wet", ROOM)]
        clock.advance(2 * REMEMBERED)
        missed.append(world.person("m3").writes("!topic suggest The lamps are out", ROOM))
    async with open_world(tmp_path, clock, is_live=False) as world:
        for _ in range(2):
            await tidied(world)
            await world.bot.host.receive([taken, *missed])
        assert len(world.bot.desk.book.rounds) == rounds + 2


async def test_what_was_long_on_its_way_is_taken_in_after_a_gap_too(tmp_path: Path) -> None:
    """Sent before the gap, and come to our server within it: it is new, and half a year is long."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.confirmed(world)
        late = world.person("m0").writes("!idea a bridge")
        clock.advance(3 * DAY)
        await world.bot.timekeeper.note_presence()
    async with open_world(tmp_path, clock, is_live=False) as world:
        await world.bot.host.receive([late])
        await load(world)
        assert len(world.round.ideas) == 1


async def test_while_it_is_followed_a_platform_whose_clock_is_wrong_is_heard(world: World) -> None:
    await stories.confirmed(world)
    heard = world.person("m0").writes("!idea a bridge")
    await world.bot.host.receive([replace(heard, sent_at=datetime.fromtimestamp(0, UTC))])
    assert len(world.round.ideas) == 1


async def test_at_the_very_first_start_nothing_is_long_past(tmp_path: Path) -> None:
    """There was no gap: nobody knows of one."""
    async with open_world(tmp_path, is_live=False) as world:
        heard = world.person("olga", may_manage=True).writes("!setup Riverside", ROOM)
        await world.bot.host.receive([replace(heard, sent_at=datetime.fromtimestamp(0, UTC))])
        await world.everything_said()
        assert world.room_says()


async def test_what_was_sent_goes_after_a_month_but_for_the_round_that_is_on(world: World) -> None:
    await stories.confirmed(world)
    key = await world.person("m0").says("!idea a bridge")
    await world.everything_said()
    store = world.bot.desk.store
    answer = f"answer/{PLATFORM}/{key}"
    [card] = [one for one in world.platform.messages if one.startswith("card/")]
    said = next(one for one in world.platform.messages if one.startswith("said/"))
    private = world.person("m0").private
    assert await store.key_of(private, answer) == answer
    await goes_on(world, USUAL.of("messages"))
    assert await store.key_of(private, answer) == answer
    await goes_on(world, TIDIED_EVERY)
    assert await store.key_of(private, answer) is None
    assert await store.key_of(ROOM, said) == said
    assert await store.key_of(ROOM, card) == card


async def test_a_card_goes_on_being_edited_where_it_stands(world: World) -> None:
    await stories.outcome(world)
    await goes_on(world, USUAL.of("messages") + DAY)
    [card] = [one for one in world.platform.messages.values() if one.id.startswith("card/")]
    edits = card.edits
    await withdrawn(world)
    assert card.edits > edits
    await goes_on(world, REMEMBERED)
    assert await world.bot.desk.store.key_of(ROOM, card.id) == card.id
    assert len([one for one in world.platform.messages if one.startswith("card/")]) == 1


async def test_nothing_is_said_twice_after_it_was_forgotten(world: World) -> None:
    """Housekeeping every day through a round, and everybody hears what they hear without it."""
    await stories.confirmed(world)
    for _ in range(120):
        await goes_on(world, DAY)
    assert world.round.phase is Phase.OUTCOME
    said = [(one.place, one.text) for one in world.platform.messages.values() if one.id.startswith("said/")]
    assert len(said) > 9
    assert len(set(said)) == len(said)


async def test_what_came_of_messages_stays_while_the_round_is_on_and_goes_when_it_has_ended(world: World) -> None:
    await stories.confirmed(world)
    m0, store = world.person("m0"), world.bot.desk.store
    idea = await m0.says("!idea a bridge")
    refused = await m0.says("!ide a bridge")
    await goes_on(world, 10 * DAY)
    assert world.round.phase is Phase.IDEAS
    assert await store.origin(m0.account, idea) is not None
    assert await store.origin(m0.account, refused) is not None
    await withdrawn(world)
    assert await store.origin(m0.account, idea) is None
    assert await store.origin(m0.account, refused) is not None, "its event is remembered, and so is what it came to"
    await goes_on(world, REMEMBERED + DAY)
    assert await store.origin(m0.account, refused) is None


async def test_a_minute_of_housekeeping_is_bounded_and_the_next_one_goes_on(
    world: World, asked: list[tuple[Old, str]]
) -> None:
    for minute in range(1, 4):
        await world.bot.housekeeper.keep_house()
        assert len(asked) == BITS * minute
    assert isinstance(asked[0][0], OldCopies)
    assert [after for old, after in asked if isinstance(old, OldSent)] == ["+" * no for no in range(3 * BITS - 1)]


async def test_every_kind_has_its_turn_once_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[type[Old]] = []

    async def forget(old: Old, _after: str = "", _most: int = 500) -> None:
        kinds.append(type(old))

    monkeypatch.setattr(world.bot.desk.store, "forget", forget)
    for _ in range(60):
        await world.bot.housekeeper.keep_house()
        world.clock.advance(MINUTE)
    assert kinds == [
        OldCopies,
        OldSent,
        OldOrigins,
        OldQuotes,
        OldWords,
        OldBallots,
        OldKeys,
        OldNames,
        OldSeen,
    ]
    world.clock.advance(TIDIED_EVERY - 60 * MINUTE)
    await world.bot.housekeeper.keep_house()
    assert (
        kinds
        == [
            OldCopies,
            OldSent,
            OldOrigins,
            OldQuotes,
            OldWords,
            OldBallots,
            OldKeys,
            OldNames,
            OldSeen,
        ]
        * 2
    )


async def test_a_store_in_trouble_is_asked_again_and_presence_is_noted_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget, fails = world.bot.desk.store.forget, [2]

    async def failing(old: Old, after: str = "", most: int = 500) -> str | None:
        if fails[0]:
            fails[0] -= 1
            raise Full("no room")
        return await forget(old, after, most)

    monkeypatch.setattr(world.bot.desk.store, "forget", failing)
    key = await world.person("m0").says("!help")
    world.clock.advance(REMEMBERED + DAY)
    for _ in range(2):
        with pytest.raises(StoreTrouble):
            await world.bot.housekeeper.keep_house()
        alive = {row.key: row.value for row in await world.bot.desk.store.kept("host")}
        assert alive == {f"alive/{PLATFORM}": world.clock.now().isoformat()}
        world.clock.advance(MINUTE)
    await world.bot.housekeeper.keep_house()
    assert not await is_seen(world, key)


async def test_thousands_of_old_rows_go_bit_by_bit_while_people_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: an act waits behind one bit at the most."""
    await stories.confirmed(world)
    rows = [Seen(PLATFORM, f"old/{no}", world.clock.now()) for no in range(3000)]
    await world.bot.desk.store.apply(Change(rows))
    world.clock.advance(REMEMBERED + DAY)
    world.bot.host.caught_up(PLATFORM)
    forget, order = world.bot.desk.store.forget, list[str]()

    async def noted(what: Old, after: str = "", most: int = 500) -> str | None:
        place = await forget(what, after, most)
        if isinstance(what, OldSeen):
            order.append("bit")
            await world.person("m0").says("!help")
            order.append("answered")
        return place

    monkeypatch.setattr(world.bot.desk.store, "forget", noted)
    await world.bot.housekeeper.keep_house()
    assert len(order) >= 2 * (3000 // 500)
    assert order == ["bit", "answered"] * (len(order) // 2)
    assert not await is_seen(world, "old/2999")


CONFIG = """
[store]
path = "bot.db"
[matrix]
homeserver = "https://matrix.example.org"
account = "@codesign:example.org"
directory = "matrix"
password_file = "password"
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """What an operator writes, read before any event loop runs."""
    (tmp_path / "config.toml").write_text(CONFIG)
    (tmp_path / "password").write_text("a secret")
    (tmp_path / "password").chmod(0o600)
    return load_config(tmp_path / "config.toml", {})


async def test_a_bot_at_work_keeps_house_by_itself(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock that rings each minute is the real one, wound to a fraction of a second."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        key = await world.person("m0").says("!help")
        await world.bot.timekeeper.note_presence()
    clock.advance(REMEMBERED + DAY)
    monkeypatch.setattr(app, "ALIVE_EVERY", timedelta(seconds=0.05))
    platform = MemoryPlatform(as_keys, clock=clock.now)
    async with app.running(config, CHOICES, clock, [platform]) as bot, asyncio.timeout(20):
        while await bot.desk.store.was_seen(PLATFORM, key):  # noqa: ASYNC110 - nobody says when it was forgotten
            await asyncio.sleep(0.02)
        kept = {row.key.split("/")[0]: row.value for row in await bot.desk.store.kept("host")}
        assert kept["alive"] == clock.now().isoformat()
        assert kept["away"], "for longer than half a year"


async def test_by_a_clock_in_doubt_nothing_is_old_and_nothing_is_removed(world: World) -> None:
    """Set years ahead by somebody's hand, or by a battery that is empty: what is removed never comes back."""
    await stories.over(world)
    store, round_id = world.bot.desk.store, world.round.id
    ballots = [one async for one in store.ballots(round_id, VoteKind.VOTE)]
    keys = await store.round_keys()
    assert ballots
    assert keys
    world.clock.step(20 * 365 * DAY)
    for _ in range(4 * BITS):
        await world.bot.housekeeper.keep_house()
    assert world.bot.desk.is_clock_held()
    assert [one async for one in store.ballots(round_id, VoteKind.VOTE)] == ballots
    assert await store.round_keys() == keys
