"""Makes the files of an export, a page of entries at a time. Nothing here waits: whoever has an event loop calls it
in a thread.

The log is read once. What has to stand in a file of its own meanwhile is kept on the disk, and is gone afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self, cast

from codesign_bot.core.ids import RoundId
from codesign_bot.log.adr import decision_file, file_name
from codesign_bot.log.bundle import BETWEEN_NOTES, CHECKPOINTS, KEYS, LOG, WORDS, About, Bundle, opening
from codesign_bot.log.facts import commitments
from codesign_bot.log.leaf import decoded
from codesign_bot.log.note import SignerKey
from codesign_bot.log.readme import README, readme
from codesign_bot.log.shown import Shown
from codesign_bot.log.succession import Change, succession
from codesign_bot.log.tables.dictionary import DICTIONARY, dictionary
from codesign_bot.log.tables.model import HELD_BACK, Openings, Read
from codesign_bot.log.tables.spool import Spool
from codesign_bot.plain import to_plain
from codesign_bot.ports import Voice
from codesign_bot.records import Entry

MARKDOWN = "markdown/"
_CHUNK = 1 << 16


class Making:
    """One export, written to `target` in the order of the methods. A context: what it kept on the disk goes with it.

    In memory it holds 32 bytes of each commitment that the log mentions, a few facts of each round, and the page.
    """

    def __init__(self, target: IO[bytes], about: About, key: SignerKey, voice: Voice) -> None:
        self._about = about
        self._key = key.named(about.origin)
        self._voice = voice
        self._bundle = Bundle(target, about)
        self._mentioned: set[bytes] = set()
        self._changes: list[Change] = []
        self._stack = ExitStack()
        self._stack.callback(self._bundle.close)
        self._words, self._entries = _aside(self._stack), _aside(self._stack)
        self._tables = self._stack.enter_context(Spool())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def take(self, page: Sequence[Entry], openings: Mapping[RoundId, Openings]) -> None:
        """The next entries in order, with what opens their commitments, by `home_of` each."""
        for entry in page:
            beside = openings[home_of(entry)]
            leaf = decoded(entry.leaf)
            change = Change.of(leaf)
            self._changes += () if change is None else (change,)
            self._entries.write(entry.leaf + b"\n")
            for commitment in commitments(dict(leaf.facts)):
                self._mention(commitment, beside)
            self._tables.take(Read(leaf, entry.leaf, cast("str", to_plain(leaf.at)), beside))

    def _mention(self, commitment: str, beside: Openings) -> None:
        """What opens a commitment, once, where the log first mentions it."""
        digest = bytes.fromhex(commitment)
        if digest not in self._mentioned:
            self._mentioned.add(digest)
            salt, words, known = beside.read(commitment)
            self._words.write(opening(commitment, salt, words, is_held_back=known == HELD_BACK))

    def logged(self, notes: Sequence[str]) -> None:
        """After the last entry: the log and all that stands beside it. `notes` are the checkpoints, oldest first.

        Raises `SuccessionRefused` where the log is not signed with the key any more, or not yet.
        """
        verifier = self._key.verifier.text()
        keys = succession(self._key.verifier, self._changes).keys
        self._bundle.add(README, (readme(self._about, verifier, self._voice).encode(),))
        self._bundle.add(LOG, _pieces(self._entries))
        self._bundle.add(WORDS, _pieces(self._words))
        self._bundle.add(CHECKPOINTS, (BETWEEN_NOTES.join(notes).encode(),))
        self._bundle.add(KEYS, (f"{key.text()}\n".encode() for key in keys))
        for name, pieces in self._tables.files():
            self._bundle.add(name, pieces)
        self._bundle.add(DICTIONARY, dictionary(self._voice))

    def told(self, shown: Shown) -> None:
        """One round as a decision file."""
        content = decision_file(shown, self._voice).encode()
        self._bundle.add(f"{MARKDOWN}{file_name(shown)}", (content,))

    def finish(self) -> None:
        """The signed list of all files, and the end of the archive."""
        self._bundle.finish(self._key)


def home_of(entry: Entry) -> RoundId:
    """Where the words of an entry are kept: with its round, or with the community."""
    return entry.round or RoundId(entry.community)


def _aside(stack: ExitStack) -> IO[bytes]:
    return stack.enter_context(TemporaryFile())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_CHUNK):
        yield piece
