from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum, IntEnum
from fractions import Fraction
from typing import Any, NewType

import pytest

from codesign_bot.plain import Misfit, from_plain, to_plain
from codesign_bot.view import Action, Audience, BallotList, BallotPaper, Choice, Quoted, Say, View, When, say

Number = NewType("Number", int)


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


@dataclass(frozen=True, slots=True)
class Leaf:
    word: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Twig:
    leaves: tuple[Leaf, ...]
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """One field of every shape."""

    no: Number
    is_tall: bool
    planted: datetime
    day: date
    hour: time
    age: timedelta
    part: Fraction
    level: Level
    colours: frozenset[Colour]
    pair: tuple[Number, str]
    by_colour: Mapping[Colour, int]
    by_number: Mapping[Number, Leaf]
    either: Leaf | Twig
    scalar: str | int | date | Leaf | None
    child: Tree | None = None
    words: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict[str, str])


TREE = Tree(
    no=Number(7),
    is_tall=True,
    planted=datetime(2026, 3, 1, 12, 30, 0, 5, tzinfo=UTC),
    day=date(2026, 2, 28),
    hour=time(22),
    age=timedelta(days=1, microseconds=-1),
    part=Fraction(2, 6),
    level=Level.HIGH,
    colours=frozenset({Colour.RED, Colour.BLUE}),
    pair=(Number(1), "x"),
    by_colour={Colour.RED: 3},
    by_number={Number(10): Leaf("ten"), Number(9): Leaf("nine", 2)},
    either=Twig((Leaf("a"),), Colour.BLUE),
    scalar=date(2026, 1, 1),
)

PLAIN: dict[str, Any] = {
    "no": 7,
    "is_tall": True,
    "planted": "2026-03-01T12:30:00.000005Z",
    "day": "2026-02-28",
    "hour": "22:00:00",
    "age": 86_399_999_999,
    "part": "1/3",
    "level": 2,
    "colours": ["blue", "red"],
    "pair": [1, "x"],
    "by_colour": {"red": 3},
    "by_number": {"10": {"word": "ten", "count": 1}, "9": {"word": "nine", "count": 2}},
    "either": {"type": "Twig", "leaves": [{"word": "a", "count": 1}], "colour": "blue"},
    "scalar": {"type": "date", "value": "2026-01-01"},
    "child": None,
    "words": [],
    "marks": {},
}


def test_every_shape_has_the_one_plain_form_that_is_written_here() -> None:
    assert to_plain(TREE) == PLAIN


def test_every_shape_comes_back_as_what_it_was() -> None:
    back = from_plain(Tree, json.loads(json.dumps(PLAIN)))
    assert back == TREE
    assert type(back.level) is Level
    assert type(back.pair) is tuple
    assert back.planted.tzinfo is UTC


def test_a_class_may_hold_others_of_its_own_kind() -> None:
    assert from_plain(Tree, PLAIN | {"child": PLAIN}).child == TREE


def test_what_has_a_default_may_be_missing() -> None:
    old = {name: value for name, value in PLAIN.items() if name not in {"child", "words", "marks"}}
    assert from_plain(Tree, old) == TREE


@pytest.mark.parametrize("name", [name for name in PLAIN if name not in {"child", "words", "marks"}])
def test_what_has_no_default_may_not_be_missing(name: str) -> None:
    with pytest.raises(Misfit, match=f"^{name}: missing$"):
        from_plain(Tree, {key: value for key, value in PLAIN.items() if key != name})


def test_an_unknown_field_is_named_with_its_path() -> None:
    leaf = {"word": "a", "wrod": "b"}
    with pytest.raises(Misfit, match=r"^child\.either\.leaves\[0\]\.wrod: unknown field$"):
        from_plain(Tree, PLAIN | {"child": PLAIN | {"either": {"type": "Twig", "leaves": [leaf]}}})


