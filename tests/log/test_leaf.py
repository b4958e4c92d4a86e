"""The bytes of an entry: one form, read back as written, refused where they could mean two things."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import RoundId, TopicNo
from codesign_bot.log.canonical import NotCanonical
from codesign_bot.log.kinds import KINDS
from codesign_bot.log.leaf import Leaf, LeafRefused, decoded

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
LEAF = Leaf("codesign-bot/home", 12, AT, "window-extended", {"why": "few_heard"}, RoundId("r1"), TopicNo(4))
BYTES = (
    b'{"at":"2026-03-02T10:00:00Z","facts":{"why":"few_heard"},"no":12,"origin":"codesign-bot/home",'
    b'"round":"r1","topic":4,"type":"window-extended","v":1}'
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def test_an_entry_has_one_form() -> None:
    assert LEAF.encoded() == BYTES
    assert decoded(BYTES) == LEAF


@given(
    st.integers(1, 2**53 - 1),
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(texts, plain, max_size=4),
    st.none() | st.tuples(texts, st.integers(1, 10**6)),
    st.integers(0, 10**15),
)
def test_an_entry_is_read_back_as_it_was_written(
    no: int, kind: str, facts: dict[str, None], where: tuple[str, int] | None, micros: int
) -> None:
    placed = (None, None) if where is None else (RoundId(where[0]), TopicNo(where[1]))
    leaf = Leaf("o/c", no, AT + timedelta(microseconds=micros), kind, facts, *placed)
    assert decoded(leaf.encoded()) == leaf


def again(**changes: object) -> bytes:
    """The entry with some keys changed, in canonical form; `...` takes a key away."""
    found: dict[str, object] = {**json.loads(BYTES), **changes}
    kept = {key: value for key, value in sorted(found.items()) if value is not ...}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("leaf", "why"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON|nested too deep"),
        (b"[1]", "not an object"),
        (BYTES + b" ", "canonical form"),
        (BYTES.replace(b'"no":12', b'"no":012'), "not JSON"),
        (BYTES.replace(b'"no":12', b'"no":12.0'), "no canonical form"),
        (BYTES.replace(b'{"at"', b'{ "at"'), "canonical form"),
        (BYTES.replace(b"few_heard", b"few\\u005fheard"), "canonical form"),
        (BYTES.replace(b'"no":12', b'"no":11,"no":12'), "canonical form"),
        (BYTES.replace(b"few_heard", b"\\ud800"), "no canonical form"),
        (again(v=2), "version 2"),
        (again(v="1"), "version '1'"),
        (again(v=True), "version True"),
        (again(type=["window-extended"]), "'type' is no text"),
        (again(type={}), "'type' is no text"),
        (BYTES.replace(b'"no":12', b'"no":' + b"1" * 10_000), "not JSON|no canonical form"),
        (again(v=...), "version None"),
        (again(extra=1), "lacks or adds: extra"),
        (again(facts=...), "lacks or adds: facts"),
        (again(type="poll-closed"), "'poll-closed' is not known"),
        (again(no=0), "'no' is no number"),
        (again(no=True), "'no' is no number"),
        (again(topic="4"), "'topic' is no number"),
        (again(round=4), "'round' is no text"),
        (again(origin=None), "'origin' is no text"),
        (again(at="2026-03-02T10:00:00+00:00"), "'at' is no instant"),
        (again(at="2026-03-02 10:00:00Z"), "'at' is no instant"),
        (again(facts=[]), "'facts' are no object"),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_refused(leaf: bytes, why: str) -> None:
    with pytest.raises(LeafRefused, match=why):
        decoded(leaf)


@given(st.integers(0, len(BYTES) * 8 - 1))
def test_no_bit_of_an_entry_can_change_unseen(bit: int) -> None:
    """What is still an entry after one bit changed is another one."""
    changed = bytearray(BYTES)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        assert decoded(bytes(changed)) != LEAF
    except LeafRefused:
        return


def test_a_fact_that_cannot_be_hashed_makes_no_entry() -> None:
    with pytest.raises(NotCanonical):
        Leaf("o/c", 1, AT, "receipts", {"dots": 2**53}).encoded()
