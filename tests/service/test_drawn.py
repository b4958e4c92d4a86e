"""What was drawn once stands in the next message too, and goes with the words it was made from."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter

import pytest

from codesign_bot import drawn
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.state import VoteKind
from codesign_bot.drawn import Drawn
from codesign_bot.log.receipts import receipt
from codesign_bot.phrasing import lasting, recorded
from codesign_bot.ports import Reading
from codesign_bot.records import Kind, Queued
from codesign_bot.service import receipts
from codesign_bot.testing import stories
from codesign_bot.testing.memory import MemoryPlatform
from codesign_bot.testing.world import World
from codesign_bot.view import Choice, Quoted, View, say
from codesign_bot.views.ballots import Own, ballot_saved


@dataclass(frozen=True, eq=False)
class Part:
    words: str


def part(words: str, number: int) -> Part:
    return Part(f"{words} {number}")


def test_equal_values_are_one_part_and_others_are_not() -> None:
    parts = Drawn()
    first = parts.once(part, "a", 1)
    assert first.words == "a 1"
    assert parts.once(part, "a", 1) is first
    assert parts.once(part, "a", 2) is not first
    assert parts.once(part, "b", 1) is not first
    assert Drawn().once(part, "a", 1) is not first


def test_the_same_values_made_into_something_else_are_something_else() -> None:
    parts = Drawn()
    assert parts.once(part, "a", 1).words == "a 1"
    assert parts.once(lambda words, number: words * (number + 1), "a", 1) == "aa"


def test_nothing_is_made_twice_also_where_nothing_came_of_it() -> None:
    parts, made = Drawn(), list[int]()

    def nothing(number: int) -> None:
        made.append(number)

    for _ in range(3):
        parts.once(nothing, 1)
    assert made == [1]


def test_no_more_is_kept_than_was_said() -> None:
    parts = Drawn()
    first = weakref.ref(parts.once(part, "a", 0))
    for number in range(1, drawn.MOST + 1):
        parts.once(part, "a", number)
    gc.collect()
    assert first() is None


def test_what_is_made_from_something_large_is_known_by_something_small() -> None:
    parts, made = Drawn(), list[object]()
    large: dict[str, object] = {"a": ["list"], "is": "no key"}

    def length(whole: dict[str, object], more: int) -> int:
        made.append(whole)
        return len(whole) + more

    def other(whole: dict[str, object], more: int) -> int:
        return -length(whole, more)

    assert [parts.once_by(by, length, large, more) for by, more in ((1, 1), (2, 2), (1, 1))] == [3, 4, 3]
    assert len(made) == 2
    assert parts.once_by(1, other, large, 1) == -3, "made into something else"
    assert parts.once_by((large["is"], 1), length, large, 7) == 9


def test_no_more_is_kept_of_what_is_made_from_something_large() -> None:
    parts = Drawn()
    first = weakref.ref(parts.once_by(0, part, "a", 0))
    for number in range(1, drawn.MOST + 1):
        parts.once_by(number, part, "a", number)
    gc.collect()
    assert first() is None


def test_choices_are_told_apart_by_their_words_too() -> None:
    """Although they are looked up by their numbers."""
    one, other = (Choice(1, Quoted(words), 2, say("dots-on-idea", count=2)) for words in "ab")
    assert hash(one) == hash(other)
    assert one != other
    assert len({one, other, Choice(1, Quoted("a"), 2, say("dots-on-idea", count=2))}) == 2


def test_a_paragraph_is_the_same_in_whichever_order_its_arguments_were_given() -> None:
    one, other = say("dots-left", count=2, of=3), say("dots-left", of=3, count=2)
    assert (one, hash(one)) == (other, hash(other))
    assert say("dots-left", count=1) != say("dots-left", count=2)
    assert len({Choice(1, Quoted("a"), dots, say("dots-on-idea", count=dots)) for dots in (0, 1, 0)}) == 2


def test_a_reader_of_what_lasts_shares_what_was_drawn() -> None:
    reading = Reading(voice=_Voice(), names={}, now=datetime.now(UTC))
    assert lasting(reading).drawn is recorded(reading).drawn is reading.drawn
    assert reading == Reading(reading.voice, {}, reading.now), "what was drawn makes no other reader"


class _Voice:
    language = "en"

    def words(self, key: str, arguments: object) -> str:
        raise AssertionError("nothing is put into words here")


async def test_whoever_draws_a_ballot_is_given_what_was_drawn_of_its_round(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stories.voting(world)
    await world.everything_said()
    loaded = world.bot.desk.rounds.get(world.round.id)
    assert loaded is not None
    given: list[Drawn] = []
    send = type(world.platform).send

    async def noted(platform: MemoryPlatform, queued: Queued, view: View, reading: Reading) -> str:
        if queued.message.kind is Kind.BALLOT:
            given.append(reading.drawn)
        return await send(platform, queued, view, reading)

    monkeypatch.setattr(MemoryPlatform, "send", noted)
    for name in ("m1", "m2"):
        await world.person(name).says("!vote 1:1")
    await world.everything_said()
    assert len(given) == 2
    assert all(one is loaded.drawn for one in given)


async def test_what_is_drawn_of_a_round_goes_with_the_state_it_was_drawn_of(world: World) -> None:
    """So words that were erased, which makes another state, are kept by nobody who draws."""
    await stories.voting(world)
    await world.everything_said()
    before = world.bot.desk.rounds.get(world.round.id)
    assert before is not None
    held = weakref.ref(before.drawn.once(part, "somebody's words", 1))
    await world.person("m1").says("!vote 1:1")
    await world.everything_said()
    assert world.bot.desk.rounds.get(world.round.id) is before, "a ballot changes no round, so all stays drawn"
    del before
    await world.person("latecomer").says("!join")
    await world.everything_said()
    gc.collect()
    assert held() is None


@pytest.mark.parametrize("dots", [{}, {1: 1}, {1: 2}, {2: 1, 1: 1}])
async def test_a_ballot_is_the_same_whatever_was_drawn_before_it(world: World, dots: dict[int, int]) -> None:
    await stories.voting(world)
    await world.everything_said()
    loaded = world.bot.desk.rounds.get(world.round.id)
    assert loaded is not None
    people = [PersonId(one) for one in ("ada", "ben", "ada")]
    given = {IdeaNo(no): count for no, count in dots.items()}
    shared = Drawn()
    for before in ({}, {IdeaNo(1): 1}, given):
        for person in people:
            own = Own(person, before, IdeaNo(1), "amber otter")
            alone = ballot_saved(loaded.state, VoteKind.VOTE, own, loaded.words)
            assert ballot_saved(loaded.state, VoteKind.VOTE, own, loaded.words, shared) == alone


async def test_a_receipt_is_worked_out_once_and_the_key_of_the_round_is_not_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stories.voting(world)
    await world.everything_said()
    desk, loaded = world.bot.desk, world.bot.desk.rounds.get(world.round.id)
    assert loaded is not None
    worked_out: list[PersonId] = []

    def noted(key: bytes, vote: VoteKind, person: PersonId) -> str:
        worked_out.append(person)
        return receipt(key, vote, person)

    monkeypatch.setattr(receipts, "receipt", noted)
    ada, ben = PersonId("ada"), PersonId("ben")
    asked = [receipts.receipt_of(desk, loaded.state, VoteKind.VOTE, one, loaded.drawn) for one in (ada, ben, ada)]
    assert worked_out == [ada, ben]
    assert asked == [receipts.receipt_of(desk, loaded.state, VoteKind.VOTE, one) for one in (ada, ben, ada)]
    key = desk.book.round_keys.pop(loaded.state.id)
    assert receipts.receipt_of(desk, loaded.state, VoteKind.VOTE, ada, loaded.drawn) is None, "destroyed is destroyed"
    assert repr(key) not in repr(attrgetter("_parts")(loaded.drawn))
