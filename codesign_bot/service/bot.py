"""A whole bot without its platforms' connections: desk, host, delivery and time, made to fit each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from codesign_bot.core.rules import Template
from codesign_bot.event_list import HasEventList
from codesign_bot.log.note import SignerKey
from codesign_bot.ports import Chance, Clock, Platform, Voice
from codesign_bot.records import Account, Outgoing, Row
from codesign_bot.retention import Retention
from codesign_bot.service.answering import Answering
from codesign_bot.service.dates import Dates
from codesign_bot.service.delivery import Delivery
from codesign_bot.service.desk import Defaults, Desk, Publish, Renew
from codesign_bot.service.effects import Pace
from codesign_bot.service.event_lists import EventLists
from codesign_bot.service.host import ServiceHost
from codesign_bot.service.housekeeping import Housekeeper
from codesign_bot.service.keyring import refuse_other_key
from codesign_bot.service.lookout import Lookout
from codesign_bot.service.mending import Mender
from codesign_bot.service.notary import Notary
from codesign_bot.service.own_data import Giving
from codesign_bot.service.patience import Presence
from codesign_bot.service.resting import Almanac
from codesign_bot.service.rollback import refuse_rollback
from codesign_bot.service.timekeeping import Timekeeper
from codesign_bot.storage import Store


@dataclass(frozen=True, slots=True)
class Choices:
    """What an operator chose for the service."""

    templates: Mapping[str, Template]
    voices: Mapping[str, Voice]
    defaults: Defaults = field(default_factory=Defaults)
    pace: Pace = field(default_factory=Pace)
    operators: Collection[Account] = ()
    key: SignerKey | None = None
    """What the logs are signed with. None: they are not signed."""
    witness: Path | None = None
    """The file that remembers what was signed last, outside of the store."""
    retention: Retention = field(default_factory=Retention)
    publish: Publish | None = None
    """Writes the pages of a log where organisers may have them written. None: nowhere."""
    renew: Renew | None = None
    """Keeps the dates among these pages up to date. None: nowhere."""
    almanac: Almanac | None = None
    """What knows public holidays. None: organisers give the dates themselves."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts, wired. `deliveries` is by platform name."""

    desk: Desk
    host: ServiceHost
    deliveries: Mapping[str, Delivery]
    timekeeper: Timekeeper
    housekeeper: Housekeeper
    lookout: Lookout
    event_lists: EventLists


async def assemble(store: Store, clock: Clock, chance: Chance, platforms: Sequence[Platform], choices: Choices) -> Bot:
    """The bot on an open store. Reads the books; connects to nothing."""
    desk = Desk(store, clock, chance, choices.templates, choices.defaults, choices.pace, voices=choices.voices)
    desk.almanac = choices.almanac
    desk.key = None if choices.key is None else choices.key.verifier
    desk.publish, desk.renew = choices.publish, choices.renew
    deliveries = {platform.name: Delivery(desk, platform, choices.voices) for platform in platforms}
    presence = Presence(clock)
    desk.is_clock_held, desk.away = presence.is_clock_held, presence.away_from
    desk.is_followed, desk.doors = presence.is_live, {platform.name: platform for platform in platforms}

    def on_outgoing(platform: str, messages: Sequence[Outgoing]) -> None:
        if platform in deliveries and messages:
            deliveries[platform].stored(messages)
        elif platform in deliveries:
            deliveries[platform].wake()

    desk.on_outgoing = on_outgoing
    await desk.open()
    desk.event_lists = {one.name: one.event_list for one in platforms if isinstance(one, HasEventList)}
    dates, event_lists = Dates(desk), EventLists(desk)
    desk.has_dates, desk.on_stored = dates.is_public, _both(dates.stored, event_lists.stored)
    timekeeper = Timekeeper(desk, presence)
    await timekeeper.remember_presence()
    if choices.witness is not None:
        await refuse_rollback(desk, choices.witness)
    if choices.key is not None:
        await refuse_other_key(desk, choices.key)
    lookout = Lookout(desk, choices.key, choices.witness)
    notary = None if choices.key is None else Notary(desk, choices.key, choices.witness, may_sign=lookout.may_sign)
    mender = Mender(desk)
    giving = Giving(desk, choices.voices, choices.retention)
    answering = Answering(desk, presence, choices.voices, giving, mender, choices.key)
    host = ServiceHost(desk, presence, answering, choices.operators, ready=lookout.ready)
    housekeeper = Housekeeper(desk, presence, timekeeper, mender, choices.retention, notary, dates)
    return Bot(desk, host, deliveries, timekeeper, housekeeper, lookout, event_lists)


def _both(
    one: Callable[[Sequence[Row]], None], other: Callable[[Sequence[Row]], None]
) -> Callable[[Sequence[Row]], None]:
    def tell(rows: Sequence[Row]) -> None:
        one(rows)
        other(rows)

    return tell
