"""A proof file (C2SP tlog-proof): that one entry stands in the log of a checkpoint, for whoever has neither the log
nor a network. Kept as `….tlog-proof`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.exact import from_base64, to_base64, whole_number
from codesign_bot.log.note import Note, VerifierKey
from codesign_bot.log.tree import ProofRefused, inclusion_proof, leaf_hash, verify_inclusion

FORMAT = "c2sp.org/tlog-proof@v1"
_EXTRA, _INDEX = "extra ", "index "


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof as it was made or read. Nothing in it may be believed before `checked`."""

    index: int
    """Which leaf, counted from 0."""
    hashes: tuple[bytes, ...]
    note: str
    """The checkpoint, a signed note."""
    extra: bytes = b""
    """Whatever goes along with it, such as the leaf itself. Nobody signed it."""

    def text(self) -> str:
        """The file."""
        extra = [f"{_EXTRA}{to_base64(self.extra)}"] if self.extra else []
        head = [FORMAT, *extra, f"{_INDEX}{self.index}", *map(to_base64, self.hashes)]
        return "".join(f"{line}\n" for line in head) + f"\n{self.note}"

    @classmethod
    def made(cls, leaves: Sequence[bytes], index: int, note: str, extra: bytes = b"") -> Proof:
        """The proof that leaf `index` stands in the log of this checkpoint. `leaves` are the hashes of all leaves.

        Raises `ProofRefused` where it does not, and what is raised for a note that is no checkpoint.
        """
        head = Checkpoint.parsed(Note.parsed(note).text).head
        if head.size > len(leaves):
            raise ProofRefused(f"the checkpoint is of {head.size} leaves, and there are {len(leaves)}")
        hashes = inclusion_proof(leaves[: head.size], index)
        verify_inclusion(leaves[index], index, head, hashes)
        return cls(index, hashes, note, extra)

    @classmethod
    def parsed(cls, text: str) -> Proof:
        """What `text` wrote. Raises `ProofRefused` for anything else; the note is not looked into."""
        head, gap, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        if not gap or first != FORMAT:
            raise ProofRefused(f"this is no {FORMAT}")
        extra = _after(_EXTRA, lines.pop(0)) if lines and lines[0].startswith(_EXTRA) else b""
        index = whole_number(lines[0].removeprefix(_INDEX)) if lines and lines[0].startswith(_INDEX) else None
        if index is None:
            raise ProofRefused("no line says which entry it is about")
        return cls(index, tuple(_after("", line) for line in lines[1:]), note, extra)

    def checked(self, leaf: bytes, origin: str, keys: Sequence[VerifierKey]) -> Checkpoint:
        """The checkpoint of this log in which `leaf`, the bytes of an entry, stands at `index`.

        Raises `ProofRefused`, `note.NoteRefused` or `checkpoint.CheckpointRefused`.
        """
        checkpoint = Checkpoint.checked(self.note, origin, keys)
        verify_inclusion(leaf_hash(leaf), self.index, checkpoint.head, self.hashes)
        return checkpoint


def _after(word: str, line: str) -> bytes:
    """What stands in base64 after a word."""
    held = from_base64(line.removeprefix(word))
    if not held:
        raise ProofRefused("a line of the proof is no base64")
    return held
