"""Readers: they see what is committed and nothing else, and cannot write."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TypeVar, cast

import aiosqlite

from codesign_bot.core.events import Event
from codesign_bot.core.ids import CommunityId, ContentId, PersonId, RoundId
from codesign_bot.core.phases import Phase
from codesign_bot.core.rest import Resting
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import Damaged, StoreTrouble
from codesign_bot.records import (
    Account,
    Ballot,
    Community,
    Entry,
    Kept,
    Kind,
    LogHead,
    Organiser,
    Origin,
    Outgoing,
    Participant,
    Person,
    Place,
    Queued,
    RoundKey,
    RoundPlace,
    Signed,
    Space,
    Timer,
    Urgency,
)
from codesign_bot.reminded import Reminded, Reminders
from codesign_bot.storage import ENTRIES_AT_ONCE, PLACE_REFUSES, Hashed, Sought
from codesign_bot.store import finding, personal
from codesign_bot.store import questions as sql
from codesign_bot.store.codec import decode
from codesign_bot.store.columns import days, instant, instant_or_none, micros, night_or_none
from codesign_bot.store.faults import trouble
from codesign_bot.store.finding import PAGE
from codesign_bot.store.together import Together
from codesign_bot.traces import About, Quoting, Stored

Value = str | int
Values = Mapping[str, Value]
_EARLIEST, _LATEST = -(1 << 63), (1 << 63) - 1
"""Instants as they are stored: no other comes before or after."""
T = TypeVar("T")


class Reader:
    """Answers what `Store` is asked. Safe to use from several tasks at once."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._people = Together(self._look_up)

    async def _look_up(self, accounts: Collection[Account]) -> Mapping[Account, Person]:
        keys = json.dumps([(account.platform, account.id) for account in accounts])
        return {one.account: one for one in map(finding.person, await self._rows(finding.PEOPLE, keys))}

    async def _rows(self, question: str, *values: Value) -> list[sqlite3.Row]:
        return await self._answered(question, values)

    async def _answered(self, question: str, values: Sequence[Value] | Mapping[str, Value]) -> list[sqlite3.Row]:
        try:
            return list(await self._connection.execute_fetchall(question, values))
        except sqlite3.Error as error:
            raise trouble(error) from error
        except ValueError as error:  # how its library says that a connection is closed
            raise StoreTrouble("the store is closed") from error

    async def _all(
        self, convert: Callable[[sqlite3.Row], T], question: str, *values: Value, named: Values | None = None
    ) -> list[T]:
        """The rows as values. Of very many, others get their turn in between."""
        rows = await self._answered(question, values if named is None else named)
        found: list[T] = []
        for first in range(0, len(rows), PAGE):
            found += map(convert, rows[first : first + PAGE])
            await asyncio.sleep(0)
        return found

    async def events(self, round_id: RoundId) -> Sequence[Event]:
        found = await self._all(_numbered, sql.EVENTS, round_id)
        for at, (version, _) in enumerate(found, start=1):
            if version != at:
                raise Damaged(f"event {at} of a round is missing in the record: restore the newest backup")
        return [event for _, event in found]

    async def words(self, ids: Sequence[ContentId]) -> Mapping[ContentId, str | None]:
        return {row[0]: row[1] for row in await self._rows(sql.WORDS, json.dumps(list(ids)))}

    async def words_of_round(self, round_id: RoundId) -> Mapping[ContentId, str | None]:
        return {row[0]: row[1] for row in await self._rows(sql.WORDS_OF_ROUND, round_id)}

    async def communities(self) -> Sequence[Community]:
        rows = await self._rows(sql.COMMUNITIES)
        return [_community(row) for row in rows]

    async def spaces(self) -> Sequence[Space]:
        rows = await self._rows(sql.SPACES)
        return [Space(Place(row[0], row[1]), row[2], bool(row[3]), row[4]) for row in rows]

    async def organisers(self) -> Sequence[Organiser]:
        rows = await self._rows(sql.ORGANISERS)
        return [Organiser(row[0], row[1], instant(row[2]), instant_or_none(row[3])) for row in rows]

    async def round_places(self) -> Sequence[RoundPlace]:
        rows = await self._rows(sql.ROUND_PLACES)
        return [RoundPlace(row[0], row[1], row[2], Place(row[3], row[4]), Phase(row[5])) for row in rows]

    async def person(self, account: Account) -> Person | None:
        return await self._people.ask(account)

    async def accounts(self, person: PersonId) -> Sequence[Person]:
        return [finding.person(row) for row in await self._rows(sql.ACCOUNTS, person)]

    async def names(self, people: Sequence[PersonId]) -> Mapping[PersonId, str]:
        return {row[0]: row[1] for row in await self._rows(sql.NAMES, json.dumps(list(people)))}

    async def participants(self, round_id: RoundId) -> Sequence[Participant]:
        return await self._all(finding.participant, sql.PARTICIPANTS, round_id)

    async def participant(self, round_id: RoundId, person: PersonId) -> Participant | None:
        rows = await self._rows(sql.PARTICIPANT, round_id, person)
        return finding.participant(rows[0]) if rows else None

    async def ballot(self, round_id: RoundId, vote_kind: VoteKind, person: PersonId) -> Ballot | None:
        rows = await self._rows(sql.BALLOT, round_id, vote_kind.value, person)
        return finding.ballot(rows[0]) if rows else None

    async def ballots(self, round_id: RoundId, vote_kind: VoteKind) -> AsyncIterator[Ballot]:
        last = ""
        while rows := await self._rows(sql.BALLOTS, round_id, vote_kind.value, last, PAGE):
            for row in rows:
                yield finding.ballot(row)
            last = rows[-1][2]

    async def entries(self, community: CommunityId, after: int = 0, most: int = ENTRIES_AT_ONCE) -> Sequence[Entry]:
        return await self._all(_entry, sql.ENTRIES, community, after, most)

    async def leaves(self, community: CommunityId, after: int = 0, most: int = ENTRIES_AT_ONCE) -> Sequence[Hashed]:
        return cast("Sequence[Hashed]", await self._rows(sql.LEAVES, community, after, most))

    async def entries_before(self, community: CommunityId, no: int, most: int) -> Sequence[Entry]:
        return await self._all(_entry, sql.ENTRIES_BEFORE, community, no, most)

    async def entries_sought(self, sought: Sought, before: int, most: int) -> Sequence[Entry]:
        if sought.is_all:
            return await self.entries_before(sought.community, before, most)
        named: dict[str, Value] = {
            "community": sought.community,
            "before": before,
            "most": most,
            "kinds": json.dumps(sorted(sought.kinds)),
            "since": _EARLIEST if sought.since is None else micros(sought.since),
            "until": _LATEST if sought.until is None else micros(sought.until),
        }
        if sought.round is not None:
            return await self._all(_entry, sql.ENTRIES_OF_ROUND, named=named | {"round": sought.round})
        return await self._all(_entry, sql.ENTRIES_OF_KIND if sought.kinds else sql.ENTRIES_OF_TIME, named=named)

    async def log_blocks(self, community: CommunityId) -> Sequence[bytes]:
        rows = await self._rows(sql.LOG_BLOCKS, community)
        return [row[1] for at, row in enumerate(rows) if row[0] == at]

    async def log_heads(self) -> Sequence[LogHead]:
        return [LogHead(row[0], row[1], row[2]) for row in await self._rows(sql.LOG_HEADS)]

    async def round_keys(self) -> Sequence[RoundKey]:
        return [RoundKey(row[0], row[1]) for row in await self._rows(sql.ROUND_KEYS)]

    async def openings(self, round_id: RoundId) -> Mapping[str, tuple[bytes, str]]:
        rows = await self._rows(sql.OPENINGS, round_id)
        return {sha256(row[0] + row[1].encode()).hexdigest(): (row[0], row[1]) for row in rows}

    async def last_checkpoint(self, community: CommunityId) -> Signed | None:
        rows = await self._rows(sql.LAST_CHECKPOINT, community)
        return _signed(rows[0]) if rows else None

    async def checkpoints(self, community: CommunityId) -> Sequence[Signed]:
        return await self._all(_signed, sql.CHECKPOINTS, community)

    async def dialogues(self) -> Mapping[PersonId, str]:
        return {row[0]: row[1] for row in await self._rows(sql.DIALOGUES)}

    async def privates(self) -> Sequence[tuple[PersonId, Place]]:
        return [(row[0], Place(row[1], row[2])) for row in await self._rows(sql.PRIVATES)]

    async def languages(self) -> Mapping[PersonId, str]:
        return {row[0]: row[1] for row in await self._rows(sql.LANGUAGES)}

    async def wishes(self) -> Sequence[tuple[PersonId, Reminders | None, str | None]]:
        rows = await self._rows(sql.WISHES)
        return [(row[0], Reminders(row[1]) if row[1] is not None else None, row[2]) for row in rows]

    async def reminded(self, round_id: RoundId) -> Sequence[Reminded]:
        return await self._all(_reminded, sql.REMINDED, round_id)

    async def was_seen(self, platform: str, key: str) -> bool:
        return bool(await self._rows(sql.WAS_SEEN, platform, key))

    async def origin(self, account: Account, key: str) -> Origin | None:
        rows = await self._rows(sql.ORIGIN, key, account.platform, account.id)
        return _origin(account, key, rows[0]) if rows else None

    async def to_mend(self, platform: str, limit: int) -> Sequence[Quoting]:
        rows = await self._rows(sql.TO_MEND, platform, limit)
        return [Quoting(row[0], Place(row[1], row[2]), tuple(json.loads(row[3])), row[4]) for row in rows]

    async def round_key(self, round_id: RoundId) -> bytes | None:
        rows = await self._rows(sql.ROUND_KEY, round_id)
        return rows[0][0] if rows else None

    async def about(self, about: About) -> Mapping[str, Sequence[Mapping[str, Stored]]]:
        keys = personal.keys_of(about)
        return {
            table: [personal.shown(table, row[0], about) for row in await self._answered(question, keys)]
            for table, question in personal.QUESTIONS.items()
        }

    async def key_of(self, place: Place, message_id: str) -> str | None:
        rows = await self._rows(sql.KEY_OF, message_id, place.platform, place.id)
        return rows[0][0] if rows else None

    async def next_due(self) -> datetime | None:
        rows = await self._rows(sql.NEXT_DUE)
        return instant_or_none(rows[0][0])

    async def due(self, now: datetime, limit: int) -> Sequence[Timer]:
        return [Timer(row[0], row[1], instant(row[2])) for row in await self._rows(sql.DUE, micros(now), limit)]

    async def kept(self, platform: str) -> Sequence[Kept]:
        return [Kept(row[0], row[1], row[2]) for row in await self._rows(sql.KEPT, platform)]

    async def outbox(self, platform: str, now: datetime, limit: int, but: Iterable[str] = ()) -> Sequence[Queued]:
        rows = await self._rows(sql.OUTBOX, platform, micros(now), limit, json.dumps(sorted(but)))
        return [_queued(row) for row in rows]

    async def answers_waiting(self, platform: str) -> Collection[str]:
        return {row[0] for row in await self._rows(sql.ANSWERS_WAITING, platform, Urgency.ANSWER.value)}

    async def parked_places(self, platform: str) -> Sequence[Place]:
        return [Place(row[0], row[1]) for row in await self._rows(sql.PARKED_PLACES, platform)]

    async def first_parked(self, place: Place, guess: str | None = None) -> str | None:
        rows = await self._rows(sql.FIRST_PARKED, guess or "", place.platform, place.id, PLACE_REFUSES)
        found: str | None = rows[0][0]
        return found

    async def next_delivery(self, platform: str, now: datetime) -> datetime | None:
        rows = await self._rows(sql.NEXT_DELIVERY, platform, micros(now))
        return instant_or_none(rows[0][0])


