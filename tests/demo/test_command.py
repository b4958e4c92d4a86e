"""The command ends with a calm sentence whatever is in its way, and says what it can do."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from codesign_bot.demo import command
from codesign_bot.demo.command import FAILED, SIGNALLED, Course, Options, run
from codesign_bot.demo.folder import Folder, taken
from codesign_bot.demo.paper import Paper
from codesign_bot.demo.trouble import DemoTrouble
from codesign_bot.testing.synapse import SynapseFailed


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def plays(monkeypatch: pytest.MonkeyPatch, error: BaseException | None = None, *, results: bool = False) -> None:
    """Instead of the whole demo: what there may be at its end."""

    async def play(options: Options, course: Course, folder: Folder, port: int, paper: Paper) -> None:
        (folder.data / "bot.log").write_text("the bot is at work\n")
        course.has_results = results
        if error is not None:
            raise error

    monkeypatch.setattr(command, "_play", play)


def test_a_demo_that_ends_well_ends_with_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plays(monkeypatch)
    assert run(["--folder", str(tmp_path / "demo")]) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named(
    tmp_path: Path, taken_port: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plays(monkeypatch)
    assert run(["--folder", str(tmp_path / "demo"), "--port", str(taken_port)]) == FAILED
    assert capsys.readouterr().err.strip() == (
        f"Port {taken_port} is taken by another program. Give another one with --port, or none."
    )
    assert list(tmp_path.iterdir()) == []


def test_the_usual_port_is_used_where_it_is_free_and_any_other_where_not(
    taken_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[int] = []

    async def play(options: Options, course: Course, folder: Folder, port: int, paper: Paper) -> None:
        got.append(port)

    monkeypatch.setattr(command, "_play", play)
    monkeypatch.setattr(command, "USUAL_PORT", taken_port)
    run(["--folder", str(tmp_path / "demo")])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    monkeypatch.setattr(command, "USUAL_PORT", free)
    run(["--folder", str(tmp_path / "demo")])
    assert got == [0, free]


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_number_that_is_no_port_is_not_one(port: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--folder", str(tmp_path / "demo"), f"--port={port}"]) == FAILED
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_without_synapse_the_way_to_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "synapse", None)  # how Python notes that there is no such package
    assert run(["--folder", str(tmp_path / "demo")]) == FAILED
    assert "Synapse, the Matrix homeserver of the demo, is not installed. “make setup” installs it." in (
        capsys.readouterr().err
    )
    assert list(tmp_path.iterdir()) == []


def test_a_second_demo_in_the_same_folder_says_that_there_is_a_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plays(monkeypatch)
    with taken(tmp_path / "demo"):
        assert run(["--folder", str(tmp_path / "demo")]) == FAILED
    assert "Another demo runs in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (DemoTrouble("The demo gives up after 30 seconds: the answer did not come."), "The demo gives up after 30 sec"),
        (SynapseFailed("it ended with code 1"), "The homeserver of the demo did not do what it was asked."),
        (aiohttp.ServerDisconnectedError(), "The homeserver of the demo does not answer any more."),
        (ZeroDivisionError("1/0"), "Something in the demo is broken (ZeroDivisionError)."),
        (
            ExceptionGroup("", [ExceptionGroup("", [OSError(5, "x"), DemoTrouble("The demo gives up.")])]),
            "The demo gives up.",
        ),
    ],
)
def test_each_kind_of_trouble_has_a_sentence_and_a_file_that_tells_more(
    error: Exception,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plays(monkeypatch, error)
    assert run(["--folder", str(tmp_path / "demo")]) == FAILED
    said = capsys.readouterr().err
    kept = tmp_path / "demo" / "trouble.log"
    assert said.strip().startswith(sentence)
    assert said.strip().endswith(f"What the programs wrote meanwhile is in {kept}.")
    assert "Traceback" not in said
    assert "Traceback" in kept.read_text()
    assert "the bot is at work" in kept.read_text()
    assert [one.name for one in (tmp_path / "demo").iterdir()] == ["trouble.log"]


def test_a_reader_that_goes_away_ends_the_demo_without_noise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plays(monkeypatch, ExceptionGroup("", [BrokenPipeError()]))
    assert run(["--folder", str(tmp_path / "demo")]) == FAILED
    assert capsys.readouterr().err.strip() == "Nobody reads what the demo shows, so it ends."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("results", [False, True])
def test_a_signal_ends_it_calmly_and_a_second_one_does_not_hurry_the_tidying_up(
    number: signal.Signals,
    *,
    results: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tidied: list[bool] = []

    async def play(options: Options, course: Course, folder: Folder, port: int, paper: Paper) -> None:
        course.has_results = results
        os.kill(os.getpid(), number)
        try:
            await asyncio.sleep(30)
        finally:
            os.kill(os.getpid(), number)
            await asyncio.sleep(0.05)
            tidied.append(True)

    monkeypatch.setattr(command, "_play", play)
    before = signal.getsignal(signal.SIGINT)
    try:
        assert run(["--folder", str(tmp_path / "demo")]) == SIGNALLED + number
    finally:
        signal.signal(signal.SIGINT, before)
    assert tidied == [True]
    last = "Stopped. Only the results stay." if results else "Stopped. Nothing was left behind."
    assert capsys.readouterr().err.strip() == last
    assert list(tmp_path.iterdir()) == []


def test_help_says_what_can_be_given() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "codesign_bot.demo", "--help"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    for option in ("--stay", "--port", "--folder"):
        assert option in shown


def test_a_word_that_is_no_option_ends_with_usage() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "codesign_bot.demo", "--sta"], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert "usage:" in ended.stderr
