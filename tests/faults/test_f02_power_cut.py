"""F2: the power goes. What the disk had by then is all that is left, and everything acknowledged has to be in it.

The store lies on a disk of its own, made of a file. The writer is stopped in the middle of a storm and that file is
copied: it holds what reached the disk, and nothing of what only the system's memory held. The copy is mounted and read.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from ..journeys.town import IS_LONG  # noqa: TID252 - tests are no package
from ..store.test_faults import Child, Storm  # noqa: TID252 - as above

CUTS = 20 if IS_LONG else 3
SIZE = 64 << 20
NEEDED = ("mkfs.ext4", "mount", "umount", "losetup")


def ran(*command: str | Path) -> bool:
    return subprocess.run([str(one) for one in command], check=False, capture_output=True).returncode == 0


class Disk:
    """A file that is mounted as a disk."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image, self.folder = image, folder
        folder.mkdir()
        self.is_mounted = ran("mount", "-o", "loop", image, folder)

    def close(self) -> None:
        if self.is_mounted:
            ran("umount", "--lazy", self.folder)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if os.geteuid() != 0 or any(shutil.which(one) is None for one in NEEDED):
        pytest.skip("only root can mount a disk that is made of a file")
    image = tmp_path / "disk.img"
    with image.open("wb") as file:
        file.truncate(SIZE)
    assert ran("mkfs.ext4", "-q", "-F", image)
    disk = Disk(image, tmp_path / "disk")
    if not disk.is_mounted:
        pytest.skip("this machine does not let us mount a disk that is made of a file")
    yield disk
    for child in list(Child.alive):  # where the test failed in the middle of it
        child.process.send_signal(signal.SIGCONT)
        child.end(signal.SIGKILL)
    disk.close()


@pytest.mark.slow
def test_f02_after_a_power_cut_everything_acknowledged_is_on_the_disk(
    tmp_path: Path, disk: Disk, record_property: Callable[[str, object], None]
) -> None:
    chance = Random(2)  # noqa: S311 - moments, not secrets
    storm, child = Storm(seed=2), Child(disk.folder / "bot.db")
    cut_short = 0
    for cut in range(CUTS):
        until = time.monotonic() + chance.uniform(0.2, 0.8)
        before = len(storm.acknowledged)
        while time.monotonic() < until or len(storm.acknowledged) == before:
            child.say(*storm.gust(new=chance.randrange(1, 120)))
            time.sleep(0.01)
            storm.acknowledged.update(child.said())
        child.say(*storm.gust(new=200))
        child.process.send_signal(signal.SIGSTOP)
        storm.acknowledged.update(child.said())
        cut_short += len(storm.acknowledged) < len(storm.asked)
        left = tmp_path / f"left{cut}.img"
        shutil.copy(disk.image, left)
        child.process.send_signal(signal.SIGCONT)
        found = Disk(left, tmp_path / f"left{cut}")
        assert found.is_mounted, "the disk itself is damaged"
        try:
            storm.check(found.folder / "bot.db")
        finally:
            found.close()
            left.unlink()
    assert cut_short, "no cut came before an answer, so nothing was shown"
    assert len(storm.acknowledged) > 100
    assert child.end() == 0
    record_property("figure", f"{CUTS} cuts, {len(storm.acknowledged)} votes, 0 lost")
