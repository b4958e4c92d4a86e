"""The tree over a long log in rows of 256 entries, so that a proof has to read two of them and not the whole log.

A row is a whole tree of its own: its root is a node of the tree over all entries (RFC 6962 §2.1), and the tree over
the roots of the rows, the last of which may be shorter, is that tree from the rows upwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from codesign_bot.log.tree import ProofRefused, inclusion_proof, root_of

ROW = 256
"""Entries. A power of two, or a row would be no node of the tree."""


def row_of(index: int) -> int:
    """The row, counted from 0, in which a leaf stands, counted from 0."""
    return index // ROW


def rows_in(size: int) -> int:
    """How many rows a log of this size has filled."""
    return size // ROW


def proof_from_rows(
    roots: Sequence[bytes], own: Sequence[bytes], last: Sequence[bytes], index: int
) -> tuple[bytes, ...]:
    """As `tree.inclusion_proof` for leaf `index`.

    `roots` are those of all rows that are full, `own` the hashes of the leaves in the row of `index`, `last` those of
    the leaves behind the last full row. Raises `ProofRefused` where there is no such leaf.
    """
    if row_of(index) > len(roots) - (not last) or not 0 <= index % ROW < len(own):
        raise ProofRefused(f"there is no leaf {index} in {len(roots)} rows and {len(last)} leaves")
    whole = [*roots, *([root_of(last)] if last else [])]
    return (*inclusion_proof(own, index % ROW), *inclusion_proof(whole, row_of(index)))
