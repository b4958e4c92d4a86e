"""Checks a proof file: that one entry stands in the log of a checkpoint, for whoever has not the log."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from codesign_bot.log.checkpoint import Checkpoint, CheckpointRefused
from codesign_bot.log.leaf import Leaf, LeafRefused, decoded
from codesign_bot.log.note import Note, NoteRefused, VerifierKey
from codesign_bot.log.proof import FORMAT, Proof
from codesign_bot.log.tree import ProofRefused, leaf_hash, verify_inclusion
from codesign_bot.log.verify.check import Asked
from codesign_bot.log.verify.findings import Incomplete, Misused, Report, Tampered, found_in

MOST_BYTES = 1 << 23
"""Twice the longest entry."""
ENDING = ".tlog-proof"
_BEGINS = FORMAT.encode()


def is_proof(path: Path) -> bool:
    """Whether the file is called a proof, or begins as one. Never raises."""
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return path.suffix == ENDING or file.read(len(_BEGINS)) == _BEGINS
    return False


def check_proof(path: Path, asked: Asked) -> Report:
    """Check the proof in this file, and the entry beside it where there is one. Never raises for what is in them."""
    with found_in(path) as report:
        _check(path, asked, report)
    return report


def _check(path: Path, asked: Asked, report: Report) -> None:
    if asked.since:
        raise Misused("--since needs the whole log. This is a proof of one entry.")
    proof, point = _read(path)
    held = _entry(path, proof)
    leaf = _leaf(held)
    if (leaf.no, leaf.origin) != (proof.index + 1, point.origin):
        raise Tampered(f"The proof is of entry {proof.index + 1} of {point.origin}, and this is another entry.")
    try:
        verify_inclusion(leaf_hash(held), proof.index, point.head, proof.hashes)
    except ProofRefused as error:
        raise Tampered(f"Entry {leaf.no} does not stand in this checkpoint: {error}.") from None
    if asked.keys:
        _signed(proof.note, point.origin, asked.keys, "The checkpoint in the proof")
    kept = [_kept(note, point, asked.keys) for note in asked.checkpoints]
    if not asked.keys and not kept:
        raise Incomplete("Anybody could have made this proof. Say which key you trust, with --key.")
    report.note(f"Entry {leaf.no} of the log {point.origin} is as it was signed: {leaf.kind}, {leaf.at.isoformat()}.")
    report.note(f"It stands in the checkpoint of {point.size} entries.")


def _read(path: Path) -> tuple[Proof, Checkpoint]:
    """The proof, and the checkpoint in it. Neither may be believed yet."""
    try:
        proof = Proof.parsed(_content(path).decode())
        return proof, Checkpoint.parsed(Note.parsed(proof.note).text)
    except UnicodeDecodeError:
        raise Tampered(f"{path.name} is no whole proof.") from None
    except (ProofRefused, NoteRefused, CheckpointRefused) as error:
        raise Tampered(f"{path.name} is no whole proof: {error}.") from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            held = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror}.") from None
    if len(held) > MOST_BYTES:
        raise Tampered(f"{path.name} is too long.")
    return held


def _entry(path: Path, proof: Proof) -> bytes:
    """The bytes of the entry: they go along in the proof, and stand in the file beside it."""
    beside = path.with_suffix(".json")
    held = _content(beside) if beside.is_file() else None
    if proof.extra and held is not None and held != proof.extra:
        raise Tampered(f"{beside.name} is not the entry that the proof is of.")
    found = proof.extra or held
    if not found:
        raise Incomplete(f"There is no entry in the proof, and no {beside.name} beside it.")
    return found


def _leaf(held: bytes) -> Leaf:
    try:
        return decoded(held)
    except LeafRefused as error:
        raise Tampered(f"The entry was changed. {error}") from None


def _signed(note: str, origin: str, keys: Sequence[VerifierKey], called: str) -> None:
    try:
        Checkpoint.checked(note, origin, [key for key in keys if key.name == origin])
    except (NoteRefused, CheckpointRefused) as error:
        raise Tampered(f"{called} cannot be trusted: {error}.") from None


def _kept(note: str, point: Checkpoint, keys: Sequence[VerifierKey]) -> Checkpoint:
    """A checkpoint that somebody kept, which is the one in the proof."""
    try:
        kept = Checkpoint.parsed(Note.parsed(note).text)
    except (NoteRefused, CheckpointRefused) as error:
        raise Tampered(f"The checkpoint that you gave cannot be read: {error}.") from None
    if kept.origin != point.origin:
        raise Tampered(f"The checkpoint that you gave is of the log {kept.origin}, not of {point.origin}.")
    if keys:
        _signed(note, point.origin, keys, "The checkpoint that you gave")
    if kept.size != point.size:
        raise Incomplete(
            f"You gave a checkpoint of {kept.size} entries, and the proof is of {point.size}. "
            "Only an export of the log shows whether one goes on from the other."
        )
    if kept.root != point.root:
        raise Tampered(f"The proof contradicts the checkpoint of {kept.size} entries that you gave.")
    return kept
