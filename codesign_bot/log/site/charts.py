"""Counts as pictures. Each is one image to a screen reader, with words that say all that it shows.

The words beside a bar are text of the page and only the bar is drawn, so that a picture can be read on a narrow screen,
at any size of letters, in the dark and on paper. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codesign_bot.core.feedback import TENTHS
from codesign_bot.log.document import Cell, Table
from codesign_bot.log.site.element import Element, Node, element
from codesign_bot.log.site.words import plain, sentence, shortened, term
from codesign_bot.phrasing import phrase
from codesign_bot.ports import Reading
from codesign_bot.view import Say, Term, say

WIDTH = 100
"""The width of every drawing in its own measure; on the page it is as wide as there is room."""

_COUNTS: Mapping[str, str] = {"record-column-dots": "site-bar-dots", "record-column-supporters": "site-bar-supporters"}
"""The columns that are counts, with what a count of each is called."""
_STANCES: Mapping[str, Term] = {
    "agree": Term("stance-agree"),
    "disagree": Term("stance-disagree"),
    "passed": Term("stance-pass"),
}
_RANGES = frozenset({"stance-range", "stance-range-most", "stance-range-least"})


@dataclass(frozen=True, slots=True)
class Span:
    """A bar from one place to another, both in hundredths of the whole width, in a style of the style sheet."""

    begins: float
    ends: float
    style: str


def drawn(spans: Sequence[Span], *, ticks: int = 0) -> Element:
    """Bars on one line, as an image that says nothing by itself. `ticks`: in how many equal parts the line is cut."""
    marks = [element("line", x1=x, x2=x, y1=0, y2=10, class_="tick") for x in _ticks(ticks)]
    bars = [
        element("rect", x=_rounded(one.begins), width=_rounded(one.ends - one.begins), y=1, height=8, class_=one.style)
        for one in spans
    ]
    view = f"0 0 {WIDTH} 10"
    return element(
        "svg",
        *marks,
        *bars,
        viewBox=view,
        preserveAspectRatio="none",
        class_="bar",
        aria_hidden="true",
        focusable="false",
    )


def _ticks(parts: int) -> Iterator[str]:
    return (_rounded(WIDTH * place / parts) for place in range(parts + 1 if parts else 0))


def _rounded(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def picture(caption: Say, rows: Sequence[Node], words: str, reading: Reading, kind: str) -> Element:
    """Rows as one image with its caption below; `words` say the same. The caption is no part of the image."""
    image = element("div", *rows, role="img", aria_label=words, class_=f"chart {kind}")
    return element("figure", image, element("figcaption", *sentence(caption, reading)))


# --- the tally -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Counted:
    """An idea with its counts, each with the key of its words."""

    idea: Say
    counts: tuple[tuple[str, int], ...]
    is_chosen: bool


def tally(table: Table, reading: Reading) -> Iterator[Element]:
    """A picture of a table that counts dots of ideas; of any other table none."""
    keys = [one.key for one in table.head]
    if "record-column-dots" not in keys or not table.rows:
        return
    counted = [_counted(dict(zip(keys, row, strict=True))) for row in table.rows]
    most = max(max(value for _, value in one.counts) for one in counted) or 1
    rows = [node for one in counted for node in _bars(one, most, reading)]
    words = " ".join(_in_words(one, reading) for one in counted)
    caption = say("site-tally-picture") if "record-column-supporters" in keys else say("site-runoff-picture")
    yield picture(caption, rows, words, reading, "tally")


def _counted(row: Mapping[str, Cell]) -> _Counted:
    idea, chosen = row["record-column-idea"], row.get("record-column-chosen")
    if isinstance(idea, int):
        raise TypeError("the column of ideas holds their names")
    counts = tuple((_COUNTS[key], value) for key, value in row.items() if key in _COUNTS and isinstance(value, int))
    return _Counted(idea, counts, isinstance(chosen, Say) and chosen.key == "record-yes")


def _bars(one: _Counted, most: int, reading: Reading) -> Iterator[Element]:
    mark = (" ", element("strong", *sentence(say("site-chosen"), reading), class_="mark")) if one.is_chosen else ()
    yield element("div", *sentence(shortened(one.idea), reading), *mark, class_="name")
    for key, value in one.counts:
        bar = drawn([Span(0, WIDTH * value / most, _style(key, is_chosen=one.is_chosen))])
        value_said = element("span", *sentence(Say(key, {"count": value}), reading), class_="value")
        yield element("div", bar, value_said, class_="row")


def _style(key: str, *, is_chosen: bool) -> str:
    kind = "dots" if key == "site-bar-dots" else "supporters"
    return f"{kind} chosen" if is_chosen else kind


def _in_words(one: _Counted, reading: Reading) -> str:
    number = one.idea.arguments["idea"]
    values = ", ".join(plain(Say(key, {"count": value}), reading) for key, value in one.counts)
    key = "site-bar-chosen" if one.is_chosen else "site-bar"
    return plain(Say(key, {"idea": number, "values": values}), reading)


# --- feedback --------------------------------------------------------------------------------------------


def stances(said: Say, reading: Reading) -> Iterator[Element]:
    """How many agree, disagree and pass, as one bar in three parts with a legend; of any other sentence none."""
    if said.key != "stances":
        return
    counts = {name: value for name in _STANCES if isinstance(value := said.arguments[name], int)}
    bar = drawn(list(_parts(counts, sum(counts.values()) or 1)))
    legend = [
        element("span", drawn([Span(0, WIDTH, name)]), f" {term(_STANCES[name], reading)}: {value}", class_="key")
        for name, value in counts.items()
    ]
    rows = [element("div", bar, class_="row"), element("div", *legend, class_="legend")]
    yield picture(say("site-stances-picture"), rows, phrase(said, reading, str), reading, "stances")


def _parts(counts: Mapping[str, int], total: int) -> Iterator[Span]:
    begins = 0.0
    for name, value in counts.items():
        ends = begins + WIDTH * value / total
        if value:
            yield Span(begins, ends, name)
        begins = ends


def stances_range(said: Say, reading: Reading) -> Iterator[Element]:
    """Between how many of ten would likely agree, on a line from 0 to 10; of any other sentence none."""
    if said.key not in _RANGES:
        return
    low, high = said.arguments.get("low", 0), said.arguments.get("high", TENTHS)
    if not (isinstance(low, int) and isinstance(high, int)):
        raise TypeError("a range is told in tenths")
    line = drawn([Span(WIDTH * low / TENTHS, WIDTH * high / TENTHS, "range")], ticks=TENTHS)
    ends = element("div", element("span", "0"), element("span", str(TENTHS)), class_="ends")
    rows = [element("div", line, class_="row"), ends]
    yield picture(say("site-range-picture"), rows, phrase(said, reading, str), reading, "scale")
