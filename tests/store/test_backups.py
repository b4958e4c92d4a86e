"""Backups: whole, of one moment, for our eyes only, and never half of one under the name of a whole one."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.events import TimeAsked
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import ConfigError, Damaged, StoreTrouble
from codesign_bot.records import Community, Entry, Place, Recorded, RoundPlace, Row, Words
from codesign_bot.store import backups, placing
from codesign_bot.store.backups import back_up
from codesign_bot.store.holdings import Holdings, LogHeld, Manifest, read_manifest, write_manifest
from codesign_bot.store.migrate import Step, shipped
from codesign_bot.store.placing import drafted, publish
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import NOW, Cast, Change

from .test_faults import Child

HERE = Path(__file__).parent
STEPS = shipped()
ROUND, ADA, HOME = RoundId("round"), PersonId("ada"), CommunityId("home")
BOT = "0.1.0"


@pytest.fixture(autouse=True)
def nobody_stays_behind() -> Iterator[None]:
    yield
    for child in list(Child.alive):
        child.end(signal.SIGKILL)


def rows() -> list[Row]:
    return [
        Community(HOME, "Home", "UTC", "en"),
        Community(CommunityId("away"), "Away", "UTC", "en"),
        RoundPlace(ROUND, HOME, TopicNo(1), Place("test", "hall"), Phase.VOTING),
        Recorded(ROUND, 1, TimeAsked(NOW, ADA)),
        Words(ContentId("c1"), ROUND, ADA, NOW, bytes(32), "Lamps by the river"),
        *(Entry(HOME, no, ROUND, NOW, "TimeAsked", b"{}") for no in (1, 2, 3)),
    ]


HELD = Holdings(1, 1, (LogHeld("away", "Away", 0), LogHeld("home", "Home", 3)))


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A store in which there is something, with nobody at work."""
    found = tmp_path / "data" / "bot.db"
    async with SqliteStore.open(found) as store:
        await store.apply(Change(rows()))
        await store.apply(Cast(ROUND, ADA, ((IdeaNo(1), 1),), "event"))
    return found


def made(path: Path, file: Path, *, is_replacing: bool = False) -> Manifest:
    return back_up(path, file, now=NOW, bot=BOT, steps=STEPS, is_replacing=is_replacing)


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


# --- what is in it ---------------------------------------------------------------------------------------


def look_at_a_backup(path: Path, file: Path) -> None:
    file.parent.mkdir()
    made(path, file)
    assert names(file.parent) == ["backup.db"]
    assert ask(file, "PRAGMA journal_mode") == [("delete",)]
    assert ask(file, "PRAGMA integrity_check") == [("ok",)]
    assert names(file.parent) == ["backup.db"], "to look into it made further files"


