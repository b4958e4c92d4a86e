"""What an operator does to keep the store safe, and what the commands for it say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from codesign_bot.config import Config
from codesign_bot.errors import ConfigError
from codesign_bot.store.backups import back_up, looking
from codesign_bot.store.checking import MOST_TOLD, troubles
from codesign_bot.store.faults import translated
from codesign_bot.store.holdings import Holdings, LogHeld, Manifest, step
from codesign_bot.store.migrate import refuse_others, shipped
from codesign_bot.store.restoring import Ready, prepared


@dataclass(frozen=True, slots=True)
class Told:
    """What a command has to say: lines about what it did, and sentences that deserve care."""

    lines: Sequence[str]
    warnings: Sequence[str] = ()


def backed_up(config: Config, file: Path, now: datetime, *, is_replacing: bool) -> Told:
    """Make a backup. Raises `ConfigError` and `StoreTrouble`."""
    path = config.store.path
    there(path)
    apart_from_keys(config, file)
    manifest = back_up(path, file, now=now, bot=version("codesign-bot"), steps=shipped(), is_replacing=is_replacing)
    lines = (f"{file}: {file.stat().st_size:,} bytes, checked.", *described(manifest))
    return Told(lines, tuple(_careful(config, file)))


def restored(config: Config, file: Path, now: datetime, *, is_sure: bool, is_old_fine: bool) -> Told:
    """Put a backup in the place of the store; where that is not sure yet, only say what it would change.

    Raises `ConfigError` and `StoreTrouble`; nothing was changed then.
    """
    path = config.store.path
    with prepared(path, file, now=now, steps=shipped(), is_old_fine=is_old_fine) as ready:
        lines, warnings = _compared(ready, file), _lost(ready)
        if not is_sure:
            return Told(lines, (*warnings, "Nothing has changed. To restore this backup, add --yes."))
        kept = ready.put_in_place(now)
    done = [f"{path} is restored. Start the bot, and read what happens then in docs/operating.md."]
    if kept is not None:
        done.append(f"What was there is kept as {kept}. Delete it when you will not go back.")
    return Told((*lines, *done), warnings)


def _compared(ready: Ready, file: Path) -> list[str]:
    if ready.manifest is not None:
        lines = [f"{file}: {described(ready.manifest)[0]}"]
    else:
        lines = [f"{file}: no backup of ours. By the date of the file it is from {spoken(ready.made_at)}."]
    new, old = ready.holds, ready.now_holds
    if old is None:
        return [*lines, *held(new)]
    lines.append(f"Rounds: {old.rounds:,} now, {new.rounds:,} in the backup.")
    lines.append(f"Events in their records: {old.events:,} now, {new.events:,} in the backup.")
    logs = {one.community: one for one in new.logs} | {one.community: one for one in old.logs}
    return [*lines, *(_log_compared(one, old, new) for one in logs.values())]


def _log_compared(one: LogHeld, old: Holdings, new: Holdings) -> str:
    now, then = old.newest(one.community), new.newest(one.community)
    lost = f" {now - then} would be lost." if now > then else ""
    return f"Log of {one.name} ({one.community}): newest entry {now} now, {then} in the backup.{lost}"


def _lost(ready: Ready) -> list[str]:
    if not ready.has_store:
        return ["There is no store here yet: nothing is lost, and what was erased since the backup is not known."]
    if ready.erased is None:
        return ["The store in place cannot be read: what was erased since the backup is not known, and comes back."]
    lines = ["What was stored after the backup is lost, ballots too, unless the homeserver brings it again."]
    if ready.erased.words or ready.erased.people:
        count = f"texts {len(ready.erased.words):,}, people {len(ready.erased.people):,}"
        lines.append(f"Erased since the backup, and erased again: {count}.")
    return lines


def checked(config: Config) -> Sequence[str]:
    """What is wrong with the whole store, in sentences; none where it is sound. Can run beside the bot.

    Raises `ConfigError` and `StoreTrouble` where it cannot be looked at.
    """
    path = config.store.path
    there(path)
    with translated(), closing(looking(path)) as connection:
        refuse_others(connection, path, shipped())
        if step(connection) < shipped()[-1].no:
            raise ConfigError(f"store: {path} is not up to date. Start the bot once.")
        connection.execute("BEGIN")  # everything is of one moment
        found = list(islice(troubles(connection), MOST_TOLD + 1))
    more = ["There is more."] if len(found) > MOST_TOLD else []
    return [*found[:MOST_TOLD], *more]


def there(path: Path) -> None:
    """Raise `ConfigError` where there is no database."""
    if not path.is_file():
        raise ConfigError(f"store.path: there is no database at {path} yet")


def apart_from_keys(config: Config, file: Path) -> None:
    """Raise `ConfigError` where the file is the key of the log, or would lie among the keys of the Matrix device."""
    if file.resolve() == config.log.key_file.resolve():
        raise ConfigError(f"{file} is the key of the log. Choose another name.")
    keys = config.matrix.directory.resolve() if config.matrix is not None else None
    if keys is not None and file.absolute().parent.resolve().is_relative_to(keys):
        raise ConfigError(f"{file}: nothing else belongs into matrix.directory. Choose another folder.")


def _careful(config: Config, file: Path) -> list[str]:
    if file.resolve().parent.is_relative_to(config.store.path.resolve().parent):
        return [f"{file} lies with the store, and is lost together with it. Keep a copy elsewhere."]
    return []


def described(manifest: Manifest) -> tuple[str, ...]:
    """A manifest in lines for an operator. It names communities and no person."""
    made = f"Made {spoken(manifest.made_at)} by codesign-bot {manifest.bot}, at step {manifest.step} of its tables."
    return (made, *held(manifest.holds))


def held(holds: Holdings) -> tuple[str, ...]:
    """What is in a store, in lines."""
    counts = f"Rounds: {holds.rounds:,}. Events in their records: {holds.events:,}. Every ballot."
    return (counts, *(f"Log of {one.name} ({one.community}): newest entry {one.newest}." for one in holds.logs))


def spoken(at: datetime) -> str:
    """An instant as operators read it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
