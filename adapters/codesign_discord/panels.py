"""The ballot as a panel of buttons that only its voter sees.

Law 1. A button names the dots to reach, never one more or one less: pressed twice, it counts once.
Law 2. No state but the ballot itself. Which page is shown, and which idea is picked, follows from the idea that was
       changed or asked for last; to turn a page is to ask for the first idea on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from codesign_bot.drawn import Drawn
from codesign_bot.phrasing import Lasting
from codesign_bot.ports import Reading, Voice
from codesign_bot.view import Action, BallotList, BallotPaper, Block, Choice, Row, Say, View, say
from codesign_discord.buttons import buttons, numbered, plain, slashes
from codesign_discord.components import ActionRow, Button, Message, Option, Part, button, message, rows, select, text
from codesign_discord.custom_ids import Choose, Press
from codesign_discord.custom_ids import written as as_custom_id
from codesign_discord.document import Marked, Node, Shape, joined, marked, pages, size, written
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


@dataclass(frozen=True, slots=True, eq=False)
class _Hand:
    """What each part of a panel is drawn with. A ballot names nobody and tells no distance of time: this is enough.

    There is one for each voice and topic: every part is looked up by it, and this way that is quick.
    """

    voice: Voice
    topic: int | None

    @property
    def reading(self) -> Reading:
        return Lasting(self.voice, {}, _NO_TIME)

    def press(self, words: str, idea: int, dots: int, *, is_off: bool) -> Button:
        """A button that puts so many dots on an idea."""
        return button(words, as_custom_id(Press(f"vote set {idea}:{dots}", self.topic)), is_off=is_off)


_NO_TIME = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class _Item:
    """An idea with so many dots: its line, how long that is, and what stands for it in the list to pick from."""

    number: int
    words: str
    weight: int
    option: Option
    chosen: Option


@dataclass(frozen=True, slots=True)
class _Page:
    """Ideas of one list that are shown together."""

    of: BallotList
    items: tuple[_Item, ...]

    def has(self, idea: int | None) -> bool:
        return any(item.number == idea for item in self.items)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the ideas in every ballot: above the words to its voter, below them, and other buttons."""

    head: tuple[Node, ...]
    foot: tuple[Node, ...]
    others: tuple[Button, ...]
    marked_head: tuple[Marked, ...]
    marked_foot: tuple[Marked, ...]


def _cut(whole: Node, most: int) -> Node:
    """As much of it as fits. Nothing that the rules let through is as long."""
    return whole if size([whole]) <= most else next(pages([whole], most))[0]


def panel(view: View, voice: Voice, drawn: Drawn, most: int) -> Message:
    """The one message of a view with a ballot that can be changed. Raises `PromptError`.

    Its parts are those of `drawn`, and not to be changed.
    """
    paper = next(block for block in view.blocks if isinstance(block, BallotPaper))
    hand = drawn.once(_Hand, voice, view.topic)
    is_empty = all(one.left == one.dots for one in paper.lists)
    blocks = tuple(filter(_is_around, view.blocks))
    frame = drawn.once(_frame, hand, view.heading, tuple(filter(_has_lines, blocks)), view.actions, is_empty)
    around = _around(hand, drawn, frame, blocks)
    has_rows = sum(len(one.choices) for one in paper.lists) <= MOST_ROWS
    room = most - max(units(around), USUAL_AROUND) - _ROOM_FOR_PAGE
    parted = list(_pages(paper, hand, drawn, room, MOST_ROWS if has_rows else MOST_OPTIONS))
    here = next((place for place, page in enumerate(parted) if page.has(paper.at)), 0)
    bottom = rows([*_turns(hand, parted, here), *frame.others][:MOST_BUTTONS_IN_ROW])
    if not parted:
        return message([text(_above(around, drawn.once(_said, hand, say("phrase-none")))), *bottom])
    place = _place(here, parted)
    which = drawn.once(_said, hand, place) if place is not None else ()
    above = _above(around, (*which, *drawn.once(_marked_title, hand, parted[here].of.title)))
    if has_rows:
        return message([*_as_rows(hand, drawn, parted[here], above), *bottom])
    return message([*_as_list(hand, drawn, parted[here], above, paper.at), *bottom])


def _frame(
    hand: _Hand,
    heading: Say | None,
    lines: tuple[Block, ...],
    actions: tuple[Action, ...],
    is_empty: bool,  # noqa: FBT001 - `Drawn.once` knows no names
) -> _Frame:
    """What is the same for everybody who has such buttons. `lines`: the blocks with something to pick."""
    view = View(heading, lines, actions, topic=hand.topic)
    head = tuple(nodes(replace(view, blocks=()), hand.reading))
    foot = slashes(view, hand.reading)
    # The ballot is open already; an empty one cannot be emptied.
    done = [BALLOT, CLEAR] if is_empty else [BALLOT]
    besides = [as_custom_id(Press(typed, view.topic)) for typed in done]
    others = buttons(view, hand.reading, besides, has_first=False)
    return _Frame(head, foot, tuple(others), tuple(map(marked, head)), tuple(map(marked, foot)))


