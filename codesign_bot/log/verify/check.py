"""The whole check, in the order in which each step may rely on the one before it.

1. The list of files is signed by a key of the log, and each file is as it is listed.
2. Every entry has the one form, the next number and the name of this log; together they have the root that is listed.
3. Every checkpoint is signed, and the log had just that root when it had just that size.
4. Each key follows from the one before it, and was good where it signed.
5. What stands beside the log opens the commitments in it, or the log says that it was erased.
6. Every tally follows from the receipts and the rules that were fixed at the opening.
7. The tables say what the entries and the words say, where they were made by this version of the bot.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

from codesign_bot.log.bundle import (
    BETWEEN_NOTES,
    CHECKPOINTS,
    KEYS,
    LOG,
    MANIFEST,
    NEEDED,
    SIGNATURE,
    VERSION,
    signed_text,
)
from codesign_bot.log.canonical import NotCanonical, NotJson, read
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.facts import commitments
from codesign_bot.log.leaf import Leaf, LeafRefused, decoded
from codesign_bot.log.note import Note, NoteRefused, VerifierKey
from codesign_bot.log.succession import Change, SuccessionRefused
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.log.verify.findings import Incomplete, Misused, Report, Tampered, found_in
from codesign_bot.log.verify.keys import Point, Signed, listed_keys, to_try
from codesign_bot.log.verify.source import CHUNK, REPACKED, Source, lines, source
from codesign_bot.log.verify.tables import check_tables
from codesign_bot.log.verify.tallies import Recount
from codesign_bot.log.verify.words import check_words
from codesign_bot.plain import Plain

AT_ONCE = 256
"""Entries whose hashes go into the tree together."""
SMALL = 1 << 24
"""Lists, keys and checkpoints are read whole; none is larger than 16 MiB."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to check against besides the export itself: notes from a chat, older ones, and whom to trust."""

    checkpoints: Sequence[str] = ()
    since: Sequence[str] = ()
    keys: Sequence[VerifierKey] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list of files says of the log."""

    origin: str
    community: str
    size: int
    root: str
    files: dict[str, tuple[str, int]]
    made_by: str
    """The version of the bot."""


def check(path: Path, asked: Asked) -> Report:
    """Check the export at this path. Never raises for what is in it; says what it found, the worst last."""
    with found_in(path) as report:
        _check(path, asked, report)
    return report


def _check(path: Path, asked: Asked, report: Report) -> None:
    with source(path) as files:
        if missing := [name for name in NEEDED if name not in files.names()]:
            raise Incomplete(f"The export lacks {', '.join(missing)}.")
        named = listed_keys(_small(files, KEYS))
        keys = to_try(named, asked.keys)
        listed, signers = _listed(files, keys)
        _check_files(files, listed)
        points = _points(files, listed.origin, keys)
        points += [Point.read(note, listed.origin, keys, "The checkpoint that you gave") for note in asked.checkpoints]
        points += [Point.read(note, listed.origin, keys, "The older checkpoint") for note in asked.since]
        walk = _Walk(listed, [one.checkpoint for one in points])
        with files.open(LOG) as log:
            for no, line in enumerate(lines(log, LOG), 1):
                walk.take(no, line)
        walk.finish()
        Signed(named, signers, points).check(walk.changes)
        walk.recount.finish()
        words = check_words(files, walk.mentioned, walk.erased)
        _tell(report, listed, walk, named if not asked.keys else None)
        report.note(words)
        report.lines += walk.recount.lines
        walk.mentioned.clear()  # what follows needs the room
        report.lines += check_tables(files, listed.files, listed.made_by)


def kept_notes(path: Path) -> list[str]:
    """The checkpoints in an export, unproven; none where the path leads to no export."""
    try:
        with source(path) as files:
            return _parted(_small(files, CHECKPOINTS))
    except (Tampered, Incomplete, Misused, KeyError):
        return []


def _parted(text: str) -> list[str]:
    return [one + "\n" for one in text.removesuffix("\n").split("\n" + BETWEEN_NOTES)] if text else []


def _tell(report: Report, listed: Listed, walk: _Walk, unproven: Sequence[VerifierKey] | None) -> None:
    report.note(f"The log {listed.origin} of {listed.community} is intact: {listed.size} entries, root {listed.root}.")
    newest = max((point.size for point in walk.points), default=0)
    report.note(f"{len(walk.points)} checkpoints hold. The newest one covers {newest} entries.")
    if newest < listed.size:
        report.note(f"No checkpoint covers the {listed.size - newest} entries after it yet.")
    for change in walk.changes:
        report.note(f"The key was replaced with entry {change.no}, which the old key and the new one signed.")
    if unproven is not None:
        named = ", ".join(key.text() for key in unproven)
        report.note(f"It was checked with the key that came with it. Compare it with one you trust: {named}")


# --- what the export says of itself ----------------------------------------------------------------------


def _small(files: Source, name: str) -> str:
    with files.open(name) as file:
        held = file.read(SMALL + 1)
    if len(held) > SMALL:
        raise Tampered(f"{name} is too long.")
    try:
        return held.decode()
    except UnicodeDecodeError:
        raise Tampered(f"{name} is not UTF-8.") from None


def _listed(files: Source, keys: Sequence[VerifierKey]) -> tuple[Listed, frozenset[VerifierKey]]:
    """The list, and who signed it."""
    manifest = _small(files, MANIFEST).encode()
    try:
        found, is_canonical = read(manifest)
    except (NotJson, NotCanonical):
        raise Tampered(f"{MANIFEST} is no canonical JSON.") from None
    if not isinstance(found, dict) or not is_canonical:
        raise Tampered(f"{MANIFEST} is no canonical JSON.")
    if found.get("v") != VERSION:
        raise Tampered(f"{MANIFEST} has version {found.get('v')!r}, and only version {VERSION} is known.")
    try:
        listed = Listed(
            origin=str(found["origin"]),
            community=str(found["community"]),
            size=int(cast("int", found["size"])),
            root=str(found["root"]),
            files=dict(_file(one) for one in cast("list[dict[str, Plain]]", found["files"])),
            made_by=str(found["bot"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Tampered(f"{MANIFEST} does not say what it has to.") from None
    return listed, _list_signers(_small(files, SIGNATURE), listed.origin, manifest, keys)


def _file(one: dict[str, Plain]) -> tuple[str, tuple[str, int]]:
    return str(one["name"]), (str(one["sha256"]), int(cast("int", one["bytes"])))


def _list_signers(note: str, origin: str, manifest: bytes, keys: Sequence[VerifierKey]) -> frozenset[VerifierKey]:
    mine = [key for key in keys if key.name == origin]
    if not mine:
        named = ", ".join(sorted({key.name for key in keys}))
        raise Tampered(f"The export is of the log {origin}, and the key is that of {named}.")
    try:
        read = Note.parsed(note)
        signers = frozenset(read.signers(mine))
    except NoteRefused as error:
        raise Tampered(f"{SIGNATURE}: {error}.") from None
    if len(signers) != len(read.signatures):
        raise Tampered(f"{SIGNATURE} has a line that is not needed.")
    if read.text != signed_text(origin, sha256(manifest).digest()):
        raise Tampered(f"{MANIFEST} is not the list of files that was signed.")
    return signers


def _check_files(files: Source, listed: Listed) -> None:
    there = files.names() - {MANIFEST, SIGNATURE}
    if missing := sorted(listed.files.keys() - there):
        raise Incomplete(f"The export lacks {', '.join(missing)}.")
    if more := sorted(there - listed.files.keys()):
        raise Tampered(f"The export has files that are not listed: {', '.join(more)}.")
    if files.order() not in (None, [*listed.files, MANIFEST, SIGNATURE]):
        raise Tampered(REPACKED)
    # The log itself is told of entry by entry, which says more than that the file has changed.
    for name, (digest, size) in sorted(listed.files.items(), key=lambda one: one[0] == LOG):
        if name != LOG and _digest(files, name) != (digest, size):
            raise Tampered(f"{name} was changed.")


def _digest(files: Source, name: str) -> tuple[str, int]:
    digest, size = sha256(), 0
    with files.open(name) as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


# --- checkpoints -----------------------------------------------------------------------------------------


def _points(files: Source, origin: str, keys: Sequence[VerifierKey]) -> list[Point]:
    notes = _parted(_small(files, CHECKPOINTS))
    return [Point.read(note, origin, keys, f"Checkpoint {no}") for no, note in enumerate(notes, 1)]


# --- entries ---------------------------------------------------------------------------------------------


class _Walk:
    """Goes through the entries once, holding no more than the tree needs and what the entries mention."""

    def __init__(self, listed: Listed, points: Sequence[Checkpoint]) -> None:
        self.points = points
        self.mentioned: dict[str, int] = {}
        """Every commitment, with the number of the entry that mentions it first."""
        self.erased: set[str] = set()
        """The commitments that the log says were erased."""
        self.changes: list[Change] = []
        """Where the key was replaced."""
        self.recount = Recount()
        self._listed = listed
        self._at: dict[int, list[Checkpoint]] = {}
        for point in points:
            self._at.setdefault(point.size, []).append(point)
        self._frontier = Frontier()
        self._hashes: list[bytes] = []
        """Of entries that are not in the frontier yet."""
        self._digest = sha256()

    def take(self, no: int, line: bytes) -> None:
        """The next entry. Raises `Tampered`, naming it."""
        leaf = self._leaf(no, line)
        if leaf.origin != self._listed.origin:
            raise Tampered(f"Entry {no} is of another log: {leaf.origin}.")
        if leaf.no != no:
            raise Tampered(f"At place {no} stands entry {leaf.no}: entries were moved, doubled or taken out.")
        self._hashes.append(leaf_hash(line))
        self._digest.update(line + b"\n")
        if no in self._at or len(self._hashes) == AT_ONCE:
            self._grow(no)
        self._note(leaf)

    def _grow(self, no: int) -> None:
        """The tree up to entry `no`. Raises `Tampered` where a checkpoint was signed over another one."""
        self._frontier = self._frontier.extended(self._hashes)
        self._hashes.clear()
        if any(point.root != self._frontier.root for point in self._at.get(no, ())):
            raise Tampered(f"An entry up to {no} is not what it was when the checkpoint of {no} entries was signed.")

    def _leaf(self, no: int, line: bytes) -> Leaf:
        try:
            return decoded(line)
        except LeafRefused as error:
            raise Tampered(f"Entry {no} was changed. {error}") from None

    def _note(self, leaf: Leaf) -> None:
        try:
            mentioned = commitments(dict(leaf.facts))
        except RecursionError:
            raise Tampered(f"Entry {leaf.no} is nested too deep.") from None
        for commitment in mentioned:
            self.mentioned.setdefault(commitment, leaf.no)
        if leaf.kind == "words-erased":
            with suppress(TypeError):
                self.erased |= set(cast("list[str]", leaf.facts.get("erased", [])))
        try:
            change = Change.of(leaf)
        except SuccessionRefused as error:
            raise Tampered(str(error)) from None
        self.changes += () if change is None else (change,)
        self.recount.take(leaf)

    def finish(self) -> None:
        """Raises where the log as a whole is not what was listed and signed."""
        self._frontier = self._frontier.extended(self._hashes)
        size, root = self._frontier.size, self._frontier.root.hex()
        beyond = [point.size for point in self.points if point.size > size]
        if size < self._listed.size or beyond:
            signed = max([self._listed.size, *beyond])
            raise Incomplete(f"The log ends with entry {size}, and {signed} entries were signed.")
        if (size, root) != (self._listed.size, self._listed.root):
            raise Tampered(f"An entry was changed: the log has the root {root}, and {self._listed.root} was signed.")
        digest, _ = self._listed.files[LOG]
        if self._digest.hexdigest() != digest:
            raise Tampered(f"{LOG} was changed.")
