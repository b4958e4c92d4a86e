"""Brings the tables of a database to what this program knows, one numbered step after another.

Each step is one transaction and is written down with the SHA-256 of its text. Before a step an existing
database is copied beside itself as `<name>.before-<step>`. A killed start leaves the database as it was
before the step or after it, and the next start goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path

import aiosqlite

from codesign_bot.errors import ConfigError, Damaged
from codesign_bot.store.copies import copy_to
from codesign_bot.store.linking import FOLLOWED_BY

APPLICATION_ID = 0x63646274
"""Stands in the head of the file and says whose database it is: "cdbt"."""

_KEEP = """
CREATE TABLE schema_version (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT"""

_HISTORY = "SELECT version, checksum FROM schema_version ORDER BY version"


@dataclass(frozen=True, slots=True)
class Step:
    """One migration. `no` counts from 1 without a gap; what was once released never changes."""

    no: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """Hex SHA-256 of the text."""
        return sha256(self.text.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """The statements one by one: a script run as a whole would commit on its own."""
        statement = ""
        for line in self.text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""
        if statement.strip():
            yield statement  # without its semicolon, or only a remark


def shipped() -> tuple[Step, ...]:
    """The steps that this program brings along, in order. Reads files."""
    folder = resources.files("codesign_bot.store") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(Step(int(file.name[:4]), file.name[5:-4], file.read_text("utf-8")) for file in files)


async def migrate(connection: aiosqlite.Connection, path: Path, steps: Sequence[Step]) -> None:
    """Take the database at `path`, open for writing, through the steps that it has not seen.

    Raises `ConfigError` for a database of a newer program or of another one, and `Damaged` where its history
    and this program's steps differ.
    """
    done = await _agreed(connection, path, steps)
    for step in steps[len(done) :]:
        if done:  # there is nothing to lose in a new database
            await copy_to(connection, _copy(path, step.no))
        await _take(connection, step)


async def check(connection: aiosqlite.Connection, path: Path, steps: Sequence[Step]) -> None:
    """As `migrate`, for those who only read: raises `ConfigError` also where a step is still to be taken."""
    await claim(connection, path)
    if len(await _agreed(connection, path, steps)) < len(steps):
        raise ConfigError(f"store: {path} is not up to date. Start the bot once.")


async def claim(connection: aiosqlite.Connection, path: Path) -> None:
    """Raise `ConfigError` where the file is another program's database. Changes nothing."""
    has_tables = await _values(connection, "SELECT count(*) FROM sqlite_schema") != [0]
    if has_tables and await _values(connection, "PRAGMA application_id") != [APPLICATION_ID]:
        raise ConfigError(f"store: {path} is the database of another program. Name another file.")


def refuse_others(connection: sqlite3.Connection, path: Path, steps: Sequence[Step]) -> None:
    """Raise `ConfigError` where the file is no store of ours or a newer program's, `Damaged` as `migrate` does.

    A store whose tables are still to be brought up to date is fine.
    """
    if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise ConfigError(f"{path} is empty: it is not a store of codesign-bot")
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ConfigError(f"{path} is the database of another program")
    done = connection.execute(_HISTORY).fetchall()
    if len(done) > len(steps):
        raise ConfigError(
            f"{path} was written by a newer codesign-bot (it is at step {len(done)}, this one knows {len(steps)})."
            " Use the newer one."
        )
    _refuse_changed(path, steps, done)


async def _agreed(connection: aiosqlite.Connection, path: Path, steps: Sequence[Step]) -> list[tuple[int, str]]:
    """The steps that were taken, which are the first of ours."""
    done = await _history(connection)
    if len(done) > len(steps):
        raise ConfigError(
            f"store: {path} was written by a newer codesign-bot (it is at step {len(done)}, this one knows"
            f" {len(steps)}). Use the newer one, or restore {_copy(path, len(steps) + 1).name}."
        )
    _refuse_changed(path, steps, done)
    return done


def _refuse_changed(path: Path, steps: Sequence[Step], done: Sequence[tuple[int, str]]) -> None:
    for step, (no, checksum) in zip(steps, done, strict=False):
        if (no, checksum) != (step.no, step.checksum):
            raise Damaged(
                f"{path} was made by another version of step {no} than this program brings along:"
                " use the codesign-bot that made it"
            )


async def _history(connection: aiosqlite.Connection) -> list[tuple[int, str]]:
    if await _values(connection, "SELECT count(*) FROM sqlite_schema") == [0]:
        return []
    rows = await connection.execute_fetchall(_HISTORY)
    return [(row[0], row[1]) for row in rows]


async def _values(connection: aiosqlite.Connection, question: str) -> list[object]:
    return [row[0] for row in await connection.execute_fetchall(question)]


async def _take(connection: aiosqlite.Connection, step: Step) -> None:
    # Rebuilding a table needs loose references for a moment; they are checked before the commit.
    await connection.execute_fetchall("PRAGMA foreign_keys = OFF")
    await connection.execute_fetchall("BEGIN IMMEDIATE")
    try:
        if step.no == 1:
            await connection.execute_fetchall(f"PRAGMA application_id = {APPLICATION_ID}")
            await connection.execute_fetchall(_KEEP)
        for statement in step.statements():
            await connection.execute_fetchall(statement)
        if step.name in FOLLOWED_BY:
            await FOLLOWED_BY[step.name](connection)
        if await _values(connection, "PRAGMA foreign_key_check"):
            raise Damaged(f"step {step.no} of the database would leave rows that point nowhere: nothing was changed")
        await connection.execute_fetchall(
            "INSERT INTO schema_version (version, name, checksum) VALUES (?, ?, ?)",
            (step.no, step.name, step.checksum),
        )
        await connection.execute_fetchall("COMMIT")
    finally:
        if connection.in_transaction:
            await connection.execute_fetchall("ROLLBACK")
        await connection.execute_fetchall("PRAGMA foreign_keys = ON")


def _copy(path: Path, no: int) -> Path:
    return path.with_name(f"{path.name}.before-{no:04}")
