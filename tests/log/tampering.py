"""The campaign against `verify`: a real export changed in every way, and each change has to be found.

    python -m tests.log.tampering [--step MANY]

An export is changed as the archive that was handed out and as the folder that it was unpacked into. It ends with 1
where a change was not found, or ended in anything but a verdict.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import itertools
import os
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from codesign_bot.log.bundle import NEEDED, packed
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict
from codesign_bot.testing import stories
from codesign_bot.testing.chance import CountedChance
from codesign_bot.testing.world import open_world

from .changing import lines_moved, spelled_anew
from .test_verify import handed_out

NOTHING = Asked()
FOUND = frozenset({Verdict.TAMPERED, Verdict.INCOMPLETE})
IN_ONE_JOB = 16_384
"""Bits, or places of an end: up to a minute of work."""

Members = Mapping[str, bytes]


# --- the exports -----------------------------------------------------------------------------------------


async def exports(folder: Path) -> list[bytes]:
    """Of a round that was counted; of the same round later; of the same round gone another way; of another log.

    The first three have one name and one key: their entries differ from a place on, as those of a log that forked.
    """
    made = [await _one(folder / "one", "1 later The council asks for quotes first", is_also_later=True)]
    made.append(await _one(folder / "two", "2 later The council asks for quotes first"))
    made.append(await _one(folder / "three", "1 later The council asks for quotes first", is_elsewhere=True))
    return [one for some in made for one in some]


async def _one(folder: Path, fate: str, *, is_also_later: bool = False, is_elsewhere: bool = False) -> list[bytes]:
    folder.mkdir(parents=True)
    chance = CountedChance()
    if is_elsewhere:
        chance.name()  # all that follows has other names and salts, and the log has another origin
    async with open_world(folder, chance=chance) as world:
        await stories.outcome(world)
        await world.bot.housekeeper.keep_house()
        await world.person("olga").says(f"!fate {fate}")
        made = [await handed_out(world)]
        if is_also_later:
            await world.person("olga").says("!fate 2 later The council asks for quotes first")
            made.append(await handed_out(world))
        return made


def members(export: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export)) as held:
        return {name: held.read(name) for name in held.namelist()}


def packed_again(held: Iterable[tuple[str, bytes]], kind: int = zipfile.ZIP_STORED) -> bytes:
    """An archive as ours are, so that nothing but the files in it can show what was done."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", kind) as archive:
        for name, content in held:
            info = packed(name)
            info.compress_type = kind
            with archive.open(info, "w") as member:
                member.write(content)
    return target.getvalue()


# --- looking ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Seen:
    """How many changes were tried, by what kind they are of, and those that were not found."""

    tried: Counter[str] = field(default_factory=Counter[str])
    unseen: list[str] = field(default_factory=list[str])

    def look(self, path: Path, kind: str, said: str) -> None:
        """Check what lies there now."""
        self.tried[kind] += 1
        try:
            verdict = check(path, NOTHING).verdict
        except Exception as error:  # noqa: BLE001 # whatever escapes is what the campaign looks for
            self.unseen.append(f"{kind}: {said}: {type(error).__name__}")
        else:
            if verdict not in FOUND:
                self.unseen.append(f"{kind}: {said}: {verdict.name}")

    def add(self, other: Seen) -> None:
        self.tried += other.tried
        self.unseen += other.unseen


