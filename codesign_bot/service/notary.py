"""Signs what the logs have come to, and says it in every space: the members' own chat histories become witnesses.

Law 1. What is signed grows from what was signed before. The tree is worked out anew from the last checkpoint and the
       entries that are stored since; where it is not the tree that the log goes on with, nothing is ever signed.
Law 2. A checkpoint and the messages that carry it are stored together. One size of a log is signed once.
Law 3. A step that begins or ends is signed within a minute; anything else within a day.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from codesign_bot.errors import Damaged
from codesign_bot.log.checkpoint import Checkpoint, CheckpointRefused
from codesign_bot.log.kinds import PRESSING
from codesign_bot.log.note import NoteRefused, SignerKey
from codesign_bot.log.tree import Frontier, FrontierRefused, leaf_hash
from codesign_bot.log.witness import record
from codesign_bot.records import Kind, Outgoing, Signed, Urgency
from codesign_bot.service.blocks import not_kept
from codesign_bot.service.desk import always
from codesign_bot.service.effects import encoded
from codesign_bot.service.keeping import KeepWork
from codesign_bot.storage import ENTRIES_AT_ONCE
from codesign_bot.views.logs import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from codesign_bot.core.ids import CommunityId
    from codesign_bot.service.desk import Desk

log = logging.getLogger(__name__)

DAILY = timedelta(days=1)


class Inconsistent(Exception):
    """The log is not the one that was signed before."""


@dataclass(slots=True)
class Notary:
    """Looks once a minute whether something is to be signed."""

    desk: Desk
    key: SignerKey
    witness: Path | None = None
    """Where it is remembered, before a checkpoint leaves, what it says (`log.witness`). None: nowhere."""
    successor: SignerKey | None = None
    """While it takes the place of `key`, both sign."""
    may_sign: Callable[[CommunityId], bool] = always
    """Whether it is known how far a log had come before (`service.lookout`)."""
    broken: set[CommunityId] = field(default_factory=set["CommunityId"])
    """Logs that contradict what was signed: said once, and signed no more until somebody has looked."""

    async def sign_due(self) -> None:
        """Sign every log that has something to be signed."""
        for community in sorted(self.desk.book.heads):
            if community not in self.broken and self.may_sign(community):
                await self._sign_if_due(community)

    async def _sign_if_due(self, community: CommunityId) -> None:
        now = self.desk.clock.now()
        last = await self.desk.store.last_checkpoint(community)
        size = self.desk.book.heads[community].size
        if last is not None and last.size == size:
            return
        try:
            frontier, kinds = await self._grown(community, last, size)
            if last is None or kinds & PRESSING or now - last.at >= DAILY:
                await self._sign(community, frontier, now)
        except (Inconsistent, Damaged) as error:
            self.broken.add(community)
            code = self.desk.chance.code()
            told = {"action": "incident", "incident": code}
            log.critical("incident %s: the log of a community is never signed like this: %s", code, error, extra=told)

    async def _grown(self, community: CommunityId, last: Signed | None, size: int) -> tuple[Frontier, set[str]]:
        """The tree over `size` entries, grown from what was signed last, and the kinds of what came since."""
        frontier = self._signed_before(community, last)
        kinds: set[str] = set()
        while frontier.size < size:
            wanted = range(frontier.size + 1, min(size, frontier.size + ENTRIES_AT_ONCE) + 1)
            entries = await self.desk.store.entries(community, frontier.size, len(wanted))
            if [one.no for one in entries] != [*wanted]:
                raise Inconsistent("entries are missing")
            frontier = frontier.extended(leaf_hash(one.leaf) for one in entries)
            kinds |= {one.kind for one in entries}
        head = self.desk.book.heads[community]
        if head.size == size and head.frontier != frontier.encode():
            raise Inconsistent("an entry is not what was hashed when it was written")
        return frontier, kinds

    def _signed_before(self, community: CommunityId, last: Signed | None) -> Frontier:
        if last is None:
            return Frontier()
        origin = self.desk.origin_of(community)
        try:
            frontier = Frontier.decode(last.frontier)
            read = Checkpoint.checked(last.note, origin, (self.key.named(origin).verifier,))
        except (FrontierRefused, NoteRefused, CheckpointRefused) as error:
            raise Inconsistent(f"the last checkpoint cannot be read: {error}") from None
        if read.head != frontier.head:
            raise Inconsistent("the last checkpoint is of another tree")
        return frontier

    async def _sign(self, community: CommunityId, frontier: Frontier, now: datetime) -> None:
        origin = self.desk.origin_of(community)
        if self.witness is not None:
            await asyncio.to_thread(record, self.witness, origin, frontier.size, frontier.root)
        keys = (self.key,) if self.successor is None else (self.key, self.successor)
        note = Checkpoint(origin, frontier.size, frontier.root).signed([key.named(origin) for key in keys])
        signed = Signed(community, frontier.size, now, frontier.encode(), note)
        said = tuple(self._said(signed))
        blocks = await not_kept(self.desk.store, community, frontier.size)
        await self.desk.store.apply(KeepWork((signed, *blocks, *said)))
        self.desk.stored(said)

    def _said(self, signed: Signed) -> Iterator[Outgoing]:
        body = encoded(checkpoint(signed.note, signed.size))
        for space in self.desk.book.spaces_of(signed.community):
            place = space.place
            key = f"checkpoint/{signed.community}/{signed.size}/{place.platform}/{place.id}"
            yield Outgoing(key, Kind.APPEND, place, signed.at, body, Urgency.ANNOUNCEMENT)
