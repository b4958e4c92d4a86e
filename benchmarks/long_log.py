"""A store with a log of any length, and what it costs to hand that log out and to check it.

The entries are those of a real round, again and again: each time it is another round with other words, at other times,
and with its own record, so that it gets its decision file and its page. Handing out and checking run in processes of
their own, so that their memory can be told from that of whoever measures.

    python -m benchmarks.long_log hand-out STORE ARCHIVE
    python -m benchmarks.long_log check ARCHIVE
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from io import BufferedReader, RawIOBase
from pathlib import Path
from time import process_time
from typing import cast
from zipfile import ZipFile

from benchmarks import forms
from benchmarks.forms import Form, Watched, watched
from codesign_bot.core.ids import CommunityId
from codesign_bot.log.bundle import LOG
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict
from codesign_bot.phrasing import lasting, runs
from codesign_bot.ports import Reading
from codesign_bot.store.sqlite import reading
from codesign_bot.testing import stories
from codesign_bot.testing.chance import CountedChance
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import CHOICES, LOG_KEY, open_world
from codesign_bot.view import say

HAND_OUT, CHECK = "hand-out", "check"
HAND_OUT_LIMIT, CHECK_LIMIT = 80.0, 25.0
"""Times the bare reading: each entry is also told in tables and on a page, each round is told from its record in a file
and on a page of its own, and all of it is compared in every way there is.
"""
MEMORY_LIMIT = 0.025
"""Of what an entry weighs in the archive: flat. What is left are names of rounds, sentences of the check, and noise."""
ENOUGH = 40_000
"""Entries more: of fewer, what is held only once weighs more than what grows."""
REMEMBERED = 8_192
"""Sentences with a number in them: no more are remembered by the phrasing."""
TURNS = 3
"""Of each, and the quickest counts; a long log is handed out and checked once."""
WHOLE, CHECK_SECONDS = 100_000, 10.0
CHUNK = 1 << 16
LATER = timedelta(hours=7, minutes=13)
"""So much later goes each round than the one before it: hardly two have an instant in common."""

_COMMITMENT = re.compile(r'"(commitment|digest)":"([0-9a-f]{64})"')
_CONTENT = re.compile(r'"id":"([0-9a-f]{16})","digest"')
_INSTANT = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z"')
_TOPIC = re.compile(r'"topic":\d+')
_NO = re.compile(r'"no":(\d+),"origin"')


# --- a long log ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Round:
    """What the store has of one round: in the log, in its own record, and what opens its commitments."""

    community: str
    id: str
    entries: Sequence[tuple[int, str, str]]
    """When, of which kind, and the bytes that were hashed, as text."""
    events: Sequence[tuple[int, str]]
    words: Sequence[tuple[str, bytes, str]]
    """The id of a content, its salt, and what was written."""


async def _lived(folder: Path) -> None:
    async with open_world(folder, chance=CountedChance()) as world:
        await stories.over(world)


def real_round(folder: Path) -> Round:
    """One that a community went through to its end, in an empty folder, which is then a store."""
    asyncio.run(_lived(folder))
    with sqlite3.connect(folder / "bot.db") as store:
        ((community,),) = store.execute("SELECT id FROM community")
        ((found,),) = store.execute("SELECT round FROM round_place")
        entries = store.execute("SELECT at, kind, leaf FROM entry WHERE round = ? ORDER BY no", (found,)).fetchall()
        events = store.execute("SELECT version, body FROM round_event WHERE round = ?", (found,)).fetchall()
        opened = store.execute("SELECT id, salt, words FROM words WHERE round = ?", (found,)).fetchall()
    return Round(community, found, [(at, kind, leaf.decode()) for at, kind, leaf in entries], events, opened)


def lengthened(folder: Path, size: int) -> tuple[Path, int]:
    """A store in this folder, which was empty, and how many entries the log of its one community has.

    They are at least as many as asked for: the last round goes on to its end.
    """
    real, path = real_round(folder), folder / "bot.db"
    with sqlite3.connect(path) as store:
        ((done,),) = store.execute("SELECT max(no) FROM entry")
        frontier = Frontier().extended(leaf_hash(row[0]) for row in store.execute("SELECT leaf FROM entry ORDER BY no"))
        topic = 1
        while done < size:
            topic += 1
            leaves = _Another(real, topic).stored(store, done)
            frontier = frontier.extended(map(leaf_hash, leaves))
            done += len(leaves)
        store.execute("UPDATE log_head SET size = ?, frontier = ?", (done, frontier.encode()))
    return path, done


class _Another:
    """One more round like the real one."""

    def __init__(self, real: Round, topic: int) -> None:
        self._real, self._topic, self._name = real, topic, f"{topic:016x}"
        self._later = (topic - 1) * LATER
        self._words = [
            (f"{topic:08x}{one[:8]}", sha256(f"{topic} {one}".encode()).digest(), said) for one, _, said in real.words
        ]
        self._digests = {
            sha256(old[1] + old[2].encode()).hexdigest(): sha256(new[1] + new[2].encode()).hexdigest()
            for old, new in zip(real.words, self._words, strict=True)
        }

    def stored(self, store: sqlite3.Connection, done: int) -> list[bytes]:
        """Put it behind so many entries. Returns its own."""
        leaves = [self._leaf(no, leaf) for no, (_, _, leaf) in enumerate(self._real.entries, done + 1)]
        later = self._later // timedelta(microseconds=1)
        entries = [
            (self._real.community, no, self._name, at + later, kind, leaf)
            for no, ((at, kind, _), leaf) in enumerate(zip(self._real.entries, leaves, strict=True), done + 1)
        ]
        store.executemany("INSERT INTO entry (community, no, round, at, kind, leaf) VALUES (?, ?, ?, ?, ?, ?)", entries)
        words = [(one, self._name, salt, said) for one, salt, said in self._words]
        store.executemany("INSERT INTO words (id, round, person, at, salt, words) VALUES (?, ?, 'p', 0, ?, ?)", words)
        events = [(self._name, version, self._renamed(body)) for version, body in self._real.events]
        store.executemany("INSERT INTO round_event (round, version, body) VALUES (?, ?, ?)", events)
        store.execute(
            "INSERT INTO round_place (no, round, community, topic, platform, place, phase) "
            "SELECT ?, ?, community, ?, platform, place, phase FROM round_place WHERE round = ?",
            (self._topic, self._name, self._topic, self._real.id),
        )
        return leaves

    def _leaf(self, no: int, leaf: str) -> bytes:
        return _NO.sub(f'"no":{no},"origin"', self._renamed(leaf)).encode()

    def _renamed(self, text: str) -> str:
        """What stands in an entry or an event, of this round."""
        named = _TOPIC.sub(f'"topic":{self._topic}', text.replace(self._real.id, self._name))
        committed = _COMMITMENT.sub(lambda one: f'"{one[1]}":"{self._digests.get(one[2], one[2])}"', named)
        known = _CONTENT.sub(lambda one: f'"id":"{self._topic:08x}{one[1][:8]}","digest"', committed)
        return _INSTANT.sub(lambda one: f'"{(datetime.fromisoformat(one[1]) + self._later).isoformat()}Z"', known)


# --- what is measured, in a process of its own -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the processor, and how much memory was taken beyond what was held before, in bytes."""

    seconds: float
    memory: int
    spent: Mapping[str, float] = field(default_factory=dict[str, float])
    """Of these seconds, those of each form of an export."""


