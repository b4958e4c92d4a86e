"""What a store owes to the outbox: an order, patience, and nothing forgotten or said twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.records import Community, Kind, Outgoing, Place, Queued, Space, SpaceMoved, Unsaid, Urgency
from codesign_bot.storage import PLACE_REFUSES, Store
from codesign_bot.testing.works import NOW, Change

HALL, YARD = Place("test", "hall"), Place("test", "yard")
MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(days=99)


def message(key: str, place: Place = HALL, urgency: Urgency = Urgency.ANNOUNCEMENT) -> Outgoing:
    return Outgoing(key, Kind.APPEND, place, NOW, f'"{key}"', urgency)


def card(key: str, place: Place = HALL) -> Outgoing:
    return Outgoing(key, Kind.CARD, place, NOW, "", Urgency.CARD, RoundId("round-1"), pin=True)


async def queue(store: Store, *messages: Outgoing) -> None:
    await store.apply(Change(messages))


async def waiting(store: Store, limit: int = 99) -> list[Queued]:
    return list(await store.outbox("test", NOW, limit))


async def keys(store: Store) -> str:
    return " ".join([queued.message.key for queued in await waiting(store)])


class OutboxContract:
    """Part of `StoreContract`."""

    async def test_a_message_waits_as_it_was_given(self, store: Store) -> None:
        file = replace(
            message("file"),
            kind=Kind.FILE,
            file=("votes.csv", "text/csv", b"\x00\xff"),
            reply_to="$event",
            pin=True,
        )
        timed = replace(message("timed"), round=RoundId("round-1"), not_before=NOW, language="de")
        await queue(store, file, timed)
        assert await waiting(store) == [Queued(one, 0, 1, None, None) for one in (file, timed)]
        assert await store.outbox("another", NOW, 9) == []

    async def test_the_urgent_goes_first_and_each_urgency_in_order(self, store: Store) -> None:
        await queue(store, card("c"), message("b1"), message("b2", YARD), message("a1", YARD, Urgency.ANSWER))
        await queue(store, message("b3"), message("a2", HALL, Urgency.ANSWER))
        assert await keys(store) == "a1 a2 b1 b2 b3 c"
        assert [queued.message.key for queued in await waiting(store, limit=2)] == ["a1", "a2"]

    async def test_places_that_are_left_out_take_no_room_from_the_others(self, store: Store) -> None:
        await queue(store, message("h1"), message("h2"), message("y1", YARD))
        found = await store.outbox("test", NOW, 1, [HALL.id])
        assert [queued.message.key for queued in found] == ["y1"]
        assert await store.outbox("test", NOW, 9, {HALL.id, YARD.id}) == []
        assert await keys(store) == "h1 h2 y1"

    async def test_a_message_with_a_known_key_is_the_same_message(self, store: Store) -> None:
        await queue(store, message("a"), replace(message("a"), body="other"))
        await queue(store, replace(message("a"), body="another", place=YARD))
        assert await waiting(store) == [Queued(message("a"), 0, 1, None, None)]
        await store.sent("a", 1, "$1", "digest")
        await queue(store, message("a"), replace(message("a"), kind=Kind.CARD))
        assert await waiting(store) == []
        await queue(store, card("c"), replace(card("c"), kind=Kind.APPEND, body="once"))
        assert await waiting(store) == [Queued(card("c"), 0, 1, None, None)]

    async def test_what_was_sent_is_out(self, store: Store) -> None:
        await queue(store, message("a"), message("b"))
        await store.sent("a", 1, "$1", "digest")
        assert await keys(store) == "b"
        await store.sent("unknown", 1, "$2", "digest")
        assert await keys(store) == "b"

    async def test_nothing_passes_a_delayed_message_in_its_place(self, store: Store) -> None:
        await queue(
            store,
            message("a"),
            message("b"),
            message("y", YARD),
            message("q", HALL, Urgency.ANSWER),
            card("c"),
        )
        await store.delayed("a", NOW + MINUTE)
        assert await keys(store) == "q y c"
        assert await store.next_delivery("test", NOW) == NOW + MINUTE
        later = await store.outbox("test", NOW + MINUTE, 9)
        assert [queued.message.key for queued in later] == ["q", "a", "b", "y", "c"]
        assert [queued.attempts for queued in later] == [0, 1, 0, 0, 0]
        assert await store.next_delivery("test", NOW + MINUTE) is None

    async def test_what_is_not_wanted_yet_holds_up_only_what_came_after_it(self, store: Store) -> None:
        await queue(store, message("a"), replace(message("b"), not_before=NOW + MINUTE), message("c"))
        assert await keys(store) == "a"
        assert await store.next_delivery("test", NOW) == NOW + MINUTE
        await store.sent("a", 1, "$1", "digest")
        assert await keys(store) == ""

    async def test_the_next_delivery_is_that_of_a_message_that_may_really_go(self, store: Store) -> None:
        assert await store.next_delivery("test", NOW) is None
        await queue(store, message("a"), replace(message("b"), not_before=NOW + MINUTE), message("y", YARD))
        assert await store.next_delivery("another", NOW) is None
        await store.delayed("a", NOW + 3 * MINUTE)
        assert await store.next_delivery("test", NOW) == NOW + 3 * MINUTE  # b cannot pass a
        await store.delayed("y", NOW + 2 * MINUTE)
        assert await store.next_delivery("test", NOW) == NOW + 2 * MINUTE

    async def test_a_delay_never_makes_a_message_come_before_its_wish(self, store: Store) -> None:
        await queue(store, replace(message("a"), not_before=NOW + 5 * MINUTE))
        await store.delayed("a", NOW + MINUTE)
        assert await store.next_delivery("test", NOW) == NOW + 5 * MINUTE
        await store.delayed("a", NOW + 9 * MINUTE)
        assert await store.next_delivery("test", NOW) == NOW + 9 * MINUTE

    async def test_a_card_that_changes_often_is_queued_once(self, store: Store) -> None:
        await queue(store, card("c"), card("c"), card("d"))
        await queue(store, card("c"))
        assert await waiting(store) == [
            Queued(card("c"), 0, 3, None, None),
            Queued(card("d"), 0, 1, None, None),
        ]

    async def test_a_card_that_changes_all_the_time_is_sent_all_the_same(self, store: Store) -> None:
        """Each change asks for patience anew; the first one counts."""
        for minutes in range(1, 5):
            await queue(store, replace(card("c"), not_before=NOW + minutes * MINUTE))
            assert await store.next_delivery("test", NOW) == NOW + MINUTE
        assert await keys(store) == ""
        assert [one.revision for one in await store.outbox("test", NOW + MINUTE, 9)] == [4]
        await store.sent("c", 4, "$1", "four")
        await queue(store, replace(card("c"), not_before=NOW + 9 * MINUTE))
        assert await store.next_delivery("test", NOW) == NOW + 9 * MINUTE
        await store.delayed("c", NOW + 2 * MINUTE)
        await queue(store, replace(card("c"), not_before=NOW + 3 * MINUTE))
        assert await store.next_delivery("test", NOW) == NOW + 3 * MINUTE
        await store.delayed("c", NOW + 5 * MINUTE)
        await queue(store, card("c"))
        assert await store.next_delivery("test", NOW) == NOW + 5 * MINUTE

    async def test_a_card_that_must_change_now_does_not_wait_for_its_time(self, store: Store) -> None:
        await queue(store, replace(card("c"), not_before=NOW + MINUTE))
        await queue(store, card("c"))
        await queue(store, replace(card("c"), not_before=NOW + MINUTE))
        assert await keys(store) == "c"

    async def test_a_card_that_was_sent_comes_back_only_when_it_changes(self, store: Store) -> None:
        await queue(store, card("c"))
        await store.sent("c", 1, "$1", "one")
        assert await waiting(store) == []
        await queue(store, card("d"), card("c"))
        assert await keys(store) == "d c"  # a card that changes all the time does not starve the others
        assert (await waiting(store))[1] == Queued(card("c"), 0, 2, "$1", "one")

    async def test_a_card_that_changed_while_it_was_sent_stays_queued(self, store: Store) -> None:
        await queue(store, card("c"))
        await store.delayed("c", NOW)
        await queue(store, card("c"))
        await store.sent("c", 1, "$1", "one")
        assert await waiting(store) == [Queued(card("c"), 0, 2, "$1", "one")]
        await store.sent("c", 2, "$1", "two")
        assert await waiting(store) == []

    async def test_a_changed_card_keeps_its_delay(self, store: Store) -> None:
        await queue(store, card("c"))
        await store.delayed("c", NOW + MINUTE)
        await queue(store, card("c"))
        assert await waiting(store) == []
        assert await store.next_delivery("test", NOW) == NOW + MINUTE

    async def test_a_card_that_goes_to_another_place_is_said_anew(self, store: Store) -> None:
        await queue(store, card("c"))
        await store.sent("c", 1, "$1", "one")
        await queue(store, card("c", YARD))
        assert await waiting(store) == [Queued(card("c", YARD), 0, 2, None, None)]

    async def test_a_parked_message_waits_for_its_space_and_holds_up_nobody(self, store: Store) -> None:
        await queue(store, message("a"), message("b"), message("y", YARD))
        await store.delayed("a", NOW + MINUTE)
        await store.parked("a", "no-right")
        await store.parked("y", "no-right")
        assert await keys(store) == "b"
        assert await store.next_delivery("test", NOW) is None
        await store.unpark(HALL)
        assert await keys(store) == "a b"
        assert (await waiting(store))[0].attempts == 0

    async def test_it_is_known_where_something_is_parked(self, store: Store) -> None:
        assert await store.parked_places("test") == []
        await queue(store, message("a"), message("b"), message("y", YARD), card("c"))
        for key in ("a", "b", "c"):
            await store.parked(key, "no-right")
        assert await store.parked_places("test") == [HALL]
        assert await store.parked_places("another") == []
        await store.parked("y", "no-right")
        assert set(await store.parked_places("test")) == {HALL, YARD}
        await store.unpark(HALL)
        assert await store.parked_places("test") == [YARD]

    async def test_it_is_known_where_somebody_waits_for_an_answer(self, store: Store) -> None:
        answers = [message(key, place, Urgency.ANSWER) for key, place in (("a", HALL), ("b", HALL), ("y", YARD))]
        await queue(store, message("n"), card("c", YARD))
        assert set(await store.answers_waiting("test")) == set()
        await queue(store, *answers)
        await store.delayed("y", NOW + MINUTE)
        await store.sent("a", 1, "$a", "")
        assert set(await store.answers_waiting("test")) == {HALL.id, YARD.id}
        assert set(await store.answers_waiting("another")) == set()
        await store.sent("b", 1, "$b", "")
        assert set(await store.answers_waiting("test")) == {YARD.id}

    async def test_one_message_may_be_sent_while_the_others_of_its_place_wait_on(self, store: Store) -> None:
        await queue(store, message("a"), message("b"), message("y", YARD), message("q"))
        await store.delayed("a", NOW + MINUTE)
        for key in ("a", "b", "y"):
            await store.parked(key, PLACE_REFUSES)
        await store.unpark_one("a")
        assert await keys(store) == "a q"
        assert (await waiting(store))[0].attempts == 0
        await store.parked("a", PLACE_REFUSES)
        await store.unpark_one("q")
        await store.unpark_one("unknown")
        assert await keys(store) == "q"
        await store.sent("q", 1, "$q", "")
        await store.unpark_one("q")
        assert await keys(store) == "", "what was sent is not sent again"

    async def test_the_first_that_waits_because_of_its_place_is_known(self, store: Store) -> None:
        await queue(
            store, card("c"), message("a"), message("b"), message("y", YARD), message("q", HALL, Urgency.ANSWER)
        )
        assert await store.first_parked(HALL) is None
        for key in ("y", "c", "b"):
            await store.parked(key, PLACE_REFUSES)
        await store.parked("a", "broken")
        assert await store.first_parked(HALL) == "b", "not the one that is at fault itself"
        assert await store.first_parked(YARD) == "y"
        await store.parked("q", PLACE_REFUSES)
        assert await store.first_parked(HALL) == "q", "the most urgent"
        assert await store.first_parked(HALL, "c") == "c"
        assert await store.first_parked(HALL, "y") == "q", "that one waits elsewhere"
        await store.unpark_one("c")
        assert await store.first_parked(HALL, "c") == "q"
        await store.unpark(HALL)
        assert await store.first_parked(HALL, "q") is None

    async def test_a_parked_card_stays_parked_when_it_changes_and_is_said_once(self, store: Store) -> None:
        await queue(store, card("c"))
        await store.parked("c", "no-right")
        await queue(store, card("c"))
        assert await waiting(store) == []
        await store.unpark(HALL)
        assert await waiting(store) == [Queued(card("c"), 0, 2, None, None)]

    async def test_a_message_is_found_by_what_the_platform_calls_it(self, store: Store) -> None:
        await queue(store, message("a"), card("c"), message("y", YARD))
        await store.sent("a", 1, "$1", "digest")
        await store.sent("c", 1, "$2", "digest")
        await store.sent("y", 1, "$1", "digest")
        await queue(store, card("c"))  # it waits to be edited
        found = [await store.key_of(HALL, name) for name in ("$1", "$2", "$3", "")]
        assert found == ["a", "c", None, None]
        assert await store.key_of(YARD, "$1") == "y"
        assert await store.key_of(YARD, "$2") is None

    async def test_what_was_sent_is_neither_delayed_nor_parked_any_more(self, store: Store) -> None:
        await queue(store, message("a"))
        await store.sent("a", 1, "$1", "digest")
        await store.delayed("a", NOW)
        await store.parked("a", "no-right")
        await store.unpark(HALL)
        assert await store.outbox("test", LATER, 9) == []
        await queue(store, card("c"))
        await store.sent("c", 1, "$2", "one")
        await store.delayed("c", LATER)
        await queue(store, card("c"))
        assert await waiting(store) == [Queued(card("c"), 0, 2, "$2", "one")]

    async def test_what_waits_in_a_direct_message_that_is_none_any_more_is_never_said(self, store: Store) -> None:
        file = replace(message("file"), kind=Kind.FILE, file=("votes.csv", "text/csv", b"secret"))
        await queue(store, message("a"), message("b"), message("sent"), file, card("c"), message("y", YARD))
        await store.sent("sent", 1, "$1", "digest")
        await store.delayed("a", NOW + MINUTE)
        await store.parked("b", "no-right")
        await queue(store, message("queued in the same breath"))
        await store.apply(Change([message("at last"), Unsaid(HALL)]))
        assert await keys(store) == "y c"
        await store.unpark(HALL)
        assert [queued.message.key for queued in await store.outbox("test", LATER, 99)] == ["y", "c"]
        assert await store.key_of(HALL, "$1") == "sent"
        await queue(store, message("a"))  # the same key is the same message, said or not
        assert await keys(store) == "y c"
        await queue(store, message("from now on"))
        assert await keys(store) == "y from now on c"

    async def test_what_waits_follows_a_space_that_moved(self, store: Store) -> None:
        there = Place("test", "new hall")
        home = Community(CommunityId("home"), "Home", "UTC", "en")
        answer = replace(message("answer"), reply_to="$question")
        await queue(store, message("old"), card("c"), answer, message("parked"), message("y", YARD))
        await store.sent("old", 1, "$0", "digest")
        await store.sent("c", 1, "$1", "one")
        await store.parked("parked", "gone")
        await store.apply(Change([home, Space(HALL, home.id), SpaceMoved(HALL, there)]))
        found = await waiting(store)
        assert [(queued.message.key, queued.message.place) for queued in found] == [
            ("answer", there),
            ("y", YARD),
            ("c", there),  # said before, and now said anew where people are
        ]
        assert found[0].message.reply_to is None  # what it answered is in the old space
        await store.unpark(there)
        await queue(store, card("c", there), message("old"))
        assert await keys(store) == "answer parked y c"
        assert (await waiting(store))[-1] == Queued(card("c", there), 0, 2, None, None)

    async def test_a_long_queue_is_handed_out_in_order_bit_by_bit(self, store: Store) -> None:
        messages = [message(f"{no:04}", Place("test", f"dm{no % 7}")) for no in range(500)]
        await queue(store, *messages)
        out: list[Outgoing] = []
        while found := await waiting(store, limit=60):
            for queued in found:
                out.append(queued.message)
                await store.sent(queued.message.key, queued.revision, "$", "digest")
        assert out == messages
