"""The decision log: which entries, by kind, round, day, words and number in any order; and a ballot by its receipt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta

from codesign_bot.core.refusal import Refusal
from codesign_bot.service.asked import Log, LogPage, Page, Receipt, Show
from codesign_bot.service.grammar import number
from codesign_bot.service.verbs.parts import usage

MOST_SOUGHT = 40
"""Characters to look for: a button that goes on has to hold them."""
_DAY = re.compile(r"([12]\d{3})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_LIKE_A_DAY = re.compile(r"\d+[-/.]\d+(?:[-/.]\d+)?")
_PAGES = {page.value: page for page in LogPage}
NUMBERED = frozenset({"entry", "before", "topic", "round"})
"""Words that a number has to follow."""
_BEFORE = "<"
"""Short for the last of them. By itself it means nothing: it is what an empty field leaves."""


def log(rest: str) -> Log:
    """What of the log is meant. Raises `Refusal` where a number or a day is none."""
    asked, sought = Log(), list[str]()
    words = unicodedata.normalize("NFKC", rest).split()
    while words:
        word, *words = words
        known = word.casefold().rstrip(",:")
        if known in NUMBERED:
            asked = _numbered(known, asked, words)
            words = words[1:]
        elif known in _PAGES:
            asked = replace(asked, page=_PAGES[known])
        else:
            asked = _narrowed(asked, word, sought)
    kept = " ".join(sought)
    if len(kept) > MOST_SOUGHT:
        raise Refusal("log-words-too-long", most=MOST_SOUGHT, length=len(kept))
    return replace(asked, words=kept)


def _numbered(word: str, asked: Log, words: list[str]) -> Log:
    no = number(words[0].rstrip(".,")) if words else None
    if not no:
        raise usage("log entry" if word == "entry" else "log")
    if word == "entry":
        return replace(asked, page=LogPage.ENTRY, no=no)
    return replace(asked, before=no) if word == "before" else replace(asked, topic=no)


def _narrowed(asked: Log, word: str, sought: list[str]) -> Log:
    """By round, by days, or by words, which are kept apart until all of them are there."""
    if word.startswith(_BEFORE):
        return asked if word == _BEFORE else _numbered("before", asked, [word.removeprefix(_BEFORE)])
    word = word.strip(",;")
    topic = number(word)
    if topic is not None:
        return replace(asked, topic=topic)
    if _LIKE_A_DAY.fullmatch(word):
        return replace(asked, days=days(word))
    sought.append(word.strip("\"'“”„«»"))
    return asked


def days(word: str) -> tuple[date, date]:
    """A month such as "2026-03", or a day such as "2026-03-02", as the days it holds. Raises `Refusal`."""
    found = _DAY.fullmatch(word)
    try:
        year, month, day = (int(part) if part else 0 for part in found.groups()) if found else (0, 0, 0)
        first = date(year, month, day or 1)
    except ValueError:
        raise Refusal("log-no-such-day", given=word) from None
    if day:
        return first, first + timedelta(days=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def receipt(rest: str) -> Receipt | Show:
    """The ballot behind these words; with none, one's own receipt."""
    words = unicodedata.normalize("NFKC", rest).casefold().replace("-", " ").split()
    return Receipt(" ".join(words)) if words else Show(Page.RECEIPT)


def typed(asked: Log, before: int) -> str:
    """How the same entries are asked for, but those before a number."""
    kind = ["power"] if asked.page is LogPage.POWER else []
    topic = [f"#{asked.topic}"] if asked.topic is not None else []
    days_ = [as_typed(asked.days)] if asked.days is not None else []
    return " ".join(["log", *topic, *kind, *days_, "before", str(before), *asked.words.split()])


def as_typed(days: tuple[date, date]) -> str:
    """A month or a day, as it is typed."""
    first, after = days
    return first.isoformat() if after - first == timedelta(days=1) else first.isoformat()[:7]
