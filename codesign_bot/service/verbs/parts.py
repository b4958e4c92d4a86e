"""What the readers of all verbs share: half a command is answered with its usage, never guessed."""

from __future__ import annotations

from typing import NoReturn

from codesign_bot.core.refusal import Refusal
from codesign_bot.service.grammar import first_number, number


def usage(command: str) -> Refusal:
    """Half a command: show how it is written, with an example."""
    return Refusal("usage", command=command)


ENDING = frozenset({"end", "close", "stop", "less", "shorter"})
"""What people type who want a step to end early, behind `time` or `round`."""


def early_end(_: str = "") -> NoReturn:
    """No one person can end a step early: say the rule, and name the request instead."""
    raise Refusal("no-early-end")


def split_word(rest: str) -> tuple[str, str]:
    head, *tail = rest.split(None, 1)
    return head.casefold(), tail[0].strip() if tail else ""


def needed_words(command: str, rest: str) -> str:
    if not rest.strip():
        raise usage(command)
    return rest.strip()


def numbered(command: str, rest: str) -> tuple[int, str]:
    found = first_number(rest)
    if found is None:
        raise usage(command)
    return found


def just_number(command: str, rest: str) -> int:
    found = number(rest)
    if found is None:
        raise usage(command)
    return found


def page_number(rest: str) -> int:
    return max(1, number(rest) or 1)
