"""Which people a stored view speaks of, so that their names can be looked up before it is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast


def people_in(plain: object) -> Iterator[str]:
    """The ids of everybody named in a view as JSON, wherever they stand in it."""
    if isinstance(plain, dict):
        fields = cast("dict[str, object]", plain)
        person = fields.get("person")
        if isinstance(person, str):
            yield person
        for value in fields.values():
            yield from people_in(value)
    elif isinstance(plain, list):
        for value in cast("list[object]", plain):
            yield from people_in(value)
