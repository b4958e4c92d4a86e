"""What lies near for somebody who has just done something: a step or two, and never the same one again.

Law. Nothing is offered here that this person has just done, or that the rules would refuse to them now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from codesign_bot.core.events import (
    AnswerParked,
    BallotCast,
    ConsentGiven,
    DoneDisputed,
    Event,
    FateSet,
    FeedbackGiven,
    FramingEvent,
    IdeaBuiltOn,
    IdeaEdited,
    IdeaOffered,
    IdeasEvent,
    IdeasJoined,
    IdeaWithdrawn,
    MergeOffered,
    MinorityViewCosigned,
    MinorityViewStated,
    ObjectionWithdrawn,
    OpeningEvent,
    OutcomeEvent,
    ParticipantJoined,
    ParticipantLeft,
    ProblemStated,
    ProgressReported,
    QuestionObjected,
    RequestsEvent,
    ResultObjected,
    RoundPlanned,
    StanceTaken,
    TopicSuggested,
    VotesEvent,
)
from codesign_bot.core.ids import PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.state import Fate, Round
from codesign_bot.view import Action
from codesign_bot.views.actions import (
    CONSENT,
    FRAME,
    HELP,
    IDEA,
    IDEAS,
    JOIN,
    LOG,
    MINORITY,
    NOW,
    OBJECT,
    OBJECT_WITHDRAW,
    PARKED,
    PLAN,
    QUESTION,
    QUESTIONS,
    REQUESTS,
    RULES,
    STATEMENTS,
    TOPICS,
    actions,
    after_ballot,
    progress,
    remark,
    second,
    stance,
)
from codesign_bot.views.parts import listed_from

_VOTE = frozenset({Phase.VOTING, Phase.RUNOFF})
_EXAMPLE_AHEAD = timedelta(days=60)


def next_steps(events: Sequence[Event], after: Round, now: datetime) -> tuple[Action, ...]:
    """What to do next: little, because the person has just done something. At least one step, at most three."""
    first = events[0]
    if isinstance(first, OpeningEvent):
        return _opening(first, after, now)
    if isinstance(first, FramingEvent):
        return _framing(first, after)
    if isinstance(first, IdeasEvent):
        return _ideas(first, events, after, now)
    if isinstance(first, VotesEvent):
        wrote = next((event for event in events if isinstance(event, FeedbackGiven)), None)
        return _votes(wrote or first, after)
    if isinstance(first, OutcomeEvent):
        return _outcome(first, after)
    return (REQUESTS, NOW) if isinstance(first, RequestsEvent) else (NOW,)


def _opening(event: OpeningEvent, after: Round, now: datetime) -> tuple[Action, ...]:
    match event:
        case TopicSuggested():
            return (PLAN, TOPICS)
        case RoundPlanned():
            return (RULES, TOPICS)
        case ParticipantLeft():
            return (JOIN, TOPICS)
        case ParticipantJoined():
            return _joined(event, after, now)
        case _:
            return (TOPICS,) if after.phase is Phase.PROPOSED else _of_the_step(after)[:2]


def _joined(event: ParticipantJoined, after: Round, now: datetime) -> tuple[Action, ...]:
    """What the step is for. Who joined too late to vote, or speaks last, is not invited to what would be refused."""
    if after.phase is Phase.PROPOSED:
        may_second = after.seconded_at is None and event.person not in {after.suggested_by, *after.seconders}
        return (*((second(after),) if may_second else ()), TOPICS)
    if after.phase in _VOTE:
        return (RULES, NOW)
    closed = (
        (CONSENT, event.person in after.consents),
        (IDEA, event.is_organiser),
        (IDEAS, not _reads_ideas(after, event.person, now)),
    )
    refused = {action for action, is_closed in closed if is_closed}
    return tuple(action for action in _of_the_step(after) if action not in refused)[:3]


def _reads_ideas(after: Round, person: PersonId, now: datetime) -> bool:
    """Whether this person can read the ideas of others: after the first hours, or once they gave one."""
    listed = listed_from(after)
    is_early = after.phase is Phase.IDEAS and listed is not None and now < listed
    return not is_early or any(idea.by == person for idea in after.ideas.values())


def _of_the_step(after: Round) -> tuple[Action, ...]:
    return tuple(action for action in actions(after) if action not in {JOIN, HELP})


def _framing(event: FramingEvent, after: Round) -> tuple[Action, ...]:
    is_framing = after.phase is Phase.FRAMING
    match event:
        case ProblemStated():
            return (QUESTION, STATEMENTS)
        case AnswerParked():
            return (PARKED, FRAME if is_framing else QUESTION)
        case ConsentGiven():
            return (OBJECT, NOW)
        case QuestionObjected():
            return (OBJECT_WITHDRAW, QUESTION)
        case ObjectionWithdrawn():
            return (CONSENT, QUESTION)
        case _:
            return (QUESTIONS, FRAME) if is_framing else (QUESTIONS, NOW)


def _ideas(event: IdeasEvent, events: Sequence[Event], after: Round, now: datetime) -> tuple[Action, ...]:
    match event:
        case IdeaBuiltOn(by=by) | MergeOffered(by=by) if not _reads_ideas(after, by, now):
            return (IDEA, NOW)
        case IdeaOffered(no=no):
            return (IDEAS, Action("action-idea-edit", f"idea edit {no} …"))
        case IdeaEdited(no=no) | IdeaBuiltOn(no=no):
            return (Action("action-idea-show", f"idea show {no}"), IDEAS)
        case IdeaWithdrawn():
            return (IDEA, IDEAS) if after.phase is Phase.IDEAS else (IDEAS, NOW)
        case _:
            joined = [one.join for one in events if isinstance(one, IdeasJoined)]
            return (*(Action("action-split", f"split {no}") for no in joined), IDEAS)


def _votes(event: VotesEvent, after: Round) -> tuple[Action, ...]:
    match event:
        case BallotCast(dots=dots):
            return after_ballot(after.vote, has_dots=bool(dots))
        case StanceTaken(idea=idea, by=by):
            return (remark(idea), *_open_stances(after, by)[:1])
        case FeedbackGiven(by=by):
            return (*_open_stances(after, by)[:1], NOW)
        case ResultObjected():
            return (OBJECT_WITHDRAW, MINORITY)
        case MinorityViewStated(by=by) | MinorityViewCosigned(by=by):
            return _beside_a_minority_view(after, by)
        case _:
            return (MINORITY, RULES)


def _open_stances(after: Round, by: PersonId) -> tuple[Action, ...]:
    """The chosen ideas that this person has not said yes or no to yet."""
    return tuple(stance(no) for no in sorted(after.chosen) if by not in after.stances.get(no, {}))


def _beside_a_minority_view(after: Round, by: PersonId) -> tuple[Action, ...]:
    if after.phase is Phase.FEEDBACK:
        return (*_open_stances(after, by)[:1], NOW)
    has_objected = any(one.stands and one.by == by for one in after.objections)
    return (OBJECT, NOW) if after.phase is Phase.COOLING_OFF and not has_objected else (NOW, RULES)


def _outcome(event: OutcomeEvent, after: Round) -> tuple[Action, ...]:
    match event:
        case FateSet():
            return (_next_fate(event, after), IDEAS)
        case ProgressReported(idea=idea):
            return (Action("action-progress-done", f"progress {idea} done"), NOW)
        case DoneDisputed(idea=idea):
            return (progress(idea), NOW)
        case _:
            return (NOW, LOG)


def _next_fate(event: FateSet, after: Round) -> Action:
    """The next idea without a fate, with a day to come as the example; where each has one, the outcome itself."""
    missing = next((no for no in after.live_ideas if no not in after.fates), None)
    if missing is None:
        chosen = {no for no, decided in after.fates.items() if decided.fate is Fate.CHOSEN}
        differs = chosen != set(after.chosen)
        return Action("action-outcome-publish", "outcome publish … !because …" if differs else "outcome publish …")
    day = (event.at + _EXAMPLE_AHEAD).date()
    fate = f"chosen … by {day.isoformat()}" if missing in after.chosen else "later …"
    return Action("action-fate", f"fate {missing} {fate}")
