"""One key follows another by the word of the one before it, and each is good for its part of the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codesign_bot.log.leaf import Leaf, decoded
from codesign_bot.log.note import SignerKey, VerifierKey
from codesign_bot.log.succession import KEY_CHANGED, Change, Succession, SuccessionRefused, succession
from codesign_bot.testing.door import MORNING

ORIGIN = "codesign-bot/riverside"
ONE, TWO, THREE = (SignerKey(ORIGIN, bytes([seed]) * 32).verifier for seed in (1, 2, 3))
FIRST, SECOND = Change(5, ONE, TWO), Change(9, TWO, THREE)


def entry(change: Change, **facts: str) -> Leaf:
    told = change.facts() | facts
    return decoded(Leaf(ORIGIN, change.no, MORNING, KEY_CHANGED, told).encoded())


def test_what_an_entry_says_of_a_new_key_is_read_again() -> None:
    assert Change.of(entry(FIRST)) == FIRST
    assert FIRST.facts() == {"role": "operator", "before": ONE.text(), "after": TWO.text()}


def test_an_entry_about_something_else_replaces_no_key() -> None:
    assert Change.of(replace(entry(FIRST), kind="zone-changed")) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"after": ONE.text()},
        {"before": "nobody"},
        {"after": ""},
        {"after": TWO.text()[:-1]},
        {"after": SignerKey("codesign-bot/other", bytes(32)).verifier.text()},
        {"before": VerifierKey("codesign-bot/other", ONE.public).text()},
    ],
)
def test_an_entry_that_names_no_new_key_of_its_log_is_refused_by_its_number(facts: dict[str, str]) -> None:
    with pytest.raises(SuccessionRefused, match="Entry 5 names"):
        Change.of(entry(FIRST, **facts))


def test_an_entry_that_lacks_a_key_is_refused() -> None:
    with pytest.raises(SuccessionRefused, match="Entry 5 names no whole key"):
        Change.of(replace(entry(FIRST), facts={"role": "operator"}))


@pytest.mark.parametrize(
    ("size", "needed"),
    [
        (0, {ONE}),
        (4, {ONE}),
        (5, {ONE, TWO}),
        (6, {TWO}),
        (8, {TWO}),
        (9, {TWO, THREE}),
        (10, {THREE}),
        (1_000_000, {THREE}),
    ],
)
def test_a_key_is_good_for_its_part_of_the_log_and_two_are_needed_where_one_follows(
    size: int, needed: set[VerifierKey]
) -> None:
    keys = Succession(ONE, (FIRST, SECOND))
    assert keys.keys == (ONE, TWO, THREE)
    assert set(keys.needed_at(size)) == needed


def test_a_log_whose_key_was_never_replaced_has_one() -> None:
    assert succession(ONE, []).keys == (ONE,)
    assert succession(ONE, []).needed_at(12) == (ONE,)


def test_a_key_that_no_other_introduces_is_refused_by_the_number_of_its_entry() -> None:
    with pytest.raises(SuccessionRefused, match="Entry 9 replaces a key that the log was not signed with"):
        Succession(ONE, (FIRST, Change(9, ONE, THREE)))
    with pytest.raises(SuccessionRefused, match="Entry 9"):
        Succession(ONE, (SECOND,))


def test_the_key_at_hand_has_to_be_the_last_one() -> None:
    assert succession(THREE, [FIRST, SECOND]).keys == (ONE, TWO, THREE)
    for key in (ONE, TWO):
        with pytest.raises(SuccessionRefused, match="not signed with this key any more, or not yet"):
            succession(key, [FIRST, SECOND])
