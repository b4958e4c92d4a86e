"""Values without parts: how each is written, and what is accepted as one when it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from types import NoneType
from typing import Any, TypeAlias, TypeVar

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
T = TypeVar("T")

_REMEMBERED = 2048
"""Values of each kind that were read last: what is told of one instant tells it again and again."""
_MICROSECOND = timedelta(microseconds=1)
_INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z"
_DAY = r"\d{4}-\d\d-\d\d"
_TIME = r"\d\d:\d\d:\d\d(\.\d{6})?"
_FRACTION = r"-?\d{1,400}(/\d{1,400})?"


class Misfit(ValueError):
    """A plain value does not fit the type it is read as, or a value has no plain form. Names the path.

    Its sentence holds names and types, never a value: what stands there may be somebody's words.
    """

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(f"{path or 'the value'}: {reason}")
        self.reason = reason
        self.path = path

    def under(self, step: str) -> Misfit:
        """The same trouble, seen from one level up."""
        joint = "" if not self.path or self.path.startswith("[") else "."
        return Misfit(self.reason, f"{step}{joint}{self.path}")


@dataclass(frozen=True, slots=True)
class Coder:
    """How the values of one type hint are written and read. `decode` promises a value of that hint."""

    encode: Callable[[object], Plain]
    decode: Callable[[object], Any]


def step(name: str, code: Callable[[object], T], value: object) -> T:
    """The value coded; a misfit inside is said to be under `name`."""
    try:
        return code(value)
    except Misfit as misfit:
        raise misfit.under(name) from misfit


def expect(kind: type[T], value: object) -> T:
    """The value, which has to be of this class. A truth value is not a number here."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise Misfit(f"expected {kind.__name__}, found {type(value).__name__}")
    return value


def enum_coder(kind: type[Enum]) -> Coder:
    """By value. All values are whole numbers, or all are texts."""
    members: dict[object, Enum] = {member.value: member for member in kind}
    plain_kind = int if has_numbers(kind) else str

    def decode(plain: object) -> Enum:
        found = members.get(expect(plain_kind, plain))
        if found is None:
            raise Misfit(f"no such {kind.__name__}")
        return found

    return Coder(lambda value: plain_kind(expect(kind, value).value), decode)


def has_numbers(kind: type[Enum]) -> bool:
    """Whether the members of an enum stand for numbers."""
    return all(isinstance(member.value, int) for member in kind)


def _written(kind: type[T], pattern: str, write: Callable[[T], str], read: Callable[[str], T]) -> Coder:
    """A coder for what is a text of its own form in JSON. There is exactly one text for a value."""
    form = re.compile(pattern, re.ASCII)

    def encode(value: object) -> str:
        return write(expect(kind, value))

    @lru_cache(maxsize=_REMEMBERED)
    def found(text: str) -> T:
        try:
            value = read(text) if form.fullmatch(text) else None
        except (ValueError, ZeroDivisionError):
            value = None
        if value is None or write(value) != text:
            raise Misfit(f"not a {kind.__name__} as it is written here")
        return value

    return Coder(encode, lambda plain: found(expect(str, plain)))


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise Misfit("an instant needs a zone")
    return value.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _day(value: date) -> str:
    if isinstance(value, datetime):
        raise Misfit("expected date, found datetime")
    return value.isoformat()


def _time(value: time) -> str:
    if value.tzinfo is not None:
        raise Misfit("a time of day has no zone of its own")
    return value.isoformat()


def _length(plain: object) -> timedelta:
    try:
        return timedelta(microseconds=expect(int, plain))
    except OverflowError as error:
        raise Misfit("a length beyond all measure") from error


def _nothing(value: object) -> None:
    expect(NoneType, value)


SCALARS: Mapping[type, Coder] = {
    NoneType: Coder(_nothing, _nothing),
    bool: Coder(lambda value: expect(bool, value), lambda plain: expect(bool, plain)),
    int: Coder(lambda value: int(expect(int, value)), lambda plain: expect(int, plain)),
    str: Coder(lambda value: str(expect(str, value)), lambda plain: expect(str, plain)),
    datetime: _written(datetime, _INSTANT, _instant, datetime.fromisoformat),
    date: _written(date, _DAY, _day, date.fromisoformat),
    time: _written(time, _TIME, _time, time.fromisoformat),
    timedelta: Coder(lambda value: expect(timedelta, value) // _MICROSECOND, _length),
    Fraction: _written(Fraction, _FRACTION, str, Fraction),
}
