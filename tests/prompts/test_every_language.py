"""What holds for the texts of every language, however they are worded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import pytest

from codesign_bot.messages import FluentVoice, all_voices

from .readings import MOST_WORDS, NAME_WITH_UNDERSCORE, SENTENCE_END, WORD, all_readings

MOST_CHARACTERS = 1_900
"""What fits into one message everywhere: 2,000 on the narrowest platform, less what is put around it."""
SHIPPED = sorted(all_voices())


@pytest.fixture(params=SHIPPED)
def voice(request: pytest.FixtureRequest, voices: Mapping[str, FluentVoice]) -> FluentVoice:
    return voices[str(request.param)]


def test_english_and_german_are_shipped() -> None:
    assert SHIPPED == ["de", "en"]


def test_all_languages_say_the_same_with_the_same_arguments(voice: FluentVoice, english: FluentVoice) -> None:
    assert voice.keys == english.keys
    for key in english.keys:
        assert voice.known_arguments(key) == english.known_arguments(key), key
        assert voice.numbers(key) <= english.known_arguments(key), key


def test_every_language_chooses_by_the_same_numbers(voice: FluentVoice, english: FluentVoice) -> None:
    """A number that one language needs as a number is given as one by the code; words would break there."""
    for key in english.keys:
        assert voice.numbers(key) == english.numbers(key), key


def test_every_sentence_is_short(voice: FluentVoice) -> None:
    long = [
        f"{key}: {len(WORD.findall(sentence))} words: {sentence}"
        for key, text in all_readings(voice)
        for sentence in SENTENCE_END.split(text)
        if len(WORD.findall(sentence)) > MOST_WORDS
    ]
    assert not long, "\n".join(long)


def test_no_emoji_and_no_marks_that_a_platform_might_read(voice: FluentVoice) -> None:
    """Words carry the meaning; emphasis, links and code belong to views."""
    odd = [
        f"{key}: {sign!r}"
        for key, text in all_readings(voice)
        for sign in NAME_WITH_UNDERSCORE.sub("", text)
        if unicodedata.category(sign) in {"So", "Sk", "Sm", "Mn", "Me"} or sign in "*_`<>[]{}|~@"
    ]
    assert not odd, "\n".join(odd)


def test_every_text_fits_into_one_message(voice: FluentVoice) -> None:
    long = [key for key, text in all_readings(voice) if len(text) > MOST_CHARACTERS]
    assert not long


def test_every_text_says_something(voice: FluentVoice) -> None:
    assert not [key for key, text in all_readings(voice) if not WORD.search(text)]


def test_no_text_has_doubled_spaces_or_loose_ends(voice: FluentVoice) -> None:
    loose = [key for key, text in all_readings(voice) if text != text.strip() or "  " in text or " ." in text]
    assert not loose


def test_a_sentence_begins_with_a_capital_letter(voice: FluentVoice) -> None:
    small = [
        f"{key}: {sentence}"
        for key, text in all_readings(voice)
        if text.endswith((".", "!", "?"))
        for sentence in SENTENCE_END.split(text)
        if sentence[:1].islower() and not sentence.startswith("them")
    ]
    assert not small, "\n".join(small)


def test_no_sentence_of_another_language_was_left_standing(voices: Mapping[str, FluentVoice]) -> None:
    """Names that are the same in both are few, and short: a whole sentence never is."""
    english = {part for _, text in all_readings(voices["en"]) for part in SENTENCE_END.split(text)}
    for language in set(SHIPPED) - {"en"}:
        same = [
            key
            for key, text in all_readings(voices[language])
            for sentence in SENTENCE_END.split(text)
            if sentence in english and len(re.findall("[a-zäöüß]{2,}", sentence.replace("them", ""))) > 2
        ]
        assert not [key for key in same if not key.startswith("time-moment")], same