WRONG: list[tuple[str, object, str]] = [
    ("no", "7", r"no: expected int, found str"),
    ("no", True, r"no: expected int, found bool"),
    ("no", 7.0, r"no: expected int, found float"),
    ("is_tall", 1, r"is_tall: expected bool, found int"),
    ("planted", "2026-03-01T12:30:00", r"planted: not a datetime"),
    ("planted", "2026-03-01T12:30:00+01:00", r"planted: not a datetime"),
    ("planted", "2026-03-01T12:30:00.000000Z", r"planted: not a datetime"),
    ("planted", "2026-02-30T12:30:00Z", r"planted: not a datetime"),
    ("planted", "２026-03-01T12:30:00Z", r"planted: not a datetime"),  # noqa: RUF001 - a full-width digit
    ("planted", None, r"planted: expected str, found NoneType"),
    ("day", "2026-02-29", r"day: not a date"),
    ("day", "20260228", r"day: not a date"),
    ("hour", "24:00:00", r"hour: not a time"),
    ("hour", "22:00", r"hour: not a time"),
    ("age", "1", r"age: expected int, found str"),
    ("age", 10**30, r"age: a length beyond all measure"),
    ("part", "2/6", r"part: not a Fraction"),
    ("part", "1/0", r"part: not a Fraction"),
    ("part", "0.5", r"part: not a Fraction"),
    ("level", 3, r"level: no such Level"),
    ("level", "2", r"level: expected int, found str"),
    ("colours", ["red", "green"], r"colours\[1\]: no such Colour"),
    ("colours", ["red", "red"], r"colours: the same value twice in a set"),
    ("colours", "red", r"colours: expected list, found str"),
    ("pair", [1], r"pair: expected 2 values, found 1"),
    ("pair", [1, 2], r"pair\[1\]: expected str, found int"),
    ("by_colour", {"green": 1}, r"by_colour\.a key: no such Colour"),
    ("by_colour", [["red", 1]], r"by_colour: expected dict, found list"),
    ("by_number", {"07": {"word": "x"}}, r"by_number\.a key: not a whole number"),
    ("by_number", {"7": {"word": 1}}, r"by_number\[7\]\.word: expected str, found int"),
    ("either", {"leaves": []}, r"either: none of Leaf, Twig"),
    ("either", {"type": "Tree"}, r"either: none of Leaf, Twig"),
    ("either", {"type": "Leaf", "leaves": []}, r"either\.leaves: unknown field"),
    ("either", None, r"either: none of Leaf, Twig"),
    ("scalar", True, r"scalar: none of str, int, date, Leaf"),
    ("scalar", {"type": "str", "value": "x"}, r"scalar: none of str, int, date, Leaf"),
    (
        "scalar",
        {"type": "date", "value": "2026-01-01", "more": 1},
        r"scalar: expected a value and nothing else",
    ),
    ("words", ["a", None], r"words\[1\]: expected str, found NoneType"),
    ("marks", {"a": 1}, r"marks\[a\]: expected str, found int"),
]


@pytest.mark.parametrize(("name", "value", "reason"), WRONG)
def test_what_does_not_fit_its_type_is_refused_by_its_path(name: str, value: object, reason: str) -> None:
    assert from_plain(Tree, PLAIN) == TREE
    with pytest.raises(Misfit, match=f"^{reason}"):
        from_plain(Tree, PLAIN | {name: value})


@pytest.mark.parametrize(("text", "number"), [("text", 0), ("", 1), ("2026-01-01", -1)])
def test_texts_and_numbers_of_a_choice_stand_as_they_are(text: str, number: int) -> None:
    for value in (text, number, None):
        assert from_plain(Tree, PLAIN | {"scalar": value}).scalar == value


