"""Strangers' words, made safe and measured fairly."""

from __future__ import annotations

import string
import unicodedata
from time import thread_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from codesign_bot.core.refusal import Refusal
from codesign_bot.core.words import (
    LIMITS,
    MARKS_PER_LETTER,
    check,
    check_reason,
    clean,
    folded,
    has_words,
)

GRAVE, ACUTE, DOT_BELOW = "\u0300", "\u0301", "\u0323"
NASTY = st.text(
    st.sampled_from(
        "aé\u1eadǖ क़שּׁ가\u1100\u1161\u11a8"  # letters that come apart, and parts that come together
        "\u0300\u0301\u0323\u0308\u0344\u0f71\u0f72\u09c7\u09be\u20dd"
        "\u200b\u200c\u200d\u202e\u2066\u061c\ufeff\u00ad\u3164\u2800"
        " \t\n\r\x0b\x0c\x1c\x85\u2028\u2029\u00a0\u3000\u2001"
        "\x00\x07\x1b\ud800\udfff\ufdd0\uffff\ue000\U0001f9ff\U0001fae8\ufe0f\ufdfd"
    ),
    max_size=60,
)
ANY = st.text(st.characters(), max_size=60) | NASTY


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("plain words", "plain words"),
        ("  both ends  ", "both ends"),
        ("two  spaces\tand a tab", "two spaces and a tab"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\n \n\t\nb", "a\n\nb"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("\u2066hidden\u2069 \u200ftext\u061c", "hidden text"),
        ("zero\u200bwidth\ufeff so\u00adft", "zerowidth soft"),
        ("bell\x07 null\x00 escape\x1b[31m", "bell null escape[31m"),
        ("half \ud83d a pair \ude00", "half a pair"),
        ("private \ue000\U000f0000 none \ufdd0\ufffe\U0010ffff", "private none"),
        ("\u3164\u115f\u1160\uffa0", ""),
        ("\u2800\u2800braille\u2800blank", "braille blank"),
        ("e\u0301", "é"),
        ("\u212b", "å".upper()),
        ("a" + GRAVE * 500, "à" + GRAVE * 2),
        ("a" + (GRAVE * 3 + "\u200b") * 100, "à" + GRAVE * 2),
        ("a" + (GRAVE * 3 + "\u200d") * 100 + "b", "à" + GRAVE * 2 + "\u200d" * 100 + "b"),
        ("किताब की दुकान", "किताब की दुकान"),
        ("ปีใหม่ที่นี่", "ปีใหม่ที่นี่"),
        ("نمی‌خواهم", "نمی‌خواهم"),
        ("👩🏽‍❤️‍💋‍👨 🏳️‍🌈", "👩🏽‍❤️‍💋‍👨 🏳️‍🌈"),
        ("\U0001fae8", "\U0001fae8"),  # an emoji newer than Unicode 14
        ("\ufdfd" * 100, "\ufdfd" * 100),
        ("", ""),
    ],
)
def test_only_what_could_harm_is_taken_out(given_: str, kept: str) -> None:
    assert clean(given_) == kept


@given(ANY)
@example("\u0958" + GRAVE * 3)
@example("ǖ" + "\u200b" + DOT_BELOW + GRAVE + ACUTE)
@example("\u1100\u200b\u1161\u200b\u11a8")
def test_cleaning_twice_changes_nothing_more(words: str) -> None:
    assert clean(clean(words)) == clean(words)


@given(ANY)
def test_clean_words_can_be_stored_and_shown(words: str) -> None:
    cleaned = clean(words)
    assert cleaned.encode().decode() == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert "\n\n\n" not in cleaned
    assert "  " not in cleaned
    categories = {unicodedata.category(letter) for letter in cleaned if letter != "\n"}
    assert categories.isdisjoint({"Cc", "Cs", "Co", "Zl", "Zp"})
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