@dataclass(frozen=True, slots=True)
class Job:
    """Part of the campaign that one process does. `name`: the file of the folder; none: the archive as a whole."""

    change: str
    name: str | None = None
    first: int = 0
    last: int = 0
    step: int = 1

    def done(self, exports: Sequence[bytes], folder: Path) -> Seen:
        """Do it in an empty folder."""
        seen = Seen()
        export, *others = exports
        if self.change in {BITS, ENDS}:
            self._in_place(export, folder, seen)
        elif self.name is not None:
            self._whole_files(export, self.name, folder, seen)
        elif self.change == MIXED:
            _mix(export, others, folder, seen)
        else:
            _pack(export, folder, seen)
        return seen

    def _in_place(self, export: bytes, folder: Path, seen: Seen) -> None:
        path, at = laid_out(export, folder, self.name)
        held = at.read_bytes()
        form = "archive" if self.name is None else "folder"
        with at.open("r+b", buffering=0) as file:
            if self.change == BITS:
                for bit in range(self.first, self.last, self.step):
                    os.pwrite(file.fileno(), bytes([held[bit // 8] ^ 1 << bit % 8]), bit // 8)
                    seen.look(path, f"{form}: {BITS}", f"{self.name} {bit}")
                    os.pwrite(file.fileno(), held[bit // 8 : bit // 8 + 1], bit // 8)
            else:
                for length in range(self.last - 1, self.first - 1, -self.step):
                    file.truncate(length)
                    seen.look(path, f"{form}: {ENDS}", f"{self.name} {length}")

    def _whole_files(self, export: bytes, name: str, folder: Path, seen: Seen) -> None:
        """The same done to the file in the folder, and in an archive that was packed as ours are."""
        path, at = laid_out(export, folder, name)
        held = members(export)
        archive = folder / "log.zip"
        made = lines_moved(held[name]) if self.change == LINES else spelled_anew(name, held[name])
        for said, content in made:
            if content != held[name]:
                at.write_bytes(content)
                seen.look(path, f"folder: {self.change}", f"{name} {said}")
                archive.write_bytes(packed_again({**held, name: content}.items()))
                seen.look(archive, f"archive: {self.change}", f"{name} {said}")


BITS, ENDS, LINES, SPELLED, MIXED, PACKED = "bits", "ends", "lines", "spelled anew", "mixed", "packed again"


def laid_out(export: bytes, folder: Path, name: str | None) -> tuple[Path, Path]:
    """What to check, and the file of it to change."""
    if name is None:
        path = folder / "log.zip"
        path.write_bytes(export)
        return path, path
    path = folder / "log"
    with zipfile.ZipFile(io.BytesIO(export)) as held:
        held.extractall(path)
    return path, path / name


# --- files of other exports ------------------------------------------------------------------------------


def mixtures(mine: Members, theirs: Members) -> Iterator[tuple[str, ...]]:
    """Which files to take from the other export: each alone, each two, each but one, and any of the needed ones."""
    names = sorted(mine.keys() | theirs.keys())
    differ = [name for name in names if mine.get(name) != theirs.get(name)]
    for some in (1, 2, len(differ) - 2, len(differ) - 1):
        yield from itertools.combinations(differ, some)
    needed = [name for name in NEEDED if name in differ]
    for some in range(3, len(needed) + 1):
        yield from itertools.combinations(needed, some)


def mixed(mine: Members, theirs: Members, taken: Iterable[str]) -> dict[str, bytes]:
    made = dict(mine)
    for name in taken:
        made.pop(name, None)
        if name in theirs:
            made[name] = theirs[name]
    return made


def _mix(export: bytes, others: Sequence[bytes], folder: Path, seen: Seen) -> None:
    mine, path, archive = members(export), folder / "mixed", folder / "mixed.zip"
    for other, theirs in enumerate(map(members, others)):
        for taken in dict.fromkeys(mixtures(mine, theirs)):
            made = mixed(mine, theirs, taken)
            said = f"of export {other}: {', '.join(taken)}"
            archive.write_bytes(packed_again(made.items()))
            seen.look(archive, f"archive: {MIXED}", said)
            _put(path, made)
            seen.look(path, f"folder: {MIXED}", said)
            _take_away(path, made)


def _put(path: Path, held: Members) -> None:
    for name, content in held.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)


def _take_away(path: Path, held: Members) -> None:
    for name in held:
        (path / name).unlink()


# --- the archive packed in another way -------------------------------------------------------------------


def repackings(export: bytes) -> Iterator[tuple[str, bytes]]:
    """The archive by other programs, or with files in another order, twice, or not at all."""
    held = list(members(export).items())
    for called, kind in (("deflated", zipfile.ZIP_DEFLATED), ("bzip2", zipfile.ZIP_BZIP2), ("LZMA", zipfile.ZIP_LZMA)):
        yield called, packed_again(held, kind)
    yield "turned round", packed_again(held[::-1])
    yield "something before it", b"#!/bin/sh\n" + export
    yield "something after it", export + b"\0"
    yield "twice", export + export
    for at, (name, content) in enumerate(held):
        before, after = held[:at], held[at + 1 :]
        yield f"{name} first", packed_again([(name, content), *before, *after])
        yield f"without {name}", packed_again([*before, *after])
        yield f"{name} in capitals", packed_again([*before, (name.upper(), content), *after])
        yield f"{name} one folder down", packed_again([*before, (f"x/{name}", content), *after])
        yield f"{name} one folder up", packed_again([*before, (f"../{name}", content), *after])
        yield f"{name} empty", packed_again([*before, (name, b""), *after])
        yield f"{name} and one more", packed_again([*held, (f"{name}.old", content)])


def _pack(export: bytes, folder: Path, seen: Seen) -> None:
    path = folder / "log.zip"
    for said, content in repackings(export):
        if content != export:
            path.write_bytes(content)
            seen.look(path, f"archive: {PACKED}", said)


# --- the whole -------------------------------------------------------------------------------------------


def campaign(export: bytes, step: int = 1, in_one: int = IN_ONE_JOB) -> Iterator[Job]:
    """Every job there is. `step`: of so many bits, and of so many lengths, one is tried.

    The whole archive is changed bit by bit and cut at every length, and of the folder every file that a check needs. In
    those that only help to read, one bit of seven is changed, so at least one of each byte and each of the eight as
    often, and one length of seven is tried.
    """
    files: list[tuple[str | None, int]] = [(None, len(export)), *((n, len(c)) for n, c in members(export).items())]
    for name, size in files:
        one_of = step if name is None or name in NEEDED else step * 7
        for first in range(0, size * 8, in_one * one_of):
            yield Job(BITS, name, first, min(first + in_one * one_of, size * 8), one_of)
        for first in range(0, size, in_one * one_of):
            yield Job(ENDS, name, first, min(first + in_one * one_of, size), one_of)
        if name is not None:
            yield from (Job(LINES, name), Job(SPELLED, name))
    yield from (Job(MIXED), Job(PACKED))


def one_job(job: Job, made: Sequence[bytes]) -> Seen:
    with TemporaryDirectory() as folder:
        return job.done(made, Path(folder))


def intact(made: Sequence[bytes]) -> bool:
    """Whether every export is, before anything is done to it: else finding changes would show nothing."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.zip"
        for export in made:
            path.write_bytes(export)
            if check(path, NOTHING).verdict is not Verdict.INTACT:
                return False
    return len(set(made)) == len(made)


def table(seen: Seen) -> str:
    rows = [f"| {kind} | {count:,} |" for kind, count in sorted(seen.tried.items())]
    return "\n".join(["| changed | tried |", "|---|---:|", *rows, f"| all | {seen.tried.total():,} |"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1, help="try one of so many bits and lengths (default: each)")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        made = asyncio.run(exports(Path(folder)))
    if not intact(made):
        sys.exit("An export is not intact as it is.")
    began, seen = time.monotonic(), Seen()
    jobs = list(campaign(made[0], asked.step))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, done in enumerate(pool.map(one_job, jobs, itertools.repeat(made)), 1):
            seen.add(done)
            sys.stderr.write(f"{number} of {len(jobs)} parts, {len(seen.unseen)} not found\n")
    said = (
        f"{table(seen)}\n\nAn export of {len(made[0]):,} bytes, in {time.monotonic() - began:.0f} s.",
        *seen.unseen,
        f"{len(seen.unseen)} changes were not found.",
    )
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if seen.unseen else 0


if __name__ == "__main__":
    sys.exit(main())
