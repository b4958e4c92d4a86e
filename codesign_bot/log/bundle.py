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
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from typing import IO, Protocol

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


class Bundle:
    """Writes the archive piece by piece. Call `finish` once, after the last file."""

    def __init__(self, target: IO[bytes], about: About) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED)
        self._about = about
        self._listed: list[Plain] = []

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
        self._listed.append({"name": name, "sha256": digest.hexdigest(), "bytes": size})

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """One file whose pieces are at hand."""
        with self.file(name) as write:
            for piece in pieces:
                write(piece)

    def finish(self, key: SignerKey) -> None:
        """The list of the files, signed in the name of the log, and the end of the archive."""
        manifest = manifest_of(self._about, self._listed)
        for name, content in ((MANIFEST, manifest), (SIGNATURE, signature_of(manifest, key).encode())):
            with self._zip.open(packed(name), "w") as member:
                member.write(content)
        self._zip.close()

    def close(self) -> None:
        """Let go of the archive. One that was not finished can be read, and every check says that it is incomplete."""
        self._zip.close()


def manifest_of(about: About, files: Sequence[Plain]) -> bytes:
    """The list of files, in canonical JSON."""
    return canonical(
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
            "files": [*files],
        }
    )


def signed_text(origin: str, manifest: bytes) -> str:
    """What is signed of a list of files. It can be mistaken for no checkpoint: its second line is no number."""
    return f"{origin}\nexport\n{b64encode(sha256(manifest).digest()).decode()}\n"


def signature_of(manifest: bytes, key: SignerKey) -> str:
    """The signed note about a list of files."""
    return sign(signed_text(key.name, manifest), (key,))


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
