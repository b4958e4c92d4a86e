"""`vote set`: new dots on one idea, the rest of the ballot as it stands; what a button on a ballot says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.ports import Reading
from codesign_bot.service.asked import Page, Show, Spend
from codesign_bot.service.casting import Cast
from codesign_bot.service.people import Speaker
from codesign_bot.service.saying import Turn
from codesign_bot.service.verbs import VERBS
from codesign_bot.service.works import Stale
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import ROOM, World, open_world
from codesign_bot.view import BallotPaper, Say, View

from .conftest import as_text


@dataclass(slots=True)
class Seen:
    """Every view that went out, in order."""

    views: list[View] = field(default_factory=list[View])

    def __call__(self, view: View, reading: Reading) -> str:
        self.views.append(view)
        return as_text(view, reading)

    @property
    def last(self) -> View:
        return self.views[-1]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
async def vote(tmp_path: Path, seen: Seen) -> AsyncIterator[World]:
    """Voting has begun: six ideas, three dots, at most two on one."""
    async with open_world(tmp_path, ControlledClock(), seen) as world:
        await stories.voting(world)
        await world.everything_said()
        yield world


def paper(view: View) -> BallotPaper:
    (found,) = [block for block in view.blocks if isinstance(block, BallotPaper)]
    return found


def keys(view: View) -> list[str]:
    return [block.key for block in view.blocks if isinstance(block, Say)]


async def dots(world: World, name: str = "m0") -> dict[int, int]:
    """Somebody's ballot as it is stored."""
    person = world.bot.desk.book.person(world.person(name).account)
    assert person is not None
    ballot = await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, person.id)
    return {} if ballot is None else {int(no): given for no, given in ballot.dots}


async def press(world: World, text: str, name: str = "m0") -> None:
    await world.person(name).presses(text, ROOM)
    await world.everything_said()


async def test_it_changes_one_idea_and_leaves_the_rest(vote: World) -> None:
    await press(vote, "!vote 3:1 1:1")
    await press(vote, "!vote set 3:2")
    assert await dots(vote) == {1: 1, 3: 2}
    await press(vote, "!vote set 1:0")
    assert await dots(vote) == {3: 2}


async def test_it_begins_a_ballot_where_there_is_none(vote: World) -> None:
    await press(vote, "!vote set 5:1")
    assert await dots(vote) == {5: 1}


async def test_a_whole_ballot_still_takes_the_place_of_the_old_one(vote: World) -> None:
    await press(vote, "!vote set 5:1")
    await press(vote, "!vote 2:1")
    assert await dots(vote) == {2: 1}


async def test_several_ideas_can_be_changed_at_once(vote: World) -> None:
    await press(vote, "!vote 1:2 2:1")
    await press(vote, "!vote set 1:0 3:2")
    assert await dots(vote) == {2: 1, 3: 2}


async def test_two_quick_presses_both_count(vote: World) -> None:
    """Whichever is decided first: neither was read from a ballot without the other."""
    m0 = vote.person("m0")
    await asyncio.gather(*(m0.presses(f"!vote set {no}:1", ROOM) for no in (1, 2, 3)))
    assert await dots(vote) == {1: 1, 2: 1, 3: 1}


async def test_presses_offered_in_one_go_both_count(vote: World) -> None:
    m0 = vote.person("m0")
    await vote.bot.host.receive([m0.writes("vote set 1:1"), m0.writes("vote set 2:2")])
    assert await dots(vote) == {1: 1, 2: 2}


async def test_a_repeated_press_counts_once(vote: World) -> None:
    """The same event, and the same button pressed twice: it names the number to reach, not one more."""
    m0 = vote.person("m0")
    heard = m0.writes("vote set 1:1")
    await vote.bot.host.receive([heard])
    await vote.bot.host.receive([heard])
    assert await dots(vote) == {1: 1}
    await press(vote, "!vote set 1:1")
    assert await dots(vote) == {1: 1}


async def test_the_ballots_of_two_people_are_two(vote: World) -> None:
    await press(vote, "!vote set 1:2", "m0")
    await press(vote, "!vote set 1:1", "m1")
    assert (await dots(vote, "m0"), await dots(vote, "m1")) == ({1: 2}, {1: 1})


