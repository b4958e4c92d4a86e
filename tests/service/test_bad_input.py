"""Every kind of bad input gets "nothing has changed", a reason, a next step and the person's own words back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Round
from codesign_bot.records import Place
from codesign_bot.testing import stories
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import ANSWERS, ROOM, World

EARLY_ENDS = ("!end", "!close now", "!time less", "!time stop", "!round end")
"""What somebody types who wants to be done before the others."""

Story = Callable[[World], Awaitable[None]]


async def refused(world: World, name: str, text: str, *wanted: str) -> str:
    """Somebody types something in private; the round stays as it is and the answer says all that is wanted."""
    before = world.round
    await world.person(name).says(text)
    await world.everything_said()
    answer = world.person(name).hears()[-1]
    assert same(world.round, before)
    assert "Nothing has changed" in answer
    for words in wanted:
        assert words in answer, answer
    assert "type !" in answer, "there is no next step"
    return answer


def same(one: Round, other: Round) -> bool:
    """Whether nothing happened between two looks at a round."""
    return one.version == other.version and one == other


@pytest.mark.parametrize(
    ("story", "name", "text", "wanted"),
    [
        (stories.voting, "m0", "!vote 1:2 2:2", ("4 dots", "you have 3", "!vote 1:2 2:2")),
        (stories.voting, "m0", "!vote 1:3", ("3", "2")),
        (stories.voting, "m0", "!vote 99:1", ("99",)),
        (stories.voting, "m0", "!idea one more idea", ("idea", "one more idea")),
        (stories.voting, "m0", "!frame too late now", ("framing", "too late now")),
        (stories.confirmed, "m0", "!vote 1:1", ("voting",)),
        (stories.confirmed, "newcomer", "!idea a bridge", ("join", "a bridge")),
        (stories.confirmed, "m0", "!idea " + "long " * 100, ("280", "long long")),
        (stories.confirmed, "m0", "!idea \u200b\u200b...", ("...",)),
        (stories.given, "m7", "!idea  Lamps by the POND!", ("1", "Lamps by the POND!")),
        (stories.confirmed, "m0", "!idea wake up @room all of you", ("wake up",)),
        (stories.given, "m0", "!idea withdraw 2", ("2",)),
        (stories.given, "m0", "!merge 1 1", ("1",)),
        (stories.given, "m0", "!merge 1 77", ("77",)),
        (stories.given, "m3", "!merge yes 1 2", ("1", "2")),
        (stories.given, "m0", "!split 1", ("1",)),
        (stories.opened, "m0", "!support 5", ("5",)),
        (stories.opened, "m0", "!time give 2d because I want it", ("organiser",)),
        (stories.opened, "olga", "!join\u0000", ()),
        (stories.opened, "m0", "!object I do not like this one bit", ("confirming",)),
        (stories.framed, "m0", "!object no", ("10",)),
        (stories.counted, "m0", "!minority " + "x" * 501, ("500",)),
        *((stories.voting, "olga", text, ("No one person can take time", "!request end", text)) for text in EARLY_ENDS),
        (stories.outcome, "olga", "!outcome publish We did it all", ("fate",)),
        (stories.outcome, "olga", "!fate 1 chosen The council by 2001-01-01", ("1",)),
        (stories.outcome, "m1", "!fate 1 later There is no money", ("organiser",)),
    ],
)
async def test_what_the_rules_refuse_changes_nothing_and_hands_the_words_back(
    world: World, story: Story, name: str, text: str, wanted: tuple[str, ...]
) -> None:
    """One line of the list of bad input each."""
    await story(world)
    if text == "!join\x00":
        await world.person(name).says("!join")
    await refused(world, name, text, *wanted)


@pytest.mark.parametrize(
    "text", ["!vote", "!frame", "!object", "!merge 3", "!support", "!feedback 1", "!fate 1", "!time give", "!request"]
)
async def test_half_a_command_shows_how_it_is_written(world: World, text: str) -> None:
    """With an example; looking at one's own ballot or the requests needs no more than the word."""
    await stories.voting(world)
    before = world.round
    await world.person("m0").says(text)
    await world.everything_said()
    answer = world.person("m0").hears()[-1]
    assert same(world.round, before)
    assert "type !" in answer


