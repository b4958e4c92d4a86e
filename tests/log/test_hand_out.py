"""Handing out a log of any length: a page at a time, and all but nothing held that grows as the log does."""

from __future__ import annotations

import asyncio
import io
import tracemalloc
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign_bot.core.events import Event
from codesign_bot.core.ids import CommunityId, RoundId, TopicNo
from codesign_bot.log.aside import Aside
from codesign_bot.log.bundle import LOG, MANIFEST
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.hand_out import HandOut, Words
from codesign_bot.log.keys import origin_of
from codesign_bot.log.leaf import Leaf
from codesign_bot.log.making import Firsts, Pile
from codesign_bot.log.tree import Frontier, leaf_hash
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict
from codesign_bot.plain import Plain
from codesign_bot.records import Community, Entry, LogHead, RoundPlace, Signed
from codesign_bot.storage import ENTRIES_AT_ONCE, Hashed
from codesign_bot.testing.world import LOG_KEY

from .conftest import ENGLISH, forget

RIVERSIDE = CommunityId("c")
A_ROUND = 50
"""Entries of one round."""
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def words(no: int) -> str:
    return f"I am ill, and ask for a day more. This is the time no {no}."


def commitment(no: int) -> str:
    return sha256(b"s" * 32 + words(no).encode()).hexdigest()


