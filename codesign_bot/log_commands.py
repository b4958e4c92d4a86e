"""The commands about the shared log: hand it out as files, and check such files without anything but them."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from codesign_bot.clock import SystemClock
from codesign_bot.config import Config
from codesign_bot.core.ids import CommunityId
from codesign_bot.errors import ConfigError
from codesign_bot.log.bundle import About
from codesign_bot.log.hand_out import HandOut
from codesign_bot.log.keys import held_key, origin_of
from codesign_bot.log.note import KeyRefused, VerifierKey
from codesign_bot.log.succession import SuccessionRefused
from codesign_bot.log.verify.check import Asked, check, kept_notes
from codesign_bot.log.verify.findings import Verdict
from codesign_bot.log.verify.one_entry import check_proof, is_proof
from codesign_bot.messages import all_voices
from codesign_bot.ports import Voice
from codesign_bot.records import Community
from codesign_bot.store.sqlite import reading

_MOST_BYTES = 1 << 20


def add_verify(parser: argparse.ArgumentParser) -> None:
    """What `codesign-bot verify` takes. It needs no configuration."""
    told = "the archive, or the folder it was unpacked into; or the proof of one entry (….tlog-proof)"
    parser.add_argument("export", metavar="EXPORT", type=Path, help=told)
    parser.add_argument(
        "--checkpoint", metavar="FILE", type=Path, action="append", default=[], help="a checkpoint that you kept"
    )
    parser.add_argument(
        "--since", metavar="OLD", type=Path, action="append", default=[], help="an older export, or its checkpoints"
    )
    parser.add_argument(
        "--key", metavar="KEY", action="append", default=[], help="the key that you trust, or a file that holds it"
    )
    parser.set_defaults(command=verify, needs_config=False)


def add_export_log(parser: argparse.ArgumentParser) -> None:
    """What `codesign-bot export-log` takes."""
    parser.add_argument("--community", metavar="NAME", help="its name or its id; needed where there are several")
    parser.add_argument("--out", metavar="FILE", type=Path, default=Path("log.zip"), help="default: log.zip here")


def add_log_key(parser: argparse.ArgumentParser) -> None:
    """What `codesign-bot log-key` takes."""
    parser.add_argument(
        "--change", action="store_true", help="first replace the key by a new one. The bot must be stopped"
    )


def log_key(config: Config, asked: argparse.Namespace) -> int:
    """Print the verifier key of each log; before that, if asked to, replace the key."""
    key = held_key(config.log.key_file, config.log.origin, config.store.path)
    if key is None:
        raise ConfigError(f"log.key_file: there is no key at {config.log.key_file} yet; the first start makes it")
    if asked.change:
        from codesign_bot import app  # noqa: PLC0415 # a check of an export needs none of it

        key = asyncio.run(app.change_key(config, key))
        told = f"{config.log.key_file} is a new key. Keep a copy of it, apart from the copies of the store."
        print(told, file=sys.stderr)
    communities = asyncio.run(_communities(config)) if config.store.path.is_file() else []
    for community in communities:
        print(key.named(origin_of(config.log.origin, community)).verifier.text())
    if not communities:
        print("There is no community yet, so there is no log to check either.", file=sys.stderr)
    return 0


async def _communities(config: Config) -> list[CommunityId]:
    async with reading(config.store.path) as store:
        return [one.id for one in await store.communities()]


def verify(asked: argparse.Namespace) -> int:
    """Check an export, or the proof of one entry. Returns the exit status: 0, 1, 2 or 3 as `Verdict`."""
    try:
        keys = [key for one in asked.key for key in _keys(one)]
        given = Asked([_read(one) for one in asked.checkpoint], _older(asked.since), keys)
    except ConfigError as error:
        print(error)
        return Verdict.USAGE
    report = (check_proof if is_proof(asked.export) else check)(asked.export, given)
    for line in report.lines:
        print(line)
    return int(report.verdict)


def export_log(config: Config, asked: argparse.Namespace) -> int:
    """Write the whole log of a community as one archive."""
    if not config.store.path.is_file():
        raise ConfigError(f"store.path: there is no database at {config.store.path} yet")
    about = asyncio.run(_written(config, asked.community, asked.out))
    print(asked.out)
    print(f"{about.size} entries of {about.community}, root {about.root}. Check it: codesign-bot verify {asked.out}")
    return 0


async def _written(config: Config, wanted: str | None, out: Path) -> About:
    key = held_key(config.log.key_file, config.log.origin, config.store.path)
    if key is None:
        raise ConfigError(f"log.key_file: there is no key at {config.log.key_file} yet; the first start makes it")
    async with reading(config.store.path) as store:
        community = _chosen(await store.communities(), wanted)
        with _whole_or_not(out) as beside:
            voice = voice_in(config, community.language)
            try:
                return await HandOut(store, community.id, key, SystemClock().now(), voice).write(beside)
            except SuccessionRefused as error:
                raise ConfigError(f"log.key_file: {error}") from None


def voice_in(config: Config, language: str) -> Voice:
    """The texts of a community's language; where there are none any more, those of the default one."""
    voices = all_voices(config.prompts.directory)
    voice = voices.get(language) or voices.get(config.defaults.language)
    if voice is None:
        raise ConfigError(f"defaults.language: there are no texts in {config.defaults.language}")
    return voice


@contextmanager
def _whole_or_not(out: Path) -> Generator[IO[bytes]]:
    """A file that is at `out` once it is whole. Whoever looks finds the one of before, or the whole new one."""
    try:
        with NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as beside:
            try:
                yield beside
                beside.flush()
                os.fsync(beside.fileno())
                Path(beside.name).chmod(0o644)
                Path(beside.name).replace(out)
            except BaseException:
                with suppress(OSError):
                    Path(beside.name).unlink()
                raise
    except OSError as error:
        raise ConfigError(f"--out: {out} cannot be written: {error.strerror}") from error


def _chosen(communities: Sequence[Community], wanted: str | None) -> Community:
    """Raises `ConfigError`, with what there is, where none or several are meant."""
    found = [one for one in communities if wanted in {None, one.id, one.name}]
    if len(found) == 1:
        return found[0]
    listed = "".join(f"\n  {one.name}: {one.id}" for one in communities)
    if not communities:
        raise ConfigError("There is no community yet, so there is no log.")
    raise ConfigError(f"--community: choose one by its id:{listed}")


def _keys(given: str) -> list[VerifierKey]:
    """One key, or all that stand in a file, one a line."""
    text = _read(Path(given)).strip() if Path(given).is_file() else given
    try:
        return [VerifierKey.parsed(line.strip()) for line in text.split("\n")]
    except KeyRefused as error:
        raise ConfigError(f"--key: {error}.") from None


def _older(paths: Sequence[Path]) -> list[str]:
    """Of an older export every checkpoint; of any other file the one that it is."""
    return [note for path in paths for note in (kept_notes(path) or [_read(path)])]


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            held = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        text = held.decode()
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is no text.") from None
    if len(held) > _MOST_BYTES:
        raise ConfigError(f"{path} is too long to be what is asked for.")
    return text
