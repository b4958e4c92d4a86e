"""Codes that somebody is given and types elsewhere: to link a space, or to join two accounts.

Law 1. A code works once and for ten minutes, also over a restart.
Law 2. It is not found by trying: whoever typed five wrong ones within an hour waits, and so does everybody of a
       community, or of a place of none, in which twenty were typed.
Law 3. The store has a digest of it, never the code itself; the answer with the code is forgotten once it is sent.

Why a plain digest: a code has 60 bits of chance and ends after ten minutes. A machine that tries 10^10 a second has by
then tried five in a million of them. A key for the digest would have to outlast a restart: it would lie beside the
store, for the same eyes.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal
from codesign_bot.records import Kept, Place
from codesign_bot.service.keeping import KeepWork

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codesign_bot.service.desk import Desk
    from codesign_bot.service.saying import Turn
    from codesign_bot.traces import About

CODES, WRONG = "code", "code/wrong"
"""Under these names the service keeps codes and wrong tries, among what adapters keep."""
CODE_LIVES = timedelta(minutes=10)
TRIES_FORGOTTEN = timedelta(hours=1)
WRONG_TRIES = 5
"""Of one account."""
WRONG_TRIES_HERE = 20
"""In one community."""
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "`": None})


class What(Enum):
    """What a code is for."""

    ACCOUNT = "account"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Given:
    """A code that waits to be typed. `owner` is the person or the community that it was given to, in `place`."""

    owner: str
    place: Place
    until: datetime
    spent: Kept
    """To be stored with whatever comes of the code: it works no more."""


@dataclass(slots=True)
class Codes:
    """The codes of one kind. Hold `lock` from the look at a code until its effect is stored: it works once."""

    desk: Desk
    what: What
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def new(self, turn: Turn, owner: str, *, is_only: bool = False) -> tuple[str, tuple[Kept, ...]]:
        """A code, and the rows to store with the answer that says it. `is_only`: it ends the owner's others."""
        code, place = self.desk.chance.secret(), turn.reply_place[0]
        until = (self.desk.clock.now() + CODE_LIVES).isoformat()
        value = json.dumps({"owner": owner, "platform": place.platform, "place": place.id, "until": until})
        others = [one for one in await self._all() if is_only and one.owner == owner]
        return code, (*(one.spent for one in others), Kept(CODES, self._key(code), value))

    async def given(self, turn: Turn, code: str) -> Given:
        """The code that somebody typed. Raises `Refusal` for a wrong one, and after too many."""
        scopes = tuple(self._scopes(turn))
        await self._check_tries(scopes)
        now, key = self.desk.clock.now(), self._key(code)
        found = next((one for one in await self._all() if one.spent.key == key and one.until > now), None)
        if found is not None:
            return found
        # The same message, offered again, is the same try.
        event = "/".join(turn.seen)
        tries = (Kept(WRONG, f"{event}/{scope}", f"{now.isoformat()} {scope}") for scope, _ in scopes)
        await self.desk.store.apply(KeepWork(tuple(tries)))
        raise Refusal("link-code-unknown" if self.what is What.ACCOUNT else "code-unknown")

    async def burn(self, code: str) -> None:
        """Others could read it: it works no more."""
        await self.desk.store.apply(KeepWork((Kept(CODES, self._key(code), None),)))

    def _key(self, code: str) -> str:
        plain = code.strip().upper().translate(MISREAD)
        return f"{self.what.value}/{sha256(f'{self.what.value}/{plain}'.encode()).hexdigest()}"

    async def _all(self) -> list[Given]:
        kept = await self.desk.store.kept(CODES)
        return [_read(row.key, row.value) for row in kept if row.value and row.key.startswith(f"{self.what.value}/")]

    def _scopes(self, turn: Turn) -> Iterator[tuple[str, int]]:
        """Where a wrong try counts, and how many may be there: the account's own, and those of its communities."""
        heard = turn.heard
        yield f"{heard.account.platform}/{heard.account.id}", WRONG_TRIES
        places = heard.near if heard.is_private else (heard.place,)
        known = [self.desk.book.community_at(place) for place in places]
        here = dict.fromkeys(one.id for one in known if one is not None)
        yield from ((f"community/{one}", WRONG_TRIES_HERE) for one in here)
        if not here and not heard.is_private:
            yield f"place/{heard.place.platform}/{heard.place.id}", WRONG_TRIES_HERE

    async def _check_tries(self, scopes: tuple[tuple[str, int], ...]) -> None:
        """Raises `Refusal` where there were too many, with the instant from which there are not."""
        since = self.desk.clock.now() - TRIES_FORGOTTEN
        tries = [_tried(row.value) for row in await self.desk.store.kept(WRONG) if row.value is not None]
        for scope, most in scopes:
            mine = sorted(at for at, where in tries if where == scope and at > since)
            if len(mine) >= most:
                raise Refusal("link-too-many-tries", again=mine[-most] + TRIES_FORGOTTEN)


def _read(key: str, value: str) -> Given:
    found = json.loads(value)
    until = datetime.fromisoformat(found["until"])
    return Given(found["owner"], Place(found["platform"], found["place"]), until, Kept(CODES, key, None))


def _tried(value: str) -> tuple[datetime, str]:
    at, _, where = value.partition(" ")
    return datetime.fromisoformat(at), where


async def codes_of(desk: Desk, about: About) -> dict[Kept, str]:
    """Codes that somebody was given, and what they typed wrongly: each as it is once it is gone, and as it is."""
    owned = {
        row: row.value
        for row in await desk.store.kept(CODES)
        if row.value and _read(row.key, row.value).owner in about.people
    }
    theirs = {f"{account.platform}/{account.id}" for account in about.accounts}
    tried = {row: row.value for row in await desk.store.kept(WRONG) if row.value and _tried(row.value)[1] in theirs}
    return {replace(row, value=None): value for row, value in (owned | tried).items() if value}


async def sweep(desk: Desk) -> None:
    """Forget the codes and the wrong tries that are over. Raises `StoreTrouble`."""
    now = desk.clock.now()
    codes = [_read(row.key, row.value) for row in await desk.store.kept(CODES) if row.value is not None]
    tries = [(row.key, _tried(row.value)[0]) for row in await desk.store.kept(WRONG) if row.value is not None]
    over = [one.spent for one in codes if one.until <= now]
    over += [Kept(WRONG, key, None) for key, at in tries if at <= now - TRIES_FORGOTTEN]
    if over:
        await desk.store.apply(KeepWork(over))
