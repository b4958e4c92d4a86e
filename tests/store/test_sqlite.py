from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import shutil
import sqlite3
from operator import attrgetter
from pathlib import Path

import aiosqlite
import pytest

from codesign_bot.core.events import TimeAsked
from codesign_bot.core.ids import ContentId, IdeaNo, PersonId, RoundId
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import ConfigError, Conflict, Damaged, StoreTrouble
from codesign_bot.records import (
    Account,
    Ballot,
    Dialogue,
    Found,
    Kept,
    Kind,
    Outgoing,
    Participant,
    Person,
    Place,
    Reads,
    Recorded,
    Row,
    Seen,
    Timer,
    Urgency,
    Words,
)
from codesign_bot.store import finding, questions, sqlite, statements
from codesign_bot.store.linking import ballots_linked, head_of
from codesign_bot.store.migrate import Step, shipped
from codesign_bot.store.rows import Writes, writes
from codesign_bot.store.sqlite import SqliteStore, reading
from codesign_bot.testing.works import NOW, Cast, Change

STEPS = shipped()
TEA = Step(len(STEPS) + 1, "tea", "CREATE TABLE tea (id TEXT) STRICT;\n")
ROUND, ADA, HALL = RoundId("round"), PersonId("ada"), Place("test", "hall")


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def test_what_is_kept_is_for_our_eyes_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    async with SqliteStore.open(folder / "bot.db") as store:
        await store.apply(Cast(ROUND, ADA, (), "event"))
        found = {file.name: rights(file) for file in folder.iterdir()}
    assert rights(folder) == 0o700
    assert found == dict.fromkeys(["bot.db", "bot.db-wal", "bot.db-shm", "bot.db.lock"], 0o600)


async def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.touch(0o644)
    async with SqliteStore.open(path):
        assert rights(path) == 0o600


async def test_the_settings_that_durability_rests_on_are_in_force(tmp_path: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
    async with SqliteStore.open(tmp_path / "bot.db"):
        pass
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        writing: aiosqlite.Connection = attrgetter("_writer._connection")(store)  # nobody sees it from outside
        reading: aiosqlite.Connection = attrgetter("_connection")(store)
        for name, value in wanted.items():
            assert [row[0] for row in await writing.execute_fetchall(f"PRAGMA {name}")] == [value]
        assert writing.isolation_level is None
        assert [row[0] for row in await reading.execute_fetchall("PRAGMA query_only")] == [1]
        await reading.execute_fetchall("PRAGMA query_only = OFF")  # it may only read for two reasons
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await reading.execute_fetchall("DELETE FROM seen")


async def test_one_database_is_opened_once_and_can_be_opened_again_after(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path), SqliteStore.open(tmp_path / "other.db"):
        with pytest.raises(ConfigError, match=r"store: .*bot\.db is in use by another codesign-bot \(process \d+\)"):
            async with SqliteStore.open(path):
                pytest.fail("it was opened twice")
    async with SqliteStore.open(path) as store:
        assert await store.spaces() == []


async def test_an_old_sqlite_is_mentioned_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version, times in (((3, 51, 2), 1), ((3, 51, 3), 0)):
        caplog.clear()
        sqlite._warn_once.cache_clear()  # pyright: ignore[reportPrivateUsage] # noqa: SLF001 - as after a start
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        with caplog.at_level(logging.INFO):
            for name in ("one.db", "two.db"):
                async with SqliteStore.open(tmp_path / name):
                    pass
        assert caplog.text.count("is older than 3.51.3") == times


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def written(no: int, text: str | None) -> Words:
    return Words(ContentId(f"c{no}"), ROUND, ADA, NOW, None if text is None else bytes(32), text)


async def test_erased_words_are_in_no_file_any_more(tmp_path: Path) -> None:
    secret, kept = "what nobody may read again", "what stays"
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Change([written(1, secret), *(written(no, kept) for no in range(2, 400))]))
        assert secret.encode() in everything(tmp_path)
        await store.apply(Change([written(1, None)]))
        left = everything(tmp_path)
        assert secret.encode() not in left
        assert kept.encode() in left


