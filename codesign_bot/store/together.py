"""Many who ask at once are answered by one look."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class _Round(Generic[Key, Value]):
    """Those who ask while an earlier look is under way."""

    def __init__(self) -> None:
        self.keys: set[Key] = set()
        self.answers: Mapping[Key, Value] | None = None


class Together(Generic[Key, Value]):
    """Asks `look` for single things, but for all that gathered during the look before it in one go.

    Every answer comes from a look that began after the question. A look that fails fails for whoever made it;
    the next who waits looks anew.
    """

    # All who wait wake at once: a lock would let them pass one in each turn of the event loop.

    def __init__(self, look: Callable[[Collection[Key]], Awaitable[Mapping[Key, Value]]]) -> None:
        self._look = look
        self._next = _Round[Key, Value]()
        self._is_free = asyncio.Event()
        self._is_free.set()

    async def ask(self, key: Key) -> Value | None:
        """The value for the key; None where there is none."""
        mine = self._next
        mine.keys.add(key)
        while mine.answers is None:
            if self._is_free.is_set():
                await self._answer(mine)
            else:
                await self._is_free.wait()
        return mine.answers.get(key)

    async def _answer(self, mine: _Round[Key, Value]) -> None:
        self._is_free.clear()
        try:
            await asyncio.sleep(0)  # whoever else asks in this turn of the loop comes along
            if mine is self._next:
                self._next = _Round[Key, Value]()
            mine.answers = await self._look(mine.keys)
        finally:
            self._is_free.set()
