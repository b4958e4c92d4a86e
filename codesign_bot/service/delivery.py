"""Says what the outbox holds: one worker a platform, which owns every retry and every wait.

Law 1. What is sent was committed before. What was sent is marked before the outbox is asked about its place again;
       dying in between repeats the same key, and the platform makes it the same message.
Law 2. Messages of one place go in order. Places do not wait for each other: a space in which only so much may be said
       in a while holds up nobody's answer.
Law 3. A card shows the newest state at the moment it is sent; if it would look the same, nothing is sent.
Law 4. A place that refuses is left alone but for one try a pause (`breakers`). What was to be said there waits for one
       that gets through. Only spaces are tried by themselves: in a direct message the next answer is the try.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, StoreTrouble, Unreachable, Unwelcome
from codesign_bot.ports import Platform, Voice
from codesign_bot.records import Kind, Outgoing, Place, Queued, Row, Urgency
from codesign_bot.service.desk import Desk
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.lanes import PERHAPS_MORE, Lanes, Ticket
from codesign_bot.service.reminding import Refused, reminded_in
from codesign_bot.service.saying import organisers_told, troubled
from codesign_bot.service.telling import Teller
from codesign_bot.storage import PLACE_REFUSES

log = logging.getLogger(__name__)

AT_ONCE = 50
STORE_PAUSE = 1.0
"""Seconds until a store that is in trouble is asked again."""
PLACES_AT_ONCE = 8
WORDS_STOPPED = "trouble-words-stopped"
CANNOT_SPEAK = "trouble-cannot-speak"
"""Why a space is in trouble, where it was found out by speaking."""
LONGEST_WAIT = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(seconds=16)
"""Before the next try where the platform does not say how long: once it is back, nobody should wait for minutes."""
SEND_WITHIN = 60.0
"""Seconds that one sending may take before it counts as unreachable."""


Marking = Callable[[], Coroutine[None, None, None]]
"""Notes in the store that a message was sent."""


def _gates() -> Mapping[bool, asyncio.Semaphore]:
    """How many places are spoken to at a time, where somebody waits for an answer (True), and elsewhere."""
    return {is_answer: asyncio.Semaphore(PLACES_AT_ONCE) for is_answer in (False, True)}


@dataclass(slots=True)
class Delivery:
    """The outbox of one platform. `run` until cancelled; `wake` when something was stored."""

    desk: Desk
    platform: Platform
    voices: Mapping[str, Voice]
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _lanes: Lanes = field(default_factory=Lanes)
    _group: asyncio.TaskGroup | None = None
    """Of the lanes, while `run` runs."""
    _gates: Mapping[bool, asyncio.Semaphore] = field(default_factory=_gates)
    _misses: dict[str, int] = field(default_factory=dict[str, int])
    _asked_at: datetime = field(init=False)
    """Of what the outbox was asked for last: whatever was due by then was found, or its place is being spoken to."""
    _teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        self._teller = Teller(self.desk, self.platform, self.voices)
        self._asked_at = self.desk.clock.now()

    def wake(self) -> None:
        """Something is waiting, or may be. Only takes note."""
        self._lanes.note()
        self._wake.set()

    def stored(self, messages: Sequence[Outgoing]) -> None:
        """These were stored for the platform. Begins with what can be said at once, and takes note of the rest."""
        if self._group is None:
            self.wake()
            return
        at_once, ticket, is_more = self._lanes.stored(messages)
        for place, lane in at_once.items():
            self._start(self._group, place, lane, ticket)
        if is_more:
            self._wake.set()

    async def run(self) -> None:
        """Deliver for ever."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                while True:
                    self._wake.clear()
                    try:
                        if await self._begin(group) < AT_ONCE:
                            await self._rest()
                    except StoreTrouble:
                        log.exception("the outbox could not be read", extra={"action": "outbox_store"})
                        await asyncio.sleep(STORE_PAUSE)
            finally:
                # Before the lanes are ended: what is stored meanwhile would begin another one.
                self._group = None

    async def _rest(self) -> None:
        """Until somebody wakes us, or a delay is over."""
        name = self.platform.name
        # Since the outbox was asked, for what became due while it was may still wait in it.
        dues = await self.desk.store.next_delivery(name, self._asked_at), self.desk.breakers.next_try(name)
        now = self.desk.clock.now()
        wait = min((LONGEST_WAIT, *(max(timedelta(0), due - now) for due in dues if due is not None)))
        try:
            async with asyncio.timeout(wait.total_seconds()):
                await self._wake.wait()
        except TimeoutError:
            self._lanes.note()

    async def _try_again(self) -> None:
        """Let those places be asked again whose pause is over; at first, those that refused an earlier process."""
        now, store, name = self.desk.clock.now(), self.desk.store, self.platform.name
        if not self._lanes.is_open:
            for place in await store.parked_places(name):
                self.desk.breakers.remember(place, now)
            self._lanes.begin(await store.answers_waiting(name))
        for place in self.desk.breakers.to_try(name, now):
            if place in self.desk.book.spaces:
                await self._try(place)

    async def _try(self, place: Place) -> None:
        """One message is let go, however many wait. Where none waits because of the place, the others are tried."""
        breakers, store = self.desk.breakers, self.desk.store
        key = await store.first_parked(place, breakers.first(place))
        if key is None:
            await store.unpark(place)
        else:
            breakers.tries(place, key)
            await store.unpark_one(key)
        self._lanes.note()

    async def deliver(self) -> bool:
        """Send what may be sent now, and wait for it. Whether there was anything."""
        async with asyncio.TaskGroup() as lanes:
            return await self._begin(lanes) > 0

    async def _begin(self, lanes: asyncio.TaskGroup) -> int:
        """Begin to send what may be sent now in the places where nothing is being sent. How many messages that are."""
        await self._try_again()
        busy, ticket = self._lanes.asks()
        self._asked_at = self.desk.clock.now()
        queued = await self.desk.store.outbox(self.platform.name, self._asked_at, AT_ONCE, busy)
        if len(queued) == AT_ONCE:
            ticket = PERHAPS_MORE
        for place, lane in self._lanes.found(queued, ticket).items():
            self._start(lanes, place, lane, ticket)
        return len(queued)

    def _start(self, lanes: asyncio.TaskGroup, place: str, lane: Sequence[Queued], ticket: Ticket) -> None:
        self._lanes.starts(place)
        lanes.create_task(self._lane(place, lane, ticket), name="outbox: a place")

    async def _lane(self, place: str, lane: Sequence[Queued], ticket: Ticket) -> None:
        """The messages of one place, one after the other; the first that has to wait holds up the rest."""
        is_done = False
        try:
            async with asyncio.TaskGroup() as group:
                is_done, mark = await self._said(lane, group)
                if mark is not None:
                    await mark()
        except* StoreTrouble:
            is_done = False
            log.exception("what was sent could not be marked", extra={"action": "outbox_store"})
            await asyncio.sleep(STORE_PAUSE)
        finally:
            if self._lanes.ends(place, lane, ticket, is_done=is_done):
                self._wake.set()

    async def _said(self, lane: Sequence[Queued], group: asyncio.TaskGroup) -> tuple[bool, Marking | None]:
        """Whether all of it was said, and what marks the last of it. All others are marked while more is said."""
        marks: list[Marking] = []
        async with self._gates[lane[0].message.urgency is Urgency.ANSWER]:
            await self._teller.learn_names(lane)
            for one in lane:
                while marks:
                    group.create_task(marks.pop()(), name="outbox: a mark")
                if not await self._one(one, marks):
                    return False, next(iter(marks), None)
        return True, next(iter(marks), None)

    async def _one(self, queued: Queued, marks: list[Marking]) -> bool:
        """Send one message, and say what marks it. False: it has to wait."""
        key, place = queued.message.key, queued.message.place
        if self._is_left_alone(queued):
            await self.desk.store.parked(key, PLACE_REFUSES)
            return True
        held = self._teller.held_until(queued)
        if held is not None:
            await self.desk.store.delayed(key, held)
            return True
        try:
            async with asyncio.timeout(SEND_WITHIN):
                message_id, digest, shown = await self._teller.sent(queued)
        except (Unreachable, TimeoutError) as trouble:
            await self.desk.store.delayed(key, self.desk.clock.now() + self._patience(key, trouble))
            return False
        except (NotAllowed, Gone) as trouble:
            if queued.message.kind is Kind.REMINDER:
                return await self._never_remind(queued, trouble)
            self.desk.breakers.refused(place, self.desk.clock.now(), key)
            await self._park(queued, trouble)
            return False
        except PlatformTrouble as trouble:
            await self._park(queued, trouble)
            return not self.desk.breakers.unclear(place, key)
        except StoreTrouble:
            raise
        except Exception:
            # A message that cannot even be made, or that a fault of ours stops, would hold up its place for ever.
            log.exception("a message could not be made", extra={"action": "outbox_broken", "key": key})
            await self.desk.store.parked(key, "broken")
            return not self.desk.breakers.unclear(place, key)
        self._misses.pop(key, None)
        marks.append(partial(self.desk.store.sent, key, queued.revision, message_id, digest, shown))
        return not await self._heals(place)

    async def _never_remind(self, queued: Queued, trouble: PlatformTrouble) -> bool:
        """Somebody cannot be written to: it is never tried again, and nobody else hears of it."""
        log.info("somebody cannot be reminded", extra={"action": "reminder_refused", "trouble": type(trouble).__name__})
        await self.desk.store.apply(Refused(self.desk, reminded_in(queued.message.body)))
        await self.desk.store.sent(queued.message.key, queued.revision, "", "")
        return True

    def _is_left_alone(self, queued: Queued) -> bool:
        """Answers are always tried: whoever asked is there, and may be answered in another way than all others."""
        is_answer, place = queued.message.urgency is Urgency.ANSWER, queued.message.place
        return not is_answer and self.desk.breakers.is_shut(place, self.desk.clock.now())

    async def _heals(self, place: Place) -> bool:
        """Whether a place that refused takes what we say again: then what had to wait there comes first."""
        if not self.desk.breakers.is_well(place):
            return False
        try:
            await self._heal(place)
        except StoreTrouble:
            self.desk.breakers.remember(place, self.desk.clock.now())
            raise
        return True

    async def _heal(self, place: Place) -> None:
        space = self.desk.book.spaces.get(place)
        if space is not None and space.trouble == CANNOT_SPEAK:
            await self._keep((replace(space, trouble=None),))
        await self.desk.store.unpark(place)
        self.wake()

    async def _keep(self, rows: Sequence[Row]) -> None:
        await self.desk.store.apply(KeepWork(rows))
        self.desk.book.absorb(rows)
        self.desk.stored(rows)

    def _patience(self, key: str, trouble: Unreachable | TimeoutError) -> timedelta:
        """As long as the platform asked for; else twice as long as the last time, up to a quarter of a minute."""
        if isinstance(trouble, Unreachable) and trouble.retry_after is not None:
            return timedelta(seconds=min(trouble.retry_after, LONGEST_WAIT.total_seconds()))
        self._misses[key] = misses = self._misses.get(key, 0) + 1
        return min(LONGEST_PAUSE, timedelta(seconds=2.0 ** min(misses, 8)))

    async def _park(self, queued: Queued, trouble: PlatformTrouble) -> None:
        """It cannot be said as things are. The space says so in the book until it works again."""
        message = queued.message
        log.warning(
            "a message cannot be delivered",
            extra={"action": "outbox_parked", "key": message.key, "trouble": type(trouble).__name__},
        )
        is_of_place = isinstance(trouble, NotAllowed | Gone)
        await self.desk.store.parked(message.key, PLACE_REFUSES if is_of_place else type(trouble).__name__)
        space = self.desk.book.spaces.get(message.place)
        if space is not None and space.trouble is None and is_of_place:
            await self._keep(troubled(self.desk, space, CANNOT_SPEAK, message.key))
        if space is not None and isinstance(trouble, Unwelcome):
            await self._keep(organisers_told(self.desk, space, WORDS_STOPPED, message.key))
