"""Puts a backup in the place of the store: checked first, whole or not at all, and without what was erased since.

The order of moves is the law here. At each moment the name of the store stands on the whole old file or on the whole
new one, and no write-ahead log ever stands beside a file that it does not belong to: SQLite would write its pages into
it. What is replaced stays beside as `<name>.replaced-<instant>`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from codesign_bot.errors import ConfigError, Damaged
from codesign_bot.store import lock
from codesign_bot.store.backups import looking, one_file, refuse_damage, unguarded, unwritable
from codesign_bot.store.checking import journal
from codesign_bot.store.faults import trouble
from codesign_bot.store.holdings import Holdings, Manifest, holdings, read_manifest, remove_manifest, step
from codesign_bot.store.migrate import APPLICATION_ID, Step, refuse_others
from codesign_bot.store.placing import drafted, flush
from codesign_bot.store.staying_erased import Erased, erase, erased_in

OLDEST = timedelta(days=30)
"""An older backup is restored only when told: so long ago the homeserver may not bring again what came since."""

_SMALLEST = 512


@dataclass(frozen=True, slots=True)
class Ready:
    """A backup that was checked, with what was erased since erased in it, and the store that it would replace."""

    path: Path
    draft: Path
    made_at: datetime
    manifest: Manifest | None
    """None: no backup of ours, and `made_at` is only the date of the file."""
    holds: Holdings
    now_holds: Holdings | None
    """None where there is no store, or it cannot be read."""
    erased: Erased | None
    """What was erased again. None: what was erased since the backup is not known."""

    @property
    def has_store(self) -> bool:
        """Whether something is replaced."""
        return self.path.exists()

    def put_in_place(self, now: datetime) -> Path | None:
        """Make it the store. Returns where the old one is kept; None where there was none. Raises `StoreTrouble`."""
        try:
            flush(self.draft)
            kept = _kept_aside(self.path, now, is_readable=self.now_holds is not None) if self.has_store else None
            self.draft.replace(self.path)
            flush(self.path.parent)
        except OSError as error:
            raise unwritable(self.path, error) from error
        return kept


@contextmanager
def prepared(
    path: Path, file: Path, *, now: datetime, steps: Sequence[Step], is_old_fine: bool = False
) -> Generator[Ready]:
    """The backup in `file`, ready to become the store at `path`; whatever was not put in place is gone at the end.

    No bot can begin until the end. Raises `ConfigError` where the bot is at work or `file` is not a backup that can be
    restored, `Damaged` where it is not whole, other `StoreTrouble` where no room is left. Nothing was changed then.
    """
    _refuse_file(path, file)
    try:
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True)
        held = lock.take(path)
        try:
            with drafted(path) as draft:
                yield _ready(path, file, draft, now, steps, is_old_fine=is_old_fine)
        finally:
            os.close(held)
    except OSError as error:
        raise unwritable(path, error) from error


def _refuse_file(path: Path, file: Path) -> None:
    if not file.exists():
        raise ConfigError(f"there is no file {file}")
    if not file.is_file():
        raise ConfigError(f"{file} is not a file")
    if path.exists() and path.samefile(file):
        raise ConfigError(f"{file} is the store itself")
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        raise ConfigError(
            f"{file} is a copy of a store at work: a part of it is in {log.name}. Restore one that `backup` made."
        )


def _ready(path: Path, file: Path, draft: Path, now: datetime, steps: Sequence[Step], *, is_old_fine: bool) -> Ready:
    shutil.copyfile(file, draft)  # what is checked is what is put in place, whatever happens to the file meanwhile
    if draft.stat().st_size < _SMALLEST:
        raise Damaged(f"{file} is damaged: it is too short to be a database")
    one_file(draft)
    try:
        manifest, holds = _examined(draft, file, steps)
    except sqlite3.Error as error:
        raise type(trouble(error))(f"{file} cannot be restored: {error}") from error
    made_at = manifest.made_at if manifest is not None else datetime.fromtimestamp(file.stat().st_mtime, UTC)
    if now - made_at > OLDEST and not is_old_fine:
        raise ConfigError(
            f"{file} is of {made_at:%Y-%m-%d}, older than {OLDEST.days} days. Restore a newer one, or add --old."
        )
    now_holds, erased = _in_place(path)
    if erased is not None:
        with closing(unguarded(draft)) as copy:
            erased = erase(copy, erased)
    return Ready(path, draft, made_at, manifest, holds, now_holds, erased)


def _examined(draft: Path, file: Path, steps: Sequence[Step]) -> tuple[Manifest | None, Holdings]:
    with closing(unguarded(draft)) as copy:
        refuse_others(copy, file, steps)
        refuse_damage(copy, file)
        try:
            manifest = read_manifest(copy)
        except Damaged as damaged:
            raise Damaged(f"{file} is damaged: {damaged}") from damaged
        holds = holdings(copy)
        if manifest is not None and (manifest.holds, manifest.step) != (holds, step(copy)):
            raise Damaged(f"{file} is damaged: it does not hold what it says")
        if step(copy) == steps[-1].no and (wrong := next(journal(copy), None)) is not None:
            raise Damaged(f"{file} is damaged: {wrong}")
        remove_manifest(copy)
    return manifest, holds


def _in_place(path: Path) -> tuple[Holdings | None, Erased | None]:
    """What the store holds that is there now, and what was erased in it, as far as it can be read."""
    if not path.exists() or not path.stat().st_size:
        return None, Erased()
    try:
        with closing(looking(path)) as store:
            if store.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                _refuse_foreign(store, path)
            return holdings(store), erased_in(store)
    except sqlite3.Error:
        return None, None


def _refuse_foreign(store: sqlite3.Connection, path: Path) -> None:
    if store.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ConfigError(f"store.path: {path} is the database of another program. Name another file.")


# --- putting in place ------------------------------------------------------------------------------------


def _kept_aside(path: Path, now: datetime, *, is_readable: bool) -> Path:
    """A second name for the old store, which from here on has no write-ahead log under its first one."""
    log, index = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    if is_readable:  # of one that is not, SQLite would throw away a log that does not fit
        _settle(path)
    kept = _free(path.with_name(f"{path.name}.replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
    try:
        os.link(path, kept)
    except OSError:
        _copied(path, kept)
    if log.exists() and log.stat().st_size:
        log.replace(kept.with_name(f"{kept.name}-wal"))  # the store is damaged: what it needs goes along
    log.unlink(missing_ok=True)
    index.unlink(missing_ok=True)
    flush(path.parent)
    return kept


def _settle(path: Path) -> None:
    """Bring everything of the old store into its one file, as far as that can be done."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute("PRAGMA secure_delete = ON")
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _copied(path: Path, kept: Path) -> None:
    """For a disk that knows no links."""
    handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as target, path.open("rb") as source:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _free(name: Path) -> Path:
    return next(
        one
        for one in (name, *(name.with_name(f"{name.name}-{no}") for no in range(2, 100)))
        if not os.path.lexists(one)
    )
