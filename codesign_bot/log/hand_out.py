"""Hands a community's log out as files: what the entries are, what opens them, what was signed, and by which key, and
the same as tables and as pages to read.

The log is read and written a page at a time, a round after the other, and worked on beside the event loop: who asks for
it keeps nobody waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Protocol

from codesign_bot.core.evolve import fold
from codesign_bot.core.ids import CommunityId, ContentId, RoundId
from codesign_bot.log.bundle import About
from codesign_bot.log.keys import origin_of
from codesign_bot.log.making import Making
from codesign_bot.log.note import SignerKey
from codesign_bot.log.shown import Shown, commitments_held_back
from codesign_bot.log.tables.model import Openings
from codesign_bot.log.tree import Frontier

if TYPE_CHECKING:
    from codesign_bot.core.events import Event
    from codesign_bot.ports import Voice
    from codesign_bot.records import Community, LogHead, RoundPlace, Signed
    from codesign_bot.storage import Hashed

Words = Mapping[ContentId, str | None]


class Keeps(Protocol):
    """What of a store is read."""

    async def communities(self) -> Sequence[Community]: ...

    async def log_heads(self) -> Sequence[LogHead]: ...

    async def leaves(self, community: CommunityId, after: int = 0) -> Sequence[Hashed]: ...

    async def checkpoints(self, community: CommunityId) -> Sequence[Signed]: ...

    async def openings(self, round_id: RoundId) -> Mapping[str, tuple[bytes, str]]: ...

    async def events(self, round_id: RoundId) -> Sequence[Event]: ...

    async def round_places(self) -> Sequence[RoundPlace]: ...

    async def words_of_round(self, round_id: RoundId) -> Words: ...


@dataclass(slots=True)
class HandOut:
    """One export. What is not public in the rooms at `now` is held back. `voice` is that of the community."""

    store: Keeps
    community: CommunityId
    key: SignerKey
    """That of the installation."""
    now: datetime
    voice: Voice
    making: type[Making] = Making
    """What makes the files. Whoever measures it watches another one."""

    async def write(self, target: IO[bytes]) -> About:
        """Write the archive. Raises `LookupError` for a community that is not there, `OSError`, `StoreTrouble`, and
        `SuccessionRefused` where the log is signed with another key.
        """
        about = await self._about()
        notes = [one.note for one in await self.store.checkpoints(self.community) if one.size <= about.size]
        making = await asyncio.to_thread(self.making, target, about, self.key, self.voice, notes)
        try:
            await self._entries(making, about.size)
            await asyncio.to_thread(making.logged)
            for round_id in await self._rounds():
                await self._tell(making, round_id)
            await asyncio.to_thread(making.finish)
        finally:
            await asyncio.to_thread(making.close)  # it may still write the end of an archive that was broken off
        return about

    async def _about(self) -> About:
        found = [one for one in await self.store.communities() if one.id == self.community]
        if not found:
            raise LookupError(self.community)
        heads = {one.community: one for one in await self.store.log_heads()}
        tree = Frontier.decode(heads[self.community].frontier) if self.community in heads else Frontier()
        return About(
            origin=origin_of(self.key.name, self.community),
            community=found[0].name,
            zone=found[0].zone,
            language=found[0].language,
            size=tree.size,
            root=tree.root.hex(),
            made_at=self.now,
        )

    async def _entries(self, making: Making, size: int) -> None:
        """The entries up to this size: what is written meanwhile belongs to the next export."""
        done = 0
        openings: dict[RoundId | None, Openings] = {}
        while done < size:
            page = (await self.store.leaves(self.community, done))[: size - done]
            if not page:
                raise LookupError(f"entry {done + 1} of {self.community}")
            # Those of the page before are at hand: most rounds go on from one page to the next.
            homes = dict.fromkeys(round_id for _, round_id, _ in page)
            openings = {home: openings.get(home) or await self._openings(home) for home in homes}
            await asyncio.to_thread(making.take, page, openings)
            done = page[-1][0]

    async def _openings(self, round_id: RoundId | None) -> Openings:
        """Those of a round. None: those of the community, which holds nothing back."""
        if round_id is None:
            return Openings(await self.store.openings(RoundId(self.community)), frozenset())
        openings, events = await self.store.openings(round_id), await self.store.events(round_id)
        return Openings(openings, await asyncio.to_thread(_held_back, events, self.now))

    async def _rounds(self) -> Sequence[RoundId]:
        return [place.round for place in await self.store.round_places() if place.community == self.community]

    async def _tell(self, making: Making, round_id: RoundId) -> None:
        events, words = await self.store.events(round_id), await self.store.words_of_round(round_id)
        await asyncio.to_thread(_told, making, events, words, self.now)


def _held_back(events: Sequence[Event], now: datetime) -> frozenset[str]:
    state = fold(events)
    return frozenset() if state is None else commitments_held_back(state, now)


def _told(making: Making, events: Sequence[Event], words: Words, now: datetime) -> None:
    state = fold(events)
    if state is not None:
        making.told(Shown.at(state, events, words, now))
