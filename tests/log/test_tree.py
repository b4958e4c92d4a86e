"""The tree is that of RFC 6962: by its published vectors, and by its definition written down a second time."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import FrozenInstanceError
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from codesign_bot.log import tree
from codesign_bot.log.tree import (
    EMPTY_ROOT,
    Frontier,
    FrontierRefused,
    Head,
    ProofRefused,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

from .vectors import found, read

CUSTOMARY = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
"""The leaves that everybody's vectors are made of, in hexadecimal."""

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

MOST = 70
"""Past 64, so that trees of every shape up to that size come by."""


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(no).encode()) for no in range(size)]


LEAVES = leaves_of(MOST)


# --- the definition, in the words of RFC 6962 §2.1 -------------------------------------------------------


def largest_power_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(d: Sequence[bytes]) -> bytes:
    """MTH(D[n]), of leaves that are hashed already."""
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return d[0]
    k = largest_power_below(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(d) == 1:
        return []
    k = largest_power_below(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: Sequence[bytes], *, b: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if m == len(d):
        return [] if b else [mth(d)]
    k = largest_power_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b=b), mth(d[k:])]
    return [*subproof(m - k, d[k:], b=False), mth(d[:k])]


# --- hashes and roots ------------------------------------------------------------------------------------


def test_leaves_and_nodes_are_hashed_apart() -> None:
    left, right = LEAVES[:2]
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    assert leaf_hash(left + right) != node_hash(left, right)
    assert node_hash(left, right) != node_hash(right, left)


@pytest.mark.parametrize("size", range(9))
def test_the_customary_leaves_have_the_published_roots(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(one)) for one in CUSTOMARY[:size]]
    assert root_of(leaves).hex() == ROOTS[size]
    assert Frontier().extended(leaves).root.hex() == ROOTS[size]


def test_no_leaves_have_the_hash_of_nothing() -> None:
    assert sha256(b"").digest() == EMPTY_ROOT == root_of([]) == Frontier().root


@pytest.mark.parametrize("size", range(MOST))
def test_a_root_is_what_the_definition_says(size: int) -> None:
    assert root_of(LEAVES[:size]) == mth(LEAVES[:size])
    assert root_of(iter(LEAVES[:size])) == mth(LEAVES[:size]), "it reads what passes by once"


# --- the frontier ----------------------------------------------------------------------------------------


def test_pushed_one_by_one_every_root_on_the_way_is_right() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES, 1):
        frontier = frontier.push(leaf)
        assert frontier.head == Head(size, mth(LEAVES[:size]))
        assert len(frontier.hashes) == size.bit_count()


@given(st.lists(st.integers(0, 20), max_size=6))
def test_it_does_not_matter_in_which_portions_leaves_come(portions: list[int]) -> None:
    leaves, frontier = leaves_of(sum(portions)), Frontier()
    for portion in portions:
        frontier = frontier.extended(leaves[frontier.size : frontier.size + portion])
    assert frontier == Frontier().extended(leaves)
    assert frontier.root == mth(leaves)


def test_the_hashes_kept_are_those_of_the_whole_trees_largest_first() -> None:
    frontier = Frontier().extended(LEAVES[:13])
    assert frontier.hashes == (mth(LEAVES[:8]), mth(LEAVES[8:12]), LEAVES[12])


def test_a_frontier_stays_what_it_was_when_more_is_pushed() -> None:
    frontier = Frontier().extended(LEAVES[:5])
    before = (frontier.size, frontier.hashes, frontier.root)
    frontier.push(LEAVES[5])
    frontier.extended(LEAVES[5:])
    assert (frontier.size, frontier.hashes, frontier.root) == before
    with pytest.raises(FrozenInstanceError):
        frontier.size = 6  # type: ignore[misc] # that is the point


def test_a_push_costs_one_hash_on_average_and_never_more_than_there_are_trees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[int] = []

    def counting(left: bytes, right: bytes) -> bytes:
        counted[-1] += 1
        return node_hash(left, right)

    monkeypatch.setattr(tree, "node_hash", counting)
    frontier = Frontier()
    for leaf in leaves_of(1024):
        most = len(frontier.hashes)
        counted.append(0)
        frontier = frontier.push(leaf)
        assert counted[-1] <= most
    assert sum(counted) == 1023
    assert max(counted) == 10