@given(ANY)
def test_no_letter_carries_more_marks_than_any_script_needs(words: str) -> None:
    run = 0
    for letter in clean(words):
        category = unicodedata.category(letter)
        run = run + 1 if category in {"Mn", "Me"} else run if category == "Cf" else 0
        assert run <= MARKS_PER_LETTER


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_plain_line_keeps_everything_but_its_spare_spaces(words: str) -> None:
    """The short way for what most people type does what the long way does: a mark in front forces the long one."""
    assert clean(words) == " ".join(words.split())
    assert clean(f"\u00e9 {words}") == f"\u00e9 {clean(words)}".strip()


@given(st.text(string.ascii_letters + string.digits + ".,;:!?'()-äöüßéèñçøåŁřżğİıΑΩж漢字かな한글", max_size=80))
def test_ordinary_writing_is_left_alone(words: str) -> None:
    assert clean(words) == unicodedata.normalize("NFC", words)


@pytest.mark.parametrize(
    "hostile", ["a" + GRAVE, GRAVE + DOT_BELOW, "a\n", "\u202e", " ", "\ud800", "\ufdfd", "ǖ" + DOT_BELOW]
)
def test_cleaning_takes_time_in_proportion(hostile: str) -> None:
    def seconds(times: int) -> float:
        tries: list[float] = []
        for _ in range(5):
            begun = thread_time()
            clean(hostile * times)
            tries.append(thread_time() - begun)
        return min(tries)

    seconds(100)
    # Ten times the text in ten times the time; a quadratic step would need a hundred times.
    assert seconds(20_000) < 50 * max(seconds(2_000), 0.0005)


@pytest.mark.parametrize(
    ("words", "is_some"),
    [
        ("a", True),
        ("7", True),
        ("👍", True),
        ("\U0001fae8", True),
        ("+", True),
        ("漢", True),
        ("", False),
        (" \n ", False),
        ("?!…", False),
        (GRAVE, False),
        ("\u200d\u200c", False),
    ],
)
def test_words_are_something_to_read(words: str, *, is_some: bool) -> None:
    assert has_words(words) is is_some


@pytest.mark.parametrize("kind", LIMITS)
def test_every_kind_of_text_has_a_limit_that_is_told(kind: str) -> None:
    limit = LIMITS[kind]
    check("x" * limit, kind)
    with pytest.raises(Refusal) as caught:
        check("x" * (limit + 3), kind)
    assert caught.value.key == "words-too-long"
    assert caught.value.arguments == {"length": limit + 3, "limit": limit, "over": 3}


def test_blank_is_said_before_long() -> None:
    with pytest.raises(Refusal) as caught:
        check("?" * 9999, "idea")
    assert caught.value.key == "words-blank"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("123456789", "reason-too-short"),
        ("          ", "words-blank"),
        ("x" * 501, "words-too-long"),
    ],
)
def test_a_reason_says_something(words: str, key: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_reason(words)
    assert caught.value.key == key


def test_ten_characters_can_be_a_reason() -> None:
    check_reason("1234567890")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("More Benches!", "more benches"),
        ("Café, au lait…", "cafe au  LAIT"),
        ("STRASSE", "straße"),
        ("ﬁne", "fine"),
        ("2½ litres", "2½ Litres"),
        ("İstanbul", "istanbul"),
        ("Ελλάδα", "ΕΛΛΑΔΑ"),
        ("«oui»", "oui"),
    ],
)
def test_case_accents_and_punctuation_do_not_tell_texts_apart(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("🚲", "🚌"),
        ("c++", "c"),
        ("5 €", "5 $"),
        ("ปี", "ปู"),  # a year and a crab: the vowel is a mark
        ("की", "कि"),
        ("पुल", "पल"),
        ("more", "fewer"),
        ("\U0001fae8", "\U0001fae9"),
        ("\u00a8", "\u00b4"),  # signs that are an accent and nothing else
    ],
)
def test_what_means_something_else_stays_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(ANY.map(clean).filter(has_words))
def test_words_that_can_be_read_never_fold_to_nothing(words: str) -> None:
    assert folded(words)
