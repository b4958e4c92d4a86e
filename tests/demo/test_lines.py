"""Words on a page of any width: nothing is lost, nothing is too wide, nothing commands the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codesign_bot.demo.lines import NARROWEST, columns, in_one_line, plain, shortened, wrapped

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn"]) | st.just("\n") | st.just(" "))
WIDTHS = st.integers(NARROWEST, 120)


@given(TEXTS, WIDTHS)
@example("- " + "x" * 200, 40)
@example("\uff11\uff12" * 40, 31)
def test_no_line_is_wider_than_the_page(text: str, width: int) -> None:
    lines = list(wrapped(plain(text), width, "  | "))
    assert lines
    assert max(map(columns, lines)) <= width


@given(TEXTS, WIDTHS)
def test_every_sign_that_is_no_space_stays_in_its_order(text: str, width: int) -> None:
    laid_out = "".join(wrapped(text, width))
    assert re.sub(r"\s", "", laid_out) == re.sub(r"\s", "", text)


@given(st.integers(-5, NARROWEST))
def test_a_page_too_narrow_for_anything_is_laid_out_like_the_narrowest(width: int) -> None:
    text = "Nobody can see the tally before voting ends. This holds for organisers too."
    assert list(wrapped(text, width)) == list(wrapped(text, NARROWEST))


def test_words_stay_whole_where_they_fit() -> None:
    assert list(wrapped("one two three four five six seven", 30)) == ["one two three four five six", "seven"]


def test_a_word_wider_than_the_page_is_parted() -> None:
    assert list(wrapped("a" * 70, 30)) == ["a" * 30, "a" * 30, "a" * 10]


def test_line_breaks_stay_where_they_are() -> None:
    assert list(wrapped("one\n\ntwo", 40)) == ["one", "", "two"]


def test_lines_begin_with_what_stands_before_them() -> None:
    text = "a word and another one and one more"
    assert list(wrapped(text, 30, "Ben: ", "     ")) == ["Ben: a word and another one", "     and one more"]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("- a point that goes on and on and on", "  and on"),
        ("12. a point that goes on and on and on", "    on and on"),
        ("> somebody's words that go on and on", "  and on"),
        ("-a word that begins with a dash and on", "dash and on"),
        ("12.5 is a number that stands in a line", "in a line"),
    ],
)
def test_a_point_of_a_list_goes_on_under_its_words(text: str, second: str) -> None:
    assert list(wrapped(text, 30))[1:] == [second]


def test_full_width_signs_count_twice_and_marks_above_letters_do_not_count() -> None:
    assert columns("\uff13\uff1a\uff12") == 6
    assert columns("e\u0301") == 1
    assert columns("café") == 4


@given(st.text())
def test_nothing_that_a_terminal_obeys_comes_through(text: str) -> None:
    shown = plain(text)
    assert not any(one != "\n" and (ord(one) < 32 or 0x7F <= ord(one) < 0xA0) for one in shown)
    assert len(shown) == len(text)


def test_colours_and_turned_writing_of_strangers_are_made_harmless() -> None:
    assert plain("\x1b[31mred\x1b[0m \u202egnirts\r") == "?[31mred?[0m ?gnirts?"
    assert plain("Grüße,\n世界 👍") == "Grüße,\n世界 👍"


@given(TEXTS, st.integers(5, 200))
def test_what_is_shortened_is_short_enough_and_says_so(text: str, most: int) -> None:
    short = shortened(text, most)
    whole = " ".join(text.split())
    assert len(short) <= most
    assert short == whole if len(whole) <= most else short.endswith("…")


def test_a_text_is_cut_between_words() -> None:
    assert shortened("Saved. This is your whole ballot.", 22) == "Saved. This is your …"
    assert shortened("Saved. This is your whole ballot.", 33) == "Saved. This is your whole ballot."


def test_a_text_of_one_long_word_is_cut_inside_it() -> None:
    assert shortened("x" * 50, 20) == "x" * 18 + " …"


def test_what_was_told_apart_by_place_is_told_apart_by_signs() -> None:
    message = "Five honest answers\n\nWho decides in the end?\n\n1. Us\n2. Others\n\nType stop to stop."
    assert in_one_line(message) == "Five honest answers: Who decides in the end? 1. Us; 2. Others. Type stop to stop."


def test_quoted_words_stand_in_quotation_marks() -> None:
    assert in_one_line("Saved.\n\n> A tea stall\n\nYou can go on.") == "Saved. “A tea stall” You can go on."


def test_points_without_numbers_lose_their_dash() -> None:
    assert in_one_line("How to type it\n- Say why\n- Say who") == "How to type it: Say why; Say who"


def test_an_empty_message_is_an_empty_line() -> None:
    assert in_one_line("\n \n") == ""
