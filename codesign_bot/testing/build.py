"""Builders for tests of the rules: made-up people, words and templates, and a round that is told as a story.

Nothing is random and nothing reads a clock: a test that fails today fails tomorrow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from codesign_bot.core.commands import (
    Actor,
    CastBallot,
    Command,
    Consent,
    Join,
    OfferIdea,
    PublishOutcome,
    SecondTopic,
    SetFate,
    StateProblem,
    SuggestTopic,
    TakeStance,
    WordQuestion,
)
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.decide import decide, suggest
from codesign_bot.core.due import Facts, is_due, needs_count, next_due, settle
from codesign_bot.core.events import BallotCast, Event, ParticipantJoined, ParticipantLeft, TopicSuggested
from codesign_bot.core.evolve import begin, evolve
from codesign_bot.core.ids import CommunityId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.outage import Away
from codesign_bot.core.phases import Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.rules import Rules
from codesign_bot.core.settling.steps import Turnout
from codesign_bot.core.state import Fate, Round, Stance, VoteKind, there
from codesign_bot.testing import laws
from codesign_bot.testing.given import (
    COMMUNITY,
    COMMUNITY_WINDOWS,
    MEMBERS,
    ORGANISER,
    PRACTICE,
    REASON,
    START,
    answers,
    at,
    content,
    dots,
    plan,
    rules,
    text,
)
from codesign_bot.testing.laws import Chapter

__all__ = [
    "COMMUNITY",
    "COMMUNITY_WINDOWS",
    "MEMBERS",
    "ORGANISER",
    "PRACTICE",
    "REASON",
    "START",
    "Cast",
    "Life",
    "answers",
    "at",
    "content",
    "dots",
    "plan",
    "rules",
    "text",
]

MOST_SETTLED_AT_ONCE = 300  # more than any round can have due at one instant: a longer loop never ends


@dataclass(frozen=True, slots=True)
class Cast:
    """The ballot of one person as it stands."""

    dots: tuple[tuple[IdeaNo, int], ...]
    at: datetime


@dataclass(slots=True)
class Life:
    """One round from its topic on, with the ballots and the roll beside it, as a service keeps them.

    Time is settled before anything is decided. `do` raises the `Refusal` of the rules; `refused` catches it
    and looks whether nothing has changed. Whatever happens is held to the laws of `testing.laws`.
    """

    rules: Rules = field(default_factory=rules)
    organisers: frozenset[str] = frozenset({ORGANISER})
    now: datetime = START
    reserve: Rules = field(default_factory=lambda: Rules(COMMUNITY, "Europe/London"))
    chapters: list[Chapter] = field(default_factory=list[Chapter])
    events: list[Event] = field(default_factory=list[Event])
    joined: dict[PersonId, datetime] = field(default_factory=dict[PersonId, datetime])
    ballots: dict[VoteKind, dict[PersonId, Cast]] = field(default_factory=lambda: defaultdict(dict))
    outages: list[Away] = field(default_factory=list[Away])
    is_now: dict[str, str] = field(default_factory=dict[str, str])  # by which name the owner of a linked account goes
    state: Round = field(init=False)

    def __post_init__(self) -> None:
        """Ada suggests the topic."""
        command = SuggestTopic(RoundId("r1"), CommunityId("c1"), TopicNo(1), text("The bins by the school"))
        first, *more = suggest(command, self.actor("ada"), self.now)
        assert isinstance(first, TopicSuggested)
        self.state, self.events = begin(first), [first]
        self.apply(tuple(more), PersonId("ada"))

    def fork(self) -> Life:
        """The same round up to now, to be lived on in another way."""
        other = copy(self)
        other.chapters, other.events, other.joined = [*self.chapters], [*self.events], {**self.joined}
        other.ballots = defaultdict(dict, {vote_kind: {**cast} for vote_kind, cast in self.ballots.items()})
        return other

    # --- what people do -------------------------------------------------------------------------------

    def actor(self, name: str) -> Actor:
        """This person as the service knows them now."""
        person = PersonId(self.is_now.get(name, name))
        return Actor(person, person in self.organisers, self.joined.get(person))

    def do(self, name: str, command: Command) -> tuple[Event, ...]:
        """The events that this person's command leads to now. Raises `Refusal`."""
        self.settle()
        return self.apply(decide(self.state, command, who := self.actor(name), self.now), who.person, command)

    def is_in(self, phase: Phase) -> bool:
        """Whether the round stands in this phase."""
        return self.state.phase is phase

    def refused(self, name: str, command: Command) -> Refusal:
        """The refusal of this person's command. AssertionError where the rules allow it."""
        self.settle()
        before = self.state
        try:
            decide(self.state, command, self.actor(name), self.now)
        except Refusal as refusal:
            assert self.state == before
            return refusal
        raise AssertionError(f"{command!r} by {name} was not refused")

    def everyone(self, *commands: Command, people: Iterable[str] = MEMBERS) -> None:
        """Each of these people gives each of these commands."""
        for name in people:
            for command in commands:
                self.do(name, command)

    # --- what time does -------------------------------------------------------------------------------

    def settle(self) -> tuple[Event, ...]:
        """Everything that is due now. AssertionError where it does not come to an end."""
        happened: list[Event] = []
        for _ in range(MOST_SETTLED_AT_ONCE):
            if not is_due(self.state, self.now):
                return tuple(happened)
            happened += self.apply(settle(self.state, self.now, self.facts()))
        raise AssertionError(f"settling at {self.now} does not end: {happened[-3:]}")

    def wait(self, hours: float = 0, *, days: float = 0) -> tuple[Event, ...]:
        """Let time pass, and settle every deadline on the way when it is due."""
        return self.wait_until(self.now + timedelta(hours=hours, days=days))

    def wait_until(self, instant: datetime) -> tuple[Event, ...]:
        """Let time pass up to this instant, settling on the way. Time never goes back."""
        happened: list[Event] = []
        while (due := next_due(self.state)) is not None and due <= instant:
            self.now = max(self.now, due)
            happened += self.settle()
        self.now = max(self.now, instant)
        return tuple(happened)

    def away(self, hours: float = 0, *, days: float = 0) -> tuple[Event, ...]:
        """Nothing runs for so long. What became due in the meantime is settled now, late."""
        self.now += timedelta(hours=hours, days=days)
        return self.settle()

    def end_step(self) -> tuple[Event, ...]:
        """Wait for the end of the step."""
        return self.wait_until(there(self.state.window).closes)

    def facts(self) -> Facts:
        """The reserve rules, and the count where a vote closes now."""
        vote, window, away = self.state.vote, self.state.window, tuple(self.outages)
        if not needs_count(self.state, self.now) or vote is None or window is None:
            return Facts(self.reserve, away=away)
        tenth = window.closes - window.length / 10
        late = sum(bool(one.dots) and one.at >= tenth for one in self.ballots[vote.vote_kind].values())
        counted = self.count(vote.vote_kind, sorted(vote.ideas))
        if vote.vote_kind is not VoteKind.RUNOFF:
            return Facts(self.reserve, Turnout(counted, late), away)
        return Facts(self.reserve, Turnout(counted, late, self.count(VoteKind.VOTE, self.state.voted_on)), away)

    def count(self, vote_kind: VoteKind, ideas: Iterable[IdeaNo]) -> Count:
        """The ballots of this vote as they stand."""
        return Count.of((dict(cast.dots) for cast in self.ballots[vote_kind].values()), tuple(ideas))

    # --- a round where all goes well ------------------------------------------------------------------

    def to(self, phase: Phase) -> Life:
        """Live on, with everybody heard and in agreement, until the round is in this phase. Returns itself."""
        for _ in Phase:
            if self.is_in(phase):
                return self
            self.pass_step()
        raise AssertionError(f"the round went past {phase}: it is in {self.state.phase}")

    def open(self) -> Life:
        """Planned by the organiser, seconded, and joined by everybody. Returns itself."""
        self.do(ORGANISER, plan(self.rules))
        for name in (*MEMBERS, ORGANISER):
            if PersonId(name) not in self.joined:
                self.do(name, Join())
        for name in MEMBERS[1 : 1 + self.rules.template.seconders]:
            self.do(name, SecondTopic())
        return self

    def pass_step(self) -> None:
        """One step of a round where all goes well."""
        window = self.state.window
        match self.state.phase:
            case Phase.PROPOSED:
                self.open()
            case Phase.FRAMING:
                if not self.state.wordings:
                    self.do("ada", WordQuestion(text("How might we keep the school gate clean?")))
                self.everyone(StateProblem(text()))
            case Phase.CONFIRMING:
                self.everyone(Consent())
            case Phase.IDEAS:
                for name in sorted(set(MEMBERS) - {idea.by for idea in self.state.ideas.values()}):
                    self.do(name, OfferIdea(text(f"Something {name} thought of")))
            case Phase.VOTING:
                first, second, *_, last = sorted(there(self.state.vote).ideas) * 3
                cap = there(self.state.vote).lists[0].cap
                self.everyone(CastBallot({first: min(2, cap), second: 1}), people=MEMBERS[:5])
                self.do("fay", CastBallot({last: 1}))
            case Phase.FEEDBACK:
                for no in self.state.chosen:
                    self.everyone(TakeStance(no, Stance.AGREE))
            case Phase.OUTCOME:
                self.publish()
            case Phase.FOLLOW_UP:
                self.wait(days=400)
            case _:
                pass
        if window is not None:
            self.end_step()

    def to_runoff(self) -> Life:
        """Live on to a runoff: idea 1 is chosen, ideas 2, 3 and 4 are level for one place. Returns itself."""
        self.to(Phase.VOTING)
        for turn, name in enumerate(MEMBERS):
            self.do(name, CastBallot({IdeaNo(1): 2, IdeaNo(2 + turn % 3): 1}))
        self.end_step()
        return self

    def publish(self, due_on: date | None = None) -> tuple[Event, ...]:
        """The organiser gives every live idea the fate that the count gave it, and publishes.

        Where no day is given, what was chosen is promised for eleven weeks from now.
        """
        due_on = due_on or self.now.date() + timedelta(weeks=11)
        for no in self.state.live_ideas:
            chosen = no in self.state.chosen
            self.do(
                ORGANISER,
                SetFate(no, Fate.CHOSEN, owner=text("The parents' council"), due_on=due_on)
                if chosen
                else SetFate(no, Fate.LATER, reason=text("Fewer people wanted it this time.")),
            )
        return self.do(ORGANISER, PublishOutcome(text("You said the bins overflow. We empty them daily.")))

    # --- what is kept ---------------------------------------------------------------------------------

    def apply(
        self, events: tuple[Event, ...], by: PersonId | None = None, command: Command | None = None
    ) -> tuple[Event, ...]:
        """What happened, held to the laws and kept."""
        before = self.state
        for event in events:
            self.state = evolve(self.state, event)
            match event:
                case BallotCast(vote_kind=vote_kind, person=person):
                    self.ballots[vote_kind][person] = Cast(event.dots, event.at)
                    continue  # the private journal
                case ParticipantJoined(person=person):
                    self.joined[person] = event.at
                case ParticipantLeft(person=person):
                    del self.joined[person]
                case _:
                    pass
            self.events.append(event)
        self.chapters.append(Chapter(before, events, self.state, self.now, by, command, by in self.organisers))
        laws.check(self.chapters[-1])
        return events
