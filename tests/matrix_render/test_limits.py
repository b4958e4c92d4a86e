"""Long messages are parted where a reader would part them, and every part fits."""

from __future__ import annotations

from itertools import pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.phrasing import Ink, Run
from codesign_matrix.document import Node, Shape, Span, body, formatted
from codesign_matrix.limits import pages, size


def node(shape: Shape, length: int, ink: Ink = Ink.OURS, number: int | None = None) -> Node:
    return Node(shape, (Span(Run(ink, ("word " * length)[:length].strip() or "w")),), number)


def weight(page: list[Node]) -> int:
    return size(body(page)) + size(formatted(page))


def weight_among_others(page: list[Node]) -> int:
    """With the end of a line, as JSON, between it and what stands before it."""
    return weight(page) + len(r"\n")


nodes = st.lists(
    st.builds(node, st.sampled_from(Shape), st.integers(1, 400), st.sampled_from(Ink)),
    min_size=1,
    max_size=12,
)


@given(nodes, st.integers(1_000, 3_000))
def test_every_page_fits_and_nothing_is_lost_or_moved(given_nodes: list[Node], most: int) -> None:
    parted = list(pages(given_nodes, most))
    assert all(weight(page) <= most for page in parted)
    assert all(parted)
    said = [run for page in parted for one in page for run in one.spans]
    assert said == [run for one in given_nodes for run in one.spans]


@given(nodes, st.integers(1_000, 3_000))
def test_a_page_is_ended_only_where_the_next_block_does_not_fit(given_nodes: list[Node], most: int) -> None:
    parted = list(pages(given_nodes, most))
    for page, following in pairwise(parted):
        labels = sum(1 for _ in takewhile(lambda one: one.shape is Shape.LABEL, following))
        block = following[: labels + 1]
        if sum(weight_among_others([one]) for one in block) <= most:
            assert sum(weight_among_others([one]) for one in [*page, *block]) > most


@pytest.mark.parametrize("shape", Shape)
def test_many_small_blocks_fill_a_page_and_never_more(shape: Shape) -> None:
    """What stands between two blocks has a weight too."""
    for most in range(900, 1_000):
        *full, _ = pages([node(shape, 1) for _ in range(200)], most)
        assert len(full) > 1
        assert most * 0.5 < max(map(weight, full)) <= most


def test_a_label_is_never_left_at_the_foot_of_a_page() -> None:
    label, item = node(Shape.LABEL, 50), node(Shape.ITEM, 200, number=3)
    for filler in range(1, 400):
        first, *rest = pages([node(Shape.PARAGRAPH, filler), label, label, item], 1_000)
        assert (label in first) == (item in first)
        assert not rest or rest[0][:1] == [label]


def test_a_label_that_does_not_fit_with_what_it_stands_above_stays_behind() -> None:
    text, label, item = node(Shape.PARAGRAPH, 50), node(Shape.LABEL, 300), node(Shape.ITEM, 300)
    assert list(pages([label, item], 1_000)) == [[label], [item]]
    assert list(pages([text, label, item], 1_000)) == [[text, label], [item]]


@pytest.mark.parametrize("ink", [Ink.THEIRS, Ink.TYPED])
def test_the_rest_of_somebody_s_words_is_a_quotation(ink: Ink) -> None:
    parted = list(pages([node(Shape.ITEM, 3_000, ink, 3)], 1_000))
    first, *rest = [one for page in parted for one in page]
    assert (first.shape, first.number) == (Shape.ITEM, 3)
    assert rest
    assert {(one.shape, one.number) for one in rest} == {(Shape.QUOTATION, None)}


def test_the_rest_of_our_words_is_a_paragraph() -> None:
    first, *rest = [one for page in pages([node(Shape.PARAGRAPH, 3_000)], 1_000) for one in page]
    assert first.shape is Shape.PARAGRAPH
    assert {one.shape for one in rest} == {Shape.PARAGRAPH}


@pytest.mark.parametrize("words", ["", "\U0001f333"])
def test_what_cannot_be_parted_stays_whole(words: str) -> None:
    one = Node(Shape.PARAGRAPH, (Span(Run(Ink.THEIRS, words)),))
    assert list(pages([one], 1)) == [[one]]
    assert list(pages([Node(Shape.PARAGRAPH, ())], 1)) == [[Node(Shape.PARAGRAPH, ())]]


def test_bytes_are_counted_as_they_are_sent() -> None:
    assert size("abc") == 5
    assert size('a"b') == 6
    assert size("a\nb") == 6
    assert size("é") == 4
    assert size("\U0001f333") == 6
