"""The demo's folder: what a run needs lies inside `data` and goes with it; only the results stay."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codesign_bot.demo.trouble import DemoTrouble

TRANSCRIPT = "transcript.txt"
TROUBLE = "trouble.log"
REMOVALS = 50
"""Tries to remove what a run needed, a tenth of a second apart."""


@dataclass(frozen=True, slots=True)
class Folder:
    """`data` is there while the demo runs. Results are put in place whole, beside it."""

    path: Path

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def transcript(self) -> Path:
        """Where it is written until it is whole."""
        return self.data / TRANSCRIPT

    def keep(self, files: Mapping[str, bytes]) -> tuple[Path, ...]:
        """Put the files and the transcript where they stay. Returns where each lies, the transcript last."""
        for name, content in files.items():
            # A name came over the wire: only its last part can be trusted to stay in here.
            (self.data / Path(name).name).write_bytes(content)
        names = [*(Path(name).name for name in files), TRANSCRIPT]
        return tuple((self.data / name).replace(self.path / name) for name in names)

    def keep_trouble(self, logs: Sequence[Path], error: str) -> Path:
        """Put the error and the logs, one behind the other, where they stay."""
        parts = [(log.name, log.read_text(errors="replace")) for log in logs if log.exists()]
        whole = "".join(f"== {name}\n{text}\n" for name, text in [("the error", error), *parts])
        place = self.path / TROUBLE
        place.write_text(whole)
        return place


@contextmanager
def taken(path: Path) -> Generator[Folder]:
    """The folder, for this demo alone; what a killed one left in it is removed. Raises `DemoTrouble`.

    At the end `data` is gone, and so is the folder where it is empty.
    """
    made = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _lock(handle, path)
        folder = Folder(path)
        shutil.rmtree(folder.data, ignore_errors=True)
        (path / TROUBLE).unlink(missing_ok=True)
        folder.data.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            _removed(folder.data)
            for one in made:
                with contextlib.suppress(OSError):  # it holds something, so it stays
                    one.rmdir()
    finally:
        os.close(handle)


def _removed(path: Path) -> None:
    """Gone, even where a program that is just ending puts one more file into it meanwhile."""
    for _ in range(REMOVALS):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        time.sleep(0.1)


def _lock(handle: int, path: Path) -> None:
    """The operating system lets go of it however this process ends."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DemoTrouble(f"Another demo runs in {path}. End that one first, or give another --folder.") from None
