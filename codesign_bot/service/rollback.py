"""Refuses to begin on a store that went back behind what was signed of its logs: a restored old backup, most likely.

The store cannot know by itself. What was signed last is remembered beside the key, outside of the store and of its
backups (`log.witness`).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from codesign_bot.errors import Damaged
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.log.witness import Verdict, judge, read, sentence
from codesign_bot.storage import ENTRIES_AT_ONCE

if TYPE_CHECKING:
    from pathlib import Path

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.service.desk import Desk


async def refuse_rollback(desk: Desk, witness: Path) -> None:
    """Raise `Damaged`, with what to do, where a log of this installation is behind what was signed, or another one."""
    seen = await asyncio.to_thread(read, witness)
    heads = {desk.origin_of(community): (community, head.size) for community, head in desk.book.heads.items()}
    for origin, signed in sorted(seen.logs.items()):
        # A log under another name belongs to an installation that began anew.
        if not origin.startswith(f"{desk.defaults.origin}/"):
            continue
        community, size = heads.get(origin, (None, 0))
        root = b"" if community is None or size < signed.size else await _root_at(desk, community, signed.size)
        verdict = judge(seen, origin, size, {signed.size: root}.__getitem__)
        if verdict is not Verdict.FINE:
            raise Damaged(sentence(verdict, seen, origin, size))


async def _root_at(desk: Desk, community: CommunityId, size: int) -> bytes:
    """The root over the first entries as they are stored now."""
    tree = Frontier()
    while tree.size < size:
        page = await desk.store.entries(community, tree.size, min(ENTRIES_AT_ONCE, size - tree.size))
        if not page:
            return b""
        tree = tree.extended(leaf_hash(one.leaf) for one in page)
    return tree.root
