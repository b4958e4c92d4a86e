"""How much fits into one message of this platform, and where a longer one is parted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from codesign_bot.phrasing import Ink, Run, halves
from codesign_bot.phrasing.parting import Parting
from codesign_matrix.document import Node, Shape, Span, body, formatted

MOST_BYTES = 40_000
"""`body` and `formatted_body` together, as JSON in UTF-8. A homeserver takes 65,536 bytes for a whole event;
with the encryption around it, 48,300 characters of body were measured to pass. An edit that carries its words
twice (once for old clients) has half of this."""

MOST_FILE_BYTES = 50 * 1024 * 1024
"""Of one file, where the homeserver does not say: what the two that are most in use take as they come."""

BETWEEN = 2
"""Bytes of the end of a line, which stands between two nodes in HTML."""

_MOST_BYTES_OF_A_CHARACTER = 6
"""A control character as a JSON escape. Every other one needs less."""


def size(words: str) -> int:
    """Bytes that these words take as a value in an event."""
    return len(json.dumps(words, ensure_ascii=False).encode())


def pages(nodes: Iterable[Node], most_bytes: int = MOST_BYTES) -> Iterator[list[Node]]:
    """The nodes of each message, in order; the law is `Parting`'s."""
    return _PARTING.pages(nodes, most_bytes)


def is_small(text: str, html: str, most_bytes: int = MOST_BYTES) -> bool:
    """Whether the two fit into one message. Short ones, which nearly all are, are not measured."""
    at_most = (len(text) + len(html) + 4) * _MOST_BYTES_OF_A_CHARACTER
    return at_most <= most_bytes or size(text) + size(html) <= most_bytes


def size_of(nodes: Sequence[Node]) -> int:
    """Bytes that these nodes add to a message, at most.

    The marks around the two values, counted each time, make up for the empty line between two nodes of `body`.
    """
    return size(body(nodes)) + size(formatted(nodes)) + BETWEEN


def _parted(node: Node) -> tuple[Node, ...]:
    """The node in parts: between its lines, else inside its longest words. Nothing where it cannot be parted.

    What follows of somebody's words stands in a quotation, so it still cannot pass for ours.
    """
    if node.shape is Shape.QUOTATION and len(node.spans) > 1:
        middle = len(node.spans) // 2
        return Node(node.shape, node.spans[:middle]), Node(node.shape, node.spans[middle:])
    if node.shape is Shape.VERBATIM:
        return ()
    place = max(range(len(node.spans)), key=lambda at: len(node.spans[at].run.words), default=None)
    if place is None:
        return ()
    longest = node.spans[place]
    first, second = halves(longest.run.words)
    if not second:
        return ()
    before = Node(node.shape, (*node.spans[:place], _said(longest, first)), node.number)
    shape = Shape.PARAGRAPH if longest.run.ink is Ink.OURS else Shape.QUOTATION
    between = Node(shape, (_said(longest, second),))
    after = node.spans[place + 1 :]
    return (before, between, Node(Shape.PARAGRAPH, after)) if after else (before, between)


def _said(span: Span, words: str) -> Span:
    return Span(Run(span.run.ink, words), span.style, span.address)


_PARTING: Parting[Node] = Parting(size=size_of, is_label=lambda node: node.shape is Shape.LABEL, halved=_parted)
