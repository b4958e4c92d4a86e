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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
TAGS = _INLINE | _BLOCK | _VOID

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
_LOADS = frozenset({"src", "srcset", "data", "action", "formaction", "poster", "background", "ping", "style"})
_ADDRESS = re.compile(r"(?:\.\./)?(?:[a-z0-9-]+/)?[a-z0-9-]+\.(?:html(?:#[a-z0-9-]+)?|ics)|#[a-z0-9-]+")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no HTML document may hold, and no UTF-8."""


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


Node = Element | str | Ours
Value = str | int | bool | None


def element(tag: str, *children: Node, **attributes: Value) -> Element:
    """An element with its children and attributes, in the order given.

    A name ends with `_` where Python has the word for itself, and `_` inside stands for `-`: `class_`, `aria_label`,
    `data_year`. True is written without a value; False and None are left out. ValueError for what breaks a law.
    """
    if tag not in TAGS:
        raise ValueError(f"there is no element {tag} on our pages")
    if tag in _VOID and children:
        raise ValueError(f"nothing stands in an element {tag}")
    if any(isinstance(child, Ours) for child in children) and tag not in {"style", "script"}:
        raise ValueError("only a style sheet or a script is written as it stands")
    if tag in {"style", "script"} and not all(isinstance(child, Ours) for child in children):
        raise ValueError("a style sheet or a script is never put together")
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    return Element(tag, tuple(_attribute(name, value) for name, value in named if _is_there(value)), children)


def _is_there(value: Value) -> bool:
    return value is not None and value is not False


def _attribute(name: str, value: Value) -> tuple[str, str]:
    if not _NAME.fullmatch(name) or name.startswith("on") or name in _LOADS:
        raise ValueError(f"no element of ours has an attribute {name}")
    told = "" if value is True else str(value)
    if name == "href" and not _ADDRESS.fullmatch(told):
        raise ValueError("a link leads to a page of the same site, or to a place in one")
    return name, told


def text_of(nodes: Iterable[Node]) -> str:
    """What can be read in the nodes, without any markup: for a title or a label, where no element can stand."""
    return "".join(_text_of(node) for node in nodes)


def _text_of(node: Node) -> str:
    match node:
        case str():
            return node
        case Ours():
            return ""
        case Element():
            return text_of(node.children)


def document(root: Element) -> bytes:
    """The page as a file: the mark of HTML, then the root."""
    return f"<!doctype html>\n{html(root)}\n".encode()


def html(node: Node) -> str:
    """The node as it stands in a file. Blocks begin on lines of their own, so that a change is seen line by line."""
    return "".join(_written(node)).lstrip("\n")


def _written(node: Node) -> Iterator[str]:
    match node:
        case str():
            yield escape(_NO_TEXT.sub("", node), quote=False)
        case Ours(text):
            yield text
        case Element(tag, attributes, children):
            named = "".join(f" {name}" + (f'="{_quoted(value)}"' if value else "") for name, value in attributes)
            begins = "\n" if tag in _BLOCK else ""
            if tag in _VOID:
                yield f"{begins}<{tag}{named}{'/' if tag in _OF_SVG else ''}>"
                return
            yield f"{begins}<{tag}{named}>"
            for child in children:
                yield from _written(child)
            yield f"</{tag}>"


def _quoted(value: str) -> str:
    return escape(_NO_TEXT.sub("", value))
