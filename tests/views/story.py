"""A round told by the rules themselves: every state it was in and every event, for views to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from codesign_bot.catalogue import load_templates, template_folders
from codesign_bot.core import commands as c
from codesign_bot.core.commands import Actor, Command, Text
from codesign_bot.core.content import Content
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.decide import decide, suggest
from codesign_bot.core.deciding.linking import link
from codesign_bot.core.due import Facts, next_due, settle
from codesign_bot.core.events import BallotCast, Event, ParticipantJoined, ParticipantLeft, TopicSuggested
from codesign_bot.core.evolve import begin, evolve
from codesign_bot.core.ids import (
    CommunityId,
    ContentId,
    IdeaNo,
    PersonId,
    RoundId,
    TopicNo,
)
from codesign_bot.core.label import Answers, Decider, Fixed, Use
from codesign_bot.core.outage import Away
from codesign_bot.core.phases import Phase
from codesign_bot.core.rules import Rules, Template
from codesign_bot.core.settling.steps import Turnout
from codesign_bot.core.state import Round, VoteKind

START = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
ZONE = "Europe/London"
ADA, BEN, CYD, DEE, ELI, FAY, GUS, HAL = PEOPLE = tuple(
    PersonId(name) for name in ("ada", "ben", "cyd", "dee", "eli", "fay", "gus", "hal")
)
OLU = PersonId("olu")
"""The organiser."""

TEMPLATES = load_templates(template_folders())

T = TypeVar("T")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Step:
    """One event between two states; `before` is None for the first."""

    before: Round | None
    event: Event
    after: Round


@dataclass(frozen=True, slots=True)
class Batch:
    """What one command, or one deadline, brought about. `by` is None where it was time."""

    before: Round | None
    events: tuple[Event, ...]
    after: Round
    by: PersonId | None
    now: datetime


@dataclass(slots=True)
class Story:
    """A round as it goes on. Words are kept by id; time moves as it is told to."""

    template: Template = field(default_factory=lambda: TEMPLATES["community"])
    tick: timedelta = timedelta(minutes=1)
    now: datetime = START
    words: dict[ContentId, str | None] = field(default_factory=dict[ContentId, str | None])
    steps: list[Step] = field(default_factory=list[Step])
    batches: list[Batch] = field(default_factory=list[Batch])
    ballots: dict[VoteKind, dict[PersonId, Mapping[IdeaNo, int]]] = field(
        default_factory=dict[VoteKind, dict[PersonId, Mapping[IdeaNo, int]]]
    )
    joined: dict[PersonId, datetime] = field(default_factory=dict[PersonId, datetime])
    outages: list[Away] = field(default_factory=list[Away])

    @property
    def state(self) -> Round:
        return self.steps[-1].after

    @property
    def states(self) -> Iterator[Round]:
        return (step.after for step in self.steps)

    def last(self, phase: Phase) -> Round:
        """The round at the end of a step."""
        return [state for state in self.states if state.phase is phase][-1]

    def of(self, kind: type[E]) -> list[tuple[Step, E]]:
        """The steps with this kind of event, each with its event."""
        return [(step, step.event) for step in self.steps if isinstance(step.event, kind)]

    def text(self, words: str) -> Text:
        content = Content(ContentId(f"c{len(self.words)}"), sha256(words.encode()).hexdigest())
        self.words[content.id] = words
        return Text(words, content)

    def actor(self, person: PersonId) -> Actor:
        return Actor(person, person == OLU, self.joined.get(person))

    def rules(self) -> Rules:
        answers = Answers(
            Decider.TOGETHER,
            self.text("The tenants and the council together").content,
            Fixed.SOME,
            self.text("The money: 5,000 pounds").content,
            self.text("Everything else").content,
            Use.DONE_TOGETHER,
            self.text("We will build it together in summer").content,
            date(2026, 6, 1),
        )
        return Rules(self.template, ZONE, answers)

    def suggest(self, person: PersonId, title: str) -> None:
        command = c.SuggestTopic(RoundId("r1"), CommunityId("c1"), TopicNo(4), self.text(title))
        self._take(None, suggest(command, self.actor(person), self.now), person)

    def do(self, person: PersonId, command: Command) -> tuple[Event, ...]:
        self.now += self.tick
        events = decide(self.state, command, self.actor(person), self.now)
        self._take(self.state, events, person)
        return events

    def all_do(self, people: tuple[PersonId, ...], make: Callable[[PersonId], Command]) -> None:
        for person in people:
            self.do(person, make(person))

    def link(self, kept: PersonId, joined: PersonId) -> None:
        """An account that was in no round turns out to be one of these people's."""
        self._take(self.state, link(self.state, kept, joined, self.now, both_in=False), None)

    def wait(self) -> None:
        """Until the next deadline, and through it."""
        due = next_due(self.state)
        assert due is not None
        self.now = max(self.now, due)
        facts = Facts(Rules(self.template, ZONE), self._turnout(), tuple(self.outages))
        events = settle(self.state, self.now, facts)
        assert events
        self._take(self.state, events, None)

    def lose(self, before: datetime, hours: int = 5) -> None:
        """Nobody can reach the bot for so many hours until an hour before that."""
        until = before - timedelta(hours=1)
        self.outages.append(Away(until - timedelta(hours=hours), until))

    def wait_for(self, phase: Phase) -> None:
        for _ in range(60):
            if self.state.phase is phase:
                return
            self.wait()
        raise AssertionError(f"the round never came to {phase.value}: it is {self.state.phase.value}")

    def _turnout(self) -> Turnout | None:
        vote = self.state.vote
        if vote is None or self.state.phase not in {Phase.VOTING, Phase.RUNOFF}:
            return None
        count = Count.of(self.ballots.get(vote.vote_kind, {}).values(), sorted(vote.ideas))
        if vote.vote_kind is not VoteKind.RUNOFF:
            return Turnout(count)
        return Turnout(count, first=Count.of(self.ballots[VoteKind.VOTE].values(), self.state.live_ideas))

    def _take(self, before: Round | None, events: tuple[Event, ...], by: PersonId | None) -> None:
        state = before
        for event in events:
            if state is None:
                assert isinstance(event, TopicSuggested)
                after = begin(event)
            else:
                after = evolve(state, event)
            self._follow(event)
            self.steps.append(Step(state, event, after))
            state = after
        assert state is not None
        self.batches.append(Batch(before, events, state, by, self.now))

    def _follow(self, event: Event) -> None:
        match event:
            case BallotCast():
                self.ballots.setdefault(event.vote_kind, {})[event.person] = dict(event.dots)
            case ParticipantJoined():
                self.joined[event.person] = event.at
            case ParticipantLeft():
                del self.joined[event.person]
            case _:
                pass


def there(value: T | None) -> T:
    """The value, which the story is known to have."""
    assert value is not None
    return value
