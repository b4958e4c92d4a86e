"""What a store owes to what it keeps: every row comes back as it was, and a newer one replaces it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.rest import Resting
from codesign_bot.core.state import VoteKind
from codesign_bot.core.windows import Night
from codesign_bot.errors import Conflict
from codesign_bot.records import (
    Account,
    Ballot,
    Community,
    Dialogue,
    Entry,
    Found,
    Kept,
    LogBlock,
    LogHead,
    Organiser,
    Participant,
    Person,
    Place,
    Reads,
    RoundKey,
    RoundPlace,
    Row,
    Signed,
    Space,
    SpaceMoved,
    Timer,
    Words,
)
from codesign_bot.storage import Sought, Store
from codesign_bot.testing.works import NOW, Change

HOME, AWAY = CommunityId("home"), CommunityId("away")
ROUND, OTHER = RoundId("round-1"), RoundId("round-2")
ADA, BEN = PersonId("ada"), PersonId("ben")
HALL, YARD, DM = Place("test", "hall"), Place("test", "yard"), Place("test", "dm")
COMMUNITY = Community(HOME, "Home 🏡", "Europe/Berlin", "en")
MICROSECOND = timedelta(microseconds=1)


def words(no: int, round_id: RoundId, text: str | None) -> Words:
    salt = None if text is None else bytes(range(32))
    return Words(ContentId(f"c{no}"), round_id, ADA, NOW, salt, text)


async def put(store: Store, *rows: Row) -> None:
    await store.apply(Change(rows))


class RowsContract:
    """Part of `StoreContract`."""

    async def test_communities_and_their_spaces_are_kept_and_replaced(self, store: Store) -> None:
        hall, yard = Space(HALL, HOME), Space(YARD, HOME, is_log=True, trouble="no-right")
        await put(store, hall, COMMUNITY, yard)  # a row may come before what it belongs to
        assert await store.communities() == [COMMUNITY]
        assert await store.spaces() == [hall, yard]
        newer, mended = Community(HOME, "Home", "UTC", "de", TopicNo(7)), Space(YARD, HOME)
        await put(store, newer, mended)
        assert await store.communities() == [newer]
        assert await store.spaces() == [hall, mended]

    async def test_the_days_on_which_no_step_of_a_community_ends_are_kept_and_ended(self, store: Store) -> None:
        days = (date(2026, 12, 24), date(2027, 1, 6))
        for rest in (Resting("DE-BE", days, weekends=True), Resting(None, days[:1]), Resting("IL"), Resting()):
            resting = replace(COMMUNITY, rest=rest)
            await put(store, resting)
            assert await store.communities() == [resting]

    async def test_that_dates_are_wished_in_lists_of_events_is_kept_and_ended(self, store: Store) -> None:
        for wished in (replace(COMMUNITY, has_event_list=True), COMMUNITY):
            await put(store, wished)
            assert await store.communities() == [wished]

    async def test_quiet_hours_of_a_community_are_kept_and_ended(self, store: Store) -> None:
        quiet = replace(COMMUNITY, quiet=Night(time(22, 30), time(0, 5)))
        await put(store, quiet)
        assert await store.communities() == [quiet]
        await put(store, COMMUNITY)
        assert await store.communities() == [COMMUNITY]

    async def test_what_somebody_chose_to_read_in_is_known_of_everybody_at_once(self, store: Store) -> None:
        ada = Person(Account("a", "1"), ADA, "Ada", language="de")
        ben = Person(Account("a", "2"), BEN, "Ben", language="")
        await put(store, ada, ben, Person(Account("a", "3"), PersonId("cleo"), "Cleo"))
        assert await store.languages() == {ADA: "de"}
        assert [await store.person(one.account) for one in (ada, ben)] == [ada, ben]
        assert await store.accounts(ADA) == [ada]
        await put(store, replace(ada, language=""), replace(ben, language="en"))
        assert await store.languages() == {BEN: "en"}

    async def test_organisers_are_kept_also_when_they_no_longer_are(self, store: Store) -> None:
        was = Organiser(HOME, BEN, NOW - timedelta(days=9), until=NOW)
        await put(store, COMMUNITY, Organiser(HOME, ADA, NOW), Organiser(HOME, BEN, NOW))
        await put(store, was)
        assert await store.organisers() == [was, Organiser(HOME, ADA, NOW)]

    async def test_a_person_is_found_by_each_account(self, store: Store) -> None:
        one = Person(Account("a", "1"), ADA, "Ada", Place("a", "dm"))
        two = Person(Account("b", "1"), ADA, "Ada on B")
        ben = Person(Account("a", "2"), BEN, "Ben")
        await put(store, two, one, ben)
        assert [await store.person(account) for account in (one.account, two.account)] == [one, two]
        assert await store.person(Account("c", "1")) is None
        assert await store.accounts(ADA) == [one, two]
        assert await store.names([ADA, BEN, PersonId("nobody")]) == {ADA: "Ada", BEN: "Ben"}
        assert await store.names([]) == {}
        linked = Person(ben.account, ADA, "Ben", None)
        await put(store, linked)
        assert await store.accounts(ADA) == [one, linked, two]
        assert await store.names([BEN]) == {}

    async def test_rounds_are_found_oldest_first_whatever_became_of_them(self, store: Store) -> None:
        first = RoundPlace(OTHER, HOME, TopicNo(1), HALL, Phase.PROPOSED)
        second = RoundPlace(ROUND, HOME, TopicNo(2), YARD, Phase.IDEAS)
        ended = RoundPlace(OTHER, HOME, TopicNo(1), YARD, Phase.ARCHIVED)
        await put(store, COMMUNITY, first)
        await put(store, second)
        await put(store, ended)
        assert await store.round_places() == [ended, second]

    async def test_participants_come_in_the_order_they_joined(self, store: Store) -> None:
        ben = Participant(ROUND, BEN, NOW, is_organiser=True)
        ada = Participant(ROUND, ADA, NOW + MICROSECOND, is_organiser=False)
        await put(store, ada, ben, Participant(OTHER, ADA, NOW, is_organiser=False))
        assert await store.participants(ROUND) == [ben, ada]
        left = Participant(ROUND, ADA, ada.joined_at, is_organiser=False, left_at=NOW + timedelta(days=1))
        await put(store, left)
        assert await store.participants(ROUND) == [ben, left]
        assert await store.participant(ROUND, ADA) == left
        assert await store.participant(OTHER, BEN) is None

    async def test_words_are_kept_apart_and_can_be_erased(self, store: Store) -> None:
        strange = "ä\x00\u202e'; DROP TABLE words; --\n\U0001f9f5"
        await put(store, words(1, ROUND, strange), words(2, ROUND, ""), words(3, OTHER, "else"))
        assert await store.words_of_round(ROUND) == {"c1": strange, "c2": ""}
        await put(store, words(1, ROUND, None))
        asked = [ContentId(name) for name in ("c1", "c3", "unknown")]
        assert await store.words(asked) == {"c1": None, "c3": "else"}
        assert await store.words_of_round(ROUND) == {"c1": None, "c2": ""}

    async def test_a_ballot_is_one_for_each_person_and_vote(self, store: Store) -> None:
        first = Ballot(ROUND, VoteKind.VOTE, ADA, ((IdeaNo(3), 2), (IdeaNo(12), 1)), NOW, 1)
        runoff = Ballot(ROUND, VoteKind.RUNOFF, ADA, ((IdeaNo(3), 1),), NOW, 1)
        back = Ballot(ROUND, VoteKind.VOTE, ADA, (), NOW + MICROSECOND, 2)
        await put(store, first, runoff)
        assert await store.ballot(ROUND, VoteKind.VOTE, ADA) == first
        await put(store, back)
        assert await store.ballot(ROUND, VoteKind.VOTE, ADA) == back
        assert await store.ballot(ROUND, VoteKind.RUNOFF, ADA) == runoff
        assert await store.ballot(ROUND, VoteKind.VOTE, BEN) is None

    @pytest.mark.parametrize("people", [0, 1, 1000, 2500])
    async def test_all_ballots_of_a_vote_are_walked_once(self, store: Store, people: int) -> None:
        cast = [Ballot(ROUND, VoteKind.VOTE, PersonId(f"p{no}"), ((IdeaNo(1), 1),), NOW, 1) for no in range(people)]
        await put(
            store,
            *cast,
            Ballot(OTHER, VoteKind.VOTE, ADA, (), NOW, 1),
            Ballot(ROUND, VoteKind.RUNOFF, ADA, (), NOW, 1),
        )
        walked = [ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)]
        assert sorted(walked, key=lambda one: one.person) == sorted(cast, key=lambda one: one.person)

    async def test_entries_come_in_order_and_in_pieces(self, store: Store) -> None:
        entries = [Entry(HOME, no, ROUND if no % 2 else None, NOW, "kind", b'{"n":1}') for no in (2, 1, 3)]
        other = Entry(AWAY, 1, ROUND, NOW, "kind", b"{}", ADA)
        await put(store, COMMUNITY, Community(AWAY, "Away", "UTC", "en"), *entries, other)
        assert [entry.no for entry in await store.entries(HOME)] == [1, 2, 3]
        assert [entry.no for entry in await store.entries(HOME, 1, 1)] == [2]
        assert [entry.no for entry in await store.entries_before(HOME, 3, 5)] == [2, 1]
        assert [entry.no for entry in await store.entries_before(HOME, 4, 1)] == [3]
        assert await store.entries(AWAY) == [other]

    async def test_what_was_hashed_comes_in_the_same_order_with_its_number_and_its_round(self, store: Store) -> None:
        entries = [Entry(HOME, no, ROUND if no % 2 else None, NOW, "kind", b'{"n":%d}' % no) for no in (2, 1, 3)]
        await put(
            store, COMMUNITY, Community(AWAY, "Away", "UTC", "en"), *entries, Entry(AWAY, 1, None, NOW, "k", b"{}")
        )
        assert await store.leaves(HOME) == [(1, ROUND, b'{"n":1}'), (2, None, b'{"n":2}'), (3, ROUND, b'{"n":3}')]
        assert await store.leaves(HOME, 1, 1) == [(2, None, b'{"n":2}')]
        assert await store.leaves(HOME, 3) == []

    async def test_entries_are_sought_by_round_kind_and_time_together(self, store: Store) -> None:
        day = timedelta(days=1)
        entries = [
            Entry(HOME, 1, None, NOW, "began", b"1"),
            Entry(HOME, 2, ROUND, NOW + day, "power", b"2"),
            Entry(HOME, 3, OTHER, NOW - day, "step", b"3"),  # told late: its time is before that of its neighbours
            Entry(HOME, 4, ROUND, NOW + 2 * day, "step", b"4"),
            Entry(HOME, 5, ROUND, NOW + 2 * day, "power", b"5"),
        ]
        away = Entry(AWAY, 1, ROUND, NOW, "power", b"away")
        await put(store, COMMUNITY, Community(AWAY, "Away", "UTC", "en"), *entries, away)

        async def found(sought: Sought, before: int = 9, most: int = 9) -> list[int]:
            return [entry.no for entry in await store.entries_sought(sought, before, most)]

        assert await found(Sought(HOME)) == [5, 4, 3, 2, 1]
        assert await found(Sought(HOME), before=4, most=2) == [3, 2]
        assert await found(Sought(HOME, ROUND)) == [5, 4, 2]
        assert await found(Sought(HOME, ROUND), before=5, most=1) == [4]
        assert await found(Sought(HOME, ROUND, frozenset({"power"}))) == [5, 2]
        assert await found(Sought(HOME, kinds=frozenset({"power", "began"}))) == [5, 2, 1]
        assert await found(Sought(HOME, kinds=frozenset({"power"})), before=5, most=1) == [2]
        assert await found(Sought(HOME, since=NOW, until=NOW + day)) == [1]
        assert await found(Sought(HOME, since=NOW)) == [5, 4, 2, 1]
        assert await found(Sought(HOME, until=NOW + day)) == [3, 1]
        assert await found(Sought(HOME, kinds=frozenset({"step"}), until=NOW)) == [3]
        assert await found(Sought(HOME, ROUND, frozenset({"step"}), NOW + day, NOW + 3 * day)) == [4]
        assert await found(Sought(HOME, ROUND, since=NOW + 2 * day), before=5) == [4]
        assert await store.entries_sought(Sought(AWAY, ROUND), 9, 9) == [away]

    async def test_the_roots_of_a_log_are_kept_in_order_and_never_anew(self, store: Store) -> None:
        one, two, lone = LogBlock(HOME, 0, b"one"), LogBlock(HOME, 1, b"two"), LogBlock(HOME, 3, b"four")
        assert await store.log_blocks(HOME) == []
        await put(store, COMMUNITY, two, one, lone)
        assert await store.log_blocks(HOME) == [b"one", b"two"]  # nothing behind a gap
        assert await store.log_blocks(AWAY) == []
        with pytest.raises(Conflict):
            await put(store, LogBlock(HOME, 1, b"other"))

    async def test_a_log_keeps_how_far_it_has_come(self, store: Store) -> None:
        await put(store, COMMUNITY, LogHead(HOME, 1, b"one"))
        await put(store, LogHead(HOME, 2, b"two"))
        assert await store.log_heads() == [LogHead(HOME, 2, b"two")]

    async def test_what_was_signed_is_kept_and_never_signed_anew(self, store: Store) -> None:
        first, second = Signed(HOME, 1, NOW, b"one", "note one\n"), Signed(HOME, 3, NOW, b"three", "note three\n")
        assert await store.last_checkpoint(HOME) is None
        await put(store, COMMUNITY, second, first)
        assert await store.checkpoints(HOME) == [first, second]
        assert await store.last_checkpoint(HOME) == second
        with pytest.raises(Conflict):
            await put(store, Signed(HOME, 3, NOW, b"other", "another note\n"))

    async def test_the_key_of_a_round_can_be_destroyed(self, store: Store) -> None:
        await put(store, RoundKey(ROUND, b"k" * 32), RoundKey(OTHER, b"o" * 32))
        await put(store, RoundKey(ROUND, None))
        assert await store.round_keys() == [RoundKey(OTHER, b"o" * 32)]

    async def test_a_form_is_kept_until_it_is_finished(self, store: Store) -> None:
        await put(store, Dialogue(ADA, '{"step": 1}'), Dialogue(BEN, "{}"))
        await put(store, Dialogue(ADA, '{"step": 2}'), Dialogue(BEN, None))
        assert await store.dialogues() == {ADA: '{"step": 2}'}

    async def test_everybody_who_opened_one_has_a_direct_message(self, store: Store) -> None:
        await put(store, Person(Account("b", "1"), ADA, "Ada", YARD), Person(Account("a", "1"), ADA, "Ada", DM))
        await put(store, Person(Account("a", "2"), BEN, "Ben"))
        assert await store.privates() == [(ADA, YARD), (ADA, DM)]

    async def test_the_earliest_timer_comes_first_and_only_when_it_is_due(self, store: Store) -> None:
        assert await store.next_due() is None
        late, early = Timer("late", ROUND, NOW + MICROSECOND), Timer("early", OTHER, NOW)
        await put(store, late, early)
        assert await store.next_due() == NOW
        assert await store.due(NOW - MICROSECOND, 9) == []
        assert await store.due(NOW, 9) == [early]
        assert await store.due(late.due or NOW, 9) == [early, late]
        assert await store.due(late.due or NOW, 1) == [early]

    async def test_a_timer_is_moved_and_removed(self, store: Store) -> None:
        await put(store, Timer("one", ROUND, NOW), Timer("two", ROUND, NOW + timedelta(hours=1)))
        await put(store, Timer("one", ROUND, NOW + timedelta(hours=2)))
        assert await store.next_due() == NOW + timedelta(hours=1)
        await put(store, Timer("two", ROUND, None), Timer("never was", ROUND, None))
        assert [timer.id for timer in await store.due(NOW + timedelta(days=1), 9)] == ["one"]

    async def test_of_several_rows_with_one_key_the_last_one_holds(self, store: Store) -> None:
        await put(
            store,
            Timer("a", ROUND, None),
            Timer("a", ROUND, NOW),
            Timer("b", ROUND, NOW),
            Timer("b", ROUND, None),
        )
        await put(store, Kept("x", "k", None), Kept("x", "k", "1"), Kept("x", "l", "1"), Kept("x", "l", None))
        assert [timer.id for timer in await store.due(NOW, 9)] == ["a"]
        assert await store.kept("x") == [Kept("x", "k", "1")]

    async def test_what_an_adapter_keeps_is_its_own(self, store: Store) -> None:
        await put(store, Kept("x", "token", "1"), Kept("y", "token", "2"))
        await put(store, Kept("x", "token", "3"), Kept("y", "token", None))
        assert await store.kept("x") == [Kept("x", "token", "3")]
        assert await store.kept("y") == []

    async def test_instants_are_exact_far_from_now_and_in_any_zone(self, store: Store) -> None:
        for at in (
            datetime(1970, 1, 1, tzinfo=UTC) - MICROSECOND,
            datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
        ):
            await put(store, Timer("t", ROUND, at))
            assert await store.next_due() == at

    async def test_every_row_follows_a_space_that_moved(self, store: Store) -> None:
        there = Place("test", "new hall")
        ada, ben = (
            Person(Account("test", "1"), ADA, "Ada", HALL),
            Person(Account("test", "2"), BEN, "Ben", DM),
        )
        here = RoundPlace(ROUND, HOME, TopicNo(1), HALL, Phase.IDEAS)
        elsewhere = RoundPlace(OTHER, HOME, TopicNo(2), YARD, Phase.IDEAS)
        space = Space(HALL, HOME, is_log=True, trouble="gone")
        await put(store, COMMUNITY, space, Space(YARD, HOME), ada, ben, here, elsewhere)
        await put(store, SpaceMoved(HALL, there))
        assert await store.spaces() == [Space(there, HOME, is_log=True, trouble="gone"), Space(YARD, HOME)]
        assert [one.place for one in await store.round_places()] == [there, YARD]
        moved, stayed = await store.person(ada.account), await store.person(ben.account)
        assert moved is not None
        assert (moved.private, stayed) == (there, ben)

    async def test_a_move_takes_along_what_was_written_a_moment_before(self, store: Store) -> None:
        person = Person(Account("test", "1"), ADA, "Ada", HALL)
        here = RoundPlace(ROUND, HOME, TopicNo(1), HALL, Phase.IDEAS)
        founds: list[Found] = []
        look = Change([], Reads(accounts=(person.account,)), founds.append)
        works = [Change([COMMUNITY, Space(HALL, HOME), person, here]), Change([SpaceMoved(HALL, YARD)]), look]
        await asyncio.gather(*(store.apply(work) for work in works))
        assert await store.spaces() == [Space(YARD, HOME)]
        assert [one.place for one in await store.round_places()] == [YARD]
        assert (await store.privates(), founds[0].people[person.account].private) == ([(ADA, YARD)], YARD)

    async def test_what_is_known_of_the_new_space_holds_when_one_moves_there(self, store: Store) -> None:
        there = Space(Place("test", "new hall"), HOME)
        await put(store, COMMUNITY, Space(HALL, HOME, trouble="gone"))
        await put(store, SpaceMoved(HALL, there.place), there)
        assert await store.spaces() == [there]
        await put(store, SpaceMoved(there.place, YARD), SpaceMoved(YARD, HALL))
        assert await store.spaces() == [Space(HALL, HOME)]
