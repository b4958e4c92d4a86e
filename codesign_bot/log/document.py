"""What a record is made of, before it is Markdown: parts with titles; in them what views have, lists and tables.

Words are keys and people's own words are `Quoted`, as in views, so that no part can forget to escape a stranger's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from codesign_bot.view import BallotPaper, Bars, Block, Quote, Quoted, Rows, Say, Verbatim, When, say


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: a number, sentences of ours in a row, `more` in a row below, and somebody's words."""

    said: tuple[Say, ...] = ()
    quoted: Quoted | None = None
    number: int | None = None
    more: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `title` stands above it; a list of nothing is not there at all."""

    items: tuple[Item, ...]
    title: Say | None = None


Cell = Say | int


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has a cell for each word of the head."""

    head: tuple[Say, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with all that stands below it."""

    title: Say
    pieces: tuple[Piece, ...]


Piece = Say | Quote | Verbatim | Items | Table | Part


def pieces(blocks: Sequence[Block]) -> tuple[Piece, ...]:
    """The blocks of a view as pieces of a document."""
    plain = (one for block in blocks for one in (block.as_rows if isinstance(block, BallotPaper) else (block,)))
    return tuple(map(_piece, plain))


def _piece(block: Say | Quote | Verbatim | Rows | Bars) -> Piece:
    match block:
        case Rows(rows, title):
            return Items(tuple(_item(row.content, row.remark, row.number) for row in rows), title)
        case Bars(bars, title):
            return Items(tuple(_item(bar.label, bar.remark, bar.number) for bar in bars), title)
        case _:
            return block


def _item(content: Say | Quoted, remark: Say | None, number: int | None) -> Item:
    more = () if remark is None else (remark,)
    if isinstance(content, Quoted):
        return Item(more, content, number)
    return Item((content, *more), None, number)


def dated(at: datetime, zone: str, *said: Say, quoted: Quoted | None = None) -> Item:
    """A line of a course of events: when it was, and what."""
    return Item((say("record-at", at=When(at, zone)), *said), quoted)
