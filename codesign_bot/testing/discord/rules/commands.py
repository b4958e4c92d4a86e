"""Rules about registering commands. Source, unless a rule names another: docs, "Application Commands"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from codesign_bot.testing.discord.errors import Fault
from codesign_bot.testing.discord.wire import CommandKind, Json, OptionKind, an_object, objects

MOST: Mapping[int, int] = {CommandKind.SLASH: 100, CommandKind.PERSON: 15, CommandKind.MESSAGE: 15}
"""In each scope. 15 since 3 March 2026; before, 5. The OpenAPI document only says 130 in all."""
MOST_CHARACTERS = 8000
"""Names, descriptions and values of a command together; of each text the longest localisation counts."""
NAME = re.compile(r"^[-_'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}$")
"""As the docs put it, with Devanagari and Thai signs that `\\w` leaves out."""


def check(commands: Sequence[Json]) -> Iterable[Fault]:
    """What is wrong with a list of commands that replaces all of a scope."""
    yield from how_many(commands)
    yield from twice(commands)
    for place, command in enumerate(commands):
        yield from (fault.within(place) for fault in check_one(command))


def check_one(command: Json) -> Iterable[Fault]:
    """What is wrong with one command."""
    if kind_of(command) == CommandKind.SLASH:
        yield from names(command)
        yield from required_first(command)
        if not command.get("description"):
            yield Fault(("description",), "BASE_TYPE_REQUIRED", "This field is required")
    elif command.get("description") or command.get("options"):
        yield Fault(("description",), "APPLICATION_COMMAND_INVALID", "Only slash commands have these")
    yield from size(command)


def kind_of(command: Json) -> int:
    return command.get("type") or CommandKind.SLASH


def how_many(commands: Sequence[Json]) -> Iterable[Fault]:
    for kind, most in MOST.items():
        if sum(kind_of(command) == kind for command in commands) > most:
            yield Fault((), "TOO_MANY_COMMANDS", f"At most {most} commands of type {int(kind)}")


def twice(commands: Sequence[Json]) -> Iterable[Fault]:
    """Unique by kind and name in a scope."""
    seen: set[tuple[int, object]] = set()
    for place, command in enumerate(commands):
        if (kind_of(command), command.get("name")) in seen:
            sentence = "Application command names must be unique"
            yield Fault((place, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", sentence)
        seen.add((kind_of(command), command.get("name")))


def names(node: Json, path: tuple[str | int, ...] = ()) -> Iterable[Fault]:
    """Of slash commands and options, localised ones too: letters, digits, - _ ', and lower case where there is one.
    Options of one command have different names.
    """
    every = {"name": node.get("name")} | an_object(node.get("name_localizations"))
    for where, name in every.items():
        if not isinstance(name, str) or not NAME.match(name) or name != name.lower():
            spot = (*path, "name") if where == "name" else (*path, "name_localizations", where)
            yield Fault(spot, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    options = objects(node.get("options"))
    if len({option.get("name") for option in options}) < len(options):
        yield Fault((*path, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option names must be unique")
    for place, option in enumerate(options):
        yield from names(option, (*path, "options", place))


def required_first(node: Json, path: tuple[str | int, ...] = ()) -> Iterable[Fault]:
    """Required options stand before the others."""
    was_optional = False
    for place, option in enumerate(objects(node.get("options"))):
        if option.get("required") and was_optional:
            sentence = "Required options must be placed before non-required options"
            yield Fault((*path, "options", place), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence)
        if option.get("type") not in {OptionKind.SUBCOMMAND, OptionKind.GROUP}:
            was_optional = was_optional or not option.get("required")
        yield from required_first(option, (*path, "options", place))


def size(command: Json) -> Iterable[Fault]:
    if _size(command) > MOST_CHARACTERS:
        sentence = f"Command exceeds maximum size ({MOST_CHARACTERS})"
        yield Fault((), "APPLICATION_COMMAND_TOO_LARGE", sentence)


def _size(node: Json) -> int:
    own = _longest(node, "name") + _longest(node, "description") + len(str(node.get("value") or ""))
    return own + sum(map(_size, objects(node.get("options")))) + sum(map(_size, objects(node.get("choices"))))


def _longest(node: Json, key: str) -> int:
    localised: Mapping[str, str] = node.get(f"{key}_localizations") or {}
    return max(map(len, [node.get(key) or "", *localised.values()]))
