"""The command `codesign-bot`. Exit status: 0 all is well, 1 trouble, 2 a wrong command or configuration, 3 a platform
refuses until an operator does something: starting again would not help, and too many logins can cost the token; 4 the
log is behind what was signed of it, or another one: starting again would not help.

Whatever goes wrong ends in calm words on the error stream and never in a traceback; what nobody foresaw is in
the log under an incident id.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TextIO, cast

from codesign_bot import log_commands, safekeeping
from codesign_bot.chance import SystemChance
from codesign_bot.clock import SystemClock
from codesign_bot.config import Config, load_config
from codesign_bot.core.evolve import fold
from codesign_bot.core.state import VoteKind
from codesign_bot.errors import Behind, ConfigError, Fenced, NotAllowed, PlatformTrouble, PromptError, StoreTrouble
from codesign_bot.log.export import Exported, export_round
from codesign_bot.log.keys import held_key
from codesign_bot.log.site import INDEX
from codesign_bot.logging_setup import set_up_logging
from codesign_bot.publishing.site import publish
from codesign_bot.records import Ballot, RoundPlace
from codesign_bot.store.reading import Reader
from codesign_bot.store.sqlite import reading

log = logging.getLogger(__name__)

OK, TROUBLE, MISTAKE, OPERATOR, BEHIND = 0, 1, 2, 3, 4

_FORESEEN: Mapping[type[Exception], int] = {
    ConfigError: MISTAKE,
    PromptError: MISTAKE,
    Behind: BEHIND,  # before what it is a kind of
    Fenced: OPERATOR,  # as above
    StoreTrouble: TROUBLE,
    NotAllowed: OPERATOR,  # before what it is a kind of
    PlatformTrouble: TROUBLE,
}

Command = Callable[[Config, argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. `--help`, `--version` and a wrong command end by SystemExit."""
    asked = _parser().parse_args(arguments)
    command: Command = asked.command
    try:
        if not asked.needs_config:
            return log_commands.verify(asked)
        config = load_config(asked.config, os.environ)
        set_up_logging(config.logging, config.secrets, sys.stderr)
        return command(config, asked)
    except KeyboardInterrupt:
        return _said("Stopped.", TROUBLE)
    except Exception as error:  # noqa: BLE001 # the last door of the house: no traceback leaves it
        return _excused(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="codesign-bot", description="Hosts slow, honest co-design rounds where a community already talks."
    )
    parser.add_argument("--version", action="version", version=f"codesign-bot {version('codesign-bot')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = commands.add_parser
    _add(add, "run", _run, "Host rounds until stopped.")
    _add(add, "check-config", _check, "Read the configuration, the texts and the templates. Change nothing.")
    _add(add, "doctor", _doctor, "Try what the bot needs on each platform, and say what to grant.")
    told = "Print the key by which anybody can check each community's log."
    log_commands.add_log_key(_add(add, "log-key", log_commands.log_key, told))
    export = _add(add, "export", _export, "Write one round as JSON Lines and as Markdown.")
    export.add_argument("round", metavar="ROUND", help="the number of its topic, or its id")
    export.add_argument(
        "--out", metavar="DIR", type=Path, default=Path(), help="where to write; the folder must be there"
    )
    log_commands.add_export_log(_add(add, "export-log", log_commands.export_log, "Write a community's whole log."))
    told = "Check an export of the log, offline. Exit status: 0 intact, 1 tampered, 2 wrong command, 3 incomplete."
    log_commands.add_verify(add("verify", help=told, description=told))
    publish = _add(add, "publish", _publish, "Write the decisions of a community as pages that anybody can read.")
    publish.add_argument("folder", metavar="DIR", type=Path, help="a new or empty folder, or one published before")
    publish.add_argument("--community", metavar="ID", help="its id or its name; needed where there are several")
    backup = _add(add, "backup", _backup, "Put a whole copy of the store into one file, also while the bot is at work.")
    backup.add_argument("file", metavar="FILE", type=Path, help="where to write; its folder must be there")
    backup.add_argument("--replace", action="store_true", help="write over a file that is there already")
    restore = _add(add, "restore", _restore, "Put a backup in the place of the store. The bot must be stopped.")
    restore.add_argument("file", metavar="FILE", type=Path, help="a backup, or a copy from before an upgrade")
    restore.add_argument("--yes", action="store_true", help="do it; without this, only say what would be lost")
    restore.add_argument("--old", action="store_true", help="also a backup of more than 30 days ago")
    _add(add, "check", _check_store, "Look through the whole store, and replay every round. Change nothing.")
    return parser


def _add(add: Callable[..., argparse.ArgumentParser], name: str, run: Command, told: str) -> argparse.ArgumentParser:
    parser = add(name, help=told, description=told)
    parser.add_argument(
        "--config", metavar="FILE", type=Path, default=Path("config.toml"), help="default: config.toml here"
    )
    parser.set_defaults(command=run, needs_config=True)
    return parser


# --- commands --------------------------------------------------------------------------------------------


def _run(config: Config, _asked: argparse.Namespace) -> int:
    from codesign_bot import app  # noqa: PLC0415 # an export needs none of it

    for warning in config.warnings:
        log.warning("%s", warning)
    asyncio.run(app.run(config))
    return OK


def _doctor(config: Config, _asked: argparse.Namespace) -> int:
    from codesign_bot import app  # noqa: PLC0415 # an export needs none of it

    _say_warnings(config)
    return asyncio.run(app.doctor(config))


def _check(config: Config, asked: argparse.Namespace) -> int:
    from codesign_bot import app  # noqa: PLC0415 # an export needs none of it

    chosen = app.choices(config)
    held_key(config.log.key_file, config.log.origin, config.store.path)
    _say_warnings(config)
    print(f"{asked.config} can be used.")
    print(f"Languages: {', '.join(sorted(chosen.voices))}. Templates: {', '.join(sorted(chosen.templates))}.")
    print(f"Kept, in days: {', '.join(f'{name} {days}' for name, days in config.retention.days.items())}.")
    return OK


def _export(config: Config, asked: argparse.Namespace) -> int:
    if not asked.out.is_dir():
        raise ConfigError(f"--out: there is no folder {asked.out}")
    _must_have_store(config)
    name, exported = asyncio.run(_exported(config, asked.round))
    for ending, content in (("jsonl", exported.jsonl), ("md", exported.markdown)):
        path = asked.out / f"{name}.{ending}"
        try:
            path.write_bytes(content)
        except OSError as error:
            return _said(f"{path} cannot be written: {error.strerror}.", TROUBLE)
        print(path)
    return OK


def _publish(config: Config, asked: argparse.Namespace) -> int:
    _must_have_store(config)
    now, voice_of = SystemClock().now(), partial(log_commands.voice_in, config)
    try:
        key = held_key(config.log.key_file, config.log.origin, config.store.path)
        done = publish(config.store.path, asked.folder, asked.community, now, voice_of, key=key)
    except OSError as error:
        return _said(f"{asked.folder} cannot be written: {error.strerror}.", TROUBLE)
    print(f"{done.pages} pages of {done.community.name}. Open {asked.folder / INDEX} in a browser.")
    return OK


def _must_have_store(config: Config) -> None:
    if not config.store.path.is_file():
        raise ConfigError(f"store.path: there is no database at {config.store.path} yet")


def _backup(config: Config, asked: argparse.Namespace) -> int:
    made = safekeeping.backed_up(config, asked.file, SystemClock().now(), is_replacing=asked.replace)
    _say_all("Careful: {}", made.warnings, sys.stderr)
    _say_all("{}", made.lines, sys.stdout)
    return OK


def _restore(config: Config, asked: argparse.Namespace) -> int:
    now = SystemClock().now()
    told = safekeeping.restored(config, asked.file, now, is_sure=asked.yes, is_old_fine=asked.old)
    _say_all("{}", told.lines, sys.stdout)
    _say_all("Careful: {}" if asked.yes else "{}", told.warnings, sys.stderr)
    return OK if asked.yes else MISTAKE


def _check_store(config: Config, _asked: argparse.Namespace) -> int:
    found = safekeeping.checked(config)
    _say_all("{}", found, sys.stderr)
    if found:
        return _said("Stop the bot, keep this store aside, and restore the newest backup.", TROUBLE)
    print(f"{config.store.path} is sound: the file, the chain of its journal, and what follows from it.")
    return OK


# --- export ----------------------------------------------------------------------------------------------


async def _exported(config: Config, asked: str) -> tuple[str, Exported]:
    """The name of the files, without an ending, and what is in them."""
    async with reading(config.store.path) as store:
        found = find_round(await store.round_places(), asked)
        events = await store.events(found.round)
        state = fold(events)
        if state is None:
            raise StoreTrouble(f"the round {found.round} has no record")
        words = await store.words_of_round(found.round)
        ballots = await _ballots(store, found)
        languages = {one.id: one.language for one in await store.communities()}
    voice = log_commands.voice_in(config, languages.get(found.community, config.defaults.language))
    exported = export_round(state, events, words, SystemClock().now(), voice, ballots=ballots)
    return f"round-{found.topic}-{_in_a_name(found.round)}", exported


async def _ballots(store: Reader, found: RoundPlace) -> list[Ballot]:
    return [ballot for vote in VoteKind async for ballot in store.ballots(found.round, vote)]


def find_round(rounds: Sequence[RoundPlace], asked: str) -> RoundPlace:
    """The one round with this id or topic number. Raises `ConfigError`, with what there is, for none or several."""
    found = [one for one in rounds if asked == one.round]
    found = found or [one for one in rounds if asked == str(one.topic)]
    if len(found) == 1:
        return found[0]
    listed = "".join(
        f"\n  topic {one.topic} of {one.community}, {one.phase.value}: {one.round}" for one in found or rounds
    )
    if found:
        raise ConfigError(f"Several communities have a topic {asked}. Choose one by its id:{listed}")
    raise ConfigError(f"There is no round {asked}." + (f" There are:{listed}" if rounds else " There is none yet."))


def _in_a_name(round_id: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in round_id)[:40]


# --- words -----------------------------------------------------------------------------------------------


def _say_warnings(config: Config) -> None:
    for warning in config.warnings:
        _said(f"Careful: {warning}.", OK)


def _say_all(form: str, sentences: Sequence[str], stream: TextIO) -> None:
    for sentence in sentences:
        print(form.format(sentence), file=stream)


def _said(words: str, status: int) -> int:
    print(words, file=sys.stderr)
    return status


def _excused(error: Exception) -> int:
    """What went wrong, in words for an operator. Of several troubles the one that needs an operator most."""
    found = [(status, str(one)) for one in _leaves(error) if (status := _status(one)) is not None]
    if found:
        status, words = max(found, key=lambda one: one[0])
        return _said(words, status)
    incident = SystemChance().code()
    log.critical("incident %s", incident, exc_info=error, extra={"incident": incident})
    return _said(f"Something went wrong that we did not foresee. It is in the log as incident {incident}.", TROUBLE)


def _status(error: BaseException) -> int | None:
    return next((status for kind, status in _FORESEEN.items() if isinstance(error, kind)), None)


def _leaves(error: BaseException) -> list[BaseException]:
    """The error itself, or what is inside of a group."""
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    group = cast("BaseExceptionGroup[BaseException]", error)
    return [leaf for one in group.exceptions for leaf in _leaves(one)]
