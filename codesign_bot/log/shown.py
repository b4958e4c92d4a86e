"""What of a round may be handed out now, and under which names.

Law 1. Until the vote is counted nothing that depends on a ballot is shown (promise 3). That a step got more
       time because few were heard was said in the room; how many were heard stays out until then.
Law 2. Nobody is named by an account or a stored id. Who acted by name in the room is P1, P2, …; who said
       something without a name is V1, V2, …, and no line connects the two: everybody saw who joined first.
Law 3. Who wrote an idea is shown to nobody until the vote is counted.
Law 4. That two accounts are one person's is said; whose they are never is.
Law 5. What the room does not show yet, an export does not show either: ideas while everybody writes alone,
       answers parked for later, who stands behind a wording while that is open, feedback before it is public.
       A hidden idea stays hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar, cast

from codesign_bot.core.content import Content
from codesign_bot.core.counting.result import Outcome
from codesign_bot.core.events import (
    AccountsLinked,
    AnswerParked,
    BallotCast,
    DoneClaimed,
    Event,
    FeedbackGiven,
    IdeasEvent,
    OutcomePublished,
    ParticipantJoined,
    ParticipantLeft,
    PowerUsed,
    ProgressReported,
    RequestMade,
    RoundPlanned,
    StanceTaken,
    TopicSeconded,
    TopicSuggested,
    WordingSupported,
)
from codesign_bot.core.ids import ContentId, IdeaNo, PersonId
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.state import Idea, Round
from codesign_bot.view import Quoted, Say, When, say
from codesign_bot.views.parts import FEEDBACK_IS_PUBLIC, Words, public_tally, when, zone_of

T = TypeVar("T")

BY_NAME = (
    TopicSuggested
    | TopicSeconded
    | RoundPlanned
    | ParticipantJoined
    | ParticipantLeft
    | PowerUsed
    | RequestMade
    | OutcomePublished
    | ProgressReported
    | DoneClaimed
)
"""Acts that the room sees together with the name of whoever did them."""

_AUTHORSHIP = IdeasEvent | AnswerParked
QUESTION_IS_OPEN = frozenset({Phase.PROPOSED, Phase.FRAMING, Phase.CONFIRMING})
"""Until the question is settled nobody is told how many stand behind a wording."""

PEOPLE = ("by", "person", "accepted", "kept", "joined")
"""Every field of an event that holds people."""


class Names:
    """People by number, in the order in which they first appear; apart for the two kinds of acts."""

    def __init__(self) -> None:
        self._given: dict[str, dict[PersonId, str]] = {"P": {}, "V": {}}

    def of(self, person: PersonId, event: Event) -> str:
        """How a person is called where this event speaks of them."""
        letter = "P" if isinstance(event, BY_NAME) else "V"
        given = self._given[letter]
        return given.setdefault(person, f"{letter}{len(given) + 1}")

    @property
    def of_acts(self) -> Mapping[PersonId, str]:
        """Everybody who acted by name in the room, by their number."""
        return self._given["P"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A round as everybody may read it at one moment. `events` are the public ones with their numbers."""

    state: Round
    now: datetime
    tally: Outcome | None
    events: tuple[tuple[int, Event], ...]
    held_back: frozenset[ContentId]
    commitments_held_back: frozenset[str]
    """The same by what stands for the words in the log."""
    public_words: Words
    """The words that may be read now, for the views that a record shares with the room."""
    names: Names
    _made: dict[object, object] = field(default_factory=dict[object, object], repr=False, compare=False)

    @classmethod
    def at(cls, state: Round, events: Iterable[Event], words: Words, now: datetime) -> Shown:
        """The round as it may be read at `now`."""
        public = tuple(_public(state, events))
        hidden = tuple(_held_back(state, now))
        held_back = frozenset(one.id for one in hidden)
        known = {content: None if content in held_back else text for content, text in words.items()}
        shown = cls(
            state, now, public_tally(state), public, held_back, frozenset(one.digest for one in hidden), known, Names()
        )
        for _, event in public:
            shown.people(event)
        return shown

    def once(self, made: Callable[[Shown], T]) -> T:
        """What this makes of the round, made once for all who tell of it."""
        if made not in self._made:
            self._made[made] = made(self)
        return cast("T", self._made[made])

    @property
    def is_counted(self) -> bool:
        """Whether the counts of the vote may be shown."""
        return self.tally is not None

    def words_of(self, content: Content) -> str | None:
        """What somebody wrote; None where it is erased, unknown or held back."""
        return self.public_words.get(content.id)

    def quoted(self, content: Content) -> Quoted:
        """The same for a reader. What is held back reads as if it was erased: say first that it is held back."""
        return Quoted(self.words_of(content))

    def idea(self, no: IdeaNo) -> Say | Quoted:
        """What is there to read of an idea: its words, or why there are none."""
        idea = self.state.ideas[no]
        if idea.is_hidden:
            return say("idea-was-hidden")
        return say("record-not-shown-yet") if idea.content.id in self.held_back else self.quoted(idea.content)

    def when(self, at: datetime) -> When:
        """An instant of this round."""
        return when(self.state, at)

    @property
    def zone(self) -> str:
        """The zone of this round."""
        return zone_of(self.state)

    def has_reached(self, phase: Phase) -> bool:
        """Whether the round is in this step, or was."""
        return phase is self.state.phase or phase in self.state.left_at

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen in the round."""
        return self.state.phase in ENDED

    def people(self, event: Event) -> Mapping[str, str | list[str]]:
        """The fields of an event that hold people, with their names; empty while its authors are hidden.

        Which accounts are one person's is nobody else's business at any time.
        """
        if isinstance(event, AccountsLinked) or (not self.is_counted and isinstance(event, _AUTHORSHIP)):
            return {}
        found = {name: getattr(event, name) for name in PEOPLE if hasattr(event, name)}
        return {name: self._named(value, event) for name, value in found.items()}

    def _named(self, people: PersonId | frozenset[PersonId], event: Event) -> str | list[str]:
        if isinstance(people, frozenset):
            return sorted((self.names.of(one, event) for one in sorted(people)), key=_number)
        return self.names.of(people, event)


def _number(name: str) -> int:
    return int(name[1:])


def _public(state: Round, events: Iterable[Event]) -> Iterator[tuple[int, Event]]:
    """A ballot is never among them."""
    record = (event for event in events if not isinstance(event, BallotCast))
    for no, event in enumerate(record, 1):
        if not _is_closed(state, event):
            yield no, event


def _is_closed(state: Round, event: Event) -> bool:
    """Whether the room does not know of it yet."""
    match event:
        case StanceTaken() | FeedbackGiven():
            return state.phase not in FEEDBACK_IS_PUBLIC
        case WordingSupported():
            return state.phase in QUESTION_IS_OPEN
        case _:
            return False


def _held_back(state: Round, now: datetime) -> Iterator[Content]:
    is_alone = _is_alone(state, now)
    listed = {idea.content.id for idea in state.ideas.values()}
    yield from (one.content for one in state.parked if one.content.id not in listed)
    for idea in state.ideas.values():
        if is_alone or idea.is_hidden:
            yield from _contents(idea)


def commitments_held_back(state: Round, now: datetime) -> frozenset[str]:
    """What stands in the log for words that the room does not show at `now`."""
    return frozenset(one.digest for one in _held_back(state, now))


def _contents(idea: Idea) -> tuple[Content, ...]:
    return (idea.content, *idea.earlier, *idea.builds)


def _is_alone(state: Round, now: datetime) -> bool:
    """Whether ideas are still written without seeing those of others."""
    if state.phase is not Phase.IDEAS or state.ideas_opened is None or state.rules is None:
        return False
    return now < state.ideas_opened.opened + state.rules.template.alone_first