async def test_the_answer_is_the_ballot_with_the_idea_that_was_changed(vote: World, seen: Seen) -> None:
    await press(vote, "!vote 1:1")
    await press(vote, "!vote set 3:2")
    shown = paper(seen.last)
    assert {choice.number: choice.dots for choice in shown.lists[0].choices if choice.dots} == {1: 1, 3: 2}
    assert len(shown.lists[0].choices) == 6
    assert (shown.lists[0].dots, shown.lists[0].cap, shown.lists[0].left) == (3, 2, 0)
    assert shown.at == 3
    assert "saved-ballot" in keys(seen.last)
    assert seen.last.topic == 1


async def test_an_answer_to_a_whole_ballot_is_about_no_idea_in_particular(vote: World, seen: Seen) -> None:
    await press(vote, "!vote 1:1")
    assert paper(seen.last).at is None
    await press(vote, "!vote clear")
    assert paper(seen.last).lists[0].left == 3
    assert "saved-ballot-cleared" in keys(seen.last)


async def test_everybody_has_an_order_of_their_own_and_it_stays(vote: World, seen: Seen) -> None:
    orders: dict[str, list[tuple[int, ...]]] = {}
    for name in stories.MEMBERS:
        for text in ("!vote show", "!vote set 1:1", "!vote show"):
            await press(vote, text, name)
            order = tuple(choice.number for choice in paper(seen.last).lists[0].choices)
            orders.setdefault(name, []).append(order)
    assert all(len(set(seen_by_one)) == 1 for seen_by_one in orders.values())
    assert len({one[0] for one in orders.values()}) > 4
    assert {tuple(sorted(one[0])) for one in orders.values()} == {(1, 2, 3, 4, 5, 6)}


async def test_too_many_dots_change_nothing_and_show_the_ballot_as_it_stands(vote: World, seen: Seen) -> None:
    await press(vote, "!vote 1:2 2:1")
    await press(vote, "!vote set 3:1")
    assert keys(seen.last)[:2] == ["ballot-over-budget", "nothing-changed"]
    assert paper(seen.last).at == 3
    assert paper(seen.last).lists[0].left == 0
    assert await dots(vote) == {1: 2, 2: 1}
    await press(vote, "!vote set 1:3")
    assert keys(seen.last)[0] == "ballot-over-cap"
    assert paper(seen.last).lists[0].left == 0
    assert seen.last.topic == 1


async def test_the_ballot_shown_with_a_refusal_is_the_newest(vote: World, seen: Seen) -> None:
    """The panel was open while the ballot changed elsewhere."""
    await press(vote, "!vote set 1:1")
    await vote.person("m0").says("vote 4:2 5:1")
    await press(vote, "!vote set 1:2")
    assert {choice.number: choice.dots for choice in paper(seen.last).lists[0].choices if choice.dots} == {4: 2, 5: 1}


async def test_an_idea_that_is_not_there_is_refused_with_the_words_handed_back(vote: World, seen: Seen) -> None:
    await press(vote, "!vote set 99:1")
    assert keys(seen.last)[0] == "idea-unknown"
    assert not any(isinstance(block, BallotPaper) for block in seen.last.blocks)
    assert await dots(vote) == {}


async def test_who_is_not_in_gets_no_ballot_to_press_on(vote: World, seen: Seen) -> None:
    await press(vote, "!vote set 1:1", "stranger")
    assert keys(seen.last)[0] == "not-joined"
    assert not any(isinstance(block, BallotPaper) for block in seen.last.blocks)


async def test_typed_in_a_room_it_is_not_counted(vote: World) -> None:
    await vote.person("m0").says("!vote set 1:1", ROOM)
    assert await dots(vote) == {}


async def test_half_of_it_shows_how_it_is_typed(vote: World, seen: Seen) -> None:
    await press(vote, "!vote set")
    assert "vote set 3:2" in [action.typed for action in seen.last.actions]
    await press(vote, "!vote set lamps")
    assert "usage" in keys(seen.last)
    assert await dots(vote) == {}


async def test_a_press_on_the_vote_goes_on_no_ballot_of_its_runoff(vote: World, seen: Seen) -> None:
    """The dots of the vote are not carried over, and an idea that is not tied is refused."""
    for place, name in enumerate(stories.MEMBERS[1:], start=1):
        await vote.person(name).says(f"vote {place % 4 + 1}:2")
    await press(vote, "!vote 6:1 1:2")
    window = vote.round.window
    assert window is not None
    vote.clock.advance_to(window.closes)
    await press(vote, "!vote set 2:1")
    assert vote.round.phase is Phase.RUNOFF
    person = vote.bot.desk.book.person(vote.person("m0").account)
    assert person is not None
    ballot = await vote.bot.desk.store.ballot(vote.round.id, VoteKind.RUNOFF, person.id)
    assert ballot is not None
    assert ballot.dots == ((IdeaNo(2), 1),)
    await press(vote, "!vote set 6:1")
    assert keys(seen.last)[0] == "idea-not-on-ballot"


