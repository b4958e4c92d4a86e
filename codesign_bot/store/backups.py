"""Backups of a database that is in use: one file, whole, checked, and of one moment.

They are made by SQLite's own page copy, in one go. It looks at one moment, so whatever was acknowledged before is in
it, and nobody who writes is held up. In many small bits the copy would begin again with every commit of the bot and not
end before the vote does. VACUUM INTO sees one moment too, but for 5 to 15 times as long, and all that time the
write-ahead log only grows (measured on 120 MB under 6,000 ballots a second).

The reader opens the file to read alone: it never checkpoints, so there is still one writer. The bot's lock is not
touched.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from codesign_bot.errors import ConfigError, Damaged, Full, StoreTrouble
from codesign_bot.store.faults import trouble
from codesign_bot.store.holdings import Manifest, holdings, step, write_manifest
from codesign_bot.store.migrate import Step, refuse_others
from codesign_bot.store.placing import UNFINISHED, drafted, publish

PATIENCE_SECONDS = 5.0

_FORMAT_VERSIONS = 18
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_OURS = ("", "-wal", "-shm", "-journal", ".lock")
_OUR_BEGINNINGS = (".before-", ".replaced-", ".restoring")


def back_up(
    path: Path, file: Path, *, now: datetime, bot: str, steps: Sequence[Step], is_replacing: bool = False
) -> Manifest:
    """Put a whole copy of the database at `path`, as of now, into `file`, which only its owner can read.

    Works beside a running bot and without one. There is no moment at which a part of a copy has the name.
    Raises `ConfigError` where `file` cannot be a backup or is taken, `Damaged` where the copy would not be whole,
    `Full` and other `StoreTrouble` where it cannot be written.
    """
    refuse_target(path, file, is_replacing=is_replacing)
    try:
        with drafted(file) as draft:
            manifest = _written(path, draft, now, bot, steps)
            publish(draft, file, is_replacing=is_replacing)
    except FileExistsError as error:
        raise _taken(file) from error
    except (OSError, sqlite3.Error) as error:
        raise unwritable(file, error) from error
    return manifest


def refuse_target(path: Path, file: Path, *, is_replacing: bool) -> None:
    """Raise `ConfigError` where a backup of the database at `path` must not be called `file`."""
    folder, store = file.parent, path.resolve()
    if not folder.is_dir():
        raise ConfigError(f"{file}: there is no folder {folder}")
    if file.is_symlink():
        raise ConfigError(f"{file} is a symbolic link. Name the file itself.")
    if file.is_dir() or (file.exists() and not file.is_file()):
        raise ConfigError(f"{file} is not a file")
    in_folder = folder.resolve() / file.name
    rest = in_folder.name.removeprefix(store.name)
    is_beside = in_folder.parent == store.parent and in_folder.name.startswith(store.name)
    if is_beside and (rest in _OURS or rest.startswith(_OUR_BEGINNINGS)):
        raise ConfigError(f"{file} belongs to the store itself. Choose another name.")
    if file.name.endswith(UNFINISHED):
        raise ConfigError(f"{file} looks like a file that is not finished. Choose another name.")
    if path.exists() and file.exists() and path.samefile(file):
        raise ConfigError(f"{file} is the store itself. Choose another name.")
    if file.exists() and not is_replacing:
        raise _taken(file)


def _taken(file: Path) -> ConfigError:
    return ConfigError(f"{file} is there already. Choose another name, or add --replace.")


def _written(path: Path, draft: Path, now: datetime, bot: str, steps: Sequence[Step]) -> Manifest:
    """A copy with its manifest, checked. Raises what SQLite raises, `ConfigError` and `Damaged`."""
    with closing(looking(path)) as source:
        refuse_others(source, path, steps)
        copied(source, draft)
    with closing(unguarded(draft)) as copy:
        manifest = Manifest(now, bot, step(copy), holdings(copy))
        write_manifest(copy, manifest)
    with closing(looking(draft)) as copy:
        refuse_damage(copy, path)
    return manifest


def copied(source: sqlite3.Connection, draft: Path) -> None:
    """Put what the connection sees now into the file `draft`, which is one file and needs no other beside it."""
    with closing(unguarded(draft)) as target:
        source.backup(target)
    one_file(draft)


def one_file(draft: Path) -> None:
    """Have the head of a database say that no write-ahead log belongs to it, where none does.

    "File Format Version Numbers", bytes 18 and 19 in SQLite's description of its file format: 1 is a rollback journal.
    """
    with draft.open("r+b") as file:
        file.seek(_FORMAT_VERSIONS)
        file.write(b"\x01\x01")


def unguarded(draft: Path) -> sqlite3.Connection:
    """A file that means nothing until it is published: without a journal, and without waiting for the disk."""
    connection = sqlite3.connect(draft, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def refuse_damage(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Damaged` where SQLite finds something wrong, in the file or between its tables."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise Damaged(f"{path} is damaged: {found[0]}")
    lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    if lost is not None:
        raise Damaged(f"{path} is damaged: a row of {lost[0]} points to nothing in {lost[2]}")


def looking(path: Path) -> sqlite3.Connection:
    """The database at `path`, to be read and not written. Raises `sqlite3.Error` where there is none."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def unwritable(file: Path, error: OSError | sqlite3.Error) -> StoreTrouble:
    """What went wrong with a file that was to be written, in a sentence."""
    found = trouble(error)
    if isinstance(found, Full) or (isinstance(error, OSError) and error.errno in _NO_ROOM):
        return Full(f"{file} was not written: the disk takes nothing more. Make room and try again.")
    if isinstance(error, OSError):
        return StoreTrouble(f"{file} was not written: {error.strerror}")
    return type(found)(f"{file} was not written: {found}")
