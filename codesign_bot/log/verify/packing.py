"""Reads an archive that is packed as ours are from its beginning to its end, without a list of its files in memory.

The library reads that list whole. It is asked only where an archive is not as ours are: it can say what is wrong then.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from io import BufferedReader, RawIOBase
from typing import IO, cast
from zlib import crc32

from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import Directory, archive_to, packed

CHUNK = 1 << 16
_ABOVE = struct.Struct("<14x3L2H")
"""Above each file (APPNOTE 4.3.7): behind what is the same for all of ours its CRC-32, its size twice, the length of
its name, and that of what else there is.
"""


class Packed:
    """An archive of which every byte is where our own packing puts it. Where its files lie is known on the disk."""

    is_ordered = True

    def __init__(self, file: IO[bytes], aside: Aside) -> None:
        self._file, self._aside = file, aside
        aside.do("CREATE TABLE lying (at INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes INTEGER)")

    @classmethod
    def read(cls, file: IO[bytes], aside: Aside) -> Packed | None:
        """None for an archive that is not packed as ours are. It is read to its end."""
        found, directory = cls(file, aside), Directory(aside)
        while (info := _above(file)) is not None:
            if not found._takes(info):
                return None
            directory.append(info)
        return found if _ends_as_ours(file, directory) else None

    def _takes(self, info: zipfile.ZipInfo) -> bool:
        """Whether the next bytes are the file that was told of, which is not there yet."""
        order = "INSERT OR IGNORE INTO lying (name, at, bytes) VALUES (?, ?, ?)"
        at, left, crc = self._file.tell(), info.file_size, 0
        while left and (piece := self._file.read(min(left, CHUNK))):
            left, crc = left - len(piece), crc32(piece, crc)
        return not left and crc == info.CRC and self._aside.do(order, info.filename, at, info.file_size) == 1

    def names(self) -> Iterator[str]:
        """Every file, in the order in which they were packed."""
        for (name,) in self._aside.rows("SELECT name FROM lying ORDER BY at"):
            yield cast("str", name)

    def has(self, name: str) -> bool:
        return self._aside.one("SELECT 1 FROM lying WHERE name = ?", name) is not None

    def open(self, name: str) -> IO[bytes]:
        """One of them. Raises `KeyError` for one that is not there."""
        row = self._aside.one("SELECT at, bytes FROM lying WHERE name = ?", name)
        if row is None:
            raise KeyError(name)
        at, size = cast("tuple[int, int]", row)
        return BufferedReader(_Within(self._file, at, size), CHUNK)


class _Within(RawIOBase):
    """A part of a file that others read as well."""

    def __init__(self, file: IO[bytes], at: int, size: int) -> None:
        super().__init__()
        self._file, self._at, self._end = file, at, at + size

    def readable(self) -> bool:
        return True

    def readinto(self, into: object, /) -> int:
        self._file.seek(self._at)
        wanted = memoryview(cast("bytearray", into))[: self._end - self._at]
        piece = self._file.read(len(wanted))
        wanted[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def _above(file: IO[bytes]) -> zipfile.ZipInfo | None:
    """What stands above the next file; None, with nothing read, where it does not stand as we would write it."""
    at = file.tell()
    begins = file.read(_ABOVE.size)
    if len(begins) == _ABOVE.size:
        crc, size, again, length, _ = _ABOVE.unpack(begins)
        name = file.read(length)
        try:
            info = packed(name.decode())
            info.CRC, info.file_size, info.compress_size, info.header_offset = crc, size, again, at
            if size == again and info.FileHeader(zip64=False) == begins + name:
                return info
        except (UnicodeDecodeError, zipfile.LargeZipFile):
            pass
    file.seek(at)
    return None


class _Same(RawIOBase):
    """Takes what the library writes, and compares it with what stands there."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self.is_same = True
        self._file, self._at = file, file.tell()

    def tell(self) -> int:
        return self._at

    def seek(self, at: int, whence: int = 0, /) -> int:
        """The library goes nowhere but to where it is."""
        del whence
        return at

    def write(self, piece: object, /) -> int:
        wanted = bytes(cast("bytes", piece))
        self._at += len(wanted)
        self.is_same = self.is_same and self._file.read(len(wanted)) == wanted
        return len(wanted)


def _ends_as_ours(file: IO[bytes], directory: Directory) -> bool:
    """Whether the list of these files follows, as the library writes it, and then nothing."""
    same = _Same(file)
    archive_to(cast("IO[bytes]", same), directory).close()
    return same.is_same and not file.read(1)
