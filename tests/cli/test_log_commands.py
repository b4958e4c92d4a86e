"""`export-log` and `verify` as people start them: in processes of their own, with nothing but the files."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from codesign_bot.log.bundle import CHECKPOINTS, KEYS, LOG
from codesign_bot.testing import stories
from codesign_bot.testing.world import LOG_KEY, open_world

CONFIG = """
[store]
path = "bot.db"

[matrix]
homeserver = "http://127.0.0.1:9"
account = "@codesign:example.org"
directory = "matrix"
password_file = "password"
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path, cwd: Path) -> Ended:
    done = subprocess.run(
        [sys.executable, "-m", "codesign_bot", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return Ended(done.returncode, done.stdout, done.stderr)


async def lived(folder: Path) -> None:
    async with open_world(folder) as world:
        await stories.counted(world)
        await world.bot.housekeeper.keep_house()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an operator whose bot has counted a vote, with an export of its log."""
    folder = tmp_path_factory.mktemp("house")
    asyncio.run(lived(folder))
    (folder / "config.toml").write_text(CONFIG)
    for name, held in (("password", "hunter2-hunter2"), ("log-key", LOG_KEY.text())):
        (folder / name).write_text(f"{held}\n")
        (folder / name).chmod(0o600)
    done = run("export-log", cwd=folder)
    assert done.status == 0, done.err
    return folder


@pytest.fixture
def elsewhere(house: Path, tmp_path: Path) -> Path:
    """A machine that knows nothing but the export."""
    (tmp_path / "log.zip").write_bytes((house / "log.zip").read_bytes())
    with zipfile.ZipFile(tmp_path / "log.zip") as held:
        held.extractall(tmp_path / "log")
    return tmp_path


def test_an_export_is_checked_where_there_is_no_bot_no_configuration_and_no_network(elsewhere: Path) -> None:
    done = run("verify", "log.zip", cwd=elsewhere)
    assert (done.status, done.err) == (0, "")
    assert "is intact" in done.out
    assert "was counted anew" in done.out
    key = (elsewhere / "log" / KEYS).read_text().strip()
    for given in (key, f"log/{KEYS}"):
        assert run("verify", "log", "--key", given, cwd=elsewhere).status == 0


def test_a_checkpoint_out_of_the_chat_and_an_older_export_are_held_against_it(elsewhere: Path) -> None:
    (elsewhere / "kept.txt").write_text((elsewhere / "log" / CHECKPOINTS).read_text())
    done = run("verify", "log.zip", "--checkpoint", "kept.txt", "--since", "log.zip", cwd=elsewhere)
    assert (done.status, done.err) == (0, "")


def test_a_changed_entry_ends_with_1_and_is_named(elsewhere: Path) -> None:
    path = elsewhere / "log" / LOG
    path.write_bytes(path.read_bytes().replace(b'"no":3,', b'"no":4,', 1))
    done = run("verify", "log", cwd=elsewhere)
    assert done.status == 1
    assert "At place 3 stands entry 4" in done.out


def test_a_missing_file_ends_with_3(elsewhere: Path) -> None:
    (elsewhere / "log" / LOG).unlink()
    assert run("verify", "log", cwd=elsewhere).status == 3


@pytest.mark.parametrize(
    "wrong",
    [
        ("nowhere.zip",),
        ("log.zip", "--key", "nonsense"),
        ("log.zip", "--checkpoint", "nowhere.txt"),
        ("log.zip", "--since", "nowhere.txt"),
        (),
        ("log.zip", "--unknown"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(elsewhere: Path, wrong: tuple[str, ...]) -> None:
    done = run("verify", *wrong, cwd=elsewhere)
    assert done.status == 2
    assert done.out + done.err


def test_an_export_that_cannot_be_written_leaves_the_one_of_before(house: Path) -> None:
    done = run("export-log", "--out", "nowhere/log.zip", cwd=house)
    assert (done.status, "cannot be written" in done.err) == (2, True)
    before = (house / "log.zip").read_bytes()
    assert run("export-log", "--community", "nobody", cwd=house).status == 2
    assert (house / "log.zip").read_bytes() == before
    assert [one.name for one in house.iterdir() if one.name.startswith(".log")] == []


def test_without_a_key_or_a_database_nothing_is_handed_out(tmp_path: Path, house: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)
    (tmp_path / "password").write_text("hunter2-hunter2\n")
    (tmp_path / "password").chmod(0o600)
    assert run("export-log", cwd=tmp_path).status == 2
    (tmp_path / "bot.db").write_bytes((house / "bot.db").read_bytes())
    done = run("export-log", cwd=tmp_path)
    assert (done.status, "there is no key" in done.err) == (2, True)


@pytest.fixture
def copied(house: Path, tmp_path: Path) -> Path:
    """The operator's folder, to be changed."""
    return Path(shutil.copytree(house, tmp_path / "copied"))


def test_a_changed_key_is_printed_and_both_keys_check_the_whole_log(copied: Path, elsewhere: Path) -> None:
    (old,) = run("log-key", cwd=copied).out.split()
    done = run("log-key", "--change", cwd=copied)
    assert done.status == 0, done.err
    (new,) = done.out.split()
    assert "log-key is a new key. Keep a copy of it, apart from the copies of the store." in done.err
    assert new != old
    assert run("log-key", cwd=copied).out.split() == [new]
    assert "PRIVATE" not in done.out + done.err
    assert run("export-log", cwd=copied).status == 0
    for key in (old, new):
        checked = run("verify", copied / "log.zip", "--key", key, cwd=elsewhere)
        assert checked.status == 0, checked.out
        assert "The key was replaced with entry" in checked.out
    (elsewhere / "both.txt").write_text(f"{old}\n{new}\n")
    assert run("verify", copied / "log.zip", "--key", "both.txt", "--since", "log.zip", cwd=elsewhere).status == 0
    assert run("verify", "log.zip", "--key", new, cwd=elsewhere).status == 1, "the new key signed nothing of before"


def test_a_key_is_not_changed_where_there_is_none_or_no_store(copied: Path) -> None:
    (copied / "bot.db").unlink()
    done = run("log-key", "--change", cwd=copied)
    assert (done.status, "there is no database" in done.err) == (2, True)
    (copied / "log-key").unlink()
    done = run("log-key", "--change", cwd=copied)
    assert (done.status, "there is no key" in done.err) == (2, True)
    assert not (copied / "log-key.next").exists()


def test_an_old_key_that_was_put_back_starts_nothing_and_exports_nothing(copied: Path) -> None:
    old = (copied / "log-key").read_bytes()
    assert run("log-key", "--change", cwd=copied).status == 0
    (copied / "log-key").write_bytes(old)
    for command in (("run",), ("log-key", "--change")):
        done = run(*command, cwd=copied)
        assert done.status == 2
        assert "a log goes on with another key than this one" in done.err
    done = run("export-log", cwd=copied)
    assert (done.status, "is not signed with this key any more" in done.err) == (2, True)


async def proven(folder: Path) -> None:
    async with open_world(folder) as world:
        await stories.opened(world)
        await world.bot.housekeeper.keep_house()
        await world.person("m1").says("!log entry 2")
        await world.everything_said()
        for one in world.platform.said_in(world.person("m1").private):
            if one.file is not None:
                await asyncio.to_thread((folder / one.file[0]).write_bytes, one.file[2])
        (community,) = world.bot.desk.book.heads
        key = LOG_KEY.named(world.bot.desk.origin_of(community)).verifier.text()
        await asyncio.to_thread((folder / "key.txt").write_text, f"{key}\n")


def test_a_proof_of_one_entry_is_checked_with_nothing_but_itself_and_the_key(tmp_path: Path) -> None:
    asyncio.run(proven(tmp_path))
    done = run("verify", "entry-2.tlog-proof", "--key", "key.txt", cwd=tmp_path)
    assert done.status == 0, done.out
    assert done.out.startswith("Entry 2 of the log codesign-bot/")
    assert run("verify", "entry-2.tlog-proof", cwd=tmp_path).status == 3
    assert run("verify", "entry-2.tlog-proof", "--since", "key.txt", cwd=tmp_path).status == 2
    beside = tmp_path / "entry-2.json"
    beside.write_bytes(beside.read_bytes().replace(b"2026", b"2025", 1))
    done = run("verify", "entry-2.tlog-proof", "--key", "key.txt", cwd=tmp_path)
    assert (done.status, done.out) == (1, "Tampered: entry-2.json is not the entry that the proof is of.\n")
