"""Reading JSON that strangers wrote: each function gives the wanted shape or its absence. None raises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

Json = Mapping[str, object]


def as_object(value: object) -> Json:
    """The value if it is a JSON object, otherwise an empty one."""
    return cast("Json", value) if isinstance(value, dict) else {}


def inner(source: Json, *path: str) -> Json:
    """The object reached by following `path`; an empty one where something else stands there."""
    found = source
    for key in path:
        found = as_object(found.get(key))
    return found


def text(source: Json, key: str) -> str | None:
    value = source.get(key)
    return value if isinstance(value, str) else None


def number(source: Json, key: str) -> int | None:
    value = source.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def texts(value: object) -> tuple[str, ...]:
    """The strings of a JSON array, in order; anything else in it is left out."""
    found = cast("Iterable[object]", value) if isinstance(value, list) else ()
    return tuple(item for item in found if isinstance(item, str))


def objects(value: object) -> tuple[Json, ...]:
    """The objects of a JSON array, in order; anything else in it is left out."""
    found = cast("Iterable[object]", value) if isinstance(value, list) else ()
    return tuple(cast("Json", item) for item in found if isinstance(item, dict))
