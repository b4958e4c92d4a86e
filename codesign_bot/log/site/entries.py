"""The pages of the log: every entry with its number, so many a page that an entry never moves to another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from codesign_bot.log.aside import Aside, Shelf
from codesign_bot.log.site.element import Element, Node, Written, element, text_of
from codesign_bot.log.site.frame import Page
from codesign_bot.log.site.model import Line, Site
from codesign_bot.log.site.words import sentence
from codesign_bot.ports import Reading
from codesign_bot.view import Say, When, say

A_PAGE = 200
"""Entries on one page. Changing it moves entries, so links that people kept would lead elsewhere."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Which entries are about one round: the number of the first and of the last, and how many there are."""

    first: int
    last: int
    count: int

    def plain(self) -> list[int]:
        return [self.first, self.last, self.count]

    @classmethod
    def of(cls, plain: Sequence[object]) -> Mentions:
        """What `plain` told."""
        first, last, count = cast("Sequence[int]", plain)
        return cls(first, last, count)


def log_address(no: int) -> str:
    """Where an entry stands in the site."""
    return f"{_path((no - 1) // A_PAGE + 1)}#entry-{no}"


def _path(page: int) -> str:
    return f"log/{page}.html"


class LogPages:
    """Takes the entries in order, and makes a page of every `A_PAGE`; holds no more than those of one page.

    `mentions` is filled in on the way, by the topics of rounds, and waits in `aside`.
    """

    def __init__(self, site: Site, reading: Reading, aside: Aside) -> None:
        self.mentions = Shelf(aside, Mentions.plain, Mentions.of)
        self._site, self._reading = site, reading
        self._lines: list[Line] = []
        self._number = 1
        self._links: dict[int, Written] = {}

    def take(self, line: Line) -> Page | None:
        """The next entry. Returns the page before it where the entry begins a new one."""
        full = None
        if len(self._lines) == A_PAGE:
            full = self._page(has_next=True)
            self._lines, self._number = [], self._number + 1
        self._lines.append(line)
        if line.topic is not None:
            known = self.mentions.get(str(line.topic)) or Mentions(line.no, line.no, 0)
            self.mentions.put(str(line.topic), Mentions(known.first, line.no, known.count + 1))
        return full

    def last(self) -> Page:
        """The page that the log ends with, after the last entry. It is there even where there is none."""
        page, self._lines = self._page(has_next=False), []
        return page

    def _page(self, *, has_next: bool) -> Page:
        lines, reading = self._lines, self._reading
        told = [say("site-log-says"), say("site-log-order")] if lines else [say("log-none")]
        content: list[Node] = [element("p", *sentence(one, reading)) for one in told]
        if lines:
            content.append(element("ol", *(self._entry(one) for one in lines), class_="entries"))
            self._links.clear()
        return Page(
            _path(self._number),
            sentence(say("site-log-heading", page=self._number), reading),
            (*content, *_neighbours(self._number, reading, has_next=has_next)),
        )

    def _entry(self, line: Line) -> Element:
        said = sentence(say("log-line", kind=line.kind, at=When(line.at, self._site.zone)), self._reading)
        about = () if line.about is None else (" ", *sentence(line.about, self._reading))
        link = () if line.topic is None else (self._round(line.topic),)
        return element("li", *said, *about, *link, id=f"entry-{line.no}", value=line.no)

    def _round(self, topic: int) -> Written:
        """The way to the round, which most of the entries around have in common."""
        if topic not in self._links:
            words = sentence(say("site-entry-round", number=topic), self._reading)
            self._links[topic] = Written((" ", element("a", *words, href=f"../rounds/{topic}.html")))
        return self._links[topic]


def _neighbours(number: int, reading: Reading, *, has_next: bool) -> Iterator[Node]:
    """Links to the page before and the next one, where there are such."""
    links = [
        element("li", element("a", *sentence(Say(key), reading), href=f"../{_path(page)}", rel=rel))
        for key, page, rel, is_there in (
            ("site-log-before", number - 1, "prev", number > 1),
            ("site-log-next", number + 1, "next", has_next),
        )
        if is_there
    ]
    if links:
        label = text_of(sentence(say("site-log-pages"), reading))
        yield element("nav", element("ul", *links), aria_label=label, class_="neighbours")
