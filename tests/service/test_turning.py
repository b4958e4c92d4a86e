"""About one message its author is asked once, and never when they do not want it; the service never sees the words."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

from codesign_bot.core.phases import Phase
from codesign_bot.ports import Wish, Wished
from codesign_bot.records import Account, Kept, Place
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.turning import A_DAY, MOST_A_DAY, REMEMBERED, TURNS
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import Quote, Quoted

ELSEWHERE = Place(PLATFORM, "elsewhere")


async def wished(
    world: World, message: str, *, by: str = "m0", author: str = "m5", near: tuple[Place, ...] = (ROOM,)
) -> Wished:
    """Somebody wishes that a message becomes an idea."""
    account = world.person(by).account
    wish = Wish(account, by, world.person(author).account, message, f"wish/{by}/{message}", near)
    return await world.bot.host.wished(wish)


def first(answer: Wished) -> str:
    """What is said first to whoever wished it."""
    said = answer.answer.blocks[0]
    assert not isinstance(said, Quote)
    return str(getattr(said, "key", ""))


async def kept(world: World) -> dict[str, str | None]:
    return {row.key: row.value for row in await world.bot.desk.store.kept(TURNS)}


def test_the_words_of_a_message_are_no_part_of_a_wish() -> None:
    assert {one.name for one in fields(Wish)} == {"account", "name", "author", "message", "key", "near"}


async def test_the_author_is_asked_about_the_round_that_takes_ideas(world: World) -> None:
    await stories.confirmed(world)
    answer = await wished(world, "hall/1")
    assert first(answer) == "turn-asked"
    assert answer.topic == 1
    assert answer.question is not None
    assert answer.question.heading is not None
    assert answer.question.heading.arguments["title"] == Quoted("The park is empty in the evening")
    assert list(await kept(world)) == ["asked/hall/1"]


async def test_two_who_wish_the_same_at_once_are_one_question(world: World) -> None:
    await stories.confirmed(world)
    answers = await asyncio.gather(*(wished(world, "hall/1", by=name) for name in ("m0", "m1", "m2")))
    assert sorted(map(first, answers)) == ["turn-asked", "turn-not-asked", "turn-not-asked"]
    assert [one.question is not None for one in answers].count(True) == 1


async def test_that_somebody_was_asked_is_known_after_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await stories.confirmed(world)
        await wished(world, "hall/1")
        await world.bot.host.never_ask(world.person("m6").account, is_so=True)
        clock = world.clock
    async with open_world(tmp_path, clock) as world:
        assert first(await wished(world, "hall/1", by="m1")) == "turn-not-asked"
        assert first(await wished(world, "hall/2", author="m6")) == "turn-not-asked"
        assert first(await wished(world, "hall/3", author="m7")) == "turn-asked"


async def test_nobody_is_asked_about_more_than_a_few_messages_within_a_day(world: World) -> None:
    await stories.confirmed(world)
    for number in range(MOST_A_DAY):
        assert first(await wished(world, f"hall/{number}")) == "turn-asked"
    assert first(await wished(world, "hall/9", by="m1")) == "turn-not-asked"
    assert "asked/hall/9" not in await kept(world), "it was not asked about, so it can be another day"
    assert first(await wished(world, "hall/8", author="m6")) == "turn-asked"
    await world.passes(A_DAY)
    assert first(await wished(world, "hall/9", by="m1")) == "turn-asked"


async def test_each_reason_not_to_ask_is_answered_alike(world: World) -> None:
    """Or whoever wishes it would learn what the author said to the bot."""
    await stories.confirmed(world)
    await wished(world, "hall/1")
    await world.bot.host.never_ask(world.person("m6").account, is_so=True)
    again, never = await wished(world, "hall/1"), await wished(world, "hall/2", author="m6")
    assert again == never
    assert again.question is None
    await world.bot.host.never_ask(world.person("m6").account, is_so=False)
    assert first(await wished(world, "hall/2", author="m6")) == "turn-asked"


async def test_whom_a_message_was_about_is_forgotten_after_a_day_and_the_message_in_the_end(world: World) -> None:
    await stories.confirmed(world)
    await wished(world, "hall/1")
    author, by = world.person("m5").account.id, world.person("m0").account.id
    first_day = await kept(world)
    assert author in str(first_day["asked/hall/1"])
    assert f"{PLATFORM}/{by}" not in f"{first_day}", "who wished it is kept nowhere"
    await world.passes(A_DAY)
    await wished(world, "hall/2", author="m6")
    assert author not in str((await kept(world))["asked/hall/1"])
    assert first(await wished(world, "hall/1", by="m2")) == "turn-not-asked", "it is still known that it was asked"
    long_ago = (world.clock.now() - REMEMBERED - timedelta(days=1)).isoformat()
    await world.bot.desk.store.apply(KeepWork((Kept(TURNS, "asked/hall/0", long_ago),)))
    await wished(world, "hall/3", author="m7")
    assert sorted(await kept(world)) == ["asked/hall/1", "asked/hall/2", "asked/hall/3"]


async def test_a_wish_is_judged_by_the_time_it_comes_and_not_by_whether_a_clock_rang(world: World) -> None:
    await stories.given(world)
    world.expect(Phase.IDEAS)
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes)
    assert first(await wished(world, "hall/1")) == "too-late"
    assert await kept(world) == {}


async def test_only_somebody_in_the_round_can_wish_and_only_where_a_community_is(world: World) -> None:
    await stories.confirmed(world)
    assert first(await wished(world, "hall/1", by="stranger")) == "not-joined"
    assert first(await wished(world, "hall/1", near=(ELSEWHERE,))) == "setup-first"
    assert first(await wished(world, "hall/1", near=())) == "setup-first"
    assert first(await wished(world, "hall/1", near=(ELSEWHERE, ROOM))) == "turn-asked"


async def test_in_another_step_nobody_is_asked(world: World) -> None:
    await stories.planned(world)
    assert first(await wished(world, "hall/1")) in {"too-early", "not-joined"}
    assert await kept(world) == {}


async def test_a_flood_of_wishes_is_stopped_and_the_same_wish_costs_once(world: World) -> None:
    await stories.confirmed(world)
    for number in range(10):
        await wished(world, f"hall/{number}", author=f"m{number % 5 + 2}")
    assert first(await wished(world, "hall/77", author="m7")) == "turn-too-many"
    assert first(await wished(world, "hall/78", by="m1", author="m7")) == "turn-asked"


async def test_an_account_of_another_platform_is_somebody_else(world: World) -> None:
    await stories.confirmed(world)
    account = world.person("m5").account
    await world.bot.host.never_ask(Account("other", account.id), is_so=True)
    assert first(await wished(world, "hall/1")) == "turn-asked"
