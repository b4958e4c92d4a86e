"""HTML as a tree: what is text is always escaped, and nothing is markup but an element that stands in the code.

Law 1. A string among the children of an element is text. No string of anybody's can become a tag, an attribute or
       a script, because the only way to a tag is `element` with a name that is in `TAGS`.
Law 2. A page asks the network for nothing: `href` leads to a page of the same site, a place in one, or its file
       for calendars, `src` and its like are not there at all, and no attribute holds a script or a style.
Law 3. `<style>` and `<script>` hold only `Ours`: files of this package, never anything that was put together.

Where the text of an element is told in HTML: Living Standard, section 13.3 (serialising) and 13.1.2 (elements).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from functools import lru_cache
from html import escape

_INLINE = frozenset({"a", "bdi", "code", "em", "option", "small", "span", "strong", "time", "title"})
# fmt: off
_BLOCK = frozenset({
    "article", "blockquote", "body", "button", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "label", "li", "main", "meta", "nav", "ol",
    "p", "pre", "script", "section", "select", "style", "svg", "table", "tbody", "td", "th", "thead", "tr", "ul",
})
# fmt: on
_VOID = frozenset({"br", "input", "line", "meta", "rect"})
"""Without an end of their own. Those of SVG are written as SVG writes them."""
_OF_SVG = frozenset({"line", "rect"})
_HOLDS_OURS = frozenset({"style", "script"})
TAGS = _INLINE | _BLOCK | _VOID
_MAY_HOLD_TEXT = TAGS - _VOID - _HOLDS_OURS
_BEGINNINGS = {tag: f"\n<{tag}" if tag in _BLOCK else f"<{tag}" for tag in TAGS}
_ENDS = {tag: f"</{tag}>" for tag in TAGS}

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
_LOADS = frozenset({"src", "srcset", "data", "action", "formaction", "poster", "background", "ping", "style"})
_ADDRESS = re.compile(r"(?:\.\./)?(?:[a-z0-9-]+/)?[a-z0-9-]+\.(?:html(?:#[a-z0-9-]+)?|ics)|#[a-z0-9-]+")
_NOT_THERE = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_NO_TEXT = re.compile(f"[{_NOT_THERE}]")
"""What no HTML document may hold, and no UTF-8."""
_GAP = "\0"
"""Holds a place while a page is written. No page can have this sign in it otherwise."""
_TO_CHANGE = re.compile(f"[&<>\"'{_NOT_THERE}]")
"""A text without any of these stands in a file as it is."""


@dataclass(frozen=True, slots=True)
class Ours:
    """The text of a style sheet or a script that comes with the bot. It is written as it stands."""

    text: str

    def __post_init__(self) -> None:
        """ValueError where the text would end the element that holds it."""
        if "</" in self.text or "<!--" in self.text:
            raise ValueError("a style sheet or script must not hold the beginning of an end tag")


@dataclass(frozen=True, slots=True)
class Element:
    """An element. Made by `element`, which knows what may stand in one."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Nodes as they stand in a file, for what many pages have in common. It can only be made of nodes."""

    nodes: InitVar[tuple[Node, ...]]
    html: str = field(init=False)

    def __post_init__(self, nodes: tuple[Node, ...]) -> None:
        written: list[str] = []
        for node in nodes:
            _write(node, written.append)
        object.__setattr__(self, "html", "".join(written))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Where nodes belong that were written before and wait on the disk. A page has one such place, or none."""


Node = Element | str | Ours | Written | Waiting
Value = str | int | bool | None


def element(tag: str, *children: Node, **attributes: Value) -> Element:
    """An element with its children and attributes, in the order given.

    A name ends with `_` where Python has the word for itself, and `_` inside stands for `-`: `class_`, `aria_label`,
    `data_year`. True is written without a value; False and None are left out. ValueError for what breaks a law.
    """
    if tag not in _MAY_HOLD_TEXT or Ours in map(type, children):
        _check(tag, children)
    if not attributes:
        return Element(tag, (), children)
    there = [(name, value) for name, value in attributes.items() if value is not None and value is not False]
    return Element(tag, tuple([_attribute(_named(name), value) for name, value in there]), children)


def _check(tag: str, children: tuple[Node, ...]) -> None:
    """Raise where no such element may stand anywhere with these children."""
    if tag not in TAGS:
        raise ValueError(f"there is no element {tag} on our pages")
    if tag in _VOID and children:
        raise ValueError(f"nothing stands in an element {tag}")
    if tag in _HOLDS_OURS:
        if not all(isinstance(child, Ours) for child in children):
            raise ValueError("a style sheet or a script is never put together")
    elif any(isinstance(child, Ours) for child in children):
        raise ValueError("only a style sheet or a script is written as it stands")


@lru_cache(maxsize=256)
def _named(name: str) -> str:
    """How an attribute is called in HTML. The names stand in the code, so there are not many."""
    named = name.rstrip("_").replace("_", "-")
    if not _NAME.fullmatch(named) or named.startswith("on") or named in _LOADS:
        raise ValueError(f"no element of ours has an attribute {named}")
    return named


def _attribute(name: str, value: Value) -> tuple[str, str]:
    told = "" if value is True else str(value)
    if name == "href" and not _ADDRESS.fullmatch(told):
        raise ValueError("a link leads to a page of the same site, or to a place in one")
    return name, told


def text_of(nodes: Iterable[Node]) -> str:
    """What can be read in the nodes, without any markup: for a title or a label, where no element can stand.

    ValueError for what was written before.
    """
    return "".join(_text_of(node) for node in nodes)


def _text_of(node: Node) -> str:
    match node:
        case str():
            return node
        case Ours():
            return ""
        case Written() | Waiting():
            raise ValueError("what was written is no text again")
        case Element():
            return text_of(node.children)


def document(root: Element) -> bytes:
    """The page as a file: the mark of HTML, then the root."""
    return b"".join(streamed(root, ()))


def streamed(root: Element, waiting: Iterable[str]) -> Iterator[bytes]:
    """The same in pieces, with the nodes in their place that have waited for it, each as it was written."""
    written = ["<!doctype html>"]
    _write(root, written.append)
    written.append("\n")
    before, _, after = "".join(written).partition(_GAP)
    yield before.encode()
    yield from map(str.encode, waiting)
    yield after.encode()


def html(node: Node) -> str:
    """The node as it stands in a file. Blocks begin on lines of their own, so that a change is seen line by line."""
    written: list[str] = []
    _write(node, written.append)
    return "".join(written).lstrip("\n")


def _write(node: Node, out: Callable[[str], None]) -> None:
    if isinstance(node, Element):
        tag = node.tag
        out(_BEGINNINGS[tag])
        for name, value in node.attributes:
            out(f' {name}="{_quoted(value)}"' if value else f" {name}")
        if tag in _VOID:
            out("/>" if tag in _OF_SVG else ">")
            return
        out(">")
        for child in node.children:
            _write(child, out)
        out(_ENDS[tag])
    elif isinstance(node, str):
        out(escape(_NO_TEXT.sub("", node), quote=False) if _TO_CHANGE.search(node) else node)
    elif isinstance(node, Waiting):
        out(_GAP)
    else:
        out(node.html if isinstance(node, Written) else node.text)


def _quoted(value: str) -> str:
    return escape(_NO_TEXT.sub("", value)) if _TO_CHANGE.search(value) else value
