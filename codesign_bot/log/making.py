"""Makes the files of an export, a page of entries at a time. Nothing here waits: whoever has an event loop calls it
in a thread.

The log is read once. What has to stand in a file of its own meanwhile is kept on the disk, and is gone afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

from codesign_bot.core.ids import RoundId
from codesign_bot.log.adr import decision_file, file_name
from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import BETWEEN_NOTES, CHECKPOINTS, KEYS, LOG, WORDS, About, Bundle, opening
from codesign_bot.log.facts import commitments
from codesign_bot.log.leaf import decoded_again
from codesign_bot.log.note import SignerKey
from codesign_bot.log.readme import README, readme
from codesign_bot.log.shown import Shown
from codesign_bot.log.site import Head, Line, Pages, Site
from codesign_bot.log.site.pages import File
from codesign_bot.log.succession import Change, succession
from codesign_bot.log.tables.dictionary import DICTIONARY, dictionary
from codesign_bot.log.tables.model import HELD_BACK, Openings, Read
from codesign_bot.log.tables.spool import Spool
from codesign_bot.ports import Voice
from codesign_bot.storage import Hashed

MARKDOWN, SITE = "markdown/", "site/"
_CHUNK = 1 << 16
_KNOWN = "SELECT asked FROM mentioned WHERE commitment = ?"


class Making:
    """One export, written to `target` in the order of the methods. A context: what it kept on the disk goes with it.

    In memory it holds the page, and whatever else no longer log makes longer. Every method raises `OSError` where there
    is no room.
    """

    def __init__(
        self, target: IO[bytes], about: About, key: SignerKey, voice: Voice, notes: Sequence[str] = ()
    ) -> None:
        """`notes` are the checkpoints, oldest first."""
        self._about = about
        self._key = key.named(about.origin)
        self._voice = voice
        self._notes = notes
        self._changes: list[Change] = []
        with ExitStack() as stack:
            self._bundle = Bundle(target, about)
            stack.callback(self._bundle.close)
            self._aside = stack.enter_context(Aside())
            self._first = Firsts(self._aside)
            self._words, self._entries = _file(stack), _file(stack)
            self._tables = stack.enter_context(Spool())
            self._site, self._pages = Pages(self._site_of(about), voice, self._aside), Pile(_file(stack))
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything, finished or not. It may be called again."""
        self._stack.close()

    def take(self, page: Sequence[Hashed], openings: Mapping[RoundId | None, Openings]) -> None:
        """The next entries in order, with what opens their commitments, by the round of each."""
        self.take_lines(page)
        reads = [_read(line, openings[round_id]) for _, round_id, line in page]
        self.take_words(reads)
        self.take_rows(reads)
        self.take_log(reads)

    def take_lines(self, page: Sequence[Hashed]) -> None:
        """The bytes that were hashed, one entry a line: nothing is looked at."""
        self._entries.write(b"".join([line + b"\n" for _, _, line in page]))

    def take_words(self, reads: Sequence[Read]) -> None:
        """What opens each commitment, once, where the log first mentions it; and whose key is whose."""
        mentions = [(read.openings, one) for read in reads for one in commitments(dict(read.leaf.facts))]
        first = self._first.of({bytes.fromhex(commitment) for _, commitment in mentions})
        for openings, commitment in mentions:
            if (digest := bytes.fromhex(commitment)) in first:
                first.remove(digest)
                salt, words, known = openings.read(commitment)
                self._words.write(opening(commitment, salt, words, is_held_back=known == HELD_BACK))
        self._changes += filter(None, (Change.of(read.leaf) for read in reads))

    def take_rows(self, reads: Sequence[Read]) -> None:
        """Their rows in the tables."""
        for read in reads:
            self._tables.take(read)

    def take_log(self, reads: Sequence[Read]) -> None:
        """The pages of the log among those of the site."""
        for read in reads:
            self._pages.add(self._site.entry(Line.of(read.leaf, self._about.zone, read.leaf.topic)))

    def logged(self) -> None:
        """After the last entry: the log and all that stands beside it.

        Raises `SuccessionRefused` where the log is not signed with the key any more, or not yet.
        """
        verifier = self._key.verifier.text()
        keys = succession(self._key.verifier, self._changes).keys
        self.put(README, (readme(self._about, verifier, self._voice).encode(),))
        self.put(LOG, _pieces(self._entries))
        self.put(WORDS, _pieces(self._words))
        self.put(CHECKPOINTS, (BETWEEN_NOTES.join(self._notes).encode(),))
        self.put(KEYS, (f"{key.text()}\n".encode() for key in keys))
        for name, pieces in self._tables.files():
            self.put(name, pieces)
        self.put(DICTIONARY, dictionary(self._voice))
        self._pages.add((self._site.end_of_log(),))
        for name, content in self._pages.files():
            self.put(f"{SITE}{name}", (content,))

    def told(self, shown: Shown) -> None:
        """One round as a decision file and as a page."""
        self.tell_file(shown)
        self.tell_page(shown)

    def tell_file(self, shown: Shown) -> None:
        """The round as a decision file."""
        content = decision_file(shown, self._voice).encode()
        self.put(f"{MARKDOWN}{file_name(shown)}", (content,))

    def tell_page(self, shown: Shown) -> None:
        """The round as a page of the site."""
        self._add_page(self._site.round(shown))

    def finish(self) -> None:
        """What leads to all pages, the signed list of all files, and the end of the archive."""
        self._add_page(self._site.check())
        name, pieces = self._site.index()
        self.put(f"{SITE}{name}", pieces)
        self._bundle.finish(self._key)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """One file into the archive, where it stays."""
        self._bundle.add(name, pieces)

    def _add_page(self, page: File) -> None:
        name, content = page
        self.put(f"{SITE}{name}", (content,))

    def _site_of(self, about: About) -> Site:
        note = self._notes[-1] if self._notes else None
        head = Head(about.origin, about.size, about.root, note, self._key.verifier.text())
        return Site(about.community, about.language, about.zone, about.made_at, (), head=head)


