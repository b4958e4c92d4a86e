"""The key of the log is replaced by the word of the old one: publicly, wholly, and by nobody beside a running bot."""

from __future__ import annotations

import asyncio
import io
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from codesign_bot import app
from codesign_bot.config import Config, LogConfig, StoreConfig
from codesign_bot.core.ids import CommunityId
from codesign_bot.errors import Behind, ConfigError, Damaged
from codesign_bot.log.checkpoint import Checkpoint
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.keys import held_key, key_at, next_of, origin_of
from codesign_bot.log.leaf import decoded
from codesign_bot.log.note import Note, NoteForged, NoteUnsigned, SignerKey, VerifierKey
from codesign_bot.log.succession import KEY_CHANGED, SuccessionRefused
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Report, Verdict
from codesign_bot.log.witness import read
from codesign_bot.records import Entry, Place
from codesign_bot.testing import stories
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.memory import PLATFORM
from codesign_bot.testing.world import CHOICES, LOG_KEY, ROOM, World, open_world

from .conftest import as_text

HERE = Path(__file__).parent
HILL = Place(PLATFORM, "hill")
CONFIG = """
[store]
path = "bot.db"

[matrix]
homeserver = "http://127.0.0.1:9"
account = "@codesign:example.org"
directory = "matrix"
password_file = "password"
"""


def config_of(folder: Path) -> Config:
    return Config(StoreConfig(folder / "bot.db"), None, log=LogConfig(key_file=folder / "log-key"))


def at_home(folder: Path) -> None:
    """What an operator has beside the store."""
    (folder / "config.toml").write_text(CONFIG)
    for name, held in (("password", "hunter2-hunter2"), ("log-key", LOG_KEY.text())):
        (folder / name).write_text(f"{held}\n")
        (folder / name).chmod(0o600)


async def lived(folder: Path) -> ControlledClock:
    """Two communities whose logs were signed; the first one has more entries since, and a room for its log."""
    async with open_world(folder, render=as_text) as world:
        await stories.opened(world)
        await world.person("paul", may_manage=True).says("!setup Hill", HILL)
        await world.bot.housekeeper.keep_house()
        await world.person("paul").says("!setup log", HILL)
        await world.person("olga").says("!setup zone Europe/Paris", ROOM)
        await world.everything_said()
        clock = world.clock
    await asyncio.to_thread(at_home, folder)
    return clock


def later() -> ControlledClock:
    """The command goes by the real clock."""
    return ControlledClock(datetime.now(UTC) + timedelta(minutes=1))


async def changed(folder: Path) -> SignerKey:
    """The command, and the key that it made."""
    old = await asyncio.to_thread(held, folder)
    return await app.change_key(config_of(folder), old)


def held(folder: Path) -> SignerKey:
    found = held_key(folder / "log-key", LOG_KEY.name, folder / "bot.db")
    assert found is not None
    return found


async def last_entries(world: World) -> dict[CommunityId, Entry]:
    store, heads = world.bot.desk.store, world.bot.desk.book.heads
    return {one: (await store.entries(one, head.size - 1))[0] for one, head in heads.items()}


async def exported(world: World, key: SignerKey, path: Path) -> CommunityId:
    community = min(world.bot.desk.book.heads)
    made = io.BytesIO()
    await HandOut(world.bot.desk.store, community, key, world.clock.now(), CHOICES.voices["en"]).write(made)
    await asyncio.to_thread(path.write_bytes, made.getvalue())
    return community


async def checked(path: Path, *trusted: VerifierKey) -> Report:
    return await asyncio.to_thread(check, path, Asked(keys=trusted))


def told(report: Report) -> str:
    return "\n".join(report.lines)


def replaced(folder: Path) -> None:
    """The store of before is put in the place of the one that is there."""
    for part in folder.glob("bot.db*"):
        part.unlink()
    shutil.copy(folder / "old.db", folder / "bot.db")


