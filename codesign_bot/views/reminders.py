"""What one person is reminded of, in one message; and what they are told who switch reminders on or off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from codesign_bot.core.reminding import Left, Reminder
from codesign_bot.core.state import Round
from codesign_bot.view import Action, Block, Row, Rows, Say, Typed, View, say
from codesign_bot.views.actions import CONSENT, FRAME, IDEA, NOW, TOPICS, VOTE_SHOW, actions
from codesign_bot.views.parts import Words, heading, numbers, private, when
from codesign_bot.views.usage import USAGE

STOP = Action("action-me-reminders-off", "me reminders off")
START = Action("action-me-reminders-on", "me reminders on")

_SAID: Mapping[Left, str] = MappingProxyType(
    {
        Left.PROBLEM: "reminder-problem",
        Left.CONSENT: "reminder-consent",
        Left.IDEA: "reminder-idea",
        Left.VOTE: "reminder-vote",
        Left.FEEDBACK: "reminder-feedback",
        Left.OUTCOME: "reminder-outcome",
    }
)


@dataclass(frozen=True, slots=True)
class Open:
    """Something that a round still waits for from somebody."""

    state: Round
    words: Words
    chore: Reminder


def digest(found: Sequence[Open]) -> View:
    """Everything at once, round by round, and how to stop it."""
    rounds = {one.state.id: one.state for one in found}
    if len(rounds) == 1:
        (state,) = rounds.values()
        blocks = tuple(left(one) for one in found)
        return private(
            *blocks,
            say("reminder-why"),
            heading=heading(state, found[0].words),
            actions=(*_what_to_do(found[0]), STOP),
        ).about(state.topic)
    lists: tuple[Block, ...] = tuple(
        Rows(tuple(Row(left(one)) for one in found if one.state.id == state.id), _titled(state, found))
        for state in rounds.values()
    )
    return private(*lists, say("reminder-why"), heading=say("reminder-title"), actions=(TOPICS, STOP))


def _titled(state: Round, found: Sequence[Open]) -> Say:
    return heading(state, next(one.words for one in found if one.state.id == state.id))


def left(one: Open) -> Say:
    """What is left, and until when."""
    until = when(one.state, one.chore.until)
    if one.chore.left is Left.MERGE:
        keep, join = one.chore.ideas
        return say("reminder-merge", keep=int(keep), join=int(join), until=until)
    if one.chore.left is Left.PROGRESS:
        return say("reminder-progress", ideas=numbers(one.chore.ideas), until=until)
    return say(_SAID[one.chore.left], until=until)


def _what_to_do(one: Open) -> tuple[Action, ...]:
    """One step that does it; else where to read on."""
    match one.chore.left:
        case Left.PROBLEM:
            return (FRAME,)
        case Left.CONSENT:
            return (CONSENT,)
        case Left.IDEA:
            return (IDEA,)
        case Left.VOTE:
            return (replace(VOTE_SHOW, is_private=False),)  # it is read in private already
        case Left.MERGE:
            keep, join = one.chore.ideas
            return (
                Action("action-merge-yes", f"merge yes {keep} {join}"),
                Action("action-merge-no", f"merge no {keep} {join}"),
            )
        case Left.FEEDBACK | Left.PROGRESS:
            return actions(one.state)[:1]
        case _:
            return (NOW,)


def switched(*, is_on: bool) -> View:
    """What holds from now on."""
    if is_on:
        return private(say("me-reminders-on"), say("me-reminders-rule"), actions=(STOP,))
    return private(say("me-reminders-off"), actions=(START, NOW))


def standing(*, is_on: bool, is_refused: bool) -> View:
    """Whether this person is reminded as things are."""
    if is_refused:
        return private(say("me-reminders-refused"), actions=(START,))
    if is_on:
        return private(say("me-reminders-are-on"), say("me-reminders-rule"), actions=(STOP,))
    return private(say("me-reminders-are-off"), actions=(START,))


def zone_is(zone: str | None) -> View:
    """In which zone this person reads times: their own, or each in the one that it is meant in."""
    if zone is None:
        return private(say("me-zone-community"), actions=USAGE["me zone"].actions)
    return private(say("me-zone", zone=Typed(zone)), say("me-zone-device"))
