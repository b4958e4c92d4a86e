"""What a slash command and a form are made of. Data only; the tables stand in `commands` and `forms`.

Law. A command or a form becomes the very words that people type elsewhere: `typed` is such a line with gaps, and
     nothing but the gaps is filled with what a person chose or wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from codesign_bot.ports import Offer


class Kind(Enum):
    """What an option takes, by Discord's own numbers (application command option types)."""

    TEXT = 3
    NUMBER = 4
    MEMBER = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that can be chosen. `typed` is what is typed for it elsewhere."""

    says: str
    typed: str


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a slash command. `says` is the key of its description."""

    name: str
    says: str
    kind: Kind = Kind.TEXT
    is_required: bool = True
    looks_up: Offer | None = None
    choices: tuple[Choice, ...] = ()
    most: int = 100
    """Most characters of a text; most of a number."""


@dataclass(frozen=True, slots=True)
class Command:
    """One slash command: either `typed` with a gap for each option, or the `form` that it opens.

    A gap whose option was not given stays empty. `{who}` of a member is their account.
    """

    path: tuple[str, ...]
    says: str
    typed: str = ""
    form: str = ""
    options: tuple[Option, ...] = ()
    is_in_servers_only: bool = False
    """Not offered in a direct message. It is hidden from nobody: an organiser need not manage the server."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. With choices it is a list to choose from, else a text of one or several lines."""

    name: str
    asks: str
    most: int = 0
    is_long: bool = False
    is_required: bool = True
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Then:
    """A button below an answer: it opens a form, or answers the question that was asked."""

    says: str
    form: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form. The first line of `typed` whose gaps were all filled is meant; `{about}` is what it is about.

    With `answers` the values of the fields, in order, are the answers to the questions that the first line leads to.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    typed: tuple[str, ...]
    answers: bool = False
    head: str = ""
    """Where this is given, all lines that were filled are meant: one command, in which the second and those after it
    stand on lines of their own, behind the sign instead of this, which all begin with."""
    then: tuple[Then, ...] = ()
    """What can be pressed below the answer to it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said, as typed elsewhere: a command with its sign. Empty: they only answered a question."""

    line: str
    answers: tuple[tuple[str, str], ...] = ()
    """(name of the question, answer)."""
    then: tuple[Then, ...] = ()


@dataclass(frozen=True, slots=True)
class Opens:
    """A form is to be opened. `about` is an idea, a request or a template; `topic` the round it belongs to."""

    form: Form
    topic: int | None = None
    about: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """What stands in its fields already."""


SIGN = "!"


def line(typed: str, given: Mapping[str, str], topic: int | None) -> str:
    """A line with its gaps filled, for a round where one is named: "!idea #4 withdraw 3"."""
    verb, _, rest = _filled(typed, given).partition(" ")
    words = [f"{SIGN}{verb}", *([f"#{topic}"] if topic is not None else []), *([rest] if rest else [])]
    return " ".join(words)


def gaps(typed: str) -> frozenset[str]:
    """The names of the gaps in a line."""
    return frozenset(part.partition("}")[0] for part in typed.split("{")[1:])


def _filled(typed: str, given: Mapping[str, str]) -> str:
    """Each gap once, so that nobody's words are read as gaps."""
    first, *rest = typed.split("{")
    whole = first
    for part in rest:
        name, _, after = part.partition("}")
        whole += given.get(name, "") + after
    return whole.strip()
