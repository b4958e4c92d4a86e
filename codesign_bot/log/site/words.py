"""Sentences of ours and people's own words as HTML.

People's words are isolated from the text around them and take their direction from themselves, because nobody knows
in which script they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby

from codesign_bot.log.site.element import Element, Node, element, text_of
from codesign_bot.phrasing import Ink, Run, lines, runs
from codesign_bot.ports import Reading
from codesign_bot.view import Argument, Quoted, Say, Term

SHORT = 120
"""Characters of somebody's words where they only name something, as in a heading; all of them stand elsewhere."""

_IDEA = frozenset({"record-idea", "record-idea-words"})
_MORE = "…"


def sentence(said: Say, reading: Reading) -> tuple[Node, ...]:
    """One sentence with whatever it is filled with."""
    return tuple([_run(run) for run in runs(said, reading)])


def plain(said: Say, reading: Reading) -> str:
    """The same as text, for a label or a title."""
    return text_of(sentence(said, reading))


def term(word: Term, reading: Reading) -> str:
    """A word of ours by itself."""
    return reading.voice.words(word.key, {})


def sentences(said: tuple[Say, ...], reading: Reading) -> tuple[Node, ...]:
    """Sentences in a row."""
    spaced = [(" ", *sentence(one, reading)) for one in said]
    return tuple(node for row in spaced for node in row)[1:]


def naming(said: Say, reading: Reading) -> tuple[Node, ...]:
    """A sentence that names something, short; the name of an idea leads to all of its words on the same page."""
    named = sentence(shortened(said), reading)
    idea = said.arguments.get("idea")
    if said.key in _IDEA and isinstance(idea, int):
        return (element("a", *named, href=f"#idea-{idea}"),)
    return named


def shortened(said: Say) -> Say:
    """The same sentence with people's words cut where they are long."""
    return replace(said, arguments={name: _cut(value) for name, value in said.arguments.items()})


def _cut(value: Argument) -> Argument:
    if not isinstance(value, Quoted) or value.words is None or len(value.words) <= SHORT:
        return value
    begun = value.words[:SHORT]
    return Quoted(f"{begun[: begun.rfind(' ')] if ' ' in begun[SHORT // 2 :] else begun}{_MORE}")


def quotation(quoted: Quoted, reading: Reading) -> Element:
    """Somebody's words with their lines and paragraphs; where they were erased, a sentence that says so."""
    rows = lines(quoted, reading)
    if quoted.words is None:
        return element("p", element("em", *(run.words for run in rows)), class_="erased")
    paragraphs = [list(group) for is_empty, group in groupby(rows, lambda run: not run.words) if not is_empty]
    return element("blockquote", *(element("p", *_lines(one), dir="auto") for one in paragraphs), dir="auto")


def _lines(rows: list[Run]) -> Iterator[Node]:
    for place, run in enumerate(rows):
        if place:
            yield element("br")
        yield run.words


def _run(run: Run) -> Node:
    match run.ink:
        case Ink.OURS:
            return run.words if run.at is None else _time(run.words, run.at.astimezone(UTC))
        case Ink.THEIRS:
            return element("bdi", run.words, dir="auto")
        case Ink.TYPED:
            return element("code", run.words)


@lru_cache(maxsize=4096)
def _time(words: str, at: datetime) -> Element:
    """An instant in UTC, told in our words: nobody's words are remembered here."""
    return element("time", words, datetime=f"{at:%Y-%m-%dT%H:%M:%SZ}")
