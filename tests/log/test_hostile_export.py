"""Whatever somebody hands to `verify`: it says what it found, in a sentence, and does not fill the memory."""

from __future__ import annotations

import asyncio
import io
import json
import os
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codesign_bot.log.bundle import CHECKPOINTS, KEYS, LOG, MANIFEST, NEEDED, SIGNATURE, WORDS, About, Bundle
from codesign_bot.log.canonical import LARGEST, canonical
from codesign_bot.log.kinds import KINDS
from codesign_bot.log.note import SignerKey
from codesign_bot.log.tree import leaf_hash, root_of
from codesign_bot.log.verify import check as checking
from codesign_bot.log.verify import source
from codesign_bot.log.verify.check import Asked, check, kept_notes
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.log.verify.keys import MOST_KEYS
from codesign_bot.plain import Plain

from . import tampering

KEY = SignerKey("somebody/else", b"7" * 32)
FOUND = {Verdict.TAMPERED, Verdict.INCOMPLETE}
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(max_size=12)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="ascii")), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return asyncio.run(tampering.exports(tmp_path_factory.mktemp("worlds")))[0]


def told(report: Report) -> str:
    """The last line; every one of them can be printed anywhere."""
    assert all(line.isprintable() and line.encode() and len(line) < 3000 for line in report.lines), report.lines
    return report.lines[-1]


def judged(path: Path) -> Verdict:
    report = check(path, Asked())
    assert told(report).endswith((".", " …")) or report.verdict is Verdict.INTACT
    assert isinstance(kept_notes(path), list)
    return report.verdict


def signed(path: Path, lines: Sequence[bytes], words: bytes = b"", *, more: Sequence[tuple[str, bytes]] = ()) -> Path:
    """An export that is whole in itself: anybody can make a key, and sign whatever they like with it."""
    root = root_of(map(leaf_hash, lines)).hex()
    about = About(KEY.name, "Nowhere", "UTC", "en", len(lines), root, datetime(2026, 3, 2, tzinfo=UTC))
    with path.open("wb") as target:
        bundle = Bundle(target, about)
        bundle.add(LOG, (line + b"\n" for line in lines))
        for name, held in ((WORDS, words), (CHECKPOINTS, b""), (KEYS, f"{KEY.verifier.text()}\n".encode()), *more):
            bundle.add(name, (held,))
        bundle.finish(KEY)
    return path


def entry(kind: str, facts: Plain, no: int = 1, round_id: str | None = "r") -> bytes:
    at, origin = "2026-03-02T00:00:00Z", KEY.name
    made: dict[str, Plain] = {"v": 1, "type": kind, "origin": origin, "no": no, "at": at, "facts": facts}
    return canonical({**made, "round": round_id, "topic": None if round_id is None else 1})


# --- archives that are none ------------------------------------------------------------------------------


@MANY
@given(st.binary(max_size=400))
def test_noise_is_no_export(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "log.zip"
    path.write_bytes(noise)
    assert judged(path) in FOUND


@MANY
@given(st.data())
def test_an_export_with_pieces_taken_out_put_in_or_written_over_is_found(
    tmp_path: Path, export: bytes, data: st.DataObject
) -> None:
    held = bytearray(export)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(held)) | st.integers(max(0, len(held) - 2000), len(held)))
        gone = data.draw(st.integers(0, 60))
        held[at : at + gone] = data.draw(st.binary(max_size=60) | st.just(bytes(gone)) | st.just(b"\xff" * gone))
    path = tmp_path / "log.zip"
    path.write_bytes(held)
    assert (judged(path) is Verdict.INTACT) is (bytes(held) == export)


@MANY
@given(name=st.sampled_from([*NEEDED, "README.md", "csv/power.csv", "more"]), held=st.binary(max_size=200))
def test_any_file_can_be_anything(tmp_path: Path, export: bytes, name: str, held: bytes) -> None:
    files = tampering.members(export)
    path = tmp_path / "log.zip"
    path.write_bytes(tampering.packed_again({**files, name: held}.items()))
    assert judged(path) in FOUND


