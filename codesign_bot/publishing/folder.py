"""A folder of pages that is replaced as a whole: whoever reads it meanwhile finds the old pages or the new ones.

Law 1. Only a folder that is ours is touched: one that is not there yet, an empty one, or one that holds what we wrote
       and nothing else. It is ours where it holds the mark of the same community, which lists every file.
Law 2. Nothing is ever written or removed through a symbolic link.
Law 3. An address that led somewhere still does: pages that were there and are not among the new ones end it with
       nothing changed.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from codesign_bot.errors import Busy, ConfigError

MARK = ".codesign-site.json"
"""The file that says whose folder it is, and lists the pages."""

_VERSION = 1
_EXCHANGE = 2  # RENAME_EXCHANGE, renameat2(2)
_HERE = -100  # AT_FDCWD
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


@dataclass(frozen=True, slots=True)
class _Mark:
    community: str
    files: frozenset[str]


def replace_folder(folder: Path, community: str, pages: Iterable[tuple[str, bytes]]) -> int:
    """Put these pages into the folder, in place of those that we wrote there before. Returns how many there are.

    They are written beside it as they come, and change places with the old ones when all are there. Raises
    `ConfigError` where the folder is not ours, `OSError` where it cannot be written; then nothing has changed.
    """
    folder = _named(folder)
    with _alone(folder.parent):
        old = _ours(folder, community)
        fresh = _fresh(folder, community)
        try:
            new = _Mark(community, _write(fresh, pages))
            _put(fresh / MARK, _worded(new))
            _must_hold(new, old, folder)
            _ours(folder, community)  # making the pages took a while
            _swap(fresh, folder)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        _remove(fresh, old.files)
    return len(new.files)


def page_in(folder: Path, community: str, name: str) -> bytes | None:
    """What one page holds that was published there, empty where somebody took it away; None where it never was.

    Raises `ConfigError` where the folder is not ours, `OSError` where the page cannot be read.
    """
    folder = _named(folder)
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    if name not in _owned(folder, community).files:
        return None
    try:
        handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return b""
    with os.fdopen(handle, "rb") as file:
        return file.read()


def replace_page(folder: Path, community: str, name: str, content: bytes) -> None:
    """Put one page of those that were published there in the place of the old one, at one moment.

    Raises `Busy` where a command writes beside the folder, `ConfigError` where the folder is not ours or has no such
    page, `OSError` where it cannot be written; then nothing has changed.
    """
    folder = _named(folder)
    with _alone(folder.parent):
        if name not in _owned(folder, community).files:
            raise ConfigError(f"{folder}: {name} was never published there")
        fresh = folder.with_name(f".{folder.name}.{PurePosixPath(name).name}.new")
        fresh.unlink(missing_ok=True)  # a killed process left it
        try:
            _put(fresh, content)
            fresh.replace(folder / name)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise


def _must_hold(new: _Mark, old: _Mark, folder: Path) -> None:
    if lost := sorted(old.files - new.files):
        told = f"{folder}: {lost[0]} was published there, and this store has no such page"
        raise ConfigError(f"{told}; choose another folder")


# --- whose folder it is ----------------------------------------------------------------------------------


def _named(folder: Path) -> Path:
    if folder.is_symlink():
        raise ConfigError(f"{folder} is a symbolic link; name the folder itself")
    folder = folder.resolve()
    if not folder.parent.is_dir() or not folder.name:
        raise ConfigError(f"there is no folder {folder.parent} to put the pages in")
    return folder


def _ours(folder: Path, community: str) -> _Mark:
    """What we wrote there before; nothing where it is new."""
    nothing = _Mark(community, frozenset())
    if not folder.exists():
        return nothing
    if not folder.is_dir():
        raise ConfigError(f"{folder} is not a folder")
    if not any(folder.iterdir()):
        return nothing
    mark = _owned(folder, community)
    if strange := _strange(folder, mark.files):
        raise ConfigError(f"{folder / strange} was not written by codesign-bot; move it away, or choose another folder")
    return mark


def _owned(folder: Path, community: str) -> _Mark:
    """The mark of a folder that holds something, which has to be of this community."""
    mark = _mark(folder)
    if mark is None:
        raise ConfigError(f"{folder} holds something that codesign-bot did not write; choose an empty folder")
    if mark.community != community:
        raise ConfigError(f"{folder} holds the pages of another community; choose another folder")
    return mark


def _mark(folder: Path) -> _Mark | None:
    """The mark of a folder; None where it has none that we could have written."""
    path = folder / MARK
    try:
        if path.is_symlink():
            return None
        held: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(held, dict):
        return None
    table = cast("dict[str, object]", held)
    community, files = table.get("community"), table.get("files")
    if table.get("v") != _VERSION or not isinstance(community, str) or not isinstance(files, list):
        return None
    names = frozenset(map(str, cast("list[object]", files)))
    return _Mark(community, names) if all(map(_is_within, names)) else None


def _worded(mark: _Mark) -> bytes:
    held = {"v": _VERSION, "community": mark.community, "files": sorted(mark.files)}
    return (json.dumps(held, ensure_ascii=False, indent=0) + "\n").encode()


def _strange(folder: Path, files: Collection[str]) -> str | None:
    """Something in the folder that is not of these files, by its path; a link is always strange."""
    expected = {*files, MARK}
    holding = {str(parent) for name in files for parent in PurePosixPath(name).parents}
    for base, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(base) / name
            within = path.relative_to(folder).as_posix()
            if path.is_symlink() or within not in (holding if path.is_dir() else expected):
                return within
    return None


def _is_within(name: str) -> bool:
    """Whether a path leads to a place inside of the folder."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and str(PurePosixPath(name)) == name


