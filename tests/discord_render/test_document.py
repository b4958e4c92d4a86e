"""Long messages are parted where a reader would part them, and every part fits."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise, takewhile

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.phrasing import Ink, Run
from codesign_discord.document import Node, Shape, node, pages, size, written


def of_length(shape: Shape, length: int, ink: Ink = Ink.OURS, number: int | None = None) -> Node:
    return node(shape, (Run(ink, ("word " * length)[:length].strip() or "w"),), number)


nodes = st.lists(
    st.builds(of_length, st.sampled_from(Shape), st.integers(1, 400), st.sampled_from(Ink)), min_size=1, max_size=12
)


def runs(one: Node) -> list[Run]:
    return [run for line in one.lines for run in line]


@given(nodes, st.integers(500, 1_500))
def test_every_page_fits_and_nothing_is_lost_or_moved(given_nodes: list[Node], most: int) -> None:
    parted = list(pages(given_nodes, most))
    assert all(size(page) <= most for page in parted)
    assert all(parted)
    assert [run for page in parted for one in page for run in runs(one)] == [
        run for one in given_nodes for run in runs(one)
    ]


@given(nodes, st.integers(500, 1_500))
def test_a_page_is_ended_only_where_the_next_block_does_not_fit(given_nodes: list[Node], most: int) -> None:
    for page, following in pairwise(pages(given_nodes, most)):
        labels = sum(1 for _ in takewhile(lambda one: one.shape is Shape.LABEL, following))
        block = following[: labels + 1]
        if size(block) <= most:
            assert size([*page, *block]) > most


def test_a_label_is_never_left_at_the_foot_of_a_page() -> None:
    label, below = of_length(Shape.LABEL, 40), of_length(Shape.QUOTATION, 400)
    first, second = pages([of_length(Shape.PARAGRAPH, 400), label, below], 600)
    assert second == [label, below]
    assert len(first) == 1


def test_a_label_that_fits_with_nothing_stands_alone() -> None:
    label, below = of_length(Shape.LABEL, 300), of_length(Shape.PARAGRAPH, 300)
    assert [len(page) for page in pages([label, below], 400)] == [1, 1]


def test_a_label_at_the_end_is_not_lost() -> None:
    (page,) = pages([of_length(Shape.PARAGRAPH, 10), of_length(Shape.LABEL, 10)], 400)
    assert len(page) == 2


def test_nothing_is_no_page() -> None:
    assert list(pages([], 400)) == []


def test_nodes_are_written_with_the_marks_of_discord() -> None:
    def line(words: str) -> tuple[Run, ...]:
        return (Run(Ink.OURS, words),)

    told = [
        node(Shape.HEADING, line("Title")),
        node(Shape.LABEL, line("Label:")),
        node(Shape.ITEM, line("three"), 3),
        node(Shape.ITEM, line("none")),
        node(Shape.PARAGRAPH, line("Words.")),
        Node(Shape.QUOTATION, (line("one"), line(""), line("two"))),
        node(Shape.PARAGRAPH, (Run(Ink.OURS, "on "), Run(Ink.OURS, "x", datetime(2026, 1, 1, tzinfo=UTC)))),
    ]
    assert written(told) == (
        "### Title\n\n**Label:**\n**3.** three\n- none\n\nWords.\n\n> one\n> \n> two\n\n"
        "on <t:1767225600:F> (<t:1767225600:R>)"
    )
    assert size(told) == len(written(told))


def test_many_lines_are_parted_between_lines() -> None:
    quotation = Node(Shape.QUOTATION, tuple((Run(Ink.THEIRS, f"line {no}"),) for no in range(300)))
    parted = list(pages([quotation], 600))
    assert len(parted) > 3
    assert "\n".join(written(page) for page in parted).split("\n") == [f"> line {no}" for no in range(300)]


def test_a_time_that_does_not_fit_is_sent_whole() -> None:
    """Half of one would be shown as it stands."""
    at = Run(Ink.OURS, "Friday", datetime(2026, 1, 1, tzinfo=UTC))
    assert [written(page) for page in pages([node(Shape.PARAGRAPH, (at,))], 10)] == [
        "<t:1767225600:F> (<t:1767225600:R>)"
    ]
    long = Run(Ink.OURS, "Friday 27 November 2026, 18:00 (Europe/London)" * 3, at.at)
    first, second = pages([node(Shape.PARAGRAPH, (Run(Ink.OURS, "word " * 20), long))], 100)
    assert written(first).startswith("word word")
    assert written(second).endswith("<t:1767225600:F> (<t:1767225600:R>)")


def test_two_blocks_that_fit_by_a_single_character_stand_on_one_page() -> None:
    first, second = of_length(Shape.ITEM, 100), of_length(Shape.ITEM, 100)
    exactly = size([first, second])
    assert list(pages([first, second], exactly)) == [[first, second]]
    assert list(pages([first, second], exactly - 1)) == [[first], [second]]
