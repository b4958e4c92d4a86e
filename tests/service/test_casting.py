"""A ballot is answered by what was saved, whenever its answer goes out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.events import Event
from codesign_bot.core.ids import IdeaNo, RoundId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.records import Kind
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World, open_world

from .conftest import as_text


async def answered(world: World, name: str, text: str) -> str:
    """The answer to what somebody types in private."""
    await world.person(name).says(text)
    await world.everything_said()
    return world.person(name).hears()[-1]


async def test_the_outbox_holds_what_was_saved_and_no_view(world: World) -> None:
    await stories.voting(world)
    await world.everything_said()
    await world.person("m0").says("vote 3:2 1")
    (queued,) = await world.bot.desk.store.outbox(PLATFORM, world.clock.now(), 10)
    assert (queued.message.kind, queued.message.body) == (Kind.BALLOT, '"vote 1:1 3:2"')
    assert queued.message.round == world.round.id


async def test_two_ballots_are_answered_each_with_its_own_dots(world: World) -> None:
    """Neither answer shows the other's dots, although both go out after both were stored."""
    await stories.voting(world)
    await world.everything_said()
    m0 = world.person("m0")
    before = len(m0.hears())
    await m0.says("vote 3:2 1")
    await m0.says("vote 2:1")
    await world.everything_said()
    first, second = m0.hears()[before:]
    assert "open air films" in first
    assert "a tea stall" not in first
    assert "a tea stall" in second
    assert "open air films" not in second
    assert "You have 2 dots left." in second


async def test_an_answer_that_waited_through_a_restart_still_says_what_was_saved(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock, as_text) as world:
        await stories.voting(world)
        await world.everything_said()
        await world.person("m0").says("vote 3:2")
    async with open_world(tmp_path, clock, as_text) as world:
        await world.everything_said()
        (told,) = world.person("m0").hears()
    assert "open air films" in told


async def test_after_the_vote_is_over_an_answer_names_no_dots_left_and_no_end(world: World) -> None:
    """It says what was saved; what could still be changed is over."""
    await stories.voting(world)
    await world.all_say(stories.MEMBERS[:6], "vote 1:2")
    await world.everything_said()
    await world.person("m0").says("vote 3:2 1")
    while world.round.phase is not Phase.COOLING_OFF:
        window = world.round.window
        assert window is not None
        world.clock.advance_to(window.closes)
        await world.bot.timekeeper.settle_due()
    await world.everything_said()
    told = next(text for text in world.person("m0").hears() if "open air films" in text)
    assert "lamps by the pond" in told
    assert "dots left" not in told
    assert "You can change" not in told


async def test_a_ballot_of_the_vote_is_not_counted_against_the_dots_of_its_runoff(world: World) -> None:
    """A runoff has one dot; the answer to a ballot of the vote before it must not say that -1 are left."""
    await stories.voting(world)
    for place, name in enumerate(stories.MEMBERS[1:], start=1):
        await world.person(name).says(f"vote {place % 4 + 1}:2")
    await world.everything_said()
    await world.person("m0").says("vote 1:2")
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes)
    await world.bot.timekeeper.settle_due()
    assert world.round.phase is Phase.RUNOFF
    await world.everything_said()
    told = next(text for text in reversed(world.person("m0").hears()) if "lamps by the pond" in text)
    assert "left" not in told
    again = await answered(world, "m0", "vote 2")
    assert "a tea stall" in again
    assert "left" in again


async def test_a_cleared_ballot_is_answered_as_cleared(world: World) -> None:
    await stories.voting(world)
    await answered(world, "m0", "vote 3:2")
    told = await answered(world, "m0", "vote clear")
    assert "open air films" not in told
    ballot = await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, world.round.suggested_by)
    assert ballot is not None
    assert (ballot.dots, ballot.revision) == ((), 2)


async def test_a_ballot_changes_nothing_of_its_round(world: World) -> None:
    await stories.voting(world)
    await world.everything_said()
    before = world.round
    await world.person("m0").says("vote 3:2")
    assert world.round is before
    assert [one.message.kind for one in await world.bot.desk.store.outbox(PLATFORM, world.clock.now(), 9)] == [
        Kind.BALLOT
    ]


