"""A demo in a process of its own, as a person runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class Demo:
    """A running demo. What it shows is read from a file, so that it never waits for a reader."""

    def __init__(self, folder: Path, output: Path, *arguments: str) -> None:
        self.folder = folder
        self._output = output
        self._errors = output.with_suffix(".errors")
        with output.open("wb") as shown, self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "codesign_bot.demo", "--folder", str(folder), "--port", "0", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=shown,
                stderr=errors,
                env={**os.environ, "COLUMNS": "90"},
                start_new_session=True,
            )

    @property
    def shown(self) -> str:
        return self._output.read_text()

    @property
    def errors(self) -> str:
        return self._errors.read_text()

    def until(self, words: str, *, within_seconds: float) -> str:
        """Wait until it has shown something. Returns all of it."""
        give_up = time.monotonic() + within_seconds
        while words not in self.shown:
            assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.errors}"
            assert time.monotonic() < give_up, f"it has not shown “{words}”: {self.shown[-2000:]}"
            time.sleep(0.1)
        return self.shown

    def interrupt(self) -> int:
        """Ctrl-C. Returns the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def survivors(self) -> list[str]:
        """The command lines of all processes that name its folder."""
        lines = [_command_line(path) for path in Path("/proc").iterdir() if path.name.isdigit()]
        return [line for line in lines if str(self.folder) in line]


@contextmanager
def running(tmp_path: Path, *arguments: str) -> Generator[Demo]:
    """A demo that does not outlive its test."""
    demo = Demo(tmp_path / "build" / "demo", tmp_path / "shown.txt", *arguments)
    try:
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.process.kill()
            demo.process.wait()


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:  # it has ended meanwhile
        return ""