async def test_words_erased_while_somebody_reads_are_gone_after_the_next_commit(tmp_path: Path) -> None:
    path, secret = tmp_path / "bot.db", "what nobody may read again"
    async with SqliteStore.open(path) as store:
        await store.apply(Change([written(1, secret)]))
        with contextlib.closing(sqlite3.connect(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM words").fetchall()
            await asyncio.wait_for(store.apply(Change([written(1, None)])), 2)  # nobody waits for the reader
            assert await store.words([ContentId("c1")]) == {"c1": None}
            assert secret.encode() in everything(tmp_path)
        await store.apply(Cast(ROUND, ADA, (), "event"))
        assert secret.encode() not in everything(tmp_path)


async def test_erased_words_that_a_killed_bot_left_behind_are_gone_after_the_next_start(tmp_path: Path) -> None:
    path, after, secret = tmp_path / "bot.db", tmp_path / "after the kill", "what nobody may read again"
    after.mkdir()
    async with SqliteStore.open(path) as store:
        await store.apply(Change([written(1, secret)]))
        with contextlib.closing(sqlite3.connect(path)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM words").fetchall()
            await store.apply(Change([written(1, None)]))
            for name in ("bot.db", "bot.db-wal"):
                shutil.copy(tmp_path / name, after)
    assert secret.encode() in everything(after)
    async with SqliteStore.open(after / "bot.db") as store:
        assert await store.words([ContentId("c1")]) == {"c1": None}
        assert secret.encode() not in everything(after)


async def test_what_was_sent_is_forgotten_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    file = ("votes.csv", "text/csv", b"the bytes of a file")
    message = Outgoing("key", Kind.FILE, HALL, NOW, "the body of a message", Urgency.ANSWER, file=file)
    async with SqliteStore.open(path) as store:
        await store.apply(Change([message]))
        await store.sent("key", 1, "$1", "digest")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT body, file_bytes, message_id, digest, state FROM outbox").fetchall()
    assert rows == [("", None, "$1", "digest", 1)]
    assert b"the bytes of a file" not in path.read_bytes()
    assert b"the body of a message" not in path.read_bytes()


async def test_what_was_removed_leaves_no_empty_row(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await store.apply(Change([Timer("t", ROUND, NOW), Dialogue(ADA, "{}"), Kept("test", "k", "v")]))
        await store.apply(Change([Timer("t", ROUND, None), Dialogue(ADA, None), Kept("test", "k", None)]))
        await store.apply(Change([Timer("u", ROUND, None), Dialogue(ADA, None), Kept("test", "l", None)]))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM kept WHERE platform = 'store'")  # the store's own, which stays
        for table in ("timer", "dialogue", "kept"):
            assert connection.execute(f"SELECT * FROM {table}").fetchall() == []  # noqa: S608 - three fixed names


async def test_every_cast_stands_in_the_private_journal_in_order(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    dots = [((IdeaNo(1), 2), (IdeaNo(3), 1)), ((IdeaNo(2), 1),), ()]
    async with SqliteStore.open(path) as store:
        for no, one in enumerate(dots):
            await store.apply(Cast(ROUND, ADA, one, f"event-{no}"))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        journal = connection.execute("SELECT no, person, vote_kind, dots, revision FROM ballot_journal").fetchall()
        assert connection.execute("SELECT dots, revision FROM ballot").fetchall() == [("", 3)]
    assert journal == [
        (1, "ada", "vote", "1:2 3:1", 1),
        (2, "ada", "vote", "2:1", 2),
        (3, "ada", "vote", "", 3),
    ]


async def test_a_gap_in_the_record_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        for version in (1, 3):
            await store.apply(Change([Recorded(ROUND, version, TimeAsked(NOW, ADA))]))
        with pytest.raises(Damaged, match="event 2 of a round is missing"):
            await store.events(ROUND)


async def test_a_disk_that_breaks_while_running_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await store.apply(Change([written(no, "words " * 99) for no in range(500)]))
    async with SqliteStore.open(path) as store:
        with path.open("r+b") as file:
            file.seek(4096 * 30)
            file.write(b"\xff" * (path.stat().st_size - 4096 * 30))
        with pytest.raises(Damaged, match="the database is damaged: stop the bot and restore the newest backup"):
            await store.words_of_round(ROUND)


async def test_damage_that_is_met_while_running_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await store.apply(Change([Recorded(ROUND, 1, TimeAsked(NOW, ADA))]))
        with contextlib.closing(sqlite3.connect(path)) as other:
            other.execute("UPDATE round_event SET body = replace(body, 'TimeAsked', 'TimeEaten')")
            other.commit()
        with pytest.raises(Damaged, match="unknown type, 'TimeEaten'"):
            await store.events(ROUND)


async def fill(path: Path, ballots: int) -> None:
    rows: list[Row] = []
    for no in range(ballots):
        who = PersonId(f"person-{no}")
        rows.append(Seen("test", f"old-{no}", NOW))
        rows.append(Person(Account("test", f"@{no}"), who, "Somebody"))
        rows.append(Participant(ROUND, who, NOW, is_organiser=False))
        rows.append(Ballot(ROUND, VoteKind.VOTE, who, ((IdeaNo(1), 1),), NOW, 1))
        rows.append(Outgoing(f"old-{no}", Kind.APPEND, Place("test", f"dm-{no}"), NOW, "{}", Urgency.ANSWER))
    async with SqliteStore.open(path) as store:
        await store.apply(Change(rows))


def effort(path: Path) -> int:
    """How many instructions SQLite takes for one more ballot of somebody who has cast one."""
    who, taken = PersonId("person-77"), [0]
    reads = Reads((("test", "new"),), (Account("test", "@77"),), ((ROUND, who),), ((ROUND, VoteKind.VOTE, who),))
    rows: list[Row] = [
        Seen("test", "new", NOW),
        Ballot(ROUND, VoteKind.VOTE, who, ((IdeaNo(2), 1),), NOW, 2),
        Outgoing("new", Kind.APPEND, Place("test", "dm-77"), NOW, "{}", Urgency.ANSWER),
    ]

    def count() -> int:
        taken[0] += 1
        return 0

    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.set_progress_handler(count, 1)
        connection.execute("BEGIN IMMEDIATE")
        answers = [list(connection.execute(*asked)) for asked in finding.questions([reads]) if asked]
        assert [len(answer) for answer in answers] == [0, 1, 1, 1]
        decided = Writes()
        for row in rows:
            decided.add(writes(row))
        ballots_linked(head_of(connection.execute(questions.HEAD)), decided)
        for statement, parameters in decided:
            connection.executemany(statement, parameters)
        connection.execute("COMMIT")
    return taken[0]


@pytest.mark.slow
async def test_one_more_ballot_takes_the_same_effort_however_many_were_cast(tmp_path: Path) -> None:
    efforts: list[int] = []
    for ballots in (100, 20_000):
        path = tmp_path / f"{ballots}.db"
        await fill(path, ballots)
        efforts.append(await asyncio.to_thread(effort, path))
    assert efforts[0] > 100
    assert abs(efforts[1] - efforts[0]) <= efforts[0] // 20


WALKS_ON_PURPOSE = {
    "COMMUNITIES": {"community"},
    "DIALOGUES": {"dialogue"},
    "ENTRIES_OF_KIND": {"found", "json_each"},  # a page of numbers, and the few kinds that are meant
    "ENTRIES_OF_ROUND": {"found", "json_each"},
    "ENTRIES_OF_TIME": {"found"},
    "LOG_HEADS": {"log_head"},  # one row a community
    "ROUND_KEYS": {"round_key"},  # one row a round
    "LANGUAGES": {"person"},
    "WISHES": {"person"},
    "NEWEST_BALLOTS": {"ballot_journal"},  # from its end, for so many rows as are asked for
    "NEWEST_EVENTS": {"p"},  # the newest rounds, as far as it takes
    "PRIVATES": {"person"},
    "OUTBOX": {"json_each"},  # the few places where something is being said
    "REMINDERS_PAST": {"reminded"},  # once a day, and only rounds that are on have any
    "SPACES": {"space"},
    "ORGANISERS": {"organiser"},
    "ROUND_PLACES": {"round_place"},
    "MOVED[3]": {"round_place"},  # there are few rounds, and spaces move rarely
}


SENTENCE = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b")


def sentences() -> dict[str, str]:
    found: dict[str, str] = {}
    for module in (questions, statements, finding):
        found |= {name: value for name, value in vars(module).items() if SENTENCE.match(str(value))}
    return found | {f"MOVED[{at}]": statement for at, statement in enumerate(statements.MOVED)}


def tables_walked(connection: sqlite3.Connection, sentence: str) -> set[str]:
    names = dict.fromkeys(re.findall(r":(\w+)", sentence), 0)
    values = [0] * (max(map(int, re.findall(r"\?(\d)", sentence)), default=0) or sentence.count("?"))
    plan = connection.execute(f"EXPLAIN QUERY PLAN {sentence}", names or values).fetchall()
    return {step[3].split()[1] for step in plan if step[3].startswith("SCAN ")} - {"wanted", "CONSTANT"}


def test_no_sentence_walks_a_whole_table_but_those_that_mean_to() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        for step in STEPS:
            connection.executescript(step.text)
        walks = {name: tables_walked(connection, sentence) for name, sentence in sentences().items()}
        assert len(walks) > 50
        assert {name: tables for name, tables in walks.items() if tables} == WALKS_ON_PURPOSE
        assert tables_walked(connection, "SELECT * FROM ballot WHERE person = ?") == {"ballot"}


async def test_readers_never_see_what_is_not_committed(tmp_path: Path) -> None:
    doomed = Change([Participant(ROUND, ADA, NOW, is_organiser=False), *[Recorded(ROUND, 1, TimeAsked(NOW, ADA))] * 2])
    looks = 0
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        for _ in range(50):
            failing = asyncio.gather(store.apply(doomed), return_exceptions=True)
            while not failing.done():
                assert await store.participants(ROUND) == []
                looks += 1
            assert [type(answer) for answer in await failing] == [Conflict]
    assert looks > 100


async def test_a_copy_made_under_load_is_a_whole_store_of_one_moment(tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "bot.db"
    copy.parent.mkdir()
    async with SqliteStore.open(tmp_path / "bot.db") as store, asyncio.TaskGroup() as group:
        works = [Cast(ROUND, PersonId(f"p{no}"), ((IdeaNo(1), 1),), str(no)) for no in range(3000)]
        await asyncio.gather(*map(store.apply, works[:1000]))
        rest = [group.create_task(store.apply(work)) for work in works[1000:]]
        await asyncio.sleep(0)
        await store.back_up(copy)
        await asyncio.gather(*rest)
    assert rights(copy) == 0o600
    async with SqliteStore.open(copy) as store:
        ballots = [ballot async for ballot in store.ballots(ROUND, VoteKind.VOTE)]
        assert 1000 <= len(ballots) <= 3000
        found: list[Found] = []
        await store.apply(Change([], Reads(seen=tuple(("test", str(no)) for no in range(3000))), found.append))
        assert {f"p{key}" for _, key in found[0].seen} == {ballot.person for ballot in ballots}


async def test_a_copy_that_cannot_be_written_is_said_and_leaves_the_last_one(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.back_up(tmp_path / "copy.db")
        before = (tmp_path / "copy.db").read_bytes()
        (tmp_path / "copy.db.unfinished").mkdir()
        for copy in (tmp_path / "copy.db", tmp_path / "nowhere" / "copy.db"):
            with pytest.raises(StoreTrouble, match=f"no copy could be made at {copy}"):
                await store.back_up(copy)
        assert (tmp_path / "copy.db").read_bytes() == before
        await store.apply(Cast(ROUND, ADA, (), "event"))


async def test_a_store_that_was_left_says_so(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        pass
    for asking in (store.spaces(), store.next_due(), store.apply(Change([])), store.sent("a", 1, "$", "")):
        with pytest.raises(StoreTrouble, match=r"^the store is clos"):
            await asking


async def test_where_no_write_ahead_log_can_be_kept_the_store_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_memory(_path: Path, _mode: str, _patience_ms: int) -> aiosqlite.Connection:
        return aiosqlite.connect(":memory:")

    monkeypatch.setattr(sqlite, "_connect", in_memory)
    with pytest.raises(Damaged, match="no write-ahead log can be kept here"):
        async with SqliteStore.open(tmp_path / "bot.db"):
            pytest.fail("it was opened")


async def test_another_process_may_read_while_the_bot_runs_and_when_it_does_not(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    async with SqliteStore.open(path) as store:
        await store.apply(Cast(ROUND, ADA, ((IdeaNo(1), 1),), "event"))
        async with reading(path) as beside:
            assert await beside.ballot(ROUND, VoteKind.VOTE, ADA) == await store.ballot(ROUND, VoteKind.VOTE, ADA)
            await store.apply(Cast(ROUND, ADA, (), "another"))
            seen = await beside.ballot(ROUND, VoteKind.VOTE, ADA)
            assert seen is not None
            assert seen.revision == 2
    async with reading(path) as alone:
        assert await alone.ballot(ROUND, VoteKind.VOTE, ADA) == seen
    async with SqliteStore.open(path) as store:
        assert await store.ballot(ROUND, VoteKind.VOTE, ADA) == seen


async def test_a_look_at_what_is_missing_foreign_or_of_another_version_is_refused(tmp_path: Path) -> None:
    async with SqliteStore.open(tmp_path / "newer.db", steps=(*STEPS, TEA)):
        pass
    (tmp_path / "empty.db").touch()
    with contextlib.closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("CREATE TABLE cookbook (recipe TEXT)")
    refusals: list[tuple[str, type[Exception], str]] = [
        ("missing.db", StoreTrouble, "unable to open"),
        ("empty.db", ConfigError, "is not up to date. Start the bot once."),
        ("foreign.db", ConfigError, "is the database of another program"),
        ("newer.db", ConfigError, "was written by a newer codesign-bot"),
    ]
    for name, kind, reason in refusals:
        with pytest.raises(kind, match=reason):
            async with reading(tmp_path / name):
                pytest.fail(f"{name} was read")
    assert not (tmp_path / "missing.db").exists()


@pytest.mark.parametrize("question", ["ENTRIES_OF_TIME", "ENTRIES_OF_KIND"])
async def test_pages_of_the_log_are_found_in_an_index_alone(tmp_path: Path, question: str) -> None:
    """However long the log is, only the entries of the page are read themselves."""
    async with SqliteStore.open(tmp_path / "bot.db"):
        pass
    values = {"community": "home", "before": 9, "most": 9, "kinds": '["power-used"]', "since": 0, "until": 9}
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as by_hand:
        plan = by_hand.execute(f"EXPLAIN QUERY PLAN {getattr(questions, question)}", values).fetchall()
    told = "\n".join(step[3] for step in plan)
    assert "SEARCH entry USING COVERING INDEX" in told, told
    assert "SCAN entry" not in told, told
    assert "SEARCH e USING PRIMARY KEY (community=? AND no=?)" in told, told
