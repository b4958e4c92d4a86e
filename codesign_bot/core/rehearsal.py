"""A planned round lived through in advance by people who do not exist: what every step of it will look like.

Law 1. It is the rules themselves that lead from step to step. Only that too few are heard never holds it up.
Law 2. Nothing comes of it: it makes values and changes none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codesign_bot.core.commands import Actor, OfferIdea, PublishOutcome, SetFate, Text, WordQuestion
from codesign_bot.core.content import Content
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.decide import decide
from codesign_bot.core.deciding.opening import opening
from codesign_bot.core.due import Facts, next_due, settle
from codesign_bot.core.events import ParticipantJoined
from codesign_bot.core.evolve import evolve
from codesign_bot.core.ids import ContentId, IdeaNo, PersonId
from codesign_bot.core.phases import COUNTED, Phase
from codesign_bot.core.settling.steps import Turnout
from codesign_bot.core.state import Fate, there

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from codesign_bot.core.commands import Command
    from codesign_bot.core.events import Event
    from codesign_bot.core.rules import Rules
    from codesign_bot.core.state import Round

EXAMPLE = Content(ContentId("example"), "")
"""Stands for whatever people will write."""

IDEAS = 6
"""So many ideas are made up, one by each person. It takes one who is not in the round to write the outcome."""

_WORDS = Text("words of an example", EXAMPLE)
_PEOPLE = tuple(PersonId(f"example-{number}") for number in range(1, IDEAS + 1))
_ORGANISER = Actor(PersonId("example-organiser"), is_organiser=True)

Step = tuple["Round", "Event", "Round"]
"""The round before an event, the event, and the round after it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The moment at which a step begins, with what brought it about; nobody has done anything in it yet."""

    at: datetime
    steps: tuple[Step, ...]

    @property
    def state(self) -> Round:
        """The round at that moment."""
        return self.steps[-1][2]


def rehearse(state: Round, rules: Rules, now: datetime, *, is_level: bool = False) -> Iterator[Scene]:
    """The beginnings of all steps, as if the round opened now, up to the follow-up. `state` is a topic.

    With `is_level` all ideas get as many dots, so that the vote ends in a runoff where the rules know of one.
    """
    cast = _Cast(rules, is_level=is_level)
    scene = Scene(now, tuple(_applied(state, opening(rules, now))))
    while True:
        yield scene
        if scene.state.phase is Phase.FOLLOW_UP:
            return
        scene = cast.next_scene(scene)


@dataclass(frozen=True, slots=True)
class _Cast:
    """The people who act in it."""

    rules: Rules
    is_level: bool

    def next_scene(self, scene: Scene) -> Scene:
        """Everybody does their part, then the step ends."""
        state, at = self._acted(scene.state, scene.at), scene.at
        if state.phase is Phase.OUTCOME:
            return Scene(at, tuple(self._done(state, PublishOutcome(_WORDS, _WORDS), _ORGANISER, at)))
        ended = there(state.window).closes
        while True:
            at = min(ended, there(next_due(state)))
            steps = tuple(_applied(state, self._settled(state, at)))
            state = steps[-1][2]
            if at == ended and state.window != scene.state.window:
                return Scene(at, steps)

    def _settled(self, state: Round, at: datetime) -> tuple[Event, ...]:
        """What time brings about where nobody has to be heard."""
        unheard = replace(self.rules.template, heard_floor=0, heard_percent=0)
        turnout = self._turnout(state) if state.phase in COUNTED else None
        return settle(replace(state, rules=replace(self.rules, template=unheard)), at, Facts(self.rules, turnout))

    def _turnout(self, state: Round) -> Turnout:
        vote = there(state.vote)
        ideas = sorted(vote.ideas)
        dots = vote.lists[0].dots
        first = Count.of(self._ballots(state.voted_on or ideas, dots), state.voted_on or ideas)
        if state.phase is Phase.VOTING:
            return Turnout(first)
        return Turnout(Count.of([{ideas[0]: 1}], ideas), first=first)

    def _ballots(self, ideas: tuple[IdeaNo, ...] | list[IdeaNo], dots: int) -> list[Mapping[IdeaNo, int]]:
        """One dot on one idea each; or the first person on the first idea, the second on the first two, and so on."""
        if self.is_level:
            return [{no: 1} for no in ideas]
        return [dict.fromkeys(ideas[: min(most, dots)], 1) for most in range(1, len(ideas) + 1)]

    def _acted(self, state: Round, at: datetime) -> Round:
        match state.phase:
            case Phase.FRAMING:
                for person in _PEOPLE:
                    state = evolve(state, ParticipantJoined(at, person, is_organiser=False))
                return self._after(state, WordQuestion(_WORDS), Actor(_PEOPLE[0], joined_at=at), at)
            case Phase.IDEAS:
                for person in _PEOPLE:
                    state = self._after(state, OfferIdea(_WORDS), Actor(person, joined_at=at), at)
                return state
            case Phase.OUTCOME:
                return self._with_fates(state, at)
            case _:
                return state

    def _with_fates(self, state: Round, at: datetime) -> Round:
        """What was chosen is promised for the day of the reply, or for today where that has gone by."""
        day = at.astimezone(self.rules.tz).date()
        if self.rules.answers is not None:
            day = max(day, self.rules.answers.reply_by)
        for no in state.live_ideas:
            chosen = SetFate(no, Fate.CHOSEN, owner=_WORDS, due_on=day)
            fate = chosen if no in state.chosen else SetFate(no, Fate.LATER, reason=_WORDS)
            state = self._after(state, fate, _ORGANISER, at)
        return state

    def _after(self, state: Round, command: Command, actor: Actor, at: datetime) -> Round:
        return list(self._done(state, command, actor, at))[-1][2]

    def _done(self, state: Round, command: Command, actor: Actor, at: datetime) -> Iterator[Step]:
        return _applied(state, decide(state, command, actor, at))


def _applied(state: Round, events: tuple[Event, ...]) -> Iterator[Step]:
    for event in events:
        after = evolve(state, event)
        yield state, event, after
        state = after
