"""What is answered to those who frame, offer ideas, vote, and write or check the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from codesign_bot.core.events import (
    AnswerParked,
    ConsentGiven,
    DoneClaimed,
    DoneConfirmed,
    DoneDisputed,
    FateSet,
    FeedbackGiven,
    FramingEvent,
    IdeaBuiltOn,
    IdeaDone,
    IdeaEdited,
    IdeaOffered,
    IdeasEvent,
    IdeasJoined,
    IdeaSplit,
    IdeaWithdrawn,
    MergeAccepted,
    MergeDeclined,
    MergeOffered,
    MinorityViewCosigned,
    MinorityViewStated,
    ObjectionWithdrawn,
    OutcomeEvent,
    OutcomePublished,
    ProblemStated,
    ProgressReported,
    QuestionObjected,
    QuestionWorded,
    ResultObjected,
    ResultObjectionWithdrawn,
    StanceTaken,
    VotesEvent,
    WordingSupported,
)
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Decided, Round
from codesign_bot.view import Block, Quote, Say, say
from codesign_bot.views.parts import Words, listed_from, quoted, when
from codesign_bot.views.promises import told, undisputed_until
from codesign_bot.views.terms import OWN_REMARK, STANCE


def framing_saved(event: FramingEvent, words: Words) -> tuple[Block, ...]:
    """The answer to what was given in framing and confirming."""
    match event:
        case ProblemStated():
            return (say("saved-statement", statement=int(event.no)), Quote(quoted(words, event.content)))
        case AnswerParked():
            return (say("saved-parked"), Quote(quoted(words, event.content)), say("parked-is-yours"))
        case QuestionWorded():
            return (say("saved-wording", wording=int(event.no)), Quote(quoted(words, event.content)))
        case WordingSupported():
            return (say("saved-wording-support", wording=int(event.no)),)
        case ConsentGiven():
            return (say("saved-consent"),)
        case QuestionObjected():
            return (say("saved-objection"), say("objection-helps"))
        case ObjectionWithdrawn():
            return (say("saved-objection-back"),)
        case _:
            return ()


def ideas_saved(event: IdeasEvent, after: Round, words: Words, now: datetime) -> tuple[Block, ...]:
    """The answer to what was done with ideas."""
    match event:
        case IdeaOffered():
            return _offered(event, after, words, now)
        case IdeaEdited():
            return (say("saved-edit", idea=int(event.no)), Quote(quoted(words, event.content)))
        case IdeaWithdrawn():
            return (say("saved-idea-back", idea=int(event.no)),)
        case IdeaBuiltOn():
            return (say("saved-build", idea=int(event.no)), Quote(quoted(words, event.content)))
        case MergeOffered():
            asked = say("saved-merge", keep=int(event.keep), join=int(event.join))
            return (asked, say("merge-until", closes=when(after, event.closes)))
        case MergeAccepted():
            return (say("saved-merge-yes", keep=int(event.keep), join=int(event.join)),)
        case MergeDeclined():
            return (say("saved-merge-no", keep=int(event.keep), join=int(event.join)),)
        case IdeasJoined():
            return (say("ideas-are-joined", keep=int(event.keep), join=int(event.join)),)
        case IdeaSplit():
            return (say("saved-split", idea=int(event.no)),)
        case _:
            return ()


def _offered(event: IdeaOffered, after: Round, words: Words, now: datetime) -> tuple[Block, ...]:
    saved = (say("saved-idea", idea=int(event.no)), Quote(quoted(words, event.content)))
    listed = listed_from(after)
    if after.rules is None or listed is None:
        return saved
    given = sum(idea.by == event.by and not idea.is_withdrawn for idea in after.ideas.values())
    left = say("ideas-left", count=max(0, after.rules.template.ideas_each - given))
    is_first = now < listed
    return (*saved, *((say("others-are-listed"),) if is_first else ()), left)


def votes_saved(event: VotesEvent, words: Words) -> tuple[Block, ...]:
    """The answer to what was said of the result. Ballots are answered by `ballot_saved`."""
    match event:
        case ResultObjected():
            return (say("saved-result-objection"), Quote(quoted(words, event.content)))
        case ResultObjectionWithdrawn():
            return (say("saved-objection-back"),)
        case MinorityViewStated():
            return (say("saved-minority", view=event.no), Quote(quoted(words, event.content)))
        case MinorityViewCosigned():
            return (say("saved-cosign", view=event.no),)
        case StanceTaken():
            return (say("saved-stance", idea=int(event.idea), stance=STANCE[event.stance]),)
        case FeedbackGiven():
            given = Quote(quoted(words, event.content), Say(OWN_REMARK[event.remark].key))
            return (say("saved-feedback", idea=int(event.idea)), given)
        case _:
            return ()


def feedback_saved(events: Sequence[VotesEvent], words: Words) -> tuple[Block, ...]:
    """One answer to all that somebody said of an idea at once: what they think of it, then every word they wrote."""
    first, *others = events
    said = [votes_saved(one, words)[-1] for one in others]
    too = (say("saved-feedback-too"),) if said and isinstance(first, StanceTaken) else ()
    return (*votes_saved(first, words), *too, *said)


def outcome_saved(event: OutcomeEvent, after: Round, words: Words) -> tuple[Block, ...]:
    """The answer to those who write the outcome, and to those who follow it up."""
    match event:
        case FateSet():
            decided = Decided(event.idea, event.fate, event.reason, event.owner, event.due_on)
            return (say("saved-fate", idea=int(event.idea)), told(decided, words))
        case OutcomePublished():
            return (say("saved-outcome"),)
        case ProgressReported():
            return (say("saved-progress", idea=int(event.idea)),)
        case DoneClaimed():
            return (say("saved-claim", idea=int(event.idea)), *_confirmations(after, event.idea))
        case DoneConfirmed():
            return (say("saved-confirm", idea=int(event.idea)), *_confirmations(after, event.idea))
        case DoneDisputed():
            return (say("saved-dispute", idea=int(event.idea)), Quote(quoted(words, event.content)))
        case IdeaDone():
            return (say("idea-is-done", idea=int(event.idea), count=event.confirmations),)
        case _:
            return ()


def _confirmations(state: Round, no: IdeaNo) -> tuple[Say, ...]:
    closes = undisputed_until(state, no)
    if closes is None or state.rules is None:
        return ()
    missing = state.rules.template.done_confirmations - len(state.promises[no].confirmed_by)
    return (say("confirmations-missing", count=missing, closes=closes),)
