"""Every page of a site, one after the other: never more than one in memory. What the last one tells of each round waits
on the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codesign_bot.log.aside import Aside
from codesign_bot.log.document import Part
from codesign_bot.log.parts.head import opening_words
from codesign_bot.log.record import PARTS
from codesign_bot.log.shown import Shown
from codesign_bot.log.site.cards import Cards, address, card, finder, listed
from codesign_bot.log.site.checking import check_page
from codesign_bot.log.site.element import Element, Node, element, text_of
from codesign_bot.log.site.entries import LogPages, Mentions, log_address
from codesign_bot.log.site.frame import INDEX, Frame, Page
from codesign_bot.log.site.model import Line, Site
from codesign_bot.log.site.parts import piece_nodes, place, section
from codesign_bot.log.site.steps import how_it_went
from codesign_bot.log.site.words import sentence, shortened
from codesign_bot.phrasing import lasting, recorded
from codesign_bot.ports import Reading, Voice
from codesign_bot.view import Say, say
from codesign_bot.views.parts import heading

File = tuple[str, bytes]
"""A page as the path of a file in the site, with `/`, and the file in UTF-8."""


def pages(site: Site, voice: Voice) -> Iterator[File]:
    """Each page of the site.

    The entries of the log come first, then the rounds in the order given, then the list of all of them: whoever writes
    the files as they come has no dead link once the last is there. Raises `PromptError` where `voice` lacks a text, and
    `OSError` where there is no room for what has to wait.
    """
    with Aside() as aside:
        made = Pages(site, voice, aside)
        for line in site.entries:
            yield from made.entry(line)
        yield made.end_of_log()
        for shown in site.rounds:
            yield made.round(shown)
        yield made.check()
        name, pieces = made.index()
        yield name, b"".join(pieces)


class Pages:
    """The pages of a site for whoever comes by its entries and rounds one at a time, in the order of the methods.

    What `site` itself has of both is not looked at. What has to wait is put into `aside`. Raises as `pages` does.
    """

    def __init__(self, site: Site, voice: Voice, aside: Aside) -> None:
        self._site = site
        self._reading = lasting(Reading(voice, {}, site.made_at))
        self._frame = Frame(site, self._reading)
        self._log = LogPages(site, self._reading, aside)
        self._cards = Cards(aside)

    def entry(self, line: Line) -> Iterator[File]:
        """The next entry of the log: a page where one is full."""
        page = self._log.take(line)
        if page is not None:
            yield self._frame.framed(page)

    def end_of_log(self) -> File:
        """After the last entry: the page that it stands on."""
        return self._frame.framed(self._log.last())

    def round(self, shown: Shown) -> File:
        """The page of a round. No two have the same topic."""
        told = replace(recorded(self._reading), names=shown.names.of_acts)
        self._cards.add(card(shown, told))
        return self._frame.framed(_round(shown, told, self._log.mentions.get(str(int(shown.state.topic)))))

    def check(self) -> File:
        """How to check the pages."""
        return self._frame.framed(check_page(self._site, self._reading))

    def index(self) -> tuple[str, Iterator[bytes]]:
        """After the last round: the list of all of them, as its path and the pieces of it."""
        page = _index(self._cards, self._site.dates, self._reading)
        return page.path, self._frame.streamed(page, self._cards.newest_first())


# --- one round -------------------------------------------------------------------------------------------


def _round(shown: Shown, reading: Reading, mentions: Mentions | None) -> Page:
    title = heading(shown.state, shown.public_words)
    parts = [part for made in PARTS for part in shown.once(made)]
    content = (
        *piece_nodes(opening_words(shown), reading),
        _contents(parts, mentions, reading),
        *(section(part, reading) for part in parts if _is_early(part)),
        how_it_went(shown, reading),
        *(section(part, reading) for part in parts if not _is_early(part)),
        *_entries(mentions, reading),
    )
    return Page(address(shown.state.topic), sentence(title, reading), content)


def _is_early(part: Part) -> bool:
    """What stands before the course of the steps: it says what all of it was about."""
    return part.title.key in {"record-short", "record-label", "record-question"}


def _contents(parts: list[Part], mentions: Mentions | None, reading: Reading) -> Element:
    """The sections of the page in order, with a link to each."""
    steps = ("steps", say("site-steps"))
    early = [(place(part.title), part.title) for part in parts if _is_early(part)]
    late = [(place(part.title), part.title) for part in parts if not _is_early(part)]
    log = () if mentions is None else (("entries", say("site-entries")),)
    links = [
        element("li", element("a", *sentence(shortened(words), reading), href=f"#{where}"))
        for where, words in (*early, steps, *late, *log)
    ]
    label = text_of(sentence(say("site-on-this-page"), reading))
    return element("nav", element("ul", *links), aria_label=label, class_="contents")


def _entries(mentions: Mentions | None, reading: Reading) -> tuple[Element, ...]:
    if mentions is None:
        return ()
    ends = [("site-entry-first", mentions.first)]
    if mentions.last != mentions.first:
        ends.append(("site-entry-last", mentions.last))
    links = [
        element("li", element("a", *sentence(Say(key, {"number": no}), reading), href=f"../{log_address(no)}"))
        for key, no in ends
    ]
    return (
        element(
            "section",
            element("h2", *sentence(say("site-entries"), reading)),
            element("p", *sentence(say("site-entries-are", count=mentions.count), reading)),
            element("ul", *links),
            id="entries",
        ),
    )


# --- the list --------------------------------------------------------------------------------------------


def _index(cards: Cards, dates: str | None, reading: Reading) -> Page:
    title = sentence(say("site-all"), reading)
    if not cards.count:
        return Page(INDEX, title, _paragraphs((say("site-no-rounds"), say("site-no-counts")), reading))
    told = (say("site-index-says"), say("site-no-counts"), say("site-rounds-listed", count=cards.count))
    before = (*_paragraphs(told, reading), *_subscribed(dates, reading))
    return Page(INDEX, title, (*before, *finder(cards, reading), listed()), needs_script=True)


def _subscribed(dates: str | None, reading: Reading) -> tuple[Node, ...]:
    """The way to the dates, for whoever lets their calendar look there again and again."""
    if dates is None:
        return ()
    link = element("a", *sentence(say("site-dates"), reading), href=dates)
    return (element("p", *sentence(say("site-dates-says"), reading), " ", link),)


def _paragraphs(said: tuple[Say, ...], reading: Reading) -> tuple[Node, ...]:
    return tuple(element("p", *sentence(one, reading)) for one in said)
