"""Finds ideas that look alike, so that their authors can be asked. The machine never merges.

Cosine of character trigrams of the folded text. At 0.5 it flags near copies and hardly ever unrelated ideas;
it also flags opposites ("more benches", "fewer benches"), which is why it only ever asks.
"""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING, TypeVar

from codesign_bot.core.words import folded

No = TypeVar("No", bound=int)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codesign_bot.core.ids import IdeaNo

ALIKE = 0.5
MOST_SHOWN = 3


def _trigrams(text: str) -> Counter[str]:
    padded = f"  {folded(text)} "
    return Counter(padded[i : i + 3] for i in range(len(padded) - 2))


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same trigrams as often)."""
    a, b = _trigrams(one), _trigrams(other)
    dot = sum(n * b[gram] for gram, n in a.items())
    size = sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return dot / size


def similar(text: str, others: Mapping[IdeaNo, str]) -> tuple[IdeaNo, ...]:
    """The ideas whose words look like these, the most alike first, three at the most."""
    scored = ((likeness(text, words), no) for no, words in others.items())
    near = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1]))
    return tuple(no for _, no in near[:MOST_SHOWN])


def same(text: str, others: Mapping[No, str]) -> No | None:
    """The number of what has the very same words but for case, accents and punctuation."""
    wanted = folded(text)
    return next((no for no, words in others.items() if folded(words) == wanted), None)
