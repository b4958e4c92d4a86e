"""What a person should see, before anybody knows where or in which language.

Words are message keys with arguments, never text; strangers' words are `Quoted`, a type that every renderer
has to escape; instants, lengths and people stay values until the door, where zone and names are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum

from codesign_bot.core.ids import ContentId, PersonId


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's own words. None where they were erased: the renderer says so in the reader's language."""

    words: str | None
    content: ContentId | None = field(default=None, compare=False, repr=False)
    """Which words these are, so that they can be taken out later. None: they are kept nowhere else."""


@dataclass(frozen=True, slots=True)
class When:
    """An instant, shown in the reader's zone where the platform can, else in `zone` with its name."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Length:
    """How long something takes: "3 days", "45 minutes"."""

    length: timedelta


@dataclass(frozen=True, slots=True)
class Who:
    """A person, shown by the name of their account."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the bot's own vocabulary as an argument: a phase, a rung, a fate. `key` names its message."""

    key: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Something to type or copy exactly, such as a code. Never translated, shown as code."""

    text: str


@dataclass(frozen=True, slots=True)
class ToType:
    """A command to type, in our words: shown as code, in the words that the reader's language has for them."""

    text: str


@dataclass(frozen=True, slots=True)
class Ideas:
    """Idea numbers in a row: "3, 7 and 9"."""

    numbers: tuple[int, ...]


Argument = str | int | date | datetime | Quoted | When | Length | Who | Term | Typed | ToType | Ideas


@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph: the message `key` with its arguments."""

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict[str, Argument])

    def __hash__(self) -> int:
        """Of equal paragraphs the same, in whichever order their arguments were given."""
        return hash((self.key, frozenset(self.arguments.items())))


def say(key: str, **arguments: Argument) -> Say:
    """A paragraph, written short."""
    return Say(key, arguments)


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words in a block of their own, with a line above that says whose they are."""

    quoted: Quoted
    label: Say | None = None


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A text of ours for programs, line by line, to be copied as it stands: never parted, filled or translated."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: a number to type, then either our words or somebody's, then a remark of ours."""

    content: Say | Quoted
    number: int | None = None
    remark: Say | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A list. `title` stands above it."""

    rows: tuple[Row, ...]
    title: Say | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: an idea's number and words, a value, and the value in words."""

    number: int
    label: Quoted
    value: int
    remark: Say


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers as bars. Everything a bar shows is also said in its remark."""

    bars: tuple[Bar, ...]
    title: Say | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One idea of a ballot: its number, its words, this person's dots on it, and the dots in words."""

    number: int
    content: Say | Quoted
    dots: int
    remark: Say

    def __hash__(self) -> int:
        """Of the numbers alone: equal choices have equal ones, and on one ballot they tell all choices apart."""
        return hash((self.number, self.dots))


@dataclass(frozen=True, slots=True)
class BallotList:
    """Ideas that share their dots, in this person's own order. `cap`: most dots on one idea. `title` stands above."""

    choices: tuple[Choice, ...]
    dots: int
    cap: int
    title: Say

    @property
    def left(self) -> int:
        """The dots that are not on any idea yet."""
        return self.dots - sum(choice.dots for choice in self.choices)


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """One person's ballot while it can change: a panel where there are buttons, the given dots in a list elsewhere."""

    lists: tuple[BallotList, ...]
    title: Say
    """Stands above the ideas that have dots."""
    at: int | None = None
    """The idea that this person has just changed or asked for."""
    lists_all: bool = True
    """Whether an empty ballot lists every idea where there are no buttons."""

    @property
    def as_rows(self) -> tuple[Rows, ...]:
        """The ideas with dots, by number; on an empty ballot every idea, list by list, or nothing."""
        given = [choice for one in self.lists for choice in one.choices if choice.dots]
        if not given and not self.lists_all:
            return ()
        if not given:
            return tuple(Rows(tuple(_row(choice) for choice in one.choices), one.title) for one in self.lists)
        given.sort(key=lambda choice: choice.number)
        return (Rows(tuple(replace(_row(choice), remark=choice.remark) for choice in given), self.title),)


def _row(choice: Choice) -> Row:
    return Row(choice.content, choice.number)


Block = Say | Quote | Verbatim | Rows | Bars | BallotPaper


class Fit(Enum):
    """How far an action can be carried out as it is typed."""

    EXACT = "exact"
    """Here and as it stands, once somebody's words are in the place of any `…`."""
    EXAMPLE = "example"
    """Its numbers only show how it is typed. Nobody may do it by pressing a button."""
    ELSEWHERE = "elsewhere"
    """As it stands, but in another space."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do next: a button where there are buttons, a typed word elsewhere."""

    key: str
    typed: str
    """The command to type, without its sign: `join`, `vote 3:2 7:1`."""
    is_private: bool = False
    """To be typed in a direct message."""
    fit: Fit = Fit.EXACT
    others: tuple[str, ...] = ()
    """The same about others, such as each of several ideas: buttons of their own where there are buttons."""

    @property
    def each(self) -> tuple[Action, ...]:
        """This action, and one for each of the others."""
        return tuple(replace(self, typed=typed, others=()) for typed in (self.typed, *self.others))


class Audience(Enum):
    """Who is meant to see it."""

    EVERYONE = "everyone"
    ONLY_YOU = "only_you"


@dataclass(frozen=True, slots=True)
class View:
    """A message or a card."""

    heading: Say | None = None
    blocks: tuple[Block, ...] = ()
    actions: tuple[Action, ...] = ()
    audience: Audience = Audience.EVERYONE
    topic: int | None = None
    """The topic of the round that the actions are about, for where several rounds are on. None: no particular one."""
    is_sample: bool = False
    """Shows in advance what others will see: nothing on it can be pressed."""

    def about(self, topic: int) -> View:
        """The same view; what can be pressed on it is about the round of this topic."""
        return replace(self, topic=int(topic))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an examination found, with what to grant or change where it is not well."""

    said: Say
    is_well: bool = True
    is_note: bool = False
    """Something to know that cannot be tried from here, so it is neither well nor to be mended."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A space as the bot finds it. `name`: what people call it there."""

    name: str
    findings: tuple[Finding, ...] = ()
