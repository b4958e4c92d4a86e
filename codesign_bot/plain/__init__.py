"""Values as plain JSON and back, by type hints: what a field is declared as is what it is read back as.

Integers only. Instants are RFC 3339 in UTC with microseconds where they are not zero, lengths are
microseconds, fractions are "1/3", sets are sorted, keys of mappings are strings. Where a field can be of
several types, texts and numbers stand as they are, and everything else says which it is:
`{"type": "Quoted", "words": "…"}`.
"""

from __future__ import annotations

from typing import TypeVar

from codesign_bot.plain.coding import coder, learn
from codesign_bot.plain.scalars import Misfit, Plain

__all__ = ["Misfit", "Plain", "from_plain", "learn", "to_plain"]

T = TypeVar("T")


def to_plain(value: object) -> Plain:
    """A dataclass, enum member or scalar as plain JSON. Raises `Misfit` where it breaks its type hints."""
    return coder(type(value)).encode(value)


def from_plain(kind: type[T], plain: object) -> T:
    """The value of this class. Raises `Misfit` for an unknown or missing field or a wrong type."""
    value: T = coder(kind).decode(plain)
    return value
