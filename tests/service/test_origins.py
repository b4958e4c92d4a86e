"""What came of a message is known for as long as its round is on, through every restart: promise 6 for second thoughts.

Editing the message changes the idea, deleting it takes the idea back, and nothing counts a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId, IdeaNo
from codesign_bot.core.state import Idea
from codesign_bot.records import Origin, Outgoing, Recorded, Seen
from codesign_bot.service.answering import Answering
from codesign_bot.service.patience import BURST
from codesign_bot.storage import Work
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ROOM, World, open_world

RESTARTS = count(1)


async def again(world: World) -> None:
    """After a restart: the rounds are at hand, and nobody's new messages have the keys of old ones."""
    for found in world.bot.desk.book.rounds:
        await world.bot.desk.rounds.load(found)
    for name in (*stories.MEMBERS, "olga", "eve"):
        world.person(name).sent = 1000 * next(RESTARTS)


def ideas(world: World) -> list[Idea]:
    return [world.round.ideas[no] for no in sorted(world.round.ideas)]


async def words(world: World, no: int = 1) -> str | None:
    """An idea as it reads now."""
    idea = world.round.ideas[IdeaNo(no)]
    return (await world.bot.desk.store.words([idea.content.id]))[idea.content.id]


async def test_promise_6_an_idea_is_taken_back_with_its_message_also_after_a_restart(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.confirmed(world)
        key = await world.person("m0").says("!idea a bridge over the pond")
        other = await world.person("m1").says("!idea lamps")
    async with open_world(tmp_path, clock) as world:
        await again(world)
        await world.person("m0").deletes(key)
        assert [idea.is_withdrawn for idea in ideas(world)] == [True, False]
    async with open_world(tmp_path, clock) as world:
        await again(world)
        await world.person("m1").deletes(other)
        await world.person("m1").deletes("never was")
        assert [idea.is_withdrawn for idea in ideas(world)] == [True, True]


async def test_promise_6_an_edited_message_changes_its_idea_also_after_a_restart(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.confirmed(world)
        key = await world.person("m0").says("!idea a brige over the pond")
    for times, text in enumerate(("a bridge over the pond", "a bridge over the river"), 1):
        async with open_world(tmp_path, clock) as world:
            await again(world)
            await world.person("m0").says(f"!idea {text}", edits=key)
            assert len(ideas(world)) == 1
            assert len(ideas(world)[0].earlier) == times
            assert await words(world) == text


async def test_an_edited_command_counts_once_also_after_a_restart(tmp_path: Path) -> None:
    """Whatever is no vote and no idea is not done again by editing it."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.opened(world)
        key = await world.person("m0").says("!frame It is dark there")
    async with open_world(tmp_path, clock) as world:
        await again(world)
        before = world.round.version
        await world.person("m0").says("!frame It is very dark there", edits=key)
        assert world.round.version == before


async def test_a_refused_message_can_still_be_mended_after_a_restart_and_then_counts_once(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.confirmed(world)
        key = await world.person("m0").says("!ide a bridge")
    async with open_world(tmp_path, clock) as world:
        await again(world)
        await world.person("m0").says("!idea a bridge", edits=key)
        assert len(ideas(world)) == 1
        await world.person("m0").says("!idea a wide bridge", edits=key)
        assert len(ideas(world)) == 1
    async with open_world(tmp_path, clock) as world:
        await again(world)
        await world.person("m0").says("!idea a very wide bridge", edits=key)
        assert [len(idea.earlier) for idea in ideas(world)] == [2]
        await world.person("m0").deletes(key)
        assert ideas(world)[0].is_withdrawn, "the message that stands in the room is the first version"


async def test_talk_that_became_a_command_counts_once_and_can_be_taken_back(world: World) -> None:
    await stories.confirmed(world)
    m0 = world.person("m0")
    key = await m0.says("I have an idea", ROOM)
    for text in ("!idea a bridge", "!idea a wide bridge"):
        await m0.says(text, ROOM, edits=key)
    assert [len(idea.earlier) for idea in ideas(world)] == [1]
    await m0.deletes(key, ROOM)
    assert ideas(world)[0].is_withdrawn


async def test_a_version_that_made_an_idea_takes_it_along_when_it_alone_is_deleted(world: World) -> None:
    await stories.confirmed(world)
    m0 = world.person("m0")
    key = await m0.says("!ide a bridge")
    version = await m0.says("!idea a bridge", edits=key)
    await m0.deletes(version)
    assert ideas(world)[0].is_withdrawn


async def test_a_first_version_that_comes_after_the_second_counts_no_more(world: World) -> None:
    """As where it could not be decrypted at first."""
    await stories.confirmed(world)
    m0 = world.person("m0")
    first = m0.writes("!idea a brige over the pond")
    world.clock.advance(timedelta(minutes=1))
    await m0.says("!idea a bridge over the pond", edits=first.key)
    await world.bot.host.receive([first])
    assert len(ideas(world)) == 1
    assert await words(world) == "a bridge over the pond"


async def test_a_forged_version_does_not_silence_what_comes_after_it(world: World) -> None:
    """Somebody whose server is quick gives new words to a message that is still on its way."""
    await stories.confirmed(world)
    first = world.person("m0").writes("!idea a bridge", ROOM)
    world.clock.advance(timedelta(minutes=1))
    await world.person("m1").says("!idea mine", ROOM, edits=first.key)
    await world.bot.host.receive([first])
    assert len(ideas(world)) == 2


async def test_nobody_takes_back_or_changes_an_idea_through_somebody_elses_message(world: World) -> None:
    await stories.confirmed(world)
    key = await world.person("m0").says("!idea a bridge", ROOM)
    before = world.round.version
    await world.person("eve").deletes(key, ROOM)
    await world.person("m1").deletes(key, ROOM)
    await world.person("m1").says("!idea no bridge", ROOM, edits=key)
    assert world.round.version == before
    assert await words(world) == "a bridge"


@pytest.mark.parametrize("text", ["!ide a bridge", "I have an idea"])
async def test_new_words_for_a_message_of_somebody_else_do_not_take_it_from_its_author(world: World, text: str) -> None:
    """A forged version counts for the forger alone, if at all."""
    await stories.confirmed(world)
    key = await world.person("m0").says(text, ROOM)
    await world.person("m1").says("!idea mine", ROOM, edits=key)
    await world.person("m0").says("!idea a bridge", ROOM, edits=key)
    people = world.bot.desk.book
    m0 = people.person(world.person("m0").account)
    assert m0 is not None
    own = [idea for idea in ideas(world) if idea.by == m0.id]
    assert len(own) == 1
    await world.person("m0").says("!idea a wide bridge", ROOM, edits=key)
    await world.person("m0").deletes(key, ROOM)
    own = [idea for idea in ideas(world) if idea.by == m0.id]
    assert [(len(idea.earlier), idea.is_withdrawn) for idea in own] == [(1, True)]
    others = [idea for idea in ideas(world) if idea.by != m0.id]
    assert not any(idea.is_withdrawn for idea in others)


async def test_a_mended_setting_counts_once(world: World) -> None:
    await stories.planned(world)
    olga = world.person("olga")
    key = await olga.says("!setup organisr @a:memory", ROOM)
    await olga.says("!setup organiser @a:memory", ROOM, edits=key)
    await olga.says("!setup organiser @b:memory", ROOM, edits=key)
    community = CommunityId(next(iter(world.bot.desk.book.communities)))
    assert len(world.bot.desk.book.organisers(community)) == 2


async def test_a_mended_command_that_makes_no_idea_counts_once(world: World) -> None:
    await stories.opened(world)
    m0 = world.person("m0")
    key = await m0.says("!fram It is dark there")
    await m0.says("!frame It is dark there", edits=key)
    assert len(world.round.statements) == 1
    before = world.round.version
    await m0.says("!frame It is very dark there", edits=key)
    assert world.round.version == before


async def test_an_edited_vote_counts_anew_however_its_message_began(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock) as world:
        await stories.voting(world)
        key = await world.person("m0").says("!vote 1:9")
        await world.person("m0").says("!vote 1:2", edits=key)
    async with open_world(tmp_path, clock) as world:
        await again(world)
        m0 = world.person("m0")
        await m0.says("!vote 2:2", edits=key)
        await m0.says("!vote show")
        await world.everything_said()
        vote = world.round.vote
        person = world.bot.desk.book.person(m0.account)
        assert vote is not None
        assert person is not None
        ballot = await world.bot.desk.store.ballot(world.round.id, vote.vote_kind, person.id)
        assert ballot is not None
        assert (ballot.dots, ballot.revision) == (((IdeaNo(2), 2),), 2)


async def test_what_was_too_much_at_once_can_be_mended_later(world: World) -> None:
    """Nothing came of it, though it was answered."""
    await stories.confirmed(world)
    m0 = world.person("m0")
    keys = [await m0.says(f"!frame flood {number}") for number in range(BURST)]
    keys.append(await m0.says("!idea a bridge"))
    assert not world.round.ideas
    world.clock.advance(timedelta(hours=1))
    await m0.says("!idea a bridge", edits=keys[-1])
    assert len(world.round.ideas) == 1


async def test_what_met_a_fault_of_ours_can_be_mended_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its author has a code, and nothing else came of it."""
    await stories.confirmed(world)
    m0 = world.person("m0")
    with monkeypatch.context() as broken:
        broken.setattr(Answering, "_answer", None)
        key = await m0.says("!idea a bridge")
    assert not world.round.ideas
    await m0.says("!idea a bridge", edits=key)
    await m0.says("!idea a wide bridge", edits=key)
    assert [len(idea.earlier) for idea in ideas(world)] == [1]


async def test_a_refused_version_leaves_nothing_but_its_answer(world: World) -> None:
    """Only the first one can be edited or deleted."""
    await stories.confirmed(world)
    m0 = world.person("m0")
    key = await m0.says("!ide a bridge")
    version = await m0.says("!iddea a bridge", edits=key)
    assert await world.bot.desk.store.was_seen(PLATFORM, version)
    assert await world.bot.desk.store.origin(m0.account, version) is None


async def test_what_came_of_a_message_is_stored_in_one_piece_with_its_effect(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event, the inbox row, the answer and the link: all of them or none."""
    await stories.confirmed(world)
    pieces: list[Sequence[object]] = []
    apply = world.bot.desk.store.apply

    async def noted(work: Work) -> None:
        await apply(work)
        pieces.append(getattr(work, "rows", ()))

    monkeypatch.setattr(world.bot.desk.store, "apply", noted)
    m0 = world.person("m0")
    key = await m0.says("!idea a bridge")
    refused = await m0.says("!ide a bridge")
    assert len(pieces) == 2
    for piece, row, kinds in (
        (pieces[0], Origin(m0.account, key, world.clock.now(), world.round.id, IdeaNo(1)), (Recorded, Seen, Outgoing)),
        (pieces[1], Origin(m0.account, refused, world.clock.now(), is_refused=True), (Seen, Outgoing)),
    ):
        assert row in piece
        assert all(any(isinstance(one, kind) for one in piece) for kind in kinds)


async def test_a_vote_leaves_nothing_but_itself(world: World) -> None:
    """There are many: no row is written that nobody will ask for."""
    await stories.voting(world)
    m0 = world.person("m0")
    key = await m0.says("!vote 1:2")
    assert await world.bot.desk.store.was_seen(PLATFORM, key)
    assert await world.bot.desk.store.origin(m0.account, key) is None
