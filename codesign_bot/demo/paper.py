"""Where the demo is shown: on the terminal, and the same words without colour in a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from io import TextIOWrapper
from typing import TextIO

from codesign_bot.demo.lines import columns, plain, wrapped

WIDEST = 96
"""Longer lines are hard to read, however wide the terminal is."""
_COPY_WIDTH = 88


class Ink(Enum):
    """What a line is, and so its colour where there are colours."""

    PLAIN = ""
    CHAPTER = "1;36"
    NAME = "1"
    ROOM = "36"
    PRIVATE = "35"
    ASIDE = "2"


@dataclass(slots=True)
class Paper:
    """Writes blocks of text. Each is written whole, so that what several tasks show never runs together."""

    screen: TextIO
    copy: TextIO
    width: int = 80
    is_coloured: bool = False
    _was_blank: bool = True

    def chapter(self, title: str) -> None:
        """A heading, with a rule as far as the page goes."""
        self.gap()
        for out, width in self._pages():
            head = list(wrapped(title, width, "== ", "   "))
            head[-1] += " " + "=" * max(0, width - columns(head[-1]) - 1)
            self._put(out, [line.rstrip() for line in head], Ink.CHAPTER)
        self._was_blank = False
        self.gap()

    def tell(self, text: str, ink: Ink = Ink.PLAIN, indent: str = "") -> None:
        """The narrator's own words."""
        self._block(text, indent, None, ink)

    def aside(self, text: str) -> None:
        """The narrator again, in brackets: about the demo, not about the round."""
        self._block(f"({text})", "", " ", Ink.ASIDE)

    def typed(self, who: str, text: str) -> None:
        """What somebody types."""
        self._block(f"{who}: {text}", "", "    ", Ink.NAME)

    def deed(self, text: str) -> None:
        """What somebody does without typing."""
        self._block(text, "", "    ", Ink.NAME)

    def reply(self, who: str, text: str) -> None:
        """What the bot answers to one person in the room, where all can read it."""
        self._block(f"to {who}, in the room: {text}", "    ", "      ", Ink.ROOM)

    def private(self, who: str, text: str) -> None:
        """What the bot answers to one person alone."""
        self._block(f"to {who} alone: {text}", "    ", "      ", Ink.PRIVATE)

    def room(self, text: str) -> None:
        """What the bot says in the room, without its empty lines."""
        self.gap()
        self._block("The bot, in the room:", "", "", Ink.NAME)
        self._block("\n".join(filter(None, text.split("\n"))), "  | ", None, Ink.ROOM)
        self.gap()

    def screen_of(self, title: str, text: str) -> None:
        """What stands on somebody's screen, with its empty lines."""
        self.gap()
        self._block(title, "", "", Ink.NAME)
        self._block(text, "  \u250a ", None, Ink.ROOM)
        self.gap()

    def gap(self) -> None:
        """One empty line, and never two."""
        if not self._was_blank:
            for out, _ in self._pages():
                self._put(out, [""], Ink.PLAIN)
        self._was_blank = True

    def _block(self, text: str, first: str, rest: str | None, ink: Ink) -> None:
        for out, width in self._pages():
            self._put(out, list(wrapped(plain(text), width, first, rest)), ink)
        self._was_blank = False

    def _pages(self) -> tuple[tuple[TextIO, int], tuple[TextIO, int]]:
        return (self.screen, self.width), (self.copy, _COPY_WIDTH)

    def _put(self, out: TextIO, lines: list[str], ink: Ink) -> None:
        for line in lines:
            is_inked = self.is_coloured and out is self.screen and ink.value and line
            out.write(f"\x1b[{ink.value}m{line}\x1b[0m\n" if is_inked else f"{line}\n")
        out.flush()


def wants_colour(screen: TextIO, environment: Mapping[str, str]) -> bool:
    """Colour only for eyes: on a terminal that can, unless NO_COLOR is set to anything (no-color.org)."""
    return screen.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def paper_on(screen: TextIO, copy: TextIO) -> Paper:
    """A paper of the width of the terminal. Signs that the terminal cannot show become question marks."""
    _never_failing(screen)
    width = min(WIDEST, shutil.get_terminal_size().columns)
    return Paper(screen, copy, width, wants_colour(screen, os.environ))


def _never_failing(screen: TextIO) -> None:
    if isinstance(screen, TextIOWrapper):
        screen.reconfigure(errors="replace")
