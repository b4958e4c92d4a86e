"""How people stand in the shared log: by a name for each round, which leads to nobody once its key is destroyed.

Law 1. In one round somebody has one name; without the key nobody can tell whose it is.
Law 2. Names of two rounds have nothing in common, even those of the same person.
Law 3. Who destroys the key makes the round anonymous. The names stay as they are, so the log still verifies.
"""

from __future__ import annotations

import hmac

from codesign_bot.core.ids import PersonId

KEY_BYTES = 32
"""A key has as many bytes as SHA-256 gives (RFC 2104, 3: shorter ones are weaker, longer ones no stronger)."""

_DIGITS = 16
"""Hex digits of a name: among a million people two share one with a chance of less than 1 in 30 million."""


def pseudonym(key: bytes, person: PersonId) -> str:
    """The person's name in the round of this key: "p-" and the first 16 hex digits of HMAC-SHA-256(key, person).

    The person counts as UTF-8. Raises `ValueError` for a key that has not 32 bytes.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a round's key has {KEY_BYTES} bytes, not {len(key)}")
    return "p-" + hmac.digest(key, person.encode(), "sha256").hex()[:_DIGITS]
