from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign_bot.core.content import Content
from codesign_bot.core.events import BallotCast, Event, IdeaOffered, PhaseEntered, TimeAsked, VotesCounted
from codesign_bot.core.ids import ContentId, IdeaNo, PersonId
from codesign_bot.core.phases import LEAST
from codesign_bot.core.rules import Template
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import Damaged
from codesign_bot.plain import from_plain, to_plain
from codesign_bot.plain.coding import hints_of
from codesign_bot.store.codec import TYPES, UPCASTERS, Codec, decode, encode
from codesign_bot.store.upcasting import Body
from codesign_bot.view import View

AT = datetime(2026, 1, 1, tzinfo=UTC)
OFFER = IdeaOffered(AT, IdeaNo(3), PersonId("ada"), Content(ContentId("c1"), "d" * 64), is_by_organiser=False)

INSTANTS = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(9000, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-11)), timezone(timedelta(minutes=345))]),
)
LENGTHS = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))
SCALARS: Mapping[object, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(),
    str: st.text(max_size=12),
    datetime: INSTANTS,
    date: st.dates(),
    time: st.times(),
    timedelta: LENGTHS,
    Fraction: st.fractions(),
}


def values(hint: object) -> st.SearchStrategy[Any]:
    """Any value that a type hint allows. It shares no code with `plain`, only the names in the hints."""
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in SCALARS:
        return SCALARS[hint]
    if origin in (Union, UnionType):
        return st.one_of([values(argument) for argument in arguments])
    if origin is tuple and arguments[1:] == (...,):
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, arguments))
    if origin is frozenset:
        return st.frozensets(values(arguments[0]), max_size=3)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=3)
    assert isinstance(hint, type), hint
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return templates() if hint is Template else _later(hint)  # pyright: ignore[reportUnknownArgumentType] - a dataclass


def _later(kind: type[Any]) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: objects(kind))


