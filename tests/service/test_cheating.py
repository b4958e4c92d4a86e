"""What somebody would try who wants to cheat, and what goes wrong at the worst moment. Each was possible once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from codesign_bot.core.ids import CommunityId
from codesign_bot.core.phases import Phase
from codesign_bot.errors import Full, StoreTrouble
from codesign_bot.ports import Heard, PlaceMoved, PrivateClosed, Unreadable
from codesign_bot.records import Place
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM, MemoryPerson
from codesign_bot.testing.world import ROOM, World
from codesign_bot.traces import Shown

ELSEWHERE = Place(PLATFORM, "elsewhere")


async def test_a_request_to_end_the_vote_that_passes_ends_it_with_its_count(world: World) -> None:
    """Two days later, with the least window over, and not a moment before."""
    await stories.voting(world)
    for name in stories.MEMBERS[:6]:
        await world.person(name).says("!vote 1:2")
    await world.passes(timedelta(hours=30))
    await world.person("m0").says("!request end All of us have voted by now")
    for name in stories.MEMBERS[1:5]:
        await world.person(name).says("!request support 1")
    await world.passes(timedelta(hours=48))
    assert world.round.phase in {Phase.COOLING_OFF, Phase.VOTING}
    while world.round.phase in {Phase.VOTING, Phase.RUNOFF}:
        await world.step_ends()
    assert world.round.tally is not None
    assert world.round.tally.ballots == 6


async def test_nobody_moves_a_space_onto_somebody_else_s(world: World) -> None:
    """A room that says it was replaced by another community's space is not believed."""
    await stories.voting(world)
    eve = world.person("eve", may_manage=True)
    await eve.says("!setup Evil", ELSEWHERE)
    victim = world.bot.desk.book.spaces[ROOM].community
    await world.bot.host.receive([PlaceMoved(ELSEWHERE, ROOM, "moved/1")])
    await world.bot.host.receive([PlaceMoved(Place(PLATFORM, "nowhere"), ROOM, "moved/2")])
    assert world.bot.desk.book.spaces[ROOM].community == victim
    assert ELSEWHERE in world.bot.desk.book.spaces


async def test_a_space_that_moves_takes_its_round_along(world: World) -> None:
    """The round goes on in the room that took the place of the old one."""
    await stories.voting(world)
    new = Place(PLATFORM, "new room")
    await world.bot.host.receive([PlaceMoved(ROOM, new, "moved/1")])
    await world.step_ends()
    assert world.platform.said_in(new)
    assert new in world.bot.desk.book.spaces


async def test_a_store_in_trouble_does_not_end_the_delivery(world: World) -> None:
    """What could not be marked as sent is sent again under the same key, and is the same message."""
    await stories.confirmed(world)
    await world.person("m0").says("!idea a bridge")
    store = world.bot.desk.store
    fails = [Full("no room")]

    async def sent(key: str, revision: int, message_id: str, digest: str, shown: Shown | None = None) -> None:
        if fails:
            raise fails.pop()
        await type(store).sent(store, key, revision, message_id, digest, shown)

    store.sent = sent  # type: ignore[method-assign]  # a full disk for one moment
    delivery = world.bot.deliveries[PLATFORM]
    try:
        await delivery.deliver()
    except* StoreTrouble:
        pass
    await world.everything_said()
    assert sum("a bridge" in text for text in world.person("m0").hears()) == 1


