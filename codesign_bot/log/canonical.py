"""The one way to write a plain value as bytes: the canonical JSON of RFC 8785, and of its numbers only whole ones.

Whoever writes the same value gets the same bytes, in any language, so a hash of them says the same everywhere.

Law. `rfc8785` says what is canonical. Where all is ASCII, the encoder of Python writes the same bytes in a fraction of
the time: without fractions nothing is left in which the two differ but the order of keys, which is by code points in
one and by UTF-16 units in the other, and both are the same for ASCII. What is not so simple goes to the library.
"""

from __future__ import annotations

import json
from typing import NoReturn, cast

import rfc8785

from codesign_bot.plain import Plain

LARGEST = 2**53 - 1
"""Beyond it, programs that read JSON numbers as doubles would see another number (RFC 7493 §2.2)."""

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class NotCanonical(ValueError):
    """The value has no canonical bytes. Says which kind of thing is wrong, never what stands there."""


class NotJson(ValueError):
    """The bytes are no JSON, or JSON that is nested too deep to be read."""


def canonical(value: Plain) -> bytes:
    """The bytes of a value, in UTF-8, keys in the order of their UTF-16 units (RFC 8785 §3.2.3).

    Raises `NotCanonical` for a fraction, a number beyond `LARGEST`, a key that is no text, half a surrogate pair,
    what is nested too deep to be walked, and whatever else is not plain.
    """
    try:
        has_ascii_keys = _look_at(value)
        return _ENCODER.encode(value).encode() if has_ascii_keys else rfc8785.dumps(value)
    except UnicodeEncodeError as error:  # of a key or of what the encoder wrote
        raise NotCanonical("half a surrogate pair is no text") from error
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical("half a surrogate pair is no text") from error
    except RecursionError as error:
        raise NotCanonical("nested too deep") from error


def read(held: bytes) -> tuple[Plain, bool]:
    """The value in these bytes, and whether they are the ones that `canonical` writes for it.

    Raises `NotJson`, and `NotCanonical` where no bytes are.
    """
    if held.isascii():
        found = _quickly(held.decode("ascii"))
        if found is not _UNSURE:
            return cast("Plain", found), True
    try:
        value = cast("Plain", json.loads(held))
    except (ValueError, RecursionError):
        raise NotJson("no JSON") from None
    return value, canonical(value) == held


_UNSURE = object()


def _quickly(text: str) -> object:
    """The value of a text that is canonical; `_UNSURE` where this is not clear at once."""
    try:
        value: object = _DECODER.decode(text)
        return value if _ENCODER.encode(value) == text else _UNSURE
    except (ValueError, RecursionError):
        return _UNSURE


def _no_fraction(_written: str) -> NoReturn:
    raise ValueError("a fraction")


def _whole(written: str) -> int:
    number = int(written)
    if abs(number) > LARGEST:
        raise ValueError("too large")
    return number


_DECODER = json.JSONDecoder(parse_float=_no_fraction, parse_int=_whole, parse_constant=_no_fraction)


def _look_at(value: object) -> bool:
    """Whether all keys are ASCII. Raises for what would be written although another program may read something else."""
    match value:
        case None | bool() | str():
            return True
        case int():
            if abs(value) > LARGEST:
                raise NotCanonical("a whole number beyond 2^53 - 1")
            return True
        case dict():
            has_ascii_keys = True
            for key, one in value.items():  # pyright: ignore[reportUnknownVariableType] # looked at just below
                if not isinstance(key, str):
                    raise NotCanonical("a key that is no text")
                is_simple = _look_at(one)  # pyright: ignore[reportUnknownArgumentType] # of any kind
                has_ascii_keys = is_simple and key.isascii() and has_ascii_keys
            return has_ascii_keys
        case list():
            has_ascii_keys = True
            for one in value:  # pyright: ignore[reportUnknownVariableType] # looked at just below
                # All of them, whatever the first ones are: each may be refused.
                has_ascii_keys = _look_at(one) and has_ascii_keys  # pyright: ignore[reportUnknownArgumentType] # as above
            return has_ascii_keys
        case _:
            raise NotCanonical(f"{type(value).__name__} has no place in the log")
