"""Finds English sentences of ours in what was sent: whatever is said in another language must hold none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codesign_bot.messages import all_voices

_MARK = "\ue000"
_ENDS = re.compile(r"(?<=[.!?:])\s+|\n")
LEAST_WORDS = 2
"""Names of one word ("Matrix", "Person") are often the same in two languages; sentences are not."""


def _sentences() -> tuple[re.Pattern[str], ...]:
    """Every sentence of the English texts, with gaps for what it is filled with."""
    english = all_voices()["en"]
    known: set[str] = set()
    for key in sorted(english.keys):
        for count in (0, 1, 3):
            arguments = {
                name: count if name in english.numbers(key) else _MARK for name in english.known_arguments(key)
            }
            told = english.words(key, arguments)
            known |= {one.strip() for one in _ENDS.split(told)}
    return tuple(_pattern(one) for one in sorted(known) if len(re.findall("[a-zA-Z]{2,}", one)) >= LEAST_WORDS)


def _pattern(sentence: str) -> re.Pattern[str]:
    """Numbers in it may be others."""
    parts = [re.sub("[0-9]+", "[0-9]+", re.escape(part)) for part in sentence.split(_MARK)]
    return re.compile(".+?".join(parts))


_KNOWN = _sentences()
"""Read before any event loop runs, as the application does."""


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """Each sentence once, without what marks a list."""
    told = {one.strip() for text in texts for one in _ENDS.split(text)}
    yield from sorted(re.sub(r"^(?:[-*#>\d.•\s]+|\[)|\]$", "", one).strip() for one in told if one)


def english_in(texts: Iterable[str]) -> list[str]:
    """The sentences of these texts that are English sentences of ours."""
    return [one for one in sentences(texts) if any(pattern.fullmatch(one) for pattern in _KNOWN)]
