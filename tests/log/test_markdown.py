"""Nobody's words become markup, wherever in a document they stand, and every piece reads as what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.log.document import Item, Items, Part, Piece, Table, dated, pieces
from codesign_bot.log.markdown import document, escaped, inline, quoted, sentence
from codesign_bot.phrasing import recorded
from codesign_bot.ports import Reading
from codesign_bot.view import Bar, Bars, Quote, Quoted, Row, Rows, Say, Typed, say

from .conftest import ENGLISH
from .reading import HOSTILE, LIST, PLAIN, READER, as_read, read

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
READING = recorded(Reading(ENGLISH, {}, NOW))
ANY_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200)


def written(*given_pieces: Piece) -> str:
    """The pieces below a title, without it."""
    return document(Part(say("record-vote"), given_pieces), READING).removeprefix("# The vote\n\n")


# --- people's words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_a_quotation_are_read_as_they_were_written(words: str) -> None:
    assert read("\n".join(quoted(words)), PLAIN) == as_read(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_a_heading_are_read_as_they_were_written(words: str) -> None:
    shown = read(f"# {inline(words)}", {"heading_open", "heading_close", "inline"})
    assert " ".join(shown) == " ".join(words.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_words_after_a_dash_are_read_as_they_were_written(words: str) -> None:
    assert " ".join(read(f"- {inline(words)}", PLAIN | LIST)) == " ".join(words.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_words_below_an_entry_of_a_list_are_read_as_they_were_written(words: str) -> None:
    shown = read(written(Items((Item((), Quoted(words)),))), PLAIN | LIST)
    assert shown == as_read(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_a_cell_leave_the_table_as_it_is(words: str) -> None:
    cell = say("record-idea-words", idea=3, words=Quoted(words))
    table = Table((say("record-column-idea"), say("record-column-dots")), ((cell, 2), (say("record-yes"), 1)))
    tokens = READER.parse(written(table))
    assert [token.type for token in tokens].count("tr_open") == 3
    cells = [token.content for token in tokens if token.type == "inline"]
    assert len(cells) == 6
    assert [cells[0], cells[1], cells[3:]] == ["Idea", "Dots", ["2", "yes", "1"]]


@given(ANY_WORDS)
def test_no_words_whatsoever_become_markup(words: str) -> None:
    assert read("\n".join(quoted(words)), PLAIN) == as_read(words)


@given(st.text("#*_`~[]()<>!&|\\-+=:.1 \na", max_size=60))
def test_no_row_of_signs_becomes_markup(words: str) -> None:
    assert read("\n".join(quoted(words)), PLAIN) == as_read(words)
    assert " ".join(read(f"# {inline(words)}", {"heading_open", "heading_close", "inline"})) == " ".join(words.split())


@given(st.text("#*_`~[]()<>!&|\\-+=:.1 \na”“", max_size=60))
def test_no_row_of_signs_within_a_sentence_of_ours_becomes_markup(words: str) -> None:
    told = sentence(say("record-idea-words", idea=3, words=Quoted(words)), READING)
    (shown,) = read(told, PLAIN)
    assert shown.startswith("Idea 3: “")
    assert shown.endswith("”")


@pytest.mark.parametrize(
    "address", ["https://example.org", "HTTP://EXAMPLE.ORG", "www.example.org", "WWW.x.org", "mailto:a@b.c", "x9:a"]
)
def test_a_bare_address_has_a_backslash_where_renderers_look_for_links(address: str) -> None:
    """Some make links of them although CommonMark does not; they look for `://`, `www.` and `mailto:`."""
    assert not re.search(r"(?<!\\):(?=//|a)|www\.|mailto:", escaped(f"see {address}"), re.IGNORECASE)


def test_ordinary_sentences_are_left_as_they_are() -> None:
    for words in ("We want more lamps, and a café (open late).", "Is it safe? No!", "50 % - or more", "At 9:30"):
        assert escaped(words) == words


# --- pieces ----------------------------------------------------------------------------------------------


def test_erased_words_are_said_to_be_erased_and_look_like_nobodys_words() -> None:
    assert written(Quote(Quoted(None))) == "> *(these words were erased)*\n"
    assert written(Quote(Quoted("(these words were erased)"))) == "> (these words were erased)\n"


def test_a_quotation_stands_below_its_label_and_keeps_its_lines() -> None:
    quote = Quote(Quoted("one\ntwo\n\nthree"), say("what-is-open"))
    assert written(quote) == "What is open:\n\n> one\\\n> two\n>\n> three\n"


def test_an_entry_has_a_number_sentences_more_below_and_words() -> None:
    whole = Item((say("record-yes"), say("record-no")), Quoted("x"), 3, more=(say("record-tied"),))
    assert written(Items((whole,), say("record-checks"))) == "Checks:\n\n- **3.** yes no\\\n  tied\n  > x\n"
    assert written(Items((Item((), Quoted("x"), 3),))) == "- **3.**\n  > x\n"
    assert written(Items((Item((), Quoted("x\ny")),))) == "- > x\\\n  > y\n"


def test_a_list_of_nothing_has_no_title_either() -> None:
    assert written(Items((), say("record-checks")), say("record-yes")) == "yes\n"


def test_a_dated_entry_begins_with_its_instant_in_both_times() -> None:
    shown = written(Items((dated(NOW, "Europe/Berlin", say("record-counted"), quoted=Quoted("x")),)))
    assert shown.startswith("- Monday 2 March 2026, 11:00 (10:00 UTC): The ballots were counted")
    assert shown.endswith("\n  > x\n")


def test_parts_within_parts_have_lower_headings_and_never_too_low_ones() -> None:
    part = Part(say("record-yes"), (say("record-no"),))
    for _ in range(8):
        part = Part(say("record-yes"), (part,))
    levels = [line.count("#") for line in document(part, READING).splitlines() if line.startswith("#")]
    assert levels == [1, 2, 3, 4, 5, 6, 6, 6, 6]


def test_what_is_typed_stands_as_code_unless_it_would_break_out_of_it() -> None:
    def told(text: str) -> str:
        return sentence(say("rule-template", template=Typed(text)), READING)

    assert told("consent-on-text") == "This round follows the template `consent-on-text`."
    assert told("a_b*c") == "This round follows the template `a_b*c`."
    assert told("a`*b*") == "This round follows the template a\\`\\*b\\*."
    assert told("a|*b*") == "This round follows the template a\\|\\*b\\*."
    assert told(" ") == "This round follows the template ."


class Numbered:
    """A community whose own wording begins every text like an entry of a list."""

    language = "en"

    def words(self, key: str, arguments: Mapping[str, str | int]) -> str:
        return f"{'1. ' if key == 'record-yes' else '- '}{''.join(map(str, arguments.values()))}"


def test_a_text_of_ours_that_begins_like_a_list_is_still_a_sentence() -> None:
    reading = recorded(Reading(Numbered(), {}, NOW))
    assert sentence(say("record-yes"), reading) == "1\\. "
    assert read(sentence(say("record-no"), reading) + "x", PLAIN) == ["- x"]


def test_every_block_of_a_view_becomes_a_piece() -> None:
    rows = Rows(
        (Row(Quoted("a"), 2, say("record-yes")), Row(say("record-no"), None, say("record-tied"))), say("log-title")
    )
    bars = Bars((Bar(3, Quoted("b"), 4, say("record-yes")),), say("tally"))
    told, quote = say("record-yes"), Quote(Quoted("c"))
    blocks: list[Say | Quote | Rows | Bars] = [rows, bars, told, quote]
    assert pieces(blocks) == (
        Items(
            (Item((say("record-yes"),), Quoted("a"), 2), Item((say("record-no"), say("record-tied")))), say("log-title")
        ),
        Items((Item((say("record-yes"),), Quoted("b"), 3),), say("tally")),
        told,
        quote,
    )
