"""A platform in memory: rooms, direct messages and what was said in them. For tests of everything behind the door."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from codesign_bot.core.words import clean
from codesign_bot.errors import Gone, PlatformTrouble, StoreTrouble, Unreachable
from codesign_bot.log.spotted import notes_in
from codesign_bot.ports import Happening, Heard, Host, PrivateOpened, Reading, Removed
from codesign_bot.records import Account, Kept, Place, Queued
from codesign_bot.view import Audience, Examined, Finding, View

PLATFORM = "memory"
Render = Callable[[View, Reading], str]


@dataclass(slots=True)
class Message:
    """Something the bot said, as it reads now. `edits` counts how often it was changed."""

    id: str
    place: Place
    text: str
    view: View
    reply_to: str | None = None
    edits: int = 0
    file: tuple[str, str, bytes] | None = None


@dataclass(slots=True)
class MemoryPlatform:
    """Implements `ports.Platform` without a network. `render` turns a view into text."""

    render: Render
    name: str = PLATFORM
    edits_erase: bool = False
    messages: dict[str, Message] = field(default_factory=dict[str, Message])
    places: set[Place] | None = None
    """The places there are; None: every place is one."""
    troubles: dict[Place, PlatformTrouble] = field(default_factory=dict[Place, PlatformTrouble])
    """What sending to a place meets from now on."""
    findings: dict[Place, tuple[Finding, ...]] = field(default_factory=dict[Place, tuple[Finding, ...]])
    """What an examination of a place finds."""
    missed: list[Happening] = field(default_factory=list[Happening])
    """What happened while the bot was away, or could not be stored."""
    largest_file: int = 10_000_000
    """Bytes."""
    clock: Callable[[], datetime] | None = None
    """What time it is there. None: the platform does not tell."""
    clock_trouble: PlatformTrouble | None = None
    """What asking for the time meets from now on."""
    host: Host | None = None
    held: dict[Place, asyncio.Event] = field(default_factory=dict[Place, asyncio.Event])
    """Sending to a place waits for this, as for a limit of a platform."""
    lost_replies: int = 0
    """So many sendings succeed without the bot learning of it."""
    busy: PlatformTrouble | None = None
    """What the next sending meets, wherever it goes."""
    is_away: bool = False
    """Whether it was connected and is no more."""
    history: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Whatever can still be read of a message: all that it ever said, unless edits erase."""
    let_gone: list[str] = field(default_factory=list[str])
    looked_at: list[Place] = field(default_factory=list[Place])
    """Where it was looked for checkpoints, each time."""
    _spoken_to: set[Place] = field(default_factory=set[Place])
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    _breaks: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, host: Host) -> None:
        """Connected for ever: first what was missed, then what comes."""
        try:
            while True:
                self.host, self.is_away = host, False
                await self.offer()
                host.caught_up(self.name)
                self._breaks.clear()
                await self._breaks.wait()
                host.lost_touch(self.name)
        finally:
            self.host, self.is_away = None, True

    def breaks_off(self) -> None:
        """The connection breaks. Nothing is told until it is found again, a moment later."""
        self.host, self.is_away = None, True
        self._breaks.set()

    async def arrives(self, happening: Happening) -> None:
        """Something happens, whether or not the bot is there."""
        self.missed.append(happening)
        await self.offer()

    async def offer(self) -> None:
        """Offer what was missed until it is stored."""
        while self.host is not None and self.missed:
            try:
                await self.host.receive(list(self.missed))
            except StoreTrouble:
                await asyncio.sleep(0)
            else:
                self.missed.clear()

    async def time_there(self) -> datetime | None:
        """What a test says."""
        if self.is_away or self.clock_trouble is not None:
            raise self.clock_trouble or Unreachable("not connected", 1.0)
        return self.clock() if self.clock is not None else None

    async def examine(self) -> Sequence[Finding]:
        """Nothing can be wrong in memory."""
        return ()

    async def most_bytes(self, place: Place) -> int:
        """What a test planted."""
        self._fail(place)
        return self.largest_file

    async def examine_place(self, place: Place) -> Examined:
        """What a test planted."""
        self._fail(place)
        return Examined(place.id, self.findings.get(place, ()))

    async def checkpoints(self, place: Place) -> Sequence[str]:
        """Whatever can still be read of what was said there, and holds one."""
        self._fail(place)
        self.looked_at.append(place)
        said = (one.text for one in reversed(self.said_in(place)))
        return [text for text in said if any(notes_in(text))]

    def digest(self, view: View, reading: Reading) -> str:
        """A hash of the text."""
        return sha256(self.render(view, reading).encode()).hexdigest()

    async def send(self, queued: Queued, view: View, reading: Reading) -> str:
        """Say it once, whatever happens: the key is the id."""
        await self._waits(queued.message.place)
        self._fail(queued.message.place)
        key = queued.message.key
        if key not in self.messages:
            text = self.render(view, reading)
            message = queued.message
            self.messages[key] = Message(key, message.place, text, view, message.reply_to, file=message.file)
            self._note(key, text if message.file is None else text + message.file[2].decode(errors="replace"))
        self._lose_reply()
        self._parts[key] = (key,)
        return key

    async def _waits(self, place: Place) -> None:
        if place in self._spoken_to:
            raise RuntimeError("a place is spoken to by two at a time")
        if place in self.held:
            self._spoken_to.add(place)
            try:
                await self.held[place].wait()
            finally:
                self._spoken_to.remove(place)

    def _note(self, message: str, text: str) -> None:
        said = self.history.setdefault(message, [])
        said[:] = [text] if self.edits_erase else [*said, text]

    def parts(self, key: str) -> Sequence[str]:
        """One message, whatever its length."""
        return self._parts.pop(key, ())

    async def take_back(self, place: Place, messages: Sequence[str]) -> None:
        """Nobody can read them any more, in no version."""
        self._fail(place)
        for message in messages:
            self.messages.pop(message, None)
            self.history.pop(message, None)

    def about(self, account: str, kept: Mapping[str, str]) -> Sequence[Kept]:
        """What stands under the account's name."""
        return [Kept(self.name, key, None) for key in kept if key == f"about/{account}"]

    def let_go(self, account: str) -> None:
        """Note that it was asked."""
        self.let_gone.append(account)

    def everywhere(self) -> str:
        """Everything that anybody can still read of what the bot said."""
        return "\n".join(text for said in self.history.values() for text in said)

    async def edit(self, queued: Queued, view: View, reading: Reading) -> str:
        """Change what was said; say it anew where it is gone."""
        if (queued.message_id or queued.message.key) not in self.messages:
            return await self.send(queued, view, reading)
        self._fail(queued.message.place)
        said = self.messages[queued.message_id or queued.message.key]
        said.text, said.view, said.edits = self.render(view, reading), view, said.edits + 1
        self._note(said.id, said.text)
        self._lose_reply()
        self._parts[queued.message.key] = (said.id,)
        return said.id

    def _fail(self, place: Place) -> None:
        if self.is_away:
            raise Unreachable("not connected", 1.0)
        if self.busy is not None:
            busy, self.busy = self.busy, None
            raise busy
        if self.places is not None and place not in self.places:
            raise Gone("there is no such place")
        if place in self.troubles:
            raise self.troubles[place]

    def _lose_reply(self) -> None:
        if self.lost_replies:
            self.lost_replies -= 1
            raise Unreachable("the reply got lost")

    def said_in(self, place: Place) -> list[Message]:
        """Everything the bot said in a place, in order."""
        return [message for message in self.messages.values() if message.place == place]


