"""What the service needs of the world, and what the world may ask of the service. Small on purpose."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol

from codesign_bot.core.ids import PersonId
from codesign_bot.drawn import Drawn
from codesign_bot.records import Account, Kept, Place, Queued
from codesign_bot.view import Examined, Finding, View


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The wall clock: an aware instant in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow, whatever happens to the wall clock."""
        ...


class Chance(Protocol):
    """The only source of fresh names, salts and codes."""

    def name(self) -> str:
        """An id nobody can guess, new each time: 16 characters."""
        ...

    def salt(self) -> bytes:
        """32 bytes nobody can guess."""
        ...

    def code(self) -> str:
        """8 characters to be told: the number of an incident."""
        ...

    def secret(self) -> str:
        """A code to be typed that nobody can guess: 12 characters, each one of 32, in fours, such as K7QM-9XWP-2TRA."""
        ...


@dataclass(frozen=True, slots=True)
class Pointed:
    """The message that somebody points at with theirs, as the platform tells of it now."""

    place: Place
    message: str  # the platform's id of it
    author: Account | None  # None: no person wrote it
    words: str | None = None
    """Only to its author's own message. None: it is somebody else's, gone, or cannot be read."""

    @property
    def reference(self) -> str:
        """By which the message is known; no id of a place has a stroke in it."""
        return f"{self.place.id}/{self.message}"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message somebody wrote where the bot is."""

    account: Account
    name: str
    place: Place
    key: str
    """The platform's id of the event: the same event twice has the same key."""
    text: str
    """Cleaned by `core.words.clean`; for an edited message the new text."""
    sent_at: datetime
    """What the platform says. Believed only as far as the bot was away."""
    is_private: bool
    """A direct message with nobody but the bot."""
    edits: str | None = None
    """The key of the message that this is a new version of."""
    reply_to: str | None = None
    points_at: Pointed | None = None
    """Looked up only for words that need it."""
    may_manage: bool = False
    """Whether the person has the right to manage the space, by the platform's own rules."""
    near: tuple[Place, ...] = ()
    """In a direct message: the spaces of communities that this person is in too."""
    lacks: tuple[str, ...] = ()
    """In a space: what the bot may not do there, as keys of messages that say what to grant."""
    may_be_space: bool = False
    """Private only because nobody else is there yet: nothing says that the place is a direct message."""
    answer_at: Place | None = None
    """Said with a button or a form, which nobody else sees: where only this person is answered. None: it was typed."""
    answers: tuple[tuple[str, str], ...] = ()
    """What was filled into a form: (name of the question, answer), in order."""
    locale: str = ""
    """The language of the program they use, such as "de" or "en-GB", where the platform tells."""

    @property
    def is_unseen(self) -> bool:
        """Whether nobody but the bot saw what the person said."""
        return self.is_private or self.answer_at is not None


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody put a sign on a message. Never a ballot."""

    account: Account
    name: str
    place: Place
    key: str
    target: str
    sign: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Removed:
    """Somebody deleted a message."""

    account: Account
    place: Place
    key: str
    target: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that could not be decrypted, also after waiting for its key."""

    account: Account
    name: str
    place: Place
    key: str
    sent_at: datetime
    is_private: bool


@dataclass(frozen=True, slots=True)
class PrivateOpened:
    """Somebody opened a direct message with the bot."""

    account: Account
    name: str
    place: Place
    key: str


@dataclass(frozen=True, slots=True)
class PrivateClosed:
    """The direct message of this person with the bot is one no more: they left it, or somebody else came in."""

    account: Account
    place: Place
    key: str
    """Where one event ends it for several people, each has a key of its own."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The bot was brought into a place where others talk."""

    place: Place
    key: str


@dataclass(frozen=True, slots=True)
class PlaceMoved:
    """A space was replaced by another, as a Matrix room upgrade does."""

    old: Place
    new: Place
    key: str


@dataclass(frozen=True, slots=True)
class PlaceLost:
    """The bot was removed from a space, or can no longer speak there. `reason` is a message key."""

    place: Place
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlaceBack:
    """The bot can speak there again. Also told where it may have been able to all along, as after a start."""

    place: Place
    key: str


OfPlaces = Entered | PlaceMoved | PlaceLost | PlaceBack
Happening = Heard | Reacted | Removed | Unreadable | PrivateOpened | PrivateClosed | OfPlaces


class Offer(Enum):
    """What can be offered to somebody who fills something in."""

    IDEAS = "ideas"
    TOPICS = "topics"
    TEMPLATES = "templates"
    ZONES = "zones"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is filling in, where, and what they have written of it so far."""

    what: Offer
    account: Account
    near: tuple[Place, ...]
    begun: str = ""
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody would like what another person wrote to become an idea. The words are not in it: only a reference."""

    account: Account
    name: str
    author: Account
    message: str
    """The platform's id of the message."""
    key: str
    """The platform's id of the wish: the same wish twice has the same key."""
    near: tuple[Place, ...]
    """The space it was wished in first, then others that may be meant."""


@dataclass(frozen=True, slots=True)
class Wished:
    """What whoever wished it is answered, and, if the author may be asked, what they are asked, about which topic."""

    answer: View
    question: View | None = None
    topic: int | None = None


