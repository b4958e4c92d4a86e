"""From events to everything that has to be stored with them: one place, so that no path forgets a part.

The record itself, who is in, the ballot, where the round stands, when to look next, the decision log, what is
said in the spaces and which cards have changed: all in the transaction of the act.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.due import next_due
from codesign_bot.core.events import (
    Event,
    OutcomePublished,
    ParticipantJoined,
    ParticipantLeft,
    Power,
    PowerUsed,
    ProgressReported,
    RequestMade,
    VotesCounted,
)
from codesign_bot.core.evolve import begin, evolve
from codesign_bot.core.phases import ENDED
from codesign_bot.log.facts import told
from codesign_bot.log.kinds import kind_of
from codesign_bot.log.leaf import decoded
from codesign_bot.log.receipts import receipts
from codesign_bot.plain import to_plain
from codesign_bot.records import (
    Entry,
    Kind,
    Outgoing,
    Participant,
    Place,
    Recorded,
    RoundPlace,
    Row,
    Timer,
    Urgency,
)
from codesign_bot.service.ledger import Ledger, Logged
from codesign_bot.service.looks import looks
from codesign_bot.view import View
from codesign_bot.views.announce import announcements, fates_set
from codesign_bot.views.logs import LogLine, numbered, posted
from codesign_bot.views.notices import notices
from codesign_bot.views.parts import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from codesign_bot.core.content import Content
    from codesign_bot.core.events import TopicSuggested
    from codesign_bot.core.ids import ContentId, PersonId, RoundId
    from codesign_bot.core.state import Round
    from codesign_bot.log.names import RoundNames
    from codesign_bot.records import Ballot

YOUNG = timedelta(hours=1)
FATES = "fates/"
"""Begins the key of a message that tells the fates of one sitting: then follow the round and which sitting it is."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon a card that has changed is edited: at most every `young` in its first hour, then every `old`."""

    young: timedelta = timedelta(seconds=5)
    old: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Venues:
    """Where a round is shown, and where the decision log of its community is posted."""

    home: Place
    cards: tuple[Place, ...]
    logs: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What storing the effects has to look up: who was in, where people are told things, how the log names them."""

    participants: Mapping[tuple[RoundId, PersonId], Participant]
    privates: Mapping[PersonId, Place]
    names: RoundNames
    actor: Content | None = None
    """The name of whoever acts, for an act of power."""
    ballots: Sequence[Ballot] = ()
    """Those of the votes that are counted now, to be published by their receipts."""
    languages: Mapping[PersonId, str] = field(default_factory=dict["PersonId", str])
    """Of those who chose one."""
    quiet_until: datetime | None = None
    """Until when nobody is rung."""


def encoded(view: View) -> str:
    """A view as the outbox keeps it."""
    return json.dumps(to_plain(view), separators=(",", ":"), ensure_ascii=False)


class Effects:
    """Collects the rows of one piece of work on one round."""

    def __init__(
        self, venues: Venues, pace: Pace, words: Mapping[ContentId, str | None], known: Known, ledger: Ledger
    ) -> None:
        self._venues = venues
        self._pace = pace
        self._words = words
        self._known = known
        self._ledger = ledger
        self.rows: list[Row] = []

    def begin(self, event: TopicSuggested) -> Round:
        """The first event of a round."""
        state = begin(event)
        self._record(None, event, state)
        return state

    def apply(self, state: Round, events: Sequence[Event]) -> Round:
        """Further events in order. Returns the round after them."""
        for event in events:
            after = evolve(state, event)
            self._record(state, event, after)
            state = after
        return state

    def finish(self, before: Round | None, after: Round, now: datetime) -> list[Row]:
        """All rows, with what follows from the round as it is left: its place, its timer, its cards."""
        if before is None or before.phase is not after.phase:
            self.rows.append(RoundPlace(after.id, after.community, after.topic, self._venues.home, after.phase))
        if before is None or next_due(before) != next_due(after):
            self.rows.append(Timer(after.id, after.id, next_due(after)))
        self.rows += looks(before, after, now)
        if before is None or before.version != after.version:
            self.rows += self._cards(before, after, now)
        self.rows += self._ledger.heads()
        return self.rows

    def _record(self, before: Round | None, event: Event, after: Round) -> None:
        self.rows.append(Recorded(after.id, after.version, event))
        if isinstance(event, ParticipantJoined):
            # Who comes back is in since the first time: somebody on the roll stays on it.
            was = self._known.participants.get((after.id, event.person))
            since = was.joined_at if was is not None else event.at
            self.rows.append(Participant(after.id, event.person, since, event.is_organiser))
        if isinstance(event, ParticipantLeft):
            was = self._known.participants[(after.id, event.person)]
            self.rows.append(replace(was, left_at=event.at))
        entries = self._log(before, event, after)
        self.rows += entries
        self.rows += self._said(before, event, after, entries)
        self.rows += self._told(event, after)

    def _log(self, before: Round | None, event: Event, after: Round) -> list[Entry]:
        """The entries of an event: what it leaves behind, itself, and the ballots that are public with it."""
        by = event.by if isinstance(event, PowerUsed | RequestMade | OutcomePublished | ProgressReported) else None
        facts = told(before, event, after, self._known.names, self._known.actor)
        if isinstance(event, VotesCounted) and self._known.names.key is not None:
            facts += receipts(self._known.names.key, self._known.ballots)
        logged = (Logged(after.community, event.at, one.kind, one.facts, after.id, after.topic, by) for one in facts)
        return [self._ledger.append(one) for one in logged]

    def _said(self, before: Round | None, event: Event, after: Round, entries: Sequence[Entry]) -> Iterator[Outgoing]:
        views = announcements(before, event, after, self._words)
        rooms = [place for place in self._venues.cards if not (entries and place in self._venues.logs)]
        if isinstance(event, PowerUsed) and event.act is Power.SET_FATE:
            yield from self._fates(rooms, event, after)
            rooms = []
        for place in rooms:
            for number, view in enumerate(views):
                yield self._say(f"{number}", view, place, event, after)
        for place in self._venues.logs:
            yield from self._posted(views, place, event, after, entries)

    def _say(self, number: str, view: View, place: Place, event: Event, after: Round) -> Outgoing:
        key = f"said/{after.id}/{after.version}/{number}/{place.platform}/{place.id}"
        body = encoded(view.about(after.topic))
        return Outgoing(key, Kind.APPEND, place, event.at, body, Urgency.ANNOUNCEMENT, after.id)

    def _posted(
        self, views: Sequence[View], place: Place, event: Event, after: Round, entries: Sequence[Entry]
    ) -> Iterator[Outgoing]:
        """What a log space gets: each entry with its number, in the words of the room where the room heard it."""
        for entry in entries:
            alone = posted(line(entry), zone_of(after))
            is_itself = entry.kind == kind_of(type(event).__name__)
            shown = [numbered(view, entry.no) for view in views] if is_itself and views else [alone]
            for number, view in enumerate(shown):
                yield self._say(f"log{entry.no}.{number}", view, place, event, after)

    def _fates(self, rooms: Sequence[Place], event: PowerUsed, after: Round) -> Iterator[Outgoing]:
        """Each is told at once; those of one sitting in one message, which only grows."""
        number = len(after.sittings)
        body = encoded(fates_set(after, self._words, after.sittings[-1]).about(after.topic))
        for place in rooms:
            key = f"{FATES}{after.id}/{number}/{place.platform}/{place.id}"
            yield Outgoing(key, Kind.CARD, place, event.at, body, Urgency.ANNOUNCEMENT, after.id)

    def _told(self, event: Event, after: Round) -> Iterator[Outgoing]:
        """What single people are told, as far as they have opened a direct message."""
        for person, view in notices(event, after, self._words):
            place = self._known.privates.get(person)
            if place is not None:
                key = f"told/{after.id}/{after.version}/{person}"
                body = encoded(view.about(after.topic))
                yield Outgoing(
                    key,
                    Kind.APPEND,
                    place,
                    event.at,
                    body,
                    Urgency.ANNOUNCEMENT,
                    after.id,
                    self._known.quiet_until,
                    language=self._known.languages.get(person),
                )

    def _cards(self, before: Round | None, after: Round, now: datetime) -> Iterator[Outgoing]:
        for place in self._venues.cards:
            not_before = self._not_before(before, after, now)
            yield card(after.id, place, now, not_before, is_over=after.phase in ENDED)

    def _not_before(self, before: Round | None, after: Round, now: datetime) -> datetime | None:
        """At once where a step begins; otherwise with patience, so that a card is no ticker."""
        if before is None or before.phase is not after.phase or after.window is None:
            return None
        is_young = now - after.window.opened < YOUNG
        return now + (self._pace.young if is_young else self._pace.old)


def line(entry: Entry) -> LogLine:
    """An entry as the pages of the log show it."""
    leaf = decoded(entry.leaf)
    return LogLine(entry.no, entry.at, entry.kind, leaf.facts, entry.by, leaf.topic)


def card(
    round_id: RoundId, place: Place, now: datetime, not_before: datetime | None = None, *, is_over: bool = False
) -> Outgoing:
    """The card of a round in a place has changed. It is rendered when it is sent, and pinned while the round is on."""
    key = f"card/{round_id}/{place.platform}/{place.id}"
    return Outgoing(key, Kind.CARD, place, now, "", Urgency.CARD, round_id, not_before, pin=not is_over)