async def test_a_ballot_that_was_read_for_another_vote_is_never_added_to(vote: World) -> None:
    """Another vote may begin between looking a ballot up and deciding on it: then it is looked up anew."""
    m0 = vote.person("m0")
    await press(vote, "!vote 1:2")
    desk = vote.bot.desk
    known = desk.book.person(m0.account)
    assert known is not None
    turn = Turn(m0.writes("vote set 2:1"), Speaker(known), vote.clock.now())
    for read in (VoteKind.RUNOFF, VoteKind.SHORTLIST, None):
        work = Cast(
            desk, vote.round.id, turn.at, turn=turn, spend=Spend({IdeaNo(2): 1}, is_whole=False), vote_kind=read
        )
        with pytest.raises(Stale):
            await desk.store.apply(work)
    assert await dots(vote) == {1: 2}


async def test_what_single_people_are_told_knows_its_topic(tmp_path: Path, seen: Seen) -> None:
    async with open_world(tmp_path, ControlledClock(), seen) as world:
        await stories.given(world)
        for name in ("m0", "m1"):
            await world.person(name).opens_private()
        await world.person("m2").says("!merge 1 2", ROOM)
        await world.everything_said()
    asked = [view for view in seen.views if "merge-asked" in keys(view)]
    assert len(asked) == 2
    assert {view.topic for view in asked} == {1}


async def test_a_ballot_that_is_shown_can_be_opened_at_an_idea(vote: World, seen: Seen) -> None:
    await press(vote, "!vote show 4")
    assert paper(seen.last).at == 4
    await press(vote, "!vote show 99")
    assert paper(seen.last).at is None
    await press(vote, "!vote show")
    assert paper(seen.last).at is None


async def test_after_the_vote_ones_ballot_is_shown_and_cannot_be_pressed(vote: World, seen: Seen) -> None:
    await vote.all_say(stories.MEMBERS[1:7], "vote 1:2")
    await press(vote, "!vote set 3:2")
    while vote.round.phase is not Phase.COOLING_OFF:
        await vote.step_ends()
    await press(vote, "!vote show")
    assert keys(seen.last) == ["ballot-over", "ballot-receipt-public"]
    assert "open air films" in as_text(
        seen.last, Reading(vote.bot.deliveries[ROOM.platform].voices["en"], {}, vote.clock.now())
    )
    assert not any(isinstance(block, BallotPaper) for block in seen.last.blocks)
    await press(vote, "!vote set 3:1")
    assert await dots(vote) == {3: 2}


async def test_everything_that_is_said_about_a_round_knows_its_topic(vote: World, seen: Seen) -> None:
    for text in ("!now", "!vote show", "!ideas", "!join #1"):
        await press(vote, text)
        assert seen.last.topic == 1, text
    await press(vote, "!topics")
    assert seen.last.topic is None
    cards = [view for view in seen.views if view.heading is not None and view.heading.key == "heading-round"]
    assert len(cards) > 10
    assert {view.topic for view in cards} == {1}


@given(
    st.lists(st.tuples(st.integers(1, 99), st.integers(0, 99)), min_size=1, max_size=5, unique_by=lambda one: one[0])
)
def test_set_is_read_as_a_ballot_is_but_for_the_rest(pairs: list[tuple[int, int]]) -> None:
    written = " ".join(f"{no}:{count}" for no, count in pairs)
    assert VERBS["vote"](f"set {written}") == Spend({IdeaNo(no): count for no, count in pairs}, is_whole=False)
    assert VERBS["vote"](written) == Spend({IdeaNo(no): count for no, count in pairs})


def test_show_takes_an_idea_or_nothing() -> None:
    assert VERBS["vote"]("show") == VERBS["vote"]("") == VERBS["vote"]("SHOW")
    shown = VERBS["vote"]("show #7")
    assert isinstance(shown, Show)
    assert (shown.page, shown.number) == (Page.BALLOT, 7)
