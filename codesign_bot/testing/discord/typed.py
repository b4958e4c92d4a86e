"""Finding the command somebody types, and turning what they give it into options, as an app does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from codesign_bot.testing.discord.acts import resolved
from codesign_bot.testing.discord.model import Account, Channel, Command, Role
from codesign_bot.testing.discord.permissions import May
from codesign_bot.testing.discord.wire import CommandKind, Json, OptionKind, an_object, objects, whole
from codesign_bot.testing.discord.world import World

Given = str | int | float | bool | Account | Channel | Role
IN_GUILD, WITH_BOT = 0, 1


class NotOffered(AssertionError):
    """The app does not offer this command, option or value to this person there; the message says why."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A command with its subcommands and options, ready to be sent."""

    command: Command
    path: tuple[str, ...]
    leaf: Json
    """The command or subcommand that has the options."""

    def nested(self, options: list[Json]) -> list[Json]:
        """The options within their subcommands."""
        for depth, name in reversed(list(enumerate(self.path))):
            is_group = depth == 0 and len(self.path) > 1
            kind = OptionKind.GROUP if is_group else OptionKind.SUBCOMMAND
            options = [{"type": int(kind), "name": name, "options": options}]
        return options


def offered(world: World, who: Account, channel: Channel, kind: CommandKind) -> Iterator[Command]:
    """The commands of a kind that this person is offered there. Source: docs, "Application Commands", permissions."""
    granted = world.granted(who, channel)
    guild = channel.guild
    if not granted & May.USE_APPLICATION_COMMANDS or (channel.thread and channel.thread.is_archived):
        return
    if guild is not None and not guild.has_bot:
        return
    for one in world.commands:
        if one.kind is not kind or one.guild not in {None, guild.id if guild else None}:
            continue
        if _is_for_place(one, channel) and _is_for(one, granted, channel):
            yield one


def _is_for_place(command: Command, channel: Channel) -> bool:
    contexts = command.body.get("contexts")
    if contexts is not None:
        return (IN_GUILD if channel.guild else WITH_BOT) in contexts
    return channel.guild is not None or command.body.get("dm_permission") is not False


def _is_for(command: Command, granted: int, channel: Channel) -> bool:
    needed = command.body.get("default_member_permissions")
    if needed is None or channel.guild is None:
        return True
    wanted = whole(needed)
    return bool(granted & May.ADMINISTRATOR) if wanted == 0 else granted & wanted == wanted


def find(world: World, who: Account, channel: Channel, line: str) -> Typed:
    """What "/round plan" means to this person there. Raises NotOffered."""
    first, *rest = line.removeprefix("/").split()
    commands = list(offered(world, who, channel, CommandKind.SLASH))
    found = next((one for one in commands if first in _names(one.body, who)), None)
    if found is None:
        there = ", ".join(f"/{one.name}" for one in commands) or "nothing"
        raise NotOffered(f"{who.name} is not offered /{first} in {channel.name}, but {there}")
    leaf = found.body
    path: list[str] = []
    for name in rest:
        inner = next((one for one in _subcommands(leaf) if name in _names(one, who)), None)
        if inner is None:
            raise NotOffered(f"{line} is not there; /{found.name} has {_told(_subcommands(leaf))}")
        leaf = inner
        path.append(str(inner["name"]))
    if _subcommands(leaf):
        raise NotOffered(f"{line} needs one of {_told(_subcommands(leaf))}")
    return Typed(found, tuple(path), leaf)


def _names(node: Json, who: Account) -> set[object]:
    return {node["name"], an_object(node.get("name_localizations")).get(who.locale)}


def _subcommands(node: Json) -> list[Json]:
    kinds = {OptionKind.SUBCOMMAND, OptionKind.GROUP}
    return [one for one in objects(node.get("options")) if one.get("type") in kinds]


def _told(nodes: Iterable[Json]) -> str:
    return ", ".join(str(one["name"]) for one in nodes) or "nothing"


@dataclass(slots=True)
class Options:
    """`things`: the people, roles and channels that were given."""

    values: list[Json] = field(default_factory=list[Json])
    things: Json = field(default_factory=dict[str, object])


def options(
    world: World, typed: Typed, channel: Channel, given: Mapping[str, Given], focused: str | None = None
) -> Options:
    """What was given, as data carries it. `focused`: the option still being typed. Raises NotOffered."""
    known = {str(one["name"]): one for one in objects(typed.leaf.get("options"))}
    unknown = [name for name in given if name not in known]
    if unknown:
        raise NotOffered(f"/{typed.command.name} has no {', '.join(unknown)}; it has {', '.join(known) or 'nothing'}")
    missing = [name for name, one in known.items() if one.get("required") and name not in given]
    if missing and focused is None:
        raise NotOffered(f"/{typed.command.name} needs {', '.join(missing)}")
    result = Options()
    for name, value in given.items():
        shown: Json = {"name": name, "type": known[name]["type"]}
        if name == focused:
            result.values.append(shown | {"value": value, "focused": True})
            continue
        result.values.append(shown | {"value": _value(known[name], value)})
        if isinstance(value, Account | Channel | Role):
            _add(result.things, resolved(world, channel, [value.id]))
    return result


def _add(things: Json, more: Json) -> None:
    for kind, found in more.items():
        things.setdefault(kind, {}).update(found)


def _value(option: Json, value: Given) -> object:
    """As the app sends it. Raises NotOffered for what the app would not let through."""
    if isinstance(value, Account | Channel | Role):
        return str(value.id)
    if choices := objects(option.get("choices")):
        return _choice(option, choices, value)
    name = option["name"]
    match option["type"]:
        case OptionKind.STRING if isinstance(value, str):
            _within(option, len(value), ("min_length", "max_length"), f"{name} takes {{}} characters")
        case OptionKind.INTEGER if isinstance(value, int) and not isinstance(value, bool):
            _within(option, value, ("min_value", "max_value"), f"{name} takes a number {{}}")
        case OptionKind.NUMBER if isinstance(value, int | float):
            _within(option, value, ("min_value", "max_value"), f"{name} takes a number {{}}")
        case OptionKind.BOOLEAN if isinstance(value, bool):
            pass
        case _:
            raise NotOffered(f"{name} does not take {value!r}")
    return value


def _choice(option: Json, choices: Sequence[Json], value: Given) -> object:
    for one in choices:
        if value in {one["name"], one["value"]}:
            return one["value"]
    raise NotOffered(f"{option['name']} offers {', '.join(str(one['name']) for one in choices)}, not {value!r}")


def _within(option: Json, size: float, bounds: tuple[str, str], told: str) -> None:
    least, most = option.get(bounds[0]), option.get(bounds[1])
    if (least is not None and size < least) or (most is not None and size > most):
        raise NotOffered(told.format(f"from {least} to {most}"))