def one_within_the_other(names: Sequence[str], innermost: bytes) -> bytes:
    """An archive whose members hold each other, header and all: each is nearly as long as the whole archive."""
    data, records = innermost, list[tuple[str, int, int, int]]()
    for name in reversed(names):
        crc = zlib.crc32(data)
        records.append((name, crc, len(data), 0))
        header = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 33, crc, len(data), len(data), len(name), 0)
        data = header + name.encode() + data
    directory, at = b"", 0
    for name, crc, size, _ in reversed(records):
        fields = (b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, crc, size, size, len(name), 0, 0, 0, 0, 0o100644 << 16, at)
        directory += struct.pack("<4s4B4H3I5H2I", *fields) + name.encode()
        at += 30 + len(name)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(names), len(names), len(directory), len(data), 0)
    return data + directory + end


def test_members_that_share_their_bytes_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small archive that comes to very much: a thousand members, and each of them holds all that follow it."""
    path = tmp_path / "log.zip"
    path.write_bytes(one_within_the_other([*NEEDED, *(f"more/{no}" for no in range(1000))], bytes(100_000)))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None  # by itself nothing is wrong with it
        assert sum(one.file_size for one in archive.infolist()) > 500 * path.stat().st_size
    monkeypatch.setattr(source, "TemporaryFile", None)  # nothing is packed again
    assert memory_of(lambda: judged(path) in FOUND) < 16_000_000


def test_a_compressed_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "log.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in NEEDED:
            archive.writestr(name, b"")
        archive.writestr("bomb", bytes(200_000_000))
    assert path.stat().st_size < 1_000_000
    assert memory_of(lambda: judged(path) in FOUND) < 16_000_000


def memory_of(holds: Callable[[], bool]) -> int:
    """The most that was held at one time, in bytes."""
    tracemalloc.start()
    try:
        assert holds()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_archive_of_very_many_files_is_told_of_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "log.zip"
    path.write_bytes(
        tampering.packed_again([*((name, b"") for name in NEEDED), *((f"n/{no}", b"") for no in range(20_000))])
    )
    assert judged(path) in FOUND


# --- folders ---------------------------------------------------------------------------------------------


@pytest.fixture
def folder(export: bytes, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(export)) as held:
        held.extractall(tmp_path / "log")
    return tmp_path / "log"


def replaced_by_a_link(folder: Path) -> None:
    (folder / LOG).rename(folder.parent / "elsewhere")
    (folder / LOG).symlink_to(folder.parent / "elsewhere")


def replaced_by_a_folder(folder: Path) -> None:
    (folder / LOG).unlink()
    (folder / LOG).mkdir()


def a_pipe(folder: Path) -> None:
    (folder / LOG).unlink()
    os.mkfifo(folder / LOG)


def a_link_to_itself(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)


def a_dead_link(folder: Path) -> None:
    (folder / "dead").symlink_to("nowhere")


def a_folder_behind_a_link(folder: Path) -> None:
    (folder / "csv").rename(folder.parent / "csv")
    (folder / "csv").symlink_to(folder.parent / "csv")


def a_name_that_a_terminal_obeys(folder: Path) -> None:
    (folder / "\x1b[2J\x1b[1;32mintact\u202e").write_bytes(b"")


def a_name_that_is_no_text(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe")).write_bytes(b"")


def deep_folders(folder: Path) -> None:
    (folder / "/".join(["a"] * 300)).mkdir(parents=True)
    (folder / "/".join(["a"] * 300) / "file").write_bytes(b"")


@pytest.mark.parametrize(
    "change",
    [
        replaced_by_a_link,
        replaced_by_a_folder,
        a_pipe,
        a_link_to_itself,
        a_dead_link,
        a_folder_behind_a_link,
        a_name_that_a_terminal_obeys,
        a_name_that_is_no_text,
        deep_folders,
    ],
)
def test_a_folder_with_anything_in_it_is_judged(folder: Path, change: Callable[[Path], None]) -> None:
    assert judged(folder) is Verdict.INTACT
    change(folder)
    assert judged(folder) in FOUND


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may do everything can read every file")
def test_a_file_that_may_not_be_read_is_no_verdict_on_the_export(folder: Path) -> None:
    (folder / LOG).chmod(0)
    report = check(folder, Asked())
    assert (report.verdict, LOG in told(report)) == (Verdict.USAGE, True)


def test_what_the_disk_refuses_is_said_and_is_no_verdict_on_the_export(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path, *_: object) -> None:
        raise OSError(5, "Input/output error", "the disk")

    monkeypatch.setattr(Path, "open", broken)
    report = check(folder, Asked())
    assert (report.verdict, told(report)) == (Verdict.USAGE, "the disk cannot be read: Input/output error.")


def test_a_line_without_an_end_does_not_fill_the_memory(folder: Path) -> None:
    for name in (LOG, WORDS, MANIFEST, KEYS, CHECKPOINTS):
        held = (folder / name).read_bytes()
        with (folder / name).open("r+b") as file:
            file.truncate(100_000_000)  # a hole: zeros that take no room on the disk
        assert memory_of(lambda: judged(folder) in FOUND) < 80_000_000, name
        (folder / name).write_bytes(held)
    assert judged(folder) is Verdict.INTACT


# --- whole in itself, signed by a key of its own, and full of nonsense -----------------------------------


def test_an_export_that_somebody_signed_themselves_is_judged_like_any_other(tmp_path: Path) -> None:
    path = signed(tmp_path / "log.zip", [entry("topic-expired", {})])
    assert judged(path) is Verdict.INTACT


@MANY
@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.dictionaries(texts, plain, max_size=4)), max_size=6))
def test_entries_can_hold_any_facts(tmp_path: Path, told_of: list[tuple[str, dict[str, Plain]]]) -> None:
    try:
        lines = [entry(kind, facts, no) for no, (kind, facts) in enumerate(told_of, 1)]
    except ValueError:
        return
    judged(signed(tmp_path / "log.zip", lines, more=[("csv/power.csv", b"")]))


LETTERS = st.sampled_from(["vote", "runoff", "shortlist", "dots", "supporters", "nonsense"])
NUMBERS = st.sampled_from([-1, 0, 1, 2, 3, 24, 1000, LARGEST])
IDEAS = st.lists(st.fixed_dictionaries({"no": NUMBERS}), max_size=4)
RULES = st.fixed_dictionaries({"rule": LETTERS, "chain": st.lists(st.sampled_from(["other_measure", "widen", "x"]))})
RESULT = st.fixed_dictionaries(
    {
        "ballots": NUMBERS,
        "places": NUMBERS,
        "runoff": st.none() | st.fixed_dictionaries({"ballots": NUMBERS, "dots": plain}),
        "ranking": st.lists(plain, max_size=2),
    }
)
BALLOTS = st.lists(st.fixed_dictionaries({"receipt": texts, "dots": st.lists(st.tuples(NUMBERS, NUMBERS).map(list))}))


RECEIPTS = st.fixed_dictionaries({"vote": LETTERS, "part": NUMBERS, "of": NUMBERS, "ballots": BALLOTS})


@MANY
@given(RULES, IDEAS, RESULT, st.data())
def test_votes_can_be_of_any_numbers(
    tmp_path: Path, rules: Plain, ideas: Plain, result: Plain, data: st.DataObject
) -> None:
    parts = data.draw(st.lists(RECEIPTS, max_size=3))
    told_of: list[tuple[str, Plain]] = [
        ("round-opened", {"rules": {"template": rules}}),
        ("ideas-frozen", {"vote_kind": "vote", "ideas": ideas}),
        ("runoff-needed", {"ideas": [1, 2]}),
        ("votes-counted", {"result": result}),
    ]
    told_of += [("receipts", cast("Plain", part)) for part in parts]
    if data.draw(st.booleans()):
        told_of = data.draw(st.permutations(told_of))
    try:
        lines = [entry(kind, facts, no) for no, (kind, facts) in enumerate(told_of, 1)]
    except ValueError:
        return
    judged(signed(tmp_path / "log.zip", lines))


@MANY
@given(st.lists(st.binary(max_size=40) | plain.map(lambda one: json.dumps(one).encode()), max_size=5))
def test_words_can_be_anything(tmp_path: Path, held: list[bytes]) -> None:
    words = b"".join(line + b"\n" for line in held)
    judged(signed(tmp_path / "log.zip", [entry("topic-expired", {})], words))


DEEP = 100_000


@pytest.mark.parametrize(
    "line",
    [
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'{"no":' + b"9" * 10_000 + b"}",
        b'{"no":1e999}',
        b'{"no":NaN}',
        b'{"no":-0}',
        b'"\\ud800"',
        b'{"\\ud800":1}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"",
        b"null",
        b"[]",
        b'""',
        b"0",
        b'{"v":1}',
        b'{"v":true}',
        b'{"v":[1]}',
        entry("topic-expired", {}).replace(b'"v":1', b'"v":[%s1]' % (b"1," * 100_000)),
        b"\x00" * 1000,
        entry("topic-expired", {}).replace(b"2026-03-02T00:00:00Z", b"0000-03-02T00:00:00Z"),
        entry("topic-expired", {}).replace(b"2026-03-02T00:00:00Z", b"2026-03-02T00:00:60Z"),
        entry("topic-expired", {}).replace(b'"round":"r"', b'"round":{}'),
        entry("topic-expired", {}).replace(b'"facts":{}', b'"facts":[]'),
        entry("topic-expired", {}).replace(b'"type":"topic-expired"', b'"type":["topic-expired"]'),
        entry("words-erased", {"erased": [[1]]}, round_id=None).replace(b"[[1]]", b"7"),
    ],
    ids=lambda line: repr(line[:24]),
)
def test_a_line_of_the_log_can_be_anything(tmp_path: Path, line: bytes) -> None:
    judged(signed(tmp_path / "log.zip", [line]))
    judged(signed(tmp_path / "log.zip", [line], line + b"\n"))


@pytest.mark.parametrize("depth", [100, 400, 900, 2000, 5000])
def test_facts_can_be_nested_to_any_depth(tmp_path: Path, depth: int) -> None:
    shallow = entry("topic-expired", {"a": 7})
    for opens, closes in ((b"[", b"]"), (b'{"a":', b"}")):
        line = shallow.replace(b":7", b":" + opens * depth + b"7" + closes * depth)
        judged(signed(tmp_path / "log.zip", [line], more=[("csv/power.csv", b"")]))


def test_facts_that_are_too_deep_to_be_looked_through_are_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where JSON is read by another stack than that of Python, facts can be deeper than it: from Python 3.12 on."""

    def too_deep(_facts: Plain) -> list[str]:
        raise RecursionError

    monkeypatch.setattr(checking, "commitments", too_deep)
    report = check(signed(tmp_path / "log.zip", [entry("topic-expired", {})]), Asked())
    assert (report.verdict, told(report)) == (Verdict.TAMPERED, "Tampered: Entry 1 is nested too deep.")


def test_more_keys_than_a_log_can_have_are_refused(tmp_path: Path, export: bytes) -> None:
    files = tampering.members(export)
    path = tmp_path / "log.zip"
    path.write_bytes(tampering.packed_again({**files, KEYS: files[KEYS] * (MOST_KEYS + 1)}.items()))
    report = check(path, Asked())
    assert (report.verdict, "more than 1000 keys" in told(report)) == (Verdict.TAMPERED, True)


@MANY
@given(st.dictionaries(st.sampled_from(["v", "origin", "size", "root", "files", "bot", "community"]), plain))
def test_the_list_of_files_can_say_anything(tmp_path: Path, export: bytes, changes: dict[str, Plain]) -> None:
    files = tampering.members(export)
    manifest = canonical({**json.loads(files[MANIFEST]), **changes})
    path = tmp_path / "log.zip"
    path.write_bytes(tampering.packed_again({**files, MANIFEST: manifest}.items()))
    assert (judged(path) is Verdict.INTACT) is (manifest == files[MANIFEST])
    assert SIGNATURE in files
