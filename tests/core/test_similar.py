"""Ideas that look alike are found, so that people can be asked. Nothing is ever joined by a machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import IdeaNo
from codesign_bot.core.similar import ALIKE, MOST_SHOWN, likeness, same, similar

texts = st.text(max_size=40)


@given(texts, texts)
def test_likeness_is_mutual_and_between_nothing_and_one(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1 + 1e-9


@given(texts)
def test_everything_is_like_itself(words: str) -> None:
    assert likeness(words, words) == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Put more benches in the park", "put more benches in the park!"),
        ("Put more benches in the park", "More benches in the park"),
        ("Repair the swings", "Repair all the swings"),
        ("A bus on Sundays", "A bus on Sunday"),
        ("more benches", "fewer benches"),  # opposites look alike: which is why the machine only asks
    ],
)
def test_near_copies_are_found(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Put more benches in the park", "A bus on Sundays"),
        ("Repair the swings", "Teach children to swim"),
        ("🚲", "🚌"),
    ],
)
def test_different_ideas_are_left_alone(one: str, other: str) -> None:
    assert likeness(one, other) < ALIKE


def test_the_most_alike_come_first_and_three_at_most() -> None:
    others = {
        IdeaNo(5): "a second bin at the school gate",
        IdeaNo(2): "a second bin at the school gate please",
        IdeaNo(3): "A SECOND BIN AT THE SCHOOL GATE",
        IdeaNo(4): "a second bin at the gate of the school",
        IdeaNo(1): "lamps in the tunnel",
    }
    assert similar("A second bin at the school gate", others) == (IdeaNo(3), IdeaNo(5), IdeaNo(2))
    assert len(others) > MOST_SHOWN


def test_none_is_like_an_empty_list() -> None:
    assert similar("anything", {}) == ()
    assert same("anything", {}) is None


def test_the_same_words_are_found_however_they_are_dressed() -> None:
    others = {IdeaNo(1): "Lamps in the tunnel", IdeaNo(2): "Café on Sundays"}
    assert same("cafe, on SUNDAYS!", others) == IdeaNo(2)
    assert same("cafe on Saturdays", others) is None


@given(texts, st.dictionaries(st.integers(1, 9).map(IdeaNo), texts))
def test_what_is_the_same_is_always_similar_too(words: str, others: dict[IdeaNo, str]) -> None:
    twin = same(words, others)
    shown = similar(words, others)
    assert set(shown) <= set(others)
    if twin is not None and len(shown) < MOST_SHOWN:
        assert twin in shown
