"""Hands a community's log out as files: what the entries are, what opens them, what was signed, and by which key.

Nothing is held in memory but what the entries mention: the log is read and written a page at a time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, TYPE_CHECKING, Protocol

from codesign_bot.core.evolve import fold
from codesign_bot.core.ids import CommunityId, RoundId
from codesign_bot.log.bundle import BETWEEN_NOTES, CHECKPOINTS, KEYS, LOG, WORDS, About, Bundle, opening
from codesign_bot.log.facts import commitments
from codesign_bot.log.keys import origin_of
from codesign_bot.log.leaf import decoded
from codesign_bot.log.note import SignerKey
from codesign_bot.log.shown import Shown
from codesign_bot.log.tree import Frontier

if TYPE_CHECKING:
    from codesign_bot.core.events import Event
    from codesign_bot.log.bundle import Writes
    from codesign_bot.records import Community, Entry, LogHead, Signed

Openings = Mapping[str, tuple[bytes, str]]
"""By commitment: the salt and the words that make it."""


class Keeps(Protocol):
    """What of a store is read."""

    async def communities(self) -> Sequence[Community]: ...

    async def log_heads(self) -> Sequence[LogHead]: ...

    async def entries(self, community: CommunityId, after: int = 0) -> Sequence[Entry]: ...

    async def checkpoints(self, community: CommunityId) -> Sequence[Signed]: ...

    async def openings(self, round_id: RoundId) -> Openings: ...

    async def events(self, round_id: RoundId) -> Sequence[Event]: ...


@dataclass(slots=True)
class HandOut:
    """One export. What is not public in the rooms at `now` is held back."""

    store: Keeps
    community: CommunityId
    key: SignerKey
    """That of the installation."""
    now: datetime
    _mentioned: dict[str, RoundId] = field(default_factory=dict[str, RoundId])

    async def write(self, target: IO[bytes]) -> About:
        """Write the archive. Raises `LookupError` for a community that is not there, `StoreTrouble`."""
        about = await self._about()
        bundle = Bundle(target, about)
        with bundle.file(LOG) as write:
            async for entry in self._entries(about.size):
                write(entry.leaf + b"\n")
        with bundle.file(WORDS) as write:
            await self._words(write)
        notes = [one.note for one in await self.store.checkpoints(self.community) if one.size <= about.size]
        bundle.add(CHECKPOINTS, (f"{BETWEEN_NOTES}".join(notes).encode(),))
        key = self.key.named(about.origin)
        bundle.add(KEYS, (f"{key.verifier.text()}\n".encode(),))
        bundle.finish(key)
        return about

    async def _about(self) -> About:
        community = next(one for one in await self.store.communities() if one.id == self.community)
        heads = {one.community: one for one in await self.store.log_heads()}
        tree = Frontier.decode(heads[self.community].frontier) if self.community in heads else Frontier()
        return About(
            origin=origin_of(self.key.name, self.community),
            community=community.name,
            zone=community.zone,
            language=community.language,
            size=tree.size,
            root=tree.root.hex(),
            made_at=self.now,
        )

    async def _entries(self, size: int) -> AsyncIterator[Entry]:
        """The entries up to this size: what is written meanwhile belongs to the next export."""
        done = 0
        while done < size:
            for entry in (await self.store.entries(self.community, done))[: size - done]:
                where = entry.round or RoundId(self.community)
                for commitment in commitments(dict(decoded(entry.leaf).facts)):
                    self._mentioned.setdefault(commitment, where)
                done = entry.no
                yield entry

    async def _words(self, write: Writes) -> None:
        """What opens each commitment, in the order in which the log mentions them."""
        at_hand: RoundId | None = None
        openings: Openings = {}
        held_back: frozenset[str] = frozenset()
        for commitment, where in self._mentioned.items():
            if where != at_hand:
                at_hand, openings = where, await self.store.openings(where)
                held_back = await self._held_back(where)
            salt, words = openings.get(commitment, (None, None))
            write(opening(commitment, salt, words, is_held_back=commitment in held_back))

    async def _held_back(self, where: RoundId) -> frozenset[str]:
        if str(where) == str(self.community):
            return frozenset()
        events = await self.store.events(where)
        state = fold(events)
        return frozenset() if state is None else Shown.at(state, events, {}, self.now).commitments_held_back