async def _handed_out(store: Path, archive: Path) -> Mapping[str, float]:
    """Hand it out. Returns what each form took."""
    async with reading(store) as kept:
        (community,) = await kept.communities()
        with archive.open("wb") as target:
            now, voice = ControlledClock().now(), CHOICES.voices["en"]
            made = HandOut(watched(kept), CommunityId(community.id), LOG_KEY, now, voice, Watched)
            await made.write(target)
    return Watched.shares.spent


def _remember() -> None:
    """Fill what is remembered of phrasing. It is bounded, but only a log of very many rounds comes to that bound."""
    reading_it = lasting(Reading(CHOICES.voices["en"], {}, ControlledClock().now()))
    for number in range(REMEMBERED):
        runs(say("site-entry-first", number=number), reading_it)


def _checked(archive: Path) -> None:
    report = check(archive, Asked())
    if report.verdict is not Verdict.INTACT:
        sys.exit("\n".join(report.lines))


def cost_of(task: str, *paths: Path) -> Cost:
    """Do it in a process of its own."""
    run = [sys.executable, "-m", "benchmarks.long_log", task, *map(str, paths)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=1200)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    told = json.loads(done.stdout)
    return Cost(told["seconds"], told["memory"], told["spent"])


def quickest(costs: Sequence[Cost]) -> Cost:
    """The least that each form took, and the least that all of it took."""
    spent = {form: min(one.spent[form] for one in costs) for form in costs[0].spent}
    return Cost(min(one.seconds for one in costs), min(one.memory for one in costs), spent)


