"""`export-log` and `verify` as people start them: in processes of their own, with nothing but the files."""

from __future__ import annotations

import asyncio
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
