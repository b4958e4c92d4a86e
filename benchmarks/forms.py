"""What each form of an export costs, beside the bare hashing of its own bytes.

It is measured while a real export is made: each step of it is counted for the form that it makes. What is done for all
of them alike, such as folding a round, is counted as *for all forms*.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BufferedReader, RawIOBase
from pathlib import Path
from time import process_time
from typing import cast
from zipfile import ZipFile

from codesign_bot.core.ids import RoundId
from codesign_bot.log.bundle import LOG, WORDS
from codesign_bot.log.hand_out import Keeps
from codesign_bot.log.making import MARKDOWN, SITE, Making
from codesign_bot.log.shown import Shown
from codesign_bot.log.tables.model import Openings, Read
from codesign_bot.storage import Hashed

LINES, BESIDE, TABLES = LOG, WORDS, "csv/"
LOG_PAGES, FILES, PAGES, ALL = f"{SITE}log/", MARKDOWN, f"{SITE}rounds/", "for all forms"
LIMITS: Mapping[str, float] = {LINES: 5.0, BESIDE: 60.0, TABLES: 60.0, LOG_PAGES: 150.0, FILES: 200.0, PAGES: 160.0}
"""Times the bare hashing of its own bytes. The lines are the bytes that were hashed; all others have to be made."""
CHUNK = 1 << 16


@dataclass(slots=True)
class Shares:
    """Seconds of the processor by form. What is done within another is counted there alone."""

    spent: dict[str, float] = field(default_factory=dict[str, float])
    _within: float = 0.0

    @contextmanager
    def of(self, form: str) -> Generator[None]:
        began, around = process_time(), self._within
        self._within = 0.0
        try:
            yield
        finally:
            took = process_time() - began
            self.spent[form] = self.spent.get(form, 0.0) + took - self._within
            self._within = around + took


def form_of(name: str) -> str:
    """The form that a file of an export belongs to."""
    return next((form for form in LIMITS if name.startswith(form)), ALL)


class Watched(Making):
    """Makes the files of an export, and counts what each takes. `shares` are those of this process."""

    shares = Shares()

    def take(self, page: Sequence[Hashed], openings: Mapping[RoundId | None, Openings]) -> None:
        with self.shares.of(ALL):
            super().take(page, openings)

    def take_lines(self, page: Sequence[Hashed]) -> None:
        with self.shares.of(LINES):
            super().take_lines(page)

    def take_words(self, reads: Sequence[Read]) -> None:
        with self.shares.of(BESIDE):
            super().take_words(reads)

    def take_rows(self, reads: Sequence[Read]) -> None:
        with self.shares.of(TABLES):
            super().take_rows(reads)

    def take_log(self, reads: Sequence[Read]) -> None:
        with self.shares.of(LOG_PAGES):
            super().take_log(reads)

    def tell_file(self, shown: Shown) -> None:
        with self.shares.of(FILES):
            super().tell_file(shown)

    def tell_page(self, shown: Shown) -> None:
        with self.shares.of(PAGES):
            super().tell_page(shown)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        with self.shares.of(form_of(name)):
            super().put(name, pieces)


class _Store:
    """A store whose answers are counted for the form that needs them."""

    def __init__(self, kept: Keeps) -> None:
        self._kept = kept

    def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
        form = {"leaves": LINES, "openings": BESIDE}.get(name, ALL)
        asked = cast("Callable[..., Awaitable[object]]", getattr(self._kept, name))

        async def counted(*given: object) -> object:
            with Watched.shares.of(form):
                return await asked(*given)

        return counted


def watched(kept: Keeps) -> Keeps:
    """The same store, watched."""
    return cast("Keeps", _Store(kept))


# --- the same bytes, bare --------------------------------------------------------------------------------


def hashed(archive: Path, form: str) -> tuple[float, int]:
    """Seconds for reading the files of one form and hashing them, and how many bytes they have.

    The lines are hashed entry by entry, as they were when they were logged; other files in large pieces.
    """
    done, before = 0, process_time()
    with ZipFile(archive) as held:
        for name in held.namelist():
            if form_of(name) == form:
                done += _hashed(held, name, by_line=form == LINES)
    return process_time() - before, done


def _hashed(held: ZipFile, name: str, *, by_line: bool) -> int:
    done = 0
    with held.open(name) as member:
        if by_line:
            for line in BufferedReader(cast("RawIOBase", member), CHUNK):
                sha256(line).digest()
                done += len(line)
            return done
        digest = sha256()
        while piece := member.read(CHUNK):
            digest.update(piece)
            done += len(piece)
    return done


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what it took, what hashing its bytes bare takes, in seconds, and how many bytes it has."""

    name: str
    seconds: float
    bare: float
    bytes: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.bare


def forms(archive: Path, spent: Mapping[str, float], turns: int = 3) -> list[Form]:
    """Each form of this export. `spent` is what it took to make them."""
    found: list[Form] = []
    for name in LIMITS:
        bare = [hashed(archive, name) for _ in range(turns)]
        found.append(Form(name, spent[name], min(seconds for seconds, _ in bare), bare[0][1]))
    return found


HEAD = "| | bytes an entry | hashed bare, µs | made, µs | times |\n|---|---:|---:|---:|---:|"


def table(found: Sequence[Form], size: int, whole: float) -> str:
    """Rows of a Markdown table, all by entry of the log. `whole`: seconds for all forms, and what belongs to none."""
    rest = whole - sum(one.seconds for one in found)
    rows = [
        f"| `{one.name}` | {one.bytes / size:.0f} | {one.bare / size * 1e6:.2f} | {one.seconds / size * 1e6:.2f} "
        f"| {one.ratio:.1f} |"
        for one in found
    ]
    return "\n".join([*rows, f"| {ALL} | | | {rest / size * 1e6:.2f} | |"])


def verdicts(found: Iterable[Form]) -> list[tuple[bool, str]]:
    """Whether each form kept to its limit, and by what figures."""
    return [
        (one.ratio <= LIMITS[one.name], f"{one.name}: {one.ratio:.1f} of its bare hashing (limit {LIMITS[one.name]})")
        for one in found
    ]
