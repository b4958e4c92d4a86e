"""Finding the thing on the screen that somebody means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codesign_bot.testing.discord.model import Message
from codesign_bot.testing.discord.show import text
from codesign_bot.testing.discord.show.names import Eyes
from codesign_bot.testing.discord.wire import SELECTS, ButtonStyle, ComponentKind, Json, objects
from codesign_bot.testing.discord.world import World


class NotThere(AssertionError):
    """The person sees nothing like that; the message shows what they do see."""


Found = tuple[Message, Json]


def buttons(world: World, messages: Sequence[Message], label: str, beside: str | None = None) -> list[Found]:
    """Every button with this label or custom id, those of the newest message first.

    `beside`: only one that stands on the same line as these words, or is the first one below them.
    """
    return [
        (message, one)
        for message in reversed(messages)
        for one in _buttons(world, message, beside)
        if label in {one.get("label"), one.get("custom_id"), text.label(one)} and one["style"] != ButtonStyle.LINK
    ]


def selects(messages: Sequence[Message], name: str | None) -> list[Found]:
    """Every select that shows this placeholder, has this custom id or offers this option; None: every select."""
    return [
        (message, one)
        for message in reversed(messages)
        for one in _flat(message.components)
        if one["type"] in SELECTS and (name is None or name in _names_of_select(one))
    ]


def _names_of_select(one: Json) -> set[object]:
    return {one.get("placeholder"), one["custom_id"], *(option["label"] for option in objects(one.get("options")))}


def _buttons(world: World, message: Message, beside: str | None) -> Iterable[Json]:
    flat = list(_flat(message.components))
    if beside is None:
        return (one for one in flat if one["type"] == ComponentKind.BUTTON)
    return _beside(Eyes(world, message.channel.guild), message.components, beside)


def _flat(components: Iterable[Json]) -> Iterable[Json]:
    """All components, in the order they are read."""
    for one in components:
        yield one
        yield from _flat(objects(one.get("components")))
        if "accessory" in one:
            yield from _flat([one["accessory"]])


def _beside(eyes: Eyes, components: Sequence[Json], words: str) -> Iterable[Json]:
    """The buttons of the section that says these words, or of the first row below such words."""
    was_said = False
    for one in components:
        said = "\n".join(text.component_lines(eyes, [one]))
        match one["type"]:
            case ComponentKind.CONTAINER:
                yield from _beside(eyes, objects(one["components"]), words)
            case ComponentKind.SECTION if words in said:
                yield from (held for held in [one["accessory"]] if held["type"] == ComponentKind.BUTTON)
            case ComponentKind.TEXT:
                was_said = words in said
            case ComponentKind.ROW if was_said or words in said:
                yield from (held for held in objects(one["components"]) if held["type"] == ComponentKind.BUTTON)
                was_said = False
            case _:
                pass
