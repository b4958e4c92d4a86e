"""The commands that keep the store safe: what they say, how they end, and what they leave alone."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codesign_bot import cli
from codesign_bot.core.ids import CommunityId, ContentId, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.logging_setup import OURS
from codesign_bot.records import Community, Entry, Place, RoundPlace, Row, Words
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import Change

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOME, HALL = CommunityId("home"), Place("matrix", "!hall")


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def nothing_stays_set_up() -> Iterator[None]:
    """A command sets up logging for its whole process, which here is everybody's."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in OURS}
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], level, sys.excepthook, threading.excepthook, sys.unraisablehook = kept
    root.setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of an installation: the example, with the secret it asks for."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "config.toml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    secret = folder / "matrix-password"
    secret.write_text("hunter2-hunter2\n", encoding="utf-8")
    secret.chmod(0o600)
    return folder


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with the configuration, in this process."""

    def run_command(*arguments: str | Path) -> Ended:
        name, *rest = arguments
        status = cli.main([str(name), "--config", str(data / "config.toml"), *map(str, rest)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(status, said.out, said.err)

    return run_command


def rows(entries: int = 2) -> list[Row]:
    return [
        Community(HOME, "Home", "UTC", "en"),
        RoundPlace(RoundId("round"), HOME, TopicNo(1), HALL, Phase.PROPOSED),
        *(Entry(HOME, no, None, NOW, "accounts-linked", b"{}") for no in range(1, entries + 1)),
    ]


def keep(path: Path, *kept: Row) -> None:
    async def write() -> None:
        async with SqliteStore.open(path) as store:
            await store.apply(Change(list(kept)))

    asyncio.run(write())


@pytest.fixture
def store(data: Path) -> Path:
    """A store with a community, a round and two entries."""
    path = data / "codesign.sqlite3"
    keep(path, *rows())
    return path


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


# --- backup ----------------------------------------------------------------------------------------------


def test_a_backup_is_made_and_told(run: Run, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    shown = run("backup", file)
    size = f"{file.stat().st_size:,}"
    assert (shown.status, shown.err) == (0, "")
    made, *rest = shown.out.replace(f"{file}: {size} bytes, checked.\n", "").splitlines()
    assert re.fullmatch(
        r"Made 2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d UTC by codesign-bot \S+, at step \d+ of its tables\.", made
    )
    assert rest == ["Rounds: 1. Events in their records: 0. Every ballot.", "Log of Home (home): newest entry 2."]
    assert ask(file, "SELECT count(*) FROM entry") == [(2,)]


def test_a_backup_is_made_while_the_bot_is_at_work(run: Run, store: Path, tmp_path: Path) -> None:
    async def at_work() -> Ended:
        async with SqliteStore.open(store):
            return await asyncio.to_thread(run, "backup", tmp_path / "backup.db")

    assert asyncio.run(at_work()).status == 0
    assert ask(tmp_path / "backup.db", "SELECT count(*) FROM entry") == [(2,)]


def test_a_backup_beside_the_store_is_made_with_a_word_of_care(run: Run, store: Path, data: Path) -> None:
    (data / "backups").mkdir()
    for file in (data / "backup.db", data / "backups" / "backup.db"):
        shown = run("backup", file)
        assert shown.status == 0
        assert shown.err == (
            f"Careful: {file} lies with the store, and is lost together with it. Keep a copy elsewhere.\n"
        )


def test_a_backup_is_written_over_only_when_told(run: Run, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    assert run("backup", file).status == 0
    first = file.read_bytes()
    shown = run("backup", file)
    assert (shown.status, shown.out) == (2, "")
    assert shown.err == f"{file} is there already. Choose another name, or add --replace.\n"
    assert file.read_bytes() == first
    keep(store, *rows(entries=0), Entry(HOME, 3, None, NOW, "accounts-linked", b"{}"))
    assert run("backup", file, "--replace").status == 0
    assert ask(file, "SELECT max(no) FROM entry") == [(3,)]


def test_a_backup_among_the_keys_of_the_device_is_refused(run: Run, store: Path, data: Path, tmp_path: Path) -> None:
    (data / "matrix" / "deep").mkdir(parents=True)
    (tmp_path / "by-link").symlink_to(data / "matrix", target_is_directory=True)
    for file in (data / "matrix" / "b.db", data / "matrix" / "deep" / "b.db", tmp_path / "by-link" / "b.db"):
        shown = run("backup", file)
        assert (shown.status, shown.out) == (2, "")
        assert "nothing else belongs into matrix.directory" in shown.err
        assert not file.exists()


def test_the_key_of_the_log_is_neither_written_over_nor_in_a_backup(
    run: Run, store: Path, data: Path, tmp_path: Path
) -> None:
    key = b"PRIVATE+KEY+example+0a1b2c3d+AXhhbXBsZS1vbmx5"
    (data / "log-key").write_bytes(key)
    shown = run("backup", data / "log-key", "--replace")
    assert (shown.status, shown.err) == (2, f"{data / 'log-key'} is the key of the log. Choose another name.\n")
    assert (data / "log-key").read_bytes() == key
    assert run("backup", tmp_path / "backup.db").status == 0
    assert key not in (tmp_path / "backup.db").read_bytes()


def test_without_a_store_there_is_no_backup(run: Run, data: Path, tmp_path: Path) -> None:
    shown = run("backup", tmp_path / "backup.db")
    assert shown.status == 2
    assert shown.err.startswith("store.path: there is no database at ")
    assert not (data / "codesign.sqlite3").exists()
    assert not (tmp_path / "backup.db").exists()


def test_a_folder_that_is_not_there_is_not_made(run: Run, store: Path, tmp_path: Path) -> None:
    shown = run("backup", tmp_path / "nowhere" / "backup.db")
    assert shown.status == 2
    assert f"there is no folder {tmp_path / 'nowhere'}" in shown.err


def test_a_store_that_is_damaged_makes_no_backup_and_ends_with_1(run: Run, store: Path, tmp_path: Path) -> None:
    with store.open("r+b") as file:
        file.seek(store.stat().st_size - 4096)
        file.write(b"\xff" * 4096)
    shown = run("backup", tmp_path / "backup.db")
    assert (shown.status, shown.out) == (1, "")
    assert "damaged" in shown.err
    assert not (tmp_path / "backup.db").exists()


# --- check -----------------------------------------------------------------------------------------------


def test_a_sound_store_is_called_sound_also_while_the_bot_is_at_work(run: Run, store: Path) -> None:
    # The round has no record here, and no log was made of the entries.
    write(store, "DELETE FROM round_place", "DROP TRIGGER entry_never_goes", "DELETE FROM entry")

    async def at_work() -> Ended:
        async with SqliteStore.open(store):
            return await asyncio.to_thread(run, "check")

    sound = f"{store} is sound: the file, the chain of its journal, and what follows from it.\n"
    assert asyncio.run(at_work()) == Ended(0, sound, "")
    assert run("check") == Ended(0, sound, "")


def write(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_what_is_wrong_is_told_and_ends_with_1_and_what_to_do(run: Run, store: Path) -> None:
    before = store.read_bytes()
    shown = run("check")
    assert (shown.status, shown.out) == (1, "")
    assert shown.err.splitlines() == [
        "log_head: the log of home is not what its entries come to.",
        "round_event: round round has no record.",
        "Stop the bot, keep this store aside, and restore the newest backup.",
    ]
    assert store.read_bytes() == before


def test_of_very_many_troubles_some_are_told(run: Run, store: Path) -> None:
    keep(store, *(RoundPlace(RoundId(f"r{no}"), HOME, TopicNo(no), HALL, Phase.PROPOSED) for no in range(99)))
    lines = run("check").err.splitlines()
    assert len(lines) == 22
    assert lines[-2] == "There is more."


def test_a_store_that_is_no_database_is_told_calmly(run: Run, store: Path) -> None:
    for content, status in ((b"\xff" * 9999, 1), (b"", 2)):
        store.write_bytes(content)
        shown = run("check")
        assert (shown.status, shown.out) == (status, "")
        assert shown.err.strip()


def test_a_store_from_before_an_upgrade_is_to_be_started_first(run: Run, data: Path) -> None:
    path = data / "codesign.sqlite3"
    path.write_bytes((Path(__file__).parents[1] / "store" / "kept" / "v1.db").read_bytes())
    shown = run("check")
    assert (shown.status, shown.err) == (2, f"store: {path} is not up to date. Start the bot once.\n")


# --- restore ---------------------------------------------------------------------------------------------


@pytest.fixture
def backup(run: Run, store: Path, tmp_path: Path) -> Path:
    """A backup with two entries, of a store that has gone on to three since."""
    file = tmp_path / "backup.db"
    assert run("backup", file).status == 0
    keep(store, Words(ContentId("c1"), RoundId("round"), PersonId("ada"), NOW, bytes(32), "not for long"))
    keep(store, Entry(HOME, 3, None, NOW, "accounts-linked", b"{}"))
    return file


def test_without_yes_it_is_told_what_would_be_lost_and_nothing_changes(run: Run, store: Path, backup: Path) -> None:
    before = store.read_bytes()
    shown = run("restore", backup)
    assert shown.status == 2
    first, *rest = shown.out.splitlines()
    assert first.startswith(f"{backup}: Made 2")
    assert rest == [
        "Rounds: 1 now, 1 in the backup.",
        "Events in their records: 0 now, 0 in the backup.",
        "Log of Home (home): newest entry 3 now, 2 in the backup. 1 would be lost.",
    ]
    assert shown.err.splitlines() == [
        "What was stored after the backup is lost, ballots too, unless the homeserver brings it again.",
        "Nothing has changed. To restore this backup, add --yes.",
    ]
    assert store.read_bytes() == before
    left = {file.name for file in store.parent.glob("codesign*") if file.stat().st_size}
    assert left - {"codesign.sqlite3-shm"} == {"codesign.sqlite3", "codesign.sqlite3.lock"}


def test_with_yes_it_is_restored_and_told_what_was_kept(run: Run, store: Path, backup: Path) -> None:
    shown = run("restore", backup, "--yes")
    assert shown.status == 0
    assert ask(store, "SELECT max(no) FROM entry") == [(2,)]
    (kept,) = store.parent.glob("codesign.sqlite3.replaced-*")
    assert shown.out.splitlines()[-2:] == [
        f"{store} is restored. Start the bot, and read what happens then in docs/operating.md.",
        f"What was there is kept as {kept}. Delete it when you will not go back.",
    ]
    assert ask(kept, "SELECT max(no) FROM entry") == [(3,)]
    keep(store)


def test_what_was_erased_since_is_told_in_a_number(run: Run, store: Path, tmp_path: Path) -> None:
    words = Words(ContentId("c1"), RoundId("round"), PersonId("ada"), NOW, bytes(32), "not for long")
    keep(store, words)
    assert run("backup", tmp_path / "backup.db").status == 0
    keep(store, replace(words, salt=None, words=None))
    shown = run("restore", tmp_path / "backup.db", "--yes")
    assert "Careful: Erased since the backup, and erased again: texts 1, people 0." in shown.err
    assert b"not for long" not in store.read_bytes()


def test_where_nothing_can_be_known_of_the_store_it_is_said(run: Run, store: Path, backup: Path) -> None:
    store.write_bytes(b"\xff" * 9999)
    shown = run("restore", backup)
    assert "The store in place cannot be read" in shown.err
    assert "Rounds: 1. Events in their records: 0. Every ballot." in shown.out
    store.unlink()
    shown = run("restore", backup, "--yes")
    assert shown.status == 0
    assert "There is no store here yet" in shown.err
    assert "What was there is kept" not in shown.out
    assert ask(store, "SELECT max(no) FROM entry") == [(2,)]


def test_nothing_is_restored_beside_a_running_bot(run: Run, store: Path, backup: Path) -> None:
    async def at_work() -> Ended:
        async with SqliteStore.open(store):
            return await asyncio.to_thread(run, "restore", backup, "--yes")

    shown = asyncio.run(at_work())
    assert (shown.status, shown.out) == (2, "")
    assert "is in use by another codesign-bot" in shown.err
    assert ask(store, "SELECT max(no) FROM entry") == [(3,)]


def test_a_copy_from_before_an_upgrade_is_told_by_its_date_and_an_old_one_is_refused(
    run: Run, store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "codesign.sqlite3.before-0002"
    file.write_bytes((Path(__file__).parents[1] / "store" / "kept" / "v1.db").read_bytes())
    assert "no backup of ours. By the date of the file it is from 2" in run("restore", file).out
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    shown = run("restore", file, "--yes")
    assert shown.status == 2
    assert "is of 2026-03-02, older than 30 days. Restore a newer one, or add --old." in shown.err
    assert run("restore", file, "--yes", "--old").status == 0
    assert ask(store, "SELECT max(version) FROM schema_version") == [(1,)]
