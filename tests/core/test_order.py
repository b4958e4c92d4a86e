"""Lists in an order of one's own, which nobody can steer and anyone can redo."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.order import own_order

numbers = st.lists(st.integers(1, 99).map(IdeaNo), unique=True)


@given(numbers, st.text(max_size=8), st.text(st.characters(codec="utf-8"), max_size=8))
def test_every_idea_is_there_once_whatever_order_it_came_in(ideas: list[IdeaNo], seed: str, person: str) -> None:
    seed = seed.encode(errors="ignore").decode()
    ordered = own_order(ideas, seed, PersonId(person))
    assert sorted(ordered) == sorted(ideas)
    assert own_order(reversed(ideas), seed, PersonId(person)) == ordered


def test_the_order_can_be_worked_out_by_hand() -> None:
    keys = {no: sha256(b"seed\0ada\0" + str(no).encode()).hexdigest() for no in range(1, 8)}
    by_hand = tuple(sorted(keys, key=lambda no: keys[no]))
    assert own_order(map(IdeaNo, range(1, 8)), "seed", PersonId("ada")) == by_hand


def test_an_idea_that_is_added_leaves_the_others_in_their_order() -> None:
    few = own_order(map(IdeaNo, range(1, 10)), "seed", PersonId("ada"))
    more = own_order(map(IdeaNo, range(1, 11)), "seed", PersonId("ada"))
    assert tuple(no for no in more if no != IdeaNo(10)) == few


def test_no_place_in_the_list_belongs_to_anybody() -> None:
    firsts = Counter(own_order(map(IdeaNo, range(1, 5)), "seed", PersonId(f"p{n}"))[0] for n in range(400))
    assert set(firsts) == {1, 2, 3, 4}
    assert max(firsts.values()) < 150  # 100 on average; 150 by chance once in a hundred million


def test_another_round_has_another_order() -> None:
    ideas = [IdeaNo(n) for n in range(1, 13)]
    assert own_order(ideas, "r1", PersonId("ada")) != own_order(ideas, "r2", PersonId("ada"))
