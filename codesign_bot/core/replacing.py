"""A frozen value with some of its fields changed: what `dataclasses.replace` does, without looking at each field.

A round has fifty fields, and a record is folded by changing one or two of them a hundred times over. The more fields,
the more is saved: a class is looked at once, and not at every change.

Law. Values whose class looks at its fields when it is made are made by it. All others are copied slot by slot.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from dataclasses import replace as made_anew
from functools import cache
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, TypeVar, cast

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Copying:
    """How values of one class are copied: what reads all fields at once, and what sets each in that order."""

    read: Callable[[object], tuple[object, ...]]
    each: tuple[Callable[[object, object], None], ...]
    by_name: Mapping[str, Callable[[object, object], None]]


def _replaced(value: T, **changes: Any) -> T:  # noqa: ANN401 # whatever its fields are
    """A value of the same class, with these fields as they are given. Raises as `dataclasses.replace` does."""
    kind = type(value)
    how = _copying(cast("Hashable", kind))
    if how is None or not changes.keys() <= how.by_name.keys():
        return made_anew(value, **changes)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType] # no dataclass: it says so
    copy = kind.__new__(kind)
    for put, held in zip(how.each, how.read(value), strict=True):
        put(copy, held)
    for name, held in changes.items():
        how.by_name[name](copy, held)
    return copy


@cache
def _copying(kind: type[Any]) -> _Copying | None:
    """None where a value has to be made by its class: it looks at what it is given, or it has no slots for it."""
    names = [one.name for one in fields(kind)]
    slots = [slot for name in names if isinstance(slot := kind.__dict__.get(name), MemberDescriptorType)]
    if hasattr(kind, "__post_init__") or not 1 < len(names) == len(slots):  # `attrgetter` reads one field as itself
        return None
    each = tuple(slot.__set__ for slot in slots)
    return _Copying(attrgetter(*names), each, dict(zip(names, each, strict=True)))


if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414 # so that the fields and their types stay checked
else:
    replace = _replaced
