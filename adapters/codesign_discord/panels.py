"""The ballot as a panel of buttons that only its voter sees.

Law 1. A button names the dots to reach, never one more or one less: pressed twice, it counts once.
Law 2. No state but the ballot itself. Which page is shown, and which idea is picked, follows from the idea that was
       changed or asked for last; to turn a page is to ask for the first idea on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from codesign_bot.ports import Reading
from codesign_bot.view import BallotList, BallotPaper, Block, Choice, Row, View, say
from codesign_discord.buttons import buttons, numbered, plain, slashes
from codesign_discord.components import ActionRow, Button, Message, Part, button, message, rows, select, text
from codesign_discord.custom_ids import Choose, Press
from codesign_discord.custom_ids import written as as_custom_id
from codesign_discord.document import Node, Shape, pages, size, written
from codesign_discord.limits import MOST_BUTTONS_IN_ROW, MOST_OPTIONS, units
from codesign_discord.nodes import nodes, row, said
from codesign_discord.pressing import BALLOT, CLEAR

MOST_ROWS = 8
"""Ideas with two buttons each. With a text for each, and what stands around them, that makes 40 components."""
MOST_AROUND, USUAL_AROUND = 1900, 1000
"""Of the text that is not about single ideas. At least the usual room is kept for it, so that the same ideas stay on
the same page while dots come and go.
"""
MOST_ITEM, MOST_TITLE = 1500, 400
"""Of the text of one idea, and of what stands above a list. The longest idea has less than half of it."""
_BETWEEN = "\n"
"""Between the lines of a list, and between its title and the first."""
_ROOM_FOR_PAGE = 100
"""For the line that says which page of the ballot this is, and the empty lines."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An idea and its line, which is put into words once for all that is made of it."""

    choice: Choice
    words: str


@dataclass(frozen=True, slots=True)
class _Page:
    """Ideas of one list that are shown together."""

    of: BallotList
    items: tuple[_Item, ...]

    def has(self, idea: int | None) -> bool:
        return any(item.choice.number == idea for item in self.items)


@dataclass(frozen=True, slots=True)
class _Panel:
    """What every part of a panel is made from."""

    paper: BallotPaper
    topic: int | None
    reading: Reading

    def press(self, words: str, idea: int, dots: int, *, is_off: bool) -> Button:
        """A button that puts so many dots on an idea."""
        return button(words, as_custom_id(Press(f"vote set {idea}:{dots}", self.topic)), is_off=is_off)

    def turn(self, key: str, to: _Page) -> Button:
        """A button that shows another page."""
        custom_id = as_custom_id(Press(f"{BALLOT} {to.items[0].choice.number}", self.topic))
        return button(plain(say(key), self.reading), custom_id)

    def dots(self, choice: Choice, of: BallotList) -> ActionRow:
        """One dot less and one dot more on an idea, each only where the rules allow it."""
        idea = choice.number
        is_full = choice.dots >= of.cap or of.left <= 0
        fewer = f"\u2212 {plain(say('discord-less', idea=idea), self.reading)}"
        more = f"+ {plain(say('discord-more', idea=idea), self.reading)}"
        pair = (
            self.press(fewer, idea, max(choice.dots - 1, 0), is_off=choice.dots <= 0),
            self.press(more, idea, choice.dots + 1, is_off=is_full),
        )
        (both,) = rows(pair)
        return both

    def item(self, choice: Choice) -> _Item:
        """The number, the words and the dots of an idea."""
        return _Item(choice, written([_cut(row(self.line(choice), self.reading), MOST_ITEM)]))

    def line(self, choice: Choice) -> Row:
        return Row(choice.content, choice.number, choice.remark)

    def title(self, of: BallotList) -> Node:
        """What stands above a list."""
        return _cut(said(Shape.LABEL, of.title, self.reading), MOST_TITLE)

    def place(self, here: int, parted: Sequence[_Page]) -> Iterator[Node]:
        """Which page it is, if there are several."""
        if len(parted) > 1:
            count = sum(len(page.items) for page in parted)
            yield said(Shape.PARAGRAPH, say("page", page=here + 1, pages=len(parted), count=count), self.reading)


