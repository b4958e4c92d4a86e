"""Rules about modals. Source: docs, "Receiving and Responding", callback data for a modal; "Component Reference"."""

from __future__ import annotations

from collections.abc import Iterable

from codesign_bot.testing.discord import components
from codesign_bot.testing.discord.errors import Fault
from codesign_bot.testing.discord.rules import components as in_messages
from codesign_bot.testing.discord.rules.shapes import FORM, KEYS, unknown_keys
from codesign_bot.testing.discord.wire import SELECTS, ComponentKind, Json, objects

MOST_ITEMS = 5
AT_TOP = frozenset({ComponentKind.ROW, ComponentKind.TEXT, ComponentKind.LABEL})
IN_LABEL = SELECTS | {
    ComponentKind.TEXT_INPUT,
    ComponentKind.FILE_UPLOAD,
    ComponentKind.RADIO_GROUP,
    ComponentKind.CHECKBOX_GROUP,
    ComponentKind.CHECKBOX,
}
WITH_OPTIONS = frozenset({ComponentKind.STRING_SELECT, ComponentKind.RADIO_GROUP, ComponentKind.CHECKBOX_GROUP})


def check(body: Json) -> Iterable[Fault]:
    """Everything that is wrong with a modal."""
    placed = list(components.walk(body.get("components")))
    yield from unknown_keys(body, FORM)
    yield from items(body)
    yield from in_messages.custom_ids(placed)
    yield from in_messages.ids(placed)
    for one in placed:
        yield from (fault.within(*one.path) for fault in unknown_keys(one.component, KEYS.get(one.kind)))
        yield from nesting(one)
        if one.kind in WITH_OPTIONS:
            yield from in_messages.option_values(one)
        if one.kind == ComponentKind.TEXT_INPUT:
            yield from text_input(one)


def items(body: Json) -> Iterable[Fault]:
    """Between 1 and 5. The OpenAPI document says up to 40."""
    if not 1 <= len(objects(body.get("components"))) <= MOST_ITEMS:
        yield Fault(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MOST_ITEMS} in length.")


def nesting(one: components.Placed) -> Iterable[Fault]:
    """Labels, text, and rows with one old text input each."""
    allowed = AT_TOP if one.depth == 0 else IN_LABEL
    if one.kind not in allowed:
        kinds = ", ".join(str(int(kind)) for kind in sorted(allowed))
        yield Fault((*one.path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({kinds},).')


def text_input(one: components.Placed) -> Iterable[Fault]:
    """The least not above the most, and what stands in it at the start not longer than may be typed."""
    least, most = one.component.get("min_length") or 0, one.component.get("max_length") or 4000
    if least > most:
        yield Fault((*one.path, "min_length"), "BASE_TYPE_MAX", "min_length is greater than max_length")
    if len(one.component.get("value") or "") > most:
        yield Fault((*one.path, "value"), "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
