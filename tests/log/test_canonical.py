"""The bytes of the log are those of RFC 8785, and what has none is refused."""

from __future__ import annotations

import json
import re
from enum import Enum, IntEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from codesign_bot.log.canonical import LARGEST, NotCanonical, NotJson, canonical, read
from codesign_bot.plain import Plain

from .vectors import found

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)


def refused(value: object) -> str:
    with pytest.raises(NotCanonical) as caught:
        canonical(cast("Plain", value))
    return str(caught.value)


# --- published cases -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", found("rfc8785/input/*.json"))
def test_a_published_case_gives_the_published_bytes_or_is_refused_for_its_fractions(path: Path) -> None:
    # 56.0 in one of them is a whole number; Python alone would make a fraction of it.
    def number(text: str) -> object:
        return int(float(text)) if float(text).is_integer() and float(text) <= LARGEST else float(text)

    value: Any = json.loads(path.read_text(encoding="utf-8"), parse_float=number)
    expected = (path.parents[1] / "output" / path.name).read_bytes()
    if re.search(rb"\d\.\d|\de", expected):
        assert refused(value) == "float has no place in the log"
        return
    assert canonical(value) == expected.rstrip(b"\n")


def test_the_published_cases_hold_both_kinds() -> None:
    names = {getattr(one.values[0], "name", "") for one in found("rfc8785/input/*.json")}
    if names == {""}:
        pytest.skip("needs the published vectors in ../shared/data/log")
    assert {"arrays.json", "structures.json", "french.json", "values.json"} <= names


def test_keys_stand_in_the_order_of_their_utf_16_units() -> None:
    """The example of RFC 8785 §3.2.3. By code points the smiling face would come last, after U+FB33."""
    given_keys = ["€", "\r", "\ufb33", "1", "😀", "\u0080", "ö"]
    written = canonical(dict.fromkeys(given_keys))
    assert list(json.loads(written)) == ["\r", "1", "\u0080", "ö", "€", "😀", "\ufb33"]
    assert sorted(given_keys) != list(json.loads(written))


def test_the_text_of_the_rfc_is_written_with_the_least_escapes() -> None:
    """RFC 8785 §3.2.2.2, and every control character in lower-case hexadecimal."""
    assert canonical('€$\u000f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    assert canonical("\b\t\n\f\r") == rb'"\b\t\n\f\r"'
    assert canonical("\x00\x1b\x1f\x7f\u2028") == b'"\\u0000\\u001b\\u001f\x7f\xe2\x80\xa8"'


CASES: list[tuple[Plain, bytes]] = [
    (None, b"null"),
    (True, b"true"),
    (False, b"false"),
    (0, b"0"),
    (-1, b"-1"),
    (LARGEST, b"9007199254740991"),
    (-LARGEST, b"-9007199254740991"),
    ("", b'""'),
    ([], b"[]"),
    ({}, b"{}"),
    ([1, [True, {}], "é"], '[1,[true,{}],"é"]'.encode()),
    ({"b": 1, "a": [None], "B": 0, "": {}}, b'{"":{},"B":0,"a":[null],"b":1}'),
]


@pytest.mark.parametrize(("value", "expected"), CASES)
def test_a_plain_value_is_written_without_anything_needless(value: Plain, expected: bytes) -> None:
    assert canonical(value) == expected


# --- laws ------------------------------------------------------------------------------------------------


@given(values)
def test_what_was_written_reads_back_as_it_was(value: Plain) -> None:
    assert json.loads(canonical(value)) == value


@given(values)
def test_what_was_read_back_is_written_as_it_stood(value: Plain) -> None:
    written = canonical(value)
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(texts, scalars, min_size=2), st.data())
def test_the_order_in_which_keys_were_put_in_does_not_matter(value: dict[str, Plain], data: st.DataObject) -> None:
    pairs = data.draw(st.permutations(list(value.items())))
    assert canonical(dict(pairs)) == canonical(value)


