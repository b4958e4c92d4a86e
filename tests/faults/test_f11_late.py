"""F11: the bot was down over one deadline, and over ten thousand. On its return each is settled in the order in which
it became due, once, while everybody else is served.
"""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, thread_time

import pytest

from codesign_bot.core.content import Content
from codesign_bot.core.events import TopicSuggested, WindowExtended
from codesign_bot.core.ids import CommunityId, ContentId, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import SECOND_WITHIN
from codesign_bot.records import Recorded, RoundKey, RoundPlace, Row, Timer
from codesign_bot.service.keeping import KeepWork
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World, open_world

MANY = 10_000
STALL_S = 0.5
"""No gateway loses a heartbeat for that, and nobody waits for an answer that they notice."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def topics(count: int, community: CommunityId, first: datetime) -> Iterator[tuple[Row, ...]]:
    """The rows of so many topics, each suggested a second after the one before; the last of them comes first."""
    for no in range(count, 0, -1):
        round_id, at = RoundId(f"round{no:06}"), first + timedelta(seconds=no)
        title = Content(ContentId(f"title{no}"), "00" * 32)
        event = TopicSuggested(
            at=at,
            round=round_id,
            community=community,
            topic=TopicNo(no + 10),
            by=PersonId("ada"),
            title=title,
            expires_at=at + SECOND_WITHIN,
        )
        yield (
            RoundPlace(round_id, community, TopicNo(no + 10), ROOM, Phase.PROPOSED),
            RoundKey(round_id, no.to_bytes(32)),
            Recorded(round_id, 1, event),
            Timer(round_id, round_id, at + SECOND_WITHIN),
        )


async def plant(world: World, count: int) -> None:
    """So many topics wait for seconders, each with a timer of its own."""
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    await world.everything_said()
    (community,) = world.bot.desk.book.communities
    rows = list(topics(count, community, world.clock.now()))
    for first in range(0, count, 1000):
        await world.bot.desk.store.apply(KeepWork([row for some in rows[first : first + 1000] for row in some]))
    await world.bot.timekeeper.note_presence()


class Heart:
    """Beats on the event loop, and knows for how long it was held up by others in it at the most.

    In time of the processor: while other programs have it, nobody here holds anything up.
    """

    def __init__(self) -> None:
        self.worst = 0.0

    async def beat(self) -> None:
        while True:
            before = thread_time()
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, thread_time() - before)


async def settled(world: World) -> tuple[float, float]:
    """Everything that is due, the way the schedule asks for it. Returns seconds, and the longest stall in seconds."""
    gc.collect()
    gc.freeze()  # to look through the memory of thousands of other tests is not the work of the bot
    heart, began = Heart(), perf_counter()
    beating = asyncio.create_task(heart.beat())
    await world.bot.timekeeper.settle_due()
    beating.cancel()
    gc.unfreeze()
    return perf_counter() - began, heart.worst


async def logged(world: World) -> list[str]:
    """The ids of the rounds that were settled, in the order in which the log of the community tells it."""
    (community,) = world.bot.desk.book.communities
    found: list[str] = []
    while len(page := await world.bot.desk.store.entries(community, len(found) + 1, 500)):
        found += [json.loads(one.leaf)["round"] for one in page]
    return found


async def test_f11_one_deadline_that_went_by_is_settled_once_and_said_to_be_late(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.given(world)
        window = world.round.window
        assert window is not None
        clock.advance_to(window.closes)
        world.bot.host.caught_up(PLATFORM)
        await world.bot.timekeeper.note_presence()
        round_id = world.round.id
    clock.advance(5 * HOUR)
    async with open_world(tmp_path, clock) as world:
        await world.bot.desk.rounds.load(round_id)
        for _ in range(3):
            await world.bot.timekeeper.settle_due()
        await world.everything_said()
        world.expect(Phase.SORTING)
        (said,) = [text for text in world.room_says() if "step-ended-late" in text]
        assert repr(5 * HOUR) in said


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_f11_ten_thousand_deadlines_that_went_by_are_settled_in_order_once_while_the_loop_goes_on(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await plant(world, MANY)
        clock.advance(SECOND_WITHIN - MINUTE)
        world.bot.host.caught_up(PLATFORM)
        await world.bot.timekeeper.note_presence()
    clock.advance(5 * HOUR)
    async with open_world(tmp_path, clock) as world:
        took, stall = await settled(world)
        record_property("figure", f"{MANY} deadlines in {took:.1f} s, the longest stall {stall * 1000:.0f} ms")
        assert await logged(world) == [f"round{no:06}" for no in range(1, MANY + 1)]
        first = await world.bot.timekeeper.next_due()
        assert first is not None
        assert first > clock.now()
        assert stall < STALL_S
        again, _ = await settled(world)
        assert again < took / 5, "there is nothing left to do"
        assert len(await logged(world)) == MANY
        for no in (7, MANY):
            suggested, longer = await world.bot.desk.store.events(RoundId(f"round{no:06}"))
            assert isinstance(suggested, TopicSuggested)
            assert isinstance(longer, WindowExtended), "nobody could second it at its end"
            assert longer.lost == MINUTE + timedelta(seconds=no)


async def test_f11_a_crash_in_the_middle_leaves_the_rest_for_the_next_start(tmp_path: Path) -> None:
    """Fewer of them: which is first is what matters."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await plant(world, 300)
    clock.advance(SECOND_WITHIN + HOUR)
    async with open_world(tmp_path, clock) as world:
        looking = asyncio.create_task(world.bot.timekeeper.settle_due())
        while len(await logged(world)) < 50:  # noqa: ASYNC110 - another task goes on, and tells nobody
            await asyncio.sleep(0)
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        before = await logged(world)
        assert 50 <= len(before) < 300
    async with open_world(tmp_path, clock) as world:
        await world.bot.timekeeper.settle_due()
        after = await logged(world)
        assert after == [f"round{no:06}" for no in range(1, 301)]
        assert after[: len(before)] == before


async def test_f11_nobody_is_rung_in_a_burst_for_what_is_long_past(tmp_path: Path) -> None:
    """A round that was down over several steps ends one of them, and says one thing."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.given(world)
        await world.everything_said()
        await world.bot.timekeeper.note_presence()
        round_id = world.round.id
    clock.advance(timedelta(days=60))
    async with open_world(tmp_path, clock) as world:
        await world.bot.desk.rounds.load(round_id)
        await world.bot.timekeeper.settle_due()
        await world.everything_said()
        said = [text for text in world.room_says() if "heading-round" in text]
        assert 0 < len(said) <= 2, "the card, and one announcement"
        assert all(not world.person(name).hears() for name in stories.MEMBERS)
