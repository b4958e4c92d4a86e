"""What a database holds, in the figures by which an operator tells one from another.

Ballots are not counted here: nobody is told a number before a vote is over, operators included.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from codesign_bot.errors import Damaged

_MANIFEST = "CREATE TABLE backup_manifest (body TEXT NOT NULL) STRICT"


@dataclass(frozen=True, slots=True)
class LogHeld:
    """The decision log of a community, up to its newest entry; 0 where it has none."""

    community: str
    name: str
    newest: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many rounds, how many events in their records, and the log of each community by its id."""

    rounds: int
    events: int
    logs: tuple[LogHeld, ...]

    def newest(self, community: str) -> int:
        """The number of the newest entry of a community's log; 0 where there is none."""
        return next((one.newest for one in self.logs if one.community == community), 0)


@dataclass(frozen=True, slots=True)
class Manifest:
    """When a backup was made, by which version of the bot, at which step of its tables, and what is in it."""

    made_at: datetime
    bot: str
    step: int
    holds: Holdings


def holdings(connection: sqlite3.Connection) -> Holdings:
    """What the connection sees now. Works on the tables of every version. Raises `sqlite3.Error`."""
    rounds, events = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - two fixed names
        for table in ("round_place", "round_event")
    )
    rows = connection.execute(
        "SELECT id, name, (SELECT coalesce(max(no), 0) FROM entry WHERE community = id) FROM community ORDER BY id"
    )
    return Holdings(rounds, events, tuple(LogHeld(*row) for row in rows))


def step(connection: sqlite3.Connection) -> int:
    """How far the tables were brought. Raises `sqlite3.Error`."""
    found: int = connection.execute("SELECT max(version) FROM schema_version").fetchone()[0]
    return found


def write_manifest(connection: sqlite3.Connection, manifest: Manifest) -> None:
    """Put the manifest into the copy that the connection has open."""
    holds = manifest.holds
    body = {
        "v": 1,
        "made_at": manifest.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "bot": manifest.bot,
        "step": manifest.step,
        "rounds": holds.rounds,
        "events": holds.events,
        "logs": [{"community": one.community, "name": one.name, "newest": one.newest} for one in holds.logs],
    }
    remove_manifest(connection)
    connection.execute(_MANIFEST)
    connection.execute("INSERT INTO backup_manifest (body) VALUES (?)", (json.dumps(body, ensure_ascii=False),))


def remove_manifest(connection: sqlite3.Connection) -> None:
    """A store that people work with is no backup."""
    connection.execute("DROP TABLE IF EXISTS backup_manifest")


def read_manifest(connection: sqlite3.Connection) -> Manifest | None:
    """The manifest; None in a database that no backup made. Raises `Damaged` where it cannot be read."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'backup_manifest'").fetchone():
        return None
    try:
        (text,) = connection.execute("SELECT body FROM backup_manifest").fetchone()
        body = json.loads(text)
        logs = tuple(LogHeld(one["community"], one["name"], int(one["newest"])) for one in body["logs"])
        return Manifest(
            datetime.strptime(body["made_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            str(body["bot"]),
            int(body["step"]),
            Holdings(int(body["rounds"]), int(body["events"]), logs),
        )
    except (sqlite3.Error, ValueError, KeyError, TypeError, OverflowError) as error:
        raise Damaged("what it says of itself cannot be read") from error
