"""Every idea has a fate, every promise a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.core.commands import SetFate
from codesign_bot.core.deciding.gate import (
    live_idea,
    measure,
    measure_reason,
    require,
    require_near,
    require_organiser,
    require_step,
)
from codesign_bot.core.events import (
    DoneClaimed,
    DoneConfirmed,
    DoneDisputed,
    Event,
    FateSet,
    IdeaDone,
    OutcomePublished,
    PhaseEntered,
    Power,
    PowerUsed,
    ProgressReported,
)
from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Fate, there

if TYPE_CHECKING:
    from datetime import datetime

    from codesign_bot.core.commands import (
        Actor,
        ClaimDone,
        ConfirmDone,
        DisputeDone,
        PublishOutcome,
        ReportProgress,
    )
    from codesign_bot.core.content import Content
    from codesign_bot.core.ids import IdeaNo
    from codesign_bot.core.state import Promised, Round


def set_fate(state: Round, command: SetFate, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """What becomes of an idea, in draft until the outcome is published."""
    require_step(Act.SET_FATE, state, now)
    require_organiser(actor)
    live_idea(state, command.idea)
    owner, reason = _checked(state, command, now)
    old = state.fates.get(command.idea)
    before = old.fate.value if old is not None else ""
    return (
        FateSet(now, command.idea, command.fate, reason, owner, command.due_on),
        PowerUsed(now, actor.person, Power.SET_FATE, f"idea {command.idea}", before, command.fate.value, reason),
    )


def _checked(state: Round, command: SetFate, now: datetime) -> tuple[Content | None, Content | None]:
    """The owner and the reason: a chosen idea needs an owner and a day to come, any other a reason."""
    if command.fate is Fate.JOINED:  # only its authors join an idea, and the ideas are frozen by now
        raise Refusal("fate-not-joined", idea=command.idea)
    if command.reason is not None:
        measure_reason(command.reason)
    if command.fate is Fate.CHOSEN:
        return _owner(state, command, now), command.reason.content if command.reason is not None else None
    if command.reason is None:
        raise Refusal("fate-needs-reason", idea=command.idea)
    return None, command.reason.content


def _owner(state: Round, command: SetFate, now: datetime) -> Content:
    if command.owner is None or command.due_on is None:
        raise Refusal("fate-needs-owner", idea=command.idea)
    measure(command.owner, "answer")
    today = now.astimezone(there(state.rules).tz).date()
    if command.due_on < today:
        raise Refusal("due-on-past", idea=command.idea)
    require_near(command.due_on, today)
    return command.owner.content


def publish(state: Round, command: PublishOutcome, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """The outcome, with every minority view beside it. Differing from the count takes a written reason."""
    require_step(Act.WRITE_OUTCOME, state, now)
    require_organiser(actor)
    measure(command.text, "outcome")
    missing = [no for no in state.live_ideas if no not in state.fates]
    if missing:
        raise Refusal("fates-missing", ideas=", ".join(map(str, missing)), count=len(missing))
    chosen = {no for no, decided in state.fates.items() if decided.fate is Fate.CHOSEN}
    differs = chosen != set(state.chosen)
    if differs and command.difference is None:
        raise Refusal("difference-unsaid", counted=", ".join(map(str, state.chosen)))
    if command.difference is not None:
        measure_reason(command.difference)
    difference = command.difference.content if command.difference is not None and differs else None
    return (
        OutcomePublished(now, actor.person, command.text.content, difference),
        PowerUsed(now, actor.person, Power.PUBLISHED, "outcome", "", "published", difference),
        PhaseEntered(now, Phase.FOLLOW_UP, None),
    )


def report(state: Round, command: ReportProgress, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """How a promised idea is coming on. Anyone in the round may say it."""
    require(Act.FOLLOW_UP, state, actor, now)
    _promised(state, command.idea)
    measure(command.text, "progress")
    return (ProgressReported(now, command.idea, actor.person, command.text.content),)


def claim_done(state: Round, command: ClaimDone, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Say that a promised idea is done. Others confirm it, or it stands undisputed for a while."""
    require(Act.FOLLOW_UP, state, actor, now)
    if _promised(state, command.idea).claimed_at is not None:
        raise Refusal("done-claimed-already", idea=command.idea)
    return (DoneClaimed(now, command.idea, actor.person),)


def confirm_done(state: Round, command: ConfirmDone, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """One of the confirmations that make a claim of done hold."""
    require(Act.FOLLOW_UP, state, actor, now)
    promise = _claimed(state, command.idea)
    if actor.person == promise.claimed_by:
        raise Refusal("confirm-own", idea=command.idea)
    if actor.person in promise.confirmed_by:
        raise Refusal("confirm-again", idea=command.idea)
    confirmations = len(promise.confirmed_by) + 1
    events: list[Event] = [DoneConfirmed(now, command.idea, actor.person)]
    if confirmations >= there(state.rules).template.done_confirmations:
        events.append(IdeaDone(now, command.idea, confirmations))
    return tuple(events)


def dispute_done(state: Round, command: DisputeDone, actor: Actor, now: datetime) -> tuple[Event, ...]:
    """Say with a reason that it is not done. The claim falls and can be made again."""
    require(Act.FOLLOW_UP, state, actor, now)
    _claimed(state, command.idea)
    measure_reason(command.text)
    return (DoneDisputed(now, command.idea, actor.person, command.text.content),)


def _promised(state: Round, no: IdeaNo) -> Promised:
    promise = state.promises.get(no)
    if promise is None:
        raise Refusal("idea-not-promised", idea=no, promised=", ".join(map(str, state.promises)))
    if promise.is_done:
        raise Refusal("done-already", idea=no)
    return promise


def _claimed(state: Round, no: IdeaNo) -> Promised:
    promise = _promised(state, no)
    if promise.claimed_at is None:
        raise Refusal("done-not-claimed", idea=no)
    return promise
