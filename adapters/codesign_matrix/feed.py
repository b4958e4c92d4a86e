"""What happened, batch by batch, with our own checkpoint: nothing is passed over, nothing is lost in a crash.

    sync from the checkpoint → fill gaps → read keys → decrypt → records → commit(batch) → next sync

The caller commits a batch with its checkpoint in one transaction. If that fails, the same batch is offered
again; if the process dies, the same sync comes again, and everything in it can be decrypted again, because
keys only ever get added. An event can therefore arrive more than once: its id tells.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, StoreTrouble, Unreachable
from codesign_matrix.backfill import gap, sync_filter
from codesign_matrix.client import Client
from codesign_matrix.encryption import RoomPeople
from codesign_matrix.errors import TokenRevoked
from codesign_matrix.fields import Json, inner, objects, text
from codesign_matrix.guard import Missing
from codesign_matrix.pending import Entry, Pending
from codesign_matrix.reading import Moment, unreadable
from codesign_matrix.records import Batch, Kept, Record
from codesign_matrix.rooms import Room
from codesign_matrix.timeline import fenced, invitations, is_encrypted, is_joining, merged, since_joining
from codesign_matrix.wire import path

T = TypeVar("T")
Commit = Callable[[Batch], Awaitable[None]]

TIMELINE = 500
_LONG_POLL_SECONDS = 30
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 60.0

_log = logging.getLogger(__name__)


def _nobody() -> None:
    """Nobody wants to know of trouble."""


@dataclass(frozen=True, slots=True)
class _Timeline:
    """What one sync tells of one room, gap included; `events` oldest first."""

    room: Room
    events: tuple[Json, ...]
    standing: tuple[Json, ...]
    """State that stood before the events, for a room that is new to this process."""


class Feed:
    """Reads everything the bot is told, for as long as `run` runs.

    `commit` stores a batch and its checkpoint together, or raises; it must not send. `since` and `kept` are
    what the last batches left behind: the checkpoint, and the events that could not be read yet.
    `now` is the clock, in UTC. `on_trouble` is told each time the homeserver does not answer as it should.
    `prepare` may look things up for a batch before it is committed; it raises nothing that time can heal.
    """

    def __init__(
        self,
        client: Client,
        commit: Commit,
        *,
        now: Callable[[], datetime],
        since: str | None = None,
        kept: Iterable[Kept] = (),
        timeline: int = TIMELINE,
        on_trouble: Callable[[], None] = _nobody,
        prepare: Callable[[Batch], Awaitable[Batch]] | None = None,
    ) -> None:
        self._client = client
        self._commit = commit
        self._now = now
        self._since = since
        self._pending = Pending(kept)
        self._filter = sync_filter(timeline)
        self._on_trouble = on_trouble
        self._prepare = prepare
        self._live = asyncio.Event()
        self._news = asyncio.Event()
        self._is_first = True
        self._asked_at = 0.0

    @property
    def is_live(self) -> bool:
        """The first sync of this process was committed: what comes now is new."""
        return self._live.is_set()

    async def wait_live(self) -> None:
        await self._live.wait()

    def let_go(self, sender: str) -> None:
        """Keep nothing more of what somebody sent and nobody can read."""
        self._pending.remove_of(sender)

    async def run(self) -> None:
        """Runs until cancelled. Raises TokenRevoked when the account is lost, and what `commit` raises as
        anything but StoreTrouble or PlatformTrouble: a bug is not tried again.
        """
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._tidy(), name="matrix: keys")
                await self._follow()
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _tidy(self) -> None:
        """Beside the syncs: it asks other people's homeservers, and what they take nobody else should wait."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self._client.encryption.tidy()

    async def _follow(self) -> None:
        while True:
            sync = await self._patiently("sync", self._sync)
            batch = await self._batch(sync)
            if self._prepare is not None:
                batch = await self._prepare(batch)
            await self._patiently("commit", partial(self._hand_over, batch))
            self._since = batch.next_batch
            self._is_first = False
            self._pending.committed()
            self._live.set()
            await self._client.encryption.replenish()
            self._news.set()

    async def _sync(self) -> Json:
        wait = 0.0 if self._is_first else self._poll_seconds()
        query = {"timeout": str(int(wait * 1000)), "filter": self._filter}
        if self._since:
            query["since"] = self._since
        if self._is_first:
            # With full_state the server does not wait. Synapse answers a repeated request from a cache for two
            # minutes; a varying time makes ours new, so that a quick restart sees today's rooms.
            query |= {"full_state": "true", "timeout": str(time.monotonic_ns() // 1_000 % 100_000)}
        self._asked_at = time.monotonic()
        return await self._client.wire.call(
            "GET", path("sync"), query=query, timeout_seconds=300 if self._is_first else wait + 30
        )

    def _poll_seconds(self) -> float:
        due = self._pending.next_due()
        if due is None:
            return _LONG_POLL_SECONDS
        return max(0.0, min(_LONG_POLL_SECONDS, due - self._now().timestamp()))

    async def _patiently(self, what: str, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, however long it takes; a pause after each failure that time may heal."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return await work()
            except TokenRevoked:
                raise
            except (PlatformTrouble, StoreTrouble) as error:
                asked = error.retry_after if isinstance(error, Unreachable) else None
                _log.warning("%s failed, trying again in %.1f s: %s", what, asked or pause, error)
                if isinstance(error, PlatformTrouble):
                    self._on_trouble()
            await asyncio.sleep(asked or pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    async def _hand_over(self, batch: Batch) -> None:
        self._client.committing = asyncio.current_task()
        try:
            await self._commit(batch)
        finally:
            self._client.committing = None

    async def _batch(self, sync: Json) -> Batch:
        timelines = await self._timelines(sync)
        moment = Moment(self._now(), is_backlog=self._is_first)
        left = inner(sync, "rooms", "leave")
        people = [RoomPeople(line.room.room_id, line.room.present) for line in timelines if line.room.is_encrypted]
        readable = await self._client.encryption.take(sync, people, left)
        records = await self._late(readable, moment)
        for line in timelines:
            records += await self._read_timeline(line, moment)
        records += invitations(sync, moment, self._client.user_id)
        for entry in self._pending.tell_overdue(moment.received_at.timestamp()):
            records += unreadable(entry.room_id, entry.raw, moment)
        for room_id in left:
            self._client.rooms.pop(room_id, None)
        keep, forget = self._pending.changes()
        since, is_first = str(sync["next_batch"]), self._since is None
        return Batch(tuple(records), keep, forget, since, is_first=is_first, asked_at=self._asked_at)

    async def _timelines(self, sync: Json) -> list[_Timeline]:
        joined, left = inner(sync, "rooms", "join"), inner(sync, "rooms", "leave")
        parts = [*((key, inner(joined, key)) for key in joined), *((key, inner(left, key)) for key in left)]
        return [await self._timeline(room_id, part) for room_id, part in parts]

    async def _timeline(self, room_id: str, part: Json) -> _Timeline:
        is_new = room_id not in self._client.rooms
        room = self._client.rooms.setdefault(room_id, Room(room_id))
        events = list(objects(inner(part, "timeline").get("events")))
        missing = [] if self._has_joining(events) else await self._missing(room_id, part)
        known = {text(event, "event_id") for event in events}
        events = [event for event in missing if text(event, "event_id") not in known] + events
        mine = since_joining(events, self._client.user_id)
        for event in (*objects(inner(part, "state").get("events")), *events[: len(events) - len(mine)]):
            room.take(event)
        standing = room.standing() if is_new else ()
        for event in mine:
            room.take(event)
        return _Timeline(room, tuple(mine), standing)

    def _has_joining(self, events: Sequence[Json]) -> bool:
        """The bot joined among these events: what lies before them is not its business."""
        return any(is_joining(event, self._client.user_id) for event in events)

    async def _missing(self, room_id: str, part: Json) -> list[Json]:
        """What happened between the checkpoint and this timeline. At the very first sync there is no gap."""
        timeline = inner(part, "timeline")
        newest, oldest = text(timeline, "prev_batch"), self._since
        if timeline.get("limited") is not True or newest is None or oldest is None:
            return []

        async def fetch() -> list[Json]:
            try:
                return await gap(self._client.wire, room_id, newest, oldest, self._has_joining)
            except (NotAllowed, Gone) as error:
                _log.warning("the gap in room %s cannot be read: %s", room_id, error)
                return []

        return await self._patiently("filling a gap", fetch)

    async def _read_timeline(self, line: _Timeline, moment: Moment) -> list[Record]:
        room_id, own_id = line.room.room_id, self._client.user_id
        found: list[Record] = []
        for event in line.standing:
            found += fenced(room_id, event, Moment(moment.received_at, is_backlog=True), own_id)
        clear = await self._decrypted(line)
        for event in line.events:
            opened = clear.get(text(event, "event_id") or "")
            found += fenced(room_id, opened or event, moment, own_id, is_encrypted=opened is not None)
        return found

    async def _decrypted(self, line: _Timeline) -> dict[str, Json]:
        """The readable encrypted events by id. Those whose key is missing are kept, and the key asked for."""
        own_id, room_id = self._client.user_id, line.room.room_id
        events = [event for event in line.events if is_encrypted(event) and text(event, "sender") != own_id]
        results = await self._client.encryption.decrypt([(room_id, event) for event in events])
        clear: dict[str, Json] = {}
        for event, result in zip(events, results, strict=True):
            if result is Missing.KEY:
                await self._keep(room_id, event)
            elif not isinstance(result, Missing):
                clear[text(event, "event_id") or ""] = merged(event, result)
        return clear

    async def _keep(self, room_id: str, event: Json) -> None:
        if text(event, "event_id") and self._pending.add(room_id, event, self._now().timestamp()):
            await self._client.encryption.request_key(room_id, event)

    async def _late(self, readable: Iterable[str], moment: Moment) -> list[Record]:
        """Kept events whose key has come. At the start all are tried: it may have come before a crash."""
        entries = self._pending.all() if self._is_first else self._pending.of_sessions(readable)
        results = await self._client.encryption.decrypt([(one.room_id, one.raw) for one in entries])
        found: list[Record] = []
        for entry, result in zip(entries, results, strict=True):
            if result is not Missing.KEY:
                self._pending.remove(entry.event_id)
            if not isinstance(result, Missing):
                found += self._read_late(entry, result, moment)
        return found

    def _read_late(self, entry: Entry, clear: Json, moment: Moment) -> list[Record]:
        return fenced(entry.room_id, merged(entry.raw, clear), moment, self._client.user_id, is_encrypted=True)
