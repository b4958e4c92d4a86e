"""A proof of one entry, as the bot hands it out: it holds as it is, and whatever is changed in it is found."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.leaf import decoded
from codesign_bot.log.note import Note, SignerKey
from codesign_bot.log.proof import Proof
from codesign_bot.log.verify.check import Asked
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.log.verify.one_entry import MOST_BYTES, check_proof, is_proof
from codesign_bot.testing import stories
from codesign_bot.testing.world import LOG_KEY, open_world

NO = 3


async def handed_out(folder: Path) -> dict[str, bytes]:
    """What a member is given who asks for an entry."""
    async with open_world(folder) as world:
        await stories.opened(world)
        await world.bot.housekeeper.keep_house()
        await world.person("m1").says(f"!log entry {NO}")
        await world.everything_said()
        files = [one.file for one in world.platform.said_in(world.person("m1").private) if one.file is not None]
        return {name: held for name, _, held in files}


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return asyncio.run(handed_out(tmp_path_factory.mktemp("world")))


@pytest.fixture
def path(given: dict[str, bytes], tmp_path: Path) -> Path:
    for name, held in given.items():
        (tmp_path / name).write_bytes(held)
    return tmp_path / f"entry-{NO}.tlog-proof"


def proof_at(path: Path) -> Proof:
    return Proof.parsed(path.read_text())


def point_in(path: Path) -> Checkpoint:
    return Checkpoint.parsed(Note.parsed(proof_at(path).note).text)


def key_of(path: Path) -> SignerKey:
    return LOG_KEY.named(point_in(path).origin)


def by_key(path: Path) -> Report:
    """The check of somebody who has the key of the log."""
    return check_proof(path, Asked(keys=[key_of(path).verifier]))


def told(report: Report) -> str:
    return "\n".join(report.lines)


def refused(path: Path, asked: Asked) -> str:
    report = check_proof(path, asked)
    assert report.verdict is Verdict.TAMPERED, told(report)
    return report.lines[-1]


def test_what_is_handed_out_is_intact_by_the_key(path: Path, given: dict[str, bytes]) -> None:
    assert is_proof(path)
    report = by_key(path)
    assert report.verdict is Verdict.INTACT, told(report)
    leaf = decoded(given[f"entry-{NO}.json"])
    first, second = report.lines
    assert first == f"Entry {NO} of the log {leaf.origin} is as it was signed: {leaf.kind}, {leaf.at.isoformat()}."
    assert second == f"It stands in the checkpoint of {point_in(path).size} entries."


def test_it_is_intact_without_the_entry_beside_it_and_under_any_name(path: Path) -> None:
    key = key_of(path).verifier
    path.with_suffix(".json").unlink()
    other = path.rename(path.with_name("kept.txt"))
    assert is_proof(other)
    assert check_proof(other, Asked(keys=[key])).verdict is Verdict.INTACT


def test_the_entry_beside_it_serves_where_none_is_in_it(path: Path) -> None:
    bare = replace(proof_at(path), extra=b"")
    path.write_text(bare.text())
    assert by_key(path).verdict is Verdict.INTACT
    path.with_suffix(".json").unlink()
    report = by_key(path)
    assert report.verdict is Verdict.INCOMPLETE
    assert report.lines == [f"Incomplete: There is no entry in the proof, and no entry-{NO}.json beside it."]


def test_without_a_key_nothing_is_shown(path: Path) -> None:
    report = check_proof(path, Asked())
    assert report.verdict is Verdict.INCOMPLETE
    assert "Anybody could have made this proof" in report.lines[-1]


def test_the_checkpoint_from_a_chat_stands_in_for_a_key(path: Path) -> None:
    note = proof_at(path).note
    assert check_proof(path, Asked(checkpoints=[note])).verdict is Verdict.INTACT
    other = replace(point_in(path), root=bytes(32)).signed((key_of(path),))
    assert "The proof contradicts the checkpoint of" in refused(path, Asked(checkpoints=[other]))
    shorter = replace(point_in(path), size=1).signed((key_of(path),))
    report = check_proof(path, Asked(checkpoints=[shorter], keys=[key_of(path).verifier]))
    assert report.verdict is Verdict.INCOMPLETE
    assert "Only an export of the log shows" in report.lines[-1]
    elsewhere = replace(point_in(path), origin="codesign-bot/other").signed((LOG_KEY.named("codesign-bot/other"),))
    assert "is of the log codesign-bot/other" in refused(path, Asked(checkpoints=[elsewhere]))
    assert "cannot be read" in refused(path, Asked(checkpoints=["nonsense"]))
    stranger = point_in(path).signed((SignerKey(key_of(path).name, bytes(32)),))
    assert "no known key signed" in refused(path, Asked(checkpoints=[stranger], keys=[key_of(path).verifier]))


def test_a_key_that_did_not_sign_it_is_named_as_that(path: Path) -> None:
    stranger = SignerKey(key_of(path).name, bytes(32))
    told_so = "Tampered: The checkpoint in the proof cannot be trusted: no known key signed this note."
    assert refused(path, Asked(keys=[stranger.verifier])) == told_so
    assert refused(path, Asked(keys=[LOG_KEY.named("codesign-bot/other").verifier])) == told_so


def test_while_a_key_is_replaced_either_serves(path: Path) -> None:
    new = SignerKey(key_of(path).name, bytes(32))
    keys = (key_of(path), new)
    path.write_text(replace(proof_at(path), note=point_in(path).signed(keys)).text())
    for key in keys:
        assert check_proof(path, Asked(keys=[key.verifier])).verdict is Verdict.INTACT


def test_another_entry_beside_it_is_found(path: Path) -> None:
    beside = path.with_suffix(".json")
    beside.write_bytes(beside.read_bytes().replace(b'"no":3', b'"no":4'))
    assert refused(path, Asked(keys=[key_of(path).verifier])) == (
        f"Tampered: entry-{NO}.json is not the entry that the proof is of."
    )


def test_an_entry_that_was_changed_in_both_places_is_found(path: Path) -> None:
    leaf = json.loads(proof_at(path).extra)
    leaf["at"] = "2026-01-01T00:00:00Z"
    changed = json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()
    path.with_suffix(".json").write_bytes(changed)
    key = key_of(path).verifier
    path.write_text(replace(proof_at(path), extra=changed).text())
    assert f"Entry {NO} does not stand in this checkpoint" in refused(path, Asked(keys=[key]))


@pytest.mark.parametrize("index", [0, 1, 3, 10_000])
def test_a_proof_of_another_place_is_found(path: Path, index: int) -> None:
    key = key_of(path).verifier
    path.write_text(replace(proof_at(path), index=index).text())
    assert f"The proof is of entry {index + 1} of" in refused(path, Asked(keys=[key]))


def test_whatever_bit_is_changed_it_is_found(path: Path) -> None:
    key, held, dice = key_of(path).verifier, path.read_bytes(), random.Random(7)  # noqa: S311 # the same each time
    for _ in range(300):
        at = dice.randrange(len(held))
        path.write_bytes(held[:at] + bytes([held[at] ^ 1 << dice.randrange(8)]) + held[at + 1 :])
        report = check_proof(path, Asked(keys=[key]))
        assert report.verdict is Verdict.TAMPERED, f"byte {at}: {told(report)}"
        assert report.lines[-1].startswith("Tampered: ")


@pytest.mark.parametrize(
    "content",
    [b"", b"c2sp.org/tlog-proof@v1\n", b"\xff\xfe", b"PK\x03\x04", bytes(MOST_BYTES + 1)],
    ids=["empty", "head", "no text", "zip", "too long"],
)
def test_what_is_no_proof_is_named_as_that(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "entry-1.tlog-proof"
    path.write_bytes(content)
    assert is_proof(path)
    assert refused(path, Asked(keys=[LOG_KEY.verifier])).startswith("Tampered: entry-1.tlog-proof is ")


def test_an_older_export_cannot_be_held_against_one_entry(path: Path) -> None:
    report = check_proof(path, Asked(since=["any"], keys=[key_of(path).verifier]))
    assert report.verdict is Verdict.USAGE
    assert report.lines == ["--since needs the whole log. This is a proof of one entry."]


def test_an_archive_a_folder_and_nothing_are_no_proofs(tmp_path: Path) -> None:
    (tmp_path / "log.zip").write_bytes(b"PK\x03\x04")
    assert not any(is_proof(tmp_path / name) for name in ("log.zip", "", "gone.tlog-proof"))