@pytest.mark.parametrize("size", range(MOST))
def test_a_frontier_survives_being_stored(size: int) -> None:
    frontier = Frontier().extended(LEAVES[:size])
    assert Frontier.decode(frontier.encode()) == frontier
    assert len(frontier.encode()) == 8 + 32 * size.bit_count()


def test_a_stored_frontier_has_its_size_first() -> None:
    assert Frontier().encode() == bytes(8)
    assert Frontier().extended(LEAVES[:2]).encode() == bytes([0] * 7 + [2]) + node_hash(*LEAVES[:2])


@pytest.mark.parametrize(
    "held",
    [
        b"",
        bytes(7),
        bytes(9),
        bytes([0] * 7 + [1]),
        bytes([0] * 7 + [1]) + bytes(31),
        bytes([0] * 7 + [1]) + bytes(33),
        bytes([0] * 7 + [1]) + bytes(64),
        bytes([0] * 7 + [3]) + bytes(32),
        bytes([0] * 7 + [3]) + bytes(95),
        bytes([255] * 8) + bytes(32),
    ],
    ids=len,
)
def test_a_stored_frontier_that_is_none_is_refused(held: bytes) -> None:
    with pytest.raises(FrontierRefused):
        Frontier.decode(held)


@given(st.binary(max_size=120))
def test_whatever_is_read_as_a_frontier_is_refused_or_written_the_same(held: bytes) -> None:
    try:
        frontier = Frontier.decode(held)
    except FrontierRefused:
        return
    assert frontier.encode() == held


@given(st.integers(1, MOST), st.data())
def test_a_byte_more_or_less_is_never_a_frontier(size: int, data: st.DataObject) -> None:
    held = Frontier().extended(LEAVES[:size]).encode()
    at = data.draw(st.integers(0, len(held) - 1))
    for changed in (held[:at] + held[at + 1 :], held[:at] + b"\x00" + held[at:]):
        with pytest.raises(FrontierRefused):
            Frontier.decode(changed)


@pytest.mark.parametrize(
    ("size", "hashes"), [(1, ()), (0, (bytes(32),)), (2, (bytes(32),) * 2), (-1, (bytes(32),)), (1, (bytes(31),))]
)
def test_hashes_that_do_not_fit_the_size_make_no_frontier(size: int, hashes: tuple[bytes, ...]) -> None:
    with pytest.raises(FrontierRefused):
        Frontier(size, hashes)


# --- proofs are made as the definition says --------------------------------------------------------------


@pytest.mark.parametrize("size", range(1, MOST))
def test_a_proof_of_inclusion_is_what_the_definition_says_and_holds(size: int) -> None:
    leaves, head = LEAVES[:size], Head(size, mth(LEAVES[:size]))
    for index in range(size):
        proof = inclusion_proof(leaves, index)
        assert list(proof) == path(index, leaves)
        verify_inclusion(leaves[index], index, head, proof)


@pytest.mark.parametrize("new", range(MOST))
def test_a_proof_of_consistency_is_what_the_definition_says_and_holds(new: int) -> None:
    head = Head(new, mth(LEAVES[:new]))
    for old in range(new + 1):
        proof = consistency_proof(LEAVES, old, new)
        assert list(proof) == (subproof(old, LEAVES[:new], b=True) if old else [])
        verify_consistency(Head(old, mth(LEAVES[:old])), head, proof)


@pytest.mark.parametrize(("size", "index"), [(0, 0), (1, 1), (5, 5), (5, -1)])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(size: int, index: int) -> None:
    with pytest.raises(ProofRefused, match=f"no leaf {index} in a tree of {size}"):
        inclusion_proof(LEAVES[:size], index)


@pytest.mark.parametrize(("old", "new"), [(2, 1), (-1, 1), (1, 6), (6, 6)])
def test_there_is_no_proof_for_a_beginning_that_is_none(old: int, new: int) -> None:
    with pytest.raises(ProofRefused, match=f"{old} leaves are not the beginning of {new}"):
        consistency_proof(LEAVES[:5], old, new)


def test_a_proof_for_a_hundred_thousand_leaves_has_17_hashes() -> None:
    leaves = leaves_of(100_000)
    head = Frontier().extended(leaves).head
    proof = inclusion_proof(leaves, 77)
    assert len(proof) == 17
    verify_inclusion(leaves[77], 77, head, proof)


# --- published proofs, good and bad ----------------------------------------------------------------------


