"""Numbers that may be said in public while people vote, because they count no votes. No other may."""

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
