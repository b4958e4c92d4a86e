"""A platform of the year: what people did there and what was said there stays, whoever lives or dies.

`Square` is the platform itself. `Door` is the adapter of one process of the bot, as `ports.Platform`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from codesign_bot.errors import StoreTrouble, Unreachable
from codesign_bot.log.spotted import notes_in
from codesign_bot.ports import Happening, Host, Reading
from codesign_bot.records import Kept, Place, Queued
from codesign_bot.testing.year.hearsay import Told, told
from codesign_bot.testing.year.timeline import Timeline
from codesign_bot.testing.year.weather import Fault, Outages, Weather
from codesign_bot.view import Examined, Finding, Verbatim, View

SINCE = "since"
AT_ONCE = 20
"""Happenings in one batch."""
OVERLAP = 3
"""So many are offered once more when a process begins: it is not known which of them it had."""
ASKS_EVERY_S = 1800.0
"""A platform that has nothing to tell says so, so that it is known to be there."""
NOTES_KEPT = 5


@dataclass(slots=True)
class Square:
    """Everything that happened and was said on one platform. `ears` hear what is said."""

    name: str
    timeline: Timeline
    weather: Weather
    ears: list[Callable[[Told], None]] = field(default_factory=list[Callable[[Told], None]])
    trouble: Outages = field(default_factory=Outages)
    happened: list[Happening] = field(default_factory=list[Happening])
    messages: dict[str, str] = field(default_factory=dict[str, str])
    """The ids of the messages, by the key that each was sent with: the same key never makes a second."""
    notes: dict[Place, list[str]] = field(default_factory=dict[Place, list[str]])
    ring: Callable[[], None] | None = None
    """Wakes the door that is connected."""

    def happens(self, what: Happening) -> None:
        """Somebody did something. It may be told late, and twice."""
        delay = timedelta(0)
        if self.weather.comes(Fault.LATE):
            delay = timedelta(seconds=self.weather.dice.expovariate(1 / 600))
        self._comes(what, delay)
        if self.weather.comes(Fault.TWICE):
            self._comes(what, delay + timedelta(seconds=self.weather.dice.expovariate(1 / 3600)))

    def _comes(self, what: Happening, delay: timedelta) -> None:
        if delay:
            self.timeline.after(delay, lambda: self._arrives(what))
        else:
            self._arrives(what)

    def _arrives(self, what: Happening) -> None:
        self.happened.append(what)
        if self.ring is not None:
            self.ring()

    def shows(self, key: str, place: Place, view: View, changed: str | None = None) -> str:
        """A message stands there from now on, or one that stood there reads otherwise. Returns its id."""
        message = changed or self.messages.setdefault(key, f"{self.name}-{len(self.messages)}")
        if place.id in self.trouble.spaces:
            texts = [block.text for block in view.blocks if isinstance(block, Verbatim)]
            self.notes.setdefault(place, []).extend(text for text in texts if any(notes_in(text)))
        at, where, is_private = self.timeline.true(), (self.name, place.id), place.id.startswith("dm-")
        heard = told(at, where, key, view, is_private=is_private, is_changed=changed is not None)
        for ear in self.ears:
            ear(heard)
        return message


@dataclass(slots=True)
class Door:
    """The way of one process to a platform. `is_in_turn`: it tells one thing after the other, else several at once."""

    square: Square
    weather: Weather
    is_in_turn: bool = True
    edits_erase: bool = True
    name: str = field(init=False)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def __post_init__(self) -> None:
        self.name = self.square.name

    async def run(self, host: Host) -> None:
        """Connected until the platform is out of reach: first what was missed, then what comes."""
        await self._passes()
        self._reach()
        self.square.ring = self._news.set
        kept = await host.kept(self.name)
        at = max(0, int(kept.get(SINCE, "0")) - OVERLAP)
        while True:
            self._news.clear()
            self._reach()
            batch = self.square.happened[at : at + AT_ONCE]
            if not await self._are_stored(host, batch, at):
                continue
            at += len(batch)
            if at == len(self.square.happened):
                host.caught_up(self.name)
                await self._rests()

    async def _are_stored(self, host: Host, batch: Sequence[Happening], at: int) -> bool:
        """Where nothing can be stored the same is offered again, and until then nothing is followed."""
        is_stored = True
        try:
            await self._offers(host, batch, Kept(self.name, SINCE, str(at + len(batch))))
        except* StoreTrouble:
            is_stored = False
        if not is_stored:
            host.lost_touch(self.name)
            await asyncio.sleep(5.0)
        return is_stored

    async def _offers(self, host: Host, batch: Sequence[Happening], since: Kept) -> None:
        self.weather.moment(Fault.CRASH)
        if self.is_in_turn:
            await host.receive(batch, [since] if batch else ())
            return
        async with asyncio.TaskGroup() as group:
            for one in batch:
                group.create_task(host.receive([one]))
        if batch:
            await host.receive((), [since])

    async def _rests(self) -> None:
        try:
            async with asyncio.timeout(ASKS_EVERY_S):
                await self._news.wait()
        except TimeoutError:
            return

    def _reach(self) -> None:
        if self.square.trouble.is_out:
            raise Unreachable("out of reach")

    async def _passes(self) -> None:
        """Others get their turn, so that a process can die here."""
        for _ in range(self.weather.dice.randrange(3)):
            await asyncio.sleep(0)

    async def send(self, queued: Queued, view: View, reading: Reading) -> str:
        """Said once, whatever happens. Whether the bot learns of it is another matter."""
        del reading
        self.weather.moment(Fault.CRASH_IN_SENDING)
        await self._passes()
        self._may_speak(queued.message.place)
        key = queued.message.key
        if key not in self.square.messages:
            self.square.shows(key, queued.message.place, view)
        message = self.square.messages[key]
        await self._passes()
        if self.weather.comes(Fault.LOST_REPLY):
            raise Unreachable("the receipt got lost")
        self._parts[key] = (message,)
        return message

    def _may_speak(self, place: Place) -> None:
        self.square.trouble.check(place.id)
        trouble = self.weather.in_the_way()
        if trouble is not None:
            raise trouble

    async def edit(self, queued: Queued, view: View, reading: Reading) -> str:
        """It reads otherwise now."""
        del reading
        self.weather.moment(Fault.CRASH_IN_SENDING)
        await self._passes()
        self._may_speak(queued.message.place)
        message = self.square.shows(queued.message.key, queued.message.place, view, queued.message_id)
        await self._passes()
        if self.weather.comes(Fault.LOST_REPLY):
            raise Unreachable("the receipt got lost")
        self._parts[queued.message.key] = (message,)
        return message

    def digest(self, view: View, reading: Reading) -> str:
        """A hash of all that is in the view."""
        del reading
        return sha256(repr(view).encode()).hexdigest()

    def parts(self, key: str) -> Sequence[str]:
        """One message, whatever its length."""
        return self._parts.pop(key, ())

    async def take_back(self, place: Place, messages: Sequence[str]) -> None:
        """Nobody can read them any more."""
        del messages
        self._may_speak(place)

    async def checkpoints(self, place: Place) -> Sequence[str]:
        """The newest that were posted there."""
        self._reach()
        return self.square.notes.get(place, [])[: -NOTES_KEPT - 1 : -1]

    async def examine(self) -> Sequence[Finding]:
        """Nothing is wrong with it that anybody could see."""
        return ()

    async def examine_place(self, place: Place) -> Examined:
        """Nothing is wrong with it that anybody could see."""
        self._reach()
        return Examined(place.id)

    async def time_there(self) -> datetime | None:
        """The true time: whatever the bot's own clock shows, this one is right."""
        self._reach()
        return self.square.timeline.true()

    async def most_bytes(self, place: Place) -> int:
        """As much as one likes."""
        del place
        self._reach()
        return 10_000_000

    def about(self, account: str, kept: Mapping[str, str]) -> Sequence[Kept]:
        """Nothing stands under anybody's name."""
        del account, kept
        return ()

    def let_go(self, account: str) -> None:
        """Nothing is held."""
        del account
