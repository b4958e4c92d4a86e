"""One process for one database: two writers that do not know each other can damage it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from codesign_bot.errors import ConfigError


def take(path: Path) -> int:
    """Lock the database at `path` by a file beside it; close the handle to let go.

    Raises `ConfigError` where another process holds it. The operating system lets go of it when the process
    ends, however it ends; the file stays and means nothing.
    """
    handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
    except BlockingIOError as error:
        holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
        os.close(handle)
        raise ConfigError(
            f"store: {path} is in use by another codesign-bot (process {holder}). Stop that one first."
        ) from error
    return handle