@given(values, values)
def test_two_values_that_differ_never_have_the_same_bytes(one: Plain, other: Plain) -> None:
    # repr tells True from 1, which == does not; the keys are put in one order first.
    is_same = repr(json.loads(canonical(one))) == repr(json.loads(canonical(other)))
    assert (canonical(one) == canonical(other)) is is_same


@given(values)
def test_no_line_feed_stands_in_what_is_written_so_that_it_fits_a_line(value: Plain) -> None:
    assert b"\n" not in canonical(value)
    assert b"\r" not in canonical(value)


# --- the quick way and the library -----------------------------------------------------------------------

# Keys on both sides of the place where code points and UTF-16 units part: U+FB33 and a smiling face.
mixed_keys = texts | st.text(st.sampled_from("aZ~\x7f\u00e9\ud7ff\ue000\ufb33\uffff😀"), max_size=3)
mixed = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(mixed_keys, inner), max_leaves=12)


@given(mixed)
@example({"\ufb33": 1, "😀": 2})
@example({"a": {"\ufb33": 1, "😀": 2}, "b": 3})
@example([{"b": 1}, {"\ufb33": 1, "😀": 2}, {"a": 2, "B": 1}])
def test_whatever_way_is_taken_the_bytes_are_those_of_the_library(value: Plain) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def slowly(held: bytes) -> tuple[object, bool]:
    """What `read` has to come to, by the library alone."""
    value = json.loads(held)
    walked = [value]
    for one in walked:
        walked += one if isinstance(one, list) else [*one, *one.values()] if isinstance(one, dict) else []
        if isinstance(one, float) or (isinstance(one, int) and abs(one) > LARGEST):
            raise NotCanonical
    try:
        return value, rfc8785.dumps(value) == held
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotCanonical from error


def both_ways(held: bytes) -> list[object]:
    """What the quick reader and the slow one say; the name of what they raise where they do."""
    said: list[object] = []
    for way in (read, slowly):
        try:
            value, is_canonical = way(held)
            said.append((repr(value), is_canonical))  # repr tells True from 1
        except NotCanonical:
            said.append("NotCanonical")
        except ValueError:  # of which NotJson is one, and so is what json raises
            said.append("no JSON")
    return said


@given(mixed)
def test_what_was_written_is_read_as_canonical_the_quick_way_and_the_slow_one(value: Plain) -> None:
    one, other = both_ways(canonical(value))
    assert one == other == (repr(json.loads(canonical(value))), True)


SPOILT = (
    b" ",
    b"\t",
    b"\n",
    b"0",
    b"-",
    b".0",
    b"e0",
    b"E1",
    b",",
    b":",
    b'"',
    b"\\u0061",
    b"\\/",
    b"[",
    b"}",
    b"\xff",
    b"\x7f",
)


@given(mixed, st.data())
def test_bytes_that_were_touched_are_judged_the_same_both_ways(value: Plain, data: st.DataObject) -> None:
    held = bytearray(canonical(value))
    at = data.draw(st.integers(0, len(held)))
    held[at : at + data.draw(st.integers(0, 2))] = data.draw(st.sampled_from(SPOILT))
    one, other = both_ways(bytes(held))
    assert one == other


