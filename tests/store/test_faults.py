"""Faults by the names they have in the plan of the house: F1, F3, F4, F5, F15 (see test_migrate), F17, F21."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from queue import Queue
from random import Random
from threading import Thread
from time import monotonic, sleep
from typing import ClassVar

import pytest

from codesign_bot.core.events import TimeAsked
from codesign_bot.core.ids import IdeaNo, PersonId, RoundId
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import ConfigError, Conflict, Damaged, StoreTrouble
from codesign_bot.records import Reads, Recorded, Seen
from codesign_bot.storage import Work
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import NOW, Cast, Change, Poisoned

HERE = Path(__file__).parent
ROUND = RoundId("storm")


class Child:
    """The program `storm_child.py` on pipes, started by `starter`, which runs the command that it is given."""

    alive: ClassVar[set[Child]] = set()

    def __init__(self, path: Path, *limits: str, starter: Sequence[str] = ()) -> None:
        command = [*starter, sys.executable, str(HERE / "storm_child.py"), str(path), *limits]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.alive.add(self)
        self.lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read)
        self._reader.start()
        assert self.lines.get(timeout=20) == "ready"

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):  # half a line was never said
                self.lines.put(line.strip())

    def say(self, *lines: str) -> None:
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write("".join(f"{line}\n" for line in lines))
            self.process.stdin.flush()

    def said(self) -> list[str]:
        """What it has said since it was last asked."""
        return [self.lines.get() for _ in range(self.lines.qsize())]

    def hear(self, count: int) -> list[str]:
        return [self.lines.get(timeout=20) for _ in range(count)]

    def end(self, how: signal.Signals | None = None) -> int:
        """Kill it, or with no signal let it finish by itself; returns its status."""
        self.alive.discard(self)
        if how is not None:
            self.process.send_signal(how)
        with contextlib.suppress(BrokenPipeError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        status = self.process.wait(timeout=20)
        self._reader.join(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status


@pytest.fixture(autouse=True)
def nobody_stays_behind() -> Iterator[None]:
    yield
    for child in list(Child.alive):
        child.end(signal.SIGKILL)


@contextlib.contextmanager
def reading(path: Path) -> Generator[sqlite3.Connection, None, None]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        yield connection


class Storm:
    """What was asked for and what was acknowledged: the model that the database is held against.

    Every ballot names an idea of its own, so that each can be told apart in the journal.
    """

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - a storm, not a secret
        self.asked: list[str] = []
        self.acknowledged: set[str] = set()

    def again(self) -> list[str]:
        """Everything that was never answered, and some that was: platforms deliver again."""
        unanswered = [line for line in self.asked if line.split()[0] not in self.acknowledged]
        answered = [line for line in self.asked if line.split()[0] in self.acknowledged]
        return unanswered + self.chance.sample(answered, min(50, len(answered)))

    def gust(self, new: int) -> list[str]:
        """New ballots, and a few that were cast before."""
        first = len(self.asked) + 1
        fresh = [f"event-{no} person-{self.chance.randrange(40)} {no}" for no in range(first, first + new)]
        self.asked += fresh
        return fresh + self.chance.sample(self.asked, new // 10)

    def check(self, path: Path) -> None:
        with reading(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            seen = {key for (key,) in connection.execute("SELECT key FROM seen")}
            journal = connection.execute("SELECT dots, person, revision FROM ballot_journal ORDER BY no").fetchall()
            standing = connection.execute("SELECT person, dots, revision FROM ballot").fetchall()
        times = Counter(dots for dots, _, _ in journal)
        asked = {line.split()[0]: f"{line.split()[2]}:1" for line in self.asked}
        assert self.acknowledged <= seen <= set(asked)
        assert set(times.values()) <= {1}, "a ballot was counted twice"
        assert {asked[key] for key in seen} == set(times), "an event without its ballot, or a ballot without its event"
        last: dict[str, tuple[str, int]] = {}
        for dots, person, revision in journal:
            assert revision == last.get(person, ("", 0))[1] + 1
            last[person] = (dots, revision)
        assert {person: (dots, revision) for person, dots, revision in standing} == last


@pytest.mark.slow
@pytest.mark.parametrize("kills", [int(os.environ.get("CODESIGN_KILLS", "20"))])
def test_f1_a_killed_bot_has_lost_nothing_it_acknowledged_and_does_nothing_twice(
    tmp_path: Path, kills: int, record_property: Callable[[str, object], None]
) -> None:
    path, storm = tmp_path / "bot.db", Storm(seed=20260504)
    cut_short = 0
    for _ in range(kills):
        child = Child(path)
        before = len(storm.acknowledged)
        child.say(*storm.again())
        end = monotonic() + storm.chance.uniform(0.01, 0.3)
        while monotonic() < end or len(storm.acknowledged) == before:  # a kill has to hit a bot at work
            child.say(*storm.gust(new=storm.chance.randrange(1, 120)))
            sleep(storm.chance.uniform(0, 0.02))
            storm.acknowledged.update(child.said())
        child.say(*storm.gust(new=300))
        sleep(storm.chance.uniform(0, 0.02))
        assert child.end(signal.SIGKILL) == -signal.SIGKILL
        storm.acknowledged.update(child.said())
        cut_short += len(storm.acknowledged) < len(storm.asked)
        storm.check(path)
    assert cut_short > kills // 4, "too few kills came before an answer"
    last = Child(path)
    last.say(*storm.again())
    assert last.end() == 0
    storm.acknowledged.update(last.said())
    assert storm.acknowledged == {line.split()[0] for line in storm.asked}
    storm.check(path)
    record_property("figure", f"{kills} kills, {len(storm.acknowledged)} votes, 0 lost, 0 counted twice")


def test_f3_a_full_disk_is_said_reading_goes_on_and_writing_resumes_by_itself(tmp_path: Path) -> None:
    path, storm = tmp_path / "bot.db", Storm(seed=3)
    child = Child(path, str(1 << 20))  # no file may grow beyond a mebibyte
    refused: list[str] = []
    while not refused and len(storm.asked) < 100_000:
        lines = storm.gust(new=500)
        child.say(*lines)
        answers = child.hear(len(lines))
        refused += [answer for answer in answers if answer.startswith("no ")]
        storm.acknowledged.update(answer for answer in answers if not answer.startswith("no "))
    assert {answer.split()[2] for answer in refused} == {"Full"}
    held = len(storm.acknowledged)
    assert held > 500
    child.say("read")
    assert child.hear(1) == ["read 40"]
    child.say("room")
    assert child.hear(1) == ["roomy"]
    lines = storm.again()
    child.say(*lines)
    storm.acknowledged.update(child.hear(len(lines)))
    assert child.end() == 0
    assert storm.acknowledged == {line.split()[0] for line in storm.asked}
    storm.check(path)


@pytest.fixture
def on_a_small_disk(tmp_path: Path) -> list[str]:
    """What to start a command with, so that for it alone "disk" is a disk of a mebibyte, which is gone with it."""
    (tmp_path / "disk").mkdir()
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("nsenter") is None:
        pytest.skip("only root can mount a small disk")
    mount = 'mount -t tmpfs -o size=1m small "$0" && exec "$@"'
    starter = ["unshare", "--mount", "--propagation", "private", "sh", "-c", mount, str(tmp_path / "disk")]
    if subprocess.run([*starter, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    return starter


def test_f3_a_disk_that_is_really_full_loses_nothing(tmp_path: Path, on_a_small_disk: list[str]) -> None:
    storm, disk = Storm(seed=4), tmp_path / "disk"
    child = Child(disk / "bot.db", starter=on_a_small_disk)
    assert list(disk.iterdir()) == [], "the disk is not the child's own"
    refused: set[str] = set()
    while not refused and len(storm.asked) < 100_000:
        lines = storm.gust(new=500)
        child.say(*lines)
        answers = child.hear(len(lines))
        refused |= {answer.split()[2] for answer in answers if answer.startswith("no ")}
        storm.acknowledged.update(answer for answer in answers if not answer.startswith("no "))
    assert refused == {"Full"}
    child.say("read")
    assert child.hear(1) == ["read 40"]
    inside = ["nsenter", "--mount", "--target", str(child.process.pid)]
    subprocess.run([*inside, "mount", "-o", "remount,size=32m", str(disk)], check=True)
    lines = storm.again()
    child.say(*lines)
    storm.acknowledged.update(child.hear(len(lines)))
    assert storm.acknowledged == {line.split()[0] for line in storm.asked}
    subprocess.run([*inside, "cp", "-r", f"{disk}/.", str(tmp_path)], check=True)
    storm.check(tmp_path / "bot.db")
    assert child.end() == 0


async def filled(path: Path) -> None:
    async with SqliteStore.open(path) as store:
        for no in range(40):
            await store.apply(Cast(ROUND, PersonId(f"person-{no}"), ((IdeaNo(1), 1),), f"event-{no}"))


def break_head(path: Path) -> None:
    path.write_bytes(b"This is no database." + path.read_bytes()[20:])


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def overwrite_a_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)


def replace_by_words(path: Path) -> None:
    path.write_text("Dear reader, " * 1000)


@pytest.mark.parametrize("harm", [break_head, cut_off, overwrite_a_page, replace_by_words])
async def test_f4_a_damaged_file_is_refused_with_a_sentence_and_a_copy_restores_it(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    path = tmp_path / "bot.db"
    await filled(path)
    shutil.copy(path, tmp_path / "copy.db")
    harm(path)
    broken = path.read_bytes()
    with pytest.raises(Damaged, match=r"bot\.db .*: restore the newest backup$"):
        async with SqliteStore.open(path):
            pytest.fail("a damaged database was opened")
    assert path.read_bytes() == broken, "what is left of it was changed"
    shutil.copy(tmp_path / "copy.db", path)
    async with SqliteStore.open(path) as store:
        assert len([ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)]) == 40


async def test_f4_a_folder_in_its_place_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match=r"cannot be opened for writing: Is a directory$"):
        async with SqliteStore.open(tmp_path):
            pytest.fail("a folder was opened")


def test_f4_a_file_that_may_only_be_read_is_refused_with_a_sentence() -> None:
    nobody = 65534
    with tempfile.TemporaryDirectory() as name:  # not tmp_path, whose parents nobody else may enter
        path = Path(name) / "bot.db"
        asyncio.run(filled(path))
        path.chmod(0o400)
        become = "pass"
        if os.geteuid() == 0:
            os.chown(path, nobody, nobody)
            Path(name).chmod(0o555)
            become = f"asyncio.run(asyncio.to_thread(int)); os.setuid({nobody})"  # threads are imported late
        status, said = start(path, before=become)
        assert status == 1
        assert "Damaged" in said
        assert f"{path} cannot be opened for writing: Permission denied" in said


async def test_f4_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    with reading(path) as connection:
        connection.execute("CREATE TABLE cookbook (recipe TEXT)")
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=r"bot\.db is the database of another program"):
        async with SqliteStore.open(path):
            pytest.fail("a foreign database was opened")
    assert path.read_bytes() == before


async def test_f5_who_holds_the_file_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    path, work = tmp_path / "bot.db", Cast(ROUND, PersonId("ada"), (), "event")
    async with SqliteStore.open(path) as store, asyncio.TaskGroup() as group:
        with reading(path) as other:
            other.execute("BEGIN EXCLUSIVE")
            asked = group.create_task(store.apply(work))
            await asyncio.sleep(0.3)
            assert not asked.done()
            assert await store.ballot(ROUND, VoteKind.VOTE, PersonId("ada")) is None  # readers do not wait
            other.execute("COMMIT")
        await asked
        assert await store.ballot(ROUND, VoteKind.VOTE, PersonId("ada")) is not None


async def test_f5_who_holds_the_file_for_long_is_named_once_and_then_all_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    works = [Cast(ROUND, PersonId(f"person-{no}"), (), f"event-{no}") for no in range(50)]
    async with SqliteStore.open(path, patience_ms=200) as store:
        with reading(path) as other:
            other.execute("BEGIN EXCLUSIVE")
            begun = monotonic()
            answers = await asyncio.gather(*map(store.apply, works), return_exceptions=True)
            other.execute("COMMIT")
        assert {str(answer) for answer in answers} == {
            "another program holds the database: nothing was stored, try again"
        }
        assert monotonic() - begun < 50 * 0.2, "each of them waited on its own"
        assert all(work.heard == 0 for work in works)
        await asyncio.gather(*map(store.apply, works))
        assert len([ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)]) == 50


async def test_f5_a_start_while_another_program_holds_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await filled(path)
    with reading(path) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreTrouble, match=r"bot\.db: another program holds the database"):
            async with SqliteStore.open(path, patience_ms=50):
                pytest.fail("it was opened beside another program")


def test_f5_a_second_bot_is_refused_while_the_first_one_lives(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    first = Child(path)
    status, said = start(path)
    assert status == 1
    assert f"ConfigError: store: {path} is in use by another codesign-bot (process {first.process.pid})" in said
    first.end(signal.SIGKILL)
    assert start(path) == (0, "opened\n")


async def test_f17_poison_in_a_batch_spares_its_neighbours(tmp_path: Path) -> None:
    neighbours = [Cast(ROUND, PersonId(f"person-{no}"), ((IdeaNo(1), 1),), f"event-{no}") for no in range(20)]
    event = TimeAsked(NOW, PersonId("ada"))
    poison: list[Work] = [
        Poisoned(Refusal("no")),
        Poisoned(StopIteration()),
        Change([Recorded(ROUND, 1, event), Recorded(ROUND, 1, event)]),
        Change([Seen("test", "\ud800", NOW)]),
        Change([], Reads(seen=(("test", "\ud800"),))),
        Change([], Reads(dialogues=(PersonId("\x00"),))),
    ]
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        mixed = [*neighbours[:10], *poison, *neighbours[10:]]
        answers = await asyncio.gather(*map(store.apply, mixed), return_exceptions=True)
        assert [type(answer) for answer in answers[10:14]] == [Refusal, RuntimeError, Conflict, StoreTrouble]
        assert answers[14:16] == [None, None]
        assert answers[:10] == answers[16:] == [None] * 10
        assert [work.heard for work in neighbours] == [1] * 20
        assert {work.decided for work in neighbours} == {2}, "they were not in one batch with the poison"
        ballots = [ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)]
        assert sorted((one.person, one.revision) for one in ballots) == sorted((w.person, 1) for w in neighbours)
        assert await store.events(ROUND) == []


async def test_f17_failed_work_leaves_no_transaction_open_behind_it(tmp_path: Path) -> None:
    event = TimeAsked(NOW, PersonId("ada"))
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        with pytest.raises(Conflict):
            await store.apply(Change([Recorded(ROUND, 1, event), Recorded(ROUND, 1, event)]))
        with contextlib.closing(sqlite3.connect(tmp_path / "bot.db", timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")


async def test_f17_work_that_cannot_hear_that_it_was_stored_does_not_stop_the_writer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Deaf(Change):
        words = "words that somebody wrote"

        def committed(self) -> None:
            raise KeyError(self.words)

    async with SqliteStore.open(tmp_path / "bot.db") as store:
        after = Change([])
        await asyncio.gather(store.apply(Deaf([Seen("test", "deaf", NOW)])), store.apply(after))
        assert after.heard == 1
    assert "Deaf was stored, but raised KeyError when told so" in caplog.text
    assert "in committed" in caplog.text
    assert "words that somebody wrote" not in caplog.text


def test_f21_a_shutdown_under_load_stores_what_was_asked_for_and_ends_well(tmp_path: Path) -> None:
    path, storm = tmp_path / "bot.db", Storm(seed=21)
    child = Child(path)
    child.say(*storm.gust(new=5000))
    begun = monotonic()
    assert child.end() == 0
    assert monotonic() - begun < 10
    storm.acknowledged.update(child.said())
    assert len(storm.acknowledged) == 5000
    storm.check(path)
    assert not path.with_name("bot.db-wal").exists(), "the write-ahead log was not folded in"


async def test_f21_leaving_drains_the_queue_and_takes_nothing_more(tmp_path: Path) -> None:
    works = [Cast(ROUND, PersonId(f"person-{no}"), (), f"event-{no}") for no in range(1000)]
    async with asyncio.TaskGroup() as group:
        async with SqliteStore.open(tmp_path / "bot.db") as store:
            asked = [group.create_task(store.apply(work)) for work in works]
            await asyncio.sleep(0)
        assert all(work.heard == 1 for work in works)
        await asyncio.gather(*asked)
        with pytest.raises(StoreTrouble, match="the store is closing"):
            await store.apply(Change([]))


@pytest.mark.parametrize("error", [KeyError("ours"), ConfigError("config"), asyncio.CancelledError()])
async def test_f21_an_error_inside_comes_out_as_it_is_after_the_queue_was_drained(
    tmp_path: Path, error: BaseException
) -> None:
    work = Cast(ROUND, PersonId("ada"), (), "event")

    async def fail() -> None:
        async with SqliteStore.open(tmp_path / "bot.db") as store:
            group.create_task(store.apply(work))
            await asyncio.sleep(0)
            raise error

    async with asyncio.TaskGroup() as group:
        with pytest.raises(type(error)) as caught:
            await fail()
        assert caught.value is error
        assert work.heard == 1


async def test_f21_a_store_that_is_stopped_twice_leaves_nobody_waiting(tmp_path: Path) -> None:
    path, opened = tmp_path / "bot.db", asyncio.Queue[SqliteStore]()

    async def hold() -> None:
        async with SqliteStore.open(path, patience_ms=500) as store:
            opened.put_nowait(store)
            await asyncio.Event().wait()

    works = [Cast(ROUND, PersonId(f"person-{no}"), (), f"event-{no}") for no in range(300)]
    async with asyncio.TaskGroup() as group:
        holding = group.create_task(hold())
        store = await opened.get()
        with reading(path) as other:
            other.execute("BEGIN EXCLUSIVE")  # so that the writer is at work and cannot finish
            asking = asyncio.gather(*map(store.apply, works), return_exceptions=True)
            for _ in range(2):
                await asyncio.sleep(0.05)
                holding.cancel()
            answers = await asyncio.wait_for(asking, 2)
    assert Counter(map(str, answers)) == {
        "the store was stopped: it is not known what was stored": 256,
        "the store was stopped: nothing was stored": 44,
    }
    assert holding.cancelled()
    async with SqliteStore.open(path) as store:
        assert [ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)] == []


def start(path: Path, *, before: str = "pass", code: str = "print('opened')") -> tuple[int, str]:
    """Open the store in a process of its own; its status and what it said. One that hangs is an error."""
    program = (
        "import asyncio, os, sys\nfrom pathlib import Path\nfrom codesign_bot.store.sqlite import SqliteStore\n"
        f"{before}\n"
        "async def main():\n    async with SqliteStore.open(Path(sys.argv[1])) as store:\n"
        f"        {code}\nasyncio.run(main())\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=15)
    return done.returncode, done.stdout


def test_f21_an_error_at_the_start_ends_the_process_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    assert start(path) == (0, "opened\n")
    assert start(path, code="raise KeyError('bug')")[0] == 1
    assert start(path, code="sys.exit(3)")[0] == 3
    assert start(path, code="await asyncio.wait_for(asyncio.sleep(9), 0.01)")[0] == 1
    overwrite_a_page(path)
    status, said = start(path)
    assert status == 1
    assert said.rstrip().endswith("restore the newest backup")
