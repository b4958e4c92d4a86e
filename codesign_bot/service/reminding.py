"""Reminds people of what a step still waits for from them, in private, as the rules say (`core.reminding`).

Law 1. What somebody is to be told, and that they are told, is stored in one transaction: a crash neither doubles nor
       loses a reminder. When to look is a timer in the store; a look too many finds everybody told.
Law 2. One message for all rounds of a community, at most one a day, where a person is told things in private already.
       Nobody is written to who did not press or write first, and nothing is ever said of it in public.
Law 3. In quiet hours nothing is sent. A message is worded when it is sent: what was done meanwhile is not in it, and
       where nothing is left, or it comes too late, it is dropped.
Law 4. How many are reminded would tell how many have not voted: it stands in no log.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from codesign_bot.core.commands import Actor
from codesign_bot.core.ids import PersonId, RoundId
from codesign_bot.core.phases import COUNTED, ENDED
from codesign_bot.core.reminding import (
    AT_MOST_EVERY,
    Left,
    Reminder,
    Told,
    is_left,
    may_tell,
    next_look,
    reminders,
)
from codesign_bot.records import Kind, Outgoing, Reads, Urgency
from codesign_bot.reminded import Reminded, RemindersRefused
from codesign_bot.service.acting import settle
from codesign_bot.service.languages import reads
from codesign_bot.service.looks import look_at
from codesign_bot.service.people import actor, known_as
from codesign_bot.service.quiet import not_before_for
from codesign_bot.views.reminders import Open, digest, left

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.core.state import Round
    from codesign_bot.records import Found, Participant, Place, RoundPlace, Row, Timer
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.view import Say, View

PEOPLE_AT_ONCE = 200
"""So many people's reminders are stored in one transaction."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A round of the community, what it waits for, who is in it, and who was told."""

    state: Round
    chores: tuple[Reminder, ...]
    people: Mapping[PersonId, Participant]
    voted: frozenset[PersonId]
    told: Mapping[tuple[PersonId, str], Reminded]

    def of(self, desk: Desk, person: PersonId) -> Iterator[Reminder]:
        """What is left for this person and may be told to them."""
        entry = self.people.get(person)
        if entry is None or entry.left_at is not None:
            return
        who = Actor(person, desk.book.is_organiser(self.state.community, person), entry.joined_at)
        for chore in self.chores:
            known = self.told.get((person, chore.step))
            told = Told(known.until, known.times) if known is not None else None
            if may_tell(chore, told) and is_left(self.state, chore, who, has_voted=person in self.voted):
                yield chore

    def noted(self, person: PersonId, chore: Reminder, now: datetime) -> Reminded:
        """That they are told now."""
        known = self.told.get((person, chore.step))
        times = known.times + 1 if known is not None else 1
        return Reminded(self.state.id, person, chore.step, chore.until, now, times)


@dataclass(slots=True)
class Tell:
    """Rows of some people's reminders. The last ones come with the next look, by the newest state of the round."""

    desk: Desk
    given: Sequence[Outgoing | Reminded]
    round: RoundId | None
    """Whose timer is set. None: there are more to come."""
    now: datetime
    again: datetime | None = None
    """When somebody who has had their message today may be told."""
    rows: tuple[Row, ...] = field(default=())

    @property
    def reads(self) -> Reads:
        """Nothing."""
        return Reads()

    def decide(self, found: Found) -> Sequence[Row]:
        """The rows, and when to look next."""
        self.rows = (*self._known(found), *self._timer(found))
        return self.rows

    def _known(self, found: Found) -> Iterator[Outgoing | Reminded]:
        """The rows of people as they are known now: they may have linked accounts since, or be forgotten."""
        people = {row.person for row in self.given if isinstance(row, Reminded)}
        for row in self.given:
            person = row.person if isinstance(row, Reminded) else reminded_in(row.body)
            name = known_as(self.desk, found, person)
            # One message is enough for whoever was two people when this began.
            is_twice = name != person and name in people
            if is_twice or not self.desk.book.forgotten.isdisjoint({person, name}):
                continue
            yield replace(row, person=name) if isinstance(row, Reminded) else row

    def _timer(self, found: Found) -> Iterator[Timer]:
        if self.round is None:
            return
        newest = found.scratch.get(f"round/{self.round}") or self.desk.rounds.get(self.round)
        state: Round | None = getattr(newest, "state", None)
        due = None if state is None else next_look(state, self.now, self.now)
        yield look_at(self.round, min((one for one in (due, self.again) if one is not None), default=None))

    def committed(self) -> None:
        """What waits to be said, and when to look next, is known."""
        self.desk.stored(self.rows)


@dataclass(slots=True)
class Refused:
    """Somebody cannot be written to, by whatever name they are known now. Whoever is forgotten stays forgotten."""

    desk: Desk
    person: PersonId
    rows: tuple[RemindersRefused, ...] = ()

    @property
    def reads(self) -> Reads:
        """Nothing."""
        return Reads()

    def decide(self, found: Found) -> Sequence[Row]:
        """Nothing else of them is written."""
        self.rows = (RemindersRefused(known_as(self.desk, found, self.person)),)
        return self.rows

    def committed(self) -> None:
        """Nobody tries again."""
        self.desk.book.absorb(self.rows)


async def remind(desk: Desk, found: RoundPlace, now: datetime) -> None:
    """Look whom to remind of something in a round, and of all else in its community that is due within a day."""
    loaded = await desk.rounds.load(found.round)
    if loaded is not None and loaded.is_due(now):
        await settle(desk, found.round, now)
        loaded = await desk.rounds.load(found.round)
    if loaded is None or loaded.state.phase in ENDED:
        await desk.store.apply(Tell(desk, (), found.round, now))
        return
    due = [chore for chore in reminders(loaded.state) if chore.at <= now and chore.is_worth_it(now)]
    await _tell(desk, found, now, has_any=bool(due))


