"""What came since somebody last wrote: by the record alone, whatever they are called by now."""

from __future__ import annotations

import pytest

from codesign_bot.core import commands as c
from codesign_bot.core.events import AccountsLinked, BallotCast
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.news import ideas_since
from codesign_bot.core.phases import Phase
from codesign_bot.testing.build import MEMBERS, Life, dots, text

P = Phase
FIRST, *OTHERS = MEMBERS[:5]


@pytest.fixture
def life() -> Life:
    """Four have offered an idea each; the first of all has not yet."""
    made = Life().to(P.IDEAS)
    made.everyone(c.OfferIdea(text("An idea")), people=OTHERS)
    return made


def since(life: Life, name: str) -> set[int]:
    return {int(no) for no in ideas_since(life.events, PersonId(name))}


def test_what_came_after_the_last_word_is_new(life: Life) -> None:
    assert since(life, FIRST) == {1, 2, 3, 4}
    assert since(life, OTHERS[1]) == {3, 4}
    assert since(life, OTHERS[3]) == set()


def test_whoever_writes_again_has_nothing_new(life: Life) -> None:
    life.do(FIRST, c.OfferIdea(text("Mine")))
    assert since(life, FIRST) == set()
    assert since(life, OTHERS[3]) == {5}


def test_everything_is_new_to_somebody_who_never_wrote(life: Life) -> None:
    assert since(life, "a stranger") == {1, 2, 3, 4}


def test_a_ballot_is_not_in_the_record_and_counts_for_nothing(life: Life) -> None:
    life.to(P.VOTING)
    before = since(life, OTHERS[1])
    assert {3, 4} <= before
    life.do(OTHERS[1], dots(i1=1))
    record = [event for event in life.events if not isinstance(event, BallotCast)]
    assert {int(no) for no in ideas_since(record, PersonId(OTHERS[1]))} == before


def test_what_was_done_under_another_name_was_done_by_the_same_person(life: Life) -> None:
    at, one, two, three = life.now, PersonId("one"), PersonId(OTHERS[1]), PersonId(OTHERS[3])
    linked = [*life.events, AccountsLinked(at, one, two, both_in=False)]
    assert ideas_since(linked, one) == {IdeaNo(3), IdeaNo(4)}
    chained = [*life.events, AccountsLinked(at, two, three, both_in=False), AccountsLinked(at, one, two, both_in=False)]
    assert ideas_since(chained, one) == set()
    assert ideas_since(linked, PersonId("elsewhere")) == {IdeaNo(no) for no in (1, 2, 3, 4)}
