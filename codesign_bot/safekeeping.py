"""What an operator does to keep the store safe, and what the commands for it say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from codesign_bot.config import Config
from codesign_bot.errors import ConfigError
from codesign_bot.store.backups import back_up
from codesign_bot.store.holdings import Holdings, Manifest
from codesign_bot.store.migrate import shipped


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


def there(path: Path) -> None:
    """Raise `ConfigError` where there is no database."""
    if not path.is_file():
        raise ConfigError(f"store.path: there is no database at {path} yet")


def apart_from_keys(config: Config, file: Path) -> None:
    """Raise `ConfigError` where the file would lie among the keys of the Matrix device."""
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
