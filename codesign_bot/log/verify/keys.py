"""Whose signatures count: which keys an export names, and which of them was good for which checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign_bot.log.bundle import KEYS, SIGNATURE
from codesign_bot.log.checkpoint import Checkpoint, CheckpointRefused
from codesign_bot.log.note import KeyRefused, Note, NoteRefused, VerifierKey
from codesign_bot.log.succession import Change, Succession, SuccessionRefused
from codesign_bot.log.verify.findings import Tampered

MOST_KEYS = 1_000
"""Of one log: each note is tried with all of them."""


def listed_keys(text: str) -> list[VerifierKey]:
    """Those that the export itself names, oldest first. Raises `Tampered`."""
    try:
        found = [VerifierKey.parsed(line) for line in text.split("\n")[:-1]]
    except KeyRefused as error:
        raise Tampered(f"{KEYS}: {error}.") from None
    if len(found) > MOST_KEYS:
        raise Tampered(f"{KEYS} holds more than {MOST_KEYS} keys.")
    if not text.endswith("\n") or not found:
        raise Tampered(f"{KEYS} holds no whole key.")
    return found


def to_try(listed: Sequence[VerifierKey], trusted: Sequence[VerifierKey]) -> Sequence[VerifierKey]:
    """The keys whose signatures are looked at. Whether they count is for `Signed.check` to say.

    Where none of the listed ones is trusted, those that are: then no signature will hold.
    """
    return listed if not trusted or set(listed) & set(trusted) else trusted


@dataclass(frozen=True, slots=True)
class Point:
    """A checkpoint, what it is called here, and which keys signed it."""

    called: str
    checkpoint: Checkpoint
    signers: frozenset[VerifierKey]

    @classmethod
    def read(cls, note: str, origin: str, keys: Sequence[VerifierKey], called: str) -> Point:
        """Raises `Tampered` where none of the keys signed it."""
        mine = [key for key in keys if key.name == origin]
        try:
            point = Checkpoint.checked(note, origin, mine)
            return cls(called, point, frozenset(Note.parsed(note).signers(mine)))
        except (NoteRefused, CheckpointRefused) as error:
            raise Tampered(f"{called} cannot be trusted: {error}.") from None


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed: the list of files, and every checkpoint."""

    listed: Sequence[VerifierKey]
    """The keys that the export names."""
    signers: frozenset[VerifierKey]
    """Those that signed the list of files."""
    points: Sequence[Point]

    def check(self, changes: Sequence[Change]) -> None:
        """Hold all of it against what the log says of its keys. Raises `Tampered`."""
        try:
            keys = Succession(changes[0].before if changes else self.listed[0], tuple(changes))
        except SuccessionRefused as error:
            raise Tampered(str(error)) from None
        if keys.keys != tuple(self.listed):
            raise Tampered(f"{KEYS} names other keys than the log does: no entry introduces them.")
        if keys.keys[-1] not in self.signers:
            raise Tampered(f"{SIGNATURE} is signed by a key that was replaced.")
        for point in self.points:
            size = point.checkpoint.size
            if not point.signers.issuperset(keys.needed_at(size)):
                raise Tampered(f"{point.called} cannot be trusted: no key that was good for {size} entries signed it.")
        shown = {point.checkpoint.size for point in self.points}
        if unshown := [one.no for one in changes if one.no not in shown]:
            raise Tampered(f"Entry {unshown[0]} names a new key, and the old one signed no checkpoint of it.")
