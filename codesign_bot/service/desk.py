"""What every piece of work shares: the store, the books, the clock, and whom to wake when something is stored."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from codesign_bot.core.rules import Rules
from codesign_bot.core.zones import is_known, stand_in, zone_named
from codesign_bot.log.keys import origin_of
from codesign_bot.log.receipts import learn_words
from codesign_bot.records import Anew, Mended, Outgoing, SpaceMoved, TakenOut, Timer, Unlinked
from codesign_bot.service.book import Book
from codesign_bot.service.breakers import Breakers
from codesign_bot.service.effects import Pace, Venues
from codesign_bot.service.resting import Almanac, look_up, rest_of
from codesign_bot.service.rounds import Rounds
from codesign_bot.service.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.core.outage import Away
    from codesign_bot.core.rules import Template
    from codesign_bot.event_list import EventList
    from codesign_bot.log.note import VerifierKey
    from codesign_bot.ports import Chance, Clock, Platform, Voice
    from codesign_bot.records import Community, Place, RoundPlace, Row
    from codesign_bot.storage import Store

log = logging.getLogger(__name__)

_STIR = (SpaceMoved, TakenOut, Unlinked, Anew, Mended)
"""Rows by which other messages of the outbox change, on any platform: whoever says them has to look again."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a community starts with until it says otherwise."""

    zone: str = "UTC"
    language: str = "en"
    template: str = "community"
    origin: str = "codesign-bot"
    """What the names of this installation's logs begin with."""


def voice_of(voices: Mapping[str, Voice], community: Community | None, defaults: Defaults) -> Voice:
    """The voice of a community's language; where there is none, or no community, that of the defaults."""
    language = community.language if community is not None else defaults.language
    return voices.get(language) or voices[defaults.language]


Publish: TypeAlias = "Callable[[CommunityId, datetime], int]"
"""Returns how many pages there are. It takes its time, and raises `ConfigError`, `StoreTrouble` or `OSError`."""


Renew: TypeAlias = "Callable[[CommunityId, datetime], bool]"
"""Returns whether there are pages to keep up to date. It takes its time, and raises `Busy` or as `Publish` does."""


def nobody(*_: object) -> None:
    """Wakes nobody."""


def always(_: str) -> bool:
    """Whether a platform is followed, where nobody watches."""
    return True


def never() -> bool:
    """Whether the clock is in doubt, where nobody watches it."""
    return False


def no_dates(_: CommunityId) -> bool:
    """Whether the dates of a community are public, where nobody keeps them."""
    return False


def not_away(_: str) -> tuple[Away, ...]:
    """When a platform was away, where nobody watches."""
    return ()


