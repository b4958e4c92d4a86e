"""The list of events of the server in which a town lives, as people see it and as the bot may change it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from codesign_bot.core.state import there
from codesign_bot.event_list import shown_at
from codesign_bot.testing.discord import May, places
from codesign_bot.testing.discord.api import events as api

from .story import NAMES, opened
from .town import Town

LIST = "/guilds/{guild_id}/scheduled-events"
ONE = f"{LIST}/{{guild_scheduled_event_id}}"
HOUR = timedelta(hours=1)


def grant(town: Town, *, is_on: bool = True) -> None:
    """Somebody who manages the server lets the bot make events, or no more."""
    guild = town.server.guild
    (role,) = [guild.roles[one] for one in guild.members[town.server.world.bot.id].roles]
    role.permissions = role.permissions | May.CREATE_EVENTS if is_on else role.permissions & ~May.CREATE_EVENTS
    places.tell_role(town.server.world, guild, role)


def told(town: Town) -> list[dict[str, Any]]:
    """The list of events, as members of the server see it now."""
    api.pass_time(town.server.world, town.server.guild)
    return [one for one in town.server.guild.events.values() if one["status"] in {1, 2}]


async def looks(town: Town) -> None:
    """What the task of the events does, now."""
    assert town.bot is not None
    await town.bot.event_lists.keep()


async def wished(town: Town, *, is_granted: bool = True) -> None:
    """The round is on, the wish is said, and the list was looked at."""
    if town.bot is not None and not town.book.rounds:
        await opened(town)
    if is_granted:
        grant(town)
    olga = town.person("Olga")
    await olga.types("/setup events")
    await olga.sees("When a step ends now stands in the list of events")
    await looks(town)


def begins(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["scheduled_start_time"])


def end_of(town: Town) -> datetime:
    return shown_at(there(town.round.window).closes)


async def more_time(town: Town) -> None:
    """Three ask for it."""
    was = end_of(town)
    for name in NAMES[:3]:
        await town.person(name).types("/time more")
    await town.until(lambda: end_of(town) > was)


def asked(town: Town, method: str, path: str = LIST) -> int:
    """How often something was asked of Discord."""
    return sum((one.method, one.path) == (method, path) for one in town.server.records)
