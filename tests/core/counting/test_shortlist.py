"""A long list made shorter: the laws at the head of `core.counting.shortlist`, and a reference that tries every bar."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.ballots import MAX_IDEAS_ON_A_BALLOT
from codesign_bot.core.counting.shortlist import Shortlist, shorten
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.ids import IdeaNo

Lists = Sequence[frozenset[IdeaNo]]
Ballots = list[dict[IdeaNo, int]]


def named(*numbers: int) -> frozenset[IdeaNo]:
    return frozenset(map(IdeaNo, numbers))


def counted(ballots: Ballots, lists: Lists) -> Count:
    return Count.of(ballots, sorted(no for one in lists for no in one))


def given_by(people: dict[int, int], dots: int = 1) -> Ballots:
    """So many people for each idea, each with so many dots on it and on nothing else."""
    return [{IdeaNo(no): dots} for no, number in people.items() for _ in range(number)]


# --- by hand


def test_each_list_sends_its_most_supported_up_to_its_share() -> None:
    lists = [named(1, 2, 3), named(4, 5, 6)]
    people = {1: 3, 2: 2, 3: 1, 4: 9, 5: 8, 6: 7}
    assert shorten(counted(given_by(people), lists), lists, room=4) == Shortlist(named(1, 2, 4, 5), frozenset())


def test_dots_part_ideas_that_have_as_many_supporters() -> None:
    lists = [named(1, 2), named(3, 4)]
    ballots = [*given_by({1: 1, 3: 1, 4: 2}), *given_by({2: 1}, dots=2)]
    assert shorten(counted(ballots, lists), lists, room=2) == Shortlist(named(2, 4), frozenset())


def test_supporters_come_before_dots() -> None:
    lists = [named(1, 2)]
    ballots = [*given_by({1: 2}), *given_by({2: 1}, dots=9)]
    assert shorten(counted(ballots, lists), lists, room=1) == Shortlist(named(1), frozenset())


def test_level_ideas_that_do_not_fit_stay_off_together_and_so_does_all_below_them() -> None:
    lists = [named(1, 2, 3, 4), named(5, 6, 7, 8)]
    people = {1: 5, 2: 4, 3: 4, 4: 1, 5: 5, 6: 4, 7: 4, 8: 1}
    short = shorten(counted(given_by(people), lists), lists, room=4)
    assert short == Shortlist(named(1, 5), named(2, 3, 6, 7))


def test_room_that_a_list_leaves_goes_to_those_that_wait_in_others() -> None:
    lists = [named(1, 2, 3, 4), named(5, 6)]
    people = {1: 5, 2: 4, 3: 4, 4: 4, 5: 2}
    assert shorten(counted(given_by(people), lists), lists, room=6) == Shortlist(named(1, 2, 3, 4, 5, 6), frozenset())


def test_room_goes_to_the_more_supported_of_those_that_wait() -> None:
    lists = [named(1, 2, 3, 4), named(5, 6, 7, 8)]
    people = {1: 9, 2: 3, 3: 3, 5: 9, 6: 2, 7: 2, 4: 1, 8: 1}
    assert shorten(counted(given_by(people), lists), lists, room=5) == Shortlist(named(1, 2, 3, 5), named(6, 7))


def test_more_at_the_very_top_than_there_is_room_for_is_nothing_told_apart() -> None:
    lists = [named(1, 2, 3), named(4, 5, 6)]
    assert shorten(counted([], lists), lists, room=4) == Shortlist(frozenset(), named(1, 2, 3, 4, 5, 6))


def test_more_lists_than_room_still_make_one_ballot() -> None:
    lists = [named(no) for no in range(1, 31)]
    short = shorten(counted(given_by(dict.fromkeys(range(5, 25), 2) | dict.fromkeys(range(25, 31), 1)), lists), lists)
    assert short == Shortlist(named(*range(5, 25)), named(*range(25, 31)))


# --- the laws, for any votes


@st.composite
def votes(draw: st.DrawFn) -> tuple[Lists, Ballots, int]:
    """Lists of any size, any ballots over them, and room for anything from one idea to all."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=5))
    numbers = iter(range(1, sum(sizes) + 1))
    lists = [named(*(next(numbers) for _ in range(size))) for size in sizes]
    ideas = st.integers(1, sum(sizes)).map(IdeaNo)
    ballots = draw(st.lists(st.dictionaries(ideas, st.integers(1, 2), max_size=6), max_size=8))
    return lists, ballots, draw(st.integers(1, sum(sizes)))


