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
from typing import assert_never

from codesign_bot.core.phases import ENDED
from codesign_bot.store import questions, statements
from codesign_bot.store.columns import micros
from codesign_bot.store.rows import Gone
from codesign_bot.traces import (
    OldBallots,
    OldKeys,
    OldNames,
    OldOrigins,
    OldQuotes,
    OldSeen,
    OldSent,
    OldWords,
)

_ENDED = frozenset(phase.value for phase in ENDED)

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Bit:
    """The next rows of a walk. They begin with their key."""

    question: str
    """Takes the key to go on from, and how many rows."""
    place: tuple[str | int, ...]
    gone: Callable[[Sequence[sqlite3.Row]], tuple[Gone, ...]]
    """What of these rows is old."""

    def behind(self, row: sqlite3.Row) -> str:
        """The place behind a row, as `bit` takes it."""
        return json.dumps(row[: len(self.place)])


Walk = OldSeen | OldOrigins | OldSent | OldQuotes | OldWords | OldBallots | OldKeys | OldNames


def bit(old: Walk, after: str) -> Bit:
    """The bit at this place; without one, the first."""
    place: tuple[str | int, ...] = tuple(json.loads(after)) if after else ()
    before = micros(old.before)
    match old:
        case OldSeen(platform=platform):
            gone = _gone(statements.SEEN_GONE, 3, lambda row: row[2] < before)
            return Bit(questions.SEEN_BIT, place or (platform, ""), gone)
        case OldOrigins():
            gone = _gone(statements.ORIGIN_GONE, 4, lambda row: row[3] < before if row[4] is None else _is_over(row[5]))
            return Bit(questions.ORIGIN_BIT, place or ("", "", ""), gone)
        case OldSent():
            gone = _gone(statements.OUTBOX_GONE, 2, _of_outbox(before))
            return Bit(questions.OUTBOX_BIT, place or (0,), gone)
        case OldQuotes():
            gone = _gone(statements.QUOTES_GONE, 2, lambda row: row[1] < before)
            return Bit(questions.QUOTES_BIT, place or (0,), gone)
        case OldWords() | OldBallots() | OldKeys():
            return _of_rounds(old, place)
        case OldNames():
            return Bit(questions.NAMES_BIT, place or ("", ""), _names(before, micros(old.now)))
        case _:
            assert_never(old)


def _of_rounds(old: OldWords | OldBallots | OldKeys, place: tuple[str | int, ...]) -> Bit:
    """What belongs to a round goes so long after its end. The last two columns tell the step and the last event."""

    def is_old(row: sqlite3.Row) -> bool:
        return _is_over(row[-2]) and datetime.fromisoformat(row[-1]) < old.before

    match old:
        case OldWords():
            return Bit(questions.WORDS_BIT, place or ("",), _gone(statements.WORDS_GONE, 2, is_old))
        case OldKeys():
            return Bit(questions.KEYS_BIT, place or ("",), _gone(statements.ROUND_KEY_GONE, 1, is_old))
        case OldBallots():
            each = [_gone(statement, 1, is_old) for statement in statements.BALLOTS_GONE]
            return Bit(
                questions.BALLOTS_BIT, place or ("",), lambda rows: tuple(gone for one in each for gone in one(rows))
            )
        case _:
            assert_never(old)


def _gone(
    statement: str, columns: int, is_old: Callable[[sqlite3.Row], bool]
) -> Callable[[Sequence[sqlite3.Row]], tuple[Gone, ...]]:
    """The first columns are what the statement takes: what was replaced since it was looked at stays."""
    return lambda rows: (Gone(statement, tuple(tuple(row[:columns]) for row in rows if is_old(row))),)


def _is_over(phase: str | None) -> bool:
    return phase in _ENDED


def _of_outbox(before: int) -> Callable[[sqlite3.Row], bool]:
    def is_old(row: sqlite3.Row) -> bool:
        _no, at, is_out, round_id, phase = row
        return bool(is_out and at < before and (round_id is None or _is_over(phase)))

    return is_old


def _names(before: int, now: int) -> Callable[[Sequence[sqlite3.Row]], tuple[Gone, ...]]:
    """Since when nobody needs an account is noted on the way; its name goes long after that."""

    def gone(rows: Sequence[sqlite3.Row]) -> tuple[Gone, ...]:
        idle, names = list[tuple[Value, ...]](), list[tuple[Value, ...]]()
        for platform, account, since, has_name, is_needed in rows:
            if bool(is_needed) is (since is not None):
                idle.append((None if is_needed else now, platform, account))
            elif since is not None and since < before and has_name:
                names.append((platform, account))
        return Gone(statements.IDLE, tuple(idle)), Gone(statements.NAME_GONE, tuple(names))

    return gone


def thin_out(path: Path, before: datetime, spared: int) -> None:
    """Remove copies of the database at `path` from before `before`.

    The newest `spared` from before upgrades stay. What a restore replaced goes in any case, with what belongs to it.
    Where none is spared, neither is one that was never finished.
    """
    name = escape(path.name)
    upgrades = path.parent.glob(f"{name}.before-[0-9][0-9][0-9][0-9]")
    newest_first = sorted(((_made(copy), copy) for copy in upgrades), reverse=True)
    replaced = ((_replaced(copy, path), copy) for copy in path.parent.glob(f"{name}.replaced-[0-9]*"))
    for made, copy in (*newest_first[spared:], *replaced):
        if made < before:
            copy.unlink(missing_ok=True)
    for copy in path.parent.glob(f"{escape(path.name)}.before-[0-9][0-9][0-9][0-9].unfinished") if not spared else ():
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
