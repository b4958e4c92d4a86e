"""From the blocks of a view to the nodes of a message, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from codesign_bot.phrasing import Ink, Run, inline, lines, runs
from codesign_bot.ports import Reading
from codesign_bot.view import BallotPaper, Bar, Bars, Block, Quote, Quoted, Row, Rows, Say, Verbatim, View
from codesign_discord.document import Line, Node, Shape, node
from codesign_discord.pressing import own_words

_DASH = " \u2013 "


def nodes(view: View, reading: Reading) -> Iterator[Node]:
    """The heading and the blocks."""
    if view.heading is not None:
        yield said(Shape.HEADING, view.heading, reading)
    for block in view.blocks:
        yield from _block(block, reading)


def said(shape: Shape, words: Say, reading: Reading) -> Node:
    """Words of ours as a node."""
    return node(shape, runs(words, reading))


def row(one: Row, reading: Reading) -> Node:
    """One line of a list."""
    content, before = content_of(one.content, reading), _DASH if isinstance(one.content, Quoted) else " "
    return node(Shape.ITEM, (*content, *_remark(one.remark, before, reading)), one.number)


def content_of(content: Say | Quoted, reading: Reading) -> Line:
    """Our words, or somebody's in quotation marks."""
    return inline(content, reading) if isinstance(content, Quoted) else runs(content, reading)


def _block(block: Block, reading: Reading) -> Iterator[Node]:
    match block:
        case Say():
            yield said(Shape.PARAGRAPH, block, reading)
        case Quote():
            yield from _quote(block, reading)
        case Verbatim(text):
            yield Node(Shape.VERBATIM, tuple((Run(Ink.OURS, line),) for line in text.splitlines()))
        case Rows():
            yield from _label(block.title, reading)
            yield from (row(one, reading) for one in block.rows)
        case Bars():
            yield from _label(block.title, reading)
            yield from (_bar(one, reading) for one in block.bars)
        case BallotPaper():
            yield from _listed(block.as_rows, reading)
        case _:
            assert_never(block)


def _quote(quote: Quote, reading: Reading) -> Iterator[Node]:
    """Somebody's words. What a person is given back is what they wrote, not the line that stands for it elsewhere."""
    quoted = quote.quoted
    if quote.label is not None and quote.label.key == "your-words" and quoted.words is not None:
        written = own_words(quoted.words)
        if written is None:
            return
        quoted = Quoted(written)
    yield from _label(quote.label, reading)
    yield Node(Shape.QUOTATION, tuple((line,) for line in lines(quoted, reading)))


def _listed(listed: Iterable[Rows], reading: Reading) -> Iterator[Node]:
    for rows in listed:
        yield from _block(rows, reading)


def _label(label: Say | None, reading: Reading) -> Iterator[Node]:
    if label is not None:
        yield said(Shape.LABEL, label, reading)


def _bar(bar: Bar, reading: Reading) -> Node:
    """The number in words. A drawn bar would be read aloud square by square."""
    return row(Row(bar.label, bar.number, bar.remark), reading)


def _remark(remark: Say | None, before: str, reading: Reading) -> Line:
    return () if remark is None else (Run(Ink.OURS, before), *runs(remark, reading))