class Firsts:
    """Which commitments the log mentions for the first time. Those that it has mentioned wait on the disk."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._asked = 0
        self._last: set[bytes] = set()
        aside.do("CREATE TABLE mentioned (commitment BLOB PRIMARY KEY, asked INTEGER) WITHOUT ROWID")

    def of(self, mentioned: set[bytes]) -> set[bytes]:
        """Those of them that it was not asked for before. The ones that it was are mostly those of the last time."""
        # In the order of the tree that they go into, of which few pages are in memory.
        some = sorted(mentioned - self._last)
        self._asked, self._last = self._asked + 1, mentioned
        order = "INSERT OR IGNORE INTO mentioned (commitment, asked) VALUES (?, ?)"
        if self._aside.do_all(order, ((one, self._asked) for one in some)) == len(some):
            return set(some)
        return {one for one in some if self._aside.one(_KNOWN, one) == (self._asked,)}


class Pile:
    """Whole files that have to wait, one behind the other in a file on the disk, each below its length and its name."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, files: Iterable[File]) -> None:
        for name, content in files:
            self._file.write(f"{len(content)} {name}\n".encode() + content)

    def files(self) -> Iterator[File]:
        """All of them, in the order in which they came."""
        self._file.seek(0)
        while above := self._file.readline():
            size, name = above.decode().removesuffix("\n").split(" ", 1)
            yield name, self._file.read(int(size))


def _read(line: bytes, beside: Openings) -> Read:
    """The entry, read once for all files that tell of it.

    How its bytes are written was looked at when they were hashed, and is looked at again by whoever checks an export.
    """
    leaf, at = decoded_again(line)
    return Read(leaf, line, at, beside)


def _file(stack: ExitStack) -> IO[bytes]:
    return stack.enter_context(TemporaryFile())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_CHUNK):
        yield piece
