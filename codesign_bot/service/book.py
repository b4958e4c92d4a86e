"""Who and where: communities, spaces, organisers and rounds, small enough to be kept in memory.

The book shows what is committed. It is filled at the start and follows every commit; nothing else changes it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from codesign_bot.core.phases import ENDED
from codesign_bot.records import (
    Account,
    Community,
    Dialogue,
    LogHead,
    Organiser,
    Person,
    Place,
    RoundKey,
    RoundPlace,
    Row,
    Space,
    SpaceMoved,
    Unlinked,
)
from codesign_bot.reminded import Reminders, RemindersRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codesign_bot.core.ids import CommunityId, PersonId, RoundId, TopicNo
    from codesign_bot.storage import Store

PEOPLE_REMEMBERED = 50_000


class Book:
    """Looked up by everybody, written by commits alone."""

    def __init__(self) -> None:
        self.communities: dict[CommunityId, Community] = {}
        self.spaces: dict[Place, Space] = {}
        self.rounds: dict[RoundId, RoundPlace] = {}
        self.heads: dict[CommunityId, LogHead] = {}
        """How far each community's log has come."""
        self.round_keys: dict[RoundId, bytes] = {}
        """What the names of people in the log of each round are made with."""
        self.dialogues: dict[PersonId, str] = {}
        self.privates: dict[PersonId, Place] = {}
        """Where each person who opened a direct message is told something: of several, one."""
        self.languages: dict[PersonId, str] = {}
        """What everybody reads in who chose a language."""
        self.unreminded: set[PersonId] = set()
        """Those who are not reminded of anything: by their own wish, or their platform's."""
        self.zones: dict[PersonId, str] = {}
        """In which zone everybody reads times who chose one."""
        self._doors: dict[PersonId, dict[Place, None]] = {}
        """Every direct message of a person, who has one with each account."""
        self._told_in: dict[Place, set[PersonId]] = {}
        """The same by place."""
        self.linked: dict[PersonId, PersonId] = {}
        """Of those who were found to be somebody else since the start: whom they are known as now."""
        self.forgotten: set[PersonId] = set()
        """Those whose name nobody may say any more, since the start."""
        self.troubled: set[Place] = set()
        """The spaces that cannot be written to."""
        # Many messages ask for these: they are kept by community, so that no message walks through all there is.
        self._spaces_of: dict[CommunityId, dict[Place, Space]] = {}
        self._active: dict[CommunityId, dict[RoundId, RoundPlace]] = {}
        self._topics: dict[tuple[CommunityId, TopicNo], RoundId] = {}
        self._organisers: dict[CommunityId, set[PersonId]] = {}
        self._people: OrderedDict[Account, Person] = OrderedDict()

    async def fill(self, store: Store) -> None:
        """Read everything but people, who are looked up when they speak."""
        self.absorb(await store.communities())
        self.absorb(await store.spaces())
        self.absorb(await store.organisers())
        self.absorb(await store.round_places())
        self.absorb(await store.log_heads())
        self.absorb(await store.round_keys())
        self.dialogues = dict(await store.dialogues())
        self.languages = dict(await store.languages())
        for person, reminders, zone in await store.wishes():
            self._wish(person, reminders, zone)
        for person, place in await store.privates():
            self._open(person, place)

    def absorb(self, rows: Iterable[Row]) -> None:
        """Follow rows that are committed."""
        for row in rows:
            match row:
                case Community():
                    self.communities[row.id] = row
                case Space():
                    self._put_space(row)
                case RoundPlace():
                    self._put_round(row)
                case Organiser():
                    self._appoint(row)
                case Person():
                    self._put_person(row)
                case LogHead():
                    self.heads[row.community] = row
                case RoundKey(key=None):
                    self.round_keys.pop(row.round, None)
                case RoundKey(key=bytes(key)):
                    self.round_keys[row.round] = key
                case SpaceMoved():
                    self._move(row)
                case Unlinked():
                    self._unlink(row)
                case RemindersRefused():
                    self._refuse(row.person)
                case Dialogue(state=None):
                    self.dialogues.pop(row.person, None)
                case Dialogue(state=str(state)):
                    self.dialogues[row.person] = state
                case _:
                    pass

    def _put_person(self, person: Person) -> None:
        """One account more, or as it is now. What another account of the same person opened stays open."""
        was = self._people.get(person.account)
        self.remember(person)
        if person.language:
            self.languages[person.id] = person.language
        elif person.language is not None:
            self.languages.pop(person.id, None)
        self._wish(person.id, person.reminders, person.zone)
        if was is not None and was.private is not None and was.private != person.private:
            self._close(person.id, was.private)
        if person.private is not None:
            self._open(person.id, person.private)

    def _wish(self, person: PersonId, reminders: Reminders | None, zone: str | None) -> None:
        """What somebody chose. None: this account says nothing of it."""
        if reminders is not None:
            (self.unreminded.discard if reminders is Reminders.ON else self.unreminded.add)(person)
        if zone:
            self.zones[person] = zone
        elif zone is not None:
            self.zones.pop(person, None)

    def _refuse(self, person: PersonId) -> None:
        """Somebody cannot be written to. Whoever was forgotten since is nobody."""
        if person in self.forgotten:
            return
        self.unreminded.add(person)
        for known in [one for one in self._people.values() if one.id == person]:
            self._people[known.account] = replace(known, reminders=Reminders.REFUSED)

    def link(self, kept: PersonId, joined: PersonId) -> None:
        """Two people are one. Whoever is still called by the old name, is meant by the new one."""
        self.linked = {was: kept if now == joined else now for was, now in self.linked.items()} | {joined: kept}
        language = self.languages.pop(joined, None)
        if language is not None:
            self.languages.setdefault(kept, language)
        zone = self.zones.pop(joined, None)
        if zone is not None:
            self.zones.setdefault(kept, zone)
        if joined in self.unreminded:
            self.unreminded.add(kept)
        own = tuple(self._doors.get(kept, ()))
        doors = (*self._doors.get(joined, ()), *own)
        for person, known in ((joined, doors[: len(doors) - len(own)]), (kept, own)):
            for place in known:
                self._close(person, place)
        for place in doors:
            self._open(kept, place)

    def _unlink(self, row: Unlinked) -> None:
        """Nothing leads to these people any more."""
        self.forgotten.update(row.people)
        for person in row.people:
            self.dialogues.pop(person, None)
            self.unreminded.discard(person)
            self.zones.pop(person, None)
            self.linked.pop(person, None)
            for place in tuple(self._doors.get(person, ())):
                self._close(person, place)
        for account in [known for known, one in self._people.items() if one.id in row.people]:
            del self._people[account]

    def _put_space(self, space: Space) -> None:
        known = self.spaces.get(space.place)
        if known is not None and known.community != space.community:
            self._spaces_of[known.community].pop(space.place, None)
        self.spaces[space.place] = space
        self._spaces_of.setdefault(space.community, {})[space.place] = space
        (self.troubled.discard if space.trouble is None else self.troubled.add)(space.place)

    def _put_round(self, found: RoundPlace) -> None:
        self.rounds[found.round] = found
        self._topics[found.community, found.topic] = found.round
        active = self._active.setdefault(found.community, {})
        if found.phase in ENDED:
            active.pop(found.round, None)
        else:
            active[found.round] = found

    def _open(self, person: PersonId, place: Place) -> None:
        """The person can be told things there. The place opened last is where it is done."""
        doors = self._doors.setdefault(person, {})
        if place not in doors:
            doors[place] = None
            self.privates[person] = place
            self._told_in.setdefault(place, set()).add(person)

    def _close(self, person: PersonId, place: Place) -> None:
        """Nothing is told there any more that is for this person alone."""
        doors = self._doors.get(person, {})
        if place not in doors:
            return
        del doors[place]
        self._told_in[place].discard(person)
        if not self._told_in[place]:
            del self._told_in[place]
        if doors:
            self.privates[person] = next(reversed(doors))
        else:
            del self._doors[person], self.privates[person]

    def zone_at(self, place: Place) -> str | None:
        """The zone of the one person who is told things there, where they chose one."""
        told = self._told_in.get(place, set())
        return self.zones.get(next(iter(told))) if len(told) == 1 else None

    def is_private(self, place: Place) -> bool:
        """Whether somebody is told things there that are for nobody else."""
        return place in self._told_in

    def _appoint(self, row: Organiser) -> None:
        organisers = self._organisers.setdefault(row.community, set())
        (organisers.add if row.until is None else organisers.discard)(row.person)

    def _move(self, row: SpaceMoved) -> None:
        space = self.spaces.pop(row.old, None)
        self.troubled.discard(row.old)
        if space is not None:
            self._spaces_of[space.community].pop(row.old, None)
            self._put_space(replace(space, place=row.new, trouble=None))
        for found in [one for one in self.rounds.values() if one.place == row.old]:
            self._put_round(replace(found, place=row.new))
        for account, person in list(self._people.items()):
            if person.private == row.old:
                self._people[account] = replace(person, private=row.new)
        for someone in list(self._told_in.get(row.old, ())):
            self._close(someone, row.old)
            self._open(someone, row.new)

    def remember(self, person: Person) -> None:
        """Keep somebody at hand; those not heard of for longest make room."""
        self._people[person.account] = person
        self._people.move_to_end(person.account)
        if len(self._people) > PEOPLE_REMEMBERED:
            self._people.popitem(last=False)

    def person(self, account: Account) -> Person | None:
        """Somebody who is at hand; None says nothing about the store."""
        found = self._people.get(account)
        if found is not None:
            self._people.move_to_end(account)
        return found

    def is_organiser(self, community: CommunityId, person: PersonId) -> bool:
        """Whether the person is an organiser of the community now."""
        return person in self._organisers.get(community, ())

    def organisers(self, community: CommunityId) -> frozenset[PersonId]:
        """Everybody who is an organiser of the community now."""
        return frozenset(self._organisers.get(community, ()))

    def organises_anything(self, person: PersonId) -> bool:
        """Whether the person is an organiser of any community."""
        return any(person in organisers for organisers in self._organisers.values())

    def community_at(self, place: Place) -> Community | None:
        """The community that a space belongs to."""
        space = self.spaces.get(place)
        return self.communities[space.community] if space is not None else None

    def spaces_of(self, community: CommunityId) -> tuple[Space, ...]:
        """The spaces of a community, log spaces too."""
        return tuple(self._spaces_of.get(community, {}).values())

    def active(self, community: CommunityId | None = None, place: Place | None = None) -> tuple[RoundPlace, ...]:
        """The rounds that have not ended, those of a community oldest first: of a community, in a place, or all."""
        known = self._active.values() if community is None else (self._active.get(community, {}),)
        return tuple(found for active in known for found in active.values() if place is None or found.place == place)

    def topic(self, community: CommunityId, topic: TopicNo) -> RoundPlace | None:
        """The round that a topic number stands for."""
        known = self._topics.get((community, topic))
        return self.rounds[known] if known is not None else None