def _community(row: sqlite3.Row) -> Community:
    rest = Resting(row[6], days(row[7]), bool(row[8]))
    return Community(row[0], row[1], row[2], row[3], row[4], night_or_none(row[5]), rest, bool(row[9]))


def _reminded(row: sqlite3.Row) -> Reminded:
    return Reminded(row[0], row[1], row[2], instant(row[3]), instant(row[4]), row[5])


def _numbered(row: sqlite3.Row) -> tuple[int, Event]:
    return row[0], decode(row[1])


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(row[0], row[1], row[2], instant(row[3]), row[4], row[5], row[6])


def _signed(row: sqlite3.Row) -> Signed:
    return Signed(row[0], row[1], instant(row[2]), row[3], row[4])


def _origin(account: Account, key: str, row: sqlite3.Row) -> Origin:
    return Origin(account, key, instant(row[0]), row[1], row[2], bool(row[3]))


def _queued(row: sqlite3.Row) -> Queued:
    message = Outgoing(
        key=row[0],
        kind=Kind(row[1]),
        place=Place(row[2], row[3]),
        at=instant(row[4]),
        body=row[5],
        urgency=Urgency(row[6]),
        round=row[7],
        not_before=instant_or_none(row[8]),
        reply_to=row[9],
        pin=bool(row[10]),
        file=None if row[11] is None else (row[11], row[12], row[13]),
        language=row[18],
    )
    return Queued(message, attempts=row[14], revision=row[15], message_id=row[16], digest=row[17])