def objects(kind: type[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{name: values(hint) for name, hint in hints_of(kind).items()})


def templates() -> st.SearchStrategy[Template]:
    """Any values, also such as no new template may have; only a length for every step there must be."""
    others = {name: values(hint) for name, hint in hints_of(Template).items() if name != "windows"}
    return st.builds(Template, windows=st.fixed_dictionaries(dict.fromkeys(LEAST, LENGTHS)), **others)


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_event_comes_back_from_the_record_as_what_it_was(kind: type[Event], data: st.DataObject) -> None:
    event = data.draw(objects(kind))
    line = encode(event)
    assert decode(line) == event
    assert encode(decode(line)) == line
    head = json.loads(line)
    newest = 1 + max((version for name, version in UPCASTERS if name == kind.__name__), default=0)
    assert (head["v"], head["type"]) == (newest, kind.__name__)


@settings(max_examples=150, deadline=None)
@given(view=objects(View))
def test_every_view_comes_back_from_the_outbox_as_what_it_was(view: View) -> None:
    plain = json.loads(json.dumps(to_plain(view)))
    assert from_plain(View, plain) == view
    assert to_plain(from_plain(View, plain)) == plain


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_equal_events_are_written_alike_whatever_order_their_sets_came_in(data: st.DataObject) -> None:
    event = data.draw(objects(VotesCounted))
    count = event.result.count
    turned = frozenset(sorted(count.alike, key=lambda pair: (-pair[1], sorted(pair[0])), reverse=True))
    again = replace(event, result=replace(event.result, count=replace(count, alike=turned)))
    assert encode(again) == encode(event)


def test_an_event_stands_as_one_line_of_json_that_says_what_it_is() -> None:
    assert encode(OFFER) == (
        '{"v":1,"type":"IdeaOffered","at":"2026-01-01T00:00:00Z","no":3,"by":"ada",'
        '"content":{"id":"c1","digest":"' + "d" * 64 + '"},"is_by_organiser":false,"from_parked":null}'
    )


def test_every_member_of_the_union_can_be_written() -> None:
    assert set(TYPES.values()) == set(get_args(Event))
    assert len(TYPES) == len(get_args(Event)) > 50


def test_no_event_has_a_field_that_the_envelope_needs() -> None:
    for kind in TYPES.values():
        assert not {"v", "type"} & set(hints_of(kind))


BROKEN: list[tuple[str, str]] = [
    ("not json", "not JSON"),
    ('{"v":1,"type":"IdeaOffered"', "not JSON"),
    ("[1]", "not an event"),
    ('{"type":"TimeAsked","at":"2026-01-01T00:00:00Z","by":"ada"}', "without version or type"),
    ('{"v":true,"type":"TimeAsked","at":"2026-01-01T00:00:00Z","by":"ada"}', "without version or type"),
    ('{"v":1,"type":["TimeAsked"],"at":"2026-01-01T00:00:00Z","by":"ada"}', "without version or type"),
    ('{"v":1,"type":"DiceThrown","at":"2026-01-01T00:00:00Z"}', "unknown type, 'DiceThrown'"),
    ('{"v":2,"type":"TimeAsked","at":"2026-01-01T00:00:00Z","by":"ada"}', "version 2 of TimeAsked"),
    ('{"v":0,"type":"TimeAsked","at":"2026-01-01T00:00:00Z","by":"ada"}', "version 0 of TimeAsked"),
    ('{"v":1,"type":"TimeAsked","at":"2026-01-01T00:00:00Z"}', "TimeAsked in the record cannot be read: by "),
    ('{"v":1,"type":"TimeAsked","at":"soon","by":"ada"}', "TimeAsked in the record cannot be read: at "),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN)
def test_what_cannot_be_read_is_damage_with_a_sentence(line: str, reason: str) -> None:
    with pytest.raises(Damaged, match=reason):
        decode(line)


@dataclass(frozen=True, slots=True)
class TimeWanted:
    """What `TimeAsked` might be called one day."""

    at: datetime
    person: PersonId
    hours: int


def _renamed(body: Body) -> tuple[str, Body]:
    return "TimeAsked", {"person" if name == "by" else name: value for name, value in body.items()}


def _counted(body: Body) -> tuple[str, Body]:
    return "TimeWanted", body | {"hours": 24}


def test_an_old_version_is_read_through_every_upcaster_since() -> None:
    types: dict[str, type[Any]] = {"TimeWanted": TimeWanted}
    codec = Codec(types, {("TimeAsked", 1): _renamed, ("TimeAsked", 2): _counted, ("TimeWanted", 2): _counted})
    old = encode(TimeAsked(AT, PersonId("ada")))
    middle = '{"v":2,"type":"TimeAsked","at":"2026-01-01T00:00:00Z","person":"ada"}'
    wanted: object = TimeWanted(AT, PersonId("ada"), 24)
    assert codec.decode(old) == wanted
    assert codec.decode(middle) == wanted


def test_an_event_is_written_in_the_newest_version_of_its_type() -> None:
    def same(body: Body) -> tuple[str, Body]:
        return "TimeAsked", body

    codec = Codec(TYPES, {("TimeAsked", 1): same, ("TimeAsked", 2): same})
    line = codec.encode(TimeAsked(AT, PersonId("ada")))
    assert json.loads(line)["v"] == 3
    assert codec.decode(line) == TimeAsked(AT, PersonId("ada"))
    assert json.loads(codec.encode(OFFER))["v"] == 1
    with pytest.raises(Damaged, match="version 3 of TimeAsked"):
        decode(line)


def test_every_upcaster_leads_to_a_type_that_is_known() -> None:
    assert all(version >= 1 for _, version in UPCASTERS)
    assert decode(encode(PhaseEntered(AT, *_proposed()))) == PhaseEntered(AT, *_proposed())


def _proposed() -> tuple[Any, None]:
    return next(iter(LEAST)), None


def test_the_order_of_the_dots_on_a_ballot_is_kept() -> None:
    cast = BallotCast(AT, VoteKind.VOTE, PersonId("ada"), ((IdeaNo(7), 1), (IdeaNo(3), 2)))
    assert decode(encode(cast)) == cast
    assert json.loads(encode(cast))["dots"] == [[7, 1], [3, 2]]
