"""Looks for words in an entry of the log: in what a reader is told of it, and in people's words that may be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.phrasing import phrase
from codesign_bot.views.entries import LogLine, about, readable_words
from codesign_bot.views.logs import in_a_row

if TYPE_CHECKING:
    from codesign_bot.ports import Reading


def holds(line: LogLine, words: str, zone: str, reading: Reading) -> bool:
    """Whether each of the words stands somewhere in the entry, in whichever case. Raises `PromptError`."""
    told = about(line, zone)
    ours = [phrase(one, reading, str) for one in (in_a_row(line, zone), *(() if told is None else (told,)))]
    text = "\n".join([*ours, *readable_words(line)]).casefold()
    return all(word in text for word in words.casefold().split())
