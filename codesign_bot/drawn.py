"""What was made for a message and can stand in the next one as well, kept no longer than what it was made from.

A ballot is drawn anew for every press, and each time it says the same about most of its ideas.

Law. Nobody's words are kept elsewhere by whoever draws: a `Drawn` belongs to one state of one round, and goes with
     it. So what was erased is not drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, TypeVarTuple, cast

T = TypeVar("T")
Of = TypeVarTuple("Of")

MOST = 4096
"""Parts at hand. A vote on hundreds of ideas, with any number of dots on each, has fewer."""


class Drawn:
    """Parts by what they were made from. Values only: two that are equal are made into the same part."""

    def __init__(self) -> None:
        self._parts: dict[Hashable, object] = {}

    def once(self, make: Callable[[*Of], T], *of: *Of) -> T:
        """`make(*of)`, made the first time. It must follow from `of` alone, which has to be hashable.

        Whoever gets the part shares it with others and must not change it.
        """
        part = self._parts.get((make, of), self)
        return cast("T", part) if part is not self else self._made((make, of), make, *of)

    def once_by(self, by: Hashable, make: Callable[[*Of], T], *of: *Of) -> T:
        """`make(*of)`, made the first time for this `by`: for what is made from something large.

        It must follow from `by` and from the one state that this `Drawn` belongs to. The part is shared as with `once`.
        """
        part = self._parts.get((make, by), self)
        return cast("T", part) if part is not self else self._made((make, by), make, *of)

    def _made(self, key: Hashable, make: Callable[[*Of], T], *of: *Of) -> T:
        if len(self._parts) >= MOST:
            self._parts.clear()
        self._parts[key] = part = make(*of)
        return part
