"""What a message says, once: a row of nodes, written as plain words (`body`) and as HTML from the same parts,
so that neither says more than the other.

Of HTML only what every client keeps is used: h3, p, ul, li, blockquote, pre, strong, em, code and a. Numbers stand
in the words, never in `ol`: a client that drops `start` would send somebody's dots to another idea. Blocks stand on
lines of their own: clients that show the words without the marks, above a room or in its list, put nothing between
two blocks, and “Step: voting” would run into the words before it.

Laws for strangers' words. They are escaped. They begin a line of their own only behind `> `. They ping
nobody: `@room`, `@ada:example.org` and links to people get a space, as in `@ room`. A space is what eyes,
screen readers and copying all show; an invisible character would be read out oddly, or copied along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import assert_never

from codesign_bot.phrasing import Ink, Run


class Style(Enum):
    """How words stand out from those around them. The value is the HTML element."""

    PLAIN = ""
    EMPHASIS = "em"
    LINK = "a"


@dataclass(frozen=True, slots=True)
class Span:
    """Words with one look."""

    run: Run
    style: Style = Style.PLAIN
    address: str = ""
    """Where a link leads. It stands for the words where there are words alone."""


class Shape(Enum):
    """What a node is. The value is its HTML element."""

    HEADING = "h3"
    LABEL = "strong"
    """Stands above something and stays with it."""
    PARAGRAPH = "p"
    QUOTATION = "blockquote"
    """Each span is a line."""
    ITEM = "li"
    VERBATIM = "pre"
    """For programs. Each span is a line."""


@dataclass(frozen=True, slots=True)
class Node:
    """A block. An item may have the number that people type."""

    shape: Shape
    spans: tuple[Span, ...]
    number: int | None = None


def body(nodes: Iterable[Node]) -> str:
    """The message in words alone."""
    pieces: list[str] = []
    last: Shape | None = None
    for node in nodes:
        is_close = last is Shape.LABEL or (last is Shape.ITEM and node.shape is Shape.ITEM)
        pieces += ["" if last is None else "\n" if is_close else "\n\n", _plain(node)]
        last = node.shape
    return "".join(pieces)


def formatted(nodes: Iterable[Node]) -> str:
    """The same message in HTML."""
    pieces: list[str] = []
    for is_list, group in groupby(nodes, lambda node: node.shape is Shape.ITEM):
        html = map(_html, group)
        pieces += ("<ul>", *html, "</ul>") if is_list else html
    return "\n".join(pieces)


def _plain(node: Node) -> str:
    match node.shape:
        case Shape.QUOTATION:
            return "\n".join(f"> {_shown(span.run)}".rstrip() for span in node.spans)
        case Shape.VERBATIM:
            return "\n".join(span.run.words for span in node.spans)
        case Shape.ITEM:
            return f"{_sign(node)} {_joined(node.spans)}"
        case Shape.HEADING | Shape.LABEL | Shape.PARAGRAPH:
            return _joined(node.spans)
        case _:
            assert_never(node.shape)


def _sign(node: Node) -> str:
    return "-" if node.number is None else f"{node.number}."


def _joined(spans: Sequence[Span]) -> str:
    return "".join([span.address or _shown(span.run) for span in spans])


def _html(node: Node) -> str:
    match node.shape:
        case Shape.QUOTATION:
            paragraphs = "\n".join(f"<p>{_html_of((span,))}</p>" for span in node.spans if span.run.words)
            return f"<blockquote>{paragraphs}</blockquote>"
        case Shape.VERBATIM:
            return f"<pre><code>{escape(_plain(node))}\n</code></pre>"
        case Shape.LABEL:
            return f"<p><strong>{_html_of(node.spans)}</strong></p>"
        case Shape.ITEM:
            number = "" if node.number is None else f"<strong>{node.number}.</strong> "
            return f"<li>{number}{_html_of(node.spans)}</li>"
        case Shape.HEADING | Shape.PARAGRAPH:
            return f"<{node.shape.value}>{_html_of(node.spans)}</{node.shape.value}>"
        case _:
            assert_never(node.shape)


def _html_of(spans: Sequence[Span]) -> str:
    pieces: list[str] = []
    rest = 0
    while rest < len(spans):
        first, like = rest, spans[rest]
        while rest < len(spans) and (spans[rest].style, spans[rest].address) == (like.style, like.address):
            rest += 1
        pieces.append(_styled("".join([_dressed(span.run) for span in spans[first:rest]]), like))
    return "".join(pieces)


def _styled(html: str, like: Span) -> str:
    match like.style:
        case Style.PLAIN:
            return html
        case Style.EMPHASIS:
            return f"<em>{html}</em>"
        case Style.LINK:
            return f'<a href="{escape(like.address)}">{html}</a>'
        case _:
            assert_never(like.style)


def _dressed(run: Run) -> str:
    match run.ink:
        case Ink.OURS:
            return _escaped_ours(run.words)
        case Ink.THEIRS:
            return escape(_shown(run))
        case Ink.TYPED:
            return f"<code>{escape(_unbroken(_shown(run)))}</code>"
        case _:
            assert_never(run.ink)


def _unbroken(typed: str) -> str:
    """A command in one piece: with its number alone on the next line it is read, and typed, without the number."""
    return typed.replace(" ", "\u00a0") if len(typed) <= _MOST_UNBROKEN else typed


_MOST_UNBROKEN = 30
"""Characters; as many fit on a line of a phone."""


@lru_cache(maxsize=4096)
def _escaped_ours(words: str) -> str:
    return escape(words)  # remembered: the same few thousand pieces stand in every message


# One pass and no repetition within a repetition: linear in the length, whatever is written.
_CALL_TO_ALL = re.compile(r"@(?=(?:room|everyone|here|channel|all)\b)", re.IGNORECASE)
_CALL_TO_ONE = re.compile(r"@(?=[^\s@:]{1,255}:[^\s])|#/%40|matrix:u(?:ser)?/", re.IGNORECASE)


def _shown(run: Run) -> str:
    """The words as they may be sent: those of strangers call nobody."""
    match run.ink:
        case Ink.OURS:
            return run.words
        case Ink.TYPED:
            # Names of people stay exact here: a client makes no link of what stands in code.
            return _CALL_TO_ALL.sub("@ ", run.words)
        case Ink.THEIRS:
            return _CALL_TO_ONE.sub(r"\g<0> ", _CALL_TO_ALL.sub("@ ", run.words))
        case _:
            assert_never(run.ink)
