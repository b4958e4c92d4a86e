"""People's words in Markdown, so that they are read as they were written and never as markup.

A backslash before a sign of ASCII punctuation makes it that sign and nothing else (CommonMark, section 2.4).
It also keeps bare addresses from becoming links where a renderer does that by itself.
"""

from __future__ import annotations

import re

ERASED = "*(erased)*"

_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&$]|:(?=\S)")
_AT_THE_START = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_WWW = re.compile(r"www\.", re.IGNORECASE)


def inline(words: str | None) -> str:
    """The words as one line, for a heading, a list or a cell of a table."""
    return ERASED if words is None else escaped(" ".join(words.split()))


def quoted(words: str | None) -> list[str]:
    """The words as a block quotation that keeps their lines."""
    if words is None:
        return [f"> {ERASED}"]
    lines = [escaped(" ".join(line.split())) for line in words.splitlines()] or [""]
    broken = [f"{line}\\" if line and after else line for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return [f"> {line}" if line else ">" for line in broken]


def escaped(line: str) -> str:
    """One line with every sign that could be markup made a plain sign."""
    plain = _SIGNS.sub(r"\\\g<0>", line)
    plain = _AT_THE_START.sub(r"\\\1", plain)
    plain = _NUMBERED.sub(r"\1\\\2", plain)
    return _WWW.sub(lambda found: f"{found[0][:-1]}\\.", plain)
