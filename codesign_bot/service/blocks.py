"""Proofs that an entry stands in what was signed, from two rows of entries and the roots of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign_bot.log.blocks import ROW, proof_from_rows, row_of, rows_in
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import Note
from codesign_bot.log.proof import Proof
from codesign_bot.log.tree import leaf_hash, root_of, verify_inclusion
from codesign_bot.records import LogBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.records import Entry, Signed
    from codesign_bot.storage import Store


async def not_kept(store: Store, community: CommunityId, size: int) -> Sequence[LogBlock]:
    """The rows that a log of this size has filled and whose roots are not kept yet."""
    first = len(await store.log_blocks(community))
    return [
        LogBlock(community, no, root_of(await _hashes(store, community, no * ROW, (no + 1) * ROW)))
        for no in range(first, rows_in(size))
    ]


async def proof(store: Store, entry: Entry, signed: Signed) -> Proof:
    """That the entry stands in this checkpoint, with the entry itself along.

    Raises `log.tree.ProofRefused` where it does not, `NoteRefused` or `CheckpointRefused` where that cannot be read.
    """
    community, index = entry.community, entry.no - 1
    head = Checkpoint.parsed(Note.parsed(signed.note).text).head
    kept = (await store.log_blocks(community))[: rows_in(head.size)]
    roots = [*kept, *(one.root for one in await not_kept(store, community, head.size))]
    start, full = row_of(index) * ROW, rows_in(head.size) * ROW
    own = await _hashes(store, community, start, min(start + ROW, head.size))
    last = own if start == full else await _hashes(store, community, full, head.size)
    hashes = proof_from_rows(roots, own, last, index)
    verify_inclusion(leaf_hash(entry.leaf), index, head, hashes)
    return Proof(index, hashes, signed.note, entry.leaf)


async def _hashes(store: Store, community: CommunityId, low: int, high: int) -> list[bytes]:
    """Those of the leaves from `low` up to and without `high`, counted from 0."""
    return [leaf_hash(one.leaf) for one in await store.entries(community, low, high - low)]
