"""The checker in docs/verify.md, which shares no code with ours, agrees with it."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from codesign_bot import app
from codesign_bot.config import Config, LogConfig, StoreConfig
from codesign_bot.log.hand_out import HandOut
from codesign_bot.testing import stories
from codesign_bot.testing.world import CHOICES, LOG_KEY, open_world

from .pages import ROOT


async def exported(folder: Path) -> bytes:
    async with open_world(folder) as world:
        await stories.counted(world)
        target = io.BytesIO()
        (community,) = world.bot.desk.book.heads
        await HandOut(world.bot.desk.store, community, LOG_KEY, world.clock.now(), CHOICES.voices["en"]).write(target)
        return target.getvalue()


async def replaced(folder: Path) -> bytes:
    """The same after another key took the place of the first one."""
    await exported(folder)
    config = Config(StoreConfig(folder / "bot.db"), None, log=LogConfig(key_file=folder / "log-key"))
    new, target = await app.change_key(config, LOG_KEY), io.BytesIO()
    async with open_world(folder, key=new) as world:
        (community,) = world.bot.desk.book.heads
        await HandOut(world.bot.desk.store, community, new, world.clock.now(), CHOICES.voices["en"]).write(target)
        return target.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = asyncio.run(exported(tmp_path))
    zipfile.ZipFile(io.BytesIO(held)).extractall(tmp_path / "log")
    return tmp_path / "log"


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """The checker as the page has it, started as its reader would, with our package out of reach."""
    page = (ROOT / "docs" / "verify.md").read_text()
    code = page.split("```python\n")[1].split("```")[0]
    path = folder.parent / "checker.py"
    path.write_text(code)
    return subprocess.run([sys.executable, "-I", path, folder], capture_output=True, text=True, timeout=60, check=False)


def test_the_checker_of_the_page_finds_an_export_well(folder: Path) -> None:
    done = checked(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "well" in done.stdout


def test_the_checker_of_the_page_finds_an_export_well_whose_key_was_replaced(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    zipfile.ZipFile(io.BytesIO(asyncio.run(replaced(home)))).extractall(tmp_path / "log")
    assert len((tmp_path / "log" / "keys.txt").read_text().split()) == 2
    done = checked(tmp_path / "log")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("log.jsonl", b'"no":2,', b'"no":3,', "moved"),
        ("log.jsonl", b'"type":"phase-entered"', b'"type":"phase-left"', "root"),
        ("words.jsonl", b"lamps by the pond", b"lamps by the road", "words were changed"),
        ("keys.txt", b"\n", b"\ncodesign-bot/another+00000000+AAAA\n", "no entry of the log introduces a key"),
    ],
)
def test_the_checker_of_the_page_finds_a_change(folder: Path, name: str, old: bytes, new: bytes, says: str) -> None:
    path = folder / name
    held = path.read_bytes()
    assert old in held
    path.write_bytes(held.replace(old, new, 1))
    done = checked(folder)
    assert done.returncode != 0
    assert says in done.stderr


def test_the_checker_of_the_page_adds_the_dots_up(folder: Path) -> None:
    path = folder / "log.jsonl"
    lines = path.read_bytes().splitlines()
    entries = [json.loads(line) for line in lines]
    assert any(entry["type"] == "receipts" for entry in entries)
    at = next(place for place, entry in enumerate(entries) if entry["type"] == "votes-counted")
    entries[at]["facts"]["result"]["ranking"][0]["dots"] += 1
    lines[at] = json.dumps(entries[at], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    from codesign_bot.log.tree import leaf_hash, root_of  # noqa: PLC0415 # a forger's

    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["root"] = root_of(map(leaf_hash, lines)).hex()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    done = checked(folder)
    assert done.returncode != 0
    assert "the dots of idea" in done.stderr
