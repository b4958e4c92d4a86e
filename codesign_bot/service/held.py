"""A step whose end went by while the clock is known to be wrong: its room is told that it waits, and for what.

Law 1. Told once a step and a process; a process that begins anew says it in the same message.
Law 2. Nothing is told of a doubt that ends by itself: only where a platform tells another time, and only once an end
       went by, by that time, longer ago than would be called late.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from codesign_bot.core.ids import RoundId
from codesign_bot.records import Kind, Outgoing, Urgency
from codesign_bot.service.effects import encoded
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.looks import REMIND
from codesign_bot.views.announce import LATE, waits_for_the_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codesign_bot.records import RoundPlace
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded

EVERY_ONE = 1_000_000
"""Timers that are looked at: what is due stays due while the clock is wrong, so that all of it is seen each time."""


@dataclass(slots=True)
class HeldEnds:
    """One a process."""

    desk: Desk
    _told: set[tuple[RoundId, datetime]] = field(default_factory=set[tuple[RoundId, datetime]])

    async def tell(self, truly: datetime) -> None:
        """Tell every room whose step was to end before now. `truly`: the time that the platforms tell."""
        rows: list[Outgoing] = []
        for timer in await self.desk.store.due(truly - LATE, EVERY_ONE):
            found = self.desk.book.rounds.get(timer.round)
            if found is None or timer.id.startswith(REMIND):
                continue
            loaded = await self.desk.rounds.load(timer.round)
            if loaded is not None:
                rows += self._of(found, loaded, truly)
        if rows:
            await self.desk.store.apply(KeepWork(rows))
            self.desk.stored(rows)

    def _of(self, found: RoundPlace, loaded: Loaded, truly: datetime) -> Iterator[Outgoing]:
        state, window = loaded.state, loaded.state.window
        if window is None or window.closes > truly - LATE or (state.id, window.closes) in self._told:
            return
        self._told.add((state.id, window.closes))
        body = encoded(waits_for_the_clock(state, loaded.words).about(state.topic))
        for place in self.desk.venues(found.community, found.place).cards:
            key = f"held/{state.id}/{window.closes.isoformat()}/{place.platform}/{place.id}"
            yield Outgoing(key, Kind.APPEND, place, truly, body, Urgency.ANNOUNCEMENT, state.id)
