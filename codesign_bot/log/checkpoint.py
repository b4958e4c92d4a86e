"""Checkpoints (C2SP tlog-checkpoint): which log, how many entries, the root over them, as the text of a signed note.

Whoever keeps one can later be shown that nothing which stood in the log then was changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign_bot.log.exact import LARGEST, from_base64, to_base64, whole_number
from codesign_bot.log.note import SignerKey, VerifierKey, opened, sign
from codesign_bot.log.tree import HASH_BYTES, Head


class CheckpointRefused(ValueError):
    """A text is no checkpoint, and why."""


class WrongOrigin(CheckpointRefused):
    """A checkpoint of another log."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one log at one time. Raises `CheckpointRefused` for what cannot be written.

    `root` has 32 bytes. `extensions` are further lines, which nothing here understands and the signature covers.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(line and "\n" not in line for line in (self.origin, *self.extensions)):
            raise CheckpointRefused("every line of a checkpoint says something")
        if not 0 <= self.size <= LARGEST:
            raise CheckpointRefused("no log has that many entries")
        if len(self.root) != HASH_BYTES:
            raise CheckpointRefused(f"a root has {HASH_BYTES} bytes")

    @property
    def head(self) -> Head:
        return Head(self.size, self.root)

    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, to_base64(self.root), *self.extensions))

    @classmethod
    def parsed(cls, text: str) -> Checkpoint:
        """What `text` wrote. Raises `CheckpointRefused` for anything else."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop():  # noqa: PLR2004 # three lines, and nothing after the last line feed
            raise CheckpointRefused("a checkpoint has three lines: the log, its size and its root")
        origin, written, root, *extensions = lines
        size, held = whole_number(written), from_base64(root)
        if size is None:
            raise CheckpointRefused("the size of a checkpoint is a whole number")
        if held is None:
            raise CheckpointRefused("the root of a checkpoint is base64")
        return cls(origin, size, held, tuple(extensions))

    def signed(self, keys: Sequence[SignerKey]) -> str:
        """The signed note. While a key is replaced, the old and the new one both sign."""
        return sign(self.text(), keys)

    @classmethod
    def checked(cls, note: str, origin: str, keys: Sequence[VerifierKey]) -> Checkpoint:
        """The checkpoint of this log in a note that at least one of the keys signed.

        Raises `note.NoteRefused`, `CheckpointRefused`, or `WrongOrigin` of these for the checkpoint of another log.
        """
        read = cls.parsed(opened(note, keys))
        if read.origin != origin:
            raise WrongOrigin(f"this checkpoint is of the log {read.origin}, not of {origin}")
        return read
