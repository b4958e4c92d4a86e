"""What somebody is told whose accounts become one, and the line about it that others may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.view import Block, ToType, Typed, View, say
from codesign_bot.views.actions import HELP, NOW
from codesign_bot.views.parts import private

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def code_given(code: str) -> View:
    """What to do with the other account, in private too, on whichever platform it is.

    No button: pressed here it would be the wrong account.
    """
    given = say("link-code", code=Typed(code), typed=ToType(f"!link {code}"), slash=ToType("/me link-code"))
    return private(given, say("link-code-secret"))


def linked(ballots: Sequence[View]) -> View:
    """The two are one, and with which ballots. `ballots` are those that hold now, one for each vote that is on."""
    return private(say("accounts-linked"), *_what_holds(ballots), actions=(NOW, HELP))


def other_linked(ballots: Sequence[View]) -> View:
    """The same, said to the account that asked for the code."""
    return private(say("account-linked-to-yours"), *_what_holds(ballots), actions=(NOW, HELP))


def _what_holds(ballots: Sequence[View]) -> Iterator[Block]:
    yield say("accounts-linked-one-ballot")
    for ballot in ballots:
        yield from () if ballot.heading is None else (ballot.heading,)
        yield from ballot.blocks


def logged() -> View:
    """The line for log spaces. It names nobody."""
    return View(None, (say("accounts-linked-logged"), say("accounts-linked-unnamed")))
