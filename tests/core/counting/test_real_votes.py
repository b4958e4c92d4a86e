"""Real dot votes (Pabulib): the published numbers come out, and so do the surprises."""

from __future__ import annotations

import pytest

from codesign_bot.core.counting.result import decide_places
from codesign_bot.core.counting.tally import Count, IdeaCount, Rule
from codesign_bot.core.ids import IdeaNo

ONE, TWO = IdeaNo(1), IdeaNo(2)

# Gdańsk 2020, Młyniska: 5 dots, 167 people; people * (dots on 1, dots on 2).
MLYNISKA = "39*1,0 32*0,5 23*5,0 17*2,0 9*3,2 9*3,0 9*0,1 6*1,4 6*2,3 5*4,0 3*0,3 2*0,2 2*1,1 2*2,1 1*2,2 1*3,1 1*1,2"

# Katowice 2025, Zarzecze: 3 dots, 410 people; idea: (dots, supporters) as published.
ZARZECZE = {3: (334, 155), 1: (329, 167), 5: (174, 85), 4: (171, 83), 2: (131, 75), 6: (84, 45)}


def mlyniska() -> Count:
    ballots: list[dict[IdeaNo, int]] = []
    for group in MLYNISKA.split():
        people, dots = group.split("*")
        one, two = (int(number) for number in dots.split(","))
        ballots += [{ONE: one, TWO: two}] * int(people)
    return Count.of(ballots, [ONE, TWO])


def zarzecze() -> Count:
    """Ballots with the published sums for each idea, everybody on one idea; who combined what is not needed.

    `extra` dots beyond one for each supporter are given out by twos, then one.
    """
    ballots: list[dict[IdeaNo, int]] = []
    for idea, (dots, supporters) in ZARZECZE.items():
        extra = dots - supporters
        gifts = [2] * (extra // 2) + [1] * (extra % 2)
        gifts += [0] * (supporters - len(gifts))
        ballots += [{IdeaNo(idea): 1 + gift} for gift in gifts]
    return Count.of(ballots, [IdeaNo(idea) for idea in sorted(ZARZECZE)])


def test_mlyniska_counts_as_published() -> None:
    count = mlyniska()
    assert count.ballots == 167
    assert count.lines == (IdeaCount(ONE, 292, 121, 5), IdeaCount(TWO, 251, 74, 5))
    assert len(count.alike) == 17


@pytest.mark.parametrize("rule", Rule)
def test_mlyniska_has_one_first_place_by_every_rule(rule: Rule) -> None:
    outcome = decide_places(mlyniska(), rule, 1)
    assert outcome.chosen == (ONE,)
    assert outcome.differs == ()
    assert (outcome.voters_with_a_chosen_idea, outcome.ballots) == (121, 167)


def test_zarzecze_has_the_sums_that_were_published() -> None:
    assert {line.idea: (line.dots, line.supporters) for line in zarzecze().lines} == ZARZECZE


def test_in_zarzecze_the_most_dots_and_the_most_people_name_different_first_places() -> None:
    by_dots = decide_places(zarzecze(), Rule.DOTS, 1)
    by_people = decide_places(zarzecze(), Rule.SUPPORTERS, 1)
    assert by_dots.chosen == (IdeaNo(3),) == by_people.by_dots
    assert by_people.chosen == (IdeaNo(1),) == by_dots.by_supporters
    assert Rule.SUPPORTERS in by_dots.differs
    assert Rule.DOTS in by_people.differs
    assert by_dots.tie is None


def test_in_zarzecze_both_measures_rank_the_rest_alike() -> None:
    dots, people = (decide_places(zarzecze(), rule, 1).ranking for rule in (Rule.DOTS, Rule.SUPPORTERS))
    assert [row.idea for row in dots] == [3, 1, 5, 4, 2, 6]
    assert [row.idea for row in people] == [1, 3, 5, 4, 2, 6]
    assert [row.rank for row in dots] == [1, 2, 3, 4, 5, 6]


def test_two_places_in_zarzecze_would_have_left_nothing_to_argue_about() -> None:
    outcome = decide_places(zarzecze(), Rule.DOTS, 2)
    assert set(outcome.chosen) == {1, 3}
    assert outcome.differs == ()