def hashes(values: Sequence[str] | None) -> list[bytes]:
    return [b64decode(one) for one in values or []]


def outcome(check: Callable[[], None]) -> bool:
    """Whether it was refused."""
    try:
        check()
    except ProofRefused:
        return True
    return False


@pytest.mark.parametrize("file", found("rfc6962/testdata/inclusion/*/*.json"))
def test_a_published_proof_of_inclusion_is_judged_as_published(file: Path) -> None:
    case: Any = read(file)
    (leaf, root), proof = hashes([case["leafHash"], case["root"]]), hashes(case["proof"])
    head = Head(case["treeSize"], root)
    assert outcome(lambda: verify_inclusion(leaf, case["leafIdx"], head, proof)) is case["wantErr"]


@pytest.mark.parametrize("file", found("rfc6962/testdata/consistency/*/*.json"))
def test_a_published_proof_of_consistency_is_judged_as_published(file: Path) -> None:
    case: Any = read(file)
    old, new = (Head(case[f"size{no}"], b64decode(case[f"root{no}"])) for no in (1, 2))
    assert outcome(lambda: verify_consistency(old, new, hashes(case["proof"]))) is case["wantErr"]


# --- each law of checking, broken on purpose -------------------------------------------------------------

FLIPPED = b"\x10" + bytes(31)


def flipped(one: bytes, mask: bytes = FLIPPED) -> bytes:
    return bytes(a ^ b for a, b in zip(one, mask, strict=True))


@st.composite
def included(draw: st.DrawFn) -> tuple[int, Head, tuple[bytes, ...]]:
    size = draw(st.integers(1, MOST))
    index = draw(st.integers(0, size - 1))
    return index, Head(size, mth(LEAVES[:size])), inclusion_proof(LEAVES[:size], index)


@st.composite
def grown(draw: st.DrawFn) -> tuple[Head, Head, tuple[bytes, ...]]:
    """An old tree that is neither empty nor the new one."""
    new = draw(st.integers(2, MOST))
    old = draw(st.integers(1, new - 1))
    return Head(old, mth(LEAVES[:old])), Head(new, mth(LEAVES[:new])), consistency_proof(LEAVES, old, new)


def spoilt(proof: tuple[bytes, ...], data: st.DataObject) -> list[bytes]:
    """The proof with one hash changed, left out, doubled or put in, or with two changed about."""
    ways: list[list[bytes]] = []
    at = data.draw(st.integers(0, len(proof)))
    stranger = data.draw(st.sampled_from([bytes(32), LEAVES[0], EMPTY_ROOT]))
    ways.append([*proof[:at], stranger, *proof[at:]])
    if at < len(proof):
        ways += [
            [*proof[:at], flipped(proof[at]), *proof[at + 1 :]],
            [*proof[:at], *proof[at + 1 :]],
            [*proof[: at + 1], *proof[at:]],
        ]
    if at + 1 < len(proof):
        ways.append([*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]])
    return data.draw(st.sampled_from(ways))


@given(included(), st.data())
def test_a_spoilt_proof_of_inclusion_is_refused(made: tuple[int, Head, tuple[bytes, ...]], data: st.DataObject) -> None:
    index, head, proof = made
    wrong = spoilt(proof, data)
    assume(wrong != list(proof))
    with pytest.raises(ProofRefused):
        verify_inclusion(LEAVES[index], index, head, wrong)


@given(included(), st.integers(-1, MOST + 1))
def test_a_leaf_stands_at_no_other_place(made: tuple[int, Head, tuple[bytes, ...]], other: int) -> None:
    index, head, proof = made
    assume(other != index)
    with pytest.raises(ProofRefused):
        verify_inclusion(LEAVES[index], other, head, proof)


@given(included())
def test_another_leaf_or_another_root_is_refused(made: tuple[int, Head, tuple[bytes, ...]]) -> None:
    index, head, proof = made
    with pytest.raises(ProofRefused, match="does not lead to the root"):
        verify_inclusion(flipped(LEAVES[index]), index, head, proof)
    with pytest.raises(ProofRefused, match="does not lead to the root"):
        verify_inclusion(LEAVES[index], index, Head(head.size, flipped(head.root)), proof)


@given(grown(), st.data())
def test_a_spoilt_proof_of_consistency_is_refused(
    made: tuple[Head, Head, tuple[bytes, ...]], data: st.DataObject
) -> None:
    old, new, proof = made
    wrong = spoilt(proof, data)
    assume(wrong != list(proof))
    with pytest.raises(ProofRefused):
        verify_consistency(old, new, wrong)


