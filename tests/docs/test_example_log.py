"""The example in the docs is what the bot hands out today, and both checkers find it intact."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from codesign_bot import cli
from codesign_bot.log.verify.check import Asked, check
from codesign_bot.log.verify.findings import Verdict

from .pages import README, ROOT, page
from .test_verify_page import checked

EXAMPLE = ROOT / "docs" / "example-log.zip"
PROGRAM = ROOT / "docs" / "make_example_log.py"
LARGEST = 250_000
"""Bytes: whoever clones the checkout gets it too."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with zipfile.ZipFile(EXAMPLE) as held:
        held.extractall(tmp_path / "log")
    return tmp_path / "log"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_it_can_be_made_again_byte_for_byte(tmp_path: Path, seed: str) -> None:
    again = tmp_path / "again.zip"
    run = [sys.executable, str(PROGRAM), str(again)]
    subprocess.run(run, check=True, timeout=60, env={**os.environ, "PYTHONHASHSEED": seed})
    assert again.read_bytes() == EXAMPLE.read_bytes(), "run: .venv/bin/python docs/make_example_log.py"


def test_the_command_finds_it_intact_and_says_what_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(EXAMPLE)]) == 0
    said = capsys.readouterr().out
    assert "of Riverside is intact: " in said
    assert "2 were erased, 0 are not public yet." in said
    assert "was counted anew from 7 ballots, with the same result." in said


def test_the_checker_of_the_page_finds_it_well_too(folder: Path) -> None:
    done = checked(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "entries, root" in done.stdout


def test_a_change_in_it_is_found_by_both(folder: Path) -> None:
    path = folder / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"ballots":7', b'"ballots":8', 1))
    assert checked(folder).returncode != 0
    assert check(folder, Asked()).verdict is Verdict.TAMPERED


def test_it_holds_everything_that_the_pages_tell_of(folder: Path) -> None:
    words = (folder / "words.jsonl").read_text()
    assert '"erased":true' in words
    assert (folder / "site/index.html").is_file()
    told = page("docs/verify.md").text.partition("## What is in an export")[2].partition("## ")[0]
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name.count("/") == 0:
            assert f"`{name}`" in told, name
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"csv", "markdown", "site"}


def test_it_is_small_and_the_pages_lead_to_it() -> None:
    assert EXAMPLE.stat().st_size < LARGEST
    assert "docs/example-log.zip" in README.links
    assert "example-log.zip" in page("docs/verify.md").links