def _cut(whole: Node, most: int) -> Node:
    """As much of it as fits. Nothing that the rules let through is as long."""
    return whole if size([whole]) <= most else next(pages([whole], most))[0]


def panel(view: View, reading: Reading, most: int) -> Message:
    """The one message of a view with a ballot that can be changed. Raises `PromptError`."""
    paper = next(block for block in view.blocks if isinstance(block, BallotPaper))
    made = _Panel(paper, view.topic, reading)
    around = _around(view, reading)
    has_rows = sum(len(one.choices) for one in paper.lists) <= MOST_ROWS
    room = most - max(size(around), USUAL_AROUND) - _ROOM_FOR_PAGE
    parted = list(_pages(made, room, MOST_ROWS if has_rows else MOST_OPTIONS))
    here = next((place for place, page in enumerate(parted) if page.has(paper.at)), 0)
    turns = _turns(made, parted, here)
    bottom = rows([*turns, *_others(view, paper, reading)][:MOST_BUTTONS_IN_ROW])
    if not parted:
        nothing = (*around, said(Shape.PARAGRAPH, say("phrase-none"), reading))
        return message([text(written(nothing)), *bottom])
    above = (*around, *made.place(here, parted), made.title(parted[here].of))
    layout = _as_rows if has_rows else _as_list
    return message([*layout(made, parted[here], above), *bottom])


def _around(view: View, reading: Reading) -> tuple[Node, ...]:
    """Everything but the ideas, above them, so that what is left is read before what can be pressed."""
    rest = replace(view, blocks=tuple(filter(_is_around, view.blocks)))
    told = (*nodes(rest, reading), *slashes(view, reading))
    return tuple(next(pages(told, MOST_AROUND))) if told else ()


def _is_around(block: Block) -> bool:
    """How to open the ballot need not be said on it."""
    return not isinstance(block, BallotPaper) and block != say("vote-in-private")


def _pages(made: _Panel, room: int, most: int) -> Iterator[_Page]:
    for one in made.paper.lists:
        left = room - size([made.title(one)])
        page: list[_Item] = []
        used = 0
        for item in map(made.item, one.choices):
            weight = units(item.words) + len(_BETWEEN)
            if page and (len(page) == most or used + weight > left):
                yield _Page(one, tuple(page))
                page, used = [], 0
            page.append(item)
            used += weight
        if page:
            yield _Page(one, tuple(page))


def _turns(made: _Panel, parted: Sequence[_Page], here: int) -> Iterator[Button]:
    if here > 0:
        yield made.turn("discord-previous-ideas", parted[here - 1])
    if here + 1 < len(parted):
        yield made.turn("discord-next-ideas", parted[here + 1])


def _others(view: View, paper: BallotPaper, reading: Reading) -> list[Button]:
    """The other things that can be done. The ballot is open already; an empty one cannot be emptied."""
    is_empty = not any(choice.dots for one in paper.lists for choice in one.choices)
    done = [BALLOT, CLEAR] if is_empty else [BALLOT]
    besides = [as_custom_id(Press(typed, view.topic)) for typed in done]
    return buttons(view, reading, besides, has_first=False)


def _as_rows(made: _Panel, page: _Page, above: Sequence[Node]) -> Iterator[Part]:
    """Each idea with its own two buttons."""
    yield text(written(above))
    for item in page.items:
        yield text(item.words)
        yield made.dots(item.choice, page.of)


def _as_list(made: _Panel, page: _Page, above: Sequence[Node]) -> Iterator[Part]:
    """A list to pick an idea from, and the two buttons of the one that is picked."""
    yield text(_BETWEEN.join((written(above), *(item.words for item in page.items))))
    options = [
        numbered(made.line(choice), made.reading, str(choice.number), is_chosen=choice.number == made.paper.at)
        for choice in (item.choice for item in page.items)
    ]
    yield select(plain(say("discord-pick"), made.reading), as_custom_id(Choose(BALLOT, made.topic)), options)
    yield from (made.dots(item.choice, page.of) for item in page.items if item.choice.number == made.paper.at)
