"""Whether somebody may be asked to give as an idea what they wrote, when another person thinks that it could be one.

Law 1. The words are never told to the service before their author gives them: it knows that there is a message.
Law 2. About one message its author is asked at most once, whoever wishes it and whatever fails; within one day about
       few messages; and never again once they said so. Whoever wishes it is not told which of these it was.
Law 3. It is kept before anybody is asked. Who wished it is kept nowhere.

Where there are buttons, whoever shows them asks the author (`wished`). Where people type, the question goes through the
outbox, and the words are put into it by whoever sends it (`said`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.deciding.gate import require
from codesign_bot.core.phases import Act
from codesign_bot.core.refusal import Refusal
from codesign_bot.ports import Pointed, Wish, Wished
from codesign_bot.records import Kept, Kind, Outgoing, Place, Urgency
from codesign_bot.service.acting import settle
from codesign_bot.service.asked import Turned
from codesign_bot.service.effects import encoded
from codesign_bot.service.finding import which_round
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.languages import reads
from codesign_bot.service.patience import Flood
from codesign_bot.service.people import actor, speaker
from codesign_bot.service.quiet import not_before
from codesign_bot.service.saying import Turn, say
from codesign_bot.view import When
from codesign_bot.views import turning
from codesign_bot.views.parts import zone_of
from codesign_bot.views.refusals import refused

if TYPE_CHECKING:
    from codesign_bot.records import Account, RoundPlace
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded
    from codesign_bot.view import View

log = logging.getLogger(__name__)

TURNS = "turn"
"""Under this name the service keeps what was asked, among what adapters keep."""
ASKED, NEVER = "asked", "never"
A_DAY = timedelta(days=1)
MOST_A_DAY = 3
"""So many messages of one person are asked about within a day."""
REMEMBERED = timedelta(days=400)
"""A message is asked about once; longer than any round can collect ideas, nobody needs to know."""


QUESTION = "turn/"
"""Begins the key of a question in the outbox; the place and the id of the message follow."""


@dataclass(frozen=True, slots=True)
class Given:
    """What its author gives as an idea, as if they had typed it."""

    turn: Turn
    words: str


@dataclass(slots=True)
class Turning:
    """One per process."""

    desk: Desk
    flood: Flood = field(default_factory=Flood)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def wished(self, wish: Wish) -> Wished:
        """What to answer, and what to ask the author, if they may be asked. Raises `StoreTrouble`."""
        try:
            loaded = await self._round(wish)
        except Refusal as refusal:
            return Wished(refused(refusal, None, None, None))
        until = not_before(self.desk, loaded.state.community, self.desk.clock.now())
        if until is not None:
            return Wished(turning.not_in_quiet_hours(When(until, zone_of(loaded.state))))
        async with self._lock:
            if not await self._may_ask(wish):
                return Wished(turning.not_asked())
            await self.desk.store.apply(KeepWork(await self._asked(wish)))
        log.info("somebody is asked about a message", extra={"action": "turn"})
        state = loaded.state
        return Wished(turning.asked(), turning.question(state, loaded.words), int(state.topic))

    async def said(self, turn: Turn, said: Turned) -> Given | None:
        """Somebody pointed at a message, or answers. What they give as an idea, if they do; else it is answered.

        Raises `Refusal` or `StoreTrouble`.
        """
        account = turn.heard.account
        match said:
            case Turned.WISH:
                return await self._pointed(turn)
            case Turned.YES:
                return self._given(turn)
            case Turned.NO:
                await say(self.desk, turn, turning.stays())
            case Turned.NEVER:
                await say(self.desk, turn, turning.never(), _never(account, is_so=True))
            case Turned.AGAIN:
                await say(self.desk, turn, turning.again(), _never(account, is_so=False))
            case _:
                assert_never(said)
        return None

    async def _pointed(self, turn: Turn) -> Given | None:
        heard = turn.heard
        pointed = heard.points_at
        if pointed is None:
            raise Refusal("turn-how", command="!turn") if heard.reply_to is None else Refusal("turn-not-found")
        if pointed.author is None:
            raise Refusal("turn-no-person")
        if pointed.author == heard.account:
            return self._given(turn)
        wish = Wish(heard.account, heard.name, pointed.author, pointed.reference, heard.key, (pointed.place,))
        await self._wished(turn, wish, pointed)
        return None

    def _given(self, turn: Turn) -> Given:
        """Raises `Refusal` where there is nothing to give."""
        heard = turn.heard
        pointed = heard.points_at
        if pointed is None or pointed.author != heard.account:
            raise Refusal("turn-nothing-asked")
        if not pointed.words:
            raise Refusal("turn-nothing-to-give")
        near = (pointed.place,) if self.desk.book.community_at(pointed.place) is not None else heard.near
        return Given(replace(turn, heard=replace(heard, text=f"!idea {pointed.words}", near=near)), pointed.words)

    async def _wished(self, turn: Turn, wish: Wish, pointed: Pointed) -> None:
        """In one transaction: that it is asked, the question, and the answer to whoever wished it."""
        loaded = await self._round(wish)
        until = not_before(self.desk, loaded.state.community, turn.at)
        if until is not None:
            await say(self.desk, turn, turning.not_in_quiet_hours(When(until, zone_of(loaded.state))))
            return
        async with self._lock:
            if not await self._may_ask(wish):
                await say(self.desk, turn, turning.not_asked())
                return
            private = await self._private(wish.author)
            answer = turning.asked(is_seen=not turn.heard.is_unseen)
            asked = _question(pointed, private, turning.question_to_type(loaded.state, loaded.words), turn.at)
            asked = replace(asked, language=await self._reads(wish.author, private, pointed.place))
            await say(self.desk, turn, answer, *await self._asked(wish), asked)
        log.info("somebody is asked about a message", extra={"action": "turn"})

    async def _reads(self, account: Account, private: Place | None, here: Place) -> str | None:
        """What the author reads in; None where all read the question."""
        known = self.desk.book.person(account) or await self.desk.store.person(account)
        return reads(self.desk, known.id, "", (here,)) if known is not None and private is not None else None

    async def _private(self, account: Account) -> Place | None:
        """The direct message that somebody opened there."""
        known = self.desk.book.person(account) or await self.desk.store.person(account)
        return known.private if known is not None else None

    async def asked_about(self, account: Account, place: Place, reply_to: str | None) -> tuple[Place, str] | None:
        """Where the message is that somebody was asked about. Raises `StoreTrouble`."""
        if reply_to is not None:
            key = await self.desk.store.key_of(place, reply_to) or ""
            return _where(account, key.removeprefix(QUESTION)) if key.startswith(QUESTION) else None
        day, name = self.desk.clock.now() - A_DAY, _name(account)
        asked = ((*_read(value), key) for key, value in (await self._kept()).items() if key.startswith(f"{ASKED}/"))
        mine = [(at, key) for at, who, key in asked if who == name and at > day]
        return _where(account, max(mine)[1].removeprefix(f"{ASKED}/")) if mine else None

    async def never(self, account: Account, *, is_so: bool) -> None:
        """Whether somebody wants never to be asked. Raises `StoreTrouble`."""
        await self.desk.store.apply(KeepWork((_never(account, is_so=is_so),)))

    async def _round(self, wish: Wish) -> Loaded:
        """The round in which ideas are given, to somebody who is in it. Raises `Refusal`."""
        now = self.desk.clock.now()
        if self.flood.is_too_much(_name(wish.account), wish.key, now):
            raise Refusal("turn-too-many")
        found = self._found(wish)
        await settle(self.desk, found.round, now)
        loaded = await self.desk.rounds.load(found.round)
        if loaded is None:
            raise Refusal("no-round")
        who = await speaker(self.desk, wish.account, wish.name, None)
        require(Act.OFFER_IDEA, loaded.state, await actor(self.desk, loaded.state, who.person.id), now)
        return loaded

    def _found(self, wish: Wish) -> RoundPlace:
        known = [self.desk.book.community_at(place) for place in wish.near]
        communities = tuple(dict.fromkeys(one.id for one in known if one is not None))
        if not communities:
            raise Refusal("setup-first")
        return which_round(self.desk.book, wish.near[0], communities, None, Act.OFFER_IDEA)

    async def _may_ask(self, wish: Wish) -> bool:
        kept, author = await self._kept(), _name(wish.author)
        today = self.desk.clock.now() - A_DAY
        lately = [who for at, who in map(_read, _values(kept)) if at > today and who == author]
        was_asked = f"{ASKED}/{wish.message}" in kept or f"{NEVER}/{author}" in kept
        return not was_asked and len(lately) < MOST_A_DAY

    async def _asked(self, wish: Wish) -> Sequence[Kept]:
        now = self.desk.clock.now()
        asked = Kept(TURNS, f"{ASKED}/{wish.message}", f"{now.isoformat()} {_name(wish.author)}")
        return (asked, *_old(await self._kept(), now))

    async def _kept(self) -> Mapping[str, str]:
        return {row.key: row.value for row in await self.desk.store.kept(TURNS) if row.value is not None}


def _never(account: Account, *, is_so: bool) -> Kept:
    return Kept(TURNS, f"{NEVER}/{_name(account)}", "1" if is_so else None)


def _question(pointed: Pointed, private: Place | None, asked: View, at: datetime) -> Outgoing:
    """To the author alone; who takes no direct message of ours finds a word below their message."""
    key = f"{QUESTION}{pointed.reference}"
    if private is not None:
        return Outgoing(key, Kind.APPEND, private, at, encoded(asked), Urgency.ANNOUNCEMENT)
    here = encoded(turning.question_here())
    key = f"turn-here/{pointed.reference}"
    return Outgoing(key, Kind.APPEND, pointed.place, at, here, Urgency.ANNOUNCEMENT, reply_to=pointed.message)


def _where(account: Account, reference: str) -> tuple[Place, str]:
    place, _, message = reference.partition("/")
    return Place(account.platform, place), message


def _name(account: Account) -> str:
    return f"{account.platform}/{account.id}"


def about_account(row: Kept, account: Account) -> Kept | None:
    """Something kept here, without this account; None where it is not about it.

    That a message was asked about stays, so that nobody is asked about it twice.
    """
    if row.key == f"{NEVER}/{_name(account)}":
        return Kept(TURNS, row.key, None)
    at, _, who = (row.value or "").partition(" ")
    return Kept(TURNS, row.key, at) if row.key.startswith(f"{ASKED}/") and who == _name(account) else None


def _values(kept: Mapping[str, str]) -> Iterator[str]:
    yield from (value for key, value in kept.items() if key.startswith(f"{ASKED}/"))


def _read(value: str) -> tuple[datetime, str]:
    """When a message was asked about, and whom; nobody once the day is over."""
    at, _, who = value.partition(" ")
    return datetime.fromisoformat(at), who


def _old(kept: Mapping[str, str], now: datetime) -> Iterator[Kept]:
    """What to forget: whom a message was asked about after a day, the message itself after more than a year."""
    for key, value in kept.items():
        if not key.startswith(f"{ASKED}/"):
            continue
        at, who = _read(value)
        if now - at > REMEMBERED:
            yield Kept(TURNS, key, None)
        elif who and now - at >= A_DAY:
            yield Kept(TURNS, key, at.isoformat())
