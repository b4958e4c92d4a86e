"""Who may be reminded of what, and when. Everything is worked out from the round; nobody is pushed.

Law 1. Somebody is only reminded of what this step still waits for from them, and only who is in the round.
Law 2. A reminder is due 48 hours before the end, and in a shorter window when half of it is over: 36 hours before the
       end of three days, 12 before that of one. A practice, which lasts minutes, has none.
       While a step stands still nothing is due: what would have been is due when it goes on.
Law 3. Once a step. Once more only where the end has moved by two days or more since, and never a third time.
Law 4. One that is late by half of its lead or more is not worth it any more: it is dropped, not sent in a burst.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

from codesign_bot.core.due import end_of
from codesign_bot.core.phases import ENDED, Phase
from codesign_bot.core.state import there

if TYPE_CHECKING:
    from codesign_bot.core.commands import Actor
    from codesign_bot.core.ids import IdeaNo
    from codesign_bot.core.state import Merge, Round
    from codesign_bot.core.windows import Window

LEAD = timedelta(hours=48)
"""So long before the end, at most."""
AGAIN_AFTER = timedelta(days=2)
"""By so much the end has to move until the same step is worth a second reminder."""
MOST_A_STEP = 2
AT_MOST_EVERY = timedelta(days=1)
"""No person gets more than one message with reminders in this time from one community."""


class Left(Enum):
    """What a step can still wait for from one person."""

    PROBLEM = "problem"
    CONSENT = "consent"
    IDEA = "idea"
    MERGE = "merge"
    VOTE = "vote"
    FEEDBACK = "feedback"
    OUTCOME = "outcome"
    PROGRESS = "progress"


_OF_STEP: Mapping[Phase, Left] = MappingProxyType(
    {
        Phase.FRAMING: Left.PROBLEM,
        Phase.CONFIRMING: Left.CONSENT,
        Phase.IDEAS: Left.IDEA,
        Phase.VOTING: Left.VOTE,
        Phase.RUNOFF: Left.VOTE,
        Phase.FEEDBACK: Left.FEEDBACK,
    }
)
"""What these steps wait for. While ideas are sorted only offers to join wait; to cool off nobody has to do a thing."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that a round waits for until an instant. `step` tells it from every other one of the same round."""

    step: str
    left: Left
    at: datetime
    until: datetime
    ideas: tuple[IdeaNo, ...] = ()
    """The two ideas that somebody wants to join, or those whose promised day it is."""

    def is_worth_it(self, now: datetime) -> bool:
        """Whether it still leaves half of the time that it is meant to leave."""
        return now < self.until - (self.until - self.at) / 2


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody was reminded of: the end it had then, and how often."""

    until: datetime
    times: int = 1


def lead(length: timedelta) -> timedelta:
    """How long before the end of a window of this length people are reminded."""
    return min(LEAD, length // 2)


def reminders(state: Round) -> tuple[Reminder, ...]:
    """Everything that anybody may be reminded of as things stand, the earliest first."""
    if state.is_practice or state.phase in ENDED:
        return ()
    return tuple(sorted(_reminders(state), key=lambda one: (one.at, one.step)))


def next_look(state: Round, after: datetime | None, now: datetime) -> datetime | None:
    """When to look next whom to remind: at what is due after `after`, or at all that is worth it. None: never."""
    found = (one.at for one in reminders(state) if one.is_worth_it(now) and (after is None or one.at > after))
    return min(found, default=None)


def may_tell(reminder: Reminder, told: Told | None) -> bool:
    """Whether somebody who was told so much may be told again."""
    if told is None:
        return True
    return told.times < MOST_A_STEP and reminder.until - told.until >= AGAIN_AFTER


def is_left(state: Round, reminder: Reminder, person: Actor, *, has_voted: bool) -> bool:
    """Whether this person can still do it and has not. `has_voted`: they have a ballot in the vote that is on."""
    if person.joined_at is None:
        return False
    who = person.person
    match reminder.left:
        case Left.PROBLEM | Left.IDEA | Left.FEEDBACK:
            return who not in state.pace.heard
        case Left.CONSENT:
            objects = any(one.stands and one.by == who for one in state.question_objections)
            return who not in state.consents and not objects
        case Left.MERGE:
            keep, join = reminder.ideas
            authors = {one.by for one in state.ideas.values() if {one.no, one.joined_to} & {keep, join}}
            accepted = (one.accepted for one in state.merges if (one.keep, one.join) == (keep, join))
            return who in authors and all(who not in yes for yes in accepted)
        case Left.VOTE:
            return not has_voted and person.joined_at < there(state.roll_closed_at)
        case Left.OUTCOME | Left.PROGRESS:
            return person.is_organiser
        case _:
            assert_never(reminder.left)


def _reminders(state: Round) -> Iterator[Reminder]:
    left = _OF_STEP.get(state.phase)
    if left is not None and state.window is not None:
        yield _after(state.pace.pause, _of_step(state.phase, left, state.window))
    for merge in state.merges:
        yield _after(state.pace.pause, _of_merge(merge, there(state.rules).template.merge_window))
    if state.phase is Phase.OUTCOME:
        yield from _of_outcome(state)
    if state.phase is Phase.FOLLOW_UP:
        yield from _of_promises(state)


def _after(pause: Window | None, reminder: Reminder) -> Reminder:
    """A reminder of something that nobody can do before a pause is over waits for that."""
    return reminder if pause is None else replace(reminder, at=max(reminder.at, pause.closes))


def _of_step(phase: Phase, left: Left, window: Window) -> Reminder:
    step = f"{phase.value}/{window.opened.isoformat()}"
    return Reminder(step, left, window.closes - lead(window.length), window.closes)


def _of_merge(merge: Merge, length: timedelta) -> Reminder:
    step = f"merge/{merge.keep}/{merge.join}/{merge.closes.isoformat()}"
    return Reminder(step, Left.MERGE, merge.closes - lead(length), merge.closes, (merge.keep, merge.join))


def _of_outcome(state: Round) -> Iterator[Reminder]:
    """The reply that was promised, while there is still time to keep that promise."""
    rules = there(state.rules)
    if rules.answers is not None and not state.is_reply_missed:
        until = end_of(rules.answers.reply_by, rules)
        yield Reminder("outcome", Left.OUTCOME, until - LEAD, until)


def _of_promises(state: Round) -> Iterator[Reminder]:
    """What was promised for a day, unless it is said to be done, or missed already."""
    open_ones = {no: one for no, one in state.promises.items() if not (one.is_done or one.is_missed or one.claimed_at)}
    for day in sorted({one.due_on for one in open_ones.values()}):
        until = end_of(day, there(state.rules))
        ideas = tuple(sorted(no for no, one in open_ones.items() if one.due_on == day))
        yield Reminder(f"promise/{day.isoformat()}", Left.PROGRESS, until - LEAD, until, ideas)
