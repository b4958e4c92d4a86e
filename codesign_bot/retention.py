"""How long each kind of thing is kept: what an operator chose, within what the bot needs and people may expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Retention:
    """In days. What belongs to a round counts from its end."""

    events: int = 180
    """That an event of a platform was taken in, and what came of it."""
    messages: int = 30
    """That something was said, since it was queued."""
    quotes: int = 730
    """Which messages quote whose words. After that nothing can be taken out of them."""
    words: int = 3650
    """What people wrote, in a round."""
    ballots: int = 365
    """Who cast which ballot, in a round. The tally stays."""
    keys: int = 365
    """The key of a round. After that its pseudonyms lead to nobody."""
    names: int = 365
    """The name of an account, since nobody needs it: its person organises nothing and is in no open round."""
    copies: int = 30
    """Copies of the database that upgrades left, but for the newest three."""

    def of(self, name: str) -> timedelta:
        """The length by its name."""
        return timedelta(days=self.days[name])

    @property
    def days(self) -> Mapping[str, int]:
        """All of them by name, in the order in which they are explained."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


LIMITS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "events": (180, 3650),  # a platform may offer again what is younger: `service.patience.REMEMBERED`
        "messages": (7, 3650),
        "quotes": (30, 3650),
        "words": (365, 36_500),
        "ballots": (30, 3650),
        "keys": (30, 3650),
        "names": (30, 3650),
        "copies": (7, 365),
    }
)
"""Least and most days."""

USUAL = Retention()
