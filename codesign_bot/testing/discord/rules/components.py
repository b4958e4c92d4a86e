"""Rules about components in messages. Source, unless a rule names another: docs, "Component Reference"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from codesign_bot.testing.discord import components
from codesign_bot.testing.discord.components import Placed
from codesign_bot.testing.discord.errors import Fault
from codesign_bot.testing.discord.rules.shapes import KEYS, unknown_keys
from codesign_bot.testing.discord.wire import SELECTS, ButtonStyle, ComponentKind, Json, objects

MOST_COMPONENTS = 40
MOST_ROWS = 5
MOST_BUTTONS_IN_A_ROW = 5
MOST_TEXT = 4000
"""Over all text displays of a message. Source: discord.py, `LayoutView`; the docs do not give it."""

IN_ROW = SELECTS | {ComponentKind.BUTTON}
AT_TOP = frozenset(
    {
        ComponentKind.ROW,
        ComponentKind.SECTION,
        ComponentKind.TEXT,
        ComponentKind.GALLERY,
        ComponentKind.FILE,
        ComponentKind.SEPARATOR,
        ComponentKind.CONTAINER,
    }
)
MAY_HOLD: Mapping[int, frozenset[ComponentKind]] = {
    ComponentKind.ROW: frozenset(IN_ROW),
    ComponentKind.SECTION: frozenset({ComponentKind.TEXT, ComponentKind.BUTTON, ComponentKind.THUMBNAIL}),
    ComponentKind.CONTAINER: AT_TOP - {ComponentKind.CONTAINER},
}


def check(tree: object, *, is_v2: bool) -> Iterable[Fault]:
    """Everything that is wrong with the components of a message."""
    placed = list(components.walk(tree))
    yield from (fault for one in placed for fault in _each(one))
    yield from nesting(placed, is_v2=is_v2)
    yield from custom_ids(placed)
    yield from ids(placed)
    if is_v2:
        yield from total(placed)
        yield from text_size(placed)
    else:
        yield from rows(tree)


def _each(one: Placed) -> Iterable[Fault]:
    yield from (fault.within(*one.path) for fault in unknown_keys(one.component, KEYS.get(one.kind)))
    if one.kind == ComponentKind.BUTTON:
        yield from button(one)
    if one.kind == ComponentKind.ROW:
        yield from row(one)
    if one.kind in SELECTS:
        yield from option_values(one)
        yield from select_range(one)


def nesting(placed: Sequence[Placed], *, is_v2: bool) -> Iterable[Fault]:
    """Which component stands where. Without the flag IS_COMPONENTS_V2 only action rows stand at the top."""
    top = AT_TOP if is_v2 else frozenset({ComponentKind.ROW})
    holders = {one.path: one.kind for one in placed}
    for one in placed:
        allowed = top if one.depth == 0 else MAY_HOLD.get(_holder(one, holders), frozenset())
        if one.kind not in allowed:
            kinds = ", ".join(str(int(kind)) for kind in sorted(allowed))
            yield Fault((*one.path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({kinds},).')


def _holder(one: Placed, holders: Mapping[tuple[str | int, ...], int]) -> int:
    return holders.get(one.path[:-2], 0) or holders.get(one.path[:-1], 0)


def total(placed: Sequence[Placed]) -> Iterable[Fault]:
    """At most 40 components, nested ones counted."""
    if len(placed) > MOST_COMPONENTS:
        sentence = f"The max number of components for a message is {MOST_COMPONENTS}"
        yield Fault(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", sentence)


def text_size(placed: Sequence[Placed]) -> Iterable[Fault]:
    texts = [str(one.component.get("content") or "") for one in placed if one.kind == ComponentKind.TEXT]
    if sum(map(len, texts)) > MOST_TEXT:
        sentence = f"The total displayable text size exceeds the maximum size of {MOST_TEXT}"
        yield Fault(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", sentence)


def rows(tree: object) -> Iterable[Fault]:
    """At most 5 action rows. Source: "Legacy Message Component Behavior"."""
    if len(objects(tree)) > MOST_ROWS:
        yield Fault(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MOST_ROWS} in length.")


def row(one: Placed) -> Iterable[Fault]:
    """Up to 5 buttons, or a single select."""
    inside = [held.get("type") for held in objects(one.component.get("components"))]
    has_select = any(kind in SELECTS for kind in inside)
    if len(inside) > (1 if has_select else MOST_BUTTONS_IN_A_ROW):
        sentence = "The specified component exceeds the maximum width"
        yield Fault((*one.path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", sentence)


def custom_ids(placed: Sequence[Placed]) -> Iterable[Fault]:
    """Unique in a message. Source: "Anatomy of a Component", "Custom ID"."""
    seen: set[str] = set()
    for one in placed:
        if one.custom_id is None:
            continue
        if one.custom_id in seen:
            sentence = "Component custom id cannot be duplicated"
            yield Fault((*one.path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", sentence)
        seen.add(one.custom_id)


def ids(placed: Sequence[Placed]) -> Iterable[Fault]:
    """Unique in a message, 0 meaning none. Source: "Anatomy of a Component"."""
    chosen = [(one, one.component["id"]) for one in placed if one.component.get("id")]
    seen: set[object] = set()
    for one, number in chosen:
        if number in seen:
            yield Fault((*one.path, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        seen.add(number)


def option_values(one: Placed) -> Iterable[Fault]:
    """Unique in a select. Not in the docs; Discord answers 50035 with this word."""
    seen: set[object] = set()
    for place, option in enumerate(objects(one.component.get("options"))):
        if option.get("value") in seen:
            path = (*one.path, "options", place, "value")
            yield Fault(path, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
        seen.add(option.get("value"))


def select_range(one: Placed) -> Iterable[Fault]:
    """No more chosen at the start than can be, and the least not above the most."""
    least, most = one.component.get("min_values"), one.component.get("max_values")
    options = objects(one.component.get("options"))
    if least is not None and most is not None and least > most:
        yield Fault((*one.path, "min_values"), "BASE_TYPE_MAX", "min_values is greater than max_values")
    if sum(bool(option.get("default")) for option in options) > (most or 1):
        sentence = "Too many options are selected by default"
        yield Fault((*one.path, "options"), "SELECT_COMPONENT_MAX_DEFAULTS", sentence)


def button(one: Placed) -> Iterable[Fault]:
    """A link has an address and no custom id; all others the other way round; each says something."""
    held: Json = one.component
    is_link = held.get("style") == ButtonStyle.LINK
    if held.get("style") == ButtonStyle.PREMIUM:
        return
    if is_link != bool(held.get("url")):
        yield Fault((*one.path, "url"), "BUTTON_COMPONENT_INVALID_URL", "A url is for link buttons, and needed there")
    if is_link == bool(held.get("custom_id")):
        sentence = "A custom id is needed, except for link buttons, where it is forbidden"
        yield Fault((*one.path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", sentence)
    if not held.get("label") and not held.get("emoji"):
        yield Fault((*one.path, "label"), "BASE_TYPE_REQUIRED", "A button needs a label or an emoji")
