"""How words are laid out for a terminal of any width. Pure: text in, text out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

NARROWEST = 30
"""Below this nothing is laid out well, so nothing is laid out for less."""

_ELLIPSIS = " …"


def plain(text: str) -> str:
    """The text without signs that a terminal would obey: people in the room can type anything."""
    return "".join(one if one == "\n" or not _is_control(one) else "?" for one in text)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def columns(text: str) -> int:
    """How many columns a terminal needs for the text."""
    return sum(_width(one) for one in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Lines of at most `width` columns, `first` before the first and `rest` before the others.

    Parted between words, inside a word only where it fills a line by itself. Line breaks stay where they are;
    a list's lines go on under their words.
    """
    before = first
    after = first if rest is None else rest
    for paragraph in text.split("\n"):
        hang = " " * columns(_bullet(paragraph))
        for number, line in enumerate(_filled(paragraph, max(NARROWEST, width) - columns(before), len(hang))):
            yield f"{before}{hang if number else ''}{line}".rstrip()
            before = after


def _bullet(paragraph: str) -> str:
    """The sign that a list's line begins with, as "- " or "12. ", or a quotation's "> "."""
    sign, space, _ = paragraph.partition(" ")
    is_bullet = sign in {"-", ">"} or (sign[:-1].isdigit() and sign.endswith("."))
    return sign + space if is_bullet else ""


def _filled(paragraph: str, width: int, hang: int) -> Iterator[str]:
    line, room = "", width
    for word in paragraph.split(" "):
        joined = f"{line} {word}" if line else word
        if columns(joined) <= room:
            line = joined
            continue
        if line:
            yield line
            room = width - hang
        *full, line = _pieces(word, room)
        for piece in full:
            yield piece
            room = width - hang
    yield line


def _pieces(word: str, width: int) -> list[str]:
    """A word in pieces of at most so many columns."""
    pieces = [""]
    for character in word:
        if columns(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def in_one_line(text: str) -> str:
    """The lines of a message behind each other, told apart by signs where they had only been told apart by place."""
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    return " ".join(map(_ended, lines, [*lines, ""][1:]))


def _ended(line: str, following: str) -> str:
    """The line with a sign at its end, if it has none: a list goes on, and a heading stands above something."""
    if line.startswith("> "):
        return f"“{line[2:]}”"
    bare = line.removeprefix("- ")
    if not following or line[-1] in ".!?:;…”":
        return bare
    if _bullet(line):
        return bare + (";" if _bullet(following) else ".")
    return f"{bare}:"


def shortened(text: str, most: int) -> str:
    """At most so many signs, in one line; what is left out is shown by "…"."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[: most - len(_ELLIPSIS) + 1]
    head, space, _ = kept.rpartition(" ")
    return (head if space else kept[:-1]).rstrip(" ,;:-") + _ELLIPSIS
