"""What somebody asked for, as data: a command to a round, something to be shown, or something about a community."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from codesign_bot.core.commands import Command, Text
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.rules import Rules
from codesign_bot.core.state import Round


class Draft(Protocol):
    """What making a command may use: the round as it is in that moment, and a place for people's words."""

    @property
    def state(self) -> Round: ...

    def text(self, words: str) -> Text:
        """Words with their `Content`, stored if the command leads to anything."""
        ...

    def twin(self, words: str, besides: IdeaNo | None = None) -> IdeaNo | None:
        """The live idea that has the very same words."""
        ...

    def kept(self, words: str) -> int | None:
        """The number of an answer with the very same words that is kept for this person."""
        ...

    def twin_of_kept(self, which: int) -> IdeaNo | None:
        """The live idea that has the very same words as this person's kept answer."""
        ...


@dataclass(frozen=True, slots=True)
class Do:
    """A command to a round. `act` finds the round it is meant for where several are on."""

    act: Act
    make: Callable[[Draft], Command]


@dataclass(frozen=True, slots=True)
class Spend:
    """Dots on ideas. Only taken where nobody else sees it.

    A whole ballot, in place of an earlier one; empty: taken back. Or, not `is_whole`, new dots for these ideas on the
    ballot as it stands then.
    """

    dots: Mapping[IdeaNo, int]
    is_whole: bool = True


class Page(Enum):
    """What can be shown, privately, without changing anything."""

    NOW = "now"
    RULES = "rules"
    IDEAS = "ideas"
    IDEA = "idea"
    PARKED = "parked"
    STATEMENTS = "statements"
    WORDINGS = "wordings"
    BALLOT = "ballot"
    TALLY = "tally"
    FEEDBACK = "feedback"
    REQUESTS = "requests"
    RECEIPT = "receipt"
    ME = "me"


@dataclass(frozen=True, slots=True)
class Show:
    """A page about one round; `number` is a page of a list or an idea, on a ballot 0 for none."""

    page: Page
    number: int = 1
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """What can be done here and now, or how one command is written."""

    command: str = ""


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics and rounds of the community."""


@dataclass(frozen=True, slots=True)
class Suggest:
    """A new topic."""

    title: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Begin, or say anew, the five honest answers. No topic named: the next suggested one, or a new one."""

    template: str


@dataclass(frozen=True, slots=True)
class Adjust:
    """Change one thing of the plan of a round. `change` takes the planned rules and gives the new ones."""

    change: Callable[[Rules], Rules]


@dataclass(frozen=True, slots=True)
class Preview:
    """What people will see when this step of a planned round begins."""

    phase: Phase = Phase.FRAMING


@dataclass(frozen=True, slots=True)
class Examine:
    """What the bot can and cannot do in the spaces of the community."""


class SetUp(Enum):
    """What can be said about a community."""

    BEGIN = "begin"
    ZONE = "zone"
    LOG = "log"
    ORGANISER = "organiser"
    NO_ORGANISER = "no_organiser"
    CODE = "code"
    LINK = "link"
    PUBLISH = "publish"
    LANGUAGE = "language"
    QUIET = "quiet"
    HOLIDAYS = "holidays"
    WEEKENDS = "weekends"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Manage:
    """Something about the community itself."""

    what: SetUp
    argument: str = ""


class LogPage(Enum):
    """What of the decision log is to be read."""

    DECISIONS = "decisions"
    POWER = "power"
    CHECKPOINT = "checkpoint"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Log:
    """Something of the decision log. What is named of round, days and words narrows the entries together."""

    page: LogPage = LogPage.DECISIONS
    topic: int | None = None
    days: tuple[date, date] | None = None
    """The first day, and the first that is not meant any more."""
    words: str = ""
    """Have to stand in an entry, each of them."""
    before: int | None = None
    """Only entries with a lower number than this one."""
    no: int = 0
    """The one entry that is wanted."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The ballot that is published under these two words."""

    words: str


@dataclass(frozen=True, slots=True)
class Export:
    """The record of a round as files; without a number the whole log of the community."""

    topic: int | None = None
    only_dates: bool = False
    """Of the round only its dates, as a file for calendars."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two accounts are one person's. `code` is the one that the other account was given; empty: give one."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class ReadIn:
    """The language of what only this person reads: a name or code, "community" for that of the community again.

    Empty: which one it is.
    """

    language: str = ""


@dataclass(frozen=True, slots=True)
class ReadTimes:
    """The zone in which this person reads times: a name, "community" for that of the community. Empty: which it is."""

    zone: str = ""


@dataclass(frozen=True, slots=True)
class Remind:
    """Whoever asks wants to be reminded, or not any more. None: how it stands."""

    is_on: bool | None = None


class Turned(Enum):
    """What can be said about a message that could become an idea."""

    WISH = "wish"
    """It could be one: said of one's own message it is a yes."""
    YES = "yes"
    NO = "no"
    NEVER = "never"
    """Not about any message."""
    AGAIN = "again"
    """No more never."""


@dataclass(frozen=True, slots=True)
class TurnIntoIdea:
    """A message that is pointed at could become an idea, or its author answers whether it does."""

    said: Turned


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that is stored about whoever asks."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Whoever asks wants to be forgotten; or, where `idea` is no 0, only the words of that idea.

    `code` is what they were told to confirm it with; empty: they have not been told yet.
    """

    idea: int = 0
    code: str = ""


Asked = (
    Do
    | Spend
    | Show
    | Help
    | Topics
    | Suggest
    | Plan
    | Adjust
    | Preview
    | Examine
    | Manage
    | Log
    | Receipt
    | Export
    | Link
    | ReadIn
    | ReadTimes
    | Remind
    | TurnIntoIdea
    | Data
    | Forget
)
