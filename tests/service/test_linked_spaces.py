"""One round in the spaces of two platforms: the same number, a card in each, one tally, and nobody's time cut short."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.errors import Unreachable
from codesign_bot.ports import PlaceBack, PlaceLost, Reacted
from codesign_bot.records import Place
from codesign_bot.service.host import THUMB
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM, Message
from codesign_bot.testing.world import OTHER, ROOM, YARD, World, open_world

OUTSIDERS = tuple(f"o{number}" for number in range(4))


@pytest.fixture
def world(both: World) -> World:
    """One bot, two platforms, real texts."""
    return both


async def linked(world: World) -> None:
    """The yard becomes a space of the community of the room."""
    olga = world.person("olga", may_manage=True)
    await olga.opens_private()
    await olga.says("!setup code", ROOM)
    await world.everything_said()
    code = olga.hears()[-1].split("setup link ")[1].split()[0].strip("`")
    await world.outsider("otto", may_manage=True).says(f"!setup link {code}", YARD)
    await world.everything_said()


async def voting(world: World) -> None:
    """A vote is on in both, and people of both are in it."""
    await stories.confirmed(world)
    await linked(world)
    for name in OUTSIDERS:
        await world.outsider(name).says("!join")
    for name, idea in zip(stories.MEMBERS, stories.IDEAS, strict=False):
        await world.person(name).says(f"!idea {idea}")
    await world.outsider("o0").says("!idea a bridge for the ducks")
    await world.step_ends()
    await world.step_ends()
    world.expect(Phase.VOTING)


def cards(world: World, place: Place) -> list[Message]:
    platform = world.platform if place.platform == PLATFORM else world.other
    assert platform is not None
    return [one for one in platform.said_in(place) if one.id.startswith("card/")]


async def test_a_space_that_is_linked_shows_the_card_of_every_round_at_once(world: World) -> None:
    await stories.confirmed(world)
    assert not cards(world, YARD)
    await linked(world)
    (there,), (here,) = cards(world, YARD), cards(world, ROOM)
    assert there.text == here.text
    assert there.text.startswith("Round 1")


async def test_what_is_announced_is_announced_in_both(world: World) -> None:
    await stories.given(world)
    await linked(world)
    await world.step_ends()
    news = "A new step begins: sorting"
    for said in (world.room_says(), world.yard_says()):
        assert sum(news in text for text in said) == 1, said


async def test_a_command_in_any_linked_space_finds_the_round(world: World) -> None:
    await stories.confirmed(world)
    await linked(world)
    await world.outsider("o1").says("!join", YARD)
    await world.outsider("o1").says("!idea a swing for grown-ups", YARD)
    await world.outsider("o2").says("!join")
    assert world.round.joined == len(stories.MEMBERS) + 2
    assert len(world.round.ideas) == 1


async def test_people_of_both_platforms_have_one_tally(world: World) -> None:
    await voting(world)
    for name in stories.MEMBERS[:5]:
        await world.person(name).says("!vote 1:2 2:1")
    for name in OUTSIDERS:
        await world.outsider(name).says("!vote 7:2 1:1")
    while world.round.phase is Phase.VOTING:
        await world.step_ends()
    tally = world.round.tally
    assert tally is not None
    assert tally.ballots == 9
    assert {row.idea: row.dots for row in tally.ranking} | {1: 14, 2: 5, 7: 8} == {
        row.idea: row.dots for row in tally.ranking
    }
    assert [one.text for one in cards(world, ROOM)] == [one.text for one in cards(world, YARD)]


async def test_a_topic_can_be_seconded_by_a_sign_in_either_space(world: World) -> None:
    await stories.planned(world)
    await linked(world)
    (there,) = cards(world, YARD)
    account, now = world.outsider("o1").account, world.clock.now()
    await world.bot.host.receive([Reacted(account, "o1", YARD, "o1/thumb", there.id, THUMB, now)])
    assert len(world.round.seconders) == 1


async def test_a_topic_that_is_suggested_in_a_linked_space_has_the_next_number(world: World) -> None:
    await stories.planned(world)
    await linked(world)
    await world.outsider("o1").says("!topic suggest The bins are full", YARD)
    await world.everything_said()
    assert world.round.topic == 2
    assert [len(cards(world, place)) for place in (ROOM, YARD)] == [2, 2]


async def test_with_two_rounds_a_space_means_the_one_that_began_in_it(world: World) -> None:
    await stories.planned(world)
    await linked(world)
    await world.outsider("o1").says("!topic suggest The bins are full", YARD)
    await world.person("m3").says("!join", ROOM)
    await world.outsider("o2").says("!join", YARD)
    first, second = list(world.bot.desk.book.rounds)
    assert await world.bot.desk.store.participant(first, (await who(world, "m3", PLATFORM))) is not None
    assert await world.bot.desk.store.participant(second, (await who(world, "o2", OTHER))) is not None
    await world.outsider("o2").says("!join #1", YARD)
    assert await world.bot.desk.store.participant(first, (await who(world, "o2", OTHER))) is not None


async def who(world: World, name: str, platform: str) -> PersonId:
    person = world.person(name) if platform == PLATFORM else world.outsider(name)
    found = await world.bot.desk.store.person(person.account)
    assert found is not None
    return found.id


async def test_a_log_space_gets_no_cards(world: World) -> None:
    await stories.planned(world)
    await linked(world)
    olga = world.person("olga")
    archive = Place(PLATFORM, "archive")
    await olga.says("!setup code", ROOM)
    await world.everything_said()
    code = olga.hears()[-1].split("setup link ")[1].split()[0].strip("`")
    await olga.says(f"!setup link {code}", archive)
    await olga.says("!setup log", archive)
    await world.everything_said()
    shown = len(cards(world, archive))
    await world.outsider("o1").says("!topic suggest The bins are full", YARD)
    await world.everything_said()
    assert len(cards(world, archive)) == shown
    assert len(cards(world, ROOM)) == 2


async def test_an_act_of_power_is_said_in_every_space_of_the_community(world: World) -> None:
    await stories.planned(world)
    await linked(world)
    linked_says = "linked one more space to this community"
    assert any(linked_says in text for text in world.room_says())
    await world.person("olga").says("!setup zone Europe/London", ROOM)
    await world.everything_said()
    for said in (world.room_says(), world.yard_says()):
        assert sum("Europe/London" in text and "changed the time zone" in text for text in said) == 1


async def test_a_space_in_trouble_waits_and_the_other_goes_on(world: World) -> None:
    await stories.given(world)
    await linked(world)
    assert world.other is not None
    await world.bot.host.receive([PlaceLost(YARD, "lost", "trouble-removed")])
    world.other.troubles[YARD] = Unreachable("gone for now")
    await world.step_ends()
    world.expect(Phase.SORTING)
    assert any("A new step begins: sorting" in text for text in world.room_says())
    del world.other.troubles[YARD]
    world.clock.advance(timedelta(minutes=6))
    await world.bot.host.receive([PlaceBack(YARD, "back")])
    await world.everything_said()
    assert sum("A new step begins: sorting" in text for text in world.yard_says()) == 1


async def test_who_was_only_in_a_space_that_is_lost_can_still_vote_in_private(world: World) -> None:
    await voting(world)
    await world.bot.host.receive([PlaceLost(YARD, "lost", "trouble-removed")])
    cut_off = world.outsider("o1")
    cut_off.spaces = ()
    await cut_off.says("!vote 1:2")
    await world.everything_said()
    assert "Saved" in cut_off.hears()[-1]
    stranger = world.outsider("nobody")
    stranger.spaces = ()
    await stranger.says("!now")
    await world.everything_said()
    assert "Nothing has changed" in stranger.hears()[-1]


async def test_no_step_ends_while_one_of_the_two_platforms_is_out_of_reach(world: World) -> None:
    await voting(world)
    closes = world.round.window
    assert closes is not None
    world.bot.host.lost_touch(OTHER)
    await world.passes(closes.length + timedelta(hours=1))
    world.expect(Phase.VOTING)
    world.bot.host.caught_up(OTHER)
    await world.passes(timedelta(seconds=1))
    assert world.round.window != closes


async def test_a_message_on_one_platform_ends_no_step_of_people_who_cannot_be_heard_on_the_other(
    world: World,
) -> None:
    await voting(world)
    for name in stories.MEMBERS[:5]:
        await world.person(name).says("!vote 1:2")
    window = world.round.window
    assert window is not None
    world.bot.host.lost_touch(OTHER)
    world.clock.advance_to(window.closes - timedelta(minutes=1))
    in_time = world.outsider("o1").writes("!vote 7:2")
    world.clock.advance_to(window.closes + timedelta(minutes=1))
    late = world.person("m6")
    await late.says("!vote 2:2")
    await late.says("!now")
    await world.everything_said()
    world.expect(Phase.VOTING)
    assert "I cannot reach all platforms of this round yet" in late.hears()[-2]
    assert "Nothing has changed" in late.hears()[-2]
    await world.bot.host.receive([in_time])
    world.bot.host.caught_up(OTHER)
    await world.passes(timedelta(seconds=1))
    while world.round.phase is Phase.VOTING:
        await world.step_ends()
    assert world.round.tally is not None
    assert world.round.tally.ballots == 6


async def test_other_deadlines_do_not_stop_the_one_platform_while_the_other_is_away(world: World) -> None:
    """A merge would lapse now. It waits, and people go on."""
    await stories.given(world)
    await linked(world)
    await world.step_ends()
    await world.person("m0").says("!merge 1 2")
    (merge,) = world.round.merges
    world.bot.host.lost_touch(OTHER)
    window = world.round.window
    assert window is not None
    assert merge.closes <= window.closes
    world.clock.advance_to(window.closes - timedelta(minutes=1))
    if merge.closes < window.closes:
        world.clock.advance(timedelta(seconds=1))
    await world.person("m1").says("!merge yes 1 2")
    assert not world.round.merges
    assert world.round.ideas[min(world.round.ideas)].is_live


async def test_a_platform_that_nobody_serves_any_more_is_not_waited_for(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock, has_other=True) as world:
        await stories.given(world)
        await linked_by_keys(world)
    async with open_world(tmp_path, clock) as world:
        for found in world.bot.desk.book.rounds:
            await world.bot.desk.rounds.load(found)
        await world.step_ends()
        world.expect(Phase.SORTING)


async def test_one_round_on_both_goes_on_after_a_restart_at_every_step(tmp_path: Path) -> None:
    """Each start hears the one platform before the other; nobody loses a vote by it."""
    clock = ControlledClock()
    async with open_world(tmp_path, clock, has_other=True) as world:
        await stories.confirmed(world)
        await linked_by_keys(world)
        for name in OUTSIDERS:
            await world.outsider(name).says("!join")
        for name, idea in zip(stories.MEMBERS, stories.IDEAS, strict=False):
            await world.person(name).says(f"!idea {idea}")
    for phase in (Phase.SORTING, Phase.VOTING):
        async with open_world(tmp_path, clock, has_other=True) as world:
            await loaded(world)
            await world.step_ends()
            world.expect(phase)
    async with open_world(tmp_path, clock, has_other=True) as world:
        await loaded(world)
        window = world.round.window
        assert window is not None
        clock.advance_to(window.closes - timedelta(hours=3))
        await world.bot.timekeeper.note_presence()
        clock.advance(timedelta(hours=1))
        before = [world.person(name).writes("!vote 1:2") for name in stories.MEMBERS[:5]]
        there = [world.outsider(name).writes("!vote 2:2") for name in OUTSIDERS]
        clock.advance(timedelta(hours=4))
        late = world.person("m7").writes("!vote 3:2")
    async with open_world(tmp_path, clock, is_live=False, has_other=True) as world:
        await loaded(world)
        await world.bot.host.receive([late, *before])
        world.bot.host.caught_up(PLATFORM)
        await world.bot.timekeeper.settle_due()
        world.expect(Phase.VOTING)
        await world.bot.host.receive(there)
        world.bot.host.caught_up(OTHER)
        await world.passes(timedelta(seconds=1))
        while world.round.phase is Phase.VOTING:
            await world.step_ends()
        assert world.round.tally is not None
        assert world.round.tally.ballots == 9


async def loaded(world: World) -> None:
    """Have the rounds at hand, and new keys for what people write."""
    for found in world.bot.desk.book.rounds:
        await world.bot.desk.rounds.load(found)
    stamp = int(world.clock.now().timestamp())
    for name in stories.MEMBERS:
        world.person(name).sent = stamp
    for name in OUTSIDERS:
        world.outsider(name).sent = stamp


async def linked_by_keys(world: World) -> None:
    """As `linked`, where texts are keys."""
    olga = world.person("olga", may_manage=True)
    await olga.opens_private()
    await olga.says("!setup code", ROOM)
    await world.everything_said()
    code = olga.hears()[-1].split("setup link ")[1].split("'")[0]
    await world.outsider("otto", may_manage=True).says(f"!setup link {code}", YARD)
