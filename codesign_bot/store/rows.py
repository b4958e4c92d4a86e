"""From rows to the statements that write them, and the private rows that the outbox adds.

The rows of the journal come without the digest that links them, which the writer adds (`store.linking`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from codesign_bot.records import (
    Anew,
    Ballot,
    Community,
    Dialogue,
    Entry,
    Kept,
    LogBlock,
    LogHead,
    Mended,
    Organiser,
    Origin,
    Outgoing,
    Participant,
    Person,
    Place,
    Recorded,
    RoundKey,
    RoundPlace,
    Row,
    Seen,
    Signed,
    Space,
    SpaceMoved,
    TakenOut,
    Timer,
    Unlinked,
    Unsaid,
    Words,
)
from codesign_bot.reminded import OfReminders, Reminded, RemindedJoined, RemindersOver, RemindersPast, RemindersRefused
from codesign_bot.store import erasing
from codesign_bot.store import statements as sql
from codesign_bot.store.codec import encode
from codesign_bot.store.columns import days_text, dots_text, micros, micros_or_none, night_text
from codesign_bot.traces import Shown

Value = str | int | bytes | None
Parameters = tuple[Value, ...] | dict[str, Value]
Write = tuple[str, Parameters]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message is out."""

    key: str
    revision: int
    message_id: str
    digest: str
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Delayed:
    """A message may not be sent before `until`."""

    key: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Parked:
    """A message waits until its space works again."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unparked:
    """A space works again."""

    place: Place


@dataclass(frozen=True, slots=True)
class UnparkedOne:
    """One message may be sent, to see whether its space works again."""

    key: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Rows that nobody can ask for any more go, by their keys."""

    statement: str
    keys: tuple[tuple[Value, ...], ...]


Mark = Sent | Delayed | Parked | Unparked | UnparkedOne | Gone
AnyRow = Row | Mark


class Writes:
    """The parameters of many rows, grouped by statement. Within a statement they keep their order."""

    def __init__(self) -> None:
        self._by_statement: dict[str, list[Parameters]] = {}
        self.erase_words = False
        """Whether somebody's words go for good, so that no copy may stay behind."""

    def add(self, writes: Iterable[Write]) -> None:
        """Put further writes behind those that are there."""
        for statement, parameters in writes:
            self._by_statement.setdefault(statement, []).append(parameters)
            is_blank = statement == sql.WORDS and isinstance(parameters, tuple) and parameters[-1] is None
            self.erase_words |= is_blank or statement in sql.WIPED

    def of(self, statement: str) -> list[Parameters]:
        """The parameters of a statement, in order."""
        return self._by_statement.get(statement, [])

    def put(self, statement: str, parameters: list[Parameters]) -> None:
        """Others in place of those of a statement."""
        self._by_statement[statement] = parameters

    def __iter__(self) -> Iterator[tuple[str, list[Parameters]]]:
        """Each statement with its parameters, in the fixed order."""
        for statement in sql.ORDER:
            if statement in self._by_statement:
                yield statement, self._by_statement[statement]


def writes(row: AnyRow) -> list[Write]:
    """What has to be written for a row. Raises `ValueError` where a value has no stored form."""
    match row:
        case Ballot():
            cast = (row.round, row.vote_kind.value, row.person, dots_text(row.dots), micros(row.at), row.revision)
            return [(sql.BALLOT, cast), (sql.BALLOT_JOURNAL, cast)]
        case Seen():
            return [(sql.SEEN, (row.platform, row.key, micros(row.at)))]
        case Origin():
            came = (micros(row.at), row.round, row.idea, int(row.is_refused))
            return [(sql.ORIGIN, (row.key, row.account.platform, row.account.id, *came))]
        case Gone():
            return [(row.statement, key) for key in row.keys]
        case Recorded():
            return [(sql.RECORDED, (row.round, row.version, encode(row.event)))]
        case Outgoing():
            return [(sql.OUTGOING, _outgoing(row))]
        case Unsaid(place=place):
            return [(sql.UNSAID, (place.platform, place.id))]
        case Participant():
            joined, left = micros(row.joined_at), micros_or_none(row.left_at)
            return [(sql.PARTICIPANT, (row.round, row.person, joined, int(row.is_organiser), left))]
        case Words():
            return [(sql.WORDS, (row.id, row.round, row.by, micros(row.at), row.salt, row.words))]
        case Dialogue():
            sweep: list[Write] = [] if row.state is not None else [(sql.DIALOGUE_SWEEP, (row.person,))]
            return [(sql.DIALOGUE, (row.person, row.state)), *sweep]
        case Timer():
            sweep = [] if row.due is not None else [(sql.TIMER_SWEEP, (row.id,))]
            return [(sql.TIMER, (row.id, row.round, micros_or_none(row.due))), *sweep]
        case Kept():
            sweep = [] if row.value is not None else [(sql.KEPT_SWEEP, (row.platform, row.key))]
            return [(sql.KEPT, (row.platform, row.key, row.value)), *sweep]
        case Entry() | LogHead() | LogBlock() | Signed():
            return [_logged(row)]
        case Sent() | Delayed() | Parked() | Unparked() | UnparkedOne():
            return [_mark(row), *_shown(row)]
        case RoundKey() | TakenOut() | Unlinked() | Anew() | Mended():
            return _erasing(row)
        case _:
            return _settled(row)