# --- writing beside it -----------------------------------------------------------------------------------


@contextmanager
def _alone(parent: Path) -> Generator[None]:
    """Only one command at a time writes beside a folder. The operating system lets go however this process ends."""
    handle = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Busy(f"another command writes into {parent} at this moment") from None
    finally:
        os.close(handle)


def _fresh(folder: Path, community: str) -> Path:
    """An empty folder beside it, marked as ours. What a killed command left there is removed first."""
    fresh = folder.with_name(f".{folder.name}.new")
    if fresh.is_symlink() or (fresh.exists() and any(fresh.iterdir()) and _mark(fresh) is None):
        raise ConfigError(f"{fresh} is in the way, and codesign-bot did not write it; move it away")
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir()
    _put(fresh / MARK, _worded(_Mark(community, frozenset())))
    return fresh


def _write(fresh: Path, pages: Iterable[tuple[str, bytes]]) -> frozenset[str]:
    names: set[str] = set()
    for name, content in pages:
        if not _is_within(name) or name == MARK:
            raise ValueError(f"a page cannot lie at {name}")
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, content)
        names.add(name)
    return frozenset(names)


def _put(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(content)


# --- changing places -------------------------------------------------------------------------------------


def _swap(fresh: Path, folder: Path) -> None:
    """The new pages are in the folder afterwards, and the old ones where the new ones were, if there were any."""
    if not folder.exists():
        fresh.rename(folder)
        return
    try:
        exchange(fresh, folder)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        _swap_in_two_steps(fresh, folder)


def _swap_in_two_steps(fresh: Path, folder: Path) -> None:
    """For a moment the folder is not there: nothing better can be had on this disk."""
    aside = folder.with_name(f".{folder.name}.old")
    if not aside.is_symlink() and _mark(aside) is not None:  # a killed command left it
        shutil.rmtree(aside)
    folder.rename(aside)
    try:
        fresh.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    aside.rename(fresh)


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places at one moment. Raises `OSError`, with ENOSYS where this system cannot do it."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one))


def _remove(folder: Path, files: Collection[str]) -> None:
    """Take away these files and what is empty then. What somebody else put there in the meantime stays."""
    if not folder.exists():
        return
    for name in (*files, MARK):
        (folder / name).unlink(missing_ok=True)
    for base, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # it holds something that is not ours
            Path(base).rmdir()
