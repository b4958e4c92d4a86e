"""What adapters talk to: takes in what happened on a platform, in order, each thing once.

Law 1. A happening is durable before its answer is sent, and before the adapter's token moves past it.
Law 2. A happening that cannot be dealt with is set aside with an incident; those behind it go on.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from codesign_bot.core.commands import WithdrawIdea
from codesign_bot.core.ids import RoundId
from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.errors import StoreTrouble
from codesign_bot.ports import (
    Entered,
    Happening,
    Heard,
    PlaceBack,
    PlaceLost,
    PlaceMoved,
    PrivateClosed,
    PrivateOpened,
    Question,
    Reacted,
    Removed,
    Unreadable,
    Wish,
    Wished,
)
from codesign_bot.records import (
    Account,
    Kept,
    Kind,
    Outgoing,
    Place,
    Row,
    SpaceMoved,
    Unsaid,
    Urgency,
)
from codesign_bot.service.acting import act
from codesign_bot.service.answering import Answering
from codesign_bot.service.asked import Do
from codesign_bot.service.desk import Desk
from codesign_bot.service.effects import encoded
from codesign_bot.service.grammar import Typed
from codesign_bot.service.keeping import KeepWork
from codesign_bot.service.languages import of_heard, reads
from codesign_bot.service.offering import offers
from codesign_bot.service.origins import nothing_came
from codesign_bot.service.patience import Presence
from codesign_bot.service.people import SomebodyElse, Speaker, speaker
from codesign_bot.service.saying import Once, Turn, say, troubled
from codesign_bot.view import View
from codesign_bot.views import greetings

log = logging.getLogger(__name__)

THUMB = "\N{THUMBS UP SIGN}"
TIMED = Heard | Reacted | Removed | Unreadable
"""What people did, with the platform's word for when."""
SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


async def at_once(_: str) -> None:
    """Nothing has to wait."""