@given(grown())
def test_another_old_root_another_new_root_and_both_in_the_wrong_places_are_refused(
    made: tuple[Head, Head, tuple[bytes, ...]],
) -> None:
    old, new, proof = made
    for one, other in (
        (Head(old.size, flipped(old.root)), new),
        (old, Head(new.size, flipped(new.root))),
        (Head(old.size, new.root), Head(new.size, old.root)),
        (new, old),
    ):
        with pytest.raises(ProofRefused):
            verify_consistency(one, other, proof)


@given(st.integers(1, MOST), st.data())
def test_a_past_that_was_rewritten_is_consistent_with_nothing(size: int, data: st.DataObject) -> None:
    """The operator changes one entry that was signed: no proof they can compute hides it."""
    at = data.draw(st.integers(0, size - 1))
    rewritten = [*LEAVES[:at], flipped(LEAVES[at]), *LEAVES[at + 1 :]]
    new = data.draw(st.integers(size, MOST))
    proof = consistency_proof(rewritten, size, new)
    with pytest.raises(ProofRefused):
        verify_consistency(Head(size, root_of(LEAVES[:size])), Head(new, root_of(rewritten[:new])), proof)


def test_every_tree_grew_out_of_the_empty_one_but_only_with_its_root_and_without_a_proof() -> None:
    some = Head(3, mth(LEAVES[:3]))
    verify_consistency(Head(0, EMPTY_ROOT), some, [])
    verify_consistency(Head(0, EMPTY_ROOT), Head(0, EMPTY_ROOT), [])
    for old, new, proof in (
        (Head(0, bytes(32)), some, []),
        (Head(0, EMPTY_ROOT), some, [LEAVES[0]]),
        (Head(0, EMPTY_ROOT), Head(0, bytes(32)), []),
        (Head(0, bytes(32)), Head(0, bytes(32)), []),
        (some, Head(3, bytes(32)), []),
        (some, some, [LEAVES[0]]),
        (Head(-1, EMPTY_ROOT), some, list(consistency_proof(LEAVES, 1, 3))),
        (Head(-3, some.root), Head(-3, some.root), []),
    ):
        with pytest.raises(ProofRefused):
            verify_consistency(old, new, proof)


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        ([], "too short"),
        ([LEAVES[0]] * 2, "too short"),
        ([LEAVES[0]] * 4, "too long"),
        ([LEAVES[0]] * 3, "does not lead to the root"),
        ([LEAVES[0], LEAVES[1][:31], LEAVES[2]], "a hash has 32 bytes"),
        ([LEAVES[0], b"", LEAVES[2]], "a hash has 32 bytes"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_a_proof_of_inclusion(proof: list[bytes], reason: str) -> None:
    with pytest.raises(ProofRefused, match=reason):
        verify_inclusion(LEAVES[5], 5, Head(8, mth(LEAVES[:8])), proof)


@pytest.mark.parametrize(
    ("old", "proof", "reason"),
    [
        (4, [], "too short"),
        (3, [], "too short"),
        (3, [LEAVES[0]], "too short"),
        (4, [LEAVES[0]] * 2, "too long"),
        (4, [LEAVES[0]], "does not lead to the new root"),
        (3, [LEAVES[2], LEAVES[3], mth(LEAVES[:2]), LEAVES[0]], "does not lead to the new root"),
        (3, [LEAVES[0]] * 4, "does not lead to the old root"),
        (4, [LEAVES[0][:31]], "a hash has 32 bytes"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_a_proof_of_consistency(old: int, proof: list[bytes], reason: str) -> None:
    with pytest.raises(ProofRefused, match=reason):
        verify_consistency(Head(old, mth(LEAVES[:old])), Head(8, mth(LEAVES[:8])), proof)


def test_a_short_root_or_leaf_is_refused_for_its_length() -> None:
    right = Head(1, LEAVES[0])
    with pytest.raises(ProofRefused, match="a hash has 32 bytes"):
        verify_inclusion(b"", 0, Head(1, b""), [])
    with pytest.raises(ProofRefused, match="a hash has 32 bytes"):
        verify_consistency(Head(1, b""), Head(1, b""), [])
    verify_inclusion(LEAVES[0], 0, right, [])