def entry(no: int) -> Entry:
    """Somebody with power gives time, with a reason."""
    facts: dict[str, Plain] = {
        "act": "gave_time",
        "role": "organiser",
        "by": f"p-{no:016x}",
        "name": None,
        "target": "voting",
        "before": "2026-11-29T12:00:00Z",
        "after": "2026-11-30T12:00:00Z",
        "reason": {"commitment": commitment(no)},
    }
    round_id, at = RoundId(f"round-{no // A_ROUND}"), AT + timedelta(seconds=no)
    leaf = Leaf(f"{LOG_KEY.name}/c", no, at, "power-used", facts, round_id, TopicNo(1 + no // A_ROUND)).encoded()
    return Entry(RIVERSIDE, no, round_id, at, "power-used", leaf)


@dataclass
class Kept:
    """A store that makes its entries as they are asked for, so that it holds none of them."""

    size: int
    lost: int | None = None
    """From this entry on they are gone."""
    asked: list[int] = field(default_factory=list[int])
    opened: list[str] = field(default_factory=list[str])

    async def communities(self) -> Sequence[Community]:
        return [Community(RIVERSIDE, "Riverside", "UTC", "en")]

    async def log_heads(self) -> Sequence[LogHead]:
        tree = Frontier().extended(leaf_hash(entry(no).leaf) for no in range(1, self.size + 1))
        return [LogHead(RIVERSIDE, self.size, tree.encode())]

    async def leaves(self, community: CommunityId, after: int = 0) -> Sequence[Hashed]:
        assert community == RIVERSIDE
        self.asked.append(after)
        # Two more than the head says: what is logged meanwhile.
        last = self.size + 2 if self.lost is None else self.lost - 1
        found = map(entry, range(after + 1, min(after + ENTRIES_AT_ONCE, last) + 1))
        return [(one.no, one.round, one.leaf) for one in found]

    async def checkpoints(self, community: CommunityId) -> Sequence[Signed]:
        del community
        return ()

    async def openings(self, round_id: RoundId) -> Mapping[str, tuple[bytes, str]]:
        self.opened.append(round_id)
        first = int(round_id.removeprefix("round-")) * A_ROUND
        return {commitment(no): (b"s" * 32, words(no)) for no in range(first, first + A_ROUND)}

    async def events(self, round_id: RoundId) -> Sequence[Event]:
        del round_id
        return ()

    async def round_places(self) -> Sequence[RoundPlace]:
        return ()

    async def words_of_round(self, round_id: RoundId) -> Words:
        del round_id
        return {}


def hand_out(kept: Kept, target: IO[bytes], community: CommunityId = RIVERSIDE) -> None:
    asyncio.run(HandOut(kept, community, LOG_KEY, AT, ENGLISH).write(target))


class Nowhere(io.RawIOBase):
    """Takes everything and keeps nothing but its length."""

    def __init__(self) -> None:
        self.length = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: object, /) -> int:
        written = len(cast("bytes", piece))
        self.length += written
        return written


def test_an_export_of_several_pages_is_whole_and_holds(tmp_path: Path) -> None:
    kept = Kept(2 * ENTRIES_AT_ONCE + 7)
    path = tmp_path / "log.zip"
    with path.open("wb") as target:
        hand_out(kept, target)
    report = check(path, Asked())
    assert report.verdict is Verdict.INTACT, report.lines
    assert f"{kept.size} words are there, 0 were erased" in "\n".join(report.lines)
    with zipfile.ZipFile(path) as archive:
        for name in (LOG, "words.jsonl"):
            assert archive.read(name).count(b"\n") == kept.size
        for name in ("csv/entries.csv", "csv/power.csv"):
            assert archive.read(name).count(b"\r\n") == kept.size + 1
        assert archive.read("csv/power.csv").decode("utf-8-sig").count("I am ill") == kept.size


def test_a_page_is_asked_for_once_and_so_are_the_words_of_a_round() -> None:
    kept = Kept(2 * ENTRIES_AT_ONCE + 7)
    hand_out(kept, io.BytesIO())
    assert kept.asked == [0, ENTRIES_AT_ONCE, 2 * ENTRIES_AT_ONCE]
    assert len(kept.opened) == len(set(kept.opened))
    assert len(kept.opened) > 20


@pytest.mark.slow
def test_the_memory_that_it_takes_does_not_grow_as_the_log_does() -> None:
    """Of each further entry less is held than a fortieth of what it weighs in the archive."""
    forget()
    peaks: list[tuple[int, int]] = []
    for size in (6 * ENTRIES_AT_ONCE, 12 * ENTRIES_AT_ONCE, 24 * ENTRIES_AT_ONCE):
        target = Nowhere()
        tracemalloc.start()
        hand_out(Kept(size), cast("IO[bytes]", target))
        peaks.append((tracemalloc.get_traced_memory()[1], target.length))
        tracemalloc.stop()
    _, (few, small), (many, large) = peaks  # the first one fills what is remembered, which is bounded
    assert many - few < (large - small) / 40, (many - few, large - small)


@given(st.lists(st.sets(st.integers(0, 30).map(lambda no: bytes([no]) * 32), max_size=12), max_size=12))
def test_a_commitment_is_new_once_however_often_it_is_asked_for(pages: list[set[bytes]]) -> None:
    known: set[bytes] = set()
    with Aside() as aside:
        firsts = Firsts(aside)
        for page in pages:
            assert firsts.of(page) == page - known
            known |= page


def test_files_that_wait_come_back_in_order_whatever_is_in_them() -> None:
    pile, files = Pile(io.BytesIO()), [("log/1.html", b"a\nb\n"), ("a name.html", b""), ("log/2.html", b"7 x\n\n")]
    pile.add(files[:1])
    pile.add(files[1:])
    assert list(pile.files()) == files


def test_a_log_that_lost_its_end_is_not_handed_out_as_if_it_was_whole(tmp_path: Path) -> None:
    kept = Kept(40, lost=30)
    path = tmp_path / "log.zip"
    with path.open("wb") as target, pytest.raises(LookupError, match="entry 30"):
        hand_out(kept, target)
    assert check(path, Asked()).verdict in {Verdict.INCOMPLETE, Verdict.TAMPERED}
    with zipfile.ZipFile(path) as archive:
        assert MANIFEST not in archive.namelist()


def test_a_community_that_is_not_there_has_no_log() -> None:
    with pytest.raises(LookupError):
        hand_out(Kept(1), io.BytesIO(), CommunityId("nobody"))


def test_an_empty_log_can_be_handed_out(tmp_path: Path) -> None:
    path = tmp_path / "log.zip"
    with path.open("wb") as target:
        hand_out(Kept(0), target)
    assert check(path, Asked()).verdict is Verdict.INTACT


@pytest.mark.parametrize("size", [1, 255, 256, 257, 300, 512])
def test_a_checkpoint_anywhere_in_a_long_log_is_held_against_the_log_as_it_was_then(tmp_path: Path, size: int) -> None:
    """Hashes go into the tree many at a time: a checkpoint within such a heap must count as well."""
    path, kept = tmp_path / "log.zip", Kept(600)
    with path.open("wb") as target:
        hand_out(kept, target)
    key = LOG_KEY.named(origin_of(LOG_KEY.name, RIVERSIDE))
    tree = Frontier().extended(leaf_hash(entry(no).leaf) for no in range(1, size + 1))
    right = Checkpoint(key.name, size, tree.root).signed([key])
    wrong = Checkpoint(key.name, size, bytes(32)).signed([key])
    assert check(path, Asked(checkpoints=(right,))).verdict is Verdict.INTACT
    report = check(path, Asked(checkpoints=(right, wrong)))
    assert report.verdict is Verdict.TAMPERED
    assert f"An entry up to {size} is not what it was" in report.lines[-1]
