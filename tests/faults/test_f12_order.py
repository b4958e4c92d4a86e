"""F12: events that come twice, late, in other batches and mixed otherwise. What they come to is always the same.

A platform keeps the order of one conversation; between conversations, and in how much comes at once, anything goes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random

import pytest

from codesign_bot.core.state import VoteKind
from codesign_bot.ports import Heard
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import World, open_world

from ..journeys.town import IS_LONG  # noqa: TID252 - tests are no package

SEEDS = range(60 if IS_LONG else 8)
PEOPLE = stories.MEMBERS[:6]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as made:
        await stories.voting(made)
        yield made


def said(world: World, chance: Random) -> dict[str, list[Heard]]:
    """By person: what each says, in their order. Every one of them changes their mind, and some take it back."""
    found: dict[str, list[Heard]] = {}
    for name in PEOPLE:
        person = world.person(name)
        texts = [f"!vote {chance.randrange(1, 7)}:{chance.randrange(1, 3)}" for _ in range(chance.randrange(2, 6))]
        if chance.random() < 0.3:
            texts.insert(chance.randrange(len(texts)), "!vote clear")
        first = person.writes(texts[0])
        edited = person.writes(texts[-1], edits=first.key)
        found[name] = [first, *(person.writes(text) for text in texts[1:]), edited]
    return found


def mixed(queues: dict[str, list[Heard]], chance: Random) -> list[Heard]:
    """All of it in some order that keeps everybody's own; whatever was there may come again later."""
    left, order = {name: list(queue) for name, queue in queues.items()}, list[Heard]()
    while any(left.values()):
        order.append(left[chance.choice([name for name, queue in left.items() if queue])].pop(0))
        while order and chance.random() < 0.3:
            order.append(chance.choice(order))
    return order


async def offer(world: World, order: Sequence[Heard], chance: Random) -> None:
    """In batches of any size; some of them while the platform was away."""
    at = 0
    while at < len(order):
        size = chance.randrange(1, 6)
        if chance.random() < 0.2:
            world.bot.host.lost_touch(PLATFORM)
        await world.bot.host.receive(order[at : at + size])
        world.bot.host.caught_up(PLATFORM)
        at += size


async def ballots(world: World) -> dict[str, tuple[tuple[int, int], ...]]:
    store = world.bot.desk.store
    return {one.person: tuple(one.dots) async for one in store.ballots(world.round.id, VoteKind.VOTE)}


def expected(world: World, queues: dict[str, list[Heard]]) -> dict[str, tuple[tuple[int, int], ...]]:
    """The model: of what somebody said first and last; an edited command that counted does not count again."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for name, queue in queues.items():
        person = world.bot.desk.book.person(world.person(name).account)
        assert person is not None
        last = [one for one in queue if one.edits is None][-1]
        if last.text != "!vote clear":
            idea, dots = last.text.removeprefix("!vote ").split(":")
            found[person.id] = ((int(idea), int(dots)),)
        else:
            found[person.id] = ()
    return found


@pytest.mark.parametrize("seed", SEEDS)
async def test_f12_what_comes_twice_late_and_mixed_comes_to_the_same(world: World, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - an order, not a secret
    queues = said(world, chance)
    order = mixed(queues, chance)
    assert len(order) > sum(map(len, queues.values())), "nothing came twice, so nothing was shown"
    await offer(world, order, chance)
    await offer(world, chance.sample(order, len(order) // 2), chance)
    assert await ballots(world) == expected(world, queues)
    await world.everything_said()
    answers = [len([text for text in world.person(name).hears() if "saved-ballot" in text]) for name in PEOPLE]
    assert all(count <= len(queue) for count, queue in zip(answers, queues.values(), strict=True))
