"""From a type hint to how its values are written and read. Worked out once for each hint."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from codesign_bot.plain.scalars import SCALARS, Coder, Misfit, Plain, enum_coder, expect, has_numbers, step

T = TypeVar("T")

TAG = "type"
_BARE = (str, int, bool)
_CODERS: dict[object, Coder] = {}
_WHOLE = re.compile(r"0|-?[1-9]\d*", re.ASCII)


def coder(hint: object) -> Coder:
    """How values of this hint are written and read. Raises `Misfit` where they have no plain form."""
    if hint not in _CODERS:
        _CODERS[hint] = _worked_out(_bare(hint))
    return _CODERS[hint]


def _worked_out(hint: object) -> Coder:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _union([_bare(argument) for argument in arguments])
    if origin is tuple:
        return _many(arguments[0]) if arguments[1:] == (...,) else _fixed(arguments)
    if origin is frozenset:
        return _set(arguments[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*arguments)
    if isinstance(hint, type):
        return _class(hint)
    raise Misfit(f"{hint!r} has no plain form")


def _class(kind: type[object]) -> Coder:
    if kind in SCALARS:
        return SCALARS[kind]
    if issubclass(kind, Enum):
        return enum_coder(kind)
    if is_dataclass(kind):
        return _dataclass(kind)
    raise Misfit(f"{kind.__name__} has no plain form")


def _bare(hint: object) -> object:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def _items(plain: object) -> list[object]:
    return cast("list[object]", expect(list, plain))


def _body(plain: object) -> dict[str, object]:
    return cast("dict[str, object]", expect(dict, plain))


# --- collections --------------------------------------------------------------------------------------


def _each(code: Callable[[object], T], values: Iterable[object]) -> list[T]:
    done: list[T] = []
    try:
        for value in values:
            done.append(code(value))  # noqa: PERF401 - how far it came names the place of a misfit
    except Misfit as misfit:
        raise misfit.under(f"[{len(done)}]") from misfit
    return done


def _many(argument: object) -> Coder:
    item = coder(argument)

    def encode(value: object) -> Plain:
        return _each(item.encode, cast("tuple[object, ...]", expect(tuple, value)))

    return Coder(encode, lambda plain: tuple(_each(item.decode, _items(plain))))


def _fixed(arguments: tuple[object, ...]) -> Coder:
    items = [coder(argument) for argument in arguments]

    def each(codes: Iterable[Callable[[object], T]], values: list[object]) -> list[T]:
        if len(values) != len(items):
            raise Misfit(f"expected {len(items)} values, found {len(values)}")
        return [step(f"[{at}]", code, values[at]) for at, code in enumerate(codes)]

    def encode(value: object) -> Plain:
        return each((item.encode for item in items), list(cast("tuple[object, ...]", expect(tuple, value))))

    return Coder(encode, lambda plain: tuple(each((item.decode for item in items), _items(plain))))


def _set(argument: object) -> Coder:
    item = coder(argument)

    def encode(value: object) -> Plain:
        return sorted(_each(item.encode, cast("frozenset[object]", expect(frozenset, value))), key=_rank)

    def decode(plain: object) -> frozenset[object]:
        found = _each(item.decode, _items(plain))
        if len(frozenset(found)) != len(found):
            raise Misfit("the same value twice in a set")
        return frozenset(found)

    return Coder(encode, decode)


def _rank(plain: Plain) -> tuple[int, Any]:
    """Puts any two plain values in one order, by kind and then by value."""
    match plain:
        case None:
            return 0, 0
        case int():
            return 1, plain
        case str():
            return 2, plain
        case list():
            return 3, [_rank(item) for item in plain]
        case dict():
            return 4, [(name, _rank(item)) for name, item in plain.items()]


def _mapping(key_hint: object, value_hint: object) -> Coder:
    key, value = coder(key_hint), coder(value_hint)
    read_key = _number_key(key) if _is_number(_bare(key_hint)) else key.decode

    def encode(given: object) -> Plain:
        pairs = _pairs(given)
        return {str(step("a key", key.encode, k)): step(f"[{k}]", value.encode, v) for k, v in pairs}

    def decode(plain: object) -> dict[Any, Any]:
        pairs = _body(plain).items()
        return {step("a key", read_key, k): step(f"[{k}]", value.decode, v) for k, v in pairs}

    return Coder(encode, decode)


def _pairs(given: object) -> Iterable[tuple[object, object]]:
    if not isinstance(given, Mapping):
        raise Misfit(f"expected a mapping, found {type(given).__name__}")
    return cast("Mapping[object, object]", given).items()


def _is_number(hint: object) -> bool:
    return hint is int or (isinstance(hint, type) and issubclass(hint, Enum) and has_numbers(hint))


def _number_key(key: Coder) -> Callable[[object], Any]:
    def decode(name: object) -> Any:  # noqa: ANN401 - whatever the keys are
        if _WHOLE.fullmatch(expect(str, name)) is None:
            raise Misfit("not a whole number")
        return key.decode(int(expect(str, name)))

    return decode


# --- unions and dataclasses ---------------------------------------------------------------------------


def _union(members: list[object]) -> Coder:
    kinds = [cast("type", member) for member in members if member is not NoneType]
    inner = coder(kinds[0]) if len(kinds) == 1 else _tagged(kinds)
    if len(kinds) == len(members):
        return inner
    return Coder(
        lambda value: None if value is None else inner.encode(value),
        lambda plain: None if plain is None else inner.decode(plain),
    )


def _tagged(kinds: list[type]) -> Coder:
    by_name = {kind.__name__: kind for kind in kinds}
    coders = {kind: coder(kind) for kind in kinds}
    trouble = f"none of {', '.join(by_name)}"

    def encode(value: object) -> Plain:
        kind = type(value)
        if kind not in coders:
            raise Misfit(f"{kind.__name__} is {trouble}")
        plain = coders[kind].encode(value)
        if kind in _BARE:
            return plain
        return {TAG: kind.__name__, **(plain if isinstance(plain, dict) else {"value": plain})}

    def decode(plain: object) -> Any:  # noqa: ANN401 - any of the kinds
        if type(plain) in _BARE and type(plain) in coders:
            return plain
        body = dict(_body(cast("object", plain))) if isinstance(plain, dict) else {}
        kind = by_name.get(str(body.pop(TAG, "")))
        if kind is None or kind in _BARE:
            raise Misfit(trouble)
        if is_dataclass(kind):
            return coders[kind].decode(body)
        if set(body) != {"value"}:
            raise Misfit("expected a value and nothing else")
        return coders[kind].decode(body["value"])

    return Coder(encode, decode)


@dataclass(frozen=True, slots=True)
class _Field:
    coder: Coder
    decode: Callable[[object], Any]
    is_required: bool


def _dataclass(kind: type) -> Coder:
    # Fields are looked at when the first value comes by, so that a class may hold others of its own kind.
    def encode(value: object) -> Plain:
        expect(kind, value)
        return {name: step(name, one.coder.encode, getattr(value, name)) for name, one in _fields(kind).items()}

    def decode(plain: object) -> object:
        known, values, name = _fields(kind), dict[str, object](), ""
        body = _body(plain)
        try:
            for name, value in body.items():
                one = known.get(name)
                if one is None:
                    raise Misfit("unknown field")  # noqa: TRY301 # its path begins here, as that of any other
                values[name] = one.decode(value)
        except Misfit as misfit:
            raise misfit.under(str(name)) from misfit
        for name, one in known.items():
            if one.is_required and name not in values:
                raise Misfit("missing", name)
        try:
            return kind(**values)
        except ValueError as error:
            raise Misfit(f"no such {kind.__name__}: {error}") from error

    return Coder(encode, decode)


@cache
def _fields(kind: type) -> Mapping[str, _Field]:
    hints = hints_of(kind)
    return {
        one.name: _Field(found, found.decode, one.default is MISSING and one.default_factory is MISSING)
        for one in fields(kind)
        if one.init and (found := coder(hints[one.name]))
    }


def learn(hint: object, known: set[object] | None = None) -> None:
    """Work out everything that this hint leads to now, so that a mistake in a hint does not wait for a value."""
    known = set() if known is None else known
    hint = _bare(hint)
    if hint in known or hint is Ellipsis:
        return
    known.add(hint)
    coder(hint)
    parts = get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        parts = tuple(hints_of(hint).values())
    for part in parts:
        learn(part, known)


def hints_of(kind: type) -> dict[str, object]:
    """The type hints of a dataclass. They have to be importable when the program runs, not only for checkers."""
    return get_type_hints(kind)
