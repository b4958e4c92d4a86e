"""What somebody writes down who watches a round: from the commands that were accepted, not from the core."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil

from codesign_bot.core.rules import Rules, Template
from codesign_bot.core.state import Fate
from codesign_bot.core.windows import instant


@dataclass(slots=True)
class Note:
    """One wording, parked answer, idea, merge, view, promise or request."""

    by: str
    yes: set[str] = field(default_factory=set[str])
    no: set[str] = field(default_factory=set[str])
    about: tuple[int, ...] = ()
    what: str = ""
    into: int = 0
    need: int = 0
    since: datetime | None = None
    until: datetime | None = None
    days: int = 0
    is_over: bool = False


@dataclass(slots=True)
class Notes:
    """All the notes of one round. Phases are the words people read."""

    organisers: frozenset[str]
    reserve: Rules
    suggested: datetime
    author: str = "ada"
    pause: tuple[datetime, datetime] | None = None
    """When the step stood still, or does."""
    is_paused: bool = False
    expires: datetime = field(init=False)
    """Until when a topic waits for seconders."""
    phase: str = "proposed"
    opened: datetime | None = None
    closes: datetime | None = None
    rules: Rules | None = None
    planner: str = ""
    people: dict[str, datetime] = field(default_factory=dict[str, datetime])
    organisers_in: set[str] = field(default_factory=set[str])
    seconds: set[str] = field(default_factory=set[str])
    seconded: datetime | None = None
    voices: set[str] = field(default_factory=set[str])
    asked: set[str] = field(default_factory=set[str])
    used: list[str] = field(default_factory=list[str])
    wordings: list[Note] = field(default_factory=list[Note])
    question: set[int] = field(default_factory=set[int])
    tries: int = 0
    consents: set[str] = field(default_factory=set[str])
    against: set[str] = field(default_factory=set[str])
    parked: list[Note] = field(default_factory=list[Note])
    ideas: list[Note] = field(default_factory=list[Note])
    organisers_from: datetime | None = None
    merges: list[Note] = field(default_factory=list[Note])
    touched: datetime | None = None
    lists: list[tuple[set[int], int, int]] = field(default_factory=list[tuple[set[int], int, int]])
    roll: datetime | None = None
    ballots: dict[str, datetime] = field(default_factory=dict[str, datetime])
    chosen: set[int] = field(default_factory=set[int])
    views: list[Note] = field(default_factory=list[Note])
    fates: dict[int, tuple[Fate, date | None]] = field(default_factory=dict[int, tuple[Fate, date | None]])
    promises: dict[int, Note] = field(default_factory=dict[int, Note])
    published: datetime | None = None
    checks: int = 0
    is_reply_missed: bool = False
    requests: list[Note] = field(default_factory=list[Note])

    def __post_init__(self) -> None:
        self.expires = self.suggested + timedelta(days=14)

    @property
    def template(self) -> Template:
        """By which the round goes, or would go if nobody plans it."""
        return (self.rules or self.reserve).template

    # --- looking things up ----------------------------------------------------------------------------

    def live(self, no: int) -> bool:
        """Whether there is such an idea and it stands by itself."""
        return 1 <= no <= len(self.ideas) and not self.ideas[no - 1].is_over and not self.ideas[no - 1].into

    def all_live(self) -> set[int]:
        """The numbers of all such ideas."""
        return {no for no in range(1, len(self.ideas) + 1) if self.live(no)}

    def merge_of(self, one: int, other: int) -> Note | None:
        """The open offer to join these two, whichever way round."""
        return next((merge for merge in self.merges if set(merge.about) == {one, other}), None)

    def inside(self, no: int) -> set[int]:
        """The idea with all that is joined to it and what it is joined to. Empty: nothing is joined here."""
        if not 1 <= no <= len(self.ideas):
            return set()
        parts = {other for other, one in enumerate(self.ideas, 1) if one.into == no}
        into = {self.ideas[no - 1].into} - {0}
        return {no} | parts | into if parts or into else set()

    def authors(self, *ideas: int) -> set[str]:
        """Whose words stand in these ideas, or in what is joined to them."""
        return {self.ideas[no - 1].by for idea in ideas for no in self.inside(idea) or {idea}}

    def support_needed(self) -> int:
        """How many must support a request, by who is in the round now."""
        others = len(self.people) - len(self.organisers_in)
        return max(min(3, len(self.people) - 1), ceil(others / 10), 1)

    def request(self, no: int) -> Note | None:
        """The request with this number, if it is open."""
        found = self.requests[no - 1] if 1 <= no <= len(self.requests) else None
        return found if found is not None and not found.is_over else None

    def leading(self, besides: Iterable[int] = ()) -> set[int]:
        """The wordings with most supporters that were not asked about yet."""
        left = {no: len(one.yes) for no, one in enumerate(self.wordings, 1) if not one.is_over}
        left = {no: votes for no, votes in left.items() if no not in besides}
        return {no for no, votes in left.items() if votes == max(left.values())}

    def end_of(self, day: date) -> datetime:
        """Midnight after this day, where the round is at home."""
        rules = self.rules or self.reserve
        return instant(datetime.combine(day + timedelta(days=1), time(0), tzinfo=rules.tz))

    # --- what changes in several places ---------------------------------------------------------------

    def goes(self, no: int) -> None:
        """An idea goes, and lets go of the others."""
        self.ideas[no - 1].is_over = True
        for one in self.ideas:
            one.into = 0 if one.into == no else one.into
        self.merges = [one for one in self.merges if no not in one.about]

    def enter(self, phase: str, opened: datetime | None, closes: datetime | None) -> None:
        """A step begins, and what belongs to one step begins with it."""
        self.phase, self.opened, self.closes = phase, opened, closes
        self.voices, self.asked, self.used, self.touched = set(), set(), [], None
        self.consents, self.ballots = set(), {}
        self.pause, self.is_paused = None, False
        if phase != "feedback":  # what was said against the result while people cooled off still stands
            self.against = set()
        if phase == "ideas" and opened is not None and closes is not None:
            self.organisers_from = opened + (closes - opened) / 2
        if phase in {"withdrawn", "expired", "archived"}:
            self.merges = []
            for one in self.requests:
                one.is_over = True
