"""Discord's flavour of Markdown, read into a tree.

Source: docs, API Reference, "Message Formatting", and the help page "Markdown Text 101". Where clients differ, this
errs towards showing a formatting or a link: a test that strangers' words stay plain must not pass by luck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    TEXT = "text"
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINED = "underlined"
    STRUCK = "struck"
    SPOILER = "spoiler"
    CODE = "code"
    LINK = "link"
    """`target` is the address; without children the address itself is shown."""
    PERSON = "person"
    ROLE = "role"
    CHANNEL = "channel"
    EVERYONE = "everyone"
    COMMAND = "command"
    EMOJI = "emoji"
    TIME = "time"
    """`target` is the style, `text` the Unix time."""
    LINE = "line"
    HEADING = "heading"
    """`target` is its level."""
    SMALL = "small"
    ITEM = "item"
    """`target` is the bullet or number."""
    QUOTE = "quote"
    BLOCK = "block"
    """A block of code."""


@dataclass(frozen=True, slots=True)
class Node:
    mark: Mark
    text: str = ""
    target: str = ""
    inside: tuple[Node, ...] = ()


_ADDRESS = r"https?://[^\s<>]+"
_INLINE = re.compile(
    rf"""
    (?P<escaped>\\[^A-Za-z0-9\s])
  | (?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
  | <t:(?P<time>-?\d{{1,17}})(?::(?P<style>[tTdDfFsSR]))?>
  | <@!?(?P<person>\d+)>
  | <@&(?P<role>\d+)>
  | <\#(?P<channel>\d+)>
  | </(?P<command>[^:>]+):\d+>
  | <a?:(?P<emoji>\w+):\d+>
  | (?P<everyone>@(?:everyone|here)\b)
  | \[(?P<label>(?:\\.|[^\]\\])+)\]\(\s*<?(?P<masked>{_ADDRESS.replace("[^", "[^)")})>?(?:\s+"[^"]*")?\s*\)
  | <(?P<bare>{_ADDRESS})>
  | (?P<address>{_ADDRESS}(?<![.,:;"'\])])|\bdiscord(?:app)?\.(?:gg|com/invite)/[\w-]+)
  | \|\|(?P<spoiler>.+?)\|\|
  | \*\*(?P<bold>.+?)\*\*(?!\*)
  | __(?P<underlined>.+?)__(?!_)
  | ~~(?P<struck>.+?)~~
  | \*(?P<star>(?=\S).+?(?<=\S))\*(?!\*)
  | \b_(?P<low>(?=\S).+?(?<=\S))_\b
    """,
    re.VERBOSE | re.DOTALL,
)
_NESTED = {
    "spoiler": Mark.SPOILER,
    "bold": Mark.BOLD,
    "underlined": Mark.UNDERLINED,
    "struck": Mark.STRUCK,
    "star": Mark.ITALIC,
    "low": Mark.ITALIC,
}
_LEAVES = {
    "code": Mark.CODE,
    "person": Mark.PERSON,
    "role": Mark.ROLE,
    "channel": Mark.CHANNEL,
    "command": Mark.COMMAND,
    "emoji": Mark.EMOJI,
    "everyone": Mark.EVERYONE,
}
_FENCE = re.compile(r"```(?:[a-z0-9_+.#-]+\n)?\n?(?P<code>.+?)\n?```", re.DOTALL)
_HEADING = re.compile(r"(#{1,3})[ \t]+(.+)")
_SMALL = re.compile(r"-#[ \t]+(.+)")
_ITEM = re.compile(r"([ \t]*)([-*]|\d{1,3}\.)[ \t]+(.+)")


def read(source: str) -> tuple[Node, ...]:
    """The lines and blocks of a text, in order."""
    return tuple(_blocks(source))


def _blocks(source: str) -> Iterator[Node]:
    at = 0
    for fence in _FENCE.finditer(source):
        yield from _lines(source[at : fence.start()].rstrip("\n"))
        yield Node(Mark.BLOCK, fence["code"])
        at = fence.end() + (source[fence.end() : fence.end() + 1] == "\n")
    yield from _lines(source[at:])


def _lines(source: str) -> Iterator[Node]:
    if not source:
        return
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(">>> "):
            yield Node(Mark.QUOTE, inside=read("\n".join([line[4:], *lines[number + 1 :]])))
            return
        yield _line(line)


def _line(line: str) -> Node:
    if line.startswith("> "):
        return Node(Mark.QUOTE, inside=(_line(line[2:]),))
    if found := _SMALL.fullmatch(line):
        return Node(Mark.SMALL, inside=inline(found[1]))
    if found := _HEADING.fullmatch(line):
        return Node(Mark.HEADING, target=str(len(found[1])), inside=inline(found[2]))
    if found := _ITEM.fullmatch(line):
        return Node(Mark.ITEM, found[1], "•" if found[2] in "-*" else found[2], inline(found[3]))
    return Node(Mark.LINE, inside=inline(line))


def inline(source: str) -> tuple[Node, ...]:
    """What stands in one line."""
    return tuple(_joined(_inline(source)))


def _inline(source: str) -> Iterator[Node]:
    at = 0
    for found in _INLINE.finditer(source):
        yield Node(Mark.TEXT, source[at : found.start()])
        yield _found(found)
        at = found.end()
    yield Node(Mark.TEXT, source[at:])


def _found(found: re.Match[str]) -> Node:
    said = {name: text for name, text in found.groupdict().items() if text is not None}
    if "escaped" in said:
        return Node(Mark.TEXT, said["escaped"][1])
    if "time" in said:
        return Node(Mark.TIME, said["time"], said.get("style", "f"))
    if "masked" in said:
        return Node(Mark.LINK, target=said["masked"], inside=inline(said["label"]))
    for name in ("bare", "address"):
        if name in said:
            return Node(Mark.LINK, target=said[name])
    for name, mark in _LEAVES.items():
        if name in said:
            return Node(mark, said[name].strip() if mark is Mark.CODE else said[name])
    name = next(iter(_NESTED.keys() & said.keys()))
    return Node(_NESTED[name], inside=inline(said[name]))


def _joined(nodes: Iterator[Node]) -> Iterator[Node]:
    """Neighbouring pieces of text as one."""
    text = ""
    for node in nodes:
        if node.mark is Mark.TEXT:
            text += node.text
            continue
        if text:
            yield Node(Mark.TEXT, text)
            text = ""
        yield node
    if text:
        yield Node(Mark.TEXT, text)
