"""A short run of the campaign against `verify`, and what shows that the campaign itself cannot look away."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from codesign_bot.log.bundle import CHECKPOINTS, KEYS, LOG, MANIFEST, NEEDED, SIGNATURE, WORDS
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict

from . import tampering
from .changing import lines_moved, spelled_anew
from .tampering import BITS, ENDS, LINES, MIXED, PACKED, SPELLED, Job, Seen

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SAMPLE = 1201
"""One of so many bits and lengths: a prime, so that each of the eight bits of a byte has its turn."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sequence[bytes]:
    return asyncio.run(tampering.exports(tmp_path_factory.mktemp("worlds")))


def run(made: Sequence[bytes], folder: Path, *jobs: Job) -> Seen:
    seen = Seen()
    for no, job in enumerate(jobs):
        (folder / str(no)).mkdir()
        seen.add(job.done(made, folder / str(no)))
    return seen


# --- every change is found -------------------------------------------------------------------------------


def test_a_sample_of_all_bits_and_ends_is_found(made: Sequence[bytes], tmp_path: Path) -> None:
    jobs = [job for job in tampering.campaign(made[0], SAMPLE) if job.change in {BITS, ENDS}]
    seen = run(made, tmp_path, *jobs)
    assert seen.unseen == []
    assert set(seen.tried) == {"archive: bits", "archive: ends", "folder: bits", "folder: ends"}
    assert seen.tried["archive: bits"] == -(-len(made[0]) * 8 // SAMPLE)
    assert seen.tried.total() > 500


@pytest.mark.parametrize("name", [LOG, WORDS, MANIFEST, SIGNATURE, CHECKPOINTS, KEYS, "csv/receipts.csv"])
def test_lines_that_were_moved_and_texts_that_were_spelled_anew_are_found(
    made: Sequence[bytes], tmp_path: Path, name: str
) -> None:
    seen = run(made, tmp_path, Job(LINES, name), Job(SPELLED, name))
    assert seen.unseen == []
    assert seen.tried[f"folder: {SPELLED}"] == seen.tried[f"archive: {SPELLED}"] > 12


def test_files_of_two_exports_that_were_mixed_are_found(made: Sequence[bytes], tmp_path: Path) -> None:
    seen = run([made[0], made[2]], tmp_path, Job(MIXED))
    assert seen.unseen == []
    assert seen.tried[f"folder: {MIXED}"] == seen.tried[f"archive: {MIXED}"] > 60


def test_an_archive_that_was_packed_in_another_way_is_found(made: Sequence[bytes], tmp_path: Path) -> None:
    seen = run(made, tmp_path, Job(PACKED))
    assert seen.unseen == []
    assert seen.tried[f"archive: {PACKED}"] > 100


# --- what the campaign found once ------------------------------------------------------------------------


def verdict(path: Path, held: Mapping[str, bytes]) -> Report:
    path.write_bytes(tampering.packed_again(held.items()))
    return check(path, Asked())


def test_files_in_another_order_are_another_packing(made: Sequence[bytes], tmp_path: Path) -> None:
    held = tampering.members(made[0])
    assert verdict(tmp_path / "same.zip", held).verdict is Verdict.INTACT
    report = verdict(tmp_path / "turned.zip", dict(reversed(held.items())))
    assert (report.verdict, "packed again" in report.lines[-1]) == (Verdict.TAMPERED, True)


def test_a_signature_that_stands_there_twice_is_a_change(made: Sequence[bytes], tmp_path: Path) -> None:
    held = tampering.members(made[0])
    line = held[SIGNATURE].splitlines(keepends=True)[-1]
    report = verdict(tmp_path / "twice.zip", {**held, SIGNATURE: held[SIGNATURE] + line})
    assert (report.verdict, "a line that is not needed" in report.lines[-1]) == (Verdict.TAMPERED, True)


# --- the campaign itself ---------------------------------------------------------------------------------


def test_the_exports_are_intact_and_fork_from_one_beginning(made: Sequence[bytes]) -> None:
    assert tampering.intact(made)
    logs = [tampering.members(one)[LOG].splitlines() for one in made]
    first, later, fork, elsewhere = logs
    assert later[: len(first)] == first
    assert len(later) > len(first) == len(fork)
    assert fork[0] == first[0]
    assert fork[-1] != first[-1]
    assert json.loads(elsewhere[0])["origin"] != json.loads(first[0])["origin"]


def test_an_export_that_is_not_intact_is_not_worked_on(made: Sequence[bytes]) -> None:
    assert not tampering.intact([made[0], made[1][:-1]])
    assert not tampering.intact([made[0], made[0]])


@pytest.mark.parametrize("in_one", [1000, 16_384, 10**9])
def test_the_whole_campaign_takes_every_bit_of_the_archive_and_of_each_file_that_is_needed(
    made: Sequence[bytes], in_one: int
) -> None:
    held = tampering.members(made[0])
    jobs = list(tampering.campaign(made[0], in_one=in_one))
    for name, size in ((None, len(made[0])), *((name, len(held[name])) for name in NEEDED)):
        for change, most in ((BITS, size * 8), (ENDS, size)):
            places = [at for job in jobs if (job.change, job.name) == (change, name) for at in _places(job)]
            assert places == [*range(most)]
    assert {(job.change, job.name) for job in jobs} >= {(LINES, name) for name in held} | {
        (MIXED, None),
        (PACKED, None),
    }


def test_of_files_that_only_help_to_read_each_byte_and_each_of_its_bits_has_a_turn(made: Sequence[bytes]) -> None:
    jobs = [job for job in tampering.campaign(made[0]) if (job.change, job.name) == (BITS, "csv/dictionary.csv")]
    places = [at for job in jobs for at in _places(job)]
    assert {at // 8 for at in places} == {*range(len(tampering.members(made[0])["csv/dictionary.csv"]))}
    assert {at % 8 for at in places} == {*range(8)}


def _places(job: Job) -> range:
    return range(job.first, job.last, job.step)


def blind(_path: Path, _asked: Asked) -> Report:
    return Report()


def breaking(_path: Path, _asked: Asked) -> Report:
    raise OSError("some words that a person would see")


@pytest.mark.parametrize(("instead", "said"), [(blind, "INTACT"), (breaking, "OSError")])
def test_a_check_that_sees_nothing_or_breaks_is_told_of_each_change(
    made: Sequence[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instead: object, said: str
) -> None:
    monkeypatch.setattr(tampering, "check", instead)
    jobs = (
        Job(BITS, None, 0, 40),
        Job(ENDS, LOG, 0, 5),
        Job(LINES, KEYS),
        Job(SPELLED, KEYS),
        Job(PACKED),
    )
    seen = run(made, tmp_path, *jobs)
    assert len(seen.unseen) == seen.tried.total() > 100
    assert all(one.endswith(said) for one in seen.unseen)


def test_what_is_changed_in_place_is_put_back_before_the_next_change(made: Sequence[bytes], tmp_path: Path) -> None:
    run(made, tmp_path, Job(BITS, LOG, 0, 64))
    path = tmp_path / "0" / "log"
    assert check(path, Asked()).verdict is Verdict.INTACT
    assert (path / LOG).read_bytes() == tampering.members(made[0])[LOG]


def test_a_mixture_is_neither_of_both_exports(made: Sequence[bytes]) -> None:
    mine, theirs = (tampering.members(one) for one in made[:2])
    seen = 0
    for taken in tampering.mixtures(mine, theirs):
        assert tampering.mixed(mine, theirs, taken) not in (mine, theirs)
        seen += 1
    assert seen > 50


# --- ways to change a text -------------------------------------------------------------------------------


def test_lines_are_swapped_doubled_taken_out_and_moved() -> None:
    found = {content for _, content in lines_moved(b"a\nb\nc\n")}
    assert found >= {b"b\na\nc\n", b"a\na\nb\nc\n", b"b\nc\n", b"c\na\nb\n", b"b\nc\na\n", b"c\nb\na\n"}


def test_json_is_spelled_in_other_ways_that_say_the_same() -> None:
    held = b'{"at":"1/2","b":[true,null],"no":12}\n'
    found = dict(spelled_anew("x.jsonl", held))
    same = [content for content in found.values() if content != held and _reads_the_same(content, held)]
    assert len(same) > 15
    assert b'{"no":12,"b":[true,null],"at":"1/2"}\n' in same
    assert b'{"at":"1/2","b":[true,null],"no":12.0}\n' in same
    assert b'{"at":"1\\/2","b":[true,null],"no":12}\n' in same
    assert b'{"at":"1/2","b":[true,null],"no":12}\r\n' in same
    assert not any(said.startswith("keys") for said, _ in spelled_anew("x.csv", held))


def _reads_the_same(one: bytes, other: bytes) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False