async def test_a_ballot_that_comes_when_the_step_is_due_is_judged_after_it(world: World) -> None:
    await stories.voting(world)
    await world.all_say(stories.MEMBERS[1:7], "vote 1:2")
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes + timedelta(seconds=1))
    told = await answered(world, "m0", "vote 3:2")
    assert world.round.phase is not Phase.VOTING
    assert "vote 3:2" in told
    assert await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, world.round.suggested_by) is None


async def test_a_vote_before_any_vote_is_refused_with_the_persons_words(world: World) -> None:
    await stories.confirmed(world)
    told = await answered(world, "m0", "vote 3:2")
    assert "vote 3:2" in told


async def test_a_round_that_many_ask_for_at_once_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a restart in the middle of a vote."""
    async with open_world(tmp_path, clock := ControlledClock()) as world:
        await stories.voting(world)
    async with open_world(tmp_path, clock) as world:
        store, reads = world.bot.desk.store, list[RoundId]()
        events = store.events

        async def noted(round_id: RoundId) -> Sequence[Event]:
            reads.append(round_id)
            return await events(round_id)

        monkeypatch.setattr(store, "events", noted)
        for name in stories.MEMBERS:
            world.person(name).sent = 100
        await asyncio.gather(*(world.person(name).says("vote 3:2 1") for name in stories.MEMBERS))
        assert len(reads) == 1
        cast = [ballot async for ballot in store.ballots(world.round.id, VoteKind.VOTE)]
    assert [ballot.dots for ballot in cast] == [((IdeaNo(1), 1), (IdeaNo(3), 2))] * len(stories.MEMBERS)


async def test_a_reading_that_fails_is_tried_again_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.voting(world)
    async with open_world(tmp_path, clock) as world:
        rounds, store = world.bot.desk.rounds, world.bot.desk.store
        round_id = next(iter(world.bot.desk.book.rounds))
        events, tries = store.events, list[int]()

        async def tired(asked: RoundId) -> Sequence[Event]:
            tries.append(1)
            if len(tries) == 1:
                raise OSError("the disk is tired")
            return await events(asked)

        monkeypatch.setattr(store, "events", tired)
        found = await asyncio.gather(*(rounds.load(round_id) for _ in range(5)), return_exceptions=True)
    assert [isinstance(one, OSError) for one in found] == [True, False, False, False, False]
    assert len(tries) == 2


async def test_the_same_ballot_offered_twice_is_stored_and_answered_once(world: World) -> None:
    await stories.voting(world)
    await world.everything_said()
    m0 = world.person("m0")
    before = len(m0.hears())
    heard = m0.writes("vote 3:2")
    await world.bot.host.receive([heard])
    await world.bot.host.receive([heard])
    await world.everything_said()
    ballot = await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, world.round.suggested_by)
    assert ballot is not None
    assert ballot.revision == 1
    assert len(m0.hears()) == before + 1


async def test_who_votes_in_private_can_be_told_things_there_from_then_on(tmp_path: Path) -> None:
    """Somebody who had only ever spoken in the room; it holds after a restart."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.opened(world)
        await world.person("shy").says("!join", ROOM)
        await world.all_say(stories.MEMBERS[:6], "!frame It is dark and nobody feels safe there")
        await world.person("m1").says("!question How might we make the park a place for evenings?")
        await world.step_ends()
        await world.all_say(stories.MEMBERS[:6], "!consent")
        await world.step_ends()
        for name, idea in zip(stories.MEMBERS, stories.IDEAS, strict=False):
            await world.person(name).says(f"!idea {idea}")
        await world.step_ends()
        await world.step_ends()
        shy = world.person("shy")
        known = world.bot.desk.book.person(shy.account)
        assert known is not None
        assert known.private is None
        await shy.says("vote 3:2")
        assert world.bot.desk.book.privates[known.id] == shy.private
    async with open_world(tmp_path, clock) as world:
        assert world.bot.desk.book.privates[known.id] == world.person("shy").private
