"""The private answer to the person whose command made something happen: what was saved, and what comes of it.

Law. "Saved" is said here and nowhere else, and the service sends it only after the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from codesign_bot.core.deciding.opening import seconders_needed
from codesign_bot.core.deciding.power import ASKS_NEEDED
from codesign_bot.core.events import (
    BallotCast,
    Event,
    FeedbackGiven,
    FramingEvent,
    IdeasEvent,
    OpeningEvent,
    OutcomeEvent,
    PaceEvent,
    ParticipantJoined,
    ParticipantLeft,
    PowerUsed,
    RequestMade,
    RequestObjected,
    RequestsEvent,
    RequestSupported,
    RoundPlanned,
    StanceTaken,
    TimeAsked,
    TopicSeconded,
    TopicSuggested,
    Why,
    WindowExtended,
)
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Round
from codesign_bot.view import Action, Block, Say, ToType, View, say
from codesign_bot.views.answers_by_step import feedback_saved, framing_saved, ideas_saved, outcome_saved, votes_saved
from codesign_bot.views.ballots import Own, ballot_saved
from codesign_bot.views.next_steps import next_steps
from codesign_bot.views.parts import Words, heading, idea_rows, private, when
from codesign_bot.views.terms import PHASE


def answer(before: Round | None, events: Sequence[Event], after: Round, words: Words, now: datetime) -> View:
    """What these events mean for the person who brought them about. Events of time alone add nothing."""
    if isinstance(events[0], BallotCast):
        own = Own(events[0].person, dict(events[0].dots))
        return ballot_saved(after, events[0].vote_kind, own, words)
    blocks = _blocks(events, after, words, now)
    if isinstance(events[0], ParticipantJoined):
        blocks = (say("saved-join"), *blocks[1:])
    if before is not None and before.phase is not after.phase:
        blocks = (*blocks, say("saved-step-begins", step=PHASE[after.phase]))
    return private(*(blocks or (say("saved"),)), heading=heading(after, words), actions=next_steps(events, after, now))


def _blocks(events: Sequence[Event], after: Round, words: Words, now: datetime) -> tuple[Block, ...]:
    said = [event for event in events if isinstance(event, StanceTaken | FeedbackGiven)]
    if said:
        return feedback_saved(said, words)
    acts = sorted(events, key=lambda event: isinstance(event, PowerUsed))
    return tuple(block for event in acts for block in _saved(event, after, words, now))


def similar_ideas(state: Round, no: IdeaNo, alike: Sequence[IdeaNo], words: Words) -> View:
    """Ideas that look like the one just given. The machine asks; only authors join ideas."""
    listed = idea_rows(state, words, sorted(alike), say("ideas-alike"))
    merge = Action("action-merge", f"merge {min(alike)} {no}")
    keep = Action("action-idea-withdraw", f"idea withdraw {no}")
    return private(
        say("similar-ideas", idea=int(no), count=len(alike)),
        listed,
        say("similar-choose"),
        heading=heading(state, words),
        actions=(merge, keep),
    )


def _saved(event: Event, after: Round, words: Words, now: datetime) -> tuple[Block, ...]:
    if isinstance(event, OpeningEvent):
        return _opening(event, after)
    if isinstance(event, PaceEvent):
        return _pace(event, after)
    if isinstance(event, FramingEvent):
        return framing_saved(event, words)
    if isinstance(event, IdeasEvent):
        return ideas_saved(event, after, words, now)
    if isinstance(event, OutcomeEvent):
        return outcome_saved(event, after, words)
    if isinstance(event, RequestsEvent):
        return _requests(event, after)
    return votes_saved(event, words)


def _opening(event: OpeningEvent, after: Round) -> tuple[Say, ...]:
    match event:
        case TopicSuggested():
            closes = when(after, event.expires_at)
            needed = say("topic-needs", count=seconders_needed(after))
            return (
                say("saved-topic", topic=int(event.topic)),
                needed,
                say("topic-waits-until", closes=closes),
            )
        case TopicSeconded():
            missing = event.seconders_needed - len(after.seconders)
            rest = say("seconders-missing", count=missing) if missing > 0 else say("seconders-enough")
            return (say("saved-second"), rest)
        case RoundPlanned():
            return (say("saved-plan"),)
        case ParticipantJoined():
            late = after.roll_closed_at is not None and after.tally is None
            stop = () if after.is_practice else (say("joined-reminders", typed=ToType("!me reminders off")),)
            return (say("joined-too"), *((say("joined-after-roll"),) if late else ()), *stop)
        case ParticipantLeft():
            return (say("saved-leave"),)
        case _:
            return ()


def _pace(event: PaceEvent, after: Round) -> tuple[Say, ...]:
    match event:
        case TimeAsked():
            needed = min(ASKS_NEEDED, after.joined)
            return (say("saved-time-ask", count=len(after.pace.asked_for_time), needed=needed),)
        case WindowExtended(why=Why.GIVEN):
            return (say("saved"), say("step-now-ends", closes=when(after, event.closes)))
        case WindowExtended():
            return (say("step-now-ends", closes=when(after, event.closes)),)
        case PowerUsed():
            return (say("power-is-public"),)
        case _:
            return ()


def _requests(event: RequestsEvent, after: Round) -> tuple[Say, ...]:
    match event:
        case RequestMade():
            closes = when(after, event.closes)
            rule = say("request-only-if", count=event.support_needed, closes=closes)
            return (say("saved-request", request=int(event.no)), rule)
        case RequestSupported():
            return (say("saved-request-support", request=int(event.no)),)
        case RequestObjected():
            return (say("saved-request-objection", request=int(event.no)),)
        case _:
            return ()
