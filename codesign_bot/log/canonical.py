"""The one way to write a plain value as bytes: the canonical JSON of RFC 8785, and of its numbers only whole ones.

Whoever writes the same value gets the same bytes, in any language, so a hash of them says the same everywhere.
"""

from __future__ import annotations

import rfc8785

from codesign_bot.plain import Plain

LARGEST = 2**53 - 1
"""Beyond it, programs that read JSON numbers as doubles would see another number (RFC 7493 §2.2)."""


class NotCanonical(ValueError):
    """The value has no canonical bytes. Says which kind of thing is wrong, never what stands there."""


def canonical(value: Plain) -> bytes:
    """The bytes of a value, in UTF-8, keys in the order of their UTF-16 units (RFC 8785 §3.2.3).

    Raises `NotCanonical` for a fraction, a number beyond `LARGEST`, a key that is no text, half a surrogate pair,
    what is nested too deep to be walked, and whatever else is not plain.
    """
    try:
        _look_at(value)
        return rfc8785.dumps(value)
    except UnicodeEncodeError as error:  # of a key; what the library raises for a value is below
        raise NotCanonical("half a surrogate pair is no text") from error
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical("half a surrogate pair is no text") from error
    except RecursionError as error:
        raise NotCanonical("nested too deep") from error


def _look_at(value: object) -> None:
    """What the library would write although another program may read something else."""
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > LARGEST:
                raise NotCanonical("a whole number beyond 2^53 - 1")
        case dict():
            for key, one in value.items():  # pyright: ignore[reportUnknownVariableType] # looked at just below
                if not isinstance(key, str):
                    raise NotCanonical("a key that is no text")
                _look_at(one)  # pyright: ignore[reportUnknownArgumentType] # of any kind
        case list():
            for one in value:  # pyright: ignore[reportUnknownVariableType] # looked at just below
                _look_at(one)  # pyright: ignore[reportUnknownArgumentType] # of any kind
        case _:
            raise NotCanonical(f"{type(value).__name__} has no place in the log")
