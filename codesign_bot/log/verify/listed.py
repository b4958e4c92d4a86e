"""What an export says of itself: of which log it is, and which files it has. Each is held against what is there.

A list as we write it is read file by file. Any other one is read whole: then it can be said what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, zip_longest
from typing import IO, cast

from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import FILES, LOG, MANIFEST, SIGNATURE, VERSION, signed_text
from codesign_bot.log.canonical import NotCanonical, NotJson, read
from codesign_bot.log.note import Note, NoteRefused, VerifierKey
from codesign_bot.log.verify.findings import LONGEST, Incomplete, Tampered
from codesign_bot.log.verify.packing import CHUNK
from codesign_bot.log.verify.source import REPACKED, SMALL, Source, small
from codesign_bot.plain import Plain

_FILE = re.compile(rb'\{"bytes":(0|[1-9][0-9]{0,14}),"name":"([ !#-\[\]-~]*)","sha256":"([0-9a-f]*)"\}([,\]])')
"""A file as it is listed, where nothing in it has to be escaped, with what stands behind it."""

Object = dict[str, Plain]


class Files:
    """The files of an export: those that are there, and those that are listed. They wait on the disk.

    Names stand there as bytes, in which what is no text in the name of a file has a place, too.
    """

    def __init__(self, aside: Aside, there: Iterator[str]) -> None:
        self._aside = aside
        aside.do("CREATE TABLE there (place INTEGER PRIMARY KEY, name BLOB UNIQUE)")
        aside.do("CREATE TABLE listed (place INTEGER PRIMARY KEY, name BLOB UNIQUE, digest TEXT, bytes TEXT)")
        aside.do_all("INSERT INTO there (name) VALUES (?)", ((_held(name),) for name in there))

    def is_there(self, name: str) -> bool:
        return self._aside.one("SELECT 1 FROM there WHERE name = ?", _held(name)) is not None

    def add(self, listed: Sequence[tuple[str, str, int]]) -> None:
        """Files that are listed, each with its SHA-256 and its size. Of two with one name the first one stays."""
        rows = ((_held(name), digest, str(size)) for name, digest, size in listed)
        self._aside.do_all("INSERT OR IGNORE INTO listed (name, digest, bytes) VALUES (?, ?, ?)", rows)

    def clear(self) -> None:
        """None is listed any more."""
        self._aside.do("DELETE FROM listed")

    @property
    def count(self) -> int:
        """How many are listed."""
        row = self._aside.one("SELECT count(*) FROM listed")
        return 0 if row is None else cast("int", row[0])

    def of(self, name: str) -> tuple[str, int] | None:
        """The SHA-256 and the size that are listed of a file; None where it is not listed."""
        row = self._aside.one("SELECT digest, bytes FROM listed WHERE name = ?", _held(name))
        return None if row is None else (cast("str", row[0]), int(cast("str", row[1])))

    def listed(self) -> Iterator[tuple[str, str, int]]:
        """Those that are listed, in order, each with its SHA-256 and its size."""
        for name, digest, size in self._aside.rows("SELECT name, digest, bytes FROM listed ORDER BY place"):
            yield _told(name), cast("str", digest), int(cast("str", size))

    def in_folder(self, folder: str) -> bool:
        """Whether one is listed whose name begins so."""
        return any(name.startswith(folder) for name, _, _ in self.listed())

    def missing(self) -> list[str]:
        """Those that are listed and not there, or as many of them as anybody will be told of."""
        ask = (
            "SELECT name FROM listed WHERE name IN (?, ?) "
            "OR NOT EXISTS (SELECT 1 FROM there WHERE there.name = listed.name) ORDER BY name LIMIT ?"
        )
        return [_told(name) for (name,) in self._aside.rows(ask, *_SIGNED, LONGEST)]

    def more(self) -> list[str]:
        """Those that are there and not listed, or as many of them."""
        ask = (
            "SELECT name FROM there WHERE name NOT IN (?, ?) "
            "AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.name = there.name) ORDER BY name LIMIT ?"
        )
        return [_told(name) for (name,) in self._aside.rows(ask, *_SIGNED, LONGEST)]

    def lie_as_listed(self) -> bool:
        """Whether they were packed in the order of the list, and then the list with its signature."""
        there = self._aside.rows("SELECT name FROM there ORDER BY place")
        listed = self._aside.rows("SELECT name FROM listed ORDER BY place")
        return all(one == other for one, other in zip_longest(there, chain(listed, ((name,) for name in _SIGNED))))


def _held(name: str) -> bytes:
    return name.encode("utf-8", "surrogatepass")


def _told(name: object) -> str:
    return cast("bytes", name).decode("utf-8", "surrogatepass")


_SIGNED = _held(MANIFEST), _held(SIGNATURE)
"""Neither is listed: the one is the list, and the other one signs it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list of files says of the log."""

    origin: str
    community: str
    size: int
    root: str
    made_by: str
    """The version of the bot."""
    files: Files

    @classmethod
    def found(cls, source: Source, files: Files, keys: Sequence[VerifierKey]) -> tuple[Listed, frozenset[VerifierKey]]:
        """The list, and who signed it. Raises `Tampered`. The files in it are those listed in `files` from now on."""
        found, digest = _piecewise(source, files) or _whole(source)
        if found.get("v") != VERSION:
            raise Tampered(f"{MANIFEST} has version {found.get('v')!r}, and only version {VERSION} is known.")
        try:
            listed = cls(
                origin=str(found["origin"]),
                community=str(found["community"]),
                size=int(cast("int", found["size"])),
                root=str(found["root"]),
                files=_with(files, cast("list[Object]", found["files"])),
                made_by=str(found["bot"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Tampered(f"{MANIFEST} does not say what it has to.") from None
        return listed, _signers(small(source, SIGNATURE), listed.origin, digest, keys)

    def check(self, source: Source) -> None:
        """Hold every file but the log against the list. Raises `Tampered` and `Incomplete`."""
        if missing := self.files.missing():
            raise Incomplete(f"The export lacks {', '.join(missing)}.")
        if more := self.files.more():
            raise Tampered(f"The export has files that are not listed: {', '.join(more)}.")
        if source.is_ordered and not self.files.lie_as_listed():
            raise Tampered(REPACKED)
        # The log itself is told of entry by entry, which says more than that the file has changed.
        for name, digest, size in self.files.listed():
            if name != LOG and _digest(source, name) != (digest, size):
                raise Tampered(f"{name} was changed.")


def _with(files: Files, listed: Sequence[Object]) -> Files:
    """With what was read whole: a list that was read piece by piece leaves nothing here."""
    found = {str(one["name"]): (str(one["sha256"]), int(cast("int", one["bytes"]))) for one in listed}
    files.add([(name, *told) for name, told in found.items()])
    return files


def _whole(source: Source) -> tuple[Object, bytes]:
    """What the list says, and its SHA-256."""
    manifest = small(source, MANIFEST).encode()
    try:
        found, is_canonical = read(manifest)
    except (NotJson, NotCanonical):
        raise Tampered(f"{MANIFEST} is no canonical JSON.") from None
    if not isinstance(found, dict) or not is_canonical:
        raise Tampered(f"{MANIFEST} is no canonical JSON.")
    return found, sha256(manifest).digest()


def _piecewise(source: Source, files: Files) -> tuple[Object, bytes] | None:
    """The same without the files, which are kept as they come. None, and none kept, where the list is not as ours."""
    with source.open(MANIFEST) as file:
        manifest = _Hashed(file)
        before, mark, held = manifest.read().partition(FILES)
        after = _kept(manifest, held, files) if mark else None
        if after is not None:
            after += manifest.read()
            found = _around(before + FILES + b"]" + after)
            if found is not None and not manifest.read() and manifest.size <= SMALL:
                return found, manifest.digest.digest()
    files.clear()
    return None


class _Hashed:
    """A file that is read once, and hashed on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self.digest, self.size = sha256(), 0
        self._file = file

    def read(self) -> bytes:
        """The next piece of it; empty at its end."""
        piece = self._file.read(CHUNK)
        self.digest.update(piece)
        self.size += len(piece)
        return piece


