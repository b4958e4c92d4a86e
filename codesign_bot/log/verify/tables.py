"""Makes the tables of an export again from its entries and its words, and compares them byte for byte.

That is exact only for the version of the bot that made them: another one may have other columns. The pages and the
decision files cannot be made again, because they also tell of what is no entry, such as who joined.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.metadata import version
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, cast

from codesign_bot.log.bundle import LOG, WORDS
from codesign_bot.log.leaf import decoded_again
from codesign_bot.log.tables.model import ERASED, HELD_BACK, THERE, Openings, Read
from codesign_bot.log.tables.spool import Spool
from codesign_bot.log.verify.findings import Tampered
from codesign_bot.log.verify.source import CHUNK, Source, lines
from codesign_bot.plain import to_plain

FOLDER, BY_TEXTS = "csv/", "csv/dictionary.csv"
"""The second one is made of texts alone, and says nothing of any entry."""
_COMMITMENT = slice(len(b'{"commitment":"'), len(b'{"commitment":"') + 64)
"""Where it stands in a line of the words that is as it should be."""
ONLY_LISTED = "The pages and decision files are those that were signed. They were not compared with the entries."


class Kept(Openings):
    """What opens commitments, read from `words.jsonl` as it is asked for. In memory is only where each one stands."""

    def __init__(self, words: IO[bytes]) -> None:
        """`words` can be read at any place in it, and was found to be as it should be."""
        super().__init__({}, frozenset())
        self._words = words
        self._at: dict[bytes, int] = {}
        at = 0
        while line := words.readline():
            # Its keys are in order, and this one is the first: nothing has to be read to find it.
            self._at[bytes.fromhex(line[_COMMITMENT].decode())] = at
            at += len(line)

    def read(self, commitment: str) -> tuple[bytes | None, str | None, str]:
        """As `Openings`. Raises `KeyError` for a commitment that has no line."""
        self._words.seek(self._at[bytes.fromhex(commitment)])
        found = _found(self._words.readline())
        if "words" in found:
            return bytes.fromhex(found["salt"]), found["words"], THERE
        return None, None, HELD_BACK if "held_back" in found else ERASED


def _found(line: bytes) -> dict[str, str]:
    return cast("dict[str, str]", json.loads(line))


def check_tables(files: Source, listed: Mapping[str, tuple[str, int]], made_by: str) -> Iterator[str]:
    """Compare every table with the entries, after these and their words were found intact. Says what was compared.

    `listed` are the files of the export with their SHA-256, `made_by` is the version that made them. Raises `Tampered`.
    """
    if not any(name.startswith(FOLDER) for name in listed):
        return
    if made_by != version("codesign-bot"):
        yield f"The tables were made by version {made_by}, so this one did not compare them with the entries."
    else:
        for name, digest in _made_again(files):
            if listed.get(name, ("", 0))[0] != digest:
                raise Tampered(f"{name} does not say what the entries say.")
        yield "The tables were made again from the entries, and are the same."
    yield ONLY_LISTED


def _made_again(files: Source) -> Iterator[tuple[str, str]]:
    with TemporaryFile() as words, Spool() as tables:
        with files.open(WORDS) as file:
            copyfileobj(file, words, CHUNK)
        words.seek(0)
        _tell(files, Kept(words), tables)
        for name, pieces in tables.files():
            digest = sha256()
            for piece in pieces:
                digest.update(piece)
            yield name, digest.hexdigest()


def _tell(files: Source, kept: Kept, tables: Spool) -> None:
    with files.open(LOG) as log:
        for no, line in enumerate(lines(log, LOG), 1):
            leaf = decoded_again(line)
            try:
                tables.take(Read(leaf, line, cast("str", to_plain(leaf.at)), kept))
            except (KeyError, TypeError, ValueError, AttributeError):
                raise Tampered(f"Entry {no} does not say what its kind has to.") from None
