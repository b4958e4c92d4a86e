"""A code works once, for ten minutes, over a restart, and is found neither by trying nor by reading the store."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.chance import LETTERS, SystemChance
from codesign_bot.records import Place
from codesign_bot.service.codes import CODE_LIVES, CODES, TRIES_FORGOTTEN, WRONG, WRONG_TRIES, WRONG_TRIES_HERE
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, MemoryPerson
from codesign_bot.testing.world import ROOM, YARD, World, open_world

WRITTEN = re.compile(r"\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b")


@asynccontextmanager
async def opened(folder: Path, clock: ControlledClock, *, is_new: bool = True) -> AsyncGenerator[World]:
    """A world with two platforms; in one that goes on people send messages that were not sent before."""
    async with open_world(folder, clock, has_other=True, chance=SystemChance()) as world:
        if is_new:
            await stories.confirmed(world)
        else:
            for name in ("m0", "m1", "olga"):
                world.person(name).sent = 1000
        yield world


async def said(world: World, person: MemoryPerson, text: str, place: Place | None = None) -> str:
    """What somebody is answered."""
    key = await person.says(text, place)
    await world.everything_said()
    return person.platform.messages[f"answer/{person.platform.name}/{key}"].text


async def code_from(world: World, person: MemoryPerson, text: str, place: Place | None = None) -> str:
    found = WRITTEN.search(await said(world, person, text, place))
    assert found is not None
    return found[1]


def wrong(number: int) -> str:
    """A code that nobody gave."""
    return f"0000-0000-{number:04}"


def stored(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.glob("bot.db*"))


def test_a_code_has_sixty_bits_in_letters_that_are_not_taken_for_each_other() -> None:
    codes = [SystemChance().secret() for _ in range(2000)]
    assert all(WRITTEN.fullmatch(code) for code in codes)
    assert len(set(codes)) == len(codes)
    assert set("".join(codes)) == {*LETTERS, "-"}
    assert len(LETTERS) == 2**5
    assert not set("OIL") & set(LETTERS)


async def test_both_kinds_of_codes_work_after_a_restart(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with opened(tmp_path, clock) as world:
        account = await code_from(world, world.person("m0"), "!me link")
        space = await code_from(world, world.person("olga"), "!setup code", ROOM)
    async with opened(tmp_path, clock, is_new=False) as world:
        assert "accounts-linked" in await said(world, world.outsider("m0"), f"!link {account}")
        otto = world.outsider("otto", may_manage=True)
        assert "setup-linked" in await said(world, otto, f"!setup link {space}", YARD)
        assert [one.place for one in world.bot.desk.book.spaces.values()] == [ROOM, YARD]
    async with opened(tmp_path, clock, is_new=False) as world:
        assert await world.bot.desk.store.kept(CODES) == [], "each worked once"
        thief = world.outsider("thief", may_manage=True)
        assert "link-code-unknown" in await said(world, thief, f"!link {account}")
        attic = Place(thief.platform.name, "attic")
        assert "code-unknown" in await said(world, thief, f"!setup link {space}", attic)


async def test_the_store_has_no_code_once_it_was_told(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with opened(tmp_path, clock) as world:
        account = await code_from(world, world.person("m0"), "!me link")
        space = await code_from(world, world.person("olga"), "!setup code", ROOM)
        plain = [code.encode() for code in (account, space)]
        kept = await world.bot.desk.store.kept(CODES)
        assert len(kept) == 2
    there = stored(tmp_path)
    assert kept[0].key.encode() in there, "the right file was looked at"
    for code in (*plain, *(one.replace(b"-", b"") for one in plain)):
        assert code not in there


@pytest.mark.parametrize("between", ["-", " ", ""])
async def test_a_code_is_read_as_people_type_it(tmp_path: Path, between: str) -> None:
    async with opened(tmp_path, ControlledClock()) as world:
        code = await code_from(world, world.person("m0"), "!me link")
        typed = code.replace("-", between).replace("0", "O").replace("1", "l").lower()
        assert "accounts-linked" in await said(world, world.outsider("m0"), f"!link {typed}")


async def test_a_code_for_one_thing_is_worth_nothing_for_another(tmp_path: Path) -> None:
    async with opened(tmp_path, ControlledClock()) as world:
        space = await code_from(world, world.person("olga"), "!setup code", ROOM)
        assert "link-code-unknown" in await said(world, world.outsider("m0"), f"!link {space}")
        otto = world.outsider("otto", may_manage=True)
        account = await code_from(world, world.person("m0"), "!me link")
        assert "code-unknown" in await said(world, otto, f"!setup link {account}", YARD)
        assert "setup-linked" in await said(world, otto, f"!setup link {space}", YARD)


async def test_what_is_over_is_swept_out(tmp_path: Path) -> None:
    async with opened(tmp_path, ControlledClock()) as world:
        await code_from(world, world.person("m0"), "!me link")
        await said(world, world.outsider("thief"), f"!link {wrong(1)}")
        store, house = world.bot.desk.store, world.bot.housekeeper
        world.clock.advance(CODE_LIVES - timedelta(seconds=1))
        await house.keep_house()
        assert (len(await store.kept(CODES)), len(await store.kept(WRONG))) == (1, 1)
        world.clock.advance(timedelta(seconds=1))
        await house.keep_house()
        assert (len(await store.kept(CODES)), len(await store.kept(WRONG))) == (0, 1)
        world.clock.advance(TRIES_FORGOTTEN)
        await house.keep_house()
        assert await store.kept(WRONG) == []


async def test_wrong_codes_are_counted_over_a_restart_and_the_same_message_once(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with opened(tmp_path, clock) as world:
        thief = world.outsider("thief")
        for number in range(WRONG_TRIES - 1):
            heard = thief.writes(f"!link {wrong(number)}")
            for _ in range(3):
                await world.bot.host.receive([heard])
        code = await code_from(world, world.person("m0"), "!me link")
    async with opened(tmp_path, clock, is_new=False) as world:
        thief = world.outsider("thief")
        thief.sent = 100
        assert "link-code-unknown" in await said(world, thief, f"!link {wrong(9)}")
        assert "link-too-many-tries" in await said(world, thief, f"!link {code}")
        assert "accounts-linked" in await said(world, world.outsider("m0"), f"!link {code}")
        clock.advance(TRIES_FORGOTTEN)
        code = await code_from(world, world.person("m1"), "!me link")
        assert "accounts-linked" in await said(world, thief, f"!link {code}")


async def test_codes_for_spaces_are_not_found_by_trying_either(tmp_path: Path) -> None:
    async with opened(tmp_path, ControlledClock()) as world:
        thief = world.outsider("thief", may_manage=True)
        for number in range(WRONG_TRIES):
            assert "code-unknown" in await said(world, thief, f"!setup link {wrong(number)}", YARD)
        code = await code_from(world, world.person("olga"), "!setup code", ROOM)
        for typed in (f"!setup link {code}", f"!setup log {code}"):
            assert "link-too-many-tries" in await said(world, thief, typed, YARD)
        otto = world.outsider("otto", may_manage=True)
        assert "setup-linked" in await said(world, otto, f"!setup link {code}", YARD), "others are not held up"


async def test_many_accounts_of_a_community_together_try_no_more_than_twenty(tmp_path: Path) -> None:
    async with opened(tmp_path, ControlledClock()) as world:
        thieves = [world.person(f"thief{number}") for number in range(WRONG_TRIES_HERE // 4 + 1)]
        for number in range(WRONG_TRIES_HERE):
            answer = await said(world, thieves[number // 4], f"!link {wrong(number)}")
            assert "link-code-unknown" in answer
        assert "link-too-many-tries" in await said(world, thieves[-1], f"!link {wrong(99)}")
        code = await code_from(world, world.outsider("m9"), "!me link")
        stranger = MemoryPerson(world.bot.host, world.platform, "stranger", world.clock.now)
        assert "accounts-linked" in await said(world, stranger, f"!link {code}"), "other communities are not held up"
        world.clock.advance(TRIES_FORGOTTEN)
        assert "link-code-unknown" in await said(world, thieves[-1], f"!link {wrong(98)}")


async def test_of_two_who_type_one_code_at_once_one_is_linked(tmp_path: Path) -> None:
    async with opened(tmp_path, ControlledClock()) as world:
        code = await code_from(world, world.person("olga"), "!setup code", ROOM)
        people = [world.person("ann", may_manage=True), world.outsider("otto", may_manage=True)]
        places = [Place(PLATFORM, "attic"), YARD]
        typed = [one.writes(f"!setup link {code}", place) for one, place in zip(people, places, strict=True)]
        await asyncio.gather(*(world.bot.host.receive([one]) for one in typed))
        assert len(world.bot.desk.book.spaces) == 2
