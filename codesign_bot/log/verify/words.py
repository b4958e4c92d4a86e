"""Whether what stands beside the log opens the commitments in it."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import cast

from codesign_bot.log.bundle import LINE, WORDS
from codesign_bot.log.verify.findings import Incomplete, Tampered
from codesign_bot.log.verify.source import Source, lines

TOLD = 0
"""Stands for the entry of a commitment whose line was read."""


def check_words(files: Source, mentioned: dict[str, int], erased: set[str]) -> str:
    """Hold every line against the log. Returns a sentence with how many words are there, erased, not public yet.

    `mentioned` holds each commitment with the number of an entry, and is used up: a log can have very many.
    Words are erased only where an entry of the log says so; words that are just not there are missing.
    """
    seen: Counter[str] = Counter()
    with files.open(WORDS) as file:
        for number, line in enumerate(lines(file, WORDS), 1):
            commitment, state = _line(line, number)
            entry = mentioned.get(commitment)
            if entry is None:
                raise Tampered(f"Line {number} of {WORDS} opens nothing that stands in the log.")
            if entry == TOLD:
                raise Tampered(f"Line {number} of {WORDS} stands there twice.")
            if state == "erased" and commitment not in erased:
                raise Incomplete(f"The words of entry {entry} are missing, and nobody erased them.")
            mentioned[commitment] = TOLD
            seen[state] += 1
    if missing := [entry for entry in mentioned.values() if entry != TOLD]:
        raise Incomplete(f"The words of entry {min(missing)} are missing.")
    return f"{seen['open']} words are there, {seen['erased']} were erased, {seen['held back']} are not public yet."


def _line(line: bytes, number: int) -> tuple[str, str]:
    """The commitment, and whether its words are there."""
    try:
        found = cast("object", json.loads(line))
        again = LINE.encode(found).encode()
    except (ValueError, RecursionError):
        raise Tampered(f"Line {number} of {WORDS} is no JSON.") from None
    if again != line:
        raise Tampered(f"Line {number} of {WORDS} was changed.")
    values = cast("dict[str, object]", found) if isinstance(found, dict) else {}
    keys = values.keys()
    if keys == {"commitment", "salt", "words"}:
        return _opened(values, number), "open"
    if keys == {"commitment", "erased"} and values["erased"] is True:
        return str(values["commitment"]), "erased"
    if keys == {"commitment", "held_back"} and values["held_back"] is True:
        return str(values["commitment"]), "held back"
    raise Tampered(f"Line {number} of {WORDS} was changed.")


def _opened(values: dict[str, object], number: int) -> str:
    if _commitment(str(values["salt"]), str(values["words"])) != values["commitment"]:
        raise Tampered(f"Line {number} of {WORDS} was changed: it is not what was committed to.")
    return str(values["commitment"])


def _commitment(salt: str, words: str) -> str | None:
    try:
        return sha256(bytes.fromhex(salt) + words.encode()).hexdigest()
    except ValueError:
        return None
