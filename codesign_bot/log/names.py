"""How people stand in the log of one round: by a name for acts, and by another for what is said without a name."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from codesign_bot.core.ids import PersonId
from codesign_bot.log.pseudonyms import pseudonym

GONE = "p-"
"""Stands for anybody once the key of the round was destroyed."""


@dataclass(frozen=True, slots=True)
class RoundNames:
    """As `facts.Naming`. `key` has 32 bytes; None: it was destroyed, and nobody can be named any more."""

    key: bytes | None

    def of_act(self, person: PersonId) -> str:
        """Such as "p-9f86d081884c7d65"."""
        return GONE if self.key is None else pseudonym(self.key, person)

    def of_voice(self, person: PersonId) -> str:
        """Such as "v-60303ae22b998861": from a key of its own, so that nobody without it can connect the two."""
        if self.key is None:
            return "v-"
        return "v-" + pseudonym(hmac.digest(self.key, b"voice", "sha256"), person).removeprefix("p-")