def _around(hand: _Hand, drawn: Drawn, frame: _Frame, blocks: Sequence[Block]) -> str:
    """Everything but the ideas, above them, so that what is left is read before what can be pressed."""
    pieces = [piece for block in blocks for piece in drawn.once(_said, hand, block)]
    whole = joined((*frame.marked_head, *pieces, *frame.marked_foot))
    if units(whole) <= MOST_AROUND:
        return whole
    said_around = nodes(View(None, tuple(blocks)), hand.reading)
    return written(next(pages((*frame.head, *said_around, *frame.foot), MOST_AROUND)))


def _said(hand: _Hand, block: Block) -> tuple[Marked, ...]:
    """One block. What is said to one voter alone is the same from press to press."""
    return tuple(map(marked, nodes(View(None, (block,)), hand.reading)))


def _has_lines(block: Block) -> bool:
    """Only of lists something can be picked."""
    return not isinstance(block, Say)


def _is_around(block: Block) -> bool:
    """How to open the ballot need not be said on it."""
    return not isinstance(block, BallotPaper) and block != _HOW_TO_OPEN


_HOW_TO_OPEN = say("vote-in-private")


def _above(around: str, below: Sequence[Marked]) -> str:
    """What stands around a page, then what stands right above its ideas."""
    return joined(((Shape.PARAGRAPH, around), *below) if around else below)


def _place(here: int, parted: Sequence[_Page]) -> Say | None:
    count = sum(len(page.items) for page in parted)
    return say("page", page=here + 1, pages=len(parted), count=count) if len(parted) > 1 else None


def _title(hand: _Hand, title: Say) -> Node:
    """What stands above a list."""
    return _cut(said(Shape.LABEL, title, hand.reading), MOST_TITLE)


def _marked_title(hand: _Hand, title: Say) -> tuple[Marked, ...]:
    return (marked(_title(hand, title)),)


def _title_size(hand: _Hand, title: Say) -> int:
    return size([_title(hand, title)])


def _item(hand: _Hand, choice: Choice) -> _Item:
    """The number, the words and the dots of an idea."""
    line, value = Row(choice.content, choice.number, choice.remark), str(choice.number)
    words = written([_cut(row(line, hand.reading), MOST_ITEM)])
    option = numbered(line, hand.reading, value)
    chosen = numbered(line, hand.reading, value, is_chosen=True)
    return _Item(choice.number, words, units(words) + len(_BETWEEN), option, chosen)


def _pages(paper: BallotPaper, hand: _Hand, drawn: Drawn, room: int, most: int) -> Iterator[_Page]:
    for one in paper.lists:
        left = room - drawn.once(_title_size, hand, one.title)
        page: list[_Item] = []
        used = 0
        for choice in one.choices:
            item = drawn.once(_item, hand, choice)
            if page and (len(page) == most or used + item.weight > left):
                yield _Page(one, tuple(page))
                page, used = [], 0
            page.append(item)
            used += item.weight
        if page:
            yield _Page(one, tuple(page))


def _turns(hand: _Hand, parted: Sequence[_Page], here: int) -> Iterator[Button]:
    if here > 0:
        yield _turn(hand, "discord-previous-ideas", parted[here - 1])
    if here + 1 < len(parted):
        yield _turn(hand, "discord-next-ideas", parted[here + 1])


def _turn(hand: _Hand, key: str, to: _Page) -> Button:
    """A button that shows another page."""
    return button(plain(say(key), hand.reading), as_custom_id(Press(f"{BALLOT} {to.items[0].number}", hand.topic)))


def _dots(hand: _Hand, drawn: Drawn, page: _Page, idea: int) -> ActionRow:
    """One dot less and one dot more on an idea, each only where the rules allow it."""
    dots = next(choice.dots for choice in page.of.choices if choice.number == idea)
    return drawn.once(_pair, hand, idea, dots, dots >= page.of.cap or page.of.left <= 0)


def _pair(hand: _Hand, idea: int, dots: int, is_full: bool) -> ActionRow:  # noqa: FBT001 - `Drawn.once` knows no names
    fewer = f"\u2212 {plain(say('discord-less', idea=idea), hand.reading)}"
    more = f"+ {plain(say('discord-more', idea=idea), hand.reading)}"
    pair = (
        hand.press(fewer, idea, max(dots - 1, 0), is_off=dots <= 0),
        hand.press(more, idea, dots + 1, is_off=is_full),
    )
    (both,) = rows(pair)
    return both


def _as_rows(hand: _Hand, drawn: Drawn, page: _Page, above: str) -> Iterator[Part]:
    """Each idea with its own two buttons."""
    yield text(above)
    for item in page.items:
        yield text(item.words)
        yield _dots(hand, drawn, page, item.number)


def _as_list(hand: _Hand, drawn: Drawn, page: _Page, above: str, at: int | None) -> Iterator[Part]:
    """A list to pick an idea from, and the two buttons of the one that is picked."""
    yield text(_BETWEEN.join((above, *(item.words for item in page.items))))
    options = [item.chosen if item.number == at else item.option for item in page.items]
    yield select(*drawn.once(_picker, hand), options)
    if at is not None and page.has(at):
        yield _dots(hand, drawn, page, at)


def _picker(hand: _Hand) -> tuple[str, str]:
    """What stands in the list while nothing is picked, and what picking means."""
    return plain(say("discord-pick"), hand.reading), as_custom_id(Choose(BALLOT, hand.topic))
