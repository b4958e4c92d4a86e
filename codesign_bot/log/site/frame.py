"""What stands around the content of every page: its head, the way to the other pages, and what it was made from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files

from codesign_bot.log.site.element import Element, Node, Ours, Written, document, element, streamed, text_of
from codesign_bot.log.site.model import Site
from codesign_bot.log.site.words import sentence
from codesign_bot.ports import Reading
from codesign_bot.view import Say, Typed, When, say

INDEX, CHECK, LOG = "index.html", "check.html", "log/1.html"
"""Where the pages lie that every page leads to."""

_LINKED = {INDEX: say("site-all"), LOG: say("site-log"), CHECK: say("site-check")}
_FROM_THE_RIGHT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it has a frame. `path` is where it lies in the site, `heading` its only heading of level 1."""

    path: str
    heading: tuple[Node, ...]
    content: tuple[Node, ...]
    needs_script: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of all pages of a site."""

    site: Site
    reading: Reading
    _same: dict[str, Written] = field(default_factory=dict[str, Written], repr=False, compare=False)
    """What is the same on many pages, as it was written for the first one."""

    def framed(self, page: Page) -> tuple[str, bytes]:
        """The path of the page in the site, and what is in it."""
        return page.path, document(self._root(page))

    def streamed(self, page: Page, waiting: Iterable[str]) -> Iterator[bytes]:
        """What is in a page that has a place for what waits, piece by piece."""
        return streamed(self._root(page), waiting)

    def _root(self, page: Page) -> Element:
        up = "../" * page.path.count("/")
        body = element(
            "body",
            self._once(f"header {up} {page.path if page.path in _LINKED else ''}", lambda: self._header(page, up)),
            element("main", element("h1", *page.heading), *page.content, id="content", tabindex=-1),
            self._once("footer", self._footer),
            *((element("script", _file("find.js")),) if page.needs_script else ()),
        )
        language = self.reading.voice.language
        side = "rtl" if language.partition("-")[0] in _FROM_THE_RIGHT else "ltr"
        return element("html", self._head(page), body, lang=language, dir=side)

    def _head(self, page: Page) -> Element:
        title = say("site-page-title", page=text_of(page.heading), community=self.site.community)
        return element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=_policy(needs_script=page.needs_script)),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", text_of(sentence(title, self.reading))),
            self._once("style", lambda: (element("style", _file("style.css")),)),
        )

    def _once(self, name: str, made: Callable[[], tuple[Element, ...]]) -> Written:
        if name not in self._same:
            self._same[name] = Written(made())
        return self._same[name]

    def _header(self, page: Page, up: str) -> tuple[Element, ...]:
        skip = element("a", *sentence(say("site-skip"), self.reading), class_="skip", href="#content")
        title = element("p", *sentence(say("site-title", community=self.site.community), self.reading), class_="site")
        listed = (element("li", self._link(target, words, page, up)) for target, words in _LINKED.items())
        label = text_of(sentence(say("site-pages"), self.reading))
        return skip, element("header", title, element("nav", element("ul", *listed), aria_label=label))

    def _link(self, target: str, words: Say, page: Page, up: str) -> Element:
        is_here = "page" if target == page.path else None
        return element("a", *sentence(words, self.reading), href=f"{up}{target}", aria_current=is_here)

    def _footer(self) -> tuple[Element, ...]:
        made = say("site-made", at=When(self.site.made_at, self.site.zone))
        told = (made, say("site-no-names"), say("site-made-by"), *self._mark())
        return (element("footer", *(element("p", *sentence(one, self.reading)) for one in told)),)

    def _mark(self) -> Iterator[Say]:
        head = self.site.head
        if head is not None:
            yield say("site-foot-log", origin=Typed(head.origin))
            yield say("site-foot-size", size=head.size)
            yield say("site-foot-root", root=Typed(head.root))


@cache
def _file(name: str) -> Ours:
    """A file beside this module."""
    return Ours(files("codesign_bot.log.site").joinpath(name).read_text(encoding="utf-8"))


@cache
def _policy(*, needs_script: bool) -> str:
    """Nothing may be loaded, run, sent or framed but the style and the script whose hashes these are (CSP level 3)."""
    script = _hash(_file("find.js")) if needs_script else "'none'"
    return (
        f"default-src 'none'; style-src {_hash(_file('style.css'))}; script-src {script};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: Ours) -> str:
    return f"'sha256-{b64encode(sha256(text.text.encode()).digest()).decode()}'"
