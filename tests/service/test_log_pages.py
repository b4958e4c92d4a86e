"""What people read of the log in the chat: pages, one entry with its proof, what was signed; and what stays out."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.log.blocks import ROW
from codesign_bot.log.note import VerifierKey
from codesign_bot.log.proof import Proof
from codesign_bot.records import Entry, Words
from codesign_bot.service import log_pages
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.ledger import Logged
from codesign_bot.service.saying import Once
from codesign_bot.storage import Sought
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import LOG_KEY, ROOM, World, open_world

from .conftest import as_text


async def answered(world: World, text: str, name: str = "m3") -> str:
    """What somebody is answered in private."""
    await world.person(name).says(text)
    await world.everything_said()
    return next(m.text for m in reversed(world.platform.said_in(world.person(name).private)) if m.file is None)


def numbers(told: str) -> list[int]:
    """The numbers of the entries on a page."""
    return [int(found) for found in re.findall(r"^(\d+)\. ", told, re.MULTILINE)]


def home(world: World) -> CommunityId:
    (community,) = world.bot.desk.book.heads
    return community


def size(world: World) -> int:
    return world.bot.desk.book.heads[home(world)].size


def next_page(told: str) -> str:
    """What to type for the next page."""
    return "!" + told.split("Next page: type !")[1].splitlines()[0].strip("`")


def files_of(world: World, name: str = "m3") -> dict[str, bytes]:
    said = world.platform.said_in(world.person(name).private)
    return {one.file[0]: one.file[2] for one in said if one.file is not None}


async def entries(world: World) -> Sequence[Entry]:
    return await world.bot.desk.store.entries(home(world))


async def logged(world: World, count: int, kind: str = "zone-changed") -> None:
    """So many further entries."""
    one = Logged(home(world), world.clock.now(), kind, {"before": "UTC", "after": "Europe/Paris"})
    for start in range(0, count, 500):
        rows = [one] * min(500, count - start)
        seen = ("test", f"{kind}/{size(world)}")
        await world.bot.desk.store.apply(Once(world.bot.desk, seen, world.clock.now(), rows))


async def test_pages_come_newest_first_and_lead_to_the_first_entry(world: World) -> None:
    await stories.counted(world)
    told, read = await answered(world, "!log"), list[int]()
    assert f"The log has {size(world)} entries." in told
    while True:
        read += numbers(told)
        if "Next page" not in told:
            break
        told = await answered(world, next_page(told))
    assert read == [*range(size(world), 0, -1)]


async def test_an_entry_that_is_written_meanwhile_moves_no_page(world: World) -> None:
    await stories.counted(world)
    first = await answered(world, "!log")
    await logged(world, 3)
    second = await answered(world, next_page(first))
    assert numbers(second)[0] == numbers(first)[-1] - 1


async def test_an_act_of_power_says_what_was_changed_and_why_and_by_whom(world: World) -> None:
    await stories.voting(world)
    await world.person("olga").says("!time give 1d Somebody may be ill")
    await world.everything_said()
    told = await answered(world, "!log power")
    (line,) = [one for one in told.splitlines() if "Somebody may be ill" in one]
    assert "An organiser acted, by olga: " in line
    assert "The step: voting. It was to end " in line
    assert "Now it ends " in line
    assert "Only acts of organisers." in told
    kinds = {entry.no: entry.kind for entry in await entries(world)}
    assert {kinds[no] for no in numbers(told)} <= {"power-used", "community-began"}
    assert len(numbers(told)) == sum(kind in {"power-used", "community-began"} for kind in kinds.values())


async def test_entries_are_narrowed_by_round_day_month_and_words_together(world: World) -> None:
    await stories.counted(world)
    every = await entries(world)
    of_round = [entry.no for entry in every if entry.round is not None]
    assert 0 < len(of_round) < len(every)
    assert numbers(await answered(world, "!log 1")) == of_round[: -log_pages.ON_A_PAGE - 1 : -1]
    day = every[-1].at.date().isoformat()
    on_day = [entry.no for entry in every if entry.at.date().isoformat() == day]
    assert numbers(await answered(world, f"!log {day}")) == on_day[: -log_pages.ON_A_PAGE - 1 : -1]
    month = [entry.no for entry in every if entry.at.date().isoformat()[:7] == day[:7]]
    assert numbers(await answered(world, f"!log {day[:7]}")) == month[: -log_pages.ON_A_PAGE - 1 : -1]
    began = next(entry for entry in every if entry.kind == "phase-entered" and b'"voting"' in entry.leaf)
    month = [entry.no for entry in every if f"{entry.at:%Y-%m}" == f"{began.at:%Y-%m}"]
    both = await answered(world, f"!log voting #1 {began.at:%Y-%m}")
    assert began.no in numbers(both)
    assert set(numbers(both)) <= set(of_round) & set(month)
    assert all("voting" in one.casefold() for one in both.splitlines() if re.match(r"\d+\. ", one))
    assert numbers(await answered(world, "!log 2031-01")) == []


async def test_a_day_is_a_day_where_the_community_lives(world: World) -> None:
    await stories.opened(world)
    await world.passes(timedelta(hours=5))
    await world.person("olga").says("!setup zone Pacific/Auckland", ROOM)
    await world.everything_said()
    last = (await entries(world))[-1]
    there = last.at.astimezone(world.bot.desk.zone("Pacific/Auckland")).date()
    assert there != last.at.date()
    assert last.no in numbers(await answered(world, f"!log {there}"))
    assert last.no not in numbers(await answered(world, f"!log {there + timedelta(days=1)}"))
    assert last.no not in numbers(await answered(world, f"!log {there - timedelta(days=1)}"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("!log 2026-13", "2026-13"),
        ("!log 9", "There is no topic 9"),
        ("!log entry", "!log entry 12"),
        ("!log entry 4000", "There is no entry 4,000."),
        ("!log before then", "!log before 85"),
        (f"!log {'lamps ' * 9}", "I can look for 40 letters at most."),
    ],
)
async def test_bad_input_is_handed_back_with_a_way_on(world: World, typed: str, says: str) -> None:
    await stories.opened(world)
    told = await answered(world, typed)
    assert "Nothing has changed." in told
    assert typed.strip() in told
    if says != "There is no topic 9":
        assert says in told
    assert "type !" in told


# ---- words that stay out


async def test_words_are_found_where_they_may_be_read_and_nowhere_else(world: World) -> None:
    await stories.given(world)
    await world.person("m0").says("!request hide 2 It names my neighbour Zenobia")
    await world.everything_said()
    assert len(numbers(await answered(world, "!log ZENOBIA"))) == 1  # the request, and nothing more, says her name
    assert numbers(await answered(world, "!log zenobia nowhere")) == []
    assert numbers(await answered(world, "!log tea stall")) == []


async def test_the_words_of_a_hidden_idea_are_in_no_page(world: World) -> None:
    await stories.given(world)
    await world.person("m0").says("!request hide 2 It names somebody who never asked for it")
    for name in stories.MEMBERS[1:6]:
        await world.person(name).says("!request support 1")
    await world.passes(timedelta(hours=49))
    hidden = next(entry for entry in await entries(world) if entry.kind == "idea-hidden")
    told = await answered(world, f"!log entry {hidden.no}")
    assert "a tea stall" not in told
    assert "not shown here" in told
    assert "a tea stall" not in await answered(world, "!log")
    assert numbers(await answered(world, "!log tea stall")) == []


async def test_erased_words_are_told_as_erased_and_are_not_found(world: World) -> None:
    await stories.voting(world)
    await world.person("olga").says("!time give 1d Zenobia may be ill")
    await world.everything_said()
    assert "Zenobia" in await answered(world, "!log power")
    store, state = world.bot.desk.store, world.round
    words = await store.words_of_round(state.id)
    (content,) = [one for one, text in words.items() if text == "Zenobia may be ill"]
    await store.apply(KeepWork([Words(content, state.id, state.suggested_by, world.clock.now(), None, None)]))
    told = await answered(world, "!log power")
    assert "Zenobia" not in told
    assert "these words were erased" in told
    assert numbers(await answered(world, "!log zenobia")) == []


async def test_promise_3_no_count_is_in_any_page_before_the_vote_is_over(world: World) -> None:
    await stories.voting(world)
    await world.all_say(stories.MEMBERS[:6], "vote 1:2")
    await world.everything_said()
    told = [
        await answered(world, text, "olga") for text in ("!log", "!log 1", "!log power", "!log receipt", "!log tally")
    ]
    told += [
        await answered(world, f"!log entry {no}", "olga") for no in range(max(1, size(world) - 3), size(world) + 1)
    ]
    assert not any(re.search(r"Your receipt|by receipt:|\d ballots?|heard from|The tally:|1:2", text) for text in told)
    assert not any(entry.kind in {"receipts", "votes-counted"} for entry in await entries(world))


# ---- one entry, and what was signed


async def signed_now(world: World) -> None:
    world.clock.advance(timedelta(days=1, hours=1))
    await world.bot.housekeeper.keep_house()
    await world.everything_said()


def key_of(world: World) -> VerifierKey:
    return replace(LOG_KEY.verifier, name=world.bot.desk.origin_of(home(world)))


@pytest.mark.parametrize("more", [0, 2 * ROW + 3])
async def test_one_entry_comes_with_its_bytes_and_a_proof_that_holds(world: World, more: int) -> None:
    await stories.opened(world)
    await logged(world, more)
    await signed_now(world)
    assert len(await world.bot.desk.store.log_blocks(home(world))) == size(world) // ROW
    for no in {1, size(world) // 2, size(world)}:
        told = await answered(world, f"!log entry {no}")
        assert f"Entry {no} of the log." in told
        assert f"the signed log of {size(world)} entries" in told
        files = files_of(world)
        leaf = files[f"entry-{no}.json"]
        assert json.loads(leaf)["no"] == no
        proof = Proof.parsed(files[f"entry-{no}.tlog-proof"].decode())
        read = proof.checked(leaf, world.bot.desk.origin_of(home(world)), (key_of(world),))
        assert (read.size, proof.index, proof.extra) == (size(world), no - 1, leaf)


async def test_an_entry_that_is_not_signed_yet_says_so_and_comes_without_a_proof(world: World) -> None:
    await stories.opened(world)
    told = await answered(world, "!log entry 2")
    assert "It is not signed yet." in told
    assert list(files_of(world)) == ["entry-2.json"]
    await signed_now(world)
    await logged(world, 1)
    assert "It is not signed yet." in await answered(world, f"!log entry {size(world)}")


async def test_an_entry_that_was_changed_in_the_database_is_named(tmp_path: Path) -> None:
    """While the bot runs. One that is started on such a database refuses to begin."""
    async with open_world(tmp_path, ControlledClock(), as_text) as world:
        await stories.opened(world)
        await signed_now(world)
        with closing(sqlite3.connect(tmp_path / "bot.db")) as by_hand, by_hand:
            by_hand.execute("DROP TRIGGER entry_is_never_changed")
            by_hand.execute(
                "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), '2026', '2025') AS BLOB) WHERE no = 2"
            )
        told = await answered(world, "!log entry 2")
        assert "This is not the entry that was signed." in told
        assert list(files_of(world)) == ["entry-2.json"]


async def test_the_newest_checkpoint_comes_with_the_key_that_checks_it(world: World) -> None:
    await stories.opened(world)
    assert "Nothing is signed yet." in await answered(world, "!log checkpoint")
    await signed_now(world)
    await logged(world, 2)
    told = await answered(world, "!log checkpoint")
    signed = await world.bot.desk.store.last_checkpoint(home(world))
    assert signed is not None
    assert all(line in told for line in signed.note.splitlines())
    assert key_of(world).text() in told
    assert "2 entries came later." in told
    assert "codesign-bot verify log.zip --checkpoint kept.txt --key key.txt" in told


async def test_rows_of_the_tree_are_kept_once_and_a_bot_that_starts_again_goes_on(tmp_path: Path) -> None:
    async with open_world(tmp_path, clock := ControlledClock()) as world:
        await stories.opened(world)
        await logged(world, ROW)
        await signed_now(world)
        first = await world.bot.desk.store.log_blocks(home(world))
    assert len(first) == 1
    async with open_world(tmp_path, clock) as world:
        await logged(world, 2 * ROW)
        await signed_now(world)
        kept = await world.bot.desk.store.log_blocks(home(world))
    assert len(kept) == 3
    assert kept[0] == first[0]


# ---- how much is read


@pytest.fixture
async def long(tmp_path: Path) -> AsyncIterator[World]:
    """A log of some thousand entries."""
    async with open_world(tmp_path, render=as_text) as world:
        await stories.opened(world)
        await logged(world, 3000)
        await signed_now(world)
        yield world


async def test_no_page_of_a_long_log_reads_more_than_it_shows(long: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read, store = list[int](), long.bot.desk.store
    in_order, sought = store.entries, store.entries_sought

    async def counted(community: CommunityId, after: int = 0, most: int = 500) -> Sequence[Entry]:
        found = await in_order(community, after, most)
        read.append(len(found))
        return found

    async def counted_sought(wanted: Sought, before: int, most: int) -> Sequence[Entry]:
        found = await sought(wanted, before, most)
        read.append(len(found))
        return found

    monkeypatch.setattr(store, "entries", counted)
    monkeypatch.setattr(store, "entries_sought", counted_sought)
    day = long.clock.now().date().isoformat()[:7]
    for typed in ("!log", "!log power", "!log 1", f"!log {day}", "!log before 1500", f"!log power {day} before 90"):
        read.clear()
        assert numbers(await answered(long, typed))
        assert 0 < sum(read) <= log_pages.ON_A_PAGE + 1, typed
    read.clear()
    await answered(long, "!log entry 1200")
    assert ROW < sum(read) <= 2 * ROW + 1


async def test_a_search_stops_after_so_many_entries_and_says_how_to_go_on(long: World) -> None:
    told = await answered(long, "!log seconded by nobody")
    assert numbers(told) == []
    assert f"I looked through {log_pages.LOOKED_AT:,} entries." in told.replace("1000", "1,000")
    pages = 1
    while "Next page" in told:
        told, pages = await answered(long, next_page(told)), pages + 1
    assert pages == 4
    assert "I looked" not in told


async def test_what_is_found_at_the_end_of_a_search_is_not_found_twice(long: World) -> None:
    told, found = await answered(long, "!log paris"), list[int]()
    for _ in range(4):
        found += numbers(told)
        told = await answered(long, next_page(told))
    assert found == [*range(found[0], found[0] - 40, -1)]


async def test_somebody_in_no_community_is_asked_where_they_mean(world: World) -> None:
    await stories.opened(world)
    stranger = world.person("stranger")
    stranger.spaces = ()
    assert "Please ask for the log in a space of it." in await answered(world, "!log", "stranger")
    assert RoundId(home(world)) not in world.bot.desk.book.rounds