async def test_votes_sent_while_the_machine_slept_over_the_end_are_counted(world: World) -> None:
    """After a jump of the clock nothing ends before the platform has told what happened meanwhile."""
    await stories.voting(world)
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - timedelta(hours=30))
    world.bot.host.caught_up(PLATFORM)
    missed: list[Heard] = []
    for name in stories.MEMBERS[:6]:
        world.clock.advance(timedelta(minutes=1))
        missed.append(world.person(name).writes("!vote 1:2"))
    world.clock.advance_to(window.closes + timedelta(hours=1))
    await world.bot.timekeeper.clock_jumped(timedelta(hours=31))
    await world.bot.timekeeper.settle_due()
    world.expect(Phase.VOTING)
    await world.bot.host.receive(missed)
    world.bot.host.caught_up(PLATFORM)
    await world.bot.timekeeper.settle_due()
    while world.round.phase in {Phase.VOTING, Phase.RUNOFF}:
        await world.step_ends()
    assert world.round.tally is not None
    assert world.round.tally.ballots == 6


async def test_a_batch_that_is_offered_again_is_no_flood(world: World) -> None:
    """The same event takes no second token."""
    await stories.voting(world)
    world.clock.advance(timedelta(hours=1))
    votes = [world.person("m0").writes(f"!vote {number}:1") for number in range(1, 7)]
    await world.bot.host.receive(votes)
    await world.bot.host.receive(votes)
    await world.bot.host.receive([*votes, world.person("m0").writes("!vote 2:2")])
    await world.everything_said()
    assert "2 dots" in world.person("m0").hears()[-1]


async def test_refused_and_unreadable_messages_are_a_flood_like_others(world: World) -> None:
    """Nobody makes the bot talk without end."""
    await stories.voting(world)
    m0 = world.person("m0")
    before = len(m0.hears())
    for _ in range(60):
        await m0.says("!vote banana")
    for number in range(60):
        unreadable = Unreadable(m0.account, "m0", m0.private, f"dark/{number}", world.clock.now(), is_private=True)
        await world.bot.host.receive([unreadable])
    await world.everything_said()
    assert len(m0.hears()) - before <= 12


async def test_an_edited_topic_or_setting_counts_once(world: World) -> None:
    """Whatever is no vote and no idea is not done again by editing it."""
    await stories.planned(world)
    key = await world.person("m5").says("!topic suggest The bus is late", ROOM)
    await world.person("m5").says("!topic suggest The bus is always late", ROOM, edits=key)
    named = await world.person("olga").says("!setup organiser @a:memory", ROOM)
    await world.person("olga").says("!setup organiser @b:memory", ROOM, edits=named)
    assert len(world.bot.desk.book.rounds) == 2
    community = CommunityId(next(iter(world.bot.desk.book.communities)))
    assert len(world.bot.desk.book.organisers(community)) == 2


async def test_an_edited_idea_keeps_only_its_words(world: World) -> None:
    """ "add" is the command, not the idea."""
    await stories.confirmed(world)
    key = await world.person("m0").says("!idea add a brige")
    await world.person("m0").says("!idea add a bridge", edits=key)
    await world.person("m0").says("!idea 1")
    await world.everything_said()
    assert "“a bridge”" in world.person("m0").hears()[-1]


async def test_an_edited_answer_is_not_the_answer_to_the_next_question(world: World) -> None:
    """A form goes on with new messages only."""
    await world.person("olga", may_manage=True).says("!setup Riverside", ROOM)
    await world.person("m0").says("!topic suggest The park is empty", ROOM)
    olga = world.person("olga")
    await olga.says("!round plan community")
    await olga.says("1")
    key = await olga.says("We all decide")
    form = world.bot.desk.book.dialogues[next(iter(world.bot.desk.book.dialogues))]
    await olga.says("We all decide together", edits=key)
    assert world.bot.desk.book.dialogues[next(iter(world.bot.desk.book.dialogues))] == form


async def test_who_leaves_their_direct_message_is_answered_in_the_room(world: World) -> None:
    """Every message has an answer somewhere its author can read it."""
    await stories.opened(world)
    m0 = world.person("m0")
    await m0.opens_private()
    await world.bot.host.receive([PrivateClosed(m0.account, m0.private, "left/1")])
    said = len(world.room_says())
    await m0.says("!now", ROOM)
    await world.everything_said()
    assert len(world.room_says()) == said + 1


