"""From a view's values to words in the reader's language: instants, lengths, names, people's own words.

Laws. Nobody's words ever reach the language's grammar, or are read twice: a text is filled with marks, and the
words are laid where their marks stand. What comes out is a row of `Run`s that still know whose words they are,
so a renderer cannot forget to escape a stranger's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache, reduce
from typing import assert_never, cast

from codesign_bot.phrasing.spelling import spelled
from codesign_bot.phrasing.strangers import halves, in_single_quotes, isolated, line, seen
from codesign_bot.phrasing.templates import Marks, filled, pieces
from codesign_bot.phrasing.times import day, distance, length, moment, moment_and_utc
from codesign_bot.ports import Reading, Voice
from codesign_bot.view import Argument, Ideas, Length, Quoted, Say, Term, ToType, Typed, When, Who

__all__ = [
    "MOST_OF_A_NAME",
    "Ink",
    "Lasting",
    "Recorded",
    "Run",
    "day",
    "distance",
    "halves",
    "inline",
    "lasting",
    "length",
    "lines",
    "listed",
    "moment",
    "phrase",
    "recorded",
    "runs",
]

MOST_OF_A_NAME = 100
"""Characters of somebody's name that are shown. Names are for telling people apart, not for messages."""


class Ink(Enum):
    """Whose words they are."""

    OURS = "ours"
    THEIRS = "theirs"
    TYPED = "typed"
    """Something to type exactly. It may hold what somebody wrote, so it is no safer than THEIRS."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one ink."""

    ink: Ink
    words: str
    at: datetime | None = None
    """The instant that the words tell, for a platform that shows it in each reader's own zone instead."""


class Lasting(Reading):
    """A reading of what stands for days, such as a pinned card: no "in 2 days" in it, which would soon be wrong."""


class Recorded(Lasting):
    """A reading of what stands for years: the time in UTC beside each local one, so that none can be mistaken."""


def lasting(reading: Reading) -> Lasting:
    """The same reader, for what stands for days."""
    return Lasting(reading.voice, reading.names, reading.now, reading.drawn, reading.zone)


def recorded(reading: Reading) -> Recorded:
    """The same reader, for what stands for years."""
    return Recorded(reading.voice, reading.names, reading.now, reading.drawn)


def phrase(said: Say, reading: Reading, escape: Callable[[str], str]) -> str:
    """The sentence in one string, with all of it passed through `escape`, piece by piece."""
    return "".join(escape(run.words) for run in runs(said, reading))


def runs(said: Say, reading: Reading) -> tuple[Run, ...]:
    """The sentence. People's words stand on one line, in quotation marks. Raises `PromptError`."""
    arguments, voice = said.arguments, cast("Hashable", reading.voice)
    if not arguments:
        return cast("tuple[Run, ...]", _inked(voice, said.key, ()))
    marks = tuple([(name, value if isinstance(value, int) else None) for name, value in arguments.items()])
    values, laid = list(arguments.values()), list[Run]()
    for piece in _inked(voice, said.key, marks):
        if isinstance(piece, int):
            laid += _runs_of(values[piece], reading)
        else:
            laid.append(piece)
    return tuple(laid)


@lru_cache(maxsize=8192)
def _inked(voice: Voice, key: str, marks: Marks) -> tuple[Run | int, ...]:
    """The text in pieces, as `templates.pieces` parts it: remembered like those, and with nobody's words either."""
    return tuple(Run(Ink.OURS, one) if isinstance(one, str) else one for one in pieces(voice, key, marks))


def inline(quoted: Quoted, reading: Reading) -> tuple[Run, ...]:
    """Somebody's words on one line, in quotation marks; or that they were erased."""
    if quoted.words is None:
        return (_erased(reading),)
    told = Run(Ink.THEIRS, isolated(in_single_quotes(line(seen(quoted.words)))))
    parted = _inked(cast("Hashable", reading.voice), "phrase-quoted", (("words", None),))
    return tuple([told if isinstance(piece, int) else piece for piece in parted])


def lines(quoted: Quoted, reading: Reading) -> tuple[Run, ...]:
    """Somebody's words line by line for a block of their own; or one line that says they were erased."""
    if quoted.words is None:
        return (_erased(reading),)
    return tuple(Run(Ink.THEIRS, isolated(line(one))) for one in seen(quoted.words).split("\n"))


def _erased(reading: Reading) -> Run:
    return Run(Ink.OURS, filled(reading.voice, "phrase-erased"))


def _runs_of(argument: Argument, reading: Reading) -> tuple[Run, ...]:
    match argument:
        case Term():
            return cast("tuple[Run, ...]", _inked(cast("Hashable", reading.voice), argument.key, ()))
        case Quoted():
            return inline(argument, reading)
        case Who():
            return (_name(argument, reading),)
        case str():
            return (Run(Ink.THEIRS, isolated(line(seen(argument)))),)
        case Typed():
            return (Run(Ink.TYPED, line(seen(argument.text))),)
        case ToType():
            return (Run(Ink.TYPED, line(seen(spelled(argument.text, reading.voice)))),)
        case When(at=at):
            return (Run(Ink.OURS, _ours(argument, reading), at),)
        case datetime():
            return (Run(Ink.OURS, _ours(argument, reading), argument),)
        case int() | Ideas() | Length() | date():
            return (Run(Ink.OURS, _ours(argument, reading)),)
        case _:
            assert_never(argument)


def _ours(argument: int | Ideas | When | Length | date, reading: Reading) -> str:
    voice = reading.voice
    match argument:
        case int():
            return str(argument)
        case Ideas():
            return listed([str(number) for number in argument.numbers], voice)
        case When():
            return _moment(argument.at, argument.zone, reading)
        case Length():
            return length(argument.length, voice)
        case datetime():
            return _moment(argument, "UTC", reading)
        case date():
            return day(argument, voice)
        case _:
            assert_never(argument)


def _moment(at: datetime, zone: str, reading: Reading) -> str:
    if isinstance(reading, Recorded):
        return moment_and_utc(at, zone, reading.voice)
    return moment(at, reading.zone or zone, reading.voice, None if isinstance(reading, Lasting) else reading.now)


def _name(who: Who, reading: Reading) -> Run:
    name = reading.names.get(who.person)
    if name is None:
        return Run(Ink.OURS, filled(reading.voice, "phrase-somebody"))
    return Run(Ink.THEIRS, isolated(line(seen(name))[:MOST_OF_A_NAME]))


def listed(items: list[str], voice: Voice) -> str:
    """Such as "3, 7 and 9"; of nothing, "none"."""
    if len(items) < 2:  # noqa: PLR2004 - one item is joined to nothing
        return items[0] if items else filled(voice, "phrase-none")
    first = reduce(lambda row, item: filled(voice, "phrase-comma", first=row, next=item), items[:-1])
    return filled(voice, "phrase-and", first=first, last=items[-1])
