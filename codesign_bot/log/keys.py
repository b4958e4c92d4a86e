"""The key that signs the logs of an installation: one file of its own, outside the database and its backups.

The file holds one line, a signer key as `SignerKey.text` writes it. Its name is that of the installation, and the
log of each community has a key of the same seed under a name of its own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from codesign_bot.core.ids import CommunityId
from codesign_bot.errors import ConfigError
from codesign_bot.log.note import KeyRefused, SignerKey

COMPANIONS = ("", "-wal", "-shm", "-journal", ".lock")
"""What SQLite and the store keep beside the database, by their endings."""

_MOST_BYTES = 4096
_NOT_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_KEY = "log.key_file"


def origin_of(installation: str, community: CommunityId) -> str:
    """The name of a community's log, which is also the name of the key that signs it."""
    return f"{installation}/{community}"


def key_at(path: Path, installation: str, database: Path, new_seed: Callable[[], bytes]) -> SignerKey:
    """The key of this installation. Where there is none yet, one is made of 32 bytes that nobody can guess.

    It is durable before it is returned. Raises `ConfigError` where the file cannot be used or made.
    """
    return held_key(path, installation, database) or _made(path, SignerKey(installation, new_seed()))


def held_key(path: Path, installation: str, database: Path) -> SignerKey | None:
    """The key in the file; None where there is no file, and none is made. Raises `ConfigError`."""
    if os.path.realpath(path) in {os.path.realpath(f"{database}{one}") for one in COMPANIONS}:
        raise ConfigError(f"{_KEY}: {path} belongs to the database, and the key must lie outside of it")
    held = _read(path)
    if held is None:
        return None
    try:
        key = SignerKey.parsed(held.decode("ascii").removesuffix("\n"))
    except (KeyRefused, UnicodeDecodeError):
        raise ConfigError(_damaged(path)) from None  # what caused it may hold the key
    if key.name != installation:
        raise ConfigError(
            f"log.origin: the key in {path} was made for {key.name}, and a log keeps its name for good. "
            "Put that name back"
        )
    return key


def next_of(path: Path) -> Path:
    """Where the key lies that is about to take the place of the one at `path`."""
    return path.with_name(f"{path.name}.next")


def next_key(path: Path, installation: str, database: Path, new_seed: Callable[[], bytes]) -> SignerKey:
    """The key that is about to take the place of the one at `path`: the one that waits already, or a new one.

    It is durable before it is returned. Raises `ConfigError`.
    """
    beside = next_of(path)
    waits = held_key(beside, installation, database)
    if waits is not None:
        return waits
    draft = beside.with_name(f"{beside.name}.draft")
    try:
        draft.unlink(missing_ok=True)  # of an attempt that was broken off: nobody knows it
        key = _made(draft, SignerKey(installation, new_seed()))
        draft.replace(beside)
        _keep_name(beside)
    except OSError as error:
        raise ConfigError(f"{_KEY}: {beside} cannot be made: {error.strerror}") from error
    return key


def put_in_place(path: Path) -> None:
    """The key that waits takes the place of the one at `path`, which is gone then. Raises `ConfigError`."""
    try:
        next_of(path).replace(path)
        _keep_name(path)
    except OSError as error:
        raise ConfigError(f"{_KEY}: {path} cannot be replaced: {error.strerror}") from error


def _damaged(path: Path) -> str:
    return (
        f"{_KEY}: {path} holds no whole key. Put the file back from your own copy of it. "
        "If it never signed anything, delete it, and the next start makes a new one"
    )


def _read(path: Path) -> bytes | None:
    try:
        # A pipe in the place of the file must not keep the start waiting.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 # as above
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise ConfigError(f"{_KEY}: {path} is no file")
            if mode & _NOT_FOR_OTHERS:
                raise ConfigError(
                    f"{_KEY}: others on this machine can read {path}, and could sign in the bot's name. "
                    f"Run: chmod 600 {path}"
                )
            return file.read(_MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{_KEY}: {path} cannot be read: {error.strerror}") from error


def _made(path: Path, key: SignerKey) -> SignerKey:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ConfigError(f"{_KEY}: {path} cannot be made: {error.strerror}") from error
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 # by its handle, which made sure that it is new
            file.write(f"{key.text()}\n".encode("ascii"))
            file.flush()
            os.fsync(handle)
        _keep_name(path)
    except OSError as error:
        path.unlink(missing_ok=True)  # half a key has signed nothing
        raise ConfigError(f"{_KEY}: {path} cannot be written: {error.strerror}") from error
    return key


def _keep_name(path: Path) -> None:
    """Only with its folder written does a file outlive a loss of power under its name."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
