from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from codesign_bot.core.ids import CommunityId, IdeaNo, PersonId, RoundId
from codesign_bot.errors import ConfigError, Damaged, StoreTrouble
from codesign_bot.records import Account, Community, Origin, Place, Space
from codesign_bot.reminded import Reminders
from codesign_bot.store.migrate import Step, shipped
from codesign_bot.store.sqlite import SqliteStore
from codesign_bot.testing.works import NOW, Cast, Change

HERE = Path(__file__).parent
HOME = Community(CommunityId("home"), "Home", "UTC", "en")
ROUND = RoundId("round")
ADA = Account("test", "@ada")

STEPS = shipped()
TEA = Step(
    len(STEPS) + 1, "tea", "CREATE TABLE tea (id TEXT PRIMARY KEY) STRICT;\nINSERT INTO tea SELECT id FROM community;\n"
)
CUPS = Step(len(STEPS) + 2, "cups", "ALTER TABLE tea ADD COLUMN cups INTEGER;\nUPDATE tea SET cups = 2;\n")


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


async def opened(path: Path, *more: Step) -> list[Community]:
    async with SqliteStore.open(path, steps=(*STEPS, *more)) as store:
        return list(await store.communities())


async def filled(path: Path) -> None:
    async with SqliteStore.open(path) as store:
        await store.apply(Change([HOME]))
        await store.apply(Cast(ROUND, PersonId("ada"), ((IdeaNo(1), 1),), "event"))


def versions(path: Path) -> list[object]:
    return [row[0] for row in ask(path, "SELECT version FROM schema_version ORDER BY version")]


def test_the_steps_that_are_shipped_are_numbered_without_a_gap() -> None:
    assert [step.no for step in STEPS] == list(range(1, len(STEPS) + 1))
    assert all(re.fullmatch(r"[a-z_]+", step.name) for step in STEPS)
    assert all(re.fullmatch(r"[0-9a-f]{64}", step.checksum) for step in STEPS)


def test_a_step_is_cut_into_its_statements_and_nothing_is_left_over() -> None:
    text = "-- a; remark\nCREATE TABLE a (x);\nINSERT INTO a VALUES ('one;\ntwo');\n\nDROP TABLE a\n-- the end\n"
    statements = list(Step(1, "x", text).statements())
    assert "".join(statements) == text
    assert [statement.strip().split("\n")[-1] for statement in statements] == [
        "CREATE TABLE a (x);",
        "two');",
        "-- the end",
    ]


