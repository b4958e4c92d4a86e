"""The gate for English texts: everybody can read what the bot says.

The grade is that of Flesch and Kincaid: 0.39 x words per sentence + 11.8 x syllables per word - 15.59. On a
text of one or two sentences one long word moves it by several grades ("Organisers decide." has grade 20, and
nobody stumbles over it), so it is asked of texts with at least 3 sentences or 30 words, of each file as one
text, and of all texts together. Every sentence, short or long, is held to 20 words, in every language
(`test_every_language`). Syllables are counted here, because the library for it needs a dictionary from the network.
"""

from __future__ import annotations

import re

import pytest

from codesign_bot.messages import FluentVoice

from .readings import MOST_WORDS, SENTENCE_END, WORD, all_readings, filled, is_prose, whole_files

MOST_GRADE = 6.0

FORBIDDEN = re.compile(
    r"\b(polls?|polling|users?|admins?|administrators?|proposals?|elections?|elect(s|ed)?|candidates?"
    r"|surveys?|referendums?|referenda|voters? list|stakeholders?|deadlines?|submissions?|submit(s|ted)?)\b",
    re.IGNORECASE,
)
"""Other words for what has a name of its own (docs/glossary.md), and the words of offices."""

CONTRACTION = re.compile(
    r"\b\w+n['\u2019]t\b|\b\w+['\u2019](re|ve|ll|d|m)\b|\b(it|that|there|here|what|who|how|let|she|he|where)['\u2019]s\b",
    re.IGNORECASE,
)
NOT_BRITISH = re.compile(
    r"\b\w*(?<!s)(?<!pr)(?<!se)iz(e|es|ed|ing|er|ers|ation|ations)\b|\b(color|favor|center|behavior|labor)\w*\b",
    re.IGNORECASE,
)

# ------------------------------------------------------------------------------------------- the measure

_ODD = {
    1: "real two queue",
    2: "people being create react really quiet trial every something sometimes someone somewhere wednesday"
    " therefore moment statement statements movement agreed going doing seeing trying saying business evening"
    " useful careful safely safety closely likely hopeful homework framework lonely timezone",
    3: "idea ideas area areas diary everyone created everything everywhere somebody agreement agreements"
    " reopen reopened agreeing homeserver codesign",
    4: "everybody january february minority community",
    5: "facilitator facilitators",
}
ODD_SYLLABLES = {word: count for count, words in _ODD.items() for word in words.split()}
"""Words that the rule below counts wrongly."""


def syllables(word: str) -> int:
    """Groups of vowels; a silent e and a silent ed at the end do not count, a sounded -le does."""
    return sum(map(_of_one_part, re.split(r"[-/:.,]", word.lower().removesuffix("'s"))))


def _of_one_part(word: str) -> int:
    if word in ODD_SYLLABLES:
        return ODD_SYLLABLES[word]
    if not re.search("[a-z]", word):
        return bool(word)  # a number, read as one word
    groups = len(re.findall("[aeiouy]+", word)) + len(re.findall("[^gqctsln]i[ao]|[ui]ing$", word))
    if re.search("[^aeiouylr]les?$", word):
        silent = 0
    else:
        silent = len(re.findall("[^aeiouy]e$|[^aeiouysxzcg]es$|[^s][^aeiouyh]hes$|[^aeiouytd]ed$", word))
    return max(1, groups - silent)


KNOWN = {
    1: "dot the vote closed asked joined step time why changed made rules need four side through type says",
    2: "ballot open better members reason answer problem voting over number message counted added table"
    " little many before outcome given framing sorting support started people because boxes places"
    " people's going region",
    3: "idea however together objection objections important decided remember happening decision another"
    " organise everyone gardener media november co-design opinion",
    4: "community organiser participant everybody information january minority co-production",
    5: "facilitator representative communication",
}


def grade(text: str) -> float:
    """The grade of Flesch and Kincaid. A text without a full stop is one sentence."""
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    words = WORD.findall(text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


# --------------------------------------------------------------------------------------------- the texts


def test_every_text_that_is_long_enough_to_tell_is_easy_to_read(english: FluentVoice) -> None:
    graded = [(grade(text), key, text) for key in english.keys if is_prose(text := filled(english, key, {}, 3))]
    assert graded
    hard = [f"{key}: grade {hardness:.1f}: {text}" for hardness, key, text in sorted(graded) if hardness > MOST_GRADE]
    assert not hard, "\n".join(hard)


def test_every_file_is_easy_to_read_as_a_whole(english: FluentVoice) -> None:
    whole = whole_files(english)
    assert len(whole) > 1
    hard = [f"{name}: grade {grade(text):.1f}" for name, text in whole.items() if grade(text) > MOST_GRADE]
    assert not hard, "\n".join(hard)
    assert grade(" ".join(whole.values())) <= MOST_GRADE


def test_no_word_stands_in_for_one_that_has_a_name(english: FluentVoice) -> None:
    assert not [f"{key}: {found[0]}" for key, text in all_readings(english) if (found := FORBIDDEN.search(text))]


def test_no_contractions(english: FluentVoice) -> None:
    assert not [f"{key}: {found[0]}" for key, text in all_readings(english) if (found := CONTRACTION.search(text))]


def test_british_spelling(english: FluentVoice) -> None:
    assert not [f"{key}: {found[0]}" for key, text in all_readings(english) if (found := NOT_BRITISH.search(text))]


# --------------------------------------------------------------------------------- the gate itself is sound


@pytest.mark.parametrize("count", sorted(KNOWN))
def test_syllables_are_counted_as_people_count_them(count: int) -> None:
    assert {word: syllables(word) for word in KNOWN[count].split()} == dict.fromkeys(KNOWN[count].split(), count)


def test_the_examples_of_tone_pass_the_gate() -> None:
    for text in (
        "We want your help to work out what the problem is. Nothing is decided yet.",
        "You have 4 dots. Put your dots on the ideas you like best.",
        "We have heard from 4 people. We need at least 8. So this step will stay open for 3 more days.",
        "No one person chose this. It is the rule we agreed at the start.",
        "We did not count that vote. You asked for 5 dots but you have 4. Nothing has changed.",
    ):
        assert grade(text) <= MOST_GRADE
        assert all(len(WORD.findall(sentence)) <= MOST_WORDS for sentence in SENTENCE_END.split(text))
        assert not FORBIDDEN.search(text)
        assert not CONTRACTION.search(text)


def test_an_office_text_does_not_pass_the_gate() -> None:
    office = (
        "Participants are hereby notified that deliberative activities have been temporarily suspended."
        " Consequently, individual contributions cannot be accommodated."
        " Additional information regarding resumption will be communicated subsequently."
    )
    assert grade(office) > 15


@pytest.mark.parametrize("text", ["Don't wait.", "It\u2019s open.", "You're in.", "We'll see."])
def test_a_contraction_is_seen(text: str) -> None:
    assert CONTRACTION.search(text)


@pytest.mark.parametrize("text", ["Ada's idea", "the organisers' list", "the round's end"])
def test_what_belongs_to_somebody_is_no_contraction(text: str) -> None:
    assert not CONTRACTION.search(text)


@pytest.mark.parametrize("text", ["organize", "organizers", "prioritization", "the color", "realized"])
def test_another_spelling_is_seen(text: str) -> None:
    assert NOT_BRITISH.search(text)


@pytest.mark.parametrize("text", ["size", "a prize", "seize", "organise", "colour"])
def test_a_british_word_is_not_taken_for_another_spelling(text: str) -> None:
    assert not NOT_BRITISH.search(text)