@dataclass(slots=True)
class ServiceHost:
    """The `ports.Host` of a process. `names` are what the bot is called on each platform, in lower case."""

    desk: Desk
    presence: Presence
    answering: Answering
    operators: Collection[Account] = ()
    names: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    ready: Callable[[str], Awaitable[None]] = at_once
    """Returns once what people do on a platform may be taken in."""

    async def receive(self, happenings: Sequence[Happening], keep: Sequence[Kept] = ()) -> None:
        """Take in what happened, each once, in order; what was missed is taken in by its own time."""
        self.presence.look()
        if happenings:
            await self.ready(_place(happenings[0]).platform)
        ordered = happenings
        if happenings and not self._is_live(happenings[0]):
            news = (one for one in happenings if not self._is_long_past(one))
            ordered = sorted(news, key=lambda one: (self._at(one) is not None, self._at(one)))
        for happening in ordered:
            await self._take(happening)
        if keep:
            await self.desk.store.apply(KeepWork(keep))

    def _is_live(self, happening: Happening) -> bool:
        return self.presence.is_live(_place(happening).platform)

    def _is_long_past(self, happening: Happening) -> bool:
        return isinstance(happening, TIMED) and self.presence.is_long_past(
            _place(happening).platform, happening.sent_at
        )

    def _at(self, happening: Happening) -> datetime | None:
        if isinstance(happening, TIMED):
            return self.presence.judged_at(happening.place.platform, happening.sent_at)
        return None

    async def _take(self, happening: Happening) -> None:
        """One happening. What the rules refuse is answered; a fault of ours gets an incident code."""
        try:
            try:
                await self._dispatch(happening)
            except SomebodyElse:
                await self._dispatch(happening)
        except StoreTrouble:
            raise
        except Exception:
            code = self.desk.chance.code()
            log.exception("incident %s", code, extra={"action": "incident", "incident": code})
            if isinstance(happening, Heard):
                await self._say(happening, greetings.incident(code))

    async def _dispatch(self, happening: Happening) -> None:
        match happening:
            case Heard():
                if happening.account in self.operators:
                    happening = replace(happening, may_manage=True)
                await self.answering.heard(happening, self.names.get(happening.place.platform, frozenset()))
            case Reacted():
                await self._reacted(happening)
            case Removed():
                await self._removed(happening)
            case Unreadable():
                await self._unreadable(happening)
            case PrivateOpened():
                await self._private_opened(happening)
            case Entered(place=place):
                await self._entered(happening, place)
            case PlaceMoved(old=old, new=new):
                # Only a space can move, and never into another community's space.
                if self.hosts(old) and not self.hosts(new):
                    await self._store(happening, (SpaceMoved(old, new),))
                    await self._may_speak(new)
            case PrivateClosed():
                await self._private_closed(happening)
            case PlaceLost(place=place, reason=reason):
                await self._trouble(happening, place, reason)
            case PlaceBack(place=place):
                await self._trouble(happening, place, None)
            case _:
                assert_never(happening)

    async def _entered(self, happening: Entered, place: Place) -> None:
        """Say hello where no community is set up yet."""
        if self.hosts(place):
            return
        key = f"hello/{place.platform}/{happening.key}"
        now = self.desk.clock.now()
        view = encoded(greetings.invited())
        await self._store(happening, (Outgoing(key, Kind.APPEND, place, now, view, Urgency.ANNOUNCEMENT),))

    async def _reacted(self, happening: Reacted) -> None:
        """A thumb on the message about a topic seconds it. Nothing else is ever decided by a sign."""
        if happening.sign.rstrip("\ufe0f").rstrip(SKIN_TONES) != THUMB:
            return
        key = await self.desk.store.key_of(happening.place, happening.target) or ""
        found = self.desk.book.rounds.get(RoundId(key.split("/")[1])) if key.startswith(("said/", "card/")) else None
        if found is None or found.phase is not Phase.PROPOSED:
            return
        heard = Heard(
            happening.account,
            happening.name,
            happening.place,
            happening.key,
            THUMB,
            happening.sent_at,
            is_private=False,
        )
        at = self.presence.judged_at(happening.place.platform, happening.sent_at)
        await self.answering.second(heard, found, at)

    async def _removed(self, happening: Removed) -> None:
        """Who deletes the message that became an idea takes the idea back, while that is possible."""
        origin = await self.desk.store.origin(happening.account, happening.target)
        if origin is None or origin.round is None or origin.idea is None:
            return
        idea = origin.idea
        heard = Heard(happening.account, "", happening.place, happening.key, "", happening.sent_at, is_private=False)
        who = await speaker(self.desk, happening.account, "", None)
        withdraw = Do(Act.CHANGE_IDEA, lambda _: WithdrawIdea(idea))
        at = self.presence.judged_at(happening.place.platform, happening.sent_at)
        try:
            await act(self.desk, self._turn(heard, who, at), self.desk.book.rounds[origin.round], withdraw)
        except Refusal as refusal:
            log.info("a deleted message changed nothing", extra={"action": "removed", "key": refusal.key})

    async def _unreadable(self, happening: Unreadable) -> None:
        """Said under a key of its own: the message itself still counts if it can be read later."""
        if self.answering.is_flood(happening.account, happening.key):
            return
        place, key, is_private = happening.place, happening.key, happening.is_private
        heard = Heard(happening.account, happening.name, place, key, "", happening.sent_at, is_private=is_private)
        who = await speaker(self.desk, heard.account, heard.name, place if is_private else None)
        now = self.desk.clock.now()
        told = self._turn(heard, who, now).answer(greetings.unreadable(is_private))
        rows: tuple[Row, ...] = (*who.rows, replace(told, key=f"unreadable/{place.platform}/{key}"))
        await self.desk.store.apply(Once(self.desk, (place.platform, f"unreadable/{key}"), now, rows))

    async def _private_opened(self, happening: PrivateOpened) -> None:
        who = await speaker(self.desk, happening.account, happening.name, happening.place)
        now = self.desk.clock.now()
        heard = Heard(happening.account, happening.name, happening.place, happening.key, "", now, is_private=True)
        await say(self.desk, self._turn(heard, who, now), greetings.welcome())

    async def _private_closed(self, happening: PrivateClosed) -> None:
        """It is private no more: this person is answered elsewhere from now on, and what waits there is never said."""
        known = self.desk.book.person(happening.account) or await self.desk.store.person(happening.account)
        if known is not None and known.private == happening.place:
            self.desk.book.remember(known)
            await self._store(happening, (replace(known, private=None), Unsaid(happening.place)))

    async def _trouble(self, happening: PlaceLost | PlaceBack, place: Place, reason: str | None) -> None:
        """A space that cannot be written to waits; what was to be said there is said when it is back."""
        space = self.desk.book.spaces.get(place)
        if space is not None and space.trouble != reason:
            well = (replace(space, trouble=None),)
            rows = troubled(self.desk, space, reason, happening.key) if reason is not None else well
            await self._store(happening, rows)
        if reason is None:
            await self._may_speak(place)

    async def _may_speak(self, place: Place) -> None:
        """What waited for that is said now: there, or in the place that this one is in the stead of."""
        self.desk.breakers.is_well(place)
        await self.desk.store.unpark(place)
        self.desk.on_outgoing(place.platform, ())

    async def _say(self, heard: Heard, view: View) -> None:
        private = heard.place if heard.is_private else None
        who = await speaker(self.desk, heard.account, heard.name, private)
        turn = self._turn(heard, who, self.desk.clock.now())
        await say(self.desk, turn, view, *nothing_came(turn))

    def _turn(self, heard: Heard, who: Speaker, at: datetime) -> Turn:
        return Turn(heard, who, at, language=of_heard(self.desk, heard, who.person.id))

    async def _store(self, happening: Happening, rows: Sequence[Row]) -> None:
        seen = (_place(happening).platform, happening.key)
        await self.desk.store.apply(Once(self.desk, seen, self.desk.clock.now(), rows))

    async def kept(self, platform: str) -> Mapping[str, str]:
        """What the adapter kept."""
        return {row.key: row.value for row in await self.desk.store.kept(platform) if row.value is not None}

    def hosts(self, place: Place) -> bool:
        """Whether the place is a space of a community."""
        return place in self.desk.book.spaces

    def is_under_way(self, place: Place) -> bool:
        """Whether the community of a space has a round that has not ended."""
        space = self.desk.book.spaces.get(place)
        return space is not None and bool(self.desk.book.active(space.community))

    def is_private(self, place: Place) -> bool:
        """Whether somebody is told things there that are for nobody else."""
        return self.desk.book.is_private(place)

    def is_organiser(self, account: Account) -> bool:
        """Whether the account may bring the bot into a space: an organiser, or an operator of this process."""
        person = self.desk.book.person(account)
        return account in self.operators or (person is not None and self.desk.book.organises_anything(person.id))

    async def offers(self, question: Question) -> Sequence[tuple[str, str]]:
        """What fits best to what was begun."""
        return await offers(self.desk, question)

    async def language(self, account: Account | None, locale: str, near: Sequence[Place]) -> str:
        """The language that somebody reads in."""
        known = None
        if account is not None:
            known = self.desk.book.person(account) or await self.desk.store.person(account)
        if known is not None:
            self.desk.book.remember(known)
        return reads(self.desk, known.id if known is not None else None, locale, near)

    def language_at_hand(self, account: Account, locale: str, near: Sequence[Place]) -> str | None:
        """The language that somebody reads in who is known already."""
        known = self.desk.book.person(account)
        return reads(self.desk, known.id, locale, near) if known is not None else None

    def ours(self, verb: str, rest: str) -> tuple[str, str]:
        """A command as typed, in our words."""
        found = self.desk.spoken.ours(Typed(verb, rest))
        return found.verb, found.rest

    async def wished(self, wish: Wish) -> Wished:
        """Whether the author of a message may be asked to give it as an idea."""
        await self.ready(wish.account.platform)
        return await self.answering.turning.wished(wish)

    async def never_ask(self, account: Account, *, is_so: bool) -> None:
        """Somebody wants never to be asked about their messages, or does not mind again."""
        await self.ready(account.platform)
        await self.answering.turning.never(account, is_so=is_so)

    async def asked_about(self, account: Account, place: Place, reply_to: str | None) -> tuple[Place, str] | None:
        """Where the message is that somebody was asked about."""
        return await self.answering.turning.asked_about(account, place, reply_to)

    def caught_up(self, platform: str, asked_at: float | None = None) -> None:
        """Everything that was missed has been offered: from here on, now is now."""
        if self.presence.caught_up(platform, asked_at):
            self.desk.on_timer()

    def known_as(self, platform: str, names: Collection[str]) -> None:
        """What the bot is called on a platform."""
        self.names[platform] = frozenset(name.casefold() for name in names if name)

    def lost_touch(self, platform: str) -> None:
        """The platform does not answer. Steps stay open until it does."""
        self.presence.lost(platform)


def _place(happening: Happening) -> Place:
    return happening.old if isinstance(happening, PlaceMoved) else happening.place
