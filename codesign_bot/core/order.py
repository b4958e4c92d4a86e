"""Orders nobody can steer: each participant sees lists in an order of their own, which anyone can redo."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codesign_bot.core.ids import IdeaNo, PersonId


def own_order(ideas: Iterable[IdeaNo], seed: str, person: PersonId) -> tuple[IdeaNo, ...]:
    """The ideas sorted by SHA-256(seed, person, number), written with one zero byte between the three."""

    def rank(no: IdeaNo) -> bytes:
        return sha256("\0".join((seed, person, str(no))).encode()).digest()

    return tuple(sorted(ideas, key=rank))
