"""One person with several accounts: a code asked for with the one, typed with the other, makes them one.

Law 1. Both are said where nobody else reads. A code that others could read is worth nothing from then on.
Law 2. A code works once, for ten minutes, and is not found by trying: whoever typed five wrong ones waits an hour.
Law 3. One link after the other, and each whole: see `service.joining`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal
from codesign_bot.records import Account
from codesign_bot.service.acting import TRIES, settle
from codesign_bot.service.joining import Join
from codesign_bot.service.people import speaker
from codesign_bot.service.saying import say
from codesign_bot.service.works import Stale, TimeFirst
from codesign_bot.views import linking as views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codesign_bot.core.ids import PersonId
    from codesign_bot.records import Place, RoundPlace
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn

CODE_LIVES = timedelta(minutes=10)
WRONG_TRIES = 5
TRIES_FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Given:
    """A code that waits to be typed with another account. `key` is the message that asked for it, from `place`."""

    person: PersonId
    key: tuple[str, str]
    place: Place
    until: datetime


@dataclass(slots=True)
class Linking:
    """Codes and wrong tries live in memory: after a restart there is no code left to be guessed."""

    desk: Desk
    _given: dict[str, Given] = field(default_factory=dict[str, Given])
    _wrong: dict[Account, dict[str, datetime]] = field(default_factory=dict[Account, dict[str, datetime]])
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def asked(self, turn: Turn, code: str) -> None:
        """Give a code, or take one and link. Answered in private. Raises `Refusal`."""
        code = code.strip().upper()
        self._forget(self.desk.clock.now())
        if not turn.heard.is_unseen:
            self._given.pop(code, None)
            raise Refusal("link-in-private")
        if code:
            await self._link(turn, code)
        else:
            await say(self.desk, turn, views.code_given(self._new_code(turn)))

    def drop(self, people: Sequence[PersonId]) -> None:
        """Codes of people who were forgotten lead to nobody."""
        self._given = {code: one for code, one in self._given.items() if one.person not in people}

    def _forget(self, now: datetime) -> None:
        """Codes that are too old, and tries that are long ago."""
        self._given = {code: one for code, one in self._given.items() if one.until > now}
        recent = {
            account: {key: at for key, at in tries.items() if at > now - TRIES_FORGOTTEN}
            for account, tries in self._wrong.items()
        }
        self._wrong = {account: tries for account, tries in recent.items() if tries}

    def _new_code(self, turn: Turn) -> str:
        """One code a person: the newest. The same message, offered again, asks for no other."""
        person = turn.speaker.person.id
        mine = {code: one for code, one in self._given.items() if one.person == person}
        again = next((code for code, one in mine.items() if one.key == turn.seen), None)
        if again is not None:
            return again
        self._given = {code: one for code, one in self._given.items() if code not in mine}
        code = self.desk.chance.code()
        self._given[code] = Given(person, turn.seen, turn.reply_place[0], self.desk.clock.now() + CODE_LIVES)
        return code

    async def _link(self, turn: Turn, code: str) -> None:
        account, now = turn.heard.account, self.desk.clock.now()
        if await self.desk.store.was_seen(*turn.seen):
            return
        tries = self._wrong.get(account, {})
        if len(tries) >= WRONG_TRIES:
            raise Refusal("link-too-many-tries", again=min(tries.values()) + TRIES_FORGOTTEN)
        async with self._one_at_a_time:
            given = self._given.pop(code, None)
            if given is None:
                self._wrong.setdefault(account, {})[turn.heard.key] = now
                raise Refusal("link-code-unknown")
            try:
                await self._join(turn, given)
            except BaseException:
                self._given[code] = given  # nothing came of it: it may be typed again
                raise

    async def _join(self, turn: Turn, given: Given) -> None:
        for _ in range(TRIES):
            kept = self.desk.book.linked.get(given.person, given.person)
            heard = turn.heard
            private, public = (heard.place, None) if heard.is_private else (heard.answer_at, heard.place)
            who = await speaker(self.desk, heard.account, heard.name, private, public)
            if who.person.id == kept:
                raise Refusal("link-same-person")
            rounds = await self._ready(turn, self.desk.book.active())
            accounts = () if who.is_new else await self.desk.store.accounts(who.person.id)
            join = Join(self.desk, replace(turn, speaker=who), kept, given.place, accounts, rounds)
            try:
                await self.desk.store.apply(join)
            except (Stale, TimeFirst):
                continue
            else:
                return
        raise Stale

    async def _ready(self, turn: Turn, rounds: tuple[RoundPlace, ...]) -> tuple[RoundPlace, ...]:
        """Have every open round at hand, with everything settled that was due."""
        for found in rounds:
            loaded = await self.desk.rounds.load(found.round)
            if loaded is not None and loaded.is_due(turn.at) and not self.desk.waits_for(found, turn.seen[0]):
                await settle(self.desk, found.round, turn.at)
        return self.desk.book.active()
