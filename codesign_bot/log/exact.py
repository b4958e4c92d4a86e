"""Bytes and numbers as the formats of the log write them: one text for each, and no second way to write the same."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

LARGEST = 2**63 - 1
"""The largest number that is read: more entries than any log will have."""

_WHOLE = re.compile(r"0|[1-9][0-9]{0,18}")


def to_base64(held: bytes) -> str:
    """The standard alphabet with padding (RFC 4648 §4)."""
    return b64encode(held).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """The bytes that `to_base64` wrote so; None for any other text, such as one with bits left over."""
    try:
        held = b64decode(text)
    except ValueError:
        return None
    return held if to_base64(held) == text else None  # decoding alone passes over what does not belong there


def whole_number(text: str) -> int | None:
    """A number from 0 to `LARGEST` in ASCII digits without a zero before it; None for any other text."""
    number = int(text) if _WHOLE.fullmatch(text) else LARGEST + 1
    return number if number <= LARGEST else None
