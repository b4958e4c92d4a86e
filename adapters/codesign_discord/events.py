"""The end of a step as a scheduled event of a server [resources/guild-scheduled-event].

An event "outside any channel" begins by itself at its time and is over by itself some minutes later. Discord then tells
people who chose Interested, and nobody else. Making, moving or removing one rings nobody.

The event begins when the step ends: that is the time which lists of events show. It leads to the channel of the round;
by this and by its time an event is known again that we made without learning of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from codesign_bot.errors import Gone, NotAllowed
from codesign_bot.event_list import LASTS, Standing, shown_at
from codesign_bot.phrasing import Ink, runs
from codesign_discord.escaping import plainly, shown
from codesign_discord.limits import MOST_EVENT_DESCRIPTION, MOST_EVENT_NAME, shortened, units
from codesign_discord.permissions import lacks_events

if TYPE_CHECKING:
    from codesign_bot.ports import Reading
    from codesign_bot.records import Place
    from codesign_bot.view import Finding, Say
    from codesign_bot.views.event_list import Date
    from codesign_discord.client import Client
    from codesign_discord.doctor import Doctor
    from codesign_discord.rest import Json, Rest

EXTERNAL = 3
"""The entity type of an event outside any channel."""
GUILD_ONLY = 2
"""The only privacy level there is: members of the server see it."""
_ADDRESS = "https://discord.com/channels/{guild}/{channel}"
_LEADS_TO = re.compile(r"https://discord\.com/channels/\d+/(\d+)", re.ASCII)
_ISOLATION_ENDS = "\u2069"
_WORKING = (1, 2)
"""Scheduled, active: what stands in the list."""


@dataclass(frozen=True, slots=True)
class Events:
    """Implements `codesign_bot.event_list.EventList`. `line`: the connection; it raises `Unreachable` without one."""

    line: Callable[[], tuple[Rest, Client]]
    doctor: Doctor

    def where(self, place: Place) -> str:
        """The server of a channel."""
        return self._home(place)[0]

    def lacks(self, place: Place) -> tuple[str, ...]:
        """Whether the bot may make events in the server."""
        return lacks_events(self._home(place)[1])

    def _home(self, place: Place) -> tuple[str, int]:
        _, client = self.line()
        found = client.home(place.id) if place.id.isdecimal() else None
        if found is None:
            raise Gone("the bot is not in this channel")
        return found

    async def standing(self, where: str) -> Sequence[Standing]:
        """Those that the bot made and that are not over."""
        rest, client = self.line()
        return [_standing(one) for one in await rest.events(where) if _is_ours(one, client.account)]

    def digest(self, place: Place, date: Date, reading: Reading) -> str:
        """A hash of all that is sent."""
        return sha256(repr(sorted(event("", place, date, reading).items())).encode()).hexdigest()

    async def add(self, where: str, place: Place, date: Date, reading: Reading) -> str:
        """Make it. Returns its id."""
        rest, _ = self.line()
        return await rest.add_event(where, event(where, place, date, reading))

    async def change(self, where: str, event_id: str, place: Place, date: Date, reading: Reading) -> None:
        """Have it show this."""
        rest, _ = self.line()
        await rest.change_event(where, event_id, event(where, place, date, reading))

    async def remove(self, where: str, event_id: str) -> None:
        """Take it away. Where we are not in the server any more nothing of ours is ours to take away."""
        rest, client = self.line()
        try:
            await rest.remove_event(where, event_id)
        except Gone:
            return
        except NotAllowed:
            if client.get_guild(int(where)) is not None:
                raise

    async def examine(self, places: Sequence[Place]) -> Sequence[Finding]:
        """Of each server whether the bot may make events there."""
        return await self.doctor.examine_events([one.id for one in places if one.id.isdecimal()])


def event(guild: str, place: Place, date: Date, reading: Reading) -> Json:
    """The whole event, as it is sent."""
    begins = shown_at(date.at)
    told = "\n".join("".join(map(shown, runs(one, reading))) for one in date.told)
    return {
        "entity_type": EXTERNAL,
        "privacy_level": GUILD_ONLY,
        "name": name(date.name, reading),
        "description": shortened(told, MOST_EVENT_DESCRIPTION),
        "entity_metadata": {"location": _ADDRESS.format(guild=guild, channel=place.id)},
        "scheduled_start_time": begins.isoformat(),
        "scheduled_end_time": (begins + LASTS).isoformat(),
    }


def name(said: Say, reading: Reading) -> str:
    """What the event is called. Lists show it as it is, without marks; of somebody's long words only the beginning."""
    pieces = [(one.ink, one.words if one.ink is Ink.OURS else plainly(one.words)) for one in runs(said, reading)]
    over = sum(units(words) for _, words in pieces) - MOST_EVENT_NAME
    if over > 0:
        pieces = [(ink, words if ink is Ink.OURS else _cut(words, over)) for ink, words in pieces]
    return shortened("".join(words for _, words in pieces), MOST_EVENT_NAME)


def _cut(words: str, by: int) -> str:
    """Shorter by so many. Words that keep their direction to themselves still do."""
    end = _ISOLATION_ENDS if words.endswith(_ISOLATION_ENDS) else ""
    return shortened(words.removesuffix(end), max(1, units(words) - by - len(end))) + end


def _is_ours(found: Json, account: str) -> bool:
    return str(found.get("creator_id")) == account and found["status"] in _WORKING


def _standing(found: Json) -> Standing:
    metadata: dict[str, Any] = found.get("entity_metadata") or {}
    leads = _LEADS_TO.fullmatch(str(metadata.get("location", "")))
    begins = datetime.fromisoformat(found["scheduled_start_time"])
    return Standing(str(found["id"]), begins, leads[1] if leads is not None else None)
