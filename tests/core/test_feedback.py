"""Feedback in numbers: an honest range, two words for what stands out, and never a decision."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import codesign_bot.core
from codesign_bot.core.content import Content
from codesign_bot.core.feedback import LEAST, TENTHS, StanceCount, heard, stance_count
from codesign_bot.core.ids import CommunityId, ContentId, IdeaNo, PersonId, RoundId, TopicNo
from codesign_bot.core.state import Remark, Round, Said, Stance

people = st.integers(min_value=0, max_value=400)
ONE, TWO = IdeaNo(1), IdeaNo(2)
AT = datetime.fromisoformat("2026-03-02T10:00:00+00:00")


def count(agree: int, disagree: int, passed: int = 0) -> StanceCount:
    return StanceCount(agree, disagree, passed)


def wilson(agree: int, sided: int) -> tuple[Decimal, Decimal]:
    """The textbook form, with roots, to 60 digits."""
    with localcontext() as context:
        context.prec = 60
        z, n, share = Decimal("1.96"), Decimal(sided), Decimal(agree) / Decimal(sided)
        middle = share + z * z / (2 * n)
        off = z * (share * (1 - share) / n + z * z / (4 * n * n)).sqrt()
        whole = 1 + z * z / n
        return (middle - off) / whole, (middle + off) / whole


# ---- the range


@pytest.mark.parametrize(
    ("agree", "disagree", "tenths"),
    [
        (5, 5, (2, 8)),  # 0.2366 to 0.7634
        (5, 0, (5, 10)),  # 0.5655 to 1
        (0, 5, (0, 5)),  # 0 to 0.4345
        (3, 2, (2, 9)),  # 0.2307 to 0.8824
        (6, 2, (4, 10)),  # 0.4093 to 0.9285
        (15, 5, (5, 9)),  # 0.5313 to 0.8881
        (50, 50, (4, 6)),  # 0.4038 to 0.5962
        (99, 1, (9, 10)),  # 0.9455 to 0.9982
        (1, 99, (0, 1)),
        (2, 4, (0, 8)),  # 0.09677 to 0.70001: with a smaller z than 1.96, seven would do
        (8, 26, (1, 4)),  # 0.12437 to 0.39996: with a larger one, four would not
    ],
)
def test_the_range_is_wilsons_in_tenths_rounded_outwards(agree: int, disagree: int, tenths: tuple[int, int]) -> None:
    assert count(agree, disagree).likely_tenths == tenths


@given(people, people)
def test_the_whole_numbers_say_what_the_roots_of_the_textbook_say(agree: int, disagree: int) -> None:
    found = count(agree, disagree).likely_tenths
    assume(found is not None)
    low, high = wilson(agree, agree + disagree)
    tiny = Decimal(10) ** -50  # at 0 and at 1 the textbook's own end is off by its last digits
    expected = (
        int((TENTHS * (low + tiny)).to_integral_value(ROUND_FLOOR)),
        int((TENTHS * (high - tiny)).to_integral_value(ROUND_CEILING)),
    )
    assert found == expected


@given(people, people, people)
def test_there_is_no_range_below_five_who_chose_a_side_however_many_pass(agree: int, disagree: int, more: int) -> None:
    found = count(agree, disagree, more).likely_tenths
    assert (found is None) is (agree + disagree < LEAST)


@given(people, people)
def test_the_range_holds_the_share_itself_and_is_never_empty(agree: int, disagree: int) -> None:
    found = count(agree, disagree).likely_tenths
    assume(found is not None)
    assert found is not None
    share = Fraction(agree, agree + disagree)
    assert Fraction(found[0], TENTHS) <= share <= Fraction(found[1], TENTHS)
    assert 0 <= found[0] < found[1] <= TENTHS


@given(people, people)
def test_the_range_of_those_who_disagree_is_the_mirror(agree: int, disagree: int) -> None:
    found, mirrored = count(agree, disagree).likely_tenths, count(disagree, agree).likely_tenths
    assume(found is not None)
    assert found is not None
    assert mirrored == (TENTHS - found[1], TENTHS - found[0])


@given(people, people)
def test_one_more_who_agrees_never_moves_the_range_down(agree: int, disagree: int) -> None:
    before, after = count(agree, disagree).likely_tenths, count(agree + 1, disagree).likely_tenths
    assume(before is not None)
    assert before is not None
    assert after is not None
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(people, people, st.integers(min_value=2, max_value=9))
def test_more_people_of_the_same_mind_never_make_it_wider(agree: int, disagree: int, times: int) -> None:
    few, many = count(agree, disagree).likely_tenths, count(agree * times, disagree * times).likely_tenths
    assume(few is not None)
    assert few is not None
    assert many is not None
    assert few[0] <= many[0]
    assert many[1] <= few[1]


@given(people, people, people)
def test_who_passes_moves_no_range(agree: int, disagree: int, passed: int) -> None:
    assert count(agree, disagree, passed).likely_tenths == count(agree, disagree).likely_tenths


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=10**12))
def test_a_million_million_people_are_counted_as_exactly(agree: int, disagree: int) -> None:
    assume(agree + disagree >= LEAST)
    low, high = count(agree, disagree).likely_tenths or (0, 0)
    assert low < high


# ---- what stands out


@pytest.mark.parametrize(
    ("agree", "disagree", "divides"),
    [(2, 2, False), (3, 2, True), (4, 2, True), (5, 2, False), (2, 4, True), (0, 9, False), (10, 20, True)],
)
def test_an_idea_divides_us_where_each_side_has_a_third(agree: int, disagree: int, divides: bool) -> None:  # noqa: FBT001 - a row of the table
    assert count(agree, disagree).divides is divides


@given(people, people)
def test_to_divide_is_what_the_product_of_both_shares_says(agree: int, disagree: int) -> None:
    sided = agree + disagree
    assume(sided >= LEAST)
    assert count(agree, disagree).divides is (Fraction(4 * agree * disagree, sided * sided) >= Fraction(8, 9))


@pytest.mark.parametrize(
    ("agree", "passed", "is_unsure"),
    [(2, 2, False), (3, 2, True), (4, 2, True), (5, 2, False), (0, 5, True), (0, 4, False)],
)
def test_we_are_unsure_where_a_third_pass(agree: int, passed: int, is_unsure: bool) -> None:  # noqa: FBT001 - a row of the table
    assert count(agree, 0, passed).is_unsure is is_unsure


@given(people, people, people)
def test_fewer_than_five_stand_out_in_nothing(agree: int, disagree: int, passed: int) -> None:
    counted = count(agree, disagree, passed)
    assert not counted.divides or counted.sided >= LEAST
    assert not counted.is_unsure or counted.answers >= LEAST


# ---- counting


@given(st.lists(st.sampled_from(Stance)))
def test_every_stance_counts_once(stances: list[Stance]) -> None:
    counted = StanceCount.of(stances)
    assert (counted.agree, counted.disagree, counted.passed) == tuple(map(stances.count, Stance))
    assert counted.answers == len(stances)
    assert counted.sided == len(stances) - stances.count(Stance.PASS)


def content(name: str) -> Content:
    return Content(ContentId(name), "00")


def a_round() -> Round:
    return Round(RoundId("r"), CommunityId("c"), TopicNo(1), content("t"), PersonId("ada"), AT, AT)


def test_people_are_counted_once_whatever_they_gave() -> None:
    ada, ben, cyd = map(PersonId, ("ada", "ben", "cyd"))
    state = replace(
        a_round(),
        stances={ONE: {ada: Stance.AGREE, ben: Stance.PASS}, TWO: {ada: Stance.DISAGREE}},
        said=(Said(ONE, ada, Remark.LIKE, content("a")), Said(TWO, cyd, Remark.WORRY, content("b"))),
    )
    assert heard(state) == 3
    assert stance_count(state, ONE) == count(1, 0, 1)
    assert stance_count(state, TWO) == count(0, 1)


def test_where_nobody_said_anything_there_is_nothing_to_count() -> None:
    assert heard(a_round()) == 0
    assert stance_count(a_round(), ONE) == count(0, 0)
    assert count(0, 0).likely_tenths is None


# ---- it never decides


def test_no_rule_of_the_core_looks_at_it() -> None:
    (folder,) = codesign_bot.core.__path__
    files = [file for file in Path(folder).rglob("*.py") if file.name != "feedback.py"]
    assert len(files) > 40
    asking = [
        file.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "codesign_bot.core.feedback"
    ]
    assert asking == []