def _kept(manifest: _Hashed, held: bytes, files: Files) -> bytes | None:
    """Keep every file that is listed. Returns what is at hand behind the last one; None where one is not as ours."""
    count = 0
    while len(held) <= 2 * CHUNK:
        rows, at, behind = list[tuple[str, str, int]](), 0, b","
        while behind == b"," and (one := _FILE.match(held, at)):
            size, name, digest, behind = one.groups()
            rows.append((name.decode(), digest.decode(), int(size)))
            at = one.end()
        files.add(rows)
        held, count = held[at:], count + len(rows)
        if behind == b"]":
            return held if files.count == count else None
        more = manifest.read()
        if not more:
            return None
        held += more
    return None


def _around(manifest: bytes) -> Object | None:
    """What the list says besides its files, which were taken out; None where they stood somewhere else than at its top.

    It is canonical with them if it is without them, because each of them was.
    """
    try:
        found, is_canonical = read(manifest)
    except (NotJson, NotCanonical):
        return None
    if not is_canonical or not isinstance(found, dict) or found.get("files") != []:
        return None
    others = (value for key, value in found.items() if key != "files")
    return found if all(isinstance(value, str | int) for value in others) else None


def _signers(note: str, origin: str, digest: bytes, keys: Sequence[VerifierKey]) -> frozenset[VerifierKey]:
    mine = [key for key in keys if key.name == origin]
    if not mine:
        named = ", ".join(sorted({key.name for key in keys}))
        raise Tampered(f"The export is of the log {origin}, and the key is that of {named}.")
    try:
        found = Note.parsed(note)
        signers = frozenset(found.signers(mine))
    except NoteRefused as error:
        raise Tampered(f"{SIGNATURE}: {error}.") from None
    if len(signers) != len(found.signatures):
        raise Tampered(f"{SIGNATURE} has a line that is not needed.")
    if found.text != signed_text(origin, digest):
        raise Tampered(f"{MANIFEST} is not the list of files that was signed.")
    return signers


def _digest(source: Source, name: str) -> tuple[str, int]:
    with source.open(name) as file:
        whole = _Hashed(file)
        while whole.read():
            pass
    return whole.digest.hexdigest(), whole.size
