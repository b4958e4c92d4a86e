"""Proofs from the roots of whole rows are those of the tree over all leaves, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest

from codesign_bot.log.blocks import ROW, proof_from_rows, row_of, rows_in
from codesign_bot.log.tree import Head, ProofRefused, inclusion_proof, leaf_hash, root_of, verify_inclusion

LEAVES = [leaf_hash(sha256(str(no).encode()).digest()) for no in range(5 * ROW + 7)]


def parts(size: int, index: int) -> tuple[Sequence[bytes], Sequence[bytes], Sequence[bytes]]:
    """What is read for a proof: the roots of whole rows, the row of the leaf, what is behind the last whole row."""
    rows = [LEAVES[start : min(start + ROW, size)] for start in range(0, size, ROW)]
    whole = [root_of(row) for row in rows if len(row) == ROW]
    return whole, rows[row_of(index)], rows[-1] if len(rows[-1]) < ROW else ()


SIZES = (1, 2, ROW - 1, ROW, ROW + 1, 2 * ROW, 2 * ROW + 1, 3 * ROW, 4 * ROW - 1, 4 * ROW, 5 * ROW + 7)


@pytest.mark.parametrize("size", SIZES)
def test_a_proof_from_rows_is_the_proof_from_all_leaves(size: int) -> None:
    head = Head(size, root_of(LEAVES[:size]))
    for index in {0, 1, ROW - 1, ROW, 2 * ROW, size // 2, size - 2, size - 1} & set(range(size)):
        proof = proof_from_rows(*parts(size, index), index)
        assert proof == inclusion_proof(LEAVES[:size], index)
        verify_inclusion(LEAVES[index], index, head, proof)


def test_rows_are_counted_when_they_are_full() -> None:
    assert [rows_in(size) for size in (0, ROW - 1, ROW, 2 * ROW + 1)] == [0, 0, 1, 2]
    assert [row_of(index) for index in (0, ROW - 1, ROW, 2 * ROW)] == [0, 0, 1, 2]


@pytest.mark.parametrize("index", [-1, ROW, 2 * ROW])
def test_a_leaf_that_is_not_there_has_no_proof(index: int) -> None:
    roots, own, last = parts(ROW, 0)
    with pytest.raises(ProofRefused):
        proof_from_rows(roots, own, last, index)


def test_a_leaf_behind_the_last_one_has_no_proof() -> None:
    roots, own, last = parts(ROW + 3, ROW)
    with pytest.raises(ProofRefused):
        proof_from_rows(roots, own, last, ROW + 3)
