"""Registering commands, for everywhere or for one guild. Source: docs, "Application Commands"."""

from __future__ import annotations

from collections.abc import Iterable

from codesign_bot.testing.discord.api.call import DONE, Answer, Call, Route
from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.ids import CommandId, GuildId
from codesign_bot.testing.discord.model import Command
from codesign_bot.testing.discord.rules import commands as rules
from codesign_bot.testing.discord.wire import CommandKind, Json


def listed(call: Call) -> Answer:
    scope = _scope(call)
    return Answer(body=[_shown(call, one) for one in call.world.commands if one.guild == scope])


def replace_all(call: Call) -> Answer:
    """All commands of a scope at once. One that keeps kind and name keeps its id."""
    scope = _scope(call)
    _refuse(rules.check(call.listed))
    made = [_registered(call, body, scope) for body in call.listed]
    call.world.commands = [one for one in call.world.commands if one.guild != scope] + made
    return Answer(body=[_shown(call, one) for one in made])


def add(call: Call) -> Answer:
    """One command; it replaces one of the same kind and name."""
    scope = _scope(call)
    here = [one for one in call.world.commands if one.guild == scope]
    others = [one.body for one in here if (one.kind, one.name) != (rules.kind_of(call.body), call.body.get("name"))]
    _refuse([*rules.check_one(call.body), *rules.how_many([*others, call.body])])
    was_there = len(others) < len(here)
    made = _registered(call, call.body, scope)
    call.world.commands = [one for one in call.world.commands if one.id != made.id] + [made]
    return Answer(200 if was_there else 201, _shown(call, made))


def change(call: Call) -> Answer:
    found = _found(call)
    body = found.body | call.body
    _refuse(rules.check_one(body))
    found.name, found.body, found.version = body["name"], body, call.world.ids.next()
    return Answer(body=_shown(call, found))


def one(call: Call) -> Answer:
    return Answer(body=_shown(call, _found(call)))


def remove(call: Call) -> Answer:
    call.world.commands.remove(_found(call))
    return DONE


def _scope(call: Call) -> GuildId | None:
    if call.number("application_id") != call.world.bot.id:
        raise Refused(Code.UNKNOWN_APPLICATION)
    return call.guild.id if "guild_id" in call.given else None


def _found(call: Call) -> Command:
    scope, wanted = _scope(call), call.number("command_id")
    found = next((one for one in call.world.commands if one.id == wanted and one.guild == scope), None)
    if found is None:
        raise Refused(Code.UNKNOWN_COMMAND)
    return found


def _registered(call: Call, body: Json, scope: GuildId | None) -> Command:
    kind, name = CommandKind(rules.kind_of(body)), str(body["name"])
    same = [one for one in call.world.commands if (one.guild, one.kind, one.name) == (scope, kind, name)]
    if same and same[0].body == body:
        return same[0]
    if not same and not call.limiter.new_command(scope):
        raise Refused(Code.TOO_MANY_NEW_COMMANDS)
    new = same[0].id if same else CommandId(call.world.ids.next())
    return Command(new, call.world.ids.next(), kind, name, scope, body)


def _refuse(faults: Iterable[Fault]) -> None:
    found = tuple(faults)
    if any(fault.word == "TOO_MANY_COMMANDS" for fault in found):
        raise Refused(Code.TOO_MANY_COMMANDS)
    if found:
        raise Refused(Code.INVALID_FORM, faults=found)


_DEFAULTS: Json = {
    "description": "",
    "default_member_permissions": None,
    "dm_permission": True,
    "contexts": None,
    "integration_types": [0],
    "nsfw": False,
}


def _shown(call: Call, command: Command) -> Json:
    given: Json = {key: value for key, value in command.body.items() if value is not None}
    if "default_member_permissions" in given:
        given["default_member_permissions"] = str(given["default_member_permissions"])
    if "options" in given:
        given["options"] = [_option(option) for option in given["options"]]
    shown = _DEFAULTS | given
    shown |= {"id": str(command.id), "application_id": str(call.world.bot.id), "version": str(command.version)}
    shown["type"] = int(command.kind)
    return shown | ({"guild_id": str(command.guild)} if command.guild else {})


def _option(option: Json) -> Json:
    shown: Json = {key: value for key, value in option.items() if value is not None}
    if "options" in shown:
        shown["options"] = [_option(inner) for inner in shown["options"]]
    return shown


_GLOBAL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES = tuple(
    Route(method, base + rest, answer)
    for base in (_GLOBAL, _GUILD)
    for method, rest, answer in (
        ("GET", "", listed),
        ("PUT", "", replace_all),
        ("POST", "", add),
        ("GET", "/{command_id}", one),
        ("PATCH", "/{command_id}", change),
        ("DELETE", "/{command_id}", remove),
    )
)
