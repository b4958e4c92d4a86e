"""One person with several accounts: a code asked for with the one, typed with the other, makes them one.

Law 1. Both are said where nobody else reads. A code that others could read is worth nothing from then on.
Law 2. A code works once, for ten minutes, and is not found by trying: see `service.codes`.
Law 3. One link after the other, and each whole: see `service.joining`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from codesign_bot.core.ids import PersonId
from codesign_bot.core.refusal import Refusal
from codesign_bot.service.acting import TRIES, settle
from codesign_bot.service.codes import Codes, What
from codesign_bot.service.joining import Join
from codesign_bot.service.people import speaker
from codesign_bot.service.saying import say
from codesign_bot.service.works import Stale, TimeFirst
from codesign_bot.views import linking as views

if TYPE_CHECKING:
    from codesign_bot.records import RoundPlace
    from codesign_bot.service.codes import Given
    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn


@dataclass(slots=True)
class Linking:
    """Gives codes and takes them."""

    desk: Desk
    codes: Codes = field(init=False)

    def __post_init__(self) -> None:
        self.codes = Codes(self.desk, What.ACCOUNT)

    async def asked(self, turn: Turn, code: str) -> None:
        """Give a code, or take one and link. Answered in private. Raises `Refusal`."""
        if not turn.heard.is_unseen:
            if code:
                await self.codes.burn(code)
            raise Refusal("link-in-private")
        async with self.codes.lock:
            if code:
                await self._link(turn, code)
            else:
                new, rows = await self.codes.new(turn, turn.speaker.person.id, is_only=True)
                await say(self.desk, turn, views.code_given(new), *rows)

    async def _link(self, turn: Turn, code: str) -> None:
        if not await self.desk.store.was_seen(*turn.seen):
            await self._join(turn, await self.codes.given(turn, code))

    async def _join(self, turn: Turn, given: Given) -> None:
        for _ in range(TRIES):
            kept = self.desk.book.linked.get(PersonId(given.owner), PersonId(given.owner))
            heard = turn.heard
            private, public = (heard.place, None) if heard.is_private else (heard.answer_at, heard.place)
            who = await speaker(self.desk, heard.account, heard.name, private, public)
            if who.person.id == kept:
                raise Refusal("link-same-person")
            rounds = await self._ready(turn, self.desk.book.active())
            accounts = () if who.is_new else await self.desk.store.accounts(who.person.id)
            join = Join(self.desk, replace(turn, speaker=who), kept, given, accounts, rounds)
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
