"""However long a log is: handing it out and checking it hold as much in memory, and leave nothing on the disk."""

from __future__ import annotations

import asyncio
import gc
import logging
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from benchmarks import long_log
from codesign_bot import cli
from codesign_bot.core.ids import CommunityId
from codesign_bot.log import aside
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.making import Making
from codesign_bot.log.verify import check as checking
from codesign_bot.log.verify import tables
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict
from codesign_bot.store.sqlite import reading
from codesign_bot.testing.clock import ControlledClock
from codesign_bot.testing.world import CHOICES, LOG_KEY

from ..log.conftest import forget  # noqa: TID252 - tests are no package

FEW, MANY = 1_000, 2_000
FLAT = 40
"""Bytes of each further entry, and most of that is noise. It was 190 and 75 when all was in memory."""


@pytest.fixture(autouse=True)
def nothing_stays_set_up() -> Iterator[None]:
    """A command writes its own log from then on: to what is closed when its test is over."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = kept
    root.setLevel(level)


async def hand_out(store: Path, target: IO[bytes]) -> None:
    async with reading(store) as kept:
        (community,) = await kept.communities()
        voice = CHOICES.voices["en"]
        await HandOut(kept, CommunityId(community.id), LOG_KEY, ControlledClock().now(), voice).write(target)


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Two logs of many rounds, by how many entries they have, each as a store with an export beside it.

    Handing them out also fills what is remembered of phrasing, which is bounded: nothing of it is new afterwards.
    """
    forget()
    found: dict[int, Path] = {}
    for size in (FEW, MANY):
        folder = tmp_path_factory.mktemp("log")
        store, entries = long_log.lengthened(folder, size)
        with (folder / "log.zip").open("wb") as target:
            asyncio.run(hand_out(store, target))
        assert check(folder / "log.zip", Asked()).verdict is Verdict.INTACT
        found[entries] = folder
    return found


def handed_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """What is held when all is told but the list of all rounds."""
    held: list[int] = []

    def finish(making: Making) -> None:
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])
        Making.finish(making)

    class Looked(Making):
        pass

    monkeypatch.setattr(Looked, "finish", finish)

    async def made() -> None:
        async with reading(folder / "bot.db") as kept, asyncio.timeout(60):
            (community,) = await kept.communities()
            voice, now = CHOICES.voices["en"], ControlledClock().now()
            with tempfile.TemporaryFile() as target:
                await HandOut(kept, CommunityId(community.id), LOG_KEY, now, voice, Looked).write(target)

    tracemalloc.start()
    asyncio.run(made())
    tracemalloc.stop()
    (found,) = held
    return found


def checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """What is held when all is found intact but the last table, and everything that was needed for that."""
    held: list[int] = []
    compared = tables.check_tables

    def looked(*given: object) -> list[str]:
        said = list(compared(*given))  # type: ignore[arg-type] # whatever it is given
        gc.collect()
        held.append(tracemalloc.get_traced_memory()[0])
        return said

    monkeypatch.setattr(checking, "check_tables", looked)
    tracemalloc.start()
    assert check(folder / "log.zip", Asked()).verdict is Verdict.INTACT
    tracemalloc.stop()
    (found,) = held
    return found


@pytest.mark.parametrize("work", [pytest.param(handed_out, marks=pytest.mark.slow), checked])
def test_what_is_held_does_not_grow_with_the_log(
    logs: dict[int, Path], work: Callable[[Path, pytest.MonkeyPatch], int]
) -> None:
    def held(folder: Path) -> int:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(aside, "AT_HAND", 4)  # of each shelf: there are fewer rounds than are kept at hand
            return work(folder, patch)

    (few, small), (many, large) = logs.items()
    assert many - few > 950
    more = held(large) - held(small)
    assert more < FLAT * (many - few), more / (many - few)


# --- a full disk -----------------------------------------------------------------------------------------


@pytest.fixture
def house(logs: dict[int, Path], tmp_path: Path) -> Path:
    """The folder of an operator."""
    for one in min(logs.items())[1].glob("bot.db*"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    (tmp_path / "config.toml").write_text(
        '[store]\npath = "bot.db"\n[matrix]\nhomeserver = "http://127.0.0.1:9"\n'
        'account = "@codesign:example.org"\ndirectory = "matrix"\npassword_file = "password"\n'
    )
    for name, held in (("password", "hunter2-hunter2"), ("log-key", LOG_KEY.text())):
        (tmp_path / name).write_text(f"{held}\n")
        (tmp_path / name).chmod(0o600)
    return tmp_path


@pytest.mark.parametrize("pages", [1, 8, 14])
def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_left(
    house: Path,
    logs: dict[int, Path],
    pages: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also where there is room for a while."""
    monkeypatch.setattr(tempfile, "tempdir", str(house / "temporary"))
    (house / "temporary").mkdir()
    monkeypatch.setattr(aside, "SET_UP", (*aside.SET_UP, f"PRAGMA max_page_count = {pages}"))
    there, archive = files(house), min(logs.items())[1] / "log.zip"
    assert cli.main(["verify", str(archive)]) == Verdict.USAGE
    assert capsys.readouterr() == (f"{archive} cannot be read: {FULL}.\n", "")
    assert cli.main(["export-log", "--config", str(house / "config.toml"), "--out", str(house / "new.zip")]) != 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith(f"--out: {house / 'new.zip'} cannot be written: {FULL}\n")
    assert files(house) == there
    assert list((house / "temporary").iterdir()) == []


def files(folder: Path) -> list[str]:
    """Beside the store, which lets others write to it while it is read."""
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("bot.db"))


FULL = "no room is left in the folder for temporary files"