@given(st.text(st.sampled_from('{}[]",:0123456789.eE+-truefalsn\\u \n\x7f\u00e9😀'), max_size=30))
def test_text_that_is_nearly_json_is_judged_the_same_both_ways(text: str) -> None:
    one, other = both_ways(text.encode())
    assert one == other


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"-0", ("0", False)),
        (b"9007199254740992", "NotCanonical"),
        (b"-9007199254740991", ("-9007199254740991", True)),
        (b"1.0", "NotCanonical"),
        (b"1e0", "NotCanonical"),
        (b"NaN", "NotCanonical"),
        (b"Infinity", "NotCanonical"),
        (b'"\\ud800"', "NotCanonical"),
        (b'{"b":1,"a":2}', ("{'b': 1, 'a': 2}", False)),
        (b'{"a":1,"a":1}', ("{'a': 1}", False)),
        (b'"\\u0061"', ("'a'", False)),
        (b'"\\u001F"', (repr("\x1f"), False)),
        (b'"\\u001f"', (repr("\x1f"), True)),
        (b'"\x7f"', (repr("\x7f"), True)),
        (b'{"\xef\xac\xb3":1,"\xf0\x9f\x98\x80":2}', (repr({"\ufb33": 1, "😀": 2}), False)),
        (b'{"\xf0\x9f\x98\x80":2,"\xef\xac\xb3":1}', (repr({"😀": 2, "\ufb33": 1}), True)),
        (b"[1,]", "no JSON"),
        (b"", "no JSON"),
        (b"\xef\xbb\xbf1", "no JSON"),
    ],
)
def test_where_the_two_could_differ_they_do_not(held: bytes, said: object) -> None:
    if held.startswith(b"\xef\xbb\xbf"):
        said = both_ways(held)[1]  # json passes over the mark where it is given bytes
    assert both_ways(held) == [said, said]


def test_what_is_nested_beyond_all_measure_is_no_json() -> None:
    for held in (b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000):
        with pytest.raises((NotJson, NotCanonical)):
            read(held)


@pytest.mark.parametrize(
    "value", [[{"é": 1}, 0.5], {"é": 1, "f": 0.5}, [{"é": 1}, [{"a": 2**53}]], {"é": 1, "f": {"a": b""}}]
)
def test_what_stands_behind_a_key_that_is_not_ascii_is_looked_at_too(value: Plain) -> None:
    assert refused(value)


# --- refusals --------------------------------------------------------------------------------------------


class Colour(Enum):
    RED = "red"


class Rank(IntEnum):
    HUGE = 2**60


@pytest.mark.parametrize("value", [0.5, 1.0, 0.0, -0.0, float("nan"), float("inf"), 1e300])
def test_a_fraction_is_refused_even_a_whole_one(value: float) -> None:
    assert refused(value) == "float has no place in the log"
    assert refused({"a": [value]}) == "float has no place in the log"


@pytest.mark.parametrize("value", [2**53, -(2**53), 2**64, 10**5000, Rank.HUGE], ids=type)
def test_a_number_that_other_programs_would_round_is_refused(value: int) -> None:
    assert refused(value) == refused([{"a": value}]) == "a whole number beyond 2^53 - 1"


def test_half_a_surrogate_pair_is_refused_in_a_value_and_in_a_key() -> None:
    for half in ("\ud800", "\udfff", "a\ud83db", "\udc00\ud800"):
        assert refused(half) == refused({half: 1}) == refused({"a": [half]}) == "half a surrogate pair is no text"


@pytest.mark.parametrize("key", [1, None, True, ("a",), b"a", 2**60])
def test_a_key_that_is_no_text_is_refused(key: object) -> None:
    assert refused({key: 1}) == refused([{"b": 1, key: 1}]) == "a key that is no text"


@pytest.mark.parametrize("value", [(1, 2), {1}, b"a", Fraction(1, 2), Colour.RED, object(), bytearray()])
def test_what_is_not_plain_is_refused_by_its_kind(value: object) -> None:
    assert refused(value) == refused({"a": value}) == f"{type(value).__name__} has no place in the log"


def test_a_value_nested_beyond_all_measure_is_refused_and_not_walked() -> None:
    value: Plain = []
    for _ in range(100_000):
        value = [value]
    assert refused(value) == "nested too deep"


def test_a_refusal_never_repeats_what_somebody_wrote() -> None:
    for value in ({"my secret": 0.5}, {"my secret\ud800": 1}, ["my secret\ud800"], {"my secret": 2**60}):
        assert "secret" not in refused(value)


def test_a_refusal_is_a_mistake_in_a_value() -> None:
    assert issubclass(NotCanonical, ValueError)
