"""Refuses to begin on a store that went back behind what was signed of its logs: a restored old backup, most likely.

The store cannot know by itself. What was signed last is remembered beside the key, outside of the store and of its
backups (`log.witness`), and in the spaces, where everybody can read it (`service.lookout`).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from codesign_bot.errors import Behind
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.note import Note
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.log.witness import Seen, Verdict, Witness, judge, read, sentence
from codesign_bot.storage import ENTRIES_AT_ONCE

if TYPE_CHECKING:
    from pathlib import Path

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.service.desk import Desk


async def refuse_rollback(desk: Desk, witness: Path) -> None:
    """Raise `Behind`, with what to do, where a log of this installation is behind what was signed, or another one."""
    seen = await asyncio.to_thread(read, witness)
    heads = {desk.origin_of(community): community for community in desk.book.heads}
    for origin, signed in sorted(seen.logs.items()):
        # A log under another name belongs to an installation that began anew.
        if origin.startswith(f"{desk.defaults.origin}/"):
            await refuse_other(desk, heads.get(origin), origin, signed)


async def refuse_other(desk: Desk, community: CommunityId | None, origin: str, signed: Seen) -> None:
    """Raise `Behind` where the log of this name does not go on from what was signed. None: there is no such log."""
    head = None if community is None else desk.book.heads.get(community)
    size = 0 if head is None else head.size
    root = b"" if community is None or size < signed.size else await _root_at(desk, community, signed.size)
    seen = Witness({origin: signed})
    verdict = judge(seen, origin, size, {signed.size: root}.__getitem__)
    if verdict is not Verdict.FINE:
        raise Behind(sentence(verdict, seen, origin, size))


async def refuse_any_other(desk: Desk, community: CommunityId, signed: set[Seen]) -> None:
    """The same for many checkpoints of a log, the largest first. One that we have as it is costs nothing."""
    known = {_seen(one.note) for one in await desk.store.checkpoints(community)} if signed else set[Seen]()
    for one in sorted(signed - known, key=lambda seen: seen.size, reverse=True):
        await refuse_other(desk, community, desk.origin_of(community), one)


def _seen(note: str) -> Seen:
    """What a note says that was signed here."""
    head = Checkpoint.parsed(Note.parsed(note).text).head
    return Seen(head.size, head.root)


async def _root_at(desk: Desk, community: CommunityId, size: int) -> bytes:
    """The root over the first entries as they are stored now."""
    tree = Frontier()
    while tree.size < size:
        page = await desk.store.entries(community, tree.size, min(ENTRIES_AT_ONCE, size - tree.size))
        if not page:
            return b""
        tree = tree.extended(leaf_hash(one.leaf) for one in page)
    return tree.root
