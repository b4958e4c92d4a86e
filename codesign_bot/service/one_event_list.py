"""One list of events, compared with the dates that hold, event by event.

What is known of an event is stored before it is made and after every change. So whatever is broken off where, the next
look goes on from there: what may have been made is looked for, by the space it leads to and the time it was to show.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, Unreachable
from codesign_bot.event_list import LASTS, shown_at
from codesign_bot.records import Kept
from codesign_bot.service.keeping import KeepWork

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from codesign_bot.core.ids import RoundId
    from codesign_bot.event_list import EventList, Standing
    from codesign_bot.ports import Reading
    from codesign_bot.records import Place
    from codesign_bot.storage import Store
    from codesign_bot.views.event_list import Date

log = logging.getLogger(__name__)

EVENTS = "events"
"""Under this name it stands among what adapters keep."""
SOON = timedelta(minutes=1)
"""A step that ends within this gets no event any more: Discord takes none that has begun, and nobody would see it."""


@dataclass(frozen=True, slots=True)
class Key:
    """Names an event for good: the list it stands in, and the step that it is about."""

    platform: str
    where: str
    round: RoundId
    step: str

    def __str__(self) -> str:
        """As it is stored. Neither a platform, nor a list, nor a round has a stroke in its name."""
        return f"{self.platform}/{self.where}/{self.round}/{self.step}"


@dataclass(frozen=True, slots=True)
class Noted:
    """What is known of an event. `at`: what it shows, or was to show."""

    key: Key
    place: str
    at: datetime
    event: str | None = None
    """None: it may have been made, or not."""
    digest: str = ""
    is_left: bool = False
    """Somebody took it away, or it cannot be made: it is left alone."""

    @property
    def row(self) -> Kept:
        """As it is stored."""
        value = [self.place, self.at.isoformat(), self.event, self.digest, self.is_left]
        return Kept(EVENTS, str(self.key), json.dumps(value))


def noted(key: Key, value: str) -> Noted:
    """What `Noted.row` wrote."""
    place, at, event, digest, is_left = json.loads(value)
    return Noted(key, place, datetime.fromisoformat(at), event, digest, is_left)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A date that is to stand in the list. `place`: the space that it leads to."""

    place: Place
    date: Date
    reading: Reading

    @property
    def at(self) -> datetime:
        """What the event shows."""
        return shown_at(self.date.at)


@dataclass(slots=True)
class OneList:
    """As of one moment. `known` is all that is noted of the list, and follows what is done."""

    store: Store
    events: EventList
    where: str
    known: dict[Key, Noted]
    now: datetime
    _there: Sequence[Standing] | None = field(default=None, init=False)

    async def end(self, over: Collection[Key], *, is_wished: bool) -> None:
        """These are to stand there no longer. One whose time has come said what was so, and goes by itself."""
        for key in over:
            was = self.known[key]
            has_come = was.at <= self.now
            if not was.is_left and not (has_come and is_wished):
                event = was.event or await self._unknown(was.place, {was.at})
                if event is not None:
                    await self._remove(event)
            elif has_come and not was.is_left and self.now < was.at + LASTS:
                continue
            await self._forget(was)

    async def follow(self, wanted: Mapping[Key, Wanted], *, is_look: bool) -> None:
        """These are to stand there. `is_look`: what people did to them by hand is looked for."""
        for key, one in wanted.items():
            await self._follow(key, one, is_look=is_look)

    async def sweep(self, spaces: Collection[str]) -> None:
        """Take out what we made for these spaces and know nothing of, as after a backup was restored."""
        known = {one.event for one in self.known.values()}
        for one in await self._standing():
            if one.place in spaces and one.event not in known:
                await self._remove(one.event)

    async def _follow(self, key: Key, want: Wanted, *, is_look: bool) -> None:
        was, is_too_late = self.known.get(key), want.at <= self.now + SOON
        if was is not None and was.is_left:
            return
        if was is not None and was.event is not None and was.at != want.at and (is_too_late or was.at <= self.now):
            # Nobody can move an event that has begun. If the step got more time at its very end, it gets another one.
            await self._remove(was.event)
            await self._forget(was)
            was = None
        if is_too_late:
            return
        if was is None or was.event is None:
            await self._add(key, want, was)
        elif was.digest != self.events.digest(want.place, want.date, want.reading):
            await self._change(was, want)
        elif is_look:
            await self._look(was, want)

    async def _add(self, key: Key, want: Wanted, was: Noted | None) -> None:
        found = await self._unknown(want.place.id, {want.at} if was is None else {want.at, was.at})
        if found is not None:
            await self._change(await self._note(Noted(key, want.place.id, want.at, found)), want)
            return
        was = was or await self._note(Noted(key, want.place.id, want.at))
        try:
            event = await self.events.add(self.where, want.place, want.date, want.reading)
        except (Unreachable, NotAllowed, Gone):
            raise
        except PlatformTrouble as trouble:
            log.warning("an event cannot be made: %s", trouble, extra={"action": "event_refused"})
            await self._note(replace(was, is_left=True))
        else:
            digest = self.events.digest(want.place, want.date, want.reading)
            await self._note(Noted(key, want.place.id, want.at, event, digest))
            await self._remove_twins(want)

    async def _remove_twins(self, want: Wanted) -> None:
        """A library that asks again by itself may have had it made twice."""
        self._there = None
        while (twin := await self._unknown(want.place.id, {want.at})) is not None:
            await self._remove(twin)

    async def _change(self, was: Noted, want: Wanted) -> None:
        event = was.event or ""
        try:
            await self.events.change(self.where, event, want.place, want.date, want.reading)
        except (Unreachable, NotAllowed):
            raise
        except Gone:
            await self._note(replace(was, is_left=True))
        except PlatformTrouble:
            # It has begun by the platform's own clock. What it says now does not hold.
            await self._remove(event)
            await self._forget(was)
            await self._add(was.key, want, None)
        else:
            digest = self.events.digest(want.place, want.date, want.reading)
            await self._note(Noted(was.key, want.place.id, want.at, event, digest))

    async def _look(self, was: Noted, want: Wanted) -> None:
        """By hand people may take an event away, which stays so, or move it, which would mislead others."""
        there = [one for one in await self._standing() if one.event == was.event]
        if not there:
            await self._note(replace(was, is_left=True))
        elif there[0].at != want.at:
            await self._change(was, want)

    async def _unknown(self, place: str, ats: Collection[datetime]) -> str | None:
        """An event of ours that leads to this space, shows one of these times, and that nobody knows of."""
        known = {one.event for one in self.known.values()}
        there = (one for one in await self._standing() if one.place == place and one.at in ats)
        return next((one.event for one in there if one.event not in known), None)

    async def _standing(self) -> Sequence[Standing]:
        """As it was when it was asked last: what was done since is known."""
        if self._there is None:
            self._there = await self.events.standing(self.where)
        return self._there

    async def _remove(self, event: str) -> None:
        await self.events.remove(self.where, event)
        if self._there is not None:
            self._there = [one for one in self._there if one.event != event]

    async def _note(self, one: Noted) -> Noted:
        await self.store.apply(KeepWork((one.row,)))
        self.known[one.key] = one
        return one

    async def _forget(self, one: Noted) -> None:
        await self.store.apply(KeepWork((replace(one.row, value=None),)))
        del self.known[one.key]
