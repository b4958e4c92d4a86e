"""What stands in a button or a form, so that a press means the same after a restart, and for everybody.

`cd1:do:4:vote show` is a press, `cd1:form:4:idea-edit:3` opens a form or was sent with one. The number behind the
version is the topic of the round, "-" where none is meant. No secret is in it: who may do what is decided when it
comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from codesign_discord.limits import MOST_CUSTOM_ID

VERSION = "cd1"
_NO_TOPIC = "-"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that says these typed words, without their sign."""

    typed: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class OfForm:
    """A button that opens a form, or a form that comes back. `about` is what it is about, such as an idea."""

    form: str
    topic: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """A list to choose from that says these typed words with what was chosen behind them."""

    typed: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A button that answers a question we asked."""

    words: str


class Turn(Enum):
    """What somebody says who is asked to give a message of theirs as an idea."""

    YES = "yes"
    NO = "no"
    NEVER = "never"
    AGAIN = "again"
    """They do not mind to be asked again."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A button below that question. `about` are ids: of the space, the channel and the message, or of the author."""

    turn: Turn
    about: tuple[str, ...]
    topic: int | None = None


CustomId = Press | OfForm | Choose | Answer | Turned


def written(what: CustomId) -> str:
    """The custom id. Raises `ValueError` where it is longer than Discord takes."""
    topic = _NO_TOPIC if isinstance(what, Answer) or what.topic is None else str(what.topic)
    match what:
        case Answer(words=words):
            custom_id = f"{VERSION}:say:{topic}:{words}"
        case Press(typed=typed):
            custom_id = f"{VERSION}:do:{topic}:{typed}"
        case Choose(typed=typed):
            custom_id = f"{VERSION}:pick:{topic}:{typed}"
        case Turned(turn=turn, about=ids):
            custom_id = f"{VERSION}:turn:{topic}:{turn.value}:{':'.join(ids)}"
        case OfForm(form=form, about=about):
            custom_id = f"{VERSION}:form:{topic}:{form}:{about}"
        case _:
            assert_never(what)
    if len(custom_id) > MOST_CUSTOM_ID:
        raise ValueError("a custom id is too long")
    return custom_id


def read(custom_id: str) -> CustomId | None:
    """What it means; None for one of another version, or of somebody else."""
    version, _, rest = custom_id.partition(":")
    kind, _, rest = rest.partition(":")
    number, _, rest = rest.partition(":")
    is_number = number.isascii() and number.isdigit()
    if version != VERSION or not rest or not (is_number or number == _NO_TOPIC):
        return None
    topic = int(number) if is_number else None
    if kind == "do":
        return Press(rest, topic)
    if kind == "say":
        return Answer(rest)
    if kind == "pick":
        return Choose(rest, topic)
    if kind == "turn":
        return _turned(rest, topic)
    form, _, about = rest.partition(":")
    return OfForm(form, topic, about) if kind == "form" and form else None


def _turned(rest: str, topic: int | None) -> Turned | None:
    word, *about = rest.split(":")
    turn = next((one for one in Turn if one.value == word), None)
    count = 3 if turn is Turn.YES else 1
    is_whole = len(about) == count and all(one.isascii() and one.isdigit() for one in about)
    return Turned(turn, tuple(about), topic) if turn is not None and is_whole else None
