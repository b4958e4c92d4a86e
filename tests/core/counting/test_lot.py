"""The public lot, worked out again from its description alone."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.counting.lot import ballot_hash, commitment, draw, is_true, order, seed
from codesign_bot.core.counting.tally import Count
from codesign_bot.core.ids import IdeaNo, RoundId

NONCE = bytes(range(32))
ROUND = RoundId("round-ä-7")
IDEAS = [IdeaNo(number) for number in (3, 7, 12)]
CLOSED = Count.of([{IDEAS[1]: 1, IDEAS[0]: 2}, {IDEAS[2]: 2}, {}, {IDEAS[0]: 2, IDEAS[1]: 1}, {IDEAS[2]: 1}], IDEAS)
CLOSED_LIST = b"12:1\n12:2\n3:2 7:1\n3:2 7:1\n"


def test_the_commitment_is_the_hash_of_the_nonce_followed_by_the_round() -> None:
    assert commitment(NONCE, ROUND) == sha256(NONCE + "round-ä-7".encode()).digest()


def test_the_ballot_list_is_hashed_line_by_line_as_described() -> None:
    assert ballot_hash(CLOSED) == sha256(CLOSED_LIST).digest()


def test_a_person_with_a_shell_gets_the_same_ballot_hash(tmp_path: Path) -> None:
    if not (shutil.which("sort") and shutil.which("sha256sum")):
        pytest.skip("no sort and sha256sum on this machine")
    (tmp_path / "ballots.txt").write_bytes(b"3:2 7:1\n12:2\n3:2 7:1\n12:1\n")
    shell = "LC_ALL=C sort ballots.txt | sha256sum"
    said = subprocess.run(["sh", "-c", shell], cwd=tmp_path, capture_output=True, check=True, timeout=20)
    assert said.stdout.split()[0].decode() == ballot_hash(CLOSED).hex()


def test_the_ideas_of_a_line_stand_by_rising_number_whatever_order_they_were_written_in() -> None:
    many = [IdeaNo(number) for number in (24, 3, 17, 10, 1, 9, 20, 2)]
    line = b"1:1 2:1 3:1 9:1 10:1 17:1 20:1 24:1\n"
    assert ballot_hash(Count.of([dict.fromkeys(many, 1)], many)) == sha256(line).digest()


def test_no_ballots_have_the_hash_of_no_bytes() -> None:
    assert ballot_hash(Count.of([], IDEAS)) == sha256(b"").digest()


def test_the_order_goes_by_the_hash_of_the_seed_followed_by_the_number() -> None:
    drawn_from = sha256(NONCE + sha256(CLOSED_LIST).digest()).digest()
    assert seed(NONCE, ballot_hash(CLOSED)) == drawn_from
    by_hand = sorted(("3", "7", "12"), key=lambda digits: sha256(drawn_from + digits.encode()).hexdigest())
    assert [str(idea) for idea in order(drawn_from, IDEAS)] == by_hand


def test_a_lot_that_was_worked_out_once_with_sha256sum_stays_the_same_for_ever() -> None:
    lot = draw(NONCE, ROUND, ballot_hash(CLOSED), IDEAS)
    assert lot.commitment.hex() == "222f9870109ce0b61619e4d1572992c0596c367d6465f33a41491fe15f924d42"
    assert lot.ballot_hash.hex() == "d5848ae55d66933e62d0bd4b8aab97bdfc72c62dada9a887160316ea8057fa63"
    assert lot.order == (7, 3, 12)


def test_people_can_be_drawn_by_their_names_too() -> None:
    drawn = order(bytes(32), ["ann", "bo", "čeněk"])
    by_hand = sorted(["ann", "bo", "čeněk"], key=lambda name: sha256(bytes(32) + name.encode()).digest())
    assert list(drawn) == by_hand


@given(ids=st.lists(st.integers(1, 99).map(IdeaNo), unique=True), again=st.randoms(use_true_random=False))
def test_the_order_in_which_ideas_are_put_in_has_no_say(ids: list[IdeaNo], again: Random) -> None:
    other = list(ids)
    again.shuffle(other)
    drawn = order(seed(NONCE, ballot_hash(CLOSED)), ids)
    assert order(seed(NONCE, ballot_hash(CLOSED)), other) == drawn
    assert sorted(drawn) == sorted(ids)


def test_every_idea_comes_first_about_as_often_as_any_other() -> None:
    firsts = [order(sha256(str(n).encode()).digest(), IDEAS)[0] for n in range(3000)]
    assert all(900 < firsts.count(idea) < 1100 for idea in IDEAS)


def test_a_true_lot_opens_what_was_posted_at_the_opening() -> None:
    posted = commitment(NONCE, ROUND)
    assert is_true(draw(NONCE, ROUND, ballot_hash(CLOSED), IDEAS), posted)


def test_a_lot_with_anything_changed_is_found_out() -> None:
    posted = commitment(NONCE, ROUND)
    lot = draw(NONCE, ROUND, ballot_hash(CLOSED), IDEAS)
    other_nonce = draw(bytes(32), ROUND, ballot_hash(CLOSED), IDEAS)
    assert not is_true(other_nonce, posted)
    assert not is_true(replace(other_nonce, commitment=posted), posted)
    assert not is_true(replace(lot, order=lot.order[::-1]), posted)
    assert not is_true(replace(lot, round_id=RoundId("round-8")), posted)
    assert not is_true(replace(lot, ballot_hash=bytes(32)), posted)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_inputs_of_another_length_are_refused_so_none_can_run_into_the_next(length: int) -> None:
    wrong = bytes(length)
    with pytest.raises(ValueError, match="32"):
        commitment(wrong, ROUND)
    with pytest.raises(ValueError, match="32"):
        seed(wrong, bytes(32))
    with pytest.raises(ValueError, match="32"):
        seed(NONCE, wrong)
    with pytest.raises(ValueError, match="32"):
        order(wrong, IDEAS)


def test_nobody_stands_twice_in_a_lot() -> None:
    with pytest.raises(ValueError, match="twice"):
        order(bytes(32), [IdeaNo(1), IdeaNo(2), IdeaNo(1)])
