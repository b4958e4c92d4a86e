"""Promise 8 over two platforms: one person, one ballot. A code is for one other account, and not found by trying."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from codesign_bot.core.events import AccountsLinked
from codesign_bot.testing.discord.person import Person as Presser

from ..journeys.town import Member  # noqa: TID252 - tests are no package
from .story import HERE, THERE, code_in, gathered, listed, told
from .town import Both

pytestmark = pytest.mark.synapse

ONE_NOW = "Your two accounts count as one person now"
UNKNOWN = "I do not know this code"


async def code_of(one: Member | Presser) -> str:
    """The code that somebody asks for, in private."""
    if isinstance(one, Member):
        return code_in(await one.asks("!me link", "Your code is"))
    before = one.screen.count("Your code is ")
    await one.types("/me link")
    await one.sees("Your code is ")
    assert one.screen.count("Your code is ") == before + 1
    return code_in(one.screen)


async def are_one(both: Both, one: Member | Presser, other: Member | Presser) -> bool:
    return (await both.who(one)).id == (await both.who(other)).id


async def times_linked(both: Both) -> int:
    return sum(entry.kind == "accounts-linked" for entry in await both.entries())


async def refused(one: Presser, code: str, because: str) -> None:
    """Somebody types a code on Discord, in vain."""
    await one.types("/me link-code", code=code)
    await one.sees(because, "Nothing has changed")


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_promise_8_of_a_ballot_here_and_one_there_the_newer_counts_however_they_are_linked(both: Both) -> None:
    await told(both, until=listed)
    eli, ben = both.there("Eli"), await both.here("Ben")
    elias, bea = await both.here("Elias"), both.there("Bea")
    await eli.types("/vote idea", idea=1, dots=2)
    await ben.asks("!vote 1:2", "Saved. This is your whole ballot")
    await both.town.passes(timedelta(minutes=5))
    assert "You have not joined this round yet." in await elias.asks("!vote 5:2", "Nothing has changed")
    await elias.asks(f"!link {await code_of(eli)}", ONE_NOW)
    assert "lamps by the pond" in await elias.hears(ONE_NOW)
    await elias.asks("!vote 5:2", "Saved. This is your whole ballot")
    await bea.types("/me link-code", code=await code_of(ben))
    await bea.sees(ONE_NOW, "lamps by the pond")
    await bea.types("/vote clear")
    await bea.types("/vote idea", idea=6, dots=1)
    await bea.sees("You have 2 dots left.")
    assert await both.ballot(eli) == await both.ballot(elias) == {5: 2}
    assert await both.ballot(ben) == await both.ballot(bea) == {6: 1}
    await both.town.quiet()
    eli.opens_private()
    await eli.sees("Your code was used", "You have one ballot.")
    await ben.hears("Your code was used")
    assert len(await both.ballots()) == 2
    assert await times_linked(both) == 2
    assert sum(isinstance(event, AccountsLinked) for event in await both.events()) == 0, "neither was in it twice"
    assert (await both.state()).joined == len(HERE) + len(THERE)


async def test_a_code_works_once(both: Both) -> None:
    await gathered(both)
    ana, anna, mallory = await both.here("Ana"), both.there("Anna"), both.there("Mallory")
    code = await code_of(ana)
    await anna.types("/me link-code", code=code)
    await anna.sees(ONE_NOW)
    await refused(mallory, code, UNKNOWN)
    assert await are_one(both, ana, anna)
    assert not await both.is_known(mallory) or not await are_one(both, ana, mallory)
    assert await times_linked(both) == 1


async def test_a_code_is_worth_nothing_after_ten_minutes_or_a_restart(both: Both) -> None:
    await gathered(both)
    ana, anna = await both.here("Ana"), both.there("Anna")
    code = await code_of(ana)
    await both.town.passes(timedelta(minutes=10))
    await refused(anna, code, UNKNOWN)
    code = await code_of(ana)
    await both.town.restart()
    await refused(anna, code, UNKNOWN)
    await anna.types("/me link-code", code=await code_of(ana))
    await anna.sees(ONE_NOW)
    assert await times_linked(both) == 1


async def test_who_guesses_five_times_waits_an_hour_and_whose_code_it_is_loses_nothing(both: Both) -> None:
    await gathered(both)
    ana, anna = await both.here("Ana"), both.there("Anna")
    mallory, mal = both.there("Mallory"), await both.here("Mal")
    code = await code_of(ana)
    for guess in range(5):
        await refused(mallory, f"GUESS{guess}", UNKNOWN)
        await mal.asks(f"!link GUESS{guess}", UNKNOWN)
    await refused(mallory, code, "too many wrong codes")
    await mal.asks(f"!link {code}", "too many wrong codes")
    await anna.types("/me link-code", code=code)
    await anna.sees(ONE_NOW)
    assert await times_linked(both) == 1
    assert await are_one(both, ana, anna)
    await both.town.passes(timedelta(minutes=61))
    await mallory.types("/me link-code", code=await code_of(mal))
    await mallory.sees(ONE_NOW)
    assert not await are_one(both, mallory, ana)


async def test_a_code_that_a_stranger_types_where_all_can_read_is_dead(both: Both) -> None:
    await gathered(both)
    ana, anna, mal = await both.here("Ana"), both.there("Anna"), await both.here("Mal")
    code = await code_of(ana)
    await mal.says(f"!link {code}", both.room)
    await mal.hears("Others can read this")
    await refused(anna, code, UNKNOWN)
    await mal.asks(f"!link {code}", UNKNOWN)
    assert await times_linked(both) == 0
    assert code not in "\n".join([*(await both.room_says()), *both.channel_says()])


async def test_who_is_linked_already_is_told_so_and_a_third_account_joins_the_same_person(both: Both) -> None:
    await gathered(both)
    ana, anna, annie = await both.here("Ana"), both.there("Anna"), both.there("Annie")
    await anna.types("/me link-code", code=await code_of(ana))
    await anna.sees(ONE_NOW)
    await refused(anna, await code_of(ana), "count as one person already")
    await refused(anna, await code_of(anna), "count as one person already")
    assert await times_linked(both) == 1
    await annie.types("/me link-code", code=await code_of(anna))
    await annie.sees(ONE_NOW)
    assert await are_one(both, ana, annie)
    assert await times_linked(both) == 2
    await both.town.quiet()
    anna.opens_private()
    await anna.sees("Your code was used")
    told = sum("Your code was used" in text for text in await ana.heard())
    assert told == 1, "the second time the code was asked for on Discord"
    other = await both.here("Annette")
    await other.asks(f"!link {await code_of(ana)}", ONE_NOW)
    await ana.hears_often(2, "Your code was used")
    assert anna.screen.count("Your code was used") == 1


async def test_two_accounts_of_one_platform_are_one_person_too(both: Both) -> None:
    await gathered(both)
    ana, mal = await both.here("Ana"), await both.here("Mal")
    await mal.asks(f"!link {await code_of(ana)}", ONE_NOW)
    fay, faye = both.there("Fay"), both.there("Faye")
    await faye.types("/me link-code", code=await code_of(fay))
    await faye.sees(ONE_NOW)
    assert await are_one(both, ana, mal)
    assert await are_one(both, fay, faye)
    assert await times_linked(both) == 2


async def test_a_link_is_said_to_the_two_accounts_and_to_nobody_else(both: Both) -> None:
    await gathered(both)
    ana, anna, watcher = await both.here("Ana"), both.there("Anna"), both.there("Watcher")
    before = [*(await both.room_says()), *both.channel_says()]
    await anna.types("/me link-code", code=await code_of(ana))
    await anna.sees(ONE_NOW)
    await ana.hears("Your code was used")
    await both.town.quiet()
    assert [*(await both.room_says()), *both.channel_says()] == before
    await watcher.sees_nothing_of("one person", "Your code")
    await (await both.here("Ben")).asks("!log", "Two accounts were found to be one person")
    await watcher.types("/log decisions")
    await watcher.sees("Two accounts were found to be one person")
    (entry,) = [entry for entry in await both.entries() if entry.kind == "accounts-linked"]
    assert (json.loads(entry.leaf)["facts"], entry.round) == ({}, None)
