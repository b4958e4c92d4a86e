"""Answers: to one person, once, where only they see it if there is such a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codesign_bot.records import (
    Community,
    Dialogue,
    Found,
    Kind,
    Organiser,
    Outgoing,
    Person,
    Place,
    Reads,
    Row,
    Seen,
    Urgency,
)
from codesign_bot.service.effects import encoded
from codesign_bot.service.ledger import Ledger, Logged, Posted
from codesign_bot.service.people import SomebodyElse, known_as
from codesign_bot.service.quiet import not_before
from codesign_bot.views import greetings
from codesign_bot.views.logs import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from codesign_bot.core.ids import RoundId
    from codesign_bot.ports import Heard
    from codesign_bot.records import Space
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.people import Speaker
    from codesign_bot.view import View


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn: what they wrote, who they are, and the instant by which it is judged."""

    heard: Heard
    speaker: Speaker
    at: datetime
    mends: str | None = None
    """The key of the message that this is a new version of, where the versions before it had no effect."""
    language: str | None = None
    """What the person reads in, where only they will read it. None: as their community."""

    @property
    def seen(self) -> tuple[str, str]:
        """The event, as the inbox knows it."""
        return self.heard.place.platform, self.heard.key

    @property
    def reply_place(self) -> tuple[Place, str | None]:
        """Where an answer goes, and the message it replies to if that is in a room.

        A person who has opened a direct message is answered there, so that a room is no flood of answers.
        """
        if self.heard.answer_at is not None:
            return self.heard.answer_at, None
        if self.heard.is_private:
            return self.heard.place, None
        if self.speaker.person.private is not None:
            return self.speaker.person.private, None
        return self.heard.place, self.heard.key

    @property
    def is_read_alone(self) -> bool:
        """Whether nobody but this person reads the answer."""
        return self.heard.is_private or self.reply_place[0] != self.heard.place

    @property
    def answer_language(self) -> str | None:
        """None where others read the answer too."""
        is_for_all = self.reply_place[0] == self.heard.place and not self.heard.is_private
        return None if is_for_all else self.language

    @property
    def answer_key(self) -> str:
        """A message has one answer, however often it is repeated."""
        return f"answer/{self.heard.place.platform}/{self.heard.key}"

    def answer(self, view: View) -> Outgoing:
        """The answer to the message."""
        place, reply_to = self.reply_place
        return Outgoing(
            self.answer_key,
            Kind.APPEND,
            place,
            self.at,
            encoded(view),
            Urgency.ANSWER,
            reply_to=reply_to,
            language=self.answer_language,
        )

    def file(self, view: View, file: tuple[str, str, bytes], number: int, round_id: RoundId | None = None) -> Outgoing:
        """One of the files that the message asked for: (name, media type, bytes). None: it is about whoever asks."""
        place, reply_to = self.reply_place
        key = f"file/{self.heard.place.platform}/{self.heard.key}/{number}"
        body = encoded(view)
        return Outgoing(
            key,
            Kind.FILE,
            place,
            self.at,
            body,
            Urgency.ANSWER,
            round_id,
            reply_to=reply_to,
            file=file,
            language=self.answer_language,
        )


@dataclass(slots=True)
class Once:
    """Rows that depend on nothing but on not having been stored before. What is to be logged gets its number here."""

    desk: Desk
    seen: tuple[str, str]
    at: datetime
    given: Sequence[Row | Logged | Posted]
    rows: tuple[Row, ...] = ()

    @property
    def reads(self) -> Reads:
        """Whether it was done before, and whom the accounts belong to that it tells of."""
        return Reads(seen=(self.seen,), accounts=tuple(row.account for row in self.given if isinstance(row, Person)))

    def decide(self, found: Found) -> Sequence[Row]:
        """The rows, the first time. Raises `SomebodyElse` where an account became somebody's meanwhile."""
        self.rows = () if self.seen in found.seen else (*self._whole(found), Seen(*self.seen, self.at))
        return self.rows

    def _whole(self, found: Found) -> Iterator[Row]:
        ledger, no = Ledger(self.desk, found), 0
        for one in self.given:
            match one:
                case Logged():
                    entry = ledger.append(one)
                    no = entry.no
                    yield entry
                case Posted(message, view):
                    yield replace(message, body=encoded(numbered(view, no)))
                case _:
                    yield self._as_now(one, found)
        yield from ledger.heads()

    def _as_now(self, row: Row, found: Found) -> Row:
        """The row, if it is of somebody who became one with others meanwhile, as theirs.

        Of a community no topic that was suggested meanwhile loses its number, and the next one in this batch knows it.
        """
        match row:
            case Community():
                newest = found.scratch.get(f"community/{row.id}") or self.desk.book.communities.get(row.id)
                if isinstance(newest, Community):
                    row = replace(row, next_topic=max(row.next_topic, newest.next_topic))
                found.scratch[f"community/{row.id}"] = row
                return row
            case Person():
                stored, person = found.people.get(row.account), known_as(self.desk, found, row.id)
                # Whoever writes twice at their first moment is new in both: the first one stored says who they are.
                if stored is not None and known_as(self.desk, found, stored.id) != person:
                    raise SomebodyElse
                return replace(row, id=person)
            case Organiser() | Dialogue():
                return replace(row, person=known_as(self.desk, found, row.person))
            case _:
                return row

    def committed(self) -> None:
        """The books follow the commit."""
        self.desk.book.absorb(self.rows)
        self.desk.stored(self.rows)


async def say(desk: Desk, turn: Turn, view: View, *rows: Row | Logged | Posted) -> None:
    """Answer a message, and store what goes with the answer. Files come after it."""
    whole = (*turn.speaker.rows, turn.answer(view), *rows)
    await desk.store.apply(Once(desk, turn.seen, turn.at, whole))


def troubled(desk: Desk, space: Space, reason: str, key: str) -> Sequence[Row]:
    """A space that stops working: kept, and told to the organisers."""
    return [replace(space, trouble=reason), *organisers_told(desk, space, reason, key)]


def organisers_told(desk: Desk, space: Space, reason: str, key: str) -> Sequence[Row]:
    """What does not work in a space is told to each organiser in private, as far as they opened one, once a key."""
    rows: list[Row] = []
    now, view = desk.clock.now(), encoded(greetings.cannot((reason,)))
    until = not_before(desk, space.community, now)
    for person in sorted(desk.book.organisers(space.community)):
        private = desk.book.privates.get(person)
        if private is not None:
            told = f"trouble/{key}/{person}"
            language = desk.book.languages.get(person) or desk.book.communities[space.community].language
            rows.append(
                Outgoing(
                    told,
                    Kind.APPEND,
                    private,
                    now,
                    view,
                    Urgency.ANNOUNCEMENT,
                    not_before=until,
                    language=language,
                )
            )
    return rows
