"""The look at the whole store: a store that people used is sound, and whatever was changed in it is named."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from codesign_bot.core.events import AccountsLinked, Event, ParticipantJoined, ParticipantLeft
from codesign_bot.core.ids import PersonId, RoundId
from codesign_bot.core.phases import Phase
from codesign_bot.records import Participant
from codesign_bot.store.backups import looking
from codesign_bot.store.checking import participants, troubles
from codesign_bot.testing.stories import MEMBERS, voting
from codesign_bot.testing.works import NOW
from codesign_bot.testing.world import World, open_world

ROUND, ADA, BEN = RoundId("round"), PersonId("ada"), PersonId("ben")


async def lived(folder: Path) -> None:
    """A round in which people have voted, and a topic that waits."""
    async with open_world(folder) as world:
        await voting(world)
        await vote(world)
        await world.person("m7").says("!topic suggest Another matter")
        await world.person("m6").says("!me leave")


async def vote(world: World) -> None:
    world.expect(Phase.VOTING)
    for no, name in enumerate(MEMBERS[:6]):
        await world.person(name).says("vote 1:2 2:1")
        await world.person(name).says(f"vote {no % 3 + 1}:1")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    asyncio.run(lived(folder))
    return folder / "bot.db"


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "bot.db"))


def check(path: Path) -> list[str]:
    with closing(looking(path)) as connection:
        return list(troubles(connection))


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, f"nothing was changed by {statement}"
        connection.commit()


def test_a_store_that_people_used_is_sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for table, least in (
            ("ballot", 6),
            ("ballot_journal", 12),
            ("round_event", 30),
            ("participant", 8),
            ("entry", 2),
        ):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= least  # noqa: S608 - our names
    assert check(path) == []


FIRST_EVENT = "UPDATE round_event SET body = ? WHERE round = (SELECT round FROM ballot) AND version = 1"
LOG = r"log_head: the log of \S+ is not what its entries come to\."
BALLOT = r"ballot: what stands in round \S+ does not follow from row \d+ of ballot_journal\."
NO_JOURNAL = r"ballot: what stands in round \S+ does not follow from nothing in ballot_journal\."
PLACE = r"round_place: round \S+ stands otherwise than in its record\."
PEOPLE = r"participant: \d+ of round \S+ stand otherwise than in its record\."
TIMER = r"timer: round \S+ is due at another time than by its record\."
TAMPERED = {
    "UPDATE ballot_journal SET dots = '2:2' WHERE no = 3": r"Row 3 of ballot_journal is not as it was stored\.",
    "UPDATE round_event SET body = replace(body, '2', '3') WHERE version = 1": r"Row 1 of round_event for round .*",
    "UPDATE ballot SET dots = '2:2' WHERE revision = 2": BALLOT,
    "UPDATE ballot SET revision = 9": BALLOT,
    "DELETE FROM ballot WHERE person = (SELECT max(person) FROM ballot)": BALLOT,
    "INSERT INTO ballot SELECT round, vote_kind, 'eve', dots, at, 1 FROM ballot LIMIT 1": NO_JOURNAL,
    "DELETE FROM participant WHERE round = (SELECT round FROM ballot)": PEOPLE,
    "UPDATE participant SET joined_at = joined_at + 1": PEOPLE,
    "UPDATE participant SET is_organiser = 1 - is_organiser": PEOPLE,
    "UPDATE participant SET left_at = 1": PEOPLE,
    "UPDATE round_place SET phase = 'archived' WHERE phase = 'voting'": PLACE,
    "UPDATE round_place SET topic = 99 WHERE phase = 'voting'": PLACE,
    "UPDATE timer SET due = due + 1": TIMER,
    "DELETE FROM timer": TIMER,
    "DELETE FROM round_place WHERE phase = 'voting'": r"round_place: round \S+ has a record and no place\.",
    "DELETE FROM round_event WHERE round = (SELECT round FROM ballot)": r"round_event: round \S+ has no record\.",
    "DELETE FROM entry WHERE no = 1": r"entry: the log of \S+ goes up to \d+ and has \d+ entries\.",
    "UPDATE entry SET leaf = CAST(leaf || x'20' AS BLOB) WHERE no = 2": LOG,
    "UPDATE log_head SET size = size + 1": LOG,
    "UPDATE log_head SET frontier = x''": LOG,
    "DELETE FROM log_head": LOG,
    "UPDATE entry SET community = 'nowhere'": r"entry: a row points to nothing in community\.",
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_whatever_is_changed_is_named_by_its_table_and_by_nobodys_name(path: Path, statement: str) -> None:
    change(path, "DROP TRIGGER entry_never_goes", "DROP TRIGGER entry_is_never_changed", statement)
    found = check(path)
    assert found
    assert any(re.fullmatch(TAMPERED[statement], one) for one in found), found
    with closing(sqlite3.connect(path)) as connection:
        people = {row[0] for row in connection.execute("SELECT id FROM person UNION SELECT name FROM person")}
        texts = {row[0] for row in connection.execute("SELECT words FROM words")}
    for told in found:
        assert not {word.strip(".,:") for word in told.split()} & people
        assert not [text for text in texts if len(text) > 3 and text in told]


def test_ballots_that_are_taken_out_with_their_journal_are_no_trouble(path: Path) -> None:
    change(path, "DELETE FROM ballot_journal", "DELETE FROM ballot")
    assert check(path) == []


def test_a_ballot_that_is_taken_out_alone_is_missed(path: Path) -> None:
    change(path, "DELETE FROM ballot_journal WHERE no = (SELECT max(no) FROM ballot_journal)")
    assert [one.split(":")[0] for one in check(path)] == ["ballot"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", "the record holds an event that is not JSON"),
        ('{"v":1,"type":"TimeEaten"}', "the record holds an event of an unknown type, 'TimeEaten'"),
        (
            '{"v":1,"type":"TimeAsked","at":"2026-05-04T12:00:00Z","person":"ada"}',
            "makes no sense|does not fit|cannot be read",
        ),
    ],
)
def test_a_record_that_cannot_be_replayed_is_told_and_not_a_traceback(path: Path, body: str, told: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(FIRST_EVENT, (body,))
        connection.commit()
    found = check(path)
    assert any(re.search(told, one) for one in found), found
    assert any(one.startswith("Row 1 of round_event") for one in found)


def test_a_file_that_is_damaged_is_not_looked_at_any_further(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - 4096)
        file.write(b"\xff" * 4096)
    found = check(path)
    assert found
    assert all(one.startswith("The file is damaged: ") for one in found)


def test_who_is_in_follows_from_the_record_alone() -> None:
    later = NOW.replace(hour=13)
    events: list[Event] = [
        ParticipantJoined(NOW, ADA, is_organiser=True),
        ParticipantLeft(NOW, ADA, is_organiser=True),
        ParticipantJoined(later, ADA, is_organiser=False),
        ParticipantJoined(later, BEN, is_organiser=True),
    ]
    ada, ben = Participant(ROUND, ADA, NOW, is_organiser=False), Participant(ROUND, BEN, later, is_organiser=True)
    assert participants(ROUND, events) == {ADA: ada, BEN: ben}
    linked = participants(ROUND, [*events, AccountsLinked(later, BEN, ADA, both_in=True)])
    assert linked == {
        BEN: Participant(ROUND, BEN, NOW, is_organiser=True),
        ADA: Participant(ROUND, ADA, NOW, is_organiser=False, left_at=later),
    }
    eve = PersonId("eve")
    assert participants(ROUND, [*events, AccountsLinked(later, BEN, eve, both_in=False)]) == {ADA: ada, BEN: ben}
    assert participants(ROUND, [events[3], AccountsLinked(NOW, eve, BEN, both_in=False)])[eve] == Participant(
        ROUND, eve, later, is_organiser=True
    )
