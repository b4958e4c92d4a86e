"""What is said when an outcome is published, checked, kept or missed."""

from __future__ import annotations

from codesign_bot.core.events import (
    CheckHeld,
    ClaimExtended,
    DoneClaimed,
    DoneDisputed,
    IdeaDone,
    OutcomeEvent,
    OutcomePublished,
    ProgressReported,
    PromiseMissed,
    ReplyMissed,
)
from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.state import Round
from codesign_bot.view import Action, Block, Length, Quote, View, Who, say
from codesign_bot.views.actions import EXPORT, LOG, progress
from codesign_bot.views.parts import Words, heading, idea_rows, label, numbers, quoted, when, why_lowered
from codesign_bot.views.promises import fate_rows, promise_rows, undisputed_until
from codesign_bot.views.steps import minority_rows, objection_rows


def outcome_said(event: OutcomeEvent, after: Round, words: Words) -> View | None:
    """The message to everybody, if there is one."""
    match event:
        case OutcomePublished():
            return _published(event, after, words)
        case ReplyMissed():
            return _view(after, words, say("reply-missed-on", day=event.promised_on))
        case PromiseMissed():
            missed = say("promise-was-missed", idea=int(event.idea), day=event.promised_on)
            return _view(after, words, missed, _idea(after, words, event.idea), actions=(progress(event.idea),))
        case ProgressReported():
            told = Quote(quoted(words, event.content), say("progress-by", who=Who(event.by), idea=int(event.idea)))
            return _view(after, words, told)
        case DoneClaimed():
            return _claimed(event, after, words)
        case DoneDisputed():
            reason = Quote(quoted(words, event.content), say("reason"))
            return _view(after, words, say("done-was-disputed", idea=int(event.idea)), reason)
        case ClaimExtended():
            return _longer(event, after, words)
        case IdeaDone():
            done = say("idea-is-done", idea=int(event.idea), count=event.confirmations)
            return _view(after, words, done, _idea(after, words, event.idea))
        case CheckHeld():
            check = say("check-held", number=event.no, of=event.of)
            return _view(after, words, check, *promise_rows(after, words), actions=(LOG,))
        case _:
            return None


def _view(state: Round, words: Words, *blocks: Block, actions: tuple[Action, ...] = ()) -> View:
    return View(heading(state, words), blocks, actions)


def _idea(state: Round, words: Words, no: IdeaNo) -> Block:
    return idea_rows(state, words, [no])


def _published(event: OutcomePublished, after: Round, words: Words) -> View:
    """The outcome with everything that has to stand beside it."""
    difference: tuple[Block, ...] = ()
    if event.difference is not None:
        counted = say("outcome-differs", ideas=numbers(after.chosen))
        difference = (counted, Quote(quoted(words, event.difference), say("outcome-differs-because")))
    blocks: tuple[Block, ...] = (
        say("outcome-published", who=Who(event.by)),
        Quote(quoted(words, event.content), say("outcome")),
        *difference,
        *fate_rows(after, words),
        *minority_rows(after.minority_views, words),
        *objection_rows(after.objections, words),
        *organisers_share(after),
        label(after),
        *why_lowered(after),
    )
    return View(heading(after, words), blocks, (LOG, EXPORT))


def organisers_share(state: Round) -> tuple[Block, ...]:
    """Said where more than three in ten ideas, or a chosen one, came from organisers."""
    live = [state.ideas[no] for no in state.live_ideas]
    theirs = [idea for idea in live if idea.is_by_organiser]
    is_chosen = any(state.ideas[no].is_by_organiser for no in state.chosen)
    if not is_chosen and 10 * len(theirs) <= 3 * len(live):
        return ()
    return (say("ideas-by-organisers", count=len(theirs), all=len(live)),)


def _longer(event: ClaimExtended, after: Round, words: Words) -> View:
    no, closes = event.idea, when(after, event.closes)
    longer = say("claim-extended", lost=Length(event.lost), idea=int(no), closes=closes)
    return _view(after, words, longer, say("nobody-chose-this"), actions=(_dispute(no),))


def _dispute(no: IdeaNo) -> Action:
    return Action("action-dispute", f"dispute {no} …")


def _claimed(event: DoneClaimed, after: Round, words: Words) -> View:
    confirm = Action("action-confirm", f"confirm {event.idea}")
    claimed = say("done-was-claimed", who=Who(event.by), idea=int(event.idea))
    closes = undisputed_until(after, event.idea)
    holds = () if closes is None else (say("done-undisputed", closes=closes),)
    return View(
        heading(after, words),
        (claimed, _idea(after, words, event.idea), say("done-needs"), *holds),
        (confirm, _dispute(event.idea)),
    )
