"""A community begins, grows and names its organisers. Every such act is public and stands in the log."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from codesign_bot.core.ids import CommunityId, PersonId, RoundId
from codesign_bot.core.refusal import Refusal
from codesign_bot.log.facts import committed
from codesign_bot.log.kinds import kind_of
from codesign_bot.records import (
    Account,
    Community,
    Kind,
    Organiser,
    Outgoing,
    Person,
    Row,
    Space,
    Urgency,
    Words,
)
from codesign_bot.service.asked import Manage, SetUp
from codesign_bot.service.choosing import known_zone
from codesign_bot.service.codes import Codes, What
from codesign_bot.service.drafting import kept
from codesign_bot.service.effects import card, encoded
from codesign_bot.service.event_lists import lacking
from codesign_bot.service.examining import look
from codesign_bot.service.languages import meant_by, own_name
from codesign_bot.service.ledger import Logged, Posted
from codesign_bot.service.origins import came_of_setting
from codesign_bot.service.publishing import published
from codesign_bot.service.quiet import night_in, shown
from codesign_bot.service.resting import look_up, with_days
from codesign_bot.service.resting import shown as days_shown
from codesign_bot.service.saying import Turn, say
from codesign_bot.views import community as views

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from codesign_bot.core.content import Content
    from codesign_bot.plain import Plain
    from codesign_bot.service.desk import Desk
    from codesign_bot.view import View

NAME_LENGTH = 80
NUMBERED = range(15, 21)
"""Digits of an account that is a number, such as one of Discord."""

Change = tuple["View", "tuple[Row | Logged | Posted, ...]"]
"""What is answered, and what is stored with it."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of power over a community: its name in the log, what was so before, and what is so now."""

    kind: str
    before: str = ""
    after: str = ""
    whom: Person | None = None
    """Whom it concerns, where that is a person."""