@dataclass(frozen=True, slots=True)
class Measured:
    """A log of `size` entries: what it costs to hand it out and to check it, and the same bytes bare."""

    size: int
    bytes: int
    handed_out: Cost
    checked: Cost
    hashed: float
    """Seconds for hashing every file of the export."""
    read: float
    """Seconds for hashing them, and for reading each entry as JSON: the least that anybody has to do."""
    forms: Sequence[Form] = ()

    def table(self) -> str:
        """Rows of a Markdown table: name, µs an entry, times the bare hashing, memory in MB."""
        rows = (
            (f"{self.size:,} entries: every file hashed, bare", self.hashed, None),
            ("the same, and each entry read as JSON, bare", self.read, None),
            ("handed out", self.handed_out.seconds, self.handed_out.memory),
            ("checked", self.checked.seconds, self.checked.memory),
        )
        return "\n".join(
            f"| {name} | {one / self.size * 1e6:.2f} | {one / self.hashed:.1f} | {one / self.read:.1f} "
            f"| {'' if memory is None else f'{memory / 1e6:.1f}'} |"
            for name, one, memory in rows
        )


HEAD = "| | µs an entry | of bare hashing | of bare reading | MB more |\n|---|---:|---:|---:|---:|"


def measured(folder: Path, size: int) -> Measured:
    """Make a log of this length in an empty folder, and measure with it."""
    (store, size), archive = lengthened(folder, size), folder / "log.zip"
    turns = 1 if size > ENOUGH else TURNS
    handed_out = quickest([cost_of(HAND_OUT, store, archive) for _ in range(turns)])
    checked = quickest([cost_of(CHECK, archive) for _ in range(turns)])
    hashed = min(hashed_bare(archive) for _ in range(TURNS))
    read = hashed + min(read_bare(archive) for _ in range(TURNS))
    found = forms.forms(archive, handed_out.spent, TURNS)
    return Measured(size, archive.stat().st_size, handed_out, checked, hashed, read, found)


def verdicts(small: Measured, large: Measured) -> list[tuple[bool, str]]:
    """What was promised of exports: whether it was kept, and by what figures."""
    more = large.size - small.size
    weight = (large.bytes - small.bytes) / more
    found = forms.verdicts(large.forms)
    for name, before, after, limit in (
        ("handed out", small.handed_out, large.handed_out, HAND_OUT_LIMIT),
        ("checked", small.checked, large.checked, CHECK_LIMIT),
    ):
        ratio, held = after.seconds / large.read, (after.memory - before.memory) / more
        found.append((ratio <= limit, f"{name}: {ratio:.1f} of the bare reading (limit {limit})"))
        most = weight * MEMORY_LIMIT
        if more >= ENOUGH:
            found.append((held <= most, f"{name}: {held:.0f} bytes held of each further entry (limit {most:.0f})"))
    if large.size >= WHOLE:
        seconds = large.checked.seconds
        found.append((seconds <= CHECK_SECONDS, f"{large.size:,} entries checked in {seconds:.1f} s (limit 10)"))
    return found


def read_bare(archive: Path) -> float:
    """Seconds for reading each entry as JSON."""
    before = process_time()
    with ZipFile(archive) as held, held.open(LOG) as lines:
        for line in BufferedReader(cast("RawIOBase", lines), CHUNK):
            json.loads(line)
    return process_time() - before


def hashed_bare(archive: Path) -> float:
    """Seconds for reading the same bytes and hashing them, file by file."""
    before = process_time()
    with ZipFile(archive) as held:
        for name in held.namelist():
            digest = sha256()
            with held.open(name) as member:
                while piece := member.read(CHUNK):
                    digest.update(piece)
    return process_time() - before


def _peak() -> int:
    """The most memory of this process so far, in bytes (Linux; `getrusage` would tell that of its parent, too)."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main(task: str, *paths: str) -> None:
    named: Iterator[Path] = map(Path, paths)
    _remember()
    before, held = process_time(), _peak()
    spent: Mapping[str, float] = {}
    if task == HAND_OUT:
        spent = asyncio.run(_handed_out(next(named), next(named)))
    else:
        _checked(next(named))
    print(json.dumps({"seconds": process_time() - before, "memory": _peak() - held, "spent": spent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