async def test_a_backup_is_one_file_that_can_be_opened_as_a_store(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "out" / "backup.db"
    await asyncio.to_thread(look_at_a_backup, path, file)
    async with SqliteStore.open(file) as store:
        assert [one.id for one in await store.communities()] == ["away", "home"]
        assert await store.words([ContentId("c1")]) == {"c1": "Lamps by the river"}
        assert await store.ballot(ROUND, VoteKind.VOTE, ADA) is not None


def test_a_backup_says_what_it_holds(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    manifest = made(path, file)
    assert manifest == Manifest(NOW, BOT, len(STEPS), HELD)
    with closing(sqlite3.connect(file)) as connection:
        assert read_manifest(connection) == manifest
        (body,) = connection.execute("SELECT body FROM backup_manifest").fetchone()
    assert '"made_at": "2026-05-04T12:00:00Z"' in body
    assert '"newest": 3' in body


def test_nobody_learns_from_a_manifest_how_many_have_voted(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    made(path, file)
    before = ask(file, "SELECT body FROM backup_manifest")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO ballot SELECT round, vote_kind, 'ben', dots, at, revision FROM ballot")
        connection.commit()
    made(path, file, is_replacing=True)
    assert ask(file, "SELECT count(*) FROM ballot") == [(2,)]
    assert ask(file, "SELECT body FROM backup_manifest") == before


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_backup_is_for_our_eyes_only(path: Path, tmp_path: Path, umask: int) -> None:
    file = tmp_path / "backup.db"
    file.touch(0o666)
    earlier = os.umask(umask)
    try:
        made(path, file, is_replacing=True)
    finally:
        os.umask(earlier)
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_lies_beside_the_store_is_not_in_its_backup(path: Path, tmp_path: Path) -> None:
    """The key that signs the log is a file of its own, so that a backup in strange hands signs nothing."""
    secret = "PRIVATE+KEY+home+0a1b2c3d+AXhhbXBsZS1vbmx5"
    (path.parent / "log-key").write_text(secret)
    file = tmp_path / "backup.db"
    made(path, file)
    assert secret.encode() not in file.read_bytes()
    assert b"Lamps by the river" in file.read_bytes()


@given(
    st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.builds(LogHeld, st.text(min_size=1, max_size=9).filter(str.isprintable), st.just("n"), st.integers(0))),
)
def test_a_manifest_comes_back_as_it_was_written(at: datetime, bot: str, logs: list[LogHeld]) -> None:
    manifest = Manifest(at.replace(microsecond=0), bot, 3, Holdings(4, 9, tuple(logs)))
    with closing(sqlite3.connect(":memory:")) as connection:
        assert read_manifest(connection) is None
        for one in (replace(manifest, step=1), manifest):
            write_manifest(connection, one)
        assert read_manifest(connection) == manifest


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"made_at": 3}', '{"made_at": "2026-05-04T12:00:00Z", "logs": 3}'])
def test_a_manifest_that_makes_no_sense_is_damage(body: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE backup_manifest (body TEXT)")
        with pytest.raises(Damaged):
            read_manifest(connection)
        connection.execute("INSERT INTO backup_manifest VALUES (?)", (body,))
        with pytest.raises(Damaged):
            read_manifest(connection)


# --- while the bot is at work ----------------------------------------------------------------------------


def test_every_ballot_acknowledged_before_a_backup_began_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "bot.db"
    path.parent.mkdir()
    child, asked, acknowledged = Child(path), 0, set[str]()
    held: list[int] = []

    def storm() -> None:
        nonlocal asked
        while not is_over:
            if asked - len(acknowledged) - child.lines.qsize() > 1000:  # always at work, and never far behind
                sleep(0.001)
                continue
            child.say(*(f"event-{no} person-{no % 500} {no + 1}" for no in range(asked, asked + 200)))
            asked += 200

    is_over = False
    thread = Thread(target=storm)
    thread.start()
    try:
        for no in range(6):
            sleep(0.3)
            acknowledged.update(child.said())
            file = tmp_path / f"{no}.db"
            made(path, file)
            later = set(child.said())
            seen = {key for (key,) in ask(file, "SELECT key FROM seen")}
            assert acknowledged <= seen
            assert ask(file, "SELECT count(*) FROM ballot_journal") == [(len(seen),)], "half of a ballot is in it"
            acknowledged |= later
            held.append(len(seen))
    finally:
        is_over = True
        thread.join()
    assert child.end() == 0
    assert len(acknowledged) > 1000
    assert sorted(set(held)) == held, "nothing was written while the backups were made"
    assert ask(path, "SELECT count(*) FROM ballot_journal") == [(asked,)]


def test_a_backup_can_be_made_of_a_bot_that_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    child = Child(path)
    child.say(*(f"event-{no} person-{no} 1" for no in range(50)))
    said = child.hear(50)
    child.end(signal.SIGKILL)
    assert (tmp_path / "bot.db-wal").stat().st_size > 0, "there is nothing left to be found"
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
    (tmp_path / "out").mkdir()
    made(path, tmp_path / "out" / "backup.db")
    assert {key for (key,) in ask(tmp_path / "out" / "backup.db", "SELECT key FROM seen")} == set(said)
    after = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    assert {name: content for name, content in after.items() if not name.endswith("-shm")} == before


async def test_a_backup_of_a_store_that_waits_for_an_upgrade_can_be_made(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    shutil.copy(HERE / "kept" / "v1.db", path)
    manifest = await asyncio.to_thread(made, path, tmp_path / "backup.db")
    assert manifest.step == 1
    async with SqliteStore.open(tmp_path / "backup.db") as store:
        assert len(await store.events(ROUND)) == 2


# --- where it may go -------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_written_over_only_when_told(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("dear diary")
    with pytest.raises(ConfigError, match=r"backup\.db is there already\. Choose another name, or add --replace\.$"):
        made(path, file)
    assert file.read_text() == "dear diary"
    made(path, file, is_replacing=True)
    assert ask(file, "SELECT count(*) FROM ballot") == [(1,)]
    assert names(tmp_path) == ["backup.db", "data"]


def test_a_file_that_came_while_the_backup_was_made_is_not_written_over(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup.db"

    def interrupt(*_: object) -> None:
        file.write_text("dear diary")

    monkeypatch.setattr(backups, "refuse_damage", interrupt)
    with pytest.raises(ConfigError, match="is there already"):
        made(path, file)
    assert file.read_text() == "dear diary"
    assert names(tmp_path) == ["backup.db", "data"]


@pytest.mark.parametrize("errno", sorted(placing._NO_LINKS))  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 - each of them
def test_a_disk_that_knows_no_links_takes_a_backup_too(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, errno: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno, os.strerror(errno))

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "backup.db"
    made(path, file)
    assert ask(file, "SELECT count(*) FROM ballot") == [(1,)]
    with drafted(tmp_path / "other.db") as draft:
        (tmp_path / "other.db").write_text("dear diary")
        with pytest.raises(FileExistsError):
            publish(draft, tmp_path / "other.db", is_replacing=False)
    assert (tmp_path / "other.db").read_text() == "dear diary"
    assert names(tmp_path) == ["backup.db", "data", "other.db"]


REFUSED = {
    "nowhere/backup.db": "there is no folder",
    "out": "is not a file",
    "pipe": "is not a file",
    "link.db": "is a symbolic link",
    "dangling.db": "is a symbolic link",
    "twin.db": "is the store itself",
    "data/bot.db": "belongs to the store itself",
    "data/bot.db-wal": "belongs to the store itself",
    "data/bot.db.lock": "belongs to the store itself",
    "data/bot.db.before-0002": "belongs to the store itself",
    "by-link/bot.db-shm": "belongs to the store itself",
    "backup.unfinished": "is not finished",
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("is_replacing", [False, True])
def test_what_cannot_be_a_backup_is_refused_by_name(
    path: Path, tmp_path: Path, name: str, *, is_replacing: bool
) -> None:
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "elsewhere").write_text("dear diary")
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "dangling.db").symlink_to(tmp_path / "nothing")
    (tmp_path / "by-link").symlink_to(path.parent, target_is_directory=True)
    (tmp_path / "twin.db").hardlink_to(path)
    before = names(tmp_path), names(path.parent), path.read_bytes()
    with pytest.raises(ConfigError, match=rf"{name.replace('.', '[.]')}.* {REFUSED[name]}"):
        made(path, tmp_path / name, is_replacing=is_replacing)
    assert (names(tmp_path), names(path.parent), path.read_bytes()) == before
    assert (tmp_path / "elsewhere").read_text() == "dear diary"


def test_a_folder_may_be_reached_by_a_link(path: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "by-link").symlink_to(tmp_path / "out", target_is_directory=True)
    made(path, tmp_path / "by-link" / "backup.db")
    assert names(tmp_path / "out") == ["backup.db"]


async def test_a_foreign_or_newer_or_empty_database_is_not_backed_up(path: Path, tmp_path: Path) -> None:
    newer, foreign, empty = tmp_path / "newer.db", tmp_path / "foreign.db", tmp_path / "empty.db"
    async with SqliteStore.open(
        newer, steps=(*STEPS, Step(len(STEPS) + 1, "tea", "CREATE TABLE tea (x TEXT) STRICT;"))
    ):
        pass
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE cookbook (recipe TEXT)")
    empty.touch()
    for one, reason in ((newer, "newer codesign-bot"), (foreign, "of another program"), (empty, "is empty")):
        with pytest.raises(ConfigError, match=reason):
            await asyncio.to_thread(made, one, tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()
    assert not (tmp_path / "backup.db.unfinished").exists()


# --- what goes wrong -------------------------------------------------------------------------------------


def test_a_damaged_store_makes_no_backup(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    made(path, file)
    good = file.read_bytes()
    pages = path.stat().st_size // 4096
    with path.open("r+b") as store:
        store.seek(4096 * (pages - 3))
        store.write(b"\xff" * 4096)
    with pytest.raises(Damaged, match=r"bot\.db is damaged"):
        made(path, file, is_replacing=True)
    assert file.read_bytes() == good
    assert names(tmp_path) == ["backup.db", "data"]


def test_rows_that_point_nowhere_make_no_backup(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM community WHERE id = 'home'")
        connection.commit()
    with pytest.raises(Damaged, match="points to nothing in community"):
        made(path, tmp_path / "backup.db")
    assert names(tmp_path) == ["data"]


CODE = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from codesign_bot.errors import Full
from codesign_bot.store.backups import back_up
from codesign_bot.store.migrate import shipped
if len(sys.argv) > 3:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC), bot="x", steps=shipped(), is_replacing=True)
except Full as full:
    sys.exit(str(full))
"""


@pytest.mark.parametrize("room", [4096, 20_000, 60_000])
def test_a_disk_that_is_full_is_said_and_leaves_the_last_backup(path: Path, tmp_path: Path, room: int) -> None:
    file = tmp_path / "backup.db"
    file.write_text("the last backup")
    assert path.stat().st_size > room
    command = [sys.executable, "-c", CODE, str(path), str(file), str(room)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (
        1,
        f"{file} was not written: the disk takes nothing more. Make room and try again.\n",
    )
    assert file.read_text() == "the last backup"
    assert names(tmp_path) == ["backup.db", "data"]


def test_a_folder_that_cannot_be_written_to_is_said(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreTrouble, match=r"backup\.db was not written: Permission denied$"):
        made(path, tmp_path / "backup.db")


def test_two_backups_into_one_file_do_not_mix(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    with drafted(file) as draft:
        draft.write_text("half of a backup")
        with pytest.raises(ConfigError, match="is being written by another command"):
            made(path, file)
        assert draft.read_text() == "half of a backup"
        assert not file.exists()
    made(path, file)
    assert names(tmp_path) == ["backup.db", "data"]


def test_what_a_killed_backup_left_behind_is_written_over(path: Path, tmp_path: Path) -> None:
    left = tmp_path / "backup.db.unfinished"
    left.write_bytes(b"half of a backup" * 99_999)
    left.chmod(0o644)
    made(path, tmp_path / "backup.db")
    assert names(tmp_path) == ["backup.db", "data"]
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600
    assert ask(tmp_path / "backup.db", "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("is_replacing", [False, True])
def test_a_backup_that_is_killed_at_any_move_leaves_no_half_one(
    path: Path, tmp_path: Path, *, is_replacing: bool
) -> None:
    file = tmp_path / "backup.db"
    if is_replacing:
        made(path, file)
    command = [sys.executable, str(HERE / "backup_child.py"), str(path), str(file), str(int(is_replacing))]
    *found, last = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert last == "done"
    assert set(found) == {"old" if is_replacing else "none", "new"}
    assert found == sorted(found, key=lambda one: one == "new"), "the name went back"
    assert len(found) > 8
    assert (tmp_path / "backup.db").exists()
    assert timedelta(0) <= datetime.now(UTC) - datetime.fromtimestamp(file.stat().st_mtime, UTC) < timedelta(minutes=5)


def test_a_backup_is_on_the_disk_before_it_gets_its_name(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves: list[str] = []
    real_flush, real_link = placing.flush, os.link

    def flush(what: Path) -> None:
        moves.append(what.name)
        real_flush(what)

    def link(source: Path, target: Path) -> None:
        moves.append(f"named {target.name}")
        real_link(source, target)

    monkeypatch.setattr(placing, "flush", flush)
    monkeypatch.setattr(os, "link", link)
    made(path, tmp_path / "backup.db")
    assert moves == ["backup.db.unfinished", "named backup.db", tmp_path.name]


def test_a_link_in_the_place_of_the_draft_is_not_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("dear diary")
    (tmp_path / "backup.db.unfinished").symlink_to(tmp_path / "diary")
    with pytest.raises(StoreTrouble, match="was not written"):
        made(path, tmp_path / "backup.db")
    assert (tmp_path / "diary").read_text() == "dear diary"
    assert not (tmp_path / "backup.db").exists()


def test_a_kill_can_leave_no_more_than_one_file_behind(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[list[str]] = []

    def looking_on(real: Callable[..., object]) -> Callable[..., object]:
        def look(*arguments: object) -> object:
            found.append(names(tmp_path))
            return real(*arguments)

        return look

    for name in ("write_manifest", "refuse_damage", "holdings"):
        monkeypatch.setattr(backups, name, looking_on(getattr(backups, name)))
    made(path, tmp_path / "backup.db")
    assert found == [["backup.db.unfinished", "data"]] * 3
