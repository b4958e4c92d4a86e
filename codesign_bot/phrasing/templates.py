"""How a text is filled: a mark goes where an argument will stand, the voice is asked, the argument is laid there."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import cast

from codesign_bot.ports import Voice

Marks = tuple[tuple[str, int | None], ...]
"""The arguments of a text in their order: the number of each that is one."""

_FIRST_MARK = 0xE000
_MARK = re.compile("([\ue000-\uf8ff])")
"""Private-use characters: no text of ours holds one, because the loader refuses it."""


def template(voice: Voice, key: str, arguments: Mapping[str, int | None]) -> tuple[str | int, ...]:
    """The message in pieces: words of ours, or the place of an argument among `arguments`, from 0.

    A number is said as the language says it; where there is None, the argument's place is left open.
    Raises `PromptError` as the voice does.
    """
    return pieces(voice, key, tuple(arguments.items()))


def pieces(voice: Voice, key: str, marks: Marks) -> tuple[str | int, ...]:
    """As `template`, for whoever has the arguments in a row."""
    return _template(cast("Hashable", voice), key, marks)  # a voice is itself, and no other


@lru_cache(maxsize=8192)
def _template(voice: Voice, key: str, arguments: Marks) -> tuple[str | int, ...]:
    # Remembered, because a language takes 25 times as long. Nobody's words are in it: they can be erased.
    marked = {
        name: chr(_FIRST_MARK + place) if number is None else number for place, (name, number) in enumerate(arguments)
    }
    parted = _MARK.split(voice.words(key, marked))
    return tuple(ord(piece) - _FIRST_MARK if place % 2 else piece for place, piece in enumerate(parted) if piece)


def filled(voice: Voice, key: str, **arguments: str | int) -> str:
    """A message of ours filled with words and numbers of ours."""
    values = list(arguments.values())
    marks = tuple([(name, value if isinstance(value, int) else None) for name, value in arguments.items()])
    return "".join([one if isinstance(one, str) else str(values[one]) for one in pieces(voice, key, marks)])