async def test_an_answer_that_came_too_early_is_kept_once_and_becomes_an_idea_once(world: World) -> None:
    """Whoever says the same again is told where it stands, with the number to type."""
    await stories.opened(world)
    await world.all_say(("m0", "m1"), "!idea Lamps by the pond")
    await refused(world, "m0", "!idea  lamps by the POND!", "kept answer 1", "!parked")
    await world.person("m0").says("!idea Benches by the pond")
    await refused(world, "m0", "!idea benches by the pond", "kept answer 2")
    while world.round.phase is not Phase.IDEAS:
        await world.step_ends()
    await world.person("m0").says("!idea parked 1")
    await world.everything_said()
    assert [idea.by for idea in world.round.ideas.values()] == [world.round.parked[0].by]
    await refused(world, "m1", "!idea parked 1", "Idea 1", "very same", "!ideas")
    await refused(world, "m1", "!idea parked 7", "kept answer 7")
    await world.person("m0").says("!idea parked 2")
    await world.everything_said()
    assert len(world.round.ideas) == 2


async def test_an_unknown_word_gets_the_nearest_commands(world: World) -> None:
    """In private always; in a room only where it looks like one of ours."""
    await stories.voting(world)
    await world.person("m0").says("!vot 1:2")
    await world.everything_said()
    answer = world.person("m0").hears()[-1]
    assert "vote" in answer
    assert "!vot 1:2" in answer
    said = len(world.room_says())
    await world.person("m0").says("!weather tomorrow", ROOM)
    await world.everything_said()
    assert len(world.room_says()) == said, "the word may be meant for another bot"


async def test_a_vote_in_the_room_is_not_counted_and_its_author_is_told(world: World) -> None:
    """A room is not secret."""
    await stories.voting(world)
    await world.person("m0").opens_private()
    await world.person("m0").says("!vote 1:2", ROOM)
    await world.everything_said()
    assert "delete" in world.person("m0").hears()[-1]
    while world.round.phase is Phase.VOTING:
        await world.step_ends()
    assert world.round.tally is not None
    assert world.round.tally.ballots == 0


async def test_a_vote_on_a_joined_idea_names_the_new_one(world: World) -> None:
    """Nobody has to search for where an idea went."""
    await stories.given(world)
    await world.person("m0").says("!merge 1 2")
    await world.person("m1").says("!merge yes 1 2")
    await world.step_ends()
    await world.step_ends()
    while world.round.phase is Phase.SORTING:
        await world.step_ends()
    await refused(world, "m3", "!vote 2:1", "idea 1")


async def test_who_joins_after_voting_began_is_told_both_times(world: World) -> None:
    """The roll is closed; everything else is open."""
    await stories.voting(world)
    world.clock.advance(timedelta(hours=1))
    await world.person("late").says("!join")
    await refused(world, "late", "!vote 1:1", "2026")


async def test_two_rounds_in_one_space_are_asked_about(world: World) -> None:
    """And named by their number they are told apart."""
    await stories.opened(world)
    await world.person("m5").says("!topic suggest The bus is always late", ROOM)
    olga = world.person("olga")
    await olga.says("!round plan #2 community")
    for answer in ANSWERS:
        await olga.says(answer)
    for name in ("m0", "m1", "m2"):
        await world.person(name).says("!second 2")
    world.expect(Phase.FRAMING)
    await world.person("m0").says("!frame It is about the bus")
    await world.everything_said()
    asked = world.person("m0").hears()[-1]
    assert "Nothing has changed" in asked
    assert "#1" in asked
    assert "#2" in asked
    await world.person("m0").says("!frame #2 It is about the bus")
    assert len(world.round.statements) == 1