def test_a_value_that_breaks_its_own_hints_is_not_written() -> None:
    wrong: Any = 1.5
    with pytest.raises(Misfit, match=r"^count: expected int, found float$"):
        to_plain(Leaf("a", wrong))
    listed: Any = [Leaf("a")]
    with pytest.raises(Misfit, match=r"^leaves: expected tuple, found list$"):
        to_plain(Twig(listed))
    with pytest.raises(Misfit, match=r"^arguments\[n\]: float is none of str, int"):
        to_plain(Say("key", {"n": wrong}))


def test_an_instant_without_a_zone_is_not_written() -> None:
    with pytest.raises(Misfit, match=r"^at: an instant needs a zone$"):
        to_plain(When(datetime(2026, 1, 1), "UTC"))  # noqa: DTZ001 - what must not be written


def test_an_instant_of_any_zone_is_written_in_utc() -> None:
    at = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    assert to_plain(When(at, "Europe/Berlin")) == {"at": "2025-12-31T23:00:00Z", "zone": "Europe/Berlin"}


def test_a_type_without_a_plain_form_says_so() -> None:
    with pytest.raises(Misfit, match=r"bytes has no plain form"):
        to_plain(b"bytes")
    with pytest.raises(Misfit, match=r"has no plain form"):
        from_plain(list[int], [1])


def test_a_misfit_never_repeats_what_stands_there() -> None:
    secret = "what somebody wrote"
    with pytest.raises(Misfit) as caught:
        from_plain(Leaf, {"word": "a", "count": secret})
    assert secret not in str(caught.value)


def test_what_a_class_refuses_is_a_misfit_at_its_path() -> None:
    @dataclass(frozen=True, slots=True)
    class Even:
        number: int

        def __post_init__(self) -> None:
            if self.number % 2:
                raise ValueError("odd")

    assert from_plain(Even, {"number": 2}) == Even(2)
    with pytest.raises(Misfit, match=r"no such Even: odd$"):
        from_plain(Even, {"number": 3})


def test_a_view_is_written_as_the_outbox_keeps_it() -> None:
    view = View(say("hello", who=Quoted("Ada"), n=3), audience=Audience.ONLY_YOU)
    assert to_plain(view) == {
        "heading": {"key": "hello", "arguments": {"who": {"type": "Quoted", "words": "Ada", "content": None}, "n": 3}},
        "blocks": [],
        "actions": [],
        "audience": "only_you",
        "topic": None,
        "is_sample": False,
    }
    assert from_plain(View, to_plain(view)) == view


def test_a_view_that_an_older_version_stored_is_still_read() -> None:
    action = {"key": "action-join", "typed": "join", "is_private": False}
    older = {"heading": None, "blocks": [], "actions": [action], "audience": "everyone"}
    assert from_plain(View, older) == View(actions=(Action("action-join", "join"),))


def test_a_ballot_paper_can_be_stored() -> None:
    choices = (Choice(3, Quoted("a pond"), 1, say("one")), Choice(7, say("hidden"), 0, say("none")))
    view = View(None, (BallotPaper((BallotList(choices, 4, 2, say("list")),), say("yours"), at=3),), topic=4)
    assert from_plain(View, to_plain(view)) == view


def test_sets_of_anything_are_sorted_numbers_by_size_and_the_rest_part_by_part() -> None:
    @dataclass(frozen=True, slots=True)
    class Sets:
        numbers: frozenset[Number]
        pairs: frozenset[tuple[int, str | None]]
        leaves: frozenset[Leaf]

    leaves = frozenset({Leaf("b", 1), Leaf("a", 10), Leaf("a", 9)})
    sets = Sets(frozenset(map(Number, (10, 9, -1))), frozenset({(10, "a"), (9, "b"), (9, None)}), leaves)
    plain = to_plain(sets)
    assert plain == {
        "numbers": [-1, 9, 10],
        "pairs": [[9, None], [9, "b"], [10, "a"]],
        "leaves": [{"word": "a", "count": 9}, {"word": "a", "count": 10}, {"word": "b", "count": 1}],
    }
    assert from_plain(Sets, plain) == sets
