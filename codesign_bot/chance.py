"""Fresh names and salts. The only place that asks the machine for chance; everything it decides is recorded."""

from __future__ import annotations

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 that are not taken for each other [Crockford's base 32]."""


class SystemChance:
    """As `ports.Chance`, from the operating system's own source."""

    def name(self) -> str:
        return secrets.token_hex(8)

    def salt(self) -> bytes:
        return secrets.token_bytes(32)

    def code(self) -> str:
        return secrets.token_hex(4).upper()

    def secret(self) -> str:
        return in_fours("".join(secrets.choice(LETTERS) for _ in range(12)))


def in_fours(letters: str) -> str:
    """The letters as they are typed most easily."""
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
