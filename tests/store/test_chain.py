"""The private journal is a chain: whatever is done to a row beside the bot is found, and the row is named."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import cast

import aiosqlite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.events import TimeAsked
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.errors import Conflict, Damaged
from codesign_bot.records import Account, Community, Found, Person, Place, Recorded, RoundPlace, Row, Words
from codesign_bot.store import linking, questions
from codesign_bot.store.chain import (
    FIRST,
    EventRow,
    Gap,
    Head,
    JournalRow,
    added,
    broken_ballots,
    broken_events,
    of_ballot,
    of_event,
)
from codesign_bot.store.chain import (
    Cast as Vote,
)
from codesign_bot.store.linking import LINKS_AT_START, refuse_broken
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import NOW, Cast, Change, Poisoned

ROUND, ADA, HOME = RoundId("round"), PersonId("ada"), CommunityId("home")

votes = st.tuples(
    st.sampled_from(["r1", "r2"]),
    st.sampled_from(["vote", "runoff"]),
    st.text(max_size=3),
    st.text("0123456789: ", max_size=5),
    st.integers(0, 2**62),
    st.integers(1, 9),
)


def chained(*casts: Vote) -> list[JournalRow]:
    return added(Head(), casts)[1]


def wrong(rows: Sequence[JournalRow], *gaps: Gap) -> list[str]:
    return list(broken_ballots(rows, gaps, Head()))


# --- the laws of digests ---------------------------------------------------------------------------------


def test_a_digest_can_be_worked_out_by_hand() -> None:
    vote = ("round", "vote", "ada", "1:2 3:1", 1777896000000000, 1)
    text = b'["ballot",1,"round","vote","ada","1:2 3:1",1777896000000000,1]'
    first = sha256(bytes(32) + text).digest()
    assert of_ballot(FIRST, 1, vote) == first
    assert of_ballot(first, 2, vote) == sha256(first + text.replace(b",1,", b",2,", 1)).digest()
    body = '{"v":1,"at":"…"}'
    event = '["event","round",7,"{\\"v\\":1,\\"at\\":\\"…\\"}"]'.encode()
    assert of_event(first, "round", 7, body) == sha256(first + event).digest()


@given(st.lists(votes, max_size=9))
def test_an_untouched_chain_is_whole(casts: list[Vote]) -> None:
    rows = chained(*casts)
    assert [row.no for row in rows] == list(range(1, len(casts) + 1))
    assert wrong(rows) == []
    for at in range(len(rows)):
        assert list(broken_ballots(rows[at:], (), None)) == [], "it can be looked at from anywhere"


@given(st.lists(votes, min_size=1, max_size=9), st.data())
def test_whatever_is_changed_in_a_row_is_found_and_named(casts: list[Vote], data: st.DataObject) -> None:
    rows = chained(*casts)
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, 6))
    row = rows[at]
    if column == 6:
        digest = bytes(byte ^ 1 for byte in row.digest)
        rows[at] = JournalRow(row.no, row.cast, digest)
        named = [no for no in (row.no, row.no + 1) if no <= len(rows)]
    else:
        other = data.draw(votes.filter(lambda one: one[column] != row.cast[column]))
        changed = (*row.cast[:column], other[column], *row.cast[column + 1 :])
        rows[at] = JournalRow(row.no, cast("Vote", changed), row.digest)
        named = [row.no]
    assert wrong(rows) == [f"row {no} of ballot_journal is not as it was stored" for no in named]


@given(st.lists(votes, min_size=3, max_size=9), st.data())
def test_rows_that_are_taken_out_are_missed(casts: list[Vote], data: st.DataObject) -> None:
    rows = chained(*casts)
    first = data.draw(st.integers(0, len(rows) - 2))
    last = data.draw(st.integers(first, len(rows) - 2))
    del rows[first : last + 1]
    which = f"row {first + 1}" if first == last else f"rows {first + 1} to {last + 1}"
    assert wrong(rows) == [f"{which} of ballot_journal should be there and cannot be found"]


@given(st.lists(votes, min_size=2, max_size=9), st.data())
def test_rows_that_change_places_are_found(casts: list[Vote], data: st.DataObject) -> None:
    rows = chained(*casts)
    at = data.draw(st.integers(0, len(rows) - 2))
    one, two = rows[at], rows[at + 1]
    rows[at : at + 2] = [JournalRow(one.no, two.cast, one.digest), JournalRow(two.no, one.cast, two.digest)]
    if one.cast != two.cast:
        assert len(wrong(rows)) == 2


@given(st.lists(votes, min_size=1, max_size=12), st.data())
def test_what_was_removed_on_purpose_leaves_the_rest_whole(casts: list[Vote], data: st.DataObject) -> None:
    rows = chained(*casts)
    ends = sorted(data.draw(st.sets(st.integers(0, len(rows)), min_size=2, max_size=6)))
    gaps = [Gap(first + 1, last, rows[last - 1].digest) for first, last in zip(ends[::2], ends[1::2], strict=False)]
    kept = [row for row in rows if not any(gap.first <= row.no <= gap.last for gap in gaps)]
    assert wrong(kept, *gaps) == []
    forged = [Gap(gap.first, gap.last, FIRST) for gap in gaps]
    if kept and kept[-1].no > forged[0].last:
        assert wrong(kept, *forged) != [], "any digest would do for what was removed"


def test_a_gap_that_covers_what_is_there_excuses_nothing() -> None:
    rows = chained(*[("r", "v", "p", "", 1, 1)] * 4)
    del rows[1]
    assert wrong(rows, Gap(2, 4, rows[-1].digest)) == ["row 2 of ballot_journal should be there and cannot be found"]
    assert wrong(rows, Gap(2, 3, rows[-1].digest)) == ["row 2 of ballot_journal should be there and cannot be found"]


def events(*rounds: tuple[str, int]) -> list[EventRow]:
    rows: list[EventRow] = []
    for name, count in rounds:
        before = FIRST
        for version in range(1, count + 1):
            before = of_event(before, name, version, f"{name} {version}")
            rows.append(EventRow(name, version, f"{name} {version}", before))
    return rows


def test_the_record_of_each_round_is_a_chain_of_its_own() -> None:
    rows = events(("a", 3), ("b", 2), ("c", 1))
    assert list(broken_events(rows)) == []
    assert list(broken_events(rows[3:])) == []
    assert list(broken_events(rows[2:], rows[1])) == []
    assert list(broken_events([rows[0], *rows[2:]])) == ["row 2 of round_event for round a cannot be found"]
    assert list(broken_events(rows[1:])) == ["row 1 of round_event for round a cannot be found"]
    rows[3] = EventRow("b", 1, "b one", rows[3].digest)
    assert list(broken_events(rows)) == ["row 1 of round_event for round b is not as it was stored"]


def test_an_event_does_not_fit_into_the_record_of_another_round() -> None:
    a, b = events(("a", 2)), events(("b", 2))
    moved = EventRow("b", 2, a[1].body, a[1].digest)
    assert list(broken_events([b[0], moved])) == ["row 2 of round_event for round b is not as it was stored"]


# --- in the database -------------------------------------------------------------------------------------


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def ask(path: Path, question: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question, values).fetchall()


def look(path: Path) -> list[str]:
    """All that is wrong with the whole journal."""
    with closing(sqlite3.connect(path)) as connection:
        rows = [linking.journal_row(row) for row in connection.execute(questions.JOURNAL_BIT, (0, 10**6))]
        gaps = [Gap(*row) for row in connection.execute(questions.GAPS, (0,))]
        found = [EventRow(*row) for row in connection.execute(questions.EVENT_BIT, ("", 0, 10**6))]
    return [*broken_ballots(rows, gaps, Head()), *broken_events(found)]


async def fill(path: Path, ballots: int = 6, rounds: int = 2) -> None:
    async with SqliteStore.open(path) as store:
        await store.apply(Change(_rounds(rounds)))
        for no in range(ballots):
            await store.apply(Cast(ROUND, PersonId(f"p{no % 4}"), ((IdeaNo(no + 1), 1),), f"event-{no}"))


def _rounds(count: int) -> list[Row]:
    rows: list[Row] = [Community(HOME, "Home", "UTC", "en")]
    for no in range(1, count + 1):
        name = RoundId(f"round-{no}")
        rows.append(RoundPlace(name, HOME, TopicNo(no), Place("test", "hall"), Phase.VOTING))
        rows += [Recorded(name, version, TimeAsked(NOW, ADA)) for version in (1, 2, 3)]
    return rows


async def opened(path: Path) -> None:
    async with SqliteStore.open(path):
        pass


async def test_the_writer_carries_the_chain_on_over_restarts_and_failures(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await fill(path)
    async with SqliteStore.open(path) as store:
        doomed = Change(
            [*Cast(ROUND, ADA, (), "doomed").decide(_nothing()), *[Recorded(ROUND, 1, TimeAsked(NOW, ADA))] * 2]
        )
        for no in range(20):
            works = [store.apply(Cast(ROUND, PersonId(f"q{n}"), (), f"more-{no}-{n}")) for n in range(5)]
            answers = await asyncio.gather(
                *works[:2], store.apply(doomed), store.apply(Poisoned(KeyError())), *works[2:], return_exceptions=True
            )
            assert sorted(type(one).__name__ for one in answers if one is not None) == ["Conflict", "KeyError"]
            await store.apply(Change([Recorded(RoundId("round-1"), no + 4, TimeAsked(NOW, ADA))]))
            with pytest.raises(Conflict):
                await store.apply(Change([Recorded(RoundId("round-1"), 2, TimeAsked(NOW, ADA))]))
    assert look(path) == []
    assert ask(path, "SELECT count(*), max(no) FROM ballot_journal") == [(106, 106)]
    assert ask(path, "SELECT count(*) FROM round_event") == [(26,)]


def _nothing() -> Found:
    return Found(
        seen=set(), people={}, participants={}, ballots={}, dialogues={}, written={}, votes={}, logs={}, scratch={}
    )


async def test_a_ballot_costs_no_further_question_for_its_digest(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Cast(ROUND, ADA, (), "first"))
        connection = attrgetter("_writer._connection")(store)  # nobody sees it from outside
        asked: list[str] = []
        await connection.set_trace_callback(asked.append)
        for no in range(5):
            await store.apply(Cast(ROUND, ADA, (), f"event-{no}"))
        assert len([one for one in asked if "INTO ballot_journal" in one]) == 5
        assert not [one for one in asked if "FROM ballot_journal" in one]


async def test_the_look_at_the_start_reads_from_the_end_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await fill(path)
    for question in (questions.NEWEST_BALLOTS, questions.NEWEST_EVENTS):
        plan = ask(path, f"EXPLAIN QUERY PLAN {question}", 10)
        assert not [step for step in plan if "TEMP B-TREE" in str(step)]
    assert LINKS_AT_START == 1000


TAMPERED = [
    ("UPDATE ballot_journal SET dots = '2:2' WHERE no = 3", "row 3 of ballot_journal is not as it was stored"),
    ("UPDATE ballot_journal SET person = 'eve' WHERE no = 6", "row 6 of ballot_journal is not as it was stored"),
    ("UPDATE ballot_journal SET chain = x'00' WHERE no = 1", "row 1 of ballot_journal is not as it was stored"),
    ("UPDATE ballot_journal SET no = 9 WHERE no = 6", "rows 6 to 8 of ballot_journal should be there"),
    (
        "INSERT INTO ballot_journal (round, vote_kind, person, dots, at, revision) VALUES ('r', 'v', 'eve', '', 1, 1)",
        "row 7 of ballot_journal is not as it was stored",
    ),
    (
        "UPDATE round_event SET body = replace(body, 'ada', 'eve') WHERE round = 'round-1' AND version = 2",
        "row 2 of round_event for round round-1 is not as it was stored",
    ),
    (
        "UPDATE round_event SET version = 9 WHERE round = 'round-2' AND version = 3",
        "row 3 of round_event for round round-2 cannot be found",
    ),
    (
        "DELETE FROM round_event WHERE round = 'round-2' AND version = 2",
        "row 2 of round_event for round round-2 cannot be found",
    ),
]


@pytest.mark.parametrize(("statement", "named"), TAMPERED)
async def test_a_start_refuses_a_journal_that_somebody_changed_and_names_the_row(
    tmp_path: Path, statement: str, named: str
) -> None:
    path = tmp_path / "bot.db"
    await fill(path)
    await opened(path)
    change(path, statement)
    with pytest.raises(Damaged, match=rf"bot\.db: {named}.* restore the newest backup"):
        await opened(path)


async def test_a_start_looks_at_the_newest_links_and_believes_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await fill(path, ballots=30, rounds=8)
    for statement, links, is_found in (
        ("UPDATE ballot_journal SET dots = '9:9' WHERE no = 25", 5, False),
        ("UPDATE ballot_journal SET dots = '9:9' WHERE no = 26", 5, True),
        ("UPDATE round_event SET body = body || ' ' WHERE round = 'round-7' AND version = 2", 4, False),
        ("UPDATE round_event SET body = body || ' ' WHERE round = 'round-7' AND version = 3", 4, True),
        ("UPDATE round_event SET body = body || ' ' WHERE round = 'round-7' AND version = 1", 5, True),
        ("UPDATE round_event SET body = body || ' ' WHERE round = 'round-6' AND version = 3", 5, False),
    ):
        before = path.read_bytes()
        change(path, statement)
        async with aiosqlite.connect(path, isolation_level=None) as connection:
            if is_found:
                with pytest.raises(Damaged):
                    await refuse_broken(connection, path, links)
            else:
                await refuse_broken(connection, path, links)
        path.write_bytes(before)


async def test_a_page_that_rotted_is_found_though_sqlite_finds_nothing(tmp_path: Path) -> None:
    """One bit in the text of a row: SQLite's own checks do not look at it."""
    path = tmp_path / "bot.db"
    await fill(path)
    content = path.read_bytes()
    assert content.count(b"roundvotep23:1") == 2, "in the journal and in what stands"
    path.write_bytes(content.replace(b"roundvotep23:1", b"roundvotep22:1"))
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert look(path) == ["row 3 of ballot_journal is not as it was stored"]
    with pytest.raises(Damaged, match="row 3 of ballot_journal is not as it was stored"):
        await opened(path)


