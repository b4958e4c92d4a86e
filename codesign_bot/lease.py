"""An account of the bot belongs to one process of a machine: two would answer everything twice.

The name is an abstract socket of Linux (unix(7)), where there is one: no file is left behind, whichever user started
the other process, and the kernel lets go of it however the holder ends. A holder that is suspended still holds it.
Elsewhere it is a locked file in the folder for temporary files. Machines do not know of each other.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import struct
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from codesign_bot.errors import NotAllowed

_CREDENTIALS = struct.Struct("3i")
"""Of SO_PEERCRED: process, user, group."""
_WITHIN = 1.0
HAS_NAMES = sys.platform == "linux"
"""Whether this system has sockets with names that are no files."""


@contextmanager
def held(account: str) -> Generator[None]:
    """Nobody else on this machine acts for the account meanwhile. Raises `NotAllowed`, with who does.

    `account` says which, server included.
    """
    name = f"codesign-bot-{sha256(account.encode()).hexdigest()[:32]}"
    with _bound(name) or _file(Path(tempfile.gettempdir()) / f"{name}.lock"):
        yield


def _refusal(process: int | None) -> NotAllowed:
    who = f"another process ({process})" if process else "another process"
    return NotAllowed(f"{who} on this machine is at work with this account already: stop that one first")


def _bound(name: str) -> socket.socket | None:
    """The socket of this name; None where this process may not have one. Raises `NotAllowed` where another has it."""
    address = b"\0" + name.encode()
    try:
        ours = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) if HAS_NAMES else None
    except OSError:
        return None  # a service manager may forbid this kind of sockets
    if ours is None:
        return None
    try:
        ours.bind(address)
    except OSError as error:
        ours.close()
        if error.errno == errno.EADDRINUSE:
            raise _refusal(_holder(address)) from error
        return None
    ours.listen(socket.SOMAXCONN)  # nobody is ever let in: whoever knocked stays in the row
    return ours


def _holder(address: bytes) -> int | None:
    """The process that holds the name; None where it ended just now, or does not say."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(_WITHIN)
        try:
            asking.connect(address)
            found = asking.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        except OSError:
            return None
        process: int = _CREDENTIALS.unpack(found)[0]
        return process


@contextmanager
def _file(path: Path) -> Generator[None]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise _refusal(None) from error  # the file of another user
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise _refusal(None) from error
    try:
        yield
    finally:
        os.close(handle)
