"""Whose words a view quotes, so that it is known later where they have to be taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import cast

from codesign_bot.view import Quoted, View


def quoted_in(view: View) -> Iterator[Quoted]:
    """Everybody's words in a view, wherever they stand in it. Those that were erased are not there."""
    yield from _found(view)


def _found(value: object) -> Iterator[Quoted]:
    if isinstance(value, Quoted):
        if value.words is not None:
            yield value
    elif isinstance(value, tuple):
        for one in cast("tuple[object, ...]", value):
            yield from _found(one)
    elif isinstance(value, Mapping):
        for one in cast("Mapping[str, object]", value).values():
            yield from _found(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _found(getattr(value, field.name))
