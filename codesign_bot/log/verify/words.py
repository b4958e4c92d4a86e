"""Whether what stands beside the log opens the commitments in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, cast

from codesign_bot.log.bundle import LINE, WORDS
from codesign_bot.log.verify.findings import Incomplete, Tampered
from codesign_bot.log.verify.mentioned import AT_ONCE, Mentioned
from codesign_bot.log.verify.source import Source, lines


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    at: int
    """Where it begins in the file."""
    commitment: str
    state: str


def check_words(files: Source, mentioned: Mentioned) -> str:
    """Hold every line against the log. Returns a sentence with how many words are there, erased, not public yet.

    Where each line stands is in `mentioned` from then on.
    Words are erased only where an entry of the log says so; words that are just not there are missing.
    """
    seen: Counter[str] = Counter()
    with files.open(WORDS) as file:
        for some in _some(_lines(file)):
            _hold(some, mentioned)
            seen.update(one.state for one in some)
    if (entry := mentioned.unopened()) is not None:
        raise Incomplete(f"The words of entry {entry} are missing.")
    return f"{seen['open']} words are there, {seen['erased']} were erased, {seen['held back']} are not public yet."


def _lines(file: IO[bytes]) -> Iterator[_Line]:
    at = 0
    for number, line in enumerate(lines(file, WORDS), 1):
        yield _Line(number, at, *_read(line, number))
        at += len(line) + 1


def _some(found: Iterator[_Line]) -> Iterator[list[_Line]]:
    """So many at a time. Those before a line that is no line come first: what is wrong with them is said first."""
    some: list[_Line] = []
    try:
        for one in found:
            some.append(one)
            if len(some) == AT_ONCE:
                yield some
                some = []
    except Tampered:
        yield some
        raise
    yield some


def _hold(some: Sequence[_Line], mentioned: Mentioned) -> None:
    """Hold these lines against the log. The first one that does not fit it is named."""
    fit = mentioned.open((one.commitment, one.at) for one in some)
    for one in some if not fit else [one for one in some if one.state == "erased"]:
        entry = mentioned.entry(one.commitment)
        if entry is None:
            raise Tampered(f"Line {one.number} of {WORDS} opens nothing that stands in the log.")
        if mentioned.line(one.commitment) != one.at:
            raise Tampered(f"Line {one.number} of {WORDS} stands there twice.")
        if one.state == "erased" and not mentioned.is_erased(one.commitment):
            raise Incomplete(f"The words of entry {entry} are missing, and nobody erased them.")


def _read(line: bytes, number: int) -> tuple[str, str]:
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
