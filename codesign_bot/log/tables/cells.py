"""Cells as CSV (RFC 4180), in UTF-8 behind a byte order mark, with none that a spreadsheet would take for a formula.

Law 1. A cell that begins as a formula could gets an apostrophe in front, as OWASP says ("CSV Injection"). It is the one
       sign that a reader sees and nobody wrote. The words as they were written stand in `words.jsonl`.
Law 2. Everything else reads as it was written: line breaks, quotation marks, commas and signs of any language.

The mark is there for spreadsheets, which otherwise take UTF-8 for another encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Cell = str | int | bool | None
"""True and False are 1 and 0; None is an empty cell."""

MARK = b"\xef\xbb\xbf"
"""The byte order mark. Readers of UTF-8 that know it leave it out."""

_BEGINS_A_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]")
"""The last four are the wide forms of the signs before, which spreadsheets in Japanese and Chinese take for them."""
_NEEDS_QUOTES = re.compile('[",\r\n]')
_NOTHING: dict[Cell, str] = {None: "", "": "", 0: "0"}
"""False is 0 here, too."""
_AS_IT_IS = re.compile('[0-9A-Za-z][^",\r\n]*')
"""Most cells: they begin no formula and need no quotation marks."""


def row(cells: Iterable[Cell]) -> bytes:
    """One line of a table, with its end."""
    return (written(cells) + "\r\n").encode()


def written(cells: Iterable[Cell]) -> str:
    """Cells with the commas between them: a line of a table, or a part of one."""
    return ",".join([_written(cell) if cell else _NOTHING[cell] for cell in cells])


def _written(cell: str | int) -> str:
    if isinstance(cell, int):
        return str(int(cell))
    if (cell.isascii() and cell.isalnum()) or _AS_IT_IS.fullmatch(cell):
        return cell
    safe = harmless(cell)
    return '"' + safe.replace('"', '""') + '"' if _NEEDS_QUOTES.search(safe) else safe


def harmless(words: str) -> str:
    """The words so that no spreadsheet works them out, however many spaces stand before the sign."""
    return f"'{words}" if _BEGINS_A_FORMULA.match(words) else words
