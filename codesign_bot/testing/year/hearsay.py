"""What the bot says, as plain values: all that the model of the year ever learns of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from codesign_bot.view import (
    Argument,
    BallotPaper,
    Bars,
    Block,
    Ideas,
    Quote,
    Quoted,
    Rows,
    Say,
    Term,
    ToType,
    Typed,
    View,
    When,
)

Plain = str | int | datetime | date | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence: the key of its message, and its arguments."""

    key: str
    said: Mapping[str, Plain] = field(default_factory=dict[str, Plain])

    def __getitem__(self, name: str) -> Plain:
        return self.said[name]


@dataclass(frozen=True, slots=True)
class Told:
    """A message as it reads from an instant on. `key` names it for ever; `answers` is the message that it answers."""

    at: datetime
    place: tuple[str, str]
    is_private: bool
    key: str
    topic: int | None
    facts: tuple[Fact, ...]
    bars: Mapping[str, Mapping[int, tuple[int, int]]]
    """By the key of its title: for each idea dots and supporters; of a runoff dots twice."""
    ballot: str | None = None
    """The key of the title of the ballot that is shown."""
    answers: str | None = None
    actions: tuple[str, ...] = ()
    """What can be typed next, without its sign."""
    is_changed: bool = False
    """It stood there before, and read otherwise."""

    def fact(self, key: str) -> Fact | None:
        """The first sentence of this key."""
        return next((one for one in self.facts if one.key == key), None)


def told(
    at: datetime, place: tuple[str, str], key: str, view: View, *, is_private: bool, is_changed: bool = False
) -> Told:
    """A message of the bot, as it is shown now."""
    heading = _facts(view.heading)
    number = heading[0].said.get("number") if heading else None
    facts = tuple(fact for block in view.blocks for fact in _in(block))
    papers = [block for block in view.blocks if isinstance(block, BallotPaper)]
    return Told(
        at,
        place,
        is_private,
        key,
        number if isinstance(number, int) else view.topic,
        facts,
        {block.title.key: _bars(block) for block in view.blocks if isinstance(block, Bars) and block.title is not None},
        papers[0].lists[0].title.key if papers else None,
        key.partition("/")[2] if key.startswith("answer/") else None,
        tuple(action.typed for action in view.actions),
        is_changed,
    )


def _facts(said: Say | None) -> list[Fact]:
    return [] if said is None else [Fact(said.key, {name: _plain(one) for name, one in said.arguments.items()})]


def _in(block: Block) -> Iterator[Fact]:
    match block:
        case Say():
            yield from _facts(block)
        case Quote():
            yield from _facts(block.label)
        case Rows():
            yield from _facts(block.title)
            for row in block.rows:
                yield from _facts(row.content if isinstance(row.content, Say) else None)
                yield from _facts(row.remark)
        case Bars():
            yield from _facts(block.title)
        case _:
            pass


def _plain(one: Argument) -> Plain:
    match one:
        case When():
            return one.at
        case Term():
            return one.key
        case Ideas():
            return one.numbers
        case Typed() | ToType():
            return one.text
        case Quoted():
            return one.words
        case str() | int() | date():
            return one
        case _:
            return None


def _bars(bars: Bars) -> Mapping[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for bar in bars.bars:
        given = {name: one for name, one in bar.remark.arguments.items() if isinstance(one, int)}
        found[bar.number] = given.get("dots", 0), given.get("supporters", given.get("dots", 0))
    return found
