"""Encrypted events whose key has not come yet: kept, tried again, and after a minute told about, once.

The entries are kept on disk by whoever commits the batches, so that a restart forgets none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from codesign_matrix.fields import Json, as_object, inner, number, text
from codesign_matrix.records import Kept

PATIENCE_SECONDS = 60
"""How long a key may take before people are told."""

KEPT_DAYS = 14
MOST_OF_ONE_SENDER = 200
MOST = 5_000
"""Anybody can send what nobody can read; these bound what it costs us. The newest is not kept then."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; `since` is when it was first seen, in seconds of the epoch."""

    room_id: str
    raw: Json
    since: float
    is_told: bool = False

    @property
    def event_id(self) -> str:
        return text(self.raw, "event_id") or ""

    @property
    def sender(self) -> str:
        return text(self.raw, "sender") or ""

    @property
    def sent(self) -> int:
        """In milliseconds of the epoch, as claimed."""
        return number(self.raw, "origin_server_ts") or 0

    @property
    def session_id(self) -> str:
        return text(inner(self.raw, "content"), "session_id") or ""


class Pending:
    """All kept entries. Each method that changes them notes the change for the next batch."""

    def __init__(self, kept: Iterable[Kept]) -> None:
        self._entries = {one.event_id: one for one in (_entry(item) for item in kept) if one}
        self._of_sender = Counter(one.sender for one in self._entries.values())
        self._told = {(one.room_id, one.session_id) for one in self._entries.values() if one.is_told}
        self._changed: set[str] = set()
        self._removed: set[str] = set()

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, room_id: str, raw: Json, now: float) -> bool:
        """Keeps an event; False if it is kept already, or if its sender has too many."""
        session = text(inner(raw, "content"), "session_id") or ""
        entry = Entry(room_id, raw, now, is_told=(room_id, session) in self._told)
        is_full = len(self._entries) >= MOST or self._of_sender[entry.sender] >= MOST_OF_ONE_SENDER
        if entry.event_id in self._entries or is_full:
            return False
        self._put(entry)
        return True

    def of_sessions(self, sessions: Iterable[str]) -> list[Entry]:
        wanted = set(sessions)
        return [entry for entry in self.all() if entry.session_id in wanted]

    def all(self) -> list[Entry]:
        """In the order in which they came, also after a restart."""
        return sorted(self._entries.values(), key=lambda entry: (entry.since, entry.sent, entry.event_id))

    def remove(self, event_id: str) -> None:
        entry = self._entries.pop(event_id, None)
        if entry:
            self._of_sender[entry.sender] -= 1
            self._changed.discard(event_id)
            self._removed.add(event_id)

    def remove_of(self, sender: str) -> None:
        """Everything of one sender."""
        for entry in [one for one in self.all() if one.sender == sender]:
            self.remove(entry.event_id)

    def tell_overdue(self, now: float) -> list[Entry]:
        """One entry for each room and session that has waited long enough; each only once.

        Entries that have waited for two weeks are given up.
        """
        for entry in [one for one in self.all() if now - one.since > KEPT_DAYS * 86_400]:
            self.remove(entry.event_id)
        told: dict[tuple[str, str], Entry] = {}
        for entry in self.all():
            if not entry.is_told and now - entry.since >= PATIENCE_SECONDS:
                told.setdefault((entry.room_id, entry.session_id), entry)
        for entry in self.all():
            if (entry.room_id, entry.session_id) in told and not entry.is_told:
                self._put(replace(entry, is_told=True))
        self._told |= told.keys()
        return list(told.values())

    def next_due(self) -> float | None:
        """When somebody must be told, in seconds of the epoch."""
        waiting = [entry.since for entry in self._entries.values() if not entry.is_told]
        return min(waiting) + PATIENCE_SECONDS if waiting else None

    def changes(self) -> tuple[tuple[Kept, ...], tuple[str, ...]]:
        """What to keep and what to forget since the last call of `committed`."""
        kept = tuple(_kept(self._entries[key]) for key in sorted(self._changed))
        return kept, tuple(sorted(self._removed))

    def committed(self) -> None:
        self._changed.clear()
        self._removed.clear()

    def _put(self, entry: Entry) -> None:
        if entry.event_id not in self._entries:
            self._of_sender[entry.sender] += 1
        self._entries[entry.event_id] = entry
        self._changed.add(entry.event_id)
        self._removed.discard(entry.event_id)


def _kept(entry: Entry) -> Kept:
    blob = {"room": entry.room_id, "event": entry.raw, "since": entry.since, "told": entry.is_told}
    return Kept(entry.event_id, json.dumps(blob, separators=(",", ":")))


def _entry(kept: Kept) -> Entry | None:
    blob = as_object(json.loads(kept.blob))
    since = blob.get("since")
    room_id, raw = text(blob, "room"), inner(blob, "event")
    if room_id is None or not raw or not isinstance(since, int | float):
        return None
    return Entry(room_id, raw, float(since), is_told=blob.get("told") is True)