async def test_a_repeated_event_is_done_once(world: World) -> None:
    """However often the platform offers it."""
    await stories.confirmed(world)
    heard = world.person("m0").writes("!idea a bridge over the pond")
    for _ in range(5):
        await world.bot.host.receive([heard, heard])
    await world.everything_said()
    assert len(world.round.ideas) == 1
    answers = [text for text in world.person("m0").hears() if "a bridge over the pond" in text]
    assert len(answers) == 1


async def test_an_edited_idea_is_edited_and_no_second_one(world: World) -> None:
    """An edited command counts once."""
    await stories.confirmed(world)
    key = await world.person("m0").says("!idea a brige over the pond")
    await world.person("m0").says("!idea a bridge over the pond", edits=key)
    assert len(world.round.ideas) == 1
    idea = world.round.ideas[next(iter(world.round.ideas))]
    assert len(idea.earlier) == 1


async def test_an_edit_of_a_refused_command_counts_as_new(world: World) -> None:
    """A typo that was refused can be mended where it stands."""
    await stories.voting(world)
    key = await world.person("m0").says("!vote 1:9")
    await world.person("m0").says("!vote 1:2", edits=key)
    await world.everything_said()
    assert "Saved" in world.person("m0").hears()[-1]


async def test_a_flood_is_answered_once_and_changes_nothing(world: World) -> None:
    """Ten commands at once, then patience."""
    await stories.confirmed(world)
    before = len(world.person("m0").hears())
    for number in range(40):
        await world.person("m0").says(f"!frame flood {number}")
    await world.everything_said()
    answers = world.person("m0").hears()[before:]
    assert len(answers) <= 12


async def test_without_a_community_people_are_told_how_one_begins(world: World) -> None:
    """And who may begin one."""
    await world.person("m0").says("!idea a bridge", ROOM)
    await world.person("m0").says("!setup Riverside", ROOM)
    await world.everything_said()
    assert len(world.room_says()) == 2
    assert not world.bot.desk.book.communities


async def test_a_stranger_in_private_learns_nothing_of_rounds_elsewhere(world: World) -> None:
    """Only members of a community's spaces reach its rounds by direct message."""
    await stories.voting(world)
    stranger = world.person("stranger")
    stranger.spaces = ()
    for text in ("!now", "!ideas", "!topics", "!vote 1:1", "!join", "!log", "!export", "#1", "!now #1"):
        await stranger.says(text)
    await world.everything_said()
    assert not any("park" in answer for answer in stranger.hears())


@pytest.mark.parametrize(
    "text", ["", " ", "!", "! ", "!!", "!\n\n", "\u202e!vote", "!" + "9" * 5000, "!vote " + "1:" * 4000]
)
async def test_nonsense_is_never_an_incident(world: World, text: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is typed, wherever."""
    await stories.voting(world)
    await world.person("m0").says(text)
    await world.person("m0").says(text, ROOM)
    await world.everything_said()
    assert not [record for record in caplog.records if "incident" in record.getMessage()]


async def test_an_unknown_template_or_zone_gets_the_nearest(world: World) -> None:
    """Five at the most."""
    await stories.planned(world)
    olga = world.person("olga")
    await olga.says("!round plan comunity")
    await world.everything_said()
    assert "community" in olga.hears()[-1]
    await olga.says("!setup zone Europe/Berln", ROOM)
    await world.everything_said()
    assert "Europe/Berlin" in olga.hears()[-1]


async def test_a_place_nobody_knows_is_no_reason_to_fall(world: World) -> None:
    """Messages from rooms that belong to no community are answered with how one begins, or not at all."""
    nowhere = Place(PLATFORM, "nowhere")
    await world.person("m0").says("hello", nowhere)
    await world.person("m0").says("!help", nowhere)
    await world.everything_said()
    assert len(world.platform.said_in(nowhere)) == 1
