"""What is shown: whole on the terminal and in the file, without colour wherever colour would be in the way."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from codesign_bot.demo.paper import WIDEST, Ink, Paper, paper_on, wants_colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def paper(width: int = 60, *, is_coloured: bool = False) -> tuple[Paper, io.StringIO, io.StringIO]:
    screen, copy = io.StringIO(), io.StringIO()
    return Paper(screen, copy, width, is_coloured), screen, copy


def everything(on: Paper) -> None:
    on.tell("In the next two minutes a dozen people take a topic all the way to a kept promise.")
    on.aside("a remark about the demo that is long enough for a second line, at least on this page")
    on.chapter("Step 3: ideas, for 18 seconds")
    on.typed("Ben", "!idea Lamps along the river path")
    on.private("Ben", "Saved. This is idea 1. “Lamps along the river path” You can offer 4 more ideas.")
    on.room("A new step begins: ideas.\n\n- Offer an idea: type !idea …\n- Get help: type !help")


def test_each_kind_of_line_says_in_words_what_it_is() -> None:
    on, screen, _ = paper()
    everything(on)
    assert screen.getvalue() == (
        "In the next two minutes a dozen people take a topic all the\n"
        "way to a kept promise.\n"
        "(a remark about the demo that is long enough for a second\n"
        " line, at least on this page)\n"
        "\n"
        "== Step 3: ideas, for 18 seconds ===========================\n"
        "\n"
        "Ben: !idea Lamps along the river path\n"
        "    to Ben alone: Saved. This is idea 1. “Lamps along the\n"
        "      river path” You can offer 4 more ideas.\n"
        "\n"
        "The bot, in the room:\n"
        "  | A new step begins: ideas.\n"
        "  | - Offer an idea: type !idea …\n"
        "  | - Get help: type !help\n"
        "\n"
    )


@pytest.mark.parametrize("width", [30, 44, 80, 96])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    on, screen, _ = paper(width)
    everything(on)
    assert max(map(len, screen.getvalue().splitlines())) <= width


def test_there_are_never_two_empty_lines() -> None:
    on, screen, _ = paper()
    on.gap()
    on.room("one")
    on.gap()
    on.room("two")
    on.chapter("three")
    assert not screen.getvalue().startswith("\n")
    assert "\n\n\n" not in screen.getvalue()


def test_the_file_has_the_same_words_and_never_a_colour() -> None:
    on, screen, copy = paper(40, is_coloured=True)
    everything(on)
    assert "\x1b[" in screen.getvalue()
    assert "\x1b" not in copy.getvalue()
    words = [one for one in copy.getvalue().split() if not set(one) <= set("=|")]
    bare = screen.getvalue()
    for ink in Ink:
        bare = bare.replace(f"\x1b[{ink.value}m", "")
    assert words == [one for one in bare.replace("\x1b[0m", "").split() if not set(one) <= set("=|")]


def test_without_colour_nothing_but_words_is_written() -> None:
    on, screen, _ = paper()
    everything(on)
    assert "\x1b" not in screen.getvalue()


def test_what_strangers_type_cannot_draw_on_the_terminal() -> None:
    on, screen, copy = paper(is_coloured=True)
    on.typed("visitor", "\x1b[2J\x07 look")
    assert "\x1b[2J" not in screen.getvalue()
    assert "visitor: ?[2J? look" in copy.getvalue()


@pytest.mark.parametrize(
    ("screen", "environment", "wanted"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_colour_is_for_eyes_that_want_it(screen: io.StringIO, environment: Mapping[str, str], *, wanted: bool) -> None:
    assert wants_colour(screen, environment) is wanted


@pytest.mark.parametrize(("columns", "width"), [("44", 44), ("300", WIDEST)])
def test_the_page_is_as_wide_as_the_terminal_and_no_wider_than_is_good_to_read(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert paper_on(io.StringIO(), io.StringIO()).width == width


def test_a_terminal_that_lacks_a_sign_shows_a_question_mark_and_the_demo_goes_on() -> None:
    raw = io.BytesIO()
    screen = io.TextIOWrapper(raw, encoding="ascii")
    on = paper_on(screen, io.StringIO())
    on.tell("“Lamps” …")
    assert raw.getvalue() == b"?Lamps? ?\n"
