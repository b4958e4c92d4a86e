"""How SQLite forgets: little at a time, without an index that every ballot would have to write, and not by mistake."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path

import aiosqlite
import pytest

from codesign_bot.core.ids import IdeaNo, RoundId
from codesign_bot.errors import StoreTrouble
from codesign_bot.records import Account, Kind, Origin, Outgoing, Place, Row, Seen, Urgency
from codesign_bot.store import forgetting
from codesign_bot.store.forgetting import bit
from codesign_bot.store.rows import Gone
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.store.statements import OUTBOX_GONE
from codesign_bot.store.writer import Writer
from codesign_bot.testing.works import NOW, Change
from codesign_bot.traces import COPIES_KEPT, Old, OldCopies, OldOrigins, OldSeen, OldSent

Trace = Callable[[Callable[[str], None]], Awaitable[None]]
DAY = timedelta(days=1)
ADA = Account("test", "@ada")


async def everything_old(store: SqliteStore, count: int) -> None:
    """So many of each kind, all of it old."""
    rows: list[Row] = []
    for no in range(count):
        rows.append(Seen("test", f"{no:05}", NOW))
        rows.append(Origin(Account("test", f"@{no % 3}"), f"{no // 3:05}", NOW, is_refused=True))
        rows.append(Outgoing(f"{no:05}", Kind.APPEND, Place("test", "hall"), NOW, "{}", Urgency.ANSWER))
    await store.apply(Change(rows))
    for no in range(count):
        await store.sent(f"{no:05}", 1, f"${no}", "")


def writing(store: SqliteStore) -> aiosqlite.Connection:
    connection: aiosqlite.Connection = attrgetter("_writer._connection")(store)  # nobody sees it from outside
    return connection


@pytest.mark.parametrize("old", [OldSeen("test", NOW + DAY), OldOrigins(NOW + DAY), OldSent(NOW + DAY)])
async def test_a_bit_is_one_short_commit(tmp_path: Path, old: Old) -> None:
    most = 40
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await everything_old(store, 100)
        commits: list[str] = []
        trace: Trace = attrgetter("set_trace_callback")(writing(store))
        await trace(lambda text: commits.append(text) if text == "COMMIT" else None)
        place: str | None = ""
        removed: list[int] = []
        while place is not None:
            before = writing(store).total_changes
            place = await store.forget(old, place, most)
            removed.append(writing(store).total_changes - before)
            assert len(commits) == len(removed)
        assert removed == [40, 40, 20]


@pytest.mark.parametrize("old", [OldSeen("test", NOW), OldOrigins(NOW), OldSent(NOW), OldSeen("other", NOW + DAY)])
async def test_where_nothing_is_old_the_writer_is_left_in_peace(
    tmp_path: Path, old: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await everything_old(store, 30)
        hall = Place("test", "hall")
        card = Outgoing("card", Kind.CARD, hall, NOW - DAY, "", Urgency.CARD)
        waits = Outgoing("waits", Kind.APPEND, hall, NOW - DAY, "{}", Urgency.ANSWER)
        await store.apply(Change([card, waits]))
        await store.sent("card", 1, "$card", "")

        async def never(_writer: Writer, _mark: object) -> None:
            pytest.fail("it was asked to write")

        monkeypatch.setattr(Writer, "mark", never)
        place: str | None = ""
        while place is not None:
            place = await store.forget(old, place, 10)


async def test_a_walk_takes_the_same_effort_for_each_bit_however_long_the_table_is(tmp_path: Path) -> None:
    """Counted in instructions of SQLite: the last bit is as cheap as the first."""
    taken = [0]

    def count() -> int:
        taken[0] += 1
        return 0

    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await everything_old(store, 600)
        reading: aiosqlite.Connection = attrgetter("_connection")(store)
        await reading.set_progress_handler(count, 1)
        for old in (OldSeen("test", NOW), OldOrigins(NOW), OldSent(NOW)):
            efforts: list[int] = []
            place: str | None = ""
            while place is not None:
                taken[0] = 0
                place = await store.forget(old, place, 50)
                efforts.append(taken[0])
            assert len(efforts) == 13, "twelve bits, and a look at the end"
            alike = efforts[1:-1]  # the first one also reads what the tables are
            assert min(alike) > 100
            assert max(alike) <= min(alike) * 1.2


@pytest.mark.parametrize(
    ("old", "row", "newer"),
    [
        (OldSeen("test", NOW + DAY), Seen("test", "$1", NOW), Seen("test", "$1", NOW + 9 * DAY)),
        (
            OldOrigins(NOW + DAY),
            Origin(ADA, "$1", NOW, is_refused=True),
            Origin(ADA, "$1", NOW + 9 * DAY, RoundId("round"), IdeaNo(1)),
        ),
    ],
)
async def test_what_was_replaced_since_it_was_looked_at_stays(
    tmp_path: Path, old: OldSeen | OldOrigins, row: Row, newer: Row
) -> None:
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Change([row]))
        looked = bit(old, "")
        reading: aiosqlite.Connection = attrgetter("_connection")(store)
        (gone,) = looked.gone(list(await reading.execute_fetchall(looked.question, (*looked.place, 9))))
        assert len(gone.keys) == 1
        await store.apply(Change([newer]))
        writer: Writer = attrgetter("_writer")(store)
        await writer.mark(gone)
        if isinstance(newer, Origin):
            assert await store.origin(ADA, "$1") == newer
        else:
            assert await store.was_seen("test", "$1")


async def test_a_message_that_is_not_out_cannot_be_removed(tmp_path: Path) -> None:
    """Whatever was found when it was looked at."""
    message = Outgoing("key", Kind.APPEND, Place("test", "hall"), NOW, "{}", Urgency.ANSWER)
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        await store.apply(Change([message]))
        reading: aiosqlite.Connection = attrgetter("_connection")(store)
        rows = list(await reading.execute_fetchall("SELECT no, at FROM outbox"))
        writer: Writer = attrgetter("_writer")(store)
        await writer.mark(Gone(OUTBOX_GONE, ((rows[0][0], rows[0][1]),)))
        assert [one.message for one in await store.outbox("test", NOW, 9)] == [message]


def copies(path: Path, ages: Sequence[int]) -> list[str]:
    """Copies from before steps 2, 3 and so on, so many days old; an older step is an older copy or not."""
    for no, age in enumerate(ages, 2):
        copy = path.with_name(f"{path.name}.before-{no:04}")
        copy.touch()
        made = (NOW - age * DAY).timestamp()
        os.utime(copy, (made, made))
    return left(path)


def left(path: Path) -> list[str]:
    """Every copy of the database by its step, with whatever looks like one."""
    names = (file.name for file in path.parent.iterdir())
    return sorted(name.removeprefix(f"{path.name}.") for name in names if name.startswith(f"{path.name}.before-"))


@pytest.mark.parametrize("name", ["bot.db", "[b]ot?.db"])
@pytest.mark.parametrize(
    ("ages", "gone"),
    [
        ((), ()),
        ((400, 300, 200), ()),
        ((400, 300, 200, 100), (2,)),
        ((400, 300, 200, 5, 4), (2, 3)),
        ((9, 8, 7, 6, 5, 4), ()),
        ((100, 400, 200, 300), (3,)),
        ((400, 400, 9, 9, 9, 9), (2, 3)),
    ],
)
async def test_of_copies_the_newest_three_stay_and_all_young_ones(
    tmp_path: Path, name: str, ages: Sequence[int], gone: Sequence[int]
) -> None:
    assert COPIES_KEPT == 3
    path = tmp_path / name
    async with SqliteStore.open(path) as store:
        before = copies(path, ages)
        await store.forget(OldCopies(NOW - 30 * DAY))
        assert left(path) == [copy for copy in before if int(copy[-4:]) not in gone]


async def test_nothing_but_copies_from_before_a_step_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    others = ("bot.db.before-0002.unfinished", "bot.db.before-upgrade", "other.db.before-0001", "bot.db.before-00021")
    async with SqliteStore.open(path) as store:
        copies(path, (400,) * 9)
        for name in others:
            (tmp_path / name).touch()
            os.utime(tmp_path / name, (0, 0))
        await store.forget(OldCopies(NOW))
        assert all((tmp_path / name).exists() for name in others)
        assert path.exists()
        assert [one for one in left(path) if f"bot.db.{one}" not in others] == [
            "before-0008",
            "before-0009",
            "before-0010",
        ]


async def test_a_copy_that_cannot_be_removed_is_a_trouble_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _before: datetime, _spared: int) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("codesign_bot.store.sqlite.thin_out", refuse)
    async with SqliteStore.open(tmp_path / "bot.db") as store:
        with pytest.raises(StoreTrouble, match="old copies of the store cannot be removed"):
            await store.forget(OldCopies(NOW))
    assert forgetting.thin_out is not refuse
