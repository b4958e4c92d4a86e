"""Whose is every column: somebody who asks gets all that is theirs, and nothing that is of anybody else."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from codesign_bot.core.content import Content
from codesign_bot.core.events import AccountsLinked, IdeaOffered, TimeAsked
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.records import (
    Account,
    Ballot,
    Community,
    Dialogue,
    Entry,
    Kind,
    Organiser,
    Origin,
    Outgoing,
    Participant,
    Person,
    Place,
    Recorded,
    RoundPlace,
    Row,
    Space,
    Urgency,
    Words,
)
from codesign_bot.reminded import Reminded
from codesign_bot.retention import Retention
from codesign_bot.store.migrate import shipped
from codesign_bot.store.personal import QUESTIONS, TABLES, Whose
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import NOW, Change
from codesign_bot.traces import About, Shown, Stored

PRIVACY = Path(__file__).parents[2] / "docs" / "privacy.md"
HOME = Community(CommunityId("home"), "Home", "UTC", "en")
ROUND = RoundId("round")
HALL, YARD = Place("test", "hall"), Place("test", "yard")
DAY = timedelta(days=1)


def account(name: str) -> Account:
    return Account("test", f"@{name}")


def door(name: str) -> Place:
    return Place("test", f"private {name}")


def about(*names: str) -> About:
    return About(tuple(map(PersonId, names)), tuple(map(account, names)), tuple(map(door, names)))


def of(name: str, no: int) -> list[Row]:
    """Something of somebody in every table that can hold it."""
    person, content = PersonId(name), Content(ContentId(f"words of {name}"), f"digest of {name}")
    return [
        Person(account(name), person, name.title(), door(name)),
        Organiser(HOME.id, person, NOW),
        Recorded(ROUND, 2 * no - 1, IdeaOffered(NOW, IdeaNo(no), person, content, is_by_organiser=False)),
        Recorded(ROUND, 2 * no, TimeAsked(NOW, person)),
        Words(content.id, ROUND, person, NOW + DAY, bytes(32), f"a thought of {name}"),
        Participant(ROUND, person, NOW, is_organiser=False, left_at=NOW + DAY),
        Ballot(ROUND, VoteKind.VOTE, person, ((IdeaNo(no), 2),), NOW, 1),
        Reminded(ROUND, person, f"voting/{no}", NOW + DAY, NOW),
        Dialogue(person, f'{{"form": "of {name}"}}'),
        Outgoing(f"answer/{name}", Kind.APPEND, door(name), NOW, f'{{"secret": "to {name}"}}', Urgency.ANSWER),
        Outgoing(f"said/{name}", Kind.APPEND, HALL, NOW, "{}", Urgency.ANNOUNCEMENT, ROUND),
        Entry(HOME.id, no, ROUND, NOW, "power-used", b'{"facts":{"act":"planned"}}', person),
        Origin(account(name), f"${name}", NOW, ROUND, IdeaNo(no)),
    ]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """Ada's and Ben's, in equal parts; and one event that speaks of both."""
    async with SqliteStore.open(tmp_path / "bot.db") as found:
        public: list[Row] = [HOME, Space(HALL, HOME.id), RoundPlace(ROUND, HOME.id, TopicNo(1), HALL, Phase.IDEAS)]
        both = AccountsLinked(NOW, PersonId("ada"), PersonId("ben"), both_in=True)
        await found.apply(Change([*public, *of("ada", 1), *of("ben", 2), Recorded(ROUND, 5, both)]))
        for name in ("ada", "ben"):
            content = ContentId(f"words of {name}")
            await found.sent(f"said/{name}", 1, f"$said {name}", "", Shown((f"$said {name}",), (content,)))
            await found.sent(f"answer/{name}", 1, f"$to {name}", "", Shown((f"$to {name}",), (ContentId("*"),)))
        yield found


def schema() -> Mapping[str, Sequence[str]]:
    """Every table of the newest database with its columns."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE schema_version (version INTEGER, name TEXT, checksum TEXT)")
        for step in shipped():
            connection.executescript(step.text)
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}


# --- the list --------------------------------------------------------------------------------------------


def test_it_is_said_of_every_column_whom_it_is_about() -> None:
    """Who adds a table or a column says in `store/personal.py` whose it is, and for how long it stays."""
    known = schema()
    assert len(known) > 20
    assert {name: sorted(table.columns) for name, table in TABLES.items()} == {
        name: sorted(columns) for name, columns in known.items()
    }


