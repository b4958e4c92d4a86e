"""What the model of the year knows of the sentences of the bot: their keys, and which of their numbers may be told."""

from __future__ import annotations

HARMLESS = frozenset(
    {
        "cap",
        "days",
        "dots",
        "idea",
        "join",
        "keep",
        "lists",
        "needed",
        "number",
        "people",
        "percent",
        "places",
        "request",
        "topic",
    }
)
"""Numbers that may be shown while a vote is on: none of them tells of the votes."""
COUNTS_OF_OTHER_THINGS = frozenset(
    {
        "question-objections-stay",
        "request-fell",
        "request-objections",
        "request-only-if",
        "request-support",
        "so-far-builds",
        "so-far-ideas",
        "so-far-joined",
        "so-far-problems",
        "so-far-wordings",
    }
)
"""Keys that tell numbers of requests, of objections, and of what was said before the vote."""
ONCE = frozenset(
    {
        "check-held",
        "claim-extended",
        "now-archived",
        "now-expired",
        "now-withdrawn",
        "outcome-published",
        "power-gave-time",
        "promise-was-missed",
        "question-confirmed",
        "reply-missed-on",
        "request-extended",
        "request-fell",
        "request-made",
        "request-passed",
        "round-opened",
        "round-resumed",
        "runoff-needed",
        "shortlist-made",
        "step-begins",
        "step-shortened",
        "tally-is-final",
    }
)
"""Sentences that make a message one that is said to everybody, in each space, once. So does any of more time."""
LONGER = "extended-"
VOTES = {"tied-ideas": "runoff", "list-title": "shortlist", "ideas-to-vote-on": "vote"}
"""Which vote a ballot belongs to, by the title that it is shown under."""
