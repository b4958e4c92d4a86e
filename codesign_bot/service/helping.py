"""What somebody is shown who asks for help: what they can do here and now, or how one command is typed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from codesign_bot.core.refusal import Refusal
from codesign_bot.service.finding import communities_near, which_round
from codesign_bot.views import greetings
from codesign_bot.views import help as helping

if TYPE_CHECKING:
    from codesign_bot.ports import Heard
    from codesign_bot.service.book import Book
    from codesign_bot.view import View


def help_on(book: Book, heard: Heard, command: str) -> View:
    """The page for this command; without one, what fits the step that is on where they ask."""
    if command == "limits":
        return greetings.limits()
    if command:
        return helping.usage(command)
    phase, is_set_up = None, heard.is_private or book.community_at(heard.place) is not None
    space = None if heard.is_private else heard.place
    with suppress(Refusal):
        phase = which_round(book, space, communities_near(book, heard), None, None).phase
    return helping.help_view(phase, is_private=heard.is_unseen, is_set_up=is_set_up)