@dataclass(slots=True)
class MemoryPerson:
    """Somebody on the platform in memory, who speaks through the host."""

    host: Host
    platform: MemoryPlatform
    name: str
    now: Callable[[], datetime]
    spaces: tuple[Place, ...] = ()
    may_manage: bool = False
    sent: int = 0

    @property
    def account(self) -> Account:
        """The account of this person."""
        return Account(self.platform.name, f"@{self.name}:memory")

    @property
    def private(self) -> Place:
        """The direct message with the bot."""
        return Place(self.platform.name, f"dm-{self.name}")

    async def opens_private(self) -> None:
        """Write to the bot in private for the first time."""
        key = f"{self.platform.name}/{self.name}/open"
        await self.host.receive([PrivateOpened(self.account, self.name, self.private, key)])

    async def says(self, text: str, place: Place | None = None, edits: str | None = None) -> str:
        """Write in a place, or in private where none is named. Returns the key of the message."""
        heard = self.writes(text, place, edits)
        await self.host.receive([heard])
        return heard.key

    async def presses(self, text: str, place: Place, answers: Sequence[tuple[str, str]] = ()) -> str:
        """Say it with a button or a form in a place: nobody else sees it, and only this person is answered."""
        heard = replace(self.writes(text, place), answer_at=self.private, answers=tuple(answers))
        await self.host.receive([heard])
        return heard.key

    async def deletes(self, key: str, place: Place | None = None) -> None:
        """Delete a message, their own or, as somebody with the right to, one of somebody else."""
        self.sent += 1
        gone = Removed(self.account, place or self.private, f"{self.name}/{self.sent}", key, self.now())
        await self.host.receive([gone])

    def writes(self, text: str, place: Place | None = None, edits: str | None = None) -> Heard:
        """The message without sending it: to be repeated, delayed or put in another order."""
        self.sent += 1
        return Heard(
            account=self.account,
            name=self.name,
            place=place or self.private,
            key=f"{self.platform.name}/{self.name}/{self.sent}",
            text=clean(text),
            sent_at=self.now(),
            is_private=place is None,
            edits=edits,
            may_manage=self.may_manage,
            near=self.spaces if place is None else (),
        )

    def hears(self) -> list[str]:
        """What the bot told this person in private, in order."""
        return [message.text for message in self.platform.said_in(self.private)]


def as_keys(view: View, reading: Reading) -> str:
    """A view as its keys and arguments: for tests that care about meaning and not about words."""
    del reading
    return repr((view.heading, view.blocks, view.actions, view.audience is Audience.ONLY_YOU))
