"""Receipts, from the ballot to the log: told to the voter alone, listed after the count, and found by anybody then."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.log import receipts
from codesign_bot.log.receipts import receipt
from codesign_bot.records import RoundKey
from codesign_bot.service.keeping import KeepWork
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import ROOM, YARD, World, open_world
from codesign_bot.views.ballots import Own, my_ballot

from .conftest import as_text

TOLD = re.compile(r"Your receipt: `?([a-z]+ [a-z]+)`?\. After the vote you can find your ballot by it\.")


async def answered(world: World, text: str, name: str) -> str:
    await world.person(name).says(text)
    await world.everything_said()
    return world.person(name).hears()[-1]


def receipt_in(told: str) -> str:
    (found,) = TOLD.findall(told)
    return str(found)


async def true_receipt(world: World, name: str, vote: VoteKind = VoteKind.VOTE) -> str:
    person = await world.bot.desk.store.person(world.person(name).account)
    assert person is not None
    return receipt(world.bot.desk.book.round_keys[world.round.id], vote, person.id)


async def test_a_voter_is_told_their_receipt_when_the_ballot_is_saved_and_when_it_is_shown(world: World) -> None:
    await stories.voting(world)
    told = await answered(world, "vote 1:2", "m0")
    assert receipt_in(told) == await true_receipt(world, "m0")
    assert receipt_in(await answered(world, "vote show", "m0")) == receipt_in(told)
    assert receipt_in(await answered(world, "vote set 2:1", "m0")) == receipt_in(told)
    assert f"The vote: {receipt_in(told)}" in await answered(world, "me receipt", "m0")


async def test_a_ballot_that_is_shown_says_when_it_can_be_found_by_its_receipt(world: World) -> None:
    await stories.voting(world)
    before = await answered(world, "vote 1:2", "m0")
    for name in stories.MEMBERS[1:6]:
        await answered(world, "vote 2:2", name)
    later, now = "After the vote you can find your ballot by it.", "You can look up your ballot by it now"
    assert later in before
    assert now not in before
    while world.round.phase in {Phase.VOTING, Phase.RUNOFF}:
        await world.step_ends()
    after = await answered(world, "vote show", "m0")
    assert "Voting is over." in after
    assert f"Your receipt: {receipt_in(before)}. {now}, if 5 people or more voted." in after
    assert later not in after
    assert receipt_in(before) not in "\n".join(world.room_says())


async def test_a_ballot_of_a_round_that_ended_before_the_count_is_never_found(world: World) -> None:
    await stories.voting(world)
    told = await answered(world, "vote 1:2", "m0")
    state = replace(world.round, phase=Phase.WITHDRAWN, window=None)
    own = Own(PersonId("m0"), {IdeaNo(1): 2}, receipt=receipt_in(told))
    shown = "\n".join(str(block) for block in my_ballot(state, own, {}).blocks)
    assert "ballot-over" in shown
    assert "ballot-receipt" not in shown


async def test_two_people_in_one_vote_are_never_told_each_other_s(world: World) -> None:
    await stories.voting(world)
    told = {name: receipt_in(await answered(world, "vote 1:2", name)) for name in stories.MEMBERS[:6]}
    assert len(set(told.values())) == len(told)
    for name, own in told.items():
        heard = "\n".join(world.person(name).hears())
        assert own in heard
        assert not any(other in heard for other in told.values() if other != own)
    assert not any(own in text for own in told.values() for text in world.room_says())


async def test_a_ballot_without_dots_has_no_receipt(world: World) -> None:
    await stories.voting(world)
    assert "Your receipt" not in await answered(world, "vote show", "m0")
    await answered(world, "vote 1:2", "m0")
    assert "Your receipt" not in await answered(world, "vote clear", "m0")
    assert "you have no receipt" in await answered(world, "me receipt", "m0")


async def test_without_the_key_of_the_round_there_is_no_receipt_to_tell(world: World) -> None:
    await stories.voting(world)
    row = RoundKey(world.round.id, None)
    await world.bot.desk.store.apply(KeepWork([row]))
    world.bot.desk.book.absorb([row])
    assert "Your receipt" not in await answered(world, "vote 1:2", "m0")
    assert "you have no receipt" in await answered(world, "me receipt", "m0")


async def test_promise_3_nothing_is_listed_or_found_before_the_count(world: World) -> None:
    await stories.voting(world)
    own = receipt_in(await answered(world, "vote 1:2", "m0"))
    for name in stories.MEMBERS[1:6]:
        await answered(world, "vote 2:2", name)
    for asked in (own, "no such"):
        told = await answered(world, f"receipt {asked}", "m5")
        assert "Nobody can see a ballot before voting ends." in told
    entries = await world.bot.desk.store.entries(world.round.community)
    assert not any(own.encode() in entry.leaf or entry.kind == "receipts" for entry in entries)


async def test_promise_3_neither_is_before_a_runoff_is_over(world: World) -> None:
    await stories.voting(world)
    told = {
        name: receipt_in(await answered(world, f"vote {place % 4 + 1}:2", name))
        for place, name in enumerate(stories.MEMBERS)
    }
    while world.round.phase is Phase.VOTING:
        await world.step_ends()
    assert world.round.phase is Phase.RUNOFF
    assert "before voting ends" in await answered(world, f"receipt {told['m1']}", "m1")
    in_runoff = receipt_in(await answered(world, "vote 2", "m1"))
    assert in_runoff == await true_receipt(world, "m1", VoteKind.RUNOFF)
    assert in_runoff != told["m1"]


async def test_after_the_count_each_finds_their_ballot_by_their_receipt(world: World) -> None:
    await stories.counted(world)
    told = await answered(world, "me receipt", "m1")
    own = await true_receipt(world, "m1")
    assert own in told
    assert "You can look up your ballot by it now" in told
    found = await answered(world, f"receipt {own.upper()}", "m1")
    assert f"The ballot of {own}" in found.replace("`", "")
    assert re.search(r"1\. .*lamps by the pond.* 2 dots", found)
    assert re.search(r"3\. .*open air films.* 1 dot\b", found)
    assert "m1" not in found
    assert "No ballot of this round has the receipt" in await answered(world, "receipt amber amber", "m1")


async def test_the_tally_says_that_a_ballot_can_be_looked_up(world: World) -> None:
    await stories.counted(world)
    assert "!receipt …" in await answered(world, "!tally", "m1")
    assert any("Look your ballot up by it." in text for text in world.room_says())


async def test_every_listed_ballot_is_somebody_s_and_as_they_cast_it(world: World) -> None:
    await stories.counted(world)
    entries = await world.bot.desk.store.entries(world.round.community)
    (leaf,) = [json.loads(entry.leaf) for entry in entries if entry.kind == "receipts"]
    listed = {one["receipt"]: one["dots"] for one in leaf["facts"]["ballots"]}
    assert len(listed) == 7
    for name in stories.MEMBERS[:7]:
        person = await world.bot.desk.store.person(world.person(name).account)
        assert person is not None
        ballot = await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, person.id)
        assert ballot is not None
        assert listed[await true_receipt(world, name)] == [list(pair) for pair in ballot.dots]


async def test_where_few_voted_no_ballot_is_listed_and_the_reason_is_told(world: World) -> None:
    await stories.voting(world)
    for name in stories.MEMBERS[:4]:
        await answered(world, "vote 1:2 2", name)
    while world.round.phase is not Phase.COOLING_OFF:
        await world.step_ends()
    own = await true_receipt(world, "m0")
    assert "Fewer than 5 people voted" in await answered(world, f"receipt {own}", "m0")
    assert "receipt" not in await answered(world, "!tally", "m0")


@pytest.mark.parametrize("typed", ["!receipt amber otter", "!me receipt", "!receipt"])
async def test_nobody_s_receipt_is_told_or_looked_up_in_a_room(world: World, typed: str) -> None:
    """Whoever asks for one there shows everybody which ballot is theirs. The words are not repeated either."""
    await stories.counted(world)
    before = len(world.room_says())
    await world.person("m0").says(typed, ROOM)
    await world.everything_said()
    told = [*world.room_says()[before:], world.person("m0").hears()[-1]]
    own = await true_receipt(world, "m0")
    assert any("direct message" in text for text in told)
    assert not any(own in text or "amber otter" in text or "lamps" in text for text in told)


async def test_after_accounts_were_linked_the_receipt_of_the_one_that_stays_counts(both: World) -> None:
    world = both
    await stories.confirmed(world)
    olga = world.person("olga", may_manage=True)
    await olga.says("!setup code", ROOM)
    await world.everything_said()
    code = next(text for text in reversed(olga.hears()) if "setup link" in text).rsplit("link ", 1)[1].split()[0]
    await world.outsider("otto", may_manage=True).says(f"!setup link {code.strip('`')}", YARD)
    await world.everything_said()
    other = world.outsider("m0")
    await other.says("!join")
    for name, idea in zip(stories.MEMBERS, stories.IDEAS, strict=False):
        await world.person(name).says(f"!idea {idea}")
    await world.step_ends()
    await world.step_ends()
    await other.says("vote 3:2")
    await world.everything_said()
    first = receipt_in(other.hears()[-1])
    one = world.person("m0")
    await one.says("!me link")
    await world.everything_said()
    code = one.hears()[-1].rsplit("link ", 1)[1].split()[0].strip("`")
    await other.says("vote set 3:1")  # answered only after the link
    await other.says(f"!link {code}")
    await world.everything_said()
    stays = await true_receipt(world, "m0")
    assert stays != first
    assert receipt_in(other.hears()[-2]) == stays
    for told in (other.hears()[-1], one.hears()[-1]):
        assert f"Only this receipt counts now: {stays}" in told.replace("`", "")
        assert first not in told
    await other.says("vote show")
    await world.everything_said()
    assert receipt_in(other.hears()[-1]) == stays
    for name in stories.MEMBERS[1:6]:
        await answered(world, "vote 1:2 2", name)
    while world.round.phase is not Phase.COOLING_OFF:
        await world.step_ends()
    assert "open air films" in await answered(world, f"receipt {stays}", "m0")
    assert "No ballot of this round" in await answered(world, f"receipt {first}", "m0")


async def test_an_answer_that_waited_through_a_restart_tells_the_same_receipt(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock, as_text) as world:
        await stories.voting(world)
        await world.everything_said()
        await world.person("m0").says("vote 3:2")
        own = await true_receipt(world, "m0")
    async with open_world(tmp_path, clock, as_text) as world:
        clock.advance(timedelta(minutes=1))
        await world.everything_said()
        (told,) = world.person("m0").hears()
    assert receipt_in(told) == own


async def test_the_words_of_receipts_are_at_hand_before_anybody_votes(tmp_path: Path) -> None:
    """They lie on the disk, and nobody waits for a disk while others vote."""
    receipts.all_words.cache_clear()  # as in a process that has just begun
    async with open_world(tmp_path):
        assert receipts.all_words.cache_info().currsize == 1  # what a start has left there
