"""What the contract of platforms needs of a platform: a space with two people, and the bot behind a `Recorder`.

A harness implements `Door` and `DoorPerson` with an ordinary client of its platform. Where platforms differ in what
they can tell a bot at all, the door says so in `overhears`, `keeps`, `tells_of_private` and `takes_unseen`, and the
contract asks of each what it promises in its place: nothing is left out because a platform cannot do it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from codesign_bot.errors import Full
from codesign_bot.ports import (
    Happening,
    Heard,
    Platform,
    PrivateClosed,
    PrivateOpened,
    Question,
    Reading,
    Voice,
    Wish,
    Wished,
)
from codesign_bot.records import Account, Kept, Kind, Outgoing, Place, Queued, Urgency
from codesign_bot.view import Audience, Quote, Quoted, View, say

PATIENCE = 20.0
"""Seconds that anything may take before it counts as never."""
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)

H = TypeVar("H", bound=Happening)


@dataclass(slots=True)
class Recorder:
    """A `ports.Host` that keeps what it is told, and what it was told to keep, over restarts of the platform."""

    spaces: set[Place] = field(default_factory=set[Place])
    told: list[Happening] = field(default_factory=list[Happening])
    memory: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    is_live: bool = False
    fails: int = 0
    """So many receivings fail before anything is kept, as a full disk would make them."""
    asked: tuple[Place, str] | None = None
    """The message that everybody was asked about."""
    touches: int = 0
    """How often touch with the platform was lost."""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        """Keep all of it, or fail as told."""
        if self.fails and happenings:
            self.fails -= 1
            raise Full("no room on the disk")
        self.told += happenings
        for row in keep:
            if row.value is None:
                self.memory.pop((row.platform, row.key), None)
            else:
                self.memory[(row.platform, row.key)] = row.value
        self._news.set()

    async def kept(self, platform: str) -> Mapping[str, str]:
        """What was kept for this platform."""
        return {key: value for (of, key), value in self.memory.items() if of == platform}

    def hosts(self, place: Place) -> bool:
        """Only the spaces of the test."""
        return place in self.spaces

    def is_under_way(self, place: Place) -> bool:
        """A round is under way in each of them."""
        return place in self.spaces

    def is_private(self, place: Place) -> bool:
        """Where somebody opened a direct message and has not closed it since."""
        opened = [one for one in self.told if isinstance(one, PrivateOpened | PrivateClosed) and one.place == place]
        return bool(opened) and isinstance(opened[-1], PrivateOpened)

    def known_as(self, platform: str, names: Collection[str]) -> None:
        """Names are not asked for here."""

    def is_organiser(self, account: Account) -> bool:
        """Everybody may invite the bot."""
        del account
        return True

    async def offers(self, question: Question) -> Sequence[tuple[str, str]]:
        """One offer, which repeats what was begun."""
        return [(question.begun, question.what.value)]

    async def wished(self, wish: Wish) -> Wished:
        """Nobody may be asked."""
        del wish
        return Wished(View(None, (say("turn-not-asked"),)))

    def ours(self, verb: str, rest: str) -> tuple[str, str]:
        """As it was typed."""
        return verb, rest

    async def language(self, account: Account | None, locale: str, near: Sequence[Place]) -> str:
        """English, whoever it is."""
        del account, locale, near
        return "en"

    def language_at_hand(self, account: Account, locale: str, near: Sequence[Place]) -> str | None:
        """It has to be asked for, as where somebody is new."""
        del account, locale, near
        return None

    async def never_ask(self, account: Account, *, is_so: bool) -> None:
        """Nobody is asked anyway."""

    async def asked_about(self, account: Account, place: Place, reply_to: str | None) -> tuple[Place, str] | None:
        """What the test says."""
        del account, place, reply_to
        return self.asked

    def caught_up(self, platform: str, asked_at: float | None = None) -> None:
        """Everything that was missed has been told."""
        del platform, asked_at
        self.is_live = True
        self._news.set()

    def lost_touch(self, platform: str) -> None:
        """The platform is away."""
        del platform
        self.is_live = False
        self.touches += 1
        self._news.set()

    async def until(self, is_so: Callable[[Recorder], bool]) -> None:
        """Wait until something is so. `TimeoutError` where it never is."""
        async with asyncio.timeout(PATIENCE):
            while not is_so(self):
                self._news.clear()
                await self._news.wait()

    def all(self, kind: type[H]) -> list[H]:
        """Everything of one kind, each key once, in the order it was first told."""
        found = {one.key: one for one in reversed(self.told) if isinstance(one, kind)}
        return list(reversed(found.values()))

    async def heard(self, key: str) -> Heard:
        """What was told of the message with this key, once it is told."""
        await self.until(lambda host: any(one.key == key for one in host.all(Heard)))
        return next(one for one in self.all(Heard) if one.key == key)


async def opened(door: Door) -> Place:
    """Ada's direct message with the bot, once the bot is in it."""
    private = await door.ada.opens_private()
    if door.tells_of_private:
        await door.host.until(lambda host: any(one.place == private for one in host.all(PrivateOpened)))
    return private


