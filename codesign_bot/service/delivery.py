"""Says what the outbox holds: one worker a platform, which owns every retry and every wait.

Law 1. What is sent was committed before. What was sent is marked before the outbox is read again; dying in between
       repeats the same key, and the platform makes it the same message.
Law 2. Messages of one place go in order. Places do not wait for each other, except for the platform's own limit.
Law 3. A card shows the newest state at the moment it is sent; if it would look the same, nothing is sent.
Law 4. A place that refuses is left alone but for one try a pause (`breakers`). What was to be said there waits for one
       that gets through. Only spaces are tried by themselves: in a direct message the next answer is the try.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import groupby

from codesign_bot.core.ids import PersonId
from codesign_bot.errors import Gone, NotAllowed, PlatformTrouble, StoreTrouble, Unreachable, Unwelcome
from codesign_bot.plain import from_plain
from codesign_bot.ports import Platform, Reading, Voice
from codesign_bot.records import ANEW, Kind, Place, Queued, Row, Urgency
from codesign_bot.service.casting import worded
from codesign_bot.service.desk import Desk, voice_of
from codesign_bot.service.effects import FATES
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.mending import mend_of
from codesign_bot.service.saying import organisers_told, troubled
from codesign_bot.storage import PLACE_REFUSES
from codesign_bot.traces import OWN, WHOLE, Shown
from codesign_bot.view import View
from codesign_bot.views.announce import fates_set
from codesign_bot.views.card import card
from codesign_bot.views.people import people_in
from codesign_bot.views.quoting import quoted_in

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


@dataclass(slots=True)
class Delivery:
    """The outbox of one platform. `run` until cancelled; `wake` when something was stored."""

    desk: Desk
    platform: Platform
    voices: Mapping[str, Voice]
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _names: dict[PersonId, str] = field(default_factory=dict[PersonId, str])
    _misses: dict[str, int] = field(default_factory=dict[str, int])
    _is_begun: bool = False

    def wake(self) -> None:
        """Something is waiting, or may be. Only takes note."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver for ever."""
        while True:
            self._wake.clear()
            try:
                if not await self.deliver():
                    await self._rest()
            except* StoreTrouble:
                log.exception("the outbox could not be read or marked", extra={"action": "outbox_store"})
                await asyncio.sleep(STORE_PAUSE)

    async def _rest(self) -> None:
        """Until somebody wakes us, or a delay is over."""
        now = self.desk.clock.now()
        name = self.platform.name
        dues = await self.desk.store.next_delivery(name, now), self.desk.breakers.next_try(name)
        wait = min((LONGEST_WAIT, *(max(timedelta(0), due - now) for due in dues if due is not None)))
        try:
            async with asyncio.timeout(wait.total_seconds()):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _try_again(self) -> None:
        """Let those places be asked again whose pause is over; at first, those that refused an earlier process."""
        now, store, name = self.desk.clock.now(), self.desk.store, self.platform.name
        if not self._is_begun:
            for place in await store.parked_places(name):
                self.desk.breakers.remember(place, now)
            self._is_begun = True
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

    async def deliver(self) -> bool:
        """Send what may be sent now. Whether there was anything."""
        await self._try_again()
        queued = await self.desk.store.outbox(self.platform.name, self.desk.clock.now(), AT_ONCE)
        if not queued:
            return False
        await self._learn_names(queued)
        in_order = sorted(queued, key=lambda one: one.message.place.id)
        lanes = [list(lane) for _, lane in groupby(in_order, key=lambda one: one.message.place.id)]
        order = {one.message.key: place for place, one in enumerate(queued)}
        lanes.sort(key=lambda lane: order[lane[0].message.key])
        limit = asyncio.Semaphore(PLACES_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for lane in lanes:
                group.create_task(self._lane(sorted(lane, key=lambda one: order[one.message.key]), limit, group))
        return True

    async def _lane(self, lane: Sequence[Queued], limit: asyncio.Semaphore, marks: asyncio.TaskGroup) -> None:
        """The messages of one place, one after the other; the first that has to wait holds up the rest."""
        async with limit:
            for one in lane:
                if not await self._one(one, marks):
                    return

    async def _one(self, queued: Queued, marks: asyncio.TaskGroup) -> bool:
        """Send one message and have it marked, which nobody waits for. False: it has to wait."""
        key, place = queued.message.key, queued.message.place
        if self._is_left_alone(queued):
            await self.desk.store.parked(key, PLACE_REFUSES)
            return True
        try:
            async with asyncio.timeout(SEND_WITHIN):
                message_id, digest, shown = await self._sent(queued)
        except (Unreachable, TimeoutError) as trouble:
            await self.desk.store.delayed(key, self.desk.clock.now() + self._patience(key, trouble))
            return False
        except (NotAllowed, Gone) as trouble:
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
        marks.create_task(self.desk.store.sent(key, queued.revision, message_id, digest, shown))
        return not await self._heals(place)

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

    async def _sent(self, queued: Queued) -> tuple[str, str, Shown | None]:
        """Send or edit. Returns the platform's id, the digest of what is shown now, and whose words that quotes."""
        key = queued.message.key
        if queued.message.kind is Kind.MEND:
            message_id, view = await self._mended(queued)
            return message_id, "", self._shown(queued, view)
        view = await self._view(queued)
        reading = self._reading(queued)
        if queued.message.kind is not Kind.CARD:
            return await self.platform.send(queued, view, reading), "", self._shown(queued, view)
        digest = self.platform.digest(view, reading)
        if queued.message_id is None:
            said = await self.platform.send(queued, view, reading)
        elif queued.digest == digest:
            said = queued.message_id
            self.platform.parts(key)
        else:
            if queued.digest == ANEW and not self.platform.edits_erase:
                await self.platform.take_back(queued.message.place, (queued.message_id,))
            said = await self.platform.edit(queued, view, reading)
        return said, digest, self._shown(queued, view)

    async def _mended(self, queued: Queued) -> tuple[str, View | None]:
        """What was said is said without the words that were erased, or not at all."""
        messages, view = mend_of(queued.message)
        if view is not None and len(messages) == 1 and self.platform.edits_erase:
            there = replace(queued, message_id=messages[0])
            return await self.platform.edit(there, view, self._reading(queued)), view
        await self.platform.take_back(queued.message.place, messages)
        said = messages[0] if view is None else await self.platform.send(queued, view, self._reading(queued))
        return said, view

    def _shown(self, queued: Queued, view: View | None) -> Shown | None:
        """Whose words were just shown, as far as they can be taken back."""
        parts, message = tuple(self.platform.parts(queued.message.key)), queued.message
        if not parts or view is None:
            return None
        is_answer = message.urgency is Urgency.ANSWER
        known = [one.content or (OWN if is_answer else None) for one in quoted_in(view)]
        if message.kind is Kind.FILE:
            known.append(OWN if message.round is None else WHOLE)
        contents = tuple(dict.fromkeys(one for one in known if one is not None))
        return Shown(parts, contents) if contents else None

    async def _view(self, queued: Queued) -> View:
        message = queued.message
        if message.body and message.kind is not Kind.BALLOT:
            return from_plain(View, json.loads(message.body))
        loaded = await self.desk.rounds.load(message.round) if message.round is not None else None
        if loaded is None:
            raise LookupError("a card or a ballot without a round")
        if message.kind is Kind.BALLOT:
            return worded(self.desk, loaded, message.body)
        if message.key.startswith(FATES):
            number = int(message.key.split("/")[2])
            return fates_set(loaded.state, loaded.words, loaded.state.sittings[number - 1]).about(loaded.state.topic)
        return card(loaded.state, loaded.words, self.desk.clock.now()).about(loaded.state.topic)

    def _reading(self, queued: Queued) -> Reading:
        voice, now, round_id = self._voice(queued), self.desk.clock.now(), queued.message.round
        loaded = self.desk.rounds.get(round_id) if round_id is not None else None
        return Reading(voice, self._names, now) if loaded is None else Reading(voice, self._names, now, loaded.drawn)

    def _voice(self, queued: Queued) -> Voice:
        """That of the one reader; else of the community of the place, or of the round that is spoken of."""
        message, book = queued.message, self.desk.book
        if message.language is not None and message.language in self.voices:
            return self.voices[message.language]
        found = book.rounds.get(message.round) if message.round is not None else None
        community = book.community_at(message.place) or (book.communities.get(found.community) if found else None)
        return voice_of(self.voices, community, self.desk.defaults)

    async def _learn_names(self, queued: Sequence[Queued]) -> None:
        """The names of the people that these messages speak of. Whoever is forgotten has none."""
        for gone in self.desk.book.forgotten & self._names.keys():
            del self._names[gone]
        bodies = [json.loads(one.message.body) for one in queued if one.message.body]
        unknown = sorted({person for body in bodies for person in people_in(body)} - self._names.keys())
        if unknown:
            self._names.update(await self.desk.store.names([PersonId(person) for person in unknown]))

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