class Host(Protocol):
    """What an adapter may ask of the service."""

    async def receive(self, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        """Take in what happened, in order, each once. Durable when it returns; `keep` is stored after the effects, so
        no token in it runs ahead of them. Raises `StoreTrouble` where it was not stored: then offer the same again.
        """
        ...

    async def kept(self, platform: str) -> Mapping[str, str]:
        """What the adapter kept."""
        ...

    def hosts(self, place: Place) -> bool:
        """Whether the place is a space of a community."""
        ...

    def is_under_way(self, place: Place) -> bool:
        """Whether the community of a space has a round that has not ended: people have to find and to reach it."""
        ...

    def is_private(self, place: Place) -> bool:
        """Whether somebody is told things there that are for nobody else."""
        ...

    def known_as(self, platform: str, names: Collection[str]) -> None:
        """What the bot is called there, so that it answers to its names."""
        ...

    def is_organiser(self, account: Account) -> bool:
        """Whether the account belongs to an organiser of any community, or is named in the configuration."""
        ...

    async def offers(self, question: Question) -> Sequence[tuple[str, str]]:
        """What fits best, at most 25: (what to type, somebody's words about it). Nothing for what makes no sense."""
        ...

    async def language(self, account: Account | None, locale: str, near: Sequence[Place]) -> str:
        """The code of the language that somebody reads alone; without account: that all read in the first of `near`."""
        ...

    def language_at_hand(self, account: Account, locale: str, near: Sequence[Place]) -> str | None:
        """The same, where it is known without waiting for anything. None: ask `language`."""
        ...

    def ours(self, verb: str, rest: str) -> tuple[str, str]:
        """A command as typed, its first word and the rest, in our words, whichever language it was typed in."""
        ...

    async def wished(self, wish: Wish) -> Wished:
        """Whether the author of a message may be asked to give it as an idea. It is kept that they are, so they have
        to be asked at once, or never are. Raises `StoreTrouble`.
        """
        ...

    async def never_ask(self, account: Account, *, is_so: bool) -> None:
        """Somebody wants never to be asked about their messages, or does not mind again. Raises `StoreTrouble`."""
        ...

    async def asked_about(self, account: Account, place: Place, reply_to: str | None) -> tuple[Place, str] | None:
        """Where the message is (its place and id) that somebody was asked about: by the question in `place` that they
        reply to, else by the newest within a day. None: nobody asked them. Raises `StoreTrouble`.
        """
        ...

    def caught_up(self, platform: str, asked_at: float | None = None) -> None:
        """All that had happened by `asked_at` (monotonic), or by now, has been offered. Told twice a minute."""
        ...

    def lost_touch(self, platform: str) -> None:
        """The platform does not answer. Steps stay open until it does."""
        ...


class Voice(Protocol):
    """Turns keys into words of one language. Adapters render with it."""

    language: str

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        """The message with its arguments, which are already words. Raises `PromptError` if either is wrong."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Who will read a view, and in which words: what a renderer needs beside the view itself."""

    voice: Voice
    names: Mapping[PersonId, str]
    now: datetime
    drawn: Drawn = field(default_factory=Drawn, compare=False, repr=False)
    """What was drawn of the same state of the same round before."""
    zone: str | None = None
    """The zone in which the one reader reads times. None: each time is told in the zone that it is meant in."""


class Platform(Protocol):
    """One door. Every method may raise a `PlatformTrouble` and nothing else."""

    name: str
    edits_erase: bool
    """Whether an edit leaves nothing of what stood there before. Else what has to go is taken back and said anew."""

    async def run(self, host: Host) -> None:
        """Stay connected and feed the host until cancelled. Raises `NotAllowed` only for what needs an operator."""
        ...

    async def checkpoints(self, place: Place) -> Sequence[str]:
        """What we ourselves said in a space, or keep of it for us alone, that holds a checkpoint: the newest first, and
        as far back as a few requests reach. Where one is found, older ones may be left out.
        """
        ...

    def digest(self, view: View, reading: Reading) -> str:
        """A hash of what `send` would show: equal digests look equal."""
        ...

    async def send(self, queued: Queued, view: View, reading: Reading) -> str:
        """Deliver an APPEND, a FILE or a first CARD. The same key never makes a second message. Returns its id."""
        ...

    async def time_there(self) -> datetime | None:
        """What time it is there, by the platform's own clock, to about a second. None: it does not tell."""
        ...

    async def examine(self) -> Sequence[Finding]:
        """What the bot can and cannot do there. Works while another process of the same bot is connected."""
        ...

    async def most_bytes(self, place: Place) -> int:
        """How large a file may be that is sent there, as far as the platform says."""
        ...

    async def examine_place(self, place: Place) -> Examined:
        """What the bot can and cannot do in one space, and what to grant. Raises `Gone` where it is not in there."""
        ...

    async def edit(self, queued: Queued, view: View, reading: Reading) -> str:
        """Replace the message `queued.message_id` in place, or say it anew where it is gone. Returns its id."""
        ...

    def parts(self, key: str) -> Sequence[str]:
        """The messages that what was just sent or edited under this key is made of, by the platform's ids.

        To be asked right after, once. Empty: nothing was sent, or nothing that could be taken back.
        """
        ...

    async def take_back(self, place: Place, messages: Sequence[str]) -> None:
        """Delete messages of ours, with every earlier version of them. Harmless where they are gone."""
        ...

    def about(self, account: str, kept: Mapping[str, str]) -> Sequence[Kept]:
        """What of the things kept here is about an account, each as it is kept once nothing leads to the account."""
        ...

    def let_go(self, account: str) -> None:
        """Drop what memory holds about an account. What is kept of it is gone already."""
        ...
