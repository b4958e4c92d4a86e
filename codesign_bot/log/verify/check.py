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

from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import BETWEEN_NOTES, CHECKPOINTS, KEYS, LOG, NEEDED
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.facts import commitments
from codesign_bot.log.leaf import Leaf, LeafRefused, decoded
from codesign_bot.log.note import VerifierKey
from codesign_bot.log.succession import Change, SuccessionRefused
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.log.verify.findings import Incomplete, Misused, Report, Tampered, found_in
from codesign_bot.log.verify.keys import Point, Signed, listed_keys, to_try
from codesign_bot.log.verify.listed import Files, Listed
from codesign_bot.log.verify.mentioned import Mentioned
from codesign_bot.log.verify.source import Source, lines, small, source
from codesign_bot.log.verify.tables import check_tables
from codesign_bot.log.verify.tallies import Recount
from codesign_bot.log.verify.words import check_words

AT_ONCE = 256
"""Entries whose hashes go into the tree together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to check against besides the export itself: notes from a chat, older ones, and whom to trust."""

    checkpoints: Sequence[str] = ()
    since: Sequence[str] = ()
    keys: Sequence[VerifierKey] = ()


def check(path: Path, asked: Asked) -> Report:
    """Check the export at this path. Never raises for what is in it; says what it found, the worst last."""
    with found_in(path) as report:
        _check(path, asked, report)
    return report


def _check(path: Path, asked: Asked, report: Report) -> None:
    with source(path) as files, Aside() as aside:
        there = Files(aside, files.names())
        if missing := [name for name in NEEDED if not there.is_there(name)]:
            raise Incomplete(f"The export lacks {', '.join(missing)}.")
        named = listed_keys(small(files, KEYS))
        keys = to_try(named, asked.keys)
        listed, signers = Listed.found(files, there, keys)
        listed.check(files)
        points = _points(files, listed.origin, keys)
        points += [Point.read(note, listed.origin, keys, "The checkpoint that you gave") for note in asked.checkpoints]
        points += [Point.read(note, listed.origin, keys, "The older checkpoint") for note in asked.since]
        walk = _Walk(listed, [one.checkpoint for one in points], aside)
        with files.open(LOG) as log:
            for no, line in enumerate(lines(log, LOG), 1):
                walk.take(no, line)
        walk.finish()
        Signed(named, signers, points).check(walk.changes)
        walk.recount.finish()
        words = check_words(files, walk.mentioned)
        _tell(report, listed, walk, named if not asked.keys else None)
        report.note(words)
        report.lines += walk.recount.lines
        report.lines += check_tables(files, listed, walk.mentioned)


def kept_notes(path: Path) -> list[str]:
    """The checkpoints in an export, unproven; none where the path leads to no export."""
    try:
        with source(path) as files:
            return _parted(small(files, CHECKPOINTS))
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


# --- checkpoints -----------------------------------------------------------------------------------------


def _points(files: Source, origin: str, keys: Sequence[VerifierKey]) -> list[Point]:
    notes = _parted(small(files, CHECKPOINTS))
    return [Point.read(note, origin, keys, f"Checkpoint {no}") for no, note in enumerate(notes, 1)]


# --- entries ---------------------------------------------------------------------------------------------


class _Walk:
    """Goes through the entries once, holding no more than the tree needs."""

    def __init__(self, listed: Listed, points: Sequence[Checkpoint], aside: Aside) -> None:
        self.points = points
        self.mentioned = Mentioned(aside)
        self.changes: list[Change] = []
        """Where the key was replaced."""
        self.recount = Recount(aside)
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
        self.mentioned.add(mentioned, leaf.no)
        if leaf.kind == "words-erased":
            with suppress(TypeError):
                erased = set(cast("list[object]", leaf.facts.get("erased", [])))
                self.mentioned.erase(one for one in erased if isinstance(one, str))
        try:
            change = Change.of(leaf)
        except SuccessionRefused as error:
            raise Tampered(str(error)) from None
        self.changes += () if change is None else (change,)
        self.recount.take(leaf)

    def finish(self) -> None:
        """Raises where the log as a whole is not what was listed and signed."""
        self.mentioned.settle()
        self._frontier = self._frontier.extended(self._hashes)
        self._hashes.clear()
        size, root = self._frontier.size, self._frontier.root.hex()
        beyond = [point.size for point in self.points if point.size > size]
        if size < self._listed.size or beyond:
            signed = max([self._listed.size, *beyond])
            raise Incomplete(f"The log ends with entry {size}, and {signed} entries were signed.")
        if (size, root) != (self._listed.size, self._listed.root):
            raise Tampered(f"An entry was changed: the log has the root {root}, and {self._listed.root} was signed.")
        listed = self._listed.files.of(LOG)
        if listed is None or self._digest.hexdigest() != listed[0]:
            raise Tampered(f"{LOG} was changed.")
