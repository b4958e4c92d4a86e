"""Rounds at hand: folded once, then kept up to date by every commit."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codesign_bot.core.evolve import fold
from codesign_bot.core.phases import ENDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codesign_bot.core.ids import ContentId, RoundId
    from codesign_bot.core.state import Round
    from codesign_bot.ports import Store

ENDED_AT_HAND = 64
"""How many rounds that have ended stay at hand. Open ones all do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A round and everything people wrote in it."""

    state: Round
    words: Mapping[ContentId, str | None]


class Rounds:
    """The rounds at hand. Only commits and first readings change it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loaded: dict[RoundId, Loaded] = {}
        self._ended: OrderedDict[RoundId, None] = OrderedDict()

    def get(self, round_id: RoundId) -> Loaded | None:
        """The round if it is at hand."""
        return self._loaded.get(round_id)

    async def load(self, round_id: RoundId) -> Loaded | None:
        """The round, read if need be; None where there is none."""
        known = self._loaded.get(round_id)
        if known is not None:
            return known
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
