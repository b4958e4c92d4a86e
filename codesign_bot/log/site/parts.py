"""The parts of a decision record as HTML: the same document that `log.markdown` writes, with pictures beside counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from codesign_bot.log.document import Cell, Item, Items, Part, Piece, Table
from codesign_bot.log.site.charts import stances, stances_range, tally
from codesign_bot.log.site.element import Element, Node, element
from codesign_bot.log.site.words import naming, plain, quotation, sentence, sentences, shortened
from codesign_bot.ports import Reading
from codesign_bot.view import Quote, Say, Verbatim, say

_DEEPEST = 6
_NUMBERED: Mapping[str, str] = {"record-idea": "idea", "record-request": "request"}
_NAMES_AN_IDEA = frozenset({"record-idea", "record-idea-words"})
_OTHERWISE: Mapping[str, str] = {
    "record-is": "site-record-is",
    "record-ballots-listed": "site-ballots-listed",
    "record-ballots-few": "site-ballots-few",
    "record-ballots-few-in-runoff": "site-ballots-few-in-runoff",
}
"""What a record says of the file that lies beside it, as it is said where there is none."""
_TIMES = "record-times"


def place(title: Say) -> str:
    """What a link to this part ends in. Unlike for all parts of one record that stand side by side."""
    number = title.arguments.get(_NUMBERED.get(title.key, ""))
    if number is not None:
        return f"{_NUMBERED[title.key]}-{number}"
    return title.key.removeprefix("record-")


def section(part: Part, reading: Reading, level: int = 2) -> Element:
    """The part with its heading, which can be linked to."""
    return element("section", *_part(part, reading, level, is_ordered=part.title.key == _TIMES), id=place(part.title))


def piece_nodes(pieces: tuple[Piece, ...], reading: Reading) -> tuple[Node, ...]:
    """Pieces that stand before the first heading."""
    return tuple(node for piece in pieces for node in _piece(piece, reading, 1, is_ordered=False))


def _part(part: Part, reading: Reading, level: int, *, is_ordered: bool) -> Iterator[Node]:
    yield element(f"h{min(level, _DEEPEST)}", *_heading(part.title, reading))
    for piece in part.pieces:
        yield from _piece(piece, reading, level, is_ordered=is_ordered)


def _heading(title: Say, reading: Reading) -> tuple[Node, ...]:
    """The number of an idea where all of its words follow, else what the part is about, short."""
    return sentence(title, reading) if title.key == "record-idea" else naming(title, reading)


def _piece(piece: Piece, reading: Reading, level: int, *, is_ordered: bool) -> Iterator[Node]:
    match piece:
        case Part():
            yield _inner(piece, reading, level + 1)
        case Say():
            yield from _said(piece, reading)
        case Verbatim(text):
            yield element("pre", element("code", text))
        case Quote(words, label):
            yield from () if label is None else (element("p", *sentence(label, reading)),)
            yield quotation(words, reading)
        case Items(items, title):
            if items:
                yield from () if title is None else (element("p", *sentence(title, reading)),)
                listed = (_item(item, reading) for item in items)
                yield element("ol" if is_ordered or _is_numbered(piece) else "ul", *listed)
        case Table():
            yield from tally(piece, reading)
            yield _table(piece, reading)
        case _:
            assert_never(piece)


def _inner(part: Part, reading: Reading, level: int) -> Element:
    """A part inside a part. One that is named by an idea's words may be there more than once, so it has no place."""
    name = None if part.title.key == "record-idea-words" else place(part.title)
    return element("section", *_part(part, reading, level, is_ordered=False), id=name)


def _said(said: Say, reading: Reading) -> Iterator[Node]:
    worded = say(_OTHERWISE.get(said.key, said.key), **said.arguments)
    yield element("p", *sentence(worded, reading))
    yield from stances(said, reading)
    yield from stances_range(said, reading)


def _is_numbered(items: Items) -> bool:
    return all(item.number is not None for item in items.items)


def _item(item: Item, reading: Reading) -> Element:
    first = tuple(node for row in _first(item, reading) for node in (*row, " "))[:-1]
    more = () if not item.more else (element("p", *sentences(item.more, reading)),)
    below = () if item.quoted is None else (quotation(item.quoted, reading),)
    head = (element("p", *first),) if first else ()
    return element("li", *head, *more, *below, value=item.number)


def _first(item: Item, reading: Reading) -> Iterator[tuple[Node, ...]]:
    for one in item.said:
        yield naming(one, reading) if one.key in _NAMES_AN_IDEA else sentence(one, reading)


def bare_items(items: Items, reading: Reading) -> Element:
    """A list on a page that has no other part of the record, so nothing in it leads there."""
    return element("ul", *(_bare_item(item, reading) for item in items.items))


def _bare_item(item: Item, reading: Reading) -> Element:
    told = (element("p", *sentences(row, reading)) for row in (tuple(map(shortened, item.said)), item.more) if row)
    below = () if item.quoted is None else (quotation(item.quoted, reading),)
    return element("li", *told, *below)


# --- tables ----------------------------------------------------------------------------------------------


def _table(table: Table, reading: Reading) -> Element:
    counted = [isinstance(cell, int) for cell in table.rows[0]] if table.rows else [False] * len(table.head)
    titles = (
        element("th", *sentence(one, reading), scope="col", class_="number" if is_number else None)
        for one, is_number in zip(table.head, counted, strict=True)
    )
    head = element("thead", element("tr", *titles))
    body = element("tbody", *(element("tr", *_row(row, reading)) for row in table.rows))
    label = plain(say("site-table-scrolls"), reading)
    return element("div", element("table", head, body), class_="wide", role="region", aria_label=label, tabindex=0)


def _row(row: tuple[Cell, ...], reading: Reading) -> Iterator[Element]:
    for cell in row:
        if isinstance(cell, int):
            yield element("td", str(cell), class_="number")
        elif cell.key in _NAMES_AN_IDEA:
            yield element("th", *naming(cell, reading), scope="row")
        else:
            yield element("td", *sentence(cell, reading))