async def _tell(desk: Desk, found: RoundPlace, now: datetime, *, has_any: bool) -> None:
    """Store the messages of everybody who is due."""
    waiting = [one async for one in _waiting(desk, found.community, now)] if has_any else []
    here = next((one for one in waiting if one.state.id == found.round), None)
    last = await _last(desk, found.community)
    rows: list[Outgoing | Reminded] = []
    again: datetime | None = None
    told = 0
    for person in here.people if here is not None else ():
        place = desk.book.privates.get(person)
        if place is None or person in desk.book.unreminded:
            continue
        items = [(one, chore) for one in waiting for chore in one.of(desk, person)]
        if not any(chore.at <= now for _, chore in items):
            continue
        if person in last and last[person] + AT_MOST_EVERY > now:
            free = last[person] + AT_MOST_EVERY
            again = free if again is None else min(again, free)
            continue
        rows += _rows(desk, person, place, items, now)
        told += 1
        if told % PEOPLE_AT_ONCE == 0:
            await desk.store.apply(Tell(desk, tuple(rows), None, now))
            rows.clear()
    await desk.store.apply(Tell(desk, tuple(rows), found.round, now, again))


def _rows(
    desk: Desk, person: PersonId, place: Place, items: Sequence[tuple[Waiting, Reminder]], now: datetime
) -> Iterator[Outgoing | Reminded]:
    """One person's message, and that they were told."""
    community = items[0][0].state.community
    named = [[one.state.id, chore.step] for one, chore in items]
    body = json.dumps({"person": person, "community": community, "of": named})
    language = reads(desk, person, "", (one.place for one in desk.book.spaces_of(community)))
    # By chance, and kept with the row: a key stands in log lines, and may not say who has something left to do.
    key = f"reminder/{community}/{desk.chance.name()}"
    yield Outgoing(key, Kind.REMINDER, place, now, body, Urgency.REMINDER, language=language)
    yield from (one.noted(person, chore, now) for one, chore in items)
    yield Reminded(RoundId(community), person, "", now, now)


async def _waiting(desk: Desk, community: CommunityId, now: datetime) -> AsyncIterator[Waiting]:
    for place in desk.book.active(community):
        loaded = await desk.rounds.load(place.round)
        if loaded is None or desk.waits_for(place):
            continue
        soon = now + AT_MOST_EVERY
        chores = tuple(one for one in reminders(loaded.state) if one.at <= soon and one.is_worth_it(now))
        if not chores:
            continue
        people = {one.person: one for one in await desk.store.participants(place.round)}
        told = {(one.person, one.step): one for one in await desk.store.reminded(place.round)}
        yield Waiting(loaded.state, chores, people, await _voted(desk, loaded.state, chores), told)


async def _last(desk: Desk, community: CommunityId) -> Mapping[PersonId, datetime]:
    """When each person got their last message with reminders from this community."""
    return {one.person: one.at for one in await desk.store.reminded(RoundId(community))}


async def _voted(desk: Desk, state: Round, chores: Sequence[Reminder]) -> frozenset[PersonId]:
    """Who has a dot on a ballot in the vote that is on. Never counted, never shown: only not reminded."""
    if state.vote is None or state.phase not in COUNTED or all(one.left is not Left.VOTE for one in chores):
        return frozenset()
    ballots = desk.store.ballots(state.id, state.vote.vote_kind)
    return frozenset([ballot.person async for ballot in ballots if ballot.dots])


async def worded(desk: Desk, body: str, now: datetime) -> View | None:
    """The message that the outbox holds by reference, as things are now. None: nothing of it is left to do."""
    told = json.loads(body)
    person, found = _reader(desk, body), list[Open]()
    if person in desk.book.unreminded:
        return None
    for round_id, step in told["of"]:
        loaded = await desk.rounds.load(RoundId(round_id))
        if loaded is None:
            continue
        chore = next((one for one in reminders(loaded.state) if one.step == step and one.is_worth_it(now)), None)
        if chore is not None and await _is_left(desk, loaded.state, chore, person):
            found.append(Open(loaded.state, loaded.words, chore))
    return digest(found) if found else None


async def _is_left(desk: Desk, state: Round, chore: Reminder, person: PersonId) -> bool:
    who, ballot = await actor(desk, state, person), None
    if state.vote is not None:
        ballot = await desk.store.ballot(state.id, state.vote.vote_kind, person)
    return is_left(state, chore, who, has_voted=ballot is not None and bool(ballot.dots))


def held_until(desk: Desk, body: str, now: datetime) -> datetime | None:
    """Until when the message has to wait because of quiet hours. None: it may be sent."""
    return not_before_for(desk, json.loads(body)["community"], _reader(desk, body), now)


def reminded_in(body: str) -> PersonId:
    """Whom a message is for."""
    return PersonId(json.loads(body)["person"])


def _reader(desk: Desk, body: str) -> PersonId:
    """As `reminded_in`, by the name that they have now: they may have linked accounts since."""
    person = reminded_in(body)
    return desk.book.linked.get(person, person)


async def left_for(desk: Desk, loaded: Loaded, person: PersonId) -> tuple[Say, ...]:
    """What the step that is on still waits for from somebody, to be shown to them alone."""
    state, words = loaded.state, loaded.words
    found = [one for one in reminders(state) if await _is_left(desk, state, one, person)]
    return tuple(left(Open(state, words, one)) for one in found)
