"""What happened when, in one list: for whoever wants to check the clock. Reasons and words stand in the other parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from codesign_bot.core.events import (
    AccountsLinked,
    CheckHeld,
    ClaimExtended,
    Event,
    FewVoicesNoted,
    FramingEvent,
    IdeaDone,
    IdeaHidden,
    IdeasEvent,
    IdeasFrozen,
    IdeasJoined,
    IdeaSplit,
    IdeaWithdrawn,
    OpeningEvent,
    OutcomeEvent,
    OutcomePublished,
    PaceEvent,
    PhaseEntered,
    PromiseMissed,
    QuestionConfirmed,
    ReplyMissed,
    RequestExtended,
    RequestFell,
    RequestMade,
    RequestPassed,
    RequestsEvent,
    RoundOpened,
    RoundPaused,
    RoundPlanned,
    RoundResumed,
    RunoffNeeded,
    ShortlistMade,
    TopicExpired,
    TopicSuggested,
    VotesCounted,
    VotesEvent,
    WindowExtended,
    WindowShortened,
)
from codesign_bot.core.phases import COUNTED, Phase
from codesign_bot.core.state import VoteKind, Why
from codesign_bot.log.document import Items, Part, dated
from codesign_bot.log.shown import Shown
from codesign_bot.view import Length, Say, Who, say
from codesign_bot.views.parts import numbers
from codesign_bot.views.terms import PHASE

Said = tuple[Say, ...]


def what_happened_when(shown: Shown) -> tuple[Part, ...]:
    """One line for each thing that changed the course of the round."""
    lines = tuple(
        dated(event.at, shown.zone, *said) for event, step in _walk(shown) if (said := _line(shown, event, step))
    )
    return (Part(say("record-times"), (Items(lines),)),)


def _walk(shown: Shown) -> Iterator[tuple[Event, Phase]]:
    """Each event with the step in which it happened."""
    step = Phase.PROPOSED
    for _, event in shown.events:
        yield event, step
        if isinstance(event, PhaseEntered):
            step = event.phase


def _line(shown: Shown, event: Event, step: Phase) -> Said:
    if isinstance(event, OpeningEvent):
        return _opening(event)
    if isinstance(event, PaceEvent):
        return _pace(shown, event, step)
    if isinstance(event, FramingEvent):
        return (say("record-question-agreed"),) if isinstance(event, QuestionConfirmed) else ()
    if isinstance(event, IdeasEvent):
        return _ideas(event)
    if isinstance(event, VotesEvent):
        return _votes(event)
    if isinstance(event, OutcomeEvent):
        return _outcome(shown, event)
    return _requests(shown, event)


def _opening(event: OpeningEvent) -> Said:
    match event:
        case TopicSuggested():
            return (say("record-topic-suggested"),)
        case RoundPlanned(by=by):
            return (say("record-planned", who=Who(by)),)
        case RoundOpened():
            return (say("record-opened"),)
        case TopicExpired():
            return (say("record-expired"),)
        case AccountsLinked():
            return (say("record-accounts-linked"),)
        case _:
            return ()


def _pace(shown: Shown, event: PaceEvent, step: Phase) -> Said:
    match event:
        case PhaseEntered():
            return _entered(shown, event, step)
        case WindowExtended(closes=closes):
            longer = (say("record-longer"), say("record-step-now-until", closes=shown.when(closes)))
            return (_why(shown, event, step), *longer)
        case WindowShortened(closes=closes):
            return (say("record-shorter"), say("record-step-now-until", closes=shown.when(closes)))
        case RoundPaused(until=until):
            return (say("record-paused", until=shown.when(until)),)
        case RoundResumed():
            return (say("record-resumed"),)
        case FewVoicesNoted(heard=heard, needed=needed):
            if _is_secret(shown, step):
                return (say("record-few-voices-secret", needed=needed),)
            return (say("record-few-voices", heard=heard, needed=needed),)
        case _:
            return ()


def _entered(shown: Shown, event: PhaseEntered, step: Phase) -> Said:
    match event.phase:
        case Phase.ARCHIVED:
            return (say("record-archived"),)
        case Phase.WITHDRAWN:
            return (say("record-withdrawn"),)
        case _:
            began = say("record-step", step=PHASE[event.phase])
            again = (say("record-question-anew"),) if event.phase is step is Phase.CONFIRMING else ()
            ends = () if event.window is None else (say("record-step-until", closes=shown.when(event.window.closes)),)
            return (*again, began, *ends)


def _why(shown: Shown, event: WindowExtended, step: Phase) -> Say:
    match event.why:
        case Why.FEW_HEARD if _is_secret(shown, step):
            return say("record-few-heard-secret", needed=event.needed)
        case Why.FEW_HEARD:
            return say("record-few-heard", heard=event.heard, needed=event.needed)
        case Why.LATE_SURGE:
            return say("record-longer-surge")
        case Why.ASKED:
            return say("record-longer-asked")
        case Why.GIVEN:
            return say("record-longer-given")
        case Why.SORT_AGAIN:
            return say("record-longer-sort")
        case Why.TIED_WORDINGS:
            return say("record-longer-tied")
        case Why.REWORDING:
            return say("record-longer-rewording")
        case Why.OUTAGE:
            return say("record-longer-outage", lost=Length(event.lost))
        case Why.PAUSED:
            return say("record-longer-paused")
        case _:
            assert_never(event.why)


def _is_secret(shown: Shown, step: Phase) -> bool:
    """While people vote, how many were heard is how many voted."""
    return step in COUNTED and not shown.is_counted


def _ideas(event: IdeasEvent) -> Said:
    match event:
        case IdeasJoined(keep=keep, join=join):
            return (say("record-was-joined", keep=int(keep), join=int(join)),)
        case IdeaSplit(no=no):
            return (say("record-was-split", idea=int(no)),)
        case IdeaWithdrawn(no=no):
            return (say("record-was-withdrawn", idea=int(no)),)
        case IdeaHidden(no=no):
            return (say("record-was-hidden", idea=int(no)),)
        case _:
            return ()


def _votes(event: VotesEvent) -> Said:
    match event:
        case IdeasFrozen(vote_kind=VoteKind.RUNOFF):
            return ()
        case IdeasFrozen():
            return (say("record-roll-closed"),)
        case ShortlistMade(level=level):
            off = (say("shortlist-level", ideas=numbers(level)),) if level else ()
            return (say("record-list-shorter"), *off)
        case RunoffNeeded(ideas=ideas, places=places):
            return (say("record-runoff-needed", ideas=numbers(ideas), places=places),)
        case VotesCounted():
            return (say("record-counted"),)
        case _:
            return ()


def _outcome(shown: Shown, event: OutcomeEvent) -> Said:
    match event:
        case OutcomePublished():
            return (say("record-published"),)
        case ReplyMissed():
            return (say("record-reply-went-by"),)
        case PromiseMissed(idea=idea):
            return (say("record-promise-went-by", idea=int(idea)),)
        case ClaimExtended(idea=idea, lost=lost, closes=closes):
            until = say("record-claim-until", idea=int(idea), closes=shown.when(closes))
            return (say("record-longer-outage", lost=Length(lost)), until)
        case IdeaDone(idea=idea):
            return (say("record-promise-kept", idea=int(idea)),)
        case CheckHeld(no=no, of=of):
            return (say("record-check-held", number=no, of=of),)
        case _:
            return ()


def _requests(shown: Shown, event: RequestsEvent) -> Said:
    match event:
        case RequestMade(no=no):
            return (say("record-request-when-made", request=int(no)),)
        case RequestPassed(no=no):
            return (say("record-request-when-passed", request=int(no)),)
        case RequestFell(no=no):
            return (say("record-request-when-fell", request=int(no)),)
        case RequestExtended(no=no, lost=lost, closes=closes):
            until = say("record-request-until", request=int(no), closes=shown.when(closes))
            return (say("record-longer-outage", lost=Length(lost)), until)
        case _:
            return ()
