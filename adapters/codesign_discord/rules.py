"""Whether Discord takes a message: every rule that it would answer with an error for, each named where it is broken.

Also those that its machine-readable description misses, such as the sum of all words or a custom id that stands twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import cast

from codesign_discord import limits
from codesign_discord.components import Kind
from codesign_discord.limits import units

Json = Mapping[str, object]

_OF_A_MESSAGE = frozenset({"flags", "components", "allowed_mentions"})
_OF_AN_OPTION = frozenset({"label", "value", "description", "default"})
_OF: Mapping[int, frozenset[str]] = MappingProxyType(
    {
        Kind.ACTION_ROW: frozenset({"type", "components"}),
        Kind.BUTTON: frozenset({"type", "style", "label", "custom_id", "disabled"}),
        Kind.STRING_SELECT: frozenset({"type", "custom_id", "placeholder", "options"}),
        Kind.TEXT_DISPLAY: frozenset({"type", "content"}),
        Kind.CONTAINER: frozenset({"type", "components"}),
    }
)
"""What we use of each type. Discord refuses, or silently drops, what it does not know."""
_LENGTHS: Mapping[int, Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        Kind.BUTTON: {"label": (1, limits.MOST_LABEL), "custom_id": (1, limits.MOST_CUSTOM_ID)},
        Kind.STRING_SELECT: {"placeholder": (0, limits.MOST_PLACEHOLDER), "custom_id": (1, limits.MOST_CUSTOM_ID)},
        Kind.TEXT_DISPLAY: {"content": (1, limits.MOST_TEXT)},
    }
)
_LENGTHS_OF_AN_OPTION: Mapping[str, tuple[int, int]] = dict.fromkeys(
    ("label", "value", "description"), (1, limits.MOST_OPTION)
)
_HOLDS: Mapping[int, frozenset[int]] = MappingProxyType(
    {
        Kind.CONTAINER: frozenset({Kind.ACTION_ROW, Kind.TEXT_DISPLAY}),
        Kind.ACTION_ROW: frozenset({Kind.BUTTON, Kind.STRING_SELECT}),
    }
)
_AT_TOP = frozenset({Kind.CONTAINER, Kind.ACTION_ROW, Kind.TEXT_DISPLAY})


def faults(message: Json) -> list[str]:
    """What is wrong with a message made of components; nothing where Discord takes it."""
    return list(_faults(message))


def _faults(message: Json) -> Iterator[str]:
    yield from _unknown(message, _OF_A_MESSAGE)
    flags = message.get("flags")
    if not isinstance(flags, int) or flags & ~limits.EPHEMERAL != limits.IS_COMPONENTS_V2:
        yield "flags: that of components, and at most that of a private answer"
    if message.get("allowed_mentions") != {"parse": []}:
        yield "allowed_mentions: somebody could be pinged"
    top = _objects(message.get("components"))
    whole = list(_walk(top))
    if not whole:
        yield "components: an empty message"
    if len(whole) > limits.MOST_COMPONENTS:
        yield f"components: {len(whole)}, at most {limits.MOST_COMPONENTS}"
    yield from _misplaced(top, _AT_TOP)
    length = sum(units(str(one.get("content"))) for one in whole if one.get("type") == Kind.TEXT_DISPLAY)
    if length > limits.MOST_TEXT:
        yield f"content: {length} in all, at most {limits.MOST_TEXT}"
    for one in whole:
        yield from _faults_of(one)
    used = Counter(str(one["custom_id"]) for one in whole if "custom_id" in one)
    yield from (f"custom_id: {custom_id} stands {count} times" for custom_id, count in used.items() if count > 1)


def _faults_of(one: Json) -> Iterator[str]:
    kind = one.get("type")
    if not isinstance(kind, int) or kind not in _OF:
        yield f"type: {kind} is not used here"
        return
    yield from _unknown(one, _OF[kind])
    yield from _too_long(one, _LENGTHS.get(kind, {}))
    inside = _objects(one.get("components"))
    if kind in _HOLDS:
        yield from _misplaced(inside, _HOLDS[kind])
        yield from () if inside else (f"components: nothing in type {kind}",)
    if kind == Kind.ACTION_ROW:
        is_list = any(held.get("type") == Kind.STRING_SELECT for held in inside)
        if len(inside) > (1 if is_list else limits.MOST_BUTTONS_IN_ROW):
            yield f"components: {len(inside)} in a row"
    if kind == Kind.STRING_SELECT:
        yield from _faults_of_options(_objects(one.get("options")))


def _faults_of_options(options: Sequence[Json]) -> Iterator[str]:
    if not 1 <= len(options) <= limits.MOST_OPTIONS:
        yield f"options: {len(options)}, from 1 to {limits.MOST_OPTIONS}"
    for one in options:
        yield from _unknown(one, _OF_AN_OPTION)
        yield from _too_long({"description": "-", **one}, _LENGTHS_OF_AN_OPTION)
    if len({one.get("value") for one in options}) < len(options):
        yield "value: one value for two options"
    if sum(one.get("default") is True for one in options) > 1:
        yield "default: only one can be chosen"


def _unknown(one: Json, known: frozenset[str]) -> Iterator[str]:
    return (f"{name}: not known here" for name in sorted(one.keys() - known))


def _too_long(one: Json, lengths: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    for name, (least, most) in lengths.items():
        words = one.get(name)
        if not isinstance(words, str) or units(words.strip()) < least or units(words) > most:
            yield f"{name}: from {least} to {most} that can be seen"


def _misplaced(inside: Sequence[Json], may_hold: frozenset[int]) -> Iterator[str]:
    return (f"type: {one.get('type')} does not belong here" for one in inside if one.get("type") not in may_hold)


def _walk(components: Sequence[Json]) -> Iterator[Json]:
    for one in components:
        yield one
        yield from _walk(_objects(one.get("components")))


def _objects(value: object) -> Sequence[Json]:
    return cast("Sequence[Json]", value) if isinstance(value, list) else ()
