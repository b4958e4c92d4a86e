"""Whoever has only the new key, or only the old one, cannot make an export that a check takes for the log."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest

from codesign_bot import app
from codesign_bot.config import Config, LogConfig, StoreConfig
from codesign_bot.core.ids import CommunityId
from codesign_bot.log.bundle import CHECKPOINTS, KEYS, MANIFEST, SIGNATURE, signature_of
from codesign_bot.log.canonical import canonical
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.hand_out import HandOut, Keeps
from codesign_bot.log.note import Note, SignerKey
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.plain import Plain
from codesign_bot.records import Signed
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import CHOICES, LOG_KEY, open_world

Notes = Callable[[Sequence[Signed]], Sequence[Signed]]


@dataclass(frozen=True)
class Replaced:
    """A log whose key was replaced: its store, both keys by its name, and the entry that names the new one."""

    folder: Path
    community: CommunityId
    old: SignerKey
    new: SignerKey
    no: int

    def export(self, path: Path, notes: Notes = tuple) -> Path:
        """An export by whoever has the store and the new key, with these checkpoints."""
        asyncio.run(self._written(path, notes))
        return path

    async def _written(self, path: Path, notes: Notes) -> None:
        key, made = SignerKey(LOG_KEY.name, self.new.seed), io.BytesIO()
        async with open_world(self.folder, ControlledClock(), key=key) as world:
            store = cast("Keeps", Other(world.bot.desk.store, notes))
            await HandOut(store, self.community, key, world.clock.now(), CHOICES.voices["en"]).write(made)
        await asyncio.to_thread(path.write_bytes, made.getvalue())


class Other:
    """A store that hands out other checkpoints."""

    def __init__(self, store: object, notes: Notes) -> None:
        self._store = store
        self._notes = notes

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def checkpoints(self, community: CommunityId) -> Sequence[Signed]:
        return self._notes(await cast("Keeps", self._store).checkpoints(community))


async def lived(folder: Path) -> Replaced:
    async with open_world(folder) as world:
        await stories.opened(world)
        await world.bot.housekeeper.keep_house()
        (community,) = world.bot.desk.book.heads
        origin = world.bot.desk.origin_of(community)
    config = Config(StoreConfig(folder / "bot.db"), None, log=LogConfig(key_file=folder / "log-key"))
    new = await app.change_key(config, LOG_KEY)
    async with open_world(folder, ControlledClock(datetime.now(UTC)), key=new) as world:
        no = world.bot.desk.book.heads[community].size
        for _ in range(2):
            await world.passes(timedelta(days=8))
            await world.bot.housekeeper.keep_house()
        assert world.bot.desk.book.heads[community].size > no
    return Replaced(folder, community, LOG_KEY.named(origin), new.named(origin), no)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Replaced:
    folder = tmp_path_factory.mktemp("world")
    (folder / "log-key").write_text(f"{LOG_KEY.text()}\n")
    (folder / "log-key").chmod(0o600)
    return asyncio.run(lived(folder))


def told(report: Report) -> str:
    return "\n".join(report.lines)


def refused(path: Path, *trusted: SignerKey, **asked: Sequence[str]) -> str:
    report = check(path, Asked(keys=[key.verifier for key in trusted], **asked))
    assert report.verdict is Verdict.TAMPERED, told(report)
    return report.lines[-1]


def signed_by(*keys: SignerKey) -> Callable[[Signed], Signed]:
    """The same checkpoint, signed by these."""

    def signed(one: Signed) -> Signed:
        point = Checkpoint.parsed(Note.parsed(one.note).text)
        return replace(one, note=point.signed(keys))

    return signed


def those(is_meant: Callable[[Signed], bool], change: Callable[[Signed], Signed]) -> Notes:
    """All checkpoints, and these of them changed."""

    def changed(found: Sequence[Signed]) -> Sequence[Signed]:
        return [change(one) if is_meant(one) else one for one in found]

    return changed


def test_the_log_is_intact_by_either_key(log: Replaced, tmp_path: Path) -> None:
    path = log.export(tmp_path / "log.zip")
    for trusted in (log.old, log.new):
        report = check(path, Asked(keys=[trusted.verifier]))
        assert report.verdict is Verdict.INTACT, told(report)
        said = f"The key was replaced with entry {log.no}, which the old key and the new one signed."
        assert said in report.lines
    with zipfile.ZipFile(path) as held:
        assert held.read(KEYS).decode() == f"{log.old.verifier.text()}\n{log.new.verifier.text()}\n"


def test_a_new_key_that_the_old_one_never_signed_is_refused_by_the_number_of_its_entry(
    log: Replaced, tmp_path: Path
) -> None:
    """Somebody wrote the entry into the store, and signed all of it with a key of their own."""
    path = log.export(tmp_path / "log.zip", those(lambda one: one.size == log.no, signed_by(log.new)))
    for trusted in ((), (log.old,), (log.new,)):
        assert f"no key that was good for {log.no} entries signed it" in refused(path, *trusted)
    gone = log.export(tmp_path / "gone.zip", lambda found: [one for one in found if one.size != log.no])
    for trusted in ((), (log.old,), (log.new,)):
        assert refused(gone, *trusted) == (
            f"Tampered: Entry {log.no} names a new key, and the old one signed no checkpoint of it."
        )


def test_a_checkpoint_counts_only_by_the_key_that_was_good_then(log: Replaced, tmp_path: Path) -> None:
    """Whoever stole the old key cannot sign what came later, and the new key cannot sign the past."""
    later = log.export(tmp_path / "later.zip", those(lambda one: one.size > log.no, signed_by(log.old)))
    assert "no key that was good for" in refused(later, log.new)
    before = log.export(tmp_path / "before.zip", those(lambda one: one.size < log.no, signed_by(log.new)))
    assert refused(before, log.old).startswith("Tampered: Checkpoint 1 cannot be trusted: no key that was good for")
    alone = log.export(tmp_path / "alone.zip", those(lambda one: one.size == log.no, signed_by(log.old)))
    assert "no key that was good for" in refused(alone, log.old)


def test_a_checkpoint_from_a_chat_counts_by_the_same_rule(log: Replaced, tmp_path: Path) -> None:
    path = log.export(tmp_path / "log.zip")
    with zipfile.ZipFile(path) as held:
        notes = held.read(CHECKPOINTS).decode().removesuffix("\n").split("\n\n\n")
    for note in notes:
        report = check(path, Asked(checkpoints=[f"{note}\n"], keys=[log.old.verifier]))
        assert report.verdict is Verdict.INTACT, told(report)
    newest = Checkpoint.parsed(Note.parsed(f"{notes[-1]}\n").text)
    assert newest.size > log.no
    stolen = newest.signed((log.old,))
    assert refused(path, log.old, checkpoints=[stolen]).startswith("Tampered: The checkpoint that you gave cannot")
    stranger = SignerKey(log.old.name, bytes(32))
    assert "no known key signed this note" in refused(path, log.old, since=[newest.signed((stranger,))])


def resigned(path: Path, folder: Path, keys: str, signer: SignerKey) -> Path:
    """The export with another list of keys, and its list of files signed by somebody who has this key."""
    with zipfile.ZipFile(path) as held:
        held.extractall(folder)
    (folder / KEYS).write_text(keys)
    manifest = cast("dict[str, Plain]", json.loads((folder / MANIFEST).read_bytes()))
    for one in cast("list[dict[str, Plain]]", manifest["files"]):
        content = (folder / str(one["name"])).read_bytes()
        one |= {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
    (folder / MANIFEST).write_bytes(canonical(manifest))
    (folder / SIGNATURE).write_text(signature_of(canonical(manifest), signer))
    return folder


def test_a_key_that_no_entry_introduces_is_refused(log: Replaced, tmp_path: Path) -> None:
    path, third = log.export(tmp_path / "log.zip"), SignerKey(log.old.name, bytes(32))
    every = [key.verifier.text() for key in (log.old, log.new, third)]
    more = resigned(path, tmp_path / "more", "".join(f"{key}\n" for key in every), third)
    assert "names other keys than the log does" in refused(more)
    fewer = resigned(path, tmp_path / "fewer", f"{every[1]}\n", log.new)
    assert refused(fewer).startswith("Tampered: ")
    swapped = resigned(path, tmp_path / "swapped", f"{every[1]}\n{every[0]}\n", log.new)
    assert "names other keys than the log does" in refused(swapped)


def test_a_list_of_files_that_a_replaced_key_signed_is_refused(log: Replaced, tmp_path: Path) -> None:
    path = log.export(tmp_path / "log.zip")
    both = f"{log.old.verifier.text()}\n{log.new.verifier.text()}\n"
    stolen = resigned(path, tmp_path / "stolen", both, log.old)
    assert refused(stolen, log.old) == f"Tampered: {SIGNATURE} is signed by a key that was replaced."
    assert check(resigned(path, tmp_path / "again", both, log.new), Asked()).verdict is Verdict.INTACT


def test_a_log_whose_key_was_never_replaced_has_no_second_key(log: Replaced, tmp_path: Path) -> None:
    """Of the time before: the list of keys has one, and a second one on it is refused."""
    path = tmp_path / "log.zip"

    async def before() -> bytes:
        made = io.BytesIO()
        async with open_world(tmp_path) as world:
            await stories.opened(world)
            await world.bot.housekeeper.keep_house()
            (community,) = world.bot.desk.book.heads
            store, now = world.bot.desk.store, world.clock.now()
            await HandOut(store, community, LOG_KEY, now, CHOICES.voices["en"]).write(made)
        return made.getvalue()

    path.write_bytes(asyncio.run(before()))
    report = check(path, Asked())
    assert report.verdict is Verdict.INTACT, told(report)
    assert "replaced" not in told(report)
    with zipfile.ZipFile(path) as held:
        (own,) = held.read(KEYS).decode().splitlines()
    signer = LOG_KEY.named(own.partition("+")[0])
    assert signer.verifier.text() == own
    more = resigned(path, tmp_path / "more", f"{own}\n{log.new.verifier.text()}\n", signer)
    assert "names other keys than the log does" in refused(more)
