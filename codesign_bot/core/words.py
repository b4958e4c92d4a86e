"""What people write, made safe to store and fair to measure. Nobody's meaning is changed."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARKS_PER_LETTER = 3
"""How many combining marks one letter may carry: enough for every living script's stacked marks."""

REASON_LEAST = 10
"""A reason for an act of power, an objection or a request has at least this many characters."""

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "topic": 200,
        "statement": 1000,
        "wording": 280,
        "idea": 280,
        "detail": 1000,
        "build": 500,
        "reason": 500,
        "feedback": 1000,
        "minority": 500,
        "answer": 500,
        "outcome": 2000,
        "progress": 500,
    }
)
"""The most characters of each kind of text."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\u115f\u1160\u3164\uffa0")
_BRAILLE_BLANK = "\u2800"
_LAST_OF_A_PLANE = 0xFFFE


def clean(text: str) -> str:
    r"""The text without what could harm a reader, a store or a screen. Cleaning twice changes nothing more.

    Normalised to NFC; every kind of line break is `\n`; other control characters, private ones and lone
    surrogates dropped, as are characters that turn the direction of text or cannot be seen; at most three
    marks on a letter; white space trimmed, never more than one empty line. Linear in the length.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # nothing in it can do harm, and most of what people type is such a line
    # Marks are cut before NFC, which sorts long runs of them in quadratic time, and once more after it:
    # it takes some letters apart into a letter and marks.
    unified = "\n".join(text.splitlines())
    kept = "".join(_kept(unicodedata.normalize("NFC", "".join(_kept(unified)))))
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    return "\n".join(_without_gaps(lines)).strip()


def _kept(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        if letter == "\n":
            marks = 0
            yield letter
        elif letter == "\t" or category == "Zs" or letter == _BRAILLE_BLANK:
            marks = 0
            yield " "
        elif category in {"Cc", "Cs", "Co"} or letter in _BIDI | _INVISIBLE or _is_no_character(letter):
            continue  # what is dropped does not begin a new letter to pile marks on
        elif category in {"Mn", "Me"}:
            marks += 1
            if marks <= MARKS_PER_LETTER:
                yield letter
        else:
            # A joiner stays, because some scripts and emoji need it, and is no new letter either.
            marks = marks if category == "Cf" else 0
            yield letter


def _is_no_character(letter: str) -> bool:
    """Whether the code point never will be a character. Those that newer emoji may have are kept."""
    return "\ufdd0" <= letter <= "\ufdef" or ord(letter) & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE


def _without_gaps(lines: list[str]) -> Iterator[str]:
    empty = 0
    for line in lines:
        empty = 0 if line else empty + 1
        if empty <= 1:
            yield line


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter, a digit or a sign, not only marks and spaces."""
    return any(_is_readable(letter) for letter in text)


def _is_readable(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LNS" or category == "Cn"  # not assigned: perhaps an emoji newer than this Python


def check(text: str, kind: str) -> None:
    """Refuse a text that is blank or too long for its kind."""
    if not has_words(text):
        raise Refusal("words-blank")
    limit = LIMITS[kind]
    if len(text) > limit:
        raise Refusal("words-too-long", length=len(text), limit=limit, over=len(text) - limit)


def check_reason(text: str) -> None:
    """Refuse a reason that says nothing."""
    check(text, "reason")
    if len(text) < REASON_LEAST:
        raise Refusal("reason-too-short", least=REASON_LEAST)


def folded(text: str) -> str:
    """The text as compared with others: without case, European accents, punctuation, doubled spaces.

    Signs stay, because a text may have nothing else, and so do the marks that are vowels in other scripts.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = (letter for letter in plain if not "\u0300" <= letter <= "\u036f")
    kept = "".join(letter if _is_readable(letter) or _is_mark(letter) else " " for letter in bare)
    return " ".join(kept.split()) or text


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"
