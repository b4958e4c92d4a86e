"""What people wrote, made safe to look at. Words from the store were cleaned when they were written; names of
accounts and words that are handed back were not.
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ud800-\udfff\ufff9-\ufffb]"
)
"""Controls, lone surrogates, what turns the direction of text, and what cannot be seen."""
_PILED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""More marks on one letter than any living script stacks."""
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_SINGLE = str.maketrans(
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\u0022\uff02", "\u2018\u2019\u201a\u201b\u2039\u203a\u0027\u0027"
)
"""Double quotation marks of every kind to single ones."""


def seen(words: str) -> str:
    """The words without what would harm a reader's screen."""
    return _PILED.sub(r"\1", _UNSEEN.sub("", words))


def line(words: str) -> str:
    """The words on one line, single spaces between them."""
    return " ".join(words.split())


def isolated(words: str) -> str:
    """Words that run from right to left, kept from pulling the text around them along."""
    return f"\u2068{words}\u2069" if _FROM_THE_RIGHT.search(words) else words


def in_single_quotes(words: str) -> str:
    """Every double quotation mark made single, as within a quotation: nobody can seem to stop being quoted."""
    return words.translate(_SINGLE)


def halves(words: str) -> tuple[str, str]:
    """Two parts of about the same length, for what is too long for one message.

    Cut at a space where there is one, never inside a sign of many parts. The second is empty where the words
    cannot be cut.
    """
    bare = words.removeprefix("\u2068").removesuffix("\u2069")
    middle = len(bare) // 2
    cut = bare.rfind(" ", middle // 2, middle + 1)
    if cut <= 0:
        cut = max(1, middle)
        while cut < len(bare) and _is_one_sign(bare[cut - 1], bare[cut]):
            cut += 1
    return isolated(bare[:cut].rstrip(" ")), isolated(bare[cut:].lstrip(" ")) if bare[cut:] else ""


def _is_one_sign(left: str, right: str) -> bool:
    """Whether a cut between the two would part a letter from its marks, or an emoji from its parts."""
    joined = unicodedata.category(right)[0] == "M" or "\U0001f3fb" <= right <= "\U0001f3ff"
    return joined or "\u200d" in (left, right)
