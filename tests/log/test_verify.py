"""An export of a real round: intact as it is, and found out whatever is changed in it."""

from __future__ import annotations

import asyncio
import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from codesign_bot.log.bundle import CHECKPOINTS, KEYS, LOG, MANIFEST, NEEDED, SIGNATURE, WORDS, packed
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.note import SignerKey, VerifierKey
from codesign_bot.log.verify.check import Asked, check, kept_notes
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.testing import stories
from codesign_bot.testing.world import CHOICES, LOG_KEY, World, open_world

NOTHING = Asked()


async def made(folder: Path) -> bytes:
    """The export of a community whose round was counted and answered."""
    async with open_world(folder) as world:
        await stories.outcome(world)
        await world.bot.housekeeper.keep_house()
        await world.person("olga").says("!fate 1 later The council asks for quotes first")
        return await handed_out(world)


async def handed_out(world: World, key: SignerKey = LOG_KEY) -> bytes:
    target = io.BytesIO()
    (community,) = world.bot.desk.book.heads
    await HandOut(world.bot.desk.store, community, key, world.clock.now(), CHOICES.voices["en"]).write(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return asyncio.run(made(tmp_path_factory.mktemp("world")))


@pytest.fixture
def archive(export: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "log.zip"
    path.write_bytes(export)
    return path


@pytest.fixture
def folder(export: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "log"
    with zipfile.ZipFile(io.BytesIO(export)) as held:
        held.extractall(path)
    return path


def told(report: Report) -> str:
    return "\n".join(report.lines)


def test_an_export_is_intact_as_an_archive_and_as_a_folder(archive: Path, folder: Path) -> None:
    for path in (archive, folder):
        report = check(path, NOTHING)
        assert report.verdict is Verdict.INTACT, told(report)
        assert "is intact" in told(report)
        assert "was counted anew" in told(report)
        assert "0 were erased" in told(report)


def test_entries_are_in_the_export_byte_for_byte_as_they_were_hashed(folder: Path) -> None:
    lines = (folder / LOG).read_bytes().splitlines()
    assert [json.loads(line)["no"] for line in lines] == [*range(1, len(lines) + 1)]
    assert len(lines) > 20


def test_the_key_that_came_along_is_said_to_be_unproven_and_another_one_is_refused(archive: Path) -> None:
    own = VerifierKey.parsed((zipfile.ZipFile(archive).read(KEYS)).decode().strip())
    assert "Compare it with one you trust" in told(check(archive, NOTHING))
    assert "Compare" not in told(check(archive, Asked(keys=[own])))
    other = SignerKey(own.name, bytes(32)).verifier
    assert check(archive, Asked(keys=[other])).verdict is Verdict.TAMPERED
    stranger = SignerKey("somebody/else", bytes(32)).verifier
    report = check(archive, Asked(keys=[stranger]))
    assert (report.verdict, "and the key is that of somebody/else" in told(report)) == (Verdict.TAMPERED, True)


# --- every change is found -------------------------------------------------------------------------------


def test_every_single_bit_of_an_archive_is_found(export: bytes, tmp_path: Path) -> None:
    """A sample of the bits in every file and in what holds them together; the long campaign takes each."""
    path = tmp_path / "log.zip"
    for at in bits(export, 400):
        changed = bytearray(export)
        changed[at // 8] ^= 1 << at % 8
        path.write_bytes(changed)
        assert check(path, NOTHING).verdict in {Verdict.TAMPERED, Verdict.INCOMPLETE}, at


def bits(export: bytes, most: int) -> Iterator[int]:
    yield from random.Random(7).sample(range(len(export) * 8), most)  # noqa: S311 - no secret, the same each time


BESIDES = (
    "README.md",
    "csv/dictionary.csv",
    "csv/receipts.csv",
    "csv/rounds.csv",
    "markdown/0001-the-park-is-empty-in-the-evening.md",
)
"""Of what only helps to read the log: a view that says something else than the log is as bad as a forged entry."""


@pytest.mark.parametrize("name", [*NEEDED, *BESIDES])
def test_every_single_bit_of_an_unpacked_file_is_found(folder: Path, name: str) -> None:
    path = folder / name
    held = path.read_bytes()
    for at in bits(held, min(150, len(held) * 8)):
        changed = bytearray(held)
        changed[at // 8] ^= 1 << at % 8
        path.write_bytes(changed)
        assert check(folder, NOTHING).verdict in {Verdict.TAMPERED, Verdict.INCOMPLETE}, at
    path.write_bytes(held)
    assert check(folder, NOTHING).verdict is Verdict.INTACT


Lines = list[bytes]


def swapped(lines: Lines) -> Lines:
    return [lines[1], lines[0], *lines[2:]]


def doubled(lines: Lines) -> Lines:
    return [lines[0], *lines]


def without_one(lines: Lines) -> Lines:
    return [*lines[:3], *lines[4:]]


def cut(lines: Lines) -> Lines:
    return lines[:-2]


def encoded_anew(lines: Lines) -> Lines:
    return [json.dumps(json.loads(line)).encode() for line in lines]


def edited(lines: Lines) -> Lines:
    return [line.replace(b'"phase":"voting"', b'"phase":"framing"') for line in lines]


def of_another_log(lines: Lines) -> Lines:
    return [line.replace(b"codesign-bot/", b"somebody-bot/") for line in lines]


def newer(lines: Lines) -> Lines:
    return [*lines[:-1], lines[-1].replace(b'"v":1', b'"v":2')]


def kind_unheard_of(lines: Lines) -> Lines:
    return [*lines[:-1], lines[-1].replace(b'"type":"', b'"type":"x')]


def with_noise(lines: Lines) -> Lines:
    return [*lines, b"not JSON"]


def emptied(lines: Lines) -> Lines:
    return lines[:0]


@pytest.mark.parametrize(
    ("change", "verdict", "words"),
    [
        (swapped, Verdict.TAMPERED, "At place 1 stands entry 2"),
        (doubled, Verdict.TAMPERED, "At place 2 stands entry 1"),
        (without_one, Verdict.TAMPERED, "At place 4 stands entry 5"),
        (cut, Verdict.INCOMPLETE, "entries were signed"),
        (encoded_anew, Verdict.TAMPERED, "Entry 1 was changed. It is not in the canonical form"),
        (edited, Verdict.TAMPERED, "An entry up to"),
        (of_another_log, Verdict.TAMPERED, "Entry 1 is of another log: somebody-bot/"),
        (newer, Verdict.TAMPERED, "only version 1 is known"),
        (kind_unheard_of, Verdict.TAMPERED, "is not known"),
        (with_noise, Verdict.TAMPERED, "was changed. It is not JSON."),
        (emptied, Verdict.INCOMPLETE, "The log ends with entry 0"),
    ],
)
def test_what_was_done_to_the_log_is_named(
    folder: Path, change: Callable[[Lines], Lines], verdict: Verdict, words: str
) -> None:
    path = folder / LOG
    path.write_bytes(b"".join(line + b"\n" for line in change(path.read_bytes().splitlines())))
    report = check(folder, NOTHING)
    assert (report.verdict, words in told(report)) == (verdict, True), told(report)


@pytest.mark.parametrize("name", [*NEEDED, *BESIDES])
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    report = check(folder, NOTHING)
    assert (report.verdict, name in told(report)) == (Verdict.INCOMPLETE, True)


def test_a_file_that_nobody_listed_is_named(folder: Path) -> None:
    (folder / "more.txt").write_text("…")
    assert "not listed: more.txt" in told(check(folder, NOTHING))


def test_every_view_of_the_log_is_listed_by_its_hash_and_a_changed_one_is_named(folder: Path) -> None:
    listed = {one["name"]: one["sha256"] for one in json.loads((folder / MANIFEST).read_bytes())["files"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed.keys() == there - {MANIFEST, SIGNATURE}
    views = [name for name in listed if name not in NEEDED]
    assert len(views) > 15
    for name in views:
        held = (folder / name).read_bytes()
        assert sha256(held).hexdigest() == listed[name]
        (folder / name).write_bytes(held.replace(b"1", b"2", 1) + b"\n")
        report = check(folder, NOTHING)
        assert (report.verdict, f"{name} was changed" in told(report)) == (Verdict.TAMPERED, True), name
        (folder / name).write_bytes(held)


def test_two_views_cannot_change_places(folder: Path) -> None:
    one, other = folder / "csv/fates.csv", folder / "csv/feedback.csv"
    held = one.read_bytes(), other.read_bytes()
    one.write_bytes(held[1])
    other.write_bytes(held[0])
    assert check(folder, NOTHING).verdict is Verdict.TAMPERED


def test_an_archive_that_was_packed_again_says_how_to_check_it(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as again:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            again.write(path, path.relative_to(folder))
    report = check(archive, NOTHING)
    assert (report.verdict, "Unpack it, and check the folder" in told(report)) == (Verdict.TAMPERED, True)
    assert check(folder, NOTHING).verdict is Verdict.INTACT


def test_words_that_vanish_without_an_entry_are_missing_and_not_erased(folder: Path) -> None:
    lines = (folder / WORDS).read_bytes().splitlines(keepends=True)
    (folder / WORDS).write_bytes(b"".join(lines[1:]))
    assert check(folder, NOTHING).verdict is not Verdict.INTACT


# --- whoever has the key cannot change what was signed before --------------------------------------------


def resigned(folder: Path, target: Path, **changes: str) -> Path:
    """The folder as an export that is whole in itself, made by whoever has the key. `changes` to its list of files."""
    from codesign_bot.log.bundle import signature_of  # noqa: PLC0415 # only a forger needs it
    from codesign_bot.log.canonical import canonical  # noqa: PLC0415 # the same
    from codesign_bot.log.tree import leaf_hash, root_of  # noqa: PLC0415 # the same

    shutil.copytree(folder, target)
    lines = (target / LOG).read_bytes().splitlines()
    manifest = json.loads((target / MANIFEST).read_bytes())
    manifest["size"], manifest["root"] = len(lines), root_of(map(leaf_hash, lines)).hex()
    manifest["files"] = [one for one in manifest["files"] if (target / one["name"]).exists()]
    for one in manifest["files"]:
        held = (target / one["name"]).read_bytes()
        one["sha256"], one["bytes"] = sha256(held).hexdigest(), len(held)
    manifest |= changes
    held = canonical(manifest)
    (target / MANIFEST).write_bytes(held)
    (target / SIGNATURE).write_text(signature_of(held, LOG_KEY.named(manifest["origin"])))
    return target


def test_a_history_that_was_written_anew_is_found_by_any_checkpoint_that_somebody_kept(
    folder: Path, archive: Path, tmp_path: Path
) -> None:
    kept = kept_notes(archive)
    assert kept
    path = folder / LOG
    path.write_bytes(path.read_bytes().replace(b'"is_practice":false', b'"is_practice":true'))
    (folder / CHECKPOINTS).write_bytes(b"")
    told_on = check(resigned(folder, tmp_path / "clumsy"), NOTHING)
    assert "csv/rounds.csv does not say what the entries say" in told(told_on)
    shutil.rmtree(folder / "csv")
    forged = resigned(folder, tmp_path / "forged")
    assert check(forged, NOTHING).verdict is Verdict.INTACT  # by itself nothing shows it
    for given in (Asked(checkpoints=kept[-1:]), Asked(since=kept[:1])):
        report = check(forged, given)
        assert (report.verdict, "is not what it was" in told(report)) == (Verdict.TAMPERED, True), told(report)


def test_a_log_that_was_cut_is_found_by_a_checkpoint_that_somebody_kept(
    folder: Path, archive: Path, tmp_path: Path
) -> None:
    kept = kept_notes(archive)
    path = folder / LOG
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    (folder / CHECKPOINTS).write_bytes(b"")
    forged = resigned(folder, tmp_path / "forged")
    report = check(forged, Asked(checkpoints=kept[-1:]))
    assert report.verdict in {Verdict.INCOMPLETE, Verdict.TAMPERED}
    assert "The log ends with entry 2" in told(report)


def test_a_tally_that_does_not_follow_from_the_receipts_is_found_even_if_it_was_signed(
    folder: Path, tmp_path: Path
) -> None:
    path = folder / LOG
    lines = path.read_bytes().splitlines()
    at = next(place for place, line in enumerate(lines) if b'"type":"receipts"' in line)
    leaf = json.loads(lines[at])
    no, dots = leaf["facts"]["ballots"][0]["dots"][0]
    leaf["facts"]["ballots"][0]["dots"][0] = [no, 1 if dots == 2 else 2]
    lines[at] = json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    (folder / CHECKPOINTS).write_bytes(b"")
    report = check(resigned(folder, tmp_path / "forged"), NOTHING)
    assert (report.verdict, "does not follow from the receipts" in told(report)) == (Verdict.TAMPERED, True)


def test_a_checkpoint_of_another_log_or_by_another_key_is_refused(archive: Path) -> None:
    (note, *_) = kept_notes(archive)
    other = note.replace("codesign-bot/", "codesign-bat/")
    for given in (other, note.replace("\n", "\n\n", 1), "nothing", "", note + note):
        report = check(archive, Asked(checkpoints=[given]))
        assert (report.verdict, "cannot be trusted" in told(report)) == (Verdict.TAMPERED, True), given


# --- what is no export -----------------------------------------------------------------------------------


def archives() -> Sequence[tuple[str, bytes]]:
    def of(*names: str) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name in names:
                archive.writestr(packed(name), b"")
        return held.getvalue()

    return (
        ("nothing", b""),
        ("noise", b"PK\x03\x04 nothing more"),
        ("empty", of()),
        ("nothing in the files", of(*NEEDED)),
        ("a way out", of(*NEEDED, "../out")),
        ("from the root", of(*NEEDED, "/etc/passwd")),
    )


@pytest.mark.parametrize(("called", "held"), archives())
def test_what_is_no_export_is_said_to_be_none(tmp_path: Path, called: str, held: bytes) -> None:
    path = tmp_path / "log.zip"
    path.write_bytes(held)
    assert check(path, NOTHING).verdict in {Verdict.TAMPERED, Verdict.INCOMPLETE}, called


def test_where_nothing_is_nothing_is_checked(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere", NOTHING).verdict is Verdict.USAGE
    assert check(tmp_path, NOTHING).verdict is Verdict.INCOMPLETE
