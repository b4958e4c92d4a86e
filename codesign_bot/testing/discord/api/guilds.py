"""Guilds, their members, roles and scheduled events. Source: docs, "Guild Resource" and "Guild Scheduled Event"."""

from __future__ import annotations

from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.model import Guild
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.shapes import people
from codesign_bot.testing.discord.shapes import places as shapes
from codesign_bot.testing.discord.wire import Intent, Json

MOST_EVENTS = 100
"""Scheduled or active, in a guild."""
EXTERNAL = 3
"""The entity type of an event outside any channel; the only one the simulator knows."""


def show(call: Call) -> Answer:
    return Answer(body=shapes.guild(call.guild))


def roles(call: Call) -> Answer:
    return Answer(body=[people.role(one) for one in call.guild.roles.values()])


def member(call: Call) -> Answer:
    found = call.guild.members.get(call.account_id)
    if found is None:
        raise Refused(Code.UNKNOWN_MEMBER if call.account_id in call.world.accounts else Code.UNKNOWN_USER)
    return Answer(body=people.member_of(found))


def leave(call: Call) -> Answer:
    places.leave(call.world, call.guild, call.world.bot)
    return DONE


def events(call: Call) -> Answer:
    return Answer(body=list(call.guild.events.values()))


def event(call: Call) -> Answer:
    return Answer(body=_event(call, call.guild))


def make_event(call: Call) -> Answer:
    guild = call.guild
    call.world.require_in_guild(guild, May.CREATE_EVENTS)
    if call.body.get("entity_type") != EXTERNAL:
        sentence = "The simulator knows events with a location only"
        raise Refused(Code.INVALID_FORM, faults=[Fault(("entity_type",), "UNKNOWN_HERE", sentence)])
    if not call.body.get("scheduled_end_time"):
        sentence = "This field is required"
        raise Refused(Code.INVALID_FORM, faults=[Fault(("scheduled_end_time",), "BASE_TYPE_REQUIRED", sentence)])
    if len(guild.events) >= MOST_EVENTS:
        sentence = f"At most {MOST_EVENTS} scheduled events"
        raise Refused(Code.INVALID_FORM, faults=[Fault((), "GUILD_SCHEDULED_EVENTS_MAX", sentence)])
    new = call.world.ids.next()
    guild.events[new] = (
        _EVENT
        | _times(call.body)
        | {
            "id": str(new),
            "guild_id": str(guild.id),
            "creator_id": str(call.world.bot.id),
            "name": call.body["name"],
            "description": call.body.get("description"),
            "entity_metadata": call.body["entity_metadata"],
        }
    )
    call.world.emit("GUILD_SCHEDULED_EVENT_CREATE", guild, guild.events[new], Intent.GUILD_EVENTS)
    return Answer(body=guild.events[new])


_EVENT: Json = {
    "channel_id": None,
    "image": None,
    "status": 1,
    "entity_type": EXTERNAL,
    "entity_id": None,
    "recurrence_rule": None,
    "privacy_level": 2,
    "guild_scheduled_event_exceptions": [],
}


def _times(body: Json) -> Json:
    return {"scheduled_start_time": body["scheduled_start_time"], "scheduled_end_time": body["scheduled_end_time"]}


def change_event(call: Call) -> Answer:
    guild = call.guild
    found = _event(call, guild)
    if found["creator_id"] != str(call.world.bot.id):
        call.world.require_in_guild(guild, May.MANAGE_EVENTS)
    found |= {key: value for key, value in call.body.items() if key in found}
    call.world.emit("GUILD_SCHEDULED_EVENT_UPDATE", guild, found, Intent.GUILD_EVENTS)
    return Answer(body=found)


def remove_event(call: Call) -> Answer:
    guild = call.guild
    found = _event(call, guild)
    del guild.events[int(found["id"])]
    call.world.emit("GUILD_SCHEDULED_EVENT_DELETE", guild, found, Intent.GUILD_EVENTS)
    return DONE


def _event(call: Call, guild: Guild) -> Json:
    found = guild.events.get(call.number("guild_scheduled_event_id"))
    if found is None:
        raise Refused(Code.UNKNOWN_EVENT)
    return found


_EVENTS = "/guilds/{guild_id}/scheduled-events"

ROUTES = (
    Route("GET", "/guilds/{guild_id}", show),
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave),
    Route("GET", _EVENTS, events),
    Route("POST", _EVENTS, make_event),
    Route("GET", f"{_EVENTS}/{{guild_scheduled_event_id}}", event),
    Route("PATCH", f"{_EVENTS}/{{guild_scheduled_event_id}}", change_event),
    Route("DELETE", f"{_EVENTS}/{{guild_scheduled_event_id}}", remove_event),
)
