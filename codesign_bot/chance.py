"""Fresh names and salts. The only place that asks the machine for chance; everything it decides is recorded."""

from __future__ import annotations

import secrets


class SystemChance:
    """As `ports.Chance`, from the operating system's own source."""

    def name(self) -> str:
        return secrets.token_hex(8)

    def salt(self) -> bytes:
        return secrets.token_bytes(32)

    def code(self) -> str:
        return secrets.token_hex(4).upper()
