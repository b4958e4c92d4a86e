"""One person with two accounts: linked in private by a code, with one ballot from then on, and nobody is told who."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from codesign_bot.core.events import AccountsLinked
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.reminding import LEAD
from codesign_bot.core.state import VoteKind
from codesign_bot.core.windows import Night
from codesign_bot.ports import Heard, PrivateClosed
from codesign_bot.records import Ballot, Kind, Outgoing, Place, Urgency
from codesign_bot.reminded import Reminded, Reminders
from codesign_bot.service.joining import Join
from codesign_bot.service.reminding import Refused, Tell, remind
from codesign_bot.storage import Store, Work
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import MemoryPerson
from codesign_bot.testing.world import ROOM, YARD, World, open_world


@pytest.fixture
def world(both: World) -> World:
    """One bot, two platforms, real texts."""
    return both


async def space_linked(world: World) -> None:
    """The yard becomes a space of the community of the room."""
    olga = world.person("olga", may_manage=True)
    await olga.opens_private()
    await olga.says("!setup code", ROOM)
    await world.everything_said()
    await world.outsider("otto", may_manage=True).says(f"!setup link {code_in(olga)}", YARD)
    await world.everything_said()


async def voting(world: World) -> None:
    """A vote is on; `m0` is in it with an account on each platform."""
    await stories.confirmed(world)
    await space_linked(world)
    await world.outsider("m0").says("!join")
    for name, idea in zip(stories.MEMBERS, stories.IDEAS, strict=False):
        await world.person(name).says(f"!idea {idea}")
    await world.step_ends()
    await world.step_ends()
    world.expect(Phase.VOTING)


def code_in(person: MemoryPerson) -> str:
    """The code in the last thing that somebody was told."""
    return person.hears()[-1].rsplit("link ", 1)[1].split()[0].strip("`")


async def code_for(world: World, person: MemoryPerson) -> str:
    await person.says("!me link")
    await world.everything_said()
    return code_in(person)


async def link(world: World, kept: MemoryPerson, joined: MemoryPerson) -> str:
    """Link the accounts. Returns what the second was told."""
    await joined.says(f"!link {await code_for(world, kept)}")
    await world.everything_said()
    return joined.hears()[-1]


async def id_of(world: World, person: MemoryPerson) -> PersonId:
    found = await world.bot.desk.store.person(person.account)
    assert found is not None
    return found.id


async def ballot_of(world: World, person: PersonId) -> Ballot | None:
    return await world.bot.desk.store.ballot(world.round.id, VoteKind.VOTE, person)


def here(world: World, name: str = "m0") -> MemoryPerson:
    return world.person(name)


def there(world: World, name: str = "m0") -> MemoryPerson:
    return world.outsider(name)


async def refused(world: World, person: MemoryPerson, typed: str, because: str, place: Place | None = None) -> None:
    await person.says(typed, place)
    await world.everything_said()
    platform = world.platform if person.platform is world.platform else world.other
    assert platform is not None
    told = person.hears() if place is None else [one.text for one in platform.said_in(place)]
    assert because in told[-1], told[-1]
    assert "Nothing has changed" in told[-1]


# --- linking ----------------------------------------------------------------------------------------------


async def test_two_accounts_become_one_person(world: World) -> None:
    await stories.confirmed(world)
    told = await link(world, here(world), there(world))
    assert "count as one person now" in told
    assert await id_of(world, here(world)) == await id_of(world, there(world))
    assert "Your code was used" in here(world).hears()[-1]


async def test_a_new_account_is_in_the_round_at_once_and_may_edit_what_the_other_gave(world: World) -> None:
    await stories.confirmed(world)
    await space_linked(world)
    await here(world).says("!idea lamps by the pond")
    joined = world.round.joined
    await link(world, here(world), there(world))
    await there(world).says("!idea edit 1 more lamps by the pond")
    assert world.round.ideas[min(world.round.ideas)].earlier
    assert world.round.joined == joined


async def test_who_joined_twice_is_in_once(world: World) -> None:
    await voting(world)
    joined = world.round.joined
    one, other = await id_of(world, here(world)), await id_of(world, there(world))
    await link(world, here(world), there(world))
    assert world.round.joined == joined - 1
    entries = {one.person: one for one in await world.bot.desk.store.participants(world.round.id)}
    assert entries[one].left_at is None
    assert entries[other].left_at is not None


async def test_it_is_counted_in_the_log_and_nobody_is_named(world: World) -> None:
    await stories.confirmed(world)
    await space_linked(world)
    (community,) = world.bot.desk.book.communities
    await here(world).says("!setup log", ROOM)
    await world.person("olga").says("!setup log", ROOM)
    one, other = await id_of(world, here(world)), there(world)
    await other.says("!join")
    was = await id_of(world, other)
    await link(world, here(world), other)
    (entry,) = [one for one in await world.bot.desk.store.entries(community) if one.kind == "accounts-linked"]
    assert json.loads(entry.leaf)["facts"] == {}
    said = [text for text in world.room_says() if "Two accounts were found to be one person" in text]
    assert len(said) == 1
    assert not any(who in text for who in (one, was, "m0") for text in said)
    await world.person("m3").says("!log")
    await world.everything_said()
    assert "Two accounts were found to be one person" in world.person("m3").hears()[-1]


async def test_the_record_that_people_take_with_them_says_that_but_not_who(world: World) -> None:
    await voting(world)
    one, other = await id_of(world, here(world)), await id_of(world, there(world))
    await link(world, here(world), there(world))
    await world.person("m3").says("!export 1")
    await world.everything_said()
    files = [message.file for message in world.platform.said_in(world.person("m3").private) if message.file]
    lines, record = (file[2].decode() for file in files)
    (line,) = [json.loads(line) for line in lines.splitlines() if '"AccountsLinked"' in line]
    assert (line["kept"], line["joined"], line["both_in"]) == (None, None, True)
    assert one not in lines
    assert other not in lines
    assert "1 of these people had joined with two accounts" in record
    assert "Two accounts were found to be one person" in record
    assert "left it again" not in record


async def test_an_organiser_may_organise_with_both_accounts(world: World) -> None:
    await stories.planned(world)
    await space_linked(world)
    olga = there(world, "olga")
    await refused(world, olga, "!setup zone Europe/London", "Only organisers", YARD)
    await link(world, olga, here(world, "olga"))
    await olga.says("!setup zone Europe/London", YARD)
    (community,) = world.bot.desk.book.communities.values()
    assert community.zone == "Europe/London"
    assert world.bot.host.is_organiser(olga.account)
    assert world.bot.host.is_organiser(here(world, "olga").account)
    assert len(world.bot.desk.book.organisers(community.id)) == 1


async def test_a_form_that_is_open_goes_on_with_either_account(world: World) -> None:
    olga, other = world.person("olga", may_manage=True), there(world, "olga")
    await olga.says("!setup Riverside", ROOM)
    await world.person("m0").says("!topic suggest The park is dark", ROOM)
    await space_linked_only(world)
    await olga.says("!round plan community")
    await olga.says("1")
    await link(world, other, olga)
    assert set(world.bot.desk.book.dialogues) == {await id_of(world, olga)}
    await other.says("We all decide, here, by dots.")
    await world.everything_said()
    assert "3" in other.hears()[-1]
    assert json.loads(world.bot.desk.book.dialogues[await id_of(world, olga)])["given"].keys() == {
        "decider",
        "who_decides",
    }


async def space_linked_only(world: World) -> None:
    olga = world.person("olga")
    await olga.opens_private()
    await olga.says("!setup code", ROOM)
    await world.everything_said()
    await world.outsider("otto", may_manage=True).says(f"!setup link {code_in(olga)}", YARD)


async def test_of_two_open_forms_the_one_of_the_account_with_the_code_stays(world: World) -> None:
    await stories.planned(world)
    await space_linked(world)
    await world.person("m0").says("!topic suggest The bins are full", ROOM)
    for account in (here(world), there(world)):
        await account.says("!topic suggest Another", ROOM if account is here(world) else YARD)
    await here(world).says("!round plan #2 community")
    kept = await id_of(world, here(world))
    form = world.bot.desk.book.dialogues[kept]
    await there(world).says("!round plan #4 community")
    await link(world, here(world), there(world))
    assert world.bot.desk.book.dialogues == {kept: form}


async def test_a_chain_of_accounts_is_one_person(world: World) -> None:
    await stories.confirmed(world)
    await space_linked(world)
    for person in (here(world, "m1"), here(world, "m2"), there(world, "m1")):
        await person.says("!join")
    joined = world.round.joined
    await link(world, here(world, "m1"), there(world, "m1"))
    await link(world, here(world, "m2"), there(world, "m1"))
    await link(world, there(world, "m9"), here(world, "m1"))
    people = {await id_of(world, one) for one in (here(world, "m1"), here(world, "m2"), there(world, "m1"))}
    assert people == {await id_of(world, there(world, "m9"))}
    assert world.round.joined == joined - 2
    await there(world, "m9").says("!idea a tea stall")
    await here(world, "m2").says("!idea edit 1 a bigger tea stall")
    assert world.round.ideas[min(world.round.ideas)].earlier


async def test_two_accounts_of_the_same_platform_can_be_one_person_too(world: World) -> None:
    await voting(world)
    await here(world, "m1").says("!vote 1:2")
    await here(world, "m2").says("!vote 2:2")
    await link(world, here(world, "m1"), here(world, "m2"))
    assert await id_of(world, here(world, "m1")) == await id_of(world, here(world, "m2"))
    while world.round.phase is Phase.VOTING:
        await world.step_ends()
    assert world.round.tally is not None
    assert world.round.tally.ballots == 1


async def test_a_code_given_before_its_owner_was_linked_is_still_theirs(world: World) -> None:
    await stories.confirmed(world)
    code = await code_for(world, here(world, "m2"))
    await link(world, here(world, "m1"), here(world, "m2"))
    await there(world).says(f"!link {code}")
    assert await id_of(world, there(world)) == await id_of(world, here(world, "m1"))


async def test_a_round_that_is_over_stays_as_it_was(world: World) -> None:
    await voting(world)
    await here(world).says("!vote 1:2")
    await there(world).says("!vote 2:2")
    while world.round.phase is not Phase.COOLING_OFF:
        await world.step_ends()
    tally = world.round.tally
    ids = [await id_of(world, one) for one in (here(world), there(world))]
    ballots = [await ballot_of(world, person) for person in ids]
    await link(world, here(world), there(world))
    assert world.round.tally == tally
    assert [await ballot_of(world, person) for person in ids] == ballots


async def test_an_ended_round_gets_no_event(world: World) -> None:
    await stories.planned(world)
    await world.passes(timedelta(days=60))
    events = await world.bot.desk.store.events(world.round.id)
    if world.round.phase is Phase.EXPIRED:
        await link(world, here(world), there(world))
        assert await world.bot.desk.store.events(world.round.id) == events
        assert await id_of(world, here(world)) == await id_of(world, there(world))
    assert world.round.phase is Phase.EXPIRED


# --- promise 8: one person, one ballot, over all platforms ------------------------------------------------


async def test_promise_8_the_newer_ballot_holds_and_the_person_is_told_which(world: World) -> None:
    await voting(world)
    await here(world).says("!vote 1:2")
    world.clock.advance(timedelta(minutes=5))
    await there(world).says("!vote 2:2")
    one, other = await id_of(world, here(world)), await id_of(world, there(world))
    told = await link(world, here(world), there(world))
    assert "2." in told or "Idea 2" in told
    assert "a tea stall" in told
    assert "lamps by the pond" not in told
    kept, gone = await ballot_of(world, one), await ballot_of(world, other)
    assert kept is not None
    assert gone is not None
    assert (kept.dots, kept.revision, gone.dots, gone.revision) == (((2, 2),), 2, (), 2)


async def test_promise_8_an_older_ballot_of_the_joined_account_is_taken_back(world: World) -> None:
    await voting(world)
    await there(world).says("!vote 2:2")
    world.clock.advance(timedelta(minutes=5))
    await here(world).says("!vote 1:2")
    one, other = await id_of(world, here(world)), await id_of(world, there(world))
    assert "lamps by the pond" in await link(world, here(world), there(world))
    kept, gone = await ballot_of(world, one), await ballot_of(world, other)
    assert kept is not None
    assert gone is not None
    assert (kept.dots, kept.revision, gone.dots, gone.revision) == (((1, 2),), 1, (), 2)


async def test_promise_8_the_only_ballot_goes_along_with_its_time(world: World) -> None:
    await voting(world)
    await there(world).says("!vote 2:2")
    cast_at = world.clock.now()
    world.clock.advance(timedelta(hours=5))
    await link(world, here(world), there(world))
    kept = await ballot_of(world, await id_of(world, here(world)))
    assert kept is not None
    assert (kept.dots, kept.at) == (((2, 2),), cast_at), "a link is no late vote"


async def test_promise_8_a_ballot_that_was_taken_back_does_not_take_the_other_one_along(world: World) -> None:
    await voting(world)
    await here(world).says("!vote 1:2")
    world.clock.advance(timedelta(minutes=5))
    await there(world).says("!vote 2:2")
    await there(world).says("!vote clear")
    await link(world, here(world), there(world))
    kept = await ballot_of(world, await id_of(world, here(world)))
    assert kept is not None
    assert kept.dots == ((1, 2),)


async def test_promise_8_after_linking_each_account_changes_the_one_ballot(world: World) -> None:
    await voting(world)
    for name in stories.MEMBERS[1:6]:
        await world.person(name).says("!vote 3:2")
    await link(world, here(world), there(world))
    await here(world).says("!vote 1:2")
    await there(world).says("!vote 2:2")
    await here(world).says("!vote show")
    await world.everything_said()
    assert "a tea stall" in here(world).hears()[-1]
    while world.round.phase is Phase.VOTING:
        await world.step_ends()
    assert world.round.tally is not None
    assert world.round.tally.ballots == 6
    assert {row.idea: row.dots for row in world.round.tally.ranking}[min(world.round.ideas)] == 0


async def test_promise_8_who_was_on_the_roll_with_either_account_may_vote_with_both(world: World) -> None:
    await voting(world)
    await there(world, "late").says("!join")
    await refused(world, there(world, "late"), "!vote 1:2", "joined")
    await link(world, there(world, "late"), here(world))
    await there(world, "late").says("!vote 1:2")
    ballot = await ballot_of(world, await id_of(world, there(world, "late")))
    assert ballot is not None
    assert ballot.dots == ((1, 2),)


async def test_promise_8_in_the_last_minute_of_a_vote_one_ballot_is_counted_and_after_it_nothing_changes(
    world: World,
) -> None:
    await voting(world)
    for name in stories.MEMBERS[:5]:
        await world.person(name).says("!vote 1:2")
    await there(world).says("!vote 2:2")
    await there(world, "m1").says("!vote 3:2")
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - timedelta(seconds=1))
    await link(world, here(world), there(world))
    world.clock.advance_to(window.closes)
    await link(world, here(world, "m2"), here(world, "m3"))
    world.expect(Phase.COOLING_OFF)
    assert world.round.tally is not None
    assert world.round.tally.ballots == 5


async def test_promise_8_while_a_platform_is_waited_for_after_the_end_nobody_is_linked(world: World) -> None:
    await voting(world)
    code = await code_for(world, there(world))
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - timedelta(minutes=5))
    code = await code_for(world, there(world))
    world.bot.host.lost_touch("other")
    world.clock.advance_to(window.closes)
    await refused(world, here(world), f"!link {code}", "I cannot reach all platforms")
    world.bot.host.caught_up("other")
    await here(world).says(f"!link {code}")
    assert await id_of(world, here(world)) == await id_of(world, there(world)), "the code was not used up"


async def test_promise_8_a_vote_of_the_joined_account_in_the_same_moment_makes_no_second_ballot(world: World) -> None:
    """Both platforms are heard at once: whichever is stored first, one person has one ballot."""
    await voting(world)
    kept, joined = here(world), there(world)
    code = await code_for(world, kept)
    was = await id_of(world, joined)
    happen = [
        kept.writes("!vote 1:2"),
        joined.writes(f"!link {code}"),
        joined.writes("!vote 2:2"),
        joined.writes("!time more"),
    ]
    await asyncio.gather(*(world.bot.host.receive([one]) for one in happen))
    await world.everything_said()
    old, one = await ballot_of(world, was), await ballot_of(world, await id_of(world, kept))
    assert old is None or not old.dots
    assert one is not None
    assert one.dots
    assert was not in world.round.pace.asked_for_time
    assert not any("incident" in text.casefold() for text in (*kept.hears(), *joined.hears()))


@dataclass(slots=True)
class Overtaken:
    """Holds one message of an account back until its link is stored: in the same batch, or in the one after it."""

    store: Store
    is_same_batch: bool
    held: list[tuple[Work, asyncio.Future[None]]] = field(default_factory=list[tuple[Work, asyncio.Future[None]]])
    is_held: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    async def apply(self, work: Work) -> None:
        if isinstance(work, Join):
            self.is_over = True
            ((late, told),) = self.held
            if self.is_same_batch:
                _, outcome = await asyncio.gather(
                    self.store.apply(work), self.store.apply(late), return_exceptions=True
                )
            else:
                await self.store.apply(work)
                (outcome,) = await asyncio.gather(self.store.apply(late), return_exceptions=True)
            if isinstance(outcome, BaseException):
                told.set_exception(outcome)
            else:
                told.set_result(None)
            return
        if self.is_over:
            await self.store.apply(work)
            return
        told = asyncio.get_running_loop().create_future()
        self.held.append((work, told))
        self.is_held.set()
        await told

    def __getattr__(self, name: str) -> object:
        return getattr(self.store, name)


async def overtaken(world: World, late: Heard, link_: Heard, *, is_same_batch: bool) -> None:
    """`late` is on its way when `link_` links its author to somebody else."""
    overtaking = Overtaken(world.bot.desk.store, is_same_batch)
    world.bot.desk.store = cast("Store", overtaking)
    async with asyncio.TaskGroup() as group:
        group.create_task(world.bot.host.receive([late]))
        await overtaking.is_held.wait()
        group.create_task(world.bot.host.receive([link_]))
    world.bot.desk.store = overtaking.store
    await world.everything_said()


@pytest.mark.parametrize("is_same_batch", [True, False])
@pytest.mark.parametrize("typed", ["!vote 2:2", "!time more"])
async def test_promise_8_an_act_that_is_overtaken_by_the_link_is_the_persons(
    world: World, typed: str, *, is_same_batch: bool
) -> None:
    await voting(world)
    kept, joined = here(world), here(world, "m1")
    code, was = await code_for(world, kept), await id_of(world, here(world, "m1"))
    late, linking = joined.writes(typed), joined.writes(f"!link {code}")
    await overtaken(world, late, linking, is_same_batch=is_same_batch)
    one = await id_of(world, kept)
    assert await id_of(world, joined) == one
    assert await ballot_of(world, was) is None
    ballot = await ballot_of(world, one)
    assert (ballot is not None and ballot.dots == ((2, 2),)) is (typed == "!vote 2:2")
    assert (world.round.pace.asked_for_time == {one}) is (typed == "!time more")
    assert not any("incident" in text.casefold() for text in joined.hears())


@pytest.mark.parametrize("is_same_batch", [True, False])
async def test_a_new_name_that_is_overtaken_by_the_link_does_not_undo_it(world: World, *, is_same_batch: bool) -> None:
    await voting(world)
    kept, joined = here(world), here(world, "m1")
    code = await code_for(world, kept)
    late, linking = replace(joined.writes("!now"), name="Mona"), joined.writes(f"!link {code}")
    await overtaken(world, late, linking, is_same_batch=is_same_batch)
    found = await world.bot.desk.store.person(joined.account)
    assert found is not None
    assert found.id == await id_of(world, kept)
    assert found.name in {"Mona", "m1"}
    assert "count as one person now" in "".join(joined.hears()[-2:])


# --- codes ------------------------------------------------------------------------------------------------


async def test_a_code_works_once(world: World) -> None:
    await stories.confirmed(world)
    code = await code_for(world, here(world))
    await there(world).says(f"!link {code.lower()}")
    await refused(world, there(world, "thief"), f"!link {code}", "I do not know this code")


async def test_a_code_is_worth_nothing_after_ten_minutes(world: World) -> None:
    await stories.confirmed(world)
    code = await code_for(world, here(world))
    world.clock.advance(timedelta(minutes=10))
    await refused(world, there(world), f"!link {code}", "I do not know this code")


async def test_a_new_code_takes_the_place_of_the_old_one(world: World) -> None:
    await stories.confirmed(world)
    old = await code_for(world, here(world))
    assert await code_for(world, here(world)) != old
    await refused(world, there(world), f"!link {old}", "I do not know this code")


async def test_the_same_message_offered_again_leaves_the_code_as_it_is(world: World) -> None:
    await stories.confirmed(world)
    asked = here(world).writes("!me link")
    for _ in range(3):
        await world.bot.host.receive([asked])
    await world.everything_said()
    typed = there(world).writes(f"!link {code_in(here(world))}")
    for _ in range(7):
        await world.bot.host.receive([typed])
    await world.everything_said()
    assert await id_of(world, here(world)) == await id_of(world, there(world))
    assert sum("count as one person now" in text for text in there(world).hears()) == 1
    events = await world.bot.desk.store.events(world.round.id)
    assert sum(isinstance(event, AccountsLinked) for event in events) == 0, "a new account was in no round"


async def test_after_five_wrong_codes_the_right_one_has_to_wait_an_hour(world: World) -> None:
    await stories.confirmed(world)
    thief = there(world, "thief")
    for number in range(5):
        await refused(world, thief, f"!link 0000000{number}", "I do not know this code")
        world.clock.advance(timedelta(minutes=1))
    code = await code_for(world, here(world))
    await refused(world, thief, f"!link {code}", "too many wrong codes")
    await there(world).says(f"!link {code}")
    assert await id_of(world, there(world)) == await id_of(world, here(world)), "others are not held up"
    world.clock.advance(timedelta(minutes=56))
    await refused(world, thief, "!link 00000000", "I do not know this code")


async def test_a_code_that_was_typed_where_others_read_is_worth_nothing(world: World) -> None:
    await stories.confirmed(world)
    await space_linked(world)
    code = await code_for(world, here(world))
    await refused(world, there(world), f"!link {code}", "Others can read this", YARD)
    await refused(world, there(world, "thief"), f"!link {code}", "I do not know this code")
    await here(world).says("!me link", ROOM)
    await world.everything_said()
    assert "Others can read this" in here(world).hears()[-1]


async def test_a_form_that_nobody_else_sees_is_private_enough(world: World) -> None:
    await stories.confirmed(world)
    await space_linked(world)
    await here(world).presses("!me link", ROOM)
    await world.everything_said()
    await there(world).presses(f"!link {code_in(here(world))}", YARD)
    await world.everything_said()
    assert "count as one person now" in there(world).hears()[-1]


async def test_nobody_is_linked_to_themselves(world: World) -> None:
    await stories.confirmed(world)
    code = await code_for(world, here(world))
    await refused(world, here(world), f"!link {code}", "one person already")
    await link(world, here(world), there(world))
    again = await code_for(world, there(world))
    await refused(world, here(world), f"!link {again}", "one person already")


async def test_half_a_command_is_answered_with_its_usage(world: World) -> None:
    await stories.confirmed(world)
    await here(world).says("!link")
    await world.everything_said()
    assert "Type the code that you got there" in here(world).hears()[-1]


# --- afterwards -------------------------------------------------------------------------------------------


async def test_a_link_outlives_a_restart(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock, has_other=True) as world:
        await stories.voting(world)
        code = await code_by_keys(world, here(world))
        await here(world).says("!vote 1:2")
        await here(world, "m1").says("!vote 2:2")
        was = await id_of(world, here(world, "m1"))
        await here(world, "m1").says(f"!link {code}")
        state = world.round
    async with open_world(tmp_path, clock, has_other=True) as world:
        for found in world.bot.desk.book.rounds:
            await world.bot.desk.rounds.load(found)
        assert world.round == state
        here(world, "m1").sent = 900
        await here(world, "m1").says("!vote 3:2")
        ballot, gone = await ballot_of(world, await id_of(world, here(world))), await ballot_of(world, was)
        assert ballot is not None
        assert gone is not None
        assert (ballot.dots, gone.dots) == (((3, 2),), ())
        trace = {one.key: one.value for one in await world.bot.desk.store.kept("host")}
        assert trace[f"linked/{was}"] == await id_of(world, here(world))


async def code_by_keys(world: World, person: MemoryPerson) -> str:
    await person.says("!me link")
    await world.everything_said()
    return person.hears()[-1].rsplit("link ", 1)[1].split("'")[0]


async def test_whoever_leaves_one_direct_message_is_told_things_in_the_other(world: World) -> None:
    await stories.confirmed(world)
    await space_linked(world)
    await here(world).opens_private()
    await there(world).opens_private()
    await link(world, here(world), there(world))
    person, host = await id_of(world, here(world)), world.bot.host
    assert world.bot.desk.book.privates[person] == here(world).private
    assert host.is_private(here(world).private)
    assert host.is_private(there(world).private), "it is for nobody else's eyes, though nothing is told there"
    await host.receive([PrivateClosed(here(world).account, here(world).private, "closed")])
    assert world.bot.desk.book.privates[person] == there(world).private
    assert not host.is_private(here(world).private)
    await host.receive([PrivateClosed(there(world).account, there(world).private, "closed")])
    assert person not in world.bot.desk.book.privates
    assert not host.is_private(there(world).private)


async def test_both_direct_messages_of_a_linked_person_are_private_after_a_restart(tmp_path: Path) -> None:
    clock = ControlledClock()
    async with open_world(tmp_path, clock, has_other=True) as world:
        await stories.voting(world)
        code = await code_by_keys(world, here(world))
        await there(world).opens_private()
        await there(world).says(f"!link {code}")
    async with open_world(tmp_path, clock, has_other=True) as world:
        assert world.bot.host.is_private(here(world).private)
        assert world.bot.host.is_private(there(world).private)
        person = await id_of(world, here(world))
        assert world.bot.desk.book.privates[person] == here(world).private


HOUR = timedelta(hours=1)


def reminders_of(*accounts: MemoryPerson) -> int:
    """How many reminders stand in these direct messages."""
    return sum("I remind you in private, once in a step." in text for one in accounts for text in one.hears())


async def to_reminder(world: World) -> None:
    window = world.round.window
    assert window is not None
    world.clock.advance_to(window.closes - LEAD)
    await world.bot.timekeeper.settle_due()


async def test_who_links_accounts_is_not_reminded_of_the_same_step_again(world: World) -> None:
    await voting(world)
    m6, other, desk = world.person("m6"), world.outsider("m6"), world.bot.desk
    await to_reminder(world)
    await world.everything_said()
    assert reminders_of(m6, other) == 1
    was = await desk.store.person(m6.account)
    assert was is not None
    assert "count as one person now" in await link(world, other, m6)
    await world.passes(HOUR)
    await remind(desk, desk.book.rounds[world.round.id], world.clock.now())
    await world.everything_said()
    assert reminders_of(m6, other) == 1
    now = await desk.store.person(m6.account)
    assert now is not None
    noted = [one.person for one in await desk.store.reminded(world.round.id)]
    assert (was.id in noted, noted.count(now.id)) == (False, 1)


async def test_a_reminder_that_waits_while_accounts_are_linked_is_not_lost(world: World) -> None:
    await voting(world)
    m6, other, desk = world.person("m6"), world.outsider("m6"), world.bot.desk
    await to_reminder(world)
    due = world.clock.now()
    community = desk.book.communities[world.round.community]
    night = Night((due - HOUR).time(), (due + 3 * HOUR).time())
    desk.book.absorb([replace(community, zone="UTC", quiet=night)])
    assert "count as one person now" in await link(world, other, m6)
    assert reminders_of(m6, other) == 0, "it waits for the morning"
    await world.passes(4 * HOUR)
    assert reminders_of(m6, other) == 1


async def test_who_is_linked_while_the_platform_refuses_a_reminder_stays_linked(world: World) -> None:
    await voting(world)
    m6, other, desk = world.person("m6"), world.outsider("m6"), world.bot.desk
    was = await desk.store.person(m6.account)
    assert was is not None
    late = Refused(desk, was.id)
    await link(world, other, m6)
    await desk.store.apply(late)
    people = [await desk.store.person(one.account) for one in (m6, other)]
    assert {(one.id != was.id, one.reminders) for one in people if one is not None} == {(True, Reminders.REFUSED)}
    assert {one.id for one in people if one is not None} & desk.book.unreminded
    await other.says("!me language de")
    assert [one.reminders for one in await desk.store.accounts(people[0].id if people[0] else was.id)] == (
        [Reminders.REFUSED] * 2
    )


async def test_who_is_linked_while_it_is_decided_whom_to_remind_is_noted_by_one_name(world: World) -> None:
    await voting(world)
    m6, other, desk = world.person("m6"), world.outsider("m6"), world.bot.desk
    was = await desk.store.person(m6.account)
    assert was is not None
    now, body = world.clock.now(), json.dumps({"person": was.id, "community": world.round.community, "of": []})
    note = Reminded(world.round.id, was.id, "voting/x", now, now)
    message = Outgoing("reminder/x", Kind.REMINDER, m6.private, now, body, Urgency.REMINDER)
    late = Tell(desk, (message, note), None, now)
    await link(world, other, m6)
    await desk.store.apply(late)
    kept = await desk.store.person(m6.account)
    assert kept is not None
    assert late.rows == (message, replace(note, person=kept.id))
    assert [one.person for one in await desk.store.reminded(world.round.id)] == [kept.id]
    both = Tell(desk, (message, note, replace(note, person=kept.id)), None, now)
    await desk.store.apply(both)
    assert both.rows == (replace(note, person=kept.id),), "one message is enough"
