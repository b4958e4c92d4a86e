"""A view as Matrix messages. Pure: the same view, reader and look always give the same messages.

Strangers' words stand in quotation marks or in a quotation, so they cannot pass for ours; how they are kept
from doing harm stands in `document`. Whoever sends a payload adds `"m.mentions": {}` to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from codesign_bot.phrasing import Ink, Run, inline, lasting, lines, runs
from codesign_bot.ports import Reading
from codesign_bot.service.grammar import SIGN
from codesign_bot.view import (
    Action,
    Audience,
    BallotPaper,
    Bar,
    Bars,
    Block,
    Quote,
    Quoted,
    Row,
    Rows,
    Say,
    Term,
    ToType,
    Verbatim,
    View,
    say,
)
from codesign_matrix.document import Node, Shape, Span, Style, body, formatted
from codesign_matrix.limits import MOST_BYTES, is_small, pages, size_of

_DASH = " \u2013 "
_ROOM_FOR_PART = 500
"""Bytes kept free for the line that says which part of a long message this is."""


@dataclass(frozen=True, slots=True)
class MatrixLook:
    """What a message depends on besides the view and its reader."""

    bot_user_id: str
    sign: str = SIGN
    is_private: bool = False
    """In a direct message already: what belongs there needs no link to it."""
    is_answer: bool = True
    """To what somebody typed a moment ago, so there is nobody to be called."""
    draws_bars: bool = False
    """Draw a bar behind each number. Off, because a screen reader may read every square aloud."""
    most_bytes: int = MOST_BYTES
    """Of `body` and `formatted_body` together."""


@dataclass(frozen=True, slots=True)
class Payload:
    """One message, its parts named as in the content of an event."""

    body: str
    formatted_body: str
    msgtype: str
    """`m.notice` for an answer to one person: clients show it quietly, and no phone rings. `m.text` for the rest."""


def render(view: View, reading: Reading, look: MatrixLook) -> tuple[Payload, ...]:
    """The messages to send, in order: one, or more where it is too long for one. Raises `PromptError`."""
    nodes = (*_said_nodes(view, reading, look), *_actions(view.actions, reading, look))
    whole = _payload(nodes, view.audience, look)
    if is_small(whole.body, whole.formatted_body, look.most_bytes):
        return (whole,)
    parts = list(pages(nodes, look.most_bytes - _ROOM_FOR_PART))
    return tuple(
        _payload((_part(place, len(parts), reading), *part), view.audience, look) for place, part in enumerate(parts, 1)
    )


def render_card(view: View, reading: Reading, look: MatrixLook) -> Payload:
    """One message that can be edited, whatever it holds: an edit carries its words twice, so it has half the room.

    What does not fit is left out from the end of what is said; the actions stay, and a line tells where to read
    all of it. Times are told without "in 2 days": a card stands for days. Raises `PromptError`.
    """
    most, reading = look.most_bytes // 2, lasting(reading)
    said, acts = tuple(_said_nodes(view, reading, look)), tuple(_actions(view.actions, reading, look))
    whole = _payload((*said, *acts), view.audience, look)
    if is_small(whole.body, whole.formatted_body, most):
        return whole
    left_out = _said(Shape.PARAGRAPH, say("phrase-left-out", command=ToType(f"{look.sign}now")), reading)
    shown = next(pages(said, most - size_of((left_out, *acts))))
    return _payload((*shown, left_out, *acts), view.audience, look)


def digest(view: View, reading: Reading, look: MatrixLook) -> str:
    """A hash of the card: only cards are edited, so only they are compared with what they were."""
    shown = render_card(view, reading, look)
    return hashlib.sha256(json.dumps([shown.body, shown.formatted_body, shown.msgtype]).encode()).hexdigest()


def _payload(nodes: Sequence[Node], audience: Audience, look: MatrixLook) -> Payload:
    return Payload(body(nodes), formatted(nodes), _msgtype(audience, look))


def _msgtype(audience: Audience, look: MatrixLook) -> str:
    match audience:
        case Audience.EVERYONE:
            return "m.text"
        case Audience.ONLY_YOU:
            return "m.notice" if look.is_answer else "m.text"
        case _:
            assert_never(audience)


def _said_nodes(view: View, reading: Reading, look: MatrixLook) -> Iterator[Node]:
    if view.heading is not None:
        yield _said(Shape.HEADING, view.heading, reading)
    for block in view.blocks:
        yield from _block(block, reading, look)


def _said(shape: Shape, said: Say, reading: Reading) -> Node:
    return Node(shape, tuple(map(Span, runs(said, reading))))


def _part(part: int, parts: int, reading: Reading) -> Node:
    return _said(Shape.PARAGRAPH, say("phrase-part", part=part, parts=parts), reading)


def _block(block: Block, reading: Reading, look: MatrixLook) -> Iterator[Node]:
    match block:
        case Say():
            yield _said(Shape.PARAGRAPH, block, reading)
        case Quote():
            yield from _label(block.label, reading)
            yield Node(Shape.QUOTATION, tuple(map(Span, lines(block.quoted, reading))))
        case Verbatim(text):
            yield Node(Shape.VERBATIM, tuple(_ours(line) for line in text.splitlines()))
        case Rows():
            yield from _label(block.title, reading)
            yield from (_row(row, reading) for row in block.rows)
        case Bars():
            yield from _label(block.title, reading)
            most = max((bar.value for bar in block.bars), default=0)
            yield from (_bar(bar, most, reading, look) for bar in block.bars)
        case BallotPaper():
            for rows in block.as_rows:
                yield from _block(rows, reading, look)
        case _:
            assert_never(block)


def _label(label: Say | None, reading: Reading) -> Iterator[Node]:
    if label is not None:
        yield _said(Shape.LABEL, label, reading)


def _row(row: Row, reading: Reading) -> Node:
    match row.content:
        case Quoted():
            content, before = inline(row.content, reading), _DASH
        case Say():
            content, before = runs(row.content, reading), " "
        case _:
            assert_never(row.content)
    return Node(Shape.ITEM, (*map(Span, content), *_remark(row.remark, before, reading)), row.number)


def _bar(bar: Bar, most: int, reading: Reading, look: MatrixLook) -> Node:
    drawn = (_ours(f" {_drawn(bar.value, most)}"),) if look.draws_bars and bar.value > 0 else ()
    label = map(Span, inline(bar.label, reading))
    return Node(Shape.ITEM, (*label, *_remark(bar.remark, _DASH, reading), *drawn), bar.number)


def _drawn(value: int, most: int) -> str:
    """One to ten squares: the share of the longest bar."""
    return "■" * max(1, round(10 * value / most))


def _remark(remark: Say | None, before: str, reading: Reading) -> tuple[Span, ...]:
    if remark is None:
        return ()
    return (_ours(before), *(Span(run, Style.EMPHASIS) for run in runs(remark, reading)))


def _ours(words: str) -> Span:
    return Span(Run(Ink.OURS, words))


def _actions(actions: Sequence[Action], reading: Reading, look: MatrixLook) -> Iterator[Node]:
    """What to type: first what goes anywhere, then what belongs in a direct message, with a link to one."""
    anywhere = [action for action in actions if look.is_private or not action.is_private]
    if anywhere:
        yield _said(Shape.LABEL, say("phrase-actions"), reading)
        yield from (_action(action, reading, look) for action in anywhere)
    private = [action for action in actions if action.is_private and not look.is_private]
    if private:
        address = f"https://matrix.to/#/{quote(look.bot_user_id, safe='@:')}"
        label = map(Span, runs(say("phrase-actions-private"), reading))
        link = Span(Run(Ink.OURS, look.bot_user_id), Style.LINK, address)
        yield Node(Shape.LABEL, (*label, _ours(" "), link))
        yield from (_action(action, reading, look) for action in private)


def _action(action: Action, reading: Reading, look: MatrixLook) -> Node:
    typed = say("phrase-type", what=Term(action.key), command=ToType(look.sign + action.typed))
    return _said(Shape.ITEM, typed, reading)
