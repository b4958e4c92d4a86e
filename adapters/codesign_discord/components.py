"""The shapes of a Discord message that is made of components, by the names and numbers of Discord's own reference."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Literal, NotRequired, TypedDict

from codesign_discord.limits import (
    IS_COMPONENTS_V2,
    MOST_BUTTONS_IN_ROW,
    MOST_LABEL,
    MOST_OPTION,
    MOST_PLACEHOLDER,
    shortened,
)


class Kind(IntEnum):
    """Types of components."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_DISPLAY = 10
    FILE = 13
    CONTAINER = 17


class Style(IntEnum):
    """Styles of buttons."""

    FIRST = 1
    OTHER = 2


class TextDisplay(TypedDict):
    """Words, with Discord's marks for headings, quotations and the like."""

    type: Literal[10]
    content: str


class Button(TypedDict):
    """A button. `custom_id` says what it stands for."""

    type: Literal[2]
    style: int
    label: str
    custom_id: str
    disabled: NotRequired[bool]


class Option(TypedDict):
    """One thing to choose. Its words are shown as they are: no mark means anything in them."""

    label: str
    value: str
    description: NotRequired[str]
    default: NotRequired[bool]


class StringSelect(TypedDict):
    """A list to choose one thing from."""

    type: Literal[3]
    custom_id: str
    placeholder: str
    options: list[Option]
    disabled: NotRequired[bool]


class ActionRow(TypedDict):
    """Up to five buttons side by side, or one list to choose from."""

    type: Literal[1]
    components: list[Button] | list[StringSelect]


class Unfurled(TypedDict):
    """Where a file is."""

    url: str


class File(TypedDict):
    """An attached file, to be opened."""

    type: Literal[13]
    file: Unfurled


Part = TextDisplay | ActionRow


class Container(TypedDict):
    """A box with everything in it."""

    type: Literal[17]
    components: list[Part]


class AllowedMentions(TypedDict):
    """Whom a message may ping."""

    parse: list[str]


class Message(TypedDict):
    """A message as it is posted, edited, or given in answer to an interaction."""

    flags: int
    components: list[Container]
    allowed_mentions: AllowedMentions


def message(parts: Sequence[Part]) -> Message:
    """A message that pings nobody."""
    return {
        "flags": IS_COMPONENTS_V2,
        "components": [{"type": 17, "components": list(parts)}],
        "allowed_mentions": {"parse": []},
    }


def text(content: str) -> TextDisplay:
    return {"type": 10, "content": content}


def file(name: str) -> File:
    """Shows a file that is attached to the same message under this name."""
    return {"type": 13, "file": {"url": f"attachment://{name}"}}


def button(label: str, custom_id: str, *, is_first: bool = False, is_off: bool = False) -> Button:
    """A button; its label is cut to what fits."""
    made: Button = {
        "type": 2,
        "style": int(Style.FIRST if is_first else Style.OTHER),
        "label": shortened(label, MOST_LABEL),
        "custom_id": custom_id,
    }
    return {**made, "disabled": True} if is_off else made


def option(label: str, value: str, description: str, *, is_chosen: bool = False) -> Option:
    """One thing to choose; its words are cut to what fits."""
    made: Option = {"label": shortened(label, MOST_OPTION), "value": value}
    if description:
        made["description"] = shortened(description, MOST_OPTION)
    if is_chosen:
        made["default"] = True
    return made


def select(placeholder: str, custom_id: str, options: Sequence[Option]) -> ActionRow:
    """A row with a list to choose from."""
    chosen: StringSelect = {
        "type": 3,
        "custom_id": custom_id,
        "placeholder": shortened(placeholder, MOST_PLACEHOLDER),
        "options": list(options),
    }
    return {"type": 1, "components": [chosen]}


def rows(buttons: Sequence[Button]) -> list[ActionRow]:
    """The buttons, five in a row."""
    starts = range(0, len(buttons), MOST_BUTTONS_IN_ROW)
    return [{"type": 1, "components": list(buttons[start : start + MOST_BUTTONS_IN_ROW])} for start in starts]


def switched_off(shown: Message) -> Message:
    """The message to look at: nothing on it can be pressed any more."""
    for box in shown["components"]:
        for part in box["components"]:
            if part["type"] == 1:
                for one in part["components"]:
                    one["disabled"] = True
    return shown
