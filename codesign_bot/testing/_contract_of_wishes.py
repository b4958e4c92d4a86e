"""What a store owes to those who said how they want to be told: that it is known, and what they were reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from codesign_bot.core.ids import PersonId, RoundId
from codesign_bot.records import Account, Person, Row
from codesign_bot.reminded import Reminded, RemindedJoined, Reminders, RemindersOver, RemindersPast, RemindersRefused
from codesign_bot.storage import Store
from codesign_bot.testing.works import NOW, Change

ROUND, OTHER = RoundId("round-1"), RoundId("round-2")
ADA, BEN = PersonId("ada"), PersonId("ben")


async def put(store: Store, *rows: Row) -> None:
    await store.apply(Change(rows))


class WishesContract:
    """Part of `StoreContract`."""

    async def test_who_wants_no_reminders_and_reads_times_elsewhere_is_known_of_everybody(self, store: Store) -> None:
        ada = Person(Account("a", "1"), ADA, "Ada", reminders=Reminders.OFF, zone="Asia/Tokyo")
        ben = Person(Account("a", "2"), BEN, "Ben", reminders=Reminders.REFUSED)
        await put(store, ada, ben, Person(Account("a", "3"), PersonId("cleo"), "Cleo", zone=""))
        assert await store.wishes() == [(ADA, Reminders.OFF, "Asia/Tokyo"), (BEN, Reminders.REFUSED, None)]
        assert [await store.person(one.account) for one in (ada, ben)] == [ada, ben]
        assert await store.accounts(ADA) == [ada]
        await put(store, replace(ada, reminders=Reminders.ON, zone=""))
        assert await store.wishes() == [(ADA, Reminders.ON, ""), (BEN, Reminders.REFUSED, None)]

    async def test_who_was_reminded_of_what_is_kept_until_the_round_is_over(self, store: Store) -> None:
        first = Reminded(ROUND, ADA, "voting/x", NOW + timedelta(days=2), NOW)
        more = [replace(first, person=BEN), replace(first, step="merge/1/2"), replace(first, round=OTHER)]
        await put(store, first, *more)
        assert await store.reminded(ROUND) == [more[1], first, more[0]]
        again = replace(first, until=NOW + timedelta(days=5), at=NOW + timedelta(days=3), times=2)
        await put(store, again)
        assert await store.reminded(ROUND) == [more[1], again, more[0]]
        await put(store, RemindersOver(ROUND))
        assert await store.reminded(ROUND) == []
        assert await store.reminded(OTHER) == [more[2]]

    async def test_of_two_who_are_one_the_later_reminder_and_the_higher_count_hold(self, store: Store) -> None:
        day = timedelta(days=1)
        bens = Reminded(ROUND, BEN, "voting/x", NOW + 2 * day, NOW, 2)
        adas = replace(bens, person=ADA, until=NOW + 4 * day, at=NOW + day, times=1)
        await put(store, bens, adas, replace(bens, step="merge/1/2"), replace(bens, round=OTHER))
        await put(store, RemindedJoined(ADA, BEN))
        assert await store.reminded(ROUND) == [replace(bens, person=ADA, step="merge/1/2"), replace(adas, times=2)]
        assert await store.reminded(OTHER) == [replace(bens, round=OTHER, person=ADA)]
        await put(store, replace(bens, times=3), RemindedJoined(ADA, BEN))
        assert await store.reminded(ROUND) == [replace(bens, person=ADA, step="merge/1/2"), replace(adas, times=3)]
        await put(store, RemindedJoined(ADA, ADA))
        assert len(await store.reminded(ROUND)) == 2, "who is one already loses nothing"

    async def test_whoever_cannot_be_written_to_is_refused_and_nothing_else_of_anybody_changes(
        self, store: Store
    ) -> None:
        ada = [Person(Account(platform, "1"), ADA, "Ada", language="de", zone="Asia/Tokyo") for platform in ("a", "b")]
        ben = Person(Account("a", "2"), BEN, "Ben")
        await put(store, *ada, ben)
        await put(store, RemindersRefused(ADA), RemindersRefused(PersonId("nobody")))
        assert await store.accounts(ADA) == [replace(one, reminders=Reminders.REFUSED) for one in ada]
        assert await store.accounts(BEN) == [ben]
        assert await store.accounts(PersonId("nobody")) == []

    async def test_the_day_of_a_message_is_forgotten_and_the_steps_of_a_round_are_not(self, store: Store) -> None:
        step = Reminded(ROUND, ADA, "voting/x", NOW, NOW)
        old, new = replace(step, round=OTHER, step=""), Reminded(OTHER, BEN, "", NOW, NOW + timedelta(days=1))
        await put(store, step, old, new)
        await put(store, RemindersPast(NOW))
        assert await store.reminded(OTHER) == [old, new]
        await put(store, RemindersPast(NOW + timedelta(days=1)))
        assert (await store.reminded(ROUND), await store.reminded(OTHER)) == ([step], [new])
