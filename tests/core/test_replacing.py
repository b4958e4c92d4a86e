"""A value with some fields changed is what `dataclasses.replace` makes of it, and a record folds as it always did."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, fields
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.events import BallotCast, Event
from codesign_bot.core.evolve import evolve, fold
from codesign_bot.core.ids import IdeaNo, PersonId
from codesign_bot.core.phases import Phase
from codesign_bot.core.replacing import replace
from codesign_bot.core.state import Pace, Round, VoteKind, there
from codesign_bot.testing.build import Life


@dataclass(frozen=True, slots=True)
class Point:
    """Two fields, and nothing is looked at."""

    x: int
    y: int = 0


@dataclass(frozen=True, slots=True)
class Positive:
    """It looks at what it is given."""

    x: int
    y: int

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("below zero")


@dataclass(frozen=True)
class Loose:
    """Its fields stand in no slots."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Single:
    """One field alone."""

    x: int


def a_record() -> list[Event]:
    """A round up to its feedback."""
    return list(Life().to(Phase.FEEDBACK).events)


@given(st.integers(), st.integers(), st.integers())
def test_the_fields_that_are_named_change_and_the_others_stay(x: int, y: int, new: int) -> None:
    point = Point(x, y)
    assert replace(point, y=new) == Point(x, new)
    assert replace(point, y=new, x=y) == Point(y, new)
    assert point == Point(x, y)


def test_nothing_named_is_a_copy() -> None:
    point = Point(1, 2)
    copy = replace(point)
    assert copy == point
    assert copy is not point
    assert type(copy) is Point


def test_a_copy_is_as_frozen_as_what_it_was_made_of() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(Point(1), y=2).x = 3  # type: ignore[misc] # what is tried here


def test_a_field_that_is_not_there_is_refused_and_so_is_what_has_no_fields() -> None:
    with pytest.raises(TypeError):
        replace(Point(1), z=2)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue] # as said
    with pytest.raises(TypeError):
        replace(7, z=2)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType] # as said


def test_a_class_that_looks_at_its_fields_still_does() -> None:
    assert replace(Positive(1, 2), x=3) == Positive(3, 2)
    with pytest.raises(ValueError, match="below zero"):
        replace(Positive(1, 2), x=-1)


@pytest.mark.parametrize("value", [Loose(1, 2), Single(1)])
def test_a_class_that_cannot_be_copied_slot_by_slot_is_made_anew(value: Loose | Single) -> None:
    changed = replace(value, x=5)
    assert changed == dataclasses.replace(value, x=5)
    assert changed.x == 5
    assert value.x == 1


def test_every_field_of_a_round_is_copied() -> None:
    state = fold(a_record())
    assert state is not None
    copy = replace(state, version=99)
    assert copy == dataclasses.replace(state, version=99)
    assert all(getattr(copy, one.name) is getattr(state, one.name) for one in fields(Round) if one.name != "version")
    assert replace(Pace(), waited_for_voices=2) == dataclasses.replace(Pace(), waited_for_voices=2)


def test_a_record_that_is_folded_at_once_comes_to_what_it_comes_to_step_by_step() -> None:
    first, *others = a_record()
    whole = fold([first, *others])
    begun = fold([first])
    assert begun is not None
    assert begun.version == 1
    assert whole == reduce(evolve, others, begun)
    assert whole is not None
    assert whole.version == 1 + sum(not isinstance(one, BallotCast) for one in others)
    assert fold([]) is None


def test_a_ballot_in_a_record_is_no_step_of_it() -> None:
    """Ballots have a journal of their own, with versions of its own."""
    record = a_record()
    ballot = BallotCast(record[-1].at, VoteKind.VOTE, PersonId("ada"), ((IdeaNo(1), 2),))
    assert fold([*record, ballot, ballot]) == fold(record)
    assert fold([*record[:9], ballot, *record[9:]]) == fold(record)
    state = there(fold(record))
    assert evolve(state, ballot) == state
