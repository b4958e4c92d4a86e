"""The kinds of entries. A kind that was ever written stays in this list: old logs stay readable."""

from __future__ import annotations

import re

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def kind_of(name: str) -> str:
    """How an event or an act is called in the log: "WindowExtended" is "window-extended"."""
    return _CAPITAL.sub("-", name).lower()


OF_COMMUNITIES = frozenset(
    {
        "accounts-linked",
        "clock-jumped",
        "community-began",
        "event-list-changed",
        "holidays-changed",
        "key-changed",
        "language-changed",
        "log-space-set",
        "organiser-named",
        "organiser-recalled",
        "organiser-stepped-down",
        "quiet-hours-changed",
        "site-published",
        "space-linked",
        "weekends-changed",
        "words-erased",
        "zone-changed",
    }
)
"""What happened to a community itself."""

OF_ROUNDS = frozenset(
    {
        "check-held",
        "claim-extended",
        "fate-set",
        "feedback-summed",
        "few-voices-noted",
        "idea-done",
        "idea-hidden",
        "ideas-frozen",
        "minority-view-stated",
        "outcome-published",
        "phase-entered",
        "power-used",
        "progress-reported",
        "promise-missed",
        "question-confirmed",
        "receipts",
        "reply-missed",
        "request-extended",
        "request-fell",
        "request-made",
        "request-objected",
        "request-passed",
        "result-objected",
        "round-opened",
        "round-paused",
        "round-resumed",
        "runoff-needed",
        "shortlist-made",
        "topic-expired",
        "votes-counted",
        "window-extended",
        "window-shortened",
    }
)
"""What happened in a round."""

KINDS = OF_COMMUNITIES | OF_ROUNDS

POWER = frozenset(
    {
        "community-began",
        "event-list-changed",
        "holidays-changed",
        "key-changed",
        "language-changed",
        "log-space-set",
        "organiser-named",
        "organiser-recalled",
        "organiser-stepped-down",
        "power-used",
        "quiet-hours-changed",
        "site-published",
        "space-linked",
        "weekends-changed",
        "zone-changed",
    }
)
"""Acts with the right of an organiser or an operator."""

PRESSING = frozenset({"community-began", "key-changed", "phase-entered", "round-opened", "votes-counted"})
"""What is signed within a minute, and not within a day."""
