"""What somebody asks about their own data: to be given it, and to have it forgotten.

Law 1. Both only where nobody else reads, and only about oneself.
Law 2. Nothing is forgotten at the first word: what goes and what stays is told first, with a code of four letters.
       The code is worked out from who asks and for what, so that it still counts after a restart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Round
from codesign_bot.records import Account, Kept, Person, Place, RoundPlace
from codesign_bot.service.acting import TRIES, settle
from codesign_bot.service.asked import Data, Forget
from codesign_bot.service.codes import codes_of
from codesign_bot.service.desk import Desk
from codesign_bot.service.erasure import Erase, Only
from codesign_bot.service.joining import HOST
from codesign_bot.service.mending import Mender
from codesign_bot.service.saying import Turn, say
from codesign_bot.service.turning import TURNS, about_account
from codesign_bot.service.works import Stale, TimeFirst
from codesign_bot.traces import EVERY_COPY, About
from codesign_bot.view import View
from codesign_bot.views import my_data as views

if TYPE_CHECKING:
    from codesign_bot.service.own_data import Giving

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels: a code is never a word."""
LINKED = "linked/"


@dataclass(slots=True)
class Parting:
    """One per process."""

    desk: Desk
    giving: Giving
    mender: Mender

    async def asked(self, turn: Turn, asked: Data | Forget, found: RoundPlace | None) -> None:
        """Answer it. `found` is the round of an idea. Raises `Refusal`."""
        if not turn.heard.is_unseen:
            raise Refusal("my-data-in-private")
        accounts = () if turn.speaker.is_new else await self.desk.store.accounts(turn.speaker.person.id)
        if not accounts:
            await say(self.desk, turn, views.nothing_known())
            return
        about = await self._about(turn, accounts)
        if isinstance(asked, Data):
            await self.giving.give(turn, about, await self._kept(about))
            return
        await self._forget(turn, asked, about, accounts, found)

    async def _about(self, turn: Turn, accounts: Sequence[Person]) -> About:
        """Whoever speaks, by every name they ever had here, and wherever only they are told something."""
        person = turn.speaker.person.id
        was = {row.key.removeprefix(LINKED): row.value for row in await self._linked()}
        people = [person]
        for known in people:
            people += [PersonId(one) for one, now in was.items() if now == known and one not in people]
        private = [one.private for one in accounts if one.private is not None]
        return About(
            tuple(people),
            tuple(one.account for one in accounts),
            tuple(dict.fromkeys([*private, *_doors(turn)])),
        )

    async def _linked(self) -> Sequence[Kept]:
        return [row for row in await self.desk.store.kept(HOST) if row.key.startswith(LINKED)]

    async def _kept(self, about: About) -> Mapping[Kept, str]:
        """What is kept about the accounts besides: each as it will be once they are forgotten, and as it is."""
        found: dict[Kept, str] = {}
        for name in sorted({*self.desk.doors, *(one.platform for one in about.accounts)}):
            kept = {row.key: row.value for row in await self.desk.store.kept(name) if row.value is not None}
            found |= {row: kept[row.key] for row in self._of_door(name, about.accounts, kept)}
        for row in await self.desk.store.kept(TURNS):
            for account in about.accounts:
                after = about_account(row, account)
                if after is not None and row.value is not None:
                    found[after] = row.value
        found |= await codes_of(self.desk, about)
        for row in await self._linked():
            if row.value is not None and {row.key.removeprefix(LINKED), row.value} & set(about.people):
                found[Kept(HOST, row.key, None)] = row.value
        return found

    def _of_door(self, name: str, accounts: Sequence[Account], kept: Mapping[str, str]) -> Iterator[Kept]:
        door = self.desk.doors.get(name)
        for account in accounts if door is not None else ():
            if account.platform == name and door is not None:
                yield from door.about(account.id, kept)

    async def _forget(
        self, turn: Turn, asked: Forget, about: About, accounts: Sequence[Person], found: RoundPlace | None
    ) -> None:
        only = None if found is None else await self._only(turn, asked, found)
        code = code_of(turn.speaker.person.id, only)
        if asked.code.upper() != code:
            await say(self.desk, turn, await self._told(asked, code, only, about))
            return
        if await self.desk.store.was_seen(*turn.seen):
            return
        await self.desk.store.forget(EVERY_COPY)
        await self._erase(turn, about, accounts, only)
        if only is None:
            for account in about.accounts:
                if account.platform in self.desk.doors:
                    self.desk.doors[account.platform].let_go(account.id)
        await self.mender.mend()

    async def _told(self, asked: Forget, code: str, only: Only | None, about: About) -> View:
        """What goes and what stays, and the word that confirms it."""
        if only is not None:
            return views.ask_about_idea(only.idea, code, is_wrong=bool(asked.code))
        book = self.desk.book
        organised = [one for one in book.communities if any(book.is_organiser(one, person) for person in about.people)]
        for one in organised:
            if len(book.organisers(one)) == 1:
                raise Refusal("forget-last-organiser", community=book.communities[one].name)
        return views.ask_about_all(code, is_organiser=bool(organised), is_wrong=bool(asked.code))

    async def _only(self, turn: Turn, asked: Forget, found: RoundPlace) -> Only:
        """The words of one's own idea. Raises `Refusal` where it is not."""
        loaded = await self.desk.rounds.load(found.round)
        if loaded is None:
            raise Refusal("no-round")
        return _own_idea(loaded.state, IdeaNo(asked.idea), turn.speaker.person.id)

    async def _erase(self, turn: Turn, about: About, accounts: Sequence[Person], only: Only | None) -> None:
        for _ in range(TRIES):
            rounds = await self._ready(turn)
            kept = tuple(await self._kept(about)) if only is None else ()
            try:
                await self.desk.store.apply(Erase(self.desk, turn, about, accounts, rounds, kept, only))
            except TimeFirst:
                continue
            except Stale:
                accounts = await self.desk.store.accounts(turn.speaker.person.id)
                about = await self._about(turn, accounts)
                continue
            else:
                return
        raise Stale

    async def _ready(self, turn: Turn) -> tuple[RoundPlace, ...]:
        """Have every open round at hand, with everything settled that was due."""
        for found in self.desk.book.active():
            loaded = await self.desk.rounds.load(found.round)
            if loaded is not None and loaded.is_due(turn.at) and not self.desk.waits_for(found, turn.seen[0]):
                await settle(self.desk, found.round, turn.at)
        return self.desk.book.active()


def _doors(turn: Turn) -> tuple[Place, ...]:
    """Where this very message is answered."""
    return (turn.reply_place[0],)


def _own_idea(state: Round, no: IdeaNo, person: PersonId) -> Only:
    idea = state.ideas.get(no)
    if idea is None:
        raise Refusal("idea-unknown", idea=no, last=len(state.ideas))
    if idea.by != person:
        raise Refusal("idea-not-yours", idea=no)
    contents = {one.id for one in (idea.content, *idea.earlier)}
    parked = {one.content.id for one in state.parked if one.by == person and one.content.id in contents}
    return Only(state.id, no, frozenset(contents | parked))


def code_of(person: PersonId, only: Only | None) -> str:
    """Four letters that this person is told, and nobody else can guess: an id is as random as a key."""
    what = "all" if only is None else f"{only.round}/{only.idea}"
    digest = sha256(f"forget/{person}/{what}".encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:4])