def test_a_table_that_is_about_somebody_is_asked_when_they_ask_for_their_data() -> None:
    by_others = {"kept"}  # by whoever keeps it
    personal = {name for name, table in TABLES.items() if {Whose.PERSON, Whose.INSIDE} & set(table.columns.values())}
    assert personal - by_others == set(QUESTIONS)


def test_how_long_rows_stay_is_a_length_that_can_be_chosen_or_said_in_words() -> None:
    lengths = {one.name for one in fields(Retention)}
    said = {table.stays for table in TABLES.values()}
    assert said & lengths == lengths - {"copies"}
    assert all(" " in stays for stays in said - lengths)


def test_instants_are_known_as_such_wherever_they_stand() -> None:
    for name, table in TABLES.items():
        if table.theirs:
            meant = {one for one in table.columns if one in {"at", "since", "until", "not_before", "idle_since"}}
            meant |= {one for one in table.columns if one.endswith(("_at", "_until"))}
            assert meant == table.instants, name


def test_the_page_about_privacy_explains_every_table() -> None:
    rows = [line for line in PRIVACY.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == set(TABLES)


# --- what somebody gets ----------------------------------------------------------------------------------


async def test_somebody_gets_a_row_from_every_table_that_is_about_them(store: SqliteStore) -> None:
    data = await store.about(about("ada"))
    assert set(data) == set(QUESTIONS)
    assert [name for name, rows in data.items() if not rows] == []
    counts = {name: len(rows) for name, rows in data.items()}
    assert counts == {**dict.fromkeys(QUESTIONS, 1), "round_event": 3, "quoted": 2}


async def test_nothing_of_anybody_else_is_in_it(store: SqliteStore) -> None:
    whole = json.dumps(await store.about(about("ada")))
    assert "ada" in whole
    assert not re.search("ben", whole, re.IGNORECASE)


async def test_where_a_row_speaks_of_several_the_others_are_somebody(store: SqliteStore) -> None:
    *_, both = (await store.about(about("ada")))["round_event"]
    body = both["body"]
    assert isinstance(body, Mapping)
    assert (body["kept"], body["joined"]) == ("ada", "somebody")


async def test_a_message_that_waits_is_told_of_without_what_it_says(store: SqliteStore) -> None:
    waits = Outgoing("waits", Kind.APPEND, door("ada"), NOW, '{"secret": "of others"}', Urgency.ANSWER)
    await store.apply(Change([waits]))
    rows = (await store.about(about("ada")))["outbox"]
    assert [row["key"] for row in rows if row["state"] == 0] == ["waits"]
    assert "secret" not in json.dumps(rows)


async def test_values_stand_as_they_are_and_instants_in_words(store: SqliteStore) -> None:
    data = await store.about(about("ada"))
    words: Mapping[str, Stored] = data["words"][0]
    assert words == {
        "id": "words of ada",
        "round": "round",
        "person": "ada",
        "at": "2026-05-05T12:00:00Z",
        "salt": "00" * 32,
        "words": "a thought of ada",
    }
    assert data["ballot"][0]["dots"] == "1:2"
    assert data["participant"][0]["left_at"] == "2026-05-05T12:00:00Z"
    assert data["person"][0]["idle_since"] is None


async def test_where_others_are_told_alone_is_not_said(store: SqliteStore) -> None:
    """Ada's words were quoted to Ben in private: that is Ben's."""
    await store.apply(Change([Outgoing("to ben", Kind.APPEND, door("ben"), NOW, "{}", Urgency.ANSWER)]))
    await store.sent("to ben", 1, "$1", "", Shown(("$1",), (ContentId("words of ada"),)))
    places = {str(row["place"]) for row in (await store.about(about("ada")))["quoted"]}
    assert places == {"hall", "private ada"}


async def test_somebody_who_was_known_by_two_names_gets_what_is_under_both(store: SqliteStore) -> None:
    data = await store.about(about("ada", "ben"))
    assert sorted(str(row["words"]) for row in data["words"]) == ["a thought of ada", "a thought of ben"]


async def test_of_somebody_unknown_there_is_nothing(store: SqliteStore) -> None:
    assert not any((await store.about(about("cyd"))).values())