async def test_one_person_cannot_fill_a_space_with_topics(world: World) -> None:
    """Three wait at a time."""
    await stories.planned(world)
    for number in range(9):
        await world.person("eve").says(f"!topic suggest My topic {number}", ROOM)
    assert len(world.bot.desk.book.rounds) == 4


async def test_who_leaves_and_comes_back_can_still_change_their_ballot(world: World) -> None:
    """They were on the roll when it closed."""
    await stories.voting(world)
    m0 = world.person("m0")
    await m0.says("!vote 1:2")
    await m0.says("!leave")
    world.clock.advance(timedelta(hours=1))
    await m0.says("!join")
    await m0.says("!vote 2:2")
    await world.everything_said()
    assert "Saved" in m0.hears()[-1]


async def test_support_that_was_enough_for_few_is_not_enough_for_many(world: World) -> None:
    """A request made while hardly anybody was in needs the support of all who are in at its end."""
    await stories.planned(world)
    await world.person("m1").says("!join")
    await world.person("m1").says("!request withdraw Nobody wants this topic")
    await world.person("m0").says("!request support 1")
    await world.all_say(stories.MEMBERS[2:], "!join")
    await world.passes(timedelta(hours=49))
    world.expect(Phase.PROPOSED)


async def test_two_communities_never_have_the_same_number(world: World) -> None:
    """Somebody who is in both can name each round in private."""
    await stories.planned(world)
    await world.person("eve", may_manage=True).says("!setup Hillside", ELSEWHERE)
    await world.person("eve").says("!topic suggest The bus is late", ELSEWHERE)
    numbers = [found.topic for found in world.bot.desk.book.rounds.values()]
    assert len(set(numbers)) == len(numbers) == 2


def near_both(person: MemoryPerson) -> MemoryPerson:
    """Somebody who is in both spaces."""
    return replace(person, spaces=(ROOM, ELSEWHERE))


async def test_a_member_of_two_communities_reaches_both_votes(world: World, tmp_path: Path) -> None:
    """By the number, in one direct message."""
    del tmp_path
    await stories.planned(world)
    await world.person("eve", may_manage=True).says("!setup Hillside", ELSEWHERE)
    await world.person("eve").says("!topic suggest The bus is late", ELSEWHERE)
    both = near_both(world.person("both"))
    await both.says("!second #1")
    await both.says("!second #2")
    await world.everything_said()
    assert sum("You seconded this topic" in text for text in both.hears()) == 2


async def test_talk_that_is_edited_into_a_command_counts(world: World) -> None:
    """Nothing came of it before."""
    await stories.confirmed(world)
    key = await world.person("m0").says("I have an idea", ROOM)
    await world.person("m0").says("!idea a bridge", ROOM, edits=key)
    assert len(world.round.ideas) == 1


async def test_promise_5_who_sets_a_community_up_is_named_in_the_room(world: World) -> None:
    """Also when the answer itself goes to a direct message."""
    olga = world.person("olga", may_manage=True)
    await olga.opens_private()
    await olga.says("!setup Riverside", ROOM)
    await world.everything_said()
    assert any("olga" in text and "Riverside" in text for text in world.room_says())


async def test_a_message_that_could_not_be_read_counts_when_it_can(world: World) -> None:
    """It was told that it could not be read. That is no effect of what it says."""
    await stories.confirmed(world)
    m0 = world.person("m0")
    for place in (None, ROOM):
        late = m0.writes(f"!idea a bridge over {place}", place)
        is_private = late.is_private
        unreadable = Unreadable(m0.account, "m0", late.place, late.key, late.sent_at, is_private=is_private)
        before = len(m0.hears())
        for _ in range(2):
            await world.bot.host.receive([unreadable])
        await world.bot.host.receive([late])
        await world.everything_said()
        assert len(m0.hears()) == before + 2, "told once that it could not be read, and once what came of it"
    assert len(world.round.ideas) == 2
