"""A name for each person and round: anyone with the key can redo it, and nobody without."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.ids import PersonId
from codesign_bot.log.pseudonyms import KEY_BYTES, pseudonym

keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
people = st.text(st.characters(codec="utf-8")).map(PersonId)


def by_hand(key: bytes, person: str) -> str:
    """HMAC as RFC 2104 writes it, with nothing but a hash."""
    block = key.ljust(64, b"\0")
    inner = sha256(bytes(one ^ 0x36 for one in block) + person.encode()).digest()
    return "p-" + sha256(bytes(one ^ 0x5C for one in block) + inner).hexdigest()[:16]


@given(keys, people)
def test_a_name_can_be_worked_out_by_hand(key: bytes, person: PersonId) -> None:
    assert pseudonym(key, person) == by_hand(key, person)


def test_the_name_of_a_published_case_is_the_published_one() -> None:
    # RFC 4231, test case 6, but with the key that it hashes down to; so the published digest holds for 32 bytes too.
    key = sha256(b"\xaa" * 131).digest()
    assert pseudonym(key, PersonId("Test Using Larger Than Block-Size Key - Hash Key First")) == "p-60e431591ee0b67f"


@given(keys, people)
def test_a_name_shows_nothing_of_the_person(key: bytes, person: PersonId) -> None:
    assert re.fullmatch(r"p-[0-9a-f]{16}", pseudonym(key, person))


@given(keys, keys, people)
def test_somebody_has_one_name_in_a_round_and_another_one_in_the_next(
    one: bytes, other: bytes, person: PersonId
) -> None:
    assert pseudonym(one, person) == pseudonym(one, person)
    assert (pseudonym(one, person) == pseudonym(other, person)) == (one == other)


@given(keys, st.lists(people, unique=True, max_size=50))
def test_people_of_one_round_have_names_of_their_own(key: bytes, everybody: list[PersonId]) -> None:
    assert len({pseudonym(key, person) for person in everybody}) == len(everybody)


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33), bytes(64)])
def test_a_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match=f"32 bytes, not {len(key)}"):
        pseudonym(key, PersonId("ada"))
