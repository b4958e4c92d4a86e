"""The words of commands. Every language has its own for each, under `word-…`, and these work in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

BEHIND: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(
            [
                "topics",
                "second",
                "join",
                "leave",
                "link",
                "now",
                "rules",
                "frame",
                "statements",
                "question",
                "questions",
                "support",
                "consent",
                "ideas",
                "parked",
                "split",
                "dots",
                "requests",
                "tally",
                "confirm",
                "dispute",
                "receipt",
                "export",
                "calendar",
                "help",
            ],
            frozenset[str](),
        ),
        "setup": frozenset(
            [
                *("zone", "language", "quiet", "holidays", "weekends", "events", "none", "on", "off"),
                *("log", "organiser", "add", "remove", "code", "link"),
            ]
        ),
        "topic": frozenset({"suggest", "second"}),
        "round": frozenset(["plan", "window", "heard", "preview", "doctor", "now", "open", "rules", "calendar"]),
        "me": frozenset(
            ["link", "language", "community", "zone", "reminders", "on", "off", "receipt", "data", "forget"]
        ),
        "object": frozenset({"withdraw"}),
        "idea": frozenset(["edit", "withdraw", "build", "parked", "show", "list"]),
        "merge": frozenset({"yes", "no"}),
        "vote": frozenset({"show", "clear", "set"}),
        "feedback": frozenset(["agree", "disagree", "pass", "like", "worry", "work"]),
        "minority": frozenset({"sign"}),
        "time": frozenset({"more", "give", "end"}),
        "request": frozenset(["support", "object", "end", "withdraw", "hide", "pause"]),
        "turn": frozenset({"yes", "no", "never", "again"}),
        "fate": frozenset({"chosen", "later", "not-now", "by"}),
        "outcome": frozenset({"publish", "because"}),
        "progress": frozenset({"done"}),
        "log": frozenset(["decisions", "power", "checkpoint", "publish", "entry", "before", "topic", "round"]),
    }
)
"""By the first word of a command: words of ours that may stand behind it."""

ANSWERS = frozenset({"yes", "back", "stop"})
"""What is typed inside a dialogue, without any sign before it."""

SLASH = frozenset(
    [
        "begin",
        "no-organiser",
        "no-quiet",
        "no-holidays",
        "no-weekends",
        "no-events",
        "problem",
        "problems",
        "kept",
        "offer-kept",
        "merge-answer",
        "read",
        "write",
        "end-step",
        "withdraw-round",
        "hide-idea",
        "pause-step",
        "other",
        "report",
        "link-code",
        "number",
        "page",
        "template",
        "step",
        "length",
        "people",
        "percent",
        "who",
        "answer",
        "about",
        "from",
        "until",
        "days",
        "words",
    ]
)
"""Only where there are slash commands: names of commands, and of what is given with them."""

WORDS: frozenset[str] = frozenset[str]().union(BEHIND, *BEHIND.values(), ANSWERS, SLASH)
"""Every word that a language has a word of its own for."""


def step_word(name: str) -> str:
    """A step as it is typed, from its name in a language: "Cooling off" becomes "cooling-off"."""
    return "-".join(name.casefold().split())


def key_of(word: str) -> str:
    """The message that holds a language's own word for one of ours."""
    return f"word-{word}"
