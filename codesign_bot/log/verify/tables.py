"""Makes the tables of an export again from its entries and its words, and compares them byte for byte.

That is exact only for the version of the bot that made them: another one may have other columns. The pages and the
decision files cannot be made again, because they also tell of what is no entry, such as who joined.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from itertools import chain, islice
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, cast

from codesign_bot.log.bundle import LOG, WORDS
from codesign_bot.log.leaf import decoded_again
from codesign_bot.log.tables.model import ERASED, HELD_BACK, THERE, Openings, Read
from codesign_bot.log.tables.spool import Spool
from codesign_bot.log.verify.findings import Tampered
from codesign_bot.log.verify.listed import Listed
from codesign_bot.log.verify.mentioned import Mentioned
from codesign_bot.log.verify.packing import CHUNK
from codesign_bot.log.verify.source import Source, lines

_DECODER = json.JSONDecoder()
_COMMITMENT = slice(len(b'{"commitment":"'), len(b'{"commitment":"') + 64)
"""Where it stands in a line of the words, as all of ours do."""
AHEAD, NEAR, LONGEST_NEAR = 32, 256, 4096
"""So many lines are read ahead, so many are at hand, and none of these has more bytes."""
FOLDER, BY_TEXTS = "csv/", "csv/dictionary.csv"
"""The second one is made of texts alone, and says nothing of any entry."""
ONLY_LISTED = "The pages and decision files are those that were signed. They were not compared with the entries."


class Kept(Openings):
    """What opens commitments, read from `words.jsonl` as it is asked for.

    Mostly that is one of the next lines: they stand in the order in which the log first speaks of them. Some of those
    read last are at hand.
    """

    def __init__(self, words: IO[bytes], mentioned: Mentioned) -> None:
        """`words` can be read at any place in it; `mentioned` knows where each line stands."""
        super().__init__({}, frozenset())
        self._words, self._mentioned = words, mentioned
        self._near: dict[str, bytes] = {}

    def read(self, commitment: str) -> tuple[bytes | None, str | None, str]:
        """As `Openings`. Raises `KeyError` for a commitment that has no line."""
        line = self._near.get(commitment) or self._from_disk(commitment)
        found = cast("dict[str, str]", _DECODER.raw_decode(line.decode())[0])
        if "words" in found:
            return bytes.fromhex(found["salt"]), found["words"], THERE
        return None, None, HELD_BACK if "held_back" in found else ERASED

    def _from_disk(self, commitment: str) -> bytes:
        """Its line, and those after it are at hand from now on."""
        at = self._mentioned.line(commitment)
        if at is None:
            raise KeyError(commitment)
        self._words.seek(at)
        line = self._words.readline()
        if len(self._near) >= NEAR - AHEAD:
            self._near.clear()
        for one in chain((line,), islice(self._words, AHEAD)):
            digest = one[_COMMITMENT]
            # Any other text would be as good a commitment, but then it may be written with signs that stand for others.
            if len(one) <= LONGEST_NEAR and digest.isalnum() and one.startswith(b'"', _COMMITMENT.stop):
                self._near[digest.decode()] = one
        return line


def check_tables(files: Source, listed: Listed, mentioned: Mentioned) -> Iterator[str]:
    """Compare every table with the entries, after these and their words were found intact. Says what was compared.

    `mentioned` knows where the words stand. Raises `Tampered`.
    """
    if not listed.files.in_folder(FOLDER):
        return
    if listed.made_by != version("codesign-bot"):
        yield f"The tables were made by version {listed.made_by}, so this one did not compare them with the entries."
    else:
        for name, digest in _made_again(files, mentioned):
            told = listed.files.of(name)
            if told is None or told[0] != digest:
                raise Tampered(f"{name} does not say what the entries say.")
        yield "The tables were made again from the entries, and are the same."
    yield ONLY_LISTED


def _made_again(files: Source, mentioned: Mentioned) -> Iterator[tuple[str, str]]:
    with TemporaryFile() as words, Spool() as tables:
        with files.open(WORDS) as file:
            copyfileobj(file, words, CHUNK)
        _tell(files, Kept(words, mentioned), tables)
        for name, pieces in tables.files():
            digest = sha256()
            for piece in pieces:
                digest.update(piece)
            yield name, digest.hexdigest()


def _tell(files: Source, kept: Kept, tables: Spool) -> None:
    with files.open(LOG) as log:
        for no, line in enumerate(lines(log, LOG), 1):
            leaf, at = decoded_again(line)
            try:
                tables.take(Read(leaf, line, at, kept))
            except (KeyError, TypeError, ValueError, AttributeError):
                raise Tampered(f"Entry {no} does not say what its kind has to.") from None
