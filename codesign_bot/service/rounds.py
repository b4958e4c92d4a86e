"""Rounds at hand: folded once, then kept up to date by every commit."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codesign_bot.core.due import next_due
from codesign_bot.core.evolve import fold
from codesign_bot.core.phases import ENDED
from codesign_bot.drawn import Drawn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from codesign_bot.core.ids import ContentId, RoundId
    from codesign_bot.core.state import Round
    from codesign_bot.storage import Store

ENDED_AT_HAND = 64
"""How many rounds that have ended stay at hand. Open ones all do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A round and everything people wrote in it."""

    state: Round
    words: Mapping[ContentId, str | None]
    due: datetime | None = field(init=False)
    """When time has something to settle next. Worked out once: every act asks, and few change it."""
    drawn: Drawn = field(default_factory=Drawn, compare=False, repr=False)
    """What was drawn of the round as it is here."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "due", next_due(self.state))

    def is_due(self, now: datetime) -> bool:
        """Whether time has something to settle before anybody's command is decided."""
        return self.due is not None and self.due <= now


class Rounds:
    """The rounds at hand. Only commits and first readings change it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loaded: dict[RoundId, Loaded] = {}
        self._reading: dict[RoundId, asyncio.Event] = {}
        self._ended: OrderedDict[RoundId, None] = OrderedDict()

    def get(self, round_id: RoundId) -> Loaded | None:
        """The round if it is at hand."""
        return self._loaded.get(round_id)

    async def load(self, round_id: RoundId) -> Loaded | None:
        """The round, read if need be; None where there is none."""
        # Many may ask for it at once, as after a restart in the middle of a vote: one of them reads it, and then all
        # wake at once; a lock would let them pass one by one.
        while round_id in self._reading:
            await self._reading[round_id].wait()
        known = self._loaded.get(round_id)
        if known is not None:
            return known
        self._reading[round_id] = read = asyncio.Event()
        try:
            return await self._read(round_id)
        finally:
            del self._reading[round_id]
            read.set()

    async def _read(self, round_id: RoundId) -> Loaded | None:
        words = await self._store.words_of_round(round_id)
        state = fold(await self._store.events(round_id))
        if state is None:
            return None
        # Somebody may have read or changed it meanwhile: what is there is at least as new.
        return self._loaded.setdefault(round_id, Loaded(state, words))

    def put(self, loaded: Loaded) -> None:
        """The round as a commit left it."""
        self._loaded[loaded.state.id] = loaded
        if loaded.state.phase in ENDED:
            self._ended[loaded.state.id] = None
            self._ended.move_to_end(loaded.state.id)
            if len(self._ended) > ENDED_AT_HAND:
                self._loaded.pop(self._ended.popitem(last=False)[0], None)

    def read_anew(self, before: datetime) -> None:
        """Words of rounds that were over before `before` are gone: whoever asks for one next reads what is there."""
        states = [self._loaded[one].state for one in self._ended]
        for state in states:
            if max((state.expires_at, *state.left_at.values())) < before:
                del self._ended[state.id], self._loaded[state.id]
