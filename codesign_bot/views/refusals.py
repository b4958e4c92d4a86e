"""The rules said no: why, that nothing has changed, one next step, and the person's own words back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from codesign_bot.core.phases import Act, Phase
from codesign_bot.core.refusal import Argument as Given
from codesign_bot.core.refusal import Refusal
from codesign_bot.core.state import Round
from codesign_bot.view import Action, Argument, Fit, Length, Quote, Quoted, Say, ToType, View, When, say
from codesign_bot.views.actions import (
    HELP,
    IDEA,
    IDEAS,
    JOIN,
    LOG,
    ME_RECEIPT,
    NOW,
    PARKED,
    PLAN,
    PREVIEW,
    QUESTIONS,
    REQUESTS,
    RULES,
    SUGGEST,
    TALLY,
    TOPICS,
    VOTE_SHOW,
)
from codesign_bot.views.help import usage
from codesign_bot.views.parts import NO_ZONE, numbers, private, zone_of
from codesign_bot.views.terms import ACT, PHASE

_NEXT: Mapping[str, Action] = MappingProxyType(
    {
        "not-joined": JOIN,
        "too-early": NOW,
        "too-late": NOW,
        "wrong-phase": NOW,
        "idea-unknown": IDEAS,
        "idea-withdrawn": IDEAS,
        "idea-hidden": IDEAS,
        "idea-joined": IDEAS,
        "idea-same": IDEAS,
        "idea-not-yours": IDEAS,
        "parked-same": PARKED,
        "ballot-over-budget": VOTE_SHOW,
        "ballot-over-cap": VOTE_SHOW,
        "ballot-negative": VOTE_SHOW,
        "ballot-idea-unknown": VOTE_SHOW,
        "idea-not-on-ballot": VOTE_SHOW,
        "wording-unknown": QUESTIONS,
        "wording-set-aside": QUESTIONS,
        "request-unknown": REQUESTS,
        "request-made-already": REQUESTS,
        "paused": NOW,
        "paused-already": NOW,
        "nothing-to-pause": NOW,
        "pause-days": Action("action-time-give", "time give 2d …", fit=Fit.EXAMPLE),
        "time-only-longer": Action("action-request-end", "request end …"),
        "plan-no-topic": SUGGEST,
        "setup-first": Action("action-setup", "setup …"),
        "which-round": TOPICS,
        "topic-unknown": TOPICS,
        "no-round": TOPICS,
        "second-own": TOPICS,
        "second-again": TOPICS,
        "topics-enough": TOPICS,
        "plan-in-private": PLAN,
        "plan-too-late": Action("action-time-give", "time give 2d …", fit=Fit.EXAMPLE),
        "plan-first": PLAN,
        "preview-no-plan": PLAN,
        "preview-too-late": NOW,
        "preview-in-private": PREVIEW,
        "preview-no-such-step": PREVIEW,
        "plan-exists": RULES,
        "joined-already": NOW,
        "joined-too-late": NOW,
        "consent-again": NOW,
        "objection-none": NOW,
        "wording-supported-already": QUESTIONS,
        "ideas-alone-first": IDEA,
        "organisers-speak-later": NOW,
        "turn-nothing-asked": IDEA,
        "turn-nothing-to-give": IDEA,
        "parked-unknown": PARKED,
        "parked-offered": PARKED,
        "ballot-in-private": VOTE_SHOW,
        "log-no-such-day": LOG,
        "log-words-too-long": LOG,
        "log-entry-unknown": LOG,
        "receipt-in-private": ME_RECEIPT,
        "receipt-unknown": ME_RECEIPT,
        "receipts-not-listed": TALLY,
        "receipt-too-early": ME_RECEIPT,
        "time-asked-already": NOW,
        "time-given-already": NOW,
        "support-own": REQUESTS,
        "support-again": REQUESTS,
        "round-ended": LOG,
    }
)
"""The next step where the caller knows no better one. Else: help."""

_SECONDS = frozenset({"at_least"})
"""Numbers that are lengths of time."""

_SECRET = frozenset({"ballot-in-private", "receipt-in-private"})
"""Where it may be a ballot that was written in a room, it is not repeated there."""


def is_about_ballot(refusal: Refusal) -> bool:
    """Whether the next step is to look at one's own ballot."""
    return _NEXT.get(refusal.key) is VOTE_SHOW


def refused(refusal: Refusal, their_words: str | None, next_step: Action | None, state: Round | None) -> View:
    """The answer to a command that the rules do not allow. `their_words` are what the person typed."""
    zone = zone_of(state) if state is not None else NO_ZONE
    reason = Say(refusal.key, {name: _shown(name, value, zone) for name, value in refusal.arguments.items()})
    is_secret = refusal.key in _SECRET
    back = () if not their_words or is_secret else (Quote(Quoted(their_words), say("your-words")),)
    other = _explained(refusal)
    if other is not None:
        return private(reason, *other.blocks, say("nothing-changed"), *back, actions=other.actions)
    step = next_step or _NEXT.get(refusal.key, HELP)
    return private(reason, say("nothing-changed"), *back, actions=(step,))


def _explained(refusal: Refusal) -> View | None:
    """For half a command: how it is typed."""
    return usage(str(refusal.arguments["command"])) if refusal.key == "usage" else None


def _shown(name: str, value: Given, zone: str) -> Argument:
    """An argument of a refusal as a view's argument: names of ours become words of the reader's language."""
    if isinstance(value, datetime):
        return When(value, zone)
    if isinstance(value, int):
        return Length(timedelta(seconds=value)) if name in _SECONDS else value
    known = _OURS.get(name)
    return value if known is None else known(value)


def _numbers(listed: str) -> Argument:
    return numbers(int(no) for no in listed.split(",") if no.strip())


_OURS: Mapping[str, Callable[[str], Argument]] = MappingProxyType(
    {
        "command": ToType,
        "act": lambda value: ACT[Act(value)],
        "phase": lambda value: PHASE[Phase(value)],
        "step": lambda value: PHASE[Phase(value)],
        "possible": lambda value: PHASE[Phase(value)],
        "ideas": _numbers,
        "counted": _numbers,
        "promised": _numbers,
        "chosen": _numbers,
    }
)
"""Arguments that carry a name of ours or a row of idea numbers. Every other text is somebody's words."""