async def test_a_new_database_takes_every_step_and_needs_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    assert await opened(path, TEA) == []
    assert versions(path) == [*range(1, TEA.no + 1)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bot.db", "bot.db.lock"]
    assert await opened(path, TEA) == []


async def test_an_old_database_is_copied_before_each_step_and_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await filled(path)
    assert await opened(path, TEA, CUPS) == [HOME]
    assert ask(path, "SELECT id, cups FROM tea") == [("home", 2)]
    for step, tables in ((TEA, 0), (CUPS, 1)):
        copy = path.with_name(f"bot.db.before-{step.no:04}")
        assert versions(copy) == [*range(1, step.no)]
        assert ask(copy, "PRAGMA integrity_check") == [("ok",)]
        assert ask(copy, "SELECT count(*) FROM ballot_journal") == [(1,)]
        assert ask(copy, "SELECT count(*) FROM sqlite_schema WHERE name = 'tea'") == [(tables,)]
        assert copy.stat().st_mode & 0o777 == 0o600
    shutil.copy(path.with_name(f"bot.db.before-{TEA.no:04}"), path)
    assert await opened(path) == [HOME], "the copy is no database that can be started with"


async def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await filled(path)
    before = ask(path, "SELECT * FROM sqlite_schema")
    broken = Step(TEA.no, "tea", TEA.text + "DROP TABLE teapot;\n")
    with pytest.raises(StoreTrouble, match="no such table: teapot"):
        await opened(path, broken)
    assert ask(path, "SELECT * FROM sqlite_schema") == before
    assert versions(path) == [*range(1, TEA.no)]
    assert await opened(path, TEA) == [HOME]


async def test_a_step_may_rebuild_a_table_that_others_point_to(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await filled(path)
    text = (
        "CREATE TABLE other (id TEXT PRIMARY KEY, name TEXT, zone TEXT, language TEXT, next_topic INTEGER,"
        " quiet TEXT, holidays TEXT, own_days TEXT, weekends INTEGER, event_list INTEGER) STRICT;\n"
        "INSERT INTO other SELECT * FROM community;\nDROP TABLE community;\nALTER TABLE other RENAME TO community;\n"
    )
    async with SqliteStore.open(path) as store:
        await store.apply(Change([Space(Place("test", "hall"), HOME.id)]))
    assert await opened(path, Step(TEA.no, "rebuilt", text)) == [HOME]
    assert ask(path, "SELECT community FROM space") == [("home",)]
    assert ask(path, "PRAGMA foreign_key_list(space)")[0][2] == "community"


async def test_a_step_that_leaves_a_row_pointing_nowhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await filled(path)
    lost = Step(TEA.no, "lost", "INSERT INTO organiser VALUES ('nowhere', 'ada', 0, NULL);\n")
    with pytest.raises(Damaged, match="rows that point nowhere"):
        await opened(path, lost)
    assert ask(path, "SELECT count(*) FROM organiser") == [(0,)]


async def test_a_database_of_a_newer_program_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    await opened(path, TEA)
    schema = ask(path, "SELECT * FROM sqlite_schema")
    with pytest.raises(ConfigError, match=rf"newer codesign-bot .* restore bot\.db\.before-{TEA.no:04}\.$"):
        await opened(path)
    assert ask(path, "SELECT * FROM sqlite_schema") == schema


@pytest.mark.parametrize("steps", [(Step(1, "first", "CREATE TABLE other (x) STRICT;\n"),), ()])
async def test_a_step_that_was_changed_after_it_was_taken_is_refused(tmp_path: Path, steps: Sequence[Step]) -> None:
    path = tmp_path / "bot.db"
    changed = (*STEPS, Step(TEA.no, TEA.name, TEA.text + "-- only a remark\n"))
    await opened(path, TEA)
    with pytest.raises(Damaged, match=f"another version of step {steps[0].no if steps else TEA.no} "):
        async with SqliteStore.open(path, steps=(*steps, *STEPS[1:], TEA) if steps else changed):
            pytest.fail("it was opened")


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
async def test_a_database_of_every_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "bot.db"
    shutil.copy(HERE / "kept" / f"v{version}.db", path)
    assert versions(path) == [*range(1, version + 1)]
    async with SqliteStore.open(path) as store:
        assert [community.id for community in await store.communities()] == ["home"]
        assert len(await store.events(ROUND)) == 2
        ballot = await store.ballot(ROUND, Cast(ROUND, PersonId("ada"), (), "x").vote_kind, PersonId("ada"))
        assert ballot is not None
        assert ballot.dots == ((1, 2), (3, 1))
        queued = await store.outbox("test", ballot.at, 9)
        assert [one.message.key for one in queued] == ["waiting"]
    assert versions(path) == [*range(1, len(STEPS) + 1)]
    copies = sorted(file.name for file in tmp_path.glob("*.before-*"))
    assert copies == [f"bot.db.before-{no:04}" for no in range(version + 1, len(STEPS) + 1)]


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
async def test_what_came_of_messages_is_known_from_the_second_version_on(tmp_path: Path, version: int) -> None:
    """An older store never knew it: what was edited there before the upgrade has counted, and counts no more."""
    path = tmp_path / "bot.db"
    shutil.copy(HERE / "kept" / f"v{version}.db", path)
    offered, refused = Origin(ADA, "$idea", NOW, ROUND, IdeaNo(1)), Origin(ADA, "$refused", NOW, is_refused=True)
    async with SqliteStore.open(path) as store:
        known = [offered, refused] if version > 1 else [None, None]
        assert [await store.origin(ADA, one.key) for one in (offered, refused)] == known
        await store.apply(Change([offered, refused]))
        assert [await store.origin(ADA, one.key) for one in (offered, refused)] == [offered, refused]


@pytest.mark.slow
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "old"])
async def test_f15_a_start_that_is_killed_at_any_move_is_finished_by_the_next(tmp_path: Path, *, is_new: bool) -> None:
    if not is_new:
        await filled(tmp_path / "base.db")
    folder = tmp_path / "starts"
    folder.mkdir()
    command = [sys.executable, str(HERE / "migrate_child.py"), str(folder)]
    done = subprocess.run([*command, *([] if is_new else [str(tmp_path / "base.db")])], check=True, capture_output=True)
    starts = int(done.stdout)
    assert starts > 20
    cut_short = 0
    for no in range(1, starts):
        path = folder / f"{no}.db"
        has_tables = path.exists() and ask(path, "SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'")
        cut_short += not has_tables or len(versions(path)) < CUPS.no
        for copy in folder.glob(f"{no}.db.before-*[0-9]"):
            assert ask(copy, "PRAGMA integrity_check") == [("ok",)], "half a copy has the name of a whole one"
        assert await opened(path, TEA, CUPS) == ([] if is_new else [HOME])
        assert versions(path) == [*range(1, CUPS.no + 1)]
        assert ask(path, "SELECT id, cups FROM tea") == ([] if is_new else [("home", 2)])
        assert ask(path, "SELECT count(*) FROM ballot_journal") == [(0 if is_new else 1,)]
    assert cut_short > 10, "most kills have to come before the end"


async def test_what_was_chosen_about_reminders_and_zones_is_there_from_the_ninth_version_on(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    shutil.copy(HERE / "kept" / "v9.db", path)
    async with SqliteStore.open(path) as store:
        assert await store.wishes() == [("ada", Reminders.OFF, "Asia/Tokyo")]
        (told,) = await store.reminded(ROUND)
        assert (told.person, told.step, told.at, told.times) == ("ada", "voting/x", NOW, 1)


@pytest.mark.parametrize(("version", "is_wished"), [(9, False), (10, True)])
async def test_dates_stand_in_lists_of_events_only_where_it_was_wished_since_the_tenth_version(
    tmp_path: Path, version: int, *, is_wished: bool
) -> None:
    path = tmp_path / "bot.db"
    shutil.copy(HERE / "kept" / f"v{version}.db", path)
    async with SqliteStore.open(path) as store:
        assert [one.has_event_list for one in await store.communities()] == [is_wished]


async def test_rounds_that_were_on_before_are_looked_at_once_for_reminders(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    shutil.copy(HERE / "kept" / "v7.db", path)
    on = ask(path, "SELECT round FROM round_place WHERE phase NOT IN ('archived', 'withdrawn', 'expired')")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE round_place SET phase = 'voting'")
        connection.commit()
    async with SqliteStore.open(path) as store:
        assert await store.wishes() == []
        looks = [one for one in await store.due(NOW, 99) if one.id.startswith("remind/")]
        assert [one.round for one in looks] == [row[0] for row in ask(path, "SELECT round FROM round_place")]
        assert len(on) <= len(looks)
