"""Many who ask at once are answered by one look, and by none that began before they asked."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pytest

from codesign_bot.store.together import Together


@dataclass
class Looker:
    """Knows squares, takes a while, and remembers what it was asked for in each look."""

    looks: list[set[int]] = field(default_factory=list[set[int]])
    known: dict[int, int] = field(default_factory=lambda: {number: number**2 for number in range(100)})
    fails: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self, keys: Collection[int]) -> Mapping[int, int]:
        self.looks.append(set(keys))
        found = {key: self.known[key] for key in keys if key in self.known}
        await self.gate.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is tired")
        return found


@pytest.fixture
def looker() -> Looker:
    return Looker()


async def settled() -> None:
    """Everybody who can go on has gone on."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_those_who_ask_in_the_same_moment_share_one_look(looker: Looker) -> None:
    together = Together(looker.look)
    looker.gate.set()
    answers = await asyncio.gather(*(together.ask(number) for number in (3, 4, 5, 4)))
    assert answers == [9, 16, 25, 16]
    assert looker.looks == [{3, 4, 5}]


async def test_those_who_come_during_a_look_wait_for_the_next_one_together(looker: Looker) -> None:
    together = Together(looker.look)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(together.ask(1))
        await settled()
        later = [group.create_task(together.ask(number)) for number in (2, 3)]
        await settled()
        assert looker.looks == [{1}]
        looker.gate.set()
    assert (first.result(), [one.result() for one in later]) == (1, [4, 9])
    assert looker.looks == [{1}, {2, 3}]


async def test_no_answer_is_older_than_its_question(looker: Looker) -> None:
    together = Together(looker.look)
    async with asyncio.TaskGroup() as group:
        early = group.create_task(together.ask(7))
        await settled()
        looker.known[7] = 0
        late = group.create_task(together.ask(7))
        await settled()
        looker.gate.set()
    assert (early.result(), late.result()) == (49, 0)


async def test_what_is_not_there_is_none(looker: Looker) -> None:
    looker.gate.set()
    assert await Together(looker.look).ask(1000) is None


async def test_a_look_that_fails_fails_for_one_and_the_others_look_anew(looker: Looker) -> None:
    together = Together(looker.look)
    looker.fails = 1
    looker.gate.set()
    answers = await asyncio.gather(*(together.ask(number) for number in (1, 2, 3)), return_exceptions=True)
    assert [type(one) for one in answers] == [OSError, int, int]
    assert await together.ask(5) == 25


async def test_whoever_goes_away_leaves_nobody_waiting(looker: Looker) -> None:
    together = Together(looker.look)
    leader = asyncio.ensure_future(together.ask(1))
    await settled()
    follower = asyncio.ensure_future(together.ask(2))
    await settled()
    leader.cancel()
    await settled()
    looker.gate.set()
    async with asyncio.timeout(5):
        assert await follower == 4
    assert leader.cancelled()
