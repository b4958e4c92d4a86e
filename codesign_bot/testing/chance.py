"""Names, salts and codes that are the same in every run, so that two runs can be compared."""

from __future__ import annotations

from hashlib import sha256

from codesign_bot.chance import LETTERS, in_fours


class CountedChance:
    """As `ports.Chance`: each is the hash of how many were asked for before it."""

    def __init__(self) -> None:
        self._asked = 0

    def _next(self) -> bytes:
        self._asked += 1
        return sha256(str(self._asked).encode()).digest()

    def name(self) -> str:
        return self._next().hex()[:16]

    def salt(self) -> bytes:
        return self._next()

    def code(self) -> str:
        return self._next().hex()[:8].upper()

    def secret(self) -> str:
        return in_fours("".join(LETTERS[byte % len(LETTERS)] for byte in self._next()[:12]))
