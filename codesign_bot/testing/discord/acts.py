"""What people's apps send when somebody presses, chooses, submits or runs something.

Nothing here waits: each returns the interaction, whose `answered` is done when our bot has acknowledged it. These
are for load; stories are told with `Person`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codesign_bot.testing.discord import interactions
from codesign_bot.testing.discord.interactions import Asked
from codesign_bot.testing.discord.model import Account, Channel, Command, Form, Interaction, Message
from codesign_bot.testing.discord.shapes import messages, people
from codesign_bot.testing.discord.shapes import places as place_shapes
from codesign_bot.testing.discord.wire import CommandKind, ComponentKind, InteractionKind, Json
from codesign_bot.testing.discord.world import World


def press(world: World, who: Account, message: Message, button: Json) -> Interaction:
    """Press a button of a message."""
    data: Json = {"component_type": int(ComponentKind.BUTTON), "custom_id": button["custom_id"], "id": button["id"]}
    return _on_message(world, who, message, data)


def choose(world: World, who: Account, message: Message, select: Json, values: Sequence[str]) -> Interaction:
    """Choose in a select of a message. `values`: of options, or ids of people, roles and channels."""
    data: Json = {
        "component_type": int(select["type"]),
        "custom_id": select["custom_id"],
        "id": select["id"],
        "values": list(values),
    }
    if select["type"] != ComponentKind.STRING_SELECT:
        data["resolved"] = resolved(world, message.channel, map(int, values))
    return _on_message(world, who, message, data)


def _on_message(world: World, who: Account, message: Message, data: Json) -> Interaction:
    asked = Asked(InteractionKind.COMPONENT, who, message.channel, data, message=message)
    return interactions.ask(world, asked)


def submit(world: World, form: Form, components: Sequence[Json], attachments: Json | None = None) -> Interaction:
    """Send a form in. `components`: the fields with their values, as `forms.filled` makes them."""
    opened = form.asked_by
    data: Json = {"custom_id": form.custom_id, "components": list(components)}
    if attachments:
        data["resolved"] = {"attachments": attachments}
    asked = Asked(
        InteractionKind.MODAL,
        opened.person,
        opened.channel,
        data,
        message=opened.message,
        opened_by=opened,
    )
    return interactions.ask(world, asked)


def run(
    world: World,
    who: Account,
    channel: Channel,
    command: Command,
    options: Sequence[Json],
    *,
    path: Sequence[str] = (),
    things: Json | None = None,
    is_completing: bool = False,
) -> Interaction:
    """Run a slash command; or, `is_completing`, ask for suggestions while typing it."""
    data = _command(command) | {"options": list(options)}
    if things:
        data["resolved"] = things
    kind = InteractionKind.AUTOCOMPLETE if is_completing else InteractionKind.COMMAND
    name = " ".join([command.name, *path])
    return interactions.ask(world, Asked(kind, who, channel, data, name))


def use_on_message(world: World, who: Account, command: Command, message: Message) -> Interaction:
    """Run a command of the menu of a message."""
    shown = messages.message(world, message)
    data = _command(command) | {
        "target_id": str(message.id),
        "resolved": {"messages": {str(message.id): shown}},
    }
    asked = Asked(InteractionKind.COMMAND, who, message.channel, data, command.name, target_message=message)
    return interactions.ask(world, asked)


def use_on_person(world: World, who: Account, channel: Channel, command: Command, target: Account) -> Interaction:
    """Run a command of the menu of a person."""
    data = _command(command) | {
        "target_id": str(target.id),
        "resolved": resolved(world, channel, [target.id]),
    }
    asked = Asked(InteractionKind.COMMAND, who, channel, data, command.name, target_person=target)
    return interactions.ask(world, asked)


def _command(command: Command) -> Json:
    shown: Json = {"id": str(command.id), "name": command.name, "type": int(command.kind)}
    if command.kind is CommandKind.SLASH:
        shown["options"] = []
    return shown | ({"guild_id": str(command.guild)} if command.guild else {})


def resolved(world: World, channel: Channel, ids: Iterable[int]) -> Json:
    """The people, roles and channels behind ids, as data carries them."""
    wanted = set(ids)
    guild = channel.guild
    found: Json = {}
    if accounts := [one for one in world.accounts.values() if one.id in wanted]:
        found["users"] = {str(one.id): people.account(one) for one in accounts}
    if channels := [one for one in world.channels.values() if one.id in wanted]:
        found["channels"] = {str(one.id): _channel(world, one) for one in channels}
    if guild is None:
        return found
    if members := [guild.members[one.id] for one in accounts if one.id in guild.members]:
        found["members"] = {
            str(one.account.id): people.partial_member(one) | {"permissions": str(world.granted(one.account, channel))}
            for one in members
        }
    if roles := [one for one in guild.roles.values() if one.id in wanted]:
        found["roles"] = {str(one.id): people.role(one) for one in roles}
    return found


def _channel(world: World, one: Channel) -> Json:
    return place_shapes.channel(world, one) | {"permissions": str(world.granted(world.bot, one))}
