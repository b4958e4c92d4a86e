"""Files that are there whole or not at all: written under another name, made safe on the disk, and only then named."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from codesign_bot.errors import ConfigError

UNFINISHED = ".unfinished"
"""Ends the name of a file that is being written. One that a killed command left behind is written over by the next."""

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})


@contextmanager
def drafted(file: Path) -> Generator[Path]:
    """An empty file beside `file`, for our eyes only and held by nobody else, to be written and then published.

    What was not published is removed at the end. Raises `ConfigError` where somebody else writes it just now, and
    `OSError`.
    """
    draft = file.with_name(f"{file.name}{UNFINISHED}")
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        _hold(handle, draft, file)
        os.fchmod(handle, 0o600)
        os.ftruncate(handle, 0)
        try:
            yield draft
        finally:
            # What it is called now is ours only as long as it is the file that we hold.
            if _is_named(handle, draft):
                draft.unlink()
    finally:
        os.close(handle)


def _hold(handle: int, draft: Path, file: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_ours = _is_named(handle, draft)
    except BlockingIOError:
        is_ours = False
    if not is_ours:
        raise ConfigError(f"{file} is being written by another command. Wait until it is done.")


def _is_named(handle: int, draft: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), os.lstat(draft))
    return False


def publish(draft: Path, file: Path, *, is_replacing: bool) -> None:
    """Give a finished draft its name, for good: also a power cut leaves the name on the whole file, or on none.

    Raises `FileExistsError` where there is such a file and it is not to be replaced.
    """
    flush(draft)
    if is_replacing:
        draft.replace(file)
    else:
        _name(draft, file)
    flush(file.parent)


def _name(draft: Path, file: Path) -> None:
    """A link refuses a name that is taken, which a renaming does not. Some disks know no links."""
    try:
        os.link(draft, file)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(file):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file)) from None
        draft.replace(file)
    else:
        draft.unlink()


def flush(path: Path) -> None:
    """Have what a file or a folder holds on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
