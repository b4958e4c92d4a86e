"""What the list of all decisions says of one round, and by what it is found there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from codesign_bot.core.zones import zone_named
from codesign_bot.log.aside import Aside
from codesign_bot.log.document import Items
from codesign_bot.log.parts.head import in_short
from codesign_bot.log.shown import Shown
from codesign_bot.log.site.element import Element, Node, Waiting, Written, element, text_of
from codesign_bot.log.site.parts import bare_items
from codesign_bot.log.site.words import sentence, term
from codesign_bot.phrasing import day
from codesign_bot.ports import Reading
from codesign_bot.view import Say, Term, say
from codesign_bot.views.parts import heading
from codesign_bot.views.terms import PHASE, RUNG

_OPEN, _NONE, _NOTHING = Term("site-result-open"), Term("site-result-none"), Term("site-result-nothing")
_PROMISED, _MISSED, _KEPT = Term("site-result-promised"), Term("site-result-missed"), Term("site-result-kept")


@dataclass(frozen=True, slots=True)
class Card:
    """A round in the list. The words of its facets are in the language of the pages, and are what people choose from.

    `facets`: the step, what came of it, the label, and the years it went on in; a round has at least one word of each,
    but a topic that nobody has planned has no label.
    """

    topic: int
    shown: Written
    facets: dict[str, tuple[str, ...]]


FACETS: tuple[tuple[str, Say], ...] = (
    ("step", say("site-find-step")),
    ("result", say("site-find-result")),
    ("year", say("site-find-year")),
    ("label", say("site-find-label")),
)


def address(topic: int) -> str:
    """Where the page of a round lies in the site: the same for ever, because a topic keeps its number."""
    return f"rounds/{topic}.html"


def card(shown: Shown, reading: Reading) -> Card:
    """The round as it stands now. It counts nothing that its own page does not show."""
    state = shown.state
    facets = {
        "step": (term(PHASE[state.phase], reading),),
        "result": (term(_result(shown), reading),),
        "year": tuple(str(year) for year in _years(shown)),
        "label": () if state.rules is None else (term(RUNG[state.rung], reading),),
    }
    title = element("a", *sentence(heading(state, shown.public_words), reading), href=address(state.topic))
    return Card(int(state.topic), Written((_article(title, shown, facets, reading),)), facets)


def _article(title: Element, shown: Shown, facets: dict[str, tuple[str, ...]], reading: Reading) -> Element:
    rows = [
        (say("site-stands"), facets["step"]),
        (say("site-result"), facets["result"]),
        (say("site-label"), facets["label"]),
    ]
    told = [node for name, words in rows if words for node in _row(name, ", ".join(words), reading)]
    began = element("dd", day(_local(shown.state.suggested_at, shown.zone), reading.voice))
    return element(
        "article",
        element("h2", title),
        element("dl", *told, element("dt", *sentence(say("site-began"), reading)), began),
        *_short(shown, reading),
        *_kept(shown, reading),
    )


def _row(name: Say, words: str, reading: Reading) -> tuple[Element, Element]:
    return element("dt", *sentence(name, reading)), element("dd", words)


def _short(shown: Shown, reading: Reading) -> Iterator[Node]:
    for part in shown.once(in_short):
        for piece in part.pieces:
            if isinstance(piece, Items):
                yield bare_items(piece, reading)


def _kept(shown: Shown, reading: Reading) -> Iterator[Node]:
    promises = shown.state.promises.values()
    if promises:
        kept = sum(one.is_done for one in promises)
        yield element("p", *sentence(say("site-promises-kept", kept=kept, all=len(promises)), reading))


def _result(shown: Shown) -> Term:
    state = shown.state
    if state.outcome is None:
        return _NONE if shown.is_over else _OPEN
    promises = state.promises.values()
    if not promises:
        return _NOTHING
    if all(one.is_done for one in promises):
        return _KEPT
    return _MISSED if any(one.is_missed and not one.is_done for one in promises) else _PROMISED


def _years(shown: Shown) -> range:
    """Every year in which something happened in the round, by the clocks of its zone."""
    last = max((event.at for _, event in shown.events), default=shown.state.suggested_at)
    return range(_local(shown.state.suggested_at, shown.zone).year, _local(last, shown.zone).year + 1)


def _local(at: datetime, zone: str) -> datetime:
    """The instant by the clocks of a zone, or of what stands in for it where this machine does not know it."""
    return at.astimezone(zone_named(zone))


# --- the list --------------------------------------------------------------------------------------------


class Cards:
    """The cards of all rounds. In memory are only the words that they can be found by; the rest waits on the disk."""

    def __init__(self, aside: Aside) -> None:
        self.count = 0
        self._words: dict[str, set[str]] = {name: set() for name, _ in FACETS}
        self._aside = aside
        aside.do("CREATE TABLE card (topic INTEGER PRIMARY KEY, html TEXT)")

    def add(self, one: Card) -> None:
        """The card of one more round. No two have the same topic."""
        self.count += 1
        for name, words in one.facets.items():
            self._words[name].update(words)
        html = Written((_found_by(one),)).html
        self._aside.do("INSERT INTO card (topic, html) VALUES (?, ?)", one.topic, html)

    def words(self, name: str) -> list[str]:
        """What the rounds can be found by in one facet, in order."""
        return sorted(self._words[name], reverse=name == "year")

    def newest_first(self) -> Iterator[str]:
        """Each as it stands in the list of all rounds; it knows by what it is found."""
        for (html,) in self._aside.rows("SELECT html FROM card ORDER BY topic DESC"):
            yield cast("str", html)


def listed() -> Element:
    """The list that the cards belong into."""
    return element("ol", Waiting(), class_="cards", id="rounds")


def _found_by(one: Card) -> Element:
    return element(
        "li",
        one.shown,
        data_step="|".join(one.facets["step"]),
        data_result="|".join(one.facets["result"]),
        data_year="|".join(one.facets["year"]),
        data_label="|".join(one.facets["label"]),
    )


def finder(cards: Cards, reading: Reading) -> tuple[Element, ...]:
    """The form that the list is searched with. It is hidden until the script shows it: without that it does nothing."""
    words = element(
        "div",
        element("label", *sentence(say("site-find-words"), reading), for_="find-words"),
        element("input", id="find-words", type="search", autocomplete="off", aria_describedby="find-hint"),
        element("small", *sentence(say("site-find-words-hint"), reading), id="find-hint"),
        class_="field",
    )
    choices = (_choice(name, said, cards, reading) for name, said in FACETS)
    clear = element("button", *sentence(say("site-find-clear"), reading), type="reset")
    count = str(cards.count)
    status = element(
        "p", *sentence(say("site-find-shown", shown=count, all=cards.count), reading), id="find-shown", role="status"
    )
    none = element("p", *sentence(say("site-find-none"), reading), id="find-none", hidden=True)
    label = text_of(sentence(say("site-find"), reading))
    return (
        element("form", words, *choices, clear, status, id="find", role="search", aria_label=label, hidden=True),
        none,
    )


def _choice(name: str, said: Say, cards: Cards, reading: Reading) -> Element:
    options = (element("option", word, value=word) for word in cards.words(name))
    every = element("option", *sentence(say("site-find-any"), reading), value="")
    select = element("select", every, *options, id=f"find-{name}", data_find=name)
    return element("div", element("label", *sentence(said, reading), for_=f"find-{name}"), select, class_="field")
