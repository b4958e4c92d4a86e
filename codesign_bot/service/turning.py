"""Whether somebody may be asked to give as an idea what they wrote, when another person thinks that it could be one.

Law 1. The words are never told to the service before their author gives them: it knows that there is a message.
Law 2. About one message its author is asked at most once, whoever wishes it and whatever fails; within one day about
       few messages; and never again once they said so. Whoever wishes it is not told which of these it was.
Law 3. It is kept before anybody is asked. Who wished it is kept nowhere.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.deciding.gate import require
from codesign_bot.core.phases import Act
from codesign_bot.core.refusal import Refusal
from codesign_bot.ports import Wished
from codesign_bot.records import Kept
from codesign_bot.service.acting import settle
from codesign_bot.service.finding import which_round
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.pages import actor
from codesign_bot.service.patience import Flood
from codesign_bot.service.people import speaker
from codesign_bot.service.quiet import not_before
from codesign_bot.view import When
from codesign_bot.views import turning
from codesign_bot.views.parts import zone_of
from codesign_bot.views.refusals import refused

if TYPE_CHECKING:
    from codesign_bot.ports import Wish
    from codesign_bot.records import Account, RoundPlace
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.rounds import Loaded

log = logging.getLogger(__name__)

TURNS = "turn"
"""Under this name the service keeps what was asked, among what adapters keep."""
ASKED, NEVER = "asked", "never"
A_DAY = timedelta(days=1)
MOST_A_DAY = 3
"""So many messages of one person are asked about within a day."""
REMEMBERED = timedelta(days=400)
"""A message is asked about once; longer than any round can collect ideas, nobody needs to know."""


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
        state = loaded.state
        now = self.desk.clock.now()
        until = not_before(self.desk, state.community, now)
        if until is not None:
            return Wished(turning.not_in_quiet_hours(When(until, zone_of(state))))
        # One at a time: two who wish the same at once are one question.
        async with self._lock:
            if not await self._may_ask(wish):
                return Wished(turning.not_asked())
            asked = Kept(TURNS, f"{ASKED}/{wish.message}", f"{now.isoformat()} {_name(wish.author)}")
            await self.desk.store.apply(KeepWork((asked, *_old(await self._kept(), now))))
        log.info("somebody is asked about a message", extra={"action": "turn"})
        return Wished(turning.asked(), turning.question(state, loaded.words), int(state.topic))

    async def never(self, account: Account, *, is_so: bool) -> None:
        """Whether somebody wants never to be asked. Raises `StoreTrouble`."""
        await self.desk.store.apply(KeepWork((Kept(TURNS, f"{NEVER}/{_name(account)}", "1" if is_so else None),)))

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

    async def _kept(self) -> Mapping[str, str]:
        return {row.key: row.value for row in await self.desk.store.kept(TURNS) if row.value is not None}


def _name(account: Account) -> str:
    return f"{account.platform}/{account.id}"


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
