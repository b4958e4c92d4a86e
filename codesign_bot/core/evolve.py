"""Folds events into the state of a round. Never fails on a valid log, and asks no rule: the event happened.

Law 1. `evolve` depends on the state and the event alone.
Law 2. A ballot leaves the state as it is.
Law 3. `version` counts the events of the round's own record, so that a second writer is noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.events import (
    AnswerParked,
    BallotCast,
    ConsentGiven,
    Event,
    FeedbackGiven,
    FramingEvent,
    IdeaBuiltOn,
    IdeaOffered,
    IdeasEvent,
    MinorityViewCosigned,
    MinorityViewStated,
    OpeningEvent,
    OutcomeEvent,
    PaceEvent,
    ProblemStated,
    QuestionObjected,
    QuestionWorded,
    ResultObjected,
    StanceTaken,
    TopicSuggested,
    VotesEvent,
    WordingSupported,
)
from codesign_bot.core.evolving import framing, ideas, opening, outcome, pace, requests, votes
from codesign_bot.core.phases import HEARD
from codesign_bot.core.replacing import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codesign_bot.core.state import Round

VOICES = (
    ProblemStated
    | AnswerParked
    | QuestionWorded
    | WordingSupported
    | ConsentGiven
    | QuestionObjected
    | IdeaOffered
    | IdeaBuiltOn
    | StanceTaken
    | FeedbackGiven
    | ResultObjected
    | MinorityViewStated
    | MinorityViewCosigned
)
"""Events by which a person is heard in a step. In voting, ballots are."""


def begin(event: TopicSuggested) -> Round:
    """The round as its first event leaves it."""
    return opening.begin(event)


def evolve(state: Round, event: Event) -> Round:
    """The round after one more event."""
    after = _followed(state, event)
    return after if isinstance(event, BallotCast) else replace(after, version=state.version + 1)


def _followed(state: Round, event: Event) -> Round:
    """The round after one more event, but for its version, which no event looks at."""
    after = _applied(state, event)
    if isinstance(event, VOICES) and state.phase in HEARD:
        after = replace(after, pace=replace(after.pace, heard=after.pace.heard | {event.by}))
    return after


def fold(events: Iterable[Event]) -> Round | None:
    """The round that these events make; None where there are none. The first must be a `TopicSuggested`."""
    state: Round | None = None
    more = 0
    for event in events:
        if state is None:
            if not isinstance(event, TopicSuggested):
                raise ValueError("a round's record begins with its topic")
            state = begin(event)
        else:
            state = _followed(state, event)
            more += not isinstance(event, BallotCast)  # the private journal has versions of its own
    return state if state is None else replace(state, version=state.version + more)


def _applied(state: Round, event: Event) -> Round:
    if isinstance(event, OpeningEvent):
        return opening.evolve(state, event)
    if isinstance(event, PaceEvent):
        return pace.evolve(state, event)
    if isinstance(event, FramingEvent):
        return framing.evolve(state, event)
    if isinstance(event, IdeasEvent):
        return ideas.evolve(state, event)
    if isinstance(event, VotesEvent):
        return votes.evolve(state, event)
    if isinstance(event, OutcomeEvent):
        return outcome.evolve(state, event)
    return requests.evolve(state, event)
