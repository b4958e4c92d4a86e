"""Restoring: only what is whole, only while nobody is at work, whole or not at all, and never what was erased since."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import ConfigError, Damaged, Full, StoreTrouble
from codesign_bot.records import (
    Account,
    Community,
    Dialogue,
    Entry,
    Kept,
    Kind,
    Origin,
    Outgoing,
    Person,
    Place,
    Row,
    Urgency,
    Words,
)
from codesign_bot.store.backups import back_up, looking
from codesign_bot.store.forgetting import thin_out
from codesign_bot.store.holdings import Holdings, LogHeld
from codesign_bot.store.migrate import Step, shipped
from codesign_bot.store.restoring import Ready, prepared
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.store.staying_erased import Erased, erase
from codesign_bot.testing.works import NOW, Cast, Change

from .test_faults import Child

HERE = Path(__file__).parent
STEPS = shipped()
ROUND, ADA, BEN, HOME = RoundId("round"), PersonId("ada"), PersonId("ben"), CommunityId("home")
SECRET, OTHER, KEPT = "what nobody may read again", 'and "this"\nneither, éver', "what stays as it is"
HALL = Place("test", "hall")


@pytest.fixture(autouse=True)
def nobody_stays_behind() -> Iterator[None]:
    yield
    for child in list(Child.alive):
        child.end(signal.SIGKILL)


def words(no: int, text: str | None, by: PersonId = ADA) -> Words:
    return Words(ContentId(f"c{no}"), ROUND, by, NOW, None if text is None else bytes(32), text)


def said(no: int, text: str, kind: Kind = Kind.APPEND) -> Outgoing:
    body = json.dumps({"heading": {"key": "idea", "arguments": {"words": text}}}, ensure_ascii=False)
    return Outgoing(f"said-{no}", kind, HALL, NOW, body, Urgency.ANSWER)


FIRST: list[Row] = [
    Community(HOME, "new", "UTC", "en"),
    Person(Account("test", "@ada"), ADA, "Ada Lovelace", Place("test", "dm-ada")),
    Outgoing(
        "told-ada", Kind.APPEND, Place("test", "dm-ada"), NOW, "{}", Urgency.ANSWER, not_before=NOW + timedelta(9)
    ),
    Origin(Account("test", "@ada"), "$1", NOW),
    Origin(Account("test", "@ben"), "$2", NOW),
    Person(Account("test", "@ben"), BEN, "Ben"),
    *(Entry(HOME, no, None, NOW, "accounts-linked", b"{}") for no in (1, 2)),
    words(1, SECRET),
    words(2, OTHER),
    words(3, KEPT, BEN),
    said(1, SECRET),
    said(2, f"A list: {SECRET}, and more"),
    said(3, KEPT),
    said(4, OTHER),
    Outgoing("file", Kind.FILE, HALL, NOW, "{}", Urgency.ANSWER, file=("a", "text/plain", f"- {OTHER}\n".encode())),
    Dialogue(ADA, json.dumps({"title": "half a topic"})),
    Dialogue(BEN, json.dumps({"title": KEPT})),
    Kept("test", "pending/1", json.dumps(SECRET)),
    Kept("test", "pending/2", json.dumps(OTHER)),
    Kept("test", "since", "s1"),
]
LATER: list[Row] = [Community(HOME, "old", "UTC", "en"), Entry(HOME, 3, None, NOW, "accounts-linked", b"{}")]
"""The name of the community tells which is which: it was "new" when the backup was made, and is "old" by now."""


async def write(path: Path, rows: list[Row], casts: int = 0) -> None:
    async with SqliteStore.open(path) as store:
        await store.apply(Change(rows))
        for no in range(casts):
            await store.apply(Cast(ROUND, PersonId(f"p{no}"), ((IdeaNo(1), 1),), f"event-{no}"))


def made(path: Path, file: Path, at: datetime = NOW) -> Path:
    back_up(path, file, now=at, bot="0.1.0", steps=STEPS)
    return file


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A store that went on after its backup was made."""
    found = tmp_path / "data" / "bot.db"
    await write(found, FIRST, casts=3)
    await asyncio.to_thread(made, found, tmp_path / "backup.db")
    await write(found, LATER)
    return found


