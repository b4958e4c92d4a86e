"""The files of an export, from the archive or from the folder it was unpacked into."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from struct import error as StructError  # noqa: N812 # it is a class, whatever its name
from tempfile import TemporaryFile
from typing import IO, Protocol, cast

from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import NEEDED, packed
from codesign_bot.log.verify.findings import Incomplete, Misused, Tampered
from codesign_bot.log.verify.packing import CHUNK, Packed

LONGEST_LINE = 1 << 22
"""No entry is longer than 4 MiB: a line without an end must not fill the memory."""
SMALL = 1 << 24
"""Keys, checkpoints and what signs the list of files are read whole; none is larger than 16 MiB, nor is the list."""
REPACKED = "The archive itself was changed, or packed again by another program. Unpack it, and check the folder."


_NO_ARCHIVE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
    StructError,
)
"""What the library raises for archives that are none."""


class Source(Protocol):
    """Where the files of an export are read."""

    @property
    def is_ordered(self) -> bool:
        """Whether the files lie in an order. Those of a folder do not."""
        ...

    def names(self) -> Iterator[str]:
        """Every file there is, by its path in the export, in their order."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """One of them."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """An export that was unpacked."""

    path: Path
    is_ordered: bool = False

    def names(self) -> Iterator[str]:
        """Links are followed nowhere: one counts as a file that cannot be read."""
        found = (one for one in self.path.rglob("*") if one.is_symlink() or not one.is_dir())
        return (one.relative_to(self.path).as_posix() for one in found)

    def open(self, name: str) -> IO[bytes]:
        """Raises `Tampered` for what is no file."""
        path = self.path / name
        if path.is_symlink() or not path.is_file():
            raise Tampered(f"{name} is no file.")
        return path.open("rb")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive as the library reads it."""

    archive: zipfile.ZipFile
    is_ordered: bool = True

    def names(self) -> Iterator[str]:
        return iter(self.archive.namelist())

    def open(self, name: str) -> IO[bytes]:
        # Read in large pieces: the archive's own way of reading a line is slow.
        return BufferedReader(cast("RawIOBase", self.archive.open(name)), CHUNK)


@contextmanager
def source(path: Path) -> Generator[Source]:
    """The export at this path. Raises `Misused` where there is none, `Tampered` where it cannot be read."""
    if path.is_dir():
        yield Folder(path)
        return
    if not path.is_file():
        raise Misused(f"There is no export at {path}.")
    try:
        with Aside() as aside, path.open("rb") as file:
            found = Packed.read(file, aside)
            if found is not None and all(map(found.has, NEEDED)) and all(map(_is_plain, found.names())):
                yield found
                return
        with zipfile.ZipFile(path) as archive:
            _check_packing(path, archive)
            yield Archive(archive)
    except _NO_ARCHIVE as error:
        raise Tampered(f"{path.name} cannot be read as a zip archive: {error}.") from None


def _check_packing(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise where the archive is not packed as ours are: in one way only, bit by bit."""
    infos = archive.infolist()
    names = [one.filename for one in infos]
    if len(set(names)) < len(names):
        raise Tampered("A file stands in the archive twice.")
    if missing := [name for name in NEEDED if name not in names]:
        raise Incomplete(f"The export lacks {', '.join(missing)}.")
    if any(not _is_plain(name) for name in names):
        raise Tampered("A file in the archive has a path that leads out of it.")
    # Asked before anything is unpacked: no other way of packing is tried, and nothing is read from before the file.
    # Members that share their bytes come to more than there is: what looks small would never come to an end.
    if sum(info.file_size for info in infos) > path.stat().st_size:
        raise Tampered(REPACKED)
    if any(info.compress_type != zipfile.ZIP_STORED or info.header_offset < 0 for info in infos):
        raise Tampered(REPACKED)
    with TemporaryFile() as again, path.open("rb") as given:
        with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as repacked:
            for info in infos:
                with archive.open(info) as member, repacked.open(packed(info.filename), "w") as copy:
                    while piece := member.read(CHUNK):
                        copy.write(piece)
        again.seek(0)
        while piece := again.read(CHUNK):
            if given.read(CHUNK) != piece:
                raise Tampered(REPACKED)
        if given.read(1):
            raise Tampered("Something stands behind the end of the archive.")


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def small(files: Source, name: str) -> str:
    """All that is in a file. Raises `Tampered` where it is very long, or no text."""
    with files.open(name) as file:
        held = file.read(SMALL + 1)
    if len(held) > SMALL:
        raise Tampered(f"{name} is too long.")
    try:
        return held.decode()
    except UnicodeDecodeError:
        raise Tampered(f"{name} is not UTF-8.") from None


def lines(file: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines of a file without their ends. Raises `Tampered` for one without an end, or that is too long."""
    while line := file.readline(LONGEST_LINE + 1):
        if not line.endswith(b"\n"):
            raise Tampered(f"The last line of {name} has no end, or a line is too long.")
        yield line[:-1]
