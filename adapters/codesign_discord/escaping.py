"""Words with Discord's own marks taken out of them: nobody's words ping, link, invite, look like ours, tell a time of
their own, or begin a list, a heading or a quotation.

A backslash before a punctuation mark makes it stand for itself, on every client. Where Discord's server may look at
the words before any client does (`@everyone`), a space is put in as well: a space is what eyes, screen readers and
copying all show. No invisible character is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import assert_never

from codesign_bot.phrasing import Ink, Run

Marks = Mapping[int, str]

_OURS: Marks = MappingProxyType({ord(sign): f"\\{sign}" for sign in "\\*_~|`<>[]@"})
_THEIRS: Marks = MappingProxyType({**_OURS, **{ord(sign): f"\\{sign}" for sign in ":/"}})
"""As ours, and what makes a link, an invitation or an emoji of a name."""

# Each pattern is one pass without a repetition inside a repetition: linear in the length, whatever is written.
_BEGINS = re.compile(r"(\s*)(?:([-+#])|(\d{1,30})([.)]))")
"""What begins a list, a heading or small print at the start of a line; the others begin with a mark above."""
_CALL_TO_ALL = re.compile(r"@(?=everyone\b|here\b)", re.IGNORECASE)
_NOT_AS_CODE = re.compile(r"`|[.:][^\s/]{0,100}/|^\s*$")
"""A backtick would end the code; what looks like an address might be found in it."""
_MENTION = re.compile(r"<([@#:/]|[at]:|id:)")
_ADDRESS = re.compile(r"([.:][^\s/]{0,100})/")
_QUOTED = "> "
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A backslash before a punctuation mark, as above."""


def shown(run: Run) -> str:
    """A run as it may stand in a text display, wherever in a line."""
    if run.at is not None:
        second = int(run.at.timestamp())
        # Each reader's own client words both, in their zone and language, and keeps the distance up to date.
        return f"<t:{second}:F> (<t:{second}:R>)"
    match run.ink:
        case Ink.OURS:
            return _ours(run.words)
        case Ink.THEIRS:
            return _escaped(run.words, _THEIRS)
        case Ink.TYPED:
            return _typed(run.words)
        case _:
            assert_never(run.ink)


def plainly(words: str) -> str:
    """Somebody's words where no mark is read, as in names: a backslash would be seen there, so only spaces come in.

    Nothing in them calls, mentions, tells a time, or is an address that could be followed.
    """
    apart = _MENTION.sub(r"< \1", _CALL_TO_ALL.sub("@ ", words))
    return _ADDRESS.sub(r"\1 /", apart)


def _typed(words: str) -> str:
    """As code, for copying; where that would not be safe, in words like anybody's."""
    if _NOT_AS_CODE.search(words):
        return _escaped(words, _THEIRS)
    return f"`{_CALL_TO_ALL.sub('@ ', words)}`"


@lru_cache(maxsize=4096)
def _ours(words: str) -> str:
    return _escaped(words, _OURS)  # remembered: the same few thousand pieces stand in every message


def _escaped(words: str, marks: Marks) -> str:
    begun = _BEGINS.match(words)
    start = 0
    if begun is not None:
        start = begun.end()
        space, sign, number, dot = begun.groups(default="")
        first = f"{space}{number}\\{sign or dot}"
    else:
        first = ""
    return first + _CALL_TO_ALL.sub("@ ", words[start:]).translate(marks)


def quoted_in(texts: Iterable[str]) -> str:
    """The words in the quotations of a message of ours, without its marks; only a call to everybody stays apart."""
    lines = [line for text in texts for line in text.splitlines() if line.startswith(_QUOTED)]
    return "\n".join(_ESCAPED.sub(r"\1", line.removeprefix(_QUOTED)) for line in lines)
