"""What a store owes to a piece of work: all or nothing, each once, and no word before it is durable."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from codesign_bot.core.content import Content
from codesign_bot.core.events import Event, IdeaOffered, TimeAsked
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import Conflict, StoreTrouble
from codesign_bot.records import (
    Account,
    Ballot,
    Community,
    Dialogue,
    Entry,
    Found,
    Participant,
    Person,
    Place,
    Reads,
    Recorded,
    Row,
    Seen,
)
from codesign_bot.storage import Store, Work
from codesign_bot.testing.works import NOW, Cast, Change, Poisoned

ROUND = RoundId("round-1")
ADA, BEN = PersonId("ada"), PersonId("ben")
ACCOUNT = Account("test", "@ada:example.org")
HOME = CommunityId("home")


def asked(person: PersonId) -> Event:
    return TimeAsked(NOW, person)


async def all_at_once(store: Store, *works: Work) -> list[BaseException | None]:
    """What each piece of work was answered; they are asked for together, in this order."""
    return await asyncio.gather(*(store.apply(work) for work in works), return_exceptions=True)


class WorkContract:
    """Part of `StoreContract`."""

    async def test_what_was_acknowledged_can_be_read(self, store: Store) -> None:
        idea = IdeaOffered(NOW, IdeaNo(1), ADA, Content(ContentId("c"), "d"), is_by_organiser=False)
        await store.apply(Change([Recorded(ROUND, 1, idea), Recorded(ROUND, 2, asked(BEN))]))
        assert await store.events(ROUND) == [idea, asked(BEN)]
        assert await store.events(RoundId("another")) == []

    async def test_work_is_told_of_its_commit_once_and_before_the_answer(self, store: Store) -> None:
        change = Change([Recorded(ROUND, 1, asked(ADA))])
        await store.apply(change)
        assert change.heard == 1

    async def test_commits_are_told_in_order_and_before_anything_else_is_decided(self, store: Store) -> None:
        told: list[str] = []

        class Noted(Change):
            def committed(self) -> None:
                told.append("told")

        def deciding(_found: Found) -> None:
            told.append("decides")

        works = [Noted([Seen("test", str(no), NOW)], look=deciding) for no in range(3)]
        counting = Noted([], Reads(counts=((ROUND, VoteKind.VOTE),)), deciding)
        assert await all_at_once(store, *works, counting) == [None] * 4
        assert told == ["decides"] * 3 + ["told"] * 3 + ["decides", "told"]

    async def test_work_that_raises_leaves_no_trace_and_its_neighbours_stay(self, store: Store) -> None:
        before, after = Cast(ROUND, ADA, (), "before"), Cast(ROUND, BEN, (), "after")
        errors: list[Exception] = [Refusal("no"), KeyError("bug"), StopIteration()]
        poison = [Poisoned(error) for error in errors]
        answers = await all_at_once(store, before, *poison, after)
        assert answers[:3] == [None, *errors[:2]]
        assert isinstance(answers[3], RuntimeError)  # what a future makes of a StopIteration
        assert answers[4] is None
        assert [before.heard, *(work.heard for work in poison), after.heard] == [1, 0, 0, 0, 1]
        assert await store.ballot(ROUND, VoteKind.VOTE, ADA) is not None
        assert await store.ballot(ROUND, VoteKind.VOTE, BEN) is not None

    async def test_a_row_that_cannot_be_written_fails_its_own_work_alone(self, store: Store) -> None:
        huge = Change([Seen("test", "huge", NOW), Ballot(ROUND, VoteKind.VOTE, ADA, (), NOW, 2**70)])
        surrogate = Change([Seen("test", "half a character \ud800", NOW)])
        nobody: Any = None
        wrong = Change([Recorded(ROUND, 1, TimeAsked(NOW, nobody))])
        good = Cast(ROUND, BEN, (), "good")
        answers = await all_at_once(store, huge, surrogate, wrong, good)
        assert [isinstance(answer, Exception) for answer in answers] == [True, True, True, False]
        assert await store.ballot(ROUND, VoteKind.VOTE, ADA) is None
        assert await store.ballot(ROUND, VoteKind.VOTE, BEN) is not None
        found = await self._found(store, Reads(seen=(("test", "huge"), ("test", "good"))))
        assert found.seen == {("test", "good")}

    async def test_the_same_version_twice_is_a_conflict_and_changes_nothing(self, store: Store) -> None:
        await store.apply(Change([Recorded(ROUND, 1, asked(ADA))]))
        late = Change([Seen("test", "late", NOW), Recorded(ROUND, 1, asked(BEN))])
        good = Change([Seen("test", "good", NOW), Recorded(ROUND, 2, asked(BEN))])
        answers = await all_at_once(store, late, good)
        assert isinstance(answers[0], Conflict)
        assert answers[1] is None
        assert (late.heard, good.heard) == (0, 1)
        assert await store.events(ROUND) == [asked(ADA), asked(BEN)]
        found = await self._found(store, Reads(seen=(("test", "late"), ("test", "good"))))
        assert found.seen == {("test", "good")}

    async def test_the_same_entry_twice_is_a_conflict(self, store: Store) -> None:
        first = Entry(HOME, 1, ROUND, NOW, "opened", b"{}")
        await store.apply(Change([Community(HOME, "Home", "Europe/Berlin", "en"), first]))
        with pytest.raises(Conflict):
            await store.apply(Change([Entry(HOME, 1, None, NOW, "closed", b"{}")]))
        assert await store.entries(HOME) == [first]

    async def test_later_work_finds_what_earlier_work_decided(self, store: Store) -> None:
        person = Person(ACCOUNT, ADA, "Ada", Place("test", "dm"))
        joined = Participant(ROUND, ADA, NOW, is_organiser=False)
        ballot = Ballot(ROUND, VoteKind.VOTE, ADA, ((IdeaNo(1), 2),), NOW, 1)
        rows: list[Row] = [Seen("test", "x", NOW), person, joined, ballot, Dialogue(ADA, "{}")]
        reads = Reads(
            seen=(("test", "x"), ("test", "y")),
            accounts=(ACCOUNT,),
            participants=((ROUND, ADA), (ROUND, BEN)),
            ballots=((ROUND, VoteKind.VOTE, ADA), (ROUND, VoteKind.RUNOFF, ADA)),
            dialogues=(ADA, BEN),
        )
        founds: list[Found] = []

        def look(found: Found) -> None:
            assert found.seen == {("test", "x")}
            assert found.people == {ACCOUNT: person}
            assert found.participants == {(ROUND, ADA): joined}
            assert found.ballots == {(ROUND, VoteKind.VOTE, ADA): ballot}
            assert found.dialogues == {ADA: "{}"}
            founds.append(found)

        # The same answer whether the rows were decided a moment ago or stored long since.
        assert await all_at_once(store, Change(rows), Change([], reads, look)) == [None, None]
        await store.apply(Change([], reads, look))
        assert [bool(found.seen) for found in founds] == [True, True]
        gone, later = Change([Dialogue(ADA, None)]), Change([], reads, founds.append)
        assert await all_at_once(store, gone, later) == [None, None]
        assert founds[-1].dialogues == {}
        assert (await self._found(store, reads)).dialogues == {}

    async def test_what_work_leaves_in_the_scratch_is_gone_with_its_batch(self, store: Store) -> None:
        await store.apply(Change([], look=lambda found: found.scratch.update(mine=1)))
        assert (await self._found(store, Reads())).scratch == {}

    async def test_a_caller_that_goes_away_does_not_take_its_work_along(self, store: Store) -> None:
        work = Cast(ROUND, ADA, ((IdeaNo(1), 1),), "left")
        async with asyncio.TaskGroup() as group:
            caller = group.create_task(store.apply(work))
            await asyncio.sleep(0)
            caller.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await caller
        assert caller.cancelled()
        await store.apply(Change([]))
        assert work.heard == 1
        assert await store.ballot(ROUND, VoteKind.VOTE, ADA) is not None

    async def test_the_same_event_many_times_at_once_has_one_effect(self, store: Store) -> None:
        works = [Cast(ROUND, ADA, ((IdeaNo(1), 1),), "the same") for _ in range(50)]
        assert await all_at_once(store, *works) == [None] * len(works)
        assert [work.heard for work in works] == [1] * len(works)
        cast = await store.ballot(ROUND, VoteKind.VOTE, ADA)
        assert cast is not None
        assert cast.revision == 1

    async def test_no_change_is_lost_among_many_at_once(self, store: Store) -> None:
        people = [PersonId(f"p{no}") for no in range(20)]
        works = [Cast(ROUND, who, ((IdeaNo(turn + 1), 1),), f"{who} {turn}") for turn in range(30) for who in people]
        assert await all_at_once(store, *works) == [None] * 600
        cast = [ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)]
        assert {ballot.person: ballot.revision for ballot in cast} == dict.fromkeys(people, 30)
        assert all(ballot.dots == ((IdeaNo(30), 1),) for ballot in cast)

    async def test_a_whole_vote_is_every_ballot_that_stands(self, store: Store) -> None:
        works = [Cast(ROUND, PersonId(f"p{no}"), ((IdeaNo(no % 3 + 1), 1),), str(no)) for no in range(30)]
        back = Cast(ROUND, PersonId("p7"), (), "taken back")
        other = Cast(ROUND, ADA, ((IdeaNo(1), 1),), "other", VoteKind.RUNOFF)
        votes: list[dict[PersonId, tuple[tuple[IdeaNo, int], ...]]] = []

        def look(found: Found) -> None:
            votes.append({ballot.person: ballot.dots for ballot in found.votes[ROUND, VoteKind.VOTE]})

        counting = Change([], Reads(counts=((ROUND, VoteKind.VOTE),)), look)
        late = Cast(ROUND, BEN, ((IdeaNo(1), 1),), "late")
        assert await all_at_once(store, *works, back, other, counting, late) == [None] * 34
        assert votes == [{work.person: work.dots for work in works if work.person != "p7"}]

    async def test_what_is_asked_for_but_not_there_is_left_out(self, store: Store) -> None:
        reads = Reads(
            seen=(("test", "x"),),
            accounts=(ACCOUNT,),
            participants=((ROUND, ADA),),
            ballots=((ROUND, VoteKind.VOTE, ADA),),
            dialogues=(ADA,),
            counts=((ROUND, VoteKind.VOTE),),
        )
        found = await self._found(store, reads)
        assert found == Found(set(), {}, {}, {}, {}, {}, {(ROUND, VoteKind.VOTE): ()}, {}, {})

    async def test_a_failure_of_the_store_is_a_store_trouble(self, store: Store) -> None:
        with pytest.raises(StoreTrouble):
            await store.apply(Change([Recorded(ROUND, 0, asked(ADA))]))
        assert await store.events(ROUND) == []

    async def _found(self, store: Store, reads: Reads) -> Found:
        found: list[Found] = []
        await store.apply(Change([], reads, found.append))
        return found[0]