def _reminded(row: OfReminders) -> list[Write]:
    match row:
        case Reminded():
            when = (micros(row.until), micros(row.at))
            return [(sql.REMINDED, (row.round, row.person, row.step, *when, row.times))]
        case RemindersOver():
            return [(sql.REMINDERS_OVER, (row.round,))]
        case RemindedJoined():
            names: dict[str, Value] = {"kept": row.kept, "joined": row.joined}
            return [(statement, names) for statement in sql.REMINDED_JOINED]
        case RemindersPast():
            return [(sql.REMINDERS_PAST, (micros(row.before),))]
        case RemindersRefused():
            return [(sql.REMINDERS_REFUSED, (row.person,))]
        case _:
            assert_never(row)


def _logged(row: Entry | LogHead | LogBlock | Signed) -> Write:
    match row:
        case Entry():
            return sql.ENTRY, (row.community, row.no, row.round, micros(row.at), row.kind, row.leaf, row.by)
        case LogHead():
            return sql.LOG_HEAD, (row.community, row.size, row.frontier)
        case LogBlock():
            return sql.LOG_BLOCK, (row.community, row.no, row.root)
        case Signed():
            return sql.SIGNED, (row.community, row.size, micros(row.at), row.frontier, row.note)
        case _:
            assert_never(row)


def _settled(
    row: Community | Space | SpaceMoved | Person | Organiser | RoundPlace | OfReminders,
) -> list[Write]:
    match row:
        case Community():
            basis = (row.id, row.name, row.zone, row.language, row.next_topic, night_text(row.quiet))
            rest = (row.rest.region, days_text(row.rest.days), int(row.rest.weekends))
            return [(sql.COMMUNITY, (*basis, *rest, int(row.has_event_list)))]
        case Space(place=place):
            return [(sql.SPACE, (place.platform, place.id, row.community, int(row.is_log), row.trouble))]
        case Person(account=account, private=private):
            at = (None, None) if private is None else (private.platform, private.id)
            wishes = (row.language, row.reminders.value if row.reminders is not None else None, row.zone)
            return [(sql.PERSON, (account.platform, account.id, row.id, row.name, *at, *wishes))]
        case Organiser():
            return [(sql.ORGANISER, (row.community, row.person, micros(row.since), micros_or_none(row.until)))]
        case RoundPlace(place=place):
            found = (row.round, row.community, row.topic, place.platform, place.id, row.phase.value)
            return [(sql.ROUND_PLACE, found)]
        case Reminded() | RemindersOver() | RemindedJoined() | RemindersPast() | RemindersRefused():
            return _reminded(row)
        case SpaceMoved(old=old, new=new):
            names: dict[str, Value] = {
                "old_platform": old.platform,
                "old": old.id,
                "new_platform": new.platform,
                "new": new.id,
            }
            return [(statement, names) for statement in sql.MOVED]
        case _:
            assert_never(row)


def _erasing(row: RoundKey | TakenOut | Unlinked | Anew | Mended) -> list[Write]:
    match row:
        case RoundKey(key=None):
            return [(sql.ROUND_KEY_GONE, (row.round,))]
        case RoundKey():
            return [(sql.ROUND_KEY, (row.round, row.key))]
        case Anew():
            return [(statement, (row.key,)) for statement in erasing.ANEW]
        case Mended(place=place):
            return [(erasing.MENDED, (row.key, place.platform, place.id))]
        case TakenOut():
            names: dict[str, Value] = {
                "contents": json.dumps(row.contents),
                "rounds": json.dumps(row.rounds),
                "stale": row.stale,
            }
            return [(statement, names) for statement in erasing.TAKEN_OUT]
        case Unlinked():
            names = {
                "people": json.dumps(row.people),
                "accounts": json.dumps([(one.platform, one.id) for one in row.accounts]),
                "places": json.dumps([(one.platform, one.id) for one in row.places]),
                "answer": row.answer,
            }
            return [(statement, names) for statement in erasing.UNLINKED]
        case _:
            assert_never(row)


def _shown(row: Sent | Delayed | Parked | Unparked | UnparkedOne) -> list[Write]:
    """Which words a message that was just sent quotes."""
    if not isinstance(row, Sent) or row.shown is None:
        return []
    names: dict[str, Value] = {
        "key": row.key,
        "messages": json.dumps(row.shown.messages),
        "contents": json.dumps(row.shown.contents),
    }
    return [(statement, names) for statement in erasing.QUOTED]


def _outgoing(row: Outgoing) -> Parameters:
    name, media_type, data = row.file if row.file is not None else (None, None, None)
    not_before = micros_or_none(row.not_before)
    place = row.place
    wish = (row.urgency.value, row.round, not_before, row.reply_to, int(row.pin), not_before or 0)
    what = (row.key, row.kind.value, place.platform, place.id, micros(row.at), row.body)
    return (*what, *wish, name, media_type, data, row.language)


def _mark(row: Sent | Delayed | Parked | Unparked | UnparkedOne) -> Write:
    match row:
        case Sent():
            return sql.SENT, {
                "key": row.key,
                "revision": row.revision,
                "message_id": row.message_id,
                "digest": row.digest,
            }
        case Delayed():
            return sql.DELAYED, {"key": row.key, "until": micros(row.until)}
        case Parked():
            return sql.PARKED, (row.reason, row.key)
        case Unparked():
            return sql.UNPARKED, (row.place.platform, row.place.id)
        case UnparkedOne():
            return sql.UNPARKED_ONE, (row.key,)
        case _:
            assert_never(row)