class NotTaken(Exception):
    """Somebody sees at once that what they said was not taken, and can say it again."""


class DoorPerson(Protocol):
    """Somebody on the platform, with an ordinary client."""

    @property
    def account(self) -> Account: ...

    async def says(self, place: Place, text: str) -> str:
        """Say it to the bot, the way people talk to it there; returns the key of what was said.

        Raises `NotTaken` where the platform tells the person at once that nobody took it.
        """
        ...

    async def writes(self, place: Place, text: str) -> str:
        """Write an ordinary message to everybody there; returns the message's key."""
        ...

    async def edits(self, place: Place, key: str, text: str) -> None:
        """Change an ordinary message."""
        ...

    async def removes(self, place: Place, key: str) -> None:
        """Remove an ordinary message."""
        ...

    async def reacts(self, place: Place, key: str, sign: str) -> None:
        """Put a sign on an ordinary message."""
        ...

    async def opens_private(self) -> Place:
        """Open a direct message with the bot. Where the platform does not tell a bot who is in a space, this person
        said something in the space before.
        """
        ...

    async def sees(self, place: Place) -> list[str]:
        """The words of every message of the bot that this person can see there, as it reads now, oldest first; none
        where they may not look. In the place where only this person is answered: all that only they see.
        """
        ...

    async def files(self, place: Place) -> list[tuple[str, bytes]]:
        """The files of the bot that are shown to this person there, oldest first, by name, as they are downloaded."""
        ...

    async def rung(self) -> int:
        """How often the platform rang this person because a message of the bot named them, or everybody."""
        ...


class Door(Protocol):
    """One platform with a space and people, and the bot behind it."""

    platform: Platform
    host: Recorder
    space: Place
    nowhere: Place
    """A place that is well named and does not exist."""
    ada: DoorPerson
    ben: DoorPerson
    overhears: bool
    """Whether the bot is told what people write to each other. If not, nothing of it may reach the host."""
    keeps: bool
    """Whether the platform keeps what is said while the bot is away. If not, whoever says it sees so at once."""
    tells_of_private: bool
    """Whether it is told that somebody opened a direct message. If not, what they first say there tells it."""

    takes_unseen: bool
    """Whether one can speak in a space so that nobody else sees it."""

    def told(self, text: str) -> str:
        """What the host is told where somebody says this: it may stand behind the words of a command."""
        ...

    def naming(self, person: DoorPerson) -> str:
        """Words that would ring this person, and everybody, if they were written by somebody with the right to."""
        ...

    async def start(self) -> None:
        """Connect the bot and wait until it is live."""
        ...

    async def stop(self) -> None:
        """Take the bot away, as a crash would: nothing is said goodbye to."""
        ...

    async def breaks_off(self) -> None:
        """The connection breaks under the bot, which finds back by itself. Returns when it is broken."""
        ...

    async def loses_replies(self, after: int = 0) -> None:
        """So many more messages of the bot go well; the one after them is taken, but the bot does not learn of it."""
        ...

    async def is_too_busy(self, seconds: float, after: int = 0) -> None:
        """So many more messages of the bot go well; the one after them is refused, and may come after so long."""
        ...

    async def clears(self, key: str) -> None:
        """Somebody with the right to removes a message of the bot from the space."""
        ...

    async def takes_away(self) -> None:
        """The bot is removed from the space, whether it is connected or not."""
        ...

    async def gives_back(self) -> None:
        """The bot is let into the space again."""
        ...


class Plain:
    """A `ports.Voice` whose words are the key and its arguments."""

    language = "en"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        """The key, and what it was given."""
        return " ".join([key, *(str(value) for value in arguments.values())])


def reading(voice: Voice | None = None) -> Reading:
    """A reader of plain keys."""
    return Reading(voice or Plain(), {}, MORNING)


def queued(
    place: Place, key: str, kind: Kind = Kind.APPEND, message_id: str | None = None, revision: int = 1
) -> Queued:
    """Something to be said."""
    message = Outgoing(key, kind, place, MORNING, "", Urgency.ANSWER)
    return Queued(message, 0, revision, message_id, None)


def answer(heard: Heard, key: str = "answer") -> Queued:
    """An answer to what somebody said, under the key and in the place that the service gives it."""
    return queued(heard.answer_at or heard.place, f"{key}/{heard.place.platform}/{heard.key}")


def words(text: str, audience: Audience = Audience.EVERYONE) -> View:
    """A view that shows somebody's words."""
    return View(None, (Quote(Quoted(text)),), (), audience)


def long_words(parts: int) -> View:
    """A view of so many parts, ten a line, in an order that shows: part0000 part0001 …"""
    named = [f"part{number:04}" for number in range(parts)]
    return words("\n".join(" ".join(named[start : start + 10]) for start in range(0, parts, 10)))
