"""Keeps the ends of steps in the lists of events of servers, where the organisers of a community wish it.

Law 1. Nobody's act waits for it or fails by it. What happens is only noted; a task of its own then compares what stands
       in the lists with what holds, once an hour in any case, and after each start. So a crash loses nothing.
Law 2. One event for a step of a round in a list, however many spaces see that list. Before one is made it is looked
       for: neither a reply that got lost, nor a crash, nor a backup that was restored makes a second one.
Law 3. An event shows the end that holds. It moves as the end does, and goes where the step does not end then.
Law 4. What somebody took away by hand is not put back for the same step.
Law 5. A list that refuses is left alone for an hour, and the organisers are told of it once. No round notices.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

from codesign_bot.core.ids import RoundId
from codesign_bot.errors import NotAllowed, PlatformTrouble, StoreTrouble, Unreachable
from codesign_bot.event_list import ListFull
from codesign_bot.ports import Reading
from codesign_bot.records import Kept
from codesign_bot.service.dates import moved_by
from codesign_bot.service.desk import voice_of
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.one_event_list import EVENTS, Key, OneList, Wanted, noted
from codesign_bot.service.saying import organisers_told
from codesign_bot.views.event_list import date_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.event_list import EventList
    from codesign_bot.records import Community, Place, RoundPlace, Row
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.one_event_list import Noted
    from codesign_bot.views.event_list import Date

log = logging.getLogger(__name__)

WITHIN = timedelta(seconds=60)
"""So long one list may take."""
LOOKED_AT_EVERY = timedelta(hours=1)
PAUSE = timedelta(hours=1)
GATHERS, TRIED_EVERY = 5.0, 60.0
"""Seconds: what happens within the first goes together, and what could not be done is tried again after the second."""
TOLD = "told/"
"""Begins the key under which it is kept that organisers were told; then follow the platform, list and community."""
REFUSED, FULL = "lacks-events", "trouble-events-full"


def lacking(desk: Desk, community: CommunityId) -> Mapping[Place, tuple[str, ...]]:
    """By space what to grant there so that its dates can be events. Only of spaces that have such a list."""
    found: dict[Place, tuple[str, ...]] = {}
    for space in desk.book.spaces_of(community):
        events = desk.event_lists.get(space.place.platform)
        if events is not None and not space.is_log:
            with suppress(PlatformTrouble):
                found[space.place] = events.lacks(space.place)
    return found


@dataclass(frozen=True, slots=True)
class Current:
    """A round with the step that is on."""

    found: RoundPlace
    date: Date


@dataclass(slots=True)
class EventLists:
    """One per process, on a desk whose book is filled. `run` until cancelled."""

    desk: Desk
    _stale: set[CommunityId] = field(init=False)
    """Those whose dates may have moved since they were looked at."""
    _wished: set[CommunityId] = field(default_factory=set["CommunityId"])
    """Those that wish it, or did, so that something of theirs may stand in a list."""
    _looked: dict[CommunityId, datetime] = field(default_factory=dict["CommunityId", "datetime"])
    _left_alone: dict[tuple[str, str], datetime] = field(default_factory=dict[tuple[str, str], "datetime"])
    """Lists that refused, each with until when nothing is asked of them."""
    _told: set[str] = field(default_factory=set[str])
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._stale = set(self.desk.book.communities)

    def stored(self, rows: Sequence[Row]) -> None:
        """Note whose dates or words may be others now."""
        moved = moved_by(self.desk.book, rows)
        if moved:
            self._stale |= moved
            self._wake.set()

    async def run(self) -> NoReturn:
        """Keep them for ever."""
        while True:
            self._wake.clear()
            try:
                await self.keep()
            except StoreTrouble:
                log.exception("the events could not be kept", extra={"action": "events_store"})
            except Exception:
                # A fault of ours here must not end the bot.
                code = self.desk.chance.code()
                log.exception("incident %s", code, extra={"action": "incident", "incident": code})
            await asyncio.sleep(GATHERS)
            with suppress(TimeoutError):
                async with asyncio.timeout(TRIED_EVERY):
                    await self._wake.wait()

    async def keep(self) -> None:
        """Look at whatever may have moved, and once an hour at the rest. By a clock in doubt nothing is moved.

        Raises `StoreTrouble`, and then looks again at all of it.
        """
        now, book = self.desk.clock.now(), self.desk.book
        if self.desk.is_clock_held() or not self.desk.event_lists:
            return
        to_look = {one for one in book.communities if self._is_to_look(one, now)}
        self._wished |= {one.id for one in book.communities.values() if one.has_event_list}
        due, self._stale = to_look | (self._stale & self._wished), set()
        try:
            known = await self._known() if due else {}
            self._wished |= {book.rounds[key.round].community for key in known}
            for community in sorted(due):
                if not await self._is_kept(book.communities[community], known, now, is_look=community in to_look):
                    self._stale.add(community)
        except StoreTrouble:
            self._stale |= due
            raise

    def _is_to_look(self, community: CommunityId, now: datetime) -> bool:
        last = self._looked.get(community)
        return last is None or now - last >= LOOKED_AT_EVERY

    async def _known(self) -> dict[Key, Noted]:
        """All that is noted, and with it of what organisers were told."""
        rows = {row.key: row.value for row in await self.desk.store.kept(EVENTS) if row.value is not None}
        self._told = {key for key in rows if key.startswith(TOLD)}
        keys = {key: _key(key) for key in rows if key not in self._told}
        return {key: noted(key, rows[text]) for text, key in keys.items() if key.round in self.desk.book.rounds}

    async def _is_kept(self, home: Community, known: dict[Key, Noted], now: datetime, *, is_look: bool) -> bool:
        """Whether nothing of it is left to do."""
        try:
            done = [
                await _Following(self, home, platform, events, now, is_look=is_look).is_done(known)
                for platform, events in self.desk.event_lists.items()
            ]
        except StoreTrouble:
            raise
        except Exception:
            # A fault of ours in one community must not keep the others from their dates.
            code = self.desk.chance.code()
            log.exception("incident %s", code, extra={"action": "incident", "incident": code})
            return True
        if is_look and all(done):
            self._looked[home.id] = now
        return all(done)

    def is_left_alone(self, platform: str, where: str, now: datetime) -> bool:
        """Whether a list refused within the last hour."""
        until = self._left_alone.get((platform, where))
        return until is not None and now < until

    def refused(self, platform: str, where: str, now: datetime) -> None:
        """Leave a list alone for an hour."""
        self._left_alone[platform, where] = now + PAUSE

    async def tell(self, mark: str, keys: Sequence[str], home: Community, place: Place, now: datetime) -> None:
        """Tell the organisers what keeps their dates out of a list, once, until it works again."""
        if mark in self._told:
            return
        self._told.add(mark)
        space = self.desk.book.spaces[place]
        rows: list[Row] = [Kept(EVENTS, mark, now.isoformat())]
        for key in keys:
            rows += organisers_told(self.desk, space, key, f"events/{home.id}/{now.isoformat()}/{key}")
        await self.desk.store.apply(KeepWork(rows))
        self.desk.stored(rows)

    async def well(self, mark: str) -> None:
        """It works again: should it refuse another time, that is told, too."""
        if mark in self._told:
            self._told.discard(mark)
            await self.desk.store.apply(KeepWork((Kept(EVENTS, mark, None),)))


@dataclass(slots=True)
class _Following:
    """The lists of one platform, as far as one community is concerned."""

    all: EventLists
    home: Community
    platform: str
    events: EventList
    now: datetime
    is_look: bool = field(kw_only=True)
    _is_sure: bool = True
    """Whether it is known of each space which list its members see."""

    async def is_done(self, known: dict[Key, Noted]) -> bool:
        """Bring each list up to date. Whether nothing is left to do."""
        current = await self._current()
        by_list = self._by_list(current)
        mine = [key for key in known if self._is_mine(key)]
        on = {(one.found.round, one.date.step) for one in current}
        done = [
            await self._is_list_done(
                OneList(self.all.desk.store, self.events, where, _of(known, self.platform, where), self.now),
                by_list.get(where, {}),
                [key for key in mine if key.where == where and (key.round, key.step) not in on],
            )
            for where in sorted({*by_list, *(key.where for key in mine)})
        ]
        return self._is_sure and all(done)

    def _is_mine(self, key: Key) -> bool:
        return key.platform == self.platform and self.all.desk.book.rounds[key.round].community == self.home.id

    async def _current(self) -> list[Current]:
        """The steps whose ends are to stand in the lists."""
        desk, current = self.all.desk, list[Current]()
        for found in desk.book.active(self.home.id) if self.home.has_event_list else ():
            loaded = await desk.rounds.load(found.round)
            date = date_of(loaded.state, loaded.words) if loaded is not None else None
            if date is not None:
                current.append(Current(found, date))
        return current

    def _by_list(self, current: Sequence[Current]) -> dict[str, dict[Key, Wanted]]:
        """By list what is to stand there. It leads to the space where the round lives, if its members see the list."""
        desk, by_list = self.all.desk, dict[str, dict[Key, Wanted]]()
        reading = Reading(voice_of(desk.voices, self.home, desk.defaults), {}, self.now)
        for one in current:
            places = (place for place in desk.venues(self.home.id, one.found.place).cards)
            for place in [place for place in places if place.platform == self.platform]:
                try:
                    where = self.events.where(place)
                except PlatformTrouble:
                    self._is_sure = False
                    continue
                key = Key(self.platform, where, one.found.round, one.date.step)
                by_list.setdefault(where, {}).setdefault(key, Wanted(place, one.date, reading))
        return by_list

    async def _is_list_done(self, sheet: OneList, wanted: dict[Key, Wanted], over: Sequence[Key]) -> bool:
        where, mark = sheet.where, f"{TOLD}{self.platform}/{sheet.where}/{self.home.id}"
        if self.all.is_left_alone(self.platform, where, self.now):
            return False
        place = next((one.place for one in wanted.values()), None)
        try:
            lacks = () if place is None else self.events.lacks(place)
            async with asyncio.timeout(WITHIN.total_seconds()):
                await sheet.end(over, is_wished=self.home.has_event_list)
                await sheet.follow({} if lacks else wanted, is_look=self.is_look)
                if self.is_look and place is not None and not lacks:
                    await sheet.sweep({one.place.id for one in self.all.desk.book.spaces_of(self.home.id)})
        except (Unreachable, TimeoutError):
            return False
        except PlatformTrouble as trouble:
            log.warning("a list of events refuses: %s", trouble, extra={"action": "events_refused"})
            self.all.refused(self.platform, where, self.now)
            is_full = isinstance(trouble, ListFull)
            lacks = (FULL if is_full else REFUSED,) if isinstance(trouble, NotAllowed) else ()
        if lacks and place is not None:
            await self.all.tell(mark, lacks, self.home, place, self.now)
            return False
        if place is not None:
            await self.all.well(mark)
        return not self.all.is_left_alone(self.platform, where, self.now)


def _key(text: str) -> Key:
    platform, where, round_id, step = text.split("/", 3)
    return Key(platform, where, RoundId(round_id), step)


def _of(known: Mapping[Key, Noted], platform: str, where: str) -> dict[Key, Noted]:
    return {key: one for key, one in known.items() if (key.platform, key.where) == (platform, where)}