@dataclass(slots=True)
class Desk:
    """One per process. `on_outgoing` is told what is to be said on a platform (nothing new: it may be tried again),
    `on_timer` that a deadline has changed; both are called after the commit and only take note. `is_followed` says
    whether everything that happened on a platform was heard; `doors` are the platforms of this process, by name.
    """

    store: Store
    clock: Clock
    chance: Chance
    templates: Mapping[str, Template]
    defaults: Defaults = field(default_factory=Defaults)
    pace: Pace = field(default_factory=Pace)
    key: VerifierKey | None = None
    """Checks what the logs are signed with, under the name of the installation. None: they are not signed."""
    publish: Publish | None = None
    """Writes the pages of a community's log, as of an instant. None: whoever runs the bot named no folder for them."""
    renew: Renew | None = None
    """Writes the dates among these pages anew, as of an instant. None: as for `publish`."""
    on_outgoing: Callable[[str, Sequence[Outgoing]], None] = nobody
    on_timer: Callable[[], None] = nobody
    on_stored: Callable[[Sequence[Row]], None] = nobody
    """Is told of all rows after their commit, and only takes note."""
    is_followed: Callable[[str], bool] = always
    is_clock_held: Callable[[], bool] = never
    """Whether the wall clock is not believed just now, so that nothing may end by it."""
    has_dates: Callable[[CommunityId], bool] = no_dates
    """Whether the dates of a community lie among public pages, and are kept up to date there."""
    away: Callable[[str], Sequence[Away]] = not_away
    """When a platform was not followed."""
    doors: Mapping[str, Platform] = field(default_factory=dict[str, "Platform"])
    voices: Mapping[str, Voice] = field(default_factory=dict[str, "Voice"])
    """Every language there is, by its code."""
    almanac: Almanac | None = None
    """What knows public holidays. None: nothing here does."""
    event_lists: Mapping[str, EventList] = field(default_factory=dict[str, "EventList"])
    """By platform: the lists of events of servers, where the platform has them."""
    book: Book = field(default_factory=Book)
    breakers: Breakers = field(default_factory=Breakers)
    """The places that refuse what is said there."""
    rounds: Rounds = field(init=False)
    spoken: Spoken = field(init=False)
    _zones: dict[str, ZoneInfo] = field(default_factory=dict[str, ZoneInfo])

    def __post_init__(self) -> None:
        self.rounds = Rounds(self.store)
        self.spoken = Spoken(self.voices)

    async def open(self) -> None:
        """Fill the books from the store."""
        await self.book.fill(self.store)
        await asyncio.to_thread(learn_words)
        communities = (one.zone for one in self.book.communities.values())
        for zone in {"UTC", self.defaults.zone, *communities, *self.book.zones.values()}:
            await self.learn_zone(zone)
        for community in self.book.communities.values():
            await look_up(self, community.rest.region)

    async def learn_zone(self, zone: str) -> None:
        """Keep a zone at hand: the first look at one reads the disk, which no event loop should wait for."""
        if zone not in self._zones:
            self._zones[zone] = await asyncio.to_thread(zone_named, zone)
            if not await asyncio.to_thread(is_known, zone):
                log.warning(
                    "the time zone %s is not on this machine: %s stands in for it. Ends that were announced stay."
                    " Install the package tzdata, or tzdata-legacy, and start again.",
                    zone,
                    stand_in(zone),
                    extra={"action": "zone"},
                )

    def zone(self, name: str) -> ZoneInfo:
        """A zone that is at hand, as those of all communities are."""
        return self._zones[name]

    def origin_of(self, community: CommunityId) -> str:
        """The name of a community's log, which no other log has (C2SP tlog-checkpoint: its origin)."""
        return origin_of(self.defaults.origin, community)

    def venues(self, community: CommunityId, home: Place) -> Venues:
        """Where a round that was suggested in `home` is shown: there, and in every space of its community.

        A log space shows no cards, unless it is the home itself.
        """
        spaces = self.book.spaces_of(community)
        logs = tuple(space.place for space in spaces if space.is_log)
        others = (space.place for space in spaces if not space.is_log and space.place != home)
        return Venues(home, (home, *others), logs)

    def waits_for(self, found: RoundPlace, besides: str | None = None) -> bool:
        """Whether a platform on which people take part in a round is not followed now; `besides` does not count.

        What they sent in time has to be heard before anything ends. A platform that this process has no door to
        is not waited for, unless it is the only one. While the clock is in doubt, everybody waits.
        """
        if self.is_clock_held():
            return True
        return any(one != besides and not self.is_followed(one) for one in self._platforms(found))

    def away_from(self, found: RoundPlace) -> tuple[Away, ...]:
        """When a platform on which people take part in a round was not followed."""
        return tuple(stretch for name in self._platforms(found) for stretch in self.away(name))

    def _platforms(self, found: RoundPlace) -> set[str]:
        """Where people take part in a round, as far as this process has doors."""
        shown = {place.platform for place in self.venues(found.community, found.place).cards}
        return shown & self.doors.keys() or {found.place.platform}

    def rules(self, community: CommunityId, template: str, now: datetime) -> Rules:
        """The rules of a round that is planned now, without honest answers."""
        home, chosen = self.book.communities[community], self.templates[template]
        return Rules(chosen, home.zone, rest=rest_of(self, home, chosen, now))

    def reserve(self, community: CommunityId, now: datetime) -> Rules:
        """The rules for a topic that nobody planned: the default template, no honest answers."""
        return self.rules(community, self.defaults.template, now)

    def stored(self, rows: Sequence[Row]) -> None:
        """Wake whoever waits for what these rows hold. Never raises."""
        if any(isinstance(row, _STIR) for row in rows):
            for platform in self.doors:
                self.on_outgoing(platform, ())
        messages: dict[str, list[Outgoing]] = {}
        for row in rows:
            if isinstance(row, Outgoing):
                messages.setdefault(row.place.platform, []).append(row)
        for platform, stored in messages.items():
            self.on_outgoing(platform, stored)
        if any(isinstance(row, Timer) for row in rows):
            self.on_timer()
        self.on_stored(rows)
