"""Scheduled events of guilds. Source: docs, "Guild Scheduled Event", where nothing else is named.

An event outside any channel begins and ends by itself ("Status Update Automation"). Here that happens as soon as
anybody asks for events: nobody can see the difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.model import Guild
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.shapes.places import WORKING
from codesign_bot.testing.discord.wire import Intent, Json, an_object
from codesign_bot.testing.discord.world import World

MOST_EVENTS = 100
"""Scheduled or active, in a guild. Source: docs, "Create Guild Scheduled Event"."""
EXTERNAL = 3
"""The entity type of an event outside any channel; the only one the simulator knows."""
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
_MAY_BECOME: Mapping[int, frozenset[int]] = MappingProxyType(
    {SCHEDULED: frozenset({SCHEDULED, ACTIVE, CANCELED}), ACTIVE: frozenset({ACTIVE, COMPLETED})}
)
"""Source: docs, "Valid Guild Scheduled Event Status Transitions"."""


def listed(call: Call) -> Answer:
    pass_time(call.world, call.guild)
    return Answer(body=[one for one in call.guild.events.values() if one["status"] in WORKING])


def show(call: Call) -> Answer:
    return Answer(body=_event(call, call.guild))


def make(call: Call) -> Answer:
    guild, world = call.guild, call.world
    pass_time(world, guild)
    world.require_in_guild(guild, May.CREATE_EVENTS)
    if call.body.get("entity_type") != EXTERNAL:
        raise _wrong("entity_type", "UNKNOWN_HERE", "The simulator knows events with a location only")
    if not call.body.get("scheduled_end_time"):
        raise _wrong("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required")
    if sum(one["status"] in WORKING for one in guild.events.values()) >= MOST_EVENTS:
        raise Refused(Code.TOO_MANY_EVENTS)
    new = world.ids.next()
    made: Json = _EVENT | {
        "id": str(new),
        "guild_id": str(guild.id),
        "creator_id": str(world.bot.id),
        "name": call.body["name"],
        "description": call.body.get("description"),
        "entity_metadata": call.body["entity_metadata"],
        "scheduled_start_time": call.body["scheduled_start_time"],
        "scheduled_end_time": call.body["scheduled_end_time"],
    }
    _check(world, made)
    guild.events[new] = made
    world.emit("GUILD_SCHEDULED_EVENT_CREATE", guild, made, Intent.GUILD_EVENTS)
    return Answer(body=made)


_EVENT: Json = {
    "channel_id": None,
    "image": None,
    "status": SCHEDULED,
    "entity_type": EXTERNAL,
    "entity_id": None,
    "recurrence_rule": None,
    "privacy_level": 2,
    "guild_scheduled_event_exceptions": [],
}


def change(call: Call) -> Answer:
    guild, world = call.guild, call.world
    found = _event(call, guild)
    _require(call, found)
    if found["status"] not in WORKING:
        raise Refused(Code.FINISHED_EVENT)
    if found["status"] == ACTIVE and "scheduled_start_time" in call.body:
        # No page says so. People who measured it report this word, also where the start is the same as before.
        sentence = "The start of an event that has begun cannot be set"
        raise _wrong("scheduled_start_time", "GUILD_SCHEDULED_EVENT_INVALID_START_BY_STATUS", sentence)
    after: Json = found | {key: value for key, value in call.body.items() if key in found}
    if after["status"] not in _MAY_BECOME[found["status"]]:
        raise _wrong("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", "It cannot become this")
    if after["status"] == SCHEDULED:
        _check(world, after)
    found |= after
    world.emit("GUILD_SCHEDULED_EVENT_UPDATE", guild, found, Intent.GUILD_EVENTS)
    return Answer(body=found)


def remove(call: Call) -> Answer:
    guild = call.guild
    found = _event(call, guild)
    _require(call, found)
    take_away(call.world, guild, int(found["id"]))
    return DONE


def take_away(world: World, guild: Guild, event: int) -> None:
    """Whoever may, deletes an event."""
    gone = guild.events.pop(event)
    world.emit("GUILD_SCHEDULED_EVENT_DELETE", guild, gone, Intent.GUILD_EVENTS)


def pass_time(world: World, guild: Guild) -> None:
    """Events begin at their start and are over at their end. Source: docs, "Status Update Automation"."""
    now = world.clock.now()
    for one in guild.events.values():
        was = one["status"]
        if was == SCHEDULED and _instant(one, "scheduled_start_time") <= now:
            one["status"] = ACTIVE
        if one["status"] == ACTIVE and _instant(one, "scheduled_end_time") <= now:
            one["status"] = COMPLETED
        if one["status"] != was:
            world.emit("GUILD_SCHEDULED_EVENT_UPDATE", guild, one, Intent.GUILD_EVENTS)


def _check(world: World, event: Json) -> None:
    """Lengths are those of the event object; that the past is refused is what libraries report in their threads."""
    if not event["name"]:
        raise _wrong("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    if not an_object(event["entity_metadata"]).get("location"):
        raise _wrong("entity_metadata", "BASE_TYPE_BAD_LENGTH", "The location must be between 1 and 100 in length.")
    begins, ends = _instant(event, "scheduled_start_time"), _instant(event, "scheduled_end_time")
    if begins <= world.clock.now():
        sentence = "Cannot schedule event in the past."
        raise _wrong("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", sentence)
    if ends <= begins:
        raise _wrong("scheduled_end_time", "GUILD_SCHEDULED_EVENT_END_BEFORE_START", "It must end after its start.")


def _require(call: Call, event: Json) -> None:
    """Source: docs, "Permissions for events with entity_type: EXTERNAL", "Modify/Delete Permissions"."""
    is_own = event["creator_id"] == str(call.world.bot.id)
    call.world.require_in_guild(call.guild, May.CREATE_EVENTS | May.MANAGE_EVENTS if is_own else May.MANAGE_EVENTS)


def _instant(event: Json, key: str) -> datetime:
    return datetime.fromisoformat(str(event[key]))


def _wrong(where: str, word: str, sentence: str) -> Refused:
    return Refused(Code.INVALID_FORM, faults=[Fault((where,), word, sentence)])


def _event(call: Call, guild: Guild) -> Json:
    pass_time(call.world, guild)
    found = guild.events.get(call.number("guild_scheduled_event_id"))
    if found is None:
        raise Refused(Code.UNKNOWN_EVENT)
    return found


_EVENTS = "/guilds/{guild_id}/scheduled-events"

ROUTES = (
    Route("GET", _EVENTS, listed),
    Route("POST", _EVENTS, make),
    Route("GET", f"{_EVENTS}/{{guild_scheduled_event_id}}", show),
    Route("PATCH", f"{_EVENTS}/{{guild_scheduled_event_id}}", change),
    Route("DELETE", f"{_EVENTS}/{{guild_scheduled_event_id}}", remove),
)
