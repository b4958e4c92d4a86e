"""Guilds, their members and roles. Source: docs, "Guild Resource"."""

from __future__ import annotations

from codesign_bot.testing.discord import places
from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Refused
from codesign_bot.testing.discord.shapes import people
from codesign_bot.testing.discord.shapes import places as shapes


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


ROUTES = (
    Route("GET", "/guilds/{guild_id}", show),
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave),
)