T = TypeVar("T")


def shuffled(these: Sequence[T], chance: Random) -> list[T]:
    return chance.sample(these, len(these))


def standing(ballots: Ballots, no: IdeaNo) -> tuple[int, int]:
    return sum(no in one for one in ballots), sum(one.get(no, 0) for one in ballots)


def tried(lists: Lists, ballots: Ballots, room: int) -> Shortlist:
    """The same by trying every bar from the highest to none, as somebody would with paper and pencil."""
    every = frozenset(no for one in lists for no in one)
    bars = sorted({standing(ballots, no) for no in every}, reverse=True)
    sent: set[IdeaNo] = set()
    for one in lists:
        over = [{no for no in one if standing(ballots, no) >= bar} for bar in bars]
        sent |= max((tried for tried in over if len(tried) <= room // len(lists)), key=len, default=set[IdeaNo]())
    last = frozenset(sent)
    for bar in bars:
        wider = frozenset(sent | {no for no in every if standing(ballots, no) >= bar})
        if len(wider) > room:
            return Shortlist(last, wider - last if len(last) < room else frozenset())
        last = wider
    return Shortlist(last, frozenset())


@given(votes())
def test_it_is_what_trying_every_bar_finds(vote: tuple[Lists, Ballots, int]) -> None:
    lists, ballots, room = vote
    assert shorten(counted(ballots, lists), lists, room) == tried(lists, ballots, room)


@given(votes())
def test_promise_10_no_ballot_is_too_long_and_level_ideas_of_a_list_are_treated_alike(
    vote: tuple[Lists, Ballots, int],
) -> None:
    lists, ballots, room = vote
    short = shorten(counted(ballots, lists), lists, room)
    assert len(short.ideas) <= room
    assert short.ideas.isdisjoint(short.level)
    for one in lists:
        on = [standing(ballots, no) for no in one & short.ideas]
        off = [standing(ballots, no) for no in one - short.ideas]
        assert not on or not off or min(on) > max(off)


@given(votes())
def test_promise_10_what_is_level_and_stays_off_had_no_room_and_was_not_passed_over(
    vote: tuple[Lists, Ballots, int],
) -> None:
    lists, ballots, room = vote
    short = shorten(counted(ballots, lists), lists, room)
    every = frozenset(no for one in lists for no in one)
    if not short.level:
        assert short.ideas == every or len(short.ideas) == room
        return
    assert len(short.ideas) < room
    assert len(short.ideas | short.level) > room
    (level,) = {standing(ballots, no) for no in short.level}
    assert all(standing(ballots, no) < level for no in every - short.ideas - short.level)


@given(votes(), st.randoms(use_true_random=False))
def test_promise_10_other_numbers_and_another_order_change_nothing(
    vote: tuple[Lists, Ballots, int], chance: Random
) -> None:
    lists, ballots, room = vote
    numbers = sorted(no for one in lists for no in one)
    renamed = dict(zip(numbers, shuffled(numbers, chance), strict=True))
    others = [frozenset(renamed[no] for no in one) for one in shuffled(lists, chance)]
    again = [{renamed[no]: dots for no, dots in one.items()} for one in shuffled(ballots, chance)]
    short = shorten(counted(ballots, lists), lists, room)
    assert shorten(counted(again, others), others, room) == Shortlist(
        frozenset(renamed[no] for no in short.ideas), frozenset(renamed[no] for no in short.level)
    )


def test_a_ballot_has_room_for_as_many_as_a_reader_can_take_in() -> None:
    lists = [named(*range(1, 26)), named(*range(26, 51))]
    people = {no: no for no in range(1, 51)}
    short = shorten(counted(given_by(people), lists), lists)
    assert len(short.ideas) == MAX_IDEAS_ON_A_BALLOT == 24
    assert short.ideas == named(*range(14, 26), *range(39, 51))
    assert short.level == frozenset(), "what comes after a full ballot is below the cut and not level at it"
