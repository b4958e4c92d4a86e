"""What a message says, as a row of nodes; how they are written with Discord's marks; and where a long one is parted.

Numbers are written so that Discord takes them for words, never for a list: it would count on from the first one by
itself and so send somebody's dots to another idea.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from codesign_bot.phrasing import Ink, Run, halves
from codesign_bot.phrasing.parting import Parting
from codesign_discord.escaping import shown
from codesign_discord.limits import units

Line = tuple[Run, ...]

_BETWEEN = "\n\n"
"""Between two blocks."""


class Shape(Enum):
    """What a node is."""

    HEADING = "heading"
    LABEL = "label"
    """Stands above something and stays with it."""
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    """Somebody's words, in as many lines."""
    ITEM = "item"
    VERBATIM = "verbatim"
    """For programs, in as many lines. Never parted."""


@dataclass(frozen=True, slots=True)
class Node:
    """A block. An item may have the number that people type."""

    shape: Shape
    lines: tuple[Line, ...]
    number: int | None = None


Marked = tuple[Shape, str]
"""A node as it is written."""


def node(shape: Shape, line: Iterable[Run], number: int | None = None) -> Node:
    """A block of one line."""
    return Node(shape, (tuple(line),), number)


def written(nodes: Iterable[Node]) -> str:
    """The nodes as one text display."""
    return joined(map(marked, nodes))


def joined(pieces: Iterable[Marked]) -> str:
    """What nodes were written as, as one text display."""
    text: list[str] = []
    last: Shape | None = None
    for shape, piece in pieces:
        is_close = last is Shape.LABEL or (last is Shape.ITEM and shape is Shape.ITEM)
        text += ["" if last is None else "\n" if is_close else _BETWEEN, piece]
        last = shape
    return "".join(text)


def marked(one: Node) -> Marked:
    """The node as it is written, with Discord's marks."""
    return one.shape, _marked(one)


def _marked(one: Node) -> str:
    if one.shape is Shape.VERBATIM:
        return "\n".join(("```", *("".join(run.words for run in line) for line in one.lines), "```"))
    lines = ["".join(map(shown, line)) for line in one.lines]
    match one.shape:
        case Shape.HEADING:
            return f"### {lines[0]}"
        case Shape.LABEL:
            return f"**{lines[0]}**"
        case Shape.PARAGRAPH:
            return lines[0]
        case Shape.QUOTATION:
            return "\n".join(f"> {line}" for line in lines)
        case Shape.ITEM:
            return f"- {lines[0]}" if one.number is None else f"**{one.number}.** {lines[0]}"
        case _:
            assert_never(one.shape)


def size(nodes: Iterable[Node]) -> int:
    """Of the nodes as one text display, as Discord may count it."""
    return units(written(nodes))


def pages(nodes: Iterable[Node], most: int) -> Iterator[list[Node]]:
    """The nodes of each message, in order; the law is `Parting`'s."""
    return _PARTING.pages(nodes, most + len(_BETWEEN))


def _parted(one: Node) -> tuple[Node, ...]:
    """The node in parts: between its lines, else inside its longest words. Nothing where it cannot be parted.

    What follows of somebody's words stands in a quotation, so it still cannot pass for ours.
    """
    if one.shape is Shape.VERBATIM:
        return ()
    if len(one.lines) > 1:
        middle = len(one.lines) // 2
        return Node(one.shape, one.lines[:middle]), Node(one.shape, one.lines[middle:])
    line = next(iter(one.lines), ())
    place = max(range(len(line)), key=lambda at: 0 if line[at].at else len(line[at].words), default=None)
    if place is None or line[place].at is not None:
        return ()
    longest = line[place]
    first, second = halves(longest.words)
    if not second:
        # One sign of thousands of characters: better broken than a message that Discord refuses.
        middle = len(longest.words) // 2
        first, second = longest.words[:middle], longest.words[middle:]
    if not first:
        return ()
    shape = Shape.PARAGRAPH if longest.ink is Ink.OURS else Shape.QUOTATION
    before = node(one.shape, (*line[:place], Run(longest.ink, first)), one.number)
    between = node(shape, (Run(longest.ink, second),))
    after = line[place + 1 :]
    return (before, between, node(Shape.PARAGRAPH, after)) if after else (before, between)


_PARTING: Parting[Node] = Parting(
    size=lambda nodes: size(nodes) + len(_BETWEEN),
    is_label=lambda one: one.shape is Shape.LABEL,
    halved=_parted,
)
