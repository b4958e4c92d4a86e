"""What is old, a bit at a time: a table is walked in the order of its key, and what is old on the way goes.

No index by time stands behind this, because every ballot would have to write it. A bit is some hundred rows, looked
at by their key. It costs the writer one short commit, or none where nothing was old.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from codesign_bot.core.phases import ENDED
from codesign_bot.store import questions, statements
from codesign_bot.store.columns import micros
from codesign_bot.store.rows import Gone
from codesign_bot.traces import OldOrigins, OldSeen, OldSent

COPIES_KEPT = 3

_ENDED = frozenset(phase.value for phase in ENDED)

Value = str | int


@dataclass(frozen=True, slots=True)
class Bit:
    """The next rows of a walk. They begin with their key and the instant of what they are about."""

    question: str
    """Takes the key to go on from, and how many rows."""
    place: tuple[Value, ...]
    is_old: Callable[[sqlite3.Row], bool]
    removal: str
    """Takes the key and the instant: what was replaced since it was looked at stays."""

    def gone(self, rows: Sequence[sqlite3.Row]) -> Gone:
        """What of these rows is old."""
        return Gone(self.removal, tuple(tuple(row[: len(self.place) + 1]) for row in rows if self.is_old(row)))

    def behind(self, row: sqlite3.Row) -> str:
        """The place behind a row, as `bit` takes it."""
        return json.dumps(row[: len(self.place)])


def bit(old: OldSeen | OldOrigins | OldSent, after: str) -> Bit:
    """The bit at this place; without one, the first."""
    place: tuple[Value, ...] = tuple(json.loads(after)) if after else ()
    before = micros(old.before)
    match old:
        case OldSeen(platform=platform):
            return Bit(questions.SEEN_BIT, place or (platform, ""), lambda row: row[2] < before, statements.SEEN_GONE)
        case OldOrigins():
            return Bit(questions.ORIGIN_BIT, place or ("", "", ""), _of_origins(before), statements.ORIGIN_GONE)
        case OldSent():
            return Bit(questions.OUTBOX_BIT, place or (0,), _of_outbox(before), statements.OUTBOX_GONE)


def _of_origins(before: int) -> Callable[[sqlite3.Row], bool]:
    def is_old(row: sqlite3.Row) -> bool:
        _key, _platform, _account, at, round_id, phase = row
        return bool(at < before if round_id is None else phase in _ENDED)

    return is_old


def _of_outbox(before: int) -> Callable[[sqlite3.Row], bool]:
    def is_old(row: sqlite3.Row) -> bool:
        _no, at, is_out, round_id, phase = row
        return bool(is_out and at < before and (round_id is None or phase in _ENDED))

    return is_old


def thin_out(path: Path, before: datetime) -> None:
    """Remove copies of the database at `path` from before `before`.

    The newest ones from before upgrades stay. What a restore replaced goes in any case, with what belongs to it.
    """
    name = escape(path.name)
    upgrades = path.parent.glob(f"{name}.before-[0-9][0-9][0-9][0-9]")
    newest_first = sorted(((_made(copy), copy) for copy in upgrades), reverse=True)
    replaced = ((_replaced(copy, path), copy) for copy in path.parent.glob(f"{name}.replaced-[0-9]*"))
    for made, copy in (*newest_first[COPIES_KEPT:], *replaced):
        if made < before:
            copy.unlink(missing_ok=True)


def _replaced(copy: Path, path: Path) -> datetime:
    """When it was replaced, by its name: the file itself was last written whenever the bot last wrote to it."""
    told = copy.name.removeprefix(f"{path.name}.replaced-")[: len("20260504T120000Z")]
    try:
        return datetime.strptime(told, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return _made(copy)


def _made(copy: Path) -> datetime:
    return datetime.fromtimestamp(copy.stat().st_mtime, UTC)
