"""A TOML file read key by key, noting every mistake with its name instead of stopping at the first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from pathlib import Path
from typing import TypeVar, cast

from codesign_bot.errors import ConfigError
from codesign_bot.names import likeness, nearest

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_ALIKE = 0.6
"""From this likeness on a misspelt key is offered the nearest known one."""

_KINDS: Mapping[type, str] = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number with a point",
    list: "a list",
    dict: "a table",
}


class Mistake(ValueError):
    """A value that cannot be used. Says what is needed and never what was found: it may be a secret."""


class Mistakes:
    """Everything found wrong in one file."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self._found: list[str] = []

    def note(self, key: str, reason: str) -> None:
        self._found.append(f"{key}: {reason}")

    def raise_if_any(self) -> None:
        """Raise `ConfigError` with the file in the first line and one mistake in each further line."""
        if self._found:
            raise ConfigError("\n  ".join([f"{self.source}:", *self._found]))


class Table:
    """One table of a file. Keys that nobody asked for by the time of `close` are mistakes."""

    def __init__(self, name: str, values: Mapping[str, object], mistakes: Mistakes) -> None:
        self.name = name
        self.mistakes = mistakes
        self._values = values
        self._asked: set[str] = set()

    @property
    def asked(self) -> frozenset[str]:
        """The keys that were asked for so far."""
        return frozenset(self._asked)

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self._values)

    def has(self, key: str) -> bool:
        """Whether the key stands in the file."""
        return key in self._values

    def optional(self, key: str, read: Callable[[object], T], default: T) -> T:
        """What `read` makes of the value. Where the key is missing or its value mistaken, the default."""
        self._asked.add(key)
        if key not in self._values:
            return default
        try:
            return read(self._values[key])
        except Mistake as mistake:
            self.note(key, str(mistake))
            return default

    def required(self, key: str, read: Callable[[object], T], stand_in: T) -> T:
        """As `optional`, but a missing key is a mistake. Nobody sees the stand-in: mistakes are raised first."""
        if key not in self._values:
            self.note(key, "is missing")
        return self.optional(key, read, stand_in)

    def table(self, key: str) -> Table:
        """A table inside this one; empty where it is missing."""
        return Table(self._path(key), self.optional(key, mapping, {}), self.mistakes)

    def note(self, key: str, reason: str) -> None:
        self.mistakes.note(self._path(key), reason)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                self.note(key, unknown(key, self._asked))

    def _path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def read_file(path: Path) -> Mapping[str, object]:
    """The file as plain values. Raises `ConfigError` where it is missing, unreadable or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from error


def unknown(name: str, known: Collection[str]) -> str:
    """The sentence about an unknown name, with the one that was probably meant."""
    near = nearest(name, known, 1)
    if near and likeness(name, near[0]) >= _ALIKE:
        return f"is unknown; did you mean {near[0]}?"
    return f"is unknown; known are {', '.join(sorted(known))}" if known else "is unknown"


def of_kind(kind: type[T]) -> Callable[[object], T]:
    """A reader of values of exactly this type; a truth value is not a number."""

    def read(value: object) -> T:
        if type(value) is not kind:
            found = _KINDS.get(type(value), "something else")
            raise Mistake(f"{_KINDS[kind]} is needed, this is {found}")
        return value

    return read


text = of_kind(str)
truth = of_kind(bool)


def matching(pattern: re.Pattern[str], needed: str) -> Callable[[object], str]:
    """A reader of texts that fit the pattern from end to end."""

    def read(value: object) -> str:
        found = text(value)
        if pattern.fullmatch(found) is None:
            raise Mistake(f"{needed} is needed")
        return found

    return read


def mapping(value: object) -> Mapping[str, object]:
    """A table. TOML has no other keys than text."""
    return cast("Mapping[str, object]", of_kind(dict)(value))  # pyright: ignore[reportUnknownArgumentType] # a bare dict


def number(least: int, most: int | None = None) -> Callable[[object], int]:
    """A reader of whole numbers within bounds, both included."""

    def read(value: object) -> int:
        found = of_kind(int)(value)
        if found < least or (most is not None and found > most):
            raise Mistake(f"must be {least} or more" if most is None else f"must be from {least} to {most}")
        return found

    return read


def each(read: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A reader of lists in which nothing stands twice."""

    def read_all(value: object) -> tuple[T, ...]:
        found = tuple(read(one) for one in cast("list[object]", of_kind(list)(value)))  # pyright: ignore[reportUnknownArgumentType] # a bare list
        if len(set(found)) < len(found):
            raise Mistake("the same thing stands there twice")
        return found

    return read_all


def choice(kind: type[E]) -> Callable[[object], E]:
    """A reader of one of the values of an enum."""
    members: dict[object, E] = {member.value: member for member in kind}

    def read(value: object) -> E:
        found = text(value)
        if found not in members:
            raise Mistake(f"is none of {', '.join(map(str, members))}")
        return members[found]

    return read