@dataclass(slots=True)
class Managing:
    """What organisers say about their community."""

    desk: Desk
    codes: Codes = field(init=False)

    def __post_init__(self) -> None:
        self.codes = Codes(self.desk, What.SPACE)

    async def manage(self, turn: Turn, asked: Manage) -> None:
        """Carry it out and answer. Raises `Refusal`."""
        if turn.heard.is_private:
            turn = self._in_the_open(turn, asked)
        async with self.codes.lock:
            view, rows = await self._done(turn, asked)
            await say(self.desk, turn, view, *rows, *came_of_setting(turn))

    def _in_the_open(self, turn: Turn, asked: Manage) -> Turn:
        """Somebody who is alone with the bot in a room of theirs makes it a space: nothing private is told there now.

        Raises `Refusal` where that is not meant, or not theirs to do.
        """
        heard, speaker = turn.heard, turn.speaker
        if not (heard.may_be_space and heard.may_manage and _makes_space(asked)):
            raise Refusal("setup-in-space")
        known = self.desk.book.person(heard.account)
        elsewhere = known.private if known is not None and known.private != heard.place else None
        speaker = replace(speaker, person=replace(speaker.person, private=elsewhere), is_changed=True)
        return replace(turn, heard=replace(heard, is_private=False), speaker=speaker)

    async def _done(self, turn: Turn, asked: Manage) -> Change:
        if asked.what is SetUp.BEGIN:
            return self._begin(turn, asked.argument)
        if asked.what is SetUp.LINK:
            return await self._link(turn, asked.argument)
        if asked.what is SetUp.LOG and asked.argument:
            return await self._log_elsewhere(turn, asked.argument)
        community = self.desk.book.community_at(turn.heard.place)
        if community is None:
            raise Refusal("setup-first")
        if not self.desk.book.is_organiser(community.id, turn.speaker.person.id):
            raise Refusal("organisers-only")
        match asked.what:
            case SetUp.ZONE:
                return await self._zone(community, turn, asked.argument)
            case SetUp.LOG:
                return await self._log(community, turn, self.desk.book.spaces[turn.heard.place])
            case SetUp.PUBLISH:
                pages = await published(self.desk, community.id, turn.at)
                return views.site_published(pages), self._public(community, turn, Act("SitePublished"))
            case SetUp.CODE:
                return await self._code(community, turn)
            case SetUp.LANGUAGE:
                return self._language(community, turn, asked.argument)
            case SetUp.QUIET:
                return self._quiet(community, turn, asked.argument)
            case SetUp.HOLIDAYS:
                return await self._holidays(community, turn, asked.argument)
            case SetUp.WEEKENDS:
                return self._weekends(community, turn, asked.argument)
            case SetUp.EVENTS:
                return self._events(community, turn, asked.argument)
            case _:
                return await self._organiser(community, turn, asked)

    def _begin(self, turn: Turn, name: str) -> Change:
        place = turn.heard.place
        if self.desk.book.community_at(place) is not None:
            raise Refusal("setup-already")
        if not turn.heard.may_manage:
            raise Refusal("setup-needs-right")
        defaults = self.desk.defaults
        name = name[:NAME_LENGTH] or "community"
        community = Community(CommunityId(self.desk.chance.name()), name, defaults.zone, defaults.language)
        rows: tuple[Row | Logged | Posted, ...] = (
            community,
            Space(place, community.id),
            Organiser(community.id, turn.speaker.person.id, turn.at),
            *self._public(community, turn, Act("CommunityBegan", "", name)),
        )
        return views.begun(name, defaults.zone, turn.heard.lacks), rows

    async def _log(self, community: Community, turn: Turn, space: Space) -> Change:
        name = (await look(self.desk, space.place)).name
        said = self._public(community, turn, Act("LogSpaceSet", "", name))
        return views.log_space(), (replace(space, is_log=True), *said)

    async def _log_elsewhere(self, turn: Turn, code: str) -> Change:
        """A place that is no space yet has the log from now on, and nothing else of a round."""
        community, spent = await self._coded(turn, code)
        view, rows = await self._log(community, turn, Space(turn.heard.place, community.id))
        return view, (*rows, spent)

    async def _coded(self, turn: Turn, code: str) -> tuple[Community, Row]:
        """The community that gave this code, for somebody who may give it this place, and the row that ends it."""
        if not turn.heard.may_manage:
            raise Refusal("setup-needs-right")
        if self.desk.book.community_at(turn.heard.place) is not None:
            raise Refusal("setup-already")
        given = await self.codes.given(turn, code)
        return self.desk.book.communities[CommunityId(given.owner)], given.spent

    async def _link(self, turn: Turn, code: str) -> Change:
        whole, spent = await self._coded(turn, code)
        space = Space(turn.heard.place, whole.id)
        # Whatever is on in the community is on here too, from now on.
        cards = (card(found.round, space.place, turn.at) for found in self.desk.book.active(whole.id))
        rows = (space, spent, *self._public(whole, turn, Act("SpaceLinked")), *cards)
        return views.space_linked(whole.name, turn.heard.lacks), rows

    async def _zone(self, community: Community, turn: Turn, zone: str) -> Change:
        found = await known_zone(zone)
        await self.desk.learn_zone(found)
        said = self._public(community, turn, Act("ZoneChanged", community.zone, found))
        return views.zone_changed(found), (replace(community, zone=found), *said)

    def _language(self, community: Community, turn: Turn, language: str) -> Change:
        """From now on all that everybody reads is in it, the cards that stand there too."""
        found = meant_by(self.desk, language)
        if found == community.language:
            raise Refusal("setting-same")
        said = self._public(community, turn, Act("LanguageChanged", community.language, found))
        cards = (
            card(one.round, place, turn.at)
            for one in self.desk.book.active(community.id)
            for place in self.desk.venues(community.id, one.place).cards
        )
        return views.language_changed(own_name(self.desk, found)), (replace(community, language=found), *said, *cards)

    def _quiet(self, community: Community, turn: Turn, hours: str) -> Change:
        night = night_in(hours)
        if night is None and hours.casefold() != "off":
            raise Refusal("usage", command="setup quiet")
        if night == community.quiet:
            raise Refusal("setting-same")
        said = self._public(community, turn, Act("QuietHoursChanged", shown(community.quiet), shown(night)))
        return views.quiet_hours(night), (replace(community, quiet=night), *said)

    async def _holidays(self, community: Community, turn: Turn, days: str) -> Change:
        """What is typed takes the place of what was chosen before."""
        today = turn.at.astimezone(self.desk.zone(community.zone)).date()
        found = await with_days(self.desk, community.rest, days, today)
        if found == community.rest:
            raise Refusal("setting-same")
        await look_up(self.desk, found.region)
        said = self._public(community, turn, Act("HolidaysChanged", days_shown(community.rest), days_shown(found)))
        return views.holidays_changed(found.region, found.days), (replace(community, rest=found), *said)

    def _weekends(self, community: Community, turn: Turn, whether: str) -> Change:
        word = _switch(whether, "setup weekends")
        rest = replace(community.rest, weekends=word == "on")
        if rest == community.rest:
            raise Refusal("setting-same")
        said = self._public(community, turn, Act("WeekendsChanged", "off" if rest.weekends else "on", word))
        return views.weekends_changed(are_kept=rest.weekends), (replace(community, rest=rest), *said)

    def _events(self, community: Community, turn: Turn, whether: str) -> Change:
        """Whoever wishes it is told at once what to grant for it."""
        word = _switch(whether, "setup events")
        if community.has_event_list == (word == "on"):
            raise Refusal("setting-same")
        before, found = "off" if word == "on" else "on", lacking(self.desk, community.id)
        missing = tuple(dict.fromkeys(key for keys in found.values() for key in keys))
        view = views.event_list_changed(is_on=word == "on", has_list=bool(found), lacks=missing)
        said = self._public(community, turn, Act("EventListChanged", before, word))
        return view, (replace(community, has_event_list=word == "on"), *said)

    async def _code(self, community: Community, turn: Turn) -> Change:
        code, rows = await self.codes.new(turn, community.id)
        return views.link_code(code), rows

    async def _organiser(self, community: Community, turn: Turn, asked: Manage) -> Change:
        """Name an organiser, or step down. Only organisers themselves give their right back alone."""
        account, name = _named(turn, asked.argument.strip())
        known = self.desk.book.person(account) or await self.desk.store.person(account)
        person = known or Person(account, PersonId(self.desk.chance.name()), name)
        if asked.what is SetUp.NO_ORGANISER:
            return self._step_down(community, turn, person)
        row = Organiser(community.id, person.id, turn.at)
        said = self._public(community, turn, Act("OrganiserNamed", "", person.name, person))
        return views.organiser_named(person.name), (*(() if known else (person,)), row, *said)

    def _step_down(self, community: Community, turn: Turn, person: Person) -> Change:
        if person.id != turn.speaker.person.id:
            raise Refusal("organiser-not-removed")
        if len(self.desk.book.organisers(community.id)) == 1:
            raise Refusal("organiser-last")
        row = Organiser(community.id, person.id, turn.at, until=turn.at)
        said = self._public(community, turn, Act("OrganiserSteppedDown", person.name, whom=person))
        return views.organiser_stepped_down(), (row, *said)

    def _public(self, community: Community, turn: Turn, act: Act) -> tuple[Row | Logged | Posted, ...]:
        """The log entry of an act of power and what is said in every space of the community, together."""
        by = turn.speaker.person
        told = (own_name(self.desk, act.before), own_name(self.desk, act.after))
        before, after = told if act.kind == "LanguageChanged" else (act.before, act.after)
        view = views.power_used(by.id, act.kind, before, after)
        known = {space.place: space.is_log for space in self.desk.book.spaces_of(community.id)}
        key = f"power/{community.id}/{turn.heard.key}"
        said: list[Outgoing | Posted] = []
        for place, is_log in {turn.heard.place: False, **known}.items():
            where = f"{key}/{place.platform}/{place.id}"
            message = Outgoing(where, Kind.APPEND, place, turn.at, encoded(view), Urgency.ANNOUNCEMENT)
            said.append(Posted(message, view) if is_log else message)
        return (*self._entry(community, turn, act), *said)

    def _entry(self, community: Community, turn: Turn, act: Act) -> Iterator[Row | Logged]:
        """Who did what, from what, to what. People's names stand in it as words do, so that they can be erased."""
        by = turn.speaker.person
        name, row = self._words(community, by, turn.at, by.name)
        yield row
        facts: dict[str, Plain] = {
            "role": "organiser",
            "name": committed(name),
            "before": act.before,
            "after": act.after,
        }
        if act.whom is not None:
            whom, row = self._words(community, act.whom, turn.at, act.whom.name)
            yield row
            facts |= {"whom": committed(whom), "before": "", "after": ""}
        yield Logged(community.id, turn.at, kind_of(act.kind), facts, by=by.id)

    def _words(self, community: Community, person: Person, at: datetime, words: str) -> tuple[Content, Words]:
        text, row = kept(words, RoundId(community.id), person.id, at, self.desk.chance)
        return text.content, row


def _switch(typed: str, command: str) -> str:
    """Either "on" or "off". Raises `Refusal`."""
    word = typed.strip().casefold()
    if word not in {"on", "off"}:
        raise Refusal("usage", command=command)
    return word


def _makes_space(asked: Manage) -> bool:
    """Whether it makes a space of the place that it is said in."""
    return asked.what in {SetUp.BEGIN, SetUp.LINK} or (asked.what is SetUp.LOG and bool(asked.argument))


def _named(turn: Turn, who: str) -> tuple[Account, str]:
    """The account that is meant, and what to call it. Raises `Refusal`.

    An account is `@ada:example.org`, or a number where accounts have numbers; its name may follow.
    """
    account, _, name = who.partition(" ")
    is_number = account.isascii() and account.isdigit() and len(account) in NUMBERED
    if not is_number and not (account.startswith("@") and ":" in account):
        raise Refusal("usage", command="setup organiser")
    return Account(turn.heard.place.platform, account), name.strip() or account