async def test_every_log_names_the_new_key_in_its_last_entry_and_both_keys_sign_it(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    new = await changed(tmp_path)
    assert new != LOG_KEY
    assert await asyncio.to_thread(held, tmp_path) == new
    assert not await asyncio.to_thread(next_of(tmp_path / "log-key").exists)
    async with open_world(tmp_path, clock, as_text, key=new) as world:
        entries = await last_entries(world)
        assert len(entries) == 2
        for community, entry in entries.items():
            origin = origin_of(LOG_KEY.name, community)
            before, after = (key.named(origin).verifier for key in (LOG_KEY, new))
            assert entry.kind == KEY_CHANGED
            facts = decoded(entry.leaf).facts
            assert facts == {"role": "operator", "before": before.text(), "after": after.text()}
            signed = await world.bot.desk.store.last_checkpoint(community)
            assert signed is not None
            assert signed.size == entry.no
            assert set(Note.parsed(signed.note).signers((before, after))) == {before, after}


async def test_the_whole_log_holds_by_the_old_key_and_by_the_new_one(tmp_path: Path) -> None:
    await lived(tmp_path)
    new = await changed(tmp_path)
    async with open_world(tmp_path, later(), as_text, key=new) as world:
        await world.passes(timedelta(days=8))
        await world.bot.housekeeper.keep_house()
        origin = origin_of(new.name, await exported(world, new, tmp_path / "log.zip"))
    keys = [key.named(origin).verifier for key in (LOG_KEY, new)]
    for trusted in ([], keys[:1], keys[1:], keys):
        report = await checked(tmp_path / "log.zip", *trusted)
        assert report.verdict is Verdict.INTACT, told(report)
        assert "The key was replaced with entry" in told(report)
    unproven = told(await checked(tmp_path / "log.zip"))
    assert all(key.text() in unproven for key in keys)
    stranger = SignerKey(origin, bytes(32)).verifier
    assert (await checked(tmp_path / "log.zip", stranger)).verdict is Verdict.TAMPERED


async def test_every_space_is_told_the_new_key_and_a_log_space_the_number_too(tmp_path: Path) -> None:
    await lived(tmp_path)
    new = await changed(tmp_path)
    async with open_world(tmp_path, later(), as_text, key=new) as world:
        await world.everything_said()
        for place in (ROOM, HILL):
            community = world.bot.desk.book.spaces[place].community
            texts = [one.text for one in world.platform.said_in(place)]
            (said,) = [text for text in texts if "The log has a new key" in text]
            assert new.named(origin_of(new.name, community)).verifier.text() in said
            assert "This stands in the log." in said
            no = (await last_entries(world))[community].no
            assert (f"Entry {no} of the log." in said) == (place == HILL)
            (note,) = [text for text in texts if "A checkpoint of the log" in text][-1:]
            assert note.count("— codesign-bot/") == 2
        ada = world.person("m0")
        ada.sent = 100
        await ada.says("!log power", ROOM)
        await world.everything_said()
        assert "The key of the log changed" in world.room_says()[-1]


async def test_the_bot_goes_on_signing_with_the_new_key_alone(tmp_path: Path) -> None:
    await lived(tmp_path)
    new = await changed(tmp_path)
    async with open_world(tmp_path, later(), as_text, key=new) as world:
        await world.passes(timedelta(days=8))
        await world.bot.housekeeper.keep_house()
        community = world.bot.desk.book.spaces[ROOM].community
        origin = world.bot.desk.origin_of(community)
        signed = await world.bot.desk.store.last_checkpoint(community)
        assert signed is not None
        assert signed.size == world.bot.desk.book.heads[community].size
        assert Checkpoint.checked(signed.note, origin, (new.named(origin).verifier,)).size == signed.size
        with pytest.raises((NoteUnsigned, NoteForged)):
            Checkpoint.checked(signed.note, origin, (LOG_KEY.named(origin).verifier,))


async def test_a_key_can_be_replaced_again_and_each_follows_from_the_one_before(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    keys = [LOG_KEY, await changed(tmp_path), await changed(tmp_path)]
    assert len({key.seed for key in keys}) == 3
    async with open_world(tmp_path, clock, as_text, key=keys[-1]) as world:
        origin = origin_of(LOG_KEY.name, await exported(world, keys[-1], tmp_path / "log.zip"))
    for key in keys:
        report = await checked(tmp_path / "log.zip", key.named(origin).verifier)
        assert report.verdict is Verdict.INTACT, told(report)


async def test_a_bot_with_the_old_key_refuses_to_begin_and_nothing_is_exported_with_it(tmp_path: Path) -> None:
    """An old copy of the key was put back, or the change was broken off before the new one was in its place."""
    clock = await lived(tmp_path)
    new = await changed(tmp_path)
    with pytest.raises(ConfigError, match=r"log\.key_file: a log goes on with another key .* log-key --change"):
        async with open_world(tmp_path, clock):
            pytest.fail("it began")
    async with open_world(tmp_path, clock, key=new) as world:
        with pytest.raises(SuccessionRefused):
            await exported(world, LOG_KEY, tmp_path / "log.zip")


async def test_a_key_that_no_log_goes_on_with_cannot_introduce_another(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    new = await changed(tmp_path)
    await asyncio.to_thread(at_home, tmp_path)
    with pytest.raises(ConfigError, match="put the newest key back"):
        await changed(tmp_path)
    async with open_world(tmp_path, clock, key=new) as world:
        kinds = [one.kind for one in await world.bot.desk.store.entries(min(world.bot.desk.book.heads))]
    assert kinds.count(KEY_CHANGED) == 1


async def test_nothing_is_replaced_beside_a_running_bot(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    async with open_world(tmp_path, clock):
        with pytest.raises(ConfigError, match=r"is in use by another codesign-bot .* Stop that one first"):
            await changed(tmp_path)
    assert await asyncio.to_thread(held, tmp_path) == LOG_KEY
    assert not await asyncio.to_thread(next_of(tmp_path / "log-key").exists)


async def test_nothing_is_replaced_on_a_store_that_went_back(tmp_path: Path) -> None:
    clock = await lived(tmp_path)
    await asyncio.to_thread(shutil.copy, tmp_path / "bot.db", tmp_path / "old.db")
    async with open_world(tmp_path, clock) as world:
        await world.passes(timedelta(days=8))
        await world.bot.housekeeper.keep_house()
    await asyncio.to_thread(replaced, tmp_path)
    with pytest.raises(Behind, match="this store is an older one"):
        await changed(tmp_path)
    assert await asyncio.to_thread(held, tmp_path) == LOG_KEY


async def test_nothing_is_replaced_with_another_key_than_the_one_that_signed(tmp_path: Path) -> None:
    """The old key's word is needed: a file with any other one introduces nothing."""
    await lived(tmp_path)
    other = SignerKey(LOG_KEY.name, bytes(range(1, 33)))
    await asyncio.to_thread((tmp_path / "log-key").write_text, f"{other.text()}\n")
    with pytest.raises(Damaged, match="its key cannot be replaced"):
        await changed(tmp_path)
    assert await asyncio.to_thread(held, tmp_path) == other


def states(folder: Path) -> Sequence[Path]:
    return sorted((one for one in folder.iterdir() if one.is_dir()), key=lambda one: int(one.name))


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_change_that_is_killed_anywhere_leaves_one_valid_state_and_can_be_finished(tmp_path: Path) -> None:
    base, folder = tmp_path / "base", tmp_path / "killed"
    await asyncio.to_thread(base.mkdir)
    await asyncio.to_thread(folder.mkdir)
    clock = await lived(base)
    command = [sys.executable, str(HERE / "key_child.py"), str(folder), str(base)]
    done = await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
    assert int(done.stdout) > 20
    begins = list[bool]()
    for one in await asyncio.to_thread(states, folder):
        begins.append(await is_begun(one, clock))
        before = await asyncio.to_thread(key_at, one / "log-key", LOG_KEY.name, one / "bot.db", bytes)
        new = await changed(one)
        async with open_world(one, clock, as_text, key=new) as world:
            community = await exported(world, new, one / "log.zip")
            kinds = [entry.kind for entry in await world.bot.desk.store.entries(community)]
            assert kinds.count(KEY_CHANGED) == (1 if before == LOG_KEY else 2)
        trusted: VerifierKey = LOG_KEY.named(origin_of(LOG_KEY.name, community)).verifier
        report = await checked(one / "log.zip", trusted)
        assert report.verdict is Verdict.INTACT, f"{one.name}: {told(report)}"
        assert (await asyncio.to_thread(read, one / "log-witness.json")).logs
    assert set(begins) == {True, False}, "before, in between and after"


async def is_begun(folder: Path, clock: ControlledClock) -> bool:
    """Whether a bot with the key that is there now begins; else it says what to do."""
    try:
        async with open_world(folder, clock, key=await asyncio.to_thread(held, folder)) as world:
            assert len(world.bot.desk.book.heads) == 2
    except ConfigError as error:
        assert "log-key --change" in str(error)  # noqa: PT017 # both ends are fine
        return False
    return True
