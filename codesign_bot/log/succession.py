"""Which key was good for which part of a log. A key is followed by another only by the word of the one before it.

Law 1. The entry `key-changed` names both keys. The checkpoint of just the entries up to it is signed by both.
Law 2. Up to there the old key is good; from there on the new one is. A checkpoint by another key than the one that was
       good for its size shows nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign_bot.log.leaf import Leaf
from codesign_bot.log.note import KeyRefused, VerifierKey
from codesign_bot.plain import Plain

KEY_CHANGED = "key-changed"


class SuccessionRefused(ValueError):
    """A key follows from nothing that the one before it signed. Says in a sentence what is wrong."""


@dataclass(frozen=True, slots=True)
class Change:
    """That from the entry `no` on the log is signed by `after`, and was by `before`."""

    no: int
    before: VerifierKey
    after: VerifierKey

    def facts(self) -> dict[str, Plain]:
        """What the entry says."""
        return {"role": "operator", "before": self.before.text(), "after": self.after.text()}

    @classmethod
    def of(cls, leaf: Leaf) -> Change | None:
        """What an entry says of a new key; None where it speaks of something else. Raises `SuccessionRefused`."""
        if leaf.kind != KEY_CHANGED:
            return None
        try:
            before, after = (VerifierKey.parsed(str(leaf.facts.get(name))) for name in ("before", "after"))
        except KeyRefused:
            raise SuccessionRefused(f"Entry {leaf.no} names no whole key.") from None
        if {before.name, after.name} != {leaf.origin} or before == after:
            raise SuccessionRefused(f"Entry {leaf.no} names a key that is not a new one of this log.")
        return cls(leaf.no, before, after)


@dataclass(frozen=True, slots=True)
class Succession:
    """The keys of one log, from the first on. Raises `SuccessionRefused` where one does not follow the other."""

    first: VerifierKey
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        key = self.first
        for one in self.changes:
            if one.before != key:
                raise SuccessionRefused(f"Entry {one.no} replaces a key that the log was not signed with.")
            key = one.after

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """All of them, oldest first."""
        return (self.first, *(one.after for one in self.changes))

    def needed_at(self, size: int) -> tuple[VerifierKey, ...]:
        """Those that have to sign a checkpoint of so many entries: one, or two where a key is replaced just there."""
        changed = [one for one in self.changes if one.no <= size]
        if not changed:
            return (self.first,)
        last = changed[-1]
        return (last.before, last.after) if last.no == size else (last.after,)


def succession(key: VerifierKey, changes: Sequence[Change]) -> Succession:
    """The keys of a log whose entries tell of these changes; where they tell of none, `key` is the only one.

    Raises `SuccessionRefused` where they do not lead to `key`.
    """
    found = Succession(changes[0].before if changes else key, tuple(changes))
    if found.keys[-1] != key:
        raise SuccessionRefused("The log is not signed with this key any more, or not yet.")
    return found