@pytest.fixture
def file(path: Path, tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


def restore(path: Path, file: Path, now: datetime = NOW, *, is_old_fine: bool = False) -> Path | None:
    with prepared(path, file, now=now, steps=STEPS, is_old_fine=is_old_fine) as ready:
        return ready.put_in_place(now)


def looked_at(path: Path, file: Path) -> Ready:
    with prepared(path, file, now=NOW, steps=STEPS) as ready:
        return ready


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def which(path: Path) -> object:
    return ask(path, "SELECT name FROM community")[0][0]


def folder(path: Path) -> dict[str, bytes]:
    """What is there, but for the empty log that whoever only reads leaves behind."""
    found = {one.name: one.read_bytes() for one in path.parent.iterdir() if not one.name.endswith("-shm")}
    return {name: content for name, content in found.items() if content or not name.endswith("-wal")}


# --- what it does ----------------------------------------------------------------------------------------


async def test_a_restored_store_is_what_the_backup_held(path: Path, file: Path) -> None:
    kept = await asyncio.to_thread(restore, path, file)
    async with SqliteStore.open(path) as store:
        assert [one.name for one in await store.communities()] == ["new"]
        assert [one.no for one in await store.entries(HOME)] == [1, 2]
        assert await store.words([ContentId("c1"), ContentId("c2")]) == {"c1": SECRET, "c2": OTHER}
        assert len([one async for one in store.ballots(ROUND, VoteKind.VOTE)]) == 3
        await store.apply(Cast(ROUND, ADA, (), "after"))
    assert ask(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'backup_manifest'") == [(0,)]
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept is not None
    assert which(kept) == "old"


def test_what_would_be_lost_is_known_before_anything_is_done(path: Path, file: Path) -> None:
    before = folder(path)
    ready = looked_at(path, file)
    assert ready.made_at == NOW
    assert ready.holds == Holdings(0, 0, (LogHeld("home", "new", 2),))
    assert ready.now_holds is not None
    assert ready.now_holds == Holdings(0, 0, (LogHeld("home", "old", 3),))
    assert (ready.holds.newest("home"), ready.now_holds.newest("home"), ready.holds.newest("nowhere")) == (2, 3, 0)
    assert folder(path) == before


def test_what_is_replaced_is_kept_beside_each_time(path: Path, file: Path) -> None:
    first, second = restore(path, file), restore(path, file)
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("bot.db.replaced-20260504T120000Z", "bot.db.replaced-20260504T120000Z-2")
    assert [which(one) for one in (first, second, path)] == ["old", "new", "new"]
    assert sorted(folder(path)) == ["bot.db", "bot.db.lock", first.name, second.name]


def test_a_replaced_store_can_be_brought_back(path: Path, file: Path) -> None:
    kept = restore(path, file)
    assert kept is not None
    restore(path, kept)
    assert which(path) == "old"


def test_where_there_is_no_store_yet_one_is_made(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "fresh" / "deep" / "bot.db"
    assert restore(path, file) is None
    assert which(path) == "new"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_bot_left_in_its_log_does_not_get_into_the_backup(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed" / "bot.db"
    path.parent.mkdir()
    child = Child(path)
    child.say(*(f"event-{no} person-{no} 1" for no in range(50)))
    child.hear(50)
    child.end(signal.SIGKILL)
    assert path.with_name("bot.db-wal").stat().st_size > 0
    kept = restore(path, file)
    assert kept is not None
    assert ask(path, "SELECT count(*) FROM ballot_journal") == [(3,)]
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]
    assert sorted(folder(path)) == ["bot.db", "bot.db.lock", kept.name], "what was in the log is not in the one file"
    assert ask(kept, "SELECT count(*) FROM ballot_journal") == [(50,)], "what was acknowledged is not in the kept one"


def test_who_reads_the_old_store_meanwhile_leaves_no_log_to_the_new_one(path: Path, file: Path) -> None:
    with closing(looking(path)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT name FROM community").fetchall() == [("old",)]
        restore(path, file)
        assert not path.with_name("bot.db-wal").exists()
        assert not path.with_name("bot.db-shm").exists()
        asyncio.run(write(path, [], casts=1))
        assert reader.execute("SELECT max(no) FROM entry").fetchall() == [(3,)], "the reader sees another store"
    assert which(path) == "new"
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_store_that_is_damaged_is_replaced_and_kept_with_its_log(path: Path, file: Path) -> None:
    path.write_bytes(b"\xff" * 8192)
    path.with_name("bot.db-wal").write_bytes(b"what was still in the log")
    path.with_name("bot.db-shm").write_bytes(b"its index")
    ready = looked_at(path, file)
    assert (ready.now_holds, ready.erased) == (None, None)
    kept = restore(path, file)
    assert kept is not None
    assert which(path) == "new"
    assert kept.read_bytes() == b"\xff" * 8192
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"what was still in the log"
    assert sorted(folder(path)) == ["bot.db", "bot.db.lock", kept.name, f"{kept.name}-wal"]


@pytest.mark.parametrize("version", range(1, len(STEPS)))
async def test_an_older_store_is_brought_up_to_date_by_the_next_start(tmp_path: Path, version: int) -> None:
    path, file = tmp_path / "data" / "bot.db", tmp_path / f"v{version}.db"
    shutil.copy(HERE / "kept" / f"v{version}.db", file)
    await write(path, FIRST)
    await asyncio.to_thread(restore, path, file, datetime.now(UTC))
    async with SqliteStore.open(path) as store:
        assert len(await store.events(ROUND)) == 2
    assert ask(path, "SELECT max(version) FROM schema_version") == [(len(STEPS),)]


async def test_a_disk_that_knows_no_links_keeps_a_copy(path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    kept = await asyncio.to_thread(restore, path, file)
    assert kept is not None
    assert (which(kept), which(path), kept.stat().st_mode & 0o777) == ("old", "new", 0o600)


def test_what_was_replaced_goes_after_its_time(path: Path, file: Path) -> None:
    kept = restore(path, file)
    assert kept is not None
    kept.with_name(f"{kept.name}-wal").touch()
    strange = path.with_name("bot.db.replaced-1")
    strange.touch()
    thin_out(path, NOW, 3)
    assert kept.exists()
    thin_out(path, NOW + timedelta(seconds=1), 3)
    assert sorted(folder(path)) == ["bot.db", "bot.db.lock", "bot.db.replaced-1"], "by its name, not by its date"


# --- what it refuses -------------------------------------------------------------------------------------


async def test_nothing_is_restored_while_the_bot_is_at_work(path: Path, file: Path) -> None:
    async with SqliteStore.open(path) as store:
        with pytest.raises(ConfigError, match="is in use by another codesign-bot"):
            await asyncio.to_thread(restore, path, file)
        await store.apply(Cast(ROUND, ADA, (), "still here"))
    assert which(path) == "old"


def test_no_bot_can_start_while_a_backup_is_restored(path: Path, file: Path) -> None:
    with prepared(path, file, now=NOW, steps=STEPS):
        refused = asyncio.run(first_error(path))
    assert "is in use by another codesign-bot" in refused
    assert asyncio.run(first_error(path)) == ""


async def first_error(path: Path) -> str:
    try:
        await write(path, [])
    except ConfigError as error:
        return str(error)
    return ""


async def test_a_file_that_is_no_backup_is_refused_and_nothing_changes(path: Path, file: Path, tmp_path: Path) -> None:
    newer, foreign, text = tmp_path / "newer.db", tmp_path / "foreign.db", tmp_path / "text.db"
    async with SqliteStore.open(
        newer, steps=(*STEPS, Step(len(STEPS) + 1, "tea", "CREATE TABLE tea (x TEXT) STRICT;"))
    ):
        pass
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE cookbook (recipe TEXT)")
    text.write_text("dear diary " * 999)
    (tmp_path / "empty.db").touch()
    (tmp_path / "busy.db").write_bytes(file.read_bytes())
    (tmp_path / "busy.db-wal").write_bytes(b"a part of it")
    before = folder(path)
    refused: list[tuple[Path, type[Exception], str]] = [
        (newer, ConfigError, "newer codesign-bot"),
        (foreign, ConfigError, "of another program"),
        (text, Damaged, "cannot be restored: file is not a database"),
        (tmp_path / "empty.db", Damaged, "too short"),
        (tmp_path / "busy.db", ConfigError, "a copy of a store at work"),
        (tmp_path / "nothing.db", ConfigError, "there is no file"),
        (tmp_path, ConfigError, "is not a file"),
        (path, ConfigError, "is the store itself"),
    ]
    for one, kind, reason in refused:
        with pytest.raises(kind, match=reason):
            await asyncio.to_thread(restore, path, one)
        assert folder(path) == before, one


def test_the_database_of_another_program_is_never_replaced(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "cookbook.db"
    change(path, "CREATE TABLE cookbook (recipe TEXT)")
    with pytest.raises(ConfigError, match="is the database of another program"):
        restore(path, file)
    assert ask(path, "SELECT count(*) FROM cookbook") == [(0,)]


def test_an_old_backup_is_restored_only_when_told(path: Path, file: Path) -> None:
    late = NOW + timedelta(days=30, seconds=1)
    with pytest.raises(ConfigError, match=r"is of 2026-05-04, older than 30 days\. .* add --old\.$"):
        restore(path, file, late)
    assert which(path) == "old"
    restore(path, file, late, is_old_fine=True)
    assert which(path) == "new"


def test_of_a_file_without_a_manifest_its_date_is_taken(path: Path, file: Path) -> None:
    change(file, "DROP TABLE backup_manifest")
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    ready = looked_at(path, file)
    assert (ready.manifest, ready.made_at) == (None, NOW)
    with pytest.raises(ConfigError, match="older than 30 days"):
        restore(path, file, NOW + timedelta(days=31))


TAMPERED = {
    "UPDATE backup_manifest SET body = replace(body, '\"newest\": 2', '\"newest\": 3')": "does not hold what it says",
    "UPDATE backup_manifest SET body = '{}'": "what it says of itself cannot be read",
    "DELETE FROM entry WHERE no = 2": "does not hold what it says",
    "DELETE FROM community": "points to nothing in community",
    "UPDATE ballot_journal SET dots = '9:9' WHERE no = 2": "row 2 of ballot_journal is not as it was stored",
    "DELETE FROM schema_version": "another program|does not hold",
    "UPDATE schema_version SET checksum = 'x' WHERE version = 1": "another version of step 1",
}


@pytest.mark.parametrize("statement", TAMPERED)
def test_a_backup_that_was_changed_is_refused(path: Path, file: Path, statement: str) -> None:
    change(file, "DROP TRIGGER entry_never_goes", statement)
    before = folder(path)
    with pytest.raises(StoreTrouble, match=TAMPERED[statement]):
        restore(path, file)
    assert folder(path) == before


def test_a_backup_with_pages_that_rotted_or_are_missing_never_gets_into_place(path: Path, file: Path) -> None:
    whole, before = file.read_bytes(), folder(path)
    for size in (1, 99, 511, 512, 4096, len(whole) // 2, len(whole) - 4096, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(StoreTrouble):
            restore(path, file)
    for page in range(1, len(whole) // 4096 - 1):
        file.write_bytes(whole[: page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096 :])
        with suppress(StoreTrouble, ConfigError), prepared(path, file, now=NOW, steps=STEPS) as ready:
            assert ask(ready.draft, "PRAGMA integrity_check") == [("ok",)]  # it was a page that nobody uses
            continue
    assert folder(path) == before


def test_a_disk_that_is_full_leaves_the_store_as_it_was(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = folder(path)
    monkeypatch.setattr(shutil, "copyfile", refuse)
    with pytest.raises(Full, match="the disk takes nothing more"):
        restore(path, file)
    assert folder(path) == before


def test_a_restore_that_is_killed_at_any_move_leaves_the_old_store_or_the_new_one(path: Path, file: Path) -> None:
    change(path, "UPDATE words SET words = NULL, salt = NULL WHERE id = 'c1'")
    command = [sys.executable, str(HERE / "restore_child.py"), str(path), str(file)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert len(found) > 12
    assert set(found) == {"old", "new"}
    assert found == sorted(found, reverse=True), "it went back"


# --- what was erased since -------------------------------------------------------------------------------


async def test_words_erased_since_the_backup_do_not_come_back(path: Path, file: Path) -> None:
    await write(path, [words(1, None), words(2, None)])
    assert SECRET.encode() in file.read_bytes()
    ready = await asyncio.to_thread(looked_at, path, file)
    assert ready.erased == Erased(frozenset({"c1", "c2"}))
    kept = await asyncio.to_thread(restore, path, file)
    async with SqliteStore.open(path) as store:
        known = await store.words([ContentId("c1"), ContentId("c2"), ContentId("c3")])
        assert known == {"c1": None, "c2": None, "c3": KEPT}
        assert [one.message.key for one in await store.outbox("test", NOW, 9)] == ["said-3"]
        assert set(await store.dialogues()) == {ADA, BEN}
        assert [one.key for one in await store.kept("test")] == ["since"]
    for secret in (SECRET, OTHER.splitlines()[0], json.dumps(OTHER)[1:-1], "éver"):
        assert secret.encode() not in path.read_bytes(), secret
    assert KEPT.encode() in path.read_bytes()
    assert kept is not None


async def test_a_person_forgotten_since_the_backup_does_not_come_back(path: Path, file: Path) -> None:
    await asyncio.to_thread(change, path, "DELETE FROM person WHERE id = 'ada'")
    kept = await asyncio.to_thread(restore, path, file)
    async with SqliteStore.open(path) as store:
        assert await store.person(Account("test", "@ada")) is None
        assert await store.person(Account("test", "@ben")) is not None
        assert await store.words([ContentId("c1"), ContentId("c2"), ContentId("c3")]) == {
            "c1": None,
            "c2": None,
            "c3": KEPT,
        }
        assert set(await store.dialogues()) == {BEN}
    assert ask(path, "SELECT key FROM outbox WHERE place = 'dm-ada'") == []
    assert ask(path, "SELECT account FROM origin") == [("@ben",)]
    assert b"Ada Lovelace" not in path.read_bytes()
    assert b"half a topic" not in path.read_bytes()
    assert kept is not None


async def test_what_was_erased_is_known_for_a_second_restore(path: Path, file: Path, tmp_path: Path) -> None:
    await write(path, [words(1, None)])
    await asyncio.to_thread(change, path, "DELETE FROM words WHERE id = 'c2'", "DELETE FROM person WHERE id = 'ada'")
    for _ in range(2):
        await asyncio.to_thread(restore, path, file)
        assert ask(path, "SELECT what, id FROM erased ORDER BY what, id") == [
            ("person", "ada"),
            ("words", "c1"),
            ("words", "c2"),
        ]


def test_a_short_text_erases_nothing_that_only_contains_it(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    asyncio.run(write(path, [words(1, "lamps"), said(1, "lamps"), said(2, "lamps and more")]))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        erase(connection, Erased(frozenset({"c1"})))
    assert ask(path, "SELECT key FROM outbox WHERE state = 0") == [("said-2",)]


@given(st.sets(st.sampled_from(["c1", "c2", "c3", "c9"])), st.sets(st.sampled_from(["ada", "ben", "eve"])))
def test_exactly_what_was_erased_is_erased_again(
    tmp_path_factory: pytest.TempPathFactory, gone: set[str], people: set[str]
) -> None:
    path = tmp_path_factory.mktemp("erased") / "bot.db"
    asyncio.run(write(path, FIRST))
    by = {"c1": "ada", "c2": "ada", "c3": "ben"}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        found = erase(connection, Erased(frozenset(gone), frozenset(people)))
    wanted = {one for one, person in by.items() if one in gone or person in people}
    assert found == Erased(frozenset(wanted), frozenset(people & {"ada", "ben"}))
    assert {row[0] for row in ask(path, "SELECT id FROM words WHERE words IS NULL AND salt IS NULL")} == wanted
    assert {row[0] for row in ask(path, "SELECT id FROM person")} == {"ada", "ben"} - people
