"""An export of a community's log: files that anybody can keep, with a signed list of them.

Law 1. `log.jsonl` holds the entries byte for byte as they were hashed, one a line.
Law 2. What people wrote stands beside it in `words.jsonl`, each with the salt that makes its commitment.
Law 3. Every byte is covered: each file by its SHA-256 in the list, the list by a signature of the log's key, and the
       archive by being packed in one way only, so that no bit of it can change unseen.

Files are packed as they are, without compression: who wants to read one byte for byte needs no special program.
"""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from typing import IO, Protocol, cast

from codesign_bot.log.aside import Aside
from codesign_bot.log.canonical import canonical
from codesign_bot.log.note import SignerKey, sign
from codesign_bot.plain import Plain, to_plain

LOG, WORDS, CHECKPOINTS, KEYS = "log.jsonl", "words.jsonl", "checkpoints.txt", "keys.txt"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
NEEDED = (LOG, WORDS, CHECKPOINTS, KEYS, MANIFEST, SIGNATURE)
"""Without one of these an export cannot be checked."""

VERSION = 1
LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Writes a line of the words: one way only, so that whoever checks it can hold it against its bytes."""
FILES = b',"files":['
"""Stands in the list of files before the first of them, and nowhere else: in a text its marks would be escaped."""
BETWEEN_NOTES = "\n\n"
"""Stands between two checkpoints in their file: an empty line above an empty line is in no note."""


@dataclass(frozen=True, slots=True)
class About:
    """What an export is of. `root` is hex."""

    origin: str
    community: str
    zone: str
    language: str
    size: int
    root: str
    made_at: datetime


class Writes(Protocol):
    """Takes the pieces of one file."""

    def __call__(self, piece: bytes, /) -> None: ...


class Directory(list[zipfile.ZipInfo]):
    """What stands in an archive, as the library asks for it, but on the disk: an archive has very many files.

    Only what the library does with it while it writes is there: add one, count them, go through them.
    """

    def __init__(self, aside: Aside) -> None:
        super().__init__()
        self._aside = aside
        self._size = 0
        aside.do("CREATE TABLE packed (place INTEGER PRIMARY KEY, name TEXT, crc INTEGER, bytes INTEGER, at INTEGER)")

    def append(self, info: zipfile.ZipInfo, /) -> None:
        self._size += 1
        row = self._size, info.filename, info.CRC, info.file_size, info.header_offset
        self._aside.do("INSERT INTO packed (place, name, crc, bytes, at) VALUES (?, ?, ?, ?, ?)", *row)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[zipfile.ZipInfo]:
        for name, crc, size, at in self._aside.rows("SELECT name, crc, bytes, at FROM packed ORDER BY place"):
            info = packed(cast("str", name))
            info.CRC, info.file_size, info.header_offset = cast("tuple[int, int, int]", (crc, size, at))
            info.compress_size = info.file_size
            yield info


class _Nowhere(dict[str, zipfile.ZipInfo]):
    """The library looks up by name only where it reads."""

    def __setitem__(self, name: str, info: zipfile.ZipInfo, /) -> None:
        pass


def archive_to(target: IO[bytes], directory: Directory) -> zipfile.ZipFile:
    """An archive to be written, whose list of files grows in `directory`."""
    archive = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED)
    archive.filelist, archive.NameToInfo = directory, _Nowhere()
    return archive


class Bundle:
    """Writes the archive piece by piece. Call `finish` once, after the last file, or `close`.

    What it has to know of each file until then waits on the disk.
    """

    def __init__(self, target: IO[bytes], about: About) -> None:
        self._aside = Aside()
        self._zip = archive_to(target, Directory(self._aside))
        self._about = about
        self._aside.do("CREATE TABLE listed (place INTEGER PRIMARY KEY, held BLOB)")

    @contextmanager
    def file(self, name: str) -> Generator[Writes]:
        """One file, which must not be there yet. Its pieces go to the archive at once."""
        digest, size = sha256(), 0
        with self._zip.open(packed(name), "w") as member:

            def write(piece: bytes) -> None:
                nonlocal size
                digest.update(piece)
                size += len(piece)
                member.write(piece)

            yield write
        held = canonical({"name": name, "sha256": digest.hexdigest(), "bytes": size})
        self._aside.do("INSERT INTO listed (held) VALUES (?)", held)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """One file whose pieces are at hand."""
        with self.file(name) as write:
            for piece in pieces:
                write(piece)

    def finish(self, key: SignerKey) -> None:
        """The list of the files, signed in the name of the log, and the end of the archive."""
        digest = sha256()
        with self._zip.open(packed(MANIFEST), "w") as member:
            for piece in self._manifest():
                digest.update(piece)
                member.write(piece)
        with self._zip.open(packed(SIGNATURE), "w") as member:
            member.write(sign(signed_text(key.name, digest.digest()), (key,)).encode())
        self.close()

    def _manifest(self) -> Iterator[bytes]:
        """The list of files, in canonical JSON: each stands there between what is said of all of them."""
        before, after = _around_the_files(self._about)
        yield before
        for place, held in self._aside.rows("SELECT place, held FROM listed ORDER BY place"):
            yield cast("bytes", held) if place == 1 else b"," + cast("bytes", held)
        yield after

    def close(self) -> None:
        """Let go of the archive. One that was not finished can be read, and every check says that it is incomplete."""
        with self._aside:
            self._zip.close()


def _around_the_files(about: About) -> tuple[bytes, bytes]:
    whole = canonical(
        {
            "v": VERSION,
            "bot": version("codesign-bot"),
            "made_at": to_plain(about.made_at),
            "origin": about.origin,
            "community": about.community,
            "zone": about.zone,
            "language": about.language,
            "size": about.size,
            "root": about.root,
            "files": [],
        }
    )
    before, _, after = whole.partition(FILES + b"]")
    return before + FILES, b"]" + after


def signed_text(origin: str, digest: bytes) -> str:
    """What is signed of a list of files with this SHA-256.

    It can be mistaken for no checkpoint: its second line is no number.
    """
    return f"{origin}\nexport\n{b64encode(digest).decode()}\n"


def signature_of(manifest: bytes, key: SignerKey) -> str:
    """The signed note about a list of files."""
    return sign(signed_text(key.name, sha256(manifest).digest()), (key,))


def packed(name: str) -> zipfile.ZipInfo:
    """How a file stands in the archive: the same on every machine and at any time."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o100644 << 16
    return info


def opening(commitment: str, salt: bytes | None, words: str | None, *, is_held_back: bool = False) -> bytes:
    """A line of `words.jsonl`: what opens a commitment, or why nothing does."""
    found: dict[str, Plain] = {"commitment": commitment}
    if is_held_back:
        found["held_back"] = True
    elif salt is None or words is None:
        found["erased"] = True
    else:
        found |= {"salt": salt.hex(), "words": words}
    return f"{LINE.encode(found)}\n".encode()