# --- what is removed on purpose --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("removed", "gaps"),
    [
        ([3], [(3, 3)]),
        ([1, 2], [(1, 2)]),
        ([6], [(6, 6)]),
        ([5, 6], [(5, 6)]),
        ([4, 3, 2], [(2, 4)]),
        ([2, 4, 3], [(2, 4)]),
        ([1, 3, 5], [(1, 1), (3, 3), (5, 5)]),
        ([1, 3, 5, 2, 4], [(1, 5)]),
        ([1, 2, 3, 4, 5, 6], [(1, 6)]),
        ([6, 5, 4, 3, 2, 1], [(1, 6)]),
    ],
    ids=str,
)
async def test_ballots_that_go_by_their_age_leave_a_chain_that_verifies(
    tmp_path: Path, removed: list[int], gaps: list[tuple[int, int]]
) -> None:
    path = tmp_path / "bot.db"
    await fill(path)
    digests = {row[0]: row[1] for row in ask(path, "SELECT no, chain FROM ballot_journal")}
    for no in removed:
        change(path, f"DELETE FROM ballot_journal WHERE no = {no}")  # noqa: S608 - our own numbers
    assert ask(path, "SELECT first, last FROM journal_gap ORDER BY first") == gaps
    assert ask(path, "SELECT chain FROM journal_gap ORDER BY first") == [(digests[last],) for _, last in gaps]
    assert look(path) == []
    async with SqliteStore.open(path) as store:
        await store.apply(Cast(ROUND, ADA, (), "after"))
        await store.apply(Cast(ROUND, ADA, (), "after that"))
    assert look(path) == []
    assert ask(path, "SELECT max(no) FROM ballot_journal") == [(8,)], "a number was given twice"
    change(path, "UPDATE ballot_journal SET dots = '9:9' WHERE no = 7")
    assert look(path) == ["row 7 of ballot_journal is not as it was stored"]


