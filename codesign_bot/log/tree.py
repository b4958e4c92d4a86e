"""The tree over the log (RFC 6962 §2.1, the same in RFC 9162 §2.1): roots, and proofs that anybody can check.

A leaf is hashed as SHA-256(0x00 ‖ leaf) and a node as SHA-256(0x01 ‖ left ‖ right), so that neither can be passed
off as the other. A tree of n > 1 leaves splits at the largest power of two below n. Two laws follow from it:

- The whole trees in it, largest first, have the sizes of the bits of n. They are all that has to be kept to go on.
- A leaf that was there stays where it is: what grows only grows at the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()
"""The root of no leaves."""

_SIZE_BYTES = 8


class ProofRefused(ValueError):
    """A proof shows nothing, and why; or there is none to be made."""


class FrontierRefused(ValueError):
    """These are not the whole trees of a tree of that size."""


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """How many leaves there are, and the hash over all of them."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """What has to be kept of a tree to go on: the hash of each whole tree in it, largest first.

    As many hashes as `size` has bits, 17 for 100,000 leaves. Raises `FrontierRefused` where they are not.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise FrontierRefused(f"{len(self.hashes)} hashes do not make a tree of {self.size}")
        if any(len(one) != HASH_BYTES for one in self.hashes):
            raise FrontierRefused(f"a hash has {HASH_BYTES} bytes")

    def push(self, leaf: bytes) -> Frontier:
        """With the hash of one more leaf: one hash on average, as many as there are whole trees at most."""
        return self.extended((leaf,))

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """With the hashes of more leaves, in their order."""
        hashes, size = list(self.hashes), self.size
        for leaf in leaves:
            size += 1
            hashes.append(leaf)
            for _ in range(_trailing_zeros(size)):
                right = hashes.pop()
                hashes[-1] = node_hash(hashes[-1], right)
        return Frontier(size, tuple(hashes))

    @property
    def root(self) -> bytes:
        """The hash over all leaves."""
        if not self.hashes:
            return EMPTY_ROOT
        *lefts, root = self.hashes
        for left in reversed(lefts):
            root = node_hash(left, root)
        return root

    @property
    def head(self) -> Head:
        return Head(self.size, self.root)

    def encode(self) -> bytes:
        """The size in 8 bytes, most significant first, and the hashes."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.hashes)

    @classmethod
    def decode(cls, held: bytes) -> Frontier:
        """What `encode` wrote. Raises `FrontierRefused` for anything else."""
        size, rest = held[:_SIZE_BYTES], held[_SIZE_BYTES:]
        if len(size) < _SIZE_BYTES:
            raise FrontierRefused(f"{len(held)} bytes do not hold a size")
        steps = range(0, len(rest), HASH_BYTES)
        return cls(int.from_bytes(size, "big"), tuple(rest[at : at + HASH_BYTES] for at in steps))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over the hashes of leaves, in one pass that holds no more than a frontier."""
    return Frontier().extended(leaves).root


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1


def _split(size: int) -> int:
    """Where a tree of more than one leaf splits: the largest power of two below its size."""
    return 1 << ((size - 1).bit_length() - 1)


# --- proofs ----------------------------------------------------------------------------------------------


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes that lead from leaf `index`, counted from 0, to the root (RFC 6962 §2.1.1), lowest first.

    `leaves` are the hashes of all leaves; each is read once. Raises `ProofRefused` where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ProofRefused(f"there is no leaf {index} in a tree of {len(leaves)}")
    proof: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_root_between(leaves, middle, high))
            high = middle
        else:
            proof.append(_root_between(leaves, low, middle))
            low = middle
    return tuple(reversed(proof))


def consistency_proof(leaves: Sequence[bytes], old: int, new: int) -> tuple[bytes, ...]:
    """The hashes which show that the first `old` leaves are the beginning of the first `new` (RFC 6962 §2.1.2).

    Empty where `old` is 0 or `new`. Raises `ProofRefused` where there are fewer leaves.
    """
    if not 0 <= old <= new <= len(leaves):
        raise ProofRefused(f"{old} leaves are not the beginning of {new} in a tree of {len(leaves)}")
    if old == 0:
        return ()
    proof: list[bytes] = []
    low, high = 0, new
    while old < high:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_root_between(leaves, middle, high))
            high = middle
        else:
            proof.append(_root_between(leaves, low, middle))
            low = middle
    if low > 0:  # otherwise what is left is the old tree, whose root the verifier has
        proof.append(_root_between(leaves, low, high))
    return tuple(reversed(proof))


def _root_between(leaves: Sequence[bytes], low: int, high: int) -> bytes:
    return root_of(islice(leaves, low, high))


def verify_inclusion(leaf: bytes, index: int, head: Head, proof: Sequence[bytes]) -> None:
    """Return where `leaf` is the hash of leaf `index` of this tree (RFC 9162 §2.1.3.2). Else raises `ProofRefused`."""
    if not 0 <= index < head.size:
        raise ProofRefused(f"there is no leaf {index} in a tree of {head.size}")
    _whole(leaf, head.root, *proof)
    at, last, root = index, head.size - 1, leaf
    for one in proof:
        if last == 0:
            raise ProofRefused("the proof is too long")
        if at % 2 or at == last:
            root = node_hash(one, root)
            while not at % 2 and at:  # a tree without a right neighbour goes up as it is
                at, last = at // 2, last // 2
        else:
            root = node_hash(root, one)
        at, last = at // 2, last // 2
    if last != 0:
        raise ProofRefused("the proof is too short")
    if root != head.root:
        raise ProofRefused("the proof does not lead to the root")


def verify_consistency(old: Head, new: Head, proof: Sequence[bytes]) -> None:
    """Return where the old tree is the beginning of the new one (RFC 9162 §2.1.4.2). Else raises `ProofRefused`.

    An empty tree is the beginning of every other.
    """
    if not 0 <= old.size <= new.size:
        raise ProofRefused(f"a tree of {old.size} is not the beginning of one of {new.size}")
    _whole(old.root, new.root, *proof)
    if old.size in (0, new.size):
        if proof:
            raise ProofRefused("the proof is too long")
        if (old.size == 0 and old.root != EMPTY_ROOT) or (old.size == new.size and old.root != new.root):
            raise ProofRefused("the roots differ")
        return
    old_root, new_root = _both_roots(old, new, proof)
    if old_root != old.root:
        raise ProofRefused("the proof does not lead to the old root")
    if new_root != new.root:
        raise ProofRefused("the proof does not lead to the new root")


def _both_roots(old: Head, new: Head, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The two roots that the proof leads to, for an old tree that is neither empty nor the new one."""
    lifted = _trailing_zeros(old.size)  # where the last whole tree of the old one stands
    at, last = (old.size - 1) >> lifted, (new.size - 1) >> lifted
    path = list(proof) if at else [old.root, *proof]
    if not path:
        raise ProofRefused("the proof is too short")
    old_root = new_root = path[0]
    for one in path[1:]:
        if last == 0:
            raise ProofRefused("the proof is too long")
        if at % 2 or at == last:
            old_root, new_root = node_hash(one, old_root), node_hash(one, new_root)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            new_root = node_hash(new_root, one)
        at, last = at // 2, last // 2
    if last != 0:
        raise ProofRefused("the proof is too short")
    return old_root, new_root


def _whole(*hashes: bytes) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofRefused(f"a hash has {HASH_BYTES} bytes")
