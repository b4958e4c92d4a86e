"""Names, salts and codes by the dice of a seed, which go on where the last process stopped."""

from __future__ import annotations

from random import Random

from codesign_bot.chance import LETTERS, in_fours


class SeededChance:
    """As `ports.Chance`."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice

    def name(self) -> str:
        return f"{self._dice.getrandbits(64):016x}"

    def salt(self) -> bytes:
        return self._dice.randbytes(32)

    def code(self) -> str:
        return f"{self._dice.getrandbits(32):08X}"

    def secret(self) -> str:
        return in_fours("".join(self._dice.choice(LETTERS) for _ in range(12)))