async def test_ballots_can_go_all_at_once_and_while_others_are_cast(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await fill(path, ballots=40)
    async with SqliteStore.open(path) as store:
        connection = attrgetter("_writer._connection")(store)  # nobody sees it from outside
        await store.apply(Cast(ROUND, ADA, (), "before"))
        await connection.execute_fetchall("DELETE FROM ballot_journal WHERE round = 'round'")
        await store.apply(Cast(ROUND, ADA, (), "after"))
    assert look(path) == []
    assert ask(path, "SELECT first, last FROM journal_gap") == [(1, 41)]
    assert ask(path, "SELECT no FROM ballot_journal") == [(42,)]


# --- what was stored before there were digests -----------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
async def test_a_store_from_before_gets_its_digests_with_the_upgrade(tmp_path: Path, version: int) -> None:
    path = tmp_path / "bot.db"
    path.write_bytes((Path(__file__).parent / "kept" / f"v{version}.db").read_bytes())
    await opened(path)
    assert look(path) == []
    assert ask(path, "SELECT count(*) FROM ballot_journal WHERE length(chain) = 32") == [(2,)]
    assert ask(path, "SELECT count(*) FROM round_event WHERE length(chain) = 32") == [(2,)]
    change(path, "UPDATE ballot_journal SET dots = '9:9' WHERE no = 1")
    with pytest.raises(Damaged, match="row 1 of ballot_journal"):
        await opened(path)


async def test_a_large_store_from_before_is_linked_page_by_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.db"
    await fill(path, ballots=23, rounds=5)
    right = (
        ask(path, "SELECT no, chain FROM ballot_journal"),
        ask(path, "SELECT round, version, chain FROM round_event"),
    )
    change(path, "UPDATE ballot_journal SET chain = x''", "UPDATE round_event SET chain = x''")
    monkeypatch.setattr(linking, "_PAGE", 4)
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await linking.link_all(connection)
    assert (
        ask(path, "SELECT no, chain FROM ballot_journal"),
        ask(path, "SELECT round, version, chain FROM round_event"),
    ) == right


# --- what was erased -------------------------------------------------------------------------------------


async def test_what_is_erased_is_noted_by_an_id_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    one, two = Account("test", "@ada"), Account("other", "@ada")
    async with SqliteStore.open(path) as store:
        await store.apply(
            Change([Person(one, ADA, "Ada"), Person(two, ADA, "Ada"), *(written(no, "words") for no in (1, 2, 3))])
        )
        await store.apply(Change([written(1, None)]))
        await store.apply(Change([written(1, None), written(2, "other words")]))
    assert ask(path, "SELECT what, id FROM erased") == [("words", "c1")]
    change(path, "DELETE FROM words WHERE id IN ('c1', 'c3')", "DELETE FROM person WHERE platform = 'test'")
    assert ask(path, "SELECT what, id FROM erased") == [("words", "c1"), ("words", "c3")], "half of a person is no one"
    change(path, "DELETE FROM person")
    assert ask(path, "SELECT what, id FROM erased") == [("person", "ada"), ("words", "c1"), ("words", "c3")]


def written(no: int, text: str | None) -> Words:
    return Words(ContentId(f"c{no}"), ROUND, ADA, NOW, None if text is None else bytes(32), text)
