"""What a store owes to what it keeps for a while: it is there until it may go, and goes a little at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from codesign_bot.core.events import TimeAsked
from codesign_bot.core.ids import CommunityId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.errors import Conflict
from codesign_bot.records import (
    Account,
    Community,
    Found,
    Kind,
    Origin,
    Outgoing,
    Place,
    Queued,
    Reads,
    Recorded,
    RoundPlace,
    Row,
    Seen,
    Urgency,
)
from codesign_bot.storage import Store
from codesign_bot.testing.works import NOW, Change, Poisoned
from codesign_bot.traces import Old, OldCopies, OldOrigins, OldSeen, OldSent

HOME = Community(CommunityId("home"), "Home", "UTC", "en")
HALL, YARD = Place("test", "hall"), Place("test", "yard")
ROUND, OTHER = RoundId("round-1"), RoundId("round-2")
ADA, BEN = Account("test", "@ada"), Account("test", "@ben")
MICROSECOND, DAY = timedelta(microseconds=1), timedelta(days=1)
LATER = NOW + 999 * DAY


def is_in(phase: Phase, round_id: RoundId = ROUND) -> RoundPlace:
    return RoundPlace(round_id, HOME.id, TopicNo(1), HALL, phase)


def message(key: str, round_id: RoundId | None = None, kind: Kind = Kind.APPEND) -> Outgoing:
    return Outgoing(key, kind, HALL, NOW, f'"{key}"', Urgency.ANNOUNCEMENT, round_id)


async def put(store: Store, *rows: Row) -> None:
    await store.apply(Change(rows))


async def forget(store: Store, old: Old, most: int = 500) -> int:
    """Everything that is old. Returns in how many bits."""
    place: str | None = ""
    bits = 0
    while place is not None:
        place = await store.forget(old, place, most)
        bits += 1
    return bits


async def seen(store: Store, *keys: str, platform: str = "test") -> str:
    return " ".join([key for key in keys if await store.was_seen(platform, key)])


async def queued_again(store: Store, *messages: Outgoing) -> list[str]:
    """Which of these messages are not known any more: queued once more, they wait to be said."""
    await put(store, *messages)
    return [one.message.key for one in await store.outbox("test", LATER, 9999)]


class TracesContract:
    """Part of `StoreContract`."""

    async def test_what_came_of_a_message_is_kept_and_replaced(self, store: Store) -> None:
        idea = Origin(ADA, "$1", NOW, ROUND, IdeaNo(3))
        refused = Origin(ADA, "$2", NOW + MICROSECOND, is_refused=True)
        await put(store, idea, refused, Origin(ADA, "$3", NOW, ROUND))
        assert await store.origin(ADA, "$1") == idea
        assert await store.origin(ADA, "$2") == refused
        assert await store.origin(ADA, "$3") == Origin(ADA, "$3", NOW, ROUND)
        assert await store.origin(ADA, "$4") is None
        mended = Origin(ADA, "$2", NOW, OTHER, IdeaNo(1))
        await put(store, mended, mended)
        assert await store.origin(ADA, "$2") == mended

    async def test_what_came_of_a_message_is_its_authors_alone(self, store: Store) -> None:
        own = [Origin(ADA, "$1", NOW, ROUND, IdeaNo(1)), Origin(BEN, "$1", NOW, ROUND, IdeaNo(2))]
        elsewhere = Origin(Account("other", ADA.id), "$1", NOW, is_refused=True)
        await put(store, *own, elsewhere)
        for one in (*own, elsewhere):
            assert await store.origin(one.account, "$1") == one

    async def test_what_came_of_a_message_is_stored_with_its_event_or_not_at_all(self, store: Store) -> None:
        def idea(no: int, version: int) -> Change:
            came = Origin(ADA, f"${no}", NOW, ROUND, IdeaNo(no))
            return Change(
                [came, Recorded(ROUND, version, TimeAsked(NOW, PersonId("ada"))), Seen("test", f"${no}", NOW)]
            )

        await store.apply(idea(1, 1))
        late = asyncio.gather(
            store.apply(idea(2, 1)),
            store.apply(Poisoned(KeyError("bug"))),
            store.apply(idea(3, 2)),
            return_exceptions=True,
        )
        assert [type(answer) for answer in await late] == [Conflict, KeyError, type(None)]
        assert [await store.origin(ADA, key) is not None for key in ("$1", "$2", "$3")] == [True, False, True]
        assert await seen(store, "$1", "$2", "$3") == "$1 $3"

    async def test_old_events_of_a_platform_go_and_all_others_stay(self, store: Store) -> None:
        rows = [Seen("test", "older", NOW - DAY), Seen("test", "just", NOW), Seen("test", "newer", NOW + DAY)]
        await put(store, *rows, Seen("other", "older", NOW - DAY), Seen("tes", "older", NOW - DAY))
        assert await forget(store, OldSeen("test", NOW)) == 1
        assert await seen(store, "older", "just", "newer") == "just newer"
        assert await seen(store, "older", platform="other") == "older"
        assert await seen(store, "older", platform="tes") == "older"

    async def test_a_forgotten_event_counts_as_new_and_a_remembered_one_does_not(self, store: Store) -> None:
        await put(store, Seen("test", "old", NOW - DAY), Seen("test", "new", NOW))
        await forget(store, OldSeen("test", NOW))
        founds: list[Found] = []
        await store.apply(Change([], Reads(seen=(("test", "old"), ("test", "new"))), founds.append))
        assert founds[0].seen == {("test", "new")}
        await put(store, Seen("test", "old", NOW))
        await forget(store, OldSeen("test", NOW))
        assert await seen(store, "old", "new") == "old new"

    @pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 57])
    async def test_no_more_goes_at_a_time_than_was_asked_for(self, store: Store, count: int) -> None:
        keys = [f"{no:03}" for no in range(count)]
        await put(store, *(Seen("test", key, NOW - DAY if no % 3 else NOW) for no, key in enumerate(keys)))
        left = [len((await seen(store, *keys)).split())]
        place: str | None = ""
        while place is not None:
            place = await store.forget(OldSeen("test", NOW), place, most=10)
            left.append(len((await seen(store, *keys)).split()))
            assert len(left) < 99, "it never comes to an end"
        assert all(0 <= before - after <= 10 for before, after in pairwise(left))
        assert left[-1] == len(keys[::3])

    async def test_others_write_while_the_old_goes(self, store: Store) -> None:
        old, new = [f"{no:03}" for no in range(200)], [f"{no:03}/new" for no in range(200)]
        await put(store, *(Seen("test", key, NOW - DAY) for key in old))
        writing = [store.apply(Change([Seen("test", key, NOW)])) for key in new]
        await asyncio.gather(forget(store, OldSeen("test", NOW), 7), *writing)
        assert (await seen(store, *old), (await seen(store, *new)).split()) == ("", new)

    @pytest.mark.parametrize("phase", Phase)
    async def test_what_came_of_messages_goes_when_the_round_has_ended(self, store: Store, phase: Phase) -> None:
        old = Origin(ADA, "$1", NOW - DAY, ROUND, IdeaNo(1))
        new = Origin(BEN, "$1", NOW + DAY, ROUND)
        other = Origin(ADA, "$2", NOW - DAY, OTHER, IdeaNo(1))
        await put(store, HOME, is_in(phase), is_in(Phase.VOTING, OTHER), old, new, other)
        await forget(store, OldOrigins(NOW), most=1)
        stay = None if phase in ENDED else old
        assert await store.origin(ADA, "$1") == stay
        assert (await store.origin(BEN, "$1") is None) == (phase in ENDED)
        assert await store.origin(ADA, "$2") == other

    async def test_what_came_of_messages_about_no_round_goes_with_time(self, store: Store) -> None:
        rows = [
            Origin(ADA, "$1", NOW - MICROSECOND, is_refused=True),
            Origin(ADA, "$2", NOW, is_refused=True),
            Origin(ADA, "$3", NOW - MICROSECOND),
            Origin(ADA, "$4", NOW),
        ]
        await put(store, *rows)
        await forget(store, OldOrigins(NOW), most=2)
        assert [await store.origin(ADA, one.key) for one in rows] == [None, rows[1], None, rows[3]]

    async def test_what_was_sent_goes_once_it_is_old(self, store: Store) -> None:
        old = [message("answer"), replace(message("file", kind=Kind.FILE), file=("a.csv", "text/csv", b"a"))]
        new = replace(message("new"), at=NOW + DAY)
        await put(store, *old, new)
        for one in (*old, new):
            await store.sent(one.key, 1, f"${one.key}", "")
        assert await queued_again(store, *old, new) == []
        await forget(store, OldSent(NOW + DAY), most=1)
        assert await store.key_of(HALL, "$answer") is None
        assert await store.key_of(HALL, "$new") == "new"
        assert await queued_again(store, *old, new) == ["answer", "file"]

    async def test_what_waits_is_never_forgotten(self, store: Store) -> None:
        await put(store, message("queued"), message("delayed"), message("parked"))
        await put(store, replace(message("wished"), place=YARD, not_before=NOW + DAY))
        await store.delayed("delayed", NOW + DAY)
        await store.parked("parked", "no-right")
        await forget(store, OldSent(LATER), most=2)
        await store.unpark(HALL)
        found = await store.outbox("test", LATER, 9)
        assert sorted(one.message.key for one in found) == ["delayed", "parked", "queued", "wished"]

    @pytest.mark.parametrize("phase", Phase)
    async def test_what_was_said_of_a_round_stays_as_long_as_it_is_on(self, store: Store, phase: Phase) -> None:
        said = message("said", ROUND)
        await put(store, HOME, is_in(phase), said)
        await store.sent("said", 1, "$1", "")
        await forget(store, OldSent(LATER))
        assert await store.key_of(HALL, "$1") == (None if phase in ENDED else "said")

    async def test_a_card_is_edited_where_it_stands_however_old_it_is(self, store: Store) -> None:
        """Also that of a round that has ended: its last state may still have to be shown."""
        card = replace(message("card", ROUND, Kind.CARD), body="", urgency=Urgency.CARD)
        await put(store, HOME, is_in(Phase.ARCHIVED), card)
        await store.sent("card", 1, "$card", "one")
        await forget(store, OldSent(LATER), most=1)
        await put(store, card)
        assert await store.outbox("test", LATER, 9) == [Queued(card, 0, 2, "$card", "one")]

    async def test_an_order_is_kept_after_what_was_before_is_forgotten(self, store: Store) -> None:
        for no in range(3):
            await put(store, *(message(f"{no}/{one}") for one in range(3)))
            for one in range(2):
                await store.sent(f"{no}/{one}", 1, f"${no}/{one}", "")
            await forget(store, OldSent(LATER), most=1)
        found = await store.outbox("test", LATER, 9)
        assert [one.message.key for one in found] == ["0/2", "1/2", "2/2"]

    async def test_forgetting_copies_forgets_nothing_else(self, store: Store) -> None:
        came = Origin(ADA, "$1", NOW, is_refused=True)
        await put(store, came, Seen("test", "$1", NOW), message("queued"))
        assert await forget(store, OldCopies(LATER)) == 1
        assert await store.origin(ADA, "$1") == came
        assert await seen(store, "$1") == "$1"
        assert [one.message.key for one in await store.outbox("test", LATER, 9)] == ["queued"]
